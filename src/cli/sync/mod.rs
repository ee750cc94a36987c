//! `shiken sync`: one log on several devices, through a folder that all of them see.
#![allow(clippy::disallowed_methods)] // A lock in the user's own folder.

mod folder;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::cli::desk::Desk;
use crate::cli::files::cannot;
use crate::cli::log::{events, summary};
use crate::cli::log_file::{Bar, Complaints};
use crate::cli::{self, args};
use crate::error::{Error, Exit, Result};
use crate::event::Event;
use crate::exchange::log::{self, Damaged};
use crate::exchange::sync::{Heard, Inventory, Meeting, PREFIX, segment, whole};
use crate::store::settings::SYNC_FOLDER;
use crate::store::{MergeReport, Ready, Registry, Store};
use crate::text::{self, Text};
use crate::world::World;
use folder::Folder;

/// New events that are taken over at once while the folder is read.
const PIECE: usize = 5_000;

pub(super) fn sync(world: &World, user: Option<&str>, args: &args::Sync) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    let known: Option<String> = desk.store.setting(SYNC_FOLDER)?;
    if args.forget {
        desk.store.set::<String>(SYNC_FOLDER, None)?;
        let said = known.map_or_else(
            || "no folder was remembered".to_owned(),
            |path| format!("forgot {}; its files stay", Text::from(path).terminal()),
        );
        return cli::print(&(said + "\n"));
    }
    let path = wanted(world, args.folder.as_deref(), known.as_deref())?;
    let folder = Folder::open(PathBuf::from(&path))?;
    if known.as_ref() != Some(&path) {
        refuse_of_another(world, user, &path)?;
        desk.store.set(SYNC_FOLDER, Some(&path))?;
    }
    let _alone = alone(world)?;
    meet(world, &mut desk, &folder, &path)
}

/// The whole path of the folder that was named, or of the one that is remembered.
fn wanted(world: &World, named: Option<&Path>, known: Option<&str>) -> Result<String> {
    let Some(named) = named else {
        return known.map(str::to_owned).ok_or_else(|| {
            Error::usage("no folder is remembered yet")
                .help("name one that your devices share, as in `shiken sync ~/Sync/shiken`")
        });
    };
    let whole = world.folders.here.join(named);
    let whole = std::fs::canonicalize(&whole).unwrap_or(whole);
    let text = whole.to_str().map(str::to_owned);
    text.ok_or_else(|| Error::usage(format!("{} is not UTF-8", text::path(&whole))))
}

/// Two people who share one folder would get one log, for ever.
fn refuse_of_another(world: &World, user: Option<&str>, path: &str) -> Result<()> {
    let registry = Registry::open(&world.folders.data)?;
    let own = registry.resolve(user.map(Text::from).as_ref(), Uuid::nil())?;
    for other in registry.list()?.iter().filter(|other| other.id != own.id) {
        let progress = registry.progress_file(other)?;
        if !progress.exists() {
            continue;
        }
        let theirs: Option<String> = Store::open(&progress, Uuid::nil())?.setting(SYNC_FOLDER)?;
        if theirs.as_deref() == Some(path) {
            return Err(Error::new(format!(
                "{} is the folder of {}: two people's answers would become one log",
                Text::from(path).terminal(),
                other.name.terminal()
            ))
            .help("use a folder of its own for each"));
        }
    }
    Ok(())
}

/// Held while this device's files are written: two at once would write over one another.
fn alone(world: &World) -> Result<std::fs::File> {
    let path = world.folders.data.join("sync.lock");
    let options = std::fs::File::options().create(true).truncate(false).write(true).open(&path);
    let locked = options.and_then(|file| file.lock().map(|()| file));
    locked.map_err(|e| cannot("lock", &path, &e))
}

fn meet(world: &World, desk: &mut Desk<'_>, folder: &Folder, path: &str) -> Result<Exit> {
    let (mut here, mut own) = (Inventory::default(), Vec::new());
    desk.store.sums(|arrival, device, sequence, sum| {
        here.add(device, sequence, sum);
        own.push((arrival, device, sum));
        Ok(())
    })?;
    let segments = folder.segments()?;
    let mut meeting = Meeting::new(here);
    let mut complaints = Complaints::new(&segments);
    let mut reading = Reading { meeting: &mut meeting, complaints: &mut complaints, segments: &segments };
    let new = reading.all(&mut Bar::new(world, "reading"))?;
    let taken = take_over(world, desk, new)?;
    let mut bar = Bar::new(world, "writing");
    let mut lacking: BTreeMap<String, String> = BTreeMap::new();
    let (mut sent, mut unsound) = (0, 0);
    for (done, (arrival, device, sum)) in own.iter().enumerate() {
        bar.at(done as u64, own.len() as u64);
        if !meeting.lacks(*device, *sum) {
            continue;
        }
        match desk.store.line_at(*arrival) {
            Ok((time, line)) => {
                let text = lacking.entry(segment(desk.store.device(), time)).or_default();
                *text += &(line + "\n");
                sent += 1;
            }
            Err(error) => {
                cli::aside(&format!("event {arrival} of the progress file was not shared: {}", error.what));
                unsound += 1;
            }
        }
    }
    folder.add(&lacking)?;
    drop(bar);
    let lines = complaints.close();
    if lines > 0 {
        cli::aside(
            "note: what a damaged line held is lost only if no device has it: delete the file, and sync on each device",
        );
    }
    let damaged = lines + unsound;
    let said = format!("{}: {} shared, {}\n", Text::from(path).terminal(), events(sent), summary(&taken));
    cli::print(&said)?;
    Ok(if damaged == 0 { Exit::Done } else { Exit::Failed })
}

/// Going through the files of the folder.
struct Reading<'a, 'c> {
    meeting: &'a mut Meeting,
    complaints: &'a mut Complaints<'c>,
    segments: &'c [PathBuf],
}

impl Reading<'_, '_> {
    /// The events that are new here.
    fn all(&mut self, bar: &mut Bar) -> Result<Vec<Event>> {
        let mut new = Vec::new();
        for (number, path) in self.segments.iter().enumerate() {
            bar.at(number as u64, self.segments.len() as u64);
            let Some(bytes) = folder::read(path)? else { continue };
            let sound = whole(&bytes);
            for (line, bytes) in (1..).zip(log::lines(sound)) {
                match self.meeting.hear(bytes) {
                    Heard::Known => {}
                    Heard::New(event) => new.push(*event),
                    Heard::Damaged(what) => self.complaints.hear(number, &[Damaged { line, what }]),
                }
            }
            // The temporary files of services have names of their own, and may stay for days.
            let is_segment =
                path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(PREFIX.as_bytes()));
            if is_segment && sound.len() < bytes.len() {
                let name = text::path(path);
                cli::aside(&format!(
                    "note: {name} is not whole yet; the next sync reads the rest; if nothing writes it any more, delete it"
                ));
            }
        }
        Ok(new)
    }
}

fn take_over(world: &World, desk: &mut Desk<'_>, new: Vec<Event>) -> Result<MergeReport> {
    if new.is_empty() {
        return Ok(MergeReport::default());
    }
    // What is taken over is never taken out again.
    desk.back_up()?;
    let mut bar = Bar::new(world, "replaying");
    let pieces = new.chunks(PIECE).map(|piece| Ok(piece.iter().cloned().map(Ready::from).collect()));
    desk.store.import(pieces, &mut |done, of| bar.at(done, of))
}
