//! Choosing the price of time by trial runs.
//!
//! Prices that follow from a balance of demand and time are fragile: all unseen questions are alike, so a slightly
//! wrong price moves them all. A trial run scores what would really be done, so the best of some is a sound choice.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::chance::scatter;
use super::halves::each;
use super::price::{Price, Table};
use super::trial::{Ending, Policy, Stage};

/// Trials that a price must pass at first, and before it is chosen.
const QUICK: u64 = 6;
const FULL: u64 = 16;

/// Tables by their price: they do not depend on the time there is, so they serve all what-ifs.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    tables: HashMap<Price, Arc<Table>>,
    policies: HashMap<Price, Policy>,
}

impl Shelf {
    /// Makes ready what to do at each of `prices`.
    fn prepare(&mut self, stage: &Stage<'_>, prices: &[Price]) {
        let missing: Vec<Price> =
            prices.iter().copied().filter(|price| !self.policies.contains_key(price)).collect();
        self.make_tables(stage, &missing);
        let policy = |price: &Price| {
            let tables = self.of_classes(stage, *price);
            Policy { paths: Arc::new(stage.field.paths(stage.kernel, &tables)), tables }
        };
        let made = each(&missing, policy);
        self.policies.extend(missing.into_iter().zip(made));
    }

    /// The tables of `price` for each class of marks in the field.
    pub(super) fn tables(&mut self, stage: &Stage<'_>, price: Price) -> Vec<Arc<Table>> {
        self.make_tables(stage, &[price]);
        self.of_classes(stage, price)
    }

    fn make_tables(&mut self, stage: &Stage<'_>, prices: &[Price]) {
        let seen = prices.iter().flat_map(|price| stage.field.prices(*price));
        let missing: BTreeSet<Price> = seen.filter(|price| !self.tables.contains_key(price)).collect();
        let missing: Vec<Price> = missing.into_iter().collect();
        let made = each(&missing, |price| Arc::new(Table::new(stage.kernel, *price)));
        self.tables.extend(missing.into_iter().zip(made));
    }

    fn of_classes(&self, stage: &Stage<'_>, price: Price) -> Vec<Arc<Table>> {
        stage.field.prices(price).filter_map(|price| self.tables.get(&price).cloned()).collect()
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
    pub(super) fn close(&mut self, price: Price, step: i16) -> Price {
        let (level, shape) = price.parts().unwrap_or((0, 0));
        let prices = [0, -step, step].map(|step| Price::new(level + step, shape));
        let best = [prices.as_slice(), &[Price::GREEDY]].concat();
        self.best(&best, QUICK, 1).first().copied().unwrap_or(price)
    }

    /// A good price if `price` was found for another budget, by few trials.
    pub(super) fn adapted(&mut self, price: Price) -> Price {
        let far = self.close(price, Price::OCTAVE);
        let farther = self.close(far, Price::OCTAVE);
        self.close(farther, Price::OCTAVE / 2)
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
        let mut distinct: Vec<Price> = Vec::new();
        for &price in prices {
            if !distinct.contains(&price) {
                distinct.push(price);
            }
        }
        self.live(&distinct, trials);
        let mut ranked: Vec<(f32, Price)> =
            distinct.into_iter().map(|price| (self.mean(price, trials), price)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        ranked.into_iter().take(count).map(|(_, price)| price).collect()
    }

    /// Brings each of `prices`, all different, to so many trials: the same luck for all of them.
    fn live(&mut self, prices: &[Price], trials: u64) {
        self.shelf.prepare(&self.stage, prices);
        let known = |price: &Price| self.scores.get(price).map_or(0, Vec::len) as u64;
        let runs: Vec<(Price, u64)> =
            prices.iter().flat_map(|price| (known(price)..trials).map(|trial| (*price, trial))).collect();
        let (stage, policies, seed) = (self.stage, &self.shelf.policies, self.seed);
        let scores = each(&runs, |(price, trial)| {
            let policy = policies.get(price)?;
            Some(stage.run(policy, scatter(seed ^ trial), 1.0, false).score)
        });
        for ((price, _), score) in runs.into_iter().zip(scores) {
            self.scores.entry(price).or_default().extend(score);
        }
    }

    /// The mean score of `price` in its first `trials` trials.
    fn mean(&self, price: Price, trials: u64) -> f32 {
        let all = self.scores.get(&price).map(Vec::as_slice).unwrap_or_default();
        let own = all.get(..trials as usize).unwrap_or(all);
        own.iter().sum::<f32>() / own.len().max(1) as f32
    }

    /// Ends of trials at `price`, one for each of `ratios`, with luck that chose no price; `by_period` asks for
    /// that part of them.
    pub(super) fn endings(&mut self, price: Price, ratios: &[f32], by_period: bool) -> Vec<Ending> {
        self.shelf.prepare(&self.stage, &[price]);
        let Some(policy) = self.shelf.policies.get(&price) else { return Vec::new() };
        let (stage, seed) = (self.stage, scatter(self.seed));
        let runs: Vec<(f32, u64)> = ratios.iter().copied().zip(0..).collect();
        each(&runs, |&(ratio, trial)| stage.run(policy, scatter(seed ^ trial), ratio, by_period))
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

    fn mean(contest: &mut Contest<'_>, price: Price, trials: u64) -> f32 {
        contest.live(&[price], trials);
        contest.mean(price, trials)
    }

    #[test]
    fn the_choice_is_never_worse_than_greed_in_its_trials() {
        for (days, seconds_each) in [(3, 25.0), (12, 60.0)] {
            let [greedy, found, near] = contest(days, seconds_each, |contest| {
                let found = contest.search();
                let near = contest.near(found);
                [Price::GREEDY, found, near].map(|price| mean(contest, price, FULL))
            });
            assert!(found >= greedy && near >= found, "{days}: {greedy} {found} {near}");
        }
    }

    #[test]
    fn with_days_and_time_it_pays_to_wait() {
        let (found, gain) = contest(12, 60.0, |contest| {
            let found = contest.search();
            (found, mean(contest, found, FULL) - mean(contest, Price::GREEDY, FULL))
        });
        assert!(found != Price::GREEDY && gain > 0.001, "{found:?} {gain}");
    }

    #[test]
    fn tables_are_made_once() {
        let (tables, policies) = contest(4, 50.0, |contest| {
            mean(contest, Price::new(0, 0), 1);
            // Twice the marks see the price an octave lower: one class of marks shares the other's table.
            mean(contest, Price::new(-Price::OCTAVE, 0), 1);
            mean(contest, Price::new(0, 0), 2);
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
