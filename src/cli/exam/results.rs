//! `shiken exam results`: all sittings, compared with each other, and how well the student knew what they knew.

use serde_json::{Value, json};

use super::settle;
use crate::cli;
use crate::cli::desk::{self, Desk};
use crate::cli::sittings::{is_over, place, sittings};
use crate::error::{Error, Exit, Result};
use crate::event::exam::{Certainty, End, Score};
use crate::exam::marks::{self, Total};
use crate::exam::report::{Calibration, calibration};
use crate::exam::{Report, Sitting};
use crate::library;
use crate::question::lexicon;
use crate::terminal::Facts;
use crate::terminal::exam::result::{Part, certainty, percent, result};
use crate::terminal::exam::view::figure;
use crate::terminal::table::{Cell, Form, Table};
use crate::terminal::words::span;
use crate::text::Text;
use crate::world::World;

pub(super) fn results(world: &World, user: Option<&str>, number: Option<usize>, json: bool) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    settle(world, &mut desk, |_| false)?;
    let all = sittings(&desk)?;
    if let Some(number) = number {
        return again(world, &desk, &all, number);
    }
    if json {
        return cli::print_json(&data(&desk, &all));
    }
    if all.is_empty() {
        return cli::print("No exam has been sat yet: `shiken exam DECK` sits one.\n");
    }
    let mut said = table(&desk, &all).render(cli::form(world));
    let style = cli::facts(world).style();
    for line in comparisons(&all) {
        said += &format!("{line}\n");
    }
    let found = calibration(all.iter().flat_map(certain));
    if !found.is_empty() {
        said += &style.render(&certainty(&found, style));
    }
    cli::print(&said)
}

/// The marks of a closed sitting.
fn total(sitting: &Sitting) -> Option<Total> {
    let (_, closing) = sitting.marks.as_ref()?;
    Some(marks::total(&sitting.paper, &closing.scores))
}

fn scores(sitting: &Sitting) -> &[Score] {
    sitting.marks.as_ref().map_or(&[], |(_, marks)| &marks.scores)
}

/// How sure the student was of each answer, and its score.
fn certain(sitting: &Sitting) -> Vec<(Certainty, f64)> {
    let both = sitting.answers.iter().zip(scores(sitting));
    both.filter_map(|(answer, score)| match score {
        Score::Counted(score) => Some((answer.certainty?, *score)),
        _ => None,
    })
    .collect()
}

fn right(sitting: &Sitting) -> usize {
    scores(sitting).iter().filter(|score| matches!(score, Score::Counted(score) if *score >= 1.0)).count()
}

/// Seconds from the beginning to the end.
fn seconds(sitting: &Sitting) -> f64 {
    let end = sitting.marks.as_ref().map_or(sitting.last, |(at, _)| *at);
    let taken = sitting.elapsed_seconds(end);
    sitting.paper.limit_seconds.map_or(taken, |limit| taken.min(f64::from(limit)))
}

