//! Cuts a TOML file into sections at the headers of known top-level tables, without parsing it.
//!
//! The cutter knows comments and strings, no more. A header of a table inside the current section
//! (`[question.x]` after `[[question]]`) stays with it. A multi-line string that seems to swallow a header is
//! believed only if its section parses; else the header wins, so one forgotten `"""` costs one section.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use toml::de::DeTable;

use super::file::small;

/// A top-level table that sections are cut at.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its first key: `question`.
    pub name: &'static str,
    /// Its tables have names of their own: `[term.x]`, so `[term.x]` after `[term]` begins a new section.
    pub named: bool,
}

/// A piece of a file that is parsed alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Offset of the first byte: the start of the header's line, or of the file.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
    /// Index into the sections; `None` before the first header.
    pub section: Option<usize>,
    /// The dotted path of a `[single]` header, which may be written only once.
    pub path: Option<Box<str>>,
}

impl Chunk {
    /// The bytes as a range.
    pub fn range(&self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Cuts `text`; the chunks are in order, without gaps, and cover it from behind a byte order mark to the end.
pub fn split(text: &str, sections: &[Section]) -> Vec<Chunk> {
    let mut cutter = Cutter::new(text, sections, false);
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    cutter.run(start..text.len());
    if cutter.hidden.is_empty() {
        return cutter.chunks;
    }
    let hidden = std::mem::take(&mut cutter.hidden);
    let mut chunks = Vec::with_capacity(cutter.chunks.len());
    for (index, chunk) in cutter.chunks.into_iter().enumerate() {
        let body = text.get(chunk.range()).unwrap_or_default();
        if hidden.binary_search(&index).is_err() || DeTable::parse_recoverable(body).1.is_empty() {
            chunks.push(chunk);
            continue;
        }
        let mut again = Cutter::new(text, sections, true);
        again.run(chunk.range());
        chunks.extend(again.chunks.into_iter().filter(|piece| piece.start < piece.end));
    }
    chunks
}

struct Cutter<'a> {
    text: &'a str,
    sections: &'a [Section],
    /// Headers are believed inside multi-line strings.
    forced: bool,
    /// The file has multi-line strings at all.
    multi: bool,
    chunks: Vec<Chunk>,
    path: Cow<'a, str>,
    /// Chunks with a multi-line string that has a header in it.
    hidden: Vec<usize>,
}

impl<'a> Cutter<'a> {
    fn new(text: &'a str, sections: &'a [Section], forced: bool) -> Self {
        let has = |delimiter: &str| memmem::find(text.as_bytes(), delimiter.as_bytes()).is_some();
        let multi = has("\"\"\"") || has("'''");
        Self {
            text,
            sections,
            forced,
            multi,
            chunks: Vec::new(),
            path: Cow::Borrowed(""),
            hidden: Vec::new(),
        }
    }

    fn run(&mut self, range: std::ops::Range<usize>) {
        let whole = self.text;
        let text = whole.get(..range.end).unwrap_or_default();
        self.chunks.push(Chunk {
            start: small(range.start),
            end: small(range.end),
            section: None,
            path: None,
        });
        let mut open: Option<&'static str> = None;
        let mut at = range.start;
        while at < text.len() {
            let rest = text.get(at..).unwrap_or_default();
            let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |newline| newline + 1);
            let line = rest.get(..end).unwrap_or(rest);
            if self.forced || open.is_none() {
                if self.header(line, at) {
                    open = None;
                }
            } else if read_header(line, self.sections).is_some() {
                self.mark_hidden();
            }
            if self.multi {
                open = string_at_end(line, open);
            }
            at += line.len();
        }
    }

    fn mark_hidden(&mut self) {
        let current = self.chunks.len().saturating_sub(1);
        if self.hidden.last() != Some(&current) {
            self.hidden.push(current);
        }
    }

