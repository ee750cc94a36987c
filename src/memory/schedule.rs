//! What an answer does to a memory, and when to ask again: a thin wrapper of the `fsrs` crate.
//!
//! Every formula is the crate's own. This file adds limits: intervals within their bounds and in the order of
//! the ratings, and a memory that is never anything but finite. Spreading over days is left to [`super::fuzz`].

use std::ops::RangeInclusive;

use fsrs::{FSRS, FSRSItem, FSRSReview, ItemState, MemoryState, NextStates};

use super::{Memory, Parameters, fuzz};
use crate::question::ask::Rating;
use crate::time::Day;

/// Desired retention unless the user says otherwise: the share to be recalled when due.
pub const DEFAULT_RETENTION: f32 = 0.9;

/// The longest interval in days unless the user says otherwise: a hundred years.
pub const DEFAULT_MAX_INTERVAL_DAYS: u32 = 36_500;

/// One thing for each rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Four<T> {
    /// Not recalled.
    pub again: T,
    /// Recalled with effort or in part.
    pub hard: T,
    /// Recalled.
    pub good: T,
    /// Recalled without effort.
    pub easy: T,
}

impl<T> Four<T> {
    /// The one for `rating`.
    pub fn of(&self, rating: Rating) -> &T {
        match rating {
            Rating::Again => &self.again,
            Rating::Hard => &self.hard,
            Rating::Good => &self.good,
            Rating::Easy => &self.easy,
        }
    }
}

/// What would come of one rating.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Future {
    /// The memory after it.
    pub memory: Memory,
    /// Days until retrievability has fallen to the desired retention, 1 to the longest interval, before rounding
    /// and fuzz. Never longer than that of a better rating.
    pub interval_days: f32,
}

/// What would come of each rating.
pub type Futures = Four<Future>;

/// A counted answer: how many days after the one before it (0 for the first), and how it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Days since the last counted answer.
    pub elapsed_days: u32,
    /// The rating it counts with.
    pub rating: Rating,
}

/// The memory model with its parameters, the retention to aim at and the longest interval.
#[derive(Debug, Clone)]
pub struct Scheduler {
    model: FSRS,
    decay: f32,
    desired_retention: f32,
    max_interval_days: u32,
}

impl Default for Scheduler {
    fn default() -> Self {
        Self::new(&Parameters::default(), DEFAULT_RETENTION)
    }
}

impl Scheduler {
    /// A scheduler that aims at `desired_retention`, a share clamped to 0.70..=0.99; what is no number becomes
    /// [`DEFAULT_RETENTION`].
    pub fn new(parameters: &Parameters, desired_retention: f32) -> Self {
        let wanted = if desired_retention.is_nan() { DEFAULT_RETENTION } else { desired_retention };
        Self {
            // Parameters are checked already, so the crate cannot refuse them.
            model: FSRS::new(parameters.values()).unwrap_or_default(),
            decay: parameters.decay(),
            desired_retention: wanted.clamp(0.70, 0.99),
            max_interval_days: DEFAULT_MAX_INTERVAL_DAYS,
        }
    }

    /// The same with a longest interval in days, clamped to 1..=36500.
    #[must_use]
    pub fn with_max_interval(mut self, days: u32) -> Self {
        self.max_interval_days = days.clamp(1, DEFAULT_MAX_INTERVAL_DAYS);
        self
    }

    /// The share to be recalled when due, 0.70 to 0.99.
    pub fn desired_retention(&self) -> f32 {
        self.desired_retention
    }

    /// How fast the forgetting curve flattens: see [`Parameters::decay`].
    pub fn decay(&self) -> f32 {
        self.decay
    }

    /// The longest interval in days, 1 to 36500.
    pub fn max_interval_days(&self) -> u32 {
        self.max_interval_days
    }

    /// What each rating would do to a memory `elapsed_days` after its last answer; `None` is a new question.
    /// A memory that is not finite counts as new.
    pub fn futures(&self, memory: Option<Memory>, elapsed_days: u32) -> Futures {
        let known = memory.and_then(Memory::model);
        match self.model.next_states(known, self.desired_retention, elapsed_days) {
            Ok(states) => self.in_order(&states),
            // Not reached with finite input: if the model refuses, nothing is learnt and tomorrow comes soon.
            Err(_) => self.unchanged(memory),
        }
    }

