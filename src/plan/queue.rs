//! The list for a session: which questions, and in which order.
//!
//! In words: first what was answered wrong and is still owed a right answer, whatever the limits; then the reviews
//! that are most worth saving, with new questions spread evenly among them. Questions made from one fact (siblings)
//! are kept to one a day when that can be helped. The order inside is left to `arrange`.

use std::collections::HashSet;
use std::sync::Arc;

use super::Standing;
use super::arrange;
use crate::memory::{Memory, Scheduler, State};
use crate::question::QuestionId;
use crate::time::Day;

/// The days after which an answer is valued. In simulations of a backlog (`tests/it/backlog.rs`), 14 to 60 days
/// made no difference, and this order kept more than the weakest first, the strongest first, what loses most by
/// another day, the longest overdue first, or chance.
const HORIZON_DAYS: u32 = 30;

/// How many due reviews are valued one by one; more are nobody's work of one day.
const CLOSE_LOOK: usize = 10_000;

/// A question that could be asked.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// Its deck, as an index into the decks studied.
    pub deck: usize,
    /// Its turn in its deck when all are new; deck and place together are unique.
    pub place: usize,
    /// Its id.
    pub id: &'a str,
    /// Its kind, to mix kinds.
    pub kind: &'a str,
    /// Its tags, to mix topics.
    pub tags: &'a [Arc<str>],
    /// Questions of one deck with the same group are siblings.
    pub sibling: Option<&'a str>,
    /// Ids of the same deck to be learnt first.
    pub requires: &'a [QuestionId],
    /// What is known of it; `None` is the same as a new question.
    pub state: Option<&'a State>,
}

/// How much to study, and of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// New questions a day.
    pub new: usize,
    /// Reviews a day; `None` is no limit.
    pub reviews: Option<usize>,
    /// Questions in this session, new or not; `None` is no limit.
    pub limit: Option<usize>,
    /// After what is due, also what is not due yet, the weakest first, and before what is new.
    pub ahead: bool,
    /// Practice: everything, the weakest first, whatever is due; only `limit` holds.
    pub cram: bool,
    /// New questions begun today already.
    pub new_done_today: usize,
    /// Reviews done today already.
    pub reviews_done_today: usize,
}

impl Default for Limits {
    /// 20 new questions a day and every review that is due.
    fn default() -> Self {
        Self {
            new: 20,
            reviews: None,
            limit: None,
            ahead: false,
            cram: false,
            new_done_today: 0,
            reviews_done_today: 0,
        }
    }
}

/// A question to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Its index in the candidates.
    pub index: usize,
    /// Why it is asked.
    pub standing: Standing,
}

/// A question with its turn: the lower the key, the earlier.
struct Pick {
    key: (u64, u64),
    entry: Entry,
}

/// Chooses and orders what to study on `today`. The same candidates in another order give the same questions in
/// the same order; `seed` decides between equals. Suspended questions are never chosen.
pub fn queue(
    candidates: &[Candidate<'_>],
    today: Day,
    limits: &Limits,
    scheduler: &Scheduler,
    seed: u64,
) -> Vec<Entry> {
    let round = Round { candidates, today, scheduler, seed };
    let (owed, rest) = if limits.cram { (Vec::new(), round.cram()) } else { round.study(limits) };
    let mut entries = arrange::mixed(candidates, owed, rest);
    // The head is worth most and has its share of new questions, so a limit takes the head.
    entries.truncate(limits.limit.unwrap_or(usize::MAX));
    arrange::part_siblings(candidates, &mut entries);
    entries
}

/// What one call of [`queue`] is about.
struct Round<'a> {
    candidates: &'a [Candidate<'a>],
    today: Day,
    scheduler: &'a Scheduler,
    seed: u64,
}

/// Groups of siblings of which one is asked or was answered today, each with its deck.
type Groups<'a> = HashSet<(usize, &'a str)>;

impl<'a> Round<'a> {
    /// Everything but the suspended, the weakest first; new questions are the weakest, in deck order.
    fn cram(&self) -> Vec<Entry> {
        let turn = |(index, candidate): (usize, &Candidate<'_>)| match memory(candidate) {
            Some(state) => self.by_recall(index, Standing::Cram, state),
            None => self.by_place(index, Standing::Cram),
        };
        sorted(self.each().map(turn).collect())
    }

