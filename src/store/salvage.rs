//! The events in the bytes of a damaged file. No tree, index or page header is believed: a row of the log is found by
//! how its record begins, wherever it stands, and taken if its checksum is right. So damage costs the rows that it
//! hits and no others.
//!
//! The format of a record is at <https://sqlite.org/fileformat2.html#record_format>.

use std::collections::{BTreeSet, HashMap, HashSet};

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use uuid::Uuid;

use super::row;
use crate::error::Result;
use crate::event::Event;

/// How every record of the table `event` goes on behind its first byte: no value for the arrival, which is the row's
/// number, then two blobs of 16 bytes.
const SIGNATURE: [u8; 3] = [0, 44, 44];

/// Columns of a record: those of a row, and the arrival.
const COLUMNS: usize = 21;

/// A record is not longer than the longest line that is taken over, and then some.
const RECORD_MAX: usize = 4 << 20;

/// What a page has if the file does not say, or says nonsense.
const PAGE_SIZES: [usize; 2] = [2_048, 4_096];

/// The sound events in a file and its write-ahead log, each once.
pub(super) fn events(file: &[u8], wal: &[u8]) -> Result<Vec<Event>> {
    let said = file.get(16..18).map_or(0, |two| usize::from(two[0]) << 8 | usize::from(two[1]));
    let said = if said == 1 { 65_536 } else { said };
    let said = Some(said).filter(|size| size.is_power_of_two() && *size >= 512);
    let mut sizes: Vec<usize> = said.into_iter().chain(PAGE_SIZES).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let mut found: HashMap<Uuid, Event> = HashMap::new();
    let scratch = Scratch::new()?;
    for page in sizes {
        let bytes = Bytes { file, wal, page, frames: frames(wal, page) };
        for (start, from) in
            [(0, file), (1, wal)].into_iter().flat_map(|(n, from)| candidates(from).map(move |at| (at, n)))
        {
            let from = if from == 0 { file } else { wal };
            let Some(values) = bytes.record(from, start) else { continue };
            if let Some(event) = scratch.event(values)? {
                found.entry(event.id).or_insert(event);
            }
        }
    }
    let mut events: Vec<Event> = found.into_values().collect();
    events.sort_unstable_by_key(|event| (event.time, event.device, event.sequence, event.id));
    Ok(events)
}

/// The numbers of each device that the index of them knows: it may have some of events whose rows are gone. Only entries
/// of `devices` are taken, for nothing else tells an entry from other bytes.
pub(super) fn numbers(file: &[u8], wal: &[u8], devices: &HashSet<Uuid>) -> HashMap<Uuid, BTreeSet<u64>> {
    let mut numbers: HashMap<Uuid, BTreeSet<u64>> = HashMap::new();
    for bytes in [file, wal] {
        // A header of four bytes: its length, a blob of 16 bytes, the number, and the row.
        for at in bytes.windows(2).enumerate().filter(|(_, two)| *two == [4, 44]).map(|(at, _)| at) {
            let entry = || {
                let (number, row) = (u64::from(*bytes.get(at + 2)?), u64::from(*bytes.get(at + 3)?));
                let is_number = |kind: u64| matches!(kind, 1..=6 | 8 | 9);
                let device = Uuid::from_slice(bytes.get(at + 4..at + 20)?).ok()?;
                if !is_number(number) || !is_number(row) || !devices.contains(&device) {
                    return None;
                }
                let Value::Integer(number) = value(number, bytes.get(at + 20..at + 20 + width(number))?)?
                else {
                    return None;
                };
                Some((device, u64::try_from(number).ok()?))
            };
            if let Some((device, number)) = entry() {
                numbers.entry(device).or_default().insert(number);
            }
        }
    }
    numbers
}

/// True if settings were ever kept in these bytes: the key of their checksum, with its list of numbers behind it.
pub(super) fn has_settings(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|four| four == b"sum[")
}

/// True if the file is shorter than its header says, or has no header: then nobody knows what stood at its end.
pub(super) fn is_cut(file: &[u8]) -> bool {
    let page = file.get(16..18).map_or(0, |two| usize::from(two[0]) << 8 | usize::from(two[1]));
    let page = if page == 1 { 65_536 } else { page };
    let pages = four(file, 28).unwrap_or(0) as usize;
    !file.starts_with(b"SQLite format 3\0") || pages == 0 || pages.saturating_mul(page) > file.len()
}

/// Where records may begin.
fn candidates(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.windows(SIGNATURE.len() + 1).enumerate().filter(|(_, w)| w.ends_with(&SIGNATURE)).map(|(at, _)| at)
}

/// The last frame of each page in a write-ahead log: 32 bytes of header, then frames of 24 bytes and a page.
fn frames(wal: &[u8], page: usize) -> HashMap<u32, usize> {
    let starts = (32..wal.len()).step_by(24 + page);
    starts.filter_map(|start| Some((four(wal, start)?, start + 24))).collect()
}

fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

