//! `shiken fit`: the memory model fitted to the student's own answers, adopted if it foresees better.

use std::io::{Write, stderr};
use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};

use super::advise;
use super::args;
use super::desk::Desk;
use crate::error::{Error, Exit, Result};
use crate::event::Body;
use crate::memory::fit::{Advice, History, InForce, Progress, Score, Trial};
use crate::memory::{Answer, Parameters};
use crate::terminal::Style;
use crate::terminal::fit::{self as shown, Line, Outcome, Page};
use crate::time::Day;
use crate::world::World;

/// Repeated answers since the last fit after which another is suggested.
const DUE: usize = 400;

/// Days between two suggestions, at least.
const PATIENCE_DAYS: u32 = 7;

/// The day of the last fit, whatever came of it.
const TRIED: &str = "fit-tried";

/// The day of the last suggestion.
const SUGGESTED: &str = "fit-suggested";

pub(super) fn fit(world: &World, user: Option<&str>, args: &args::Fit) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    if args.advise {
        return advise::advise(world, &mut desk, args);
    }
    if args.undo {
        return undo(&mut desk);
    }
    if args.reset {
        return reset(&mut desk);
    }
    let in_force = in_force(&desk)?;
    let history = history(&desk)?;
    let trial = watched(world, |progress| Trial::run(&history, &in_force, Some(progress)))?;
    let today = desk.today();
    let before = due(&desk)?;
    let adopted = trial.advice() == Advice::Adopt && !args.dry_run;
    if adopted {
        desk.save(Body::Parameters(trial.parameters.values().to_vec()))?;
    }
    desk.store.set(TRIED, Some(&today.0))?;
    if args.json {
        return super::print_json(&data(&trial, &history, adopted));
    }
    let outcome = match trial.advice() {
        Advice::Adopt if adopted => Outcome::Adopted { due: (before, due(&desk)?) },
        Advice::Adopt => Outcome::WouldAdopt,
        Advice::NoBetter if in_force.is_default() => Outcome::NoBetter,
        Advice::NoBetter => Outcome::NoBetterThanDefaults,
        Advice::Worse => Outcome::Worse,
    };
    let style = super::facts(world).style();
    super::print(&style.render(&shown::page(&page(&trial, &history, outcome), today, style)))
}

/// Takes back the last parameters.
fn undo(desk: &mut Desk<'_>) -> Result<Exit> {
    let Some(adopted) = desk.store.adopted()? else {
        return Err(Error::new("no parameters were adopted, so none can be taken back"));
    };
    desk.save(Body::Void(adopted.event))?;
    let now = if in_force(desk)?.is_default() { "the defaults" } else { "those before" };
    super::print(&format!("took back the parameters of {}; {now} hold again\n", adopted.day))
}

/// Goes back to the defaults.
fn reset(desk: &mut Desk<'_>) -> Result<Exit> {
    if in_force(desk)?.is_default() {
        return super::print("the defaults hold already\n");
    }
    desk.save(Body::Parameters(Parameters::default().values().to_vec()))?;
    super::print("the defaults hold again; `shiken fit --undo` takes that back\n")
}

fn in_force(desk: &Desk<'_>) -> Result<InForce> {
    let adopted = desk.store.adopted()?;
    let since = adopted.as_ref().map(|adopted| adopted.day);
    Ok(InForce { parameters: adopted.map(|adopted| adopted.parameters).unwrap_or_default(), since })
}

fn history(desk: &Desk<'_>) -> Result<History> {
    let all = desk.store.answers(None)?;
    Ok(History::of(all.iter().map(|(_, answers): &(_, Vec<Answer>)| answers.as_slice())))
}

/// Questions due now.
fn due(desk: &Desk<'_>) -> Result<usize> {
    Ok(desk.store.due_counts(desk.today(), 1)?.first().map_or(0, |due| *due as usize))
}

/// Does some work on another thread, and shows on a terminal how far it is, once it has taken a second.
fn watched<T: Send>(world: &World, work: impl FnOnce(Progress) -> Result<T> + Send) -> Result<T> {
    const FIRST: Duration = Duration::from_secs(1);
    const NEXT: Duration = Duration::from_millis(200);
    let progress = Progress::default();
    std::thread::scope(|scope| {
        let (done, waiting) = channel::<()>();
        let own = progress.clone();
        let working = scope.spawn(move || {
            let found = work(own);
            drop(done);
            found
        });
        let (mut wait, mut shown) = (FIRST, false);
        while waiting.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = NEXT;
            if world.screen.output {
                let share = progress.lock().map_or(0, |state| state.current() * 100 / state.total().max(1));
                drop(write!(stderr(), "\rfitting: {share} %"));
                shown = true;
            }
        }
        if shown {
            drop(write!(stderr(), "\r{:16}\r", ""));
        }
        working.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

fn page(trial: &Trial, history: &History, outcome: Outcome) -> Page {
    let line = |score: &Score| Line { log_loss: score.log_loss, rmse_bins: score.rmse_bins };
    let gain = match outcome {
        Outcome::Worse => trial.over_in_force.unwrap_or_else(|| trial.over_defaults()),
        _ => trial.over_defaults(),
    };
    Page {
        all: history.repeated(),
        earlier: trial.earlier,
        later: trial.fitted.answers,
        cut: trial.cut,
        defaults: line(&trial.defaults),
        in_force: trial.in_force.as_ref().map(line),
        fitted: line(&trial.fitted),
        gain: (gain.mean, gain.error),
        outcome,
    }
}

fn data(trial: &Trial, history: &History, adopted: bool) -> Value {
    let score = |score: &Score| json!({ "log_loss": score.log_loss, "rmse_bins": score.rmse_bins });
    let advice = match trial.advice() {
        Advice::Adopt => "adopt",
        Advice::NoBetter => "no-better",
        Advice::Worse => "worse",
    };
    let gain =
        |gain: crate::memory::fit::Gain| json!({ "log_loss": gain.mean, "standard_error": gain.error });
    json!({
        "advice": advice,
        "adopted": adopted,
        "answers": { "all": history.repeated(), "earlier": trial.earlier, "later": trial.fitted.answers },
        "held_out_from": trial.cut.to_string(),
        "defaults": score(&trial.defaults),
        "in_force": trial.in_force.as_ref().map(score),
        "fitted": score(&trial.fitted),
        "gain_over_defaults": gain(trial.over_defaults()),
        "gain_over_in_force": trial.over_in_force.map(gain),
        "parameters": trial.parameters.values(),
    })
}

/// Says after a session that a fit is due; nothing goes wrong with the session if that cannot be found out.
pub(super) fn suggest(desk: &mut Desk<'_>, style: Style) {
    let today = desk.today();
    if let Ok(Some(answers)) = is_due(desk, today)
        && desk.store.set(SUGGESTED, Some(&today.0)).is_ok()
    {
        drop(super::print(&style.render(&shown::suggestion(answers, style))));
    }
}

/// How many repeated answers there are since the last fit, if one is due and has not been suggested of late.
fn is_due(desk: &Desk<'_>, today: Day) -> Result<Option<usize>> {
    let day = |key: &str| Ok::<_, Error>(desk.store.setting::<i32>(key)?.map(Day));
    if day(SUGGESTED)?.is_some_and(|last| today.since(last) < PATIENCE_DAYS) {
        return Ok(None);
    }
    let last = day(TRIED)?.max(desk.store.adopted()?.map(|adopted| adopted.day));
    let history = history(desk)?;
    let fresh = last.map_or(history.repeated(), |last| history.repeated_since(last.plus(1)));
    Ok((fresh >= DUE && history.cut().is_some()).then_some(fresh))
}
