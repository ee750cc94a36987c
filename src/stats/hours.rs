//! When time was spent: by hour, by day of the week, and on the last days.

use super::activity::Activity;
use super::calendar::weekday;
use super::figures::Answer;
use super::share::Share;
use crate::time::Day;

/// Days that are looked back on, today included.
pub const LAST_DAYS: u32 = 30;

/// The days of the week.
pub const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// What was done in an hour of the day, or on a day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spent {
    /// Answers of any purpose.
    pub answers: u32,
    /// Seconds to these answers.
    pub seconds: f64,
    /// First answers of a day to study that were not forgotten.
    pub right: Share,
}

impl Spent {
    fn add(&mut self, answer: &Answer) {
        self.answers += 1;
        self.seconds += answer.seconds;
        if answer.is_first() {
            self.right.add(answer.is_recalled());
        }
    }

    /// Minutes to the answers.
    pub fn minutes(&self) -> f64 {
        self.seconds / 60.0
    }
}

/// When answers were given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hours {
    /// By the hour on the student's clock, 0 to 23.
    pub hours: [Spent; 24],
    /// By study day of the week, Monday first.
    pub weekdays: [Spent; 7],
}

/// Sorts answers by when they were given.
pub fn hours(answers: &[Answer]) -> Hours {
    let mut found = Hours::default();
    for answer in answers {
        if let Some(hour) = found.hours.get_mut(usize::from(answer.hour)) {
            hour.add(answer);
        }
        if let Some(day) = found.weekdays.get_mut(weekday(answer.day)) {
            day.add(answer);
        }
    }
    found
}

/// Answers and minutes of each of the last [`LAST_DAYS`] days up to `today`.
pub fn last_days(activity: &Activity, today: Day) -> Vec<(Day, u32, f64)> {
    let first = Day(today.0.saturating_sub(LAST_DAYS as i32 - 1));
    let mut days: Vec<(Day, u32, f64)> = (0..LAST_DAYS).map(|nth| (first.plus(nth), 0, 0.0)).collect();
    for studied in activity.days.iter().filter(|studied| studied.day >= first) {
        if let Some(day) = days.get_mut(studied.day.since(first) as usize) {
            (day.1, day.2) = (studied.answers, studied.seconds / 60.0);
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::super::samples::answer;
    use super::*;
    use crate::event::Purpose;
    use crate::question::ask::Rating;
    use crate::stats::Studied;

    #[test]
    fn an_answer_counts_at_its_hour_and_on_its_weekday() {
        let rows = [
            Answer { hour: 7, ..answer(0, 20_780, Rating::Good) }, // a Monday
            Answer { hour: 7, purpose: Purpose::Cram, ..answer(0, 20_781, Rating::Good) },
            Answer { hour: 23, ..answer(0, 20_787, Rating::Again) }, // the Monday after
        ];
        let found = hours(&rows);
        assert_eq!(found.hours[7], Spent { answers: 2, seconds: 12.0, right: Share { hits: 1, of: 1 } });
        assert_eq!(found.hours[23].right, Share { hits: 0, of: 1 });
        assert_eq!(found.weekdays[0], Spent { answers: 2, seconds: 12.0, right: Share { hits: 1, of: 2 } });
        assert_eq!((found.weekdays[1].answers, found.weekdays[1].right.of), (1, 0));
        assert_eq!(found.hours.iter().map(|hour| hour.answers).sum::<u32>(), 3);
    }

    #[test]
    fn the_last_day_is_today() {
        let studied = |day, answers| Studied { day: Day(day), answers, seconds: 90.0 };
        let days = vec![studied(70, 9), studied(71, 1), studied(100, 5), studied(101, 7)];
        let found = last_days(&Activity { days, ..Activity::default() }, Day(100));
        assert_eq!((found.len(), found[0], found[29]), (30, (Day(71), 1, 1.5), (Day(100), 5, 1.5)));
        assert_eq!(found.iter().map(|day| day.1).sum::<u32>(), 6);
    }
}
