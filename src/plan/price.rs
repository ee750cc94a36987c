//! What an answer now is worth, if time has a price.
//!
//! One question alone, and a price for every second until the exam: the best it can bring follows exactly, from
//! the exam backwards. The price stands for all other questions. As it rises without end, nothing is ever expected
//! of later answers, and the choice becomes the greedy one.

use super::grid::{NODES, Spot};
use super::kernel::{Kernel, Prospect};

/// How dear study time is, in shares of one question's exam score per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Price {
    /// The price long before the exam, in steps of a quarter octave from [`Price::UNIT`]; `None` is without end.
    level: Option<i16>,
    /// Which of [`SHAPES`] it has.
    shape: u8,
}

/// How much dearer time is on the last day, as a share of the price long before, and within how many days this
/// falls to a third.
const SHAPES: [(f32, f32); 5] = [(0.0, 1.0), (1.5, 4.0), (4.0, 2.0), (1.5, 10.0), (-0.5, 8.0)];

impl Price {
    /// The price of level 0.
    const UNIT: f32 = 0.002;

    /// Steps of the level in an octave.
    pub(super) const OCTAVE: i16 = 4;

    /// Never wait for a better moment.
    pub const GREEDY: Self = Self { level: None, shape: 0 };

    /// A price of `level` quarter octaves above the unit and a shape, taken around.
    pub(super) fn new(level: i16, shape: usize) -> Self {
        Self { level: Some(level.clamp(-60, 60)), shape: (shape % SHAPES.len()) as u8 }
    }

    /// A number to keep it by, from 0.
    pub fn code(self) -> u32 {
        let level = |level: i16| i32::from(level) - i32::from(i16::MIN);
        self.level.map_or(0, |own| 1 + level(own) as u32 * 256 + u32::from(self.shape))
    }

    /// The price that was kept by `code`; `None` if there is none such.
    pub fn from_code(code: u32) -> Option<Self> {
        let Some(code) = code.checked_sub(1) else { return Some(Self::GREEDY) };
        let level = i16::try_from((code / 256) as i32 + i32::from(i16::MIN)).ok()?;
        let price = Self::new(level, (code % 256) as usize);
        (price.code() == code + 1).then_some(price)
    }

    /// How many shapes there are.
    pub(super) fn shapes() -> usize {
        SHAPES.len()
    }

    /// Its level and its shape; `None` if it is greedy.
    pub(super) fn parts(self) -> Option<(i16, usize)> {
        Some((self.level?, usize::from(self.shape)))
    }

    /// The price as a question of `marks` times the mean sees it: what counts double finds time half as dear.
    pub(super) fn seen_by(self, marks: f32) -> Self {
        let octaves = marks.clamp(1e-3, 1e3).log2();
        let level = self.level.map(|level| level - (octaves * f32::from(Self::OCTAVE)).round() as i16);
        Self { level, ..self }
    }

    /// The price of a second `days` before the exam, at least 1.
    fn at(self, days: u32) -> f32 {
        let Some(level) = self.level else { return f32::INFINITY };
        let (rise, fade) = SHAPES.get(usize::from(self.shape)).copied().unwrap_or((0.0, 1.0));
        let base = Self::UNIT * (f32::from(level) / f32::from(Self::OCTAVE)).exp2();
        base * (1.0 + rise * (-(days.saturating_sub(1) as f32) / fade).exp())
    }
}

/// What answers are worth at one price, for all memories, waits and periods.
#[derive(Debug)]
pub(super) struct Table {
    price: Price,
    /// Worth of a memory just answered, by periods left, from 1, and node.
    after: Vec<f32>,
    /// Gain per second of an answer now, by periods left, from 1; then by wait, from 1, and node.
    gains: Vec<Vec<f32>>,
}

/// What a question gains by an answer, and is worth if the best is made of it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    gain: f32,
    worth: f32,
}

