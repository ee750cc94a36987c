//! The plan for an exam in words and as a picture: what to expect, day by day, and what would change it.

use super::foresight;
use super::style::{Line, Style, Tone, labelled, paragraph};
use super::words::{ahead, count, date, percent};
use crate::stats::{Record, Sat};
use crate::text::Text;
use crate::time::Day;

/// Rows of the picture at most.
const ROWS: usize = 12;

/// Columns of the names at the left.
const NAMES: usize = 20;

/// A score to expect, 0 to 1, and what 90 of 100 sittings lie between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// The score.
    pub expected: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// What a session begins with.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// The day of the exam.
    pub exam: Day,
    /// Days from today to it.
    pub days: u32,
    /// What to expect; `None` while too little is known of the student.
    pub score: Option<Score>,
    /// Minutes left for today.
    pub minutes_left: u32,
    /// Questions that fit into these.
    pub questions: usize,
}

/// What a target needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// So many minutes a day; 0 if nothing more needs to be done.
    Minutes(u32),
    /// It cannot be reached: the most is this score, 0 to 1, for which so many minutes a day suffice.
    Never(f64, u32),
}

/// All that is foreseen of an exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// What it is about.
    pub title: Text,
    /// The beginning.
    pub headline: Headline,
    /// Minutes a day.
    pub minutes: u32,
    /// What to expect, whether or not enough is known.
    pub score: Score,
    /// How many answers stand behind it, and how many it takes.
    pub answers: (usize, usize),
    /// The expected score if nothing more is done today, 0 to 1.
    pub skipped: f64,
    /// What to expect with other minutes a day.
    pub at: Vec<(u32, Score)>,
    /// A target in percent, and what it needs.
    pub target: (u32, Reach),
    /// Questions that are expected to be never seen, and of how many.
    pub unseen: (usize, usize),
    /// The expected score if one stops after each day, today first.
    pub by_day: Vec<f64>,
    /// How many answers had a chance foreseen, and how these came true, if there are enough.
    pub record: (usize, Option<Record>),
    /// Exams whose score is known.
    pub exams: Vec<Sat>,
}

/// "Exam in 22 days · expected 87 % (84 to 90) · today 18 min, 41 questions".
pub fn headline(line: &Headline, style: Style) -> Vec<Line> {
    let expected =
        line.score.map_or("expected: not known yet".to_owned(), |score| format!("expected {}", range(score)));
    let questions = count(line.questions, "question");
    let parts = [
        if line.days == 1 { "Exam tomorrow".to_owned() } else { format!("Exam in {} days", line.days) },
        expected,
        format!("today {} min, {questions}", line.minutes_left),
    ];
    paragraph(Tone::Strong, &parts.join(style.dot()), 0, style)
}

/// The whole plan.
pub fn page(page: &Page, style: Style) -> Vec<Line> {
    let mut lines = labelled("", Tone::Strong, &page.title, 0, style);
    let mut say = |name: &str, what: &str| {
        let label = format!("{name:<NAMES$}");
        lines.extend(labelled(&label, Tone::Plain, &Text::from(what), 0, style));
    };
    let Headline { exam, days, minutes_left, questions, .. } = page.headline;
    say("Exam", &format!("{}, {} min a day", ahead(exam, days), page.minutes));
    say("Today", &format!("{minutes_left} min left: {}", count(questions, "question")));
    say("Expected", &expected(page));
    say("Forecasts so far", &foresight::sentence(page.record.0, page.record.1.as_ref()));
    say("If you skip today", &skipped(page));
    for (minutes, score) in &page.at {
        say(&format!("At {minutes} min a day"), &range(*score));
    }
    say(&format!("For {} %", page.target.0), &reach(page.target.1, page.target.0));
    let (unseen, all) = page.unseen;
    say("Never seen", &format!("{unseen} of {} by the exam, if it goes as planned", count(all, "question")));
    lines.push(Line::blank());
    let heading = "The score to expect if you follow the plan and stop after a day:";
    lines.extend(paragraph(Tone::Plain, heading, 0, style));
    lines.extend(picture(page, style));
    lines.extend(paragraph(Tone::Dim, LIMITS, 0, style));
    let today = Day(exam.0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX)));
    lines.extend(foresight::lines(page.record.1.as_ref(), &page.exams, today, style));
    lines
}

/// What a forecast does not know.
const LIMITS: &str = "In brackets: 90 of 100 sittings lie between. A forecast is of questions like these, asked \
     on the morning of the exam, and knows nothing of sleep, nerves or what the exam asks besides.";

