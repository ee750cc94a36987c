//! A backlog: more questions overdue than fit into a day, and how long it takes to work them off.
//!
//! What to ask first is left to [`super::queue()`].

use std::collections::VecDeque;

use super::Costs;
use super::chance::draw;
use crate::memory::{Memory, Scheduler, State};
use crate::time::Day;

/// Days that are looked ahead: what is not worked off in a year never is.
pub const LOOK_AHEAD_DAYS: u32 = 365;

/// Questions that are looked ahead of; of more, so many stand for all, each day with their share of the time.
const SAMPLE: usize = 500;

/// Minutes a day that are tried, when those that are given do not suffice.
const MORE_MINUTES: [u32; 7] = [30, 45, 60, 90, 120, 180, 240];

/// More overdue than fits into the minutes of a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backlog {
    /// Questions that were due before today.
    pub overdue: usize,
    /// What it would take to answer them all today, in seconds.
    pub seconds: f32,
    /// Minutes a day for it.
    pub minutes: u32,
    /// What is left of these today, in seconds.
    pub seconds_today: f32,
    /// The first day that ends with nothing due, what comes due until then included; `None` if that is more than
    /// [`LOOK_AHEAD_DAYS`] away.
    pub clear: Option<Day>,
    /// If it is: minutes that suffice, and the day then.
    pub instead: Option<(u32, Day)>,
}

/// The backlog of `states`; `None` if what is overdue fits into `minutes`, of which `spent` seconds are used today.
/// `seed` decides what is recalled in the look ahead.
pub fn backlog<'a>(
    states: impl Iterator<Item = &'a State>,
    today: Day,
    scheduler: &Scheduler,
    costs: Costs,
    minutes: u32,
    spent: f32,
    seed: u64,
) -> Option<Backlog> {
    let items: Vec<Item> = states.filter_map(Item::of).collect();
    let mut ahead = Ahead { items, share: 1.0, today, scheduler, costs: costs.sound(), spent, seed };
    let overdue = ahead.items.iter().filter(|item| item.due < today);
    let (overdue, seconds) =
        overdue.fold((0, 0.0), |(n, sum), item| (n + 1, sum + ahead.seconds(ahead.recall(item, today))));
    if seconds <= minutes as f32 * 60.0 {
        return None;
    }
    ahead.sample();
    let clear = ahead.clear(minutes);
    let more = MORE_MINUTES.into_iter().filter(|more| clear.is_none() && *more > minutes);
    let instead = more.filter_map(|more| Some((more, ahead.clear(more)?))).next();
    let seconds_today = ahead.left(minutes);
    Some(Backlog { overdue, seconds, minutes, seconds_today, clear, instead })
}

/// A question that has been answered.
#[derive(Debug, Clone, Copy)]
struct Item {
    memory: Memory,
    last: Day,
    due: Day,
}

impl Item {
    fn of(state: &State) -> Option<Self> {
        let State { memory, last, due, suspended, .. } = state;
        (!suspended).then_some(())?;
        Some(Self { memory: (*memory)?, last: (*last)?, due: (*due)? })
    }
}

/// A look ahead, day by day.
struct Ahead<'a> {
    items: Vec<Item>,
    /// How much of all questions the items are.
    share: f32,
    today: Day,
    scheduler: &'a Scheduler,
    costs: Costs,
    /// Seconds used today.
    spent: f32,
    seed: u64,
}

