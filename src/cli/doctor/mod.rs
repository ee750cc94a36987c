//! `shiken doctor`: looks at everything, says what it found, and mends what can be mended if it may.

mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use uuid::Uuid;

use crate::cli::{self, args, desk, log_file};
use crate::deck::Brief;
use crate::error::{Error, Exit, Result};
use crate::event::Subject;
use crate::library;
use crate::memory::State;
use crate::store::{Registry, Report, Store, Surroundings, gaps, is_mendable, mend, surroundings};
use crate::text::{self, Text};
use crate::world::World;
use words::Finding;

/// What would help.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Remedy {
    None,
    /// The log is sound; what follows from it is not.
    Replay,
    /// A new file from all that can be read.
    NewFile,
}

/// Whose progress is looked at.
struct Patient<'w> {
    world: &'w World,
    path: std::path::PathBuf,
    around: Surroundings,
    device: Uuid,
}

pub(super) fn doctor(world: &World, user: Option<&str>, args: &args::Doctor) -> Result<Exit> {
    let mut chance = StdRng::seed_from_u64(world.seed);
    let mut fresh = || uuid::Builder::from_random_bytes(chance.random()).into_uuid();
    let registry = Registry::open(&world.folders.data)?;
    let user = registry.resolve(user.map(Text::from).as_ref(), fresh())?;
    // Before the folder is closed to others.
    let around = surroundings(&registry.path(&user));
    let path = registry.progress_file(&user)?;
    let patient = Patient { world, path, around, device: registry.device(fresh())? };
    let (mut findings, remedy) = patient.examine()?;
    findings.extend(words::nobodys(&registry.nobodys()?));
    cli::print(&words::report(&user.name, &patient.path, &findings))?;
    if remedy == Remedy::None {
        return Ok(Exit::Done);
    }
    if !args.fix && !agreed(world)? {
        cli::aside("`shiken doctor --fix` mends it; the damaged file is kept");
        return Ok(Exit::Failed);
    }
    let (done, is_loss) = patient.treat(remedy)?;
    cli::print(&done)?;
    Ok(if is_loss { Exit::Failed } else { Exit::Done })
}

/// On a terminal the user is asked; elsewhere nobody has agreed.
fn agreed(world: &World) -> Result<bool> {
    if !(world.screen.input && world.screen.error) {
        return Ok(false);
    }
    cli::aside("Mend this now? The damaged file is kept. [y/N]");
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|_| Error::new("nothing was changed"))?;
    Ok(matches!(line.trim(), "y" | "Y" | "yes"))
}

