//! What to study now. Pure: states, day and seed are arguments; asking is left to [`crate::session`].

mod queue;
mod weave;

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
