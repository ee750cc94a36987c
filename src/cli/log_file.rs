//! Files of logs: read in pieces on a thread of their own, written whole or not at all, with a bar for what takes long.
#![allow(clippy::disallowed_methods)] // It reads and writes the files that the user names.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::files::cannot;
use super::fresh::{Fresh, Readers};
use crate::error::{Error, Result};
use crate::exchange::log::{self, Damaged, LINE_MAX, Piece};
use crate::store::Ready;
use crate::text;
use crate::world::World;

/// Bytes that are read and parsed at once.
const BLOCK: usize = 1 << 20;

/// Blocks parsed ahead of those who take them.
const AHEAD: usize = 8;

/// Damaged lines that are named; of the others there is a count.
const NAMED: usize = 20;

/// What one piece of one file gave.
pub(super) struct Taken {
    /// Which of the files.
    pub file: usize,
    /// What could be read, ready for the store.
    pub events: Vec<Ready>,
    pub damaged: Vec<Damaged>,
    /// Bytes of all files read so far.
    pub bytes: u64,
}

/// Reads the files one after the other, on a thread; the pieces come in order. An error ends it.
pub(super) fn pieces(files: &[PathBuf]) -> Receiver<Result<Taken>> {
    let (sender, pieces) = sync_channel(AHEAD);
    let files = files.to_vec();
    std::thread::spawn(move || {
        let mut bytes = 0;
        for (number, path) in files.iter().enumerate() {
            let read = open(path).and_then(|from| read(from, path, number, &mut bytes, &sender));
            if let Err(error) = read {
                // If nobody listens any more, nobody needs to know.
                drop(sender.send(Err(error)));
                return;
            }
        }
    });
    pieces
}

fn open(path: &Path) -> Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|e| cannot("read", path, &e))?;
    let is_folder = file.metadata().is_ok_and(|about| about.is_dir());
    if is_folder {
        Err(Error::usage(format!("{} is a folder", text::path(path))))
    } else {
        Ok(Box::new(file))
    }
}

fn read(
    from: Box<dyn Read>,
    path: &Path,
    file: usize,
    bytes: &mut u64,
    to: &SyncSender<Result<Taken>>,
) -> Result<()> {
    in_pieces(from, path, |piece, read| {
        *bytes += read as u64;
        let events = piece.events.into_iter().map(Ready::from).collect();
        to.send(Ok(Taken { file, events, damaged: piece.damaged, bytes: *bytes })).is_ok()
    })
}

/// Reads the file of a log, and hands on piece by piece with the bytes it had.
pub(super) fn each(path: &Path, mut take: impl FnMut(Piece, usize)) -> Result<()> {
    in_pieces(open(path)?, path, |piece, read| {
        take(piece, read);
        true
    })
}

/// Hands on what is read with its bytes, until that says false.
fn in_pieces(mut from: Box<dyn Read>, path: &Path, mut take: impl FnMut(Piece, usize) -> bool) -> Result<()> {
    let (mut rest, mut line) = (Vec::new(), 0);
    loop {
        let read = from.by_ref().take(BLOCK as u64).read_to_end(&mut rest);
        let read = read.map_err(|e| cannot("read", path, &e))?;
        let whole = if read == 0 { rest.len() } else { last_line_end(&rest) };
        let piece = log::read(rest.get(..whole).unwrap_or_default(), line);
        line += piece.lines;
        rest.drain(..whole);
        // What is longer is damage, and none of it is kept but enough to say so.
        rest.truncate(LINE_MAX + 1);
        if !take(piece, read) || read == 0 {
            return Ok(());
        }
    }
}

/// Where the last line ends that is whole; 0 if none is.
fn last_line_end(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

/// Bytes of all the files, as far as that is known.
pub(super) fn total(files: &[PathBuf]) -> u64 {
    files.iter().filter_map(|path| fs::metadata(path).ok()).map(|about| about.len()).sum()
}

/// Says on standard error which lines were left out, a few by number and the rest as a count.
pub(super) struct Complaints<'a> {
    files: &'a [PathBuf],
    count: usize,
}

