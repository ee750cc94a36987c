//! The end of a session on the screen.

use crate::session::Summary;
use crate::terminal::style::{Line, Style, Tone, paragraph};
use crate::terminal::words::{ahead, count, percent, sentence, span};
use crate::time::Day;

/// What was done, what is left, and what comes next.
pub fn summary(summary: &Summary, style: Style) -> Vec<Line> {
    let mut lines = paragraph(Tone::Strong, &done(summary), 0, style);
    if summary.left > 0 {
        let text = format!("{} still to be answered right.", count(summary.left, "question"));
        lines.extend(paragraph(Tone::Plain, &text, 0, style));
    }
    if summary.unasked > 0 {
        let text = format!("{} of this session not asked yet.", count(summary.unasked, "question"));
        lines.extend(paragraph(Tone::Plain, &text, 0, style));
    }
    if summary.cram {
        let text = "This was practice: nothing was scheduled by it.";
        lines.extend(paragraph(Tone::Plain, text, 0, style));
    }
    let next = next(summary);
    if !next.is_empty() {
        lines.extend(paragraph(Tone::Plain, &next, 0, style));
    }
    lines
}

fn done(summary: &Summary) -> String {
    if summary.questions == 0 {
        return "Nothing answered.".to_owned();
    }
    let firsts = summary.right + summary.near + summary.wrong;
    let mut parts = vec![format!("{} answered in {}", summary.questions, span(summary.seconds))];
    if firsts > 0 {
        let share = percent(summary.right as f64 / firsts as f64);
        parts.push(format!("{} right first time ({share})", summary.right));
    }
    for (number, word) in [(summary.near, "nearly"), (summary.wrong, "wrong"), (summary.new, "new")] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    parts.join(", ") + "."
}

/// "Tomorrow (24 November): 14 due. 20 not seen yet."
fn next(summary: &Summary) -> String {
    let mut said: Vec<String> =
        summary.next.iter().take(3).map(|(day, days, due)| coming(*day, *days, *due)).collect();
    if summary.unseen > 0 {
        said.push(format!("{} not seen yet.", summary.unseen));
    }
    said.join(" ")
}

fn coming(day: Day, days: u32, due: usize) -> String {
    sentence(&format!("{}: {due} due", ahead(day, days)))
}
