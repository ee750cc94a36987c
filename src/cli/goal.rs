//! `shiken goal`: an exam on a date and minutes a day, kept in the student's log.

use std::path::PathBuf;

use serde_json::json;

use super::args::{self, GoalCommand, Terms};
use super::desk::{self, Desk};
use super::foresight;
use super::plan::{self, title};
use super::prepare;
use super::pursue;
use super::study;
use super::today::Today;
use crate::error::{Error, Exit, Result};
use crate::event::{Body, Course, Goal};
use crate::library;
use crate::plan::planner::MOST_DAYS;
use crate::terminal::Tone;
use crate::terminal::style::labelled;
use crate::terminal::words::ahead;
use crate::text::{self, Text};
use crate::time::Day;
use crate::world::World;

pub(super) fn goal(world: &World, user: Option<&str>, args: args::Goal) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    match args.command {
        Some(GoalCommand::Show { json }) => show(&desk, json),
        Some(GoalCommand::Change { deck, terms }) => change(world, &mut desk, deck.as_deref(), &terms),
        Some(GoalCommand::Pause { deck }) => turn(world, &mut desk, deck.as_deref(), Course::Paused),
        Some(GoalCommand::Resume { deck }) => turn(world, &mut desk, deck.as_deref(), Course::Active),
        Some(GoalCommand::End { deck, score }) => end(world, &mut desk, deck.as_deref(), score),
        None if args.decks.is_empty() => {
            let Terms { exam, minutes, target } = args.terms;
            if exam.is_none() && minutes.is_none() && target.is_none() {
                return show(&desk, false);
            }
            Err(Error::usage("it is not said which deck the exam is about").help(EXAMPLE))
        }
        None => set(world, &mut desk, &args.decks, &args.terms),
    }
}

const EXAMPLE: &str = "as in `shiken goal DECK --exam 2026-12-15 --minutes 20`";

/// Sets a goal, and says what can be expected of it.
fn set(world: &World, desk: &mut Desk<'_>, decks: &[String], terms: &Terms) -> Result<Exit> {
    let exam = terms.exam.ok_or_else(|| Error::usage("the exam needs a date").help(EXAMPLE))?;
    let minutes = terms
        .minutes
        .ok_or_else(|| Error::usage("it is not said how many minutes a day there are").help(EXAMPLE))?;
    let exam = possible(exam, desk.today())?;
    let roots = desk::roots(world);
    let paths: Vec<PathBuf> =
        decks.iter().map(|name| library::resolve(name, &roots)).collect::<Result<_>>()?;
    let shelf = study::shelf(world, &paths)?;
    let mut ids: Vec<&str> = shelf.decks().map(|deck| &*deck.id).collect();
    ids.sort_unstable();
    let goal = Goal {
        decks: ids.into_iter().map(Text::from).collect(),
        exam,
        minutes,
        percent: terms.target,
        since: desk.today(),
        course: Course::Active,
        scored: None,
    };
    let shelf = pursue::whole(world, &goal, shelf, &paths)?;
    let state = Today::gather(desk, &shelf)?;
    let mut said = replaced(desk, &goal)?;
    desk.save(Body::Goal(goal.clone()))?;
    let line = Text::from(format!("{}: {}", title(&shelf).raw(), words(&goal, desk.today())));
    let style = super::facts(world).style();
    said += &style.render(&labelled("", Tone::Plain, &line, 0, style));
    super::print(&(said + &plan::prospects(desk, &shelf, &state, &goal)?))
}

/// Names the goals about other decks, too, that `goal` takes the place of.
fn replaced(desk: &Desk<'_>, goal: &Goal) -> Result<String> {
    let mut goals = desk.store.goals()?;
    goals.retain(|other| {
        other.decks.iter().any(|deck| goal.decks.contains(deck))
            && !other.decks.iter().all(|deck| goal.decks.contains(deck))
    });
    let line =
        |other: &Goal| format!("This takes the place of: {}: {}\n", names(other), words(other, desk.today()));
    Ok(goals.iter().map(line).collect())
}

