//! The planner against what people do: `cargo bench --bench planner [-- [--speed] [--runs N] [--days N]
//! [--seconds N] [--odd] [--skipped SHARE]]`. Every number is a mean over students, each of whom lives once with
//! every policy and the same luck; differences to the planner have their standard errors.
#![expect(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement")]

mod students;
mod speed;

use students::human::Kind;
use students::policies::{Greedy, Intervals, Planned};
use students::run::{Policy, Result, Task, run};

const DAYS: [u32; 5] = [7, 14, 30, 60, 120];
const SECONDS: [f64; 3] = [25.0, 50.0, 100.0];

fn main() {
    if flag("--speed") {
        return speed::report();
    }
    let kind = if flag("--odd") { Kind::Odd } else { Kind::Exact };
    let runs = number("--runs").unwrap_or(12.0) as u64;
    let skipped = number("--skipped").unwrap_or(0.0);
    let all_days = number("--days").map_or(DAYS.to_vec(), |days| vec![days as u32]);
    let all_seconds = number("--seconds").map_or(SECONDS.to_vec(), |seconds| vec![seconds]);
    println!("{kind:?} students, {runs} runs, {:.0} % of days skipped", 100.0 * skipped);
    println!("score % and planner's lead in points (standard error)");
    for &seconds in &all_seconds {
        for &days in &all_days {
            let task = Task { skipped, ..Task::new(kind, days, seconds) };
            row(&task, runs);
        }
    }
}

fn policies() -> Vec<Box<dyn Policy>> {
    vec![
        Box::new(Planned::new()),
        Box::new(Greedy),
        Box::new(Intervals::fsrs90()),
        Box::new(Intervals::cram()),
        Box::new(Intervals::last_pass()),
        Box::new(Intervals::simple()),
    ]
}

fn row(task: &Task, runs: u64) {
    let start = std::time::Instant::now();
    let all: Vec<Vec<Result>> = (0..runs)
        .map(|seed| policies().iter_mut().map(|policy| run(task, seed, policy.as_mut(), &mut |_, _| {})).collect())
        .collect();
    print!("{:>3} s {:>3} d ", task.seconds_each, task.days);
    for (nth, policy) in policies().iter().enumerate() {
        let scores: Vec<f64> = all.iter().map(|run| 100.0 * run[nth].score).collect();
        let leads: Vec<f64> = all.iter().map(|run| 100.0 * (run[0].score - run[nth].score)).collect();
        print!(" {} {:.2}", policy.name(), mean(&scores));
        if nth > 0 {
            print!(" {:+.2} ({:.2})", mean(&leads), error(&leads));
        }
    }
    println!("  [{:.1?}]", start.elapsed());
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn error(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (values.len() as f64 - 1.0).max(1.0) / values.len() as f64).sqrt()
}

fn flag(name: &str) -> bool {
    std::env::args().any(|arg| arg == name)
}

fn number(name: &str) -> Option<f64> {
    let mut args = std::env::args().skip_while(|arg| arg != name);
    args.nth(1).map(|value| value.parse().unwrap())
}
