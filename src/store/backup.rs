//! Copies of the progress file in the folder `backups` beside it: one at the first answer of a study day, one
//! before a new format. A copy is checked before it gets its name, so what has a name can be restored.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use super::trouble::{damaged, io};
use super::{Store, check, files};
use crate::error::{Error, Result};
use crate::time::{Day, Timestamp};

impl Store {
    /// Copies the file, compacted and checked, to a new one.
    ///
    /// # Errors
    /// If there is no sound copy at `path`.
    pub fn back_up(&self, path: &Path) -> Result<()> {
        copy(&self.conn, path)
    }

    /// The backups, oldest first, with their study days.
    ///
    /// # Errors
    /// If their folder cannot be read.
    pub fn backups(&self) -> Result<Vec<(PathBuf, Day)>> {
        dated(&folder(&self.path))
    }

    /// The daily backups that are of no use: no progress file, or one whose last event is not as it was written. Of the
    /// newest one everything is looked at.
    ///
    /// # Errors
    /// If their folder cannot be read.
    pub fn unsound_backups(&self) -> Result<Vec<PathBuf>> {
        let backups = self.backups()?;
        let newest = backups.last().map(|(path, _)| path.clone());
        let is_unsound = |path: &PathBuf| !is_sound(path, newest.as_ref() == Some(path)).unwrap_or(false);
        Ok(backups.into_iter().map(|(path, _)| path).filter(is_unsound).collect())
    }

    /// How many events a backup has that the file lacks, if it has more of them: the log only grows, so they were lost.
    /// A backup that cannot be read has none.
    pub fn only_in(&self, backup: &Path) -> u64 {
        only_in(&self.conn, backup).unwrap_or(0)
    }

    /// Begins the backup of a study day beside the answering, once. What comes of it blocks no answer.
    pub(super) fn back_up_once(&mut self, day: Day, now: Timestamp) {
        if self.backed_up.replace(day) == Some(day) || exists(&self.path, day) {
            return;
        }
        let path = self.path.clone();
        self.finish_backup();
        self.backup = Some(std::thread::spawn(move || daily(&path, day, now)));
    }

    /// Waits for a backup under way; what came of it, if there was one.
    pub fn finish_backup(&mut self) -> Option<Result<PathBuf>> {
        let handle = self.backup.take()?;
        Some(handle.join().unwrap_or_else(|_| Err(Error::new("the backup broke off"))))
    }
}

/// True if the last event of a copy can be read; with `whole`, if SQLite finds no fault in any page.
fn is_sound(path: &Path, whole: bool) -> Result<bool> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut sound = false;
    super::log::scan(&conn, "ORDER BY arrival DESC LIMIT 1", [], |_, stored| {
        sound = stored.and_then(|stored| stored.sound()).is_ok();
        Ok(true)
    })?;
    if sound && whole {
        let says: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        sound = says == "ok";
    }
    Ok(sound)
}

fn only_in(conn: &Connection, backup: &Path) -> Result<u64> {
    let backup = Connection::open_with_flags(backup, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let count = |conn: &Connection| -> Result<i64> {
        Ok(conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?)
    };
    let mut only = 0;
    if count(&backup)? > count(conn)? {
        let mut known = conn.prepare("SELECT 1 FROM event WHERE id = ?1")?;
        super::log::scan(&backup, "", [], |_, stored| {
            if let Ok(event) = stored.and_then(|stored| stored.event()) {
                only += u64::from(!known.exists([event.id.as_bytes()])?);
            }
            Ok(true)
        })?;
    }
    Ok(only)
}

/// The folder of the backups of a progress file.
pub(super) fn folder(progress: &Path) -> PathBuf {
    progress.with_file_name("backups")
}

/// A copy before the file gets format `format`; kept until somebody deletes it.
pub(super) fn before_format(conn: &Connection, progress: &Path, format: usize) -> Result<()> {
    copy(conn, &folder(progress).join(format!("before-format-{format}.db")))
}

/// True if there is a backup of the study day.
pub(super) fn exists(progress: &Path, day: Day) -> bool {
    dated(&folder(progress)).is_ok_and(|all| all.iter().any(|(_, of)| *of == day))
}

/// A copy named after the study day and the moment, on a connection of its own; then prunes.
pub(super) fn daily(progress: &Path, day: Day, now: Timestamp) -> Result<PathBuf> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(progress, flags)?;
    let folder = folder(progress);
    let path = folder.join(format!("{}-{}.db", day.date(), now.0.max(0)));
    copy(&conn, &path)?;
    prune(&folder, day);
    Ok(path)
}

/// Copies the file, compacted, checks the copy and gives it its name.
pub(super) fn copy(conn: &Connection, path: &Path) -> Result<()> {
    if let Some(folder) = path.parent() {
        files::private_folder(folder)?;
    }
    let part = path.with_extension(format!("part{}", std::process::id()));
    let copied = copy_part(conn, &part).and_then(|()| {
        fs::rename(&part, path).map_err(|e| io("write", path, &e))?;
        path.parent().map_or(Ok(()), files::sync_folder)
    });
    if copied.is_err() {
        let _ = fs::remove_file(&part);
    }
    copied
}

