//! What the clocks of the devices have done, as the log remembers it: set back, or far ahead of now.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Store;
use super::row::Blob16;
use crate::error::Result;
use crate::time::Timestamp;

/// A step back that no time server makes in passing.
const STEP_MILLISECONDS: i64 = 60_000;

/// An event after now by less than this is a clock a little fast.
const AHEAD_MILLISECONDS: i64 = 86_400_000;

/// What the clock of one device did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// How often it was set back by more than a minute between two events.
    pub back: u64,
    /// The most it was set back at once, in milliseconds.
    pub most: i64,
    /// Events whose clock is more than a day after now.
    pub ahead: u64,
}

impl Store {
    /// The devices whose clocks were set back or ran ahead of `now`. A cloned device, whose numbers two machines
    /// gave, may look like one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn clocks(&self, now: Timestamp) -> Result<BTreeMap<Uuid, Clock>> {
        let mut clocks: BTreeMap<Uuid, Clock> = BTreeMap::new();
        let mut last: Option<(Uuid, i64)> = None;
        let mut all = self.conn.prepare("SELECT device, clock FROM event ORDER BY device, sequence")?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let (Blob16(device), at) = (row.get(0)?, row.get::<_, i64>(1)?);
            let before = last.filter(|(of, _)| *of == device).map_or(i64::MIN, |(_, before)| before);
            let back = before.saturating_sub(at);
            if back > STEP_MILLISECONDS {
                let clock = clocks.entry(device).or_default();
                clock.back += 1;
                clock.most = clock.most.max(back);
            }
            if at.saturating_sub(now.0) > AHEAD_MILLISECONDS {
                clocks.entry(device).or_default().ahead += 1;
            }
            last = Some((device, at));
        }
        Ok(clocks)
    }
}
