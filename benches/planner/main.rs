//! The planner against what people do: `cargo bench --bench planner [-- [--speed] [--runs N] [--days N]
//! [--seconds N] [--odd] [--skipped SHARE] [--marks]
//! [--forecast]]`. Every number is a mean over students, each of whom lives once with
//! every policy and the same luck; differences to the planner have their standard errors.
#![expect(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement")]

mod speed;
mod students;

use shiken::plan::Forecast;
use students::human::Kind;
use students::policies::{Greedy, Intervals, Planned};
use students::run::{Policy, Result, Task, run};

const DAYS: [u32; 5] = [7, 14, 30, 60, 120];
const SECONDS: [f64; 3] = [25.0, 50.0, 100.0];

/// The same allocator as the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
            let marks = if flag("--marks") { vec![1.0, 1.0, 2.0, 5.0] } else { vec![1.0] };
            let task = Task { skipped, marks, ..Task::new(kind, days, seconds) };
            if flag("--forecast") { forecasts(&task, runs) } else { row(&task, runs) }
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
        .map(|seed| policies().iter_mut().map(|policy| run(task, seed, policy.as_mut())).collect())
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

/// How honest forecasts are: at the start, half way and on the last evening.
fn forecasts(task: &Task, runs: u64) {
    let asked = vec![task.days, task.days.div_ceil(2), 0];
    let one = |seed: u64| {
        let mut policy = Planned { asked: asked.clone(), ..Planned::new() };
        let result = run(task, seed, &mut policy);
        (result, policy.forecasts)
    };
    let all: Vec<_> = (0..runs).map(one).collect();
    print!("{:>3} s {:>3} d ", task.seconds_each, task.days);
    for &left in &asked {
        let at = |(result, forecasts): &(Result, Vec<(u32, Forecast)>)| {
            let (_, forecast) = forecasts.iter().find(|(days, _)| *days == left)?;
            let covered =
                f64::from(forecast.low) <= result.sitting && result.sitting <= f64::from(forecast.high);
            let half = 50.0 * f64::from(forecast.high - forecast.low);
            Some((
                100.0 * (f64::from(forecast.score) - result.score),
                if covered { 100.0 } else { 0.0 },
                half,
            ))
        };
        let found: Vec<_> = all.iter().filter_map(at).collect();
        let bias: Vec<f64> = found.iter().map(|one| one.0).collect();
        let covered: Vec<f64> = found.iter().map(|one| one.1).collect();
        let half: Vec<f64> = found.iter().map(|one| one.2).collect();
        print!("  {left} left: bias {:+.2} ({:.2})", mean(&bias), error(&bias));
        print!(" covered {:.0} % (+-{:.1})", mean(&covered), mean(&half));
    }
    println!();
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
