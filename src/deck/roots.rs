//! The sections of all files of a deck but its questions, parsed and sorted by what they are.

use std::collections::HashMap;
use std::sync::LazyLock;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use crate::source::split::{Chunk, Section};
use crate::source::table::{Entry, entries, listed};
use crate::source::value::Origin;
use crate::source::{Diagnostic, Sink, SourceFile, Span, Table, Value, codes, suggest, syntax};

/// The top-level tables, which files are cut at.
pub(crate) const SECTIONS: [Section; 5] = [
    Section { name: "deck", named: false },
    Section { name: "source", named: true },
    Section { name: "term", named: true },
    Section { name: "question", named: false },
    Section { name: "exam", named: false },
];
/// The place of `question` in [`SECTIONS`].
pub(crate) const QUESTION: usize = 3;
const EXAM: usize = 4;

static TOP_KEYS: LazyLock<Vec<&str>> =
    LazyLock::new(|| std::iter::once("format").chain(SECTIONS.iter().map(|section| section.name)).collect());

/// A section as a tree.
pub(crate) struct Tree<'a> {
    origin: Origin<'a>,
    root: DeTable<'a>,
    state: State,
    path: Option<Box<str>>,
}

/// How far a section can be trusted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Clean,
    /// A question whose header is not closed: what is below it is sound TOML.
    Headless,
    Broken,
}

impl State {
    fn of(clean: bool) -> Self {
        if clean { Self::Clean } else { Self::Broken }
    }
}

/// Parses one section.
pub(crate) fn tree<'a>(files: &'a [SourceFile], file: u32, chunk: &Chunk, sink: &Sink) -> Tree<'a> {
    let source = files.get(file as usize);
    let text = source.and_then(|source| source.text().get(chunk.range())).unwrap_or_default();
    let origin = Origin { file, offset: chunk.start as usize, text };
    // What is not UTF-8 is reported once for the file; a section with such a place is not to be trusted.
    if source.is_some_and(|source| source.is_damaged(chunk.range())) {
        let (root, _) = syntax::parse(origin, &Sink::new());
        return Tree { origin, root, state: State::Broken, path: chunk.path.clone() };
    }
    if chunk.section == Some(QUESTION)
        && let Some(tree) = headless(origin, sink)
    {
        return tree;
    }
    let (root, clean) = syntax::parse(origin, sink);
    Tree { origin, root, state: State::of(clean), path: chunk.path.clone() }
}

/// A question whose header lacks a bracket, which would swallow all that is below it: both are parsed alone. `None` if
/// the header is closed.
fn headless<'a>(origin: Origin<'a>, sink: &Sink) -> Option<Tree<'a>> {
    let line = origin.text.split_inclusive('\n').next()?;
    let header = line.split('#').next()?.trim();
    let brackets = |of: char| move |found: &char| *found == of;
    let open = header.chars().take_while(brackets('[')).count();
    let closed = header.chars().rev().take_while(brackets(']')).count();
    let below = origin.text.get(line.len()..)?;
    if closed >= open || below.lines().any(|line| line.trim_start().starts_with("[question")) {
        return None;
    }
    syntax::parse(Origin { text: line, ..origin }, sink);
    let origin = Origin { offset: origin.offset + line.len(), text: below, ..origin };
    let (table, clean) = syntax::parse(origin, sink);
    let mut questions = DeArray::new();
    questions.push(Spanned::new(0..0, DeValue::Table(table)));
    let mut root = DeTable::new();
    root.insert(Spanned::new(0..0, "question".into()), Spanned::new(0..0, DeValue::Array(questions)));
    let state = if clean { State::Headless } else { State::Broken };
    Some(Tree { origin, root, state, path: None })
}

/// A table that may stand in several parts, under its name.
pub(crate) struct Named<'a> {
    pub(crate) key: &'a str,
    pub(crate) key_span: Span,
    pub(crate) table: Table<'a>,
}

