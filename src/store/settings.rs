//! The user's lasting choices: a table of keys and JSON, outside the log. They belong to one file and are not
//! merged with those of another machine.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trouble::damaged;
use super::{Store, derive, schedule};
use crate::error::{Error, Result};

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

/// Every setting with its JSON, by key.
pub(super) fn all(conn: &Connection) -> Result<Vec<(String, String)>> {
    let mut all = conn.prepare_cached("SELECT key, value FROM setting ORDER BY key")?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Sets a setting, or takes it back.
pub(super) fn set(conn: &Connection, key: &str, json: Option<&str>) -> Result<()> {
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
