//! From files to a deck: cut into sections, read what questions stand on, read the questions, check the links.

use std::ops::Range;

use super::head::{self, Credits};
use super::links::{self, Broken};
use super::roots::{QUESTION, Roots, SECTIONS, Tree, tree};
use super::{Brief, Deck, Index, exam_read, nameless};
use crate::question::read::{self, Ground, Nameless, Outcome, Reader, term};
use crate::question::{Place, Question};
use crate::source::file::small;
use crate::source::split::{Chunk, split};
use crate::source::{At, Diagnostic, Severity, Sink, SourceFile, Span, Table, Value, codes};
use crate::text::Text;

/// A deck and everything that is wrong with it.
#[derive(Debug)]
pub struct Parsed {
    /// The sound part.
    pub deck: Deck,
    /// Its authors, licence and so on.
    pub credits: Credits,
    /// Where the deck says its id, or begins.
    pub place: Span,
    /// Codes of warnings that `[deck]` allows everywhere.
    pub allow: Vec<Box<str>>,
    /// Sorted by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// True if there is an error, and not only warnings.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
    }
}

/// A section that holds a question.
struct Job {
    file: u32,
    chunk: Chunk,
}

/// Bytes of questions from which a second thread pays.
const PARALLEL_BYTES: usize = 512 * 1024;

/// Parses a deck from its files, `deck.toml` first. Never fails: it returns the sound part and all the diagnostics.
pub fn parse(files: &[SourceFile]) -> Parsed {
    let sink = Sink::new();
    let (trees, jobs) = cut(files, |_, source| split(source.text(), &SECTIONS), &sink);
    let roots = Roots::gather(&trees, &sink);
    let head = head::head(&roots, files, &sink);
    let (ground, siblings) = ground(&roots, &sink);
    let reader = Reader::new(&ground, &sink);
    let exams: Vec<_> = roots.exams.iter().filter_map(|exam| exam_read::read(*exam, &reader)).collect();
    let mut batch = in_parallel(files, &jobs, &ground);
    batch.inline(&roots, &reader);
    if !siblings.is_empty() || !roots.questions.is_empty() {
        batch.questions.extend(siblings);
        batch.questions.sort_by_key(|question| (question.place.file, question.place.start));
    }
    nameless::report(std::mem::take(&mut batch.nameless), &batch.questions, &batch.broken, &sink);
    links::check(&mut batch.questions, &batch.broken, files, &sink);
    let exams = exam_read::check(exams, &batch.questions, &batch.broken, &reader);
    if batch.questions.is_empty() && sink.errors() == 0 && batch.diagnostics.is_empty() && !files.is_empty() {
        let span = roots.deck.as_ref().map(Table::span).unwrap_or_default();
        let message = "this deck has no questions";
        let help = "add a `[[question]]`, or `ask = [\"date\", \"name\"]` to a term";
        sink.report(Diagnostic::new(codes::NO_QUESTIONS, span, message).help(help));
    }
    let deck = roots.deck.as_ref();
    let place = deck.map(|deck| deck.get("id").map_or(deck.span(), |id| id.span())).unwrap_or_default();
    drop(reader);
    drop(roots);
    drop(trees);
    let mut diagnostics = sink.into_inner();
    diagnostics.append(&mut batch.diagnostics);
    diagnostics.retain(|found| !head.allow.iter().any(|code| **code == *found.code.id));
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    let deck = Deck {
        id: head.id,
        title: head.title,
        version: head.version,
        language: head.language,
        terms: ground.terms,
        questions: batch.questions,
        exams,
        files: files.iter().map(|file| file.name.clone()).collect(),
    };
    Parsed { deck, credits: head.credits, place, allow: head.allow, diagnostics }
}

