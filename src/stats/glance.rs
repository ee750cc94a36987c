//! What a student wants to know first, in words.

use super::figures::Figures;
use super::meaning;
use super::picture::{count, of_all, percent, span};
use super::share::ENOUGH;
use crate::time::Day;

/// A figure in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is called.
    pub name: &'static str,
    /// What it is.
    pub value: String,
    /// What it means; empty if that is plain.
    pub meaning: &'static str,
}

/// The figures of the first page, in order.
pub fn glance(figures: &Figures, today: Day) -> Vec<Fact> {
    let fact = |name, value, meaning| Fact { name, value, meaning };
    let mut facts = vec![
        fact("Questions", questions(figures), ""),
        fact("Today", of_today(figures, today), ""),
        fact("Due today", figures.due_today.to_string(), meaning::DUE_TODAY),
        fact("Next 14 days", ahead(figures, today), meaning::DUE_NEXT),
    ];
    if figures.answers > 0 {
        let firsts = figures.right.map_or_else(few, |right| format!("{} first answers", of_all(right)));
        facts.extend([
            fact("Answers", answers(figures), meaning::ANSWERS),
            fact("Days", days(figures), meaning::DAYS),
            fact("Right", firsts, meaning::RIGHT),
            fact("Recalled", retention(figures), meaning::RETENTION),
        ]);
    }
    facts
}

fn questions(figures: &Figures) -> String {
    let mut parts = vec![
        format!("{} new", figures.new),
        format!("{} young", figures.young),
        format!("{} mature (interval of 21 days or more)", figures.mature),
    ];
    for (number, word) in [
        (figures.suspended, "suspended"),
        (figures.leeches, if figures.leeches == 1 { "leech" } else { "leeches" }),
    ] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    parts.join(", ")
}

/// "34 answers in 6 min", or that there are none yet.
fn of_today(figures: &Figures, today: Day) -> String {
    match figures.activity.days.iter().find(|studied| studied.day == today) {
        Some(studied) => {
            format!("{} in {}", count(studied.answers as usize, "answer"), span(studied.seconds))
        }
        None => "no answers yet".to_owned(),
    }
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
    format!("{} answers after a day or more; {} foreseen", of_all(found.recalled), percent(found.predicted))
}

fn few() -> String {
    format!("too few answers to say: it takes {ENOUGH}")
}

#[cfg(test)]
mod tests {
    use super::super::samples::answer;
    use super::*;
    use crate::question::ask::Rating;
    use crate::stats::figures;

    fn value(facts: &[Fact], name: &str) -> String {
        facts.iter().find(|fact| fact.name == name).unwrap().value.clone()
    }

    #[test]
    fn figures_come_with_what_they_stand_on() {
        // 6 seconds each, on 20 days up to today; the first 5 were wrong.
        let rows: Vec<_> =
            (1..=20).map(|n| answer(0, 80 + n, if n <= 5 { Rating::Again } else { Rating::Good })).collect();
        let facts = glance(&figures(&rows, &[], &crate::stats::Background::default(), Day(100)), Day(100));
        assert_eq!(value(&facts, "Today"), "1 answer in 6 s");
        assert_eq!(value(&facts, "Answers"), "20 answers in 2 min: 15 right, 0 nearly, 5 wrong");
        assert_eq!(value(&facts, "Days"), "20 with answers; 20 days in a row now, 20 at most");
        // prop.test(15, 20, correct = FALSE) of R: 0.531 to 0.888
        assert_eq!(value(&facts, "Right"), "75 % (53 to 89) of 20 first answers");
        let recalled = "75 % (53 to 89) of 20 answers after a day or more; 90 % foreseen";
        assert_eq!(value(&facts, "Recalled"), recalled);
        let few =
            glance(&figures(&rows[..19], &[], &crate::stats::Background::default(), Day(100)), Day(100));
        assert_eq!(value(&few, "Right"), "too few answers to say: it takes 20");
        assert_eq!(value(&few, "Today"), "no answers yet");
    }
}
