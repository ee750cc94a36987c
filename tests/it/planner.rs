//! The planner on simulated students: a small sample of what `cargo bench --bench planner` measures in full.

#[allow(dead_code)]
#[path = "../../benches/planner/students/mod.rs"]
mod students;

use shiken::memory::Scheduler;
use shiken::question::ask::Rating;
use students::human::{Human, Kind};
use students::policies::{Greedy, Intervals, Planned};
use students::run::{Policy, Task, run};

const STUDENTS: u64 = 4;

/// The mean score in points.
fn score(task: &Task, policy: &dyn Fn() -> Box<dyn Policy>) -> f64 {
    let one = |seed| 100.0 * run(task, seed, policy().as_mut()).score;
    (0..STUDENTS).map(one).sum::<f64>() / STUDENTS as f64
}

fn small(kind: Kind, days: u32, seconds_each: f64) -> Task {
    Task { questions: 60, ..Task::new(kind, days, seconds_each) }
}

#[test]
fn the_planner_beats_intervals_and_greed() {
    let task = small(Kind::Exact, 14, 50.0);
    let planned = score(&task, &|| Box::new(Planned::new()));
    for (policy, lead) in [
        (Intervals::fsrs90 as fn() -> Intervals, 3.0),
        (Intervals::cram, 3.0),
        (Intervals::last_pass, 1.5),
        (Intervals::simple, 1.0),
    ] {
        let other = score(&task, &|| Box::new(policy()));
        assert!(planned > other + lead, "{} {other:.1}, planner {planned:.1}", policy().name());
    }
    let greedy = score(&task, &|| Box::new(Greedy));
    assert!(planned > greedy, "greedy {greedy:.2}, planner {planned:.2}");
}

/// As measured: 2.7 points, 0.5 the least of four students.
#[test]
fn the_planner_pulls_ahead_of_greed_in_a_month() {
    let task = Task { questions: 40, ..Task::new(Kind::Exact, 30, 50.0) };
    let (planned, greedy) = (score(&task, &|| Box::new(Planned::new())), score(&task, &|| Box::new(Greedy)));
    assert!(planned > greedy + 1.5, "greedy {greedy:.2}, planner {planned:.2}");
}

#[test]
fn the_planner_holds_when_days_are_skipped_or_time_is_short() {
    let skips = Task { skipped: 0.3, ..small(Kind::Odd, 10, 50.0) };
    let short = small(Kind::Odd, 10, 25.0);
    let marked = Task { marks: vec![1.0, 2.0, 5.0], ..small(Kind::Odd, 10, 50.0) };
    for (task, behind) in [(skips, 1.5), (short, 1.0), (marked, 0.0)] {
        let (planned, greedy) =
            (score(&task, &|| Box::new(Planned::new())), score(&task, &|| Box::new(Greedy)));
        assert!(planned > greedy - behind, "{task:?}: greedy {greedy:.2}, planner {planned:.2}");
    }
}

#[test]
fn forecasts_are_honest() {
    let task = Task { skipped: 0.1, ..small(Kind::Exact, 10, 50.0) };
    let (mut all, mut covered) = (0, 0);
    // On the last evening, and before.
    let mut errors = [Vec::new(), Vec::new()];
    for seed in 0..6 {
        let mut policy = Planned { asked: vec![10, 5, 0], ..Planned::new() };
        let result = run(&task, seed, &mut policy);
        for (left, forecast) in &policy.forecasts {
            let (low, high) = (f64::from(forecast.low), f64::from(forecast.high));
            let off = f64::from(forecast.score) - result.score;
            let before = usize::from(*left > 0);
            assert!(off.abs() < [0.03, 0.12][before], "{left} days left: off by {off:.3}");
            errors[before].push(off);
            all += 1;
            covered += i32::from((low..=high).contains(&result.sitting));
        }
    }
    assert!(all >= 16 && 100 * covered >= 85 * all, "{covered} of {all}");
    // As measured: -0.003 and 0.008.
    let means = errors.map(|errors| errors.iter().sum::<f64>() / errors.len() as f64);
    assert!(means[0].abs() < 0.008 && means[1].abs() < 0.02, "neither hopeful nor gloomy: {means:?}");
}

#[test]
fn students_obey_the_model() {
    let (human, scheduler) = (Human::new(Kind::Exact, 1), Scheduler::default());
    for question in 0..300 {
        let (mut known, mut mind) = (None, None);
        for (nth, elapsed) in [0, 3, 1, 12].into_iter().enumerate() {
            if let (Some(memory), Some(mind)) = (known, mind) {
                let recall = f64::from(scheduler.retrievability(memory, elapsed));
                assert!((human.recall(question, mind, elapsed) - recall).abs() < 1e-3);
            }
            let reply = human.ask(question, mind, elapsed, nth as u64);
            let memory = scheduler.futures(known, elapsed).of(Rating::ALL[reply.rating - 1]).memory;
            let close = |own: f64, theirs: f32| (own / f64::from(theirs) - 1.0).abs() < 2e-3;
            assert!(close(reply.mind.stability, memory.stability), "{:?} {memory:?}", reply.mind);
            assert!(close(reply.mind.difficulty, memory.difficulty), "{:?} {memory:?}", reply.mind);
            (known, mind) = (Some(memory), Some(reply.mind));
        }
    }
}

#[test]
fn costs_are_those_of_the_students() {
    let human = Human::new(Kind::Exact, 1);
    let costs = shiken::plan::Costs::default();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let firsts: Vec<_> = (0..4000).map(|question| human.ask(question, None, 0, 0)).collect();
    let seconds: Vec<f64> = firsts.iter().map(|reply| reply.seconds).collect();
    assert!((mean(&seconds) - f64::from(costs.new)).abs() < 0.7, "{}", mean(&seconds));
    let seconds = |recalled: bool| {
        let replies = firsts.iter().enumerate().map(|(nth, first)| human.ask(nth, Some(first.mind), 9, 1));
        replies.filter(|reply| (reply.rating > 1) == recalled).map(|reply| reply.seconds).collect::<Vec<_>>()
    };
    assert!((mean(&seconds(true)) - f64::from(costs.recalled)).abs() < 0.4);
    assert!((mean(&seconds(false)) - f64::from(costs.lapsed)).abs() < 0.8);
}
