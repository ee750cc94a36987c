//! The usual answer: the last event of all, about one question, whose derived rows follow from those before it.
//! So an answer costs the same after ten reviews of its question and after a thousand. That this gives what a replay
//! gives is [`crate::memory`]'s promise, and tested on every random log.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::derive::{self, Rows, Writer};
use super::log::LAST_MOMENT;
use super::packed;
use super::schedule::Schedule;
use crate::error::Result;
use crate::event::{Event, Subject, line};
use crate::memory::answer::{self, Detail};
use crate::memory::{Fact, State, replay};

/// Brings the derived rows up to date after `event`, which was appended. `false` if that takes a replay: it says
/// something about an earlier event, or about more than one question.
pub(super) fn follow(tx: &Transaction<'_>, schedule: &Schedule, event: &Event) -> Result<bool> {
    let (Some(subject), Some(fact)) = (event.body.subject(), Fact::of(event)) else { return Ok(false) };
    // At the end of time an event need not be the last.
    if event.time.0 >= LAST_MOMENT || is_old(tx, subject)? || is_named(tx, event)? {
        return Ok(false);
    }
    let Some(Rows { state, mut answers }) = rows(tx, subject)? else { return Ok(false) };
    let Some(next) = replay::apply(&state, subject, &fact, &schedule.scheduler) else { return Ok(false) };
    let answer = answer::last(&state, &fact, &detail(event), &schedule.scheduler);
    answers.extend(packed::pack(answer.as_slice()));
    let rows = Rows { state: next, answers };
    let touched = rows.state != State::default() || !rows.answers.is_empty();
    let mut writer = Writer::new(tx)?;
    writer.write(subject, touched.then_some(&rows))?;
    derive::count(tx, writer.more)?;
    Ok(true)
}

/// True if the question has another id by now.
fn is_old(conn: &Connection, subject: &Subject) -> Result<bool> {
    let mut alias = conn.prepare_cached("SELECT 1 FROM alias WHERE deck = ?1 AND question = ?2")?;
    Ok(alias.exists([subject.deck.raw(), subject.question.raw()])?)
}

/// True if a void or an overrule of this event is there already: logs merge in any order.
fn is_named(conn: &Connection, event: &Event) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM event WHERE target = ?1")?.exists([event.id.as_bytes()])?)
}

/// The rows of a question; `None` if they are not as they were written.
fn rows(conn: &Connection, subject: &Subject) -> Result<Option<Rows>> {
    let row = |table: &str, columns: &str| {
        conn.prepare_cached(&format!("SELECT {columns} FROM {table} WHERE deck = ?1 AND question = ?2"))
    };
    let names = [subject.deck.raw(), subject.question.raw()];
    let state = row("state", derive::STATE)?.query_row(names, derive::state).optional()?;
    let history = row("history", derive::HISTORY)?.query_row(names, |row| {
        derive::answers(row).map(|(_, packed, is_sound)| (packed.to_vec(), is_sound))
    });
    let (state, state_is_sound) =
        state.map_or_else(|| (State::default(), true), |(_, state, sound)| (state, sound));
    let (answers, answers_are_sound) = history.optional()?.unwrap_or_else(|| (Vec::new(), true));
    Ok((state_is_sound && answers_are_sound).then_some(Rows { state, answers }))
}

/// What statistics need of an event, as the log's columns have it.
fn detail(event: &Event) -> Detail {
    const MINUTES_A_DAY: i64 = 24 * 60;
    let crate::event::Body::Review(_, review) = &event.body else { return Detail::default() };
    let minutes = event.clock.0.div_euclid(60_000) + i64::from(event.offset_minutes);
    Detail {
        outcome: Some(review.outcome),
        score: review.score as f32,
        milliseconds: u32::try_from(line::milliseconds(review.seconds)).unwrap_or_default(),
        minute: u16::try_from(minutes.rem_euclid(MINUTES_A_DAY)).unwrap_or_default(),
    }
}
