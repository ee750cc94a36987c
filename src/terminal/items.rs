//! What an exam says of its questions, for people: tables of 80 columns and lines of CSV.
//!
//! A figure of few students is a word, or nothing: nobody should mend a question for what chance has done.

use super::style::{Line, Style, Tone, one_line, paragraph};
use super::table::{Cell, Table};
use super::words::{count, percent, span};
use crate::judge::fold::key;
use crate::stats::items::{FEW, Item, MANY, Whole};
use crate::stats::items_report::{Proposal, Report, Row, Tagged, Wrong};
use crate::text::{Text, terminal};

/// Columns that an id may have.
const ID_WIDTH: usize = 22;
/// Wrong answers that are shown of a question.
const WRONG_MAX: usize = 3;
/// A wrong answer that fewer students gave is chance.
const WRONG_MIN: usize = 2;
/// And so is one that fewer than this share of them gave, in percent.
const WRONG_SHARE_MIN: usize = 3;
/// Pairs that are shown.
const PAIRS_MAX: usize = 10;

/// A line of CSV: no cell runs as a formula, none steers a terminal, and every cell that must be is quoted.
pub fn csv_line(cells: impl IntoIterator<Item = Text>) -> String {
    let cell = |text: Text| {
        let safe = Text::from(terminal(text.raw()).into_owned());
        let safe = safe.csv();
        let plain = !safe.contains([',', ';', '"', '\n', '\r', '\t']) && safe.trim() == safe;
        if plain { safe.into_owned() } else { format!("\"{}\"", safe.replace('"', "\"\"")) }
    };
    cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}

/// The questions with their figures.
pub fn questions(report: &Report) -> Table {
    let n = report.whole.n;
    let mut table =
        Table::new(&["question", "n", "facility", "95 %", "SD", "discrim.", "effic.", "weight", "meant"]);
    for row in &report.rows {
        let figures = &row.figures;
        table.row(vec![
            Cell::Text(Text::from(one_line(&row.id, ID_WIDTH))),
            Cell::from(n),
            Cell::Figure(facility(row, n)),
            Cell::Figure(if n < FEW { String::new() } else { interval(figures) }),
            Cell::Figure(figures.deviation.filter(|_| n >= FEW).map_or_else(String::new, two)),
            Cell::Figure(discrimination(figures.discrimination, n)),
            Cell::Figure(figures.efficiency.filter(|_| n >= MANY).map_or_else(String::new, two)),
            Cell::Figure(figures.effective.filter(|_| n >= FEW).map_or_else(String::new, tenth)),
            Cell::Figure(tenth(figures.intended)),
        ]);
    }
    table
}

/// "62 %"; of few students "8 of 12 right".
pub fn facility(row: &Row, n: usize) -> String {
    if n < FEW { format!("{} of {n} right", row.right) } else { percent(row.figures.facility) }
}

/// "55–69".
pub fn interval(figures: &Item) -> String {
    let (low, high) = figures.interval;
    format!("{:.0}-{:.0}", low * 100.0, high * 100.0)
}

/// Decimals from [`MANY`] students on, a word from [`FEW`] on. The bounds are those of R. L. Ebel and D. A. Frisbie,
/// "Essentials of Educational Measurement" (1991).
pub fn discrimination(value: Option<f64>, n: usize) -> String {
    match value {
        _ if n < FEW => "too few".to_owned(),
        None => "none".to_owned(),
        Some(value) if n >= MANY => two(value),
        Some(value) if value < -0.1 => "negative".to_owned(),
        Some(value) if value < 0.2 => "poor".to_owned(),
        Some(value) if value < 0.3 => "fair".to_owned(),
        Some(value) if value < 0.4 => "good".to_owned(),
        Some(_) => "very good".to_owned(),
    }
}

