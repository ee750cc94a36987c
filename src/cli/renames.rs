//! Progress whose question is gone, and the new question that looks like it: `shiken deck renames`, and the word
//! about it before a session.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::desk::Desk;
use crate::deck::likeness::{Likeness, Pair, Trace, pairs};
use crate::deck::{Deck, Index};
use crate::error::{Error, Exit, Result};
use crate::event::{Body, Subject};
use crate::memory::State;
use crate::terminal::jsonl::out::json_line;
use crate::text::{self, Text};
use crate::world::World;

/// A question that looks renamed: its old id, its new one, and why.
struct Renamed<'a> {
    old: &'a str,
    new: &'a str,
    likeness: Likeness,
}

/// Progress that no question has any more, each with the question never answered that it seems to belong to.
fn renamed<'a>(
    questions: impl Iterator<Item = Trace<'a>> + Clone,
    states: &HashMap<&'a str, &State>,
) -> Vec<Renamed<'a>> {
    if questions.clone().filter(|question| states.contains_key(question.id)).count() == states.len() {
        return Vec::new();
    }
    let ids: HashSet<&str> = questions.clone().map(|question| question.id).collect();
    let lost = states.iter().filter(|(id, _)| !ids.contains(*id));
    let mut lost: Vec<Trace<'_>> = lost
        .filter_map(|(id, state)| Some(Trace { id, meaning: state.meaning?, common_key: false }))
        .collect();
    lost.sort_unstable_by_key(|trace| trace.id);
    let never = |question: &Trace<'_>| states.get(question.id).is_none_or(|state| state.is_new());
    let fresh: Vec<Trace<'_>> = questions.filter(never).collect();
    let named = |pair: Pair| {
        let (old, new) = (lost.get(pair.lost)?.id, fresh.get(pair.fresh)?.id);
        Some(Renamed { old, new, likeness: pair.likeness })
    };
    pairs(&lost, &fresh).into_iter().filter_map(named).collect()
}

/// Says so if questions look renamed.
pub(super) fn mention(deck: &Index, states: &HashMap<&str, &State>) {
    let found = renamed(deck.questions.iter().map(Trace::of_brief), states).len();
    if found > 0 {
        let (questions, them) = if found == 1 {
            ("1 question looks".to_owned(), "it")
        } else {
            (format!("{found} questions look"), "them")
        };
        super::aside(&format!(
            "{questions} renamed: `shiken deck renames {}` shows {them} and moves your progress",
            place(&deck.file, &deck.id)
        ));
    }
}

/// The deck as it can be named on the command line: by its first file, for not every deck is found by its id.
fn place(file: &str, id: &str) -> String {
    let file = if file.is_empty() { id } else { file };
    let place = file.strip_suffix("deck.toml").filter(|folder| folder.len() > 2).unwrap_or(file);
    let shown = text::terminal(place);
    if shown.contains(char::is_whitespace) { format!("'{shown}'") } else { shown.into_owned() }
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
    let (mut desk, deck) = Desk::with_deck(world, user, name)?;
    let states = desk.states(&deck.id)?;
    let states: HashMap<&str, &State> = states.iter().map(|(id, state)| (id.as_str(), state)).collect();
    let mut found = renamed(deck.questions.iter().map(Trace::of), &states);
    if let Some(unknown) = ids.iter().find(|id| found.iter().all(|renamed| renamed.old != **id)) {
        let known: Vec<&str> = found.iter().map(|renamed| renamed.old).collect();
        return Err(Error::usage(format!("“{}” does not look renamed", text::terminal(unknown)))
            .help(format!("these do: {}", text::terminal(&known.join(", ")))));
    }
    found.retain(|renamed| ids.is_empty() || ids.iter().any(|id| id == renamed.old));
    if how.accept {
        let body = |renamed: &Renamed<'_>| {
            let from = Subject { deck: Text::from(&*deck.id), question: Text::from(renamed.old) };
            Body::Rename { from, to: Text::from(renamed.new) }
        };
        desk.save_all(found.iter().map(body).collect())?;
    }
    let said = if how.json { as_json(&deck, &found, how.accept) } else { as_text(&deck, &found, how.accept) };
    super::print(&said)
}

fn as_text(deck: &Deck, found: &[Renamed<'_>], accept: bool) -> String {
    if found.is_empty() {
        return "no question looks renamed\n".to_owned();
    }
    let mut said = String::new();
    for renamed in found {
        let Renamed { old, new, likeness } = renamed;
        let (old, id) = (text::terminal(old), text::terminal(new));
        said += &format!("{old} → {id}: they have {}\n    {}\n", likeness.words(), line(&prompt(deck, new)));
    }
    said += &match (accept, found.len()) {
        (true, 1) => "your progress with it has moved to the new id\n".to_owned(),
        (true, _) => "your progress with them has moved to the new ids\n".to_owned(),
        (false, _) => {
            format!(
                "`shiken deck renames {} --accept` moves your progress to the new ids\n",
                place(deck.files.first().map_or("", Text::raw), &deck.id)
            )
        }
    };
    said
}

fn prompt(deck: &Deck, id: &str) -> Text {
    deck.questions
        .iter()
        .find(|question| *question.id == *id)
        .map(|question| question.prompt.clone())
        .unwrap_or_default()
}

fn as_json(deck: &Deck, found: &[Renamed<'_>], accept: bool) -> String {
    let pair = |renamed: &Renamed<'_>| {
        json!({
            "old": renamed.old,
            "new": renamed.new,
            "prompt": prompt(deck, renamed.new).raw(),
            "likeness": renamed.likeness.words(),
        })
    };
    json_line(&json!({ "accepted": accept, "renames": found.iter().map(pair).collect::<Vec<_>>() }))
}

/// Other people's text on one line, cut where nobody reads on.
pub(super) fn line(text: &Text) -> String {
    const MOST: usize = 100;
    let shown = text.terminal().split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.chars().count() <= MOST { shown } else { shown.chars().take(MOST - 1).chain(['…']).collect() }
}
