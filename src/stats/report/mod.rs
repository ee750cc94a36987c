//! A report: one page of HTML with every figure, that needs no network and no script.
//!
//! Pure: values in, bytes out. Other people's text goes through [`Text::html`] only. Each picture has a title and a
//! description, and its figures stand beside it in words or in a table.

pub mod draw;

use std::fmt::Write as _;

use self::draw::Words;
use super::calendar::Year;
use super::glance::Fact;
use super::pages::Page;
use super::picture::{Bar, Cell, Chance, Picture, Shape, count, of_all, percent};
use super::share::ENOUGH;
use crate::text::Text;
use crate::time::Day;

/// By this a page is known to be an earlier report.
pub const MARK: &str = "<meta name=\"generator\" content=\"shiken report\">";

const STYLE: &str = include_str!("style.css");

/// What a report says.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What it is about.
    pub title: Text,
    /// What it is restricted to, in our own and the student's words; blank if to nothing.
    pub scope: Text,
    /// The study day.
    pub today: Day,
    /// The first figures.
    pub facts: Vec<Fact>,
    /// The pages with their pictures.
    pub pages: Vec<(Page, Vec<Picture>)>,
}

/// The page.
pub fn html(report: &Report) -> String {
    let mut out = String::with_capacity(1 << 16);
    let title = report.title.html();
    // No browser fetches or runs anything, whatever a deck may hold.
    let policy = "default-src 'none'; style-src 'unsafe-inline'";
    out += "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    out += MARK;
    put(&mut out, format_args!("\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n"));
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    put(
        &mut out,
        format_args!("<title>Progress: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"),
    );
    put(
        &mut out,
        format_args!("<header>\n<h1>Progress: {title}</h1>\n<p class=\"quiet\">{}</p>\n", report.today),
    );
    if !report.scope.is_blank() {
        put(&mut out, format_args!("<p class=\"quiet\">{}</p>\n", report.scope.html()));
    }
    out += "<nav aria-label=\"Contents\">\n<ul>\n";
    for (page, _) in &report.pages {
        put(&mut out, format_args!("<li><a href=\"#{}\">{}</a></li>\n", page.name(), page.title()));
    }
    out += "</ul>\n</nav>\n</header>\n<main>\n";
    glance(&mut out, &report.facts);
    for (page, pictures) in &report.pages {
        let (name, title) = (page.name(), page.title());
        put(&mut out, format_args!("<section aria-labelledby=\"{name}\">\n<h2 id=\"{name}\">{title}</h2>\n"));
        pictures.iter().for_each(|picture| self::picture(&mut out, picture));
        out += "</section>\n";
    }
    out += "</main>\n</body>\n</html>\n";
    out
}

/// Writing to a string cannot fail.
fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

/// Our own words.
fn own(words: &str) -> String {
    Text::from(words).html().into_owned()
}

fn glance(out: &mut String, facts: &[Fact]) {
    *out += "<section aria-labelledby=\"glance\">\n<h2 id=\"glance\">At a glance</h2>\n<dl>\n";
    for fact in facts {
        put(out, format_args!("<dt>{}</dt>\n<dd>{}", fact.name, own(&fact.value)));
        if !fact.meaning.is_empty() {
            put(out, format_args!("<small>{}</small>", own(fact.meaning)));
        }
        *out += "</dd>\n";
    }
    *out += "</dl>\n</section>\n";
}

fn picture(out: &mut String, picture: &Picture) {
    let key = picture.key;
    put(
        out,
        format_args!("<section aria-labelledby=\"h-{key}\">\n<h3 id=\"h-{key}\">{}", own(picture.title)),
    );
    put(out, format_args!(" <span class=\"behind\">– {}</span></h3>\n", own(&picture.behind)));
    put(out, format_args!("<p class=\"meaning\">{}</p>\n", own(picture.meaning)));
    match &picture.shape {
        Shape::Withheld(why) => put(out, format_args!("<p>{}</p>\n", own(why))),
        Shape::Year(year) => self::year(out, picture, year),
        Shape::Columns(bars, unit) => columns(out, picture, bars, unit),
        Shape::Bars(bars) => self::bars(out, picture, bars),
        Shape::Chances(chances) => self::chances(out, picture, chances),
        Shape::Rows(header, rows) => self::rows(out, picture, header, rows),
    }
    *out += "</section>\n";
}

fn year(out: &mut String, picture: &Picture, year: &Year) {
    let levels = year.levels();
    let shades: Vec<&str> = levels.iter().skip(1).map(|(_, meaning)| meaning.as_str()).collect();
    let description = format!("{}. Shades of a day: {}.", own(&picture.behind), shades.join(", "));
    let words = Words { id: picture.key, title: picture.title, description: &description };
    put(
        out,
        format_args!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n",
            picture.title
        ),
    );
    *out += &draw::year(year, words);
    *out += "</div>\n<ul class=\"legend\">";
    for (level, label) in levels {
        put(out, format_args!("<li>{}{label}</li>", draw::swatch(level)));
    }
    *out += "</ul>\n";
    let months = year.months();
    let line = |(month, days, answers): &(String, u32, u32)| {
        format!("{month}: {}, {}", count(*days as usize, "day"), count(*answers as usize, "answer"))
    };
    folded(out, "Figures by month", months.iter().map(line));
}

