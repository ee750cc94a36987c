//! A share of right answers, and how sure it is.

/// Answers below which a share is withheld: with 20, a 95 % interval can still be 40 points wide.
pub const ENOUGH: u32 = 20;

/// The 97.5th percentile of the normal distribution, for 95 % intervals.
const Z: f64 = 1.959_963_984_540_054;

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// Those that count.
    pub hits: u32,
    /// All of them.
    pub of: u32,
}

impl Share {
    /// Counts one more.
    pub fn add(&mut self, hit: bool) {
        self.hits += u32::from(hit);
        self.of += 1;
    }

    /// Itself, or nothing if it is of fewer than [`ENOUGH`].
    pub fn enough(self) -> Option<Self> {
        (self.of >= ENOUGH).then_some(self)
    }

    /// From 0 to 1; 0 of nothing.
    pub fn value(self) -> f64 {
        if self.of == 0 { 0.0 } else { f64::from(self.hits) / f64::from(self.of) }
    }

    /// The 95 % interval, Wilson's score interval without continuity correction (E. B. Wilson 1927, "Probable
    /// inference, the law of succession, and statistical inference"); 0 to 1 of nothing.
    pub fn interval(self) -> (f64, f64) {
        if self.of == 0 {
            return (0.0, 1.0);
        }
        wilson(self.value(), f64::from(self.of))
    }
}

/// The 95 % interval of [`Share::interval`] for a share `p` of `n`, more than 0.
pub(super) fn wilson(p: f64, n: f64) -> (f64, f64) {
    let scale = 1.0 + Z * Z / n;
    let middle = (p + Z * Z / (2.0 * n)) / scale;
    let reach = Z / scale * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((middle - reach).max(0.0), (middle + reach).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rounded(hits: u32, of: u32) -> (f64, f64) {
        let (low, high) = Share { hits, of }.interval();
        ((low * 1e4).round() / 1e4, (high * 1e4).round() / 1e4)
    }

    #[test]
    fn intervals_are_those_of_the_tables() {
        // R: prop.test(x, n, correct = FALSE)$conf.int
        assert_eq!(rounded(8, 10), (0.4902, 0.9433));
        assert_eq!(rounded(0, 20), (0.0, 0.1611));
        assert_eq!(rounded(90, 100), (0.8256, 0.9448));
        assert_eq!(Share::default().interval(), (0.0, 1.0));
    }

    #[test]
    fn few_answers_are_withheld() {
        assert_eq!(Share { hits: 19, of: 19 }.enough(), None);
        assert!(Share { hits: 1, of: 20 }.enough().is_some());
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval((hits, of) in (1u32..5000).prop_flat_map(|of| (0..=of, Just(of)))) {
            let share = Share { hits, of };
            let (low, high) = share.interval();
            prop_assert!(0.0 <= low && low <= share.value() + 1e-12 && share.value() <= high + 1e-12 && high <= 1.0);
        }
    }
}