struct Bytes<'a> {
    file: &'a [u8],
    wal: &'a [u8],
    page: usize,
    frames: HashMap<u32, usize>,
}

impl Bytes<'_> {
    /// The values of the record that begins at `start`, without the arrival; `None` if none does.
    fn record(&self, from: &[u8], start: usize) -> Option<Vec<Value>> {
        let header = usize::from(*from.get(start)?);
        let types = types(from.get(start + 1..start + header)?)?;
        let length = header + types.iter().map(|kind| width(*kind)).sum::<usize>();
        let payload = self.payload(from, start, length)?;
        let mut rest = payload.get(header..)?;
        let mut values = Vec::with_capacity(COLUMNS);
        for kind in types {
            let (own, more) = rest.split_at_checked(width(kind))?;
            values.push(value(kind, own)?);
            rest = more;
        }
        values.remove(0);
        Some(values)
    }

    /// The bytes of a record: those in its page, then those of the overflow pages that it leads to.
    fn payload(&self, from: &[u8], start: usize, length: usize) -> Option<Vec<u8>> {
        if length > RECORD_MAX {
            return None;
        }
        let most = self.page - 35;
        if length <= most {
            return from.get(start..start + length).map(<[u8]>::to_vec);
        }
        let least = (self.page - 12) * 32 / 255 - 23;
        let usual = least + (length - least) % (self.page - 4);
        let local = if usual <= most { usual } else { least };
        let mut payload = from.get(start..start + local)?.to_vec();
        let mut next = four(from, start + local)?;
        // Every page brings something, so this ends.
        while payload.len() < length {
            let page = self.page(next)?;
            next = four(page, 0)?;
            let wanted = (length - payload.len()).min(self.page - 4);
            payload.extend_from_slice(page.get(4..4 + wanted)?);
        }
        Some(payload)
    }

    /// A page by its number, as the write-ahead log has it or else the file.
    fn page(&self, number: u32) -> Option<&[u8]> {
        if let Some(start) = self.frames.get(&number) {
            return self.wal.get(*start..*start + self.page);
        }
        let start = usize::try_from(number.checked_sub(1)?).ok()?.checked_mul(self.page)?;
        self.file.get(start..start + self.page)
    }
}

/// The types of the columns, if there are as many as there should be.
fn types(mut bytes: &[u8]) -> Option<Vec<u64>> {
    let mut types = Vec::with_capacity(COLUMNS);
    while let Some((kind, rest)) = varint(bytes) {
        types.push(kind);
        bytes = rest;
        if types.len() > COLUMNS {
            return None;
        }
    }
    (types.len() == COLUMNS && bytes.is_empty()).then_some(types)
}

/// A number of one to four bytes, seven bits in each; more has no type of a column of ours.
fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (nth, byte) in bytes.iter().take(4).enumerate() {
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, bytes.get(nth + 1..)?));
        }
    }
    None
}

/// Bytes of a value of this type.
fn width(kind: u64) -> usize {
    match kind {
        1..=4 => kind as usize,
        5 => 6,
        6 | 7 => 8,
        0 | 8..=11 => 0,
        _ => usize::try_from((kind - 12) / 2).unwrap_or(usize::MAX / 64),
    }
}

fn value(kind: u64, bytes: &[u8]) -> Option<Value> {
    let integer = || {
        let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
        bytes.iter().fold(if negative { -1 } else { 0 }, |number: i64, byte| number << 8 | i64::from(*byte))
    };
    Some(match kind {
        0 => Value::Null,
        1..=6 => Value::Integer(integer()),
        7 => Value::Real(f64::from_bits(integer().cast_unsigned())),
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        10 | 11 => return None,
        _ if kind.is_multiple_of(2) => Value::Blob(bytes.to_vec()),
        _ => Value::Text(String::from_utf8(bytes.to_vec()).ok()?),
    })
}

/// A table like the log's, in memory, so that a salvaged row is read as every other.
struct Scratch(Connection);

impl Scratch {
    fn new() -> Result<Self> {
        let conn = Connection::open_in_memory()?;
        // Whole numbers of a REAL column stand in the file as integers.
        let columns = row::COLUMNS.replace("score", "score REAL");
        conn.execute_batch(&format!("CREATE TABLE event ({columns})"))?;
        Ok(Self(conn))
    }

    /// The event that the values make, if they are what was written.
    fn event(&self, values: Vec<Value>) -> Result<Option<Event>> {
        let places = vec!["?"; COLUMNS - 1].join(", ");
        let mut insert = self.0.prepare_cached(&format!("INSERT INTO event VALUES ({places})"))?;
        insert.execute(params_from_iter(values))?;
        let mut select = self.0.prepare_cached(&format!("SELECT {} FROM event", row::COLUMNS))?;
        let mut rows = select.query([])?;
        let event = rows.next()?.map(|row| row::stored(row, 0).and_then(|stored| stored.event()));
        drop(rows);
        self.0.prepare_cached("DELETE FROM event")?.execute([])?;
        Ok(event.and_then(Result::ok))
    }
}
