//! The whole program from outside, and its promises one by one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and asks the machine itself"
)]

mod diagnostics;
mod hostile;
