//! A verified copy of the progress file at the first answer of each day, and which copies to keep.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use rusqlite::{Connection, OpenFlags};

use super::Store;
use super::open::{private_file, private_folder};
use super::trouble::explain;
use crate::error::{Error, Result};
use crate::time::Day;

/// A backup that is being made while the student reads.
pub(super) struct Running(Option<JoinHandle<()>>);

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            // A backup that failed is tried again at the next answer of a later session; it never stops an answer.
            drop(thread.join());
        }
    }
}

impl Store {
    /// Begins the day's backup on a thread of its own, unless it is there.
    pub(super) fn backup_daily(&mut self, day: Day) {
        if self.backup.is_some() {
            return;
        }
        let path = self.path.clone();
        let make = move || drop(make(&path, day));
        self.backup = Some(Running(std::thread::Builder::new().name("backup".into()).spawn(make).ok()));
    }
}

/// Makes the backup of a day and clears away those that are not kept. Returns the file.
///
/// # Errors
/// If the copy could not be made or is not sound.
pub(super) fn make(progress: &Path, day: Day) -> Result<PathBuf> {
    let folder = folder_of(progress);
    let target = folder.join(format!("{}.db", day.date()));
    if !target.exists() {
        let source = Connection::open_with_flags(progress, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(|error| explain(&error, progress))?;
        copy(&source, &target)?;
        clear(&folder, day);
    }
    Ok(target)
}

/// A verified copy before the tables are changed.
pub(super) fn before_migration(connection: &Connection, progress: &Path, version: usize) -> Result<()> {
    let target = folder_of(progress).join(format!("format-{version}.db"));
    if target.exists() { Ok(()) } else { copy(connection, &target) }
}

fn folder_of(progress: &Path) -> PathBuf {
    progress.with_file_name("backups")
}

/// `VACUUM INTO` a file beside the target, an integrity check, then the rename: a backup is whole or not there.
fn copy(source: &Connection, target: &Path) -> Result<()> {
    private_folder(target.parent().unwrap_or(target))?;
    let fresh = target.with_extension(format!("new-{}", std::process::id()));
    drop(fs::remove_file(&fresh));
    let name = fresh
        .to_str()
        .ok_or_else(|| Error::new("the folder's name is not Unicode: no backup can be made"))?;
    let work = || -> rusqlite::Result<String> {
        source.execute("vacuum into ?1", [name])?;
        let made = Connection::open_with_flags(&fresh, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        made.query_row("pragma integrity_check(1)", [], |row| row.get(0))
    };
    let verdict = work().map_err(|error| explain(&error, &fresh));
    let sound = verdict.and_then(|verdict| match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(Error::new("the backup is not sound, so it was not kept")),
    });
    let done = sound.and_then(|()| {
        private_file(&fresh);
        sync(&fresh);
        fs::rename(&fresh, target)
            .map_err(|error| super::trouble::refused(&error, "could not keep the backup", target))
    });
    if done.is_err() {
        drop(fs::remove_file(&fresh));
    }
    done
}

fn sync(path: &Path) {
    if let Ok(file) = fs::File::open(path) {
        drop(file.sync_all());
    }
}

fn clear(folder: &Path, today: Day) {
    let Ok(files) = fs::read_dir(folder) else { return };
    let days: Vec<(Day, PathBuf)> =
        files.flatten().filter_map(|file| Some((day_of(&file.path())?, file.path()))).collect();
    let keep = kept(&days.iter().map(|(day, _)| *day).collect(), today);
    for (day, path) in days {
        if !keep.contains(&day) {
            drop(fs::remove_file(path));
        }
    }
}

fn day_of(path: &Path) -> Option<Day> {
    let name = path.file_name()?.to_str()?.strip_suffix(".db")?;
    name.parse().ok().map(Day::of_date)
}

/// Which days' backups are kept: the last 7 that there are, then the newest of each of 4 weeks and of 12 months.
fn kept(days: &BTreeSet<Day>, today: Day) -> BTreeSet<Day> {
    let newest_first = || days.iter().rev().copied();
    let mut keep: BTreeSet<Day> = newest_first().take(7).collect();
    let mut weeks = BTreeSet::new();
    let mut months = BTreeSet::new();
    for day in newest_first() {
        let date = day.date();
        if weeks.len() < 4 && weeks.insert(day.0.div_euclid(7))
            || months.len() < 12 && months.insert((date.year(), date.month()))
        {
            keep.insert(day);
        }
    }
    keep.extend(days.range(today..).copied());
    keep
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_backups_is_thinned_to_days_weeks_and_months() {
        let today = Day::of_date(jiff::civil::date(2026, 11, 23));
        let days: BTreeSet<Day> = (0..400).map(|back| Day(today.0 - back)).collect();
        let keep = kept(&days, today);
        assert!((7..=22).contains(&keep.len()), "{}", keep.len());
        assert!((0..7).all(|back| keep.contains(&Day(today.0 - back))));
        let months: BTreeSet<_> = keep.iter().map(|day| (day.date().year(), day.date().month())).collect();
        assert_eq!(months.len(), 12);
    }

    #[test]
    fn few_backups_are_all_kept() {
        let days: BTreeSet<Day> = [1, 5, 90].map(Day).into();
        assert_eq!(kept(&days, Day(90)), days);
    }
}
