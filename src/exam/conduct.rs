//! An open sitting as a state machine: (state, input) → (state, effects). No clock, no screen, no file.
//!
//! Nothing here says whether a response is right. What must be kept is an [`Effect::Save`], to be on disk before
//! anything else is shown.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

pub use super::asking::ask;
use super::asking::{Asking, FromDeck};
use super::sitting::Sitting;
use crate::deck::Deck;
use crate::event::exam::{Certainty, End, Exam, Given, Item};
use crate::event::{Body, Draft};
use crate::judge::Lexicon;
use crate::question::{Ask, Response};
use crate::text::Text;
use crate::time::{Calendar, Timestamp};

/// What a student may do.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Answer the question on the screen, or change the answer.
    Respond(Response),
    /// Say how sure they are of the last response; `None` says nothing.
    Certain(Option<Certainty>),
    /// Take the response back and leave the question blank.
    Clear,
    /// Mark the question to come back to, or no more.
    Flag,
    /// Go on without answering.
    Next,
    /// Go back.
    Back,
    /// Go to the question with this number, from 1.
    Go(usize),
    /// See what is answered, blank and marked; hand in from there.
    Done,
    /// Go away. The sitting stays open, and the clock runs on.
    Leave,
}

/// What a screen shows, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// To be on disk before anything else happens.
    Save(Box<Draft>),
    /// This question is now on the screen.
    Put(Box<Put>),
    /// Ask how sure the student is of what they have just given.
    AskCertainty,
    /// A word about the question on the screen.
    Note(Notice),
    /// All questions at one glance; from here the paper is handed in.
    Overview(Box<Overview>),
    /// The student has left; seconds left, if it is timed.
    Left(Option<f64>),
    /// The sitting is to be closed and marked.
    Close(End),
}

/// A word about the question on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Notice {
    /// It is marked to come back to, or no more.
    Flagged(bool),
    /// It is blank again.
    Cleared,
    /// There was nothing to take back.
    NothingToClear,
    /// What was given is kept, but can be read in two ways; why.
    Unclear(String),
    /// There is no question with this number.
    NoSuchNumber(usize),
    /// The last response came after the time was up: kept, and not counted.
    Late,
}

/// A question on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Put {
    /// Its number, from 1.
    pub number: usize,
    /// Questions on the paper.
    pub of: usize,
    /// The title of its section.
    pub section: Text,
    /// It is the first of its section.
    pub opens: bool,
    /// What it counts for.
    pub points: f64,
    /// What is asked.
    pub prompt: Text,
    /// The shape of the response.
    pub ask: Ask,
    /// What was given by now.
    pub given: Option<Response>,
    /// Marked to come back to.
    pub flagged: bool,
    /// Questions answered by now.
    pub answered: usize,
    /// Seconds left; `None` if it is untimed.
    pub left_seconds: Option<f64>,
}

/// All questions at one glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// One a question, in the order of the paper.
    pub rows: Vec<Row>,
    /// The titles of the sections.
    pub sections: Vec<Text>,
    /// Seconds left; `None` if it is untimed.
    pub left_seconds: Option<f64>,
}

/// A question in the overview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its section.
    pub section: usize,
    /// It has a response.
    pub answered: bool,
    /// Marked to come back to.
    pub flagged: bool,
}

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Turn {
    Question(Box<Put>),
    Certainty,
    Overview(Box<Overview>),
    Ended,
}

/// An open sitting and the questions it is about.
pub struct Conduct<'a> {
    asking: Box<dyn Asking + 'a>,
    calendar: Calendar,
    sitting: Sitting,
    place: usize,
    put_at: Timestamp,
    turn: Turn,
    chance: StdRng,
}

/// The longest time that is spent on one response, in milliseconds.
const SPENT_MAX: i64 = 3_600_000;

impl<'a> Conduct<'a> {
    /// Goes on with a sitting. `seed` makes event ids and must not come twice in one log.
    pub fn new(
        deck: &'a Deck,
        lexicon: &'a Lexicon,
        calendar: Calendar,
        sitting: Sitting,
        seed: u64,
    ) -> Self {
        let asking = FromDeck { deck, lexicon, seed: sitting.paper.seed };
        Self::with(Box::new(asking), calendar, sitting, seed)
    }

    /// The same with questions from elsewhere.
    pub fn with(asking: Box<dyn Asking + 'a>, calendar: Calendar, sitting: Sitting, seed: u64) -> Self {
        let place = sitting.place;
        let chance = StdRng::seed_from_u64(seed);
        let put_at = sitting.last;
        Self { asking, calendar, sitting, place, put_at, turn: Turn::Ended, chance }
    }

