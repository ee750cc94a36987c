//! What came of fitting the memory model, and what a desired retention costs and keeps: in words and as a picture.

use super::style::{Line as Shown, Style, Tone, paragraph};
use super::table::{Cell, Form, Table};
use super::words::{count, date, percent};
use crate::time::Day;

/// How well some parameters foresaw what came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The log loss; less is better.
    pub log_loss: f64,
    /// The root mean square error over bins, 0 to 1; less is better.
    pub rmse_bins: f64,
}

/// What was done with the fitted parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// They hold from now on; questions due before and after.
    Adopted {
        /// Questions due with the parameters before, and with these.
        due: (usize, usize),
    },
    /// They would be adopted.
    WouldAdopt,
    /// They are no better than the defaults, which hold.
    NoBetter,
    /// They are no better than the defaults, but other parameters hold.
    NoBetterThanDefaults,
    /// Those in force are better.
    Worse,
}

/// A fit and its trial.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Repeated answers, all of them.
    pub all: usize,
    /// Those that the trial was fitted to.
    pub earlier: usize,
    /// Those it was judged on.
    pub later: usize,
    /// The first day of the later ones.
    pub cut: Day,
    /// The defaults.
    pub defaults: Line,
    /// Those in force, if they are not the defaults.
    pub in_force: Option<Line>,
    /// Those fitted to the earlier answers.
    pub fitted: Line,
    /// What decided: by how much the log loss is less, and the standard error of that.
    pub gain: (f64, f64),
    /// What was done.
    pub outcome: Outcome,
}

/// The whole page.
pub fn page(page: &Page, today: Day, style: Style) -> Vec<Shown> {
    let heading = format!(
        "Fitted to {}, judged on {} since {}, which the fit had not seen:",
        count(page.earlier, "repeated answer"),
        page.later,
        date(page.cut, today)
    );
    let mut lines = paragraph(Tone::Plain, &heading, 0, style);
    lines.push(Shown::blank());
    let mut table = Table::new(&["parameters", "log loss", "RMSE (bins)"]);
    let mut row = |name: &str, line: Line| {
        let (loss, rmse) = (format!("{:.4}", line.log_loss), format!("{:.1} %", line.rmse_bins * 100.0));
        table.row(vec![Cell::Word(name.to_owned()), Cell::Figure(loss), Cell::Figure(rmse)]);
    };
    row("defaults", page.defaults);
    page.in_force.into_iter().for_each(|line| row("in force", line));
    row("fitted", page.fitted);
    lines.extend(table.render(Form::Aligned(style)).lines().map(|line| Shown::of(Tone::Plain, line)));
    lines.extend(paragraph(Tone::Dim, MEANING, 0, style));
    lines.push(Shown::blank());
    lines.extend(paragraph(Tone::Strong, &outcome(page), 0, style));
    lines
}

const MEANING: &str = "Both say how far the chances foreseen were from what came: less is better.";

fn outcome(page: &Page) -> String {
    let (mean, error) = page.gain;
    let by = format!("log loss {:.4} less, give or take {error:.4}", mean.max(0.0));
    match page.outcome {
        Outcome::Adopted { due: (before, after) } => format!(
            "Fitting foresees better ({by}). Parameters fitted to all {} are adopted: {after} due now, {before} \
             before. `shiken fit --undo` goes back.",
            count(page.all, "answer")
        ),
        Outcome::WouldAdopt => {
            format!("Fitting foresees better ({by}). Nothing is changed; `shiken fit` adopts it.")
        }
        Outcome::NoBetter => {
            "Fitting foresees no better than the defaults, or no more so than chance would have it: the defaults \
             stay."
                .to_owned()
        }
        Outcome::NoBetterThanDefaults => {
            "Fitting foresees no better than the defaults, or no more so than chance would have it. What was \
             adopted before stays; `shiken fit --reset` goes back to the defaults."
                .to_owned()
        }
        Outcome::Worse => format!(
            "The parameters in force foresee better (log loss {:.4} less, give or take {error:.4}, on answers \
             that neither had seen): they stay.",
            -mean
        ),
    }
}

/// What is said after a session when a fit is due.
pub fn suggestion(answers: usize, style: Style) -> Vec<Shown> {
    let said = format!(
        "{}: `shiken fit` looks whether it can foresee you better.",
        count(answers, "new repeated answer")
    );
    paragraph(Tone::Dim, &said, 0, style)
}

