//! A year of days, and what falls due in the next.

use super::activity::Activity;
use super::figures::Known;
use crate::time::Day;

/// Weeks of a year that is looked back on: the last 52, and the one of today.
pub const WEEKS: u32 = 53;

/// Days ahead that due questions are counted for, the first of them today.
pub const DUE_DAYS: usize = 30;

/// The days of a year up to today, as whole weeks from Monday on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The Monday of the first week.
    pub first: Day,
    /// Answers of each day from then to today.
    pub answers: Vec<u32>,
    /// Days of the first week that answers are not asked of.
    pub before: u32,
    /// A day with up to so many answers is of the first, second and third of four levels: the quartiles of the days
    /// with answers.
    pub edges: [u32; 3],
}

impl Year {
    /// The [`WEEKS`] weeks up to `today`, or those from `since` on if that is later.
    pub fn of(activity: &Activity, today: Day, since: Option<Day>) -> Self {
        let year = Day(monday(today).0.saturating_sub(7 * (WEEKS as i32 - 1)));
        let first = since.map_or(year, |since| year.max(monday(since)));
        let before = since.map_or(0, |since| since.since(first));
        let mut answers = vec![0; today.since(first) as usize + 1];
        for studied in activity.days.iter().filter(|studied| studied.day >= first) {
            if let Some(day) = answers.get_mut(studied.day.since(first) as usize) {
                *day = studied.answers;
            }
        }
        let edges = quartiles(&answers);
        Self { first, answers, before, edges }
    }

    /// Days that answers are asked of.
    pub fn days(&self) -> usize {
        self.answers.len().saturating_sub(self.before as usize)
    }

    /// 0 without answers, then 1 to 4.
    pub fn level(&self, answers: u32) -> usize {
        if answers == 0 { 0 } else { 1 + self.edges.iter().filter(|edge| answers > **edge).count() }
    }

    /// The levels that days have, each with what it means: those that no day can have are left out.
    pub fn levels(&self) -> Vec<(u8, String)> {
        let mut levels = vec![(0, "none".to_owned())];
        let mut below = 0;
        for (level, edge) in (1..).zip(self.edges) {
            if edge > below {
                levels.push((level, format!("up to {edge}")));
                below = edge;
            }
        }
        if self.answers.iter().any(|answers| *answers > below) {
            levels.push((4, "more answers".to_owned()));
        }
        levels
    }

    /// Each week: its Monday, and its days as far as they have come.
    pub fn weeks(&self) -> impl Iterator<Item = (Day, &[u32])> {
        (0..).zip(self.answers.chunks(7)).map(|(week, days)| (self.first.plus(week * 7), days))
    }

    /// Each month, such as "2026-11", with its days with answers and its answers.
    pub fn months(&self) -> Vec<(String, u32, u32)> {
        let mut months: Vec<(String, u32, u32)> = Vec::new();
        for (nth, answers) in (0..).zip(&self.answers) {
            let name = self.first.plus(nth).date().strftime("%Y-%m").to_string();
            match months.last_mut() {
                Some(month) if month.0 == name => {
                    month.1 += u32::from(*answers > 0);
                    month.2 += answers;
                }
                _ => months.push((name, u32::from(*answers > 0), *answers)),
            }
        }
        months
    }

    /// Days with answers.
    pub fn studied(&self) -> usize {
        self.answers.iter().filter(|answers| **answers > 0).count()
    }
}

/// The Monday of a day's week. 1 January 1970 was a Thursday.
pub fn monday(day: Day) -> Day {
    Day(day.0.saturating_sub(weekday(day) as i32))
}

/// 0 for Monday to 6 for Sunday.
pub fn weekday(day: Day) -> usize {
    (i64::from(day.0) + 3).rem_euclid(7) as usize
}

/// The counts that a quarter, a half and three quarters of the days with answers do not exceed.
fn quartiles(answers: &[u32]) -> [u32; 3] {
    let mut some: Vec<u32> = answers.iter().copied().filter(|answers| *answers > 0).collect();
    some.sort_unstable();
    [1, 2, 3]
        .map(|quarter| some.get((some.len() * quarter).div_ceil(4).saturating_sub(1)).copied().unwrap_or(0))
}

