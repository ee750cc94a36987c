//! Files that the user names for something to be written to: whole or as they were, whatever happens.
#![allow(clippy::disallowed_methods)] // It writes the files that the user names.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use super::files::cannot;
use crate::error::{Error, Result};
use crate::text;

/// Bytes of a file that are looked at to see whether it is an earlier page.
const HEAD_BYTES: u64 = 1024;

/// A file that is being written, beside its place until [`Fresh::keep`]. What is no file (`/dev/null`, a named pipe) is
/// written to as it is, for nothing may take its place.
#[derive(Debug)]
pub(super) struct Fresh {
    file: File,
    /// Where it is and where it goes; of what is no file, nothing.
    on_the_way: Option<(PathBuf, PathBuf)>,
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// The user alone.
    Owner,
    /// Those who could read what stood there before, or whom the system lets read new files.
    AsBefore,
}

impl Fresh {
    /// Begins the file at `path`; at the end of a link, the file it leads to.
    ///
    /// # Errors
    /// If nothing can be written there.
    pub fn begin(path: &Path, readers: Readers) -> io::Result<Self> {
        let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&place).ok();
        if before.as_ref().is_some_and(|found| !found.is_file()) {
            let file = OpenOptions::new().write(true).open(&place)?;
            return Ok(Self { file, on_the_way: None });
        }
        let mut name = std::ffi::OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(format!(".{}.new", std::process::id()));
        let beside = place.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        if readers == Readers::Owner {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        let fresh = Self { file: options.open(&beside)?, on_the_way: Some((beside.clone(), place)) };
        if let Some(before) = before.filter(|_| readers == Readers::AsBefore) {
            fs::set_permissions(&beside, before.permissions())?;
        }
        Ok(fresh)
    }

    /// Puts it on disk and into its place.
    ///
    /// # Errors
    /// If that fails; what stood there then still stands there.
    pub fn keep(mut self) -> io::Result<()> {
        self.file.flush()?;
        if let Some((beside, place)) = &self.on_the_way {
            self.file.sync_all()?;
            fs::rename(beside, place)?;
            self.on_the_way = None;
        }
        Ok(())
    }
}

impl Write for Fresh {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // What was begun and not kept is no use to anyone.
        if let Some((beside, _)) = &self.on_the_way {
            drop(fs::remove_file(beside));
        }
    }
}

/// An error unless there is nothing at `path`, or an earlier page, which has `mark` at its beginning. `or` is what to do
/// but to name another file.
///
/// # Errors
/// So that nobody's page takes the place of something else.
pub(super) fn may_replace(path: &Path, mark: &str, or: &str) -> Result<()> {
    let shown = text::path(path);
    if path.is_dir() {
        return Err(Error::usage(format!("{shown} is a folder")).help("name a file, such as report.html"));
    }
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Ok(());
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut head));
    match read {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(cause) => Err(cannot("write", path, &cause)),
        Ok(_) if String::from_utf8_lossy(&head).contains(mark) => Ok(()),
        Ok(_) => Err(Error::usage(format!("{shown} is there and is no such page"))
            .help(format!("name another file, or {or}"))),
    }
}

/// Writes a whole file.
///
/// # Errors
/// If that fails; what stood there then still stands there.
pub(super) fn write(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let mut fresh = Fresh::begin(path, readers)?;
    fresh.write_all(bytes)?;
    fresh.keep()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_file_is_whole_or_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        fs::write(&path, "before").unwrap();
        let mut fresh = Fresh::begin(&path, Readers::Owner).unwrap();
        fresh.write_all(b"half of").unwrap();
        drop(fresh);
        assert_eq!(fs::read_to_string(&path).unwrap(), "before");
        write(&path, b"after", Readers::Owner).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "after");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_link_stays_a_link_and_rights_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (deck, link) = (folder.path().join("deck.toml"), folder.path().join("link.toml"));
        fs::write(&deck, "before").unwrap();
        fs::set_permissions(&deck, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&deck, &link).unwrap();
        write(&link, b"after", Readers::AsBefore).unwrap();
        assert_eq!(fs::read_to_string(&deck).unwrap(), "after");
        assert_eq!(fs::metadata(&deck).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn what_is_no_file_stays_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        let rights = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rights, 0).unwrap();
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).unwrap()
        });
        may_replace(&pipe, "a page", "delete it").unwrap();
        write(&pipe, b"through it", Readers::Owner).unwrap();
        assert_eq!(reader.join().unwrap(), "through it");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    }

    #[test]
    fn only_an_earlier_page_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("page.html");
        may_replace(&path, "our mark", "delete it").unwrap();
        fs::write(&path, "<our mark>").unwrap();
        may_replace(&path, "our mark", "delete it").unwrap();
        fs::write(&path, "somebody's").unwrap();
        assert!(may_replace(&path, "our mark", "delete it").is_err());
        assert!(may_replace(folder.path(), "our mark", "delete it").is_err());
    }
}
