//! Simulated students who prepare for an exam: what is true of them, how they answer, and what policies see.
//!
//! Shared by the table of the bench and the small sample of the tests. They obey FSRS-6, with formulas of their own
//! so that the planner is not judged by its own arithmetic, and with the same-day steps that the planner knows
//! only by their cost.

pub mod human;
pub mod policies;
pub mod run;

/// Chance that repeats: the same numbers for the same purpose, whatever else is drawn.
pub fn draw(seed: u64, what: u64, nth: u64) -> f64 {
    let mix = |number: u64| {
        let mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    (mix(mix(seed ^ 0x5151) ^ mix(mix(what) ^ nth)) >> 11) as f64 / (1u64 << 53) as f64
}

/// A normal variable of mean 0 and deviation 1, nearly.
pub fn normal(seed: u64, what: u64, nth: u64) -> f64 {
    (0..12).map(|part| draw(seed, what, nth * 12 + part)).sum::<f64>() - 6.0
}
