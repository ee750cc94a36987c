//! `shiken exam`: a paper is drawn, sat under the clock, closed and marked. An open sitting goes on.

use std::path::PathBuf;

use super::args::{self, ExamCommand};
use super::choose;
use super::desk::{self, Desk};
use super::{exam_close, exam_grade, exam_paper, exam_results, exam_seal, exam_sit};
use crate::deck::{Deck, exam::Exam as Blueprint};
use crate::error::{Error, Exit, Result};
use crate::event::exam::{End, Exam, Item, Paper};
use crate::event::{Body, Draft};
use crate::exam::{self, Conduct, Outcome, Shortage, Sitting, draw, port};
use crate::library;
use crate::question::lexicon;
use crate::terminal::Facts;
use crate::terminal::exam::view;
use crate::terminal::words::count;
use crate::text::{self, Text};
use crate::world::World;

/// Where the deck of the last sitting was found: a path of this machine, which the log does not tell others.
const PLACE: &str = "sitting-place";

pub(super) fn exam(world: &World, user: Option<&str>, args: &args::Exam) -> Result<Exit> {
    match &args.command {
        Some(ExamCommand::Results { number, json }) => exam_results::results(world, user, *number, *json),
        Some(ExamCommand::Paper(args)) => exam_paper::paper(world, args),
        Some(ExamCommand::Seal(args)) => exam_seal::seal(world, args),
        Some(ExamCommand::Sit(args)) => exam_sit::sit(world, args),
        Some(ExamCommand::Grade(args)) => exam_grade::grade(world, args),
        None => sit_one(world, user, args),
    }
}

/// Goes on with the open sitting of the deck, or begins one.
fn sit_one(world: &World, user: Option<&str>, args: &args::Exam) -> Result<Exit> {
    let facts = Facts { plain: args.plain, jsonl: args.jsonl, ..super::facts(world) };
    let mut desk = Desk::open(world, user)?;
    let open: Vec<Sitting> = sittings(&desk)?.into_iter().filter(|sitting| sitting.marks.is_none()).collect();
    let path = path(world, &desk, facts, args, open.last())?;
    let (deck, _) = desk::sound(library::load(&path)?, &path)?;
    match open.into_iter().rfind(|sitting| *sitting.paper.deck.raw() == *deck.id) {
        Some(sitting) => {
            same_exam(&sitting, args)?;
            let begun = desk.calendar.local(sitting.begun);
            let title = sitting.paper.title.terminal();
            let other_terms =
                args.seed.is_some() || args.untimed || args.certainty || args.extra_time.is_some();
            let terms = if other_terms { " Its terms stay as they were." } else { "" };
            super::aside(&format!(
                "Going on with {title}, begun on {}.{terms}",
                begun.strftime("%-d %B at %H:%M")
            ));
            sit(&mut desk, facts, &deck, sitting)
        }
        None => {
            let blueprint = blueprint(world, facts, &deck, &args.of)?;
            let paper = paper(&mut desk, &deck, &blueprint, args)?;
            if !facts.ready(&view::instructions(&paper, facts.style()))? {
                return Ok(Exit::Interrupted);
            }
            desk.store.set(PLACE, Some(&(&*deck.id, path.canonicalize().unwrap_or(path))))?;
            let sitting = begin(&mut desk, paper)?;
            sit(&mut desk, facts, &deck, sitting)
        }
    }
}

