//! Bringing a file to the format of this program: numbered steps, each once, all in one transaction.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{backup, files, trouble};
use crate::error::{Error, Result};

/// The steps: number n brings a file from format n - 1 to format n. A step that was released is never changed.
const STEPS: &[&str] = &[include_str!("migrations/0001_log.sql")];

/// "Shkn": what tells a progress file from any other SQLite file.
const APPLICATION: i32 = 0x5368_6b6e;

/// How a refusal begins of a file that is another program's.
const FOREIGN: &str = "the progress file belongs to another program";

/// How one begins of a file with a higher number.
const NEWER: &str = "the progress file has format ";

/// Brings the file to the newest format.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Result<()> {
    to_newest(conn, path, STEPS)
}

fn to_newest(conn: &mut Connection, path: &Path, steps: &[&str]) -> Result<()> {
    let found = version(conn)?;
    if steps.get(found..).is_none() {
        return Err(newer(found, steps.len()));
    }
    if found == steps.len() {
        return Ok(());
    }
    if found > 0 {
        backup::before_format(conn, path, steps.len())?;
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it while this one waited for the lock.
    let found = version(&tx)?;
    let due = steps.get(found..).ok_or_else(|| newer(found, steps.len()))?;
    for step in due {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", i64::try_from(steps.len()).unwrap_or(i64::MAX))?;
    Ok(tx.commit()?)
}

/// What a schema says: each name with its text.
pub(super) type Schema = BTreeMap<String, String>;

/// The schema of a file.
pub(super) fn schema(conn: &Connection) -> Result<Schema> {
    let mut all =
        conn.prepare("SELECT type || ' ' || name || ' ' || tbl_name, coalesce(sql, '') FROM sqlite_schema")?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The schema that a file of this program has.
pub(super) fn newest_schema() -> Result<Schema> {
    let conn = Connection::open_in_memory()?;
    STEPS.iter().try_for_each(|step| conn.execute_batch(step))?;
    conn.execute_batch(super::derive::TABLES)?;
    schema(&conn)
}

/// Refuses a file that a newer program wrote before anything is opened for writing: not a byte of it changes. The
/// header is looked at first, for that is quick; it may be older than the write-ahead log, so the number is looked at
/// again later.
pub(super) fn refuse_newer(path: &Path) -> Result<()> {
    let mut header = [0; 64];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    let version = header.last_chunk::<4>().map_or(0, |four| u32::from_be_bytes(*four));
    if read.is_err() || version as usize <= STEPS.len() {
        return Ok(());
    }
    let Some(conn) = look(path) else { return Ok(()) };
    check_kind(&conn)?;
    let found = self::version(&conn)?;
    if found > STEPS.len() { Err(newer(found, STEPS.len())) } else { Ok(()) }
}

/// True if a newer program wrote the file: its number is higher, and its schema another. A high number over a schema
/// of this program is damage.
pub(super) fn is_newer(path: &Path) -> bool {
    let higher = look(path).is_some_and(|conn| version(&conn).is_ok_and(|version| version > STEPS.len()));
    higher && !has_own_schema(path)
}

/// True if the file at `path` can be read and has the tables of this program, whatever its header says.
fn has_own_schema(path: &Path) -> bool {
    let found = look(path).and_then(|conn| schema(&conn).ok());
    found.is_some_and(|found| newest_schema().is_ok_and(|own| own == found))
}

/// True if mending may help a file that could not be used for this reason: it is damaged, or its header names another
/// program or a newer format over tables that are this program's, which is damage too. Rights, a full disk and a lock
/// are none.
pub fn is_mendable(error: &Error, path: &Path) -> bool {
    let is_refused = [FOREIGN, NEWER].iter().any(|start| error.what.starts_with(start));
    trouble::is_damage(error) || is_refused && has_own_schema(path)
}

/// Opens a file to read in it.
pub(super) fn look(path: &Path) -> Option<Connection> {
    if files::is_empty(path) {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).ok()
}

fn version(conn: &Connection) -> Result<usize> {
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    usize::try_from(version).map_err(|_| trouble::damaged("its format has a negative number"))
}

/// Refuses a file of another program, even one that has no format number.
pub(super) fn check_kind(conn: &Connection) -> Result<()> {
    // At one moment: another process may be making the file just now.
    let now = conn.unchecked_transaction()?;
    let version = version(&now)?;
    let application: i32 = now.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let tables: i64 = now.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let empty = version == 0 && tables == 0 && application == 0;
    if empty || application == APPLICATION {
        return Ok(());
    }
    Err(Error::new(FOREIGN).help("move it away; nothing was changed"))
}

fn newer(found: usize, known: usize) -> Error {
    Error::new(format!("{NEWER}{found}, written by a newer Shiken; this one knows up to {known}"))
        .help("update Shiken; nothing was changed")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1);";

    fn open(dir: &Path) -> (Connection, std::path::PathBuf) {
        let path = dir.join("progress.db");
        (Connection::open(&path).unwrap(), path)
    }

    #[test]
    fn steps_are_taken_once_and_after_a_backup() {
        let dir = tempfile::tempdir().unwrap();
        let (mut conn, path) = open(dir.path());
        to_newest(&mut conn, &path, &[FIRST]).unwrap();
        to_newest(&mut conn, &path, &[FIRST]).unwrap();
        assert!(!dir.path().join("backups").exists(), "nothing to save before the first format");
        to_newest(&mut conn, &path, &[FIRST, "UPDATE t SET a = a + 1"]).unwrap();
        assert_eq!(conn.query_row("SELECT sum(a) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 2);
        let saved = Connection::open(dir.path().join("backups/before-format-2.db")).unwrap();
        assert_eq!(saved.query_row("SELECT a FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
    }

    #[test]
    fn a_step_that_fails_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (mut conn, path) = open(dir.path());
        to_newest(&mut conn, &path, &[FIRST]).unwrap();
        to_newest(&mut conn, &path, &[FIRST, "UPDATE t SET a = 9", "NONSENSE"]).unwrap_err();
        assert_eq!(conn.query_row("SELECT a FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
        assert_eq!(version(&conn).unwrap(), 1);
    }

    #[test]
    fn a_newer_file_and_a_foreign_one_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        let (mut conn, path) = open(dir.path());
        to_newest(&mut conn, &path, &[FIRST, "SELECT 1"]).unwrap();
        let refused = to_newest(&mut conn, &path, &[FIRST]).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the progress file has format 2, written by a newer Shiken; this one knows up to 1\n  \
             help: update Shiken; nothing was changed"
        );
        let foreign = Connection::open_in_memory().unwrap();
        foreign.execute_batch("CREATE TABLE notes (id INTEGER)").unwrap();
        assert!(check_kind(&foreign).unwrap_err().what.contains("another program"));
    }
}
