//! Pictures as lines of text: bars, columns, intervals and a year of days, in symbols or in ASCII.
//!
//! Every bar has its number beside it, so nothing is in the shape alone. Where columns would have to be counted by
//! ear, [`Looks::rows`] gives the same as a line each.

use super::style::{Line, Style, Tone, labelled, paragraph};
use super::table::{self, Form, Table};
use super::words::{count, percent};
use super::wrap::columns;
use crate::stats::calendar::{WEEKS, Year};
use crate::stats::picture::{Bar, Cell, Chance, Picture, Shape, of_all};
use crate::stats::share::ENOUGH;
use crate::text::Text;
use crate::time::Day;

/// Cells of a bar.
const BAR: usize = 20;

/// Columns of a label at most.
const LABEL: usize = 24;

/// Lines of a chart of columns.
const HEIGHT: usize = 6;

/// How pictures look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Looks {
    /// Width, colour and symbols.
    pub style: Style,
    /// A line for each value where otherwise many would stand side by side: for screen readers and scripts.
    pub rows: bool,
}

/// A picture under its title, with what it means and what stands behind it.
pub fn picture(picture: &Picture, looks: Looks) -> Vec<Line> {
    let style = looks.style;
    let mut lines = vec![Line(vec![
        (Tone::Strong, picture.title.to_owned()),
        (Tone::Plain, format!("{}{}", style.dash(), picture.behind)),
    ])];
    if columns(picture.title) + picture.behind.len() + 3 > style.width {
        lines = paragraph(
            Tone::Strong,
            &format!("{}{}{}", picture.title, style.dash(), picture.behind),
            0,
            style,
        );
    }
    lines.extend(paragraph(Tone::Dim, picture.meaning, 0, style));
    match &picture.shape {
        Shape::Withheld(takes) => lines.extend(paragraph(Tone::Plain, takes, 2, style)),
        Shape::Year(year) if looks.rows => lines.extend(months(year)),
        Shape::Year(year) => lines.extend(self::year(year, style)),
        Shape::Columns(rows, unit) if looks.rows => lines.extend(some_rows(rows, unit)),
        Shape::Columns(rows, unit) => lines.extend(self::tall(rows, unit, style)),
        Shape::Bars(rows) => lines.extend(bars(rows, style)),
        Shape::Chances(rows) => lines.extend(chances(rows, style)),
        Shape::Rows(header, rows) if looks.rows => lines.extend(spelled(header, rows, style)),
        Shape::Rows(header, rows) => lines.extend(self::rows(header, rows, style)),
    }
    lines
}

/// The label on one line of `width` columns.
fn label(text: &Text, width: usize) -> String {
    let shown = super::style::one_line(text, width);
    let pad = " ".repeat(width.saturating_sub(columns(&shown)));
    format!("  {shown}{pad}  ")
}

fn label_width<'a>(labels: impl Iterator<Item = &'a Text>) -> usize {
    labels.map(|text| columns(&text.terminal())).max().unwrap_or(0).min(LABEL)
}

/// As many of `of` cells as `part` is of `whole`; something is never nothing.
fn cells(part: f64, whole: f64, of: usize) -> usize {
    if part <= 0.0 || whole <= 0.0 { 0 } else { ((part / whole * of as f64).round() as usize).clamp(1, of) }
}

fn bars(rows: &[Bar], style: Style) -> Vec<Line> {
    let most = rows.iter().map(|row| row.value).fold(0.0, f64::max);
    let width = label_width(rows.iter().map(|row| &row.label));
    let full = if style.symbols { "█" } else { "#" };
    let line = |row: &Bar| {
        let filled = cells(row.value, most, BAR);
        let bar = format!("{}{} ", full.repeat(filled), " ".repeat(BAR - filled));
        let figure = format!("{:>6.0}", row.value);
        Line(vec![(Tone::Plain, label(&row.label, width)), (Tone::Note, bar), (Tone::Plain, figure)])
    };
    rows.iter().map(line).collect()
}

