//! Figures by tag.

use std::collections::BTreeMap;

use super::figures::{Answer, Known};
use super::share::Share;
use crate::memory::Scheduler;
use crate::time::Day;

/// Questions answered below which a mean chance of recall is withheld.
pub const ENOUGH_QUESTIONS: u32 = 5;

/// One tag.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// The tag.
    pub tag: std::sync::Arc<str>,
    /// Questions with it, those suspended left out.
    pub questions: u32,
    /// Answers to them, of any purpose.
    pub answers: u32,
    /// First answers of a day that were not forgotten; withheld below [`super::ENOUGH`].
    pub right: Option<Share>,
    /// Questions behind `retrievability`: those answered and not suspended.
    pub seen: u32,
    /// Mean chance of recall today, 0 to 1; withheld below [`ENOUGH_QUESTIONS`].
    pub retrievability: Option<f64>,
    /// Minutes from these questions to their answers.
    pub minutes: f64,
}

#[derive(Default)]
struct Tally {
    questions: u32,
    answers: u32,
    right: Share,
    seen: u32,
    recall: f64,
    seconds: f64,
}

/// Figures for each tag, by name.
pub(super) fn topics(
    answers: &[Answer],
    questions: &[Known<'_>],
    today: Day,
    scheduler: &Scheduler,
) -> Vec<Topic> {
    let mut numbers = BTreeMap::new();
    for tag in questions.iter().flat_map(|question| question.tags) {
        numbers.entry(tag).or_insert(0);
    }
    for (number, slot) in numbers.values_mut().enumerate() {
        *slot = number;
    }
    let mut tallies: Vec<Tally> = numbers.iter().map(|_| Tally::default()).collect();
    let per_question = per_question(answers, questions.len());
    for (question, own) in questions.iter().zip(&per_question) {
        if question.tags.is_empty() {
            continue;
        }
        let live = !question.is_suspended();
        let recall = question.recall(today, scheduler).filter(|_| live);
        for tag in question.tags {
            let Some(tally) = numbers.get(tag).and_then(|number| tallies.get_mut(*number)) else { continue };
            tally.questions += u32::from(live);
            tally.answers += own.answers;
            tally.right.hits += own.right.hits;
            tally.right.of += own.right.of;
            tally.seen += u32::from(recall.is_some());
            tally.recall += recall.unwrap_or(0.0);
            tally.seconds += own.seconds;
        }
    }
    numbers.into_keys().zip(tallies).map(|(tag, tally)| tally.topic(tag)).collect()
}

/// What was answered to each question, so that tags are looked up once a question and not once an answer.
fn per_question(answers: &[Answer], count: usize) -> Vec<Tally> {
    let mut all: Vec<Tally> = std::iter::repeat_with(Tally::default).take(count).collect();
    for answer in answers {
        let Some(tally) = answer.question.and_then(|question| all.get_mut(question)) else { continue };
        tally.answers += 1;
        tally.seconds += answer.seconds;
        if answer.is_first() {
            tally.right.add(answer.is_recalled());
        }
    }
    all
}

impl Tally {
    fn topic(self, tag: &std::sync::Arc<str>) -> Topic {
        Topic {
            tag: tag.clone(),
            questions: self.questions,
            answers: self.answers,
            right: self.right.enough(),
            seen: self.seen,
            retrievability: (self.seen >= ENOUGH_QUESTIONS).then(|| self.recall / f64::from(self.seen)),
            minutes: self.seconds / 60.0,
        }
    }
}
