//! What a sitting looks like: a question, the overview, and a word about either. Nothing here prints or reads.

use crate::event::exam::Paper;
use crate::exam::{Notice, Overview, Put, Row};
use crate::question::Response;
use crate::terminal::style::{Line, Style, Tone, labelled, paragraph};
use crate::terminal::wrap::columns;
use crate::terminal::{view, words};
use crate::text::Text;

/// `[3/32] 24 min left · 2 points · flagged · 2 answered`, as much of it as fits on one line.
pub fn header(put: &Put, style: Style) -> Line {
    let place = format!("[{}/{}] ", put.number, put.of);
    let mut parts = vec![time(put.left_seconds)];
    if put.flagged {
        parts.push("flagged".to_owned());
    }
    parts.push(points(put.points));
    parts.push(format!("{} answered", put.answered));
    let room = style.width.saturating_sub(columns(&place));
    while columns(&parts.join(style.dot())) > room && parts.len() > 1 {
        parts.pop();
    }
    Line(vec![(Tone::Strong, place), (Tone::Dim, parts.join(style.dot()))])
}

/// "24 min left", to the second in the last two minutes; never more than there is.
pub fn time(left_seconds: Option<f64>) -> String {
    match left_seconds {
        None => "no time limit".to_owned(),
        Some(left) if left < 120.0 => format!("{} s left", left.floor()),
        Some(left) => format!("{} min left", (left / 60.0).floor()),
    }
}

/// "1 point", "2.5 points".
pub fn points(points: f64) -> String {
    let noun = if (points - 1.0).abs() < 1e-9 { "point" } else { "points" };
    format!("{} {noun}", figure(points))
}

/// A number of points: two decimals at most.
pub fn figure(points: f64) -> String {
    let text = format!("{points:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
    if text == "-0" { "0".to_owned() } else { text }
}

/// The header, the section where one begins, what is asked, and what was given by now.
pub fn question(put: &Put, options: bool, style: Style) -> Vec<Line> {
    let mut lines = vec![Line::blank()];
    if put.opens {
        lines.extend(labelled("Section: ", Tone::Dim, &put.section, 0, style));
    }
    lines.push(header(put, style));
    lines.extend(labelled("", Tone::Strong, &put.prompt, 0, style));
    if options {
        lines.extend(view::options(&put.ask, style));
    }
    if let Some(response) = &put.given {
        lines.extend(labelled("Your answer by now: ", Tone::Note, &said(response), 0, style));
    }
    let help = view::shape_help(&put.ask);
    let typed = options || view::options(&put.ask, style).is_empty();
    if typed && !help.is_empty() {
        lines.extend(paragraph(Tone::Dim, &help, 0, style));
    }
    lines
}

/// A response as one text.
pub fn said(response: &Response) -> Text {
    let joined = |texts: &[Text]| {
        let shown = texts.iter().map(|text| if text.is_blank() { "–" } else { text.raw() });
        Text::from(shown.collect::<Vec<_>>().join("; "))
    };
    match response {
        Response::Unknown => Text::from("I don't know"),
        Response::Text(text) => text.clone(),
        Response::Texts(texts) => joined(texts),
        Response::Pairs(pairs) => {
            let pair = |(left, right): &(Text, Text)| Text::from(format!("{} – {}", left.raw(), right.raw()));
            joined(&pairs.iter().map(pair).collect::<Vec<_>>())
        }
        Response::Recalled(rating) => Text::from(rating.name()),
    }
}

/// All questions at one glance: `+` answered, `.` blank, `!` marked; a row for each section.
pub fn overview(overview: &Overview, style: Style) -> Vec<Line> {
    let Overview { rows, sections, left_seconds } = overview;
    let count = |what: fn(&Row) -> bool| rows.iter().filter(|row| what(row)).count();
    let (answered, flagged) = (count(|row| row.answered), count(|row| row.flagged));
    let blank = rows.len().saturating_sub(answered);
    let summary = [
        format!("{answered} of {} answered", rows.len()),
        format!("{blank} blank"),
        format!("{flagged} flagged"),
        time(*left_seconds),
    ];
    let mut lines = vec![Line::blank(), Line::of(Tone::Strong, summary.join(style.dot()))];
    let numbered = || rows.iter().zip(1usize..);
    for (nth, title) in sections.iter().enumerate() {
        let own: Vec<String> =
            numbered().filter(|(row, _)| row.section == nth).map(|(row, number)| cell(row, number)).collect();
        lines.extend(labelled("", Tone::Plain, title, 2, style));
        lines.extend(paragraph(Tone::Plain, &own.join("  "), 4, style));
    }
    lines.extend(paragraph(Tone::Dim, "+ answered, . blank, ! flagged", 2, style));
    lines
}

fn cell(row: &Row, number: usize) -> String {
    let answered = if row.answered { "+" } else { "." };
    let flagged = if row.flagged { "!" } else { "" };
    format!("{number}{answered}{flagged}")
}

/// A word about the question on the screen.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::Flagged(true) => "Flagged: the overview shows it.".to_owned(),
        Notice::Flagged(false) => "No more flagged.".to_owned(),
        Notice::Cleared => "Your answer is taken back; the question is blank.".to_owned(),
        Notice::NothingToClear => "There is no answer to take back.".to_owned(),
        Notice::Unclear(reason) => {
            format!(
                "Kept, but it is not clear: {} Answer again to make it clear.",
                words::sentence(&crate::text::terminal(reason))
            )
        }
        Notice::NoSuchNumber(number) => format!("There is no question {number}."),
        Notice::Late => "The time was up before this answer: it is kept, and not counted.".to_owned(),
    }
}

