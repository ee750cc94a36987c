//! What has become of the forecasts, in words and as a table.

use super::style::{Line, Style, Tone, paragraph};
use super::table::{Cell, Form, Table};
use super::words::{count, date, percent};
use crate::stats::foresight::{Bin, ENOUGH_ANSWERS, Record, Sat, mean_error};
use crate::time::Day;

/// "Of 412 answers, 84 % were foreseen to be right and 81 % were (77 to 85)."
pub fn sentence(answers: usize, record: Option<&Record>) -> String {
    let Some(record) = record else {
        return format!(
            "not known yet: it takes {ENOUGH_ANSWERS} answers to questions seen before, there are {answers}"
        );
    };
    let (low, high) = record.recalled.interval();
    format!(
        "of {}, {} were foreseen to be right and {} were ({:.0} to {:.0}); Brier score {:.3} \
         ({:.3} if the same had been said every time)",
        count(record.recalled.of as usize, "answer"),
        percent(record.foreseen),
        percent(record.recalled.value()),
        low * 100.0,
        high * 100.0,
        record.brier,
        record.brier_of_share,
    )
}

/// The reliability table, and the exams whose score is known.
pub fn lines(record: Option<&Record>, exams: &[Sat], today: Day, style: Style) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(record) = record {
        lines.push(Line::blank());
        let mut table = Table::new(&["chance foreseen", "answers", "mean", "right", "95 % interval"]);
        record.bins.iter().for_each(|bin| table.row(row(bin)));
        let text = table.render(Form::Aligned(style));
        lines.extend(text.lines().map(|line| Line::of(Tone::Plain, line)));
    }
    if !exams.is_empty() {
        lines.push(Line::blank());
        lines.extend(self::exams(exams, today, style));
    }
    lines
}

/// Each exam whose score is known.
pub fn exams(exams: &[Sat], today: Day, style: Style) -> Vec<Line> {
    let mut lines: Vec<Line> =
        exams.iter().flat_map(|sat| paragraph(Tone::Plain, &exam(sat, today), 0, style)).collect();
    if let Some(points) = mean_error(exams).filter(|_| exams.len() > 1) {
        let side = if points >= 0.0 { "high" } else { "low" };
        let said = format!("These forecasts were {:.1} points too {side} in the mean.", points.abs());
        lines.extend(paragraph(Tone::Plain, &said, 0, style));
    }
    lines
}

fn row(bin: &Bin) -> Vec<Cell> {
    let (low, high) = bin.recalled.interval();
    vec![
        Cell::Word(format!("{:.0} to {:.0} %", bin.low * 100.0, bin.high * 100.0)),
        Cell::from(bin.recalled.of as usize),
        Cell::Figure(percent(bin.foreseen)),
        Cell::Figure(percent(bin.recalled.value())),
        Cell::Figure(format!("{:.0} to {:.0} %", low * 100.0, high * 100.0)),
    ]
}

/// "Exam of 1 December: 82 %, foreseen the day before as 84 % (79 to 88)."
fn exam(sat: &Sat, today: Day) -> String {
    let when = match sat.days_before {
        0 => "just before".to_owned(),
        1 => "the day before".to_owned(),
        days => format!("{days} days before"),
    };
    let between = sat
        .between
        .map_or_else(String::new, |(low, high)| format!(" ({:.0} to {:.0})", low * 100.0, high * 100.0));
    let (scored, foreseen) = (percent(sat.scored), percent(sat.foreseen));
    let what = if sat.mock { "Mock exam" } else { "Exam" };
    format!("{what} of {}: {scored}, foreseen {when} as {foreseen}{between}.", date(sat.day, today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::Share;
    use expect_test::expect;

    fn record() -> Record {
        let bin = |low, high, foreseen, hits, of| Bin { low, high, foreseen, recalled: Share { hits, of } };
        Record {
            recalled: Share { hits: 80, of: 100 },
            foreseen: 0.84,
            brier: 0.1412,
            brier_of_share: 0.16,
            bins: vec![bin(0.0, 0.5, 0.41, 3, 8), bin(0.8, 0.9, 0.862, 77, 92)],
        }
    }

    #[test]
    fn forecasts_are_held_against_what_came() {
        let sat = |days_before, foreseen| Sat {
            day: Day(20_788),
            mock: days_before == 0,
            days_before,
            foreseen,
            between: (days_before > 0).then_some((0.79, 0.88)),
            scored: 0.82,
        };
        let exams = [sat(1, 0.84), sat(9, 0.81), sat(0, 0.9)];
        let mut all = vec![Line::of(Tone::Plain, sentence(100, Some(&record())))];
        all.extend(lines(Some(&record()), &exams, Day(20_780), Style::PLAIN));
        expect![[r#"
            of 100 answers, 84 % were foreseen to be right and 80 % were (71 to 87); Brier score 0.141 (0.160 if the same had been said every time)

             chance foreseen   answers   mean   right   95 % interval
            ----------------------------------------------------------
             0 to 50 %               8   41 %    38 %      14 to 69 %
             80 to 90 %             92   86 %    84 %      75 to 90 %

            Exam of 1 December: 82 %, foreseen the day before as 84 % (79 to 88).
            Exam of 1 December: 82 %, foreseen 9 days before as 81 % (79 to 88).
            Mock exam of 1 December: 82 %, foreseen just before as 90 %.
            These forecasts were 3.0 points too high in the mean.
        "#]].assert_eq(&Style::PLAIN.render(&all));
        expect!["not known yet: it takes 30 answers to questions seen before, there are 4"]
            .assert_eq(&sentence(4, None));
        assert_eq!(lines(None, &[], Day(0), Style::PLAIN), []);
    }
}
