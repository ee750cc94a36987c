//! The commands: each reads its arguments, asks the edge for what it needs, lets the core decide, and prints.

mod args;
mod check;

use std::ffi::OsString;

use crate::error::Exit;

/// Runs the program and says how it ends.
pub fn main(_args: impl IntoIterator<Item = OsString>) -> Exit {
    Exit::Done
}
