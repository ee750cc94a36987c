//! `shiken fmt`: deck files in the one layout. A file that is no TOML stays as it is, and is reported.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::fix::{difference, replace};
use crate::deck::format::formatted;
use crate::deck::parse;
use crate::error::{Error, Exit, Result};
use crate::library;
use crate::source::{Diagnostic, SourceFile, codes, render};
use crate::text;
use crate::world::World;

/// What to lay out.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Write nothing: show what differs, and end with 1 if anything does
    #[arg(long)]
    pub check: bool,
    /// Deck folders, folders of decks, or files; `-` lays out the standard input; without any, the deck here
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

/// What stands for the standard input.
const STDIN: &str = "-";
/// Mistakes for which there is no sure reading of a file, and so no layout.
const UNREADABLE: [codes::Code; 4] =
    [codes::NOT_UTF8, codes::SYNTAX, codes::NEWER_TOML, codes::DUPLICATE_KEY];

pub(super) fn fmt(world: &World, args: &Fmt) -> Result<Exit> {
    let mut run =
        Run { check: args.check, colour: world.screen.colour && world.screen.output, ..Run::default() };
    if args.paths.iter().any(|path| path == Path::new(STDIN)) {
        return if args.paths.len() == 1 { run.stdin() } else { Err(alone()) };
    }
    let here = [PathBuf::from(".")];
    for path in if args.paths.is_empty() { &here[..] } else { &args.paths } {
        run.all(path)?;
    }
    super::aside(&run.summary());
    Ok(run.exit())
}

fn alone() -> Error {
    Error::usage("`-`, the standard input, stands alone").help("lay out files in a run of their own")
}

/// The decks at `path`: itself, or those below a folder that is none.
pub(super) fn decks(path: &Path) -> Vec<PathBuf> {
    let found = if path.is_dir() && !path.join("deck.toml").exists() {
        library::find(&[path.to_owned()]).into_iter().map(|found| found.path).collect()
    } else {
        Vec::new()
    };
    // Without any deck, the reading of the path itself says what is missing.
    if found.is_empty() { vec![path.to_owned()] } else { found }
}

#[derive(Default)]
struct Run {
    check: bool,
    colour: bool,
    changed: usize,
    same: usize,
    left: usize,
}

impl Run {
    /// All files at `path`; a file of a deck stands for itself.
    fn all(&mut self, path: &Path) -> Result<()> {
        if path.is_file() {
            return self.file(&library::file(path)?);
        }
        for deck in decks(path) {
            let read = library::read(&deck)?;
            let unread: Vec<u32> = read.diagnostics.iter().map(|found| found.span.file).collect();
            self.left += unread.len();
            for found in &read.diagnostics {
                super::print(&format!("{}\n", render::text(found, &read.files, self.colour)))?;
            }
            for (_, file) in (0..).zip(&read.files).filter(|(nth, _)| !unread.contains(nth)) {
                self.file(file)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, file: &SourceFile) -> Result<()> {
        match self.layout(file) {
            None => super::print(&self.mistakes(file)).map(drop),
            Some(new) if new == file.text() => {
                self.same += 1;
                Ok(())
            }
            Some(new) => {
                self.changed += 1;
                if self.check {
                    return super::print(&difference(file, &new)).map(drop);
                }
                replace(Path::new(file.name.raw()), &new)?;
                super::print(&format!("{}\n", text::terminal(file.name.raw()))).map(drop)
            }
        }
    }

    /// The layout; `None`, and counted, if there is no sure one.
    fn layout(&mut self, file: &SourceFile) -> Option<String> {
        let new = if file.damage().is_none() { formatted(file.text()) } else { None };
        self.left += usize::from(new.is_none());
        new
    }

    /// As `check` tells them.
    fn mistakes(&self, file: &SourceFile) -> String {
        let files = [SourceFile::from_bytes(file.name.clone(), file.text().into())];
        let files = if file.damage().is_some() { std::slice::from_ref(file) } else { &files[..] };
        let told = |found: &Diagnostic| format!("{}\n", render::text(found, files, self.colour));
        let parsed = parse(files);
        let told: String =
            parsed.diagnostics.iter().filter(|found| UNREADABLE.contains(&found.code)).map(told).collect();
        if told.is_empty() {
            return format!("error: {} cannot be laid out\n", text::terminal(file.name.raw()));
        }
        told
    }

    fn stdin(&mut self) -> Result<Exit> {
        let mut bytes = Vec::new();
        let read = io::stdin().take(library::MAX_FILE_BYTES).read_to_end(&mut bytes);
        read.map_err(|error| Error::new(format!("the standard input cannot be read: {error}")))?;
        let file = SourceFile::from_bytes("stdin", bytes);
        match self.layout(&file) {
            None => super::aside(self.mistakes(&file).trim_end()),
            Some(new) if self.check => {
                self.changed += usize::from(new != file.text());
                super::print(&difference(&file, &new))?;
            }
            Some(new) => drop(super::print(&new)?),
        }
        Ok(self.exit())
    }

    fn exit(&self) -> Exit {
        let differs = self.check && self.changed > 0;
        if differs || self.left > 0 { Exit::Failed } else { Exit::Done }
    }

    /// "2 files laid out, 8 were so already; 1 left as it is, for it is no TOML".
    fn summary(&self) -> String {
        let files = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        let changed = match (self.changed, self.check) {
            (0, _) => "nothing to lay out".to_owned(),
            (count, true) => format!("{} to be laid out", files(count)),
            (count, false) => format!("{} laid out", files(count)),
        };
        let left = match self.left {
            0 => String::new(),
            1 => "; 1 file with mistakes is left as it is".to_owned(),
            count => format!("; {count} files with mistakes are left as they are"),
        };
        format!(
            "{changed}, {} as {} be{left}",
            files(self.same),
            if self.same == 1 { "it should" } else { "they should" }
        )
    }
}
