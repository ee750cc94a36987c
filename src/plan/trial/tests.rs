use super::*;
use crate::memory::Scheduler;
use crate::plan::habits::{Costs, Habits};
use crate::plan::planner::Question;
use crate::plan::price::Price;

struct World {
    model: Model,
    kernel: Kernel,
    field: Field,
    policy: Policy,
}

fn world(questions: &[Question], days: u32, price: Price) -> World {
    let (costs, habits) = (Costs::default(), Habits::default());
    let model = Model { scheduler: Scheduler::default(), costs, habits, factor: 1.0 };
    let kernel = Kernel::new(&model, days);
    let field = Field::new(questions, &model, &kernel, 1000, 1);
    let tables: Vec<Arc<Table>> =
        field.prices(price).map(|price| Arc::new(Table::new(&kernel, price))).collect();
    let paths = Arc::new(field.paths(&kernel, &tables));
    World { model, kernel, field, policy: Policy { tables, paths } }
}

fn time(seconds: f32) -> Budget {
    // So many days past that none will be skipped.
    Budget { today: seconds, daily: seconds, past: 3000, skipped: 0 }
}

impl World {
    fn run(&self, budget: Budget, seed: u64, ratio: f32) -> Ending {
        let stage = Stage { field: &self.field, kernel: &self.kernel, model: &self.model, budget };
        stage.run(&self.policy, seed, ratio, true)
    }
}

const NEW: Question = Question { memory: None, elapsed_days: 0, marks: 1.0 };

#[test]
fn without_time_memories_only_fade() {
    let memory = Memory { stability: 5.0, difficulty: 5.0 };
    let seen = Question { memory: Some(memory), elapsed_days: 2, marks: 1.0 };
    let world = world(&[seen, NEW], 6, Price::GREEDY);
    let ending = world.run(time(0.0), 1, 1.0);
    let recall = Scheduler::default().retrievability(memory, 8);
    assert!((ending.score - recall / 2.0).abs() < 1e-6);
    assert!((ending.variance - recall * (1.0 - recall) / 4.0).abs() < 1e-6);
    assert_eq!((ending.unseen, ending.by_period.len()), (0.5, 6));
    assert!((world.field.now() - ending.score).abs() < 1e-6);
    let slow = world.run(time(0.0), 1, 2.0);
    assert!(slow.score > ending.score);
}

#[test]
fn time_is_kept_to_and_overdraft_comes_off() {
    let world = world(&[NEW; 50], 4, Price::GREEDY);
    // Greedy takes new questions only: 30 seconds begin two of 22.8 on the first day and leave 14.4 for the next.
    let seen = |days: u32, seconds| {
        let budget = Budget { today: seconds, ..time(if days == 1 { 0.0 } else { seconds }) };
        (50.0 * (1.0 - world.run(budget, 3, 1.0).unseen)).round()
    };
    assert_eq!(seen(1, 30.0), 2.0);
    assert_eq!(seen(4, 30.0), 6.0);
}

#[test]
fn the_value_of_a_table_is_what_trials_earn() {
    // One question and all the time there is: at a price, the best that the recursion expects is the score less
    // what the seconds cost. With time free, that is the score itself.
    let memory = Memory { stability: 2.0, difficulty: 6.0 };
    let seen = Question { memory: Some(memory), elapsed_days: 3, marks: 1.0 };
    let world = world(&[seen], 5, Price::new(-60, 0));
    let greedy = self::world(&[seen], 5, Price::GREEDY);
    let mean =
        |world: &World| (0..400).map(|seed| world.run(time(1e4), seed, 1.0).score).sum::<f32>() / 400.0;
    // Free time is never worse than to think that each answer is the last.
    assert!(mean(&world) >= mean(&greedy) - 0.002, "{} {}", mean(&world), mean(&greedy));
    assert!(mean(&world) > 0.95);
}

#[test]
fn the_share_of_skipped_days_follows_the_past() {
    let mean = |past, skipped| {
        let budget = Budget { past, skipped, ..time(0.0) };
        (0..400).map(|seed| budget.skipped_share(seed)).sum::<f32>() / 400.0
    };
    assert!((mean(0, 0) - 0.1).abs() < 0.015);
    assert!((mean(20, 0) - 1.0 / 30.0).abs() < 0.01);
    assert!((mean(20, 10) - 11.0 / 30.0).abs() < 0.02);
    assert!(mean(20, 20) < 1.0);
}

#[test]
fn luck_depends_on_the_question_only() {
    let questions = [NEW; 30];
    let world = world(&questions, 5, Price::GREEDY);
    assert_eq!(world.run(time(200.0), 9, 1.0), world.run(time(200.0), 9, 1.0));
    assert_ne!(world.run(time(200.0), 9, 1.0).score, world.run(time(200.0), 8, 1.0).score);
}

#[test]
fn shares_are_picked_in_proportion() {
    let [_, recalled @ ..] = Rating::ALL;
    let found = [0.0, 0.25, 0.5, 0.999, 1.0].map(|lot| pick(lot, [0.25, 0.25, 0.5], recalled) as u8);
    assert_eq!(found, [2, 3, 4, 4, 4]);
}
