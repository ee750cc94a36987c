//! `shiken study`: from a command to the first question, and to the summary.

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use super::args;
use super::backlog;
use super::choose::chosen;
use super::confused;
use super::desk::{self, Desk};
use super::pursue::{self, Aim};
use super::sittings::OPEN;
use super::today::Today;
use crate::error::{Error, Exit, Result};
use crate::library::{self, Opened, Shelf};
use crate::question::Mode;
use crate::session::{self, Options, Session, Slot};
use crate::terminal::Facts;
use crate::terminal::words::ahead;
use crate::text;
use crate::world::World;

/// Days of load that balancing looks at: as far as a fuzz range reaches for intervals of a few years.
const LOAD_DAYS: u32 = 400;

pub(super) fn study(world: &World, user: Option<&str>, args: &args::Study) -> Result<Exit> {
    let facts = Facts { plain: args.plain, jsonl: args.jsonl, ..super::facts(world) };
    let (mut shelf, mut desk, aim) = open(world, user, facts, args)?;
    if desk.store.setting::<bool>(OPEN)?.is_some() {
        super::exam::settle(world, &mut desk, |_| false)?;
    }
    let today = Today::gather(&mut desk, &shelf)?;
    shelf.personal(|deck| desk.store.own(deck))?;
    if args.confused {
        return tell_apart(&mut desk, &shelf, &today, facts, args);
    }
    match aim {
        Some(aim) => pursue::study(&mut desk, &shelf, &today, aim, facts, args),
        None => as_due(&mut desk, &shelf, &today, facts, args),
    }
}

/// Studies what is due, and new questions; with a backlog, so many minutes a day.
fn as_due(
    desk: &mut Desk<'_>,
    shelf: &Shelf,
    today: &Today,
    facts: Facts,
    args: &args::Study,
) -> Result<Exit> {
    let behind = if args.cram { None } else { backlog::of(desk, || today.states())? };
    let slots = today.slots(desk, shelf, args, behind.is_some())?;
    if slots.is_empty() {
        return nothing_to_do(desk, today, args);
    }
    let mut options = options(desk, today, args)?;
    let limited = options.limit_seconds.is_some();
    if let Some(behind) = &behind {
        if !limited && behind.seconds_today <= 0.0 {
            return super::print(&backlog::done(behind, facts));
        }
        super::print(&backlog::beginning(behind, desk.today(), facts))?;
        options.limit_seconds = options.limit_seconds.or(Some(behind.seconds_today.into()));
    }
    let ended = run(desk, shelf, slots, options, facts)?;
    if behind.is_some() && !limited && !facts.jsonl {
        let today = Today::gather(desk, shelf)?;
        if let Some(behind) = backlog::of(desk, || today.states())?.filter(|left| left.seconds_today <= 0.0) {
            super::print(&backlog::done(&behind, facts))?;
        }
    }
    Ok(ended)
}

/// Practises what is taken for one another.
fn tell_apart(
    desk: &mut Desk<'_>,
    shelf: &Shelf,
    today: &Today,
    facts: Facts,
    args: &args::Study,
) -> Result<Exit> {
    let slots = confused::slots(desk, shelf, today, args)?;
    if slots.is_empty() && args.jsonl {
        return super::print_json(&serde_json::json!({ "type": "nothing", "message": confused::NONE }));
    }
    if slots.is_empty() {
        return super::print(confused::NONE);
    }
    let options = options(desk, today, args)?;
    run(desk, shelf, slots, options, facts)
}

/// Opens the decks and the progress: the decks that are named, or those of the next exam, or those that are found;
/// with the goal that they are studied for.
fn open<'w>(
    world: &'w World,
    user: Option<&str>,
    facts: Facts,
    args: &args::Study,
) -> Result<(Shelf, Desk<'w>, Option<Aim>)> {
    let planned = !(args.cram || args.ahead || args.confused);
    if args.decks.is_empty() {
        let desk = Desk::open(world, user)?;
        if let Some((goal, paths)) = super::goal::nearest(world, &desk)? {
            let aim = planned.then_some(Aim { goal, decks: Vec::new() });
            return Ok((shelf(world, &paths)?, desk, aim));
        }
        let paths = chosen(world, facts, &args.decks)?;
        let shelf = shelf(world, &paths)?;
        let (shelf, aim) = if planned { pursue::aim(world, &desk, shelf, &paths)? } else { (shelf, None) };
        return Ok((shelf, desk, aim));
    }
    let paths = chosen(world, facts, &args.decks)?;
    let (shelf, desk) = thread::scope(|scope| {
        let shelf = scope.spawn(|| shelf(world, &paths));
        let desk = Desk::open(world, user);
        (shelf.join().unwrap_or_else(|panic| resume_unwind(panic)), desk)
    });
    let (shelf, desk) = (shelf?, desk?);
    let (shelf, aim) = if planned { pursue::aim(world, &desk, shelf, &paths)? } else { (shelf, None) };
    Ok((shelf, desk, aim))
}

