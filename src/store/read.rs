//! Reading the file: states, answers, events, settings.

use rusqlite::{OptionalExtension, Row};
use uuid::Uuid;

use super::Store;
use super::append::Sql;
use super::trouble::explain;
use crate::error::Result;
use crate::event::{Body, Damaged, Event, Purpose, Subject};
use crate::memory::{Memory, State};
use crate::question::ask::Rating;
use crate::time::{Day, Timestamp};

/// An answer that stands, for the statistics.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRow {
    /// The number of its question; [`Store::subjects`] tells which.
    pub subject: i64,
    /// The study day.
    pub day: Day,
    /// The minute of the day on the student's clock, 0 to 1439.
    pub minute: u16,
    /// What it counts as.
    pub rating: Rating,
    /// Why it was asked.
    pub purpose: Purpose,
    /// True if it was told to FSRS.
    pub counted: bool,
    /// Milliseconds from question to response.
    pub ms: u32,
    /// Days since the counted answer before.
    pub elapsed_days: Option<u32>,
    /// The chance of recall that was predicted, 0 to 1.
    pub predicted: Option<f32>,
}

pub(super) const SELECT_EVENT: &str =
    "select id, device, sequence, time, clock, offset, day, kind, body from event";

/// The event of a row; an inner error if its body is damaged.
pub(super) fn event(row: &Row<'_>) -> Sql<std::result::Result<Event, Damaged>> {
    let uuid = |column: usize| -> Sql<Uuid> {
        Ok(Uuid::from_slice(row.get_ref(column)?.as_blob()?).unwrap_or_default())
    };
    let envelope = Event {
        id: uuid(0)?,
        device: uuid(1)?,
        sequence: row.get::<_, i64>(2)?.cast_unsigned(),
        time: Timestamp(row.get(3)?),
        clock: Timestamp(row.get(4)?),
        offset_minutes: row.get(5)?,
        day: Day(row.get(6)?),
        body: Body::Void(Uuid::nil()),
        extra: None,
    };
    Ok(envelope.with_body_json(row.get_ref(7)?.as_str()?, row.get_ref(8)?.as_str()?))
}

fn state(row: &Row<'_>) -> Sql<State> {
    let memory = row.get::<_, Option<f32>>(0)?.zip(row.get::<_, Option<f32>>(1)?);
    Ok(State {
        memory: memory.map(|(stability, difficulty)| Memory { stability, difficulty }),
        last: row.get::<_, Option<i32>>(2)?.map(Day),
        due: row.get::<_, Option<i32>>(3)?.map(Day),
        reviews: row.get(4)?,
        lapses: row.get(5)?,
        rating: row.get::<_, Option<i64>>(6)?.and_then(Rating::from_number),
        relearning: row.get(7)?,
        suspended: row.get(8)?,
        meaning: row.get::<_, Option<i64>>(9)?.map(i64::cast_unsigned),
    })
}

const STATE_COLUMNS: &str =
    "stability, difficulty, last, due, reviews, lapses, rating, relearning, suspended, meaning";

impl Store {
    fn read<T>(&self, work: impl FnOnce(&rusqlite::Connection) -> Sql<T>) -> Result<T> {
        work(&self.connection).map_err(|error| explain(&error, &self.path))
    }

    /// What is remembered of each question of a deck: (question id, state), in no order.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn states(&self, deck: &str) -> Result<Vec<(String, State)>> {
        self.read(|connection| {
            let sql =
                format!("select {STATE_COLUMNS}, question from subject join state using (s) where deck = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([deck], |row| Ok((row.get(10)?, state(row)?)))?;
            rows.collect()
        })
    }

