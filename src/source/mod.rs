//! Source text and what is wrong with it: files, spans, diagnostics, and TOML read with the place of everything.
//!
//! Knows TOML, not decks: which sections and keys there are is said by [`crate::question`] and [`crate::deck`].
//! A file is cut into sections ([`split`]) that are parsed one by one, so that a mistake in one leaves the others
//! alone, and a large file never stands in memory as one tree.

mod bare;
pub mod codes;
pub mod diagnostic;
mod dialect;
pub mod file;
pub mod render;
pub mod split;
pub mod suggest;
pub mod syntax;
pub mod table;
pub mod value;

pub use codes::Code;
pub use diagnostic::{Diagnostic, Fix, Label, Severity, Sink};
pub use file::{Position, SourceFile, Span};
pub use table::Table;
pub use value::{At, Value};