/// What one desired retention means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The retention, 0 to 1.
    pub retention: f64,
    /// Questions asked on a day.
    pub reviews_a_day: f64,
    /// Minutes a day.
    pub minutes_a_day: f64,
    /// The share of all questions remembered after the year, 0 to 1.
    pub remembered: f64,
    /// True if this one is set.
    pub is_set: bool,
}

/// Desired retentions side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    /// Questions looked at.
    pub questions: usize,
    /// Those never answered.
    pub unseen: usize,
    /// How many of these come in on a day.
    pub new_a_day: u32,
    /// Counted answers that the costs are taken from.
    pub answers: usize,
    /// From the lowest retention to the highest.
    pub levels: Vec<Level>,
}

/// The widest bar of minutes.
const BAR: usize = 30;

/// Counted answers below which the seconds are mostly an average student's.
const FEW_ANSWERS: usize = 100;

/// How far another retention must lie from the one set to be spoken of.
const APART: f64 = 0.03;

const LIMITS: &str = "A year played through by chance from your own memories, seconds and ratings, studied every \
     day. It knows no breaks and no exam, and believes that the memory model is right about you: \
     `shiken plan` is for an exam on a date.";

/// The picture, and what a change would mean.
pub fn advice(advice: &Advice, style: Style) -> Vec<Shown> {
    let new = if advice.unseen == 0 {
        String::new()
    } else {
        format!(", {} of them new, {} a day", advice.unseen, advice.new_a_day)
    };
    let heading = format!(
        "What a desired retention costs and keeps, over a year: {}{new}.",
        count(advice.questions, "question")
    );
    let mut lines = paragraph(Tone::Strong, &heading, 0, style);
    lines.push(Shown::blank());
    lines.push(Shown::of(Tone::Dim, "  retention  remembered  answers a day  min a day"));
    let most = advice.levels.iter().map(|level| level.minutes_a_day).fold(0.0, f64::max);
    lines.extend(advice.levels.iter().map(|level| row(level, most, style)));
    lines.push(Shown::blank());
    lines.extend(changes(advice).iter().flat_map(|said| paragraph(Tone::Plain, said, 0, style)));
    if advice.answers < FEW_ANSWERS {
        let few = format!(
            "With {} so far, the seconds and ratings are mostly those of an average student.",
            count(advice.answers, "answer")
        );
        lines.extend(paragraph(Tone::Plain, &few, 0, style));
    }
    lines.extend(paragraph(Tone::Dim, LIMITS, 0, style));
    lines
}

fn row(level: &Level, most: f64, style: Style) -> Shown {
    let mark = if level.is_set { ">" } else { " " };
    let width = style.width.saturating_sub(50).clamp(5, BAR);
    let cells = (level.minutes_a_day / most.max(f64::MIN_POSITIVE) * width as f64).round() as usize;
    let bar = if style.symbols { "█" } else { "#" }.repeat(cells);
    let text = format!(
        "{mark} {:>9}  {:>10}  {:>13.0}  {:>9.1}  {bar}",
        percent(level.retention),
        percent(level.remembered),
        level.reviews_a_day,
        level.minutes_a_day
    );
    Shown::of(if level.is_set { Tone::Strong } else { Tone::Plain }, text.trim_end())
}

