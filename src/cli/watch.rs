//! `--watch`: does it again whenever a file of the deck is saved. Ends with Ctrl-C.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::{Exit, Result};

/// How often the files are looked at. Looking costs some microseconds a file.
const EVERY: Duration = Duration::from_millis(40);

/// What tells that a file was saved.
type Stamp = (PathBuf, Option<SystemTime>, u64);

/// Does `work` now and after every change below `paths`. What is wrong with a deck is said by the work, and never ends
/// the watch.
pub(super) fn watch(paths: &[PathBuf], mut work: impl FnMut() -> Result<Exit>) -> Result<Exit> {
    loop {
        let before = stamps(paths);
        if let Err(error) = work() {
            super::aside(&format!("error: {error}"));
        }
        super::aside("watching; Ctrl-C ends");
        while stamps(paths) == before {
            std::thread::sleep(EVERY);
        }
        // An editor may be half-way through several files.
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn stamps(paths: &[PathBuf]) -> Vec<Stamp> {
    let mut all: Vec<Stamp> = paths.iter().flat_map(|path| below(path)).map(stamp).collect();
    all.sort();
    all
}

/// The file itself, or the TOML files of the folder.
fn below(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else { return vec![path.to_owned()] };
    let files = entries.flatten().map(|entry| entry.path());
    files.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect()
}

fn stamp(path: PathBuf) -> Stamp {
    let known = fs::metadata(&path).ok();
    let modified = known.as_ref().and_then(|known| known.modified().ok());
    (path, modified, known.map_or(0, |known| known.len()))
}