/// The `wanted` question of a deck, read without the others; `index` is that of these very files, and the deck is
/// known to be sound. `None` if there is no such question.
pub fn one(files: &[SourceFile], index: &Index, wanted: &Brief) -> Option<Question> {
    let sink = Sink::new();
    let (trees, _) = cut(files, |file, source| between(file, source.text(), index), &sink);
    let roots = Roots::gather(&trees, &sink);
    let (ground, siblings) = ground(&roots, &sink);
    let Place { file, start, end } = wanted.place;
    let chunk = Chunk { start, end, section: Some(QUESTION), path: None };
    let mut batch = batch(files, &[Job { file, chunk }], 1, &ground);
    batch.inline(&roots, &Reader::new(&ground, &sink));
    batch.questions.into_iter().chain(siblings).find(|question| question.id == wanted.id)
}

/// The sections of a file between its questions.
fn between(file: u32, text: &str, index: &Index) -> Vec<Chunk> {
    let is_section =
        |place: &Place| text.get(place.start as usize..).is_some_and(|at| at.starts_with("[[question"));
    let places = index.questions.iter().map(|brief| brief.place);
    let mut chunks = Vec::new();
    let mut end = 0;
    for place in places.filter(|place| place.file == file && is_section(place)) {
        chunks.extend(sections(text, end..place.start));
        end = place.end;
    }
    chunks.extend(sections(text, end..small(text.len())));
    chunks
}

/// The sections of a part of a file.
fn sections(text: &str, part: Range<u32>) -> Vec<Chunk> {
    let inside = text.get(part.start as usize..part.end as usize).unwrap_or_default();
    if inside.trim_ascii().is_empty() {
        return Vec::new();
    }
    let moved =
        |chunk: Chunk| Chunk { start: chunk.start + part.start, end: chunk.end + part.start, ..chunk };
    split(inside, &SECTIONS).into_iter().map(moved).collect()
}

/// Id and title from the beginning of a deck's first file, which may be cut anywhere; nothing if it is no deck.
pub fn peek(text: &str) -> Option<(Option<Text>, Option<Text>)> {
    let chunks = split(text, &SECTIONS);
    let Some(chunk) = chunks.iter().find(|chunk| chunk.path.as_deref() == Some("deck")) else {
        return chunks.iter().any(|chunk| chunk.section == Some(QUESTION)).then_some((None, None));
    };
    let (tree, _) = toml::de::DeTable::parse_recoverable(text.get(chunk.range())?);
    let deck = tree.get_ref().get("deck")?.get_ref();
    let text = |key| Some(Text::from(deck.get(key)?.get_ref().as_str()?));
    Some((text("id"), text("title")))
}

/// Cuts the files, each by `chunks`; questions are left for later, the rest is parsed.
fn cut<'a>(
    files: &'a [SourceFile],
    chunks: impl Fn(u32, &SourceFile) -> Vec<Chunk>,
    sink: &Sink,
) -> (Vec<Tree<'a>>, Vec<Job>) {
    let mut trees = Vec::new();
    let mut jobs = Vec::new();
    for (file, source) in (0u32..).zip(files) {
        if let Some(damage) = source.damage() {
            let at = damage.places.first().map_or(0, |place| *place as usize);
            let more = damage.places.len().saturating_sub(1);
            let others = match more {
                0 => String::new(),
                1 => ", and one more place".to_owned(),
                _ => format!(", and {more} more places"),
            };
            let message =
                format!("byte {} of the file (0x{:02x}) is not UTF-8{others}", damage.byte, damage.value);
            let span = Span::new(file, at, at + '\u{fffd}'.len_utf8());
            sink.report(Diagnostic::new(codes::NOT_UTF8, span, message).help("save the file as UTF-8"));
        }
        for chunk in chunks(file, source) {
            if chunk.section == Some(QUESTION) {
                jobs.push(Job { file, chunk });
            } else {
                trees.push(tree(files, file, &chunk, sink));
            }
        }
    }
    (trees, jobs)
}

