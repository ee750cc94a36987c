//! Where a rule says what it found: the place is looked up only then, and what is allowed is dropped.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use toml::de::DeTable;

use crate::deck::links;
use crate::deck::roots::SECTIONS;
use crate::question::{Question, Term};
use crate::source::split::{Chunk, split};
use crate::source::value::Origin;
use crate::source::{Code, Diagnostic, SourceFile, Span, Value};

/// What a rule found.
pub(super) struct Finding {
    code: Code,
    message: String,
    help: String,
    label: Option<(Span, String)>,
}

impl Finding {
    pub(super) fn new(code: Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into(), label: None }
    }

    /// Another place that belongs to it.
    pub(super) fn label(self, span: Span, text: impl Into<String>) -> Self {
        Self { label: Some((span, text.into())), ..self }
    }

    fn at(self, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.code, span, self.message).help(self.help);
        match self.label {
            Some((span, text)) => diagnostic.label(span, text),
            None => diagnostic,
        }
    }
}

/// Everything found so far.
pub(super) struct Report<'a> {
    files: &'a [SourceFile],
    /// Codes that the deck allows.
    allow: &'a [Box<str>],
    /// Where each term stands; made when first asked for.
    terms: OnceCell<HashMap<String, (u32, Chunk)>>,
    found: RefCell<Vec<Diagnostic>>,
}

impl<'a> Report<'a> {
    pub(super) fn new(files: &'a [SourceFile], allow: &'a [Box<str>]) -> Self {
        Self { files, allow, terms: OnceCell::new(), found: RefCell::default() }
    }

    pub(super) fn into_inner(self) -> Vec<Diagnostic> {
        self.found.into_inner()
    }

    fn is_allowed(&self, code: Code, own: &[Box<str>]) -> bool {
        code.id.starts_with('W') && own.iter().chain(self.allow).any(|allowed| **allowed == *code.id)
    }

    /// Reports it at `key` of a question; at its item `value` if the key holds several.
    pub(super) fn question(&self, question: &Question, key: &str, value: &str, finding: Finding) {
        if !self.is_allowed(finding.code, &question.allow) {
            let span = self.span(question, key, value);
            self.found.borrow_mut().push(finding.at(span));
        }
    }

    /// Reports it at `key` of a term, or at its header.
    pub(super) fn term(&self, term: &Term, key: &str, finding: Finding) {
        if !self.is_allowed(finding.code, &self.term_allows(&term.key)) {
            let span = self.term_span(&term.key, key);
            self.found.borrow_mut().push(finding.at(span));
        }
    }

    /// Reports it of the deck, at `span`.
    pub(super) fn deck(&self, span: Span, finding: Finding) {
        if !self.is_allowed(finding.code, &[]) {
            self.found.borrow_mut().push(finding.at(span));
        }
    }

    /// Where `key` of a question stands, or the question begins.
    pub(super) fn span(&self, question: &Question, key: &str, value: &str) -> Span {
        let Some((term, asked)) = made(question).filter(|_| !self.is_written(question)) else {
            return links::locate(question.place, key, value, self.files);
        };
        let own = |table: &DeTable<'_>, origin: Origin<'_>| {
            Some(Value::new(table.get("prompts")?.get_ref().get(asked)?, origin).span())
        };
        match (key, asked) {
            ("prompt", _) if let Some(own) = self.in_term(term, own) => own,
            ("prompt", "name") => self.term_span(term, "about"),
            ("prompt" | "answer", _) => self.term_span(term, "name"),
            _ => self.term_span(term, key),
        }
    }

    /// True if the question has a section of its own.
    fn is_written(&self, question: &Question) -> bool {
        let text = self.files.get(question.place.file as usize).map(SourceFile::text);
        let section = text.and_then(|text| text.get(question.place.start as usize..)).unwrap_or_default();
        !section.starts_with('[') || section.starts_with("[[")
    }

    /// Where `key` of a term stands, or its header.
    pub(super) fn term_span(&self, term: &str, key: &str) -> Span {
        self.in_term(term, |table, origin| Value::new(table.get(key)?, origin).span().into()).unwrap_or_else(
            || {
                let Some((file, chunk)) = self.term_chunk(term) else { return Span::default() };
                let text = self.text(*file, chunk);
                let line = text.lines().next().unwrap_or_default().trim_end().len();
                let start = chunk.range().start;
                Span::new(*file, start, start + line)
            },
        )
    }

    fn term_allows(&self, term: &str) -> Vec<Box<str>> {
        let codes = self.in_term(term, |table, _| {
            let value = table.get("allow")?.get_ref();
            let items = value.as_array().into_iter().flat_map(|items| items.iter());
            Some(
                items
                    .map(|item| item.get_ref())
                    .chain([value])
                    .filter_map(|one| one.as_str())
                    .map(Box::from)
                    .collect(),
            )
        });
        codes.unwrap_or_default()
    }

    /// What `read` finds in the table of a term.
    fn in_term<T>(&self, term: &str, read: impl FnOnce(&DeTable<'_>, Origin<'_>) -> Option<T>) -> Option<T> {
        let (file, chunk) = self.term_chunk(term)?;
        let text = self.text(*file, chunk);
        let origin = Origin { file: *file, offset: chunk.range().start, text };
        let (tree, _) = DeTable::parse_recoverable(text);
        let table = tree.get_ref().get("term")?.get_ref().as_table()?.get(term)?.get_ref().as_table()?;
        read(table, origin)
    }

    fn text(&self, file: u32, chunk: &Chunk) -> &'a str {
        let file = self.files.get(file as usize);
        file.and_then(|file| file.text().get(chunk.range())).unwrap_or_default()
    }

    fn term_chunk(&self, term: &str) -> Option<&(u32, Chunk)> {
        self.terms.get_or_init(|| term_chunks(self.files)).get(term)
    }
}

/// The section of each term; the first, if it stands in several.
fn term_chunks(files: &[SourceFile]) -> HashMap<String, (u32, Chunk)> {
    let mut found: HashMap<String, (u32, Chunk)> = HashMap::new();
    for (file, source) in (0u32..).zip(files) {
        for chunk in split(source.text(), &SECTIONS) {
            let path = chunk.path.as_deref().unwrap_or_default();
            if let Some(key) = path.strip_prefix("term.").and_then(|rest| rest.split('.').next()) {
                let key = key.to_owned();
                found.entry(key).or_insert((file, chunk));
            }
        }
    }
    found
}

/// The term that makes a question, and what it asks for: "date" or "name".
pub(super) fn made(question: &Question) -> Option<(&str, &str)> {
    let term = question.sibling.as_deref()?;
    let asked = question.id.strip_prefix(term)?.strip_prefix('.')?;
    Some((term, asked)).filter(|(_, asked)| matches!(*asked, "date" | "name"))
}