    /// The memory alone after one of the ratings, as in [`Self::futures`]: for runs of many answers.
    pub fn after(&self, memory: Memory, elapsed_days: u32, rating: Rating) -> Memory {
        let Some(known) = memory.model() else {
            return self.futures(Some(memory), elapsed_days).of(rating).memory;
        };
        let review = FSRSReview { rating: rating as u32, delta_t: elapsed_days };
        let after = self.model.memory_state(FSRSItem { reviews: vec![review] }, Some(known));
        after.map_or(memory, Memory::from)
    }

    /// The day each rating would make the question due, if answered on `today`: see [`fuzz::dues`].
    pub fn dues(&self, futures: &Futures, today: Day, seed: u64, busy: &dyn Fn(Day) -> u32) -> Four<Day> {
        fuzz::dues(futures, today, self.max_interval_days, seed, busy)
    }

    /// The whole numbers of days that an interval may become: see [`fuzz::range`].
    pub fn fuzz_range(&self, interval_days: f32) -> RangeInclusive<u32> {
        fuzz::range(interval_days, self.max_interval_days)
    }

    /// The memory after a whole history of counted answers; `None` if there are none.
    pub fn memory_after(&self, steps: &[Step]) -> Option<Memory> {
        if steps.is_empty() {
            return None;
        }
        let reviews = steps
            .iter()
            .map(|step| FSRSReview { rating: step.rating as u32, delta_t: step.elapsed_days })
            .collect();
        self.model.memory_state(FSRSItem { reviews }, None).ok().map(Memory::from)
    }

    /// What the model foresaw for each answer of a history: the chance of recall just before it. The first has
    /// none.
    pub fn predictions(&self, steps: &[Step]) -> Vec<Option<f32>> {
        let reviews = steps
            .iter()
            .map(|step| FSRSReview { rating: step.rating as u32, delta_t: step.elapsed_days })
            .collect();
        let memories = self.model.historical_memory_states(FSRSItem { reviews }, None).unwrap_or_default();
        let before = std::iter::once(None).chain(memories.into_iter().map(Some));
        steps
            .iter()
            .zip(before)
            .map(|(step, memory)| Some(self.retrievability(memory?.into(), step.elapsed_days)))
            .collect()
    }

    /// The chance of recall, 0 to 1, `elapsed_days` after the last answer.
    pub fn retrievability(&self, memory: Memory, elapsed_days: u32) -> f32 {
        memory.model().map_or(0.0, |state| {
            let days = elapsed_days as f32;
            fsrs::current_retrievability(state, days, self.decay).clamp(0.0, 1.0)
        })
    }

    fn in_order(&self, states: &NextStates) -> Futures {
        let again = self.future(&states.again, 1.0);
        let hard = self.future(&states.hard, again.interval_days);
        let good = self.future(&states.good, hard.interval_days);
        let easy = self.future(&states.easy, good.interval_days);
        Four { again, hard, good, easy }
    }

    fn future(&self, state: &ItemState, at_least: f32) -> Future {
        let longest = self.max_interval_days as f32;
        Future { memory: state.memory.into(), interval_days: state.interval.max(at_least).min(longest) }
    }

    fn unchanged(&self, memory: Option<Memory>) -> Futures {
        let memory = memory.unwrap_or(Memory { stability: 1.0, difficulty: 5.0 });
        let future = Future { memory, interval_days: 1.0 };
        Four { again: future, hard: future, good: future, easy: future }
    }
}

impl Memory {
    /// As the model takes it; `None` if it is not finite or no memory at all.
    fn model(self) -> Option<MemoryState> {
        let sound = self.stability.is_finite() && self.stability > 0.0 && self.difficulty.is_finite();
        sound.then_some(MemoryState { stability: self.stability, difficulty: self.difficulty })
    }
}

