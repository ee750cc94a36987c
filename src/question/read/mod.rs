//! Reads `[[question]]`, `[term.x]` and `[source.x]`: from TOML with places to checked values.
//!
//! Each kind of question has a reader for its answer key; what all kinds share is in [`common`]. A question is sound
//! if reading it reported no error. What files there are, and whether ids are unique, is left to [`crate::deck`].

pub mod choice;
pub mod cloze;
pub mod common;
pub mod date;
pub mod ground;
pub mod kinds;
pub mod meaning;
pub mod names;
pub mod number;
pub mod sets;
pub mod source;
pub mod term;

use std::sync::Arc;

pub use ground::{Defaults, Ground, Reader};

use super::{Key, Question, QuestionId};
use crate::source::table::{Entry, listed};
use crate::source::{Diagnostic, Span, Table, codes, suggest};
use crate::text::Text;
use kinds::Kind;

/// What came of reading a question.
#[derive(Debug)]
pub enum Outcome {
    /// Sound.
    Sound(Box<Question>),
    /// Not sound.
    Broken,
    /// Without an id. It is not reported yet: which id is free, only the whole deck knows.
    Nameless(Nameless),
}

/// A question without an id.
#[derive(Debug)]
pub struct Nameless {
    /// Its header.
    pub span: Span,
    /// What an id for it could begin with: words of the prompt or, in another script, the kind. Nothing as long as
    /// the prompt cannot be read.
    pub stem: Option<String>,
}

/// Reads one question. Everything wrong with it alone is reported.
pub fn question(table: &Table<'_>, reader: &Reader<'_>) -> Outcome {
    let (errors, found) = (reader.sink.errors(), reader.sink.len());
    reader.unsound.set(false);
    let id = table.get("id").and_then(|id| common::id_of(id, "id", reader.sink));
    let question = body(table, reader, id.as_ref().map(|id| id.value.clone()).unwrap_or_default());
    let allow = common::allow(table);
    reader.sink.allow(found, &allow);
    if id.is_none() && table.get("id").is_none() && !table.misspells("id") {
        let kind = question.as_ref().map(Question::kind);
        return Outcome::Nameless(Nameless { span: table.span(), stem: stem(table, kind) });
    }
    match question {
        Some(mut question) if id.is_some() && reader.sink.errors() == errors && !reader.unsound.get() => {
            question.allow = allow;
            question.meaning = meaning::hash(&question);
            Outcome::Sound(Box::new(question))
        }
        _ => Outcome::Broken,
    }
}

/// What an id for the question could begin with.
fn stem(table: &Table<'_>, kind: Option<&str>) -> Option<String> {
    let said = ["prompt", "cloze"].iter().find_map(|key| table.get(key)?.get().as_str())?;
    Some(suggest::slug(said, 4)).filter(|slug| !slug.is_empty()).or_else(|| kind.map(str::to_owned))
}

fn body(table: &Table<'_>, reader: &Reader<'_>, id: QuestionId) -> Option<Question> {
    let Some(kind) = kind(table) else {
        table.finish("a question", &kinds::all_keys());
        prompt(table, None);
        return None;
    };
    kinds::check_keys(table, kind);
    let key = kinds::key(table, kind, reader);
    let prompt = prompt(table, Some(kind));
    let shared = common::Shared::read(table, reader, key.as_ref());
    let (key, prompt) = (key?, prompt?);
    let sibling = term_of(&key);
    Some(Question {
        id,
        was: shared.was,
        prompt,
        key,
        reject: shared.reject,
        near: shared.near,
        strict: shared.strict,
        hints: shared.hints,
        explanation: shared.explanation,
        source: shared.source,
        tags: shared.tags,
        points: shared.points,
        as_of: shared.as_of,
        allow: Vec::new(),
        requires: shared.requires,
        sibling,
        meaning: 0,
        place: super::Place::default(),
    })
}

/// The kind, named by exactly one answer key.
fn kind(table: &Table<'_>) -> Option<Kind> {
    let mut found: Vec<Entry<'_>> = kinds::ANSWER_KEYS.iter().filter_map(|key| table.entry(key)).collect();
    found.sort_by_key(|entry| entry.key_span);
    let Some((first, others)) = found.split_first() else {
        if kinds::ANSWER_KEYS.iter().any(|key| table.misspells(key)) {
            return None;
        }
        let message = "this question has no answer key, which also says of what kind it is";
        table.sink().report(
            Diagnostic::new(codes::NO_ANSWER, table.span(), message)
                .help(format!("add one of {}", listed(&kinds::ANSWER_KEYS))),
        );
        return None;
    };
    if others.is_empty() {
        return Kind::of(first.key, &first.value);
    }
    let all = std::iter::once(first.key).chain(others.iter().map(|entry| entry.key)).collect::<Vec<_>>();
    let many = if others.len() > 1 { "all" } else { "both" };
    let message = format!("{} are {many} answer keys; a question has one", listed(&all));
    let mut diagnostic = Diagnostic::new(codes::TWO_ANSWERS, first.key_span, message);
    for other in others {
        diagnostic = diagnostic.label(other.key_span, "another one");
    }
    table.sink().report(diagnostic.help("keep one, and make another question of the other"));
    None
}

fn prompt(table: &Table<'_>, kind: Option<Kind>) -> Option<Text> {
    match (table.get("prompt"), kind) {
        (Some(_), _) => table.text("prompt").map(|prompt| Text::from(prompt.value)),
        (None, Some(Kind::Cloze)) => Some(Text::from("Fill in the blanks.")),
        (None, _) => {
            table.missing("prompt", "add `prompt = \"…\"`, what the student is asked");
            None
        }
    }
}

/// The term that is the whole answer: questions with the same answer give each other away.
fn term_of(key: &Key) -> Option<Arc<str>> {
    match key {
        Key::Text(text) => text.name.term.clone(),
        Key::Choice(choice) => match choice.right.as_slice() {
            [only] => only.term.clone(),
            _ => None,
        },
        _ => None,
    }
}
