//! A source file, spans in it, and the line and column of a byte.

use std::sync::OnceLock;

use crate::text::Text;

/// A range of bytes in one of the files at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Index into the files.
    pub file: u32,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// A span of `file`; offsets beyond 4 GiB are clamped (files are refused long before).
    pub fn new(file: u32, start: usize, end: usize) -> Self {
        let start = small(start);
        Self { file, start, end: small(end).max(start) }
    }

    /// The bytes as a range.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An offset as it is kept.
pub fn small(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Line and column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A text file as it was read.
#[derive(Debug, Default)]
pub struct SourceFile {
    /// Its name as the user knows it.
    pub name: Text,
    text: String,
    damage: Option<Damage>,
    lines: OnceLock<Vec<u32>>,
}

/// Bytes that are not UTF-8: each such place stands in the text as U+FFFD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Offset in the file of the first bad byte.
    pub byte: usize,
    /// Its value.
    pub value: u8,
    /// Offsets in the text of every replacement, ascending.
    pub places: Vec<u32>,
}

impl SourceFile {
    /// A file from sound text.
    pub fn new(name: impl Into<Text>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), damage: None, lines: OnceLock::new() }
    }

    /// A file from bytes. What is not UTF-8 becomes U+FFFD and is remembered as [`Damage`].
    pub fn from_bytes(name: impl Into<Text>, bytes: Vec<u8>) -> Self {
        let bytes = match String::from_utf8(bytes) {
            Ok(text) => return Self::new(name, text),
            Err(error) => error.into_bytes(),
        };
        let mut text = String::with_capacity(bytes.len());
        let mut places = Vec::new();
        let mut first = None;
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            if let Some(&bad) = chunk.invalid().first() {
                first.get_or_insert((text.len(), bad));
                places.push(small(text.len()));
                text.push('\u{fffd}');
            }
        }
        let damage = first.map(|(byte, value)| Damage { byte, value, places });
        Self { name: name.into(), text, damage, lines: OnceLock::new() }
    }

    /// The text, a byte order mark included.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was not UTF-8, if anything.
    pub fn damage(&self) -> Option<&Damage> {
        self.damage.as_ref()
    }

    /// True if something in `range` was not UTF-8.
    pub fn is_damaged(&self, range: std::ops::Range<usize>) -> bool {
        self.damage.as_ref().is_some_and(|damage| {
            let from = damage.places.partition_point(|place| (*place as usize) < range.start);
            damage.places.get(from).is_some_and(|place| (*place as usize) < range.end)
        })
    }

    /// The line (from 0) that `offset` is in.
    fn line_index(&self, offset: usize) -> usize {
        let starts = self.lines.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(newlines.map(|(at, _)| small(at + 1))).collect()
        });
        starts.partition_point(|start| *start as usize <= offset).saturating_sub(1)
    }

    /// Byte range of the line that `offset` is in, without its line break.
    pub fn line_range(&self, offset: usize) -> std::ops::Range<usize> {
        let offset = self.floor(offset);
        let index = self.line_index(offset);
        let starts = self.lines.get().map_or(&[][..], Vec::as_slice);
        let start = starts.get(index).map_or(0, |start| *start as usize);
        let end = starts.get(index + 1).map_or(self.text.len(), |next| (*next as usize).saturating_sub(1));
        let line = self.text.get(start..end).unwrap_or_default();
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// Line and column of a byte; one past the end is the end, and a byte inside a character is its first.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.floor(offset);
        let start = self.line_range(offset).start;
        let before = self.text.get(start..offset).unwrap_or_default().trim_start_matches('\u{feff}');
        Position { line: self.line_index(offset) + 1, column: before.chars().count() + 1 }
    }

    /// The nearest character boundary at or below `offset`.
    pub fn floor(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let file = SourceFile::new("a", "ab\r\nü試x\n\nend");
        let at = |offset| {
            let Position { line, column } = file.position(offset);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 2));
        assert_eq!(at(4), (2, 1));
        assert_eq!(at(6), (2, 2));
        assert_eq!(at(7), (2, 2), "inside a character");
        assert_eq!(at(9), (2, 3));
        assert_eq!(at(11), (3, 1));
        assert_eq!(at(99), (4, 4));
        assert_eq!(&file.text()[file.line_range(1)], "ab");
        assert_eq!(&file.text()[file.line_range(5)], "ü試x");
        assert_eq!(file.line_range(11), 11..11);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let file = SourceFile::new("a", "\u{feff}x");
        assert_eq!(file.position(3), Position { line: 1, column: 1 });
    }

    #[test]
    fn bad_bytes_are_replaced_and_remembered() {
        let file = SourceFile::from_bytes("a", b"ab\xff\nc\xfe\xfed".to_vec());
        assert_eq!(file.text(), "ab\u{fffd}\nc\u{fffd}\u{fffd}d");
        let damage = file.damage().unwrap();
        assert_eq!((damage.byte, damage.value), (2, 0xff));
        assert!(file.is_damaged(0..3) && !file.is_damaged(5..7) && file.is_damaged(6..13));
        assert!(SourceFile::from_bytes("a", "ü".into()).damage().is_none());
    }
}
