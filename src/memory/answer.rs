//! The answers of one question that stand, as statistics see them: each with the rating it counts with, the
//! days since the counted answer before it, and the chance of recall that the model foresaw.

use super::State;
use super::replay::{Fact, What, counts, overruled, struck};
use super::schedule::{Scheduler, Step};
use crate::event::Purpose;
use crate::judge::Outcome;
use crate::question::ask::Rating;
use crate::time::Day;

/// What statistics need of a review besides its [`Fact`].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Detail {
    /// The judge's word; `None` if the event is no review.
    pub outcome: Option<Outcome>,
    /// The judge's score, 0 to 1.
    pub score: f32,
    /// From the question to the response, at most an hour.
    pub milliseconds: u32,
    /// The local wall clock: minutes since midnight, 0 to 1439.
    pub minute: u16,
}

/// An answer that stands: not taken back, and with the student's word over the judge's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// The study day.
    pub day: Day,
    /// The local wall clock: minutes since midnight, 0 to 1439.
    pub minute: u16,
    /// The rating it counts with.
    pub rating: Rating,
    /// The judge's word, whatever the student said to it.
    pub outcome: Outcome,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The judge's score, 0 to 1.
    pub score: f32,
    /// From the question to the response, at most an hour.
    pub milliseconds: u32,
    /// How it counted for the memory; `None` for relearning, cramming and a second answer on one day.
    pub counted: Option<Foreseen>,
}

/// What was known just before an answer that counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Foreseen {
    /// Days since the counted answer before it; 0 for the first.
    pub elapsed_days: u32,
    /// The chance of recall that the model gave it, 0 to 1; `None` for the first answer, and after a reset.
    pub retrievability: Option<f32>,
}

/// The answers that stand, in canonical order. `facts` are those of one question in canonical order and without
/// copies; `details` are theirs, one for one.
pub fn answers(facts: &[Fact], details: &[Detail], scheduler: &Scheduler) -> Vec<Answer> {
    let struck = struck(facts);
    let ratings = overruled(facts, &struck);
    let mut walk =
        Walk { scheduler, answers: Vec::with_capacity(facts.len()), lives: Vec::new(), last: None };
    for (fact, detail) in facts.iter().zip(details).filter(|(fact, _)| !struck.contains(&fact.id)) {
        match (fact.what, detail.outcome) {
            (What::Answer { rating, purpose, .. }, Some(outcome)) => {
                let rating = ratings.get(&fact.id).copied().unwrap_or(rating);
                walk.answer(fact.day, rating, purpose, outcome, detail);
            }
            (What::Reset, _) => walk.forget(),
            _ => {}
        }
    }
    walk.forget();
    walk.answers
}

/// The answer that `fact`, which comes last in canonical order, adds to a question in `state`; `None` if it is no
/// answer. The same as the last of [`answers`] with the fact among the others.
pub fn last(state: &State, fact: &Fact, detail: &Detail, scheduler: &Scheduler) -> Option<Answer> {
    let (What::Answer { rating, purpose, .. }, Some(outcome)) = (fact.what, detail.outcome) else {
        return None;
    };
    let counted = counts(purpose, fact.day, state.last).then(|| {
        let elapsed_days = state.last.map_or(0, |last| fact.day.since(last));
        let retrievability = state.memory.map(|memory| scheduler.retrievability(memory, elapsed_days));
        Foreseen { elapsed_days, retrievability }
    });
    let Detail { score, milliseconds, minute, .. } = *detail;
    Some(Answer { day: fact.day, minute, rating, outcome, purpose, score, milliseconds, counted })
}

/// One pass over the facts. `lives` are the counted steps since the last reset, with their places in `answers`.
struct Walk<'a> {
    scheduler: &'a Scheduler,
    answers: Vec<Answer>,
    lives: Vec<(usize, Step)>,
    last: Option<Day>,
}

impl Walk<'_> {
    fn answer(&mut self, day: Day, rating: Rating, purpose: Purpose, outcome: Outcome, detail: &Detail) {
        let counted = counts(purpose, day, self.last).then(|| {
            let elapsed_days = self.last.map_or(0, |last| day.since(last));
            self.lives.push((self.answers.len(), Step { elapsed_days, rating }));
            self.last = Some(day);
            Foreseen { elapsed_days, retrievability: None }
        });
        let Detail { score, milliseconds, minute, .. } = *detail;
        self.answers.push(Answer { day, minute, rating, outcome, purpose, score, milliseconds, counted });
    }

    /// Fills in what the model foresaw, and begins a new memory.
    fn forget(&mut self) {
        let steps: Vec<Step> = self.lives.iter().map(|(_, step)| *step).collect();
        let foreseen = self.scheduler.predictions(&steps);
        for ((at, _), retrievability) in self.lives.drain(..).zip(foreseen) {
            if let Some(counted) = self.answers.get_mut(at).and_then(|answer| answer.counted.as_mut()) {
                counted.retrievability = retrievability;
            }
        }
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::time::Timestamp;

    fn facts(list: &[(i32, What)]) -> Vec<Fact> {
        let fact = |(n, (day, what)): (usize, &(i32, What))| Fact {
            id: Uuid::from_u128(n as u128 + 1),
            device: Uuid::nil(),
            sequence: n as u64,
            time: Timestamp(n as i64),
            day: Day(*day),
            what: *what,
        };
        list.iter().enumerate().map(fact).collect()
    }

    fn answered(rating: Rating, purpose: Purpose) -> What {
        What::Answer { rating, purpose, due: None, meaning: 0 }
    }

    #[test]
    fn answers_that_stand_and_what_was_foreseen() {
        let study = |rating| answered(rating, Purpose::Study);
        let facts = facts(&[
            (1, study(Rating::Good)),
            (1, answered(Rating::Again, Purpose::Relearn)),
            (4, study(Rating::Again)),
            (4, What::Overrule(Uuid::from_u128(3), Rating::Good)),
            (9, study(Rating::Good)),
            (9, What::Void(Uuid::from_u128(5))),
            (10, What::Reset),
            (11, study(Rating::Hard)),
        ]);
        let detail = Detail { outcome: Some(Outcome::Right), ..Detail::default() };
        let found = answers(&facts, &vec![detail; facts.len()], &Scheduler::default());
        let short: Vec<_> =
            found.iter().map(|a| (a.day.0, a.rating, a.counted.map(|c| c.elapsed_days))).collect();
        let expected = [
            (1, Rating::Good, Some(0)),
            (1, Rating::Again, None),
            (4, Rating::Good, Some(3)),
            (11, Rating::Hard, Some(0)),
        ];
        assert_eq!(short, expected);
        let chances: Vec<_> = found.iter().filter_map(|a| a.counted?.retrievability).collect();
        assert_eq!(chances.len(), 1);
        assert!((0.85..0.95).contains(&chances[0]), "{chances:?}");
    }
}
