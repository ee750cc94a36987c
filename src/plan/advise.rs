//! What a desired retention costs and keeps: a year of study, played through for each, by the `fsrs` crate's simulator.
//!
//! The memories, the seconds and the habits are the student's own; what a year is really like (exams, breaks, days
//! without study) is not known here. Showing it is left to the terminal.

use std::sync::Arc;

use fsrs::{Card, SimulationResult, SimulatorConfig};

use super::planner::Student;
use crate::error::{Error, Result};
use crate::memory::{Memory, Parameters};

/// Days that are played through.
pub const DAYS: u32 = 365;

/// Questions that one run plays at most: of more, a sample stands for all.
const SAMPLE: usize = 3000;

/// Questions that all runs play together about, so that chance says little.
const PLAYED: usize = 12_000;

/// A question that has been answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// What is remembered of it.
    pub memory: Memory,
    /// Days since it was last answered.
    pub elapsed_days: u32,
    /// Days until it is due; 0 if it is now, or was before.
    pub due_in_days: u32,
}

/// What is to be studied.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Field {
    /// Questions that have been answered and are not suspended.
    pub seen: Vec<Seen>,
    /// How many have never been answered.
    pub unseen: usize,
    /// How many of these come in on a day.
    pub new_a_day: u32,
    /// The longest interval in days.
    pub max_interval_days: u32,
}

/// What one desired retention means, as a mean over [`DAYS`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The desired retention, 0 to 1.
    pub retention: f32,
    /// Questions asked on a day, first answers and repeated ones.
    pub reviews_a_day: f64,
    /// Minutes a day.
    pub minutes_a_day: f64,
    /// The share of all questions that would be recalled at the end, those never seen counting nothing, 0 to 1.
    pub remembered: f64,
}

/// What each of `retentions` means. `seed` decides what is recalled: the same for each of them.
///
/// # Errors
/// If there is nothing to study, or the simulator refuses.
pub fn advise(
    field: &Field,
    student: &Student,
    parameters: &Parameters,
    retentions: &[f32],
    seed: u64,
) -> Result<Vec<Level>> {
    let all = field.seen.len() + field.unseen;
    if all == 0 {
        return Err(Error::new("there is nothing to study"));
    }
    let step = all.div_ceil(SAMPLE);
    let size = |count: usize| count.div_ceil(step);
    let deck_size = size(field.seen.len()) + size(field.unseen);
    // A sample has its share of the new questions of a day; several days share one if that is less than one.
    let learn_limit = (field.new_a_day as f64 * deck_size as f64 / all as f64).round().max(1.0) as usize;
    let config = SimulatorConfig {
        deck_size,
        learn_limit: if field.new_a_day == 0 { 0 } else { learn_limit },
        max_ivl: field.max_interval_days as f32,
        ..config(student)
    };
    let runs = (PLAYED / deck_size).clamp(1, 20) as u64;
    let play = |retention: f32| {
        let cards = cards(field, parameters, retention, step);
        let mut level = Level { retention, reviews_a_day: 0.0, minutes_a_day: 0.0, remembered: 0.0 };
        for run in 0..runs {
            let seed = seed.wrapping_add(run);
            let year =
                fsrs::simulate(&config, parameters.values(), retention, Some(seed), Some(cards.clone()))
                    .map_err(|error| Error::new(format!("a year cannot be played through: {error}")))?;
            level.take(&year, deck_size as f64, all as f64, runs as f64);
        }
        Ok(level)
    };
    retentions.iter().map(|retention| play(*retention)).collect()
}

impl Level {
    /// Takes in one of so many runs, in which `size` questions stand for `all`.
    fn take(&mut self, year: &SimulationResult, size: f64, all: f64, runs: f64) {
        let asked = year.review_cnt_per_day.iter().chain(&year.learn_cnt_per_day).sum::<usize>() as f64;
        let seconds: f64 = year.cost_per_day.iter().map(|seconds| f64::from(*seconds)).sum();
        let a_day = all / size / f64::from(DAYS) / runs;
        self.reviews_a_day += asked * a_day;
        self.minutes_a_day += seconds / 60.0 * a_day;
        let at_the_end = year.memorized_cnt_per_day.last().copied().unwrap_or_default();
        self.remembered += f64::from(at_the_end) / size / runs;
    }
}

