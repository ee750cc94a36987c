//! The four futures of a memory, by the `fsrs` crate (FSRS-6, open-spaced-repetition), and the day that one of them
//! makes a question due.

use fsrs::{FSRS, MemoryState};

use super::fuzz::{self, Range};
use super::{Memory, State};
use crate::error::{Error, Result};
use crate::question::ask::Rating;
use crate::time::Day;

/// The longest interval, in days: a hundred years.
pub const LONGEST_INTERVAL_DAYS: u32 = 36_500;

/// The 21 parameters of FSRS-6, w0 to w20.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters([f32; 21]);

impl Default for Parameters {
    /// The crate's own, fitted to many people.
    fn default() -> Self {
        Self(fsrs::DEFAULT_PARAMETERS)
    }
}

impl Parameters {
    /// Takes parameters that were fitted or read.
    ///
    /// # Errors
    /// If there are not 21 finite ones that the crate accepts.
    pub fn new(values: &[f32]) -> Result<Self> {
        let refuse = || Error::new("these are not parameters of FSRS-6: 21 finite numbers are needed");
        let values: [f32; 21] = values.try_into().map_err(|_| refuse())?;
        if values.iter().any(|value| !value.is_finite()) || FSRS::new(&values).is_err() {
            return Err(refuse());
        }
        Ok(Self(values))
    }

    /// w0 to w20.
    pub fn values(&self) -> &[f32] {
        &self.0
    }
}

/// The memory model with one set of parameters and one desired retention.
#[derive(Debug, Clone)]
pub struct Scheduler {
    model: FSRS,
    parameters: Parameters,
    decay: f32,
    retention: f32,
}

/// What a memory becomes by one rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Future {
    /// The memory right after.
    pub memory: Memory,
    /// Days until the chance of recall has fallen to the desired retention; not rounded.
    pub interval_days: f32,
}

/// What a memory becomes by each rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Futures {
    /// After Again.
    pub again: Future,
    /// After Hard.
    pub hard: Future,
    /// After Good.
    pub good: Future,
    /// After Easy.
    pub easy: Future,
}

impl Futures {
    /// The future of one rating.
    pub fn after(&self, rating: Rating) -> Future {
        match rating {
            Rating::Again => self.again,
            Rating::Hard => self.hard,
            Rating::Good => self.good,
            Rating::Easy => self.easy,
        }
    }
}

impl Scheduler {
    /// A scheduler that makes a question due when its chance of recall has fallen to `retention`
    /// (clamped to 0.5 to 0.99).
    pub fn new(parameters: &Parameters, retention: f32) -> Self {
        let model = FSRS::new(&parameters.0).unwrap_or_default();
        let [.., decay] = parameters.0;
        Self { model, parameters: parameters.clone(), decay, retention: retention.clamp(0.5, 0.99) }
    }

    /// The parameters.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// The desired retention.
    pub fn retention(&self) -> f32 {
        self.retention
    }

    /// The futures of a memory that was last renewed `elapsed_days` ago; of nothing, if it is new.
    /// With `elapsed_days` 0 the short-term formula of FSRS-6 applies.
    pub fn futures(&self, memory: Option<Memory>, elapsed_days: u32) -> Futures {
        let state =
            memory.map(|memory| MemoryState { stability: memory.stability, difficulty: memory.difficulty });
        match self.model.next_states(state, self.retention, elapsed_days) {
            Ok(next) => Futures {
                again: future(&next.again),
                hard: future(&next.hard),
                good: future(&next.good),
                easy: future(&next.easy),
            },
            // The crate refuses a memory that is no number, which only a damaged file can hold: start anew.
            Err(_) if memory.is_some() => self.futures(None, 0),
            Err(_) => unreachable_futures(),
        }
    }

    /// The chance of recall, 0 to 1, of a memory that was last renewed `elapsed_days` ago.
    pub fn retrievability(&self, memory: Memory, elapsed_days: u32) -> f32 {
        let state = MemoryState { stability: memory.stability, difficulty: memory.difficulty };
        // Exact up to 2^24 days.
        #[allow(clippy::cast_precision_loss)]
        let elapsed = elapsed_days as f32;
        fsrs::current_retrievability(state, elapsed, self.decay)
    }

