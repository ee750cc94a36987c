//! Adds a form to the `accept` of a question; everything else of the file stays as it is, byte for byte.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable};

use crate::error::{Error, Result};
use crate::text;

/// The text of a deck's file with `form` in the `accept` of the question `id`; as it was if it is there already.
///
/// # Errors
/// If the file is no TOML, has no such `[[question]]`, or its `accept` is something else than a list.
pub fn accept(file: &str, id: &str, form: &str) -> Result<String> {
    let document = DeTable::parse(file).map_err(|_| Error::new("the file is no longer TOML"))?;
    let questions = document.get_ref().get("question").and_then(|all| all.get_ref().as_array());
    let tables = questions.into_iter().flatten().filter_map(|one| one.get_ref().as_table());
    let mut named = tables
        .filter(|table| table.get("id").and_then(|own| own.get_ref().as_str()).is_some_and(|own| own == id));
    let table = named.next().ok_or_else(|| {
        Error::new(format!("no [[question]] with the id {} is written there", text::terminal(id)))
            .help("a question that is made from a term takes its answers from the term: add an alias to it")
    })?;
    let quoted = toml::Value::String(form.to_owned()).to_string();
    let (at, more) = match table.get("accept") {
        Some(list) => {
            let all = list.get_ref().as_array().ok_or_else(|| Error::new("`accept` is no list"))?;
            if all.iter().any(|own| own.get_ref().as_str() == Some(form)) {
                return Ok(file.to_owned());
            }
            into_list(file, all, &list.span(), &quoted)
        }
        None => beside_answer(file, table, &quoted)?,
    };
    let (before, behind) = file.split_at_checked(at).ok_or_else(|| Error::new("the file cannot be read"))?;
    Ok([before, &more, behind].concat())
}

/// Where a form goes into a list, and with what: in a list with a line for each form on a line of its own.
fn into_list(file: &str, all: &DeArray<'_>, list: &Range<usize>, quoted: &str) -> (usize, String) {
    let Some(last) = all.iter().last().map(Spanned::span) else {
        return (list.start + 1, quoted.to_owned());
    };
    let behind = file.get(last.end..list.end).unwrap_or_default();
    let Some(indent) = indent(file, last.start) else { return (last.end, format!(", {quoted}")) };
    let first = behind.split('\n').next().unwrap_or_default();
    let eol = if first.ends_with('\r') { "\r\n" } else { "\n" };
    let rest = first.trim_end_matches('\r');
    if first.len() == behind.len() {
        // The bracket stands on this line.
        return (last.end, format!(",{eol}{indent}{quoted}"));
    }
    match rest.trim_start().strip_prefix(',') {
        Some(_) => (last.end + rest.len(), format!("{eol}{indent}{quoted},")),
        None if rest.trim().is_empty() => (last.end, format!(",{eol}{indent}{quoted}")),
        // A comma may still come behind the comment: it then ends the list.
        None => (last.end, format!(", {quoted}")),
    }
}

