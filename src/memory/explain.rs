//! Why a question is due when it is, in sentences: what `shiken why` prints.
//!
//! Reading the log and the number of questions due on a day are left to the caller.

use std::ops::RangeInclusive;

use super::replay::{Counted, History};
use super::{LEECH_LAPSES, Scheduler, State};
use crate::time::Day;

/// How many of the last answers are told.
const LAST_ANSWERS: usize = 5;

/// What is known of one question.
#[derive(Debug, Clone, Copy)]
pub struct Why<'a> {
    /// Its state.
    pub state: &'a State,
    /// The history it comes from.
    pub history: &'a History,
    /// The model that made it.
    pub scheduler: &'a Scheduler,
    /// Today.
    pub today: Day,
    /// True if the question has another key than when it was last answered.
    pub changed: bool,
    /// How many questions are due on the day it is due, itself included, if that is known.
    pub load: Option<u32>,
}

/// The interval the model gave after the last counted answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// As the model computed it, in days.
    pub exact_days: f32,
    /// What it may become, in days.
    pub range_days: RangeInclusive<u32>,
    /// What it became, in days.
    pub days: u32,
}

impl Why<'_> {
    /// The chance of recall today, 0 to 1; `None` while new.
    pub fn retrievability(&self) -> Option<f32> {
        self.state.retrievability(self.today, self.scheduler)
    }

    /// How the day it is due came about; `None` while new.
    pub fn interval(&self) -> Option<Interval> {
        let (last, before) = self.history.counted.split_last()?;
        let steps: Vec<_> = before.iter().map(|counted| counted.step).collect();
        let futures = self.scheduler.futures(self.scheduler.memory_after(&steps), last.step.elapsed_days);
        let exact_days = futures.of(last.step.rating).interval_days;
        let range_days = self.scheduler.fuzz_range(exact_days);
        Some(Interval { exact_days, range_days, days: self.state.interval_days()? })
    }

    /// All of it in plain sentences, the most pressing first.
    pub fn sentences(&self) -> Vec<String> {
        let mut all = Vec::new();
        if self.state.suspended {
            all.push("It is suspended: it will not be asked until you take that back.".to_owned());
        }
        match self.due() {
            Some(due) => all.extend(due),
            None => all.push("It is new: it has not been answered yet.".to_owned()),
        }
        if self.state.relearning {
            all.push(
                "The last answer was wrong, so it comes back until you have answered it right once.".into(),
            );
        }
        all.extend(self.memory());
        all.extend(self.answers());
        if self.state.is_leech() {
            all.push(format!(
                "It is a leech: it has lapsed {LEECH_LAPSES} times or more, and costs more time than it gives. \
                 Reword it, split it in two, or suspend it."
            ));
        }
        if self.changed {
            all.push("Its answer has changed since you last gave it, so it is to be learnt anew.".to_owned());
        }
        all
    }

    fn due(&self) -> Option<Vec<String>> {
        let (due, interval) = (self.state.due?, self.interval()?);
        let words = due.words(self.today);
        let mut all = vec![if due < self.today {
            format!("It has been due since {due}, {words}.")
        } else {
            format!("It is due {words}, on {due}.")
        }];
        let Interval { exact_days, range_days, days } = interval;
        let retention = percent(self.scheduler.desired_retention());
        let reason = if exact_days <= 1.0 {
            "the shortest wait there is".to_owned()
        } else if days >= self.scheduler.max_interval_days() {
            "the longest wait you allow".to_owned()
        } else {
            format!("the chance of recall falls to the {retention} you want after {}", tenths(exact_days))
        };
        all.push(format!("That is {} after the last answer: {reason}.", count(days, "day")));
        if range_days.start() < range_days.end() {
            let (from, to) = range_days.into_inner();
            let load = self.load.map(|load| format!("; {} due that day", are(load, "question")));
            let load = load.unwrap_or_default();
            all.push(format!("Any day from {from} to {to} will do, so a light one was taken{load}."));
        }
        Some(all)
    }

    fn memory(&self) -> Option<String> {
        let memory = self.state.memory?;
        Some(format!(
            "You would recall it today with a chance of {}. Its stability is {}, in which the chance falls to \
             90 %; its difficulty is {:.1} on a scale from 1 to 10.",
            percent(self.retrievability()?),
            tenths(memory.stability),
            memory.difficulty
        ))
    }

    fn answers(&self) -> Option<String> {
        let all = &self.history.counted;
        let told = |counted: &Counted| format!("{} {}", counted.day, counted.step.rating.name());
        let last: Vec<String> = all.iter().rev().take(LAST_ANSWERS).rev().map(told).collect();
        let lapses = match self.state.lapses {
            0 => "It never lapsed.".to_owned(),
            lapses => format!("It lapsed {}.", count(lapses, "time")),
        };
        let reviews = count(self.state.reviews, "answer");
        let which = if all.len() > LAST_ANSWERS { "the last of them " } else { "" };
        (!last.is_empty()).then(|| format!("{reviews} counted, {which}{}. {lapses}", last.join(", ")))
    }
}

/// A share as a whole percentage, never rounded to the certainty it is not.
fn percent(share: f32) -> String {
    match share * 100.0 {
        all if all > 99.5 => "more than 99 %".to_owned(),
        none if none < 0.5 => "less than 1 %".to_owned(),
        some => format!("{some:.0} %"),
    }
}

