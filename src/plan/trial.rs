//! A trial run: the days until the exam, lived once by the student of the model on the real state of the deck.
//!
//! Pure and quick, as a price is chosen by many of them.

use std::collections::BinaryHeap;
use std::sync::Arc;

use super::chance::draw;
use super::field::{Card, Field};
use super::grid::Spot;
use super::kernel::{Kernel, Model, Prospect};
use super::price::Table;
use crate::memory::{Futures, Memory};
use crate::question::ask::Rating;

/// The time there is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Budget {
    /// Seconds left today, for the cards of the trial.
    pub(super) today: f32,
    /// Seconds on each later day.
    pub(super) daily: f32,
    /// Days past on which something was to be done, and on how many of these nothing was.
    pub(super) past: u32,
    pub(super) skipped: u32,
}

impl Budget {
    /// A share of skipped days that is likely after those past, where one in ten is expected at first: from the
    /// beta distribution of parameters 1 + skipped and 9 + kept. That is the value in place 1 + skipped among
    /// 9 + past even numbers.
    fn skipped_share(&self, seed: u64) -> f32 {
        let lots = (0..9 + u64::from(self.past)).map(|nth| draw(seed, u64::MAX - 1, nth));
        let mut lots: Vec<f32> = lots.collect();
        lots.sort_unstable_by(f32::total_cmp);
        lots.get(self.skipped as usize).copied().unwrap_or(1.0)
    }
}

/// What to do: the gains by which cards are ordered.
#[derive(Debug, Clone)]
pub(super) struct Policy {
    /// One for each class of marks.
    pub(super) tables: Vec<Arc<Table>>,
    /// See [`Field::paths`].
    pub(super) paths: Arc<Vec<f32>>,
}

/// How a trial ended.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Ending {
    /// The expected score at the exam, 0 to 1.
    pub(super) score: f32,
    /// The variance of the score of one sitting, as each question is recalled or not.
    pub(super) variance: f32,
    /// The share of cards never seen.
    pub(super) unseen: f32,
    /// The expected score at the exam if nothing is done after each period, in order.
    pub(super) by_period: Vec<f32>,
}

/// Everything that trials share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stage<'a> {
    pub(super) field: &'a Field,
    pub(super) kernel: &'a Kernel,
    pub(super) model: &'a Model,
    pub(super) budget: Budget,
}

/// A card in a trial.
#[derive(Debug, Clone, Copy)]
struct Live {
    memory: Option<Memory>,
    spot: Spot,
    /// Periods left when it was answered last in this trial; 0 if it was not.
    last: usize,
    answers: u64,
}

/// One trial under way.
struct Trial<'a> {
    stage: Stage<'a>,
    policy: &'a Policy,
    seed: u64,
    /// True stability of this trial's student over that of the model.
    ratio: f32,
    /// The share of later days on which this student does nothing.
    skipped: f32,
    firsts: Futures,
    lives: Vec<Live>,
    heap: Vec<u64>,
}

impl Stage<'_> {
    /// Lives the days once. `ratio` is the true stability of this student over that of the model; `by_period` asks
    /// for that part of the ending.
    pub(super) fn run(&self, policy: &Policy, seed: u64, ratio: f32, by_period: bool) -> Ending {
        let live = |card: &Card| Live { memory: card.memory, spot: Spot::default(), last: 0, answers: 0 };
        let lives = self.field.cards.iter().map(live).collect();
        let firsts = self.model.after(None, 0);
        let skipped = self.budget.skipped_share(seed);
        let mut trial = Trial { stage: *self, policy, seed, ratio, skipped, firsts, lives, heap: Vec::new() };
        let (mut owed, mut scores) = (0.0, Vec::new());
        for left in (1..=self.field.periods).rev() {
            owed = trial.period(left, trial.seconds(left) - owed);
            if by_period {
                scores.push(trial.ending().score);
            }
        }
        Ending { by_period: scores, ..trial.ending() }
    }
}

