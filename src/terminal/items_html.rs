//! What an exam says of its questions as one page for a browser: no script, nothing fetched, every text escaped.

use std::fmt::Write as _;

use super::items::{discrimination, facility, frequent, interval, remarks, tenth, two, words};
use super::words::{count, percent, span};
use crate::stats::items::{FEW, MANY};
use crate::stats::items_report::{Report, Row};
use crate::text::{Text, terminal};

const STYLE: &str = ":root{color-scheme:light dark;--ink:#1a1a1a;--page:#fff;--faint:#555;--line:#ddd;--bar:#3b6ea8;--ground:#e8edf3;\
--field:#f4f6f9}@media(prefers-color-scheme:dark){:root{--ink:#e6e6e6;--page:#16181b;--faint:#a6abb2;--line:#3a3f45;\
--bar:#6ea3e0;--ground:#2a3038;--field:#20242a}}*{box-sizing:border-box}\
body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:var(--ink);\
background:var(--page);overflow-wrap:anywhere}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}\
table{border-collapse:collapse;display:block;max-width:100%;overflow-x:auto;overflow-wrap:normal}\
th,td{text-align:right;padding:.25rem .5rem;border-bottom:1px solid var(--line);vertical-align:top;\
font-variant-numeric:tabular-nums}th:first-child,td:first-child,.l{text-align:left}\
.bar{display:inline-block;height:.7rem;background:var(--bar);vertical-align:middle}\
.box{display:inline-block;width:8rem;background:var(--ground);text-align:left;line-height:.7rem}\
.bins{display:flex;align-items:flex-end;gap:3px;height:9rem}.bins div{flex:1;background:var(--bar);min-height:1px}\
.axis{display:flex;gap:3px}.axis span{flex:1 1 0;min-width:0;text-align:center;font-size:.8rem;overflow-wrap:normal}\
svg{display:block;width:100%;height:auto}svg text{fill:var(--ink);font-size:12px}svg .n{font-size:10px}\
svg rect{fill:var(--field)}svg line{stroke:var(--faint)}svg circle{fill:var(--bar)}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem}dd{margin:0}small{color:var(--faint)}\
@media(max-width:34rem){dl{grid-template-columns:1fr}dt{color:var(--faint);margin-top:.4rem}.axis span{font-size:.65rem}}";

/// Escaped for a page, which somebody may also look at in a terminal.
pub(super) fn safe(text: &Text) -> String {
    Text::from(terminal(text.raw()).into_owned()).html().into_owned()
}

/// What an earlier page is known by.
pub const MARK: &str = "<meta name=\"generator\" content=\"shiken items\">";

/// The page; `overruled` is a part that was made elsewhere, or empty.
pub fn page(report: &Report, overruled: &str) -> String {
    let title = safe(&report.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         {MARK}<meta name=\"viewport\" content=\"width=device-width\"><title>{title}: items</title>\
         <style>{STYLE}</style></head>\n<body><h1>{title}</h1>\n"
    );
    out += &summary(report);
    out += &totals(report);
    out += &scatter(report);
    out += &questions(report);
    out += &notes(report);
    out += &wrong(report);
    out += overruled;
    out += &tags(report);
    out += "</body></html>\n";
    out
}

fn summary(report: &Report) -> String {
    let mut out = format!("<dl><dt>students</dt><dd>{}</dd>", report.whole.n);
    for (name, value) in words(&report.whole) {
        let _ = write!(out, "<dt>{name}</dt><dd>{value}</dd>");
    }
    out += "</dl>\n";
    if report.whole.n < FEW {
        let _ = writeln!(out, "<p>Too few students for most figures: from {FEW} on there are more.</p>");
    }
    out
}

/// How many students have which total, in tens of percent.
fn totals(report: &Report) -> String {
    let mut bins = [0_usize; 10];
    for (_, total) in &report.students {
        let bin = (total / 10.0).clamp(0.0, 9.0) as usize;
        if let Some(bin) = bins.get_mut(bin) {
            *bin += 1;
        }
    }
    let most = bins.iter().copied().max().unwrap_or(0).max(1);
    let mut out = "<h2>Totals</h2>\n<div class=\"bins\">".to_owned();
    for (from, n) in (0..).step_by(10).zip(bins) {
        let height = 100 * n / most;
        let _ =
            write!(out, "<div style=\"height:{height}%\" title=\"{from} to {} %: {n}\"></div>", from + 10);
    }
    out += "</div><div class=\"axis\">";
    for (from, n) in (0..).step_by(10).zip(bins) {
        let _ = write!(out, "<span>{from} %<br><small>{n}</small></span>");
    }
    out + "</div>\n"
}

