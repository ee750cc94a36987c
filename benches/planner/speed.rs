//! How long plans and what-ifs take.

use std::time::Instant;

use shiken::memory::{Memory, Parameters, Scheduler};
use shiken::plan::planner::{Goal, Planner, Question, Student};
use shiken::plan::{Calibration, Costs, Habits};

/// Prints the seconds of a first plan, a plan that keeps its choice, and each what-if.
pub fn report() {
    for (questions, days) in
        [(300, 7), (300, 14), (300, 30), (300, 60), (300, 120), (300, 365), (2000, 60), (10_000, 60)]
    {
        for seen in [false, true] {
            one(questions, days, seen, 50.0 * questions as f32 / days as f32);
        }
    }
    // More minutes a day are more answers to live through.
    for (questions, minutes) in [(300, 20.0), (300, 60.0), (2000, 60.0)] {
        for seen in [false, true] {
            one(questions, 60, seen, 60.0 * minutes);
        }
    }
}

/// Of `count` questions, some of them seen, `days` before the exam, with so many seconds a day.
fn one(count: usize, days: u32, seen: bool, seconds: f32) {
    let question = |nth: usize| Question {
        memory: (seen && !nth.is_multiple_of(3))
            .then_some(Memory { stability: 0.5 + (nth % 97) as f32, difficulty: 1.0 + (nth % 9) as f32 }),
        elapsed_days: (nth % 31) as u32,
        marks: 1.0,
    };
    let questions: Vec<Question> = (0..count).map(question).collect();
    let student = Student {
        scheduler: Scheduler::default(),
        costs: Costs::default(),
        habits: Habits::default(),
        calibration: Calibration::new(Parameters::default().decay()),
    };
    let goal = Goal {
        days_left: days,
        seconds_a_day: seconds,
        seconds_today: seconds,
        days_past: 0,
        days_skipped: 0,
    };
    let mut planner = Planner::new(&questions, &student, &goal, 1);
    let time = |what: &mut dyn FnMut()| {
        let start = Instant::now();
        what();
        start.elapsed().as_secs_f64()
    };
    let mut choice = None;
    let first = time(&mut || {
        planner = Planner::new(&questions, &student, &goal, 1);
        choice = Some(planner.plan(None).choice);
    });
    let choice = choice.unwrap();
    let kept = time(&mut || {
        let mut planner = Planner::new(&questions, &student, &goal, 1);
        drop(planner.plan(Some(&choice)));
    });
    let again = time(&mut || {
        let mut planner = Planner::new(&questions, &student, &goal, 1);
        drop(planner.plan(Some(&shiken::plan::planner::Choice { questions: 0, ..choice })));
    });
    let forecast = time(&mut || drop(planner.forecast(&choice)));
    let skip = time(&mut || _ = planner.if_skipped_today(&choice));
    let at = time(&mut || drop(planner.at(1.5 * seconds, &choice)));
    let needed = time(&mut || _ = planner.needed(0.9, 3600.0_f32.max(3.0 * seconds), &choice));
    println!(
        "{count:>6} questions {days:>3} d {:>4.1} min {}: first {first:.3} kept {kept:.3} again {again:.3} forecast {forecast:.3} \
         skip {skip:.3} at {at:.3} needed {needed:.3}",
        seconds / 60.0,
        if seen { "seen" } else { "new " },
    );
}
