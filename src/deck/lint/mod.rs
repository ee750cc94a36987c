//! Advice on a deck that is sound: what makes a question unfair, easy to guess, hard to learn or soon untrue.
//!
//! Every rule has a stable code, a page that says why ([`page`]), and can be allowed by a question, a term or the
//! whole deck. Rules read what was parsed and are run by `shiken check` alone, for study must not wait for them. They
//! would rather miss a weak question than blame a good one. Mistakes are left to the parser.

mod duplicates;
mod events;
mod given;
mod keys;
mod options;
mod pages;
mod report;
mod sources;
mod spelled;
mod terms;
mod tests_of_key;
mod wording;
mod words;

pub use pages::page;

use std::collections::HashMap;

use super::{Deck, Parsed};
use crate::question::kinds::Blank;
use crate::question::{Key, Name, Question, Term};
use crate::source::{Diagnostic, SourceFile};
use report::Report;
use words::{Words, gap};

/// Runs every rule over a parsed deck and its files. Sorted by file and place.
pub fn lint(parsed: &Parsed, files: &[SourceFile]) -> Vec<Diagnostic> {
    let deck = &parsed.deck;
    let report = Report::new(files, &parsed.allow);
    let terms = deck.terms.iter().map(|term| (&*term.key, term)).collect();
    let lint =
        Lint { deck, files, terms, english: is_english(deck), prompts: all_words(&deck.questions), report };
    lint.run(parsed);
    let mut found = lint.report.into_inner();
    found.sort_by_key(|diagnostic| diagnostic.span);
    found
}

/// What the rules stand on.
struct Lint<'a> {
    deck: &'a Deck,
    files: &'a [SourceFile],
    /// Terms by their keys.
    terms: HashMap<&'a str, &'a Term>,
    /// The deck is in English, or does not say otherwise: rules on words of English hold.
    english: bool,
    /// The words of each question's prompt.
    prompts: Vec<Words>,
    report: Report<'a>,
}

impl<'a> Lint<'a> {
    fn run(&self, parsed: &Parsed) {
        given::check(self);
        duplicates::check(self);
        wording::check(self);
        spelled::check(self);
        options::check(self);
        keys::check(self);
        events::check(self);
        terms::several(self);
        // What is unused may be what a mistake was to point at.
        if !parsed.has_errors() {
            terms::idle(self);
        }
        sources::check(self, parsed.place);
        tests_of_key::check(self);
    }

    /// Each question with the words of its prompt.
    fn questions(&self) -> impl Iterator<Item = (&'a Question, &Words)> {
        self.deck.questions.iter().zip(&self.prompts)
    }

    fn question(&self, index: usize) -> Option<(&'a Question, &Words)> {
        Some((self.deck.questions.get(index)?, self.prompts.get(index)?))
    }
}

/// True for English, and for a deck that does not say.
fn is_english(deck: &Deck) -> bool {
    let language = deck.language.raw().trim();
    language.is_empty() || language.split(['-', '_']).next().is_some_and(|tag| tag.eq_ignore_ascii_case("en"))
}

/// The words of all prompts, on two threads if there are many.
fn all_words(questions: &[Question]) -> Vec<Words> {
    const MANY: usize = 2_000;
    let read = |questions: &[Question]| questions.iter().map(words_of).collect::<Vec<_>>();
    if questions.len() < MANY {
        return read(questions);
    }
    let (left, right) = questions.split_at(questions.len() / 2);
    let (mut first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| read(right));
        (read(left), second.join())
    });
    first.append(&mut second.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
    first
}

fn words_of(question: &Question) -> Words {
    match &question.key {
        Key::Cloze(cloze) => {
            let pieces: Vec<&str> = cloze.text.iter().map(|piece| piece.raw()).collect();
            Words::of(&format!("{}. {}", question.prompt.raw(), pieces.join(gap())))
        }
        _ => Words::of(question.prompt.raw()),
    }
}

/// The names that are to be produced: none for what is picked by position, dated or counted.
fn wanted(question: &Question) -> Vec<&Name> {
    match &question.key {
        Key::Text(key) => vec![&key.name],
        Key::Choice(key) => key.right.iter().collect(),
        Key::List(key) => key.items.iter().collect(),
        Key::Cloze(key) => key.blanks.iter().filter_map(text_blank).collect(),
        _ => Vec::new(),
    }
}

/// Every name in a key, right or wrong.
fn all_names(question: &Question) -> Vec<&Name> {
    match &question.key {
        Key::Choice(key) => key.right.iter().chain(&key.wrong).collect(),
        Key::Order(key) => key.items.iter().collect(),
        Key::Match(key) => key.pairs.iter().flat_map(|(left, right)| [left, right]).collect(),
        _ => wanted(question),
    }
}

fn text_blank(blank: &Blank) -> Option<&Name> {
    match blank {
        Blank::Text(name) => Some(name),
        _ => None,
    }
}

/// All forms of a name, the one that is shown first.
fn forms(name: &Name) -> impl Iterator<Item = &str> {
    std::iter::once(&name.text).chain(&name.accept).map(|form| form.raw())
}

#[cfg(test)]
mod tests;
