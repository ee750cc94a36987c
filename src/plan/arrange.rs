//! The order inside a list that has been chosen: new among reviews, kinds and tags mixed, siblings apart.

use std::collections::{HashSet, VecDeque};

use super::queue::{Candidate, Entry};

/// How many questions ahead one may be fetched from for the sake of variety.
const WINDOW: usize = 8;

/// How many questions are put in order; more are not reached in a session, and behind it they stay as they are.
const HEAD: usize = 1_000;

/// Spreads `new` evenly among `due`, each in its own order.
pub(super) fn spread(due: Vec<Entry>, new: Vec<Entry>) -> Vec<Entry> {
    let (reviews, gaps) = (due.len(), new.len() + 1);
    let mut due = due.into_iter();
    let mut all = Vec::with_capacity(reviews + gaps);
    for (number, entry) in new.into_iter().enumerate() {
        let before = (number + 1) * reviews / gaps - number * reviews / gaps;
        all.extend(due.by_ref().take(before));
        all.push(entry);
    }
    all.extend(due);
    all
}

/// `owed`, then `rest`, both mixed: of the next few the one is taken that is least like the one before it. None
/// is passed over more than [`WINDOW`] times.
pub(super) fn mixed(candidates: &[Candidate<'_>], owed: Vec<Entry>, rest: Vec<Entry>) -> Vec<Entry> {
    let mut all = Vec::with_capacity(owed.len() + rest.len());
    for list in [owed, rest] {
        let end = all.len() + HEAD;
        let mut waiting = VecDeque::from(list);
        let mut passed_over = 0;
        while all.len() < end {
            let next = if passed_over < WINDOW { least_like(candidates, all.last(), &waiting) } else { 0 };
            let Some(entry) = waiting.remove(next) else { break };
            passed_over = if next == 0 { 0 } else { passed_over + 1 };
            all.push(entry);
        }
        all.extend(waiting);
    }
    all
}

/// The index of the first of the next few that is least like `last`.
fn least_like(candidates: &[Candidate<'_>], last: Option<&Entry>, waiting: &VecDeque<Entry>) -> usize {
    let Some(last) = last.and_then(|entry| candidates.get(entry.index)) else { return 0 };
    let likeness = |entry: &Entry| candidates.get(entry.index).map_or(0, |next| likeness(last, next));
    let nearest = waiting.iter().take(WINDOW).map(likeness).enumerate().min_by_key(|(_, likeness)| *likeness);
    nearest.map_or(0, |(index, _)| index)
}

/// How tiresome `next` is right after `last`: siblings give each other away, a kind or a topic tells what to
/// think of.
fn likeness(last: &Candidate<'_>, next: &Candidate<'_>) -> u32 {
    let kind = u32::from(last.kind == next.kind);
    let topic = u32::from(last.tags.iter().any(|tag| next.tags.contains(tag)));
    8 * u32::from(are_siblings(last, next)) + 2 * kind + topic
}

fn are_siblings(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.sibling.is_some() && one.sibling == other.sibling && one.deck == other.deck
}

/// Moves siblings that follow each other among the first [`HEAD`] apart, as few and as near as will do. It always
/// succeeds for a group of no more than half of these, rounded up; a larger one cannot be parted.
///
/// Why: were there no gap free of the group, each of its `m` members in `r < m` runs would touch the gaps of
/// its run, `m + r` of all `n + 1`; so `m > n / 2`. A move ends one neighbourhood and begins none.
pub(super) fn part_siblings(candidates: &[Candidate<'_>], entries: &mut [Entry]) {
    let (entries, _) = entries.split_at_mut(entries.len().min(HEAD));
    let siblings = |one: Option<&Entry>, other: Option<&Entry>| {
        let of = |entry: Option<&Entry>| entry.and_then(|entry| candidates.get(entry.index));
        of(one).zip(of(other)).is_some_and(|(one, other)| are_siblings(one, other))
    };
    let mut hopeless = HashSet::new();
    let mut at = 1;
    while let Some(&entry) = entries.get(at) {
        let group = candidates.get(entry.index).map(|candidate| (candidate.deck, candidate.sibling));
        if !siblings(entries.get(at - 1), Some(&entry)) || hopeless.contains(&group) {
            at += 1;
            continue;
        }
        let fits = |gap: &usize| {
            let before = gap.checked_sub(1).and_then(|index| entries.get(index));
            !siblings(before, Some(&entry)) && !siblings(Some(&entry), entries.get(*gap))
        };
        let gap = (at + 2..=entries.len()).find(fits).or_else(|| (0..at).rev().find(fits));
        match gap {
            Some(gap) if gap > at => entries.get_mut(at..gap).into_iter().for_each(|run| run.rotate_left(1)),
            Some(gap) => entries.get_mut(gap..=at).into_iter().for_each(|run| run.rotate_right(1)),
            None => drop(hopeless.insert(group)),
        }
    }
}
