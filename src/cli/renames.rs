//! Progress whose question is gone, and the new question that looks like it: `shiken deck renames`, and the word
//! about it before a session.

use std::collections::HashMap;

use serde_json::json;

use super::desk::{self, Desk};
use crate::deck::Deck;
use crate::deck::likeness::{Pair, Trace, pairs};
use crate::error::{Error, Exit, Result};
use crate::event::{Body, Subject};
use crate::memory::State;
use crate::question::Question;
use crate::text::{self, Text};
use crate::time::Day;
use crate::world::World;

/// A question that looks renamed.
struct Renamed<'a> {
    old: &'a str,
    new: &'a Question,
    pair: Pair,
}

/// Progress that no question has any more, each with the question never answered that it seems to belong to.
fn renamed<'a>(deck: &'a Deck, states: &'a HashMap<String, State>) -> Vec<Renamed<'a>> {
    let known = deck.questions.iter().filter(|question| states.contains_key(&*question.id)).count();
    if known == states.len() {
        return Vec::new();
    }
    let ids: std::collections::HashSet<&str> = deck.questions.iter().map(|question| &*question.id).collect();
    let lost = states.iter().filter(|(id, _)| !ids.contains(id.as_str()));
    let mut lost: Vec<Trace<'_>> = lost
        .filter_map(|(id, state)| Some(Trace { id, meaning: state.meaning?, common_key: false }))
        .collect();
    lost.sort_unstable_by_key(|trace| trace.id);
    let never = |question: &&Question| states.get(&*question.id).is_none_or(State::is_new);
    let fresh: Vec<&Question> = deck.questions.iter().filter(never).collect();
    let traces: Vec<Trace<'_>> = fresh.iter().map(|question| Trace::of(question)).collect();
    let named =
        |pair: Pair| Some(Renamed { old: lost.get(pair.lost)?.id, new: fresh.get(pair.fresh)?, pair });
    pairs(&lost, &traces).into_iter().filter_map(named).collect()
}

/// Says so if questions look renamed.
pub(super) fn mention(deck: &Deck, states: &HashMap<String, State>) {
    let found = renamed(deck, states).len();
    if found > 0 {
        let (questions, them) = if found == 1 {
            ("1 question looks".to_owned(), "it")
        } else {
            (format!("{found} questions look"), "them")
        };
        super::aside(&format!(
            "{questions} renamed: `shiken deck renames {}` shows {them} and moves your progress",
            place(deck)
        ));
    }
}

/// The deck as it can be named on the command line: by its first file, for not every deck is found by its id.
fn place(deck: &Deck) -> String {
    let place = deck.files.first().map_or(&*deck.id, Text::raw);
    let place = place.strip_suffix("deck.toml").filter(|folder| folder.len() > 2).unwrap_or(place);
    let shown = text::terminal(place);
    if shown.contains(char::is_whitespace) { format!("'{shown}'") } else { shown.into_owned() }
}

/// Makes questions whose key has changed due now, to be learnt anew.
pub(super) fn recall_changed(deck: &Deck, states: &mut HashMap<String, State>, today: Day) {
    for question in &deck.questions {
        if let Some(state) = states.get_mut(&*question.id) {
            state.recall_if_changed(question.meaning, today);
        }
    }
}

/// What to do with what is found.
#[derive(Debug, Clone, Copy)]
pub(super) struct How {
    /// Move the progress.
    pub accept: bool,
    /// Print JSON.
    pub json: bool,
}

/// `shiken deck renames`: shows what looks renamed and, when told so, moves the progress. With `ids`, only of these
/// old ids.
pub(super) fn renames(
    world: &World,
    user: Option<&str>,
    name: &str,
    ids: &[String],
    how: How,
) -> Result<Exit> {
    let deck = desk::deck(world, name)?;
    let mut desk = Desk::open(world, user)?;
    let states = desk.states(&deck.id)?;
    let mut found = renamed(&deck, &states);
    if let Some(unknown) = ids.iter().find(|id| found.iter().all(|renamed| renamed.old != **id)) {
        let known: Vec<&str> = found.iter().map(|renamed| renamed.old).collect();
        return Err(Error::usage(format!("“{}” does not look renamed", text::terminal(unknown)))
            .help(format!("these do: {}", text::terminal(&known.join(", ")))));
    }
    found.retain(|renamed| ids.is_empty() || ids.iter().any(|id| id == renamed.old));
    if how.accept {
        for renamed in &found {
            let from = Subject { deck: Text::from(&*deck.id), question: Text::from(renamed.old) };
            desk.save(Body::Rename { from, to: Text::from(&*renamed.new.id) })?;
        }
    }
    let said = if how.json { as_json(&found, how.accept) } else { as_text(&deck, &found, how.accept) };
    super::print(&said)
}

fn as_text(deck: &Deck, found: &[Renamed<'_>], accept: bool) -> String {
    if found.is_empty() {
        return "no question looks renamed\n".to_owned();
    }
    let mut said = String::new();
    for renamed in found {
        let Renamed { old, new, pair } = renamed;
        let (old, id) = (text::terminal(old), text::terminal(&new.id));
        said += &format!("{old} → {id}: they have {}\n    {}\n", pair.likeness.words(), line(&new.prompt));
    }
    said += &match (accept, found.len()) {
        (true, 1) => "your progress with it has moved to the new id\n".to_owned(),
        (true, _) => "your progress with them has moved to the new ids\n".to_owned(),
        (false, _) => {
            format!("`shiken deck renames {} --accept` moves your progress to the new ids\n", place(deck))
        }
    };
    said
}

fn as_json(found: &[Renamed<'_>], accept: bool) -> String {
    let pair = |renamed: &Renamed<'_>| {
        json!({
            "old": renamed.old,
            "new": &*renamed.new.id,
            "prompt": renamed.new.prompt.raw(),
            "likeness": renamed.pair.likeness.words(),
        })
    };
    format!("{}\n", json!({ "accepted": accept, "renames": found.iter().map(pair).collect::<Vec<_>>() }))
}

/// Other people's text on one line, cut where nobody reads on.
pub(super) fn line(text: &Text) -> String {
    const MOST: usize = 100;
    let shown = text.terminal().split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.chars().count() <= MOST { shown } else { shown.chars().take(MOST - 1).chain(['…']).collect() }
}
