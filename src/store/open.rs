//! Opening a progress file: pragmas, migrations, permissions.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use super::trouble::{explain, refused};
use super::{Device, Store};
use crate::error::{Error, Result};
use crate::memory::{DEFAULT_RETENTION, Parameters, Scheduler};
use crate::text;

/// "Shkn": what `file` and `doctor` know a progress file by.
const APPLICATION_ID: i32 = 0x5368_6b6e;

/// The migrations in order; a file's `user_version` is the number it has had.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_log.sql")];

impl Store {
    /// Opens a progress file, or makes it.
    ///
    /// # Errors
    /// If it cannot be opened, is not a progress file, or was written by a newer version.
    pub fn open(path: &Path, device: Device) -> Result<Self> {
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        let connection = connect(path)?;
        let scheduler = Scheduler::new(&Parameters::default(), DEFAULT_RETENTION);
        let mut store = Self { connection, path: path.to_owned(), device, scheduler, backup: None };
        store.migrate()?;
        private_file(path);
        Ok(store)
    }

    /// Closes a connection that may be broken and opens a new one.
    ///
    /// # Errors
    /// As for [`Store::open`].
    pub fn reopen(&mut self) -> Result<()> {
        self.connection = connect(&self.path)?;
        Ok(())
    }

    fn migrate(&mut self) -> Result<()> {
        let version = self.version()?;
        let known = MIGRATIONS.len();
        if version > known {
            return Err(newer(&self.path, version, known));
        }
        if version == known {
            return Ok(());
        }
        if version > 0 {
            super::backup::before_migration(&self.connection, &self.path, version)?;
        }
        self.transact(|transaction, _| {
            // Another process may have been faster: read the version again under the lock.
            let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            for migration in MIGRATIONS.iter().skip(version as usize) {
                transaction.execute_batch(migration)?;
            }
            transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
            transaction.pragma_update(None, "user_version", known as i64)
        })
    }

    fn version(&self) -> Result<usize> {
        let read = || -> rusqlite::Result<(i32, u32)> {
            let id = self.connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
            Ok((id, self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?))
        };
        let (id, version) = read().map_err(|error| explain(&error, &self.path))?;
        if version > 0 && id != APPLICATION_ID {
            let path = self.path.display().to_string();
            return Err(Error::new(format!("{} is a database of another program", text::terminal(&path))));
        }
        Ok(version as usize)
    }
}

fn newer(path: &Path, version: usize, known: usize) -> Error {
    let path = path.display().to_string();
    Error::new(format!(
        "{} was written by a newer version of shiken (format {version}; this one knows {known})",
        text::terminal(&path)
    ))
    .help("update shiken; the file was left untouched")
}

fn connect(path: &Path) -> Result<Connection> {
    let prepare = || {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "trusted_schema", false)?;
        connection.pragma_update(None, "cell_size_check", true)?;
        // A file that is only looked at, such as a newer version's, is not switched to WAL here: reading the version
        // comes first, and this pragma writes only if the mode differs.
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version <= MIGRATIONS.len() as i64 {
            connection.pragma_update(None, "journal_mode", "wal")?;
        }
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "temp_store", "memory")?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    };
    prepare().map_err(|error| explain(&error, path))
}

/// Makes a folder that only its owner may read.
pub(super) fn private_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| refused(&error, "could not make the folder", folder))
}

/// Lets only the owner read a file. A file system without permissions is no reason to stop.
pub(super) fn private_file(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map(|data| data.permissions().mode() & 0o777);
        if mode.is_ok_and(|mode| mode != 0o600) {
            drop(fs::set_permissions(path, fs::Permissions::from_mode(0o600)));
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}
