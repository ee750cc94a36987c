//! `shiken exam grade`: the marks of a class, which files are not as they were written, and what a mended key changed.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli;
use crate::cli::args::ExamGrade;
use crate::cli::class::{Class, Row, Sat};
use crate::error::{Exit, Result};
use crate::event::exam::{Certainty, Score};
use crate::exam::grade::{Change, Marker};
use crate::judge::fold::key as folded;
use crate::question::Response;
use crate::terminal::exam::result::percent;
use crate::terminal::items::csv_line;
use crate::terminal::jsonl::out::escaped;
use crate::terminal::style::one_line;
use crate::terminal::table::{Cell, Table};
use crate::terminal::words::{count, span};
use crate::text::{self, Text};
use crate::world::World;

/// Columns that a name may have.
const NAME_WIDTH: usize = 28;

pub(super) fn grade(world: &World, args: &ExamGrade) -> Result<Exit> {
    let class = Class::open(world, args.key.as_deref(), args.deck.as_deref(), &args.results)?;
    let mut marker = class.marker();
    let rows = class.mark(&mut marker, &args.results)?;
    let changes = marker.changes();
    if args.json {
        cli::print(&(escaped(&data(&class, &marker, &rows, &changes)) + "\n"))?;
    } else if args.csv {
        cli::print(&csv(&marker, &rows))?;
    } else {
        cli::print(&page(world, &class, &rows, &changes))?;
    }
    Ok(if rows.iter().any(Row::is_bad) { Exit::Failed } else { Exit::Done })
}

fn page(world: &World, class: &Class, rows: &[Row], changes: &[Change]) -> String {
    // A name ties no row to its file: anyone may have written it.
    let files = rows.iter().any(Row::is_bad);
    let mut header = vec!["name", "result", "band", "right", "time", "state"];
    header.extend(files.then_some("file"));
    let mut table = Table::new(&header);
    let mut sorted: Vec<(&Row, &Sat)> =
        rows.iter().filter_map(|row| row.sat.as_ref().map(|sat| (row, sat))).collect();
    sorted.sort_by(|(_, a), (_, b)| a.name.raw().cmp(b.name.raw()));
    for (row, sat) in &sorted {
        let mut cells = cells(row, sat);
        cells.extend(
            files.then(|| Cell::Word(text::path(row.file.file_name().map_or(&*row.file, Path::new)))),
        );
        table.row(cells);
    }
    let title = class.key.paper().paper().title;
    let mut said = format!("{}: {}\n\n", title.terminal(), count(rows.len(), "result file"));
    if !sorted.is_empty() {
        said += &table.render(cli::form(world));
    }
    said += &troubles(rows);
    said += &names_again(rows);
    said += &changed(class, changes);
    said
}

fn cells(row: &Row, sat: &Sat) -> Vec<Cell> {
    let total = &sat.grade.total;
    let result = total.percent.map_or_else(String::new, percent);
    let passed = match total.passed {
        Some(true) => " pass",
        Some(false) => " fail",
        None => "",
    };
    let state = if row.is_bad() { "see below" } else { row.state_name() };
    vec![
        Cell::Text(Text::from(one_line(&sat.name, NAME_WIDTH))),
        Cell::Figure(format!("{result}{passed}")),
        Cell::from(&total.band.clone().unwrap_or_default()),
        Cell::Figure(format!("{}/{}", right(sat), counting(sat))),
        Cell::Figure(span(sat.seconds)),
        Cell::Word(state.to_owned()),
    ]
}

fn right(sat: &Sat) -> usize {
    sat.grade.scores.iter().filter(|score| matches!(score, Score::Counted(score) if *score >= 1.0)).count()
}

/// Questions that count: those that the deck has no more do not.
fn counting(sat: &Sat) -> usize {
    sat.grade.scores.iter().filter(|score| **score != Score::Dropped).count()
}

fn late(sat: &Sat) -> usize {
    sat.grade.items.iter().filter(|item| item.late).count()
}

/// Each file that is not as it should be, with what it is.
fn troubles(rows: &[Row]) -> String {
    let mut said = String::new();
    for row in rows {
        let file = text::path(&row.file);
        let back = row.sat.as_ref().map_or(0, |sat| sat.back);
        let late = row.sat.as_ref().map_or(0, late);
        if row.is_bad() {
            said += &format!("{file}: {}\n", row.state());
        }
        if back > 0 {
            said += &format!("{file}: the clock was set back {}\n", count(back, "time"));
        }
        if row.sat.as_ref().is_some_and(|sat| sat.overtime) {
            said += &format!("{file}: handed in after the time was up\n");
        }
        if late > 0 {
            said += &format!("{file}: {} too late, not counted\n", count(late, "answer"));
        }
    }
    if said.is_empty() { said } else { format!("\nTo look at:\n{said}") }
}

