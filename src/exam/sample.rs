//! A deck for the tests of exams.

use crate::deck::{self, Deck};
use crate::source::SourceFile;

const HEAD: &str = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\nversion = \"1.2\"\nlanguage = \"en\"\n";

const QUESTIONS: &str = r#"
[[question]]
id = "choice"
prompt = "Which colour is the sky?"
choose = "azure"
wrong = ["crimson", "emerald"]
tags = ["pick"]

[[question]]
id = "date"
prompt = "When was the act passed?"
date = "2014-11-12"
tags = ["typed"]
points = 2

[[question]]
id = "list"
prompt = "Name the three pillars."
list = ["granite", "marble", "basalt"]
tags = ["typed"]

[[question]]
id = "number"
prompt = "How many members?"
answer = 13
tags = ["typed"]

[[question]]
id = "card"
prompt = "Explain it all."
card = "everything"
tags = ["typed"]

[[exam]]
id = "mock"
title = "Mock"
minutes = 10
pass = 50
bands = { A = 80, B = 50 }
section = [
  { title = "Picked", draw = 1, tags = ["pick"], weight = 40 },
  { title = "Typed", draw = 3, tags = ["typed"], weight = 60 },
]
"#;

/// The text of [`deck_of`].
pub(super) fn text_of(body: &str) -> String {
    format!("{HEAD}{body}")
}

/// A deck with these questions and exams behind its head.
pub(super) fn deck_of(body: &str) -> Deck {
    let file = SourceFile::new("deck.toml", text_of(body));
    let parsed = deck::parse(&[file]);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics);
    parsed.deck
}

/// A deck of a question each of some kinds, and an exam of all that can be marked.
pub(super) fn deck() -> Deck {
    deck_of(QUESTIONS)
}

/// The text of [`deck`].
pub(super) fn text() -> String {
    text_of(QUESTIONS)
}
