//! A question on the screen.

use crate::question::ask::Ask;
use crate::session::{Asked, Progress, Standing};
use crate::terminal::reply::labels;
use crate::terminal::style::{Line, Style, Tone, labelled, paragraph};
use crate::terminal::words;
use crate::terminal::wrap::columns;
use crate::text::Text;

/// `[3/20] date · due · 1 of 2 right · 1 comes back · 4 min left`, or the time so far without a limit; as much of it as
/// fits on one line. A question that comes back counts on no further.
pub fn header(asked: &Asked, style: Style) -> Line {
    let Progress { of, answered, owed, right, seconds, limit_seconds, .. } = asked.progress;
    let mut parts = vec![asked.kind.to_owned(), standing(asked.standing).to_owned()];
    if answered > 0 {
        parts.push(format!("{right} of {answered} right"));
    }
    match owed {
        0 => {}
        1 => parts.push("1 comes back".to_owned()),
        more => parts.push(format!("{more} come back")),
    }
    match limit_seconds {
        Some(limit) => parts.push(words::left(seconds, limit)),
        None if seconds >= 60.0 => parts.push(words::span(seconds)),
        None => {}
    }
    let place = format!("[{}/{of}] ", (answered + usize::from(asked.first)).clamp(1, of.max(1)));
    let room = style.width.saturating_sub(columns(&place));
    while columns(&parts.join(style.dot())) > room && parts.len() > 1 {
        parts.remove(1);
    }
    Line(vec![(Tone::Strong, place), (Tone::Dim, parts.join(style.dot()))])
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::New => "new",
        Standing::Due => "due",
        Standing::Relearn => "once more",
        Standing::Ahead => "ahead of time",
        Standing::Cram => "practice",
    }
}

/// The header, what is asked, and what is to know about it before answering.
pub fn question(asked: &Asked, style: Style) -> Vec<Line> {
    let mut lines = vec![header(asked, style)];
    if asked.changed {
        lines.extend(paragraph(Tone::Note, "This question has changed since you learned it.", 0, style));
    }
    lines.extend(labelled("", Tone::Strong, &asked.prompt, 0, style));
    lines
}

/// The numbered options of a question that has some; for pairs first the left side, then the partners.
pub fn options(ask: &Ask, style: Style) -> Vec<Line> {
    match ask {
        Ask::PickOne { options } | Ask::PickSome { options } | Ask::Order { items: options } => {
            numbered(options, style)
        }
        Ask::Match { left, right } => {
            let mut lines: Vec<Line> =
                left.iter().flat_map(|item| labelled("- ", Tone::Plain, item, 2, style)).collect();
            lines.push(Line::of(Tone::Dim, "Partners:"));
            lines.extend(numbered(right, style));
            lines
        }
        Ask::Text { .. } | Ask::Texts { .. } | Ask::Reveal => Vec::new(),
    }
}

/// Options behind their labels.
pub fn numbered(options: &[Text], style: Style) -> Vec<Line> {
    let labels = labels(options);
    let width = labels.iter().map(String::len).max().unwrap_or(1);
    options
        .iter()
        .zip(&labels)
        .flat_map(|(option, label)| labelled(&format!("{label:>width$}) "), Tone::Plain, option, 2, style))
        .collect()
}

/// What kind of response is expected, in one line; empty if there is nothing to say.
pub fn shape_help(ask: &Ask) -> String {
    match ask {
        Ask::Text { form } if form.is_empty() => String::new(),
        Ask::Text { form } => format!("Expected: {}", crate::text::terminal(form)),
        Ask::Texts { count, labels } if labels.is_empty() => {
            format!("Name {}, one a line; an empty line ends.", words::count(*count, "item"))
        }
        Ask::Texts { count, .. } => format!("Fill {}, one a line.", words::count(*count, "blank")),
        Ask::PickOne { .. } => "Pick one.".to_owned(),
        Ask::PickSome { .. } => "Pick all that are right, such as \"1 3\".".to_owned(),
        Ask::Order { .. } => "Put them in order, the earliest first, such as \"2 1 3\".".to_owned(),
        Ask::Match { .. } => {
            "Find the partner of each: one by one, or all at once in their order.".to_owned()
        }
        Ask::Reveal => "Recall the answer, then press Enter to see it.".to_owned(),
    }
}

/// A hint.
pub fn hint(hint: &Text, style: Style) -> Vec<Line> {
    labelled("Hint: ", Tone::Note, hint, 0, style)
}
