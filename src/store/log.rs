//! Reading the log and adding to it.

use rusqlite::{Connection, OptionalExtension, Params, Transaction, params};
use uuid::Uuid;

use super::row::{self, Ready, Stored};
use super::{MergeReport, Store};
use crate::error::{Error, Result};
use crate::event::{Draft, Event, Subject, line};
use crate::memory::Fact;
use crate::memory::replay::struck;
use crate::text::Text;
use crate::time::Timestamp;

/// The latest ordering time that is given out: 2^53 ms. A device with a mad clock must not carry the others
/// beyond what a line may say.
pub(super) const LAST_MOMENT: i64 = 1 << 53;

impl Store {
    /// The whole log in canonical order, one event at a time: for an export.
    ///
    /// # Errors
    /// If the file cannot be read, an event is damaged, or `each` fails.
    pub fn events(&self, mut each: impl FnMut(Event) -> Result<()>) -> Result<()> {
        scan(&self.conn, ORDER, [], |_, stored| {
            each(stored?.event()?)?;
            Ok(true)
        })
    }

    /// Arrival, device, number and checksum of every event, in order of arrival. Nothing is verified.
    ///
    /// # Errors
    /// If the file cannot be read, or `each` fails.
    pub fn sums(&self, mut each: impl FnMut(i64, Uuid, u64, [u8; 8]) -> Result<()>) -> Result<()> {
        let mut all = self.conn.prepare_cached("SELECT arrival, device, sequence, checksum FROM event")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let row::Blob16(device) = row.get(1)?;
            each(row.get(0)?, device, row.get::<_, i64>(2)?.cast_unsigned(), row.get(3)?)?;
        }
        Ok(())
    }

    /// The event that was the `arrival`-th to arrive, as its canonical line with its sum.
    ///
    /// # Errors
    /// If there is none, or it is damaged.
    pub fn line_at(&self, arrival: i64) -> Result<(Timestamp, String)> {
        let sql = format!("SELECT time, {} FROM event WHERE arrival = ?1", row::COLUMNS);
        let mut found = self.conn.prepare_cached(&sql)?;
        let mut rows = found.query([arrival])?;
        let row = rows.next()?.ok_or_else(|| Error::new(format!("there is no event {arrival}")))?;
        Ok((Timestamp(row.get(0)?), row::stored(row, 1)?.line_with_sum()?))
    }

    /// The events that arrived after `arrival` (0 for all), in order of arrival, and the last arrival: for
    /// whoever keeps up with the file.
    ///
    /// # Errors
    /// If the file cannot be read or an event is damaged.
    pub fn events_after(&self, arrival: i64) -> Result<(Vec<Event>, i64)> {
        let (mut events, mut last) = (Vec::new(), arrival);
        scan(&self.conn, "WHERE arrival > ?1 ORDER BY arrival", [arrival], |at, stored| {
            events.push(stored?.event()?);
            last = at;
            Ok(true)
        })?;
        Ok((events, last))
    }

    /// The last arrival in the log; 0 if it is empty. It only grows, so it tells one run from the next.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn last_arrival(&self) -> Result<i64> {
        let sql = "SELECT coalesce(max(arrival), 0) FROM event";
        Ok(self.conn.query_row(sql, [], |row| row.get(0))?)
    }

    /// Every event about one question, under its id of now and those it had, with the voids and overrules of
    /// them, in canonical order.
    ///
    /// # Errors
    /// If the file cannot be read or an event is damaged.
    pub fn events_of(&self, subject: &Subject) -> Result<Vec<Event>> {
        let condition = format!("WHERE id IN ({OF_QUESTION}) {ORDER}");
        events(&self.conn, &condition, [subject.deck.raw(), subject.question.raw()])
    }

    /// The event with this id.
    ///
    /// # Errors
    /// If the file cannot be read or the event is damaged.
    pub fn event(&self, id: Uuid) -> Result<Option<Event>> {
        event(&self.conn, id)
    }

    /// The last review that was not taken back, whichever process saved it: what an undo would take back. A
    /// damaged one is passed over.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn last_review(&self) -> Result<Option<Event>> {
        let mut last = None;
        let condition = "WHERE kind = 'review' ORDER BY time DESC, device DESC, sequence DESC, id DESC";
        scan(&self.conn, condition, [], |_, stored| {
            let Ok(review) = stored.and_then(|stored| stored.event()) else { return Ok(true) };
            if counts(&self.conn, review.id)? {
                last = Some(review);
            }
            Ok(last.is_none())
        })?;
        Ok(last)
    }
}

