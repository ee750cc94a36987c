//! The one integration binary.

mod backlog;
mod vectors;