/// Everything found at the top of the trees.
#[derive(Default)]
pub(crate) struct Roots<'a> {
    pub(crate) formats: Vec<Value<'a>>,
    pub(crate) deck: Option<Table<'a>>,
    /// There is a `[deck]`, sound or not.
    pub(crate) has_deck: bool,
    pub(crate) sources: Vec<Named<'a>>,
    pub(crate) terms: Vec<Named<'a>>,
    /// Keys of terms in sections that are not TOML.
    pub(crate) broken_terms: Vec<&'a str>,
    pub(crate) exams: Vec<Value<'a>>,
    pub(crate) questions: Vec<Value<'a>>,
    /// Questions whose header is not closed.
    pub(crate) headless: Vec<Value<'a>>,
    /// Questions in sections that are not TOML.
    pub(crate) broken_questions: Vec<Value<'a>>,
}

impl<'a> Roots<'a> {
    /// Sorts the top-level keys of all trees.
    pub(crate) fn gather(trees: &'a [Tree<'a>], sink: &'a Sink) -> Self {
        let mut roots = Self::default();
        let mut headers: HashMap<&str, Span> = HashMap::new();
        for tree in trees {
            if !roots.is_repeated(tree, &mut headers, sink) {
                roots.add(tree, sink);
            }
        }
        roots.sources = merged(std::mem::take(&mut roots.sources));
        roots.terms = merged(std::mem::take(&mut roots.terms));
        roots
    }

    /// True, and reported, if the header of this section was there before.
    fn is_repeated(&mut self, tree: &'a Tree<'a>, headers: &mut HashMap<&'a str, Span>, sink: &Sink) -> bool {
        let Some(path) = tree.path.as_deref() else { return false };
        if path == "question" || path == "exam" {
            return false;
        }
        let line = tree.origin.text.lines().next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let span = tree.origin.span(indent..line.trim_end().len().max(indent));
        let Some(first) = headers.get(path) else {
            headers.insert(path, span);
            return false;
        };
        let diagnostic = if path == "deck" && first.file != span.file {
            Diagnostic::new(codes::SECOND_DECK, span, "a deck of several files has one `[deck]`")
                .help("keep it in deck.toml; the other files hold questions, terms and exams")
        } else {
            Diagnostic::new(codes::DUPLICATE_KEY, span, format!("`[{path}]` is written twice"))
                .help("put both together, or give one another name")
        };
        sink.report(diagnostic.label(*first, "first written here"));
        true
    }

    fn add(&mut self, tree: &'a Tree<'a>, sink: &'a Sink) {
        if tree.state != State::Clean {
            self.add_broken(tree);
            return;
        }
        for entry in entries(&tree.root, tree.origin) {
            let section = SECTIONS.iter().position(|section| section.name == entry.key);
            match (entry.key, section) {
                ("format", _) => self.formats.push(entry.value),
                ("deck", _) => self.add_deck(entry, sink),
                ("source", _) => self.sources.extend(named(entry, sink)),
                ("term", _) => self.terms.extend(named(entry, sink)),
                (_, Some(QUESTION)) => self.questions.extend(tables(entry, sink)),
                (_, Some(EXAM)) => self.exams.extend(tables(entry, sink)),
                _ => report_unknown(entry, sink),
            }
        }
    }

    /// Reports what does not belong into the section of a question: only a header in quotation marks gets there.
    pub(crate) fn report_strays(&self, sink: &Sink) {
        let values = self.formats.iter().chain(&self.exams).map(|value| value.span());
        let named = self.terms.iter().chain(&self.sources).map(|named| named.key_span);
        for span in values.chain(named).chain(self.deck.as_ref().map(Table::span)) {
            let message = "this belongs to no question";
            let help = "write its header without quotation marks: [term.x]";
            sink.report(Diagnostic::new(codes::UNKNOWN_KEY, span, message).help(help));
        }
    }

    fn add_deck(&mut self, entry: Entry<'a>, sink: &'a Sink) {
        self.has_deck = true;
        let Some(part) = Table::of(entry.value, "deck", "a table, `[deck]`", sink) else { return };
        match &mut self.deck {
            Some(deck) => deck.extend(part),
            None => self.deck = Some(part),
        }
    }

    /// Keeps of a section that is not TOML what others may point at.
    fn add_broken(&mut self, tree: &'a Tree<'a>) {
        let path = tree.path.as_deref().unwrap_or_default();
        self.has_deck |= path.starts_with("deck") || tree.root.contains_key("deck");
        self.broken_terms.extend(path.strip_prefix("term.").and_then(|rest| rest.split('.').next()));
        for entry in entries(&tree.root, tree.origin) {
            match entry.key {
                "format" => self.formats.push(entry.value),
                "term" => {
                    let terms = entry.value.get().as_table();
                    self.broken_terms
                        .extend(terms.into_iter().flat_map(|terms| terms.keys()).map(|key| &**key.get_ref()));
                }
                "question" => {
                    let items = entry.value.get().as_array();
                    let items = items.into_iter().flat_map(|items| items.iter());
                    let found = match tree.state {
                        State::Headless => &mut self.headless,
                        State::Clean | State::Broken => &mut self.broken_questions,
                    };
                    found.extend(items.map(|item| Value::new(item, tree.origin)));
                }
                _ => {}
            }
        }
    }
}

