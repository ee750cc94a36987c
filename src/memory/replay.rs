//! The log of one question, replayed into its state.
//!
//! The state is a function of the *set* of events: their order of arrival, their duplicates and the device they
//! were written on change nothing. Reading the log, and grouping it by question (a renamed one included), are
//! left to the store.
//!
//! Rules. An event counts unless a void that counts itself names it. The last overrule decides the rating of a
//! review. An answer counts for the memory if it was given to study and no answer counted on the same study day
//! just before; answers of relearning and cramming never do. A reset forgets everything but a suspension.

use std::collections::{HashMap, HashSet, VecDeque};

use uuid::Uuid;

use super::schedule::{Futures, Scheduler, Step};
use super::{State, fuzz};
use crate::event::{Body, Event, Purpose, Subject};
use crate::question::ask::Rating;
use crate::time::{Day, Timestamp};

/// What replay needs of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The event's id.
    pub id: Uuid,
    /// Its device.
    pub device: Uuid,
    /// Its number on the device.
    pub sequence: u64,
    /// Its ordering time.
    pub time: Timestamp,
    /// Its study day.
    pub day: Day,
    /// What happened.
    pub what: What,
}

/// What happened to a question, without the words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What {
    /// It was answered.
    Answer {
        /// The rating as judged.
        rating: Rating,
        /// Why it was asked.
        purpose: Purpose,
        /// The day it was made due.
        due: Option<Day>,
        /// The meaning hash it had.
        meaning: u64,
    },
    /// Another event does not count.
    Void(Uuid),
    /// A review counts with another rating.
    Overrule(Uuid, Rating),
    /// It is forgotten.
    Reset,
    /// It is suspended, or no longer.
    Suspend(bool),
}

impl Fact {
    /// What replay needs of `event`; `None` if the state of a question does not depend on such events.
    pub fn of(event: &Event) -> Option<Self> {
        let what = match &event.body {
            Body::Review(_, review) => What::Answer {
                rating: review.rating,
                purpose: review.purpose,
                due: review.due,
                meaning: review.meaning,
            },
            Body::Void(target) => What::Void(*target),
            Body::Overrule { review, rating, .. } => What::Overrule(*review, *rating),
            Body::Reset(_) => What::Reset,
            Body::Suspend(_, suspended) => What::Suspend(*suspended),
            Body::Own(..) | Body::Rename { .. } | Body::Parameters(_) => return None,
            Body::Goal(_) | Body::Forecast(_) | Body::Exam(_) | Body::Unknown { .. } => return None,
        };
        let Event { id, device, sequence, time, day, .. } = *event;
        Some(Self { id, device, sequence, time, day, what })
    }

    /// The canonical order of events: by ordering time, then device, sequence and id.
    pub fn order(&self) -> (Timestamp, Uuid, u64, Uuid) {
        (self.time, self.device, self.sequence, self.id)
    }
}

/// An answer that counted for the memory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// The review.
    pub review: Uuid,
    /// Its study day.
    pub day: Day,
    /// Days since the counted answer before it, and the rating it counts with.
    pub step: Step,
    /// The day it was made due then.
    pub due: Option<Day>,
}

/// A log with its voids and overrules resolved.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// The answers that counted since the last reset, in order.
    pub counted: Vec<Counted>,
    /// True if the last answer but those of cramming was Again.
    pub relearning: bool,
    /// True if it is suspended.
    pub suspended: bool,
    /// The meaning hash of the last answer of any purpose.
    pub meaning: Option<u64>,
}

/// The state of the question `subject` after `facts`: all facts on it and the voids and overrules of these, in
/// any order and any number of copies. Facts that name others unknown here change nothing.
///
/// The day due is the one recorded with the last counted answer if it lies in the fuzz range of the interval
/// that this scheduler gives; else (an overrule, other parameters) it is drawn anew without load balance.
/// Sorts `facts` in canonical order.
pub fn replay(subject: &Subject, facts: &mut [Fact], scheduler: &Scheduler) -> State {
    let history = history(facts);
    let mut state = State {
        relearning: history.relearning,
        suspended: history.suspended,
        meaning: history.meaning,
        ..State::default()
    };
    let Some((last, before)) = history.counted.split_last() else {
        return state;
    };
    let steps: Vec<Step> = before.iter().map(|counted| counted.step).collect();
    state.reviews = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    let lapses = steps.iter().skip(1).filter(|step| step.rating == Rating::Again).count();
    state.lapses = u32::try_from(lapses).unwrap_or(u32::MAX);
    state.memory = scheduler.memory_after(&steps);
    state.last = before.last().map(|counted| counted.day);
    count(&mut state, subject, last.day, last.step.rating, last.due, scheduler);
    state
}

/// Sorts `facts` in canonical order, which they mostly are in already.
fn order(facts: &mut [Fact]) {
    if !facts.is_sorted_by_key(Fact::order) {
        facts.sort_unstable_by_key(Fact::order);
    }
}

/// Sorts `facts` in canonical order and resolves them.
pub fn history(facts: &mut [Fact]) -> History {
    order(facts);
    let struck = struck(facts);
    let ratings = overruled(facts, &struck);
    let mut history = History::default();
    // Copies of one event are neighbours now, and any fact twice in a row is the same as once.
    for fact in facts.iter().filter(|fact| !struck.contains(&fact.id)) {
        history.take(fact, &ratings);
    }
    history
}

