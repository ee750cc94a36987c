//! Choosing the price of time by trial runs.
//!
//! Prices that follow from a balance of demand and time are fragile: all unseen questions are alike, so a slightly
//! wrong price moves them all. A trial run scores what would really be done, so the best of some is a sound choice.

use std::collections::HashMap;
use std::rc::Rc;

use super::chance::scatter;
use super::price::{Price, Table};
use super::trial::{Ending, Policy, Stage};

/// Trials that a price must pass at first, and before it is chosen.
const QUICK: u64 = 6;
const FULL: u64 = 16;

/// Tables by their price: they do not depend on the time there is, so they serve all what-ifs.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    tables: HashMap<Price, Rc<Table>>,
    policies: HashMap<Price, Policy>,
}

impl Shelf {
    /// What to do at `price`.
    pub(super) fn policy(&mut self, stage: &Stage<'_>, price: Price) -> Policy {
        if let Some(policy) = self.policies.get(&price) {
            return policy.clone();
        }
        let tables = self.tables(stage, price);
        let paths = Rc::new(stage.field.paths(stage.kernel, &tables));
        let policy = Policy { tables, paths };
        self.policies.insert(price, policy.clone());
        policy
    }

    /// The tables of `price` for each class of marks in the field.
    pub(super) fn tables(&mut self, stage: &Stage<'_>, price: Price) -> Vec<Rc<Table>> {
        let table = |price| {
            let known = self.tables.entry(price);
            Rc::clone(known.or_insert_with(|| Rc::new(Table::new(stage.kernel, price))))
        };
        stage.field.prices(price).map(table).collect()
    }
}

/// A comparison of prices under one budget.
pub(super) struct Contest<'a> {
    pub(super) stage: Stage<'a>,
    pub(super) shelf: &'a mut Shelf,
    pub(super) seed: u64,
    scores: HashMap<Price, Vec<f32>>,
}

impl<'a> Contest<'a> {
    pub(super) fn new(stage: Stage<'a>, shelf: &'a mut Shelf, seed: u64) -> Self {
        Self { stage, shelf, seed, scores: HashMap::new() }
    }

    /// The best price of all, from nothing.
    pub(super) fn search(&mut self) -> Price {
        let octave = Price::OCTAVE;
        let mut prices = vec![Price::GREEDY];
        prices.extend((-2..=4).map(|level| Price::new(level * octave, 0)));
        for price in self.best(&prices, QUICK, 2) {
            if let Some((level, _)) = price.parts() {
                prices.extend((1..Price::shapes()).map(|shape| Price::new(level, shape)));
            }
        }
        let mut best = self.best(&prices, QUICK, 4);
        best.push(Price::GREEDY);
        for step in [octave / 2, octave / 4] {
            let Some(&first) = self.best(&best, FULL, 1).first() else { break };
            if let Some((level, shape)) = first.parts() {
                best.extend([Price::new(level - step, shape), Price::new(level + step, shape)]);
            }
        }
        self.best(&best, FULL, 1).first().copied().unwrap_or(Price::GREEDY)
    }

    /// The best of a few prices around `price`, by few trials: to compare many budgets.
    pub(super) fn close(&mut self, price: Price) -> Price {
        let Some((level, shape)) = price.parts() else { return Price::GREEDY };
        let step = Price::OCTAVE;
        let prices = [0, -step, step].map(|step| Price::new(level + step, shape));
        let best = [prices.as_slice(), &[Price::GREEDY]].concat();
        self.best(&best, QUICK, 1).first().copied().unwrap_or(price)
    }

    /// The best price near `price`.
    pub(super) fn near(&mut self, price: Price) -> Price {
        let Some((level, own)) = price.parts() else { return self.search() };
        let mut prices = vec![Price::GREEDY];
        let half = Price::OCTAVE / 2;
        prices.extend([-half, -half / 2, 0, half / 2, half].map(|step| Price::new(level + step, own)));
        prices.extend((0..Price::shapes()).map(|shape| Price::new(level, shape)));
        self.best(&prices, FULL, 1).first().copied().unwrap_or(price)
    }