impl Trial<'_> {
    /// The time of a period: of its days that are not skipped.
    fn seconds(&self, left: usize) -> f32 {
        let (timeline, budget) = (self.stage.kernel.timeline, self.stage.budget);
        let day = |before: u32| {
            if before == timeline.days {
                budget.today
            } else if draw(self.seed, u64::MAX, u64::from(before)) < self.skipped {
                0.0
            } else {
                budget.daily
            }
        };
        (timeline.to_exam(left - 1) + 1..=timeline.to_exam(left)).map(day).sum()
    }

    /// Answers what gains most until `seconds` are over; gives how many were taken too much.
    fn period(&mut self, left: usize, mut seconds: f32) -> f32 {
        if seconds <= 0.0 {
            return -seconds;
        }
        let mut heap = std::mem::take(&mut self.heap);
        heap.clear();
        heap.extend((0..self.lives.len()).filter_map(|place| {
            let gain = self.gain(place, left)?;
            // Positive numbers are in the order of their bits; of equals the first comes first.
            (gain > 0.0).then(|| u64::from(gain.to_bits()) << 32 | u64::from(u32::MAX - place as u32))
        }));
        let mut heap = BinaryHeap::from(heap);
        while seconds > 0.0 {
            let Some(next) = heap.pop() else { break };
            seconds -= self.answer((u32::MAX - next as u32) as usize, left).unwrap_or(0.0);
        }
        self.heap = heap.into_vec();
        (-seconds).max(0.0)
    }

    #[inline]
    fn gain(&self, place: usize, left: usize) -> Option<f32> {
        let (live, card) = (self.lives.get(place)?, self.stage.field.cards.get(place)?);
        let gain = if live.last == 0 {
            *self.policy.paths.get(place * self.stage.field.periods + left - 1)?
        } else {
            self.policy.tables.get(card.class)?.gain(left, live.last - left, live.spot)
        };
        Some(gain * card.marks)
    }

    /// Answers a card, and gives the seconds it took.
    fn answer(&mut self, place: usize, left: usize) -> Option<f32> {
        let (model, card) = (self.stage.model, self.stage.field.cards.get(place)?);
        let live = self.lives.get(place)?;
        let elapsed = self.elapsed(card, live, left);
        let lot = |nth: u64| draw(self.seed, card.index as u64, 2 * live.answers + nth);
        let [_, recalled @ ..] = Rating::ALL;
        let (memory, seconds) = match live.memory {
            None => {
                let rating = pick(lot(0), model.habits.first, Rating::ALL);
                (self.firsts.of(rating).memory, model.costs.new)
            }
            Some(memory) => {
                let (rating, seconds) = if lot(0) < self.recall(memory, elapsed) {
                    (pick(lot(1), model.habits.recalled, recalled), model.costs.recalled)
                } else {
                    (Rating::Again, model.costs.lapsed)
                };
                (model.scheduler.after(memory, elapsed, rating), seconds)
            }
        };
        let answers = live.answers + 1;
        *self.lives.get_mut(place)? =
            Live { memory: Some(memory), spot: Spot::of(memory), last: left, answers };
        Some(seconds)
    }

    fn recall(&self, memory: Memory, elapsed: u32) -> f32 {
        let memory = Memory { stability: memory.stability * self.ratio, ..memory };
        self.stage.model.scheduler.retrievability(memory, elapsed)
    }

    /// Days since the last answer, with `left` periods left.
    fn elapsed(&self, card: &Card, live: &Live, left: usize) -> u32 {
        let timeline = self.stage.kernel.timeline;
        match live.last {
            0 => card.elapsed + timeline.days - timeline.to_exam(left),
            last => timeline.to_exam(last) - timeline.to_exam(left),
        }
    }

    /// The exam as things stand.
    fn ending(&self) -> Ending {
        let (mut score, mut variance, mut unseen, mut marks) = (0.0, 0.0, 0usize, 0.0);
        for (live, card) in self.lives.iter().zip(&self.stage.field.cards) {
            let recall = live.memory.map_or(0.0, |memory| self.recall(memory, self.elapsed(card, live, 0)));
            score += card.marks * recall;
            variance += card.marks * card.marks * recall * (1.0 - recall);
            marks += card.marks;
            unseen += usize::from(live.memory.is_none());
        }
        let (marks, count) = (marks.max(f32::MIN_POSITIVE), self.lives.len().max(1) as f32);
        let variance = variance * self.stage.field.share / (marks * marks);
        Ending { score: score / marks, variance, unseen: unseen as f32 / count, by_period: Vec::new() }
    }
}

/// The one into whose share a number from 0 to 1 falls; the shares add up to 1.
fn pick<const N: usize>(lot: f32, shares: [f32; N], ones: [Rating; N]) -> Rating {
    let mut sum = 0.0;
    let ends = shares.map(|share| {
        sum += share;
        sum
    });
    let found = ends.into_iter().zip(ones).find(|(end, _)| lot < *end);
    // Rounding may leave a gap at the end.
    found.map_or(Rating::Easy, |(_, one)| one)
}

/// Prospects of today, for the list: what a card gains by an answer, and what this may take.
pub(super) fn today<'a>(field: &'a Field, policy: &Policy) -> Vec<(f32, &'a Card, &'a Prospect)> {
    let one = |(place, card): (usize, &'a Card)| {
        let gain = policy.paths.chunks(field.periods.max(1)).nth(place)?.last()? * card.marks;
        (gain > 0.0).then_some((gain, card, field.today(place)?))
    };
    let mut list: Vec<_> = field.cards.iter().enumerate().filter_map(one).collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0));
    list
}

#[cfg(test)]
mod tests;
