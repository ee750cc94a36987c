//! Comparing a response with the truth: pure functions from (truth, response) to a [`Verdict`].
//!
//! This module knows texts, dates, numbers and sets of them; it does not know questions, decks or screens.

pub mod date;
pub mod verdict;

pub use date::{Date, When};
pub use verdict::{Confusion, Marked, Outcome, Part, Rule, Verdict};
/// x
pub struct Lexicon;
