//! A question: what is asked, of what kind, and how a response to it is marked.
//!
//! Each kind has a file of its own with its TOML, its rules, what it asks and how it is marked. Screens know only
//! the shapes of [`ask`]. Comparing is left to [`crate::judge`], files and folders to [`crate::deck`].

pub mod ask;
pub mod kinds;
pub mod term;

use std::sync::Arc;

pub use ask::{Ask, Mode, Response};
pub use kinds::Key;
pub use term::{Name, Term};

pub use crate::judge::Foreseen;

use crate::text::Text;

/// The id of a question, unique in its deck: `[a-z0-9._-]+`, at most 120 bytes.
pub type QuestionId = Arc<str>;

/// A question of a deck, parsed, checked and with its terms resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Stable: progress follows it.
    pub id: QuestionId,
    /// Earlier ids of the same question.
    pub was: Vec<QuestionId>,
    /// What is asked.
    pub prompt: Text,
    /// The answer key, which is also the kind.
    pub key: Key,
    /// Forms that must be refused even if a rule would accept them.
    pub reject: Vec<Text>,
    /// Foreseen responses with a score and words of their own.
    pub near: Vec<Foreseen>,
    /// No slip is forgiven.
    pub strict: bool,
    /// Hints, the mildest first.
    pub hints: Vec<Text>,
    /// Shown after the verdict.
    pub explanation: Option<Text>,
    /// Where the fact stands, already resolved for display: "E. Ukhanova (2021), section 2".
    pub source: Option<Text>,
    /// Labels to study and report by.
    pub tags: Vec<Arc<str>>,
    /// What it counts for in an exam; more than 0.
    pub points: f64,
    /// The date that the answer holds for, as the deck writes it.
    pub as_of: Option<Text>,
    /// Lint codes the instructor has allowed here.
    pub allow: Vec<Box<str>>,
    /// Questions to be learnt first.
    pub requires: Vec<QuestionId>,
    /// Questions with the same sibling group are made from one fact and are kept apart.
    pub sibling: Option<Arc<str>>,
    /// A hash of the folded prompt and key: what the question means, whatever its id.
    pub meaning: u64,
    /// The file it stands in, as an index into the deck's files, and the byte where it begins.
    pub place: Place,
}

/// Where in a deck something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Index into the files of the deck.
    pub file: u32,
    /// Byte offset in that file.
    pub start: u32,
    /// Byte offset just behind it.
    pub end: u32,
}
