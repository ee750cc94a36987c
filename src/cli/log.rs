//! `shiken log`: the log as JSON Lines, out, in, and several as one.

use std::path::{Path, PathBuf};

use super::args;
use super::desk::Desk;
use super::log_file::{self, Bar, Complaints, Taken};
use crate::error::{Exit, Result};
use crate::event::line;
use crate::exchange::log::Union;
use crate::store::MergeReport;
use crate::text;
use crate::world::World;

pub(super) fn log(world: &World, user: Option<&str>, command: &args::Log) -> Result<Exit> {
    match command {
        args::Log::Export { file, force } => export(world, user, file.as_deref(), *force),
        args::Log::Import { files } => import(world, user, files),
        args::Log::Merge { files, out, force } => merge(world, files, out.as_deref(), *force),
    }
}

fn export(world: &World, user: Option<&str>, file: Option<&Path>, force: bool) -> Result<Exit> {
    if let Some(path) = file {
        log_file::may_write(path, force)?;
    }
    let desk = Desk::open(world, user)?;
    let mut bar = Bar::new(world, "writing");
    let of = desk.store.last_arrival()?.cast_unsigned();
    let (mut written, mut damaged) = (0_u64, 0);
    log_file::write(file, |out| {
        desk.store.lines(|arrival, line| {
            match line {
                Ok(line) => {
                    out.line(&line)?;
                    written += 1;
                }
                Err(error) => {
                    damaged += 1;
                    super::aside(&format!("event {arrival} of the progress file: left out: {}", error.what));
                }
            }
            if written.is_multiple_of(1000) {
                bar.at(written, of);
            }
            Ok(())
        })
    })?;
    drop(bar);
    if let Some(path) = file.filter(|path| *path != Path::new("-")) {
        super::print(&format!("wrote {} to {}\n", events(written), text::path(path)))?;
    }
    if damaged > 0 {
        super::aside("`shiken doctor` says what can be mended");
    }
    Ok(ended(damaged))
}

fn import(world: &World, user: Option<&str>, files: &[PathBuf]) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    // What is taken over is never taken out again.
    desk.back_up()?;
    let (pieces, of) = (log_file::pieces(files), log_file::total(files));
    let mut complaints = Complaints::new(files);
    let bar = std::cell::RefCell::new(Bar::new(world, "reading"));
    let new = pieces.iter().map(|taken| {
        let Taken { file, events, damaged, bytes } = taken?;
        complaints.hear(file, &damaged);
        bar.borrow_mut().at(bytes, of);
        Ok(events)
    });
    let report = desk.store.import(new, &mut |done, of| {
        let mut bar = bar.borrow_mut();
        bar.now("replaying");
        bar.at(done, of);
    })?;
    drop(bar);
    let damaged = complaints.close();
    super::print(&(summary(&report) + "\n"))?;
    Ok(ended(damaged))
}

/// "1 event", "2 events".
pub(super) fn events(count: u64) -> String {
    if count == 1 { "1 event".to_owned() } else { format!("{count} events") }
}

/// What an import or a sync took over, in a sentence without a full stop.
pub(super) fn summary(report: &MergeReport) -> String {
    let mut said = format!("{} new, {} known already", events(report.added), report.known);
    if !report.quarantined.is_empty() {
        let aside = report.quarantined.len() as u64;
        said += &format!(", {} set aside: known with other content", events(aside));
    }
    said
}

fn merge(world: &World, files: &[PathBuf], out: Option<&Path>, force: bool) -> Result<Exit> {
    if let Some(path) = out {
        log_file::may_write(path, force)?;
    }
    let (pieces, of) = (log_file::pieces(files), log_file::total(files));
    let mut complaints = Complaints::new(files);
    let mut bar = Bar::new(world, "reading");
    let mut union = Union::default();
    for taken in pieces {
        let Taken { file, events, damaged, bytes } = taken?;
        complaints.hear(file, &damaged);
        events.iter().for_each(|ready| union.add(ready.event()));
        bar.at(bytes, of);
    }
    drop(bar);
    log_file::write(out, |out| union.lines().try_for_each(|line| out.line(&line::with_sum(line))))?;
    if let Some(path) = out.filter(|path| *path != Path::new("-")) {
        super::print(&format!("wrote {} to {}\n", events(union.len() as u64), text::path(path)))?;
    }
    if union.conflicts() > 0 {
        let conflicts = events(union.conflicts());
        super::aside(&format!("note: {conflicts} came with a known id and other content and was left out"));
    }
    Ok(ended(complaints.close()))
}

/// Whatever was sound is taken; what was not is still an error.
fn ended(damaged: usize) -> Exit {
    if damaged == 0 { Exit::Done } else { Exit::Failed }
}