/// Changes what is named of a goal.
fn change(world: &World, desk: &mut Desk<'_>, deck: Option<&str>, terms: &Terms) -> Result<Exit> {
    let goal = one(world, desk, deck, |goal| prepare::is_followed(goal, desk.today()))?;
    let Terms { exam, minutes, target } = *terms;
    if exam.is_none() && minutes.is_none() && target.is_none() {
        return Err(Error::usage("it is not said what to change").help("--exam, --minutes or --target"));
    }
    let exam = exam.map(|exam| possible(exam, desk.today())).transpose()?;
    let goal = Goal {
        exam: exam.unwrap_or(goal.exam),
        minutes: minutes.unwrap_or(goal.minutes),
        percent: target.or(goal.percent),
        ..goal
    };
    desk.save(Body::Goal(goal.clone()))?;
    super::print(&format!(
        "{}: {}\n`shiken plan` says what to expect.\n",
        names(&goal),
        words(&goal, desk.today())
    ))
}

/// Pauses a goal, follows it again, or ends it.
fn turn(world: &World, desk: &mut Desk<'_>, deck: Option<&str>, course: Course) -> Result<Exit> {
    let meant = |goal: &Goal| match course {
        Course::Active => goal.course == Course::Paused && goal.exam > desk.today(),
        _ => prepare::is_followed(goal, desk.today()),
    };
    let goal = one(world, desk, deck, meant)?;
    // Days of a pause are not days that were skipped.
    let since = if course == Course::Active && goal.course != course { desk.today() } else { goal.since };
    let goal = Goal { course, since, ..goal };
    desk.save(Body::Goal(goal.clone()))?;
    super::print(&format!("{}: {}\n", names(&goal), words(&goal, desk.today())))
}

/// Ends a goal, and keeps the score if it is said.
fn end(world: &World, desk: &mut Desk<'_>, deck: Option<&str>, score: Option<u32>) -> Result<Exit> {
    let goal = one(world, desk, deck, |goal| score.is_some() && goal.exam <= desk.today())?;
    if score.is_some() && goal.exam > desk.today() {
        return Err(Error::usage(format!("the exam is on {}, so there is no score yet", goal.exam))
            .help("`shiken goal end` without --score gives the goal up"));
    }
    let goal = Goal { course: Course::Ended, scored: score, ..goal };
    desk.save(Body::Goal(goal.clone()))?;
    let mut said = format!("{}: {}\n", names(&goal), words(&goal, desk.today()));
    if score.is_some() {
        let exams = foresight::exams(desk, std::slice::from_ref(&goal))?;
        let style = super::facts(world).style();
        said += &style.render(&crate::terminal::foresight::exams(&exams, desk.today(), style));
    }
    super::print(&said)
}

fn show(desk: &Desk<'_>, json: bool) -> Result<Exit> {
    let goals = desk.store.goals()?;
    if json {
        let all: Vec<_> = goals.iter().map(|goal| data(goal, desk.today())).collect();
        return super::print_json(&json!(all));
    }
    if goals.is_empty() {
        return super::print(&format!("No goal is set. Set one {EXAMPLE}.\n"));
    }
    let line = |goal: &Goal| format!("{}: {}\n", names(goal), words(goal, desk.today()));
    super::print(&goals.iter().map(line).collect::<String>())
}

fn data(goal: &Goal, today: Day) -> serde_json::Value {
    let decks: Vec<&str> = goal.decks.iter().map(Text::raw).collect();
    json!({
        "decks": decks,
        "exam": goal.exam.to_string(),
        "days_left": goal.exam.since(today),
        "minutes": goal.minutes,
        "target": goal.percent,
        "since": goal.since.to_string(),
        "course": goal.course.name(),
        "over": goal.exam <= today,
    })
}

/// "exam in 22 days (15 December), 20 min a day, target 90 %".
fn words(goal: &Goal, today: Day) -> String {
    if goal.course == Course::Ended {
        return "the goal has ended; all progress is kept".to_owned();
    }
    if goal.exam <= today {
        return format!("the exam was on {}; `shiken goal end --score 82` says how it went", goal.exam);
    }
    let target = goal.percent.map_or_else(String::new, |percent| format!(", target {percent} %"));
    let paused = if goal.course == Course::Paused { " (paused: `shiken goal resume` goes on)" } else { "" };
    let exam = ahead(goal.exam, goal.exam.since(today));
    format!("exam {exam}, {} min a day{target}{paused}", goal.minutes)
}

