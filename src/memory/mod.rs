//! What is remembered and when to ask again: FSRS-6 by the `fsrs` crate, and the replay of one question's log.
//!
//! Pure: days and parameters are arguments. Choosing what to study now is left to [`crate::plan`].

pub mod answer;
pub mod explain;
pub mod fuzz;
pub mod parameters;
pub mod replay;
pub mod schedule;

pub use answer::Answer;
pub use parameters::Parameters;
pub use replay::{Fact, What, replay};
pub use schedule::{Four, Future, Futures, Scheduler};

use crate::question::ask::Rating;
use crate::time::Day;

/// A memory in the sense of FSRS.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Memory {
    /// Days until the chance of recall has fallen to 90 %.
    pub stability: f32,
    /// From 1 (easy) to 10 (hard).
    pub difficulty: f32,
}

/// Everything derived from the log of one question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// `None` until the first counted answer.
    pub memory: Option<Memory>,
    /// The day of the last counted answer.
    pub last: Option<Day>,
    /// The day it is due; `None` while new.
    pub due: Option<Day>,
    /// Counted answers: one a day at most.
    pub reviews: u32,
    /// Times it was forgotten: counted answers of Again after the first.
    pub lapses: u32,
    /// The last counted rating.
    pub rating: Option<Rating>,
    /// True if the last answer of any purpose but cram was Again: it must still be answered right once.
    pub relearning: bool,
    /// Not to be asked.
    pub suspended: bool,
    /// The meaning hash of the last answer, to see whether the question changed since.
    pub meaning: Option<u64>,
}

/// Lapses at which a question is a leech: it costs more than it gives, and should be rewritten or set aside.
pub const LEECH_LAPSES: u32 = 8;

impl State {
    /// True until the first counted answer.
    pub fn is_new(&self) -> bool {
        self.memory.is_none()
    }

    /// True if it is due on `today` or was before; a new question is not due.
    pub fn is_due(&self, today: Day) -> bool {
        self.due.is_some_and(|due| due <= today)
    }

    /// True if the question, which now means `meaning`, meant something else when it was last answered.
    pub fn is_changed(&self, meaning: u64) -> bool {
        self.meaning.is_some_and(|then| then != meaning)
    }

    /// True if it has lapsed [`LEECH_LAPSES`] times or more.
    pub fn is_leech(&self) -> bool {
        self.lapses >= LEECH_LAPSES
    }

    /// Days from the last counted answer to the day it is due; `None` while new.
    pub fn interval_days(&self) -> Option<u32> {
        Some(self.due?.since(self.last?))
    }
}
