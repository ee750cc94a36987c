//! Events into the log: one's own, and those of other devices.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, named_params};
use uuid::Uuid;

use super::{Store, derive};
use crate::error::Result;
use crate::event::{Body, Draft, Event, Subject, checksum};
use crate::time::Timestamp;

/// What came of merging events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Merged {
    /// Events that were new.
    pub added: usize,
    /// Events that were there already.
    pub known: usize,
    /// Events whose id is there already with other bytes; they were set aside, the first stays.
    pub quarantined: usize,
}

/// A statement's result inside a transaction.
pub(super) type Sql<T> = rusqlite::Result<T>;

impl Store {
    /// Appends one's own events and derives what follows, all in one commit. Drafts that are there already, from a
    /// try whose outcome was unknown, are left out.
    ///
    /// # Errors
    /// If they are not on disk.
    pub fn append(&mut self, drafts: &[Draft]) -> Result<Vec<Event>> {
        let device = self.device.id();
        self.transact(|transaction, scheduler| {
            let mut events = Vec::with_capacity(drafts.len());
            for draft in drafts {
                if line_of(transaction, draft.id)?.is_some() {
                    continue;
                }
                let event = number(transaction, device, draft)?;
                for subject in insert(transaction, &event)? {
                    derive::refresh(transaction, subject, scheduler)?;
                }
                events.push(event);
            }
            Ok(events)
        })
    }

    /// Takes events of any device, in any order and however often.
    ///
    /// # Errors
    /// If they could not be saved; then none was.
    pub fn merge(&mut self, events: &[Event]) -> Result<Merged> {
        self.transact(|transaction, scheduler| {
            let mut merged = Merged::default();
            let mut touched = BTreeSet::new();
            for event in events {
                match line_of(transaction, event.id)? {
                    None => {
                        touched.extend(insert(transaction, event)?);
                        merged.added += 1;
                    }
                    Some(line) if line == event.to_line() => merged.known += 1,
                    Some(_) => {
                        set_aside(transaction, event)?;
                        merged.quarantined += 1;
                    }
                }
            }
            for subject in touched {
                derive::refresh(transaction, subject, scheduler)?;
            }
            Ok(merged)
        })
    }
}

