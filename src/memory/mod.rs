//! What is remembered and when to ask again: FSRS-6 by the `fsrs` crate, and the replay of one question's log.
//!
//! Pure: days and parameters are arguments. Choosing what to study now is left to [`crate::plan`].

pub mod answer;
pub mod explain;
pub mod fit;
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

    /// The day it comes, seen from `today`: the day it is due, and at once if a wrong answer is still to be made good;
    /// `None` while new.
    pub fn comes(&self, today: Day) -> Option<Day> {
        self.due.map(|due| if self.relearning { due.min(today) } else { due })
    }

    /// The chance of recall on `today`, 0 to 1; `None` while new.
    pub fn retrievability(&self, today: Day, scheduler: &Scheduler) -> Option<f32> {
        Some(scheduler.retrievability(self.memory?, today.since(self.last?)))
    }

    /// The same as it is kept with an answer: to four digits.
    pub fn foreseen(&self, today: Day, scheduler: &Scheduler) -> Option<f64> {
        self.retrievability(today, scheduler).map(|chance| (f64::from(chance) * 1e4).round() / 1e4)
    }

    /// True if the question had another key when it was last answered. `has_key_of` says if it has the key of a
    /// meaning now. Other words for the same are no change.
    pub fn is_changed(&self, has_key_of: impl FnOnce(u64) -> bool) -> bool {
        self.meaning.is_some_and(|then| !has_key_of(then))
    }

    /// If the key has changed since the last answer, the question is due now and owed a right answer, as if it had
    /// been answered wrong today. What is remembered stays: the first answer to the new key says what it is worth.
    pub fn recall_if_changed(&mut self, has_key_of: impl FnOnce(u64) -> bool, today: Day) {
        if self.is_changed(has_key_of) && !self.is_new() {
            self.relearning = true;
            self.due = self.due.map(|due| due.min(today));
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_key_is_due_at_once_and_other_words_are_not() {
        let memory = Some(Memory { stability: 30.0, difficulty: 5.0 });
        let meaning = Some(7 << 32 | 1);
        let learnt = State { memory, last: Some(Day(10)), due: Some(Day(40)), meaning, ..State::default() };
        let today = Day(20);
        let mut reworded = learnt.clone();
        reworded.recall_if_changed(|then| then == 7 << 32 | 1, today);
        assert_eq!(reworded, learnt);
        let mut changed = learnt.clone();
        changed.recall_if_changed(|_| false, today);
        assert_eq!(changed, State { due: Some(today), relearning: true, ..learnt });
        let mut never_asked = State { meaning, ..State::default() };
        never_asked.recall_if_changed(|_| false, today);
        assert!(!never_asked.relearning && never_asked.due.is_none());
    }
}
