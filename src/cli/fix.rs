//! `shiken check --fix`: shows what one clear edit mends, and writes it.
#![allow(clippy::disallowed_methods)] // It writes the instructor's files, each whole or not at all.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use similar::TextDiff;

use crate::deck::fix::mended;
use crate::error::{Error, Result};
use crate::library;
use crate::source::SourceFile;
use crate::text;

/// Mends the decks at `paths` as far as that is clear; the differences are printed before anything is written.
pub(super) fn fix(paths: &[PathBuf]) -> Result<()> {
    for path in paths {
        let files = library::read(path)?.files;
        for (file, mended) in files.iter().zip(mended(&files)) {
            if let Some(mended) = mended {
                super::print(&difference(file, &mended))?;
                replace(Path::new(file.name.raw()), &mended)?;
            }
        }
    }
    Ok(())
}

/// What changes in a file, as `diff -u` shows it.
pub(super) fn difference(file: &SourceFile, new: &str) -> String {
    let diff = TextDiff::from_lines(file.text(), new);
    let name = text::terminal(file.name.raw());
    let lines = diff.unified_diff().context_radius(1).header(&name, &name).to_string();
    lines.split_terminator('\n').map(|line| format!("{}\n", text::terminal(line))).collect()
}

/// Puts the new text in the place of the old in one step, with the same rights. Of a link, the file it leads to.
pub(super) fn replace(path: &Path, text: &str) -> Result<()> {
    let shown = text::terminal(&path.display().to_string()).into_owned();
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fresh = path.with_extension(format!("toml.new{}", std::process::id()));
    let written = File::create(&fresh)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::set_permissions(&fresh, fs::metadata(path)?.permissions()))
        .and_then(|()| fs::rename(&fresh, path));
    written.map_err(|error| {
        drop(fs::remove_file(&fresh));
        let reason = text::terminal(&error.to_string()).into_owned();
        Error::new(format!("cannot write {shown}: {reason}")).help("the file is as it was")
    })
}
