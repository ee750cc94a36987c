//! A little chance in every interval, so that questions learnt on one day do not come back on one day for ever, and
//! a choice among the days it leaves: the one with the least to do.

use sha2::{Digest, Sha256};

use super::schedule::LONGEST_INTERVAL_DAYS;

/// Days from today in which an answer may be made due, both ends included; at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The earliest.
    pub first: u32,
    /// The latest.
    pub last: u32,
}

/// Shares of an interval by which it may be moved either way: (from day, to day, share). The shares are those that
/// the schedulers of the field use (Anki, py-fsrs): 15 % of the days from 2.5 to 7, 10 % to 20, 5 % beyond.
const SHARES: [(f32, f32, f32); 3] = [(2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, f32::INFINITY, 0.05)];

impl Range {
    /// The range around an interval in days. Below 2.5 days there is no choice.
    pub fn around(interval_days: f32) -> Self {
        let interval = if interval_days.is_finite() { interval_days } else { 1.0 };
        if interval < 2.5 {
            let day = whole(interval);
            return Self { first: day, last: day };
        }
        let share = |(from, to, share): (f32, f32, f32)| share * (interval.min(to) - from).max(0.0);
        let reach: f32 = 1.0 + SHARES.into_iter().map(share).sum::<f32>();
        let first = whole(interval - reach).max(2);
        Self { first, last: whole(interval + reach).max(first) }
    }

    /// True if `days` lies in it.
    pub fn holds(self, days: u32) -> bool {
        (self.first..=self.last).contains(&days)
    }

    /// The day with the least `load` among those from a point drawn by `seed` on; without any load, that point.
    /// Only 32 days are looked at, which no student will feel and which keeps a range of years cheap.
    pub fn pick(self, seed: u64, load: &dyn Fn(u32) -> u32) -> u32 {
        let width = self.last - self.first + 1;
        // The same share of the way into every range, so that a later range never gives an earlier day.
        let start = u32::try_from((u128::from(seed) * u128::from(width)) >> 64).unwrap_or(0);
        let days = (0..width.min(32)).map(|step| self.first + (start + step) % width);
        days.min_by_key(|day| load(*day)).unwrap_or(self.first)
    }
}

fn whole(days: f32) -> u32 {
    // Clamped to 1..=36,500 first, so nothing is cut off.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let rounded = days.round().clamp(1.0, LONGEST_INTERVAL_DAYS as f32) as u32;
    rounded
}

/// The chance of one question at one review: the same on every machine and in every version.
pub fn seed((deck, question): (&str, &str), review: u32) -> u64 {
    let mut hash = Sha256::new();
    hash.update((deck.len() as u64).to_le_bytes());
    hash.update(deck);
    hash.update(question);
    hash.update(review.to_le_bytes());
    let digest: [u8; 32] = hash.finalize().into();
    digest.first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_intervals_are_kept_and_long_ones_spread() {
        assert_eq!(Range::around(0.2), Range { first: 1, last: 1 });
        assert_eq!(Range::around(2.3), Range { first: 2, last: 2 });
        assert_eq!(Range::around(10.0), Range { first: 8, last: 12 });
        assert_eq!(Range::around(100.0), Range { first: 93, last: 107 });
        assert_eq!(Range::around(f32::NAN), Range { first: 1, last: 1 });
        assert_eq!(Range::around(1e9).last, LONGEST_INTERVAL_DAYS);
    }

    #[test]
    fn the_lightest_day_is_taken() {
        let range = Range { first: 8, last: 12 };
        assert_eq!(range.pick(3, &|day| if day == 9 { 0 } else { 5 }), 9);
        assert_eq!(range.pick(u64::MAX / 5 * 3 + 9, &|_| 5), 11, "without a difference, chance decides");
    }

    proptest! {
        #[test]
        fn a_pick_lies_in_its_range(interval in -1f32..50_000.0, seed in any::<u64>(), load in any::<u32>()) {
            let range = Range::around(interval);
            prop_assert!(range.holds(range.pick(seed, &|day| day ^ load)));
        }

        #[test]
        fn a_longer_interval_has_no_earlier_range(one in 0f32..40_000.0, more in 0f32..1000.0) {
            let (short, long) = (Range::around(one), Range::around(one + more));
            prop_assert!(short.first <= long.first && short.last <= long.last);
        }
    }
}
