//! A sound progress file in the place of a damaged one: every event that can still be read, from the file and its
//! backups, replayed anew. The damaged file is kept beside it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use uuid::Uuid;

use super::{Progress, Ready, Store, backup, files, migrate, salvage, settings, trouble, wal};
use crate::error::{Error, Result};
use crate::event::Event;
use crate::text;
use crate::time::{Day, Timestamp};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mended {
    /// Events that the damaged file still had.
    pub kept: u64,
    /// Events that came from backups: of which study day, and how many.
    pub restored: Vec<(Day, u64)>,
    /// Numbers that are missing, by the device that had written them.
    pub missing: Vec<(Uuid, Vec<u64>)>,
    /// The file was cut, or no file of this kind any more: what stood at its end is not known.
    pub is_cut: bool,
    /// The clock and the minutes east of UTC of the last event that was found.
    pub last: Option<(Timestamp, i32)>,
    /// Where the settings are from.
    pub settings: Settings,
    /// Where the damaged file is now; `None` if there was none.
    pub aside: Option<PathBuf>,
}

/// Where the settings of a mended file are from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Settings {
    /// Nothing shows that any were ever set.
    #[default]
    Defaults,
    /// Some were set, and cannot be relied on any more.
    Lost,
    /// This file.
    From(PathBuf),
}

impl Mended {
    /// True if something is lost, or may be.
    pub fn is_loss(&self) -> bool {
        self.is_cut || !self.missing.is_empty() || self.settings == Settings::Lost
    }
}

/// Makes a sound file of what can be read at `path`. Nothing is changed unless that has worked. `progress` hears how
/// many files of how many were read, then how far the replay is.
///
/// # Errors
/// If another program has the file open, it was written by a newer Shiken, or no sound file can be made.
pub fn mend(path: &Path, device: Uuid, now: Timestamp, progress: Progress<'_>) -> Result<Mended> {
    // Before SQLite reads the write-ahead log and makes its index anew.
    let is_cut = wal::is_cut(path);
    refuse_in_use(path)?;
    if migrate::is_newer(path) {
        return Err(Error::new("the progress file was written by a newer Shiken")
            .help("update Shiken; nothing was changed"));
    }
    let mut mended = Mended::default();
    let mut events = read(path)?;
    mended.kept = events.len() as u64;
    let mut ids: HashSet<Uuid> = events.iter().map(|event| event.id).collect();
    let backups = backup::all(path)?;
    for (nth, (copy, day)) in (1..).zip(backups.iter().rev()) {
        progress(nth, backups.len() as u64 + 1);
        let more: Vec<Event> = read(copy)?.into_iter().filter(|event| ids.insert(event.id)).collect();
        if !more.is_empty() {
            mended.restored.push((*day, more.len() as u64));
            events.extend(more);
        }
    }
    events.sort_unstable_by_key(|event| (event.time, event.device, event.sequence, event.id));
    mended.last = events.last().map(|event| (event.clock, event.offset_minutes));
    let (file, wal) = bytes(path)?;
    mended.is_cut = is_cut || salvage::is_cut(&file);
    mended.missing = missing(&events, |devices| salvage::numbers(&file, &wal, devices));
    let were_set = salvage::has_settings(&file) || salvage::has_settings(&wal);
    // In a folder of its own: it has no backups yet.
    let folder = path.with_file_name(format!("mending-{}", std::process::id()));
    drop(fs::remove_dir_all(&folder));
    let fresh = folder.join("progress.db");
    // Settings of a file that has begun anew are none.
    let own = Some(path).filter(|_| mended.kept > 0 || backups.is_empty());
    let sources = own.into_iter().chain(backups.iter().rev().map(|(copy, _)| copy.as_path()));
    let swapped = write(&fresh, device, &events, sources, progress).and_then(|from| {
        mended.settings = from.unwrap_or(if were_set { Settings::Lost } else { Settings::Defaults });
        swap(path, &fresh, now)
    });
    drop(fs::remove_dir_all(&folder));
    mended.aside = swapped?;
    Ok(mended)
}

/// A program that has the file open would go on writing into the one that is set aside.
fn refuse_in_use(path: &Path) -> Result<()> {
    if files::is_empty(path) {
        return Ok(());
    }
    let Ok(conn) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE) else {
        return Ok(());
    };
    conn.busy_timeout(Duration::from_secs(1))?;
    // Its end must not bring what is damaged into the file.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let alone = conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK");
    let code = alone.err().and_then(|error| error.sqlite_error_code());
    if matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) {
        return Err(Error::new("another program has the progress file open")
            .help("end every other Shiken, then try again; nothing was changed"));
    }
    Ok(())
}

/// The sound events of a file, which may not be there.
fn read(path: &Path) -> Result<Vec<Event>> {
    let (file, wal) = bytes(path)?;
    salvage::events(&file, &wal)
}

/// The bytes of a file and of its write-ahead log.
fn bytes(path: &Path) -> Result<(Vec<u8>, Vec<u8>)> {
    let bytes = |path: &Path| files::read_bytes(path).map(Option::unwrap_or_default);
    Ok((bytes(path)?, bytes(&files::side(path, "-wal"))?))
}

