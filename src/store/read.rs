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

    /// Hands on the same, question by question: however long the log is, those of one question are in memory.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn each_history(&self, deck: Option<&str>, take: impl FnMut(Subject, &[Answer])) -> Result<()> {
        each_history(&self.conn, deck, take)
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
        let (subject, state, is_sound) = derive::state(row)?;
        states.push((subject, state));
        sound(is_sound)
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
    let Some((_, state, is_sound)) = found else { return Ok(State::default()) };
    sound(is_sound).map(|()| state)
}

/// The answers that stand, by question.
pub(super) fn answers(conn: &Connection, deck: Option<&str>) -> Result<Vec<(Subject, Vec<Answer>)>> {
    let mut all = Vec::new();
    each_history(conn, deck, |subject, answers| all.push((subject, answers.to_vec())))?;
    Ok(all)
}

fn each_history(
    conn: &Connection,
    deck: Option<&str>,
    mut take: impl FnMut(Subject, &[Answer]),
) -> Result<()> {
    count(conn, "history", deck)?;
    let mut answers = Vec::new();
    each(conn, derive::HISTORY, "history", deck, |row| {
        let (subject, packed, is_sound) = derive::answers(row)?;
        sound(is_sound)?;
        answers.clear();
        for answer in packed::unpack(packed) {
            answers.push(answer.ok_or_else(|| damaged("a history cannot be unpacked"))?);
        }
        take(subject, &answers);
        Ok(())
    })
}

/// The rows of the derived tables that are as they were written, and the questions of the others.
#[derive(Default)]
pub(super) struct Stored {
    pub(super) states: HashMap<Subject, State>,
    pub(super) answers: HashMap<Subject, Vec<u8>>,
    pub(super) damaged: Vec<Subject>,
}

/// What the derived tables hold, whatever it is.
pub(super) fn stored(conn: &Connection) -> Result<Stored> {
    let mut stored = Stored::default();
    each(conn, derive::STATE, "state", None, |row| {
        match derive::state(row)? {
            (subject, state, true) => drop(stored.states.insert(subject, state)),
            (subject, _, false) => stored.damaged.push(subject),
        }
        Ok(())
    })?;
    each(conn, derive::HISTORY, "history", None, |row| {
        match derive::answers(row)? {
            (subject, packed, true) => drop(stored.answers.insert(subject, packed.to_vec())),
            (subject, _, false) => stored.damaged.push(subject),
        }
        Ok(())
    })?;
    Ok(stored)
}

/// No figure is made of a row that is not as it was written.
fn sound(is_sound: bool) -> Result<()> {
    is_sound.then_some(()).ok_or_else(|| damaged("what is remembered of a question is not as it was written"))
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

/// True if the derived tables have other numbers of rows than were counted as they were written.
pub(super) fn is_miscounted(conn: &Connection) -> Result<bool> {
    let questions = questions(conn)?;
    Ok(rows(conn, "state", None)? != questions || rows(conn, "history", None)? != questions)
}

fn rows(conn: &Connection, table: &str, deck: Option<&str>) -> Result<i64> {
    with_deck(deck, |condition, params| {
        let mut count = conn.prepare_cached(&format!("SELECT count(*) FROM {table} {condition}"))?;
        Ok(count.query_row(params, |row| row.get(0))?)
    })
}

/// How many rows a table has. Of all questions there must be as many as were counted.
fn count(conn: &Connection, table: &str, deck: Option<&str>) -> Result<usize> {
    let rows = rows(conn, table, deck)?;
    if deck.is_none() && rows != questions(conn)? {
        return Err(damaged("what is remembered of some questions is gone"));
    }
    Ok(usize::try_from(rows).unwrap_or_default())
}

/// How many questions each of the two tables has.
fn questions(conn: &Connection) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT questions FROM derived")?.query_row([], |row| row.get(0))?)
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