/// Two decimals.
pub fn two(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// A share of 1 in percent, to a tenth.
pub fn tenth(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// The exam as a whole.
pub fn whole(whole: &Whole, style: Style) -> Vec<Line> {
    let said: Vec<String> = words(whole).into_iter().map(|(name, value)| format!("{name} {value}")).collect();
    let mut text = format!("{}: {}.", count(whole.n, "student"), said.join(", "));
    if whole.n < FEW {
        text += &format!(" Too few for more: from {FEW} on there are figures, from {MANY} on correlations.");
    }
    paragraph(Tone::Plain, &text, 0, style)
}

/// The name and the value of each figure that there are students enough for.
pub fn words(whole: &Whole) -> Vec<(&'static str, String)> {
    let enough = whole.n >= FEW;
    let points = |value: f64| format!("{value:.1}");
    let all = [
        ("mean", whole.mean.map(|mean| format!("{mean:.1} %")), true),
        ("median", whole.median.map(|median| format!("{median:.1} %")), true),
        ("standard deviation", whole.deviation.map(points), enough),
        ("skewness", whole.skewness.map(two), enough),
        ("kurtosis", whole.kurtosis.map(two), enough),
        ("internal consistency (alpha)", whole.alpha.map(two), enough),
        ("error ratio", whole.error_ratio.map(percent), enough),
        ("standard error", whole.standard_error.map(|own| format!("{own:.1} points")), enough),
    ];
    all.into_iter().filter(|(.., shown)| *shown).filter_map(|(name, value, _)| Some((name, value?))).collect()
}

/// What deserves a look, in words: one line a question.
pub fn remarks(report: &Report) -> Vec<(usize, &Text, &'static str)> {
    let n = report.whole.n;
    if n < FEW {
        return Vec::new();
    }
    let remark = |row: &Row| {
        let figures = &row.figures;
        let (low, high) = figures.interval;
        // The bound of one-sided doubt: about two standard errors of a correlation.
        let doubt = 2.0 / (n as f64).sqrt();
        match figures.discrimination {
            Some(value) if value < -doubt => {
                Some("the better students do worse: is the key right, is it worded well?")
            }
            _ if high < 0.25 => Some("hardly anybody has it right"),
            _ if low > 0.9 => Some("nearly everybody has it right: it tells nobody apart"),
            Some(value) if value < 0.1 && n >= MANY => Some("good and weak students do alike"),
            _ => None,
        }
    };
    report.rows.iter().filter_map(|row| Some((row.number, &row.id, remark(row)?))).collect()
}

/// The wrong answers of a question worth showing, of `n` students.
pub fn frequent(row: &Row, n: usize) -> impl Iterator<Item = &Wrong> {
    let least = WRONG_MIN.max(n * WRONG_SHARE_MIN / 100);
    row.wrong.iter().filter(move |wrong| wrong.students.len() >= least).take(WRONG_MAX)
}

/// Everything behind the table of questions.
pub fn details(report: &Report, style: Style) -> Vec<Line> {
    let mut lines = heading("To look at");
    let remarks = remarks(report);
    for (number, id, remark) in &remarks {
        let text = format!("{number}. {}: {remark}", one_line(id, 40));
        lines.extend(paragraph(Tone::Plain, &text, 2, style));
    }
    if remarks.is_empty() {
        lines.clear();
    }
    lines.extend(wrong_answers(report, style));
    lines.extend(pairs(report, style));
    lines
}

pub(super) fn heading(text: &str) -> Vec<Line> {
    vec![Line::blank(), Line::of(Tone::Strong, text)]
}

fn wrong_answers(report: &Report, style: Style) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in &report.rows {
        let said: Vec<String> = frequent(row, report.whole.n).map(wrong).collect();
        if !said.is_empty() {
            let right = one_line(&row.answer, 40);
            let text =
                format!("{}. {} (right: {right}): {}", row.number, one_line(&row.id, 40), said.join(", "));
            lines.extend(paragraph(Tone::Plain, &text, 2, style));
        }
    }
    if lines.is_empty() { lines } else { [heading("Wrong answers, and how many gave them"), lines].concat() }
}

fn wrong(wrong: &Wrong) -> String {
    let instead = wrong.confused_with.as_ref().filter(|other| key(other.raw()) != key(wrong.text.raw()));
    let instead = instead.map_or_else(String::new, |other| format!(" (that is {})", one_line(other, 30)));
    format!("“{}” {}{instead}", one_line(&wrong.text, 40), wrong.students.len())
}

fn pairs(report: &Report, style: Style) -> Vec<Line> {
    let mut lines = Vec::new();
    for found in report.confused.iter().take(PAIRS_MAX).filter(|found| found.n >= WRONG_MIN) {
        let [one, other] = &found.pair;
        let text = format!("{} and {}: {}", one_line(one, 40), one_line(other, 40), count(found.n, "time"));
        lines.extend(paragraph(Tone::Plain, &text, 2, style));
    }
    if lines.is_empty() { lines } else { [heading("Taken for each other"), lines].concat() }
}

/// How each tag is covered, known and paid for.
pub fn tags(report: &Report) -> Table {
    let mut table = Table::new(&["tag", "questions", "of the marks", "mean score", "n", "time a student"]);
    for Tagged { tag, questions, share, mean, n, seconds } in &report.tags {
        table.row(vec![
            Cell::Text(Text::from(&**tag)),
            Cell::from(*questions),
            Cell::Figure(percent(*share)),
            Cell::Figure(if report.whole.n < FEW { "too few".to_owned() } else { percent(*mean) }),
            Cell::from(*n),
            Cell::Figure(span(*seconds)),
        ]);
    }
    table
}

/// A proposal as a question to the instructor, without what to type.
pub fn proposal(report: &Report, found: &Proposal, style: Style) -> Vec<Line> {
    let answer = one_line(&found.key, 60);
    let names = found.students.iter().take(5).filter_map(|at| report.students.get(*at));
    let names: Vec<String> = names.map(|(name, _)| one_line(name, 24)).collect();
    let more = if found.n > names.len() { ", …" } else { "" };
    let text = format!(
        "{}. {}: “{}” was refused; the key is “{answer}”. {} gave it, {} of them in the upper third ({}{more}).",
        found.number,
        one_line(&found.question, 40),
        one_line(&found.text, 60),
        count(found.n, "student"),
        found.good,
        names.join(", "),
    );
    paragraph(Tone::Plain, &text, 2, style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_runs_and_none_steers() {
        let cells =
            ["=cmd|' /C calc'!A0", "a,b", "say \"x\"", " @x", "\u{1b}[31mred", "plain", "-1+2\n3", ""];
        let line = csv_line(cells.map(Text::from));
        let expected =
            "'=cmd|' /C calc'!A0,\"a,b\",\"say \"\"x\"\"\",' @x,\u{fffd}[31mred,plain,\"'-1+2\n3\",\n";
        assert_eq!(line, expected);
    }

    #[test]
    fn few_students_are_words() {
        let said = |value, n| discrimination(Some(value), n);
        assert_eq!([said(0.5, 19), said(0.5, 20), said(0.5, 50)], ["too few", "very good", "0.50"]);
        assert_eq!([said(-0.5, 20), said(0.0, 20), said(0.25, 49)], ["negative", "poor", "fair"]);
        assert_eq!(discrimination(None, 100), "none");
        let whole = Whole { n: 5, mean: Some(50.0), alpha: Some(0.5), ..Whole::default() };
        assert_eq!(words(&whole), [("mean", "50.0 %".to_owned())]);
    }
}