/// Where a list goes that is not there yet: on the line below the answer, or behind it where all stands on one line.
fn beside_answer(file: &str, table: &DeTable<'_>, quoted: &str) -> Result<(usize, String)> {
    let answer = table.iter().find(|(key, _)| key.get_ref() == "answer");
    let (key, value) = answer.ok_or_else(|| Error::new("the question has no `answer` beside it"))?;
    let Some(indent) = indent(file, key.span().start) else {
        return Ok((value.span().end, format!(", accept = [{quoted}]")));
    };
    let line = file.get(value.span().end..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
    let eol = if line.ends_with('\r') { "\r\n" } else { "\n" };
    let end = value.span().end + line.trim_end_matches('\r').len();
    Ok((end, format!("{eol}{indent}accept = [{quoted}]")))
}

/// The blanks before `at` on its line; `None` if something else stands there.
fn indent(file: &str, at: usize) -> Option<&str> {
    let before = file.get(..at)?;
    let line = before.rsplit('\n').next().unwrap_or(before);
    line.trim_matches([' ', '\t']).is_empty().then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;

    const FILE: &str = "# the deck\n[[question]]\nid = \"a\" # first\nprompt = \"Who?\"\nanswer = \"Ann\"   # herself\n\n\
        # about others\n[[question]]\nid = \"b\"\nprompt = \"Who else?\"\nanswer = \"Bob\"\naccept = [\n  \"Rob\", # short\n  \"Robert\", # long\n]\n\
        tags = [ \"x\" ]\n";

    #[test]
    fn a_form_is_added_and_the_rest_stays() {
        let once = accept(FILE, "a", "Ann \"A.\" Lee").unwrap();
        let both = accept(&once, "b", "Bobby").unwrap();
        expect![[r##"
            # the deck
            [[question]]
            id = "a" # first
            prompt = "Who?"
            answer = "Ann"   # herself
            accept = ['Ann "A." Lee']

            # about others
            [[question]]
            id = "b"
            prompt = "Who else?"
            answer = "Bob"
            accept = [
              "Rob", # short
              "Robert", # long
              "Bobby",
            ]
            tags = [ "x" ]
        "##]]
        .assert_eq(&both);
        assert_eq!(accept(&both, "b", "Bobby").unwrap(), both);
        assert!(accept(FILE, "c", "x").unwrap_err().what.contains("id c"));
    }

    #[test]
    fn every_way_to_write_a_list_stays_as_it_is() {
        let added = |list: &str| {
            let file = format!("[[question]]\nid = \"b\"\nanswer = \"Bob\"\naccept = {list}\n");
            let text = accept(&file, "b", "Bobby").unwrap();
            text.split("accept = ").nth(1).unwrap().trim_end_matches('\n').to_owned()
        };
        for (list, expected) in [
            ("[]", "[\"Bobby\"]"),
            ("[ ]", "[\"Bobby\" ]"),
            ("[\"Rob\"]", "[\"Rob\", \"Bobby\"]"),
            ("['Rob',]", "['Rob', \"Bobby\",]"),
            ("[\n  \"Rob\"\n]", "[\n  \"Rob\",\n  \"Bobby\"\n]"),
            ("[\n  \"Rob\"]", "[\n  \"Rob\",\n  \"Bobby\"]"),
            ("[\n\t\"Rob\", # short\n]", "[\n\t\"Rob\", # short\n\t\"Bobby\",\n]"),
            ("[\n  \"Rob\" # short\n]", "[\n  \"Rob\", \"Bobby\" # short\n]"),
            ("[\n  \"Rob\"\n  ,\n]", "[\n  \"Rob\",\n  \"Bobby\"\n  ,\n]"),
            ("[\r\n  \"Rob\",\r\n]", "[\r\n  \"Rob\",\r\n  \"Bobby\",\r\n]"),
        ] {
            assert_eq!(added(list), expected, "{list:?}");
        }
        let inline = "question = [{ id = \"b\", answer = \"Bob\" }, { id = \"c\", answer = \"Carl\" }]";
        assert_eq!(
            accept(inline, "c", "Karl").unwrap(),
            "question = [{ id = \"b\", answer = \"Bob\" }, { id = \"c\", answer = \"Carl\", accept = [\"Karl\"] }]"
        );
        let windows = FILE.replace('\n', "\r\n");
        let text = accept(&accept(&windows, "a", "Anna").unwrap(), "b", "Bobby").unwrap();
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "one line ending: {text:?}");
    }

    proptest! {
        #[test]
        fn whatever_is_added_is_read_again_and_nothing_else_changes(
            form in "\\PC{1,40}", comma in any::<bool>(), comment in any::<bool>(), lines in any::<bool>(),
            crlf in any::<bool>(), forms in 0usize..4,
        ) {
            let end = if lines { "\n" } else { "" };
            let (note, comma) = (if comment && lines { " # why" } else { "" }, if comma { "," } else { "" });
            let mut list = format!("[{end}");
            for n in 0..forms {
                let comma = if n + 1 < forms { "," } else { comma };
                list += &format!("  'own {n}'{comma}{note}{end}");
            }
            let mut file = format!("[[question]]\nid = 'b'\nanswer = 'B' # b\naccept = {list}] # end\ntags = ['x']\n");
            if crlf {
                file = file.replace('\n', "\r\n");
            }
            let text = accept(&file, "b", &form).unwrap();
            let document: toml::Table = text.parse().unwrap();
            let own: Vec<&str> =
                document["question"][0]["accept"].as_array().unwrap().iter().filter_map(|own| own.as_str()).collect();
            prop_assert_eq!(own.len(), forms + 1);
            prop_assert_eq!(own.last(), Some(&&*form));
            // Something was put in at one or two places, and nothing was taken out.
            let mut rest = text.chars();
            prop_assert!(file.chars().all(|c| rest.any(|other| other == c)), "{:?} in {:?}", file, text);
        }
    }
}
