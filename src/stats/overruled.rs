//! What students say against the judge while they study: answers that were refused and called right, or taken and
//! called wrong. Put together from the logs they hand in; nobody's name is in it.
//!
//! A sealed exam cannot be overruled, so this is the other half of what a class says of a deck. Reading the logs is
//! left to the edge.

use std::collections::{BTreeMap, HashMap, HashSet};

use uuid::Uuid;

use super::items_report::{GOOD_MIN, may_be_form, takes_forms};
use crate::deck::Deck;
use crate::event::{Body, Event, Own, Subject};
use crate::judge::fold::key as folded;
use crate::judge::{Lexicon, Outcome, Rule};
use crate::memory::Fact;
use crate::memory::replay::struck;
use crate::question::{Mode, Pool, Question, Response};
use crate::text::Text;

/// An answer on which students and the judge differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Overruled {
    /// The id of the question, as the deck has it now.
    pub question: Text,
    /// The right answer by the deck.
    pub key: Text,
    /// What was given, as it was first written.
    pub text: Text,
    /// True if students call it right, false if they call it wrong.
    pub right: bool,
    /// Students who say so.
    pub students: usize,
    /// Times that they overruled the judge.
    pub times: usize,
}

/// What one student says, before the answers are known that it is said of.
#[derive(Debug, Default)]
pub struct Words {
    /// Reviews that are called right, or wrong.
    reviews: HashMap<Uuid, bool>,
    /// Answers that the student takes for right from then on, and the event that says so.
    accepted: BTreeMap<(Subject, Text), Uuid>,
}

/// True for the events that [`Words::of`] needs.
pub fn is_word(event: &Event) -> bool {
    matches!(event.body, Body::Void(_) | Body::Overrule { .. } | Body::Own(_, Own::Accept | Own::Unaccept, _))
}

impl Words {
    /// What stands of these events, in whatever order: the last word counts, and none that was taken back.
    pub fn of(mut events: Vec<Event>) -> Self {
        events.sort_by_key(|event| (event.time, event.device, event.sequence, event.id));
        let facts: Vec<Fact> = events.iter().filter_map(Fact::of).collect();
        let struck = struck(&facts);
        let mut words = Self::default();
        for event in events.iter().filter(|event| !struck.contains(&event.id)) {
            match &event.body {
                Body::Overrule { review, said, .. } if !struck.contains(review) => {
                    words.reviews.insert(*review, said.raw() != "wrong");
                }
                Body::Own(subject, Own::Accept, text) => {
                    words.accepted.insert((subject.clone(), text.clone()), event.id);
                }
                Body::Own(subject, Own::Unaccept, text) => {
                    words.accepted.remove(&(subject.clone(), text.clone()));
                }
                _ => {}
            }
        }
        words
    }
}

/// What was said so far of one deck.
#[derive(Debug)]
pub struct Overrules<'a> {
    deck: &'a Deck,
    /// By their ids and all earlier ones.
    questions: HashMap<&'a str, &'a Question>,
    /// Events that came: a log may be handed in twice, or hold another.
    seen: HashSet<Uuid>,
    student: usize,
    found: HashMap<(&'a str, bool, String), Found>,
}

#[derive(Debug)]
struct Found {
    text: Text,
    students: usize,
    last: usize,
    times: usize,
}

impl<'a> Overrules<'a> {
    /// Nothing yet of this deck.
    pub fn new(deck: &'a Deck) -> Self {
        let ids = |question: &'a Question| {
            let all = std::iter::once(&question.id).chain(&question.was);
            all.map(move |id| (&**id, question))
        };
        // Of two that claim an id, the one that has it now.
        let mut questions: HashMap<&str, &Question> = deck.questions.iter().flat_map(ids).collect();
        questions.extend(deck.questions.iter().map(|question| (&*question.id, question)));
        Self { deck, questions, seen: HashSet::new(), student: 0, found: HashMap::new() }
    }

    /// The next student; what they accept for themselves counts as called right.
    pub fn student(&mut self, words: &Words) {
        self.student += 1;
        for ((subject, text), event) in &words.accepted {
            if self.seen.insert(*event) {
                self.count(subject, text, true, 0);
            }
        }
    }

    /// An event of this student: counted if it is a review that they overruled.
    pub fn hear(&mut self, words: &Words, event: &Event) {
        let Body::Review(subject, review) = &event.body else { return };
        let Some(right) = words.reviews.get(&event.id) else { return };
        let differ = review.outcome != if *right { Outcome::Right } else { Outcome::Wrong };
        if let Some(text) = as_text(&review.response).filter(|_| differ)
            && self.seen.insert(event.id)
        {
            self.count(subject, &text, *right, 1);
        }
    }

    fn count(&mut self, subject: &Subject, text: &Text, right: bool, times: usize) {
        if subject.deck.raw() != &*self.deck.id {
            return;
        }
        let Some(question) = self.questions.get(subject.question.raw()) else { return };
        let fresh = Found { text: text.clone(), students: 0, last: 0, times: 0 };
        let found = self.found.entry((&question.id, right, folded(text.raw()))).or_insert(fresh);
        found.students += usize::from(found.last != self.student);
        found.last = self.student;
        found.times += times;
    }

    /// All of it; what most students say comes first.
    pub fn list(&self) -> Vec<Overruled> {
        let overruled = |((id, right, _), found): (&(&str, bool, String), &Found)| {
            let question = self.questions.get(id)?;
            Some(Overruled {
                question: Text::from(*id),
                key: question.answer(),
                text: found.text.clone(),
                right: *right,
                students: found.students,
                times: found.times,
            })
        };
        let mut all: Vec<Overruled> = self.found.iter().filter_map(overruled).collect();
        all.sort_by(|a, b| {
            let order = (b.students, b.times).cmp(&(a.students, a.times));
            order.then_with(|| (&a.question, &a.text).cmp(&(&b.question, &b.text)))
        });
        all
    }
}

/// What several students call right, and nothing in the deck as it is speaks against: may it be accepted?
pub fn candidates<'a>(deck: &Deck, lexicon: &Lexicon, all: &'a [Overruled]) -> Vec<&'a Overruled> {
    let may_be = |found: &&Overruled| {
        let question = deck.questions.iter().find(|question| *question.id == *found.question.raw());
        let Some(question) = question.filter(|question| takes_forms(question)) else { return false };
        let pool = Pool { terms: &deck.terms, questions: &deck.questions };
        let ask = question.ask(Mode::Typed, &pool, 0);
        let verdict = question.mark_for_good(&ask, &Response::Text(found.text.clone()), lexicon);
        let unforeseen =
            verdict.rule == Rule::Different && verdict.score <= 0.0 && verdict.confusion.is_none();
        unforeseen && found.right && found.students >= GOOD_MIN && may_be_form(&found.text)
    };
    all.iter().filter(may_be).collect()
}

/// A response in one line; `None` if there is none.
fn as_text(response: &Response) -> Option<Text> {
    let joined = |texts: Vec<&str>| Text::from(texts.join("; "));
    let text = match response {
        Response::Text(text) => text.clone(),
        Response::Texts(texts) => joined(texts.iter().map(Text::raw).collect()),
        Response::Pairs(pairs) => {
            let pairs: Vec<String> =
                pairs.iter().map(|(left, right)| format!("{}: {}", left.raw(), right.raw())).collect();
            joined(pairs.iter().map(String::as_str).collect())
        }
        Response::Unknown | Response::Recalled(_) => return None,
    };
    (!text.is_blank()).then_some(text)
}

#[cfg(test)]
#[path = "overruled_tests.rs"]
mod tests;
