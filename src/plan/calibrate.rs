//! How much slower or faster a student forgets than the parameters of the memory model say.
//!
//! One factor on all stabilities, judged by Bayes' rule from what was recalled and what was not. It hardly changes
//! what to study; it makes the forecast honest.

/// Points of the grid of factors.
const POINTS: usize = 25;

/// The outermost points: logarithms of the factor.
const REACH: f32 = 1.2;

/// Standard deviation of the logarithm of the factor among students, before anything is known of this one.
const PRIOR_SD: f32 = 0.35;

/// What is known of how much longer a student keeps things than foreseen.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    decay: f32,
    /// Logarithms of how likely each factor is, up to a common term.
    likely: [f32; POINTS],
}

impl Calibration {
    /// Nothing known yet. `decay` is that of the forgetting curve, [`crate::memory::Parameters::decay`].
    pub fn new(decay: f32) -> Self {
        let mut likely = [0.0; POINTS];
        for (log, own) in logs().zip(&mut likely) {
            *own = -0.5 * (log / PRIOR_SD).powi(2);
        }
        Self { decay: decay.max(0.01), likely }
    }

    /// Takes in the first answer of a day to a question that had been answered before: what chance of recall was
    /// foreseen, above 0 and below 1, and whether it was recalled. Other chances teach nothing.
    ///
    /// With stabilities k times as long, the forgetting curve (1 + F t/S)^-decay of FSRS-6 gives
    /// (1 + (r^(-1/decay) - 1) / k)^-decay where it gave r.
    pub fn observe(&mut self, foreseen: f32, recalled: bool) {
        if !(foreseen > 0.0 && foreseen < 1.0) {
            return;
        }
        let time = foreseen.powf(-1.0 / self.decay) - 1.0;
        for (log, own) in logs().zip(&mut self.likely) {
            let recall = (1.0 + time / log.exp()).powf(-self.decay).clamp(0.001, 0.999);
            *own += if recalled { recall.ln() } else { (1.0 - recall).ln() };
        }
    }

    /// The factor to plan with: true stability over that of the model, 0.3 to 3.3.
    pub fn factor(&self) -> f32 {
        self.weighted().iter().map(|(log, weight)| log * weight).sum::<f32>().exp()
    }

    /// `count` factors that stand for all that are likely, each over [`Self::factor`], from the lowest.
    pub(super) fn ratios(&self, count: usize) -> Vec<f32> {
        let weighted = self.weighted();
        let factor = self.factor();
        (0..count).map(|n| quantile(&weighted, (n as f32 + 0.5) / count as f32).exp() / factor).collect()
    }

    /// Each point with its weight; weights add up to 1.
    fn weighted(&self) -> [(f32, f32); POINTS] {
        let best = self.likely.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let sum: f32 = self.likely.iter().map(|own| (own - best).exp()).sum();
        let mut weighted = [(0.0, 0.0); POINTS];
        for (pair, (log, own)) in weighted.iter_mut().zip(logs().zip(self.likely)) {
            *pair = (log, (own - best).exp() / sum);
        }
        weighted
    }
}

fn logs() -> impl Iterator<Item = f32> {
    (0..POINTS).map(|point| REACH * (2.0 * point as f32 / (POINTS - 1) as f32 - 1.0))
}

/// The point below which `share` of the weight lies; the weight of each is spread over its surroundings.
fn quantile(weighted: &[(f32, f32)], share: f32) -> f32 {
    let width = 2.0 * REACH / (POINTS - 1) as f32;
    let mut sum = 0.0;
    for (log, weight) in weighted {
        if sum + weight >= share {
            return log + width * ((share - sum) / weight.max(f32::MIN_POSITIVE) - 0.5);
        }
        sum += weight;
    }
    REACH
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Memory, Parameters, Scheduler};
    use crate::plan::chance::draw;

    /// What is learnt of a student who keeps everything `k` times as long, in `answers` answers.
    fn learnt(k: f32, answers: u64) -> Calibration {
        let scheduler = Scheduler::default();
        let mut calibration = Calibration::new(Parameters::default().decay());
        for n in 0..answers {
            let stability = 1.0 + 10.0 * draw(1, n, 0);
            let recall = |stability| {
                let days = 1 + (n % 20) as u32;
                scheduler.retrievability(Memory { stability, difficulty: 5.0 }, days)
            };
            calibration.observe(recall(stability), draw(1, n, 1) < recall(stability * k));
        }
        calibration
    }

    #[test]
    fn nothing_is_known_at_first() {
        let calibration = learnt(1.0, 0);
        assert!((calibration.factor() - 1.0).abs() < 1e-3);
        let ratios = calibration.ratios(16);
        let spread = ratios.iter().map(|ratio| ratio.ln().powi(2)).sum::<f32>() / 16.0;
        assert!((spread.sqrt() - PRIOR_SD).abs() < 0.03, "{ratios:?}");
        assert!(ratios.is_sorted());
    }

    #[test]
    fn answers_tell_the_factor() {
        for k in [0.6, 1.0, 1.6] {
            let calibration = learnt(k, 6000);
            assert!((calibration.factor() / k).ln().abs() < 0.2, "{k}: {}", calibration.factor());
            let ratios = calibration.ratios(8);
            assert!(ratios[7] / ratios[0] < 1.6);
        }
    }

    #[test]
    fn what_was_certain_teaches_nothing() {
        let mut calibration = learnt(1.0, 10);
        let before = calibration.clone();
        for foreseen in [0.0, 1.0, f32::NAN, -1.0, 2.0] {
            calibration.observe(foreseen, false);
        }
        assert_eq!(calibration, before);
    }
}
