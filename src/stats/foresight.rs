//! How what was foreseen came true: chances of recall against answers, and forecasts against exams.
//!
//! A chance counts as it stood at the time: what the memory model said then, corrected by what the student's
//! earlier answers had shown, and by nothing later.

use super::Share;
use crate::plan::Calibration;
use crate::time::Day;

/// Answers below which nothing is said.
pub const ENOUGH_ANSWERS: usize = 30;

/// Where one bin of chances ends and the next begins.
const EDGES: [f64; 5] = [0.5, 0.7, 0.8, 0.9, 0.95];

/// The first answer of a day to a question that had been answered before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The study day.
    pub day: Day,
    /// The chance that the memory model gave it, 0 to 1.
    pub retrievability: f32,
    /// Whether it was recalled.
    pub recalled: bool,
    /// Whether it belongs to the record, or only taught how the student differs from the model.
    pub counts: bool,
}

/// Chances of recall against answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The answers that were right.
    pub recalled: Share,
    /// The mean of the chances, 0 to 1.
    pub foreseen: f64,
    /// The mean square of what each chance was off (G. W. Brier 1950, "Verification of forecasts expressed in terms
    /// of probability"): 0 is perfect, 0.25 is to say one half every time.
    pub brier: f64,
    /// The same, had the share of right answers been said every time.
    pub brier_of_share: f64,
    /// The same answers by the chance they had, the lowest first; none is empty.
    pub bins: Vec<Bin>,
}

/// The answers whose chance lay between two edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Chances from here, 0 to 1.
    pub low: f64,
    /// Chances below here, 0 to 1.
    pub high: f64,
    /// The mean of the chances, 0 to 1.
    pub foreseen: f64,
    /// The answers that were right.
    pub recalled: Share,
}

/// The record of `answers`, in any order; `None` if fewer than [`ENOUGH_ANSWERS`] count. `decay` is that of the
/// forgetting curve, [`crate::memory::Parameters::decay`].
pub fn record(mut answers: Vec<Seen>, decay: f32) -> Option<Record> {
    answers.sort_by_key(|seen| seen.day);
    let mut calibration = Calibration::new(decay);
    let mut told: Vec<(f64, bool)> = Vec::with_capacity(answers.len());
    for of_day in answers.chunk_by(|one, next| one.day == next.day) {
        let factor = calibration.factor();
        let counting = of_day.iter().filter(|seen| seen.counts);
        told.extend(counting.map(|seen| (corrected(seen.retrievability, factor, decay), seen.recalled)));
        of_day.iter().for_each(|seen| calibration.observe(seen.retrievability, seen.recalled));
    }
    (told.len() >= ENOUGH_ANSWERS).then(|| of(&told))
}

/// The same for chances as they were given, each with whether it came true; a chance below 0 or over 1 is none.
pub fn of_chances(mut told: Vec<(f64, bool)>) -> Option<Record> {
    told.retain(|(chance, _)| (0.0..=1.0).contains(chance));
    (told.len() >= ENOUGH_ANSWERS).then(|| of(&told))
}

/// The chance where stabilities are `factor` times as long as the model says, see [`Calibration::observe`].
fn corrected(chance: f32, factor: f32, decay: f32) -> f64 {
    if !(chance > 0.0 && chance < 1.0) {
        return f64::from(chance.clamp(0.0, 1.0));
    }
    let time = chance.powf(-1.0 / decay.max(0.01)) - 1.0;
    f64::from((1.0 + time / factor).powf(-decay.max(0.01)))
}

fn of(told: &[(f64, bool)]) -> Record {
    let mut recalled = Share::default();
    told.iter().for_each(|(_, right)| recalled.add(*right));
    let share = recalled.value();
    let mean = |value: &dyn Fn(f64, bool) -> f64| {
        told.iter().map(|(chance, right)| value(*chance, *right)).sum::<f64>() / told.len().max(1) as f64
    };
    let off = |said: f64, right: bool| (said - f64::from(u8::from(right))).powi(2);
    Record {
        recalled,
        foreseen: mean(&|chance, _| chance),
        brier: mean(&off),
        brier_of_share: mean(&|_, right| off(share, right)),
        bins: bins(told),
    }
}

