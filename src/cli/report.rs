//! `shiken report`: all figures as one page of HTML.
#![allow(clippy::disallowed_methods)] // The page is written here.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::args;
use super::desk::Desk;
use super::progress::{Progress, Source};
use super::stats::Gathered;
use crate::error::{Error, Exit, Result};
use crate::stats::figures;
use crate::stats::glance::glance;
use crate::stats::pages::Page;
use crate::stats::report::{self, MARK, Report};
use crate::text::{self, Text};
use crate::time::Day;
use crate::world::World;

/// Bytes of a file that are looked at to see whether it is an earlier report.
const HEAD_BYTES: u64 = 1024;

pub(super) fn report(world: &World, user: Option<&str>, args: &args::Report) -> Result<Exit> {
    // Before the work: who waits for a page does not want to wait for a refusal.
    may_write(&args.html, args.force)?;
    let desk = Desk::open(world, user)?;
    let source = Source::read(world, &desk, &args.scope, &Page::ALL)?;
    let progress = Progress::of(&source, &args.scope, &desk)?;
    let gathered = Gathered::of(&progress, &desk, &Page::ALL)?;
    let material = gathered.material(&progress, &desk);
    let report = Report {
        title: source.title(),
        scope: scope(&args.scope, desk.today()),
        today: desk.today(),
        facts: glance(&figures(&progress.rows, &progress.known, &progress.flown, desk.today()), desk.today()),
        pages: Page::ALL.map(|page| (page, material.pictures(page))).into(),
    };
    write(&args.html, report::html(&report).as_bytes(), world)?;
    super::print(&format!("{}: {}\n", shown(&args.html), report::told(&report.pages)))
}

/// What the figures are restricted to.
fn scope(scope: &args::Scope, today: Day) -> Text {
    let mut parts = Vec::new();
    if !scope.tag.is_empty() {
        parts.push(format!("Only questions tagged {}", scope.tag.join(" or ")));
    }
    if let Some(since) = scope.since {
        parts.push(format!("Only answers since {}", since.first(today)));
    }
    Text::from(parts.join(". "))
}

/// An error unless there is nothing at `path`, or an earlier report, or it may be anything.
fn may_write(path: &Path, force: bool) -> Result<()> {
    if path.is_dir() {
        return Err(
            Error::usage(format!("{} is a folder", shown(path))).help("name a file, such as report.html")
        );
    }
    if force {
        return Ok(());
    }
    let head = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(refused(path, &error)),
        Ok(file) => {
            let mut head = Vec::new();
            file.take(HEAD_BYTES).read_to_end(&mut head).map_err(|error| refused(path, &error))?;
            head
        }
    };
    if String::from_utf8_lossy(&head).contains(MARK) {
        return Ok(());
    }
    Err(Error::usage(format!("{} is there and is no report", shown(path)))
        .help("name another file, or write over it with --force"))
}

/// Writes a whole file or none: beside it first, then in its place.
fn write(path: &Path, bytes: &[u8], world: &World) -> Result<()> {
    let fresh = beside(path, world);
    let written = OpenOptions::new().write(true).create_new(true).open(&fresh).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&fresh, path)).map_err(|error| {
        // What was begun is no use to anyone.
        drop(fs::remove_file(&fresh));
        refused(path, &error)
    })
}

fn beside(path: &Path, world: &World) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.new", world.fresh_id().simple()));
    path.with_file_name(name)
}

fn refused(path: &Path, error: &io::Error) -> Error {
    Error::new(format!("{} cannot be written: {}", shown(path), text::terminal(&error.to_string())))
}

fn shown(path: &Path) -> String {
    text::terminal(&path.display().to_string()).into_owned()
}
