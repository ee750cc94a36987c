//! Whether the write-ahead log is whole, looked at before SQLite reads it: at the first frame that is not as it was
//! written, SQLite passes over all the answers behind it without a word, and writes over them next.
//!
//! Two things tell. Frames behind the break show that something was there; and SQLite's index of the log, which stays
//! beside it when a program is killed, knows how many frames there were. What stands in the last transaction alone may
//! also be one that a power cut has torn, which nobody was told is saved: that is no damage.
//!
//! The formats are at <https://sqlite.org/fileformat2.html#the_write_ahead_log> and <https://sqlite.org/walformat.html>.

use std::path::Path;
use std::time::Duration;

use super::files;
use super::trouble::damaged;
use crate::error::Result;

/// Bytes of the header of the log, and of that of a frame.
const HEADER: usize = 32;
const FRAME: usize = 24;

/// How often a log is looked at that seems broken: another program may be writing it.
const LOOKS: u32 = 4;

/// Refuses a write-ahead log of which SQLite would drop what was saved.
pub(super) fn refuse_broken(path: &Path) -> Result<()> {
    for look in 1..=LOOKS {
        if !is_broken(path) {
            return Ok(());
        }
        if look < LOOKS {
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    Err(damaged("what was written to it last, in its write-ahead log, is not whole"))
}

fn is_broken(path: &Path) -> bool {
    let (index, log) = read(path);
    index.is_some_and(|index| index.frames > log.sound.max(index.in_file)) || log.lost > 1
}

/// True if a write-ahead log is not as long as it was: what is not there is not damaged, but gone.
pub(super) fn is_cut(path: &Path) -> bool {
    let length = std::fs::metadata(files::side(path, "-wal")).map_or(0, |about| about.len());
    let index = read(path).0.filter(|index| index.frames > index.in_file);
    index.is_some_and(|index| length < HEADER as u64 + u64::from(index.frames) * (FRAME as u64 + index.page))
}

/// The index, if it is one of this log, and the log. What cannot be read is left for SQLite to complain about.
fn read(path: &Path) -> (Option<Index>, Log) {
    let read = |end: &str| files::read_bytes(&files::side(path, end)).ok().flatten();
    // The index first: then it may be behind the log, and never ahead.
    let index = read("-shm").as_deref().and_then(Index::of);
    let log = Log::of(&read("-wal").unwrap_or_default());
    (index.filter(|index| log.salts.is_none_or(|salts| salts == index.salts)), log)
}

/// What a log holds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Log {
    /// What its frames begin with; `None` if its header is not as it was written.
    salts: Option<[u8; 8]>,
    /// Frames up to the first that is not as it was written.
    sound: u32,
    /// Ends of transactions from there on, of the same run of frames.
    lost: u32,
}

impl Log {
    fn of(bytes: &[u8]) -> Self {
        let mut log = Self::default();
        let Some((header, rest)) = bytes.split_first_chunk::<HEADER>() else { return log };
        let page = four(header, 8) as usize;
        if !page.is_power_of_two() || !(512..=65_536).contains(&page) {
            return log;
        }
        let is_big = header[3] & 1 == 1;
        let mut sum = sum([0; 2], &header[..24], is_big);
        let is_sound = sum == [four(header, 24), four(header, 28)];
        let mut salts = header.get(16..24);
        log.salts = salts.filter(|_| is_sound).and_then(|salts| salts.try_into().ok());
        if !is_sound {
            // Its frames still tell which of them belong together.
            salts = rest.get(8..16);
        }
        let mut broken = !is_sound;
        for frame in rest.chunks_exact(FRAME + page) {
            let (head, content) = frame.split_at(FRAME);
            sum = self::sum(self::sum(sum, &head[..8], is_big), content, is_big);
            let is_own = head.get(8..16) == salts;
            broken |= !is_own || sum != [four(head, 16), four(head, 20)];
            log.sound += u32::from(!broken);
            log.lost += u32::from(broken && is_own && four(head, 4) > 0);
        }
        log
    }
}

/// What SQLite's index says of the log.
#[derive(Debug, PartialEq, Eq)]
struct Index {
    salts: [u8; 8],
    /// Bytes of a page.
    page: u64,
    /// Frames up to the end of the last transaction.
    frames: u32,
    /// Frames of them that were brought into the file.
    in_file: u32,
}

impl Index {
    /// `None` if there is no index, or it was being written. It has the byte order of the machine.
    fn of(bytes: &[u8]) -> Option<Self> {
        const COPY: usize = 48;
        const VERSION: u32 = 3_007_000;
        let (one, rest) = bytes.split_at_checked(COPY)?;
        let (other, rest) = rest.split_at_checked(COPY)?;
        let native =
            |bytes: &[u8], at: usize| Some(u32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        let sum = sum([0; 2], one.get(..40)?, cfg!(target_endian = "big"));
        let is_sound = one == other && native(one, 0)? == VERSION && one.get(12) == Some(&1);
        if !is_sound || sum != [native(one, 40)?, native(one, 44)?] {
            return None;
        }
        Some(Self {
            salts: one.get(32..40)?.try_into().ok()?,
            // 65,536 does not fit into two bytes.
            page: match u16::from_ne_bytes(one.get(14..16)?.try_into().ok()?) {
                1 => 65_536,
                page => page.into(),
            },
            frames: native(one, 16)?,
            in_file: native(rest, 0)?,
        })
    }
}

/// SQLite's checksum, carried on.
fn sum([mut a, mut b]: [u32; 2], bytes: &[u8], is_big: bool) -> [u32; 2] {
    let word = |four: [u8; 4]| if is_big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) };
    for [c, d, e, f, g, h, i, j] in bytes.as_chunks().0.iter().copied() {
        a = a.wrapping_add(word([c, d, e, f])).wrapping_add(b);
        b = b.wrapping_add(word([g, h, i, j])).wrapping_add(a);
    }
    [a, b]
}

/// A number as the log writes it, whatever its checksums are made with.
fn four(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}
