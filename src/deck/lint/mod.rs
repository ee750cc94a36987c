//! Advice on a deck that is sound: what makes a question unfair, easy to guess, hard to learn or soon untrue.
//!
//! Every rule has a stable code, a page that says why ([`page`]), and can be allowed by a question, a term or the
//! whole deck. Rules read what was parsed and are run by `shiken check` alone, for study must not wait for them. They
//! would rather miss a weak question than blame a good one. Mistakes are left to the parser.

mod apart;
mod dates;
mod duplicates;
mod events;
mod figures;
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

pub use apart::Apart;
pub use pages::page;

use std::collections::HashMap;

use super::{Deck, Parsed};
use crate::question::kinds::Blank;
use crate::question::{Key, Name, Question, Term};
use crate::source::{Diagnostic, SourceFile};
use given::says_something;
use report::Report;
use words::{Words, gap};

/// Runs every rule over a parsed deck and its files. Sorted by file and place.
pub fn lint(parsed: &Parsed, files: &[SourceFile]) -> Vec<Diagnostic> {
    let deck = &parsed.deck;
    let terms = deck.terms.iter().map(|term| (&*term.key, term)).collect();
    let prompts = all_words(&deck.questions);
    let lint = |rules: fn(&Lint<'_>, &Parsed)| {
        let report = Report::new(files, &parsed.allow);
        let lint = Lint { deck, files, terms: &terms, english: is_english(deck), prompts: &prompts, report };
        rules(&lint, parsed);
        lint.report.into_inner()
    };
    let mut found = both(deck.questions.len(), || lint(compared), || lint(one_by_one)).concat();
    found.sort_by_key(|diagnostic| diagnostic.span);
    found
}

/// What the rules stand on.
struct Lint<'a> {
    deck: &'a Deck,
    files: &'a [SourceFile],
    /// Terms by their keys.
    terms: &'a HashMap<&'a str, &'a Term>,
    /// The deck is in English, or does not say otherwise: rules on words of English hold.
    english: bool,
    /// The words of each question's prompt.
    prompts: &'a [Words],
    report: Report<'a>,
}

/// Rules that compare questions with each other.
fn compared(lint: &Lint<'_>, _: &Parsed) {
    given::elsewhere(lint);
    dates::elsewhere(lint);
    duplicates::check(lint);
    events::check(lint);
}

/// Rules on one question, one term, or the deck as a whole.
fn one_by_one(lint: &Lint<'_>, parsed: &Parsed) {
    given::check(lint);
    wording::check(lint);
    spelled::check(lint);
    options::check(lint);
    keys::check(lint);
    terms::several(lint);
    // What is unused may be what a mistake was to point at.
    if !parsed.has_errors() {
        terms::idle(lint);
    }
    sources::check(lint, parsed.place);
    tests_of_key::check(lint);
}

/// Does both, on two threads if there are many questions.
fn both<T: Send>(questions: usize, one: impl FnOnce() -> T, other: impl FnOnce() -> T + Send) -> [T; 2] {
    const MANY: usize = 2_000;
    if questions < MANY {
        return [one(), other()];
    }
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(other);
        (one(), other.join())
    });
    [one, other.unwrap_or_else(|panic| std::panic::resume_unwind(panic))]
}

impl<'a> Lint<'a> {
    /// Each question with the words of its prompt.
    fn questions(&self) -> impl Iterator<Item = (&'a Question, &Words)> {
        self.deck.questions.iter().zip(self.prompts)
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

/// The words of all prompts.
fn all_words(questions: &[Question]) -> Vec<Words> {
    let (left, right) = questions.split_at(questions.len() / 2);
    let read = |questions: &[Question]| questions.iter().map(words_of).collect::<Vec<_>>();
    let [mut first, mut second] = both(questions.len(), || read(left), || read(right));
    first.append(&mut second);
    first
}

fn words_of(question: &Question) -> Words {
    let mut words = match &question.key {
        Key::Cloze(cloze) => {
            let pieces: Vec<&str> = cloze.text.iter().map(|piece| piece.raw()).collect();
            Words::of(&format!("{}. {}", question.prompt.raw(), pieces.join(gap())))
        }
        _ => Words::of(question.prompt.raw()),
    };
    if let [name] = wanted(question).as_slice() {
        words.answer = words::hashes(name.text.raw()).into();
    }
    words
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
