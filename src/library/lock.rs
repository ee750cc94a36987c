//! `decks.lock`: which decks of the library came from where, and what exactly came.
//!
//! TOML, so that a person can read it and git can keep it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::git::Chapters;
use crate::error::{Error, Result};
use crate::text;

/// The newest form that this program writes and reads.
const FORMAT: u32 = 1;
/// A lock file of more bytes was not written by this program.
const MAX_BYTES: u64 = 8 << 20;

/// Where a deck of the library came from, and what came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The id of the deck.
    pub id: String,
    /// A path, or the address of a git repository.
    pub source: String,
    /// Where in the repository the deck stands; nothing is its root.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The tag or branch that is followed.
    #[serde(default, rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The commit that came; a path has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The SHA-256 of the files that came: see [`digest`].
    pub sha256: String,
    /// The same of the files that were about to replace them: kills may leave any of these in place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coming: Vec<String>,
}

impl Entry {
    /// True if files with this SHA-256 are as they came, not edited since.
    pub fn holds(&self, sha256: &str) -> bool {
        self.sha256 == sha256 || self.coming.iter().any(|coming| coming == sha256)
    }
}

/// The lock file, its decks by the names of their folders.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    format: u32,
    /// The decks.
    #[serde(default)]
    pub deck: BTreeMap<String, Entry>,
}

impl Lock {
    /// Reads the lock file; without one there are no decks.
    ///
    /// # Errors
    /// If it cannot be read, or a newer version of this program wrote it.
    pub fn read(path: &Path) -> Result<Self> {
        let mut text = String::new();
        match File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(trouble("read", path, &error)),
            Ok(_) => {}
        }
        let lock: Self = toml::from_str(&text).map_err(|error| {
            Error::new(format!("{} is damaged: {}", text::path(path), text::terminal(error.message())))
                .help("mend it by hand, or set it aside: the decks beside it stay, but cannot be updated")
        })?;
        if lock.format > FORMAT {
            let what = format!("{} was written by a newer version of shiken", text::path(path));
            return Err(Error::new(what).help("update shiken"));
        }
        Ok(lock)
    }

    /// Replaces the lock file: a crash leaves the old one or the new one.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, path: &Path) -> Result<()> {
        self.format = FORMAT;
        let text = toml::to_string(self).map_err(|error| {
            Error::new(format!(
                "{} cannot be written: {}",
                text::path(path),
                text::terminal(&error.to_string())
            ))
        })?;
        let text = format!("# Written by `shiken deck`: where each deck came from, and what came.\n{text}");
        // One process writes at a time, and what a kill leaves is cleared by name.
        let fresh = path.with_file_name(".new-decks.lock");
        let written = (|| {
            let mut file = File::create(&fresh)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&fresh, path)
        })();
        written.map_err(|error| {
            // The old file stands; the new one is of no use to anybody.
            drop(fs::remove_file(&fresh));
            trouble("write", path, &error)
        })
    }
}

/// The SHA-256 of some files in hexadecimal digits: of each name, a zero byte, its length and its bytes, by name.
pub fn digest(chapters: &Chapters) -> String {
    let mut sorted: Vec<_> = chapters.iter().collect();
    sorted.sort();
    let mut hash = Sha256::new();
    for (name, bytes) in sorted {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn trouble(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::new(format!("cannot {what} {}: {}", text::path(path), text::terminal(&error.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            id: "jp".into(),
            source: "https://example.org/\"jp\".git".into(),
            folder: None,
            reference: Some("v1".into()),
            commit: Some("0123".into()),
            sha256: "ab".into(),
            coming: Vec::new(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("decks.lock");
        assert_eq!(Lock::read(&path).unwrap(), Lock::default());
        let mut lock = Lock::default();
        lock.deck.insert("j.p".into(), entry());
        lock.write(&path).unwrap();
        assert_eq!(Lock::read(&path).unwrap(), lock);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn damage_and_newer_forms_are_told() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("decks.lock");
        for (text, said) in [("format = 2\n", "newer version"), ("format = \n", "is damaged")] {
            File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
            let error = Lock::read(&path).unwrap_err();
            assert!(error.what.contains(said), "{error}");
        }
    }

    #[test]
    fn a_digest_knows_names_from_bytes_and_no_order() {
        let of = |files: &[(&str, &str)]| {
            digest(&files.iter().map(|(name, text)| ((*name).into(), text.as_bytes().into())).collect())
        };
        assert_eq!(of(&[("a", "1"), ("b", "2")]), of(&[("b", "2"), ("a", "1")]));
        assert_ne!(of(&[("a", "1b"), ("b", "2")]), of(&[("a", "1"), ("bb", "2")]));
        assert_eq!(of(&[]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
