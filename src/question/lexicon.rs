//! What a deck knows, for the judge: its terms, the answers of its questions, and the words of both.

use super::Question;
use super::kinds::{Blank, Key};
use super::term::{Name, Term};
use crate::judge::Lexicon;
use crate::judge::lexicon::Entry;

/// Builds the lexicon of a deck. Costs about a microsecond a name; build it once a deck, when the first response
/// comes.
pub fn lexicon(terms: &[Term], questions: &[Question]) -> Lexicon {
    Lexicon::new(terms.iter().map(of_term).chain(questions.iter().flat_map(of_question)))
}

fn of_term(Term { name, aliases, key, kind, about, date }: &Term) -> Entry<'_> {
    let about = about.as_ref();
    Entry { name, forms: aliases, term: Some(key), kind: Some(kind), question: None, about, date: *date }
}

/// The names in a key that are no terms. A single right answer stands for its question; of the others only the
/// words are known.
fn of_question(question: &Question) -> impl Iterator<Item = Entry<'_>> {
    let (answer, others): (Option<&Name>, Vec<&Name>) = match &question.key {
        Key::Text(key) => (Some(&key.name), Vec::new()),
        Key::Choice(key) if key.right.len() == 1 => (key.right.first(), key.wrong.iter().collect()),
        Key::Choice(key) => (None, key.right.iter().chain(&key.wrong).collect()),
        Key::List(key) => (None, key.items.iter().collect()),
        Key::Order(key) => (None, key.items.iter().collect()),
        Key::Match(key) => (None, key.pairs.iter().flat_map(|(left, right)| [left, right]).collect()),
        Key::Cloze(key) => (None, key.blanks.iter().filter_map(text_blank).collect()),
        Key::Date(_) | Key::Number(_) | Key::Truth(_) | Key::Card(_) => (None, Vec::new()),
    };
    let no_term = |name: &&Name| name.term.is_none();
    let answer = answer.filter(no_term).map(|Name { text, accept, .. }| Entry {
        name: text,
        forms: accept,
        term: None,
        kind: None,
        question: Some(&*question.id),
        about: Some(&question.prompt),
        date: None,
    });
    let words = others.into_iter().filter(|name| name.term.is_none()).map(|Name { text, accept, .. }| {
        Entry { name: text, forms: accept, term: None, kind: None, question: None, about: None, date: None }
    });
    answer.into_iter().chain(words)
}

fn text_blank(blank: &Blank) -> Option<&Name> {
    match blank {
        Blank::Text(name) => Some(name),
        Blank::Date { .. } | Blank::Number { .. } => None,
    }
}