    /// The `count` best of `prices` after `trials` trials each, without repetition; the best first, and the
    /// first of equals.
    fn best(&mut self, prices: &[Price], trials: u64, count: usize) -> Vec<Price> {
        let mut ranked: Vec<(f32, Price)> = Vec::new();
        for &price in prices {
            if !ranked.iter().any(|(_, known)| *known == price) {
                ranked.push((self.mean(price, trials), price));
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.into_iter().take(count).map(|(_, price)| price).collect()
    }

    /// The mean score of `price` in `trials` trials: the same luck for all prices.
    fn mean(&mut self, price: Price, trials: u64) -> f32 {
        let policy = self.shelf.policy(&self.stage, price);
        let scores = self.scores.entry(price).or_default();
        for trial in scores.len() as u64..trials {
            scores.push(self.stage.run(&policy, scatter(self.seed ^ trial), 1.0, false).score);
        }
        let own: Vec<f32> = scores.iter().copied().take(trials as usize).collect();
        own.iter().sum::<f32>() / own.len().max(1) as f32
    }

    /// Ends of trials at `price`, one for each of `ratios`, with luck that chose no price.
    pub(super) fn endings(&mut self, price: Price, ratios: &[f32]) -> Vec<Ending> {
        let policy = self.shelf.policy(&self.stage, price);
        let seeds = (0..).map(|trial| scatter(scatter(self.seed) ^ trial));
        ratios.iter().zip(seeds).map(|(&ratio, seed)| self.stage.run(&policy, seed, ratio, true)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Scheduler;
    use crate::plan::field::Field;
    use crate::plan::habits::{Costs, Habits};
    use crate::plan::kernel::{Kernel, Model};
    use crate::plan::planner::Question;
    use crate::plan::trial::Budget;

    /// What `ask` finds for 60 new questions, some with more marks, `days` days and so many seconds for each.
    fn contest<T>(days: u32, seconds_each: f32, ask: impl Fn(&mut Contest<'_>) -> T) -> T {
        let (costs, habits) = (Costs::default(), Habits::default());
        let model = Model { scheduler: Scheduler::default(), costs, habits, factor: 1.0 };
        let kernel = Kernel::new(&model, days);
        let question = |nth: u32| Question { memory: None, elapsed_days: 0, marks: 1.0 + (nth % 2) as f32 };
        let questions: Vec<Question> = (0..60).map(question).collect();
        let field = Field::new(&questions, &model, &kernel, 100, 1);
        let daily = seconds_each * 60.0 / days as f32;
        let budget = Budget { today: daily, daily, past: 0, skipped: 0 };
        let stage = Stage { field: &field, kernel: &kernel, model: &model, budget };
        ask(&mut Contest::new(stage, &mut Shelf::default(), 7))
    }

    #[test]
    fn the_choice_is_never_worse_than_greed_in_its_trials() {
        for (days, seconds_each) in [(3, 25.0), (12, 60.0)] {
            let [greedy, found, near] = contest(days, seconds_each, |contest| {
                let found = contest.search();
                let near = contest.near(found);
                [Price::GREEDY, found, near].map(|price| contest.mean(price, FULL))
            });
            assert!(found >= greedy && near >= found, "{days}: {greedy} {found} {near}");
        }
    }

    #[test]
    fn with_days_and_time_it_pays_to_wait() {
        let (found, gain) = contest(12, 60.0, |contest| {
            let found = contest.search();
            (found, contest.mean(found, FULL) - contest.mean(Price::GREEDY, FULL))
        });
        assert!(found != Price::GREEDY && gain > 0.001, "{found:?} {gain}");
    }

    #[test]
    fn tables_are_made_once() {
        let (tables, policies) = contest(4, 50.0, |contest| {
            contest.mean(Price::new(0, 0), 1);
            // Twice the marks see the price an octave lower: one class of marks shares the other's table.
            contest.mean(Price::new(-Price::OCTAVE, 0), 1);
            contest.mean(Price::new(0, 0), 2);
            (contest.shelf.tables.len(), contest.shelf.policies.len())
        });
        assert_eq!((tables, policies), (3, 2));
    }

    #[test]
    fn the_best_are_ranked_without_repetition() {
        let flat = Price::new(0, 0);
        let best = contest(4, 50.0, |contest| contest.best(&[flat, Price::GREEDY, flat], 2, 5));
        assert_eq!(best.len(), 2);
    }
}
