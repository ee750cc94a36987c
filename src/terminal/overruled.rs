//! What students overruled, for people: lines of 80 columns and a part of the page.

use std::fmt::Write as _;

use super::items::heading;
use super::items_html::safe;
use super::style::{Line, Style, Tone, one_line, paragraph};
use super::words::count;
use crate::stats::overruled::Overruled;

/// Answers that are listed; `--json` has all.
const LISTED_MAX: usize = 20;

/// All of it, from so many logs.
pub fn lines(all: &[Overruled], logs: usize, style: Style) -> Vec<Line> {
    let mut lines = heading(&title(logs));
    for found in all.iter().take(LISTED_MAX) {
        let (question, key) = (one_line(&found.question, 40), one_line(&found.key, 40));
        let text = format!("{question} (right: {key}): “{}” {}", one_line(&found.text, 60), called(found));
        lines.extend(paragraph(Tone::Plain, &text, 2, style));
    }
    let more = all.len().saturating_sub(LISTED_MAX);
    let rest = match more {
        _ if all.is_empty() => "Nothing of this deck.".to_owned(),
        0 => return lines,
        more => format!("And {more} more: `--json` has all."),
    };
    lines.extend(paragraph(Tone::Plain, &rest, 2, style));
    lines
}

/// The same for a page.
pub fn html(all: &[Overruled], logs: usize) -> String {
    let mut out = format!("<h2>{}</h2>\n<ul>", title(logs));
    for found in all.iter().take(LISTED_MAX) {
        let [question, key, text] = [&found.question, &found.key, &found.text].map(safe);
        let _ =
            writeln!(out, "<li>{question} <small>(right: {key})</small>: “{text}” {}</li>", called(found));
    }
    if all.is_empty() {
        out += "<li>Nothing of this deck.</li>";
    }
    out + "</ul>\n"
}

fn title(logs: usize) -> String {
    format!("Overruled by students, of {}", count(logs, "log"))
}

fn called(found: &Overruled) -> String {
    let word = if found.right { "right" } else { "wrong" };
    let times = match found.times {
        0 => String::new(),
        times if times == found.students => String::new(),
        times => format!(", {}", count(times, "time")),
    };
    format!("called {word} by {}{times}", count(found.students, "student"))
}

/// A candidate as a question to the instructor, without what to type.
pub fn proposal(found: &Overruled, style: Style) -> Vec<Line> {
    let text = format!(
        "{}: “{}” was refused; the key is “{}”. {} say that it is right.",
        one_line(&found.question, 40),
        one_line(&found.text, 60),
        one_line(&found.key, 60),
        count(found.students, "student"),
    );
    paragraph(Tone::Plain, &text, 2, style)
}
