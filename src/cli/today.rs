//! What a day asks of some decks: what is remembered of each question, and the list that follows from it.

use std::collections::HashMap;

use super::args;
use super::desk::Desk;
use super::renames;
use crate::deck::{Brief, Index};
use crate::error::{Error, Result};
use crate::library::Shelf;
use crate::memory::State;
use crate::plan::planner::{Plan, Question};
use crate::plan::{Candidate, Entry, Limits, agenda, queue, siblings_apart};
use crate::session::{Card, Slot, Standing};
use crate::text;
use crate::time::Day;

/// What is remembered of every question on a shelf.
pub(super) struct Today {
    /// By deck, then by question, in the order of the shelf; `None` if it was never touched.
    states: Vec<Vec<Option<State>>>,
}

impl Today {
    /// Reads it, after questions with a new id have taken over the progress of the old one.
    pub fn gather(desk: &mut Desk<'_>, shelf: &Shelf) -> Result<Self> {
        let states = shelf.decks().map(|deck| states(desk, deck)).collect::<Result<_>>()?;
        Ok(Self { states })
    }

    /// Those of questions that were touched.
    pub fn states(&self) -> impl Iterator<Item = &State> {
        self.each().flatten()
    }

    /// That of one question; `None` if it was never touched.
    pub fn state(&self, card: Card) -> Option<&State> {
        self.states.get(card.deck as usize)?.get(card.index as usize)?.as_ref()
    }

    fn each(&self) -> impl Iterator<Item = Option<&State>> {
        self.states.iter().flatten().map(Option::as_ref)
    }

    /// Questions never answered.
    pub fn unseen(&self) -> usize {
        self.each().filter(|state| state.is_none_or(State::is_new)).count()
    }

    /// The questions as a planner sees them, deck by deck; those that are suspended count nothing.
    pub fn questions(&self, shelf: &Shelf, today: Day) -> Vec<Question> {
        let all = self.all(shelf);
        let question = |(_, brief, state): (Card, &Brief, Option<&State>)| Question {
            memory: state.and_then(|state| state.memory),
            elapsed_days: state.and_then(|state| state.last).map_or(0, |last| today.since(last)),
            marks: if state.is_some_and(|state| state.suspended) { 0.0 } else { brief.points as f32 },
        };
        all.map(question).collect()
    }

    /// A number that is another one if a question came or went, counts otherwise, or was suspended or taken up again
    /// (FNV-1a for each question, added up, as the order of the decks says nothing).
    pub fn fingerprint(&self, shelf: &Shelf) -> u32 {
        let ids: Vec<&str> = shelf.decks().map(|deck| &*deck.id).collect();
        let question = |(card, brief, state): (Card, &Brief, Option<&State>)| {
            let deck = ids.get(card.deck as usize).copied().unwrap_or_default();
            let suspended = state.is_some_and(|state| state.suspended);
            let points = brief.points.to_bits().to_be_bytes();
            let parts = [deck.as_bytes(), &[0], brief.id.as_bytes(), &[0, u8::from(suspended)], &points];
            let bytes = parts.into_iter().flatten();
            bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
        };
        self.all(shelf).map(question).fold(0, u32::wrapping_add)
    }

    /// The list for a session as `plan` has it, which was made of all [`Self::questions`]: as many as begin within
    /// `seconds`, of the decks with these ids; of all if there are none.
    pub fn planned(
        &self,
        desk: &Desk<'_>,
        shelf: &Shelf,
        args: &args::Study,
        plan: &Plan,
        seconds: f32,
        decks: &[String],
    ) -> Result<Vec<Slot>> {
        let all: Vec<_> = self.all(shelf).collect();
        let named: Vec<bool> =
            shelf.decks().map(|deck| decks.is_empty() || decks.iter().any(|id| **id == *deck.id)).collect();
        let is_wanted = |(card, brief, _): &(Card, &Brief, Option<&State>)| {
            named.get(card.deck as usize).is_some_and(|named| *named) && is_wanted(brief, args)
        };
        if !all.iter().any(is_wanted) {
            return Err(no_such(shelf, args));
        }
        let candidates: Vec<Candidate<'_>> = all
            .iter()
            .enumerate()
            .map(|(place, (card, brief, state))| candidate(card.deck as usize, place, brief, *state))
            .collect();
        let wanted = |index: usize| all.get(index).is_some_and(is_wanted);
        let picks = siblings_apart(&candidates, plan, desk.today());
        let expected: HashMap<usize, f32> =
            plan.today.iter().map(|pick| (pick.index, pick.seconds)).collect();
        let mut list = agenda(&candidates, &picks, desk.today());
        let (mut new, mut left) = (args.new.map_or(usize::MAX, |new| new as usize), seconds);
        list.retain(|entry| {
            let is_new = entry.standing == Standing::New;
            let may = wanted(entry.index) && left > 0.0 && (!is_new || new > 0);
            if may {
                new -= usize::from(is_new);
                // What is owed an answer has no place in the plan.
                left -= expected.get(&entry.index).copied().unwrap_or(0.0);
            }
            may
        });
        list.truncate(args.limit.map_or(usize::MAX, |limit| limit as usize));
        let slot = |entry: Entry| {
            let (card, _, state) = all.get(entry.index)?;
            Some(Slot { card: *card, standing: entry.standing, state: state.cloned() })
        };
        Ok(list.into_iter().filter_map(slot).collect())
    }

