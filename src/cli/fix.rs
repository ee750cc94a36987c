//! `shiken check --fix`: shows what one clear edit mends, and writes it.
#![allow(clippy::disallowed_methods)] // It writes the instructor's files, each whole or not at all.

use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::files::cannot;
use super::fresh::{self, Readers};
use crate::deck::fix::mended;
use crate::error::Result;
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

/// What changes in a file, as `diff -u` shows it. Line breaks of Windows are shown where they change.
pub(super) fn difference(file: &SourceFile, new: &str) -> String {
    let diff = TextDiff::from_lines(file.text(), new);
    let name = text::terminal(file.name.raw());
    let lines = diff.unified_diff().context_radius(1).header(&name, &name).to_string();
    let crlf = |text: &str| text.contains("\r\n");
    let mark = if crlf(file.text()) == crlf(new) { "" } else { "␍" };
    let shown = |line: &str| match line.strip_suffix('\r') {
        Some(line) => format!("{}{mark}\n", text::terminal(line)),
        None => format!("{}\n", text::terminal(line)),
    };
    lines.split_terminator('\n').map(shown).collect()
}

/// Puts the new text in the place of the old in one step, with the same rights. Of a link, the file it leads to.
pub(super) fn replace(path: &Path, text: &str) -> Result<()> {
    fresh::write(path, text.as_bytes(), Readers::AsBefore)
        .map_err(|cause| cannot("write", path, &cause).help("the file is as it was"))
}
