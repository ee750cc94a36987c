//! The whole log as canonical lines, on two connections at once if it is long.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rusqlite::{Connection, OpenFlags};

use super::Store;
use super::log::{ORDER, scan};
use crate::error::{Error, Result};

/// Events of a log from which a second reader pays.
const MANY: i64 = 20_000;

/// Events that are read at once.
const BLOCK: i64 = 4_096;

/// Blocks that a reader is ahead.
const AHEAD: usize = 8;

/// The arrival of an event and its line, or what is wrong with it.
type Line = (i64, Result<String>);

impl Store {
    /// The canonical lines of the whole log in canonical order; an event that is damaged as an error, with its
    /// arrival: for an export.
    ///
    /// # Errors
    /// If the file cannot be read, or `each` fails.
    pub fn lines(&self, mut each: impl FnMut(i64, Result<String>) -> Result<()>) -> Result<()> {
        let last = self.last_arrival()?;
        if last > MANY
            && let Some(path) = self.conn.path()
            && arrived_in_order(&self.conn)?
        {
            return on_two(path, last, each);
        }
        scan(&self.conn, ORDER, [], |arrival, stored| {
            each(arrival, stored.and_then(super::row::Stored::into_line))?;
            Ok(true)
        })
    }
}

/// True if the order of arrival is the canonical order: no event came late, and no two have one ordering time.
fn arrived_in_order(conn: &Connection) -> Result<bool> {
    let mut all = conn.prepare("SELECT time, arrival FROM event ORDER BY time")?;
    let mut rows = all.query([])?;
    let mut last = (i64::MIN, i64::MIN);
    while let Some(row) = rows.next()? {
        let (time, arrival): (i64, i64) = (row.get(0)?, row.get(1)?);
        if time == last.0 || arrival < last.1 {
            return Ok(false);
        }
        last = (time, arrival);
    }
    Ok(true)
}

/// One reader has the even blocks, one the odd ones; here they are put together again.
fn on_two(path: &str, last: i64, mut each: impl FnMut(i64, Result<String>) -> Result<()>) -> Result<()> {
    std::thread::scope(|scope| {
        let readers: Vec<Receiver<Result<Vec<Line>>>> = (0..2)
            .map(|first| {
                let (sender, blocks) = sync_channel(AHEAD);
                scope.spawn(move || {
                    if let Err(error) = read(path, first, last, &sender) {
                        // If nobody listens any more, nobody needs to know.
                        drop(sender.send(Err(error)));
                    }
                });
                blocks
            })
            .collect();
        for (block, _) in readers.iter().cycle().zip((0..=last).step_by(step())) {
            let lines = block.recv().map_err(|_| Error::new("reading the log broke off"))??;
            lines.into_iter().try_for_each(|(arrival, line)| each(arrival, line))?;
        }
        Ok(())
    })
}

/// Sends every second block, from the block `first` on.
fn read(path: &str, first: i64, last: i64, to: &SyncSender<Result<Vec<Line>>>) -> Result<()> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    for start in (0..=last).step_by(step()).skip(first as usize).step_by(2) {
        let mut lines = Vec::with_capacity(step());
        let range = [start, start + BLOCK - 1];
        scan(&conn, "WHERE arrival BETWEEN ?1 AND ?2 ORDER BY arrival", range, |arrival, stored| {
            lines.push((arrival, stored.and_then(super::row::Stored::into_line)));
            Ok(true)
        })?;
        if to.send(Ok(lines)).is_err() {
            break;
        }
    }
    Ok(())
}

fn step() -> usize {
    BLOCK as usize
}
