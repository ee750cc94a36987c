//! The result of a sitting on the screen: the total, where points were lost, and every question with what is right
//! and why.

use super::view::{figure, said};
use crate::event::exam::{End, Score};
use crate::exam::marks::Earned;
use crate::exam::report::{Calibration, Result as Item, calibration};
use crate::exam::{Report, marks};
use crate::judge::Outcome;
use crate::terminal::style::{Line, Style, Tone, labelled, paragraph};
use crate::terminal::table::{Cell, Table};
use crate::terminal::{view, words};
use crate::text::Text;

/// Answers of one certainty from which their share is shown.
const SHARE_MIN: usize = 10;

/// A result that is fully shown: lines, tables, lines.
pub enum Part {
    /// Lines.
    Lines(Vec<Line>),
    /// A table.
    Table(Table),
}

/// The whole page.
pub fn result(report: &Report, style: Style) -> Vec<Part> {
    let mut parts = vec![Part::Lines(questions(report, style)), Part::Lines(head(report, style))];
    parts.push(Part::Table(table("section", sections(report))));
    if report.tags.len() > 1 {
        let tags = report.tags.iter().map(|(tag, earned)| (Text::from(&**tag), *earned, None));
        parts.push(Part::Lines(vec![Line::blank()]));
        parts.push(Part::Table(table("tag", tags.collect())));
    }
    let certain = report.items.iter().filter_map(|item| match item.score {
        Score::Counted(score) => Some((item.certainty?, score)),
        _ => None,
    });
    let calibration = calibration(certain);
    if !calibration.is_empty() {
        let mut lines = vec![Line::blank()];
        lines.extend(certainty(&calibration, style));
        parts.push(Part::Lines(lines));
    }
    parts
}

/// The title, the total in large, and what it means.
fn head(report: &Report, style: Style) -> Vec<Line> {
    let total = &report.total;
    let mut lines = vec![Line::blank()];
    lines.extend(labelled("", Tone::Strong, &report.title, 0, style));
    let Some(percent) = total.percent else {
        lines.extend(paragraph(Tone::Note, "There was nothing to be marked.", 0, style));
        return lines;
    };
    let mut said = self::percent(percent);
    if let Some(band) = &total.band {
        said += &format!("{}band {}", style.dot(), band.terminal());
    }
    let (verdict, tone) = match (total.passed, report.pass) {
        (Some(true), Some(pass)) => (format!("passed, {} needed", self::percent(pass)), Tone::Good),
        (Some(false), Some(pass)) => (format!("not passed, {} needed", self::percent(pass)), Tone::Bad),
        _ => (String::new(), Tone::Strong),
    };
    if !verdict.is_empty() {
        said += &format!("{}{verdict}", style.dot());
    }
    lines.push(Line::of(tone, said));
    lines.extend(paragraph(Tone::Dim, &counts(report), 0, style));
    lines.push(Line::blank());
    lines
}

/// "54.2 %".
pub fn percent(percent: f64) -> String {
    format!("{} %", figure(marks::rounded(percent)))
}

fn counts(report: &Report) -> String {
    let count = |what: &dyn Fn(&Item) -> bool| report.items.iter().filter(|item| what(item)).count();
    let of = |outcome| move |item: &Item| matches!(item.score, Score::Counted(score) if Outcome::of(score) == outcome);
    let mut parts = vec![
        format!("{} right", count(&of(Outcome::Right))),
        format!("{} nearly", count(&of(Outcome::Near))),
        format!("{} wrong", count(&of(Outcome::Wrong))),
        format!("{} blank or not known", count(&|item| item.score == Score::Blank)),
    ];
    let dropped = count(&|item| item.score == Score::Dropped);
    if dropped > 0 {
        parts.push(format!("{dropped} no longer in the deck as asked, counted for nobody"));
    }
    let late = count(&|item| item.late.is_some());
    if late > 0 {
        parts.push(format!("{late} late, not counted"));
    }
    let how = match report.end {
        End::HandedIn => "Handed in",
        End::TimeUp => "Time was up",
    };
    let mut said = format!("{how}: {}.", parts.join(", "));
    if report.negative > 0.0 {
        let cost = words::percent(report.negative);
        said += &format!(" A wrong answer costs {cost} of its points.");
    }
    said
}

type Row = (Text, Earned, Option<f64>);

fn sections(report: &Report) -> Vec<Row> {
    let both = report.sections.iter().zip(&report.total.sections);
    both.map(|((title, weight), earned)| (title.clone(), *earned, Some(*weight))).collect()
}

