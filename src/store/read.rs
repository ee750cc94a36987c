//! Reading the derived tables.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::trouble::damaged;
use super::{Store, derive, packed};
use crate::error::Result;
use crate::event::Subject;
use crate::memory::{Answer, State};
use crate::time::Day;

impl Store {
    /// The states of all questions ever touched, or of those of one deck, by the ids they have now, sorted by
    /// deck and question.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn states(&self, deck: Option<&str>) -> Result<Vec<(Subject, State)>> {
        states(&self.conn, deck)
    }

    /// The state of one question, also by an id it had; the default if it was never touched.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn state(&self, subject: &Subject) -> Result<State> {
        state(&self.conn, subject)
    }

    /// The answers that stand, by question, each question's in canonical order; of one deck or of all.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn answers(&self, deck: Option<&str>) -> Result<Vec<(Subject, Vec<Answer>)>> {
        answers(&self.conn, deck)
    }

    /// Questions due on each of `days` days: the first figure counts those due on `from` or before, and those of which
    /// a wrong answer is to be made good. Suspended questions are not counted.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn due_counts(&self, from: Day, days: u32) -> Result<Vec<u32>> {
        due_counts(&self.conn, from, days)
    }
}

/// The states of all questions ever touched, or of those of one deck.
pub(super) fn states(conn: &Connection, deck: Option<&str>) -> Result<Vec<(Subject, State)>> {
    let mut states = Vec::with_capacity(count(conn, "state", deck)?);
    each(conn, derive::STATE, "state", deck, |row| {
        states.push(derive::state(row)?);
        Ok(())
    })?;
    Ok(states)
}

/// The state of one question under its id of now or an old one; the default if it was never touched.
pub(super) fn state(conn: &Connection, subject: &Subject) -> Result<State> {
    let sql = format!(
        "SELECT {} FROM state WHERE deck = ?1 AND question = coalesce(
             (SELECT now FROM alias WHERE deck = ?1 AND question = ?2), ?2)",
        derive::STATE
    );
    let mut found = conn.prepare_cached(&sql)?;
    let found = found.query_row([subject.deck.raw(), subject.question.raw()], derive::state).optional()?;
    Ok(found.map(|(_, state)| state).unwrap_or_default())
}

/// The answers that stand, by question.
pub(super) fn answers(conn: &Connection, deck: Option<&str>) -> Result<Vec<(Subject, Vec<Answer>)>> {
    let mut all = Vec::with_capacity(count(conn, "history", deck)?);
    each(conn, "deck, question, answers", "history", deck, |row| {
        let blob = row.get_ref(2)?.as_blob().map_err(|e| damaged(&e.to_string()))?;
        let answers: Option<Vec<Answer>> = packed::unpack(blob).collect();
        all.push((derive::subject(row)?, answers.ok_or_else(|| damaged("a history cannot be unpacked"))?));
        Ok(())
    })?;
    Ok(all)
}

/// The packed answers, as they are stored.
pub(super) fn blobs(conn: &Connection, deck: Option<&str>) -> Result<HashMap<Subject, Vec<u8>>> {
    let mut all = HashMap::new();
    each(conn, "deck, question, answers", "history", deck, |row| {
        all.insert(derive::subject(row)?, row.get(2)?);
        Ok(())
    })?;
    Ok(all)
}

/// Questions due on each day: the first figure counts those due on `from` or before, and those of which a wrong answer
/// is to be made good; the next those due the day after, and so on. Suspended questions are not counted.
pub(super) fn due_counts(conn: &Connection, from: Day, days: u32) -> Result<Vec<u32>> {
    let mut counts = vec![0; days as usize];
    // Counted here: a GROUP BY would sort all of them.
    let mut due = conn.prepare_cached(
        "SELECT CASE WHEN relearning THEN min(due, ?2) ELSE due END FROM state
         WHERE (due < ?1 OR relearning) AND due IS NOT NULL AND NOT suspended",
    )?;
    let mut rows = due.query([from.plus(days).0, from.0])?;
    while let Some(row) = rows.next()? {
        if let Some(count) = counts.get_mut(Day(row.get(0)?).since(from) as usize) {
            *count += 1;
        }
    }
    Ok(counts)
}

fn count(conn: &Connection, table: &str, deck: Option<&str>) -> Result<usize> {
    with_deck(deck, |condition, params| {
        let mut count = conn.prepare_cached(&format!("SELECT count(*) FROM {table} {condition}"))?;
        let rows: i64 = count.query_row(params, |row| row.get(0))?;
        Ok(usize::try_from(rows).unwrap_or_default())
    })
}

fn each(
    conn: &Connection,
    columns: &str,
    table: &str,
    deck: Option<&str>,
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    with_deck(deck, |condition, params| {
        let sql = format!("SELECT {columns} FROM {table} {condition} ORDER BY deck, question");
        let mut statement = conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params)?;
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    })
}

fn with_deck<T>(
    deck: Option<&str>,
    query: impl FnOnce(&str, rusqlite::ParamsFromIter<Option<&str>>) -> Result<T>,
) -> Result<T> {
    let condition = if deck.is_some() { "WHERE deck = ?1" } else { "" };
    query(condition, rusqlite::params_from_iter(deck))
}
