//! What fitting the memory model costs: `cargo bench --bench fit`.
#![expect(clippy::unwrap_used, reason = "a measurement")]

use divan::Bencher;
use shiken::event::Purpose;
use shiken::judge::Outcome;
use shiken::memory::answer::Foreseen;
use shiken::memory::fit::{History, InForce, Trial};
use shiken::memory::{Answer, Parameters, Scheduler};
use shiken::question::ask::Rating;
use shiken::time::Day;

/// The same allocator as the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Numbers from 0 to below 1 (a Weyl sequence, mixed).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1u32 << 24) as f32
    }
}

/// Ten answers to a question, when due, by a student who follows the defaults.
fn question(number: u64, scheduler: &Scheduler) -> Vec<Answer> {
    let mut chance = Chance(number);
    let (mut day, mut elapsed_days, mut memory) = (20_000 + i32::try_from(number % 300).unwrap(), 0, None);
    let answer = |_| {
        let foreseen = memory.map(|memory| scheduler.retrievability(memory, elapsed_days));
        let rating = match (foreseen.unwrap_or(0.8), chance.next()) {
            (recall, luck) if luck > recall => Rating::Again,
            (_, luck) if luck < 0.15 => Rating::Hard,
            _ => Rating::Good,
        };
        let future = *scheduler.futures(memory, elapsed_days).of(rating);
        let counted = Some(Foreseen { elapsed_days, retrievability: foreseen });
        let answer = Answer {
            day: Day(day),
            minute: 0,
            rating,
            outcome: Outcome::Right,
            purpose: Purpose::Study,
            score: 1.0,
            milliseconds: 5000,
            counted,
        };
        memory = Some(future.memory);
        elapsed_days = (future.interval_days * (0.8 + 0.4 * chance.next())).round().max(1.0) as u32;
        day += elapsed_days.cast_signed();
        answer
    };
    (0..10).map(answer).collect()
}

fn history(answers: u64) -> History {
    let scheduler = Scheduler::default();
    let all: Vec<Vec<Answer>> = (0..answers / 10).map(|number| question(number, &scheduler)).collect();
    History::of(all.iter().map(Vec::as_slice))
}

#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn one_fit(bencher: Bencher<'_, '_>, answers: u64) {
    let history = history(answers);
    bencher.bench_local(|| history.fit(None, None).unwrap());
}

#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn fit_and_judge(bencher: Bencher<'_, '_>, answers: u64) {
    let history = history(answers);
    let defaults = InForce { parameters: Parameters::default(), since: None };
    bencher.bench_local(|| Trial::run(&history, &defaults, None).unwrap());
}
