//! What is different between two versions of a deck, as a student would meet it: which questions are new, gone,
//! reworded, or have another answer, and which only look new because they lost their id.

use std::collections::HashMap;

use super::Deck;
use super::diff_words::alike;
use super::likeness::Likeness;
use crate::question::read::meaning::{of_key, of_wording};
use crate::question::{Key, Question};
use crate::text::Text;

/// What is different between two versions of a deck.
#[derive(Debug, Default, PartialEq)]
pub struct Diff<'a> {
    /// The deck's own lines that differ.
    pub head: Vec<Line>,
    /// Questions of both versions that differ, in the order of the new one.
    pub kept: Vec<Kept<'a>>,
    /// Questions of the new version only, in its order.
    pub fresh: Vec<&'a Question>,
    /// Questions of the old version only, in its order.
    pub gone: Vec<&'a Question>,
    /// Of these, pairs that look like one question, the surest first.
    pub alike: Vec<Alike<'a>>,
    /// Mock exams that differ, by id.
    pub exams: Vec<(&'a str, ExamChange)>,
    /// Questions that are the same in both.
    pub same: usize,
}

/// A line of the head that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its key: "id", "title", "version", "language".
    pub key: &'static str,
    /// As it was.
    pub old: Text,
    /// As it is.
    pub new: Text,
}

/// A question that stayed, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept<'a> {
    /// As it was.
    pub old: &'a Question,
    /// As it is.
    pub new: &'a Question,
    /// What the student will notice.
    pub change: Change,
    /// What else differs, by the names of its keys.
    pub keys: Vec<&'static str>,
}

/// What a student will notice of a changed question; the first that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The answer is another: it is learnt anew.
    Key,
    /// The same is asked in other words.
    Wording,
    /// Nothing but the id differs; progress follows by `was`.
    Id,
    /// Hints, tags, forms that are accepted and so on.
    Rest,
}

/// A question that seems to have lost its id.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike<'a> {
    /// As it was.
    pub old: &'a Question,
    /// As it seems to be now.
    pub new: &'a Question,
    /// What they share; `None` if only their words are alike.
    pub likeness: Option<Likeness>,
}

/// What became of a mock exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExamChange {
    /// It is new.
    New,
    /// It is gone.
    Gone,
    /// It is another.
    Changed,
}

impl Diff<'_> {
    /// True if nothing differs.
    pub fn is_empty(&self) -> bool {
        self.head.is_empty()
            && self.kept.is_empty()
            && self.fresh.is_empty()
            && self.gone.is_empty()
            && self.exams.is_empty()
    }

    /// The questions that changed in this way.
    pub fn of(&self, change: Change) -> impl Iterator<Item = &Kept<'_>> {
        self.kept.iter().filter(move |kept| kept.change == change)
    }
}

/// Compares two versions of a deck. Where files and lines stand does not matter, nor the order of the questions.
pub fn diff<'a>(old: &'a Deck, new: &'a Deck) -> Diff<'a> {
    let mut lost: HashMap<&str, &Question> = old.questions.iter().map(|q| (&*q.id, q)).collect();
    let mut diff = Diff { head: head(old, new), exams: exams(old, new), ..Diff::default() };
    // First by id, so that no `was` takes an id away from the question that still has it.
    let by_id: Vec<Option<&Question>> = new.questions.iter().map(|q| lost.remove(&*q.id)).collect();
    for (question, by_id) in new.questions.iter().zip(by_id) {
        match by_id.or_else(|| question.was.iter().find_map(|id| lost.remove(&**id))) {
            None => diff.fresh.push(question),
            Some(before) => match kept(before, question) {
                Some(kept) => diff.kept.push(kept),
                None => diff.same += 1,
            },
        }
    }
    diff.gone = old.questions.iter().filter(|question| lost.contains_key(&*question.id)).collect();
    diff.alike = alike(old, new, &diff.gone, &diff.fresh);
    diff
}

/// What became of a question; `None` if nothing.
fn kept<'a>(old: &'a Question, new: &'a Question) -> Option<Kept<'a>> {
    let keys = keys(old, new);
    let change = if of_key(old.meaning) != of_key(new.meaning) {
        Change::Key
    } else if of_wording(old.meaning) != of_wording(new.meaning) {
        Change::Wording
    } else if old.id != new.id {
        Change::Id
    } else if !keys.is_empty() {
        Change::Rest
    } else {
        return None;
    };
    Some(Kept { old, new, change, keys })
}

/// The keys that differ besides what the change itself says.
fn keys(old: &Question, new: &Question) -> Vec<&'static str> {
    let same_meaning = old.meaning == new.meaning;
    let differs = [
        ("prompt", of_wording(old.meaning) == of_wording(new.meaning) && old.prompt != new.prompt),
        (
            answer_key(&new.key),
            of_key(old.meaning) == of_key(new.meaning) && same_meaning && old.key != new.key,
        ),
        ("reject", old.reject != new.reject),
        ("near", old.near != new.near),
        ("strict", old.strict != new.strict),
        ("hint", old.hints != new.hints),
        ("explanation", old.explanation != new.explanation),
        ("source", old.source != new.source),
        ("tags", old.tags != new.tags),
        ("points", old.points.total_cmp(&new.points).is_ne()),
        ("as_of", old.as_of != new.as_of),
        ("requires", old.requires != new.requires),
    ];
    differs.into_iter().filter_map(|(key, differs)| differs.then_some(key)).collect()
}

/// What may differ in a key whose meaning is the same: how it is spelt, which forms are accepted, what is offered.
fn answer_key(key: &Key) -> &'static str {
    match key {
        Key::Date(_) | Key::Number(_) => "tolerance",
        Key::Choice(_) => "options",
        Key::Card(_) => "card",
        _ => "accept",
    }
}

fn head(old: &Deck, new: &Deck) -> Vec<Line> {
    let lines = [
        ("id", Text::from(&*old.id), Text::from(&*new.id)),
        ("title", old.title.clone(), new.title.clone()),
        ("version", old.version.clone(), new.version.clone()),
        ("language", old.language.clone(), new.language.clone()),
    ];
    lines
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(key, old, new)| Line { key, old, new })
        .collect()
}

fn exams<'a>(old: &'a Deck, new: &'a Deck) -> Vec<(&'a str, ExamChange)> {
    let mut lost: HashMap<&str, _> = old.exams.iter().map(|exam| (&*exam.id, exam)).collect();
    let mut found = Vec::new();
    for exam in &new.exams {
        match lost.remove(&*exam.id) {
            None => found.push((&*exam.id, ExamChange::New)),
            Some(before) if before != exam => found.push((&*exam.id, ExamChange::Changed)),
            Some(_) => {}
        }
    }
    let gone = old.exams.iter().filter(|exam| lost.contains_key(&*exam.id));
    found.extend(gone.map(|exam| (&*exam.id, ExamChange::Gone)));
    found
}

#[cfg(test)]
#[path = "diff_tests.rs"]
mod tests;
