//! The order of a backlog, on simulated students: after a break, a few answers a day must keep more by our queue
//! than by chance, by the weakest first or by the longest overdue first.

#![expect(clippy::unwrap_used, reason = "every simulated question has been answered")]

use shiken::memory::{Memory, Scheduler, State};
use shiken::plan::{Candidate, Limits, queue};
use shiken::question::ask::Rating;
use shiken::time::Day;

const QUESTIONS: usize = 600;
const BREAK_DAYS: i32 = 60;
const ANSWERS_A_DAY: usize = 18;
const DAYS: i32 = 30;
const STUDENTS: u64 = 4;

/// Numbers from 0 to below 1, the same for every order (a Weyl sequence, mixed).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A memory when last answered, before the break: stabilities of hours to years, around 10 days.
fn state(chance: &mut Chance) -> State {
    let normal: f64 = (0..12).map(|_| chance.next()).sum::<f64>() - 6.0;
    let stability = (10.0 * (1.2 * normal).exp()).clamp(0.3, 1000.0);
    let difficulty = 2.0 + 7.0 * chance.next();
    let last = -BREAK_DAYS - (chance.next() * stability) as i32;
    let memory = Memory { stability: stability as f32, difficulty: difficulty as f32 };
    answered(memory, Day(last))
}

fn answered(memory: Memory, day: Day) -> State {
    let due = day.plus((memory.stability.round() as u32).max(1));
    State { memory: Some(memory), last: Some(day), due: Some(due), reviews: 3, ..State::default() }
}

fn recall(state: &State, day: Day, scheduler: &Scheduler) -> f64 {
    scheduler.retrievability(state.memory.unwrap(), day.since(state.last.unwrap())).into()
}

/// The mean chance of recall after [`DAYS`] of studying what `order` puts first.
fn kept(order: &dyn Fn(&[State], Day) -> Vec<usize>) -> f64 {
    let scheduler = Scheduler::default();
    let one = |student: u64| {
        let mut chance = Chance(student);
        let mut states: Vec<State> = (0..QUESTIONS).map(|_| state(&mut chance)).collect();
        for day in (0..DAYS).map(Day) {
            for index in order(&states, day).into_iter().take(ANSWERS_A_DAY) {
                let rating = if chance.next() < recall(&states[index], day, &scheduler) {
                    Rating::Good
                } else {
                    Rating::Again
                };
                let elapsed = day.since(states[index].last.unwrap());
                let futures = scheduler.futures(states[index].memory, elapsed);
                states[index] = answered(futures.of(rating).memory, day);
            }
        }
        states.iter().map(|state| recall(state, Day(DAYS), &scheduler)).sum::<f64>() / QUESTIONS as f64
    };
    (0..STUDENTS).map(one).sum::<f64>() / STUDENTS as f64
}

fn ours(states: &[State], day: Day) -> Vec<usize> {
    let candidate = |(place, state)| Candidate {
        deck: 0,
        place,
        id: "",
        kind: "",
        tags: &[],
        sibling: None,
        requires: &[],
        state: Some(state),
    };
    let candidates: Vec<Candidate<'_>> = states.iter().enumerate().map(candidate).collect();
    let found = queue(&candidates, day, &Limits::default(), &Scheduler::default(), 1);
    found.into_iter().map(|entry| entry.index).collect()
}

/// What is due, ordered by a key.
fn due_by<K: Ord>(states: &[State], day: Day, key: impl Fn(usize) -> K) -> Vec<usize> {
    let mut due: Vec<usize> = (0..states.len()).filter(|&index| states[index].is_due(day)).collect();
    due.sort_by_key(|&index| key(index));
    due
}

/// As measured: ours 0.882, overdue 0.875, weakest 0.871, chance 0.861, strongest 0.808.
#[test]
fn after_a_break_our_order_keeps_most() {
    let scheduler = Scheduler::default();
    let weakness =
        |states: &[State], day, index: usize| (recall(&states[index], day, &scheduler) * 1e9) as u64;
    let by_chance = kept(&|states, day| {
        due_by(states, day, |index| Chance(index as u64 * 977 + day.0 as u64).next().to_bits())
    });
    let weakest = kept(&|states, day| due_by(states, day, |index| weakness(states, day, index)));
    let strongest =
        kept(&|states, day| due_by(states, day, |index| std::cmp::Reverse(weakness(states, day, index))));
    let overdue = kept(&|states, day| due_by(states, day, |index| states[index].due));
    let ours = kept(&ours);
    assert!(
        ours > by_chance + 0.01
            && ours > weakest + 0.005
            && ours > strongest + 0.03
            && ours > overdue + 0.002
    );
}
