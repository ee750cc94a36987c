//! The one integration binary: everything through the public door.

mod corpus;
