//! The one integration binary: the finished program from outside, and the rules of the house.

// The allowances of clippy.toml reach test functions, not what these call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]
#![allow(missing_docs, unreachable_pub)]

mod after_a_break;
mod backlog;
mod changed_decks;
mod corpus;
#[cfg(unix)]
mod crash;
mod diagnostics;
mod docs;
mod goal;
mod hostile;
mod library_decks;
mod lint;
mod month;
mod planner;
#[cfg(unix)]
mod private;
// Not every test needs all of their words.
#[allow(dead_code)]
#[cfg(unix)]
mod pty;
mod report;
#[allow(dead_code)]
mod run;
mod stats;
#[cfg(unix)]
mod study_pty;
mod tidy;
mod vectors;
mod workbench;
