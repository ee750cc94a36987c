//! The layout of a value: on one line if it fits there, else an array with one item a line.
//!
//! An array that its author broke stays broken. An inline table stays on one line, as TOML 1.0 wants it.

use std::fmt::Write as _;

use toml_parser::parser::EventKind;
use unicode_width::UnicodeWidthStr;

use super::format::{Events, key};

/// Columns up to which an array stays on its line.
const COLUMNS: usize = 100;
/// One step of items inside a broken array.
const STEP: usize = 2;

/// A value as it was written.
pub(super) enum Written<'a> {
    /// A string, number, date, true or false: never changed.
    Scalar(&'a str),
    Array(Array<'a>),
    /// Keys, with ` = ` behind them, and values.
    Table(Vec<(String, Written<'a>)>),
}

/// `[…]`
#[derive(Default)]
pub(super) struct Array<'a> {
    items: Vec<Item<'a>>,
    /// Comments behind the last item, on lines of their own.
    tail: Vec<&'a str>,
    /// It has a line break or a comment.
    is_broken: bool,
}

struct Item<'a> {
    /// Comments above it.
    above: Vec<&'a str>,
    value: Written<'a>,
    /// The comment behind it, on its line.
    behind: Option<&'a str>,
}

/// The next value.
pub(super) fn value<'a>(events: &mut Events<'a>) -> Written<'a> {
    while let Some((kind, text)) = events.next() {
        match kind {
            EventKind::Scalar => return Written::Scalar(text),
            EventKind::ArrayOpen => return Written::Array(array(events)),
            EventKind::InlineTableOpen => return Written::Table(table(events)),
            _ => {}
        }
    }
    Written::Scalar("")
}

fn array<'a>(events: &mut Events<'a>) -> Array<'a> {
    let mut array = Array::default();
    // Whether the line has an item that a comment can be about.
    let mut beside_item = false;
    while let Some(kind) = events.peek() {
        match kind {
            EventKind::Newline => {
                (array.is_broken, beside_item) = (true, false);
                events.next();
            }
            EventKind::Comment => {
                let text = events.next().map_or("", |(_, text)| text.trim_end());
                match array.items.last_mut().filter(|item| beside_item && item.behind.is_none()) {
                    Some(item) => item.behind = Some(text),
                    None => array.tail.push(text),
                }
            }
            EventKind::Scalar | EventKind::ArrayOpen | EventKind::InlineTableOpen => {
                let above = std::mem::take(&mut array.tail);
                array.items.push(Item { above, value: value(events), behind: None });
                beside_item = true;
            }
            EventKind::ArrayClose => {
                events.next();
                break;
            }
            _ => drop(events.next()),
        }
    }
    array
}

fn table<'a>(events: &mut Events<'a>) -> Vec<(String, Written<'a>)> {
    let mut pairs = Vec::new();
    while let Some(kind) = events.peek() {
        match kind {
            EventKind::SimpleKey => pairs.push((key(events), value(events))),
            EventKind::InlineTableClose => {
                events.next();
                break;
            }
            _ => drop(events.next()),
        }
    }
    pairs
}

impl Written<'_> {
    /// The line that begins with `start`, and this behind it.
    pub(super) fn laid_out(&self, start: String) -> String {
        let mut written = start;
        self.write(&mut written, 0, true);
        written
    }

    /// Writes it at the end of a line that is indented by `indent`; a long array is broken if it `may_break`.
    fn write(&self, to: &mut String, indent: usize, may_break: bool) {
        match self {
            Self::Scalar(text) => to.push_str(text),
            Self::Table(pairs) if pairs.is_empty() => to.push_str("{}"),
            Self::Table(pairs) => {
                let mut between = "{ ";
                for (key, value) in pairs {
                    to.push_str(between);
                    to.push_str(key);
                    value.write(to, indent, false);
                    between = ", ";
                }
                to.push_str(" }");
            }
            Self::Array(array) => {
                let (before, start) = (to.len(), last_line(to).width());
                if !array.is_broken {
                    array.write_flat(to, indent);
                    let line = to.get(before..).unwrap_or_default();
                    // An item of a broken array has a comma behind it.
                    let end = start + line.width() + usize::from(indent > 0);
                    if !may_break || line.contains('\n') || end <= COLUMNS {
                        return;
                    }
                    to.truncate(before);
                }
                array.write_broken(to, indent);
            }
        }
    }
}

impl Array<'_> {
    fn write_flat(&self, to: &mut String, indent: usize) {
        to.push('[');
        for (nth, item) in self.items.iter().enumerate() {
            to.push_str(if nth > 0 { ", " } else { "" });
            item.value.write(to, indent, false);
        }
        to.push(']');
    }

    fn write_broken(&self, to: &mut String, indent: usize) {
        if self.items.is_empty() && self.tail.is_empty() {
            to.push_str("[]");
            return;
        }
        let inner = indent + STEP;
        to.push_str("[\n");
        for item in &self.items {
            for comment in &item.above {
                let _ = writeln!(to, "{:inner$}{comment}", "");
            }
            let _ = write!(to, "{:inner$}", "");
            item.value.write(to, inner, true);
            to.push(',');
            if let Some(comment) = item.behind {
                let _ = write!(to, "  {comment}");
            }
            to.push('\n');
        }
        for comment in &self.tail {
            let _ = writeln!(to, "{:inner$}{comment}", "");
        }
        let _ = write!(to, "{:indent$}]", "");
    }
}

fn last_line(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}