    /// What is owed an answer, and all the rest, each in the order of its turn.
    fn study(&self, limits: &Limits) -> (Vec<Entry>, Vec<Entry>) {
        let (mut owed, mut due, mut new, mut ahead) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (index, candidate) in self.each() {
            let Some(state) = memory(candidate) else {
                new.push(self.by_place(index, Standing::New));
                continue;
            };
            let answered = state.last == Some(self.today);
            let is_due = state.is_due(self.today) && !answered;
            if state.relearning {
                let standing = if is_due { Standing::Due } else { Standing::Relearn };
                owed.push(self.by_due(index, standing, state));
            } else if is_due {
                due.push(self.by_due(index, Standing::Due, state));
            } else if limits.ahead && !answered {
                ahead.push(self.by_recall(index, Standing::Ahead, state));
            }
        }
        self.hold_back(&mut new);
        let owed = self.by_worth(owed);
        let owed_due = owed.iter().filter(|entry| entry.standing == Standing::Due).count();
        let mut groups = self.groups_of_today(&owed);
        let reviews = limits.reviews.map(|most| left(most, limits.reviews_done_today + owed_due));
        let due = self.one_of_a_group(self.by_worth(due), reviews, &mut groups);
        let mut new =
            self.one_of_a_group(sorted(new), Some(left(limits.new, limits.new_done_today)), &mut groups);
        let ahead = self.one_of_a_group(sorted(ahead), None, &mut groups);
        // Who studies ahead has asked for what is known already: what is new comes after it.
        let mut rest = if limits.ahead { due } else { arrange::spread(due, std::mem::take(&mut new)) };
        rest.extend(ahead);
        rest.extend(new);
        (owed, rest)
    }

    fn each(&self) -> impl Iterator<Item = (usize, &'a Candidate<'a>)> {
        let askable =
            |(_, candidate): &(usize, &Candidate<'_>)| !candidate.state.is_some_and(|s| s.suspended);
        self.candidates.iter().enumerate().filter(askable)
    }

    /// The chance of recall today.
    fn recall(&self, state: &State) -> f32 {
        state.retrievability(self.today, self.scheduler).unwrap_or(0.0)
    }

    /// Those most worth saving first, of picks by the day they are due. Beyond [`CLOSE_LOOK`] only the longest
    /// overdue are looked at, and the others follow them, the longest overdue first.
    fn by_worth(&self, mut due: Vec<Pick>) -> Vec<Entry> {
        let mut rest = Vec::new();
        if due.len() > CLOSE_LOOK {
            due.select_nth_unstable_by_key(CLOSE_LOOK, |pick| pick.key);
            rest = due.split_off(CLOSE_LOOK);
        }
        for pick in &mut due {
            let state = self.candidates.get(pick.entry.index).and_then(memory);
            pick.key.0 = rank(1.0 - state.map_or(0.0, |state| self.gain(state)));
        }
        let mut entries = sorted(due);
        entries.extend(sorted(rest));
        entries
    }

    /// What an answer today is worth: by how much it raises the chance of recall [`HORIZON_DAYS`] from now, over
    /// leaving the question alone until then. What is steady gains little, and so does what is all but forgotten
    /// and hard to keep.
    fn gain(&self, state: &State) -> f32 {
        let (Some(memory), Some(last)) = (state.memory, state.last) else { return 0.0 };
        let elapsed = self.today.since(last);
        let futures = self.scheduler.futures(Some(memory), elapsed);
        let then = |future: Memory| self.scheduler.retrievability(future, HORIZON_DAYS);
        let now = self.scheduler.retrievability(memory, elapsed);
        let answered = now * then(futures.good.memory) + (1.0 - now) * then(futures.again.memory);
        answered - self.scheduler.retrievability(memory, elapsed.saturating_add(HORIZON_DAYS))
    }

    /// The longest overdue first; the seed decides between equals.
    fn by_due(&self, index: usize, standing: Standing, state: &State) -> Pick {
        let overdue = state.due.map_or(0, |due| self.today.since(due));
        Pick { key: (u64::from(u32::MAX - overdue), self.lot(index)), entry: Entry { index, standing } }
    }

    /// The weakest first; the seed decides between equals.
    fn by_recall(&self, index: usize, standing: Standing, state: &State) -> Pick {
        Pick { key: (rank(self.recall(state)), self.lot(index)), entry: Entry { index, standing } }
    }

    /// In the order of the decks; before any rank.
    fn by_place(&self, index: usize, standing: Standing) -> Pick {
        Pick { key: (0, self.place(index)), entry: Entry { index, standing } }
    }

    /// A number for each candidate, in the order of the decks.
    fn place(&self, index: usize) -> u64 {
        self.candidates
            .get(index)
            .map_or(0, |candidate| (candidate.deck as u64) << 40 | candidate.place as u64)
    }

    /// The same, in an order that the seed decides.
    fn lot(&self, index: usize) -> u64 {
        scatter(self.seed ^ scatter(self.place(index)))
    }

    /// Drops new questions whose required ones are not yet learnt. A required question that is not among the
    /// candidates, or is suspended, holds nothing back: it could never be learnt here.
    fn hold_back(&self, new: &mut Vec<Pick>) {
        let requires = |pick: &Pick| {
            let candidate = self.candidates.get(pick.entry.index);
            candidate.into_iter().flat_map(|c| c.requires.iter().map(move |id| (c.deck, &**id)))
        };
        let required: HashSet<(usize, &str)> = new.iter().flat_map(requires).collect();
        if required.is_empty() {
            return;
        }
        let unlearnt = |candidate: &Candidate<'_>| memory(candidate).is_none_or(|state| state.relearning);
        let missing: HashSet<(usize, &str)> = self
            .each()
            .filter(|(_, candidate)| unlearnt(candidate))
            .map(|(_, candidate)| (candidate.deck, candidate.id))
            .filter(|key| required.contains(key))
            .collect();
        new.retain(|pick| !requires(pick).any(|key| missing.contains(&key)));
    }

    /// The groups that have had their turn today, or have it as they are owed an answer.
    fn groups_of_today(&self, owed: &[Entry]) -> Groups<'a> {
        let today = Some(self.today);
        let answered = self.candidates.iter().filter(|c| c.state.is_some_and(|state| state.last == today));
        let owed = owed.iter().filter_map(|entry| self.candidates.get(entry.index));
        answered.chain(owed).filter_map(group).collect()
    }