/// A year of this student: costs and habits. What comes back on one day is in the costs.
fn config(student: &Student) -> SimulatorConfig {
    let (costs, habits) = (student.costs.sound(), student.habits.sound());
    let recalled = costs.recalled;
    SimulatorConfig {
        learn_span: DAYS as usize,
        max_cost_perday: f32::INFINITY,
        first_rating_prob: habits.first,
        review_rating_prob: habits.recalled,
        state_rating_costs: [[costs.new; 4], [costs.lapsed, recalled, recalled, recalled], [0.0; 4]],
        learning_step_count: 0,
        relearning_step_count: 0,
        ..SimulatorConfig::default()
    }
}

/// Every `step`th question that has been answered, as the simulator takes it.
fn cards(field: &Field, parameters: &Parameters, retention: f32, step: usize) -> Vec<Card> {
    let parameters = Arc::new(parameters.values().to_vec());
    let card = |seen: &Seen| {
        let last_date = -(seen.elapsed_days as f32);
        let due = seen.due_in_days as f32;
        Card {
            difficulty: seen.memory.difficulty.clamp(1.0, 10.0),
            stability: seen.memory.stability.clamp(0.001, 36_500.0),
            last_date,
            due,
            interval: due - last_date,
            desired_retention: retention,
            parameters: parameters.clone(),
            ..Card::default()
        }
    };
    field.seen.iter().step_by(step).map(card).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Scheduler;
    use crate::plan::evidence::student;

    fn field(seen: usize, unseen: usize, new_a_day: u32) -> Field {
        let one = |n: usize| Seen {
            memory: Memory { stability: 5.0 + (n % 50) as f32, difficulty: 5.0 },
            elapsed_days: (n % 20) as u32,
            due_in_days: (n % 30) as u32,
        };
        Field { seen: (0..seen).map(one).collect(), unseen, new_a_day, max_interval_days: 36_500 }
    }

    fn levels(field: &Field, retentions: &[f32]) -> Vec<Level> {
        let student = student(std::iter::empty(), 1.0, &Scheduler::default());
        advise(field, &student, &Parameters::default(), retentions, 1).unwrap()
    }

    #[test]
    fn a_higher_retention_costs_more_and_keeps_more() {
        let found = levels(&field(300, 100, 10), &[0.7, 0.8, 0.9, 0.97]);
        assert!(found.is_sorted_by(|one, next| one.minutes_a_day < next.minutes_a_day), "{found:?}");
        assert!(found.is_sorted_by(|one, next| one.remembered < next.remembered), "{found:?}");
        assert!(
            found.iter().all(|level| level.remembered > level.retention.into() && level.remembered <= 1.0)
        );
        assert_eq!(found, levels(&field(300, 100, 10), &[0.7, 0.8, 0.9, 0.97]), "the same every time");
    }

    #[test]
    fn what_is_never_asked_is_not_remembered() {
        let [level] = levels(&field(100, 100, 0), &[0.9])[..] else { unreachable!() };
        assert!((0.4..0.5).contains(&level.remembered), "{level:?}");
        let student = student(std::iter::empty(), 1.0, &Scheduler::default());
        assert!(advise(&Field::default(), &student, &Parameters::default(), &[0.9], 1).is_err());
    }

    #[test]
    fn a_sample_stands_for_all() {
        let [few] = levels(&field(2500, 500, 10), &[0.9])[..] else { unreachable!() };
        let [many] = levels(&field(7500, 1500, 30), &[0.9])[..] else { unreachable!() };
        assert!((many.minutes_a_day / few.minutes_a_day / 3.0 - 1.0).abs() < 0.05, "{few:?} {many:?}");
        assert!((many.remembered - few.remembered).abs() < 0.01, "{few:?} {many:?}");
    }
}