fn expected(page: &Page) -> String {
    let (answers, needed) = page.answers;
    if page.headline.score.is_some() {
        return format!("{}, from {}", range(page.score), count(answers, "answer"));
    }
    format!(
        "not known yet: it takes {needed} answers, there are {answers}; an average student would score {}",
        range(page.score)
    )
}

fn skipped(page: &Page) -> String {
    let points = (page.score.expected - page.skipped) * 100.0;
    // Trial runs differ by about a tenth of a point by chance.
    let change = if points >= 0.1 { format!("{points:.1} points less") } else { "about the same".to_owned() };
    format!("{}: {change}", percent(page.skipped))
}

fn reach(reach: Reach, target: u32) -> String {
    match reach {
        Reach::Minutes(0) => "nothing more needs to be done".to_owned(),
        Reach::Minutes(1) => "1 min a day is needed".to_owned(),
        Reach::Minutes(minutes) => format!("{minutes} min a day are needed"),
        Reach::Never(most, minutes) => {
            format!("cannot be reached: the most is {}, with {minutes} min a day", short_of(most, target))
        }
    }
}

/// A score below a target in percent, 0 to 1, which is not rounded up to it.
pub fn short_of(score: f64, target: u32) -> String {
    if (score * 100.0).round() < f64::from(target) {
        return percent(score);
    }
    format!("{:.1} %", (score * 1000.0).floor() / 10.0)
}

/// "87 % (84 to 90)".
fn range(score: Score) -> String {
    format!("{} ({:.0} to {:.0})", percent(score.expected), score.low * 100.0, score.high * 100.0)
}

/// A bar for each of some days; that of the exam shows the range too.
fn picture(page: &Page, style: Style) -> Vec<Line> {
    let Headline { exam, days, .. } = page.headline;
    let today = Day(exam.0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX)));
    let name = |day: u32| if day == 0 { "today".to_owned() } else { date(today.plus(day), today) };
    let last = page.by_day.len().saturating_sub(1);
    let rows: Vec<usize> = rows(page.by_day.len());
    let names = rows.iter().map(|&day| name(day as u32).chars().count()).max().unwrap_or(0);
    let width = style.width.saturating_sub(names + 9).clamp(10, 50);
    let row = |day: usize| {
        let score = page.by_day.get(day).copied().unwrap_or_default();
        let high = if day == last { page.score.high } else { score };
        let low = if day == last { page.score.low } else { score };
        let label = name(day as u32);
        let text = format!("{label:<names$}  {:>4.0} %  {}", score * 100.0, bar(low, high, width, style));
        Line::of(Tone::Plain, text.trim_end())
    };
    rows.into_iter().map(row).collect()
}

/// The days that have a row: all, or some as evenly as can be, the first and the last among them.
fn rows(days: usize) -> Vec<usize> {
    if days <= ROWS {
        return (0..days).collect();
    }
    (0..ROWS).map(|row| (row * (days - 1) + (ROWS - 1) / 2) / (ROWS - 1)).collect()
}