/// All sittings of the log, the oldest first.
pub(super) fn sittings(desk: &Desk<'_>) -> Result<Vec<Sitting>> {
    let all = desk.store.sittings()?;
    Ok(all.iter().filter_map(|(begin, events)| Sitting::replay(begin, events)).collect())
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

/// Where the deck with this id is.
pub(super) fn place(world: &World, desk: &Desk<'_>, id: &str) -> Result<PathBuf> {
    let kept: Option<(String, PathBuf)> = desk.store.setting(PLACE)?;
    match kept.filter(|(deck, path)| deck == id && path.exists()) {
        Some((_, path)) => Ok(path),
        None => library::resolve(id, &desk::roots(world)),
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

/// The blueprint that was named, the only one, or one without a name.
pub(super) fn blueprint(world: &World, facts: Facts, deck: &Deck, of: &args::Of) -> Result<Blueprint> {
    if let Some(questions) = of.questions {
        return Ok(Blueprint::any(questions as usize, of.minutes));
    }
    let listed = || {
        let ids: Vec<String> = deck.exams.iter().map(|exam| text::terminal(&exam.id).into_owned()).collect();
        format!("one of: {}", ids.join(", "))
    };
    let freely =
        "--questions 20 --minutes 30 draws from the whole deck; docs/exams.md says how to write an [[exam]]";
    match (of.id.as_deref(), deck.exams.as_slice()) {
        (_, []) => Err(Error::usage("the deck has no [[exam]]").help(freely)),
        (Some(id), all) => {
            let found = all.iter().find(|exam| *exam.id == *id).cloned();
            let missing = || Error::usage(format!("the deck has no exam “{}”", text::terminal(id)));
            found.ok_or_else(|| missing().help(listed()))
        }
        (None, [only]) => Ok(only.clone()),
        (None, several) if world.screen.input && world.screen.output && !facts.jsonl => {
            let titles: Vec<Text> = several.iter().map(|exam| exam.title.clone()).collect();
            let picked = facts.menu("Which exam?", &titles)?.and_then(|index| several.get(index).cloned());
            picked.ok_or_else(|| Error { exit: Exit::Interrupted, ..Error::new("no exam was chosen") })
        }
        (None, _) => Err(Error::usage("the deck has several exams").help(listed())),
    }
}

/// Draws the paper.
fn paper(desk: &mut Desk<'_>, deck: &Deck, exam: &Blueprint, args: &args::Exam) -> Result<Paper> {
    let seed = args.seed.unwrap_or_else(|| desk.seed());
    let minutes = exam.minutes.filter(|_| !args.untimed);
    drawn(deck, exam, seed, limit_seconds(minutes, args.extra_time), args.certainty)
}

/// The seconds that so many minutes are, with so many percent more.
pub(super) fn limit_seconds(minutes: Option<u32>, extra_percent: Option<u32>) -> Option<u32> {
    let percent = u64::from(extra_percent.unwrap_or(0)) + 100;
    minutes.map(|minutes| u32::try_from(u64::from(minutes) * 60 * percent / 100).unwrap_or(u32::MAX))
}

/// Draws a paper with these terms.
pub(super) fn drawn(
    deck: &Deck,
    exam: &Blueprint,
    seed: u64,
    limit_seconds: Option<u32>,
    certainty: bool,
) -> Result<Paper> {
    let drawn = draw(deck, exam, seed, 0).map_err(|short| infeasible(exam, &short))?;
    let item = |drawn: &exam::Drawn| {
        let question = deck.questions.get(drawn.question)?;
        Some(Item {
            question: Text::from(&*question.id),
            meaning: question.meaning,
            section: u32::try_from(drawn.section).ok()?,
            points: question.points,
        })
    };
    Ok(Paper {
        deck: Text::from(&*deck.id),
        version: deck.version.clone(),
        exam: Text::from(&*exam.id),
        title: exam.title.clone(),
        seed,
        limit_seconds,
        certainty,
        pass: exam.pass,
        bands: exam.bands.clone(),
        negative: exam.negative,
        sections: exam.sections.iter().map(|section| (section.title.clone(), section.weight)).collect(),
        items: drawn.iter().filter_map(item).collect(),
    })
}

/// What is missing, section by section.
pub(super) fn infeasible(exam: &Blueprint, short: &[Shortage]) -> Error {
    let line = |short: &Shortage| {
        let Shortage { title, wanted, there, together, cards } = short;
        let mut line = format!("{}: {wanted} wanted, {there} there", title.terminal());
        if together < there {
            line += &format!(
                ", of which {together} can stand on one paper: the others share a term with these or give them away"
            );
        }
        if *cards > 0 {
            line += &format!(" ({} more, which no program can mark)", count(*cards, "flip card"));
        }
        line
    };
    let lines: Vec<String> = short.iter().map(line).collect();
    Error::new(format!("{} cannot be drawn from this deck\n  {}", exam.title.terminal(), lines.join("\n  ")))
        .help("ask for fewer, or write more questions")
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
fn sit(desk: &mut Desk<'_>, facts: Facts, deck: &Deck, sitting: Sitting) -> Result<Exit> {
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
        Outcome::Over(end) => exam_close::close(desk, facts, deck, &lexicon, conduct.sitting(), end),
    }
}

/// Closes a sitting whose time is up while nobody sits it.
pub(super) fn is_over(desk: &Desk<'_>, sitting: &Sitting) -> Option<End> {
    sitting.is_over(desk.now()).then_some(End::TimeUp)
}
