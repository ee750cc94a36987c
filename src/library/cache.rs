//! Indexes of big decks, kept from one start to the next: choosing what to ask then needs no parsing.
//!
//! An index is kept under the path of its deck and carries a hash of the deck's whole contents: if that does not fit,
//! it is as if there were none. What is kept can be deleted at any time.
#![allow(clippy::disallowed_methods)] // The cache is this file's own.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::deck::Index;
use crate::source::SourceFile;

/// Bytes of a deck below which parsing is as fast.
const WORTH_BYTES: usize = 256 << 10;

/// A place for the index of one deck as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    path: PathBuf,
    contents: [u8; 32],
}

impl Slot {
    /// The place for the deck at `deck` with these files, below the folder `cache`; `None` if the deck is small.
    pub fn of(cache: &Path, deck: &Path, files: &[SourceFile]) -> Option<Self> {
        let bytes: usize = files.iter().map(|file| file.text().len()).sum();
        if bytes < WORTH_BYTES {
            return None;
        }
        let deck = fs::canonicalize(deck).ok()?;
        let name = hex(&Sha256::digest(deck.to_string_lossy().as_bytes()));
        let path = cache.join("decks").join(format!("{}.index", name.get(..32)?));
        Some(Self { path, contents: digest(files) })
    }

    /// The index, if there is one and it fits.
    pub fn read(&self) -> Option<Index> {
        let bytes = fs::read(&self.path).ok()?;
        Index::from_bytes(bytes.strip_prefix(&self.contents)?)
    }

    /// Keeps an index. If that fails, the next start parses again, so nobody is told.
    pub fn write(&self, index: &Index) {
        let bytes = [self.contents.as_slice(), &index.to_bytes()].concat();
        let fresh = self.path.with_extension(format!("{}.new", std::process::id()));
        let folder = self.path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = folder.and_then(|()| fs::write(&fresh, bytes));
        if written.and_then(|()| fs::rename(&fresh, &self.path)).is_err() {
            drop(fs::remove_file(&fresh));
        }
    }
}

/// A hash of all that a deck's files say, and of what belongs to which file.
fn digest(files: &[SourceFile]) -> [u8; 32] {
    let mut all = Sha256::new();
    for file in files {
        for part in [file.name.raw(), file.text()] {
            all.update((part.len() as u64).to_le_bytes());
            all.update(part);
        }
    }
    all.finalize().into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::parse;

    fn deck(answer: &str) -> Vec<SourceFile> {
        let mut text = "format = 1\n[deck]\nid = \"big\"\ntitle = \"Big\"\n".to_owned();
        for number in 0..4_000 {
            text += &format!(
                "[[question]]\nid = \"q{number}\"\nprompt = \"Which is the {number}?\"\nanswer = \"{answer} {number}\"\n"
            );
        }
        vec![SourceFile::new("big.toml", text)]
    }

    #[test]
    fn an_index_fits_the_very_contents_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let (one, other) = (deck("one"), deck("two"));
        let slot = |files: &[SourceFile]| Slot::of(home.path(), home.path(), files).unwrap();
        assert_eq!(slot(&one).read(), None);
        let index = Index::of(&parse(&one).deck);
        slot(&one).write(&index);
        assert_eq!(slot(&one).read(), Some(index));
        assert_eq!(slot(&other).read(), None);
        fs::write(&slot(&one).path, "damaged").unwrap();
        assert_eq!(slot(&one).read(), None);
        assert_eq!(Slot::of(home.path(), home.path(), &[SourceFile::new("a", "b")]), None, "too small");
    }
}