pub(super) fn names(goal: &Goal) -> String {
    let names: Vec<_> = goal.decks.iter().map(Text::terminal).collect();
    names.join(", ")
}

/// A day on which an exam can be planned for.
fn possible(exam: jiff::civil::Date, today: Day) -> Result<Day> {
    let exam = Day::of_date(exam);
    match exam.since(today) {
        0 => Err(Error::usage(format!("{exam} is not after today, {today}"))
            .help("an exam is planned for from tomorrow on; `shiken study --cram` practises for one today")),
        days if days > MOST_DAYS => Err(Error::usage(format!("{exam} is more than ten years away"))),
        _ => Ok(exam),
    }
}

/// The goal that is about `deck`; without one, the only goal, or the only one that is `likely` to be meant.
pub(super) fn one(
    world: &World,
    desk: &Desk<'_>,
    deck: Option<&str>,
    likely: impl Fn(&Goal) -> bool,
) -> Result<Goal> {
    let goals = desk.store.goals()?;
    let about = |id: &str| goals.iter().find(|goal| goal.decks.iter().any(|own| own.raw() == id)).cloned();
    let Some(wanted) = deck else {
        let mut meant = goals.iter().filter(|goal| likely(goal));
        if let (Some(goal), None) = (meant.next(), meant.next()) {
            return Ok(goal.clone());
        }
        return match goals.as_slice() {
            [] => Err(Error::usage("no goal is set").help(format!("set one {EXAMPLE}"))),
            [only] => Ok(only.clone()),
            several => {
                let all: Vec<String> = several.iter().map(names).collect();
                Err(Error::usage("there are several goals")
                    .help(format!("name a deck of the one that is meant: {}", all.join("; "))))
            }
        };
    };
    if let Some(goal) = about(wanted) {
        return Ok(goal);
    }
    let deck = desk::index(world, &library::resolve(wanted, &desk::roots(world))?)?;
    about(&deck.id).ok_or_else(|| {
        Error::usage(format!("no goal is about {}", text::terminal(&deck.id)))
            .help(format!("set one {EXAMPLE}"))
    })
}

/// The goal that is followed, of several the one with the next exam, and where its decks are. If there are others,
/// or decks are not found, it is said.
pub(super) fn nearest(world: &World, desk: &Desk<'_>) -> Result<Option<(Goal, Vec<PathBuf>)>> {
    let mut goals = desk.store.goals()?;
    goals.retain(|goal| prepare::is_followed(goal, desk.today()));
    goals.sort_by_key(|goal| goal.exam);
    let mut found = Vec::new();
    for goal in goals {
        match paths(world, &goal, &[]) {
            Ok(paths) => found.push((goal, paths)),
            Err(error) => super::aside(&format!(
                "note: the goal about {} is not followed: {}",
                names(&goal),
                error.what
            )),
        }
    }
    let mut found = found.into_iter();
    let first = found.next();
    let others: Vec<String> = found.map(|(goal, _)| names(&goal)).collect();
    if let Some((goal, _)) = first.as_ref().filter(|_| !others.is_empty()) {
        super::aside(&format!(
            "note: the exam about {} is the next; name a deck for another: {}",
            names(goal),
            others.join("; ")
        ));
    }
    Ok(first)
}

/// Where the decks of a goal are, if not where some of them were `opened`, by their ids.
pub(super) fn paths(world: &World, goal: &Goal, opened: &[(String, PathBuf)]) -> Result<Vec<PathBuf>> {
    let roots = desk::roots(world);
    let path = |id: &Text| {
        if let Some((_, path)) = opened.iter().find(|(known, _)| known == id.raw()) {
            return Ok(path.clone());
        }
        library::resolve(id.raw(), &roots)
            .map_err(|error| error.help("the goal is about it; name where it is, as in `shiken plan PATH`"))
    };
    goal.decks.iter().map(path).collect()
}
