//! Chance from a seed: numbers that depend on what they are drawn for and on nothing else.
//!
//! So two plans that ask the same question for the third time meet the same luck, and their scores can be
//! compared after few trials.

/// A number from 0 to below 1 for `what` (a question, say) and its `nth` use.
#[inline]
pub(super) fn draw(seed: u64, what: u64, nth: u64) -> f32 {
    let mixed = scatter(seed ^ scatter(what.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ scatter(nth)));
    (mixed >> 40) as f32 / (1u64 << 24) as f32
}

/// Mixes the bits of a number one to one (the finalizer of SplitMix64, after a step of its sequence).
#[inline]
pub(super) fn scatter(number: u64) -> u64 {
    let mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_repeat() {
        let all: Vec<f32> = (0..4000).map(|n| draw(7, n % 40, n / 40)).collect();
        let mean = all.iter().sum::<f32>() / all.len() as f32;
        assert!((mean - 0.5).abs() < 0.02 && all.iter().all(|x| (0.0..1.0).contains(x)));
        assert_eq!(draw(7, 3, 5), draw(7, 3, 5));
        assert_ne!(draw(7, 3, 5), draw(8, 3, 5));
        assert_ne!(draw(7, 3, 5), draw(7, 5, 3));
    }
}
