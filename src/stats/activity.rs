//! When was studied: days, streaks, time.

use crate::time::Day;

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
    /// Each such day once, the earliest first.
    pub days: Vec<Studied>,
    /// Days in a row up to today; a day not yet studied does not break it as long as it is today.
    pub streak_days: u32,
    /// The most days in a row ever.
    pub longest_streak_days: u32,
}

impl Activity {
    /// From the day and seconds of each answer, in any order (fast if they are mostly in order).
    pub(super) fn of(answers: impl Iterator<Item = (Day, f64)>, today: Day) -> Self {
        let mut runs: Vec<Studied> = Vec::new();
        for (day, seconds) in answers {
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
        let (streak_days, longest_streak_days) = streaks(&days, today);
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

/// The streak that is alive today, and the longest. Days after today, which a wrong clock leaves, are no part of
/// either.
fn streaks(days: &[Studied], today: Day) -> (u32, u32) {
    let (mut run, mut longest, mut last) = (0, 0, None);
    for day in days.iter().map(|studied| studied.day).filter(|day| *day <= today) {
        let follows = last.is_some_and(|last: Day| day.since(last) == 1);
        run = if follows { run + 1 } else { 1 };
        longest = longest.max(run);
        last = Some(day);
    }
    let alive = last.is_some_and(|last| today.since(last) <= 1);
    (if alive { run } else { 0 }, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streak(days: &[i32], today: i32) -> (u32, u32) {
        let activity = Activity::of(days.iter().map(|day| (Day(*day), 1.0)), Day(today));
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
    fn each_day_is_counted_once_whatever_the_order() {
        let rows = [(Day(3), 2.0), (Day(1), 1.0), (Day(3), 4.0), (Day(3), 1.0)];
        let found = Activity::of(rows.into_iter(), Day(3));
        let day = |day, answers, seconds| Studied { day: Day(day), answers, seconds };
        assert_eq!(found.days, [day(1, 1, 1.0), day(3, 3, 7.0)]);
    }
}
