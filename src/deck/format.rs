//! One layout for all decks, as `shiken fmt` writes it: comments and order are kept, and so is every key and value.
//!
//! One blank line before a table and none behind its header, at most one elsewhere; no indentation; `key = value`, one
//! space on either side whatever the line above has; LF, no byte order mark. How a value is laid out is said in
//! [`super::format_value`], where a comment behind a line stands in [`super::format_comments`]; reading and writing
//! files is left to the edge.

use toml_parser::Source;
use toml_parser::parser::{Event, EventKind, parse_document};

use super::format_comments::lined_up;
use super::format_value::value;
use crate::source::value::Origin;
use crate::source::{Sink, syntax};

/// The text in the one layout; `None` if it is not TOML 1.0, for then there is nothing sure to lay out.
pub fn formatted(text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    if !syntax::parse(Origin { file: 0, offset: 0, text: &text }, &Sink::new()).1 {
        return None;
    }
    let mut page = Page::default();
    let events = events(&text);
    page.lay_out(&mut Events { text: &text, rest: &events });
    let laid_out = lined_up(&page.finish());
    // What was read is what is written, to the last word and comment, or nothing is written at all.
    (words(&text) == words(&laid_out)).then_some(laid_out)
}

/// What the parser meets, with the text it stands in.
pub(super) struct Events<'a> {
    text: &'a str,
    rest: &'a [Event],
}

impl<'a> Events<'a> {
    /// The next kind, left where it is.
    pub(super) fn peek(&self) -> Option<EventKind> {
        self.rest.first().map(Event::kind)
    }

    /// The next event: its kind and its characters.
    pub(super) fn next(&mut self) -> Option<(EventKind, &'a str)> {
        let (event, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some((event.kind(), slice(self.text, event)))
    }

    /// The characters of the next event if it is of this kind.
    pub(super) fn take(&mut self, kind: EventKind) -> Option<&'a str> {
        if self.peek() == Some(kind) { self.next().map(|(_, text)| text) } else { None }
    }
}

fn slice<'a>(text: &'a str, event: &Event) -> &'a str {
    text.get(event.span().start()..event.span().end()).unwrap_or_default()
}

pub(super) fn events(text: &str) -> Vec<Event> {
    let tokens = Source::new(text).lex().into_vec();
    let mut events = Vec::with_capacity(tokens.len());
    parse_document(&tokens, &mut events, &mut ());
    events
}

/// Everything that has a meaning, for a program or for people, in its order.
fn words(text: &str) -> Vec<(EventKind, String)> {
    let layout = [EventKind::Whitespace, EventKind::Newline, EventKind::ValueSep];
    let meant = events(text).into_iter().filter(|event| !layout.contains(&event.kind()));
    meant.map(|event| (event.kind(), slice(text, &event).trim_end().to_owned())).collect()
}

/// A comment on a line of its own, not yet written: it may belong to the table below it.
struct Comment<'a> {
    text: &'a str,
    blank_before: bool,
}

/// The lines written so far.
#[derive(Default)]
struct Page<'a> {
    written: String,
    comments: Vec<Comment<'a>>,
    /// There were empty lines since the last line.
    blank: bool,
    /// The last line was a header.
    behind_header: bool,
}

impl<'a> Page<'a> {
    fn lay_out(&mut self, events: &mut Events<'a>) {
        let mut line_is_empty = true;
        while let Some(kind) = events.peek() {
            match kind {
                EventKind::Newline => {
                    self.blank |= line_is_empty;
                    line_is_empty = true;
                    events.next();
                }
                EventKind::Comment => {
                    let text = events.next().map_or("", |(_, text)| text.trim_end());
                    let blank_before = std::mem::take(&mut self.blank);
                    self.comments.push(Comment { text, blank_before });
                    line_is_empty = false;
                }
                EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                    self.header(events);
                    line_is_empty = false;
                }
                EventKind::SimpleKey => {
                    self.pair(events);
                    line_is_empty = false;
                }
                _ => drop(events.next()),
            }
        }
    }

    /// `[table]`, with the comments right above it.
    fn header(&mut self, events: &mut Events<'a>) {
        // Comments with an empty line below them are about what they stand behind, or about many tables.
        let own = if self.blank {
            self.comments.len()
        } else {
            self.comments.iter().rposition(|comment| comment.blank_before).unwrap_or(0)
        };
        match self.comments.get_mut(own) {
            Some(first) => first.blank_before = true,
            None => self.blank = true,
        }
        self.flush_comments();
        let mut line = String::new();
        while let Some((kind, text)) = events.next() {
            match kind {
                EventKind::Whitespace => {}
                _ => line.push_str(text),
            }
            if matches!(kind, EventKind::StdTableClose | EventKind::ArrayTableClose) {
                break;
            }
        }
        self.end_line(line, events);
        self.behind_header = true;
    }

    /// `key = value`
    fn pair(&mut self, events: &mut Events<'a>) {
        self.flush_comments();
        let line = key(events);
        let line = value(events).laid_out(line);
        self.end_line(line, events);
    }

    /// Writes a line with the comment behind it.
    fn end_line(&mut self, mut line: String, events: &mut Events<'a>) {
        events.take(EventKind::Whitespace);
        if let Some(comment) = events.take(EventKind::Comment) {
            line.push_str("  ");
            line.push_str(comment.trim_end());
        }
        let blank = std::mem::take(&mut self.blank);
        self.line(&line, blank);
    }

    fn flush_comments(&mut self) {
        for comment in std::mem::take(&mut self.comments) {
            self.line(comment.text, comment.blank_before);
        }
    }

    fn line(&mut self, line: &str, blank_before: bool) {
        if blank_before && !self.written.is_empty() && !self.behind_header {
            self.written.push('\n');
        }
        self.behind_header = false;
        self.written.push_str(line);
        self.written.push('\n');
    }

    fn finish(mut self) -> String {
        self.flush_comments();
        self.written
    }
}

/// `a.b = `
pub(super) fn key(events: &mut Events<'_>) -> String {
    let mut key = String::new();
    while let Some((kind, text)) = events.next() {
        match kind {
            EventKind::SimpleKey | EventKind::KeySep => key.push_str(text),
            EventKind::KeyValSep => break,
            _ => {}
        }
    }
    key + " = "
}

#[cfg(test)]
#[path = "format_tests.rs"]
mod tests;
