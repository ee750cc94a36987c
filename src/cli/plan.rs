//! `shiken plan`: what to expect of an exam, day by day, and what would change it.

use serde_json::{Value, json};

use super::args;
use super::desk::{self, Desk};
use super::foresight::Past;
use super::goal;
use super::prepare::{self, ENOUGH, Preparation, score};
use super::pursue::{self, NO_QUESTION};
use super::study;
use super::today::Today;
use crate::error::{Error, Exit, Result};
use crate::event::Goal;
use crate::library::{self, Shelf};
use crate::plan::Forecast;
use crate::plan::planner::{Needed, Plan};
use crate::terminal::plan::{Page, Reach, Score, headline, page, short_of};
use crate::terminal::words::percent;
use crate::terminal::{Facts, Line, Tone};
use crate::text::Text;
use crate::world::World;

/// The target that is looked at if none is named, in percent.
const TARGET: u32 = 90;

/// What is looked at as the most time a day: four times the limit, but at least and at most so many minutes.
const MOST_MINUTES: (u32, u32) = (60, 240);

pub(super) fn plan(world: &World, user: Option<&str>, args: &args::Plan) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    let (goal, shelf) = open(world, &desk, &args.decks)?;
    if goal.exam <= desk.today() {
        return Err(Error::new("the exam is over").help(
            "`shiken goal end --score 82` says how it went and takes the goal away; \
             `shiken goal DECK --exam DATE --minutes N` sets the next",
        ));
    }
    if !prepare::is_followed(&goal, desk.today()) {
        return Err(Error::new("the goal is paused")
            .help("`shiken goal resume` follows it again, `shiken goal end` takes it away"));
    }
    let state = Today::gather(&mut desk, &shelf)?;
    let mut exam = Preparation::of(&desk, &shelf, &state, goal, None)?;
    if exam.questions == 0 {
        return Err(Error::new(NO_QUESTION).help("`shiken suspend DECK QUESTION --off` asks one again"));
    }
    let past = Past::of(&desk, &exam.goal)?;
    let (page, forecast, plan) = foresee(&mut exam, title(&shelf), &past, args);
    exam.keep(&mut desk, &plan.choice, &forecast)?;
    if args.json {
        return super::print_json(&data(&exam, &page, &past));
    }
    let facts = Facts { plain: args.plain, ..super::facts(world) };
    let style = facts.style();
    super::print(&style.render(&self::page(&page, style)))
}

/// The goal about the decks that are named, or the one that is followed, and its decks.
fn open(world: &World, desk: &Desk<'_>, named: &[String]) -> Result<(Goal, Shelf)> {
    if named.is_empty() {
        if let Some((goal, paths)) = goal::nearest(world, desk)? {
            return Ok((goal, study::shelf(world, &paths)?));
        }
        let goal = goal::one(world, desk, None, |goal| prepare::is_followed(goal, desk.today()))?;
        let shelf = study::shelf(world, &goal::paths(world, &goal, &[])?)?;
        return Ok((goal, shelf));
    }
    let roots = desk::roots(world);
    let paths: Vec<_> = named.iter().map(|name| library::resolve(name, &roots)).collect::<Result<_>>()?;
    let shelf = study::shelf(world, &paths)?;
    if let Some(goal) = pursue::goal_of(desk, &shelf)? {
        let shelf = pursue::whole(world, &goal, shelf, &paths)?;
        return Ok((goal, shelf));
    }
    // There is no such goal, which is then said, or more than its decks were named.
    let goal = goal::one(world, desk, named.first().map(String::as_str), |_| false)?;
    let shelf = study::shelf(world, &goal::paths(world, &goal, &[])?)?;
    Ok((goal, shelf))
}

/// All that is shown.
fn foresee(exam: &mut Preparation, title: Text, past: &Past, args: &args::Plan) -> (Page, Forecast, Plan) {
    let plan = exam.plan();
    let choice = &plan.choice;
    let forecast = exam.planner.forecast(choice);
    let minutes = exam.goal.minutes;
    let at: Vec<u32> = match args.at.as_slice() {
        [] => [minutes / 2, minutes * 3 / 2]
            .into_iter()
            .filter(|other| *other > 0 && *other != minutes)
            .collect(),
        given => given.to_vec(),
    };
    let at: Vec<(u32, Score)> =
        at.into_iter().map(|other| (other, score(&exam.planner.at(other as f32 * 60.0, choice)))).collect();
    let target = args.target.or(exam.goal.percent).unwrap_or(TARGET);
    let page = Page {
        title,
        headline: exam.headline(&forecast, plan.fits),
        minutes,
        score: score(&forecast),
        answers: (exam.answers, ENOUGH),
        skipped: f64::from(exam.planner.if_skipped_today(choice)),
        at,
        target: (target, reach(exam, target, &plan)),
        unseen: (forecast.unseen.round() as usize, exam.questions),
        by_day: forecast.by_day.iter().map(|score| f64::from(*score)).collect(),
        record: (past.answers, past.record.clone()),
        exams: past.exams.clone(),
    };
    (page, forecast, plan)
}

