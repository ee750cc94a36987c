//! Marking a sitting: what each response was worth and why, and the reviews that the log takes from it.
//!
//! Reviews have ids made from the sitting and the question, and say when the response was given, not when it was
//! marked: whoever marks a sitting, and however often, makes the same ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::marks::{self, Earned, Total};
use super::reworded::Reworded;
use super::sitting::{Answer, Reply, Sitting};
use crate::deck::Deck;
use crate::event::exam::{Certainty, End, Exam, Item, Marks, Score};
use crate::event::{Body, Draft, Purpose, Review, Subject};
use crate::judge::{Lexicon, Outcome, Rule, Verdict};
use crate::memory::{Scheduler, State, fuzz};
use crate::question::ask::Rating;
use crate::question::{Mode, Question, Response};
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// One question of a marked sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Result {
    /// Its number, from 1.
    pub number: usize,
    /// Its section, as an index.
    pub section: usize,
    /// Its id.
    pub id: Text,
    /// What was asked; empty if the deck has it no more and the log did not keep it.
    pub prompt: Text,
    /// Labels.
    pub tags: Vec<Arc<str>>,
    /// What was given in time.
    pub response: Option<Response>,
    /// What was given after the time was up.
    pub late: Option<Response>,
    /// The verdict on that response, the late one if there is no other; `None` if there is none at all.
    pub verdict: Option<Verdict>,
    /// The score that counts.
    pub score: Score,
    /// Points.
    pub earned: Earned,
    /// The right answer.
    pub answer: Text,
    /// The instructor's explanation.
    pub explanation: Option<Text>,
    /// Where the fact stands.
    pub source: Option<Text>,
    /// Marked to come back to.
    pub flagged: bool,
    /// How sure the student was.
    pub certainty: Option<Certainty>,
    /// Seconds spent on it.
    pub seconds: f64,
    /// It asks for something else by now than when the paper was drawn.
    pub changed: bool,
    /// The deck asks with such other words by now that nobody can say what the response is worth.
    pub asked_otherwise: bool,
}

/// A marked sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The title of the exam.
    pub title: Text,
    /// Why it ended.
    pub end: End,
    /// The total.
    pub total: Total,
    /// Titles and weights.
    pub sections: Vec<(Text, f64)>,
    /// Points by tag, by name.
    pub tags: Vec<(Arc<str>, Earned)>,
    /// Percent needed to pass.
    pub pass: Option<f64>,
    /// The share of its points that a wrong response costs.
    pub negative: f64,
    /// Question by question.
    pub items: Vec<Result>,
}

/// What is remembered of a question, and with what it is scheduled.
pub struct Kept<'a> {
    /// By the id of the question.
    pub states: &'a dyn Fn(&str) -> Option<State>,
    /// The scheduler.
    pub scheduler: &'a Scheduler,
}

/// The question with this id, or that had it.
pub fn question<'a>(deck: &'a Deck, id: &Text) -> Option<&'a Question> {
    let now = deck.questions.iter().find(|question| *question.id == *id.raw());
    now.or_else(|| deck.questions.iter().find(|question| question.was.iter().any(|was| **was == *id.raw())))
}

impl Report {
    /// Marks a sitting. If it is closed, what was decided then stands, whatever the deck says now.
    pub fn of(deck: &Deck, lexicon: &Lexicon, sitting: &Sitting, end: End) -> Self {
        let both = sitting.paper.items.iter().zip(&sitting.answers);
        let mut items: Vec<Result> = both
            .zip(1..)
            .map(|((item, answer), number)| result(deck, lexicon, sitting, item, answer, number))
            .collect();
        if let Some((_, marks)) = &sitting.marks {
            items.iter_mut().zip(&marks.scores).for_each(|(item, score)| item.score = *score);
        }
        let paper = &sitting.paper;
        for (own, item) in items.iter_mut().zip(&paper.items) {
            own.earned = marks::item(item.points, own.score, paper.negative);
        }
        let scores: Vec<Score> = items.iter().map(|item| item.score).collect();
        Self {
            title: paper.title.clone(),
            end: sitting.marks.as_ref().map_or(end, |(_, marks)| marks.end),
            total: marks::total(paper, &scores),
            sections: paper.sections.clone(),
            tags: tags(&items),
            pass: paper.pass,
            negative: paper.negative,
            items,
        }
    }

    /// What closes the sitting: the marks, and one review for each response. To be saved all at once.
    pub fn drafts(&self, deck: &Deck, sitting: &Sitting, kept: &Kept<'_>, closing: &Draft) -> Vec<Draft> {
        let scores = self.items.iter().map(|item| item.score).collect();
        let marks = Marks { sitting: sitting.id, end: self.end, scores };
        let end = Draft {
            id: derived(sitting.id, "marks"),
            body: Body::Exam(Box::new(Exam::Marks(marks))),
            ..closing.clone()
        };
        let both = self.items.iter().zip(&sitting.answers);
        let reviews = both.filter_map(|(item, answer)| review(deck, sitting, item, answer, kept));
        std::iter::once(end).chain(reviews).collect()
    }
}

