//! The student's door in a terminal: what a question, a verdict and a summary look like, and how a response is read.
//!
//! It knows the shapes of [`crate::question::ask`] and the values of [`crate::session`], never a kind of question,
//! and it decides nothing: judging, scheduling and saving are the session's. [`view`] makes lines from values;
//! [`Plain`] shows them to people. All of them print other people's text
//! through its terminal encoder only.

pub mod command;
pub mod lines;
pub mod plain;
pub mod reply;
pub mod rich;
pub mod screen;
pub mod style;
pub mod theme;
pub mod typing;
pub mod view;
pub mod words;
pub mod wrap;

#[cfg(test)]
mod samples;

pub use plain::{Pause, Plain};
pub use rich::Rich;
pub use style::{Line, Style, Tone};