/// An answer of value `answered` now, against waiting for what is worth `wait`.
#[inline]
fn step(answered: f32, wait: f32, seconds: f32, price: f32) -> Step {
    Step { gain: (answered - wait) / seconds, worth: wait.max(answered - price * seconds) }
}

impl Table {
    pub(super) fn new(kernel: &Kernel, price: Price) -> Self {
        let periods = kernel.timeline.periods();
        let mut table = Self { price, after: Vec::with_capacity(periods * NODES), gains: Vec::new() };
        // The worth with `left` periods to come, by wait from 1 and node; at first on the morning of the exam.
        let mut worth: Vec<f32> = (1..=periods).flat_map(|wait| kernel.exam(wait)).copied().collect();
        for left in 1..=periods {
            table.after.extend_from_slice(worth.get(..NODES).unwrap_or_default());
            let gains = table.one_period(kernel, left, &mut worth);
            table.gains.push(gains);
        }
        table
    }

    /// The gains with `left` periods left; `worth` becomes that of this period, one wait shorter.
    fn one_period(&self, kernel: &Kernel, left: usize, worth: &mut Vec<f32>) -> Vec<f32> {
        let after = self.just_answered(left);
        let price = self.price.at(kernel.timeline.to_exam(left));
        let waits = kernel.timeline.periods() - left;
        let mut gains = Vec::with_capacity(waits * NODES);
        let mut next = Vec::with_capacity(waits * NODES);
        let later = worth.get(NODES..).unwrap_or_default().chunks(NODES);
        for (wait, later) in (1..=waits).zip(later) {
            for (prospect, &later) in kernel.reviews(wait).iter().zip(later) {
                let step = step(prospect.value(after), later, prospect.seconds, price);
                gains.push(step.gain);
                next.push(step.worth);
            }
        }
        *worth = next;
        gains
    }

    /// What each memory of the grid is worth just after an answer with `left` periods left.
    fn just_answered(&self, left: usize) -> &[f32] {
        self.after.chunks(NODES).nth(left.wrapping_sub(1)).unwrap_or_default()
    }

    /// The gain per second of answering with `left` periods left what was answered `wait` periods before, within
    /// the plan.
    #[inline]
    pub(super) fn gain(&self, left: usize, wait: usize, spot: Spot) -> f32 {
        let row = self.gains.get(left.wrapping_sub(1)).map(Vec::as_slice).unwrap_or_default();
        row.get(wait.saturating_sub(1) * NODES..).map_or(0.0, |slab| spot.read(slab))
    }