impl History {
    /// Takes the next fact, which counts, in canonical order.
    fn take(&mut self, fact: &Fact, ratings: &HashMap<Uuid, Rating>) {
        match fact.what {
            What::Answer { rating, purpose, due, meaning } => {
                let rating = ratings.get(&fact.id).copied().unwrap_or(rating);
                self.meaning = Some(meaning);
                if purpose != Purpose::Cram {
                    self.relearning = rating == Rating::Again;
                }
                let last = self.counted.last().map(|counted| counted.day);
                if counts(purpose, fact.day, last) {
                    let elapsed_days = last.map_or(0, |last| fact.day.since(last));
                    let step = Step { elapsed_days, rating };
                    self.counted.push(Counted { review: fact.id, day: fact.day, step, due });
                }
            }
            What::Reset => *self = Self { suspended: self.suspended, ..Self::default() },
            What::Suspend(suspended) => self.suspended = suspended,
            What::Void(_) | What::Overrule(..) => {}
        }
    }
}

/// The state after one more fact that comes last in canonical order; `None` if it is a void or an overrule,
/// which need the whole log. The same as a replay with the fact added.
pub fn apply(state: &State, subject: &Subject, fact: &Fact, scheduler: &Scheduler) -> Option<State> {
    let mut next = state.clone();
    match fact.what {
        What::Answer { rating, purpose, due, meaning } => {
            next.meaning = Some(meaning);
            if purpose != Purpose::Cram {
                next.relearning = rating == Rating::Again;
            }
            if counts(purpose, fact.day, state.last) {
                count(&mut next, subject, fact.day, rating, due, scheduler);
            }
        }
        What::Reset => next = State { suspended: state.suspended, ..State::default() },
        What::Suspend(suspended) => next.suspended = suspended,
        What::Void(_) | What::Overrule(..) => return None,
    }
    Some(next)
}

/// True if an answer counts for the memory. A day *before* the last one counts, with no time elapsed: a clock
/// set far ahead once must not keep a question from ever counting again.
pub(super) fn counts(purpose: Purpose, day: Day, last: Option<Day>) -> bool {
    purpose == Purpose::Study && last != Some(day)
}

/// What may come of a counted answer to a question in `state` on `day`, and when it is due by it: on the day that was
/// `recorded` with it if that suits the rating, which may have been overruled since.
pub fn outcome(
    state: &State,
    subject: &Subject,
    day: Day,
    rating: Rating,
    recorded: Option<Day>,
    scheduler: &Scheduler,
) -> (Futures, Day) {
    let elapsed_days = state.last.map_or(0, |last| day.since(last));
    let futures = scheduler.futures(state.memory, elapsed_days);
    let days = scheduler.fuzz_range(futures.of(rating).interval_days);
    let due = recorded.filter(|due| days.contains(&due.since(day))).unwrap_or_else(|| {
        let seed = fuzz::seed(subject.deck.raw(), subject.question.raw(), state.reviews);
        *scheduler.dues(&futures, day, seed, &fuzz::idle).of(rating)
    });
    (futures, due)
}

fn count(
    state: &mut State,
    subject: &Subject,
    day: Day,
    rating: Rating,
    due: Option<Day>,
    scheduler: &Scheduler,
) {
    let (futures, due) = outcome(state, subject, day, rating, due, scheduler);
    state.due = Some(due);
    state.memory = Some(futures.of(rating).memory);
    state.lapses += u32::from(rating == Rating::Again && state.reviews > 0);
    state.reviews = state.reviews.saturating_add(1);
    state.last = Some(day);
    state.rating = Some(rating);
}

/// The ids that do not count. A void is settled once every void that names it is; voids in a ring, which no
/// honest log has, are never settled and change nothing.
pub(crate) fn struck(facts: &[Fact]) -> HashSet<Uuid> {
    let voids: HashMap<Uuid, Uuid> = facts
        .iter()
        .filter_map(|fact| match fact.what {
            What::Void(target) => Some((fact.id, target)),
            _ => None,
        })
        .collect();
    let mut struck = HashSet::new();
    if voids.is_empty() {
        return struck;
    }
    let mut waiting_for: HashMap<Uuid, usize> = HashMap::new();
    for target in voids.values() {
        *waiting_for.entry(*target).or_default() += 1;
    }
    let mut settled: VecDeque<Uuid> =
        voids.keys().filter(|id| !waiting_for.contains_key(id)).copied().collect();
    while let Some(id) = settled.pop_front() {
        let Some(target) = voids.get(&id) else { continue };
        if !struck.contains(&id) {
            struck.insert(*target);
        }
        if let Some(count) = waiting_for.get_mut(target) {
            *count -= 1;
            if *count == 0 {
                settled.push_back(*target);
            }
        }
    }
    struck
}

/// The rating that the last overrule that counts gives each review.
pub(super) fn overruled(facts: &[Fact], struck: &HashSet<Uuid>) -> HashMap<Uuid, Rating> {
    facts
        .iter()
        .filter(|fact| !struck.contains(&fact.id))
        .filter_map(|fact| match fact.what {
            What::Overrule(review, rating) => Some((review, rating)),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests;