fn columns(out: &mut String, picture: &Picture, bars: &[Bar], unit: &str) {
    // The last of equals is what max_by gives.
    let most = bars.iter().rev().max_by(|one, other| one.value.total_cmp(&other.value));
    let fullest = most
        .map_or_else(String::new, |bar| format!("; most {:.0}, first on {}", bar.value, bar.label.html()));
    let sum: f64 = bars.iter().map(|bar| bar.value).sum();
    let description =
        format!("{sum:.0} {unit} in all, from {} to {}{fullest}.", named(bars.first()), named(bars.last()));
    let words = Words { id: picture.key, title: picture.title, description: &description };
    *out += &draw::columns(bars, words);
    put(out, format_args!("<p>{description}</p>\n"));
    let line = |bar: &Bar| format!("{}: {:.0}", bar.label.html(), bar.value);
    folded(out, "Figures by day", bars.iter().map(line));
}

fn named(bar: Option<&Bar>) -> String {
    bar.map_or_else(String::new, |bar| bar.label.html().into_owned())
}

/// Figures that are shown when asked for, and always on paper. The lines are HTML.
fn folded(out: &mut String, summary: &str, lines: impl Iterator<Item = String>) {
    put(out, format_args!("<details>\n<summary>{summary}</summary>\n<ul class=\"fold\">\n"));
    lines.for_each(|line| put(out, format_args!("<li>{line}</li>\n")));
    *out += "</ul>\n</details>\n";
}

fn bars(out: &mut String, picture: &Picture, bars: &[Bar]) {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    table(out, picture, &["class", "picture", "questions"], &[false, false, true]);
    for bar in bars {
        put(
            out,
            format_args!(
                "<tr><th scope=\"row\">{}</th><td class=\"picture\">{}</td><td class=\"figure\">{:.0}</td></tr>\n",
                bar.label.html(),
                draw::bar(bar.value, most),
                bar.value
            ),
        );
    }
    *out += "</tbody>\n</table>\n</div>\n";
}

fn chances(out: &mut String, picture: &Picture, chances: &[Chance]) {
    let foreseen = chances.iter().any(|chance| chance.foreseen.is_some());
    let noted = chances.iter().any(|chance| !chance.note.words().is_empty());
    let ring = if foreseen { "; the ring is what was foreseen" } else { "" };
    put(
        out,
        format_args!(
            "<p class=\"quiet\">Scale from 0 to 100 %: the box is the 95 % interval, the line the share{ring}.</p>\n"
        ),
    );
    let (mut head, mut figures) = (vec!["of", "picture", "right (95 % interval)"], vec![false; 3]);
    if foreseen {
        head.push("foreseen");
        figures.push(true);
    }
    if noted {
        head.push("besides");
        figures.push(false);
    }
    table(out, picture, &head, &figures);
    for chance in chances {
        let share = match chance.share.of {
            few if few < ENOUGH => format!("too few to say: {few} of {ENOUGH}"),
            _ => of_all(chance.share),
        };
        put(out, format_args!("<tr><th scope=\"row\">{}</th>", chance.label.html()));
        put(out, format_args!("<td class=\"picture\">{}</td><td>{share}</td>", draw::chance(chance)));
        if foreseen {
            let known = chance.foreseen.filter(|_| chance.share.of >= ENOUGH);
            put(out, format_args!("<td class=\"figure\">{}</td>", known.map_or_else(String::new, percent)));
        }
        if noted {
            put(out, format_args!("<td>{}</td>", own(&chance.note.words())));
        }
        *out += "</tr>\n";
    }
    *out += "</tbody>\n</table>\n</div>\n";
}

fn rows(out: &mut String, picture: &Picture, header: &[&str], rows: &[Vec<Cell>]) {
    let is_figure = |nth: usize| matches!(rows.first().and_then(|row| row.get(nth)), Some(cell) if !matches!(cell, Cell::Text(_)));
    let figures: Vec<bool> = (0..header.len()).map(is_figure).collect();
    table(out, picture, header, &figures);
    for row in rows {
        *out += "<tr>";
        for (nth, cell) in row.iter().enumerate() {
            match cell {
                Cell::Text(text) if nth == 0 => {
                    put(out, format_args!("<th scope=\"row\">{}</th>", text.html()))
                }
                Cell::Text(text) => put(out, format_args!("<td>{}</td>", text.html())),
                figure => put(out, format_args!("<td class=\"figure\">{}</td>", own(&figure.shown()))),
            }
        }
        *out += "</tr>\n";
    }
    *out += "</tbody>\n</table>\n</div>\n";
}

/// The beginning of a table that may be wider than the page, up to its first row.
fn table(out: &mut String, picture: &Picture, header: &[&str], figures: &[bool]) {
    let (key, title) = (picture.key, own(picture.title));
    put(out, format_args!("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\n"));
    put(out, format_args!("<table aria-labelledby=\"h-{key}\">\n<thead><tr>"));
    for (name, figure) in header.iter().zip(figures) {
        let class = if *figure { " class=\"figure\"" } else { "" };
        put(out, format_args!("<th scope=\"col\"{class}>{}</th>", own(name)));
    }
    *out += "</tr></thead>\n<tbody>\n";
}

/// How many pictures of a page have something to show: "5 of 6 pictures".
pub fn told(pages: &[(Page, Vec<Picture>)]) -> String {
    let all = pages.iter().flat_map(|(_, pictures)| pictures);
    let shown = all.clone().filter(|picture| !matches!(picture.shape, Shape::Withheld(_))).count();
    let all = all.count();
    if shown == all { count(all, "picture") } else { format!("{shown} of {}", count(all, "picture")) }
}

#[cfg(test)]
mod tests;