/// Adds drafts as events of `device`, in their order. A draft that is in the log already is not added again.
/// Gives all of them as events, and of each whether it is new.
pub(super) fn append(tx: &Transaction<'_>, device: Uuid, drafts: &[Draft]) -> Result<Vec<(Event, bool)>> {
    let mut sequence = last_sequence(tx, device)?;
    let mut time = last_time(tx)?;
    let mut insert = tx.prepare_cached(row::INSERT)?;
    let mut events = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let next = dated(draft, device, sequence + 1, time)?;
        let next = Ready::from(next);
        if row::insert(&mut insert, &next)? {
            let next = next.into_event();
            (sequence, time) = (next.sequence, next.time.0);
            events.push((next, true));
        } else {
            events.push((written_before(tx, next.event())?, false));
        }
    }
    Ok(events)
}

fn dated(draft: &Draft, device: Uuid, sequence: u64, last: i64) -> Result<Event> {
    let time = Timestamp(draft.clock.0.max(last.saturating_add(1)).min(LAST_MOMENT));
    let Draft { id, clock, offset_minutes, day, ref body } = *draft;
    let body = body.clone();
    let extra = Text::default();
    line::normal(&Event { id, device, sequence, time, clock, offset_minutes, day, body, extra })
}

/// The event that an earlier try has written. What the store added to the draft may differ, the draft may not.
fn written_before(tx: &Transaction<'_>, again: &Event) -> Result<Event> {
    let known = event(tx, again.id)?.ok_or_else(|| Error::new("an event was there and is not"))?;
    let Event { device, sequence, time, .. } = known;
    if known == (Event { device, sequence, time, ..again.clone() }) {
        return Ok(known);
    }
    Err(Error::new("an event with the same id and other content is in the log").help("nothing was saved"))
}

fn last_sequence(tx: &Connection, device: Uuid) -> Result<u64> {
    let mut last = tx.prepare_cached("SELECT max(sequence) FROM event WHERE device = ?1")?;
    let last: Option<i64> = last.query_row([device.as_bytes()], |row| row.get(0))?;
    Ok(u64::try_from(last.unwrap_or(0)).unwrap_or(0).min(i64::MAX as u64 - 1))
}

fn last_time(tx: &Connection) -> Result<i64> {
    let last: Option<i64> =
        tx.prepare_cached("SELECT max(time) FROM event")?.query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or(i64::MIN))
}

/// Adds events of any device; returns the report and those that were new.
pub(super) fn merge(tx: &Transaction<'_>, events: Vec<Ready>) -> Result<(MergeReport, Vec<Ready>)> {
    let mut report = MergeReport::default();
    let mut fresh = Vec::with_capacity(events.len());
    let mut insert = tx.prepare_cached(row::INSERT)?;
    let mut aside = tx.prepare_cached("INSERT OR IGNORE INTO quarantine (id, line) VALUES (?1, ?2)")?;
    let mut known = tx.prepare_cached("SELECT checksum FROM event WHERE id = ?1")?;
    for given in events {
        let id = given.event().id;
        if row::insert(&mut insert, &given)? {
            report.added += 1;
            fresh.push(given);
        } else if known.query_row([id.as_bytes()], |row| row.get::<_, [u8; 8]>(0))? == given.sum() {
            report.known += 1;
        } else {
            aside.execute(params![id.as_bytes(), line::write(given.event())])?;
            report.quarantined.push(id);
        }
    }
    Ok((report, fresh))
}