impl<'a> Complaints<'a> {
    pub fn new(files: &'a [PathBuf]) -> Self {
        Self { files, count: 0 }
    }

    pub fn hear(&mut self, file: usize, damaged: &[Damaged]) {
        let path = self.files.get(file).map_or_else(String::new, |path| text::path(path));
        for Damaged { line, what } in damaged {
            self.count += 1;
            if self.count <= NAMED {
                super::aside(&format!("{path}:{line}: left out: {what}"));
            }
        }
    }

    /// The number of lines that were left out.
    pub fn close(self) -> usize {
        if self.count > NAMED {
            super::aside(&format!("and {} more lines were left out", self.count - NAMED));
        }
        self.count
    }
}

/// Refuses to write over a file that is there, before any work is done.
pub(super) fn may_write(path: &Path, force: bool) -> Result<()> {
    if !force && fs::symlink_metadata(path).is_ok() {
        return Err(Error::usage(format!("{} is there already", text::path(path)))
            .help("name another file, or say --force to write over it"));
    }
    Ok(())
}

/// Writes a file, or standard output without one. Only the user may read it, for it holds everything that was ever
/// answered.
pub(super) fn write<T>(path: Option<&Path>, content: impl FnOnce(&mut Out<'_>) -> Result<T>) -> Result<T> {
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        let mut out = Out { to: &mut BufWriter::with_capacity(BLOCK, io::stdout().lock()), closed: false };
        let done = content(&mut out)?;
        out.flush("write to standard output", Path::new(""))?;
        return Ok(done);
    };
    let fresh = Fresh::begin(path, Readers::Owner).map_err(|e| cannot("write", path, &e))?;
    let mut buffered = BufWriter::with_capacity(BLOCK, fresh);
    let mut out = Out { to: &mut buffered, closed: false };
    let done = content(&mut out)?;
    out.flush("write", path)?;
    let whole = buffered.into_inner().map_err(io::IntoInnerError::into_error);
    whole.and_then(Fresh::keep).map_err(|e| cannot("write", path, &e))?;
    Ok(done)
}

/// Where lines go.
pub(super) struct Out<'a> {
    to: &'a mut dyn Write,
    closed: bool,
}

impl Out<'_> {
    /// Writes a line. A reader that has seen enough, as in `| head`, is no error.
    pub fn line(&mut self, line: &str) -> Result<()> {
        if self.closed {
            return Ok(());
        }
        let written = self.to.write_all(line.as_bytes()).and_then(|()| self.to.write_all(b"\n"));
        self.check("write", Path::new("the log"), written)
    }

    fn flush(&mut self, doing: &str, path: &Path) -> Result<()> {
        let flushed = if self.closed { Ok(()) } else { self.to.flush() };
        self.check(doing, path, flushed)
    }

    fn check(&mut self, doing: &str, path: &Path, done: io::Result<()>) -> Result<()> {
        match done {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other.map_err(|e| cannot(doing, path, &e)),
        }
    }
}

/// A bar on standard error for what takes more than a second; nothing where there is no terminal.
pub(super) struct Bar(ProgressBar, bool);

impl Bar {
    /// What is under way in words.
    pub fn new(world: &World, words: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(1), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {percent:>3} %") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(words);
        Self(bar, world.screen.error && world.screen.capable)
    }

    /// So much of so much is done.
    pub fn at(&mut self, done: u64, of: u64) {
        if self.1 && self.0.elapsed() > Duration::from_secs(1) {
            self.1 = false;
            self.0.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.0.set_length(of.max(1));
        self.0.set_position(done);
    }

    /// Something else is under way now.
    pub fn now(&mut self, words: &'static str) {
        self.0.set_message(words);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
