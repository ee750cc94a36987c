//! What to study now.
//!
//! Pure: today, the states and a seed are arguments. How memories change is left to [`crate::memory`], asking and
//! recording to [`crate::session`].

mod arrange;
pub mod queue;

pub use queue::{Candidate, Entry, Limits, queue};