/// Asks the questions of `slots`.
pub(super) fn run(
    desk: &mut Desk<'_>,
    shelf: &Shelf,
    slots: Vec<Slot>,
    options: Options,
    facts: Facts,
) -> Result<Exit> {
    if let Some(first) = slots.first() {
        shelf.prepare(first.card);
    }
    let scheduler = desk.scheduler().clone();
    let world = desk.world;
    let mut session = Session::new(shelf, &scheduler, slots, options);
    let mut prompter = facts.prompter()?;
    session::run(&mut session, &mut *prompter, &mut desk.store, &|| world.now())?;
    if !facts.jsonl {
        super::fit::suggest(desk, facts.style());
    }
    Ok(Exit::Done)
}

/// Opens the decks. Progress follows deck id and question id, so no two may have one id.
pub(super) fn shelf(world: &World, paths: &[PathBuf]) -> Result<Shelf> {
    let mut shelf = Shelf::default();
    for path in paths {
        match library::open(path, &world.folders.cache)? {
            Opened::Known(index, files) => shelf.add_known(index, files),
            Opened::Whole(loaded, slot) => {
                let (deck, whole) = desk::sound(*loaded, path)?;
                shelf.add(deck, slot.filter(|_| whole));
            }
        }
    }
    let mut ids = HashSet::new();
    let twice = shelf.decks().map(|deck| deck.id.clone()).find(|id| !ids.insert(id.clone()));
    match twice {
        Some(id) => Err(Error::new(format!("two decks have the id “{}”", text::terminal(&id)))
            .help("study one of them, or give one another id: progress follows it")),
        None => Ok(shelf),
    }
}

pub(super) fn options(desk: &mut Desk<'_>, today: &Today, args: &args::Study) -> Result<Options> {
    let minutes = args.minutes.or(desk.preferences.minutes);
    Ok(Options {
        session: desk.fresh_id(),
        seed: desk.seed(),
        mode: args.mode.map_or(desk.preferences.mode, mode),
        cram: args.cram || args.confused,
        limit_seconds: minutes.map(|minutes| f64::from(minutes) * 60.0),
        calendar: desk.calendar.clone(),
        loads: desk.store.due_counts(desk.today(), LOAD_DAYS)?,
        unseen: today.unseen(),
    })
}

pub(super) fn mode(mode: args::ModeArg) -> Mode {
    match mode {
        args::ModeArg::Typed => Mode::Typed,
        args::ModeArg::Choice => Mode::Choice,
        args::ModeArg::Flip => Mode::Flip,
    }
}

fn nothing_to_do(desk: &Desk<'_>, today: &Today, args: &args::Study) -> Result<Exit> {
    let counts = desk.store.due_counts(desk.today(), 365)?;
    let next = (0u32..).zip(counts).skip(1).find(|(_, due)| *due > 0);
    let mut said = String::from("Nothing is due now.");
    if let Some((days, due)) = next {
        let when = ahead(desk.today().plus(days), days);
        said += &format!(" Next: {due} {when}.");
    }
    let unseen = today.unseen();
    if unseen > 0 {
        said += &format!("\n{unseen} questions are new: --new N asks more of them today.");
    }
    said += if args.ahead {
        "\nWhat was answered today is not asked ahead of time; --cram practises it without touching the schedule."
    } else {
        "\n--ahead studies what is not due yet; --cram practises without touching the schedule."
    };
    if args.jsonl {
        return super::print_json(&serde_json::json!({ "type": "nothing", "message": said }));
    }
    super::print(&(said + "\n"))
}
