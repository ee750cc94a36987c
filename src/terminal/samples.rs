//! Questions, verdicts and summaries for the tests of the screens.

use crate::judge::{Outcome, Rule, Verdict};
use crate::question::ask::{Ask, Rating, Response};
use crate::session::{Asked, Judged, Progress, Standing, Summary};
use crate::text::Text;
use crate::time::Day;

pub(super) fn texts(all: &[&str]) -> Vec<Text> {
    all.iter().map(|text| Text::from(*text)).collect()
}

pub(super) fn today() -> Day {
    Day::of_date(jiff::civil::date(2026, 11, 23))
}

/// The third of twenty questions, due, five minutes in all.
pub(super) fn asked(kind: &'static str, prompt: &str, ask: Ask) -> Asked {
    Asked {
        deck: "Japan's cybersecurity strategy".into(),
        id: "q".into(),
        kind,
        prompt: prompt.into(),
        ask,
        standing: Standing::Due,
        changed: false,
        hints: 1,
        first: true,
        progress: Progress {
            done: 2,
            of: 20,
            answered: 2,
            owed: 0,
            right: 2,
            seconds: 61.0,
            limit_seconds: Some(300.0),
        },
        back: None,
    }
}

pub(super) fn any_text() -> Ask {
    Ask::Text { form: "month and year".into() }
}

pub(super) fn verdict(score: f64, rule: Rule) -> Verdict {
    Verdict {
        score,
        outcome: Outcome::of(score),
        rule,
        difference: None,
        feedback: None,
        confusion: None,
        parts: Vec::new(),
    }
}

/// `given` for `answer`, with the rating that the score earns, due in three days.
pub(super) fn judged(given: &str, answer: &str, score: f64, rule: Rule) -> Judged {
    Judged {
        verdict: verdict(score, rule),
        response: Response::Text(given.into()),
        answer: answer.into(),
        explanation: None,
        source: None,
        note: None,
        rating: Rating::of(score, 0),
        due: Some((today().plus(3), 3)),
        again: false,
        leech: false,
        progress: Progress::default(),
    }
}

pub(super) fn summary() -> Summary {
    Summary {
        session: uuid::Uuid::nil(),
        questions: 12,
        answers: 15,
        right: 9,
        near: 1,
        wrong: 2,
        new: 2,
        seconds: 372.0,
        left: 1,
        unasked: 0,
        next: vec![(today().plus(1), 1, 14), (today().plus(3), 3, 2)],
        unseen: 20,
        cram: false,
    }
}
