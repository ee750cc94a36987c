//! What both `shiken exam grade` and `shiken items` begin with: the key, the deck now and then, and the results.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::desk;
use super::files::{bytes, contents, inside, named, plain};
use crate::deck::{self, Deck};
use crate::error::{Error, Result};
use crate::event::exam::{End, Paper};
use crate::exam::grade::{Grade, Marker, Side};
use crate::exam::result_file::{self, Fault, RESULT_MAX, Sheet};
use crate::exam::seal::{KEY_MAX, Key};
use crate::judge::Lexicon;
use crate::library::{self, Loaded};
use crate::question::lexicon;
use crate::source::SourceFile;
use crate::text::{self, Text};
use crate::time::Timestamp;
use crate::world::World;

/// A key, and the decks to mark by.
pub(super) struct Class {
    pub key: Key,
    /// The deck as it is, and where; `None` if it was not found and the sealed one stands for it.
    pub place: Option<PathBuf>,
    pub now: Deck,
    pub now_names: Lexicon,
    /// The deck as it was, if it was another.
    then: Option<(Deck, Lexicon)>,
}

/// One result file.
pub(super) struct Row {
    pub file: PathBuf,
    pub fault: Option<Fault>,
    /// What its sound lines say; `None` if there are none of this paper.
    pub sat: Option<Sat>,
}

/// A sitting, marked.
pub(super) struct Sat {
    pub name: Text,
    pub sitting: Uuid,
    pub end: Option<End>,
    pub seconds: f64,
    pub answered: usize,
    /// Times that the clock was set back.
    pub back: usize,
    /// It was handed in after the time was up.
    pub overtime: bool,
    pub receipt: String,
    pub grade: Grade,
    /// Another file has the same sitting, so this one does not count.
    pub twice: bool,
    /// Another file has the same sitting and goes on in another way: neither counts.
    pub parted: bool,
    /// What stands for each line and all before it.
    trail: Vec<u128>,
}

impl Row {
    /// True if something is wrong with the file, or it has no end.
    pub fn is_bad(&self) -> bool {
        self.fault.is_some() || self.sat.as_ref().is_none_or(|sat| sat.end.is_none() || sat.twice)
    }

    /// How it stands, in words.
    pub fn state(&self) -> String {
        match (&self.fault, &self.sat) {
            (Some(fault), _) => fault.words(),
            (None, Some(sat)) if sat.parted => {
                "the same sitting, with other answers: ask the student".to_owned()
            }
            (None, Some(sat)) if sat.twice => "the same sitting as another file".to_owned(),
            (None, Some(sat)) => {
                sat.end.map_or("no end: cut, or never handed in".to_owned(), |end| end.name().to_owned())
            }
            (None, None) => Fault::NoResult.words(),
        }
    }

    /// The same as one of a few names for programs.
    pub fn state_name(&self) -> &'static str {
        match (&self.fault, &self.sat) {
            (Some(fault), _) => fault.name(),
            (None, Some(sat)) if sat.parted => "other answers",
            (None, Some(sat)) if sat.twice => "twice",
            (None, Some(sat)) => sat.end.map_or("no end", End::name),
            (None, None) => Fault::NoResult.name(),
        }
    }
}

impl Class {
    /// Reads the key and the decks.
    pub fn open(world: &World, key: Option<&Path>, deck: Option<&str>, results: &[PathBuf]) -> Result<Self> {
        let path = key.map_or_else(|| only_key(world, results), |path| Ok(path.to_owned()))?;
        let text = String::from_utf8(contents(&path, KEY_MAX)?);
        let text = text.map_err(|_| Error::new(format!("{} is no key", text::path(&path))))?;
        let in_file =
            |error: Error| Error { what: format!("{}: {}", text::path(&path), error.what), ..error };
        let key = Key::read(&text).map_err(in_file)?;
        let sealed = key.files();
        let place = match deck {
            Some(wanted) => Some(library::resolve(wanted, &desk::roots(world))?),
            None => own_deck(world, &key.deck())?,
        };
        let (now, same) = match &place {
            Some(place) => {
                let Loaded { parsed, files } = library::load(place)?;
                let same = texts(&files) == texts(&sealed);
                whole(&parsed, same, place)?;
                let (deck, _) = desk::sound(Loaded { parsed, files: Vec::new() }, place)?;
                (deck, same)
            }
            None => (deck::parse(&sealed).deck, true),
        };
        if *now.id != *key.deck().raw() {
            let [sealed, given] = [key.deck(), Text::from(&*now.id)].map(|id| id.terminal().into_owned());
            return Err(Error::usage(format!("the paper is of the deck {sealed}, not of {given}")));
        }
        if place.is_none() {
            let id = key.deck();
            super::aside(&format!(
                "note: the deck {} is not found; marked by the deck as it was sealed (--deck names another)",
                id.terminal()
            ));
        }
        let then = (!same).then(|| deck::parse(&sealed).deck);
        let then = then.map(|deck| {
            let names = lexicon(&deck.terms, &deck.questions);
            (deck, names)
        });
        let now_names = lexicon(&now.terms, &now.questions);
        Ok(Self { key, place, now, now_names, then })
    }

