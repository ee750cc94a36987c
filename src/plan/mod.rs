//! What to study now.
//!
//! Pure: today, the states and a seed are arguments. How memories change is left to [`crate::memory`], asking and
//! recording to [`crate::session`].

mod arrange;
pub mod queue;

pub use queue::{Candidate, Entry, Limits, queue};

/// Where a question stands in its learning, and so why it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Never answered.
    New,
    /// Due.
    Due,
    /// Answered wrong earlier; it comes back until it is right.
    Relearn,
    /// Not yet due.
    Ahead,
    /// Practice only.
    Cram,
}
