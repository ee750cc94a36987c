//! A text question: one name, title or term, typed.

use super::ask::Ask;
use super::bench::{Bench, typed};
use super::term::Name;
use crate::judge::{Marked, text};
use crate::question::Response;

/// One right text with its other forms.
#[derive(Debug, Clone, PartialEq)]
pub struct TextKey {
    /// The right answer.
    pub name: Name,
}

impl TextKey {
    pub(super) fn ask() -> Ask {
        Ask::Text { form: String::new() }
    }

    pub(super) fn mark(&self, bench: Bench<'_>, response: &Response) -> Marked {
        Marked::Verdict(text::mark(&bench.expected(&self.name), typed(response), bench.lexicon))
    }
}