    /// The one who marks.
    pub fn marker(&self) -> Marker<'_> {
        let now = Side { deck: &self.now, lexicon: &self.now_names };
        let then = self.then.as_ref().map(|(deck, lexicon)| Side { deck, lexicon });
        Marker::new(&self.key, now, then)
    }

    /// Marks every file, one after the other: no more than one is in memory at a time, but for what was given and what
    /// it is worth. A file that cannot be read is a row like any other.
    pub fn mark(&self, marker: &mut Marker<'_>, results: &[PathBuf]) -> Result<Vec<Row>> {
        let files = named(results, ".jsonl", "result files")?;
        let paper = self.key.paper().paper();
        let mut rows = Vec::with_capacity(files.len());
        for file in files {
            rows.push(self.row(marker, &paper, file));
        }
        tell_twins(&mut rows);
        for sat in rows.iter().filter_map(|row| row.sat.as_ref()).filter(|sat| !sat.twice) {
            marker.count(&sat.grade);
        }
        Ok(rows)
    }

    fn row(&self, marker: &mut Marker<'_>, paper: &Paper, file: PathBuf) -> Row {
        let bytes = match plain(&file).and_then(|()| bytes(&file, RESULT_MAX)) {
            Ok(bytes) => bytes,
            Err(error) => {
                let why = text::terminal(&error.to_string()).into_owned();
                return Row { file, fault: Some(Fault::Unreadable(why)), sat: None };
            }
        };
        let (sheet, fault) = result_file::read(&bytes, &self.key.paper_sha256, self.key.paper(), paper);
        let sat = sheet.map(|sheet| sat(marker, &sheet));
        Row { file, fault, sat }
    }
}

/// The deck with this id; `None` if there is none. That there are two of them is an error, and so is a broken one that
/// may be it: marks by the sealed deck would be taken for marks by the mended one.
fn own_deck(world: &World, id: &Text) -> Result<Option<PathBuf>> {
    let roots = desk::roots(world);
    let may_be = |found: &library::Found| match &found.id {
        Some(own) => own == id,
        None => found.path.file_stem().is_some_and(|stem| stem == id.raw()),
    };
    let found: Vec<PathBuf> =
        library::find(&roots).into_iter().filter(may_be).map(|found| found.path).collect();
    match found.as_slice() {
        [] => {
            let beside = world.folders.here.join(id.raw());
            Ok(beside.join("deck.toml").is_file().then_some(beside))
        }
        [only] => Ok(Some(only.clone())),
        [first, second, ..] => {
            let what = format!("there are two decks {}", id.terminal());
            let help = format!("--deck says which: {} or {}", text::path(first), text::path(second));
            Err(Error::new(what).help(help))
        }
    }
}

/// An error if questions would be left out for a mistake in the deck: they would count for nobody, and nobody would
/// know. A deck that is as it was sealed lacks nothing that the paper has.
fn whole(parsed: &deck::Parsed, same: bool, place: &Path) -> Result<()> {
    if same || !parsed.has_errors() {
        return Ok(());
    }
    let place = text::path(place);
    let what = format!("there are mistakes in {place}, so questions of the paper would be left out");
    Err(Error::new(what).help(format!("`shiken check {place}` shows where")))
}

fn texts(files: &[SourceFile]) -> Vec<&str> {
    files.iter().map(SourceFile::text).collect()
}

fn sat(marker: &mut Marker<'_>, sheet: &Sheet) -> Sat {
    let sitting = &sheet.sitting;
    let end = sheet.end.map_or(sitting.last, |(at, _)| at).max(Timestamp(0));
    let taken = sitting.elapsed_seconds(end);
    Sat {
        name: sheet.name.clone(),
        sitting: sitting.id,
        end: sheet.end.map(|(_, end)| end),
        seconds: sitting.paper.limit_seconds.map_or(taken, |limit| taken.min(f64::from(limit))),
        answered: sitting.answered(),
        back: sheet.back,
        overtime: sheet.overtime,
        receipt: sheet.chain.receipt(),
        grade: marker.mark(sheet),
        twice: false,
        parted: false,
        trail: sheet.trail.clone(),
    }
}

/// Of several files of one sitting the longest counts, if all others stop on the way to it. If two go on in different
/// ways somebody went back and answered again: neither counts.
fn tell_twins(rows: &mut [Row]) {
    let mut sittings: HashMap<Uuid, Vec<(bool, &mut Sat)>> = HashMap::new();
    for row in rows.iter_mut() {
        let faulty = row.fault.is_some();
        if let Some(sat) = &mut row.sat {
            sittings.entry(sat.sitting).or_default().push((faulty, sat));
        }
    }
    for files in sittings.values_mut() {
        // Stable: of two that are the same the first counts, but one with a fault never before one without.
        files.sort_by_key(|(faulty, sat)| (std::cmp::Reverse(sat.trail.len()), *faulty));
        let mut longest: Vec<Vec<u128>> = Vec::new();
        for (_, sat) in &mut *files {
            sat.twice = longest.iter().any(|trail| trail.starts_with(&sat.trail));
            if !sat.twice {
                longest.push(sat.trail.clone());
            }
        }
        if longest.len() > 1 {
            let ends = files.iter_mut().filter(|(_, sat)| !sat.twice);
            ends.for_each(|(_, sat)| (sat.parted, sat.twice) = (true, true));
        }
    }
}

/// The only key in the current folder or beside the first result.
fn only_key(world: &World, results: &[PathBuf]) -> Result<PathBuf> {
    let first = results
        .first()
        .map(|path| if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(path) });
    let folders =
        [Some(Path::new("")), first].into_iter().flatten().map(|path| world.folders.here.join(path));
    let mut found: Vec<PathBuf> =
        folders.flat_map(|folder| inside(&folder, ".key.json").unwrap_or_default()).collect();
    found.sort();
    found.dedup_by_key(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Error::usage("there is no key here")
            .help("--key names the NAME.key.json that was written with the paper")),
        several => {
            let names: Vec<String> = several.iter().map(|path| text::path(path)).collect();
            Err(Error::usage("there are several keys here")
                .help(format!("--key says which: {}", names.join(", "))))
        }
    }
}