fn result(
    deck: &Deck,
    lexicon: &Lexicon,
    sitting: &Sitting,
    item: &Item,
    answer: &Answer,
    number: usize,
) -> Result {
    let question = question(deck, &item.question);
    let fitting = question.and_then(|question| {
        Some((question, Reworded::since_drawn(deck, item, question, sitting.paper.seed)?))
    });
    let reply = answer.reply.as_ref().or(answer.late.as_ref());
    let verdict = fitting.as_ref().zip(reply).map(|((question, words), reply)| {
        // Nobody can be asked again after an exam.
        question.mark_for_good(&words.ask, &words.response(&reply.response), lexicon)
    });
    let score = match (&fitting, &answer.reply, &verdict) {
        (None, ..) => Score::Dropped,
        // Said not to be known: it earns nothing and costs nothing.
        (_, Some(_), Some(verdict)) if verdict.rule == Rule::Unknown => Score::Blank,
        (_, Some(_), Some(verdict)) => Score::Counted(verdict.score),
        _ => Score::Blank,
    };
    let prompt = item.shown.as_ref().map(|shown| shown.prompt.clone());
    Result {
        number,
        section: item.section as usize,
        id: item.question.clone(),
        prompt: prompt.or_else(|| question.map(Question::shown_prompt)).unwrap_or_default(),
        tags: question.map(|question| question.tags.clone()).unwrap_or_default(),
        response: answer.reply.as_ref().map(|reply| reply.response.clone()),
        late: answer.late.as_ref().map(|reply| reply.response.clone()),
        verdict,
        score,
        earned: Earned::default(),
        answer: question.map(Question::answer).unwrap_or_default(),
        explanation: question.and_then(|question| question.explanation.clone()),
        source: question.and_then(|question| question.source.clone()),
        flagged: answer.flagged,
        certainty: answer.certainty,
        seconds: answer.spent as f64 / 1000.0,
        changed: question.is_some_and(|question| !question.has_key_of(item.meaning)),
        asked_otherwise: question.is_some() && fitting.is_none(),
    }
}

fn tags(items: &[Result]) -> Vec<(Arc<str>, Earned)> {
    let mut tags: BTreeMap<Arc<str>, Earned> = BTreeMap::new();
    for item in items.iter().filter(|item| item.score != Score::Dropped) {
        for tag in &item.tags {
            let earned = tags.entry(Arc::clone(tag)).or_default();
            *earned = earned.and(item.earned);
        }
    }
    tags.into_iter().collect()
}

/// The review of one response, the late one if there is no other.
fn review(deck: &Deck, sitting: &Sitting, item: &Result, answer: &Answer, kept: &Kept<'_>) -> Option<Draft> {
    let reply = answer.reply.as_ref().or(answer.late.as_ref())?;
    let (verdict, question) = (item.verdict.as_ref()?, question(deck, &item.id)?);
    let rating = Rating::of(verdict.score, 0);
    let subject = Subject { deck: sitting.paper.deck.clone(), question: Text::from(&*question.id) };
    let due = due(&subject, reply.day, rating, kept);
    let confused = verdict.confusion.as_ref().and_then(|other| {
        let term = other.term.as_ref().map(|key| Text::from(format!("@{key}")));
        term.or_else(|| other.question.as_ref().map(|id| Text::from(&**id)))
    });
    let review = Review {
        rating,
        score: verdict.score,
        outcome: verdict.outcome,
        rule: verdict.rule,
        response: reply.response.clone(),
        confused_with: confused,
        hints: 0,
        seconds: item.seconds,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: sitting.id,
        meaning: question.meaning,
        due,
        retrievability: due.and_then(|_| (kept.states)(&question.id)?.foreseen(reply.day, kept.scheduler)),
    };
    let Reply { at, offset_minutes, day, .. } = *reply;
    let id = derived(sitting.id, &format!("review {}", item.number));
    Some(Draft { id, clock: at, offset_minutes, day, body: Body::Review(subject, Box::new(review)) })
}

/// The day it is due, as in study. What is wrong is owed a right answer besides, from the next day of study on.
fn due(subject: &Subject, day: Day, rating: Rating, kept: &Kept<'_>) -> Option<Day> {
    let state = (kept.states)(subject.question.raw());
    let last = state.as_ref().and_then(|state| state.last);
    if last == Some(day) {
        return None;
    }
    let elapsed = last.map_or(0, |last| day.since(last));
    let futures = kept.scheduler.futures(state.as_ref().and_then(|state| state.memory), elapsed);
    let reviews = state.as_ref().map_or(0, |state| state.reviews);
    let seed = fuzz::seed(subject.deck.raw(), subject.question.raw(), reviews);
    Some(*kept.scheduler.dues(&futures, day, seed, &fuzz::idle).of(rating))
}

/// An id that follows from the sitting: the same whoever makes it.
pub fn derived(sitting: Uuid, what: &str) -> Uuid {
    let digest = Sha256::new().chain_update(sitting.as_bytes()).chain_update(what.as_bytes()).finalize();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Questions answered with one certainty, and how many of them right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calibration {
    /// How sure the student was.
    pub certainty: Certainty,
    /// Right in full.
    pub right: usize,
    /// Answered so.
    pub of: usize,
}

/// What the student said of their certainty against what came of it; (how sure, score) of each.
pub fn calibration(answers: impl IntoIterator<Item = (Certainty, f64)>) -> Vec<Calibration> {
    let answers: Vec<(Certainty, f64)> = answers.into_iter().collect();
    let of = |certainty| {
        let own = || answers.iter().filter(move |(own, _)| *own == certainty);
        let right = own().filter(|(_, score)| Outcome::of(*score) == Outcome::Right).count();
        Calibration { certainty, right, of: own().count() }
    };
    Certainty::ALL.into_iter().map(of).filter(|found| found.of > 0).collect()
}

/// A moment to close a sitting at, never before its last response.
pub fn closing(sitting: &Sitting, now: Timestamp) -> Timestamp {
    now.max(sitting.last)
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
