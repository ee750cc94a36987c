//! Several devices and a folder that all of them see: what a device lacks of the folder, and the folder of the device.
//!
//! Every device writes segments of its own, one a month, and reads everybody's. So nobody ever writes what another
//! writes, and a copy of a file, whole or half, is just more events. What is missing is found by the digest of each
//! writer: the highest number alone would not see a hole, such as a segment that has not arrived yet. Reading and
//! writing the files is left to the edge.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::log;
use crate::event::sum::{self, Sum};
use crate::event::{Event, line};
use crate::time::{Day, Timestamp};

/// What begins the name of every segment.
pub const PREFIX: &str = "shiken-";

/// What is in the name of every segment, also in that of a copy which a service has made.
pub const SUFFIX: &str = ".jsonl";

/// The events of one writer in few words. Two sets with one digest are the same set: a chance of 1 in 2^64 aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Digest {
    /// The highest number.
    pub highest: u64,
    /// How many there are.
    pub count: u64,
    /// The checksums, all of them xored.
    pub sums: u64,
}

/// A set of events by their checksums, with a digest of each writer.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    digests: BTreeMap<Uuid, Digest>,
    sums: HashSet<u64>,
}

impl Inventory {
    /// Adds the event of `device` with this number and checksum; twice is once.
    pub fn add(&mut self, device: Uuid, sequence: u64, sum: [u8; 8]) {
        let sum = u64::from_le_bytes(sum);
        if self.sums.insert(sum) {
            let digest = self.digests.entry(device).or_default();
            digest.highest = digest.highest.max(sequence);
            digest.count += 1;
            digest.sums ^= sum;
        }
    }

    /// True if the event with this checksum is in the set.
    pub fn has(&self, sum: [u8; 8]) -> bool {
        self.sums.contains(&u64::from_le_bytes(sum))
    }

    /// The digest of each writer.
    pub fn digests(&self) -> &BTreeMap<Uuid, Digest> {
        &self.digests
    }
}

/// A device and the folder side by side, while the folder is read.
#[derive(Debug)]
pub struct Meeting {
    here: Inventory,
    there: Inventory,
}

/// What a line of the folder is.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// Nothing, or an event that is known here.
    Known,
    /// An event that is not known here.
    New(Box<Event>),
    /// No event; why, safe to print.
    Damaged(String),
}

impl Meeting {
    /// A device that has these events meets a folder that nothing is known of yet.
    pub fn new(here: Inventory) -> Self {
        Self { here, there: Inventory::default() }
    }

    /// Takes a line of the folder, without its end.
    pub fn hear(&mut self, bytes: &[u8]) -> Heard {
        let bytes = bytes.trim_ascii();
        // Most lines are known, and were written by a Shiken: those need not be read as JSON.
        if let Some((device, sequence)) = head(bytes) {
            let sum = sum(bytes);
            if self.here.has(sum) {
                self.there.add(device, sequence, sum);
                return Heard::Known;
            }
        }
        let mut piece = log::read(bytes, 1);
        if let Some(damaged) = piece.damaged.pop() {
            return Heard::Damaged(damaged.what);
        }
        let Some(event) = piece.events.pop() else { return Heard::Known };
        let sum = line::checksum(&line::write(&event));
        self.there.add(event.device, event.sequence, sum);
        if self.here.has(sum) { Heard::Known } else { Heard::New(Box::new(event)) }
    }

    /// True if the folder, of which everything was heard, lacks an event of this device's log.
    pub fn lacks(&self, device: Uuid, sum: [u8; 8]) -> bool {
        self.here.digests.get(&device) != self.there.digests.get(&device) && !self.there.has(sum)
    }

    /// The writers of whom the folder has events.
    pub fn writers(&self) -> usize {
        self.there.digests.len()
    }
}

/// The checksum of a canonical line; none that is known if it does not fit the one that the line says.
fn sum(bytes: &[u8]) -> Sum {
    let Ok(text) = std::str::from_utf8(bytes) else { return Sum::default() };
    match sum::split(text).map(|(open, said)| (sum::of_open(open), said)) {
        Some((sum, said)) if sum == said => sum,
        Some(_) => Sum::default(),
        None => line::checksum(text),
    }
}

/// The writer and the number in a canonical line; `None` if the line does not begin as one.
fn head(bytes: &[u8]) -> Option<(Uuid, u64)> {
    let after = bytes.strip_prefix(b"{\"id\":\"")?.get(36..)?.strip_prefix(b"\",\"device\":\"")?;
    let device = Uuid::try_parse_ascii(after.get(..36)?).ok()?;
    let after = after.get(36..)?.strip_prefix(b"\",\"sequence\":")?;
    let digits = after.iter().position(|byte| !byte.is_ascii_digit())?;
    Some((device, std::str::from_utf8(after.get(..digits)?).ok()?.parse().ok()?))
}

/// The segment of `writer` that an event of this ordering time belongs to: `shiken-<writer>-<month>.jsonl`, the month
/// in UTC, so that it is the same wherever the device has been.
pub fn segment(writer: Uuid, time: Timestamp) -> String {
    const DAY: i64 = 86_400_000;
    let day =
        Day(i32::try_from(time.0.div_euclid(DAY)).unwrap_or(if time.0 < 0 { i32::MIN } else { i32::MAX }));
    format!("{PREFIX}{writer}-{}{SUFFIX}", day.date().strftime("%Y-%m"))
}

/// True if a file of this name is a segment, or a copy of one by whatever service.
pub fn is_segment(name: &str) -> bool {
    name.contains(PREFIX) && name.contains(SUFFIX)
}

/// The part of a file that ends with its last whole line. A rest is still being copied, which is no damage.
pub fn whole(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    bytes.get(..end).unwrap_or_default()
}

#[cfg(test)]
#[path = "sync_tests.rs"]
mod tests;