/// Gives a draft its place in this device's log. The ordering time never goes back, whatever the clock does.
fn number(transaction: &Transaction<'_>, device: Uuid, draft: &Draft) -> Sql<Event> {
    let last = transaction
        .prepare_cached("select sequence, time from event where device = ?1 order by sequence desc limit 1")?
        .query_row([device.as_bytes().as_slice()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
        .optional()?;
    let (sequence, time) = last.unwrap_or((0, i64::MIN));
    Ok(Event {
        id: draft.id,
        device,
        sequence: u64::try_from(sequence).unwrap_or(0).saturating_add(1),
        time: Timestamp(draft.clock.0.max(time.saturating_add(1))),
        clock: draft.clock,
        offset_minutes: draft.offset_minutes,
        day: draft.day,
        body: draft.body.clone(),
        extra: None,
    })
}

/// The copies of what stands in a body that queries need; [`super::check`] compares them.
#[derive(Debug, PartialEq, Default)]
pub(super) struct Copies {
    pub target: Option<Vec<u8>>,
    /// A rating, 1 to 4; for a suspension 1 or 0.
    pub rating: Option<i64>,
    pub purpose: Option<i64>,
    pub meaning: Option<i64>,
    pub due: Option<i32>,
}

impl Copies {
    pub fn of(body: &Body) -> Self {
        let target = body.target().map(|target| target.as_bytes().to_vec());
        match body {
            Body::Review(_, review) => Self {
                target,
                rating: Some(review.rating as i64),
                purpose: Some(review.purpose as i64),
                meaning: Some(review.meaning.cast_signed()),
                due: review.due.map(|day| day.0),
            },
            Body::Overrule { rating, .. } => Self { target, rating: Some(*rating as i64), ..Self::default() },
            Body::Suspend(_, on) => Self { target, rating: Some(i64::from(*on)), ..Self::default() },
            _ => Self { target, ..Self::default() },
        }
    }
}

/// Inserts an event and returns the questions whose state it may change.
fn insert(transaction: &Transaction<'_>, event: &Event) -> Sql<Vec<i64>> {
    let subject = event.body.subject().map(|subject| subject_number(transaction, subject)).transpose()?;
    let copies = Copies::of(&event.body);
    transaction.prepare_cached(INSERT)?.execute(named_params! {
        ":id": event.id.as_bytes().as_slice(),
        ":device": event.device.as_bytes().as_slice(),
        ":sequence": i64::try_from(event.sequence).unwrap_or(i64::MAX),
        ":time": event.time.0,
        ":clock": event.clock.0,
        ":offset": event.offset_minutes,
        ":day": event.day.0,
        ":kind": event.body.kind(),
        ":body": event.body_json(),
        ":checksum": checksum(&event.to_line()).as_slice(),
        ":subject": subject,
        ":target": copies.target,
        ":rating": copies.rating,
        ":purpose": copies.purpose,
        ":meaning": copies.meaning,
        ":due": copies.due,
    })?;
    touched(transaction, event, subject)
}

const INSERT: &str =
    "insert into event (id, device, sequence, time, clock, offset, day, kind, body, checksum,
    subject, target, rating, purpose, meaning, due)
  values (:id, :device, :sequence, :time, :clock, :offset, :day, :kind, :body, :checksum,
    :subject, :target, :rating, :purpose, :meaning, :due)";

/// A void of an overrule of a review changes the review's question: follow the targets to the one that names it.
fn touched(transaction: &Transaction<'_>, event: &Event, subject: Option<i64>) -> Sql<Vec<i64>> {
    if let (Body::Rename { from, to }, Some(number)) = (&event.body, subject) {
        let to = Subject { deck: from.deck.clone(), question: to.clone() };
        let to = subject_number(transaction, &to)?;
        transaction
            .prepare_cached("insert or replace into renamed (s, to_s) values (?1, ?2)")?
            .execute([number, to])?;
        return Ok(vec![number, to]);
    }
    if let Some(subject) = subject {
        return Ok(vec![subject]);
    }
    let found = transaction
        .prepare_cached(
            "with recursive chain (id, depth) as (
               select ?1, 0
               union all
               select event.target, depth + 1 from chain join event using (id)
               where event.target is not null and depth < 100)
             select event.subject from chain join event using (id) where event.subject is not null limit 1",
        )?
        .query_row([event.id.as_bytes().as_slice()], |row| row.get(0))
        .optional()?;
    Ok(found.into_iter().collect())
}

fn subject_number(transaction: &Transaction<'_>, subject: &Subject) -> Sql<i64> {
    let names = [subject.deck.raw(), subject.question.raw()];
    let known = transaction
        .prepare_cached("select s from subject where deck = ?1 and question = ?2")?
        .query_row(names, |row| row.get(0))
        .optional()?;
    if let Some(number) = known {
        return Ok(number);
    }
    transaction.prepare_cached("insert into subject (deck, question) values (?1, ?2)")?.execute(names)?;
    Ok(transaction.last_insert_rowid())
}

fn line_of(transaction: &Transaction<'_>, id: Uuid) -> Sql<Option<String>> {
    let event = transaction
        .prepare_cached(&format!("{} where id = ?1", super::read::SELECT_EVENT))?
        .query_row([id.as_bytes().as_slice()], super::read::event)
        .optional()?;
    // A damaged row is not the event that comes: doctor will say so, and the new one is set aside.
    Ok(event.map(|event| event.map_or_else(|damaged| damaged.0, |event| event.to_line())))
}

fn set_aside(transaction: &Transaction<'_>, event: &Event) -> Sql<()> {
    transaction
        .prepare_cached("insert or ignore into quarantine (id, line) values (?1, ?2)")?
        .execute((event.id.as_bytes().as_slice(), event.to_line()))?;
    Ok(())
}