/// Shares, one a line; what belongs to them stands beside them if there is room beside all.
fn chances(rows: &[Chance], style: Style) -> Vec<Line> {
    let widest = rows.iter().map(|row| columns(&share(row))).max().unwrap_or(0);
    let room = style.width.saturating_sub(4 + BAR + 2 + widest).max(1);
    let width = label_width(rows.iter().map(|row| &row.label)).min(room);
    let indent = width + 4;
    let said = |row: &Chance| (share(row), extra(row));
    let beside = rows.iter().map(said).all(|(share, extra)| {
        let extra = if extra.is_empty() { 0 } else { columns(&extra) + 2 };
        indent + BAR + 2 + columns(&share) + extra <= style.width
    });
    let mut lines = Vec::new();
    for row in rows {
        let (share, extra) = said(row);
        let head = (Tone::Plain, label(&row.label, width));
        let bar = (Tone::Note, format!("{}  ", interval(row, style)));
        let joined = if beside && !extra.is_empty() { format!("{share}; {extra}") } else { share };
        lines.push(Line(vec![head, bar, (Tone::Plain, joined)]));
        if !beside {
            lines.extend(
                paragraph(Tone::Dim, &extra, indent, style).into_iter().filter(|_| !extra.is_empty()),
            );
        }
    }
    lines
}

fn share(row: &Chance) -> String {
    if row.share.of < ENOUGH {
        format!("too few to say: {} of {ENOUGH}", row.share.of)
    } else {
        of_all(row.share)
    }
}

fn extra(row: &Chance) -> String {
    let foreseen = row.foreseen.filter(|_| row.share.of >= ENOUGH);
    let foreseen = foreseen.map(|chance| format!("{} foreseen", percent(chance)));
    foreseen
        .into_iter()
        .chain(Some(row.note.words()).filter(|note| !note.is_empty()))
        .collect::<Vec<_>>()
        .join("; ")
}

/// Full up to the lower end of the interval, half to the upper end, with a mark where the share lies.
fn interval(row: &Chance, style: Style) -> String {
    if row.share.of < ENOUGH {
        return " ".repeat(BAR);
    }
    let (low, high) = row.share.interval();
    let [full, half, mark, rest] =
        if style.symbols { ['█', '▒', '┃', '·'] } else { ['#', '=', '|', '.'] };
    let at = |share: f64| ((share * BAR as f64) as usize).min(BAR - 1);
    let cell = |nth: usize| match nth {
        _ if nth == at(row.share.value()) => mark,
        _ if nth < at(low) => full,
        _ if nth <= at(high) => half,
        _ => rest,
    };
    (0..BAR).map(cell).collect()
}

/// A column for each value, as high as it is of the highest, and the values at the ends of the axis.
fn tall(rows: &[Bar], unit: &str, style: Style) -> Vec<Line> {
    let most = rows.iter().map(|row| row.value).fold(0.0, f64::max);
    let full = if style.symbols { '█' } else { '#' };
    let figure = |value: f64| format!("{value:>7.0} ");
    // Columns stand apart where there is room for that.
    let step = if 8 + rows.len() * 2 <= style.width { 2 } else { 1 };
    let mut lines: Vec<Line> = (0..HEIGHT)
        .map(|nth| {
            let level = HEIGHT - nth;
            let lead = if nth == 0 { figure(most) } else { " ".repeat(8) };
            let filled = |row: &Bar| if cells(row.value, most, HEIGHT) >= level { full } else { ' ' };
            let body: String =
                rows.iter().flat_map(|row| [filled(row), ' '].into_iter().take(step)).collect();
            Line(vec![(Tone::Plain, lead), (Tone::Note, body.trim_end().to_owned())])
        })
        .collect();
    let rule = if style.symbols { "─" } else { "-" };
    lines.push(Line::of(
        Tone::Plain,
        format!("{}{}", figure(0.0), rule.repeat((rows.len() * step).saturating_sub(step - 1))),
    ));
    let (first, last) = (rows.first(), rows.last());
    let named = |row: Option<&Bar>| row.map_or(String::new(), |row| row.label.terminal().into_owned());
    let gap =
        (rows.len() * step + 1).saturating_sub(columns(&named(first)) + columns(&named(last)) + step).max(1);
    lines.push(Line::of(
        Tone::Plain,
        format!("{}{}{}{}", " ".repeat(8), named(first), " ".repeat(gap), named(last)),
    ));
    let sum: f64 = rows.iter().map(|row| row.value).sum();
    let said = format!("{sum:.0} {unit} in all, {most:.0} on the fullest day");
    lines.push(Line::of(Tone::Plain, format!("{}{said}", " ".repeat(8))));
    lines
}

