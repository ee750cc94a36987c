//! Comparing a response with the truth: pure functions from (truth, response) to a [`Verdict`].
//!
//! This module knows texts, dates, numbers and sets of them; it does not know questions, decks or screens.
//! In reading order: [`fold()`] makes equal what a fair reader calls equal, [`text`] compares names with the help of
//! the deck's [`Lexicon`], [`date`] and [`number`] read what students write, [`set`] scores several answers at once.

mod addition;
pub mod date;
mod date_read;
mod date_score;
pub mod fold;
pub mod lexicon;
mod lookalike;
pub mod number;
mod number_read;
mod number_words;
mod rephrase;
mod said;
pub mod set;
mod slip;
mod spelling;
pub mod text;
pub mod unit;
pub mod verdict;

pub use date::{Date, DateTolerance, When};
pub use fold::fold;
pub use lexicon::{Lexicon, Own};
pub use said::Said;
pub use verdict::{Confusion, Foreseen, Marked, Outcome, Part, Rule, Verdict};

/// The longest response that is looked at, in characters; nobody types more by hand, and no rule should have to.
pub const RESPONSE_CHARS: usize = 1000;

/// The response without what lies beyond [`RESPONSE_CHARS`] and without white space around it.
pub fn clip(response: &str) -> &str {
    let end = response.char_indices().nth(RESPONSE_CHARS).map_or(response.len(), |(at, _)| at);
    response.get(..end).unwrap_or_default().trim()
}

/// True for nothing and for "?": the student does not know.
pub fn is_blank(response: &str) -> bool {
    let response = clip(response);
    !response.contains(char::is_alphanumeric) && fold(response).chars().all(|c| matches!(c, '?' | ' '))
}
