//! `shiken study`: from a command to the first question, and to the summary.

use std::collections::HashSet;
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::thread;

use super::args;
use super::choose::chosen;
use super::desk::{self, Desk};
use super::today::Today;
use crate::error::{Error, Exit, Result};
use crate::library::{self, Opened, Shelf};
use crate::question::Mode;
use crate::session::{self, Options, Session};
use crate::terminal::Facts;
use crate::terminal::words::ahead;
use crate::text;
use crate::world::World;

/// Days of load that balancing looks at: as far as a fuzz range reaches for intervals of a few years.
const LOAD_DAYS: u32 = 400;

pub(super) fn study(world: &World, user: Option<&str>, args: &args::Study) -> Result<Exit> {
    let facts = Facts { plain: args.plain, jsonl: args.jsonl, ..super::facts(world) };
    let paths = chosen(world, facts, args)?;
    let (shelf, desk) = thread::scope(|scope| {
        let shelf = scope.spawn(|| shelf(world, &paths));
        let desk = Desk::open(world, user);
        (shelf.join().unwrap_or_else(|panic| resume_unwind(panic)), desk)
    });
    let (mut shelf, mut desk) = (shelf?, desk?);
    shelf.personal(|deck| desk.store.own(deck))?;
    let today = Today::gather(&mut desk, &shelf)?;
    let slots = today.slots(&mut desk, &shelf, args)?;
    let Some(first) = slots.first() else { return nothing_to_do(&desk, &today, args) };
    shelf.prepare(first.card);
    let options = options(&mut desk, &today, args)?;
    let scheduler = desk.scheduler().clone();
    let mut session = Session::new(&shelf, &scheduler, slots, options);
    let mut prompter = facts.prompter()?;
    session::run(&mut session, &mut *prompter, &mut desk.store, &|| world.now())?;
    Ok(Exit::Done)
}

/// Opens the decks. Progress follows deck id and question id, so no two may have one id.
fn shelf(world: &World, paths: &[PathBuf]) -> Result<Shelf> {
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

fn options(desk: &mut Desk<'_>, today: &Today, args: &args::Study) -> Result<Options> {
    let minutes = args.minutes.or(desk.preferences.minutes);
    Ok(Options {
        session: desk.fresh_id(),
        seed: desk.seed(),
        mode: args.mode.map_or(desk.preferences.mode, mode),
        cram: args.cram,
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
        return super::print(&format!("{}\n", serde_json::json!({ "type": "nothing", "message": said })));
    }
    super::print(&(said + "\n"))
}
