//! Figures from the log at a glance, as lines: each with what it means and how many answers stand behind it.

use super::style::{Line, Style, Tone, labelled, paragraph};
use super::words::{count, percent, span};
use crate::stats::{ENOUGH, Figures, Share, meaning};
use crate::text::Text;
use crate::time::Day;

/// All figures but those by tag, under the title of what they are about.
pub fn overview(title: &Text, figures: &Figures, today: Day, style: Style) -> Vec<Line> {
    let mut page = Page { lines: labelled("", Tone::Strong, title, 0, style), style };
    page.figure("Questions", &questions(figures), "");
    page.figure("Today", &of_today(figures, today), "");
    page.figure("Due today", &figures.due_today.to_string(), meaning::DUE_TODAY);
    page.figure("Next 14 days", &ahead(figures, today), meaning::DUE_NEXT);
    if figures.answers == 0 {
        page.lines.extend(paragraph(Tone::Plain, "No answers yet: `shiken study` begins.", 0, style));
        return page.lines;
    }
    page.figure("Answers", &answers(figures), meaning::ANSWERS);
    page.figure("Days", &days(figures), meaning::DAYS);
    let firsts = figures.right.map_or_else(few, |right| format!("{} first answers", shared(right)));
    page.figure("Right", &firsts, meaning::RIGHT);
    page.figure("Recalled", &retention(figures), meaning::RETENTION);
    page.lines.push(Line::blank());
    page.lines.extend(paragraph(Tone::Dim, MORE, 0, style));
    page.lines
}

/// Where everything else stands.
const MORE: &str = "More: `shiken stats calendar`, `memory`, `topics`, `hard`, `time`, `sessions` or `all`.";

/// "34 answers in 6 min", or that there are none yet.
fn of_today(figures: &Figures, today: Day) -> String {
    match figures.activity.days.iter().find(|studied| studied.day == today) {
        Some(studied) => {
            format!("{} in {}", count(studied.answers as usize, "answer"), span(studied.seconds))
        }
        None => "no answers yet".to_owned(),
    }
}

/// Lines in the making.
struct Page {
    lines: Vec<Line>,
    style: Style,
}

impl Page {
    /// A figure behind its name, and what it means on the lines below.
    fn figure(&mut self, name: &str, figure: &str, meaning: &str) {
        const NAME_COLUMNS: usize = 14;
        let label = format!("{name:<NAME_COLUMNS$}");
        self.lines.extend(labelled(&label, Tone::Plain, &Text::from(figure), 0, self.style));
        if !meaning.is_empty() {
            self.lines.extend(paragraph(Tone::Dim, meaning, NAME_COLUMNS, self.style));
        }
    }
}

fn questions(figures: &Figures) -> String {
    let mut parts = vec![
        format!("{} new", figures.new),
        format!("{} young", figures.young),
        format!("{} mature (interval of 21 days or more)", figures.mature),
    ];
    for (number, word) in [(figures.suspended, "suspended"), (figures.leeches, "leeches")] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    parts.join(", ")
}

/// "3 4 0 …, 24 in all", from tomorrow on.
fn ahead(figures: &Figures, today: Day) -> String {
    let each: Vec<String> = figures.due_next.iter().map(u32::to_string).collect();
    let all: u32 = figures.due_next.iter().sum();
    format!("{}: {all} from {} on", each.join(" "), today.plus(1))
}

fn answers(figures: &Figures) -> String {
    let [right, near, wrong] = figures.outcomes;
    let all = count(figures.answers as usize, "answer");
    format!("{all} in {}: {right} right, {near} nearly, {wrong} wrong", span(figures.seconds))
}

fn days(figures: &Figures) -> String {
    let activity = &figures.activity;
    let streak = count(activity.streak_days as usize, "day");
    let longest = activity.longest_streak_days;
    format!("{} with answers; {streak} in a row now, {longest} at most", activity.days.len())
}

fn retention(figures: &Figures) -> String {
    let Some(found) = figures.retention else { return few() };
    format!("{} answers after a day or more; {} foreseen", shared(found.recalled), percent(found.predicted))
}

/// "91 % (89–93) of 720".
fn shared(share: Share) -> String {
    let (low, high) = share.interval();
    format!("{} ({:.0} to {:.0}) of {}", percent(share.value()), low * 100.0, high * 100.0, share.of)
}

fn few() -> String {
    format!("too few answers to say: it takes {ENOUGH}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Known, figures};
    use expect_test::expect;

    #[test]
    fn of_nothing_nothing_is_claimed() {
        let known = [Known { tags: &[], state: None }; 3];
        let figures = figures(&[], &known, Day(20_000));
        let lines = overview(&Text::from("Law\u{1b}[2J"), &figures, Day(20_000), Style::PLAIN);
        expect![[r#"
            Law�[2J
            Questions     3 new, 0 young, 0 mature (interval of 21 days or more)
            Due today     0
                          Questions due today or before, and not answered since.
            Next 14 days  0 0 0 0 0 0 0 0 0 0 0 0 0 0: 0 from 2024-10-05 on
                          Questions that fall due on each of the next 14 days if nothing is
                          answered before.
            No answers yet: `shiken study` begins.
        "#]]
        .assert_eq(&Style::PLAIN.render(&lines));
    }
}
