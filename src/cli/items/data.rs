//! The figures of an exam for programs and spreadsheets: every one beside the number of students it is of. A figure
//! that there are too few students for is left out, as it is for people.

use serde_json::{Value, json};

use crate::stats::items::{FEW, MANY};
use crate::stats::items_report::{Report, Row, Wrong};
use crate::stats::overruled::Overruled;
use crate::terminal::items::csv_line;
use crate::text::Text;

/// Wrong answers that are listed of a question.
const WRONG_MAX: usize = 10;

pub(super) fn data(report: &Report, left_out: usize) -> Value {
    let whole = &report.whole;
    let few = |value: Option<f64>| value.filter(|_| whole.n >= FEW);
    json!({
        "title": report.title.raw(),
        "n": whole.n,
        "left_out": left_out,
        "few": FEW,
        "many": MANY,
        "exam": {
            "n": whole.n,
            "mean": whole.mean,
            "median": whole.median,
            "standard_deviation": few(whole.deviation),
            "skewness": few(whole.skewness),
            "kurtosis": few(whole.kurtosis),
            "alpha": few(whole.alpha),
            "error_ratio": few(whole.error_ratio),
            "standard_error": few(whole.standard_error),
        },
        "questions": report.rows.iter().map(|row| question(report, row)).collect::<Vec<_>>(),
        "confused": report.confused.iter().map(|found| {
            json!({ "pair": found.pair.each_ref().map(Text::raw), "n": found.n })
        }).collect::<Vec<_>>(),
        "proposals": report.proposals.iter().map(|found| {
            json!({ "question": found.question.raw(), "answer": found.text.raw(), "n": found.n, "good": found.good,
                    "students": names(report, &found.students) })
        }).collect::<Vec<_>>(),
        "tags": report.tags.iter().map(|tag| {
            json!({ "tag": &*tag.tag, "questions": tag.questions, "share": tag.share, "n": tag.n,
                    "mean": few(Some(tag.mean)), "seconds": tag.seconds })
        }).collect::<Vec<_>>(),
        "students": report.students.iter().map(|(name, total)| {
            json!({ "name": name.raw(), "percent": total })
        }).collect::<Vec<_>>(),
    })
}

/// What students overruled, of so many logs.
pub(super) fn overruled(all: &[Overruled], logs: usize) -> Value {
    let found = all.iter().map(|found| {
        json!({ "question": found.question.raw(), "answer": found.text.raw(), "right": found.right,
                "students": found.students, "times": found.times })
    });
    json!({ "logs": logs, "answers": found.collect::<Vec<_>>() })
}

fn names(report: &Report, students: &[usize]) -> Vec<String> {
    students.iter().filter_map(|at| report.students.get(*at)).map(|(name, _)| name.raw().to_owned()).collect()
}

fn question(report: &Report, row: &Row) -> Value {
    let n = report.whole.n;
    let from = |least: usize, value: Option<f64>| value.filter(|_| n >= least);
    let figures = &row.figures;
    let wrong = |wrong: &Wrong| {
        json!({ "answer": wrong.text.raw(), "n": wrong.students.len(), "good": wrong.good,
                "confused_with": wrong.confused_with.as_ref().map(Text::raw) })
    };
    json!({
        "number": row.number,
        "question": row.id.raw(),
        "n": n,
        "right": row.right,
        "blank": row.blank,
        "facility": figures.facility,
        "facility_low": figures.interval.0,
        "facility_high": figures.interval.1,
        "standard_deviation": from(FEW, figures.deviation),
        "discrimination": from(FEW, figures.discrimination),
        "efficiency": from(MANY, figures.efficiency),
        "effective_weight": from(FEW, figures.effective),
        "intended_weight": figures.intended,
        "median_seconds": row.seconds,
        "wrong": row.wrong.iter().take(WRONG_MAX).map(wrong).collect::<Vec<_>>(),
    })
}

pub(super) fn csv(report: &Report) -> String {
    let head = [
        "number",
        "question",
        "n",
        "right",
        "blank",
        "facility",
        "facility_low",
        "facility_high",
        "standard_deviation",
        "discrimination",
        "efficiency",
        "effective_weight",
        "intended_weight",
        "median_seconds",
        "most_frequent_wrong_answer",
        "wrong_n",
    ];
    let mut out = csv_line(head.map(Text::from));
    let n = report.whole.n;
    // Figures are ours, and may begin with a minus: they do not pass through the cell of a formula.
    let figure = |value: f64| ((value * 1e4).round() / 1e4).to_string();
    let from =
        |least: usize, value: Option<f64>| value.filter(|_| n >= least).map_or_else(String::new, figure);
    for row in &report.rows {
        let figures = &row.figures;
        let numbers = [
            n.to_string(),
            row.right.to_string(),
            row.blank.to_string(),
            figure(figures.facility),
            figure(figures.interval.0),
            figure(figures.interval.1),
            from(FEW, figures.deviation),
            from(FEW, figures.discrimination),
            from(MANY, figures.efficiency),
            from(FEW, figures.effective),
            figure(figures.intended),
            row.seconds.map_or_else(String::new, figure),
        ];
        let wrong = row.wrong.first();
        let named = csv_line([Text::from(row.number.to_string()), row.id.clone()]);
        let ends = csv_line([
            wrong.map(|wrong| wrong.text.clone()).unwrap_or_default(),
            Text::from(wrong.map_or_else(String::new, |wrong| wrong.students.len().to_string())),
        ]);
        out += &format!("{},{},{ends}", named.trim_end_matches('\n'), numbers.join(","));
    }
    out
}
