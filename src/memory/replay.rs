//! From the events of one question to its state: a function of the *set* of events.
//!
//! Events may arrive late, twice or in any order (two machines merge by the union of their logs); they are put into
//! one canonical order first. What was undone or overruled is settled next, and what remains is told to FSRS once a
//! day: the grade of a day is its first answer's.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Scheduler, State, fuzz};
use crate::event::Purpose;
use crate::question::ask::Rating;
use crate::time::{Day, Timestamp};

/// What replay needs of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The event's id.
    pub id: Uuid,
    /// Its ordering time.
    pub time: Timestamp,
    /// The device that wrote it.
    pub device: Uuid,
    /// The device's count.
    pub sequence: u64,
    /// The study day as it was.
    pub day: Day,
    /// What happened.
    pub what: What,
}

/// What happened to the question.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// It was answered.
    Review {
        /// The rating, before any overrule.
        rating: Rating,
        /// Why it was asked.
        purpose: Purpose,
        /// Its meaning hash at the time.
        meaning: u64,
        /// The day it was made due.
        due: Option<Day>,
    },
    /// The event with this id is undone.
    Void(Uuid),
    /// The review with this id counts with this rating.
    Overrule(Uuid, Rating),
    /// It is forgotten.
    Reset,
    /// It is not asked any more, or again.
    Suspend(bool),
}

/// An answer that stands: neither undone nor of a time before a reset is left out of the figures for that.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The review's id.
    pub id: Uuid,
    /// The study day.
    pub day: Day,
    /// The rating, overrules applied.
    pub rating: Rating,
    /// True if it was told to FSRS: the first answer of its day, not practice.
    pub counted: bool,
    /// Days since the counted answer before, if there is one.
    pub elapsed_days: Option<u32>,
    /// The chance of recall that was predicted for it, 0 to 1.
    pub predicted: Option<f32>,
}

/// What comes of a replay.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Replayed {
    /// What is remembered now.
    pub state: State,
    /// All answers that stand, in canonical order.
    pub answers: Vec<Answer>,
}

/// Replays the events of one question, in whatever order and however often they are given.
pub fn replay(mut facts: Vec<Fact>, subject: (&str, &str), scheduler: &Scheduler) -> Replayed {
    facts.sort_unstable_by_key(|fact| (fact.time, fact.device, fact.sequence, fact.id));
    facts.dedup_by_key(|fact| fact.id);
    let dead = dead(&facts);
    let overruled = overruled(&facts, &dead);
    let mut replayed = Replayed::default();
    for fact in facts.iter().filter(|fact| !dead.contains(&fact.id)) {
        match &fact.what {
            What::Review { rating, purpose, meaning, due } => {
                let rating = overruled.get(&fact.id).copied().unwrap_or(*rating);
                let answer = Told { id: fact.id, day: fact.day, rating, due: *due };
                replayed.state.meaning = Some(*meaning);
                replayed.tell(&answer, *purpose, subject, scheduler);
            }
            What::Reset => {
                let State { suspended, meaning, .. } = replayed.state;
                replayed.state = State { suspended, meaning, ..State::default() };
            }
            What::Suspend(suspended) => replayed.state.suspended = *suspended,
            What::Void(_) | What::Overrule(..) => {}
        }
    }
    replayed
}

/// The events that are undone. An undo can itself be undone, but only by a later one, so the last are settled first.
fn dead(facts: &[Fact]) -> HashSet<Uuid> {
    let mut dead = HashSet::new();
    for fact in facts.iter().rev() {
        if let What::Void(target) = fact.what
            && !dead.contains(&fact.id)
        {
            dead.insert(target);
        }
    }
    dead
}

/// The rating each overruled review counts with: the student's last word.
fn overruled(facts: &[Fact], dead: &HashSet<Uuid>) -> HashMap<Uuid, Rating> {
    let words = facts.iter().filter(|fact| !dead.contains(&fact.id)).filter_map(|fact| match fact.what {
        What::Overrule(review, rating) => Some((review, rating)),
        _ => None,
    });
    words.collect()
}

/// A review whose rating is settled.
struct Told {
    id: Uuid,
    day: Day,
    rating: Rating,
    due: Option<Day>,
}

impl Replayed {
    fn tell(&mut self, told: &Told, purpose: Purpose, subject: (&str, &str), scheduler: &Scheduler) {
        let state = &mut self.state;
        let counted = purpose == Purpose::Study && state.last != Some(told.day);
        let elapsed = state.last.map(|last| told.day.since(last));
        let predicted =
            state.memory.zip(elapsed).map(|(memory, days)| scheduler.retrievability(memory, days));
        let answer = Answer {
            id: told.id,
            day: told.day,
            rating: told.rating,
            counted,
            elapsed_days: elapsed,
            predicted,
        };
        self.answers.push(answer);
        if purpose != Purpose::Cram {
            state.relearning = told.rating == Rating::Again;
        }
        if counted {
            state.count(told, subject, scheduler);
        }
    }
}

