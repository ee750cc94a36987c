//! `shiken study --confused`: what is taken for one another, side by side.
//!
//! It is practice that leaves the schedule alone. With the look-alike just before or after it, an answer is easier
//! than on a day when it comes by itself, so it would tell the memory model too much.

use super::args;
use super::desk::Desk;
use super::progress::confusions;
use super::today::{Today, any_wanted, is_wanted};
use crate::deck::{Brief, Index};
use crate::error::Result;
use crate::library::Shelf;
use crate::plan::Standing;
use crate::session::{Card, Slot};
use crate::stats::hard::Confusion;

/// What is said when there is nothing to tell apart.
pub(super) const NONE: &str = "Nothing was taken for the same other thing twice, so there is nothing to tell apart.\n\
     `shiken stats hard` lists such pairs once there are some.\n";

/// The questions of each confusion next to each other, the most frequent first; those that are set aside are not
/// asked.
pub(super) fn slots(desk: &Desk<'_>, shelf: &Shelf, today: &Today, args: &args::Study) -> Result<Vec<Slot>> {
    let decks: Vec<&Index> = shelf.decks().collect();
    any_wanted(shelf, args)?;
    let found = confusions(desk, None, |_, _| true)?;
    let pairs = found.iter().filter_map(|confusion| pair(confusion, &decks, args));
    let slot = |card: Card| {
        let state = today.state(card);
        let asked = state.is_none_or(|state| !state.suspended);
        asked.then(|| Slot { card, standing: Standing::Cram, state: state.cloned() })
    };
    let mut slots: Vec<Slot> = together(pairs).into_iter().filter_map(slot).collect();
    slots.truncate(args.limit.map_or(usize::MAX, |limit| limit as usize));
    Ok(slots)
}

/// The question that was asked and one about what it was taken for.
fn pair(confusion: &Confusion, decks: &[&Index], args: &args::Study) -> Option<(Card, Card)> {
    let deck = decks.iter().position(|deck| *deck.id == *confusion.deck.raw())?;
    let questions = &decks.get(deck)?.questions;
    let own = questions.iter().position(|brief| *brief.id == *confusion.question.raw())?;
    let asked = questions.get(own).filter(|brief| is_wanted(brief, args))?;
    let other = other(questions, asked, confusion.other.raw())?;
    let card =
        |index: usize| Some(Card { deck: u32::try_from(deck).ok()?, index: u32::try_from(index).ok()? });
    Some((card(own)?, card(other)?))
}

/// The question with the id `other`; or one about the term `@other`, of the same kind if there is one.
fn other(questions: &[Brief], asked: &Brief, other: &str) -> Option<usize> {
    let Some(term) = other.strip_prefix('@') else {
        return questions.iter().position(|brief| *brief.id == *other && brief.id != asked.id);
    };
    let about = |brief: &Brief| brief.sibling.as_deref() == Some(term) && brief.id != asked.id;
    let same = questions.iter().position(|brief| about(brief) && brief.kind == asked.kind);
    same.or_else(|| questions.iter().position(about))
}

/// Each card once, beside one that it is paired with.
fn together(pairs: impl Iterator<Item = (Card, Card)>) -> Vec<Card> {
    let mut groups: Vec<Vec<Card>> = Vec::new();
    for (one, other) in pairs {
        let place = |card: Card| groups.iter().position(|group| group.contains(&card));
        match (place(one), place(other)) {
            (None, None) => groups.push(vec![one, other]),
            (Some(group), None) => insert(groups.get_mut(group), one, other),
            (None, Some(group)) => insert(groups.get_mut(group), other, one),
            // Both are asked already, if not side by side.
            (Some(_), Some(_)) => {}
        }
    }
    groups.concat()
}

/// Puts `new` behind `known`.
fn insert(group: Option<&mut Vec<Card>>, known: Card, new: Card) {
    if let Some(group) = group {
        let at = group.iter().position(|card| *card == known).map_or(group.len(), |at| at + 1);
        group.insert(at, new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_card_is_asked_once_beside_its_look_alike() {
        let card = |index| Card { deck: 0, index };
        let pairs = [(1, 2), (3, 4), (5, 1), (2, 6), (4, 1), (2, 1)];
        let cards = together(pairs.into_iter().map(|(one, other)| (card(one), card(other))));
        assert_eq!(cards.iter().map(|card| card.index).collect::<Vec<_>>(), [1, 5, 2, 6, 3, 4]);
    }
}
