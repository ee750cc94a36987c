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
mod clocks;
mod derive;
mod device;
mod exam;
mod export;
mod facts;
mod files;
mod given;
mod goal;
mod import;
mod last;
mod log;
mod mend;
mod migrate;
mod open;
mod own;
mod packed;
mod read;
mod registry;
mod row;
mod salvage;
mod schedule;
pub mod settings;
mod shared;
mod sum;
mod trouble;
mod wal;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use uuid::Uuid;

pub use check::Report;
pub use clocks::Clock;
pub use derive::Progress;
pub use exam::SittingEvents;
pub use given::{Given, Mistaken};
pub use mend::{Mended, Settings, Surroundings, gaps, mend, surroundings};
pub use migrate::is_mendable;
pub use registry::{Registry, User};
pub use row::Ready;
pub use schedule::Adopted;

use crate::error::Result;
use crate::event::{Draft, Event};
use crate::memory::Scheduler;
use crate::session::Recorder;
use crate::time::Day;
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

    /// Who writes here: what [`Registry::device`] gave.
    pub fn device(&self) -> Uuid {
        self.device
    }

    /// Opens the file anew. A write that failed leaves nothing behind, so the same drafts may be given again.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn reopen(&mut self) -> Result<()> {
        self.conn = open::connect(&self.path)?;
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
        // Parameters or settings may be among what has just changed.
        let now = schedule::derived_by(&tx)?;
        tx.commit()?;
        if now.as_ref() != Some(&self.schedule.by) {
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
            match fresh.as_slice() {
                [only] if last::follow(tx, schedule, only)? => {}
                several => derive::follow(tx, schedule, several.iter().copied())?,
            }
            Ok(events.into_iter().map(|(event, _)| event).collect())
        })?;
        if let Some(last) = drafts.last() {
            self.back_up_once(last.day, last.clock);
        }
        Ok(events)
    }

    /// The scheduler that the states are derived with: the user's retention and longest interval, and the last
    /// parameters of the log.
    pub fn scheduler(&self) -> &Scheduler {
        &self.schedule.scheduler
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
        self.check_with(&mut |_, _| ())
    }

    /// The same of a long log: `progress` hears how far it is.
    ///
    /// # Errors
    /// As [`Store::check`].
    pub fn check_with(&self, progress: Progress<'_>) -> Result<Report> {
        check::check(&self.conn, progress)
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

    fn outlook(&mut self, from: Day, days: u32) -> Result<Vec<u32>> {
        self.due_counts(from, days)
    }
}