impl From<MemoryState> for Memory {
    fn from(state: MemoryState) -> Self {
        Self { stability: state.stability, difficulty: state.difficulty }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEEN: Memory = Memory { stability: 20.0, difficulty: 5.0 };

    #[test]
    fn a_new_question_gets_the_first_stabilities() {
        let futures = Scheduler::default().futures(None, 0);
        assert_eq!(
            futures.again,
            Future { memory: Memory { stability: 0.212, difficulty: 6.4133 }, interval_days: 1.0 }
        );
        assert_eq!(futures.good.memory.stability, 2.3065);
        assert!((futures.easy.interval_days - 8.2956).abs() < 1e-3);
        assert_eq!(futures.of(Rating::Easy), &futures.easy);
    }

    #[test]
    fn at_the_stability_nine_in_ten_are_recalled() {
        let scheduler = Scheduler::default();
        assert!((scheduler.retrievability(SEEN, 20) - 0.9).abs() < 1e-6);
        assert_eq!(scheduler.retrievability(SEEN, 0), 1.0);
    }

    #[test]
    fn a_higher_retention_asks_sooner() {
        let interval = |retention| {
            let scheduler = Scheduler::new(&Parameters::default(), retention);
            scheduler.futures(Some(SEEN), 20).good.interval_days
        };
        assert!(interval(0.95) < interval(0.9) && interval(0.9) < interval(0.8));
        assert_eq!(interval(f32::NAN), interval(0.9));
        assert_eq!(interval(2.0), interval(0.99));
    }

    #[test]
    fn a_broken_memory_starts_anew() {
        let scheduler = Scheduler::default();
        for broken in [f32::NAN, f32::INFINITY, 0.0, -1.0] {
            let memory = Memory { stability: broken, difficulty: 5.0 };
            assert_eq!(scheduler.futures(Some(memory), 3), scheduler.futures(None, 3));
            assert_eq!(scheduler.after(memory, 3, Rating::Good), scheduler.futures(None, 3).good.memory);
            assert_eq!(scheduler.retrievability(memory, 3), 0.0);
        }
    }

    #[test]
    fn predictions_stand_before_their_answers() {
        let scheduler = Scheduler::default();
        let step = |elapsed_days, rating| Step { elapsed_days, rating };
        let steps = [step(0, Rating::Good), step(2, Rating::Again), step(1, Rating::Good)];
        let first = scheduler.futures(None, 0).good.memory;
        let second = scheduler.futures(Some(first), 2).again.memory;
        assert_eq!(
            scheduler.predictions(&steps),
            [None, Some(scheduler.retrievability(first, 2)), Some(scheduler.retrievability(second, 1))]
        );
        assert!(scheduler.predictions(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn better_ratings_wait_longer(
            stability in 0.001f32..36_500.0, difficulty in 1.0f32..10.0, elapsed in 0u32..5000,
            retention in 0.7f32..0.99, longest in 1u32..40_000,
        ) {
            let scheduler = Scheduler::new(&Parameters::default(), retention).with_max_interval(longest);
            let four = scheduler.futures(Some(Memory { stability, difficulty }), elapsed);
            let days = Rating::ALL.map(|rating| four.of(rating).interval_days);
            prop_assert!(days.is_sorted());
            prop_assert!(days.iter().all(|&d| d >= 1.0 && d <= scheduler.max_interval_days() as f32));
            for rating in Rating::ALL {
                let memory = four.of(rating).memory;
                prop_assert_eq!(scheduler.after(Memory { stability, difficulty }, elapsed, rating), memory);
                prop_assert!(memory.stability.is_finite() && (1.0..=10.0).contains(&memory.difficulty));
            }
        }

        #[test]
        fn retrievability_only_falls(stability in 0.001f32..36_500.0, elapsed in 0u32..5000) {
            let scheduler = Scheduler::default();
            let memory = Memory { stability, difficulty: 5.0 };
            let (now, later) =
                (scheduler.retrievability(memory, elapsed), scheduler.retrievability(memory, elapsed + 1));
            prop_assert!((0.0..=1.0).contains(&now) && later <= now);
        }

        #[test]
        fn one_by_one_is_the_same_as_at_once(history in prop::collection::vec((0u32..400, 0usize..4), 1..20)) {
            let scheduler = Scheduler::default();
            let mut steps: Vec<Step> = history
                .into_iter()
                .map(|(elapsed_days, rating)| Step { elapsed_days, rating: Rating::ALL[rating] })
                .collect();
            steps[0].elapsed_days = 0;
            let one_by_one = steps.iter().fold(None, |memory, step| {
                Some(scheduler.futures(memory, step.elapsed_days).of(step.rating).memory)
            });
            prop_assert_eq!(scheduler.memory_after(&steps), one_by_one);
        }
    }
}