/// The event with this id.
pub(super) fn event(conn: &Connection, id: Uuid) -> Result<Option<Event>> {
    let sql = format!("SELECT {} FROM event WHERE id = ?1", row::COLUMNS);
    let mut found = conn.prepare_cached(&sql)?;
    let mut rows = found.query([id.as_bytes()])?;
    rows.next()?.map(|row| row::stored(row, 0)?.event()).transpose()
}

/// Every row that fits `condition`, in its order; `each` returns whether to go on.
pub(super) fn scan(
    conn: &Connection,
    condition: &str,
    params: impl Params,
    mut each: impl FnMut(i64, Result<Stored>) -> Result<bool>,
) -> Result<()> {
    let sql = format!("SELECT arrival, {} FROM event {condition}", row::COLUMNS);
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query(params)?;
    while let Some(row) = rows.next()? {
        if !each(row.get(0)?, row::stored(row, 1))? {
            break;
        }
    }
    Ok(())
}

/// The ids of all events about the question `?2` of the deck `?1`: under its id of now, under those it had, and
/// about these events, and so on. CROSS JOIN keeps SQLite from going through a whole deck instead.
pub(super) const OF_QUESTION: &str = "WITH RECURSIVE about (id) AS (
     SELECT id FROM event WHERE deck = ?1 AND question = ?2
     UNION SELECT event.id FROM alias CROSS JOIN event USING (deck, question)
         WHERE alias.deck = ?1 AND alias.now = ?2
     UNION SELECT event.id FROM about CROSS JOIN event ON event.target = about.id)
     SELECT id FROM about";

/// The canonical order of the log; see `memory::replay`.
pub(super) const ORDER: &str = "ORDER BY time, device, sequence, id";

/// The events that fit `condition`, in its order.
pub(super) fn events(conn: &Connection, condition: &str, params: impl Params) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    scan(conn, condition, params, |_, stored| {
        events.push(stored?.event()?);
        Ok(true)
    })?;
    Ok(events)
}

/// The same without those that are damaged: what is derived from the log goes on without them, and a check
/// reports them.
pub(super) fn sound_events(conn: &Connection, condition: &str, params: impl Params) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    scan(conn, condition, params, |_, stored| {
        events.extend(stored.and_then(|stored| stored.event()));
        Ok(true)
    })?;
    Ok(events)
}

/// The event that a chain of voids and overrules is about in the end; `None` if it has not arrived, or if the
/// chain is a ring. Returns kind, deck and question.
pub(super) fn root(conn: &Connection, target: Uuid) -> Result<Option<Root>> {
    let mut up = conn.prepare_cached(
        "WITH RECURSIVE up (id, target) AS (
             SELECT id, target FROM event WHERE id = ?1
             UNION SELECT event.id, event.target FROM up CROSS JOIN event ON event.id = up.target)
         SELECT kind, deck, question FROM up JOIN event USING (id) WHERE event.target IS NULL",
    )?;
    let root = up.query_row([target.as_bytes()], |row| {
        Ok(Root { kind: row.get(0)?, deck: row.get(1)?, question: row.get(2)? })
    });
    Ok(root.optional()?)
}

/// What a chain of voids and overrules is about.
pub(super) struct Root {
    pub(super) kind: String,
    pub(super) deck: Option<String>,
    pub(super) question: Option<String>,
}

/// True if no void that counts names the event.
pub(super) fn counts(conn: &Connection, id: Uuid) -> Result<bool> {
    let facts = voids(conn, "id = ?1", [id.as_bytes()])?;
    Ok(!struck(&facts).contains(&id))
}

/// The voids of the events that fit `condition`, the voids of these voids, and so on.
pub(super) fn voids(conn: &Connection, condition: &str, params: impl Params) -> Result<Vec<Fact>> {
    let condition = format!(
        "WHERE kind = 'void' AND id IN (WITH RECURSIVE about (id) AS (
             SELECT id FROM event WHERE {condition}
             UNION SELECT event.id FROM about CROSS JOIN event ON event.target = about.id)
         SELECT id FROM about) {ORDER}"
    );
    let events = sound_events(conn, &condition, params)?;
    Ok(events.iter().filter_map(Fact::of).collect())
}
