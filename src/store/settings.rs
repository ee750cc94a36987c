//! The user's lasting choices: a table of keys and JSON, outside the log. They belong to one file and are not
//! merged with those of another machine.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trouble::damaged;
use super::{Store, derive, migrate, schedule};
use crate::error::{Error, Result};
use crate::event::line;

/// The share to be recalled when due, 0.70 to 0.99. A change replays the whole log.
pub const RETENTION: &str = "retention";
/// The longest interval in days. A change replays the whole log.
pub const MAX_INTERVAL: &str = "max-interval";
/// The folder through which the devices share the log: its whole path, as text.
pub const SYNC_FOLDER: &str = "sync-folder";

impl Store {
    /// A lasting setting; `None` if it was never set.
    ///
    /// # Errors
    /// If the file cannot be read or the setting is of another type.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        get(&self.conn, key)
    }

    /// Every setting as (key, JSON), by key.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn settings(&self) -> Result<Vec<(String, String)>> {
        all(&self.conn)
    }

    /// Sets a lasting setting, or takes it back with `None`. One that the schedule depends on replays the log.
    ///
    /// # Errors
    /// If it was not saved.
    pub fn set<T: Serialize>(&mut self, key: &str, value: Option<&T>) -> Result<()> {
        let json = value.map(serde_json::to_string).transpose();
        let json = json.map_err(|e| Error::new(format!("the setting `{key}` cannot be written: {e}")))?;
        self.transact(|tx, schedule| {
            set(tx, key, json.as_deref())?;
            let stale = schedule::wanted(tx)?.by != schedule.by;
            if stale { derive::all(tx, &mut |_, _| ()) } else { Ok(()) }
        })
    }
}

/// The JSON of a setting.
pub(super) fn json(conn: &Connection, key: &str) -> Result<Option<String>> {
    let mut found = conn.prepare_cached("SELECT value FROM setting WHERE key = ?1")?;
    Ok(found.query_row([key], |row| row.get(0)).optional()?)
}

/// A setting as a value.
pub(super) fn get<T: DeserializeOwned>(conn: &Connection, key: &str) -> Result<Option<T>> {
    let value = json(conn, key)?.map(|json| serde_json::from_str(&json)).transpose();
    value.map_err(|e| damaged(&format!("the setting `{key}` cannot be read: {e}")))
}

/// The checksum of all settings: they are no part of the log, whose rows have one each.
const SUM: &str = "sum";

/// What [`SUM`] should be: JSON.
fn sum(conn: &Connection) -> Result<String> {
    let text: String = all(conn)?.iter().map(|(key, json)| format!("{key}\0{json}\n")).collect();
    Ok(format!("{:?}", line::checksum(&text)))
}

/// True if the settings are those that were set. A file from before there was a checksum is taken at its word.
pub(super) fn are_sound(conn: &Connection) -> Result<bool> {
    let found = json(conn, SUM)?;
    Ok(found.is_none_or(|found| sum(conn).is_ok_and(|sum| sum == found)))
}

/// The settings of a file that may be damaged; `None` if they cannot be relied on.
pub(super) fn sound(path: &Path) -> Option<Vec<(String, String)>> {
    let conn = migrate::look(path)?;
    let all = are_sound(&conn).ok()?.then(|| all(&conn).ok())??;
    let is_json = |(_, json): &(String, String)| serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok();
    all.iter().all(is_json).then_some(all)
}

/// Every setting with its JSON, by key.
pub(super) fn all(conn: &Connection) -> Result<Vec<(String, String)>> {
    let mut all = conn.prepare_cached("SELECT key, value FROM setting WHERE key <> 'sum' ORDER BY key")?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sets a setting, or takes it back.
pub(super) fn set(conn: &Connection, key: &str, json: Option<&str>) -> Result<()> {
    put(conn, key, json)?;
    put(conn, SUM, Some(&sum(conn)?))
}

fn put(conn: &Connection, key: &str, json: Option<&str>) -> Result<()> {
    let Some(json) = json else {
        conn.execute("DELETE FROM setting WHERE key = ?1", [key])?;
        return Ok(());
    };
    if serde_json::from_str::<serde::de::IgnoredAny>(json).is_err() {
        return Err(Error::new(format!("the setting `{key}` is not JSON")));
    }
    let sql = "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2";
    conn.execute(sql, params![key, json])?;
    Ok(())
}
