//! `shiken exam DECK`: a paper is drawn and sat under the clock. An open sitting goes on.

use std::path::PathBuf;

use super::blueprint::{blueprint, drawn, limit_seconds};
use super::close;
use crate::cli::desk::{self, Desk};
use crate::cli::sittings::{OPEN, PLACE, place, sittings};
use crate::cli::{self, args, choose};
use crate::deck::{Deck, exam::Exam as Blueprint};
use crate::error::{Error, Exit, Result};
use crate::event::exam::{Exam, Paper};
use crate::event::{Body, Draft};
use crate::exam::{Conduct, Outcome, Sitting, port};
use crate::library;
use crate::question::lexicon;
use crate::terminal::Facts;
use crate::terminal::exam::view;
use crate::world::World;

/// Goes on with the open sitting of the deck, or begins one.
pub(super) fn sit(world: &World, user: Option<&str>, args: &args::Exam) -> Result<Exit> {
    let facts = Facts { plain: args.plain, jsonl: args.jsonl, ..cli::facts(world) };
    let mut desk = Desk::open(world, user)?;
    let open: Vec<Sitting> = sittings(&desk)?.into_iter().filter(|sitting| sitting.marks.is_none()).collect();
    let path = path(world, &desk, facts, args, open.last())?;
    let deck = desk.deck(&path)?;
    let asked = |own: &Sitting| *own.paper.deck.raw() == *deck.id && same_exam(own, args).is_ok();
    close::settle(world, &mut desk, asked)?;
    let open = |sitting: &Sitting| sitting.marks.is_none() && *sitting.paper.deck.raw() == *deck.id;
    match sittings(&desk)?.into_iter().rfind(open) {
        Some(sitting) => {
            same_exam(&sitting, args)?;
            let begun = desk.calendar.local(sitting.begun);
            let title = sitting.paper.title.terminal();
            let other_terms =
                args.seed.is_some() || args.untimed || args.certainty || args.extra_time.is_some();
            let terms = if other_terms { " Its terms stay as they were." } else { "" };
            cli::aside(&format!(
                "Going on with {title}, begun on {}.{terms}",
                begun.strftime("%-d %B at %H:%M")
            ));
            conduct(&mut desk, facts, &deck, sitting)
        }
        None => {
            let blueprint = blueprint(world, facts, &deck, &args.of)?;
            let paper = paper(&mut desk, &deck, &blueprint, args)?;
            if !facts.ready(&view::instructions(&paper, facts.style()))? {
                return Ok(Exit::Interrupted);
            }
            desk.store.set(PLACE, Some(&(&*deck.id, path.canonicalize().unwrap_or(path))))?;
            desk.store.set(OPEN, Some(&true))?;
            let sitting = begin(&mut desk, paper)?;
            conduct(&mut desk, facts, &deck, sitting)
        }
    }
}

/// The deck that was named, that of the open sitting, or the one that is found.
fn path(
    world: &World,
    desk: &Desk<'_>,
    facts: Facts,
    args: &args::Exam,
    open: Option<&Sitting>,
) -> Result<PathBuf> {
    match (&args.deck, open) {
        (Some(name), _) => library::resolve(name, &desk::roots(world)),
        (None, Some(sitting)) => place(world, desk, sitting.paper.deck.raw()).map_err(|error| {
            let title = sitting.paper.title.terminal();
            Error { what: format!("{title} is still open, but {}", error.what), ..error }
                .help("name the path of its deck, as in `shiken exam decks/law.toml`")
        }),
        (None, None) => {
            let found = choose::chosen(world, facts, &[])?;
            found.into_iter().next().ok_or_else(|| Error::usage("it is not said which deck"))
        }
    }
}

/// An error if another exam is asked for than the one that is open.
fn same_exam(open: &Sitting, args: &args::Exam) -> Result<()> {
    let another = args.of.id.as_ref().is_some_and(|id| id != open.paper.exam.raw())
        || (args.of.questions.is_some() && !open.paper.exam.raw().is_empty());
    if !another {
        return Ok(());
    }
    let title = open.paper.title.terminal();
    Err(Error::usage(format!("a sitting of {title} is still open"))
        .help("`shiken exam` goes on with it; `:done` hands it in"))
}

/// Draws the paper.
fn paper(desk: &mut Desk<'_>, deck: &Deck, exam: &Blueprint, args: &args::Exam) -> Result<Paper> {
    let seed = args.seed.unwrap_or_else(|| desk.seed());
    let minutes = exam.minutes.filter(|_| !args.untimed);
    drawn(deck, exam, seed, limit_seconds(minutes, args.extra_time), args.certainty)
}

/// Begins a sitting: from here on the time runs.
fn begin(desk: &mut Desk<'_>, paper: Paper) -> Result<Sitting> {
    let now = desk.now();
    let draft = Draft {
        id: desk.fresh_id(),
        clock: now,
        offset_minutes: desk.calendar.offset_minutes(now),
        day: desk.calendar.day(now),
        body: Body::Exam(Box::new(Exam::Sitting(paper))),
    };
    desk.store.append(std::slice::from_ref(&draft))?;
    Sitting::begin(&port::event(&draft)).ok_or_else(|| Error::new("the sitting could not be begun"))
}

/// Sits until the end, or until the student leaves.
fn conduct(desk: &mut Desk<'_>, facts: Facts, deck: &Deck, sitting: Sitting) -> Result<Exit> {
    let lexicon = lexicon(&deck.terms, &deck.questions);
    let world = desk.world;
    let seed = desk.seed();
    let mut conduct = Conduct::new(deck, &lexicon, desk.calendar.clone(), sitting, seed);
    let outcome = {
        let mut room = facts.exam_room()?;
        port::run(&mut conduct, &mut *room, &mut desk.store, &|| world.now())?
    };
    match outcome {
        Outcome::Left => Ok(Exit::Done),
        Outcome::Over(end) => close::close(desk, facts, deck, &lexicon, conduct.sitting(), end),
    }
}
