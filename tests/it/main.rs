//! The one integration binary: the finished program from outside, and the rules of the house.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]
#![allow(missing_docs, unreachable_pub)]

// Not every test needs all of their words.
#[allow(dead_code)]
#[cfg(unix)]
mod pty;
#[allow(dead_code)]
mod run;
mod tidy;
