//! What may come of one answer, worked out once for every memory of the grid and every wait.
//!
//! This is all a plan knows of the memory model: chances, memories afterwards and seconds, by
//! [`crate::memory::Scheduler`]. What an answer is worth is left to [`super::price`].

use super::grid::{self, NODES, Spot};
use super::habits::{Costs, Habits};
use crate::memory::{Futures, Memory, Scheduler};

/// Periods that a plan has at most. Longer preparations are planned in strides of some days, which matters little
/// so far from the exam, and keeps tables small.
const MOST_PERIODS: u32 = 90;

/// The days until the exam, cut into periods of which each has one chance to answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timeline {
    /// Days from this morning to the morning of the exam.
    pub(super) days: u32,
    /// Days of a period; 1 up to [`MOST_PERIODS`] days.
    pub(super) stride: u32,
}

impl Timeline {
    pub(super) fn new(days: u32) -> Self {
        Self { days, stride: days.div_ceil(MOST_PERIODS).max(1) }
    }

    /// How many periods there are. They are counted down: the last before the exam is 1.
    pub(super) fn periods(self) -> usize {
        self.days.div_ceil(self.stride) as usize
    }

    /// Days from the start of the period `left` to the exam.
    pub(super) fn to_exam(self, left: usize) -> u32 {
        (left as u32 * self.stride).min(self.days)
    }
}

/// What may come of one answer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Prospect {
    /// The chance of each rating, and where its memory lies.
    outcomes: [(f32, Spot); 4],
    /// Expected seconds.
    pub(super) seconds: f32,
}

impl Prospect {
    fn new(chances: [f32; 4], futures: &Futures, seconds: f32) -> Self {
        let spots = [futures.again, futures.hard, futures.good, futures.easy].map(|f| Spot::of(f.memory));
        let mut outcomes = [(0.0, Spot::default()); 4];
        for (outcome, pair) in outcomes.iter_mut().zip(chances.into_iter().zip(spots)) {
            *outcome = pair;
        }
        Self { outcomes, seconds }
    }

    /// The expected value, if `slab` has that of each memory of the grid.
    #[inline]
    pub(super) fn value(&self, slab: &[f32]) -> f32 {
        self.outcomes.iter().map(|(chance, spot)| chance * spot.read(slab)).sum()
    }
}

/// A student, as a plan sees one.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) scheduler: Scheduler,
    pub(super) costs: Costs,
    pub(super) habits: Habits,
    /// By how much the student keeps longer than the parameters say: true stability over theirs.
    pub(super) factor: f32,
}

impl Model {
    /// What may come of a first answer.
    pub(super) fn first(&self) -> Prospect {
        Prospect::new(self.habits.first, &self.after(None, 0), self.costs.new)
    }

    /// What may come of an answer `elapsed` days after the last.
    pub(super) fn review(&self, memory: Memory, elapsed: u32) -> Prospect {
        let recall = self.scheduler.retrievability(memory, elapsed);
        let [hard, good, easy] = self.habits.recalled.map(|share| share * recall);
        let seconds = recall * self.costs.recalled + (1.0 - recall) * self.costs.lapsed;
        Prospect::new([1.0 - recall, hard, good, easy], &self.after(Some(memory), elapsed), seconds)
    }

    /// The memories after an answer. Those here are true ones: only a first answer needs the factor.
    pub(super) fn after(&self, memory: Option<Memory>, elapsed: u32) -> Futures {
        let mut futures = self.scheduler.futures(memory, elapsed);
        if memory.is_none() {
            let Futures { again, hard, good, easy } = &mut futures;
            for future in [again, hard, good, easy] {
                future.memory = self.scaled(future.memory);
            }
        }
        futures
    }

    /// The memory that the student has where the parameters say `memory`.
    pub(super) fn scaled(&self, memory: Memory) -> Memory {
        Memory { stability: memory.stability * self.factor, ..memory }
    }
}

/// The prospects of all memories of the grid after all waits.
#[derive(Debug, Clone)]
pub(super) struct Kernel {
    pub(super) timeline: Timeline,
    /// By wait in periods, from 1, and node.
    reviews: Vec<Prospect>,
    /// The chance of recall at the exam, by the period of the last answer, from 1, and node.
    exam: Vec<f32>,
}

impl Kernel {
    pub(super) fn new(model: &Model, days: u32) -> Self {
        let timeline = Timeline::new(days);
        let (mut reviews, mut exam) = (Vec::new(), Vec::new());
        for period in 1..=timeline.periods() {
            let elapsed = period as u32 * timeline.stride;
            let to_exam = timeline.to_exam(period);
            reviews.extend(grid::nodes().map(|memory| model.review(memory, elapsed)));
            exam.extend(grid::nodes().map(|memory| model.scheduler.retrievability(memory, to_exam)));
        }
        Self { timeline, reviews, exam }
    }

    /// The prospects after a wait of `periods`, one for each node.
    pub(super) fn reviews(&self, periods: usize) -> &[Prospect] {
        self.reviews.chunks(NODES).nth(periods.wrapping_sub(1)).unwrap_or_default()
    }

    /// The chances of recall at the exam of what is answered last with `left` periods left, one for each node.
    pub(super) fn exam(&self, left: usize) -> &[f32] {
        self.exam.chunks(NODES).nth(left.wrapping_sub(1)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let (costs, habits) = (Costs::default(), Habits::default());
        Model { scheduler: Scheduler::default(), costs, habits, factor: 1.0 }
    }

    #[test]
    fn long_preparations_go_in_strides() {
        assert_eq!(Timeline::new(90), Timeline { days: 90, stride: 1 });
        let long = Timeline::new(365);
        assert_eq!((long.stride, long.periods()), (5, 73));
        assert_eq!((long.to_exam(1), long.to_exam(73)), (5, 365));
        assert_eq!(Timeline::new(0).periods(), 0);
    }

    #[test]
    fn a_prospect_is_a_mean() {
        let memory = Memory { stability: 10.0, difficulty: 5.0 };
        let prospect = model().review(memory, 10);
        assert!((prospect.value(&[1.0; NODES]) - 1.0).abs() < 1e-5);
        assert!((prospect.seconds - (0.9 * 7.8 + 0.1 * 22.9)).abs() < 1e-3);
        let days: Vec<f32> = grid::nodes().map(|node| node.stability.ln()).collect();
        let futures = model().scheduler.futures(Some(memory), 10);
        let exact = 0.1 * futures.again.memory.stability.ln()
            + 0.9
                * (0.224 * futures.hard.memory.stability.ln()
                    + 0.631 * futures.good.memory.stability.ln()
                    + 0.145 * futures.easy.memory.stability.ln());
        assert!((prospect.value(&days) - exact).abs() < 1e-3);
    }

    #[test]
    fn the_kernel_covers_every_wait() {
        let kernel = Kernel::new(&model(), 5);
        assert_eq!(kernel.reviews(1).len(), NODES);
        assert_eq!(kernel.reviews(5).len(), NODES);
        assert!(kernel.reviews(6).is_empty() && kernel.reviews(0).is_empty());
        assert!(kernel.exam(1)[0] > kernel.exam(5)[0]);
    }

    #[test]
    fn a_slow_forgetter_learns_longer() {
        let slow = Model { factor: 2.0, ..model() };
        let days = |model: &Model| model.after(None, 0).good.memory.stability;
        assert_eq!(days(&slow), 2.0 * days(&model()));
    }
}