/// What the nearest lower and higher retentions would change.
fn changes(advice: &Advice) -> Vec<String> {
    let Some(set) = advice.levels.iter().find(|level| level.is_set) else { return Vec::new() };
    let far = |level: &&Level| (level.retention - set.retention).abs() > APART - 1e-6;
    let lower = advice.levels.iter().rev().filter(far).find(|level| level.retention < set.retention);
    let higher = advice.levels.iter().filter(far).find(|level| level.retention > set.retention);
    let change = |other: &Level| {
        // As the table has them: whoever takes one from the other gets the same.
        let tenth = |minutes: f64| (minutes * 10.0).round() / 10.0;
        let (theirs, own) = (tenth(other.minutes_a_day), tenth(set.minutes_a_day));
        let minutes = theirs - own;
        let questions = (other.remembered - set.remembered) * advice.questions as f64;
        let side = |value: f64, more: &'static str, less: &'static str| if value < 0.0 { less } else { more };
        format!(
            "{} instead of {}: {:.1} min a day {} ({:+.0} %), and {:.0} of {} {} remembered after the year.",
            percent(other.retention),
            percent(set.retention),
            minutes.abs(),
            side(minutes, "more", "less"),
            minutes / own.max(0.1) * 100.0,
            questions.abs(),
            count(advice.questions, "question"),
            side(questions, "more", "fewer"),
        )
    };
    lower.into_iter().chain(higher).map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn tried(outcome: Outcome, gain: (f64, f64)) -> Page {
        let line = |log_loss, rmse_bins| Line { log_loss, rmse_bins };
        Page {
            all: 2652,
            earlier: 2140,
            later: 512,
            cut: Day(20_650),
            defaults: line(0.41234, 0.0812),
            in_force: Some(line(0.3999, 0.0601)),
            fitted: line(0.398, 0.052),
            gain,
            outcome,
        }
    }

    #[test]
    fn every_outcome_has_its_sentence() {
        let said = |outcome, gain| super::outcome(&tried(outcome, gain)) + "\n";
        let all = [
            said(Outcome::Adopted { due: (21, 34) }, (0.01434, 0.0041)),
            said(Outcome::WouldAdopt, (0.01434, 0.0041)),
            said(Outcome::NoBetter, (0.001, 0.0041)),
            said(Outcome::NoBetterThanDefaults, (0.001, 0.0041)),
            said(Outcome::Worse, (-0.009, 0.0041)),
        ];
        expect![[r#"
            Fitting foresees better (log loss 0.0143 less, give or take 0.0041). Parameters fitted to all 2652 answers are adopted: 34 due now, 21 before. `shiken fit --undo` goes back.
            Fitting foresees better (log loss 0.0143 less, give or take 0.0041). Nothing is changed; `shiken fit` adopts it.
            Fitting foresees no better than the defaults, or no more so than chance would have it: the defaults stay.
            Fitting foresees no better than the defaults, or no more so than chance would have it. What was adopted before stays; `shiken fit --reset` goes back to the defaults.
            The parameters in force foresee better (log loss 0.0090 less, give or take 0.0041, on answers that neither had seen): they stay.
        "#]].assert_eq(&all.concat());
        let lines = page(&tried(Outcome::WouldAdopt, (0.0143, 0.004)), Day(20_780), Style::PLAIN);
        expect![[r#"
            Fitted to 2140 repeated answers, judged on 512 since 16 July, which the fit had
            not seen:

             parameters   log loss   RMSE (bins)
            -------------------------------------
             defaults       0.4123         8.1 %
             in force       0.3999         6.0 %
             fitted         0.3980         5.2 %
            Both say how far the chances foreseen were from what came: less is better.

            Fitting foresees better (log loss 0.0143 less, give or take 0.0040). Nothing is
            changed; `shiken fit` adopts it.
        "#]]
        .assert_eq(&Style::PLAIN.render(&lines));
        expect![[r#"
            412 new repeated answers: `shiken fit` looks whether it can foresee you better.
        "#]]
        .assert_eq(&Style::PLAIN.render(&suggestion(412, Style::PLAIN)));
    }

    fn level(retention: f64, is_set: bool) -> Level {
        let minutes_a_day = 1.0 / (1.0 - retention);
        Level { retention, reviews_a_day: 4.0 * minutes_a_day, minutes_a_day, remembered: retention, is_set }
    }

    #[test]
    fn a_change_of_retention_is_said_in_a_sentence() {
        let levels = vec![level(0.8, false), level(0.88, false), level(0.9, true), level(0.95, false)];
        let advice = Advice { questions: 412, unseen: 12, new_a_day: 20, answers: 40, levels };
        let style = Style { symbols: true, ..Style::PLAIN };
        expect![[r#"
            What a desired retention costs and keeps, over a year: 412 questions, 12 of them
            new, 20 a day.

              retention  remembered  answers a day  min a day
                   80 %        80 %             20        5.0  ████████
                   88 %        88 %             33        8.3  █████████████
            >      90 %        90 %             40       10.0  ███████████████
                   95 %        95 %             80       20.0  ██████████████████████████████

            80 % instead of 90 %: 5.0 min a day less (-50 %), and 41 of 412 questions fewer
            remembered after the year.
            95 % instead of 90 %: 10.0 min a day more (+100 %), and 21 of 412 questions more
            remembered after the year.
            With 40 answers so far, the seconds and ratings are mostly those of an average
            student.
            A year played through by chance from your own memories, seconds and ratings,
            studied every day. It knows no breaks and no exam, and believes that the memory
            model is right about you: `shiken plan` is for an exam on a date.
        "#]]
        .assert_eq(&style.render(&super::advice(&advice, style)));
        let highest = Advice { levels: vec![level(0.97, true)], unseen: 0, ..advice };
        assert_eq!(changes(&highest), Vec::<String>::new());
        for width in [20, 40, 80] {
            assert!(!super::advice(&highest, Style { width, ..Style::PLAIN }).is_empty());
        }
    }
}
