//! What both `shiken exam grade` and `shiken items` begin with: the key, the deck now and then, and the results.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::desk;
use super::exam_seal::shown;
use super::exam_sit::contents;
use crate::deck::{self, Deck};
use crate::error::{Error, Result};
use crate::event::exam::{End, Paper};
use crate::exam::grade::{Grade, Marker, Side};
use crate::exam::result_file::{self, Fault, Sheet};
use crate::exam::seal::Key;
use crate::judge::Lexicon;
use crate::library::{self, Loaded};
use crate::question::lexicon;
use crate::source::SourceFile;
use crate::text::Text;
use crate::time::Timestamp;
use crate::world::World;

/// A key, and the decks to mark by.
pub(super) struct Class {
    pub key: Key,
    /// The deck as it is, and where; `None` if it was not found and the sealed one stands for it.
    pub place: Option<PathBuf>,
    pub now: Deck,
    now_names: Lexicon,
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
    pub receipt: String,
    pub grade: Grade,
    /// Another file has the same sitting, and as much of it or more.
    pub twice: bool,
    bytes: usize,
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
        let text = String::from_utf8(contents(&path)?);
        let text = text.map_err(|_| Error::new(format!("{} is no key", shown(&path))))?;
        let named = |error: Error| Error { what: format!("{}: {}", shown(&path), error.what), ..error };
        let key = Key::read(&text).map_err(named)?;
        let sealed = key.files();
        let place = match deck {
            Some(wanted) => Some(library::resolve(wanted, &desk::roots(world))?),
            None => library::resolve(key.deck().raw(), &desk::roots(world)).ok(),
        };
        let (now, same) = match &place {
            Some(place) => {
                let Loaded { parsed, files } = library::load(place)?;
                let same = texts(&files) == texts(&sealed);
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

    /// Marks every file, one after the other: no more than one is in memory at a time.
    pub fn mark(&self, marker: &mut Marker<'_>, results: &[PathBuf]) -> Result<Vec<Row>> {
        let files = files(results)?;
        let paper = self.key.paper().paper();
        let mut rows = Vec::with_capacity(files.len());
        for file in files {
            rows.push(self.row(marker, &paper, file)?);
        }
        tell_twins(&mut rows);
        Ok(rows)
    }

    fn row(&self, marker: &mut Marker<'_>, paper: &Paper, file: PathBuf) -> Result<Row> {
        let bytes = contents(&file)?;
        let (sheet, fault) = result_file::read(&bytes, &self.key.paper_sha256, self.key.paper(), paper);
        let sat = sheet.map(|sheet| sat(marker, &sheet));
        Ok(Row { file, fault, sat })
    }
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
        receipt: sheet.chain.receipt(),
        grade: marker.mark(sheet),
        twice: false,
        bytes: sheet.bytes,
    }
}

/// Of several files of one sitting the one with most of it counts.
fn tell_twins(rows: &mut [Row]) {
    let mut best: HashMap<Uuid, (usize, usize)> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(sat) = &row.sat else { continue };
        let known = best.entry(sat.sitting).or_insert((at, sat.bytes));
        if sat.bytes > known.1 {
            *known = (at, sat.bytes);
        }
    }
    for (at, row) in rows.iter_mut().enumerate() {
        if let Some(sat) = &mut row.sat {
            sat.twice = best.get(&sat.sitting).is_some_and(|(best, _)| *best != at);
        }
    }
}

/// The files that were named, and those ending in .jsonl of the folders that were named, by name.
fn files(results: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in results {
        if path.is_dir() {
            files.extend(inside(path, ".jsonl")?);
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        return Err(Error::usage("there are no result files: their names end in .jsonl"));
    }
    Ok(files)
}

fn inside(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let unreadable = |error: std::io::Error| {
        let why = Text::from(error.to_string());
        Error::new(format!("cannot read {}: {}", shown(folder), why.terminal()))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.is_file() && path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
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
            let names: Vec<String> = several.iter().map(|path| shown(path)).collect();
            Err(Error::usage("there are several keys here")
                .help(format!("--key says which: {}", names.join(", "))))
        }
    }
}
