//! Figures by topic: a tag, a kind of term, or a chapter.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::figures::{Answer, Known};
use super::share::Share;
use crate::memory::Scheduler;
use crate::time::Day;

/// Questions answered below which a mean chance of recall is withheld.
pub const ENOUGH_QUESTIONS: u32 = 5;

/// One topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// The tag, the kind of term, or the chapter.
    pub name: Arc<str>,
    /// Questions with it, those suspended left out.
    pub questions: u32,
    /// Answers to them, of any purpose.
    pub answers: u32,
    /// First answers of a day that were not forgotten; say nothing below [`super::ENOUGH`].
    pub right: Share,
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

/// Figures for each topic, by name. `of` gives the topics of a question by its index.
pub fn topics<'a>(
    answers: &[Answer],
    questions: &[Known<'_>],
    of: impl Fn(usize) -> &'a [Arc<str>],
    today: Day,
    scheduler: &Scheduler,
) -> Vec<Topic> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for name in (0..questions.len()).flat_map(&of) {
        numbers.entry(name).or_insert(0);
    }
    for (number, slot) in numbers.values_mut().enumerate() {
        *slot = number;
    }
    let mut tallies: Vec<Tally> = numbers.iter().map(|_| Tally::default()).collect();
    let per_question = per_question(answers, questions.len());
    for ((nth, question), own) in questions.iter().enumerate().zip(&per_question) {
        if of(nth).is_empty() {
            continue;
        }
        let live = !question.is_suspended();
        let recall = question.recall(today, scheduler).filter(|_| live);
        for name in of(nth) {
            let Some(tally) = numbers.get(&**name).and_then(|number| tallies.get_mut(*number)) else {
                continue;
            };
            tally.questions += u32::from(live);
            tally.answers += own.answers;
            tally.right.hits += own.right.hits;
            tally.right.of += own.right.of;
            tally.seen += u32::from(recall.is_some());
            tally.recall += recall.unwrap_or(0.0);
            tally.seconds += own.seconds;
        }
    }
    numbers.into_keys().zip(tallies).map(|(name, tally)| tally.topic(name)).collect()
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
    fn topic(self, name: &str) -> Topic {
        Topic {
            name: Arc::from(name),
            questions: self.questions,
            answers: self.answers,
            right: self.right,
            seen: self.seen,
            retrievability: (self.seen >= ENOUGH_QUESTIONS).then(|| self.recall / f64::from(self.seen)),
            minutes: self.seconds / 60.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::answer;
    use super::*;
    use crate::memory::{Memory, State};
    use crate::question::ask::Rating;

    const TODAY: Day = Day(500);

    fn state(last: i32) -> State {
        let memory = Some(Memory { stability: 10.0, difficulty: 5.0 });
        State { memory, last: Some(Day(last)), due: Some(Day(500)), reviews: 3, ..State::default() }
    }

    #[test]
    fn topics_have_their_own_figures() {
        let (law, eu): (Arc<str>, Arc<str>) = ("law".into(), "eu".into());
        let (both, one) = ([law.clone(), eu.clone()], [law]);
        let seen = state(490);
        let suspended = State { suspended: true, ..seen.clone() };
        let known = |tags, state| Known { tags, state: Some(state) };
        let mut questions = vec![known(&both[..], &seen), known(&one[..], &suspended)];
        questions.extend([known(&one[..], &seen); 4]);
        questions.push(Known { tags: &one, state: None });
        let mut rows: Vec<Answer> = (0..20).map(|n| answer(1, n, Rating::Good)).collect();
        rows.push(answer(0, 30, Rating::Again));
        rows.push(Answer { question: None, ..answer(0, 30, Rating::Again) });
        rows.push(answer(99, 30, Rating::Again));
        let of = |nth: usize| questions[nth].tags;
        let found = topics(&rows, &questions, of, TODAY, &Scheduler::default());
        let [eu, law] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((&*eu.name, eu.questions, eu.answers, eu.retrievability), ("eu", 1, 1, None));
        assert_eq!(eu.right, Share { hits: 0, of: 1 });
        assert_eq!((law.questions, law.answers, law.seen), (6, 21, 5));
        assert_eq!(law.right, Share { hits: 20, of: 21 });
        assert!((law.minutes - 2.1).abs() < 1e-9);
        assert!((law.retrievability.unwrap() - 0.9).abs() < 1e-6); // stability 10, 10 days ago
    }
}