/// Each question by how easy it is and how well it tells students apart.
fn scatter(report: &Report) -> String {
    if report.whole.n < MANY {
        return String::new();
    }
    let mut out = "<h2>How easy, and how telling</h2>\n<svg viewBox=\"0 0 640 300\" role=\"img\" \
        aria-label=\"facility against discrimination\"><rect x=\"60\" y=\"10\" width=\"570\" height=\"250\"/>\
        <line x1=\"60\" x2=\"630\" y1=\"176.7\" y2=\"176.7\"/>"
        .to_owned();
    // Up and down from −0.5 to 1.
    let up = |value: f64| 260.0 - (value.clamp(-0.5, 1.0) + 0.5) / 1.5 * 250.0;
    for row in &report.rows {
        let Some(value) = row.figures.discrimination else { continue };
        let (x, y) = (60.0 + 570.0 * row.figures.facility, up(value));
        let _ = write!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\"><title>{}. {}</title></circle>\
             <text class=\"n\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            row.number,
            safe(&row.id),
            x + 5.0,
            y - 4.0,
            row.number
        );
    }
    out += "<text x=\"60\" y=\"276\">0 %</text><text x=\"595\" y=\"276\">100 %</text>\
        <text x=\"345\" y=\"294\" text-anchor=\"middle\">facility: the share of the points that was earned (hard to easy)</text>\
        <text x=\"56\" y=\"20\" text-anchor=\"end\">1.0</text><text x=\"56\" y=\"180\" text-anchor=\"end\">0.0</text>\
        <text x=\"56\" y=\"262\" text-anchor=\"end\">−0.5</text>\
        <text transform=\"translate(14 135) rotate(-90)\" text-anchor=\"middle\">discrimination</text></svg>\n";
    out
}

fn questions(report: &Report) -> String {
    let n = report.whole.n;
    let mut out = format!(
        "<h2>Questions</h2>\n<p><small>n = {n} for every figure. Discrimination: the correlation with the rest of the \
         exam.</small></p>\n<table><tr><th>question</th><th class=\"l\">facility</th><th>95 %</th><th>SD</th>\
         <th>discrimination</th><th>efficiency</th><th>weight</th><th>meant</th><th>blank</th><th>median time</th></tr>\n"
    );
    for row in &report.rows {
        let figures = &row.figures;
        let given = |value: Option<f64>, from: usize, shown: fn(f64) -> String| {
            value.filter(|_| n >= from).map_or_else(String::new, shown)
        };
        let range = if n < FEW { String::new() } else { interval(figures) };
        let _ = writeln!(
            out,
            "<tr><td title=\"{}\">{}. {}</td><td class=\"l\">{} {}</td><td>{range}</td><td>{}</td><td>{}</td><td>{}</td>\
             <td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            safe(&row.prompt),
            row.number,
            safe(&row.id),
            bar(figures.facility),
            facility(row, n),
            given(figures.deviation, FEW, two),
            discrimination(figures.discrimination, n),
            given(figures.efficiency, MANY, two),
            given(figures.effective, FEW, tenth),
            tenth(figures.intended),
            row.blank,
            row.seconds.map_or_else(String::new, span),
        );
    }
    out + "</table>\n"
}

fn bar(share: f64) -> String {
    format!(
        "<span class=\"box\"><span class=\"bar\" style=\"width:{:.0}%\"></span></span>",
        100.0 * share.clamp(0.0, 1.0)
    )
}

fn notes(report: &Report) -> String {
    let remarks = remarks(report);
    if remarks.is_empty() {
        return String::new();
    }
    let lines =
        remarks.iter().map(|(number, id, remark)| format!("<li>{number}. {}: {remark}</li>\n", safe(id)));
    format!("<h2>To look at</h2>\n<ul>{}</ul>\n", lines.collect::<String>())
}

fn wrong(report: &Report) -> String {
    let mut out = String::new();
    for row in &report.rows {
        out += &wrong_of(row, report.whole.n);
    }
    if !out.is_empty() {
        out = format!("<h2>Wrong answers</h2>\n<ul>{out}</ul>\n");
    }
    let pairs = report.confused.iter().filter(|found| found.n > 1).take(10);
    let pairs: String = pairs
        .map(|found| {
            let [one, other] = found.pair.each_ref().map(safe);
            format!("<li>{one} and {other}: {}</li>\n", count(found.n, "time"))
        })
        .collect();
    if pairs.is_empty() { out } else { out + &format!("<h2>Taken for each other</h2>\n<ul>{pairs}</ul>\n") }
}

fn wrong_of(row: &Row, n: usize) -> String {
    let given = frequent(row, n).map(|wrong| format!("“{}” {}", safe(&wrong.text), wrong.students.len()));
    let given: Vec<String> = given.collect();
    if given.is_empty() {
        return String::new();
    }
    let (id, right) = (safe(&row.id), safe(&row.answer));
    format!("<li>{}. {id} <small>(right: {right})</small>: {}</li>\n", row.number, given.join(", "))
}

fn tags(report: &Report) -> String {
    if report.tags.is_empty() {
        return String::new();
    }
    let mut out = "<h2>Tags</h2>\n<table><tr><th>tag</th><th>questions</th><th>of the marks</th><th class=\"l\">mean score</th>\
        <th>n</th><th>time a student</th></tr>\n"
        .to_owned();
    for tag in &report.tags {
        let name = Text::from(&*tag.tag);
        let known = if report.whole.n < FEW {
            "too few".to_owned()
        } else {
            format!("{} {}", bar(tag.mean), percent(tag.mean))
        };
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"l\">{known}</td><td>{}</td><td>{}</td></tr>",
            safe(&name),
            tag.questions,
            percent(tag.share),
            tag.n,
            span(tag.seconds)
        );
    }
    out + "</table>\n"
}
