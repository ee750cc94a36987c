//! The one integration binary: everything through the public door.

// The allowances of clippy.toml reach test functions, not what these call.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod corpus;
