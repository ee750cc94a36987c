//! The state of one question in words: what is remembered, and why it comes back when it does.

use super::{LEECH_LAPSES, Memory, Range, Scheduler, State};
use crate::time::Day;

/// Explains a state on the day `today`, one sentence a line. Nothing in it comes from a deck.
pub fn explain(state: Option<&State>, today: Day, scheduler: &Scheduler) -> Vec<String> {
    let Some(state) = state else { return vec!["It has never been answered.".to_owned()] };
    let mut said = Vec::new();
    if state.suspended {
        said.push("It is suspended: it is not asked until `shiken suspend --off`.".to_owned());
    }
    match state.memory.zip(state.last) {
        Some((memory, last)) => said.extend(remembered(state, memory, last, today, scheduler)),
        None => said.push("Nothing is remembered of it: it counts as new.".to_owned()),
    }
    said
}

fn remembered(state: &State, memory: Memory, last: Day, today: Day, scheduler: &Scheduler) -> Vec<String> {
    let elapsed = today.since(last);
    let recall = scheduler.retrievability(memory, elapsed) * 100.0;
    let rating = state.rating.map_or("an answer", |rating| rating.name());
    let mut said = vec![
        format!(
            "It has counted on {}, with {}; the last was on {}, with {rating}.",
            days(state.reviews),
            lapses(state.lapses),
            last.date()
        ),
        format!(
            "Stability {:.1} days: that long until the chance of recall falls to 90 %. Difficulty {:.1} of 10.",
            memory.stability, memory.difficulty
        ),
        format!("After {} the chance of recall is {recall:.0} %.", days(elapsed)),
    ];
    said.extend(state.due.map(|due| why_due(memory, last, due, today, scheduler)));
    if state.relearning {
        said.push("The last answer was wrong: it comes back until it is answered right once.".to_owned());
    }
    if state.lapses >= LEECH_LAPSES {
        said.push(format!(
            "It was forgotten {} times: a leech. Make a mnemonic, split it, or suspend it.",
            state.lapses
        ));
    }
    said
}

/// The interval, what chance and load may have moved it by, and the day.
fn why_due(memory: Memory, last: Day, due: Day, today: Day, scheduler: &Scheduler) -> String {
    let interval = scheduler.interval_days(memory);
    let Range { first, last: latest } = Range::around(interval);
    let moved = if first == latest {
        String::new()
    } else {
        format!(
            " A little chance and the load of the days may move that to between {first} and {latest} days."
        )
    };
    let when = match due.0.saturating_sub(today.0) {
        ..0 => format!("overdue since {}", due.date()),
        0 => "due today".to_owned(),
        away => format!("due on {}, in {}", due.date(), days(away.unsigned_abs())),
    };
    format!(
        "At {:.0} % desired retention it comes back {} after that answer.{moved} It is {when} ({} after it).",
        scheduler.retention() * 100.0,
        days_about(interval),
        days(due.since(last))
    )
}

fn days_about(interval: f32) -> String {
    if interval < 1.0 { "1 day".to_owned() } else { format!("about {interval:.1} days") }
}

fn days(count: u32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn lapses(count: u32) -> String {
    match count {
        0 => "no lapse".to_owned(),
        1 => "1 lapse".to_owned(),
        more => format!("{more} lapses"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;
    use crate::question::ask::Rating;
    use expect_test::expect;

    fn said(state: Option<&State>) -> String {
        explain(state, Day(20_780), &Scheduler::new(&Parameters::default(), 0.9)).join("\n")
    }

    #[test]
    fn a_question_is_explained_in_words() {
        let state = State {
            memory: Some(Memory { stability: 12.4, difficulty: 5.27 }),
            last: Some(Day(20_770)),
            due: Some(Day(20_783)),
            reviews: 9,
            lapses: 8,
            rating: Some(Rating::Again),
            relearning: true,
            ..State::default()
        };
        expect![[r#"
            It has counted on 9 days, with 8 lapses; the last was on 2026-11-13, with again.
            Stability 12.4 days: that long until the chance of recall falls to 90 %. Difficulty 5.3 of 10.
            After 10 days the chance of recall is 91 %.
            At 90 % desired retention it comes back about 12.4 days after that answer. A little chance and the load of the days may move that to between 10 and 15 days. It is due on 2026-11-26, in 3 days (13 days after it).
            The last answer was wrong: it comes back until it is answered right once.
            It was forgotten 8 times: a leech. Make a mnemonic, split it, or suspend it."#]].assert_eq(&said(Some(&state)));
    }

    #[test]
    fn a_new_and_a_suspended_one_say_so() {
        assert_eq!(said(None), "It has never been answered.");
        let off = State { suspended: true, ..State::default() };
        assert!(said(Some(&off)).starts_with("It is suspended"));
    }
}