fn tenths(days: f32) -> String {
    match days {
        short if short < 0.05 => "less than 0.1 days".to_owned(),
        long if long >= 100.0 => format!("{long:.0} days"),
        days => format!("{days:.1} days"),
    }
}

fn count(number: u32, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn are(number: u32, what: &str) -> String {
    if number == 1 { format!("1 {what} is") } else { format!("{number} {what}s are") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Purpose, Subject};
    use crate::memory::replay::{self, Fact, What};
    use crate::question::ask::Rating;
    use crate::text::Text;
    use crate::time::Timestamp;
    use expect_test::{Expect, expect};
    use uuid::Uuid;

    const FIRST: Day = Day(20_000);

    /// The sentences `today` days after the first of `answers`, each so many days after the first.
    fn check(answers: &[(u32, Rating)], more: &[What], today: u32, expected: &Expect) {
        let study = |rating| What::Answer { rating, purpose: Purpose::Study, due: None, meaning: 1 << 32 };
        let answers = answers.iter().map(|(day, rating)| (*day, study(*rating)));
        let mut facts: Vec<Fact> = answers
            .chain(more.iter().map(|what| (today, *what)))
            .zip(1u32..)
            .map(|((day, what), number)| Fact {
                id: Uuid::from_u128(number.into()),
                device: Uuid::nil(),
                sequence: number.into(),
                time: Timestamp(number.into()),
                day: FIRST.plus(day),
                what,
            })
            .collect();
        let scheduler = Scheduler::default();
        let subject = Subject { deck: Text::from("d"), question: Text::from("q") };
        let state = replay::replay(&subject, &mut facts, &scheduler);
        let history = replay::history(&mut facts);
        let today = FIRST.plus(today);
        let why = Why {
            state: &state,
            history: &history,
            scheduler: &scheduler,
            today,
            changed: state.is_changed(|then| then == 1 << 32),
            load: Some(7),
        };
        expected.assert_eq(&(why.sentences().join("\n") + "\n"));
    }

    #[test]
    fn a_new_question() {
        check(
            &[],
            &[],
            0,
            &expect![[r#"
            It is new: it has not been answered yet.
        "#]],
        );
    }

    #[test]
    fn answered_once_today() {
        check(
            &[(0, Rating::Good)],
            &[],
            0,
            &expect![[r#"
                It is due in 2 days, on 2024-10-06.
                That is 2 days after the last answer: the chance of recall falls to the 90 % you want after 2.3 days.
                You would recall it today with a chance of more than 99 %. Its stability is 2.3 days, in which the chance falls to 90 %; its difficulty is 2.1 on a scale from 1 to 10.
                1 answer counted, 2024-10-04 good. It never lapsed.
            "#]],
        );
    }

    #[test]
    fn known_well() {
        let answers = [(0, Rating::Good), (2, Rating::Good), (13, Rating::Easy), (90, Rating::Good)];
        check(
            &answers,
            &[],
            100,
            &expect![[r#"
            It is due in 267 days, on 2025-10-06.
            That is 277 days after the last answer: the chance of recall falls to the 90 % you want after 278 days.
            Any day from 262 to 294 will do, so a light one was taken; 7 questions are due that day.
            You would recall it today with a chance of 99 %. Its stability is 278 days, in which the chance falls to 90 %; its difficulty is 1.0 on a scale from 1 to 10.
            4 answers counted, 2024-10-04 good, 2024-10-06 good, 2024-10-17 easy, 2025-01-02 good. It never lapsed.
        "#]],
        );
    }

    #[test]
    fn overdue_suspended_and_changed() {
        let cram = What::Answer { rating: Rating::Good, purpose: Purpose::Cram, due: None, meaning: 2 << 32 };
        check(
            &[(0, Rating::Hard)],
            &[What::Suspend(true), cram],
            40,
            &expect![[r#"
            It is suspended: it will not be asked until you take that back.
            It has been due since 2024-10-05, 39 days ago.
            That is 1 day after the last answer: the chance of recall falls to the 90 % you want after 1.3 days.
            You would recall it today with a chance of 59 %. Its stability is 1.3 days, in which the chance falls to 90 %; its difficulty is 5.1 on a scale from 1 to 10.
            1 answer counted, 2024-10-04 hard. It never lapsed.
            Its answer has changed since you last gave it, so it is to be learnt anew.
        "#]],
        );
    }

    #[test]
    fn a_leech() {
        let answers: Vec<(u32, Rating)> = (0..9).map(|n| (n * 3, Rating::Again)).collect();
        check(
            &answers,
            &[],
            24,
            &expect![[r#"
                It is due tomorrow, on 2024-10-29.
                That is 1 day after the last answer: the shortest wait there is.
                The last answer was wrong, so it comes back until you have answered it right once.
                You would recall it today with a chance of more than 99 %. Its stability is less than 0.1 days, in which the chance falls to 90 %; its difficulty is 10.0 on a scale from 1 to 10.
                9 answers counted, the last of them 2024-10-16 again, 2024-10-19 again, 2024-10-22 again, 2024-10-25 again, 2024-10-28 again. It lapsed 8 times.
                It is a leech: it has lapsed 8 times or more, and costs more time than it gives. Reword it, split it in two, or suspend it.
            "#]],
        );
    }
}