    /// The gains per second of answering a question for the first time in the plan, by periods left, from 1.
    /// `ahead` has its prospects in the same order; one in which it cannot be answered is `None`. `never` is its
    /// chance at the exam if it is left alone.
    pub(super) fn path<'a>(
        &self,
        kernel: &Kernel,
        ahead: impl Iterator<Item = Option<&'a Prospect>>,
        never: f32,
    ) -> Vec<f32> {
        let mut worth = never;
        let mut gain = |(left, prospect): (usize, Option<&Prospect>)| {
            let Some(prospect) = prospect else { return f32::NEG_INFINITY };
            let price = self.price.at(kernel.timeline.to_exam(left));
            let step = step(prospect.value(self.just_answered(left)), worth, prospect.seconds, price);
            worth = step.worth;
            step.gain
        };
        (1..).zip(ahead).map(&mut gain).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Memory, Scheduler};
    use crate::plan::habits::{Costs, Habits};
    use crate::plan::kernel::Model;

    fn model() -> Model {
        let (costs, habits) = (Costs::default(), Habits::default());
        Model { scheduler: Scheduler::default(), costs, habits, factor: 1.0 }
    }

    const MEMORY: Memory = Memory { stability: 4.0, difficulty: 5.0 };

    /// The recursion in words, without tables or grid.
    fn worth(model: &Model, price: Price, left: u32, wait: u32, memory: Memory) -> f32 {
        if left == 0 {
            return model.scheduler.retrievability(memory, wait);
        }
        let later = worth(model, price, left - 1, wait + 1, memory);
        later.max(answered(model, price, left, wait, memory) - price.at(left) * seconds(model, wait, memory))
    }

    fn seconds(model: &Model, wait: u32, memory: Memory) -> f32 {
        let recall = model.scheduler.retrievability(memory, wait);
        recall * 7.8 + (1.0 - recall) * 22.9
    }

    fn answered(model: &Model, price: Price, left: u32, wait: u32, memory: Memory) -> f32 {
        let recall = model.scheduler.retrievability(memory, wait);
        let futures = model.scheduler.futures(Some(memory), wait);
        let then = |memory| worth(model, price, left - 1, 1, memory);
        (1.0 - recall) * then(futures.again.memory)
            + recall
                * (0.224 * then(futures.hard.memory)
                    + 0.631 * then(futures.good.memory)
                    + 0.145 * then(futures.easy.memory))
    }

    #[test]
    fn tables_agree_with_the_recursion() {
        let (model, days) = (model(), 5);
        let kernel = Kernel::new(&model, days);
        for price in [Price::GREEDY, Price::new(0, 0), Price::new(8, 1), Price::new(-8, 2)] {
            let table = Table::new(&kernel, price);
            for (left, wait) in [(1, 1), (1, 3), (2, 2), (3, 1), (3, 2)] {
                let exact = (answered(&model, price, left, wait, MEMORY)
                    - worth(&model, price, left - 1, wait + 1, MEMORY))
                    / seconds(&model, wait, MEMORY);
                let read = table.gain(left as usize, wait as usize, Spot::of(MEMORY));
                assert!((read - exact).abs() < 3e-4, "{price:?} {left} {wait}: {read} {exact}");
            }
        }
    }

    #[test]
    fn a_path_is_the_same_as_the_table() {
        let (model, kernel) = (model(), Kernel::new(&model(), 8));
        let table = Table::new(&kernel, Price::new(4, 1));
        // Answered four days before the plan began, so with 3 periods left it has waited 9 days.
        let prospects: Vec<Prospect> = (1..=8).map(|left| model.review(MEMORY, 4 + 8 - left)).collect();
        let never = model.scheduler.retrievability(MEMORY, 12);
        let path = table.path(&kernel, prospects.iter().map(Some), never);
        assert_eq!(path.len(), 8);
        let shifted: Vec<Prospect> = (1..=3).map(|left| model.review(MEMORY, 5 - left)).collect();
        let path = table.path(&kernel, shifted.iter().map(Some), model.scheduler.retrievability(MEMORY, 5));
        for (left, gain) in (1..=3).zip(path) {
            let read = table.gain(left, 5 - left, Spot::of(MEMORY));
            assert!((gain - read).abs() < 6e-4, "{left}: {gain} {read}");
        }
    }

    #[test]
    fn prices_are_kept_by_their_code() {
        let all = [Price::GREEDY, Price::new(0, 0), Price::new(-60, 4), Price::new(60, 2)];
        for price in all {
            assert_eq!(Price::from_code(price.code()), Some(price));
        }
        assert_eq!(Price::GREEDY.code(), 0);
        for broken in [1, Price::new(0, 4).code() + 1, u32::MAX] {
            assert_eq!(Price::from_code(broken), None);
        }
    }

    #[test]
    fn prices_differ_by_marks_and_shape() {
        let price = Price::new(0, 1);
        assert_eq!(price.seen_by(2.0), Price::new(-4, 1));
        assert_eq!(Price::GREEDY.seen_by(5.0), Price::GREEDY);
        assert!((price.at(1) - 2.5 * price.at(1000)).abs() < 1e-6);
        assert_eq!(Price::new(0, 0).at(1), Price::UNIT);
    }
}
