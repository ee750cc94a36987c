//! When was studied: days, streaks, time.

use crate::time::{Day, Timestamp};

/// What counts for streaks besides the answers that figures are about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Background {
    /// The days that were [flown over](flown_over).
    pub flown: Vec<Day>,
    /// The days with answers before the first that figures are about, in order, each once.
    pub earlier: Vec<Day>,
}

/// What was done on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Studied {
    /// The study day.
    pub day: Day,
    /// Answers of any purpose.
    pub answers: u32,
    /// Seconds from the questions to these answers.
    pub seconds: f64,
}

/// The days on which was studied.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Activity {
    /// Each such day up to today once, the earliest first.
    pub days: Vec<Studied>,
    /// Days in a row up to today; a day not yet studied does not break it as long as it is today, nor does a day
    /// that was [flown over](flown_over).
    pub streak_days: u32,
    /// The most days in a row ever.
    pub longest_streak_days: u32,
}

impl Activity {
    /// From the day and seconds of each answer, in any order (fast if they are mostly in order), and what counts for
    /// streaks besides.
    pub(super) fn of(answers: impl Iterator<Item = (Day, f64)>, besides: &Background, today: Day) -> Self {
        let mut runs: Vec<Studied> = Vec::new();
        // Days after today are what a wrong clock leaves.
        for (day, seconds) in answers.filter(|(day, _)| *day <= today) {
            match runs.last_mut() {
                Some(run) if run.day == day => {
                    run.answers += 1;
                    run.seconds += seconds;
                }
                _ => runs.push(Studied { day, answers: 1, seconds }),
            }
        }
        runs.sort_by_key(|run| run.day);
        let days = merged(runs);
        let all = besides.earlier.iter().copied().chain(days.iter().map(|studied| studied.day));
        let (streak_days, longest_streak_days) = streaks(all, &besides.flown, today);
        Self { days, streak_days, longest_streak_days }
    }
}

fn merged(runs: Vec<Studied>) -> Vec<Studied> {
    let mut days: Vec<Studied> = Vec::with_capacity(runs.len());
    for run in runs {
        match days.last_mut() {
            Some(day) if day.day == run.day => {
                day.answers += run.answers;
                day.seconds += run.seconds;
            }
            _ => days.push(run),
        }
    }
    days
}

/// The streak that is alive today, and the longest, of days in order.
fn streaks(days: impl Iterator<Item = Day>, flown: &[Day], today: Day) -> (u32, u32) {
    let follows =
        |day: Day, last: Day| day.since(last) <= 1 || day.since(last) == 2 && flown.contains(&last.plus(1));
    let (mut run, mut longest, mut last) = (0, 0, None);
    for day in days {
        run = if last.is_some_and(|last| follows(day, last)) { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(day);
    }
    let alive = last.is_some_and(|last| follows(today, last));
    (if alive { run } else { 0 }, longest)
}

/// The days without answers between two days with answers, each alone: those that may have been flown over.
pub fn gaps(days: impl Iterator<Item = Day>) -> Vec<Day> {
    let mut days: Vec<Day> = days.collect();
    days.sort_unstable();
    days.dedup();
    let alone = days.windows(2).filter_map(|pair| match pair {
        [before, after] if after.since(*before) == 2 => Some(before.plus(1)),
        _ => None,
    });
    alone.collect()
}

/// An answer beside a day without any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beside {
    /// What the clock said.
    pub clock: Timestamp,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

/// True if a day was lost on the way: by the clock at home, the answer after `day` was given on it, and only the
/// clock at the journey's end has skipped it. `rollover_hour` is when a study day begins.
pub fn flown_over(day: Day, before: Beside, after: Beside, rollover_hour: i8) -> bool {
    let at_home = i64::from(before.offset_minutes) * 60_000 - i64::from(rollover_hour) * 3_600_000;
    let moment = after.clock.0.saturating_add(at_home).div_euclid(86_400_000);
    after.offset_minutes > before.offset_minutes && moment <= i64::from(day.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streak(days: &[i32], today: i32) -> (u32, u32) {
        streak_over(days, &[], today)
    }

    fn streak_over(days: &[i32], flown: &[Day], today: i32) -> (u32, u32) {
        let besides = Background { flown: flown.into(), ..Background::default() };
        let activity = Activity::of(days.iter().map(|day| (Day(*day), 1.0)), &besides, Day(today));
        (activity.streak_days, activity.longest_streak_days)
    }

    #[test]
    fn a_streak_lives_until_a_whole_day_is_missed() {
        assert_eq!(streak(&[], 9), (0, 0));
        assert_eq!(streak(&[7, 8, 9], 9), (3, 3));
        assert_eq!(streak(&[7, 8, 9], 10), (3, 3));
        assert_eq!(streak(&[7, 8, 9], 11), (0, 3));
        assert_eq!(streak(&[1, 2, 3, 4, 6, 7], 7), (2, 4));
        assert_eq!(streak(&[9], 9), (1, 1));
        // A clock once set ahead neither makes a streak nor breaks one.
        assert_eq!(streak(&[8, 9, 400], 9), (2, 2));
    }

    #[test]
    fn a_day_lost_over_the_date_line_breaks_no_streak() {
        assert_eq!(gaps([4, 1, 2, 8, 6, 4].map(Day).into_iter()), [3, 5, 7].map(Day));
        assert_eq!(streak_over(&[1, 2, 4, 5], &[Day(3)], 5), (4, 4));
        assert_eq!(streak_over(&[1, 2, 4, 6], &[Day(3)], 6), (1, 3));
        assert_eq!(streak_over(&[1, 2], &[Day(3)], 4), (2, 2), "landed, and not yet studied");
        assert_eq!(streak_over(&[1, 2], &[], 4), (0, 2));
        // From Los Angeles, day 100 at 21:00, to Tokyo, day 102 at 08:00: 18 hours.
        let hours = |day: i64, hour: i64, offset: i64| Beside {
            clock: Timestamp((day * 24 + hour - offset) * 3_600_000),
            offset_minutes: i32::try_from(offset * 60).unwrap(),
        };
        let leaves = hours(100, 21, -8);
        assert!(flown_over(Day(101), leaves, hours(102, 8, 9), 4));
        assert!(flown_over(Day(101), leaves, hours(102, 20, 9), 4));
        assert!(!flown_over(Day(101), leaves, hours(102, 8, -8), 4), "stayed at home");
        assert!(!flown_over(Day(101), leaves, hours(102, 22, -5), 4), "flew to New York, and had the day");
    }

    #[test]
    fn a_streak_goes_on_from_days_that_figures_are_not_about() {
        let besides = Background { earlier: vec![Day(1), Day(2), Day(5), Day(6)], flown: Vec::new() };
        let found = Activity::of([(Day(7), 1.0)].into_iter(), &besides, Day(7));
        assert_eq!((found.days.len(), found.streak_days, found.longest_streak_days), (1, 3, 3));
    }

    #[test]
    fn each_day_is_counted_once_whatever_the_order() {
        let rows = [(Day(3), 2.0), (Day(1), 1.0), (Day(3), 4.0), (Day(3), 1.0)];
        let found = Activity::of(rows.into_iter(), &Background::default(), Day(3));
        let day = |day, answers, seconds| Studied { day: Day(day), answers, seconds };
        assert_eq!(found.days, [day(1, 1, 1.0), day(3, 3, 7.0)]);
    }
}
