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
use super::prepare::{self, Preparation};
use super::today::Today;
use crate::error::{Error, Exit, Result};
use crate::event::Goal;
use crate::library::{self, Opened, Shelf};
use crate::plan::Forecast;
use crate::plan::planner::Plan;
use crate::question::Mode;
use crate::session::{self, Options, Session, Slot};
use crate::terminal::Facts;
use crate::terminal::plan::headline;
use crate::terminal::words::{ahead, count};
use crate::text;
use crate::time::Day;
use crate::world::World;

/// Days of load that balancing looks at: as far as a fuzz range reaches for intervals of a few years.
const LOAD_DAYS: u32 = 400;

pub(super) fn study(world: &World, user: Option<&str>, args: &args::Study) -> Result<Exit> {
    let facts = Facts { plain: args.plain, jsonl: args.jsonl, ..super::facts(world) };
    let (mut shelf, mut desk) = open(world, user, facts, args)?;
    let today = Today::gather(&mut desk, &shelf)?;
    shelf.personal(|deck| desk.store.own(deck))?;
    if args.confused {
        return tell_apart(&mut desk, &shelf, &today, facts, args);
    }
    let goal = if args.cram || args.ahead { None } else { prepare::goal_of(&desk, &shelf)? };
    if let Some(goal) = &goal {
        mention_over(goal, desk.today());
    }
    match goal.filter(|goal| prepare::is_followed(goal, desk.today())) {
        Some(goal) => study_for(&mut desk, &shelf, &today, goal, facts, args),
        None => {
            let behind = if args.cram { None } else { backlog::of(&desk, || today.states())? };
            let slots = today.slots(&mut desk, &shelf, args, behind.is_some())?;
            if slots.is_empty() {
                return nothing_to_do(&desk, &today, args);
            }
            let mut options = options(&mut desk, &today, args)?;
            if let Some(behind) = &behind {
                super::print(&backlog::beginning(behind, desk.today(), facts))?;
                let minutes = f64::from(behind.minutes);
                options.limit_seconds = options.limit_seconds.or(Some(minutes * 60.0));
            }
            run(&mut desk, &shelf, slots, options, facts)
        }
    }
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
        return super::print(&format!(
            "{}\n",
            serde_json::json!({ "type": "nothing", "message": confused::NONE })
        ));
    }
    if slots.is_empty() {
        return super::print(confused::NONE);
    }
    let options = options(desk, today, args)?;
    run(desk, shelf, slots, options, facts)
}

/// Studies what `goal` asks for today.
fn study_for(
    desk: &mut Desk<'_>,
    shelf: &Shelf,
    today: &Today,
    goal: Goal,
    facts: Facts,
    args: &args::Study,
) -> Result<Exit> {
    let limit = args.minutes.map(|minutes| minutes as f32 * 60.0);
    let mut exam = Preparation::of(desk, shelf, today, goal.clone(), limit)?;
    let plan = exam.plan();
    let forecast = exam.planner.forecast(&plan.choice);
    exam.keep(desk, &plan.choice, &forecast)?;
    let slots = today.planned(desk, shelf, args, &plan, exam.seconds_today)?;
    if slots.is_empty() {
        return super::print(&enough(&exam, &plan, facts));
    }
    super::print(&beginning(&exam, &forecast, slots.len(), facts))?;
    let mut options = options(desk, today, args)?;
    options.limit_seconds = Some(f64::from(exam.seconds_today));
    let done = run(desk, shelf, slots, options, facts)?;
    if !facts.jsonl {
        let today = Today::gather(desk, shelf)?;
        let mut exam = Preparation::of(desk, shelf, &today, goal, None)?;
        let plan = exam.plan();
        super::print(&enough(&exam, &plan, facts))?;
    }
    Ok(done)
}

/// What a session for an exam begins with.
fn beginning(exam: &Preparation, forecast: &Forecast, questions: usize, facts: Facts) -> String {
    let line = exam.headline(forecast, questions);
    if !facts.jsonl {
        let style = facts.style();
        return style.render(&headline(&line, style));
    }
    let expected = line.score.map(super::plan::score_json);
    let data = serde_json::json!({
        "type": "plan", "exam": line.exam.to_string(), "days_left": line.days, "expected": expected,
        "minutes_left": line.minutes_left, "questions": questions,
    });
    format!("{data}\n")
}

/// What is left of today, and what one more minute would bring.
fn enough(exam: &Preparation, plan: &Plan, facts: Facts) -> String {
    let minutes = (exam.seconds_today / 60.0).floor() as u32;
    let said = match plan.today.first() {
        None => "Nothing more would raise the expected score today.".to_owned(),
        Some(_) if minutes > 0 => {
            let questions = count(plan.fits, "question");
            format!("{minutes} min of today are left, for {questions}: `shiken study` goes on.")
        }
        Some(next) => {
            let points = next.gain * 60.0 * 100.0;
            let whole = exam.goal.minutes;
            format!(
                "Today's {whole} min are done. One more minute would bring about {points:.2} points: \
                 `shiken study --minutes 5` goes on."
            )
        }
    };
    if facts.jsonl {
        return format!("{}\n", serde_json::json!({ "type": "nothing", "message": said }));
    }
    said + "\n"
}

/// Says for some days after an exam that it is over.
fn mention_over(goal: &Goal, today: Day) {
    const DAYS: u32 = 3;
    if goal.exam <= today && today.since(goal.exam) < DAYS {
        super::aside(&format!(
            "note: the exam of {} is here; from now on what is due is asked, as without a goal",
            goal.exam
        ));
    }
}

/// Opens the decks and the progress: the decks that are named, or those of the only goal, or those that are found.
fn open<'w>(
    world: &'w World,
    user: Option<&str>,
    facts: Facts,
    args: &args::Study,
) -> Result<(Shelf, Desk<'w>)> {
    if args.decks.is_empty() {
        let desk = Desk::open(world, user)?;
        let paths = match super::goal::followed(world, &desk)? {
            Some(paths) => paths,
            None => chosen(world, facts, &args.decks)?,
        };
        return Ok((shelf(world, &paths)?, desk));
    }
    let paths = chosen(world, facts, &args.decks)?;
    let (shelf, desk) = thread::scope(|scope| {
        let shelf = scope.spawn(|| shelf(world, &paths));
        let desk = Desk::open(world, user);
        (shelf.join().unwrap_or_else(|panic| resume_unwind(panic)), desk)
    });
    Ok((shelf?, desk?))
}

/// Asks the questions of `slots`.
fn run(desk: &mut Desk<'_>, shelf: &Shelf, slots: Vec<Slot>, options: Options, facts: Facts) -> Result<Exit> {
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

fn options(desk: &mut Desk<'_>, today: &Today, args: &args::Study) -> Result<Options> {
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
        return super::print(&format!("{}\n", serde_json::json!({ "type": "nothing", "message": said })));
    }
    super::print(&(said + "\n"))
}
