//! A TOML value with its place, and the one way to read it as something: wrong types become diagnostics.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::codes;
use super::diagnostic::{Diagnostic, Sink};
use super::file::Span;
use crate::text;

/// Something read, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// The section a value stands in: spans of the parser count from its start.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Index of the file.
    pub file: u32,
    /// Offset of the section in its file.
    pub offset: usize,
    /// The section's text.
    pub text: &'a str,
}

impl Origin<'_> {
    /// The span in the file of a range of the section.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.offset + range.start, self.offset + range.end)
    }
}

/// A value with its place.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    spanned: &'a Spanned<DeValue<'a>>,
    origin: Origin<'a>,
}

/// Most bytes of a text, unless the key says otherwise.
pub const MAX_TEXT_BYTES: usize = 4_000;
/// Most bytes of an explanation or the back of a card.
pub const MAX_LONG_TEXT_BYTES: usize = 20_000;
/// Most items of an array.
pub const MAX_ITEMS: usize = 1_000;

impl<'a> Value<'a> {
    /// A value of the section `origin`.
    pub fn new(spanned: &'a Spanned<DeValue<'a>>, origin: Origin<'a>) -> Self {
        Self { spanned, origin }
    }

    /// The value as the parser gives it.
    pub fn get(&self) -> &'a DeValue<'a> {
        self.spanned.get_ref()
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.origin.span(self.spanned.span())
    }

