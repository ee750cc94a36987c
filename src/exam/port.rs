//! The loop that joins an open sitting with a screen and a log, and what stands behind the two.

use uuid::Uuid;

use super::conduct::{Conduct, Effect, Input, Overview, Put, Turn};
use crate::error::{Error, Result};
use crate::event::exam::End;
use crate::event::{Draft, Event};
use crate::session::Recorder;
use crate::text::Text;
use crate::time::Timestamp;

/// What a screen waits for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Waiting<'a> {
    /// A response to this question, or a way to go.
    Question(&'a Put),
    /// How sure the student is of the last response.
    Certainty,
    /// A way to go, or the paper.
    Overview(&'a Overview),
}

/// A screen: shows effects, reads inputs. [`Effect::Save`] and [`Effect::Close`] never come here.
pub trait Room {
    /// Shows one effect.
    ///
    /// # Errors
    /// If the screen is gone.
    fn show(&mut self, effect: &Effect) -> Result<()>;

    /// Waits for the student. The end of the input is [`Input::Leave`].
    ///
    /// # Errors
    /// If the screen is gone.
    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input>;

    /// Says that a response is not saved yet and will be tried again; `true` to go on trying.
    ///
    /// # Errors
    /// If the screen is gone.
    fn not_saved(&mut self, reason: &Error) -> Result<bool>;
}

/// How a student got up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The sitting is still open.
    Left,
    /// It is to be closed and marked.
    Over(End),
}

/// Runs an open sitting until it is over or the student leaves. Each response is on disk before the next prompt.
///
/// # Errors
/// If the screen is gone, or if a response cannot be saved and the student stops trying. Everything saved before
/// stays saved.
pub fn run(
    conduct: &mut Conduct<'_>,
    room: &mut dyn Room,
    recorder: &mut dyn Recorder,
    clock: &dyn Fn() -> Timestamp,
) -> Result<Outcome> {
    let mut effects = conduct.start(clock());
    loop {
        for effect in effects {
            match effect {
                Effect::Save(draft) => save(&draft, room, recorder)?,
                Effect::Close(end) => return Ok(Outcome::Over(end)),
                shown => room.show(&shown)?,
            }
        }
        let input = match conduct.turn() {
            Turn::Question(put) => room.read(Waiting::Question(put))?,
            Turn::Certainty => room.read(Waiting::Certainty)?,
            Turn::Overview(overview) => room.read(Waiting::Overview(overview))?,
            Turn::Ended => return Ok(Outcome::Left),
        };
        effects = conduct.step(input, clock());
    }
}

fn save(draft: &Draft, room: &mut dyn Room, recorder: &mut dyn Recorder) -> Result<()> {
    while let Err(reason) = recorder.record(std::slice::from_ref(draft)) {
        if !room.not_saved(&reason)? {
            return Err(reason);
        }
    }
    Ok(())
}

/// A UUIDv7 from two numbers of chance.
pub(super) fn fresh_id(one: u64, two: u64, now: Timestamp) -> Uuid {
    let mut random = [0; 10];
    random
        .iter_mut()
        .zip(one.to_be_bytes().into_iter().chain(two.to_be_bytes()))
        .for_each(|(to, from)| *to = from);
    uuid::Builder::from_unix_timestamp_millis(u64::try_from(now.0).unwrap_or(0), &random).into_uuid()
}

/// The event that a draft will be, as far as a sitting looks at it.
pub fn event(draft: &Draft) -> Event {
    Event {
        id: draft.id,
        device: Uuid::nil(),
        sequence: 0,
        time: draft.clock,
        clock: draft.clock,
        offset_minutes: draft.offset_minutes,
        day: draft.day,
        body: draft.body.clone(),
        extra: Text::default(),
    }
}
