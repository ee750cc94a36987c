//! What was recalled, and what the memory model had expected: young and mature, week by week, and by the chance it gave.

use super::calendar::monday;
use super::figures::{Answer, MATURE_DAYS, Retention};
use super::foresight::{self, Record};
use super::share::Share;
use crate::time::Day;

/// Weeks that are looked back on.
pub const WEEKS: u32 = 12;

/// What was recalled in a week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// Its Monday.
    pub monday: Day,
    /// What was recalled and foreseen in it; of nothing in a week without such answers.
    pub retention: Retention,
}

/// True retention, by how long ago the question was last answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Recall {
    /// All of it.
    pub all: Retention,
    /// After fewer than [`MATURE_DAYS`] days.
    pub young: Retention,
    /// After [`MATURE_DAYS`] days or more.
    pub mature: Retention,
    /// The last [`WEEKS`] weeks, the earliest first; those before the first such answer are left out.
    pub weeks: Vec<Week>,
}

/// Sums in the making.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    recalled: Share,
    foreseen: f64,
}

impl Sum {
    fn add(&mut self, recalled: bool, foreseen: f64) {
        self.recalled.add(recalled);
        self.foreseen += foreseen;
    }

    fn retention(self) -> Retention {
        let predicted = self.foreseen / f64::from(self.recalled.of.max(1));
        Retention { recalled: self.recalled, predicted }
    }
}

/// Answers that test the memory: first of the day, at least a day after the one before, with a prediction.
pub(super) fn tests(answers: &[Answer]) -> impl Iterator<Item = (&Answer, u32, f64)> {
    answers.iter().filter(|answer| answer.is_first()).filter_map(|answer| {
        let days = answer.elapsed_days.filter(|days| *days > 0)?;
        let chance = answer.predicted.filter(|chance| (0.0..=1.0).contains(chance))?;
        Some((answer, days, f64::from(chance)))
    })
}

/// What was recalled, in all and by week.
pub fn recall(answers: &[Answer], today: Day) -> Recall {
    let (mut young, mut mature) = (Sum::default(), Sum::default());
    let mut weeks = [Sum::default(); WEEKS as usize];
    let first = Day(monday(today).0.saturating_sub(7 * (WEEKS as i32 - 1)));
    for (answer, days, chance) in tests(answers) {
        let side = if days < MATURE_DAYS { &mut young } else { &mut mature };
        side.add(answer.is_recalled(), chance);
        if answer.day >= first
            && answer.day <= today
            && let Some(week) = weeks.get_mut((answer.day.since(first) / 7) as usize)
        {
            week.add(answer.is_recalled(), chance);
        }
    }
    let recalled = Share {
        hits: young.recalled.hits + mature.recalled.hits,
        of: young.recalled.of + mature.recalled.of,
    };
    let all = Sum { recalled, foreseen: young.foreseen + mature.foreseen };
    let weeks =
        (0..).zip(weeks).map(|(nth, sum)| Week { monday: first.plus(nth * 7), retention: sum.retention() });
    Recall {
        all: all.retention(),
        young: young.retention(),
        mature: mature.retention(),
        weeks: weeks.skip_while(|week| week.retention.recalled.of == 0).collect(),
    }
}

/// The chances that the memory model gave, held against the same answers; `None` of fewer than
/// [`foresight::ENOUGH_ANSWERS`].
pub fn calibration(answers: &[Answer]) -> Option<Record> {
    foresight::of_chances(tests(answers).map(|(answer, _, chance)| (chance, answer.is_recalled())).collect())
}

#[cfg(test)]
mod tests {
    use super::super::samples::answer;
    use super::*;
    use crate::event::Purpose;
    use crate::question::ask::Rating;
    use proptest::prelude::*;

    /// A Monday.
    const TODAY: Day = Day(20_780);

    fn tested(day: i32, elapsed: u32, chance: f32, rating: Rating) -> Answer {
        Answer { elapsed_days: Some(elapsed), predicted: Some(chance), ..answer(0, day, rating) }
    }

    #[test]
    fn young_and_mature_are_told_apart_and_weeks_too() {
        let (good, again) = (Rating::Good, Rating::Again);
        let rows = [
            tested(20_780, 20, 0.9, good),
            tested(20_779, 21, 0.7, again),
            tested(20_773, 40, 0.5, good),
            tested(20_000, 3, 0.8, good), // long before the first week
            Answer { purpose: Purpose::Cram, ..tested(20_780, 30, 0.1, again) },
            Answer { elapsed_days: Some(0), ..tested(20_780, 0, 0.1, again) },
        ];
        let found = recall(&rows, TODAY);
        assert_eq!(
            (found.all.recalled, found.young.recalled),
            (Share { hits: 3, of: 4 }, Share { hits: 2, of: 2 })
        );
        assert_eq!(found.mature.recalled, Share { hits: 1, of: 2 });
        let near = |seen: f64, expected: f64| assert!((seen - expected).abs() < 1e-6, "{seen} {expected}");
        near(found.all.predicted, 0.725);
        near(found.young.predicted, 0.85);
        near(found.mature.predicted, 0.6);
        let weeks: Vec<_> = found.weeks.iter().map(|week| (week.monday.0, week.retention.recalled)).collect();
        assert_eq!(weeks, [(20_773, Share { hits: 1, of: 2 }), (20_780, Share { hits: 1, of: 1 })]);
        near(found.weeks[0].retention.predicted, 0.6);
    }

    #[test]
    fn chances_are_held_against_answers_as_the_model_gave_them() {
        let rows: Vec<Answer> = (0..40)
            .map(|n| {
                tested(
                    20_000 + n,
                    5,
                    if n < 30 { 0.92 } else { 0.6 },
                    if n % 5 == 0 { Rating::Again } else { Rating::Good },
                )
            })
            .collect();
        let record = calibration(&rows).unwrap();
        let bins: Vec<_> =
            record.bins.iter().map(|bin| (bin.low, bin.recalled.hits, bin.recalled.of)).collect();
        assert_eq!(bins, [(0.5, 8, 10), (0.9, 24, 30)]);
        assert!((record.foreseen - 0.84).abs() < 1e-6);
        assert_eq!(calibration(&rows[..29]), None);
    }

    proptest! {
        #[test]
        fn nothing_is_out_of_range(
            rows in prop::collection::vec((20_600..20_900i32, 0..60u32, prop::num::f32::ANY, any::<bool>()), 0..80)
        ) {
            let rows: Vec<Answer> = rows
                .into_iter()
                .map(|(day, days, chance, right)| tested(day, days, chance, if right { Rating::Good } else { Rating::Again }))
                .collect();
            let found = recall(&rows, TODAY);
            let weeks = found.weeks.iter().map(|week| week.retention);
            for retention in weeks.chain([found.all, found.young, found.mature]) {
                prop_assert!((0.0..=1.0).contains(&retention.predicted), "{retention:?}");
            }
            prop_assert!(found.weeks.len() <= WEEKS as usize);
            prop_assert_eq!(found.all.recalled.of, found.young.recalled.of + found.mature.recalled.of);
        }
    }
}