    /// The section it stands in.
    pub fn origin(&self) -> Origin<'a> {
        self.origin
    }

    /// Its characters in the file.
    pub fn source(&self) -> &'a str {
        self.origin.text.get(self.spanned.span()).unwrap_or_default()
    }

    /// The span of `range` of the decoded string, or of all of it if escapes moved things.
    pub fn inner_span(&self, range: std::ops::Range<usize>) -> Span {
        let decoded = self.get().as_str().unwrap_or_default();
        let base = self.spanned.span().start;
        match self.source().find(decoded) {
            Some(at) if !decoded.is_empty() => {
                self.origin.span(base + at + range.start..base + at + range.end)
            }
            _ => self.span(),
        }
    }

    /// What it is, for people.
    pub fn type_name(&self) -> &'static str {
        match self.get() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(native) if native.time.is_some() => "a date with a time",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        }
    }

    /// Reports that it should have been `expected`.
    pub fn wrong_type(&self, key: &str, expected: &str, help: Option<String>, sink: &Sink) {
        let message = format!("`{key}` must be {expected}, but this is {}", self.type_name());
        sink.report(Diagnostic::new(codes::WRONG_TYPE, self.span(), message).maybe_help(help));
    }

    /// Reports that it should have been `expected`, which it is if written as `meant`.
    pub fn mistyped(&self, key: &str, expected: &str, help: String, meant: String, sink: &Sink) {
        let message = format!("`{key}` must be {expected}, but this is {}", self.type_name());
        let diagnostic = Diagnostic::new(codes::WRONG_TYPE, self.span(), message);
        sink.report(diagnostic.help(help).fix(self.span(), meant));
    }

    /// Reports that it should have been a text: a number and the like is one in quotation marks.
    fn no_text(&self, key: &str, expected: &str, sink: &Sink) {
        if matches!(self.get(), DeValue::Array(_) | DeValue::Table(_)) {
            return self.wrong_type(key, expected, None, sink);
        }
        let quoted = format!("\"{}\"", self.source());
        self.mistyped(key, expected, format!("write it in quotes: {quoted}"), quoted, sink);
    }

    /// A string that says something.
    pub fn text(&self, key: &str, sink: &Sink) -> Option<&'a str> {
        self.text_up_to(MAX_TEXT_BYTES, key, sink)
    }

    /// A string that says something in at most `limit` bytes.
    pub fn text_up_to(&self, limit: usize, key: &str, sink: &Sink) -> Option<&'a str> {
        let Some(text) = self.get().as_str() else {
            self.no_text(key, "a string", sink);
            return None;
        };
        if text.trim().is_empty() {
            let message = format!("`{key}` is empty");
            sink.report(Diagnostic::new(codes::EMPTY, self.span(), message));
            return None;
        }
        if text.len() > limit {
            let message = format!("`{key}` has {} bytes, more than {limit}", text.len());
            sink.report(Diagnostic::new(codes::TOO_LONG, self.span(), message));
            return None;
        }
        self.warn_if_hostile(text, key, sink);
        Some(text)
    }

    fn warn_if_hostile(&self, value: &str, key: &str, sink: &Sink) {
        let plain = |byte: &u8| matches!(byte, 0x20..=0x7e | b'\n' | b'\t');
        if value.as_bytes().iter().all(plain) {
            return;
        }
        // A line break of Windows inside a multi-line string is no attack.
        let hostile = value.chars().find(|c| text::is_hostile(*c) && *c != '\r');
        if let Some(found) = hostile {
            let message = format!("`{key}` has the control character U+{:04X}", u32::from(found));
            sink.report(
                Diagnostic::new(codes::HOSTILE, self.span(), message)
                    .help("take it out: it is shown to students as \u{fffd}"),
            );
        }
    }

    /// A whole number.
    pub fn integer(&self, key: &str, sink: &Sink) -> Option<i64> {
        let DeValue::Integer(integer) = self.get() else {
            self.wrong_type(key, "a whole number", None, sink);
            return None;
        };
        let value = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        if value.is_none() {
            let message = format!("`{key}` is too large");
            sink.report(Diagnostic::new(codes::OUT_OF_RANGE, self.span(), message));
        }
        value
    }

    /// A number, whole or not; never NaN or infinite.
    pub fn number(&self, key: &str, sink: &Sink) -> Option<f64> {
        let value = match self.get() {
            DeValue::Integer(integer) => {
                #[expect(clippy::cast_precision_loss, reason = "the caller bounds it")]
                let value =
                    i64::from_str_radix(integer.as_str(), integer.radix()).ok().map(|whole| whole as f64);
                value
            }
            DeValue::Float(float) => float.as_str().parse().ok().filter(|value: &f64| value.is_finite()),
            _ => {
                self.wrong_type(key, "a number", None, sink);
                return None;
            }
        };
        if value.is_none() {
            let message = format!("`{key}` is not a finite number");
            sink.report(Diagnostic::new(codes::OUT_OF_RANGE, self.span(), message));
        }
        value
    }

    /// A number in a range, which `range` says in words.
    pub fn number_in(&self, key: &str, fits: fn(f64) -> bool, range: &str, sink: &Sink) -> Option<f64> {
        let value = self.number(key, sink)?;
        if fits(value) {
            return Some(value);
        }
        let message = format!("`{key}` must be {range}");
        let help = format!("write a number that is, or leave `{key}` out");
        sink.report(Diagnostic::new(codes::OUT_OF_RANGE, self.span(), message).help(help));
        None
    }

    /// A whole number from `least` to a million.
    pub fn count(&self, key: &str, least: u32, sink: &Sink) -> Option<usize> {
        const MOST: i64 = 1_000_000;
        let value = self.integer(key, sink)?;
        if (i64::from(least)..=MOST).contains(&value) {
            return usize::try_from(value).ok();
        }
        let message = if value > MOST {
            format!("`{key}` must be at most {MOST}")
        } else {
            format!("`{key}` must be at least {least}")
        };
        sink.report(Diagnostic::new(codes::OUT_OF_RANGE, self.span(), message));
        None
    }

    /// True or false.
    pub fn boolean(&self, key: &str, sink: &Sink) -> Option<bool> {
        let value = self.get().as_bool();
        if value.is_none() {
            self.wrong_type(key, "true or false", None, sink);
        }
        value
    }

    /// The items of an array, at most [`MAX_ITEMS`].
    pub fn array(&self, key: &str, expected: &str, sink: &Sink) -> Option<Vec<Value<'a>>> {
        let Some(array) = self.get().as_array() else {
            match self.as_array(expected) {
                Some(array) => {
                    self.mistyped(key, expected, format!("write `{key} = {array}`"), array, sink);
                }
                None => self.wrong_type(key, expected, None, sink),
            }
            return None;
        };
        if array.len() > MAX_ITEMS {
            let message = format!("`{key}` has {} items, more than {MAX_ITEMS}", array.len());
            sink.report(Diagnostic::new(codes::TOO_LONG, self.span(), message));
            return None;
        }
        let items = array.iter().map(|item| Value::new(item, self.origin));
        Some(items.filter(|item| !item.is_blank_item(key, sink)).collect())
    }

    /// What to write if an array of one item was meant.
    fn as_array(&self, expected: &str) -> Option<String> {
        let source = self.source();
        match self.get() {
            _ if !expected.contains("strings") => None,
            DeValue::String(_) => Some(format!("[{source}]")),
            DeValue::Table(_) => None,
            _ => Some(format!("[\"{source}\"]")),
        }
    }

    /// True, and reported, if it is an item that says nothing.
    fn is_blank_item(&self, key: &str, sink: &Sink) -> bool {
        let is_blank = self.get().as_str().is_some_and(|text| text.trim().is_empty());
        if is_blank {
            let message = format!("this item of `{key}` is empty");
            let help = "write something between the quotation marks, or take the item out";
            sink.report(Diagnostic::new(codes::EMPTY, self.span(), message).help(help));
        }
        is_blank
    }

    /// A string or an array of strings.
    pub fn texts(&self, key: &str, sink: &Sink) -> Vec<At<&'a str>> {
        let expected = "a string or an array of strings";
        let items = match self.get() {
            DeValue::String(_) => vec![*self],
            DeValue::Array(_) => self.array(key, expected, sink).unwrap_or_default(),
            _ => {
                self.no_text(key, expected, sink);
                Vec::new()
            }
        };
        items.iter().filter_map(|item| Some(At { value: item.text(key, sink)?, span: item.span() })).collect()
    }

    /// The table it is.
    pub fn table(&self, key: &str, expected: &str, sink: &Sink) -> Option<&'a DeTable<'a>> {
        let table = self.get().as_table();
        if table.is_none() {
            self.wrong_type(key, expected, None, sink);
        }
        table
    }
}
