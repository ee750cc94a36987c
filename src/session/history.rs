//! What has been answered in a session, and the figures that follow from it.

use uuid::Uuid;

use super::options::Slot;
use super::view::{Progress, Summary};
use crate::judge::Outcome;
use crate::plan::Standing;
use crate::question::ask::Rating;
use crate::session::Card;
use crate::text::Text;
use crate::time::Timestamp;

/// One answer of this session.
#[derive(Debug, Clone)]
pub(super) struct Answered {
    /// The question as it stood before the answer.
    pub slot: Slot,
    /// The review in the log.
    pub event: Uuid,
    /// What it counts as by now, overrules included.
    pub rating: Rating,
    /// True for the first answer to this question in the session.
    pub first: bool,
    /// Days from today that it was made due, for the load of those days.
    pub due_in: Option<u32>,
    /// What was typed, if the question takes further answers.
    pub typed: Option<Text>,
}

impl Answered {
    fn outcome(&self) -> Outcome {
        match self.rating {
            Rating::Again => Outcome::Wrong,
            Rating::Hard => Outcome::Near,
            Rating::Good | Rating::Easy => Outcome::Right,
        }
    }
}

/// All answers of a session in order. Figures are counted anew each time: a session has few answers, and what is
/// counted anew cannot go wrong by an undo.
#[derive(Debug, Default)]
pub(super) struct History {
    answers: Vec<Answered>,
}

impl History {
    pub fn push(&mut self, answered: Answered) {
        self.answers.push(answered);
    }

    pub fn pop(&mut self) -> Option<Answered> {
        self.answers.pop()
    }

    pub fn last(&self) -> Option<&Answered> {
        self.answers.last()
    }

    pub fn last_mut(&mut self) -> Option<&mut Answered> {
        self.answers.last_mut()
    }

    pub fn has(&self, card: Card) -> bool {
        self.answers.iter().any(|answered| answered.slot.card == card)
    }

    fn first(&self) -> impl Iterator<Item = &Answered> {
        self.answers.iter().filter(|answered| answered.first)
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.first().filter(|answered| answered.outcome() == outcome).count()
    }

    /// `open` is the number of questions not yet answered right, those on the screen and in the queue.
    pub fn progress(&self, open: usize, pace: &Pace, limit_seconds: Option<f64>) -> Progress {
        let owed = self.first().filter(|answered| self.is_open(answered.slot.card)).count();
        let answered = self.first().count();
        let done = answered - owed;
        Progress {
            done,
            of: done + open,
            answered,
            owed,
            right: self.count(Outcome::Right) + self.count(Outcome::Near),
            seconds: pace.seconds,
            limit_seconds,
        }
    }

    /// True if the last answer to `card` was wrong.
    pub fn is_open(&self, card: Card) -> bool {
        let last = self.answers.iter().rev().find(|answered| answered.slot.card == card);
        last.is_some_and(|answered| answered.rating == Rating::Again)
    }

    /// What was done; `left` are the questions that are owed a right answer, and those that were not asked at all.
    pub fn summary(
        &self,
        session: Uuid,
        left: (usize, usize),
        unseen: usize,
        cram: bool,
        pace: &Pace,
    ) -> Summary {
        let new = self.first().filter(|answered| answered.slot.standing == Standing::New).count();
        Summary {
            session,
            questions: self.first().count(),
            answers: self.answers.len(),
            right: self.count(Outcome::Right),
            near: self.count(Outcome::Near),
            wrong: self.count(Outcome::Wrong),
            new,
            seconds: pace.seconds,
            left: left.0,
            unasked: left.1,
            next: Vec::new(),
            unseen: unseen.saturating_sub(new),
            cram,
        }
    }
}

/// Pauses longer than this are not study time, in seconds.
const LONGEST_PAUSE_SECONDS: f64 = 600.0;

/// How long the session has taken, long pauses left out.
#[derive(Debug)]
pub(super) struct Pace {
    last: Timestamp,
    pub seconds: f64,
}

impl Pace {
    pub fn new(start: Timestamp) -> Self {
        Self { last: start, seconds: 0.0 }
    }

    pub fn tick(&mut self, now: Timestamp) {
        self.seconds += seconds_between(self.last, now).min(LONGEST_PAUSE_SECONDS);
        self.last = now;
    }
}

/// Seconds from `from` to `to`; 0 if the clock was set back.
pub(super) fn seconds_between(from: Timestamp, to: Timestamp) -> f64 {
    let milliseconds = to.0.saturating_sub(from.0).max(0);
    // A session is far shorter than 2^52 ms.
    #[allow(clippy::cast_precision_loss)]
    let seconds = milliseconds as f64 / 1000.0;
    seconds
}
