//! The JSON Schema of a deck file, for editors: which keys there are, what they take, and what they are for.
//!
//! It is made from the types in `types`, which exist for nothing else, and from what the parser says of itself;
//! `make` holds the two together. The program carries the finished page only.

#[cfg(test)]
mod make;
#[cfg(test)]
mod types;
#[cfg(test)]
mod values;

/// Draft 7, as `shiken schema` prints it.
pub const SCHEMA: &str = include_str!("../../../docs/deck.schema.json");
