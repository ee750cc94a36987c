//! Names in answers: as they are written, or `@key` for a term with all its aliases; `@@x` is a literal `@x`.

use super::Reader;
use crate::question::{Name, Term};
use crate::source::{At, Diagnostic, Value, codes, suggest};
use crate::text::Text;

/// Most bytes of a name or an answer.
pub const MAX_NAME_BYTES: usize = 1_000;

/// The name that a string of the deck stands for.
pub fn name(written: At<&str>, reader: &Reader<'_>) -> Option<Name> {
    match written.value.strip_prefix('@') {
        None => Some(Name { text: written.value.into(), accept: Vec::new(), term: None }),
        Some(rest) if rest.starts_with('@') => {
            Some(Name { text: rest.into(), accept: Vec::new(), term: None })
        }
        Some(key) => term(At { value: key, span: written.span }, reader).map(name_of),
    }
}

/// The name that a string with its other forms stands for: "railways|rail". Where nothing stands beside a bar, it is
/// part of the name: "|x|".
pub fn with_forms(written: At<&str>, reader: &Reader<'_>) -> Option<Name> {
    let mut forms = written.value.split('|').map(|form| At { value: form.trim(), span: written.span });
    if !written.value.contains('|') || forms.clone().any(|form| form.value.is_empty()) {
        return name(written, reader);
    }
    let mut first = name(forms.next()?, reader)?;
    first.accept.extend(self::forms(&forms.collect::<Vec<_>>(), reader));
    Some(first)
}

/// The name of a term, with every other form of it.
pub fn name_of(term: &Term) -> Name {
    Name { text: term.name.clone(), accept: term.aliases.clone(), term: Some(term.key.clone()) }
}

/// The term with this key.
pub fn term<'r>(key: At<&str>, reader: &Reader<'r>) -> Option<&'r Term> {
    let ground = reader.ground;
    match ground.index.get(key.value) {
        Some(Some(index)) => ground.terms.get(*index),
        Some(None) => {
            reader.unsound.set(true);
            None
        }
        None => {
            let message = format!("there is no term `{}`", key.value);
            let near = suggest::nearest(key.value, ground.index.keys().map(|key| &**key));
            let diagnostic = Diagnostic::new(codes::UNKNOWN_TERM, key.span, message);
            reader.sink.report(match near {
                Some(near) => diagnostic.help(format!("did you mean `@{near}`?")),
                None if key.value.trim().is_empty() => diagnostic
                    .help("write the key of a term behind the @, or `@@` for a text that begins with @"),
                None => diagnostic.help(format!(
                    "add `[term.{}]`, or write `@@{}` for a text that begins with @",
                    suggest::slug(key.value, 4),
                    key.value
                )),
            });
            None
        }
    }
}

/// The name that a value stands for.
pub fn value(value: &Value<'_>, key: &str, reader: &Reader<'_>) -> Option<Name> {
    let text = value.text_up_to(MAX_NAME_BYTES, key, reader.sink)?;
    name(At { value: text, span: value.span() }, reader)
}

/// The names of an array.
pub fn array(value: &Value<'_>, key: &str, reader: &Reader<'_>) -> Vec<At<Name>> {
    each(value, key, reader, name)
}

/// The names of an array, each with its other forms.
pub fn array_with_forms(value: &Value<'_>, key: &str, reader: &Reader<'_>) -> Vec<At<Name>> {
    each(value, key, reader, with_forms)
}

fn each(
    value: &Value<'_>,
    key: &str,
    reader: &Reader<'_>,
    name: impl Fn(At<&str>, &Reader<'_>) -> Option<Name>,
) -> Vec<At<Name>> {
    let items = value.array(key, "an array of strings", reader.sink).unwrap_or_default();
    let read = |item: &Value<'_>| {
        let text = item.text_up_to(MAX_NAME_BYTES, key, reader.sink)?;
        Some(At { value: name(At { value: text, span: item.span() }, reader)?, span: item.span() })
    };
    items.iter().filter_map(read).collect()
}

/// All forms of the names that strings of the deck stand for.
pub fn forms(written: &[At<&str>], reader: &Reader<'_>) -> Vec<Text> {
    written
        .iter()
        .filter_map(|one| name(*one, reader))
        .flat_map(|name| std::iter::once(name.text).chain(name.accept))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::question::Key;
    use crate::source::SourceFile;

    #[test]
    fn an_item_of_a_list_may_have_other_forms() {
        let text = "[term.sea]\nkind = \"domain\"\nname = \"sea\"\naliases = [\"ocean\"]\n\n\
            [[question]]\nid = \"q\"\nprompt = \"Which?\"\n\
            list = [\"railways | rail|railway\", \"@sea|maritime\", \"|x|\"]\n";
        let parsed = crate::deck::parse(&[SourceFile::new("d.toml", text.to_owned())]);
        let Key::List(list) = &parsed.deck.questions[0].key else { panic!() };
        let forms = |at: usize| {
            let name: &crate::question::Name = &list.items[at];
            let accept: Vec<&str> = name.accept.iter().map(|form| form.raw()).collect();
            (name.text.raw(), accept)
        };
        assert_eq!(forms(0), ("railways", vec!["rail", "railway"]));
        assert_eq!(forms(1), ("sea", vec!["ocean", "maritime"]));
        assert_eq!(forms(2), ("|x|", vec![]));
    }
}
