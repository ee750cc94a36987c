//! The whole log as canonical lines, on two connections at once if it is long.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use rusqlite::{Connection, OpenFlags};

use super::Store;
use super::log::{ORDER, scan};
use crate::error::{Error, Result};

/// Events of a log from which a second reader pays.
const MANY: i64 = 20_000;

/// Events that are read at once, and those of the same moment.
const BLOCK: usize = 4_096;

/// Blocks that a reader is ahead.
const AHEAD: usize = 8;

/// The arrival of an event and its line, or what is wrong with it.
type Line = (i64, Result<String>);

impl Store {
    /// The canonical lines of the whole log in canonical order, each with its sum; an event that is damaged as an error, with its
    /// arrival: for an export.
    ///
    /// # Errors
    /// If the file cannot be read, or `each` fails.
    pub fn lines(&self, mut each: impl FnMut(i64, Result<String>) -> Result<()>) -> Result<()> {
        if self.last_arrival()? > MANY
            && let Some(path) = self.conn.path()
        {
            return on_two(path, &blocks(&self.conn)?, each);
        }
        scan(&self.conn, ORDER, [], |arrival, stored| {
            each(arrival, stored.and_then(|stored| stored.line_with_sum()))?;
            Ok(true)
        })
    }
}

/// A long log in pieces that follow each other in canonical order.
struct Blocks {
    /// What [`scan`] is told: two numbers, both included, and an order.
    condition: String,
    ranges: Vec<[i64; 2]>,
}

/// By arrival if that is the canonical order: no event came late, and no two have one ordering time. Else by time.
fn blocks(conn: &Connection) -> Result<Blocks> {
    let mut all = conn.prepare("SELECT time, arrival FROM event ORDER BY time")?;
    let mut rows = all.query([])?;
    let (mut arrivals, mut times) = (Vec::new(), Vec::new());
    let (mut in_order, mut in_block) = (true, 0);
    let mut last = None;
    while let Some(row) = rows.next()? {
        let (time, arrival): (i64, i64) = (row.get(0)?, row.get(1)?);
        in_order &= last.is_none_or(|(before, arrived)| before < time && arrived < arrival);
        // Events of one moment stay together: only their block knows their order.
        if in_block >= BLOCK && last.is_some_and(|(before, _)| before < time) || last.is_none() {
            arrivals.push(arrival);
            times.push(time);
            in_block = 0;
        }
        in_block += 1;
        last = Some((time, arrival));
    }
    Ok(if in_order {
        Blocks {
            condition: "WHERE arrival BETWEEN ?1 AND ?2 ORDER BY arrival".into(),
            ranges: ranges(&arrivals),
        }
    } else {
        Blocks { condition: format!("WHERE time BETWEEN ?1 AND ?2 {ORDER}"), ranges: ranges(&times) }
    })
}

/// From each start to right before the next.
fn ranges(starts: &[i64]) -> Vec<[i64; 2]> {
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([i64::MAX]);
    starts.iter().copied().zip(ends).map(|(start, end)| [start, end]).collect()
}

/// One reader has the even blocks, one the odd ones; here they are put together again.
fn on_two(
    path: &str,
    blocks: &Blocks,
    mut each: impl FnMut(i64, Result<String>) -> Result<()>,
) -> Result<()> {
    std::thread::scope(|scope| {
        let readers: Vec<Receiver<Result<Vec<Line>>>> = (0..2)
            .map(|first| {
                let (sender, lines) = sync_channel(AHEAD);
                scope.spawn(move || {
                    if let Err(error) = read(path, blocks, first, &sender) {
                        // If nobody listens any more, nobody needs to know.
                        drop(sender.send(Err(error)));
                    }
                });
                lines
            })
            .collect();
        for (reader, _) in readers.iter().cycle().zip(&blocks.ranges) {
            let lines = reader.recv().map_err(|_| Error::new("reading the log broke off"))??;
            lines.into_iter().try_for_each(|(arrival, line)| each(arrival, line))?;
        }
        Ok(())
    })
}

/// Sends every second block, from the block `first` on.
fn read(path: &str, blocks: &Blocks, first: usize, to: &SyncSender<Result<Vec<Line>>>) -> Result<()> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    for range in blocks.ranges.iter().skip(first).step_by(2) {
        let mut lines = Vec::with_capacity(BLOCK);
        scan(&conn, &blocks.condition, *range, |arrival, stored| {
            lines.push((arrival, stored.and_then(|stored| stored.line_with_sum())));
            Ok(true)
        })?;
        if to.send(Ok(lines)).is_err() {
            break;
        }
    }
    Ok(())
}
