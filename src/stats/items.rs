//! What an exam that a class sat says of its questions, and of itself: classical test theory.
//!
//! The figures are those that Moodle shows, under the names of Moodle (its documentation, "Quiz statistics
//! calculations" and "Quiz report statistics"), which follows the classical literature named at each. All take a table
//! of marks: a row a student, a column a question, in points of the total; nobody is left out, a blank is 0. Every
//! figure is `None` where it has no meaning: too few rows, or marks that are all the same. How many rows make a figure
//! worth showing is left to whoever shows it: see [`FEW`] and [`MANY`].

use super::share::wilson;

/// Below so many students a figure is said in words or not at all.
pub const FEW: usize = 20;
/// From so many students on a correlation is shown with decimals: with 50 its standard error is 0.14.
pub const MANY: usize = 50;

/// The marks of a class: `marks[student][item]`, each row as long as `items`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What each item is worth in the total; the unit is that of the marks.
    pub worth: Vec<f64>,
    /// The judge's scores, 0 to 1, which are not lowered for a wrong answer.
    pub scores: Vec<Vec<f64>>,
    /// The marks.
    pub marks: Vec<Vec<f64>>,
}

/// The figures of one question. All are of the students in the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Item {
    /// The mean score, 0 to 1: Moodle's facility index.
    pub facility: f64,
    /// Its 95 % interval: Wilson's, with the mean score in the place of the share. Partial credit spreads less than
    /// right and wrong do, so it is rather too wide than too narrow.
    pub interval: (f64, f64),
    /// The standard deviation of the score (n − 1).
    pub deviation: Option<f64>,
    /// The correlation of its marks with those of all the rest: Moodle's discrimination index; the corrected item-total
    /// correlation (Henrysson 1963, "Correction of item-total correlations in item analysis"). −1 to 1.
    pub discrimination: Option<f64>,
    /// Its covariance with the rest, out of the greatest that the same marks would allow if both were in one order:
    /// Moodle's discriminative efficiency. At most 1.
    pub efficiency: Option<f64>,
    /// The share of the total that it was meant to have, 0 to 1.
    pub intended: f64,
    /// The share that it has in what parts the students: Moodle's effective weight, √cov(item, total) out of the sum
    /// of all of these. `None` if its covariance with the total is negative.
    pub effective: Option<f64>,
}

/// The figures of the whole exam.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Whole {
    /// Students.
    pub n: usize,
    /// The mean total.
    pub mean: Option<f64>,
    /// The median total.
    pub median: Option<f64>,
    /// The standard deviation (n − 1).
    pub deviation: Option<f64>,
    /// k₃ / k₂^(3/2) with Fisher's k-statistics (R. A. Fisher 1929, "Moments and product moments of sampling
    /// distributions"): below 0 if a few are far below the others.
    pub skewness: Option<f64>,
    /// k₄ / k₂²: above 0 if the totals crowd in the middle and a few are far away.
    pub kurtosis: Option<f64>,
    /// Cronbach's alpha (L. J. Cronbach 1951, "Coefficient alpha and the internal structure of tests"): Moodle's
    /// coefficient of internal consistency, k / (k − 1) · (1 − Σ var(item) / var(total)). At most 1.
    pub alpha: Option<f64>,
    /// √(1 − alpha): the share of the spread that is chance. `None` if alpha is negative.
    pub error_ratio: Option<f64>,
    /// The error ratio times the standard deviation: how far a total is from the student's true one.
    pub standard_error: Option<f64>,
}

impl Table {
    /// The total of each student.
    pub fn totals(&self) -> Vec<f64> {
        self.marks.iter().map(|row| row.iter().sum()).collect()
    }

    fn column(&self, of: &[Vec<f64>], item: usize) -> Vec<f64> {
        of.iter().map(|row| row.get(item).copied().unwrap_or(0.0)).collect()
    }

    /// The figures of every question; nothing without students.
    pub fn items(&self) -> Vec<Item> {
        if self.marks.is_empty() {
            return Vec::new();
        }
        let totals = self.totals();
        let columns: Vec<Vec<f64>> =
            (0..self.worth.len()).map(|item| self.column(&self.marks, item)).collect();
        let roots: Vec<Option<f64>> = columns.iter().map(|own| root_of_covariance(own, &totals)).collect();
        let all_roots: f64 = roots.iter().flatten().sum();
        let all_worth: f64 = self.worth.iter().sum();
        let figures = |(at, marks): (usize, &Vec<f64>)| {
            let rest: Vec<f64> = totals.iter().zip(marks).map(|(total, own)| total - own).collect();
            let scores = self.column(&self.scores, at);
            let facility = mean(&scores).unwrap_or(0.0);
            let worth = self.worth.get(at).copied().unwrap_or(0.0);
            let root = roots.get(at).copied().flatten();
            Item {
                facility,
                interval: wilson(facility, scores.len() as f64),
                deviation: variance(&scores).map(f64::sqrt),
                discrimination: correlation(marks, &rest),
                efficiency: efficiency(marks, &rest),
                intended: if all_worth > 0.0 { worth / all_worth } else { 0.0 },
                effective: root.filter(|_| all_roots > 0.0).map(|root| root / all_roots),
            }
        };
        columns.iter().enumerate().map(figures).collect()
    }