/// What is to be known before the time runs.
pub fn instructions(paper: &Paper, style: Style) -> Vec<Line> {
    let time = match paper.limit_seconds {
        None => "no time limit".to_owned(),
        Some(seconds) => words::span(f64::from(seconds)),
    };
    let mut parts = vec![words::count(paper.items.len(), "question"), time];
    parts.extend(paper.pass.map(|pass| format!("{} % to pass", figure(pass))));
    let mut lines = labelled("", Tone::Strong, &paper.title, 0, style);
    lines.push(Line::of(Tone::Plain, parts.join(style.dot())));
    for (nth, (title, _)) in paper.sections.iter().enumerate() {
        let own = paper.items.iter().filter(|item| item.section as usize == nth);
        let (count, sum) = own.fold((0, 0.0), |(count, sum), item| (count + 1, sum + item.points));
        let said = format!("{}: {}, {}", title.raw(), words::count(count, "question"), points(sum));
        lines.extend(labelled("- ", Tone::Plain, &Text::from(said), 2, style));
    }
    if paper.negative > 0.0 {
        let cost = format!("A wrong answer costs {} of its points.", words::percent(paper.negative));
        lines.extend(paragraph(Tone::Note, &cost, 0, style));
    }
    let rules = "No hints, and no verdicts before the end. Each answer is kept as you give it and may be changed. The \
                 clock runs on while you are away. :help shows the commands, :done hands in.";
    lines.extend(paragraph(Tone::Dim, rules, 0, style));
    lines
}

/// The commands.
pub fn help(style: Style) -> Vec<Line> {
    [
        "Enter     go on; what you gave stays (also :next)",
        ":back     go back one question",
        ":7        go to question 7",
        ":flag     mark the question to come back to, or take the mark off",
        ":clear    take your answer back and leave the question blank",
        "?         I don't know: costs nothing, earns nothing",
        ":done     see all questions at one glance; hand in from there",
        ":quit     leave; the clock runs on, and the same command goes on",
        "::text    give the response \":text\"",
    ]
    .into_iter()
    .flat_map(|line| view::hang(line, 10, style))
    .collect()
}

/// The student has left.
pub fn left(seconds: Option<f64>) -> String {
    match seconds {
        None => "All you gave is kept. `shiken exam` goes on.".to_owned(),
        Some(left) => {
            format!("All you gave is kept. The clock runs on: {}. `shiken exam` goes on.", time(Some(left)))
        }
    }
}
