//! Files that the user names: read within a limit, made where nothing was, and what is said when the system refuses.
//! Writing them whole or not at all is the work of [`super::fresh`].
#![allow(clippy::disallowed_methods)] // It opens the files that the user names.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::text;

/// An error of the system on a file that the user named; `doing` is what was tried, as in "write".
pub(super) fn cannot(doing: &str, path: &Path, cause: &io::Error) -> Error {
    let reason = match cause.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => text::terminal(&cause.to_string()).into_owned(),
    };
    Error::new(format!("cannot {doing} {}: {reason}", text::path(path)))
}

/// The bytes of a file that has no more than `most` of them.
///
/// # Errors
/// If it is larger or cannot be read.
pub(super) fn contents(path: &Path, most: u64) -> Result<Vec<u8>> {
    bytes(path, most).map_err(|cause| cannot("read", path, &cause))
}

/// The same with the reason alone.
pub(super) fn bytes(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    within(File::open(path)?, most)
}

/// An error for what is no file: reading a pipe could take forever.
pub(super) fn plain(path: &Path) -> io::Result<()> {
    if fs::metadata(path)?.is_file() { Ok(()) } else { Err(io::Error::other("this is no file")) }
}

/// All of a file from where it stands, in bytes; an error if that is more than `most`.
pub(super) fn within(file: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("it is larger than {} MiB", most >> 20)));
    }
    Ok(bytes)
}

/// A file where nothing was; nobody else on the machine may read a secret one.
pub(super) fn create_new(path: &Path, secret: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    if secret {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = secret;
    options.open(path)
}

/// The files that were named, and those of the named folders whose names end in `ending`, by name. `what` they are, for
/// when there is none.
pub(super) fn named(paths: &[PathBuf], ending: &str, what: &str) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(inside(path, ending)?);
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        return Err(Error::usage(format!("there are no {what}: their names end in {ending}")));
    }
    Ok(files)
}

/// The files of a folder whose names end in `ending`, by name.
pub(super) fn inside(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let unreadable = |cause: io::Error| cannot("read", folder, &cause);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
