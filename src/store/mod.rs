//! One user's progress in one SQLite file: the log of events, and the states derived from it.
//!
//! The log is the truth and only grows. Everything else is derived from it in the same transaction, can be
//! dropped, and is rebuilt by replay; two logs merge by union. Every change goes through one door,
//! [`Store::transact`]: `BEGIN IMMEDIATE`, and on disk when it returns.
//!
//! The store asks nothing of the machine but files: moments, days and ids come in with the drafts. What an event
//! does to a memory is left to [`crate::memory`], what figures mean to [`crate::stats`].

mod backup;
mod check;
mod derive;
mod device;
mod facts;
mod files;
mod log;
mod migrate;
mod open;
mod packed;
mod read;
mod registry;
mod row;
mod schedule;
pub mod settings;
mod shared;
mod trouble;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

pub use check::Report;
pub use derive::Progress;
pub use registry::{Registry, User};

use crate::error::{Error, Result};
use crate::event::{Draft, Event, Subject};
use crate::memory::{Answer, Scheduler, State};
use crate::session::Recorder;
use crate::text::Text;
use crate::time::{Day, Timestamp};
use schedule::Schedule;

/// An open progress file.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    device: Uuid,
    schedule: Schedule,
    /// The last write failed: its connection is not trusted any more.
    failed: bool,
    /// The study day that a backup was last made or found for.
    backed_up: Option<Day>,
    backup: Option<JoinHandle<Result<PathBuf>>>,
}

/// What a merge did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MergeReport {
    /// Events that were new.
    pub added: u64,
    /// Events that were there already.
    pub known: u64,
    /// Events whose id was there with other content: kept aside, and never counted.
    pub quarantined: Vec<Uuid>,
}

impl Store {
    /// Opens a progress file, makes it if there is none, brings it to the newest format, and replays the log if
    /// the derived tables are not those of this program. `device` is what [`Registry::device`] gave.
    ///
    /// # Errors
    /// If the file cannot be read and written, is no progress file, or was written by a newer program.
    pub fn open(path: &Path, device: Uuid) -> Result<Self> {
        let conn = open::open(path)?;
        let schedule = schedule::wanted(&conn)?;
        let path = path.to_owned();
        let mut store = Self { conn, path, device, schedule, failed: false, backed_up: None, backup: None };
        if schedule::derived_by(&store.conn)?.as_ref() != Some(&store.schedule.by) {
            store.transact(|_, _| Ok(()))?;
        }
        Ok(store)
    }

