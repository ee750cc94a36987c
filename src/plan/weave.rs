//! Putting lists in and apart: new among reviews, siblings never side by side, kinds and tags mixed.

use std::collections::VecDeque;

use super::queue::{Candidate, Entry};

/// How far ahead to look for a better neighbour. Small, so that what is worth most still comes first.
const WINDOW: usize = 8;

/// Two lists as one, each in its own order, the shorter spread evenly over the longer.
pub(super) fn spread(one: Vec<Entry>, two: Vec<Entry>) -> Vec<Entry> {
    let (ones, twos) = (one.len(), two.len());
    let mut all = Vec::with_capacity(ones + twos);
    let (mut one, mut two) = (one.into_iter().peekable(), two.into_iter().peekable());
    let (mut a, mut b) = (0, 0);
    loop {
        // The list that is less far along goes next: (a + ½) / ones against (b + ½) / twos.
        let first = (2 * a + 1) * twos <= (2 * b + 1) * ones;
        let next = if one.peek().is_some() && (first || two.peek().is_none()) {
            a += 1;
            one.next()
        } else {
            b += 1;
            two.next()
        };
        let Some(entry) = next else { return all };
        all.push(entry);
    }
}

/// Reorders a little so that neighbours differ: never the same sibling group if it can be helped, rather not the same
/// kind or first tag.
pub(super) fn apart(list: &mut Vec<Entry>, candidates: &[Candidate<'_>]) {
    let mut rest: VecDeque<Entry> = std::mem::take(list).into();
    let mut last: Option<&Candidate<'_>> = None;
    while !rest.is_empty() {
        let likeness =
            |at: usize| likeness(last, rest.get(at).and_then(|entry| candidates.get(entry.candidate)));
        let near = (0..rest.len().min(WINDOW)).min_by_key(|at| (likeness(*at), *at)).unwrap_or(0);
        // A sibling is kept away at any price: look as far as needed.
        let at = if likeness(near) >= SIBLINGS {
            (near..rest.len()).find(|at| likeness(*at) < SIBLINGS).unwrap_or(near)
        } else {
            near
        };
        let Some(entry) = rest.remove(at) else { break };
        last = candidates.get(entry.candidate);
        list.push(entry);
    }
    part_the_tail(list, candidates);
}

/// Siblings may be all that is left at the end; move them to the first place where they have other neighbours.
fn part_the_tail(list: &mut Vec<Entry>, candidates: &[Candidate<'_>]) {
    let clash = |one: Option<&Entry>, two: Option<&Entry>| {
        let candidate = |entry: Option<&Entry>| entry.and_then(|entry| candidates.get(entry.candidate));
        likeness(candidate(one), candidate(two)) >= SIBLINGS
    };
    let mut tail = Vec::new();
    while list.len() > 1 && clash(list.get(list.len() - 2), list.last()) {
        tail.extend(list.pop());
    }
    for entry in tail {
        let fits = |at: &usize| {
            let before = at.checked_sub(1).and_then(|before| list.get(before));
            !clash(before, Some(&entry)) && !clash(list.get(*at), Some(&entry))
        };
        let at = (0..=list.len()).rev().find(fits).unwrap_or(list.len());
        list.insert(at, entry);
    }
}

const SIBLINGS: u32 = 100;

fn likeness(one: Option<&Candidate<'_>>, two: Option<&Candidate<'_>>) -> u32 {
    let Some((one, two)) = one.zip(two) else { return 0 };
    let siblings = one.deck == two.deck && one.sibling.is_some() && one.sibling == two.sibling;
    let same_tag = one.tag.is_some() && one.tag == two.tag;
    u32::from(siblings) * SIBLINGS + u32::from(one.kind == two.kind) + u32::from(same_tag)
}
