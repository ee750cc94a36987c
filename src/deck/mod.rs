//! What an instructor writes: TOML files become a [`Deck`], and every mistake in them a diagnostic.
//!
//! Parsing never fails: it returns the sound part and all the diagnostics. Finding and reading the files is left
//! to `library.rs`; what a kind of question means, to [`crate::question`].

pub mod accept;
pub mod brief;
pub mod diff;
mod diff_words;
pub mod exam;
mod exam_read;
pub mod fix;
pub mod format;
mod format_comments;
mod format_value;
mod head;
pub mod likeness;
mod links;
pub mod lint;
mod nameless;
mod parse;
mod roots;
pub mod schema;
pub mod template;

use std::sync::Arc;

pub use brief::{Brief, Index};
pub use exam::Exam;
pub use head::Credits;
pub use parse::{Parsed, one, parse, peek};

use crate::question::{Question, Term};
use crate::text::Text;

/// A deck, parsed and checked; every question in it is sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Deck {
    /// Unique for a user: progress follows deck id + question id.
    pub id: Arc<str>,
    /// For people.
    pub title: Text,
    /// As the instructor counts.
    pub version: Text,
    /// BCP 47 tag; decides the wording of generated questions and the articles that are dropped.
    pub language: Text,
    /// In the order of the files.
    pub terms: Vec<Term>,
    /// In the order of the files, with the questions made from a term's `ask` where the term stands.
    pub questions: Vec<Question>,
    /// Blueprints of mock exams.
    pub exams: Vec<Exam>,
    /// The names of its files, as given; a question's `place.file` is an index into it.
    pub files: Vec<Text>,
}