    /// What is remembered of one question.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn state(&self, subject: &Subject) -> Result<Option<State>> {
        self.read(|connection| {
            let sql = format!(
                "select {STATE_COLUMNS} from subject join state using (s) where deck = ?1 and question = ?2"
            );
            let names = [subject.deck.raw(), subject.question.raw()];
            connection.prepare_cached(&sql)?.query_row(names, state).optional()
        })
    }

    /// Which question each number is: (number, subject).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn subjects(&self) -> Result<Vec<(i64, Subject)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("select s, deck, question from subject")?;
            let subject = |row: &Row<'_>| {
                let (deck, question): (String, String) = (row.get(1)?, row.get(2)?);
                Ok((row.get(0)?, Subject { deck: deck.into(), question: question.into() }))
            };
            statement.query_map([], subject)?.collect()
        })
    }

    /// All answers that stand, in the order they were saved; of one deck, if it is named.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn answers(&self, deck: Option<&str>) -> Result<Vec<AnswerRow>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "select s, day, minute, rating, purpose, counted, ms, elapsed, predicted from answer
                 where ?1 is null or s in (select s from subject where deck = ?1) order by n",
            )?;
            statement.query_map([deck], answer)?.collect()
        })
    }

    /// Questions due on each of `days` days from `from` on; those overdue count on the first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn due_counts(&self, from: Day, days: u32) -> Result<Vec<u32>> {
        let mut counts = vec![0; days as usize];
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "select max(due, ?1), count(*) from state
                 where suspended = 0 and due is not null and due < ?2 group by 1",
            )?;
            let mut rows = statement.query([from.0, from.plus(days).0])?;
            while let Some(row) = rows.next()? {
                if let Some(count) = counts.get_mut(Day(row.get(0)?).since(from) as usize) {
                    *count = row.get(1)?;
                }
            }
            Ok(())
        })?;
        Ok(counts)
    }

    /// New questions and reviews counted on `day` in some decks: (new, reviews).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn done_on(&self, day: Day, decks: &[&str]) -> Result<(usize, usize)> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "select elapsed is null, count(*) from answer join subject using (s)
                 where day = ?1 and counted = 1 and deck = ?2 group by 1",
            )?;
            let (mut new, mut reviews) = (0, 0);
            for deck in decks {
                let mut rows = statement.query((day.0, deck))?;
                while let Some(row) = rows.next()? {
                    *(if row.get(0)? { &mut new } else { &mut reviews }) += row.get::<_, u32>(1)? as usize;
                }
            }
            Ok((new, reviews))
        })
    }

    /// The events of one question, oldest first, those that undo or overrule them included.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn events_of(&self, subject: &Subject) -> Result<Vec<Event>> {
        let sql = "with recursive its (id) as (
              select id from subject join event on event.subject = subject.s where deck = ?1 and question = ?2
              union select event.id from its join event on event.target = its.id)
            select id, device, sequence, time, clock, offset, day, kind, body from its join event using (id)
            order by time, device, sequence";
        self.events_by(sql, &[&subject.deck.raw(), &subject.question.raw()])
    }

    /// The whole log in canonical order; damaged rows are left out.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn events(&self) -> Result<Vec<Event>> {
        self.events_by(&format!("{SELECT_EVENT} order by time, device, sequence, id"), &[])
    }

    /// The newest review that stands: what `undo` takes back.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn last_review(&self) -> Result<Option<Event>> {
        let sql = format!("{SELECT_EVENT} where n = (select max(n) from answer)");
        Ok(self.events_by(&sql, &[])?.pop())
    }

    fn events_by(&self, sql: &str, parameters: &[&dyn rusqlite::ToSql]) -> Result<Vec<Event>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(parameters, event)?;
            Ok(rows.collect::<Sql<Vec<_>>>()?.into_iter().flatten().collect())
        })
    }

    /// Rows of the log, whatever they are.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn log_length(&self) -> Result<u64> {
        self.read(|connection| {
            connection
                .query_row("select count(*) from event", [], |row| row.get::<_, i64>(0))
                .map(i64::cast_unsigned)
        })
    }

    /// A setting as it was stored.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("select value from setting where key = ?1")?;
            statement.query_row([key], |row| row.get(0)).optional()
        })
    }

    /// Stores a setting, or forgets it.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn set_setting(&mut self, key: &str, value: Option<&str>) -> Result<()> {
        self.transact(|transaction, _| match value {
            Some(value) => transaction
                .execute("insert or replace into setting (key, value) values (?1, ?2)", [key, value])
                .map(drop),
            None => transaction.execute("delete from setting where key = ?1", [key]).map(drop),
        })
    }
}

fn answer(row: &Row<'_>) -> Sql<AnswerRow> {
    let purpose: i64 = row.get(4)?;
    Ok(AnswerRow {
        subject: row.get(0)?,
        day: Day(row.get(1)?),
        minute: row.get(2)?,
        rating: Rating::from_number(row.get(3)?).unwrap_or(Rating::Again),
        purpose: Purpose::ALL.into_iter().find(|one| *one as i64 == purpose).unwrap_or(Purpose::Cram),
        counted: row.get(5)?,
        ms: row.get(6)?,
        elapsed_days: row.get(7)?,
        predicted: row.get(8)?,
    })
}