/// The numbers that each device has skipped, up to the last that is known of it: it never does that itself. `indexed`
/// gives the numbers that an index has of these devices.
fn missing(
    events: &[Event],
    indexed: impl FnOnce(&HashSet<Uuid>) -> HashMap<Uuid, BTreeSet<u64>>,
) -> Vec<(Uuid, Vec<u64>)> {
    let mut numbers: BTreeMap<Uuid, BTreeSet<u64>> = BTreeMap::new();
    for event in events {
        numbers.entry(event.device).or_default().insert(event.sequence);
    }
    let indexed = indexed(&numbers.keys().copied().collect());
    let none = BTreeSet::new();
    let gaps = |(device, numbers): (Uuid, BTreeSet<u64>)| {
        let last = last_number(&numbers, indexed.get(&device).unwrap_or(&none));
        (device, gaps(numbers.into_iter().collect(), last))
    };
    numbers.into_iter().map(gaps).filter(|(_, gaps)| !gaps.is_empty()).collect()
}

/// The last number that a device gave out, by its events and the entries of an index, which have no checksum: one that
/// is damaged stands in the place of an event's that was found. So no more is believed than there are more entries than
/// events, and only number by number.
fn last_number(found: &BTreeSet<u64>, indexed: &BTreeSet<u64>) -> u64 {
    let last = found.last().copied().unwrap_or(0);
    let more = indexed.len().saturating_sub(found.len());
    let beyond = (last + 1..).zip(indexed.range(last + 1..)).take(more);
    beyond.take_while(|(next, number)| next == *number).map(|(next, _)| next).last().unwrap_or(last)
}

/// The numbers from 1 to the highest of `numbers` or to `last` that are not among them.
pub fn gaps(mut numbers: Vec<u64>, last: u64) -> Vec<u64> {
    /// More than anybody reads, and no more than fits in memory, whatever a damaged number says.
    const MOST: usize = 1_000_000;
    numbers.sort_unstable();
    numbers.dedup();
    let end = numbers.last().copied().unwrap_or(0).max(last);
    let mut have = numbers.into_iter().filter(|number| *number > 0).peekable();
    (1..=end).filter(|number| have.next_if_eq(number).is_none()).take(MOST).collect()
}

/// Writes the new file, and checks it. Returns where the settings came from, if any can be relied on.
fn write<'p>(
    fresh: &Path,
    device: Uuid,
    events: &[Event],
    sources: impl Iterator<Item = &'p Path>,
    progress: Progress<'_>,
) -> Result<Option<Settings>> {
    let mut store = Store::open(fresh, device)?;
    let mut from = None;
    for source in sources {
        if let Some(all) = settings::sound(source) {
            from = Some(if all.is_empty() { Settings::Defaults } else { Settings::From(source.to_owned()) });
            for (key, json) in all {
                let value: serde_json::Value =
                    serde_json::from_str(&json).map_err(|e| trouble::damaged(&e.to_string()))?;
                store.set(&key, Some(&value))?;
            }
            break;
        }
    }
    let pieces = events.chunks(5_000).map(|piece| Ok(piece.iter().cloned().map(Ready::from).collect()));
    store.import(pieces, progress)?;
    let report = store.check()?;
    if !report.is_sound() {
        return Err(
            Error::new("the mended file is not sound; nothing was changed").help("is the disk sound?")
        );
    }
    Ok(from)
}

/// Puts `fresh` into the place of the file at `path`, which is kept under another name with its write-ahead log.
fn swap(path: &Path, fresh: &Path, now: Timestamp) -> Result<Option<PathBuf>> {
    let named = |nth: i64| path.with_file_name(format!("damaged-{}.db", now.0.max(0).saturating_add(nth)));
    let aside = (0..1_000).map(named).find(|aside| !aside.exists()).unwrap_or_else(|| named(1_000));
    let moved = |from: &Path, to: &Path| match fs::rename(from, to) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        other => other.map(|()| true).map_err(|e| trouble::io("set aside", from, &e)),
    };
    // These go first: beside the new file they would be taken for the new file's own.
    for end in ["-wal", "-journal"] {
        moved(&files::side(path, end), &files::side(&aside, end))?;
    }
    let was_there = moved(path, &aside)?;
    drop(fs::remove_file(files::side(path, "-shm")));
    fs::rename(fresh, path).map_err(|e| trouble::io("put into place", path, &e))?;
    path.parent().map_or(Ok(()), files::sync_folder)?;
    Ok(was_there.then_some(aside))
}

/// What can be said of a file without opening it for writing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// Bytes of the file; `None` if there is none.
    pub bytes: Option<u64>,
    /// Bytes free on its disk, if the system says so.
    pub free: Option<u64>,
    /// What others than the user may enter or read, safe to print.
    pub open: Vec<String>,
}

/// Looks at a file and its folder from outside; nothing is opened.
pub fn surroundings(path: &Path) -> Surroundings {
    let folder = path.parent().unwrap_or(path);
    let shown = |path: &Path| text::terminal(&path.to_string_lossy()).into_owned();
    let both = [(folder, 0o700), (path, 0o600)];
    let open =
        both.into_iter().filter(|(path, rights)| files::is_open(path, *rights)).map(|(path, _)| shown(path));
    Surroundings {
        bytes: fs::metadata(path).ok().map(|about| about.len()),
        free: files::free_bytes(folder),
        open: open.collect(),
    }
}