    /// Shows where the sitting stands: the first blank question from the last place on.
    pub fn start(&mut self, now: Timestamp) -> Vec<Effect> {
        if self.sitting.is_over(now) {
            return self.close(End::TimeUp);
        }
        let blank = |place: &usize| self.sitting.answers.get(*place).is_some_and(|own| own.reply.is_none());
        match (self.place..self.sitting.answers.len()).find(blank) {
            Some(place) => self.go(place, now),
            None => self.overview(now),
        }
    }

    /// The sitting by now, everything given included.
    pub fn sitting(&self) -> &Sitting {
        &self.sitting
    }

    pub(super) fn turn(&self) -> &Turn {
        &self.turn
    }

    /// Does what the student said. When the time is up the sitting closes, whatever was said; a response is kept.
    pub fn step(&mut self, input: Input, now: Timestamp) -> Vec<Effect> {
        if self.turn == Turn::Ended {
            return Vec::new();
        }
        if self.sitting.is_over(now) {
            return self.too_late(input, now);
        }
        match input {
            Input::Respond(response) => self.respond(response, now),
            Input::Certain(certainty) => self.certain(certainty, now),
            Input::Clear => self.clear(now),
            Input::Flag => self.flag(now),
            Input::Next => self.go(self.place.saturating_add(1), now),
            Input::Back if matches!(self.turn, Turn::Overview(_)) => self.go(self.place, now),
            Input::Back => self.go(self.place.saturating_sub(1), now),
            Input::Go(number) => self.go_to(number, now),
            Input::Done if matches!(self.turn, Turn::Overview(_)) => self.close(End::HandedIn),
            Input::Done => self.overview(now),
            Input::Leave => {
                self.turn = Turn::Ended;
                vec![Effect::Left(self.sitting.left_seconds(now))]
            }
        }
    }

    fn close(&mut self, end: End) -> Vec<Effect> {
        self.turn = Turn::Ended;
        vec![Effect::Close(end)]
    }

    fn too_late(&mut self, input: Input, now: Timestamp) -> Vec<Effect> {
        let mut effects = match (input, &self.turn) {
            (Input::Respond(response), Turn::Question(_)) => {
                let save = self.give(Some(response), true, now);
                vec![save, Effect::Note(Notice::Late)]
            }
            (Input::Certain(Some(certainty)), Turn::Certainty) => vec![self.sure(certainty, now)],
            _ => Vec::new(),
        };
        effects.extend(self.close(End::TimeUp));
        effects
    }

    fn respond(&mut self, response: Response, now: Timestamp) -> Vec<Effect> {
        let Turn::Question(put) = &self.turn else { return Vec::new() };
        let unclear = self.on_paper().and_then(|item| self.asking.unclear(item, &put.ask, &response));
        let mut effects = vec![self.give(Some(response), false, now)];
        if let Some(reason) = unclear {
            effects.push(Effect::Note(Notice::Unclear(reason)));
            effects.extend(self.go(self.place, now));
        } else if self.sitting.paper.certainty {
            self.turn = Turn::Certainty;
            effects.push(Effect::AskCertainty);
        } else {
            effects.extend(self.go(self.place.saturating_add(1), now));
        }
        effects
    }

    fn certain(&mut self, certainty: Option<Certainty>, now: Timestamp) -> Vec<Effect> {
        if self.turn != Turn::Certainty {
            return Vec::new();
        }
        let mut effects: Vec<Effect> =
            certainty.into_iter().map(|certainty| self.sure(certainty, now)).collect();
        effects.extend(self.go(self.place.saturating_add(1), now));
        effects
    }

    fn clear(&mut self, now: Timestamp) -> Vec<Effect> {
        if !matches!(self.turn, Turn::Question(_)) {
            return Vec::new();
        }
        let there = self.sitting.answers.get(self.place).is_some_and(|answer| answer.reply.is_some());
        let mut effects = if there {
            vec![self.give(None, false, now), Effect::Note(Notice::Cleared)]
        } else {
            vec![Effect::Note(Notice::NothingToClear)]
        };
        effects.extend(self.go(self.place, now));
        effects
    }