fn copy_part(conn: &Connection, part: &Path) -> Result<()> {
    // What a killed program left would stop VACUUM, which writes into empty files only.
    let _ = fs::remove_file(part);
    drop(files::private_file(part)?);
    let name = ToSqlOutput::Borrowed(ValueRef::Text(part.as_os_str().as_encoded_bytes()));
    conn.execute("VACUUM INTO ?1", [name])?;
    let copy = Connection::open_with_flags(part, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let complaints = check::integrity(&copy)?;
    if let Some(first) = complaints.first() {
        return Err(damaged(first));
    }
    File::open(part).and_then(|file| file.sync_all()).map_err(|e| io("save", part, &e))
}

/// Deletes what is not kept, and parts of copies that were never finished. What cannot be deleted stays.
fn prune(folder: &Path, today: Day) {
    let all = dated(folder).unwrap_or_default();
    let days: Vec<Day> = all.iter().map(|(_, day)| *day).collect();
    let kept = kept(&days, today);
    for part in entries(folder).unwrap_or_default().into_iter().filter(|path| is_part(path)) {
        let _ = fs::remove_file(part);
    }
    for (path, _) in all.iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, one)| one) {
        let _ = fs::remove_file(path);
    }
}

/// What is in a folder: nothing if there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect()),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(e) => Err(io("read", folder, &e)),
    }
}

fn is_part(path: &Path) -> bool {
    path.extension().and_then(|end| end.to_str()).is_some_and(|end| end.starts_with("part"))
}

/// Every copy of a progress file with its study day, oldest first; those from before a new format come first of all.
pub(super) fn all(progress: &Path) -> Result<Vec<(PathBuf, Day)>> {
    let folder = folder(progress);
    let is_format = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("before-format-") && name.ends_with(".db")
    };
    let formats = entries(&folder)?.into_iter().filter(is_format);
    let mut all: Vec<(PathBuf, Day)> = formats.map(|path| (path, Day(0))).collect();
    all.sort();
    all.extend(dated(&folder)?);
    Ok(all)
}

/// The daily backups with their study days, oldest first.
pub(super) fn dated(folder: &Path) -> Result<Vec<(PathBuf, Day)>> {
    let day = |path: &PathBuf| -> Option<Day> {
        let date: Date = path.file_name()?.to_str()?.strip_suffix(".db")?.get(..10)?.parse().ok()?;
        Some(Day::of_date(date))
    };
    let all = entries(folder)?.into_iter();
    let mut all: Vec<(PathBuf, Day)> = all.filter_map(|path| day(&path).map(|day| (path, day))).collect();
    all.sort_by(|(a, day_a), (b, day_b)| (day_a, a).cmp(&(day_b, b)));
    Ok(all)
}

/// Which backups are kept, of those with these study days, oldest first: all of today and yesterday, and the last
/// one of each of the last 7 days, 4 weeks (from Monday) and 12 months. One from the future is kept: clocks err.
fn kept(days: &[Day], today: Day) -> HashSet<usize> {
    let week = |day: Day| day.0.saturating_add(3).div_euclid(7);
    let month = |day: Day| i32::from(day.date().year()) * 12 + i32::from(day.date().month());
    let mut kept: HashSet<usize> =
        days.iter().enumerate().filter(|(_, day)| today.since(**day) < 2).map(|(at, _)| at).collect();
    let rules: [(&dyn Fn(Day) -> i32, i32); 3] = [(&|day| day.0, 7), (&week, 4), (&month, 12)];
    for (period, count) in rules {
        let mut seen = HashSet::new();
        for (at, day) in days.iter().enumerate().rev() {
            let recent = period(*day) > period(today).saturating_sub(count);
            if recent && seen.insert(period(*day)) {
                kept.insert(at);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_year_of_daily_backups_becomes_a_few() {
        // Two a day for 400 days; today is a Monday.
        let today = Day::of_date(jiff::civil::date(2026, 11, 23));
        let days: Vec<Day> = (0..800).map(|n| Day(today.0 - 399 + n / 2)).collect();
        let kept = kept(&days, today);
        let mut ages: Vec<u32> = kept.iter().map(|at| today.since(days[*at])).collect();
        ages.sort_unstable();
        let days_and_weeks = [0, 0, 1, 1, 2, 3, 4, 5, 6, 8, 15];
        assert_eq!(ages[..days_and_weeks.len()], days_and_weeks);
        let months = [23, 54, 84, 115, 146, 176, 207, 237, 268, 296, 327];
        assert_eq!(ages[days_and_weeks.len()..], months);
    }

    proptest! {
        #[test]
        fn the_newest_is_never_deleted_and_pruning_twice_is_pruning_once(
            mut days in prop::collection::vec(20_000..20_900_i32, 1..60), today in 20_880..20_900_i32,
        ) {
            days.sort_unstable();
            let days: Vec<Day> = days.into_iter().map(Day).collect();
            let first = kept(&days, Day(today));
            prop_assert!(first.contains(&(days.len() - 1)) || Day(today).since(days[days.len() - 1]) > 300);
            let rest: Vec<Day> = (0..days.len()).filter(|at| first.contains(at)).map(|at| days[at]).collect();
            prop_assert_eq!(kept(&rest, Day(today)).len(), rest.len());
        }
    }
}
