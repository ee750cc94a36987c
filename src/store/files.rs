//! Files and folders that belong to the user alone, and replacing a file so that a crash leaves the old or the
//! new one, never half of one.
#![expect(
    clippy::disallowed_methods,
    reason = "the store reads and writes its own files, here and nowhere else"
)]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::trouble;
use crate::error::Result;

/// Makes a folder that only the user may enter (0700 on Unix). One that is there already gets these rights too.
pub(super) fn private_folder(path: &Path) -> Result<()> {
    folder(path)?;
    restrict(path, 0o700).map_err(|e| trouble::io("protect the folder", path, &e))
}

/// Makes a folder and those above it. What is there already keeps its rights: it may be anybody's.
pub(super) fn folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|e| trouble::io("make the folder", path, &e))
}

/// Makes a file, if there is none, that only the user may read (0600 on Unix). SQLite gives its side files the
/// same rights.
pub(super) fn private_file(path: &Path) -> Result<File> {
    let file = options().create(true).truncate(false).open(path);
    let file = file.map_err(|e| trouble::io("write", path, &e))?;
    restrict(path, 0o600).map_err(|e| trouble::io("protect", path, &e))?;
    Ok(file)
}

/// Reads a file; `None` if there is none.
pub(super) fn read(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(trouble::io("read", path, &e)),
    }
}

/// Reads a file that need not be text; `None` if there is none.
pub(super) fn read_bytes(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(trouble::io("read", path, &e)),
    }
}

/// A file of SQLite's beside the database.
pub(super) fn side(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// True if a file is gone or empty. SQLite must not open such a progress file: it would delete the write-ahead log.
pub(super) fn is_empty(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |about| about.len() == 0)
}

/// True if others have rights at what is there, beyond `mode`.
#[cfg(unix)]
pub(super) fn is_open(path: &Path, mode: u32) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o777 & !mode != 0)
}

/// Where there are no such rights, nobody has too many.
#[cfg(not(unix))]
pub(super) fn is_open(_: &Path, _: u32) -> bool {
    false
}

/// Bytes that are free for the user on the disk of a folder.
#[cfg(unix)]
pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

/// Not asked on this system.
#[cfg(not(unix))]
pub(super) fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// Replaces a file: a new one beside it, on disk, renamed over the old one, and the folder on disk. `content` is
/// made from the new file, for those that write down which file they are in.
pub(super) fn replace(path: &Path, content: impl FnOnce(&File) -> io::Result<String>) -> Result<()> {
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let written = (|| {
        let mut file = options().create(true).truncate(true).open(&fresh)?;
        let content = content(&file)?;
        file.write_all(content.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)
    })();
    if let Err(e) = written {
        // The old file stands; the new one is of no use to anybody.
        let _ = fs::remove_file(&fresh);
        return Err(trouble::io("write", path, &e));
    }
    path.parent().map_or(Ok(()), sync_folder)
}

/// Puts the names in a folder on disk. Systems that cannot open a folder do it on their own.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(path).and_then(|folder| folder.sync_all()).map_err(|e| trouble::io("save", path, &e))?;
    }
    Ok(())
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(path)?.permissions().mode() & 0o777 == mode {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}
