//! What questions of every kind share: ids, hints, tags, points, foreseen responses.

use std::sync::Arc;

use super::{Reader, meaning::folded, names};
use crate::question::{Foreseen, Key, QuestionId};
use crate::source::value::MAX_LONG_TEXT_BYTES;
use crate::source::{At, Diagnostic, Severity, Sink, Table, Value, codes, suggest};
use crate::text::Text;

/// Most bytes of an id.
pub const MAX_ID_BYTES: usize = 120;
/// The keys of an entry of `near`.
pub(crate) const NEAR_KEYS: [&str; 3] = ["answer", "score", "feedback"];
const MAX_TAGS: usize = 50;

/// The optional keys of a question.
#[derive(Debug)]
pub struct Shared {
    /// `was`
    pub was: Vec<QuestionId>,
    /// `reject`
    pub reject: Vec<Text>,
    /// `near`
    pub near: Vec<Foreseen>,
    /// `strict`
    pub strict: bool,
    /// `hint`
    pub hints: Vec<Text>,
    /// `explanation`
    pub explanation: Option<Text>,
    /// `source`, resolved
    pub source: Option<Text>,
    /// `tags`, with those of the deck
    pub tags: Vec<Arc<str>>,
    /// `points`
    pub points: f64,
    /// `as_of`
    pub as_of: Option<Text>,
    /// `requires`
    pub requires: Vec<QuestionId>,
}

impl Shared {
    /// Reads them from a question with this key.
    pub fn read(table: &Table<'_>, reader: &Reader<'_>, key: Option<&Key>) -> Self {
        let right = key.map(right_forms).unwrap_or_default();
        Self {
            was: ids(table, "was"),
            reject: reject(table, reader, &right),
            near: near(table, reader, &right),
            strict: table.boolean("strict").unwrap_or(reader.ground.defaults.strict),
            hints: table.texts("hint").into_iter().map(|hint| Text::from(hint.value)).collect(),
            explanation: table.kept("explanation", MAX_LONG_TEXT_BYTES),
            source: source(table, reader),
            tags: tags(table, reader),
            points: points(table).unwrap_or(reader.ground.defaults.points),
            as_of: as_of(table),
            requires: ids(table, "requires"),
        }
    }
}

/// An id: `[a-z0-9._-]+`, at most [`MAX_ID_BYTES`].
pub fn id_of(value: Value<'_>, key: &str, sink: &Sink) -> Option<At<Arc<str>>> {
    let id = At { value: value.text(key, sink)?, span: value.span() };
    read_id(id, key, |fault, slug| fault.fix(id.span, slug), sink)
}

/// An id that is written where another question is meant. It is not mended: that question may be called otherwise.
pub fn checked_id(id: At<&str>, key: &str, sink: &Sink) -> Option<At<Arc<str>>> {
    read_id(id, key, |fault, _| fault, sink)
}

/// The id if it is one, else a report with the nearest that would be, which `mended` may make the fix.
fn read_id(
    id: At<&str>,
    key: &str,
    mended: impl FnOnce(Diagnostic, String) -> Diagnostic,
    sink: &Sink,
) -> Option<At<Arc<str>>> {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    let span = id.span;
    if id.value.len() > MAX_ID_BYTES {
        let message = format!("`{key}` has {} bytes, more than {MAX_ID_BYTES}", id.value.len());
        sink.report(Diagnostic::new(codes::TOO_LONG, span, message));
        return None;
    }
    if id.value.bytes().all(allowed) {
        return Some(At { value: id.value.into(), span });
    }
    let message = format!("`{key}` may have small letters, digits, dots, dashes and underscores only");
    let fault = Diagnostic::new(codes::BAD_ID, span, message);
    let slug = suggest::slug(id.value, 8);
    sink.report(match slug.is_empty() {
        true => fault,
        false => mended(fault.help(format!("write \"{slug}\"")), format!("\"{slug}\"")),
    });
    None
}

fn ids(table: &Table<'_>, key: &str) -> Vec<QuestionId> {
    let ids = table.texts(key);
    ids.into_iter().filter_map(|id| checked_id(id, key, table.sink())).map(|id| id.value).collect()
}

/// `source`, resolved for display, or the default.
pub fn source(table: &Table<'_>, reader: &Reader<'_>) -> Option<Text> {
    let ground = reader.ground;
    match table.text("source") {
        Some(written) => Some(ground.sources.resolve(written, reader.sink)),
        None => ground.defaults.source.clone(),
    }
}

