//! What is on the screen, as lines of styled text made from values: nothing here prints or reads.
//!
//! Both prompters show these lines; how a response is typed or picked is theirs.

mod asked;
mod judged;
mod summary;
#[cfg(test)]
mod tests;

pub use asked::{header, hint, numbered, options, question, shape_help};
pub use judged::{judged, mark, overruled, reasons};
pub use summary::summary;

use super::style::{Line, Style, Tone, paragraph};

/// The commands of a prompt that takes lines.
pub fn help(style: Style) -> Vec<Line> {
    [
        "?         I don't know (the same as :skip)",
        ":hint     show the next hint",
        "!         the last verdict was unfair: I was right (or, after a right one, I was wrong)",
        ":easy     the last answer was easy",
        ":undo     take the last answer back and ask again",
        ":suspend  never ask this question again",
        ":accept   what I typed last is right, and always will be",
        ":note     keep the words behind it with this question; :mnemonic keeps them as a hint",
        ":quit     leave; everything answered is kept",
        "::text    give the response \":text\"",
    ]
    .into_iter()
    .flat_map(|line| hang(line, 10, style))
    .collect()
}

/// A word in a column of `column` characters and what it means beside it.
pub(super) fn hang(line: &str, column: usize, style: Style) -> Vec<Line> {
    let (word, meaning) = line.split_at_checked(column).unwrap_or((line, ""));
    let mut lines = paragraph(Tone::Dim, meaning, column + 2, style);
    if let Some((_, text)) = lines.first_mut().and_then(|line| line.0.first_mut()) {
        text.replace_range(..(column + 2).min(text.len()), &format!("  {word}"));
    }
    lines
}