impl Patient<'_> {
    /// What is found, and what would help.
    fn examine(&self) -> Result<(Vec<Finding>, Remedy)> {
        let mut findings = words::around(&self.around);
        match self.look(&mut findings) {
            Ok(remedy) => Ok((findings, remedy)),
            Err(error) if is_mendable(&error, &self.path) => {
                findings.push(Finding::wrong(error.what));
                Ok((findings, Remedy::NewFile))
            }
            Err(error) => Err(error),
        }
    }

    fn look(&self, findings: &mut Vec<Finding>) -> Result<Remedy> {
        let store = Store::open(&self.path, self.device)?;
        let report = self.check(&store)?;
        let backups = store.backups().and_then(|all| Ok((all, store.unsound_backups()?)));
        let gone = backups.as_ref().map_or(0, |(all, unsound)| {
            let newest = all.iter().rev().find(|(path, _)| !unsound.contains(path));
            newest.map_or(0, |(path, _)| store.only_in(path))
        });
        findings.extend(words::checked(&report, gone));
        if !report.log_is_sound() {
            return Ok(Remedy::NewFile);
        }
        findings.extend(match backups {
            Ok((all, unsound)) => words::backups(&all, &unsound, report.events),
            Err(error) => vec![Finding::note(error.what)],
        });
        findings.extend(words::holes(&holes(&store)?, self.device));
        findings.extend(words::clocks(&store.clocks(self.world.now())?, self.device));
        if report.is_sound() {
            findings.extend(words::hidden(&self.hidden(&store)?));
            findings.extend(self.strays(&store)?);
        }
        Ok(match (gone, report.is_sound()) {
            (0, true) => Remedy::None,
            (0, false) => Remedy::Replay,
            _ => Remedy::NewFile,
        })
    }

    fn check(&self, store: &Store) -> Result<Report> {
        let mut bar = log_file::Bar::new(self.world, "checking");
        store.check_with(&mut |done, of| bar.at(done, of))
    }

    /// Questions that count as answered later than tomorrow: until then they are not asked.
    fn hidden(&self, store: &Store) -> Result<Vec<Subject>> {
        const DAY: i64 = 86_400_000;
        let tomorrow = self.world.now().0.div_euclid(DAY) + 1;
        let is_hidden = |state: &State| state.last.is_some_and(|last| i64::from(last.0) > tomorrow);
        let states = store.states(None)?.into_iter();
        Ok(states.filter(|(_, state)| is_hidden(state)).map(|(subject, _)| subject).collect())
    }

    /// Answers to questions that no deck has which is found from here.
    fn strays(&self, store: &Store) -> Result<Vec<Finding>> {
        let mut touched: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (Subject { deck, question }, _) in store.states(None)? {
            touched.entry(deck.raw().to_owned()).or_default().insert(question.raw().to_owned());
        }
        let mut found = library::find(&desk::roots(self.world));
        found.retain(|deck| deck.id.as_ref().is_some_and(|id| touched.contains_key(id.raw())));
        for deck in found {
            // A deck that cannot be read has questions that nobody knows: nothing is said of it.
            let Ok(index) = desk::index(self.world, &deck.path) else { continue };
            if let Some(questions) = touched.get_mut(&*index.id) {
                let has =
                    |brief: &Brief, id: &str| *brief.id == *id || brief.was.iter().any(|old| **old == *id);
                questions.retain(|id| !index.questions.iter().any(|brief| has(brief, id)));
                if questions.is_empty() {
                    touched.remove(&*index.id);
                } else if let Some(gone) = touched.remove(&*index.id) {
                    touched.insert(format!("{}\n{}", index.id, text::path(&deck.path)), gone);
                }
            }
        }
        Ok(words::strays(&touched))
    }

    /// Does what helps. Says exactly what was done, and whether anything is lost or may be.
    fn treat(&self, remedy: Remedy) -> Result<(String, bool)> {
        if remedy == Remedy::Replay {
            let mut store = Store::open(&self.path, self.device)?;
            let mut bar = log_file::Bar::new(self.world, "replaying");
            store.rebuild(&mut |done, of| bar.at(done, of))?;
            drop(bar);
            sound(&self.check(&store)?)?;
            return Ok((
                "mended: everything that follows from the log was made anew from it\n".to_owned(),
                false,
            ));
        }
        let mut bar = log_file::Bar::new(self.world, "mending");
        let mended = mend(&self.path, self.device, self.world.now(), &mut |done, of| bar.at(done, of))?;
        drop(bar);
        sound(&self.check(&Store::open(&self.path, self.device)?)?)?;
        Ok((words::mended(&mended, self.device), mended.is_loss()))
    }
}

/// The numbers that are missing of each device.
fn holes(store: &Store) -> Result<Vec<(Uuid, Vec<u64>)>> {
    let mut numbers: BTreeMap<Uuid, Vec<u64>> = BTreeMap::new();
    store.sums(|_, device, sequence, _| {
        numbers.entry(device).or_default().push(sequence);
        Ok(())
    })?;
    let holes = numbers.into_iter().map(|(device, numbers)| (device, gaps(numbers, 0)));
    Ok(holes.filter(|(_, gaps)| !gaps.is_empty()).collect())
}

fn sound(report: &Report) -> Result<()> {
    let wrong = || {
        Error::new("it is still not sound after mending").help("is the disk sound? keep a copy of the folder")
    };
    report.is_sound().then_some(()).ok_or_else(wrong)
}
