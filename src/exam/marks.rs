//! From scores to marks: points, sections, the total, the band.
//!
//! The rules, as `docs/exams.md` writes them down for people: an item earns its points times its score; a wrong
//! response costs what the blueprint says, which is nothing unless it does; a section is the share of its points that
//! was earned, never below 0; the total is the mean of the sections by their weights. Only the total is rounded, once,
//! to a tenth of a percent, halves up, and that is what the pass mark and the bands are held against.

use crate::event::exam::{Paper, Score};
use crate::text::Text;

/// Points earned, and how many there were.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Earned {
    /// Earned; may be below 0 for one item.
    pub points: f64,
    /// To be earned.
    pub of: f64,
}

impl Earned {
    /// The share, 0 to 1; `None` if there was nothing to earn.
    pub fn share(self) -> Option<f64> {
        (self.of > 0.0).then(|| (self.points / self.of).clamp(0.0, 1.0))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { points: self.points + other.points, of: self.of + other.of }
    }
}

/// The marks of a sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Total {
    /// In percent, rounded to a tenth; `None` if there was nothing to earn.
    pub percent: Option<f64>,
    /// Each section, in the order of the paper.
    pub sections: Vec<Earned>,
    /// The band it falls in, if there are bands and it reaches one.
    pub band: Option<Text>,
    /// Whether it is a pass, if there is a pass mark.
    pub passed: Option<bool>,
}

/// What one item earns.
pub fn item(points: f64, score: Score, negative: f64) -> Earned {
    match score {
        Score::Counted(0.0) => Earned { points: -negative * points, of: points },
        Score::Counted(score) => Earned { points: score * points, of: points },
        Score::Blank => Earned { points: 0.0, of: points },
        Score::Dropped => Earned::default(),
    }
}

/// The marks for these scores. `unknown` items were said to be not known, which is never a wrong response.
pub fn total(paper: &Paper, scores: &[Score]) -> Total {
    let sections: Vec<Earned> = (0..paper.sections.len())
        .map(|section| {
            let own = paper.items.iter().zip(scores).filter(|(item, _)| item.section as usize == section);
            own.map(|(item, score)| self::item(item.points, *score, paper.negative))
                .fold(Earned::default(), Earned::and)
        })
        .collect();
    let weighed = sections.iter().zip(&paper.sections);
    let shares: Vec<(f64, f64)> =
        weighed.filter_map(|(earned, (_, weight))| Some((earned.share()?, *weight))).collect();
    let weights: f64 = shares.iter().map(|(_, weight)| weight).sum();
    let sum: f64 = shares.iter().map(|(share, weight)| share * weight).sum();
    let percent = (weights > 0.0).then(|| rounded(sum / weights * 100.0));
    let band = percent
        .and_then(|percent| paper.bands.iter().find(|(_, from)| percent >= *from))
        .map(|(name, _)| name.clone());
    let passed = percent.zip(paper.pass).map(|(percent, pass)| percent >= pass);
    Total { percent, sections, band, passed }
}

/// To a tenth, halves up. What lies within a millionth of a half is one: a sum of shares is never exact.
pub fn rounded(percent: f64) -> f64 {
    (percent * 10.0 + 0.5 + 1e-6).floor() / 10.0
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
