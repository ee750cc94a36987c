//! `--watch`: does it again whenever a file of the deck is saved. Ends with Ctrl-C.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::error::{Exit, Result};

/// Shortest time between two looks at the files: nobody notices so little.
const PAUSE: Duration = Duration::from_millis(5);
/// And for many files, of which each costs a microsecond or two at every look: a twentieth of a core at most.
const PAUSE_PER_FILE: Duration = Duration::from_micros(40);

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
        wait(paths, &before);
    }
}

/// Waits for a change, and then a moment more: an editor may be half-way through several files. If it takes longer,
/// the next round sees the rest.
fn wait(paths: &[PathBuf], before: &[Stamp]) {
    let files = u32::try_from(before.len()).unwrap_or(u32::MAX);
    let pause = PAUSE.max(PAUSE_PER_FILE.saturating_mul(files));
    while stamps(paths) == before {
        std::thread::sleep(pause);
    }
    std::thread::sleep(PAUSE);
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