    /// The first `most` of `entries`, without those whose sibling has its turn today. A review that has waited
    /// for longer than its whole interval already does not wait for a sibling.
    fn one_of_a_group(
        &self,
        entries: Vec<Entry>,
        most: Option<usize>,
        groups: &mut Groups<'a>,
    ) -> Vec<Entry> {
        groups.reserve(entries.len().min(most.unwrap_or(usize::MAX)));
        let may = |entry: &Entry| {
            let Some(candidate) = self.candidates.get(entry.index) else { return false };
            let Some(group) = group(candidate) else { return true };
            groups.insert(group) || self.has_waited(candidate)
        };
        // Lazy, so that what the limit cuts off holds no sibling back.
        entries.into_iter().filter(may).take(most.unwrap_or(usize::MAX)).collect()
    }

    fn has_waited(&self, candidate: &Candidate<'_>) -> bool {
        let waited = |state: &State| Some(self.today.since(state.due?) > state.interval_days()?);
        candidate.state.and_then(waited).unwrap_or(false)
    }
}

/// The state of a question that has been answered.
fn memory<'a>(candidate: &Candidate<'a>) -> Option<&'a State> {
    candidate.state.filter(|state| !state.is_new())
}

/// A number not below 0 as an integer in the same order; 0 is left to the new.
fn rank(number: f32) -> u64 {
    1 + u64::from(number.max(0.0).to_bits())
}

pub(super) fn group<'a>(candidate: &'a Candidate<'_>) -> Option<(usize, &'a str)> {
    candidate.sibling.map(|group| (candidate.deck, group))
}

fn sorted(mut picks: Vec<Pick>) -> Vec<Entry> {
    picks.sort_unstable_by_key(|pick| pick.key);
    picks.into_iter().map(|pick| pick.entry).collect()
}

fn left(most: usize, done: usize) -> usize {
    most.saturating_sub(done)
}

/// Mixes the bits of a number one to one (the finalizer of SplitMix64), to break ties without a pattern.
fn scatter(number: u64) -> u64 {
    let mixed = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests;