    /// Begins a new chunk if `line` is a header that does so.
    fn header(&mut self, line: &'a str, at: usize) -> bool {
        let Some(header) = read_header(line, self.sections) else { return false };
        let named = self.sections.get(header.section).is_some_and(|section| section.named);
        let inside = header.path.strip_prefix(&*self.path).is_some_and(|rest| rest.starts_with('.'));
        let may_hold = !self.path.is_empty() && (!named || self.path.contains('.'));
        if inside && may_hold {
            return true;
        }
        let end = self.chunks.last().map_or(small(self.text.len()), |last| last.end);
        if let Some(last) = self.chunks.last_mut() {
            last.end = small(at);
        }
        let path = (!header.array).then(|| Box::from(&*header.path));
        self.path = header.path;
        self.chunks.push(Chunk { start: small(at), end, section: Some(header.section), path });
        true
    }
}

struct Header<'a> {
    section: usize,
    path: Cow<'a, str>,
    array: bool,
}

/// Reads a line as the header of a known section, whose first key must be bare. So no line inside an array is taken
/// for one, for a bare word is no value; a header with a bracket too few still is.
fn read_header<'a>(line: &'a str, sections: &[Section]) -> Option<Header<'a>> {
    let inner = line.trim_start_matches([' ', '\t']).strip_prefix('[')?;
    let (inner, array) = inner.strip_prefix('[').map_or((inner, false), |inner| (inner, true));
    let inner = inner.trim_start_matches([' ', '\t']);
    let end = inner.find([']', '#', '\n', '\r', '=', ',']).unwrap_or(inner.len());
    let path = inner.get(..end)?.trim_end();
    let first = path.split('.').next()?.trim_end_matches([' ', '\t']);
    let section = sections.iter().position(|section| section.name == first)?;
    let plain = !path.contains([' ', '\t', '"', '\'']);
    let path = if plain { Cow::Borrowed(path) } else { Cow::Owned(path.replace([' ', '\t', '"', '\''], "")) };
    Some(Header { section, path, array })
}

/// The delimiter of the multi-line string that is open at the end of `text`, if one is.
pub fn open_at_end(text: &str) -> Option<&'static str> {
    text.split_inclusive('\n').fold(None, |open, line| string_at_end(line, open))
}

/// The delimiter of the multi-line string that is open at the end of `line`, which began inside `open`.
fn string_at_end(line: &str, open: Option<&'static str>) -> Option<&'static str> {
    let mut rest = line;
    if let Some(delimiter) = open {
        match behind_string(rest, delimiter) {
            Some(behind) => rest = behind,
            None => return open,
        }
    }
    loop {
        let at = rest.find(['"', '\'', '#'])?;
        let tail = rest.get(at..)?;
        let delimiter = if tail.starts_with("\"\"\"") {
            "\"\"\""
        } else if tail.starts_with("'''") {
            "'''"
        } else if tail.starts_with('"') {
            "\""
        } else if tail.starts_with('\'') {
            "'"
        } else {
            return None;
        };
        match behind_string(tail.get(delimiter.len()..)?, delimiter) {
            Some(behind) => rest = behind,
            // A string of one line ends with its line, closed or not.
            None => return (delimiter.len() == 3).then_some(delimiter),
        }
    }
}

/// What follows the string that `text` begins in, or nothing if it does not end here.
fn behind_string<'t>(text: &'t str, delimiter: &str) -> Option<&'t str> {
    let mut rest = text;
    loop {
        let at = rest.find(['\\', '"', '\''])?;
        let tail = rest.get(at..)?;
        if tail.starts_with('\\') && delimiter.starts_with('"') {
            let mut chars = tail.chars();
            chars.nth(1)?;
            rest = chars.as_str();
        } else if let Some(behind) = tail.strip_prefix(delimiter) {
            // Two more quotation marks may stand before the three that end it.
            let quote = delimiter.get(..1)?;
            let once =
                if delimiter.len() == 3 { behind.strip_prefix(quote).unwrap_or(behind) } else { behind };
            return Some(if once.len() < behind.len() {
                once.strip_prefix(quote).unwrap_or(once)
            } else {
                behind
            });
        } else {
            rest = tail.get(1..)?;
        }
    }
}

#[cfg(test)]
#[path = "split_tests.rs"]
mod tests;
