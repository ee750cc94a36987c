//! Studying for a goal: which decks it takes, the session of a day, and what is left of the day behind it.

use std::path::PathBuf;

use serde_json::json;

use super::args;
use super::desk::Desk;
use super::goal;
use super::plan::score_json;
use super::prepare::Preparation;
use super::study::{self, options, run};
use super::today::Today;
use crate::error::{Exit, Result};
use crate::event::Goal;
use crate::library::Shelf;
use crate::plan::Forecast;
use crate::plan::planner::Plan;
use crate::terminal::Facts;
use crate::terminal::jsonl::out::json_line;
use crate::terminal::plan::headline;
use crate::terminal::words::count;
use crate::time::Day;
use crate::world::World;

/// Minutes that are offered when those of the day are done.
const MORE_MINUTES: u32 = 5;

/// Said if there is nothing to plan.
pub(super) const NO_QUESTION: &str = "no question of the exam counts: all are suspended or worth nothing";

/// A goal to study for.
pub(super) struct Aim {
    pub goal: Goal,
    /// The ids of the decks that the session is limited to; none for all.
    pub decks: Vec<String>,
}

/// The goal that is about every deck of the shelf, and perhaps others.
pub(super) fn goal_of(desk: &Desk<'_>, shelf: &Shelf) -> Result<Option<Goal>> {
    let holds = |goal: &Goal| shelf.decks().all(|deck| is_about(goal, &deck.id));
    Ok(desk.store.goals()?.into_iter().find(holds))
}

fn is_about(goal: &Goal, id: &str) -> bool {
    goal.decks.iter().any(|own| own.raw() == id)
}

/// All decks of `goal` in its own order; those of `shelf` are where they were opened, at `paths`.
pub(super) fn whole(world: &World, goal: &Goal, shelf: Shelf, paths: &[PathBuf]) -> Result<Shelf> {
    let opened: Vec<(String, PathBuf)> =
        shelf.decks().map(|deck| deck.id.to_string()).zip(paths.iter().cloned()).collect();
    if opened.iter().map(|(id, _)| id.as_str()).eq(goal.decks.iter().map(|own| own.raw())) {
        return Ok(shelf);
    }
    study::shelf(world, &goal::paths(world, goal, &opened)?)
}

/// What to study of the decks that were named, which lie at `paths`: those of a goal are planned for as a part of it.
pub(super) fn aim(
    world: &World,
    desk: &Desk<'_>,
    shelf: Shelf,
    paths: &[PathBuf],
) -> Result<(Shelf, Option<Aim>)> {
    let today = desk.today();
    let Some(goal) = goal_of(desk, &shelf)? else {
        mention_others(desk, &shelf)?;
        return Ok((shelf, None));
    };
    mention_over(&goal, today);
    if !super::prepare::is_followed(&goal, today) {
        return Ok((shelf, None));
    }
    let named: Vec<String> = shelf.decks().map(|deck| deck.id.to_string()).collect();
    let decks = if named.len() < goal.decks.len() { named } else { Vec::new() };
    if !decks.is_empty()
        && let Err(error) =
            goal::paths(world, &goal, &decks.iter().cloned().zip(paths.iter().cloned()).collect::<Vec<_>>())
    {
        super::aside(&format!("note: the goal about {} is not followed: {}", goal::names(&goal), error.what));
        return Ok((shelf, None));
    }
    Ok((whole(world, &goal, shelf, paths)?, Some(Aim { goal, decks })))
}

/// Says that a goal is about some of the decks and therefore not followed.
fn mention_others(desk: &Desk<'_>, shelf: &Shelf) -> Result<()> {
    let today = desk.today();
    let mut goals = desk.store.goals()?;
    goals.retain(|goal| {
        super::prepare::is_followed(goal, today) && shelf.decks().any(|deck| is_about(goal, &deck.id))
    });
    if !goals.is_empty() {
        let names: Vec<String> = goals.iter().map(goal::names).collect();
        super::aside(&format!(
            "note: no goal is about all of these decks, so what is due is asked; \
             for a goal, study its decks alone: {}",
            names.join("; ")
        ));
    }
    Ok(())
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

/// Studies what a goal asks for today.
pub(super) fn study(
    desk: &mut Desk<'_>,
    shelf: &Shelf,
    today: &Today,
    aim: Aim,
    facts: Facts,
    args: &args::Study,
) -> Result<Exit> {
    let limit = args.minutes.map(|minutes| minutes as f32 * 60.0);
    let mut exam = Preparation::of(desk, shelf, today, aim.goal.clone(), limit)?;
    let plan = exam.plan();
    let forecast = exam.planner.forecast(&plan.choice);
    exam.keep(desk, &plan.choice, &forecast)?;
    let slots = today.planned(desk, shelf, args, &plan, exam.seconds_today, &aim.decks)?;
    if slots.is_empty() {
        return super::print(&rest(&mut exam, &plan, "nothing", facts));
    }
    super::print(&beginning(&exam, &forecast, slots.len(), facts))?;
    let mut options = options(desk, today, args)?;
    options.limit_seconds = Some(f64::from(exam.seconds_today));
    let done = run(desk, shelf, slots, options, facts)?;
    let today = Today::gather(desk, shelf)?;
    let mut exam = Preparation::of(desk, shelf, &today, aim.goal, None)?;
    let plan = exam.plan();
    super::print(&rest(&mut exam, &plan, "today", facts))?;
    Ok(done)
}

/// What a session for an exam begins with.
fn beginning(exam: &Preparation, forecast: &Forecast, questions: usize, facts: Facts) -> String {
    let line = exam.headline(forecast, questions);
    if !facts.jsonl {
        let style = facts.style();
        return style.render(&headline(&line, style));
    }
    let expected = line.score.map(score_json);
    let data = json!({
        "type": "plan", "exam": line.exam.to_string(), "days_left": line.days, "expected": expected,
        "minutes_left": line.minutes_left, "questions": questions,
    });
    json_line(&data)
}

/// What is left of today, and what more minutes would bring; `kind` is the type of its line for programs.
fn rest(exam: &mut Preparation, plan: &Plan, kind: &str, facts: Facts) -> String {
    let minutes = exam.minutes_left();
    let seconds = MORE_MINUTES as f32 * 60.0;
    let points = (!plan.today.is_empty() && minutes == 0)
        .then(|| exam.planner.more_today(seconds, &plan.choice) * 100.0);
    let said = match points {
        _ if exam.questions == 0 => capitalised(NO_QUESTION) + ".",
        _ if plan.today.is_empty() => "Nothing more would raise the expected score today.".to_owned(),
        None => {
            let questions = count(plan.fits, "question");
            format!("{minutes} min of today are left, for {questions}: `shiken study` goes on.")
        }
        Some(points) => {
            let bring = if points < 0.05 { "less than 0.1".to_owned() } else { format!("about {points:.1}") };
            format!(
                "Today's {} min are done. {MORE_MINUTES} more minutes would bring {bring} points: \
                 `shiken study --minutes {MORE_MINUTES}` goes on.",
                exam.goal.minutes
            )
        }
    };
    if facts.jsonl {
        let more = points.map(|points| json!({ "minutes": MORE_MINUTES, "points": points }));
        let data = json!({
            "type": kind, "message": said, "minutes_left": minutes, "questions": plan.fits, "more": more,
        });
        return json_line(&data);
    }
    said + "\n"
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}