fn report_unknown(entry: Entry<'_>, sink: &Sink) {
    let message = format!("`{}` is not a section or key of a deck", entry.key);
    let diagnostic = Diagnostic::new(codes::UNKNOWN_KEY, entry.key_span, message);
    sink.report(match suggest::nearest(entry.key, TOP_KEYS.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(entry.key_span, near),
        None => diagnostic.help(format!("at the top of a file there are {}", listed(&TOP_KEYS))),
    });
}

/// The tables inside `[term]` or `[source]`.
fn named<'a>(entry: Entry<'a>, sink: &'a Sink) -> Vec<Named<'a>> {
    let expected = format!("a table of tables, `[{}.a-name]`", entry.key);
    let Some(table) = entry.value.table(entry.key, &expected, sink) else { return Vec::new() };
    entries(table, entry.value.origin())
        .filter_map(|inner| {
            let table = Table::of(
                inner.value,
                inner.key,
                &format!("a table, `[{}.{}]`", entry.key, inner.key),
                sink,
            )?;
            Some(Named { key: inner.key, key_span: inner.key_span, table })
        })
        .collect()
}

/// Joins the parts of one table that stand in several sections: `[term.x]` and, elsewhere, `[term.x.prompts]`.
fn merged(parts: Vec<Named<'_>>) -> Vec<Named<'_>> {
    let mut places: HashMap<&str, usize> = HashMap::with_capacity(parts.len());
    let mut whole: Vec<Named<'_>> = Vec::with_capacity(parts.len());
    for part in parts {
        let place = *places.entry(part.key).or_insert(whole.len());
        match whole.get_mut(place) {
            Some(first) => first.table.extend(part.table),
            None => whole.push(part),
        }
    }
    whole
}

/// The tables of `[[question]]` or `[[exam]]`.
fn tables<'a>(entry: Entry<'a>, sink: &Sink) -> Vec<Value<'a>> {
    let (name, value) = (entry.key, entry.value);
    let Some(items) = value.get().as_array() else {
        let help = format!("write `[[{name}]]` with two brackets, for there may be many");
        if value.source() != format!("[{name}]") {
            value.wrong_type(name, "a list of tables", Some(help), sink);
            return Vec::new();
        }
        // What it says is read all the same, so that its other mistakes are told too.
        value.mistyped(name, "a list of tables", help, format!("[[{name}]]"), sink);
        return vec![value];
    };
    items.iter().map(|item| Value::new(item, entry.value.origin())).collect()
}
