//! What questions stand on: the deck's terms, sources and defaults, and the reader that carries them.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::source::Sources;
use crate::question::{Term, term::TermKey};
use crate::source::Sink;
use crate::text::Text;

/// Everything that a question of the deck may point at.
#[derive(Debug, Default)]
pub struct Ground {
    /// Sound terms, in the order of the files.
    pub terms: Vec<Term>,
    /// Their places in `terms`; `None` for a term that is there but not sound.
    pub index: HashMap<TermKey, Option<usize>>,
    /// How many terms there are of each kind.
    pub pools: HashMap<Arc<str>, usize>,
    /// `[source.x]`.
    pub sources: Sources,
    /// `[deck.defaults]`.
    pub defaults: Defaults,
}

/// What holds for every question that does not say otherwise.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// Added to the tags of each question.
    pub tags: Vec<Arc<str>>,
    /// Where facts stand.
    pub source: Option<Text>,
    /// What a question counts for.
    pub points: f64,
    /// No slip is forgiven.
    pub strict: bool,
}

impl Default for Defaults {
    fn default() -> Self {
        Self { tags: Vec::new(), source: None, points: 1.0, strict: false }
    }
}

impl Ground {
    /// Adds a sound term. Its key must be new.
    pub fn add(&mut self, term: Term) {
        *self.pools.entry(term.kind.clone()).or_default() += 1;
        self.index.insert(term.key.clone(), Some(self.terms.len()));
        self.terms.push(term);
    }

    /// Notes a term that is there but not sound.
    pub fn add_broken(&mut self, key: &str) {
        self.index.entry(key.into()).or_insert(None);
    }
}

/// Reads questions on one thread.
#[derive(Debug)]
pub struct Reader<'a> {
    /// What they stand on.
    pub ground: &'a Ground,
    /// Where diagnostics go.
    pub sink: &'a Sink,
    /// Set when a question cannot be used for a reason reported elsewhere: it points at a term that is not sound.
    pub unsound: Cell<bool>,
    words: RefCell<HashSet<Arc<str>>>,
}

impl<'a> Reader<'a> {
    /// A reader on `ground` that reports to `sink`.
    pub fn new(ground: &'a Ground, sink: &'a Sink) -> Self {
        Self { ground, sink, unsound: Cell::new(false), words: RefCell::default() }
    }

    /// One shared copy of a word that occurs often, such as a tag.
    pub fn shared(&self, word: &str) -> Arc<str> {
        let mut words = self.words.borrow_mut();
        if let Some(known) = words.get(word) {
            return known.clone();
        }
        let new: Arc<str> = word.into();
        words.insert(new.clone());
        new
    }
}
