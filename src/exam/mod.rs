//! A mock exam: a paper drawn from a blueprint, a sitting under the clock, and the marks.
//!
//! Pure. The log holds the paper, every response and the end of a sitting ([`crate::event::exam`]); [`Sitting`] is
//! what follows from them, [`Conduct`] what a student may do while it is open, [`Report`] what it was worth. The
//! rules are written down for people in `docs/exams.md`.

mod asking;
pub mod conduct;
mod fault;
pub mod grade;
pub mod marks;
pub mod paper;
pub mod port;
pub mod print;
pub mod report;
pub mod result_file;
mod reworded;
pub mod seal;
mod shape;
pub mod sitting;
mod unclear;

pub use asking::{Asking, shown};
pub use conduct::{Conduct, Effect, Input, Notice, Overview, Put, Row};
pub use paper::{Drawn, Shortage, draw};
pub use port::{Outcome, Room, Waiting, run};
pub use report::{Kept, Report, Result as ItemResult};
pub use sitting::{Answer, Sitting};

#[cfg(test)]
mod sample;