    fn flag(&mut self, now: Timestamp) -> Vec<Effect> {
        if !matches!(self.turn, Turn::Question(_)) {
            return Vec::new();
        }
        let on = self.sitting.answers.get(self.place).is_some_and(|answer| !answer.flagged);
        let flag = Exam::Flag { sitting: self.sitting.id, item: self.item(), on };
        let mut effects = vec![self.save(flag, now), Effect::Note(Notice::Flagged(on))];
        effects.extend(self.go(self.place, now));
        effects
    }

    fn give(&mut self, response: Option<Response>, late: bool, now: Timestamp) -> Effect {
        let spent = now.0.saturating_sub(self.put_at.0).clamp(0, SPENT_MAX);
        let spent = u32::try_from(spent).unwrap_or_default();
        let given = Given { sitting: self.sitting.id, item: self.item(), response, spent, late };
        self.save(Exam::Response(given), now)
    }

    fn sure(&mut self, certainty: Certainty, now: Timestamp) -> Effect {
        self.save(Exam::Certainty { sitting: self.sitting.id, item: self.item(), certainty }, now)
    }

    /// Takes it into the sitting as the log will have it, and asks for it to be kept.
    fn save(&mut self, exam: Exam, now: Timestamp) -> Effect {
        let draft = Draft {
            id: super::port::fresh_id(self.chance.next_u64(), self.chance.next_u64(), now),
            clock: now,
            offset_minutes: self.calendar.offset_minutes(now),
            day: self.calendar.day(now),
            body: Body::Exam(Box::new(exam)),
        };
        self.sitting.take(&super::port::event(&draft));
        Effect::Save(Box::new(draft))
    }

    fn item(&self) -> u32 {
        u32::try_from(self.place).unwrap_or(u32::MAX)
    }

    fn on_paper(&self) -> Option<&Item> {
        self.sitting.paper.items.get(self.place)
    }

    fn go_to(&mut self, number: usize, now: Timestamp) -> Vec<Effect> {
        match number.checked_sub(1).filter(|place| *place < self.sitting.answers.len()) {
            Some(place) => self.go(place, now),
            None => vec![Effect::Note(Notice::NoSuchNumber(number))],
        }
    }

    fn overview(&mut self, now: Timestamp) -> Vec<Effect> {
        let both = self.sitting.paper.items.iter().zip(&self.sitting.answers);
        let row = |(item, answer): (&crate::event::exam::Item, &super::Answer)| Row {
            section: item.section as usize,
            answered: answer.reply.is_some(),
            flagged: answer.flagged,
        };
        let overview = Overview {
            rows: both.map(row).collect(),
            sections: self.sitting.paper.sections.iter().map(|(title, _)| title.clone()).collect(),
            left_seconds: self.sitting.left_seconds(now),
        };
        self.turn = Turn::Overview(Box::new(overview.clone()));
        vec![Effect::Overview(Box::new(overview))]
    }

    /// Puts the question at `place` on the screen; behind the last stands the overview. A question that the deck has
    /// no more is passed over.
    fn go(&mut self, place: usize, now: Timestamp) -> Vec<Effect> {
        let backwards = place < self.place;
        let mut place = place;
        loop {
            let Some(item) = self.sitting.paper.items.get(place) else { return self.overview(now) };
            if self.asking.has(item) {
                break;
            }
            match place.checked_sub(1).filter(|_| backwards) {
                Some(before) => place = before,
                None if backwards => return self.overview(now),
                None => place = place.saturating_add(1),
            }
        }
        self.place = place;
        self.put_at = now;
        let Some(put) = self.put(now) else { return self.overview(now) };
        self.turn = Turn::Question(Box::new(put.clone()));
        vec![Effect::Put(Box::new(put))]
    }

    fn put(&self, now: Timestamp) -> Option<Put> {
        let paper = &self.sitting.paper;
        let item = paper.items.get(self.place)?;
        let (prompt, ask) = self.asking.asked(item)?;
        let answer = self.sitting.answers.get(self.place)?;
        let before = self.place.checked_sub(1).and_then(|before| paper.items.get(before));
        Some(Put {
            number: self.place.saturating_add(1),
            of: paper.items.len(),
            section: paper.sections.get(item.section as usize).map(|(title, _)| title.clone())?,
            opens: before.is_none_or(|before| before.section != item.section),
            points: item.points,
            prompt,
            ask,
            given: answer.reply.as_ref().map(|reply| reply.response.clone()),
            flagged: answer.flagged,
            answered: self.sitting.answered(),
            left_seconds: self.sitting.left_seconds(now),
        })
    }
}

#[cfg(test)]
#[path = "conduct_tests.rs"]
pub(crate) mod tests;