/// `tags`, behind those of the deck.
pub fn tags(table: &Table<'_>, reader: &Reader<'_>) -> Vec<Arc<str>> {
    let written = table.texts("tags");
    if written.len() > MAX_TAGS
        && let Some(value) = table.get("tags")
    {
        let message = format!("{} tags, more than {MAX_TAGS}", written.len());
        reader.sink.report(Diagnostic::new(codes::TOO_LONG, value.span(), message));
    }
    let defaults = &reader.ground.defaults.tags;
    let mut tags = Vec::with_capacity(defaults.len() + written.len());
    tags.extend_from_slice(defaults);
    for tag in written {
        let tag = reader.shared(tag.value.trim());
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// `points`: more than 0, at most 1,000.
pub fn points(table: &Table<'_>) -> Option<f64> {
    let value = table.get("points")?;
    value.number_in(
        "points",
        |points| points > 0.0 && points <= 1000.0,
        "more than 0 and at most 1000",
        table.sink(),
    )
}

/// `as_of`: the date the answer was true.
pub fn as_of(table: &Table<'_>) -> Option<Text> {
    let value = table.get("as_of")?;
    super::date::when(&value, "as_of", table.sink())?;
    Some(Text::from(value.get().as_str().unwrap_or(value.source())))
}

/// `allow`: codes of warnings.
pub fn allow(table: &Table<'_>) -> Vec<Box<str>> {
    let mut allowed = Vec::new();
    for code in table.texts("allow") {
        match codes::find(code.value) {
            Some(known) if known.severity() == Severity::Warning => allowed.push(code.value.into()),
            Some(known) => {
                let message = format!("{} is an error ({}); errors cannot be allowed", known.id, known.title);
                table
                    .sink()
                    .report(Diagnostic::new(codes::BAD_ALLOW, code.span, message).help("mend it instead"));
            }
            None => {
                let message = format!("there is no warning `{}`", code.value);
                let warnings = codes::ALL.iter().filter(|code| code.severity() == Severity::Warning);
                let near = suggest::did_you_mean(code.value, warnings.map(|code| code.id));
                table.sink().report(Diagnostic::new(codes::BAD_ALLOW, code.span, message).maybe_help(near));
            }
        }
    }
    allowed
}

/// All folded forms of the right answer, where it is one name.
fn right_forms(key: &Key) -> Vec<String> {
    let name = match key {
        Key::Text(text) => &text.name,
        Key::Choice(choice) if !choice.several => match choice.right.first() {
            Some(only) => only,
            None => return Vec::new(),
        },
        Key::Number(number) => return vec![folded(number.shown.raw())],
        _ => return Vec::new(),
    };
    std::iter::once(&name.text).chain(&name.accept).map(|form| folded(form.raw())).collect()
}

fn reject(table: &Table<'_>, reader: &Reader<'_>, right: &[String]) -> Vec<Text> {
    let written = table.texts("reject");
    written.iter().flat_map(|one| refused(one, "reject", right, reader)).collect()
}

/// All forms of a response that is not right, or not wholly; reported if one of them is right.
fn refused(written: &At<&str>, key: &str, right: &[String], reader: &Reader<'_>) -> Vec<Text> {
    let forms = names::forms(&[*written], reader);
    if let Some(form) = forms.iter().find(|form| right.contains(&folded(form.raw()))) {
        let message = format!("“{}” is in `{key}`, but it is a right answer", form.raw());
        let help = format!("take it out of `{key}`, or out of what is right");
        reader.sink.report(Diagnostic::new(codes::CONTRADICTION, written.span, message).help(help));
    }
    forms
}

fn near(table: &Table<'_>, reader: &Reader<'_>, right: &[String]) -> Vec<Foreseen> {
    let Some(value) = table.get("near") else { return Vec::new() };
    let expected = "an array of tables: [{ answer = \"…\", score = 0.5, feedback = \"…\" }]";
    let items = value.array("near", expected, reader.sink).unwrap_or_default();
    items.iter().flat_map(|item| foreseen(*item, reader, right).unwrap_or_default()).collect()
}

/// One entry of `near`; a term becomes one for each form of its name.
fn foreseen(item: Value<'_>, reader: &Reader<'_>, right: &[String]) -> Option<Vec<Foreseen>> {
    let table = Table::of(item, "near", "a table: { answer = \"…\", score = 0.5 }", reader.sink)?;
    table.finish("`near`", &NEAR_KEYS);
    let feedback = table.text("feedback").map(|feedback| Text::from(feedback.value));
    let score = match table.get("score") {
        None => Some(0.0),
        Some(value) => {
            let fits = |score| (0.0..1.0).contains(&score);
            value.number_in(
                "score",
                fits,
                "at least 0 and below 1; what earns 1 belongs to `accept`",
                reader.sink,
            )
        }
    };
    let answer = table.required("answer", "add `answer = \"…\"`, the response that is foreseen")?;
    let forms = refused(&answer, "near", right, reader);
    let score = score?;
    Some(forms.into_iter().map(|answer| Foreseen { answer, score, feedback: feedback.clone() }).collect())
}