/// Names that stand in more than one sitting: somebody may have sat the paper twice.
fn names_again(rows: &[Row]) -> String {
    let mut known: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        if let Some(sat) = row.sat.as_ref().filter(|sat| !sat.twice) {
            known.entry(folded(sat.name.raw())).or_default().push(row);
        }
    }
    let mut said = String::new();
    for same in known.values().filter(|same| same.len() > 1) {
        let name = same.first().and_then(|row| row.sat.as_ref()).map(|sat| one_line(&sat.name, NAME_WIDTH));
        let files: Vec<String> = same.iter().map(|row| text::path(&row.file)).collect();
        said += &format!(
            "{} stands in {} sittings: {}\n",
            name.unwrap_or_default(),
            same.len(),
            files.join(", ")
        );
    }
    if said.is_empty() { said } else { format!("\nNames that come twice:\n{said}") }
}

/// What the deck says now that it did not when the paper was sealed.
fn changed(class: &Class, changes: &[Change]) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let place = class.place.as_ref().map(|path| text::path(path)).unwrap_or_default();
    let mut said = format!("\nMarked by {place} as it is now. Since the paper was sealed:\n");
    for change in changes {
        let whom = match (change.up, change.down) {
            _ if change.dropped => "no mark stands on it".to_owned(),
            (0, 0) => "no mark is another".to_owned(),
            (up, 0) => format!("{} more", gains(up)),
            (0, down) => format!("{} less", gains(down)),
            (up, down) => format!("{} more, {down} less", gains(up)),
        };
        said += &format!("{}. {}: {}; {whom}\n", change.number, change.id.terminal(), what(change));
    }
    said
}

fn gains(students: usize) -> String {
    if students == 1 { "1 student has".to_owned() } else { format!("{students} students have") }
}

fn what(change: &Change) -> String {
    let listed = |forms: &[Text]| {
        let shown: Vec<String> = forms.iter().map(|form| format!("“{}”", one_line(form, 40))).collect();
        shown.join(", ")
    };
    let mut parts = Vec::new();
    if change.dropped {
        parts.push("no longer in the deck, counts for nobody".to_owned());
    }
    if change.as_sealed && !change.dropped {
        parts
            .push("the options on the paper are not those of the deck any more; marked as sealed".to_owned());
    }
    if let Some((was, is)) = &change.answer {
        parts.push(format!("the answer was “{}” and is “{}”", one_line(was, 40), one_line(is, 40)));
    }
    if !change.accepted.is_empty() {
        parts.push(format!("accepts {}", listed(&change.accepted)));
    }
    if !change.refused.is_empty() {
        parts.push(format!("no longer accepts {}", listed(&change.refused)));
    }
    if parts.is_empty() { "worded or judged in another way".to_owned() } else { parts.join(", ") }
}

fn csv(marker: &Marker<'_>, rows: &[Row]) -> String {
    let fixed = [
        "file",
        "name",
        "state",
        "percent",
        "percent_as_sealed",
        "band",
        "passed",
        "answered",
        "seconds",
        "receipt",
        "clock_set_back",
        "late",
    ];
    let ids = marker.paper().items.iter().map(|item| item.question.clone());
    let mut out = csv_line(fixed.iter().map(|word| Text::from(*word)).chain(ids));
    for row in rows {
        let mut cells = vec![Text::from(row.file.display().to_string())];
        if let Some(sat) = &row.sat {
            cells.push(sat.name.clone());
            cells.push(Text::from(row.state_name()));
            cells.extend(figures(sat).map(Text::from));
            cells.extend(sat.grade.scores.iter().map(|score| Text::from(score_word(*score))));
        } else {
            cells.extend([Text::default(), Text::from(row.state_name())]);
            cells.resize(fixed.len() + marker.paper().items.len(), Text::default());
        }
        out += &csv_line(cells);
    }
    out
}

