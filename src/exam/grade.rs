//! Marking the sittings of a sealed paper: with the deck as it is now, and as it was when the paper was sealed.
//!
//! A class gives the same responses many times over, so each is judged once. What the two decks say of a question,
//! and for whom that makes a difference, is a [`Change`].

use std::collections::HashMap;
use std::sync::Arc;

use super::marks::{self, Total};
use super::report::question;
use super::result_file::Sheet;
use super::reworded::Reworded;
use super::seal::Key;
use super::sitting::Answer;
use crate::deck::Deck;
use crate::event::exam::{Certainty, Item, Paper, Score};
use crate::judge::{Lexicon, Rule, Verdict};
use crate::question::{Ask, Question, Response};
use crate::text::Text;

/// A deck, and what its judge knows.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The deck.
    pub deck: &'a Deck,
    /// Its names.
    pub lexicon: &'a Lexicon,
}

/// A response that was given once or many times, and what it is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The response.
    pub response: Response,
    /// What the judge says now; `None` if the question is gone.
    pub verdict: Option<Verdict>,
    /// What it counts.
    pub score: Score,
    /// What it counted by the deck that was sealed.
    pub then: Score,
}

/// What a student has of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Marked {
    /// What was given in time.
    pub judged: Option<Arc<Judged>>,
    /// How sure the student was of it.
    pub certainty: Option<Certainty>,
    /// Something was given after the time was up.
    pub late: bool,
    /// Seconds spent on it.
    pub seconds: f64,
}

/// A marked sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// The marks.
    pub total: Total,
    /// The percent that the sealed deck would give.
    pub then: Option<f64>,
    /// One score an item.
    pub scores: Vec<Score>,
    /// One an item.
    pub items: Vec<Marked>,
}

/// What has become of a question since the paper was sealed.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// Its number on the paper, from 1.
    pub number: usize,
    /// Its id.
    pub id: Text,
    /// It is no more in the deck: it counts for nobody.
    pub dropped: bool,
    /// What was to be picked is not what the deck has by now: it is marked by the deck that was sealed.
    pub as_sealed: bool,
    /// The answer then and now, if it is another.
    pub answer: Option<(Text, Text)>,
    /// Forms that are right now and were not.
    pub accepted: Vec<Text>,
    /// Forms that were right and are no more.
    pub refused: Vec<Text>,
    /// Students whose score on it is higher now.
    pub up: usize,
    /// Students whose score on it is lower now.
    pub down: usize,
}

/// Marks sittings of one paper.
pub struct Marker<'a> {
    paper: Paper,
    asks: Vec<Ask>,
    /// What each is called now; `None` if that cannot be said.
    words: Vec<Option<Reworded>>,
    now: Side<'a>,
    /// `None` if the deck is as it was.
    then: Option<Side<'a>>,
    known: HashMap<(usize, String), Arc<Judged>>,
    moved: Vec<[usize; 2]>,
}

impl<'a> Marker<'a> {
    /// A marker by the deck as it is `now`, and as it was `then` if that is not the same.
    pub fn new(key: &Key, now: Side<'a>, then: Option<Side<'a>>) -> Self {
        let mut paper = key.paper().paper();
        paper.items.iter_mut().zip(key.questions()).for_each(|(item, id)| item.question = id);
        let asks: Vec<Ask> = (0..paper.items.len()).filter_map(|item| key.paper().ask(item)).collect();
        let words = |(item, ask): (&Item, &Ask)| {
            let old = then.and_then(|then| question(then.deck, &item.question));
            match old.zip(question(now.deck, &item.question)) {
                Some((old, new)) => Reworded::of(ask, &old.right_response(ask), new),
                None => Some(Reworded::same(ask)),
            }
        };
        let words = paper.items.iter().zip(&asks).map(words).collect();
        let moved = vec![[0; 2]; paper.items.len()];
        Self { paper, asks, words, now, then, known: HashMap::new(), moved }
    }

    /// The paper, with the ids of the deck.
    pub fn paper(&self) -> &Paper {
        &self.paper
    }