/// Questions that fall due on each of [`DUE_DAYS`] days from `today` on; those overdue are due today. Suspended
/// questions are not asked, new ones have no day.
pub fn due(questions: &[Known<'_>], today: Day) -> [u32; DUE_DAYS] {
    let mut days = [0; DUE_DAYS];
    for question in questions.iter().filter(|question| !question.is_suspended()) {
        let due = question.state.and_then(|state| state.comes(today));
        if let Some(count) = due.and_then(|due| days.get_mut(due.since(today) as usize)) {
            *count += 1;
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::State;
    use crate::stats::Studied;
    use proptest::prelude::*;

    fn day(text: &str) -> Day {
        Day::of_date(text.parse().unwrap())
    }

    fn year(days: &[(&str, u32)], today: &str) -> Year {
        let days = days.iter().map(|(on, answers)| Studied { day: day(on), answers: *answers, seconds: 1.0 });
        Year::of(&Activity { days: days.collect(), ..Activity::default() }, day(today), None)
    }

    #[test]
    fn weeks_begin_on_monday() {
        assert_eq!((weekday(day("2026-11-23")), weekday(day("2026-11-22"))), (0, 6));
        assert_eq!(monday(day("2026-11-26")), day("2026-11-23"));
        assert_eq!(monday(day("1969-12-31")), day("1969-12-29"));
    }

    #[test]
    fn a_year_ends_today_and_has_four_levels() {
        let days =
            [("2025-11-23", 99), ("2025-11-24", 8), ("2026-11-20", 2), ("2026-11-23", 4), ("2026-11-24", 6)];
        let year = year(&days, "2026-11-25");
        assert_eq!((year.first, year.answers.len()), (day("2025-11-24"), 52 * 7 + 3));
        assert_eq!((year.answers[0], year.studied()), (8, 4)); // Sunday the 23rd is before the first Monday
        assert_eq!(year.edges, [2, 4, 6]);
        assert_eq!([0, 1, 2, 3, 4, 6, 8].map(|answers| year.level(answers)), [0, 1, 1, 2, 2, 3, 4]);
        let months = year.months();
        let named = |name: &str, days, answers| (name.to_owned(), days, answers);
        assert_eq!((&months[0], &months[12]), (&named("2025-11", 1, 8), &named("2026-11", 3, 12)));
        assert_eq!(months.len(), 13);
        let last = year.weeks().last().unwrap();
        assert_eq!(last, (day("2026-11-23"), &[4, 6, 0][..]));
        assert_eq!(year.weeks().count(), WEEKS as usize);
    }

    #[test]
    fn a_year_may_begin_later() {
        let since = |text: &str| Year::of(&Activity::default(), day("2026-11-25"), Some(day(text)));
        let late = since("2026-11-19");
        assert_eq!((late.first, late.answers.len(), late.days()), (day("2026-11-16"), 10, 7));
        let early = since("2020-01-01");
        assert_eq!((early.first, early.days()), (day("2025-11-24"), 52 * 7 + 3));
    }

    #[test]
    fn what_is_overdue_is_due_today() {
        let state = |due, suspended| State { due: Some(Day(due)), suspended, ..State::default() };
        let states =
            [state(90, false), state(100, false), state(101, true), state(129, false), state(130, false)];
        let mut known: Vec<Known<'_>> =
            states.iter().map(|state| Known { tags: &[], state: Some(state) }).collect();
        known.push(Known { tags: &[], state: None });
        let due = due(&known, Day(100));
        assert_eq!((due[0], due[1], due[29], due.iter().sum::<u32>()), (2, 0, 1, 3));
    }

    proptest! {
        #[test]
        fn every_day_has_a_level(days in prop::collection::btree_map(20_000..20_900i32, 1..500u32, 0..60)) {
            let days = days.into_iter().map(|(day, answers)| Studied { day: Day(day), answers, seconds: 0.0 });
            let year = Year::of(&Activity { days: days.collect(), ..Activity::default() }, Day(20_800), None);
            prop_assert!(year.edges.is_sorted());
            for answers in &year.answers {
                let level = year.level(*answers);
                prop_assert!(level <= 4 && (level == 0) == (*answers == 0));
            }
        }
    }
}