    /// The figures of the whole exam.
    pub fn whole(&self) -> Whole {
        let totals = self.totals();
        let deviation = variance(&totals).map(f64::sqrt);
        let [skewness, kurtosis] = shape(&totals);
        let alpha = self.alpha(&totals);
        let error_ratio = alpha.filter(|alpha| *alpha >= 0.0).map(|alpha| (1.0 - alpha).max(0.0).sqrt());
        Whole {
            n: totals.len(),
            mean: mean(&totals),
            median: median(&totals),
            deviation,
            skewness,
            kurtosis,
            alpha,
            error_ratio,
            standard_error: error_ratio.zip(deviation).map(|(ratio, deviation)| ratio * deviation),
        }
    }

    fn alpha(&self, totals: &[f64]) -> Option<f64> {
        let items = self.worth.len() as f64;
        let total = variance(totals).filter(|variance| spreads(*variance, totals))?;
        let own: f64 =
            (0..self.worth.len()).filter_map(|item| variance(&self.column(&self.marks, item))).sum();
        (items > 1.0).then(|| items / (items - 1.0) * (1.0 - own / total))
    }
}

/// The mean; `None` of nothing.
pub fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The value in the middle, or the mean of the two there; `None` of nothing.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(*upper);
    }
    sorted.get(middle.checked_sub(1)?).map(|lower| f64::midpoint(*lower, *upper))
}

/// The covariance over n − 1; `None` of fewer than two.
fn covariance(a: &[f64], b: &[f64]) -> Option<f64> {
    let (middle_a, middle_b) = (mean(a)?, mean(b)?);
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - middle_a) * (b - middle_b)).sum();
    (a.len() > 1).then(|| sum / (a.len() - 1) as f64)
}

fn variance(values: &[f64]) -> Option<f64> {
    covariance(values, values)
}

/// False if the variance is nothing but rounding: sums of shares are never exact.
fn spreads(variance: f64, values: &[f64]) -> bool {
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    variance > (1e-9 * largest).powi(2)
}

/// Pearson's correlation; `None` if either does not spread.
fn correlation(a: &[f64], b: &[f64]) -> Option<f64> {
    let (own, other) = (variance(a)?, variance(b)?);
    let both = spreads(own, a) && spreads(other, b);
    both.then(|| covariance(a, b)).flatten().map(|shared| (shared / (own * other).sqrt()).clamp(-1.0, 1.0))
}

/// The covariance out of that of the same values, both in order.
fn efficiency(a: &[f64], b: &[f64]) -> Option<f64> {
    correlation(a, b)?;
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let most = covariance(&sorted(a), &sorted(b))?;
    (most > 0.0).then(|| covariance(a, b)).flatten().map(|shared| shared / most)
}

fn root_of_covariance(item: &[f64], totals: &[f64]) -> Option<f64> {
    covariance(item, totals).filter(|shared| *shared >= 0.0).map(f64::sqrt)
}

/// Skewness and kurtosis by k-statistics, which need three and four values.
fn shape(values: &[f64]) -> [Option<f64>; 2] {
    let n = values.len() as f64;
    let Some(middle) = mean(values) else { return [None; 2] };
    let moment = |power: i32| values.iter().map(|value| (value - middle).powi(power)).sum::<f64>() / n;
    let [m2, m3, m4] = [2, 3, 4].map(moment);
    if !spreads(m2, values) {
        return [None; 2];
    }
    let k2 = n / (n - 1.0) * m2;
    let k3 = n * n / ((n - 1.0) * (n - 2.0)) * m3;
    let k4 = n * n / ((n - 1.0) * (n - 2.0) * (n - 3.0)) * ((n + 1.0) * m4 - 3.0 * (n - 1.0) * m2 * m2);
    [(n > 2.0).then(|| k3 / k2.powf(1.5)), (n > 3.0).then(|| k4 / (k2 * k2))]
}

#[cfg(test)]
#[path = "items_tests.rs"]
mod tests;
