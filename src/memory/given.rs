//! The answers of one question as figures need them: undone ones left out, overrules applied, and what the model
//! foresaw beside what came. Counting them is left to [`crate::stats`].

use uuid::Uuid;

use super::replay::{Counted, Fact, History, What, order, overruled, struck};
use super::schedule::{Scheduler, Step};
use crate::event::Purpose;
use crate::question::ask::Rating;
use crate::time::Day;

/// An answer that has not been undone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given {
    /// The review.
    pub review: Uuid,
    /// Its study day.
    pub day: Day,
    /// What it counts as, overrules included.
    pub rating: Rating,
    /// Why it was asked.
    pub purpose: Purpose,
    /// True if it counts for the memory: the first answer of its day that was given to study.
    pub counted: bool,
    /// Days since the counted answer before it; `None` if it does not count or there is none.
    pub elapsed_days: Option<u32>,
    /// The chance of recall just before it, 0 to 1; `None` if it does not count or is the first.
    pub predicted: Option<f32>,
}

/// All answers that have not been undone, in canonical order, those before a reset included. Takes what
/// [`super::replay()`] takes, and sorts it likewise.
pub fn given(facts: &mut [Fact], scheduler: &Scheduler) -> Vec<Given> {
    order(facts);
    let struck = struck(facts);
    let ratings = overruled(facts, &struck);
    let mut history = History::default();
    let mut all: Vec<Given> = Vec::new();
    for fact in facts.iter().filter(|fact| !struck.contains(&fact.id)) {
        if fact.what == What::Reset {
            foresee(&mut all, &history.counted, scheduler);
        }
        let before = history.counted.len();
        history.take(fact, &ratings);
        let What::Answer { rating, purpose, .. } = fact.what else { continue };
        if all.last().is_some_and(|last| last.review == fact.id) {
            continue; // a copy
        }
        let rating = ratings.get(&fact.id).copied().unwrap_or(rating);
        let counted = history.counted.len() > before;
        let (elapsed_days, predicted) = (None, None);
        all.push(Given { review: fact.id, day: fact.day, rating, purpose, counted, elapsed_days, predicted });
    }
    foresee(&mut all, &history.counted, scheduler);
    all
}

/// Fills in what was foreseen of the answers that `counted`, the last of `all` that count.
fn foresee(all: &mut [Given], counted: &[Counted], scheduler: &Scheduler) {
    let steps: Vec<Step> = counted.iter().map(|counted| counted.step).collect();
    let foreseen = steps.iter().zip(scheduler.predictions(&steps));
    let given = all.iter_mut().rev().filter(|given| given.counted);
    for (given, (step, predicted)) in given.zip(foreseen.rev()) {
        given.elapsed_days = predicted.map(|_| step.elapsed_days);
        given.predicted = predicted;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Timestamp;

    fn fact(number: u32, day: i32, what: What) -> Fact {
        Fact {
            id: Uuid::from_u128(number.into()),
            device: Uuid::nil(),
            sequence: number.into(),
            time: Timestamp(number.into()),
            day: Day(day),
            what,
        }
    }

    fn answer(number: u32, day: i32, rating: Rating, purpose: Purpose) -> Fact {
        fact(number, day, What::Answer { rating, purpose, due: None, meaning: 1 })
    }

    #[test]
    fn each_answer_stands_beside_what_was_foreseen() {
        use Purpose::{Cram, Relearn, Study};
        use Rating::{Again, Good, Hard};
        let mut facts = vec![
            answer(1, 1, Again, Study),
            answer(2, 1, Good, Relearn),
            answer(3, 2, Good, Study),
            fact(4, 2, What::Void(Uuid::from_u128(3))),
            answer(5, 3, Again, Study),
            fact(6, 3, What::Overrule(Uuid::from_u128(5), Hard)),
            answer(7, 3, Good, Cram),
            fact(8, 3, What::Reset),
            answer(9, 3, Good, Study),
            answer(10, 8, Good, Study),
        ];
        facts.push(facts[8].clone());
        facts.reverse();
        let scheduler = Scheduler::default();
        let found = given(&mut facts, &scheduler);
        let short: Vec<_> = found
            .iter()
            .map(|given| (given.review.as_u128(), given.rating, given.counted, given.elapsed_days))
            .collect();
        assert_eq!(
            short,
            [
                (1, Again, true, None),
                (2, Good, false, None),
                (5, Hard, true, Some(2)),
                (7, Good, false, None),
                (9, Good, true, None),
                (10, Good, true, Some(5)),
            ]
        );
        let first = |rating, days| {
            let memory = scheduler.futures(None, 0).of(rating).memory;
            Some(scheduler.retrievability(memory, days))
        };
        let predicted: Vec<Option<f32>> = found.iter().map(|given| given.predicted).collect();
        assert_eq!(predicted, [None, None, first(Again, 2), None, None, first(Good, 5)]);
    }
}
