//! Whether a progress file is sound: SQLite's own check, the checksum of every event, and a replay that must give
//! the states that are stored.

use std::collections::{BTreeSet, HashMap};

use rusqlite::Connection;
use uuid::Uuid;

use super::derive::Rows;
use super::{Progress, derive, facts, log, migrate, read, schedule, settings, trouble};
use crate::error::Result;
use crate::event::Subject;

/// A check goes over the log three times: its rows, SQLite's own check, and the replay.
const PARTS: u64 = 3;

/// What a check found. Nothing is changed by it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// What SQLite says of the file; empty if it is sound.
    pub integrity: Vec<String>,
    /// Events read.
    pub events: u64,
    /// Events that are not what was written: the order of arrival, and what is wrong.
    pub damaged: Vec<(i64, String)>,
    /// Questions whose stored state or answers differ from a replay of the log.
    pub differing: Vec<Subject>,
    /// The derived tables do not have as many questions as were counted.
    pub miscounted: bool,
    /// Names in the file's schema that are not as this program makes them.
    pub schema: Vec<String>,
    /// The settings are not what was set.
    pub settings_damaged: bool,
    /// Events set aside because they came with a known id and other content.
    pub quarantined: Vec<Uuid>,
}

impl Report {
    /// True if nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.log_is_sound() && self.differing.is_empty() && !self.miscounted
    }

    /// True if nothing is wrong but what a replay mends.
    pub fn log_is_sound(&self) -> bool {
        let file = self.integrity.is_empty() && self.schema.is_empty() && !self.settings_damaged;
        file && self.damaged.is_empty()
    }
}

/// Checks everything. What cannot be read any more is reported as damage.
pub(super) fn check(conn: &Connection, progress: Progress<'_>) -> Result<Report> {
    let mut report = Report::default();
    let of = conn.query_row("SELECT coalesce(max(arrival), 0) FROM event", [], |row| row.get::<_, i64>(0));
    let of = of.unwrap_or(0).cast_unsigned();
    let read = log::scan(conn, "ORDER BY arrival", [], |arrival, stored| {
        report.events += 1;
        if let Err(error) = stored.and_then(|stored| stored.sound()) {
            report.damaged.push((arrival, error.what));
        }
        if report.events.is_multiple_of(1_000) {
            progress(report.events, of * PARTS);
        }
        Ok(true)
    });
    report.integrity.extend(read.err().map(|error| error.what));
    match integrity(conn) {
        Ok(says) => report.integrity.splice(0..0, says).for_each(drop),
        // Some damage ends SQLite's own check.
        Err(error) if trouble::is_damage(&error) => report.integrity.push(error.what),
        Err(error) => return Err(error),
    }
    match (schema(conn), settings::are_sound(conn)) {
        (Ok(schema), Ok(sound)) => {
            report.schema = schema;
            report.settings_damaged = !sound;
        }
        (Err(error), _) | (_, Err(error)) => report.integrity.push(error.what),
    }
    let differing = differing(conn, |read| progress(of * (PARTS - 1) + read, of * PARTS));
    match (differing, read::is_miscounted(conn), quarantined(conn)) {
        (Ok(differing), Ok(miscounted), Ok(quarantined)) => {
            report.differing = differing;
            report.miscounted = miscounted;
            report.quarantined = quarantined;
        }
        (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => report.integrity.push(error.what),
    }
    Ok(report)
}

/// What SQLite says of the file; empty if it is sound.
pub(super) fn integrity(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("PRAGMA integrity_check(20)")?;
    let says = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(says.into_iter().filter(|line| line != "ok").collect())
}

/// What stands in the schema and should not, is other than it should be, or is missing.
fn schema(conn: &Connection) -> Result<Vec<String>> {
    let (found, own) = (migrate::schema(conn)?, migrate::newest_schema()?);
    let names = found.keys().chain(own.keys()).filter(|name| found.get(*name) != own.get(*name));
    let names: BTreeSet<String> = names.map(|name| crate::text::terminal(name).into_owned()).collect();
    Ok(names.into_iter().collect())
}

fn quarantined(conn: &Connection) -> Result<Vec<Uuid>> {
    let mut ids = conn.prepare("SELECT id FROM quarantine ORDER BY id")?;
    let ids = ids.query_map([], |row| super::row::id(row, "id"))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// Replays the log beside the derived tables and compares.
fn differing(conn: &Connection, heard: impl FnMut(u64)) -> Result<Vec<Subject>> {
    let scheduler = schedule::wanted(conn)?.scheduler;
    let aliases = derive::aliases(conn)?;
    let read::Stored { mut states, answers: mut packed, damaged: mut differing } = read::stored(conn)?;
    for (subject, facts) in facts::of_all(conn, &aliases, heard)?.questions() {
        let stored = match (states.remove(subject), packed.remove(subject)) {
            (None, None) => None,
            (state, answers) => {
                Some(Rows { state: state.unwrap_or_default(), answers: answers.unwrap_or_default() })
            }
        };
        if stored != Rows::of(subject, facts, &scheduler) {
            differing.push(subject.clone());
        }
    }
    differing.extend(misnamed(conn, &aliases)?);
    // Rows of questions that the log does not know.
    differing.extend(states.into_keys().chain(packed.into_keys()));
    differing.sort();
    differing.dedup();
    Ok(differing)
}

/// Renamed questions of which the derived table has another name than the log.
fn misnamed(conn: &Connection, aliases: &HashMap<Subject, Subject>) -> Result<Vec<Subject>> {
    let mut all = conn.prepare("SELECT deck, question, now FROM alias")?;
    let rows = all.query_map([], |row| Ok((derive::subject(row)?, row.get::<_, String>(2)?)))?;
    let stored: HashMap<Subject, String> = rows.collect::<rusqlite::Result<_>>()?;
    let known = |old: &Subject| aliases.get(old).map(|now| now.question.raw());
    let both = stored.keys().chain(aliases.keys());
    Ok(both.filter(|old| stored.get(*old).map(String::as_str) != known(old)).cloned().collect())
}
