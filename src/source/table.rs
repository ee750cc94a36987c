//! A TOML table being read: typed getters that report what is wrong, and a last look for unknown keys.

use toml::de::DeTable;

use super::codes;
use super::diagnostic::{Diagnostic, Sink};
use super::file::Span;
use super::suggest;
use super::value::{At, Origin, Value};
use crate::text::Text;

/// A table, or the parts of one that stand in several sections.
#[derive(Debug)]
pub struct Table<'a> {
    entries: Vec<Entry<'a>>,
    span: Span,
    sink: &'a Sink,
}

/// A key with its value.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The key.
    pub key: &'a str,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Value<'a>,
}

impl<'a> Table<'a> {
    /// A table of the section `origin`; `span` is its header or, inline, all of it.
    pub fn new(table: &'a DeTable<'a>, span: Span, origin: Origin<'a>, sink: &'a Sink) -> Self {
        Self { entries: entries(table, origin).collect(), span, sink }
    }

    /// The table that `value` is.
    pub fn of(value: Value<'a>, key: &str, expected: &str, sink: &'a Sink) -> Option<Self> {
        let table = value.table(key, expected, sink)?;
        Some(Self::new(table, value.span(), value.origin(), sink))
    }

    /// Adds a further part of the same table; a key that is there already is reported.
    pub fn extend(&mut self, part: Self) {
        for entry in part.entries {
            match self.entry(entry.key) {
                Some(first) => self.sink.report(
                    Diagnostic::new(
                        codes::DUPLICATE_KEY,
                        entry.key_span,
                        format!("`{}` is written twice", entry.key),
                    )
                    .label(first.key_span, "first written here"),
                ),
                None => self.entries.push(entry),
            }
        }
    }

    /// Its header or, inline, all of it.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Where its diagnostics go.
    pub fn sink(&self) -> &'a Sink {
        self.sink
    }

    /// All its keys, in the alphabet's order.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        self.entries.iter().copied()
    }

    /// The entry with this key.
    pub fn entry(&self, key: &str) -> Option<Entry<'a>> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<Value<'a>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// A string that says something.
    pub fn text(&self, key: &str) -> Option<At<&'a str>> {
        let value = self.get(key)?;
        Some(At { value: value.text(key, self.sink)?, span: value.span() })
    }

    /// A string of at most `limit` bytes, kept.
    pub fn kept(&self, key: &str, limit: usize) -> Option<Text> {
        self.get(key)?.text_up_to(limit, key, self.sink).map(Text::from)
    }

    /// A string that must be there; `help` says what to write if it is not.
    pub fn required(&self, key: &str, help: &str) -> Option<At<&'a str>> {
        if self.get(key).is_none() {
            self.missing(key, help);
        }
        self.text(key)
    }

    /// True if another key is nearly `key`: it is reported as unknown, and `key` is not missing as well.
    pub fn misspells(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key != key && suggest::nearest(entry.key, [key]).is_some())
    }

    /// Reports that a key is missing.
    pub fn missing(&self, key: &str, help: &str) {
        if self.misspells(key) {
            return;
        }
        let message = format!("`{key}` is missing");
        self.sink.report(Diagnostic::new(codes::MISSING_KEY, self.span, message).help(help));
    }

    /// A string or an array of strings.
    pub fn texts(&self, key: &str) -> Vec<At<&'a str>> {
        self.get(key).map(|value| value.texts(key, self.sink)).unwrap_or_default()
    }

    /// True or false.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.get(key)?.boolean(key, self.sink)
    }

    /// Reports every key that is not among `known`, with the nearest one that is.
    pub fn finish(&self, what: &str, known: &[&str]) {
        for entry in self.entries.iter().filter(|entry| !known.contains(&entry.key)) {
            let otherwise = format!("the keys of {what} are {}", listed(known));
            self.unknown(entry, what, known, |_| true, &otherwise);
        }
    }

    /// Reports a key that is not among `known`. The nearest that is mends it, unless it is there already or does not
    /// go with the others: `fits` says so.
    pub fn unknown(
        &self,
        entry: &Entry<'_>,
        what: &str,
        known: &[&str],
        fits: impl Fn(&str) -> bool,
        otherwise: &str,
    ) {
        let message = format!("`{}` is not a key of {what}", entry.key);
        let diagnostic = Diagnostic::new(codes::UNKNOWN_KEY, entry.key_span, message);
        self.sink.report(match suggest::nearest(entry.key, known.iter().copied()) {
            Some(near) if self.get(near).is_some() => {
                diagnostic.help(format!("`{near}` is there already; take one of the two out"))
            }
            Some(near) if !fits(near) => {
                diagnostic.help(format!("did you mean `{near}`? It does not go with the other keys here"))
            }
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).fix(entry.key_span, near),
            None => diagnostic.help(otherwise),
        });
    }
}

/// The keys and values of a table as the parser gives it.
pub fn entries<'a>(table: &'a DeTable<'a>, origin: Origin<'a>) -> impl Iterator<Item = Entry<'a>> {
    table.iter().map(move |(key, value)| Entry {
        key: key.get_ref(),
        key_span: origin.span(key.span()),
        value: Value::new(value, origin),
    })
}

/// "`a`, `b` and `c`".
pub fn listed(names: &[&str]) -> String {
    let mut listed = String::new();
    for (index, name) in names.iter().enumerate() {
        listed.push_str(match index {
            0 => "",
            _ if index + 1 == names.len() => " and ",
            _ => ", ",
        });
        listed.push('`');
        listed.push_str(name);
        listed.push('`');
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_write_them() {
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed(&["a"]), "`a`");
    }
}