fn state(desk: &Desk<'_>, sitting: &Sitting) -> &'static str {
    match (&sitting.marks, is_over(desk, sitting)) {
        (Some((_, marks)), _) => marks.end.name(),
        (None, Some(_)) => "time up, not yet marked",
        (None, None) => "open",
    }
}

fn table(desk: &Desk<'_>, all: &[Sitting]) -> Table {
    let mut table = Table::new(&["", "exam", "date", "result", "band", "right", "time", "end"]);
    for (sitting, number) in all.iter().zip(1usize..) {
        let total = total(sitting);
        let result = total.as_ref().and_then(|total| total.percent).map_or_else(String::new, percent);
        let passed = match total.as_ref().and_then(|total| total.passed) {
            Some(true) => " pass",
            Some(false) => " fail",
            None => "",
        };
        let band = total.as_ref().and_then(|total| total.band.clone()).unwrap_or_default();
        table.row(vec![
            Cell::from(number),
            Cell::from(&sitting.paper.title),
            Cell::Word(desk.calendar.local(sitting.begun).strftime("%Y-%m-%d").to_string()),
            Cell::Figure(format!("{result}{passed}")),
            Cell::from(&band),
            Cell::Figure(format!("{} of {}", right(sitting), sitting.paper.items.len())),
            Cell::Figure(span(seconds(sitting))),
            Cell::Word(state(desk, sitting).to_owned()),
        ]);
    }
    table
}

/// Each exam that was sat more than once: how the result went.
fn comparisons(all: &[Sitting]) -> Vec<String> {
    let mut lines = Vec::new();
    for (title, results) in series(all) {
        let (Some(first), Some(last)) = (results.first(), results.last()) else { continue };
        if results.len() < 2 {
            continue;
        }
        let change = marks::rounded((last - first).abs());
        let sign = if last < first { "-" } else { "+" };
        let best = results.iter().copied().fold(0.0, f64::max);
        lines.push(format!(
            "{}: {} sittings, first {}, last {} ({sign}{} points of percent), best {}.",
            title.terminal(),
            results.len(),
            percent(*first),
            percent(*last),
            figure(change),
            percent(best),
        ));
    }
    lines
}

/// The results of each exam of each deck, in order of time. Papers without a blueprint are compared by their title.
fn series(all: &[Sitting]) -> Vec<(Text, Vec<f64>)> {
    let mut series: Vec<((Text, Text), Text, Vec<f64>)> = Vec::new();
    for sitting in all {
        let Some(percent) = total(sitting).and_then(|total| total.percent) else { continue };
        let paper = &sitting.paper;
        let name = if paper.exam.raw().is_empty() { &paper.title } else { &paper.exam };
        let key = (paper.deck.clone(), name.clone());
        match series.iter_mut().find(|(own, ..)| *own == key) {
            Some((.., results)) => results.push(percent),
            None => series.push((key, paper.title.clone(), vec![percent])),
        }
    }
    series.into_iter().map(|(_, title, results)| (title, results)).collect()
}

/// The result of one sitting once more, with what the deck says now.
fn again(world: &World, desk: &Desk<'_>, all: &[Sitting], number: usize) -> Result<Exit> {
    let Some(sitting) = number.checked_sub(1).and_then(|index| all.get(index)) else {
        let help = "`shiken exam results` lists those there are";
        return Err(Error::usage(format!("there is no sitting {number}")).help(help));
    };
    if sitting.marks.is_none() {
        return Err(Error::usage("this sitting is still open").help("`shiken exam` goes on with it"));
    }
    let path = place(world, desk, sitting.paper.deck.raw())?;
    let (deck, _) = desk::sound(library::load(&path)?, &path)?;
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let report = Report::of(&deck, &lexicon, sitting, End::HandedIn);
    cli::print(&page(&report, cli::facts(world)))
}

/// The result as text.
pub(super) fn page(report: &Report, facts: Facts) -> String {
    let style = facts.style();
    let part = |part: Part| match part {
        Part::Lines(lines) => style.render(&lines),
        Part::Table(table) => table.render(Form::Aligned(style)),
    };
    result(report, style).into_iter().map(part).collect()
}

/// The result of a sitting that was just closed, with what is right and why.
pub(super) fn result_line(desk: &Desk<'_>, sitting: &Sitting, report: &Report) -> Value {
    let number = sittings(desk).map_or(0, |all| all.len());
    let mut line = one(desk, sitting, number);
    let items = line.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten();
    for (item, found) in items.zip(&report.items) {
        item["outcome"] = json!(found.verdict.as_ref().map(|verdict| verdict.outcome.name()));
        item["earned"] = json!(found.earned.points);
        item["answer"] = json!(found.answer.raw());
        item["explanation"] = json!(found.explanation.as_ref().map(Text::raw));
        item["source"] = json!(found.source.as_ref().map(Text::raw));
    }
    line["type"] = json!("result");
    line
}

fn data(desk: &Desk<'_>, all: &[Sitting]) -> Value {
    let sittings: Vec<Value> =
        all.iter().zip(1..).map(|(sitting, number)| one(desk, sitting, number)).collect();
    let compared: Vec<Value> = series(all)
        .into_iter()
        .map(|(title, percents)| json!({ "title": title.raw(), "percents": percents }))
        .collect();
    let found = calibration(all.iter().flat_map(certain));
    json!({ "sittings": sittings, "exams": compared, "certainty": calibrated(&found) })
}

fn one(desk: &Desk<'_>, sitting: &Sitting, number: usize) -> Value {
    let (paper, total) = (&sitting.paper, total(sitting));
    let sections: Vec<Value> = total
        .iter()
        .flat_map(|total| total.sections.iter().zip(&paper.sections))
        .map(|(earned, (title, weight))| {
            json!({ "title": title.raw(), "weight": weight, "points": earned.points, "of": earned.of,
                    "share": earned.share() })
        })
        .collect();
    let items: Vec<Value> = paper
        .items
        .iter()
        .zip(&sitting.answers)
        .enumerate()
        .map(|(at, (item, answer))| {
            let (score, dropped) = match scores(sitting).get(at) {
                Some(Score::Counted(score)) => (Some(*score), false),
                Some(Score::Dropped) => (None, true),
                _ => (None, false),
            };
            json!({ "question": item.question.raw(), "points": item.points, "score": score, "dropped": dropped,
                    "answered": answer.reply.is_some(), "late": answer.late.is_some(), "flagged": answer.flagged,
                    "certainty": answer.certainty.map(Certainty::name), "seconds": answer.spent as f64 / 1000.0 })
        })
        .collect();
    json!({
        "number": number,
        "id": sitting.id.to_string(),
        "deck": paper.deck.raw(),
        "deck_version": paper.version.raw(),
        "exam": Some(paper.exam.raw()).filter(|id| !id.is_empty()),
        "title": paper.title.raw(),
        "seed": paper.seed,
        "begun": begun(desk, sitting),
        "limit_seconds": paper.limit_seconds,
        "seconds": seconds(sitting),
        "state": state(desk, sitting),
        "percent": total.as_ref().and_then(|total| total.percent),
        "band": total.as_ref().and_then(|total| total.band.as_ref()).map(Text::raw),
        "pass": paper.pass,
        "passed": total.as_ref().and_then(|total| total.passed),
        "questions": paper.items.len(),
        "answered": sitting.answered(),
        "right": right(sitting),
        "sections": sections,
        "certainty": calibrated(&calibration(certain(sitting))),
        "items": items,
    })
}

/// The moment it began by the clock on the wall, with the offset of its zone.
fn begun(desk: &Desk<'_>, sitting: &Sitting) -> String {
    let minutes = desk.calendar.offset_minutes(sitting.begun);
    let (sign, off) = (if minutes < 0 { '-' } else { '+' }, minutes.unsigned_abs());
    format!("{}{sign}{:02}:{:02}", desk.calendar.local(sitting.begun), off / 60, off % 60)
}

fn calibrated(found: &[Calibration]) -> Vec<Value> {
    let one = |found: &Calibration| json!({ "certainty": found.certainty.name(), "right": found.right, "of": found.of });
    found.iter().map(one).collect()
}