fn bins(told: &[(f64, bool)]) -> Vec<Bin> {
    let lows = std::iter::once(0.0).chain(EDGES);
    let highs = EDGES.into_iter().chain(std::iter::once(1.0));
    let bin = |(low, high): (f64, f64)| {
        let inside = |chance: f64| low <= chance && (chance < high || high == 1.0);
        let (mut sum, mut recalled) = (0.0, Share::default());
        for (chance, right) in told.iter().filter(|(chance, _)| inside(*chance)) {
            sum += chance;
            recalled.add(*right);
        }
        (recalled.of > 0).then(|| Bin { low, high, foreseen: sum / f64::from(recalled.of), recalled })
    };
    lows.zip(highs).filter_map(bin).collect()
}

/// A forecast of an exam, and the score that came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sat {
    /// The day of the exam.
    pub day: Day,
    /// It was a mock exam.
    pub mock: bool,
    /// How many days before it the forecast was made.
    pub days_before: u32,
    /// The score that was foreseen, 0 to 1.
    pub foreseen: f64,
    /// What 90 of 100 sittings were said to lie between, 0 to 1; `None` if nothing was said.
    pub between: Option<(f64, f64)>,
    /// The score that came, 0 to 1.
    pub scored: f64,
}

/// By how many points the forecasts were too high in the mean, below 0 too low; `None` without any.
pub fn mean_error(exams: &[Sat]) -> Option<f64> {
    let sum: f64 = exams.iter().map(|sat| (sat.foreseen - sat.scored) * 100.0).sum();
    (!exams.is_empty()).then(|| sum / exams.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;
    use proptest::prelude::*;

    fn seen(day: i32, retrievability: f32, recalled: bool) -> Seen {
        Seen { day: Day(day), retrievability, recalled, counts: true }
    }

    fn decay() -> f32 {
        Parameters::default().decay()
    }

    #[test]
    fn too_few_answers_say_nothing() {
        let few = vec![seen(1, 0.9, true); ENOUGH_ANSWERS - 1];
        assert_eq!(record(few.clone(), decay()), None);
        let uncounted = Seen { counts: false, ..seen(1, 0.9, true) };
        let more: Vec<Seen> = few.into_iter().chain([uncounted; 50]).collect();
        assert_eq!(record(more, decay()), None);
    }

    #[test]
    fn the_figures_of_one_day_are_those_of_the_model() {
        // On the first day nothing is known, so the chances are nearly those of the model.
        let answers: Vec<Seen> =
            (0..40).map(|n| seen(1, if n < 20 { 0.6 } else { 0.92 }, n % 4 != 0)).collect();
        let record = record(answers, decay()).unwrap();
        assert_eq!((record.recalled.hits, record.recalled.of), (30, 40));
        assert!((record.foreseen - 0.76).abs() < 0.001);
        let brier = (15.0 * 0.16 + 5.0 * 0.36 + 15.0 * 0.0064 + 5.0 * 0.8464) / 40.0;
        assert!((record.brier - brier).abs() < 0.001, "{} {brier}", record.brier);
        assert!((record.brier_of_share - 0.1875).abs() < 1e-9);
        let bins: Vec<_> = record.bins.iter().map(|bin| (bin.low, bin.high, bin.recalled.of)).collect();
        assert_eq!(bins, [(0.5, 0.7, 20), (0.9, 0.95, 20)]);
    }

    #[test]
    fn what_is_learnt_later_does_not_mend_what_was_said_before() {
        let bad: Vec<Seen> = (0..400).map(|n| seen(n / 40, 0.9, n % 2 == 0)).collect();
        let (early, all) = (record(bad[..40].to_vec(), decay()).unwrap(), record(bad, decay()).unwrap());
        assert!((early.foreseen - 0.9).abs() < 0.002, "nothing was known on the first day");
        assert!(all.foreseen < 0.83, "the days after were foreseen better: {}", all.foreseen);
        assert!(all.brier < early.brier);
    }

    #[test]
    fn errors_have_a_sign() {
        let sat = |foreseen, scored| Sat {
            day: Day(1),
            mock: false,
            days_before: 1,
            foreseen,
            between: None,
            scored,
        };
        assert_eq!(mean_error(&[]), None);
        assert!((mean_error(&[sat(0.9, 0.8), sat(0.7, 0.76)]).unwrap() - 2.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn every_answer_is_in_one_bin(
            answers in prop::collection::vec((0..40i32, -0.1..1.1f32, any::<bool>()), 30..120)
        ) {
            let n = answers.len();
            let answers = answers.into_iter().map(|(day, chance, right)| seen(day, chance, right)).collect();
            let record = record(answers, decay()).unwrap();
            prop_assert_eq!(record.bins.iter().map(|bin| bin.recalled.of as usize).sum::<usize>(), n);
            prop_assert!((0.0..=1.0).contains(&record.foreseen) && (0.0..=1.0).contains(&record.brier));
        }
    }
}
