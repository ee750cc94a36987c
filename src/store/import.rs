//! Taking over events of other devices: any number, all of them or none, in pieces so that a long log needs no room.

use std::mem::take;

use rusqlite::Transaction;

use super::{MergeReport, Progress, Ready, Store, derive, log, open, schedule};
use crate::error::Result;
use crate::event::{Event, line};
use crate::time::{Day, Timestamp};

/// New events that are remembered to replay their questions alone. With more, everything is replayed.
const FEW: usize = derive::MANY;

impl Store {
    /// Adds events of any device, all or none. Events that are there already change nothing; one with a known id
    /// and other content is set aside.
    ///
    /// # Errors
    /// If nothing was saved.
    pub fn merge(&mut self, events: &[Event]) -> Result<MergeReport> {
        let ready = events.iter().map(|event| line::normal(event).map(Ready::from)).collect();
        self.import(std::iter::once(ready), &mut |_, _| ())
    }

    /// The same of events as lines give them, in pieces. `progress` hears how far the replay at the end is; the pieces know how far they are.
    ///
    /// # Errors
    /// If a piece is an error, or nothing was saved.
    pub fn import(
        &mut self,
        pieces: impl Iterator<Item = Result<Vec<Ready>>>,
        progress: Progress<'_>,
    ) -> Result<MergeReport> {
        // In a log that is empty there is little to take back, so the pages need not be written twice.
        let plain = self.last_arrival()? == 0 && open::without_write_ahead(&self.conn);
        let taken = self.take(pieces);
        let back = if plain { open::write_ahead(&self.conn) } else { Ok(()) };
        let (report, replayed) = taken?;
        back?;
        if !replayed {
            self.replay(progress)?;
        }
        Ok(report)
    }

    /// Adds the events; says what was done, and whether what follows from them was replayed.
    fn take(&mut self, pieces: impl Iterator<Item = Result<Vec<Ready>>>) -> Result<(MergeReport, bool)> {
        self.transact(|tx, schedule| {
            let (report, fresh) = take_all(tx, pieces)?;
            match &fresh {
                Fresh::Few(fresh) => derive::follow(tx, schedule, fresh.iter())?,
                // Committed first: the replay then reads the log on two connections. If it never comes to that,
                // whoever opens the file next replays.
                Fresh::Many => tx.execute_batch("DELETE FROM derived")?,
            }
            Ok((report, matches!(fresh, Fresh::Few(_))))
        })
    }

    /// Replays everything if nobody else has done so meanwhile.
    fn replay(&mut self, progress: Progress<'_>) -> Result<()> {
        let tx = self.conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        if schedule::derived_by(&tx)?.is_none() {
            derive::all(&tx, progress)?;
        }
        tx.commit()?;
        self.schedule = schedule::wanted(&self.conn)?;
        Ok(())
    }

    /// Makes the backup of the study day `day` now, unless there is one or nothing to save: before something that
    /// cannot be taken back.
    ///
    /// # Errors
    /// If there is no backup.
    pub fn back_up_before(&mut self, day: Day, now: Timestamp) -> Result<()> {
        if self.last_arrival()? > 0 {
            self.back_up_once(day, now);
        }
        self.finish_backup().map_or(Ok(()), |made| made.map(drop))
    }
}

/// New events from which [`INDEX`] is made anew at the end, if there are also more of them than were there before.
const LONG: u64 = 50_000;

/// The index by question. Events come in the order of time, so their questions fall anywhere: sorting all of them once is
/// faster than finding the place of each. The other indexes grow at their ends.
const INDEX: &str = "event_subject";

/// Drops the index, and returns how it was made.
fn without_index(tx: &Transaction<'_>) -> Result<String> {
    tx.flush_prepared_statement_cache();
    let made_by = tx.query_row("SELECT sql FROM sqlite_schema WHERE name = ?1", [INDEX], |row| row.get(0))?;
    tx.execute_batch(&format!("DROP INDEX {INDEX}"))?;
    Ok(made_by)
}

/// The events that were new.
enum Fresh {
    Few(Vec<Event>),
    Many,
}

fn take_all(
    tx: &Transaction<'_>,
    pieces: impl Iterator<Item = Result<Vec<Ready>>>,
) -> Result<(MergeReport, Fresh)> {
    let mut report = MergeReport::default();
    let mut few = Vec::new();
    let before: i64 = tx.query_row("SELECT coalesce(max(arrival), 0) FROM event", [], |row| row.get(0))?;
    let mut made_by: Option<String> = None;
    for events in pieces {
        let (more, fresh) = log::merge(tx, events?)?;
        report.added += more.added;
        report.known += more.known;
        report.quarantined.extend(more.quarantined);
        if few.len() <= FEW {
            few.extend(fresh.into_iter().map(Ready::into_event));
        }
        if made_by.is_none() && report.added > LONG.max(before.cast_unsigned()) {
            made_by = Some(without_index(tx)?);
        }
    }
    if let Some(sql) = made_by {
        tx.execute_batch(&sql)?;
    }
    let many = few.len() > FEW;
    Ok((report, if many { Fresh::Many } else { Fresh::Few(take(&mut few)) }))
}
