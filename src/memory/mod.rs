//! What is remembered and when to ask again: FSRS-6 by the `fsrs` crate, and the replay of one question's log.
//!
//! Pure: days and parameters are arguments. Choosing what to study now is left to [`crate::plan`].

mod explain;
mod fuzz;
mod replay;
mod schedule;

pub use explain::explain;
pub use fuzz::Range;
pub use replay::{Answer, Fact, Replayed, What, replay};
pub use schedule::{Future, Futures, LONGEST_INTERVAL_DAYS, Parameters, Scheduler};

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

/// The chance of recall at which a question is due, unless the user says otherwise.
pub const DEFAULT_RETENTION: f32 = 0.9;

/// Lapses at which a question is a leech: it costs more than it gives, and should be rewritten or set aside.
pub const LEECH_LAPSES: u32 = 8;
