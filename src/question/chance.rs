//! Chance from a seed, the same on every machine and in every version.
//!
//! The generator is rand's xoshiro256++, whose stream its authors promise to keep; the steps from its numbers to a
//! shuffle are written here, because those of `rand` may change with any release.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// A stream of chance for one asking of one question.
pub(crate) struct Chance(Xoshiro256PlusPlus);

impl Chance {
    /// Two questions asked with one seed are shuffled differently.
    pub(crate) fn new(seed: u64, question: &str) -> Self {
        let mixed = question.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(Xoshiro256PlusPlus::seed_from_u64(mixed))
    }

    /// A number below `bound`; 0 if the bound is 0. The bias is below 2^-40 for every bound in use.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * bound as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Fisher and Yates's shuffle.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_never_changes() {
        let mut items: Vec<u32> = (0..10).collect();
        Chance::new(1, "basic-act").shuffle(&mut items);
        expect_test::expect!["[6, 7, 4, 3, 5, 1, 8, 2, 9, 0]"].assert_eq(&format!("{items:?}"));
        let mut again: Vec<u32> = (0..10).collect();
        Chance::new(1, "other").shuffle(&mut again);
        assert_ne!(items, again);
        assert_eq!(Chance::new(1, "a").below(0), 0);
    }
}
