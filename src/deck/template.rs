//! What an instructor begins with: a deck and one question of each kind, ready to be written over.

use super::exam::KINDS;

/// A whole deck with one term and one question, which is none of those that [`question`] gives. `title` is for people; `id` must be one.
pub fn deck(id: &str, title: &str) -> String {
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        r#"format = 1

[deck]
id = "{id}"
title = "{title}"
version = "0.1.0"
language = "en"

[source.book]
title = "The book or lecture this deck teaches"

# Names are written once; questions point at them with "@rome".
[term.rome]
kind = "document"
name = "Treaty of Rome"
aliases = ["EEC Treaty"]
date = "1957-03-25"
about = "the treaty that founded the European Economic Community"
ask = ["date", "name"]  # makes two questions
source = "book, chapter 1"

[[question]]
id = "first"
prompt = "Which city is the seat of the European Commission?"
answer = "Brussels"
explanation = "What to remember it by."
source = "book, chapter 1"
tags = ["institutions"]
"#
    )
}

/// A question of a kind with this id; `None` if there is no such kind.
pub fn question(kind: &str, id: &str) -> Option<String> {
    let body = match kind {
        "date" => {
            r#"prompt = "When was the Treaty of Rome signed?"
date = "1957-03"  # as precise as you ask: "1957", "1957-03", "1957-03-25", "1957/1958"
"#
        }
        "text" => {
            r#"prompt = "In which city was the treaty of 1957 signed?"
answer = "Rome"
accept = ["Roma"]     # other right forms
reject = ["Romania"]  # forms that must be refused
"#
        }
        "number" => {
            r#"prompt = "How many states signed the Treaty of Rome?"
answer = 6
unit = "states"
"#
        }
        "true-false" => {
            r#"prompt = "True or false: Denmark signed the Treaty of Rome."
answer = false
"#
        }
        "choice" => {
            r#"prompt = "Which of these states signed the Treaty of Rome?"
choose = "Belgium"  # a list if several are right
wrong = ["Denmark", "Norway", "Spain"]
"#
        }
        "list" => {
            r#"prompt = "Name two of the Benelux states."
list = ["Belgium", "Netherlands", "Luxembourg"]
need = 2
"#
        }
        "order" => {
            r#"prompt = "Put these treaties in order, the earliest first."
order = ["Treaty of Paris", "Treaty of Rome", "Treaty of Maastricht"]
"#
        }
        "match" => {
            r#"prompt = "What did each treaty found?"
match = [["Treaty of Paris", "coal and steel community"], ["Treaty of Rome", "economic community"]]
"#
        }
        "cloze" => {
            r#"prompt = "Fill in how the community began."
cloze = "The treaty was signed in {Rome|Roma} in {March 1957}."
"#
        }
        "card" => {
            r#"prompt = "Explain why the Council and the Commission were kept apart."
card = "The Council speaks for the states, the Commission for the whole."
"#
        }
        _ => return None,
    };
    let rest =
        "explanation = \"What to remember it by.\"\nsource = \"book, chapter 1\"\ntags = [\"founding\"]\n";
    Some(format!("[[question]]\nid = \"{id}\"\n{body}{rest}"))
}

/// The kinds that [`question`] knows: all.
pub const TEMPLATES: [&str; 10] = KINDS;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{lint::lint, parse};
    use crate::source::SourceFile;

    #[test]
    fn every_template_passes_the_check_without_a_word() {
        let check = |text: String| {
            let files = [SourceFile::new("deck.toml", text)];
            let parsed = parse(&files);
            let advice = lint(&parsed, &files);
            let said: Vec<&str> =
                parsed.diagnostics.iter().chain(&advice).map(|found| found.message.raw()).collect();
            assert!(said.is_empty(), "{said:?} in {}", files[0].text());
            parsed.deck
        };
        let whole = deck("mine", "The \"first\" \\ deck");
        for kind in TEMPLATES {
            let text = format!("{whole}\n{}", question(kind, kind).unwrap());
            let laid_out = crate::deck::format::formatted(&text);
            assert_eq!(laid_out.as_deref(), Some(&*text), "laid out as all decks are");
            let deck = check(text);
            assert_eq!((deck.questions.len(), deck.questions[3].kind()), (4, kind));
        }
        assert_eq!(question("essay", "x"), None);
    }
}