impl Ahead<'_> {
    /// What is left today of so many minutes, in seconds.
    fn left(&self, minutes: u32) -> f32 {
        (minutes as f32 * 60.0 - self.spent).max(0.0)
    }

    fn recall(&self, item: &Item, day: Day) -> f32 {
        self.scheduler.retrievability(item.memory, day.since(item.last))
    }

    /// What an answer is expected to take.
    fn seconds(&self, recall: f32) -> f32 {
        recall * self.costs.recalled + (1.0 - recall) * self.costs.lapsed
    }

    /// Keeps [`SAMPLE`] items, or about so many.
    fn sample(&mut self) {
        let all = self.items.len();
        if all > SAMPLE {
            let (seed, wanted) = (self.seed, SAMPLE as f32 / all as f32);
            let mut numbers = 0..;
            self.items.retain(|_| numbers.next().is_some_and(|number| draw(seed, number, u64::MAX) < wanted));
            self.share = self.items.len() as f32 / all as f32;
        }
    }

    /// The first day that ends with nothing due, at so many minutes a day.
    fn clear(&self, minutes: u32) -> Option<Day> {
        let mut items = self.items.clone();
        let mut coming: Vec<Vec<usize>> = vec![Vec::new(); LOOK_AHEAD_DAYS as usize + 1];
        for (index, item) in items.iter().enumerate() {
            if let Some(day) = coming.get_mut(item.due.since(self.today) as usize) {
                day.push(index);
            }
        }
        let mut waiting: VecDeque<usize> = VecDeque::new();
        let mut left = 0.0_f32;
        for ahead in 0..=LOOK_AHEAD_DAYS {
            let day = self.today.plus(ahead);
            waiting.extend(coming.get_mut(ahead as usize).map(std::mem::take).unwrap_or_default());
            // What the last answer of a day took too long is missing on the next; what was left over is not there.
            let seconds = if ahead == 0 { self.left(minutes) } else { minutes as f32 * 60.0 };
            left = left.min(0.0) + seconds * self.share;
            while left > 0.0
                && let Some(index) = waiting.pop_front()
            {
                let Some(item) = items.get_mut(index) else { continue };
                left -= self.answer(index as u64, item, day);
                let due = item.due.since(self.today) as usize;
                if let Some(later) = coming.get_mut(due) {
                    later.push(index);
                }
            }
            if waiting.is_empty() {
                return Some(day);
            }
        }
        None
    }

    /// Answers a question, and says what that took.
    fn answer(&self, number: u64, item: &mut Item, day: Day) -> f32 {
        let recall = self.recall(item, day);
        let futures = self.scheduler.futures(Some(item.memory), day.since(item.last));
        let recalled = draw(self.seed, number, day.0.cast_unsigned().into()) < recall;
        let future = if recalled { futures.good } else { futures.again };
        let days = (future.interval_days.round() as u32).max(1);
        *item = Item { memory: future.memory, last: day, due: day.plus(days) };
        self.seconds(recall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Day = Day(20_780);

    fn states(count: i32, overdue_days: i32) -> Vec<State> {
        let state = |n: i32| {
            let memory = Some(Memory { stability: 5.0 + (n % 40) as f32, difficulty: 5.0 });
            let due = Day(TODAY.0 - overdue_days);
            let last = Day(due.0 - 5 - n % 40);
            State { memory, last: Some(last), due: Some(due), reviews: 4, ..State::default() }
        };
        (0..count).map(state).collect()
    }

    fn of(states: &[State], minutes: u32) -> Option<Backlog> {
        backlog(states.iter(), TODAY, &Scheduler::default(), Costs::default(), minutes, 0.0, 1)
    }

    #[test]
    fn what_fits_into_a_day_is_none() {
        assert_eq!(of(&[], 20), None);
        assert_eq!(of(&states(40, 10), 20), None);
        assert_eq!(of(&states(4000, 0), 20), None, "due today is not overdue");
        let aside: Vec<State> =
            states(400, 10).into_iter().map(|state| State { suspended: true, ..state }).collect();
        assert_eq!(of(&aside, 20), None);
    }

    #[test]
    fn more_minutes_clear_it_sooner() {
        let all = states(400, 20);
        let days = |minutes| of(&all, minutes).unwrap().clear.map(|day| day.since(TODAY));
        let found = [10, 20, 40].map(days);
        assert!(found[1] > found[2] && found[2] >= Some(1), "{found:?}");
        assert!(found[0].is_none_or(|slow| Some(slow) > found[1]), "{found:?}");
        let backlog = of(&all, 20).unwrap();
        assert_eq!(backlog.overdue, 400);
        assert!((3600.0..7200.0).contains(&backlog.seconds), "{}", backlog.seconds);
    }

    #[test]
    fn what_is_used_of_today_is_gone() {
        let all = states(400, 20);
        let at = |spent| {
            backlog(all.iter(), TODAY, &Scheduler::default(), Costs::default(), 60, spent, 1).unwrap()
        };
        let (fresh, used) = (at(0.0), at(4000.0));
        assert_eq!((fresh.seconds_today, used.seconds_today), (3600.0, 0.0));
        assert!(used.clear > fresh.clear, "{:?} {:?}", used.clear, fresh.clear);
    }

    #[test]
    fn what_never_ends_says_what_would_suffice() {
        let backlog = of(&states(6000, 20), 5).unwrap();
        assert_eq!(backlog.clear, None);
        let (minutes, day) = backlog.instead.unwrap();
        assert!(minutes > 20 && day > TODAY, "{minutes} {day}");
    }

    #[test]
    fn a_sample_stands_for_all() {
        let days = |count, minutes| of(&states(count, 20), minutes).unwrap().clear.unwrap().since(TODAY);
        let (few, many) = (days(450, 10), days(45 * 450, 450));
        assert!(few.abs_diff(many) <= few / 4, "{few} {many}");
    }

    proptest! {
        #[test]
        fn any_states_are_looked_at_without_harm(
            all in prop::collection::vec((0.001..40_000.0f32, 1.0..10.0f32, -900..900i32, -900..900i32), 0..60),
            minutes in 0..50u32,
        ) {
            let state = |(stability, difficulty, last, due)| State {
                memory: Some(Memory { stability, difficulty }),
                last: Some(Day(TODAY.0 + last)), due: Some(Day(TODAY.0 + due)), ..State::default()
            };
            let all: Vec<State> = all.into_iter().map(state).collect();
            if let Some(found) = of(&all, minutes) {
                prop_assert!(found.overdue > 0 && found.seconds > minutes as f32 * 60.0);
                prop_assert!(found.clear.is_none_or(|day| day >= TODAY));
            }
        }
    }
}
