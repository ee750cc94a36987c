//! A verdict on the screen: the word, what was given, what is right and why, and when it comes again.

use crate::judge::{Outcome, Part, Rule, Verdict};
use crate::question::ask::{Rating, Response};
use crate::session::Judged;
use crate::terminal::style::{Line, Style, Tone, labelled, paragraph};
use crate::terminal::words;
use crate::terminal::words::ahead;
use crate::text::Text;
use crate::time::Day;

/// All that is said after a response.
pub fn judged(judged: &Judged, style: Style) -> Vec<Line> {
    let mut lines = vec![verdict(judged, style)];
    lines.extend(answers(judged, style));
    lines.extend(reasons(&judged.verdict, style));
    lines.extend(material(judged, style));
    lines.extend(schedule(judged, style));
    lines
}

/// The mark and the word for an outcome.
pub fn mark(outcome: Outcome, style: Style) -> (&'static str, Tone) {
    match (outcome, style.symbols) {
        (Outcome::Right, true) => ("✓", Tone::Good),
        (Outcome::Near, true) => ("≈", Tone::Near),
        (Outcome::Wrong, true) => ("✗", Tone::Bad),
        (Outcome::Right, false) => ("+", Tone::Good),
        (Outcome::Near, false) => ("~", Tone::Near),
        (Outcome::Wrong, false) => ("x", Tone::Bad),
    }
}

fn verdict(judged: &Judged, style: Style) -> Line {
    let verdict = &judged.verdict;
    let (mark, tone) = mark(verdict.outcome, style);
    let word = match (verdict.rule, verdict.outcome) {
        (Rule::SelfGraded, _) => format!("You say: {}", judged.rating.name()),
        (Rule::Unknown, _) => "Not known".to_owned(),
        (_, Outcome::Right) => "Right".to_owned(),
        (_, Outcome::Near) => format!("Nearly: {}", words::percent(verdict.score)),
        (_, Outcome::Wrong) if verdict.score > 0.0 => format!("Wrong: {}", words::percent(verdict.score)),
        (_, Outcome::Wrong) => "Wrong".to_owned(),
    };
    Line::of(tone, format!("{mark} {word}"))
}

/// What was given beside what is right; each only if it says something new.
fn answers(judged: &Judged, style: Style) -> Vec<Line> {
    let verdict = &judged.verdict;
    let mut lines = Vec::new();
    let given = match &judged.response {
        Response::Text(text) if !text.is_blank() => Some(text),
        _ => None,
    };
    if let Some(text) = given.filter(|text| text.raw().trim() != judged.answer.raw().trim()) {
        lines.extend(labelled("You said: ", Tone::Plain, text, 2, style));
    }
    if verdict.parts.is_empty() || matches!(verdict.rule, Rule::Unknown) {
        lines.extend(labelled("Answer:   ", Tone::Strong, &judged.answer, 2, style));
    } else {
        lines.extend(verdict.parts.iter().flat_map(|each| part(each, style)));
        if verdict.outcome != Outcome::Right {
            lines.extend(labelled("Answer: ", Tone::Strong, &judged.answer, 2, style));
        }
    }
    lines
}

fn part(part: &Part, style: Style) -> Vec<Line> {
    let (mark, tone) = mark(Outcome::of(part.score), style);
    let nothing = Text::default();
    let (label, text) = match (&part.expected, &part.given) {
        (Some(expected), Some(_)) if part.score >= 1.0 => (String::new(), expected.clone()),
        (Some(expected), Some(given)) if !given.is_blank() => {
            (String::new(), Text::new(format!("{} (right: {})", given.raw(), expected.raw())))
        }
        (Some(expected), _) => ("missing: ".to_owned(), expected.clone()),
        (None, Some(given)) => ("too many: ".to_owned(), given.clone()),
        (None, None) => (String::new(), nothing),
    };
    labelled(&format!("{mark} {label}"), tone, &text, 2, style)
}

/// Why it was judged so: the difference, the instructor's words, and what it was confused with.
pub fn reasons(verdict: &Verdict, style: Style) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(difference) = &verdict.difference {
        let said = Text::from(words::sentence(difference.raw()));
        lines.extend(labelled("", Tone::Plain, &said, 2, style));
    }
    if let Some(feedback) = &verdict.feedback {
        lines.extend(labelled("", Tone::Note, feedback, 2, style));
    }
    if let Some(other) = &verdict.confusion {
        let name = match &other.about {
            Some(about) => Text::new(format!("{}{}{}", other.name.raw(), style.dash(), about.raw())),
            None => other.name.clone(),
        };
        lines.extend(labelled("That is the other one: ", Tone::Note, &name, 2, style));
    }
    lines
}

/// What the deck says about the fact.
fn material(judged: &Judged, style: Style) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(explanation) = &judged.explanation {
        lines.extend(labelled("", Tone::Plain, explanation, 2, style));
    }
    if let Some(source) = &judged.source {
        lines.extend(labelled("Source: ", Tone::Dim, source, 2, style));
    }
    if let Some(note) = &judged.note {
        lines.extend(labelled("Your note: ", Tone::Note, note, 2, style));
    }
    lines
}

/// What it counts as and when it comes again.
fn schedule(judged: &Judged, style: Style) -> Vec<Line> {
    let mut coming = Vec::new();
    if judged.again {
        coming.push("comes back in this session".to_owned());
    }
    if let Some((day, days)) = judged.due {
        coming.push(format!("again {}", words::ahead(day, days)));
    }
    let mut lines = Vec::new();
    if !coming.is_empty() {
        let text = format!("Counts as {}: {}.", judged.rating.name(), coming.join(", then "));
        lines.extend(paragraph(Tone::Dim, &text, 2, style));
    }
    if judged.leech {
        let advice = "You keep forgetting this one: write yourself a better cue, look the fact up in its context, \
                      or suspend it.";
        lines.extend(paragraph(Tone::Note, advice, 2, style));
    }
    lines
}

/// The student's word was taken.
pub fn overruled(rating: Rating, due: Option<(Day, u32)>, style: Style) -> Vec<Line> {
    let said = match rating {
        Rating::Again => "You were wrong",
        Rating::Hard | Rating::Good => "You were right",
        Rating::Easy => "It was easy",
    };
    let due = due.map_or_else(String::new, |(day, days)| format!(", again {}", ahead(day, days)));
    paragraph(Tone::Note, &format!("{said}: the answer counts as {}{due}.", rating.name()), 2, style)
}
