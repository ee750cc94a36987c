//! One user's progress in one SQLite file: the log of events, and what is derived from it.
//!
//! Everything that changes the file goes through one door, [`Store::transact`]: `BEGIN IMMEDIATE`, the change, one
//! commit. An event and all that follows from it are committed together, so a crash leaves both or neither.

mod append;
mod backup;
mod check;
mod derive;
mod device;
mod open;
mod read;
mod registry;
mod trouble;

pub use append::Merged;
pub use check::Report;
pub use device::Device;
pub use read::AnswerRow;
pub use registry::{Registry, User};

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::Result;
use crate::event::Draft;
use crate::memory::Scheduler;
use crate::session::Recorder;
use crate::time::Day;
use trouble::explain;

/// An open progress file.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    device: Device,
    scheduler: Scheduler,
    backup: Option<backup::Running>,
}

impl Store {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The one door for every change: all of `change` is committed durably, or nothing.
    fn transact<T>(
        &mut self,
        change: impl FnOnce(&Transaction<'_>, &Scheduler) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let path = &self.path;
        let scheduler = &self.scheduler;
        let work = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let value = change(&transaction, scheduler)?;
            transaction.commit()?;
            Ok(value)
        };
        work().map_err(|error| explain(&error, path))
    }
}

impl Recorder for Store {
    fn record(&mut self, drafts: &[Draft]) -> Result<()> {
        let first = self.append(drafts);
        if first.is_err() {
            // A connection may be stuck after an I/O error. The drafts keep their ids, so nothing is saved twice.
            self.reopen()?;
            self.append(drafts)?;
        }
        if let Some(draft) = drafts.first() {
            self.backup_daily(draft.day);
        }
        Ok(())
    }

    fn outlook(&mut self, from: Day, days: u32) -> Result<Vec<u32>> {
        self.due_counts(from, days)
    }
}

#[cfg(test)]
mod tests;