/// What a target in percent needs.
fn reach(exam: &mut Preparation, percent: u32, plan: &Plan) -> Reach {
    let (least, highest) = MOST_MINUTES;
    let most = (4 * exam.goal.minutes).clamp(least, highest).max(exam.goal.minutes);
    match exam.planner.needed(percent as f32 / 100.0, most as f32 * 60.0, &plan.choice) {
        Needed::Seconds(seconds) => Reach::Minutes((seconds / 60.0).ceil() as u32),
        Needed::OutOfReach { most, seconds } => Reach::Never(f64::from(most), (seconds / 60.0).ceil() as u32),
    }
}

/// What can be expected of a goal that has just been set.
pub(super) fn prospects(desk: &mut Desk<'_>, shelf: &Shelf, state: &Today, goal: &Goal) -> Result<String> {
    let mut exam = Preparation::of(desk, shelf, state, goal.clone(), None)?;
    let plan = exam.plan();
    let forecast = exam.planner.forecast(&plan.choice);
    exam.keep(desk, &plan.choice, &forecast)?;
    let style = super::facts(desk.world).style();
    let mut lines = headline(&exam.headline(&forecast, plan.fits), style);
    if !exam.is_known() {
        let said = format!(
            "An average student would score {}. How it is with you takes {ENOUGH} answers to say.",
            percent(forecast.score.into())
        );
        lines.push(Line::of(Tone::Plain, said));
    }
    if let Some(target) = goal.percent {
        let said = match reach(&mut exam, target, &plan) {
            Reach::Minutes(0) => format!("For {target} % nothing more needs to be done."),
            Reach::Minutes(minutes) => format!("For {target} % it takes about {minutes} min a day."),
            Reach::Never(most, minutes) => format!(
                "{target} % cannot be reached: the most is {}, with {minutes} min a day.",
                short_of(most, target)
            ),
        };
        lines.push(Line::of(Tone::Plain, said));
    }
    lines.push(Line::of(Tone::Plain, "`shiken study` begins; `shiken plan` shows what to expect."));
    Ok(style.render(&lines))
}

/// The titles of the decks on a shelf.
pub(super) fn title(shelf: &Shelf) -> Text {
    let titles: Vec<&str> = shelf.decks().map(|deck| &*deck.title).collect();
    Text::from(titles.join(", "))
}

/// A score as data.
pub(super) fn score_json(score: Score) -> Value {
    json!({ "score": score.expected, "low": score.low, "high": score.high })
}

fn data(exam: &Preparation, page: &Page, past: &Past) -> Value {
    let goal = &exam.goal;
    let decks: Vec<&str> = goal.decks.iter().map(Text::raw).collect();
    let days: Vec<Value> = (0..)
        .zip(&page.by_day)
        .map(|(day, score)| json!({ "date": exam.today.plus(day).to_string(), "score": score }))
        .collect();
    let at: Vec<Value> = page
        .at
        .iter()
        .map(|(minutes, score)| json!({ "minutes": minutes, "expected": score_json(*score) }))
        .collect();
    let (target, reach) = page.target;
    let reach = match reach {
        Reach::Minutes(minutes) => json!({ "percent": target, "reachable": true, "minutes": minutes }),
        Reach::Never(most, minutes) => {
            json!({ "percent": target, "reachable": false, "most": most, "minutes": minutes })
        }
    };
    json!({
        "decks": decks,
        "exam": goal.exam.to_string(),
        "days_left": page.headline.days,
        "minutes": goal.minutes,
        "known": exam.is_known(),
        "answers": exam.answers,
        "questions": exam.questions,
        "expected": score_json(page.score),
        "today": { "minutes_left": page.headline.minutes_left, "questions": page.headline.questions },
        "if_skipped_today": page.skipped,
        "at": at,
        "target": reach,
        "unseen": page.unseen.0,
        "by_day": days,
        "forecasts": past.json(),
    })
}