    /// Days until the chance of recall of a memory falls to the desired retention; not rounded.
    pub fn interval_days(&self, memory: Memory) -> f32 {
        // The power forgetting curve of FSRS-6 solved for the time: the crate gives it only inside a future.
        let factor = (0.9f32.ln() / -self.decay).exp() - 1.0;
        memory.stability / factor * (self.retention.powf(-1.0 / self.decay) - 1.0)
    }

    /// The future that an answer on `today` leads to.
    pub fn answered(&self, state: Option<&State>, rating: Rating, today: Day) -> Future {
        let memory = state.and_then(|state| state.memory);
        let elapsed = state.and_then(|state| state.last).map_or(0, |last| today.since(last));
        self.futures(memory, elapsed).after(rating)
    }

    /// The day an answer on `today` makes a question due: inside the fuzz range of its interval, on the day with
    /// the least `load`; among equals the question's own chance decides.
    pub fn due(
        &self,
        state: Option<&State>,
        rating: Rating,
        today: Day,
        subject: (&str, &str),
        load: &dyn Fn(Day) -> u32,
    ) -> Day {
        let range = self.range(state, rating, today);
        let seed = fuzz::seed(subject, state.map_or(0, |state| state.reviews));
        today.plus(range.pick(seed, &|days| load(today.plus(days))))
    }

    /// The days an answer may be made due in. A better rating never has an earlier range.
    pub fn range(&self, state: Option<&State>, rating: Rating, today: Day) -> Range {
        Range::around(self.answered(state, rating, today).interval_days)
    }
}

fn future(state: &fsrs::ItemState) -> Future {
    let memory = Memory { stability: state.memory.stability, difficulty: state.memory.difficulty };
    Future { memory, interval_days: state.interval }
}

/// For parameters under which even a new memory is no number; [`Parameters::new`] lets none through.
fn unreachable_futures() -> Futures {
    let future = Future { memory: Memory { stability: 1.0, difficulty: 5.0 }, interval_days: 1.0 };
    Futures { again: future, hard: future, good: future, easy: future }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scheduler() -> Scheduler {
        Scheduler::new(&Parameters::default(), 0.9)
    }

    #[test]
    fn the_first_good_answer_gives_the_default_stability() {
        let future = scheduler().futures(None, 0).good;
        assert!((future.memory.stability - 2.3065).abs() < 1e-4);
        assert!((future.interval_days - 2.3065).abs() < 1e-3, "at 90 % the interval is the stability");
        assert!((scheduler().retrievability(future.memory, 0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn an_interval_is_the_one_the_crate_gives() {
        for retention in [0.8, 0.9, 0.95] {
            let scheduler = Scheduler::new(&Parameters::default(), retention);
            let good = scheduler.futures(Some(Memory { stability: 20.0, difficulty: 4.0 }), 25).good;
            let own = scheduler.interval_days(good.memory);
            assert!((own - good.interval_days).abs() < 1e-3 * own, "{own} {}", good.interval_days);
        }
    }

    #[test]
    fn parameters_must_be_21_finite_numbers() {
        assert!(Parameters::new(&[1.0; 20]).is_err());
        assert!(Parameters::new(&[f32::NAN; 21]).is_err());
        assert_eq!(Parameters::new(Parameters::default().values()).unwrap(), Parameters::default());
    }

    proptest! {
        #[test]
        fn a_better_rating_never_comes_back_earlier(
            stability in 0.01f32..5000.0, difficulty in 1f32..10.0, elapsed in 1u32..4000, reviews in 1u32..50,
        ) {
            let memory = Some(Memory { stability, difficulty });
            let last = Some(Day(0));
            let state = State { memory, last, reviews, ..State::default() };
            let due = |rating| scheduler().due(Some(&state), rating, Day(0).plus(elapsed), ("d", "q"), &|_| 0);
            let days: Vec<Day> = Rating::ALL.into_iter().map(due).collect();
            prop_assert!(days[0] >= Day(0).plus(elapsed + 1));
            prop_assert!(days.is_sorted(), "{days:?}");
        }

        #[test]
        fn no_memory_however_damaged_breaks_it(stability in any::<f32>(), difficulty in any::<f32>(), elapsed in any::<u32>()) {
            let futures = scheduler().futures(Some(Memory { stability, difficulty }), elapsed);
            prop_assert!(futures.good.memory.stability.is_finite());
        }
    }
}
