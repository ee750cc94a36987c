//! Breaking text into lines that fit a number of columns.
//!
//! Columns are counted as a terminal counts them: a CJK character takes two, a combining mark none. Lines break
//! at white space, and between wide characters, which are written without spaces. A word longer than a line
//! is cut. Line breaks of the text are kept.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Punctuation that never begins a line in Japanese and Chinese text.
const CLOSING: &str = "、。，．！？」』）】〕》〉・ー";

/// Columns of `text` on a terminal.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Breaks `text` into lines of at most `width` columns (at least 2, so that a wide character fits).
/// An empty text is one empty line; a tab counts as one space.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut lines = Vec::new();
    for paragraph in text.trim_end_matches('\n').split('\n') {
        wrap_paragraph(paragraph, width, &mut lines);
    }
    lines
}

fn wrap_paragraph(paragraph: &str, width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut spaces = leading_spaces(paragraph, width);
    for word in paragraph.split_whitespace() {
        for (nth, piece) in pieces(word).into_iter().enumerate() {
            let gap = if nth == 0 { spaces } else { 0 };
            if columns(&line) + gap + columns(&piece) > width && !line.trim().is_empty() {
                lines.push(std::mem::take(&mut line));
            } else {
                line.extend(std::iter::repeat_n(' ', gap));
            }
            push_cut(&piece, width, &mut line, lines);
        }
        spaces = 1;
    }
    lines.push(line);
}

/// The indentation of a line is kept, as far as it leaves room for words.
fn leading_spaces(paragraph: &str, width: usize) -> usize {
    let indent = paragraph.chars().take_while(|c| c.is_whitespace()).count();
    indent.min(width / 2)
}

/// A word as the pieces between which a line may break: after each wide character.
fn pieces(word: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut may_break = false;
    for c in word.chars() {
        let wide = c.width() == Some(2);
        match pieces.last_mut() {
            Some(piece) if !(may_break || wide) || CLOSING.contains(c) || c.width() == Some(0) => {
                piece.push(c)
            }
            _ => pieces.push(c.to_string()),
        }
        may_break = wide;
    }
    pieces
}

/// Adds `piece` to `line`, cutting it where the line is full.
fn push_cut(piece: &str, width: usize, line: &mut String, lines: &mut Vec<String>) {
    if columns(line) + columns(piece) <= width {
        line.push_str(piece);
        return;
    }
    for c in piece.chars() {
        if columns(line) + c.width().unwrap_or(0) > width {
            lines.push(std::mem::take(line));
        }
        line.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_stay_whole_and_paragraphs_apart() {
        assert_eq!(wrap("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(wrap("one\n\n  two  three\n", 20), ["one", "", "  two three"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn wide_characters_break_anywhere_but_before_a_full_stop() {
        assert_eq!(wrap("防衛省は計画を定めた。", 8), ["防衛省は", "計画を定", "めた。"]);
        assert_eq!(wrap("防衛省。", 6), ["防衛", "省。"]);
    }

    #[test]
    fn a_long_word_is_cut() {
        assert_eq!(wrap("a Donaudampfschifffahrt", 8), ["a", "Donaudam", "pfschiff", "fahrt"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_letter_is_lost(text in "[a-z試験é\u{301}。 \t\n-]{0,80}", width in 2usize..30) {
            let lines = wrap(&text, width);
            for line in &lines {
                prop_assert!(columns(line) <= width, "{line:?}");
            }
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
