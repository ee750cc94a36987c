//! The one integration binary: the finished program from outside, and the rules of the house.

// The allowances of clippy.toml reach test functions, not what these call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]
#![allow(missing_docs, unreachable_pub)]

mod after_a_break;
mod backlog;
mod changed_decks;
#[cfg(unix)]
mod class;
#[cfg(unix)]
mod class_files;
#[cfg(unix)]
mod clocks;
mod corpus;
#[cfg(unix)]
mod crash;
mod diagnostics;
mod docs;
#[cfg(unix)]
mod doctor;
#[cfg(unix)]
mod exam;
mod exam_after;
mod fit;
mod format;
mod fuzz;
mod goal;
mod goals;
mod hostile;
#[cfg(unix)]
mod items;
mod items_logs;
mod library_decks;
mod lint;
#[cfg(unix)]
mod log;
mod month;
#[cfg(unix)]
mod old_files;
mod planner;
#[cfg(unix)]
mod private;
// Not every test needs all of their words.
#[allow(dead_code)]
#[cfg(unix)]
mod pty;
mod real_deck;
mod renamed;
mod report;
#[allow(dead_code)]
mod run;
mod schema;
mod stats;
#[cfg(unix)]
mod study_pty;
#[cfg(unix)]
mod sync;
mod tidy;
mod vectors;
mod workbench;