/// Reads sources, defaults and terms, in this order, and the questions that terms ask for.
fn ground(roots: &Roots<'_>, sink: &Sink) -> (Ground, Vec<Question>) {
    let mut ground = Ground::default();
    for source in &roots.sources {
        ground.sources.read(source.key, &source.table);
    }
    ground.defaults = head::defaults(roots, &Reader::new(&ground, sink));
    let read: Vec<_> = {
        let reader = Reader::new(&ground, sink);
        let read = |named: &super::roots::Named<'_>| {
            let key = At { value: named.key, span: named.key_span };
            term::term(key, &named.table, &reader).ok_or(named.key.to_owned())
        };
        roots.terms.iter().map(read).collect()
    };
    let mut siblings = Vec::new();
    for result in read {
        match result {
            Ok((term, questions)) => {
                ground.add(term);
                siblings.extend(questions);
            }
            Err(key) => ground.add_broken(&key),
        }
    }
    for key in &roots.broken_terms {
        ground.add_broken(key);
    }
    (ground, siblings)
}

/// What came of some questions.
#[derive(Default)]
struct Batch {
    questions: Vec<Question>,
    broken: Vec<Broken>,
    nameless: Vec<Nameless>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads all questions, on two threads if there are many; the order stays that of the files.
fn in_parallel(files: &[SourceFile], jobs: &[Job], ground: &Ground) -> Batch {
    let bytes: usize = jobs.iter().map(|job| job.chunk.range().len()).sum();
    if bytes < PARALLEL_BYTES {
        return batch(files, jobs, jobs.len(), ground);
    }
    let (left, right) = jobs.split_at(jobs.len() / 2);
    let (mut first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| batch(files, right, right.len(), ground));
        let first = batch(files, left, jobs.len(), ground);
        (first, second.join())
    });
    let mut second = second.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    first.questions.append(&mut second.questions);
    first.broken.append(&mut second.broken);
    first.nameless.append(&mut second.nameless);
    first.diagnostics.append(&mut second.diagnostics);
    first
}

fn batch(files: &[SourceFile], jobs: &[Job], capacity: usize, ground: &Ground) -> Batch {
    let sink = Sink::new();
    let reader = Reader::new(ground, &sink);
    let mut batch = Batch { questions: Vec::with_capacity(capacity), ..Batch::default() };
    for job in jobs {
        let tree = tree(files, job.file, &job.chunk, &sink);
        // The tree is dropped with this turn: a large deck never stands in memory as trees.
        let roots = Roots::gather(std::slice::from_ref(&tree), &sink);
        batch.section(&roots, job, files, &reader);
    }
    drop(reader);
    batch.diagnostics = sink.into_inner();
    batch
}

fn question<'a>(value: Value<'a>, reader: &Reader<'a>) -> Option<Outcome> {
    let table = Table::of(value, "question", "a table, `[[question]]`", reader.sink)?;
    Some(read::question(&table, reader))
}

impl Batch {
    /// The questions of one section: one, unless a `[question]` was meant.
    fn section(&mut self, roots: &Roots<'_>, job: &Job, files: &[SourceFile], reader: &Reader<'_>) {
        let text = files.get(job.file as usize).and_then(|file| file.text().get(job.chunk.range()));
        let length = text.unwrap_or_default().trim_end().len();
        let start = job.chunk.start as usize;
        let place = Span::new(job.file, start, start + length);
        for value in &roots.questions {
            self.read(*value, place.into(), reader);
        }
        for value in &roots.headless {
            // For its mistakes only.
            drop(question(*value, reader));
        }
        let broken = roots.headless.iter().chain(&roots.broken_questions);
        self.broken.extend(broken.copied().map(Broken::of));
        roots.report_strays(reader.sink);
    }

    /// Questions that stand before the first header, as `question = [{ … }]`.
    fn inline(&mut self, roots: &Roots<'_>, reader: &Reader<'_>) {
        for value in &roots.questions {
            self.read(*value, value.span().into(), reader);
        }
        self.broken.extend(roots.broken_questions.iter().copied().map(Broken::of));
    }

    fn read(&mut self, value: Value<'_>, place: Place, reader: &Reader<'_>) {
        match question(value, reader) {
            Some(Outcome::Sound(mut question)) => {
                question.place = place;
                self.questions.push(*question);
            }
            Some(Outcome::Nameless(nameless)) => {
                self.nameless.push(nameless);
                self.broken.push(Broken::of(value));
            }
            Some(Outcome::Broken) => self.broken.push(Broken::of(value)),
            None => {}
        }
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