    /// Opens the file anew. A write that failed leaves nothing behind, so the same drafts may be given again.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn reopen(&mut self) -> Result<()> {
        self.conn = open::open(&self.path)?;
        self.failed = false;
        Ok(())
    }

    /// The one door: everything that changes the file happens in here, all of it or nothing. Another program may
    /// have changed parameters or settings since, so the schedule is looked at first.
    fn transact<T>(&mut self, change: impl FnOnce(&Transaction<'_>, &Schedule) -> Result<T>) -> Result<T> {
        if self.failed {
            self.reopen()?;
        }
        let done = self.try_transact(change);
        self.failed = done.is_err();
        done
    }

    fn try_transact<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>, &Schedule) -> Result<T>,
    ) -> Result<T> {
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if schedule::derived_by(&tx)?.as_ref() != Some(&self.schedule.by) {
            self.schedule = schedule::wanted(&tx)?;
            if schedule::derived_by(&tx)?.as_ref() != Some(&self.schedule.by) {
                derive::all(&tx, &mut |_, _| ())?;
            }
        }
        let done = change(&tx, &self.schedule)?;
        tx.commit()?;
        // Parameters or settings may be among what has just changed.
        if schedule::derived_by(&self.conn)?.as_ref() != Some(&self.schedule.by) {
            self.schedule = schedule::wanted(&self.conn)?;
        }
        Ok(done)
    }

    /// Adds events to the log: on disk, with all that is derived from them, when this returns. A draft that is
    /// in the log already (a retry after a write whose end is unknown) is not added again.
    ///
    /// # Errors
    /// If nothing was saved. The drafts may be given again; that happens on a new connection.
    pub fn append(&mut self, drafts: &[Draft]) -> Result<Vec<Event>> {
        let device = self.device;
        let events = self.transact(|tx, schedule| {
            let events = log::append(tx, device, drafts)?;
            let fresh: Vec<&Event> = events.iter().filter(|(_, new)| *new).map(|(event, _)| event).collect();
            derive::follow(tx, schedule, fresh.into_iter())?;
            Ok(events.into_iter().map(|(event, _)| event).collect())
        })?;
        if let Some(last) = drafts.last() {
            self.back_up_once(last.day, last.clock);
        }
        Ok(events)
    }

    /// Adds events of any device, all or none. Events that are there already change nothing; one with a known id
    /// and other content is set aside.
    ///
    /// # Errors
    /// If nothing was saved.
    pub fn merge(&mut self, events: &[Event]) -> Result<MergeReport> {
        self.transact(|tx, schedule| {
            let (report, fresh) = log::merge(tx, events)?;
            let fresh: Vec<&Event> = fresh.iter().filter_map(|at| events.get(*at)).collect();
            derive::follow(tx, schedule, fresh.into_iter())?;
            Ok(report)
        })
    }

    /// The scheduler that the states are derived with: the user's retention and longest interval, and the last
    /// parameters of the log.
    pub fn scheduler(&self) -> &Scheduler {
        &self.schedule.scheduler
    }

    /// The states of all questions ever touched, or of those of one deck, by the ids they have now.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn states(&self, deck: Option<&str>) -> Result<HashMap<Subject, State>> {
        read::states(&self.conn, deck)
    }

    /// The state of one question, also by an id it had; the default if it was never touched.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn state(&self, subject: &Subject) -> Result<State> {
        read::state(&self.conn, subject)
    }

    /// The answers that stand, by question, each question's in canonical order; of one deck or of all.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn answers(&self, deck: Option<&str>) -> Result<Vec<(Subject, Vec<Answer>)>> {
        read::answers(&self.conn, deck)
    }

    /// Questions due on each of `days` days: the first figure counts those due on `from` or before. Suspended
    /// questions are not counted.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn due_counts(&self, from: Day, days: u32) -> Result<Vec<u32>> {
        read::due_counts(&self.conn, from, days)
    }

    /// The whole log in canonical order, one event at a time: for an export.
    ///
    /// # Errors
    /// If the file cannot be read, an event is damaged, or `each` fails.
    pub fn events(&self, mut each: impl FnMut(Event) -> Result<()>) -> Result<()> {
        log::scan(&self.conn, log::ORDER, [], |_, stored| {
            each(stored?.event()?)?;
            Ok(true)
        })
    }

    /// The events that arrived after `arrival` (0 for all), in order of arrival, and the last arrival: for
    /// whoever keeps up with the file.
    ///
    /// # Errors
    /// If the file cannot be read or an event is damaged.
    pub fn events_after(&self, arrival: i64) -> Result<(Vec<Event>, i64)> {
        let (mut events, mut last) = (Vec::new(), arrival);
        log::scan(&self.conn, "WHERE arrival > ?1 ORDER BY arrival", [arrival], |at, stored| {
            events.push(stored?.event()?);
            last = at;
            Ok(true)
        })?;
        Ok((events, last))
    }

    /// Every event about one question, under its id of now and those it had, with the voids and overrules of
    /// them, in canonical order.
    ///
    /// # Errors
    /// If the file cannot be read or an event is damaged.
    pub fn events_of(&self, subject: &Subject) -> Result<Vec<Event>> {
        let condition = format!(
            "WHERE id IN (WITH RECURSIVE about (id) AS (
                 SELECT id FROM event WHERE deck = ?1 AND question = ?2
                 UNION SELECT event.id FROM event JOIN alias USING (deck, question)
                     WHERE alias.deck = ?1 AND alias.now = ?2
                 UNION SELECT event.id FROM event JOIN about ON event.target = about.id)
             SELECT id FROM about) {}",
            log::ORDER
        );
        log::events(&self.conn, &condition, [subject.deck.raw(), subject.question.raw()])
    }

    /// The event with this id.
    ///
    /// # Errors
    /// If the file cannot be read or the event is damaged.
    pub fn event(&self, id: Uuid) -> Result<Option<Event>> {
        log::event(&self.conn, id)
    }

    /// The last review that was not taken back, whichever process saved it: what an undo would take back.
    ///
    /// # Errors
    /// If the file cannot be read or an event is damaged.
    pub fn last_review(&self) -> Result<Option<Event>> {
        let mut last = None;
        let condition = "WHERE kind = 'review' ORDER BY time DESC, device DESC, sequence DESC, id DESC";
        log::scan(&self.conn, condition, [], |_, stored| {
            let review = stored?.event()?;
            if log::counts(&self.conn, review.id)? {
                last = Some(review);
            }
            Ok(last.is_none())
        })?;
        Ok(last)
    }

    /// The student's own words on each question of a deck that has any, by the ids they have now.
    ///
    /// # Errors
    /// If the file cannot be read or an event is damaged.
    pub fn notes(&self, deck: &str) -> Result<HashMap<Subject, Text>> {
        log::notes(&self.conn, deck)
    }

    /// A lasting setting; `None` if it was never set.
    ///
    /// # Errors
    /// If the file cannot be read or the setting is of another type.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>> {
        settings::get(&self.conn, key)
    }

    /// Every setting as (key, JSON), by key.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn settings(&self) -> Result<Vec<(String, String)>> {
        settings::all(&self.conn)
    }

    /// Sets a lasting setting, or takes it back with `None`. One that the schedule depends on replays the log.
    ///
    /// # Errors
    /// If it was not saved.
    pub fn set<T: Serialize>(&mut self, key: &str, value: Option<&T>) -> Result<()> {
        let json = value.map(serde_json::to_string).transpose();
        let json = json.map_err(|e| Error::new(format!("the setting `{key}` cannot be written: {e}")))?;
        self.transact(|tx, schedule| {
            settings::set(tx, key, json.as_deref())?;
            let stale = schedule::wanted(tx)?.by != schedule.by;
            if stale { derive::all(tx, &mut |_, _| ()) } else { Ok(()) }
        })
    }

    /// Drops everything derived and makes it anew from the log. `progress` hears (done, of) for the events read,
    /// then for the questions written.
    ///
    /// # Errors
    /// If nothing was changed.
    pub fn rebuild(&mut self, progress: Progress<'_>) -> Result<()> {
        self.transact(|tx, _| derive::all(tx, progress))
    }

    /// Checks the file, the checksums and the derived tables; changes nothing.
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn check(&self) -> Result<Report> {
        check::check(&self.conn)
    }

    /// Copies the file, compacted and checked, to a new one.
    ///
    /// # Errors
    /// If there is no sound copy at `path`.
    pub fn back_up(&self, path: &Path) -> Result<()> {
        backup::copy(&self.conn, path)
    }

    /// The backups, oldest first, with their study days.
    pub fn backups(&self) -> Vec<(PathBuf, Day)> {
        backup::dated(&backup::folder(&self.path))
    }

    /// Begins the backup of a study day beside the answering, once. What comes of it blocks no answer.
    fn back_up_once(&mut self, day: Day, now: Timestamp) {
        if self.backed_up.replace(day) == Some(day) || backup::exists(&self.path, day) {
            return;
        }
        let path = self.path.clone();
        self.finish_backup();
        self.backup = Some(std::thread::spawn(move || backup::daily(&path, day, now)));
    }

    /// Waits for a backup under way; what came of it, if there was one.
    pub fn finish_backup(&mut self) -> Option<Result<PathBuf>> {
        let handle = self.backup.take()?;
        Some(handle.join().unwrap_or_else(|_| Err(Error::new("the backup broke off"))))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.finish_backup();
    }
}

impl Recorder for Store {
    fn record(&mut self, drafts: &[Draft]) -> Result<()> {
        self.append(drafts).map(drop)
    }
}
