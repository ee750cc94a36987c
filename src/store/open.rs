//! Opening a progress file: where it may be, who may read it, and how SQLite is to treat it.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{backup, files, migrate, shared, trouble, wal};
use crate::error::{Error, Result};

/// How long a writer waits for another.
const BUSY: Duration = Duration::from_secs(5);

/// Bytes of a page of a new file. An answer writes some ten pages to disk before the next question is shown, so
/// a small page makes it faster: measured, 1.1 times what the disk takes for the sync alone, and 1.3 times at
/// SQLite's own 4096; at 1024 the replay of a long log becomes a third slower.
const PAGE_SIZE: u32 = 2_048;

/// Pages in the write-ahead log after which it is brought into the file: 2 MiB, a hundred answers, which is also what a
/// lost write-ahead log can cost. Until then an answer costs one sync; the last connection that closes brings in the
/// rest.
const CHECKPOINT_PAGES: u32 = 1_000;

/// Memory for pages, as SQLite counts it: below zero is KiB. It is taken as needed; a merge of many thousand
/// events needs it, for their ids fall anywhere.
const CACHE_KIB: i32 = -64 * 1024;

/// Opens and migrates a file, after making it and its folder if need be.
pub(super) fn open(path: &Path) -> Result<Connection> {
    if let Some(folder) = path.parent() {
        let mounts = files::read(Path::new("/proc/mounts")).ok().flatten();
        shared::refuse(folder, mounts.as_deref())?;
        files::folder(folder)?;
    }
    refuse_lost(path)?;
    wal::refuse_broken(path)?;
    migrate::refuse_newer(path)?;
    drop(files::private_file(path)?);
    connect(path)
}

/// Opens a file that [`open`] has looked at and migrates it. Only SQLite touches it here: where this program has the
/// file open already, closing a second handle of it would give up the locks of the first.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.set_prepared_statement_cache_capacity(64);
    // A plan is made once and not again for other values.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    conn.pragma_update(None, "recursive_triggers", true)?;
    conn.pragma_update(None, "cache_size", CACHE_KIB)?;
    migrate::check_kind(&conn)?;
    // Without effect on a file that has pages.
    conn.pragma_update(None, "page_size", PAGE_SIZE)?;
    write_ahead(&conn)?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    migrate::migrate(&mut conn, path)?;
    Ok(conn)
}

/// A file that is gone or empty while there are backups of it, or a write-ahead log that SQLite would delete, was not
/// meant to begin anew.
fn refuse_lost(path: &Path) -> Result<()> {
    if !files::is_empty(path) {
        return Ok(());
    }
    let has_log = !files::is_empty(&files::side(path, "-wal"));
    if !has_log && backup::all(path)?.is_empty() {
        return Ok(());
    }
    // Another program may have made the file meanwhile.
    if !files::is_empty(path) {
        return Ok(());
    }
    let left = if has_log { "what was written to it last is still there" } else { "there are backups of it" };
    Err(trouble::damaged(&format!("it is empty or gone, and {left}")))
}

/// Turns the write-ahead log off for a while: what is written next goes straight to its place, and a small journal takes
/// it back after a crash. `false` if another program has the file open. Whoever opens it next turns it on again.
pub(super) fn without_write_ahead(conn: &Connection) -> bool {
    let mode = conn.query_row("PRAGMA journal_mode = TRUNCATE", [], |row| row.get::<_, String>(0));
    mode.is_ok_and(|mode| mode == "truncate")
}

/// Turns the write-ahead log on. SQLite does not wait for others here, so this does.
pub(super) fn write_ahead(conn: &Connection) -> Result<()> {
    const WAIT: Duration = Duration::from_millis(10);
    let mut tries = BUSY.as_millis() / WAIT.as_millis();
    loop {
        match conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)) {
            Ok(mode) if mode == "wal" => return Ok(()),
            Ok(_) => return Err(Error::new("this disk cannot hold a write-ahead log").help(HELP)),
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries > 0 => {
                tries -= 1;
                std::thread::sleep(WAIT);
            }
            Err(e) => return Err(e.into()),
        }
    }
}

const HELP: &str = "set SHIKEN_HOME to a folder on this machine's own disk";
