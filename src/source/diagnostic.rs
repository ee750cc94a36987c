//! A diagnostic: what is wrong, where, and what to write instead; and the sink that collects them.

use std::cell::{Cell, RefCell};

use super::codes::Code;
use super::file::Span;
use crate::text::Text;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Sound, but probably not what was meant.
    Warning,
    /// What it stands in cannot be used.
    Error,
}

impl Severity {
    /// The word for people and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One mistake. Its texts may quote the file: they are printed by [`super::render`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the sort of mistake.
    pub code: Code,
    /// Where it is.
    pub span: Span,
    /// What is wrong, in one clause.
    pub message: Text,
    /// Other places that belong to it, each with a few words.
    pub labels: Vec<Label>,
    /// What to write instead.
    pub help: Option<Text>,
    /// The same as an edit, where one edit mends it.
    pub fix: Option<Fix>,
}

/// Another place, with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// Such as "first used here".
    pub text: Text,
}

/// An edit: replace the span by the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace; empty to insert.
    pub span: Span,
    /// The new text.
    pub text: Text,
}

impl Diagnostic {
    /// A mistake at `span`.
    pub fn new(code: Code, span: Span, message: impl Into<Text>) -> Self {
        Self { code, span, message: message.into(), labels: Vec::new(), help: None, fix: None }
    }

    /// Error or warning: the code says it.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<Text>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds help if there is some.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        if let Some(help) = help {
            self.help = Some(help.into());
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<Text>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds the edit that mends it.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<Text>) -> Self {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }
}

/// Collects diagnostics while something is read. One for each thread.
#[derive(Debug, Default)]
pub struct Sink {
    found: RefCell<Vec<Diagnostic>>,
    errors: Cell<usize>,
}

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a diagnostic.
    pub fn report(&self, diagnostic: Diagnostic) {
        if diagnostic.severity() == Severity::Error {
            self.errors.set(self.errors.get() + 1);
        }
        self.found.borrow_mut().push(diagnostic);
    }

    /// Errors so far: what was read while this did not change is sound.
    pub fn errors(&self) -> usize {
        self.errors.get()
    }

    /// Diagnostics so far, errors and warnings.
    pub fn len(&self) -> usize {
        self.found.borrow().len()
    }

    /// True while nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Drops the warnings with one of the `allowed` codes among those found since there were `from`.
    pub fn allow(&self, from: usize, allowed: &[Box<str>]) {
        let mut at = 0;
        self.found.borrow_mut().retain(|diagnostic| {
            at += 1;
            at <= from
                || diagnostic.severity() == Severity::Error
                || !allowed.iter().any(|code| **code == *diagnostic.code.id)
        });
    }

    /// Everything found, in the order it was.
    pub fn into_inner(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }
}
