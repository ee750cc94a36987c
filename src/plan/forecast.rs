//! What to expect of the exam: a score, how sure it is, and what stays unseen.

use super::trial::Ending;

/// Half of the width of a 90 % interval, in standard deviations of a normal distribution.
const NINETY: f32 = 1.645;

/// Standard deviation of the score for what no model of memory knows: the mood of the day, the wording.
const UNKNOWN_SD: f32 = 0.015;

/// The same for what is still to be learnt, for each full mark of gain and each deviation of a question's chance:
/// how well students learn differs from the model more than how well they remember.
const UNLEARNT_SD: f32 = 0.12;

/// What to expect of the exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The expected score, 0 to 1: marks earned over all marks; a question never seen earns none.
    pub score: f32,
    /// The score of one sitting is above this in 95 of 100 cases, 0 to 1.
    pub low: f32,
    /// The score of one sitting is below this in 95 of 100 cases, 0 to 1.
    pub high: f32,
    /// How many questions are expected to be never seen.
    pub unseen: f32,
    /// The expected score if nothing is done from the end of each day on, today first; the last is `score`. Where
    /// the exam is far off, the days between are filled in evenly.
    pub by_day: Vec<f32>,
}

impl Forecast {
    /// The mean of some trials. `now` is the expected score if nothing more is done, `questions` how many there are
    /// in all, `days` how many are left.
    pub(super) fn of(endings: &[Ending], now: f32, questions: usize, days: u32) -> Self {
        let mean = |value: &dyn Fn(&Ending) -> f32| {
            endings.iter().map(value).sum::<f32>() / endings.len().max(1) as f32
        };
        let score = mean(&|ending| ending.score);
        let between = mean(&|ending| (ending.score - score).powi(2));
        let unlearnt = (UNLEARNT_SD * (score - now).max(0.0)).powi(2) * score * (1.0 - score);
        let sitting = mean(&|ending| ending.variance);
        let variance = between + sitting + unlearnt.max(0.0) + UNKNOWN_SD * UNKNOWN_SD;
        let half = NINETY * variance.sqrt();
        let periods = endings.first().map_or(0, |ending| ending.by_period.len());
        let by_period: Vec<f32> = (0..periods)
            .map(|period| mean(&|ending| ending.by_period.get(period).copied().unwrap_or_default()))
            .collect();
        Self {
            score,
            low: (score - half).max(0.0),
            high: (score + half).min(1.0),
            unseen: mean(&|ending| ending.unseen) * questions as f32,
            by_day: by_day(&by_period, days),
        }
    }
}

/// A value for each of `days` from those of fewer periods of equal length, the last of which ends with the days.
fn by_day(periods: &[f32], days: u32) -> Vec<f32> {
    let at = |position: f32| {
        let low = (position.floor() as usize).min(periods.len().saturating_sub(1));
        let [before, after] =
            [low, low + 1].map(|n| periods.get(n).or(periods.last()).copied().unwrap_or(0.0));
        before + (after - before) * (position - low as f32).clamp(0.0, 1.0)
    };
    let per_day = periods.len() as f32 / days.max(1) as f32;
    (1..=days).map(|day| at((day as f32 * per_day - 1.0).max(0.0))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(score: f32) -> Ending {
        Ending { score, variance: 0.0004, unseen: 0.1, by_period: vec![score / 2.0, score] }
    }

    #[test]
    fn the_interval_counts_trials_sittings_and_the_unknown() {
        let forecast = Forecast::of(&[ending(0.7), ending(0.9)], 0.3, 50, 2);
        assert!((forecast.score - 0.8).abs() < 1e-6 && (forecast.unseen - 5.0).abs() < 1e-4);
        let half = 1.645 * (0.01f32 + 0.0004 + 0.000_225 + 0.06 * 0.06 * 0.16).sqrt();
        assert!((forecast.low - (0.8 - half)).abs() < 1e-5 && (forecast.high - (0.8 + half)).abs() < 1e-5);
        assert_eq!(forecast.by_day.len(), 2);
        assert!((forecast.by_day[0] - 0.4).abs() < 1e-6 && (forecast.by_day[1] - 0.8).abs() < 1e-6);
        assert!(Forecast::of(&[ending(0.99)], 0.0, 50, 2).high <= 1.0);
    }

    #[test]
    fn days_between_are_filled_in() {
        assert_eq!(by_day(&[1.0, 2.0], 4), [1.0, 1.0, 1.5, 2.0]);
        assert_eq!(by_day(&[], 2), [0.0, 0.0]);
        assert!(by_day(&[1.0], 0).is_empty());
    }
}
