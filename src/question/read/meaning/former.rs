//! The hash of a key as it was made before keys were folded as the judge folds them. Logs hold it, so what was learnt
//! then is still known for what it is.

use super::Parts;
use crate::question::Question;
use crate::question::kinds::{Blank, Key};
use crate::question::term::Name;

/// The key's half of the meaning as it was once hashed.
pub fn key(question: &Question) -> u32 {
    let mut parts = Parts(String::with_capacity(128));
    put(&mut parts, &question.key);
    parts.digest()
}

fn put(parts: &mut Parts, key: &Key) {
    parts.raw(match key {
        Key::Date(_) => "date",
        Key::Text(_) => "text",
        Key::Number(_) => "number",
        Key::Truth(truth) if *truth => "true",
        Key::Truth(_) => "false",
        Key::Choice(choice) if choice.several => "several",
        Key::Choice(_) => "one",
        Key::List(_) => "list",
        Key::Order(_) => "order",
        Key::Match(_) => "match",
        Key::Cloze(_) => "cloze",
        Key::Card(_) => "card",
    });
    let names = |parts: &mut Parts, names: &[Name]| names.iter().for_each(|name| parts.text(name.text.raw()));
    match key {
        Key::Date(date) => parts.raw(&format!("{:?}", date.when)),
        Key::Text(text) => parts.text(text.name.text.raw()),
        Key::Number(number) => {
            parts.raw(&number.value.to_string());
            parts.text(number.unit.as_ref().map_or("", |unit| unit.raw()));
        }
        Key::Truth(_) => {}
        Key::Choice(choice) => names(parts, &choice.right),
        Key::List(list) => {
            parts.raw(&list.need.to_string());
            names(parts, &list.items);
        }
        Key::Order(order) => names(parts, &order.items),
        Key::Match(pairs) => {
            pairs
                .pairs
                .iter()
                .flat_map(|(left, right)| [left, right])
                .for_each(|name| parts.text(name.text.raw()));
        }
        Key::Cloze(cloze) => cloze.blanks.iter().for_each(|blank| match blank {
            Blank::Date { shown, .. } | Blank::Number { shown, .. } => parts.text(shown.raw()),
            Blank::Text(name) => parts.text(name.text.raw()),
        }),
        Key::Card(back) => parts.text(back.raw()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_logs_hold_is_what_is_made() {
        let text = "[[question]]\nid = \"a\"\nprompt = \"?\"\nanswer = \"Nur-Sultan\"\n\
                    [[question]]\nid = \"b\"\nprompt = \"?\"\nanswer = 6\nunit = \"km\"\n\
                    [[question]]\nid = \"c\"\nprompt = \"?\"\nlist = [\"b\", \"a\"]\n\
                    [[question]]\nid = \"d\"\nprompt = \"?\"\ncloze = \"{Cabinet}, {July 2018}\"\n\
                    [[question]]\nid = \"e\"\nprompt = \"?\"\nmatch = [[\"b\", \"1\"], [\"a\", \"2\"]]\n\
                    [[question]]\nid = \"f\"\nprompt = \"?\"\nanswer = true\n";
        let deck = crate::deck::parse(&[crate::source::SourceFile::new("d.toml", text.to_owned())]).deck;
        let made: Vec<String> = deck.questions.iter().map(|own| format!("{:08x}", key(own))).collect();
        assert_eq!(made.join(" "), "7f83ff37 e9f58846 a7aa3531 ae2e0b20 4709c572 c8f036b3");
    }
}
