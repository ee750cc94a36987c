//! Comments behind lines: those of lines that follow each other stand in one column, two spaces behind the longest.

use toml_parser::parser::EventKind;
use unicode_width::UnicodeWidthStr;

use super::format::events;

/// Columns between the longest line of a run and its comment.
const GAP: usize = 2;

/// A comment behind something on its line.
struct Behind {
    line: usize,
    /// Where the line starts, and where what stands before the comment ends.
    before: std::ops::Range<usize>,
    comment: usize,
}

/// The text with the comments of each run of lines in one column.
pub(super) fn lined_up(text: &str) -> String {
    let (mut out, mut copied) = (String::with_capacity(text.len()), 0);
    let piece = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let width = |behind: &Behind| piece(behind.before.start, behind.before.end).width();
    for run in behind(text).chunk_by(|one, next| one.line + 1 == next.line) {
        let column = run.iter().map(width).max().unwrap_or_default() + GAP;
        for one in run {
            out.push_str(piece(copied, one.before.end));
            out.extend(std::iter::repeat_n(' ', column - width(one)));
            copied = one.comment;
        }
    }
    out.push_str(piece(copied, text.len()));
    out
}

fn behind(text: &str) -> Vec<Behind> {
    let (mut line, mut counted) = (0, 0);
    let mut found = Vec::new();
    for event in events(text).iter().filter(|event| event.kind() == EventKind::Comment) {
        let comment = event.span().start();
        let start = text.get(..comment).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
        line += text.get(counted..comment).map_or(0, |between| between.matches('\n').count());
        counted = comment;
        let before = text.get(start..comment).unwrap_or_default().trim_end();
        if !before.is_empty() {
            found.push(Behind { line, before: start..start + before.len(), comment });
        }
    }
    found
}
