//! What the derived tables depend on besides the log of a question: the parameters of the model, the desired
//! retention and the longest interval.

use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

use super::{Store, log, settings};
use crate::error::Result;
use crate::event::Body;
use crate::memory::schedule::{DEFAULT_MAX_INTERVAL_DAYS, DEFAULT_RETENTION};
use crate::memory::{Parameters, Scheduler};
use crate::time::Day;

/// The version of the derived tables and of what replay makes of the log. Raise it when either changes, or when
/// the `fsrs` crate does: every file is then replayed once when it is opened.
const VERSION: u32 = 2;

/// A scheduler and the words that tell it from others.
pub(super) struct Schedule {
    pub(super) scheduler: Scheduler,
    pub(super) by: String,
}

/// The schedule that the log and the settings ask for.
pub(super) fn wanted(conn: &Connection) -> Result<Schedule> {
    let retention = settings::get(conn, settings::RETENTION)?.unwrap_or(DEFAULT_RETENTION);
    let max_days = settings::get(conn, settings::MAX_INTERVAL)?.unwrap_or(DEFAULT_MAX_INTERVAL_DAYS);
    let parameters = parameters(conn)?;
    let scheduler = Scheduler::new(&parameters, retention).with_max_interval(max_days);
    let (retention, max_days) = (scheduler.desired_retention(), scheduler.max_interval_days());
    let by = format!("{VERSION} {retention} {max_days} {:?}", parameters.values());
    Ok(Schedule { scheduler, by })
}

/// What the derived tables were derived with; `None` if they are still to be filled.
pub(super) fn derived_by(conn: &Connection) -> Result<Option<String>> {
    // In a new file there is no such table; any other trouble is met again by who fills it.
    let Ok(mut by) = conn.prepare_cached("SELECT by FROM derived") else { return Ok(None) };
    Ok(by.query_row([], |row| row.get(0)).optional()?)
}

/// The last parameters of the log that stand and that the model takes.
fn parameters(conn: &Connection) -> Result<Parameters> {
    Ok(adopted(conn)?.map(|adopted| adopted.parameters).unwrap_or_default())
}

/// Parameters that were adopted, and the event that says so.
#[derive(Debug, Clone, PartialEq)]
pub struct Adopted {
    /// The event.
    pub event: Uuid,
    /// Its study day.
    pub day: Day,
    /// The parameters.
    pub parameters: Parameters,
}

impl Store {
    /// The parameters that the states are derived with; `None` if none stand in the log, and the defaults hold.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn adopted(&self) -> Result<Option<Adopted>> {
        adopted(&self.conn)
    }
}

fn adopted(conn: &Connection) -> Result<Option<Adopted>> {
    let events = log::sound_events(conn, &format!("WHERE kind = 'parameters' {}", log::ORDER), [])?;
    let struck = crate::memory::replay::struck(&log::voids(conn, "kind = 'parameters'", [])?);
    Ok(events.iter().rev().filter(|event| !struck.contains(&event.id)).find_map(|event| {
        let Body::Parameters(values) = &event.body else { return None };
        let parameters = Parameters::new(values).ok()?;
        Some(Adopted { event: event.id, day: event.day, parameters })
    }))
}