fn table(name: &str, rows: Vec<Row>) -> Table {
    let weighed = rows.iter().any(|(.., weight)| weight.is_some());
    let header: &[&str] =
        if weighed { &[name, "points", "share", "weight"] } else { &[name, "points", "share"] };
    let mut table = Table::new(header);
    for (name, earned, weight) in rows {
        let share = earned.share().map_or_else(|| "–".to_owned(), |share| percent(share * 100.0));
        let points = format!("{} of {}", figure(earned.points), figure(earned.of));
        let mut cells = vec![Cell::from(&name), Cell::Figure(points), Cell::Figure(share)];
        cells.extend(weight.map(|weight| Cell::Figure(figure(weight))));
        table.row(cells);
    }
    table
}

/// How sure the student was against what came of it.
pub fn certainty(found: &[Calibration], style: Style) -> Vec<Line> {
    let mut lines = Vec::new();
    for Calibration { certainty, right, of } in found {
        let mut text = format!("When {}: {right} of {of} right", certainty.name());
        // A share of a few is no figure.
        if *of >= SHARE_MIN {
            text += &format!(" ({})", words::percent(*right as f64 / *of as f64));
        }
        text.push('.');
        lines.extend(paragraph(Tone::Plain, &text, 0, style));
    }
    lines
}

/// Every question, under the title of its section.
fn questions(report: &Report, style: Style) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut section = None;
    for item in &report.items {
        if section != Some(item.section) {
            section = Some(item.section);
            lines.push(Line::blank());
            if let Some((title, _)) = report.sections.get(item.section) {
                lines.extend(labelled("", Tone::Strong, title, 0, style));
            }
        }
        lines.extend(question(item, style));
    }
    lines
}

fn question(item: &Item, style: Style) -> Vec<Line> {
    let (mark, word, tone) = word(item, style);
    let points = format!("{} of {}", figure(item.earned.points), figure(item.earned.of));
    let mut notes = vec![word, points];
    notes.extend(item.certainty.map(|certainty| certainty.name().to_owned()));
    if item.flagged {
        notes.push("flagged".to_owned());
    }
    let mut lines = vec![Line::blank()];
    let head = format!("{mark} {}. {}", item.number, notes.join(style.dot()));
    lines.push(Line::of(tone, head));
    let dropped = item.score == Score::Dropped;
    if dropped && !item.asked_otherwise {
        let gone = "This question is no longer in the deck: it counts for nobody.";
        lines.extend(paragraph(Tone::Note, gone, 2, style));
        return lines;
    }
    lines.extend(labelled("", Tone::Plain, &item.prompt, 2, style));
    if item.asked_otherwise {
        let nobody = if dropped { ": it counts for nobody" } else { "" };
        let words = format!("It was asked with other words than the deck has now{nobody}.");
        lines.extend(paragraph(Tone::Note, &words, 2, style));
    } else if item.changed {
        let changed = "The deck has another answer by now than when the paper was drawn.";
        lines.extend(paragraph(Tone::Note, changed, 2, style));
    }
    if let Some(response) = &item.response {
        lines.extend(labelled("You said: ", Tone::Plain, &said(response), 2, style));
    }
    if let Some(late) = &item.late {
        lines.extend(labelled("Too late: ", Tone::Plain, &said(late), 2, style));
    }
    lines.extend(labelled("Answer:   ", Tone::Strong, &one_line(&item.answer), 2, style));
    if let Some(verdict) = item.verdict.as_ref().filter(|verdict| verdict.outcome != Outcome::Right) {
        lines.extend(view::reasons(verdict, style));
    }
    if let Some(explanation) = &item.explanation {
        lines.extend(labelled("", Tone::Plain, explanation, 2, style));
    }
    if let Some(source) = &item.source {
        lines.extend(labelled("Source: ", Tone::Dim, source, 2, style));
    }
    lines
}

/// The items of an order stand one a line; here they follow each other.
fn one_line(answer: &Text) -> Text {
    Text::from(answer.raw().split('\n').collect::<Vec<_>>().join("; "))
}

/// The mark, the word and the tone of a question.
fn word(item: &Item, style: Style) -> (&'static str, String, Tone) {
    let outcome = match (item.score, &item.response) {
        (Score::Dropped, _) => return ("-", "dropped".to_owned(), Tone::Dim),
        (Score::Blank, Some(_)) => return ("-", "not known".to_owned(), Tone::Bad),
        (Score::Blank, None) => return ("-", "blank".to_owned(), Tone::Bad),
        (Score::Counted(score), _) => Outcome::of(score),
    };
    let (mark, tone) = view::mark(outcome, style);
    let word = match outcome {
        Outcome::Right => "right",
        Outcome::Near => "nearly",
        Outcome::Wrong if item.earned.points > 0.0 => "in part",
        Outcome::Wrong => "wrong",
    };
    (mark, word.to_owned(), tone)
}
