//! A quiz as a state machine: (state, input) → (state, effects). No clock, no chance, no screen, no file.
//!
//! The caller shows the effects, saves what [`Effect::Save`] says before anything else is shown, and comes back
//! with the next [`Input`]; [`run`] does that. Screens implement [`Prompter`], the store [`Recorder`], the
//! library [`Catalog`]. What is asked first is decided by [`crate::plan`].

mod drive;
mod history;
mod input;
mod machine;
mod options;
mod personal;
mod port;
mod view;

pub use drive::run;
pub use input::{Effect, Input, Overrule};
pub use machine::Session;
pub use options::{Options, Slot};
pub use port::{Card, Catalog, Prompter, Recorder, Waiting};
pub use view::{Asked, Judged, Progress, Summary};

pub use crate::plan::Standing;

#[cfg(test)]
mod tests;