/// A line for each value that is not 0.
fn some_rows(rows: &[Bar], unit: &str) -> Vec<Line> {
    let line = |row: &Bar| {
        let unit = if row.value.round() == 1.0 { unit.trim_end_matches('s') } else { unit };
        Line::of(Tone::Plain, format!("  {}  {:.0} {unit}", row.label.terminal(), row.value))
    };
    let mut lines: Vec<Line> = rows.iter().filter(|row| row.value > 0.0).map(line).collect();
    if lines.len() < rows.len() {
        lines.push(Line::of(Tone::Plain, "  none on the other days"));
    }
    lines
}

/// A line for each day of the week and a column for each week.
fn year(year: &Year, style: Style) -> Vec<Line> {
    let levels = if style.symbols { ['·', '░', '▒', '▓', '█'] } else { ['.', '-', '+', '*', '#'] };
    let mark = |answers: u32| levels.get(year.level(answers)).copied().unwrap_or(' ');
    let mut lines = vec![Line::of(Tone::Plain, format!("     {}", month_names(year)))];
    for (nth, name) in ["Mon", "", "Wed", "", "Fri", "", "Sun"].into_iter().enumerate() {
        let week = |(_, days): (Day, &[u32])| days.get(nth).map_or(' ', |answers| mark(*answers));
        let days: String = year.weeks().map(week).collect();
        lines.push(Line(vec![(Tone::Plain, format!("{name:<5}")), (Tone::Note, days.trim_end().to_owned())]));
    }
    let legend: Vec<String> = year
        .levels()
        .into_iter()
        .filter_map(|(level, meaning)| Some(format!("{} {meaning}", levels.get(usize::from(level))?)))
        .collect();
    lines.push(Line::of(Tone::Plain, format!("     {}", legend.join("  "))));
    lines
}

/// The month that begins in each week, three letters where there is room. The first week may be the end of a month.
fn month_names(year: &Year) -> String {
    let mut names = String::new();
    let mut last = None;
    for (nth, (monday, _)) in year.weeks().enumerate() {
        let date = monday.date();
        if last.is_some_and(|last| last != date.month()) && names.len() <= nth && nth + 3 <= WEEKS as usize {
            names += &" ".repeat(nth - names.len());
            names += &date.strftime("%b ").to_string();
        }
        last = Some(date.month());
    }
    names.trim_end().to_owned()
}

/// A line for each month of a year.
fn months(year: &Year) -> Vec<Line> {
    let line = |(name, days, answers): (String, u32, u32)| {
        let (days, answers) = (count(days as usize, "day"), count(answers as usize, "answer"));
        Line::of(Tone::Plain, format!("  {name}  {days}, {answers}"))
    };
    let months = year.months();
    let all = months.len();
    let mut lines: Vec<Line> = months.into_iter().filter(|(_, days, _)| *days > 0).map(line).collect();
    if lines.len() < all {
        lines.push(Line::of(Tone::Plain, "  none in the other months"));
    }
    lines
}

fn rows(header: &[&str], rows: &[Vec<Cell>], style: Style) -> Vec<Line> {
    let mut table = Table::new(header);
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => table::Cell::Text(text.clone()),
        figure => table::Cell::Figure(figure.shown()),
    };
    rows.iter().for_each(|row| table.row(row.iter().map(cell).collect()));
    table.render(Form::Aligned(style)).lines().map(|line| Line::of(Tone::Plain, line)).collect()
}

/// The rows of a table with the name of each column before its value, for it has no place to be known by.
fn spelled(header: &[&str], rows: &[Vec<Cell>], style: Style) -> Vec<Line> {
    let value = |(name, cell): (&&str, &Cell)| format!("{name}: {}", cell.shown());
    let row = |row: &Vec<Cell>| {
        let values: Vec<String> = header.iter().zip(row).map(value).collect();
        labelled("- ", Tone::Plain, &Text::from(values.join("; ")), 2, style)
    };
    rows.iter().flat_map(row).collect()
}

#[cfg(test)]
#[path = "charts_tests.rs"]
mod tests;
