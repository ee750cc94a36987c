//! What to study now, and until an exam.
//!
//! Pure: today, the states and a seed are arguments. How memories change is left to [`crate::memory`], asking and
//! recording to [`crate::session`]. Without an exam, [`queue()`] chooses; with one, [`Planner`].

pub mod advise;
pub mod agenda;
mod arrange;
pub mod backlog;
pub mod calibrate;
mod chance;
mod choose;
pub mod evidence;
mod field;
pub mod forecast;
mod grid;
pub mod habits;
mod halves;
mod kernel;
pub mod planner;
pub mod price;
pub mod queue;
mod trial;

pub use agenda::{agenda, siblings_apart};
pub use backlog::{Backlog, backlog};
pub use calibrate::Calibration;
pub use evidence::Moment;
pub use forecast::Forecast;
pub use habits::{Costs, Habits};
pub use planner::Planner;
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