impl State {
    fn count(&mut self, told: &Told, subject: (&str, &str), scheduler: &Scheduler) {
        let future = scheduler.answered(Some(self), told.rating, told.day);
        let range = scheduler.range(Some(self), told.rating, told.day);
        // The day that was promised stands if it is one that this replay could have promised: other parameters, or
        // an earlier answer from another machine, may have made it wrong.
        let promised = told.due.map(|due| due.since(told.day)).filter(|days| range.holds(*days));
        let days = promised.unwrap_or_else(|| range.pick(fuzz::seed(subject, self.reviews), &|_| 0));
        if told.rating == Rating::Again && self.memory.is_some() {
            self.lapses += 1;
        }
        self.memory = Some(future.memory);
        self.last = Some(told.day);
        self.due = Some(told.day.plus(days));
        self.reviews += 1;
        self.rating = Some(told.rating);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Parameters;
    use proptest::prelude::*;

    fn scheduler() -> Scheduler {
        Scheduler::new(&Parameters::default(), 0.9)
    }

    fn run(facts: Vec<Fact>) -> Replayed {
        replay(facts, ("deck", "question"), &scheduler())
    }

    fn fact(number: u64, day: i32, what: What) -> Fact {
        let time = Timestamp(i64::from(day) * 86_400_000 + i64::try_from(number).unwrap());
        let id = Uuid::from_u128(u128::from(number));
        Fact { id, time, device: Uuid::nil(), sequence: number, day: Day(day), what }
    }

    fn review(number: u64, day: i32, rating: Rating) -> Fact {
        fact(number, day, What::Review { rating, purpose: Purpose::Study, meaning: 1, due: None })
    }

    #[test]
    fn the_grade_of_a_day_is_its_first_answers() {
        let once = run(vec![review(1, 0, Rating::Again)]);
        let relearn = What::Review { rating: Rating::Good, purpose: Purpose::Relearn, meaning: 1, due: None };
        let twice = run(vec![review(1, 0, Rating::Again), fact(2, 0, relearn), review(3, 0, Rating::Easy)]);
        assert_eq!(twice.state, State { relearning: false, ..once.state.clone() });
        assert!(once.state.relearning);
        assert_eq!(
            twice.answers.iter().map(|answer| answer.counted).collect::<Vec<_>>(),
            [true, false, false]
        );
    }

    #[test]
    fn an_undo_undone_is_as_if_nothing_was() {
        let first = review(1, 0, Rating::Good);
        let undone = vec![first.clone(), fact(2, 0, What::Void(first.id))];
        assert_eq!(run(undone.clone()).state, State::default());
        let mut restored = undone;
        restored.push(fact(3, 0, What::Void(Uuid::from_u128(2))));
        assert_eq!(run(restored).state, run(vec![first]).state);
    }

    #[test]
    fn an_overrule_counts_and_can_be_undone() {
        let facts =
            vec![review(1, 0, Rating::Again), fact(2, 0, What::Overrule(Uuid::from_u128(1), Rating::Good))];
        assert_eq!(run(facts.clone()).state, run(vec![review(1, 0, Rating::Good)]).state);
        let undone = [facts, vec![fact(3, 0, What::Void(Uuid::from_u128(2)))]].concat();
        assert_eq!(run(undone).state, run(vec![review(1, 0, Rating::Again)]).state);
    }

    #[test]
    fn a_lapse_is_a_counted_again_after_the_first() {
        let facts =
            vec![review(1, 0, Rating::Again), review(2, 1, Rating::Good), review(3, 4, Rating::Again)];
        let replayed = run(facts);
        assert_eq!((replayed.state.lapses, replayed.state.reviews), (1, 3));
        assert_eq!(replayed.answers[2].elapsed_days, Some(3));
        assert!(replayed.answers[0].predicted.is_none());
    }

    #[test]
    fn a_promised_day_stands_only_if_it_could_have_been_promised() {
        let promised = |due| {
            let what = What::Review {
                rating: Rating::Easy,
                purpose: Purpose::Study,
                meaning: 1,
                due: Some(Day(due)),
            };
            run(vec![fact(1, 0, what)]).state.due
        };
        assert_eq!(promised(9), Some(Day(9)));
        assert_ne!(promised(40), Some(Day(40)));
    }

    #[test]
    fn a_reset_forgets_the_memory_and_keeps_the_history() {
        let replayed = run(vec![review(1, 0, Rating::Good), fact(2, 1, What::Reset)]);
        assert_eq!((replayed.state.memory, replayed.state.reviews, replayed.answers.len()), (None, 0, 1));
    }

    fn what() -> impl Strategy<Value = What> {
        let rating = (1i64..=4).prop_map(|number| Rating::from_number(number).unwrap());
        let purpose =
            prop_oneof![4 => Just(Purpose::Study), 2 => Just(Purpose::Relearn), 1 => Just(Purpose::Cram)];
        let id = (0u128..12).prop_map(Uuid::from_u128);
        let due = prop::option::of((0i32..60).prop_map(Day));
        prop_oneof![
            6 => (rating.clone(), purpose, 0u64..3, due)
                .prop_map(|(rating, purpose, meaning, due)| What::Review { rating, purpose, meaning, due }),
            1 => id.clone().prop_map(What::Void),
            1 => (id, rating).prop_map(|(id, rating)| What::Overrule(id, rating)),
            1 => Just(What::Reset),
            1 => any::<bool>().prop_map(What::Suspend),
        ]
    }

    proptest! {
        #[test]
        fn any_order_and_any_duplicates_give_the_same_state(
            facts in prop::collection::vec((0i32..30, what()), 0..12),
            order in any::<prop::sample::Index>(),
            again in any::<prop::sample::Index>(),
        ) {
            let facts: Vec<Fact> = (0u64..).zip(facts).map(|(number, (day, what))| fact(number, day, what)).collect();
            let expected = run(facts.clone());
            let mut other = facts.clone();
            if !facts.is_empty() {
                other.rotate_left(order.index(facts.len()));
                other.reverse();
                other.push(facts[again.index(facts.len())].clone());
            }
            prop_assert_eq!(run(other), expected);
        }
    }
}
