//! The loop that joins a session with a screen and a log: what must be saved is saved before anything is shown.

use super::input::{Effect, Input};
use super::machine::{Session, Turn};
use super::port::{Prompter, Recorder, Waiting};
use super::view::Summary;
use crate::error::Result;
use crate::event::Draft;
use crate::time::{Day, Timestamp};

/// How far ahead the summary looks for what comes next, in days.
const OUTLOOK_DAYS: u32 = 60;

/// Runs a session to its end and returns its summary, which has been shown.
///
/// # Errors
/// If the screen is gone, or if an answer cannot be saved and the student stops trying. Everything saved before
/// stays saved.
pub fn run(
    session: &mut Session<'_>,
    prompter: &mut dyn Prompter,
    recorder: &mut dyn Recorder,
    clock: &dyn Fn() -> Timestamp,
) -> Result<Summary> {
    let mut effects = session.start(clock());
    loop {
        for effect in effects {
            match effect {
                Effect::Save(drafts) => save(&drafts, prompter, recorder)?,
                Effect::Finished(mut summary) => {
                    summary.next = next_days(recorder, session.today(clock()))?;
                    prompter.show(&Effect::Finished(summary.clone()))?;
                    return Ok(*summary);
                }
                shown => prompter.show(&shown)?,
            }
        }
        let input = match session.turn() {
            Some(Turn::Asking(asked)) => prompter.read(Waiting::Answer(asked))?,
            Some(Turn::Reading(judged)) => prompter.read(Waiting::Read(judged))?,
            None => Input::Quit,
        };
        effects = session.step(input, clock());
    }
}

fn save(drafts: &[Draft], prompter: &mut dyn Prompter, recorder: &mut dyn Recorder) -> Result<()> {
    while let Err(reason) = recorder.record(drafts) {
        if !prompter.not_saved(&reason)? {
            return Err(reason);
        }
    }
    Ok(())
}

/// The days on which something is due, the nearest first, today included.
fn next_days(recorder: &mut dyn Recorder, today: Day) -> Result<Vec<(Day, u32, usize)>> {
    let counts = recorder.outlook(today, OUTLOOK_DAYS)?;
    Ok((0..)
        .zip(counts)
        .filter(|(_, due)| *due > 0)
        .map(|(away, due)| (today.plus(away), away, due as usize))
        .collect())
}
