//! The list of today: what was left unfinished, what is due, and what is new, within the user's limits.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use super::{Standing, weave};
use crate::memory::{Scheduler, State};
use crate::question::QuestionId;
use crate::time::Day;

/// A question that might be asked.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// Index of its deck.
    pub deck: u32,
    /// Its id.
    pub id: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// Its first tag.
    pub tag: Option<&'a str>,
    /// Its sibling group.
    pub sibling: Option<&'a str>,
    /// Ids in the same deck to be learnt first.
    pub requires: &'a [QuestionId],
    /// What is remembered of it.
    pub state: Option<&'a State>,
}

/// How much to study, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// New questions that may still be asked today.
    pub new: usize,
    /// Reviews that may still be asked today; `None` is no limit.
    pub reviews: Option<usize>,
    /// Questions in the whole list; `None` is no limit.
    pub all: Option<usize>,
    /// Ask what is not due yet, the weakest first, if nothing else is left.
    pub ahead: bool,
    /// Practice: everything that has been seen, the weakest first, then what is new, in the deck's order.
    pub cram: bool,
}

/// A place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Index into the candidates.
    pub candidate: usize,
    /// Why it is asked.
    pub standing: Standing,
}

/// The list of today, in the order to ask.
///
/// First what an earlier session of the day left unfinished. Then what is due, most worth saving first: the
/// question that would lose most by one more day's wait. New ones come in the deck's order, spread among the
/// reviews. Of questions made from one fact only one is new or freshly due on a day, and they never follow each
/// other if that can be helped.
pub fn queue(
    candidates: &[Candidate<'_>],
    today: Day,
    limits: &Limits,
    scheduler: &Scheduler,
    seed: u64,
) -> Vec<Entry> {
    let desk = Desk { candidates, today, scheduler, seed };
    let mut list = if limits.cram { desk.cram() } else { desk.study(limits) };
    list.truncate(limits.all.unwrap_or(usize::MAX));
    weave::apart(&mut list, candidates);
    list
}

struct Desk<'a> {
    candidates: &'a [Candidate<'a>],
    today: Day,
    scheduler: &'a Scheduler,
    seed: u64,
}

impl<'a> Desk<'a> {
    fn study(&self, limits: &Limits) -> Vec<Entry> {
        let unfinished =
            self.all(|state| state.is_some_and(|state| state.relearning && state.last == Some(self.today)));
        let mut busy =
            self.groups(|candidate| candidate.state.and_then(|state| state.last) == Some(self.today));
        let mut due = self.by_need(self.all(|state| state.is_some_and(|state| self.is_due(state))));
        due.retain(|index| self.may_come(*index, &mut busy));
        due.truncate(limits.reviews.unwrap_or(usize::MAX));
        let mut new = self.new_ones();
        new.retain(|index| self.may_come(*index, &mut busy));
        new.truncate(limits.new);
        let mut list = entries(&unfinished, Standing::Relearn);
        list.extend(weave::spread(entries(&due, Standing::Due), entries(&new, Standing::New)));
        if limits.ahead && list.is_empty() {
            let ahead = self.all(|state| {
                state.is_some_and(|state| {
                    state.memory.is_some() && !self.is_due(state) && state.last != Some(self.today)
                })
            });
            list = entries(&self.weakest(ahead), Standing::Ahead);
        }
        list
    }

    fn cram(&self) -> Vec<Entry> {
        let mut all = self.weakest(self.all(|state| state.is_some_and(|state| state.memory.is_some())));
        all.extend(self.all(|state| state.is_none_or(|state| state.memory.is_none())));
        entries(&all, Standing::Cram)
    }

    /// The candidates whose state is as wanted; suspended ones never.
    fn all(&self, wanted: impl Fn(Option<&State>) -> bool) -> Vec<usize> {
        let fits = |candidate: &Candidate<'_>| {
            !candidate.state.is_some_and(|state| state.suspended) && wanted(candidate.state)
        };
        self.candidates
            .iter()
            .enumerate()
            .filter(|(_, candidate)| fits(candidate))
            .map(|(index, _)| index)
            .collect()
    }

    fn is_due(&self, state: &State) -> bool {
        state.memory.is_some() && state.due.is_some_and(|due| due <= self.today)
    }

    /// New ones whose required questions have been learnt.
    fn new_ones(&self) -> Vec<usize> {
        let new = self.all(|state| state.is_none_or(|state| state.memory.is_none()));
        if new.iter().all(|index| self.get(*index).is_none_or(|candidate| candidate.requires.is_empty())) {
            return new;
        }
        let open: HashSet<(u32, &str)> = self
            .candidates
            .iter()
            .filter(|candidate| !candidate.state.is_some_and(|state| state.suspended || learnt(state)))
            .map(|candidate| (candidate.deck, candidate.id))
            .collect();
        let ready = |candidate: &Candidate<'_>| {
            !candidate.requires.iter().any(|id| open.contains(&(candidate.deck, &**id)))
        };
        new.into_iter().filter(|index| self.get(*index).is_some_and(ready)).collect()
    }

    /// What a day's wait would cost, dearest first; among equals chance decides, so that questions learnt together
    /// do not always come in one order.
    fn by_need(&self, mut due: Vec<usize>) -> Vec<usize> {
        due.sort_by_cached_key(|index| {
            let cost = self.recall(*index, 0) - self.recall(*index, 1);
            // A thousandth of a question is no difference.
            #[allow(clippy::cast_possible_truncation)]
            let coarse = (cost * 1000.0) as i64;
            (std::cmp::Reverse(coarse), self.chance(*index))
        });
        due
    }

    fn weakest(&self, mut seen: Vec<usize>) -> Vec<usize> {
        seen.sort_by_cached_key(|index| {
            #[allow(clippy::cast_possible_truncation)]
            let coarse = (self.recall(*index, 0) * 1000.0) as i64;
            (coarse, self.chance(*index))
        });
        seen
    }

    /// The chance of recall in `days` days.
    fn recall(&self, index: usize, days: u32) -> f32 {
        let state = self.get(index).and_then(|candidate| candidate.state);
        let memory = state.and_then(|state| state.memory.zip(state.last));
        memory.map_or(0.0, |(memory, last)| {
            self.scheduler.retrievability(memory, self.today.since(last) + days)
        })
    }

    fn chance(&self, index: usize) -> u64 {
        BuildHasherDefault::<DefaultHasher>::default().hash_one((self.seed, index))
    }

    /// False if another of its group is asked today and it can wait: it is new, or due since today only.
    fn may_come(&self, index: usize, busy: &mut HashSet<(u32, &'a str)>) -> bool {
        let Some(candidate) = self.get(index) else { return false };
        let Some(group) = candidate.sibling else { return true };
        let overdue = candidate.state.and_then(|state| state.due).is_some_and(|due| due < self.today);
        busy.insert((candidate.deck, group)) || overdue
    }

    fn groups(&self, wanted: impl Fn(&Candidate<'_>) -> bool) -> HashSet<(u32, &'a str)> {
        let taken = self.candidates.iter().filter(|candidate| wanted(candidate));
        taken.filter_map(|candidate| Some((candidate.deck, candidate.sibling?))).collect()
    }

    fn get(&self, index: usize) -> Option<&Candidate<'a>> {
        self.candidates.get(index)
    }
}

fn learnt(state: &State) -> bool {
    state.memory.is_some() && !state.relearning
}

fn entries(indexes: &[usize], standing: Standing) -> Vec<Entry> {
    indexes.iter().map(|candidate| Entry { candidate: *candidate, standing }).collect()
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