/// A bar up to `low`, and another shade from there to `high`, both 0 to 1.
fn bar(low: f64, high: f64, width: usize, style: Style) -> String {
    let cells = |share: f64| share.clamp(0.0, 1.0) * width as f64;
    let (sure, most) = (cells(low), cells(high));
    let (full, shade) = if style.symbols { ("█", "░") } else { ("#", "-") };
    let whole = sure.floor() as usize;
    let eighth = ((sure - sure.floor()) * 8.0) as usize;
    let part = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"].get(eighth).filter(|_| style.symbols && high <= low);
    let rest = (most.round() as usize).saturating_sub(whole);
    let rest = if high > low { shade.repeat(rest) } else { String::new() };
    full.repeat(whole) + part.unwrap_or(&"") + &rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::wrap::columns;
    use expect_test::expect;

    fn page(days: u32, known: bool) -> Page {
        let score = Score { expected: 0.87, low: 0.84, high: 0.9 };
        let headline = Headline {
            exam: Day(20_780 + days as i32),
            days,
            score: known.then_some(score),
            minutes_left: 18,
            questions: 41,
        };
        Page {
            record: (12, None),
            exams: Vec::new(),
            title: Text::from("Law\u{1b}[2J"),
            headline,
            minutes: 20,
            score,
            answers: (if known { 120 } else { 4 }, 30),
            skipped: 0.863,
            at: vec![(10, Score { expected: 0.7, low: 0.65, high: 0.75 })],
            target: (95, if known { Reach::Never(0.93, 80) } else { Reach::Minutes(27) }),
            unseen: (3, 300),
            by_day: (1..=days).map(|day| 0.87 * f64::from(day) / f64::from(days)).collect(),
        }
    }

    #[test]
    fn a_page_in_ascii_at_eighty_columns() {
        let lines = super::page(&page(22, true), Style::PLAIN);
        expect![[r#"
            Law�[2J
            Exam                in 22 days (15 December), 20 min a day
            Today               18 min left: 41 questions
            Expected            87 % (84 to 90), from 120 answers
            Forecasts so far    not known yet: it takes 30 answers to questions seen before,
                                there are 12
            If you skip today   86 %: 0.7 points less
            At 10 min a day     70 % (65 to 75)
            For 95 %            cannot be reached: the most is 93 %, with 80 min a day
            Never seen          3 of 300 questions by the exam, if it goes as planned

            The score to expect if you follow the plan and stop after a day:
            today           4 %  #
            25 November    12 %  #####
            27 November    20 %  #########
            29 November    28 %  #############
            1 December     36 %  #################
            3 December     44 %  #####################
            4 December     47 %  #######################
            6 December     55 %  ###########################
            8 December     63 %  ###############################
            10 December    71 %  ###################################
            12 December    79 %  #######################################
            14 December    87 %  ##########################################---
            In brackets: 90 of 100 sittings lie between. A forecast is of questions like
            these, asked on the morning of the exam, and knows nothing of sleep, nerves or
            what the exam asks besides.
        "#]]
        .assert_eq(&Style::PLAIN.render(&lines));
        for days in [1, 2, 12, 13, 60, 400] {
            for width in [20, 40, 80] {
                let style = Style { width, symbols: days % 2 == 0, ..Style::PLAIN };
                let lines = super::picture(&page(days, true), style);
                assert!(lines.len() <= ROWS && lines.len() == (days as usize).min(ROWS));
                assert!(width < 80 || lines.iter().all(|line| columns(&style.paint(line)) <= width));
            }
        }
    }

    #[test]
    fn symbols_show_eighths_and_what_is_not_known_is_said() {
        let style = Style { symbols: true, ..Style::PLAIN };
        let lines = super::page(&page(3, false), style);
        expect![[r#"
            Law�[2J
            Exam                in 3 days (26 November), 20 min a day
            Today               18 min left: 41 questions
            Expected            not known yet: it takes 30 answers, there are 4; an average
                                student would score 87 % (84 to 90)
            Forecasts so far    not known yet: it takes 30 answers to questions seen before,
                                there are 12
            If you skip today   86 %: 0.7 points less
            At 10 min a day     70 % (65 to 75)
            For 95 %            27 min a day are needed
            Never seen          3 of 300 questions by the exam, if it goes as planned

            The score to expect if you follow the plan and stop after a day:
            today          29 %  ██████████████▍
            24 November    58 %  ████████████████████████████▉
            25 November    87 %  ██████████████████████████████████████████░░░
            In brackets: 90 of 100 sittings lie between. A forecast is of questions like
            these, asked on the morning of the exam, and knows nothing of sleep, nerves or
            what the exam asks besides.
        "#]]
        .assert_eq(&style.render(&lines));
    }

    #[test]
    fn what_cannot_be_reached_is_not_rounded_up_to() {
        let said = [(0.934, 95), (0.997, 100), (0.9999, 100), (0.896, 90)];
        let said = said.map(|(most, target)| reach(Reach::Never(most, 25), target));
        let most = |score| format!("cannot be reached: the most is {score} %, with 25 min a day");
        assert_eq!(said, [most("93"), most("99.7"), most("99.9"), most("89.6")]);
        let needed = [0, 1, 2].map(|minutes| reach(Reach::Minutes(minutes), 90));
        assert_eq!(
            needed,
            ["nothing more needs to be done", "1 min a day is needed", "2 min a day are needed"]
        );
    }

    #[test]
    fn a_session_begins_with_one_line() {
        let known = page(22, true).headline;
        expect![[r#"
            Exam in 22 days | expected 87 % (84 to 90) | today 18 min, 41 questions
        "#]]
        .assert_eq(&Style::PLAIN.render(&headline(&known, Style::PLAIN)));
        let unknown = Headline { score: None, questions: 1, ..known };
        expect![[r#"
            Exam in 22 days | expected: not known yet | today 18 min, 1 question
        "#]]
        .assert_eq(&Style::PLAIN.render(&headline(&unknown, Style::PLAIN)));
    }
}