    /// Every question with its place and state, deck by deck in the order in which new ones come up.
    fn all<'a>(&'a self, shelf: &'a Shelf) -> impl Iterator<Item = (Card, &'a Brief, Option<&'a State>)> {
        let decks = (0u32..).zip(shelf.decks()).zip(&self.states);
        decks.flat_map(|((deck, whole), states)| {
            let question = move |index: u32| {
                let at = index as usize;
                Some((Card { deck, index }, whole.questions.get(at)?, states.get(at)?.as_ref()))
            };
            whole.study_order().into_iter().filter_map(question)
        })
    }

    /// The list for a session. With a backlog, new questions wait unless they were asked for.
    pub fn slots(
        &self,
        desk: &mut Desk<'_>,
        shelf: &Shelf,
        args: &args::Study,
        behind: bool,
    ) -> Result<Vec<Slot>> {
        any_wanted(shelf, args)?;
        let (mut cards, mut candidates) = (Vec::new(), Vec::new());
        for (card, brief, state) in self.all(shelf).filter(|(_, brief, _)| is_wanted(brief, args)) {
            candidates.push(candidate(card.deck as usize, cards.len(), brief, state));
            cards.push(card);
        }
        let limits = self.limits(desk, args, behind);
        let seed = desk.seed();
        let list = queue(&candidates, desk.today(), &limits, desk.scheduler(), seed);
        let slot = |entry: Entry| Slot {
            card: cards[entry.index],
            standing: entry.standing,
            state: candidates[entry.index].state.cloned(),
        };
        Ok(list.into_iter().map(slot).collect())
    }

    fn limits(&self, desk: &Desk<'_>, args: &args::Study, behind: bool) -> Limits {
        let today = desk.today();
        let done = self.states().filter(|state| state.last == Some(today));
        let (new, old): (Vec<&State>, Vec<&State>) = done.partition(|state| state.reviews == 1);
        Limits {
            new: args.new.unwrap_or(if behind { 0 } else { desk.preferences.new }) as usize,
            reviews: desk.preferences.reviews.map(|most| most as usize),
            limit: args.limit.map(|limit| limit as usize),
            ahead: args.ahead,
            cram: args.cram,
            new_done_today: new.len(),
            reviews_done_today: old.len(),
        }
    }
}

fn candidate<'a>(deck: usize, place: usize, brief: &'a Brief, state: Option<&'a State>) -> Candidate<'a> {
    Candidate {
        deck,
        place,
        id: &brief.id,
        kind: &brief.kind,
        tags: &brief.tags,
        sibling: brief.sibling.as_deref(),
        requires: &brief.requires,
        state,
    }
}

/// An error if no question has the tags and kinds that were asked for.
pub(super) fn any_wanted(shelf: &Shelf, args: &args::Study) -> Result<()> {
    let mut questions = shelf.decks().flat_map(|deck| &deck.questions);
    if questions.any(|brief| is_wanted(brief, args)) { Ok(()) } else { Err(no_such(shelf, args)) }
}

/// True for a question of the tags and kinds that were asked for.
pub(super) fn is_wanted(brief: &Brief, args: &args::Study) -> bool {
    let has = |tag: &String| brief.tags.iter().any(|own| **own == **tag);
    let tagged = args.tag.is_empty() || args.tag.iter().any(has);
    tagged && (args.kind.is_empty() || args.kind.iter().any(|kind| **kind == *brief.kind))
}

/// The states of a deck, one for each of its questions.
fn states(desk: &mut Desk<'_>, deck: &Index) -> Result<Vec<Option<State>>> {
    desk.follow(deck)?;
    let known = desk.store.states(Some(&deck.id))?;
    let known = known.iter().map(|(subject, state)| (subject.question.raw(), state)).collect();
    let today = desk.today();
    renames::mention(deck, &known);
    let state = |brief: &Brief| {
        let mut state = State::clone(known.get(&*brief.id)?);
        state.recall_if_changed(|then| brief.has_key_of(then), today);
        Some(state)
    };
    Ok(deck.questions.iter().map(state).collect())
}

/// No question has the tag or the kind that was asked for: says which there are.
fn no_such(shelf: &Shelf, args: &args::Study) -> Error {
    let questions = || shelf.decks().flat_map(|deck| &deck.questions);
    let mut tags: Vec<&str> = questions().flat_map(|brief| &brief.tags).map(|tag| &**tag).collect();
    let mut kinds: Vec<&str> = questions().map(|brief| &*brief.kind).collect();
    for names in [&mut tags, &mut kinds] {
        names.sort_unstable();
        names.dedup();
    }
    let unknown =
        |given: &[String], names: &[&str]| given.iter().find(|name| !names.contains(&name.as_str())).cloned();
    let (what, names) = match (unknown(&args.tag, &tags), unknown(&args.kind, &kinds)) {
        (Some(tag), _) => (format!("no question has the tag “{}”", text::terminal(&tag)), tags),
        (None, Some(kind)) => (format!("no question is of the kind “{}”", text::terminal(&kind)), kinds),
        (None, None) => ("no question has both this tag and this kind".to_owned(), tags),
    };
    Error::usage(what).help(format!("there are: {}", text::terminal(&names.join(", "))))
}
