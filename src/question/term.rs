//! Terms: names written once, with all their forms, that questions point at.

use std::sync::Arc;

use crate::judge::When;
use crate::text::Text;

/// The key of a term: what stands behind `term.` and after `@`.
pub type TermKey = Arc<str>;

/// A name and every other form of it that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The form that is shown.
    pub text: Text,
    /// Other forms that are right.
    pub accept: Vec<Text>,
    /// The term it is, if it was written as `@key`.
    pub term: Option<TermKey>,
}

/// A document, institution, person, event, place or whatever the deck calls a pool of look-alikes.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Unique in its deck.
    pub key: TermKey,
    /// The pool that distractors are drawn from.
    pub kind: Arc<str>,
    /// The name that is shown.
    pub name: Text,
    /// Other forms that are right.
    pub aliases: Vec<Text>,
    /// When it was, if it has a date.
    pub date: Option<When>,
    /// What it is, without naming it.
    pub about: Option<Text>,
}

/// The names as one text.
pub(super) fn joined(names: &[Name], separator: &str) -> Text {
    Text::from(names.iter().map(|name| name.text.raw()).collect::<Vec<_>>().join(separator))
}