    /// The question of an item, as it is now.
    pub fn question(&self, item: usize) -> Option<&'a Question> {
        question(self.now.deck, &self.paper.items.get(item)?.question)
    }

    /// Marks a sitting.
    pub fn mark(&mut self, sheet: &Sheet) -> Grade {
        let answers = &sheet.sitting.answers;
        let items: Vec<Marked> = answers.iter().enumerate().map(|(at, own)| self.item(at, own)).collect();
        let now = |(at, own): (usize, &Marked)| {
            own.judged.as_ref().map_or_else(|| self.blank(self.now, at), |own| own.score)
        };
        let scores: Vec<Score> = items.iter().enumerate().map(now).collect();
        let total = marks::total(&self.paper, &scores);
        let then = self.as_sealed(&items).and_then(|old| marks::total(&self.paper, &old).percent);
        Grade { then: then.or(total.percent), total, scores, items }
    }

    /// One score an item by the deck that was sealed; `None` if that is the deck of now.
    fn as_sealed(&self, items: &[Marked]) -> Option<Vec<Score>> {
        let then = self.then?;
        let old = |(at, own): (usize, &Marked)| {
            own.judged.as_ref().map_or_else(|| self.blank(then, at), |own| own.then)
        };
        Some(items.iter().enumerate().map(old).collect())
    }

    fn blank(&self, side: Side<'_>, at: usize) -> Score {
        if self.on(side, at).is_some() { Score::Blank } else { Score::Dropped }
    }

    /// Counts what the mended deck changed for a student. Of two copies of one sitting only one is to be counted.
    pub fn count(&mut self, grade: &Grade) {
        let old = self.as_sealed(&grade.items).unwrap_or_default();
        for (at, (now, old)) in grade.scores.iter().zip(old).enumerate() {
            self.count_item(at, *now, old);
        }
    }

    fn count_item(&mut self, at: usize, now: Score, old: Score) {
        let value = |score| match score {
            Score::Counted(score) => score,
            Score::Blank | Score::Dropped => 0.0,
        };
        // What counts for nobody is neither gained nor lost.
        if [now, old].contains(&Score::Dropped) {
            return;
        }
        if let Some([up, down]) = self.moved.get_mut(at) {
            *up += usize::from(value(now) > value(old));
            *down += usize::from(value(now) < value(old));
        }
    }

    fn on<'s>(&self, side: Side<'s>, at: usize) -> Option<&'s Question> {
        question(side.deck, &self.paper.items.get(at)?.question)
    }

    fn item(&mut self, at: usize, answer: &Answer) -> Marked {
        let judged = answer.reply.as_ref().map(|reply| self.judged(at, &reply.response));
        Marked {
            judged,
            certainty: answer.certainty,
            late: answer.late.is_some(),
            seconds: answer.spent as f64 / 1000.0,
        }
    }

    fn judged(&mut self, at: usize, response: &Response) -> Arc<Judged> {
        let name = (at, format!("{response:?}"));
        if let Some(known) = self.known.get(&name) {
            return Arc::clone(known);
        }
        let then = self.then.map(|then| self.judge(then, at, self.asks.get(at), response));
        let now = self.on(self.now, at).is_some();
        let (verdict, score) = match (self.words.get(at), &then) {
            (Some(None), Some(then)) if now => then.clone(),
            (Some(Some(words)), _) => self.judge(self.now, at, Some(&words.ask), &words.response(response)),
            _ => (None, Score::Dropped),
        };
        let then = then.map_or(score, |(_, score)| score);
        let judged = Arc::new(Judged { response: response.clone(), verdict, score, then });
        self.known.insert(name, Arc::clone(&judged));
        judged
    }

    fn judge(
        &self,
        side: Side<'_>,
        at: usize,
        ask: Option<&Ask>,
        response: &Response,
    ) -> (Option<Verdict>, Score) {
        let Some((question, ask)) = self.on(side, at).zip(ask) else {
            return (None, Score::Dropped);
        };
        let verdict = question.mark_for_good(ask, response, side.lexicon);
        // Said not to be known: it earns nothing and costs nothing.
        let blank = verdict.rule == Rule::Unknown;
        let score = if blank { Score::Blank } else { Score::Counted(verdict.score) };
        (Some(verdict), score)
    }

    /// What has changed since the paper was sealed, question by question, after all were marked.
    pub fn changes(&self) -> Vec<Change> {
        let Some(then) = self.then else { return Vec::new() };
        let of = |at: usize| {
            let [up, down] = self.moved.get(at).copied().unwrap_or_default();
            let (old, new) = (self.on(then, at), self.question(at));
            let same = old.zip(new).is_some_and(|(old, new)| same_key(old, new));
            if same && up + down == 0 {
                return None;
            }
            let id = self.paper.items.get(at)?.question.clone();
            let as_sealed = self.words.get(at).is_some_and(Option::is_none);
            Some(Change { as_sealed, ..change(at + 1, id, old, new, [up, down]) })
        };
        (0..self.paper.items.len()).filter_map(of).collect()
    }
}

/// True if the same is asked and a response is judged by the same key. Tags, hints, sources and where the question
/// stands do not matter.
fn same_key(old: &Question, new: &Question) -> bool {
    (&old.prompt, old.strict) == (&new.prompt, new.strict)
        && old.key == new.key
        && old.near == new.near
        && old.reject == new.reject
}

fn change(
    number: usize,
    id: Text,
    old: Option<&Question>,
    new: Option<&Question>,
    [up, down]: [usize; 2],
) -> Change {
    let forms = |question: Option<&Question>| question.map(Question::accepted).unwrap_or_default();
    let (was, is) = (forms(old), forms(new));
    let beyond = |all: &[Text], others: &[Text]| -> Vec<Text> {
        all.iter().filter(|form| !others.contains(form)).cloned().collect()
    };
    let both = old.zip(new).map(|(old, new)| (old.answer(), new.answer()));
    Change {
        number,
        id,
        dropped: new.is_none(),
        as_sealed: false,
        answer: both.filter(|(old, new)| old != new),
        accepted: beyond(&is, &was),
        refused: if new.is_some() { beyond(&was, &is) } else { Vec::new() },
        up,
        down,
    }
}

#[cfg(test)]
#[path = "grade_tests.rs"]
mod tests;