fn figures(sat: &Sat) -> [String; 9] {
    let total = &sat.grade.total;
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    [
        number(total.percent),
        number(sat.grade.then),
        total.band.as_ref().map(|band| band.raw().to_owned()).unwrap_or_default(),
        total.passed.map(|passed| passed.to_string()).unwrap_or_default(),
        sat.answered.to_string(),
        sat.seconds.round().to_string(),
        sat.receipt.clone(),
        sat.back.to_string(),
        late(sat).to_string(),
    ]
}

fn score_word(score: Score) -> String {
    match score {
        Score::Counted(score) => ((score * 1e4).round() / 1e4).to_string(),
        Score::Blank => String::new(),
        Score::Dropped => "dropped".to_owned(),
    }
}

/// One document, put together row by row: a large class is too much for one value.
fn data(class: &Class, marker: &Marker<'_>, rows: &[Row], changes: &[Change]) -> String {
    let paper = marker.paper();
    let changes: Vec<Value> = changes.iter().map(change_data).collect();
    let head = json!({
        "title": paper.title.raw(),
        "deck": class.key.deck().raw(),
        "paper_sha256": class.key.paper_sha256,
        "questions": paper.items.iter().map(|item| item.question.raw()).collect::<Vec<_>>(),
        "changes": changes,
    });
    let mut out = head.to_string();
    out.pop();
    out += ",\"results\":[";
    for (nth, row) in rows.iter().enumerate() {
        out += if nth == 0 { "\n" } else { ",\n" };
        out += &row_data(marker, row).to_string();
    }
    out + "\n]}"
}

fn change_data(change: &Change) -> Value {
    let raw = |forms: &[Text]| forms.iter().map(|form| form.raw().to_owned()).collect::<Vec<_>>();
    json!({ "number": change.number, "question": change.id.raw(), "dropped": change.dropped,
            "marked_as_sealed": change.as_sealed,
            "answer": change.answer.as_ref().map(|(was, is)| json!({ "was": was.raw(), "is": is.raw() })),
            "accepted": raw(&change.accepted), "refused": raw(&change.refused),
            "students_up": change.up, "students_down": change.down })
}

fn row_data(marker: &Marker<'_>, row: &Row) -> Value {
    let mut value = json!({ "file": row.file.display().to_string(), "state": row.state_name(),
                            "what": row.state(), "ok": !row.is_bad() });
    let Some(sat) = &row.sat else { return value };
    let total = &sat.grade.total;
    let own = json!({
        "name": sat.name.raw(),
        "sitting": sat.sitting.to_string(),
        "percent": total.percent,
        "percent_as_sealed": sat.grade.then,
        "band": total.band.as_ref().map(Text::raw),
        "passed": total.passed,
        "answered": sat.answered,
        "right": right(sat),
        "counting": counting(sat),
        "seconds": sat.seconds,
        "clock_set_back": sat.back,
        "handed_in_late": sat.overtime,
        "receipt": sat.receipt,
        "items": items(marker, sat),
    });
    if let (Some(into), Value::Object(own)) = (value.as_object_mut(), own) {
        into.extend(own);
    }
    value
}

fn items(marker: &Marker<'_>, sat: &Sat) -> Vec<Value> {
    let all = marker.paper().items.iter().zip(&sat.grade.items).zip(&sat.grade.scores);
    all.map(|((item, own), score)| {
        let (score, dropped) = match score {
            Score::Counted(score) => (Some(*score), false),
            Score::Blank => (None, false),
            Score::Dropped => (None, true),
        };
        let verdict = own.judged.as_ref().and_then(|judged| judged.verdict.as_ref());
        let certainty = own.certainty.map(Certainty::name);
        json!({ "question": item.question.raw(), "score": score, "dropped": dropped,
                "answered": own.judged.is_some(), "response": own.judged.as_ref().map(|judged| said(&judged.response)), "certainty": certainty,
                "rule": verdict.map(|verdict| verdict.rule.name()), "late": own.late, "seconds": own.seconds })
    })
    .collect()
}

/// A response as the log writes it: {"text":…}, {"texts":[…]}, {"pairs":[[…,…],…]}, or null for "don't know".
fn said(response: &Response) -> Value {
    match response {
        Response::Unknown => Value::Null,
        Response::Text(text) => json!({ "text": text.raw() }),
        Response::Texts(texts) => json!({ "texts": texts.iter().map(Text::raw).collect::<Vec<_>>() }),
        Response::Pairs(pairs) => {
            json!({ "pairs": pairs.iter().map(|(left, right)| [left.raw(), right.raw()]).collect::<Vec<_>>() })
        }
        Response::Recalled(rating) => json!({ "recalled": rating.name() }),
    }
}
