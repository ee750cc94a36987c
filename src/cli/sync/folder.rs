//! The folder that devices share: reading what is there, and adding to the files of this device, never to another's.
#![allow(clippy::disallowed_methods)] // It reads and writes the folder that the user names.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::cli::files::cannot;
use crate::error::{Error, Result};
use crate::exchange::sync::{is_segment, whole};
use crate::text;

/// The most bytes of one segment that are read: a month of many people.
const SEGMENT_MAX: u64 = 1 << 30;

/// A shared folder that is there.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// A folder that must be there already: one that is not may be a disk that is not plugged in.
    pub fn open(path: PathBuf) -> Result<Self> {
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => Ok(Self(path)),
            Ok(_) => Err(Error::usage(format!("{} is no folder", text::path(&path)))),
            Err(e) => Err(cannot("use", &path, &e)
                .help("make the folder first, or see that the disk or service it belongs to is there")),
        }
    }

    /// The names of all segments and of their copies, in order. What is no plain file is passed over: a link or a pipe
    /// in a folder that others write may lead anywhere.
    pub fn segments(&self) -> Result<Vec<PathBuf>> {
        let entries = fs::read_dir(&self.0).map_err(|e| cannot("read", &self.0, &e))?;
        let mut found: Vec<PathBuf> = entries
            .flatten()
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
            .filter(|entry| entry.file_name().to_str().is_some_and(is_segment))
            .map(|entry| entry.path())
            .collect();
        found.sort();
        Ok(found)
    }

    /// Adds lines to files of this device, each by its name; on disk when this returns.
    pub fn add(&self, lines: &BTreeMap<String, String>) -> Result<()> {
        for (name, text) in lines {
            let path = self.0.join(name);
            add(&path, text).map_err(|e| cannot("write", &path, &e))?;
        }
        Ok(())
    }
}

/// Reads a segment; `None` if it went away meanwhile, as the temporary files of services do.
pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(SEGMENT_MAX + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() as u64 > SEGMENT_MAX => {
            Err(Error::new(format!("{} is too large to be a segment", text::path(path))))
        }
        Ok(_) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(cannot("read", path, &e)),
    }
}

/// Appends to a file of this device. The rest of a line that a crash left is cut off first: its event is in the log,
/// and comes again.
fn add(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut before = Vec::new();
    file.read_to_end(&mut before)?;
    let end = whole(&before).len() as u64;
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
