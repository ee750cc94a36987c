//! `shiken deck`: decks from elsewhere. Every change is checked, shown and asked about before it is made.

use std::io::{self, IsTerminal};

use serde_json::{Value, json};

use super::args;
use super::{diff, renames};
use crate::deck::diff::diff as compare;
use crate::deck::{self, Deck, Parsed};
use crate::error::{Error, Exit, Result};
use crate::library;
use crate::library::lock::{Entry, digest};
use crate::library::origin::{Origin, checked};
use crate::library::shelter::{Fetched, Shelter};
use crate::source::{Severity, render};
use crate::terminal::table::{Cell, Table};
use crate::text::{self, Text};
use crate::world::World;

/// Mistakes of a deck that are shown when it is refused.
const SHOWN_MISTAKES: usize = 3;

pub(super) fn deck(world: &World, user: Option<&str>, command: args::Deck) -> Result<Exit> {
    let shelter = Shelter::new(world.folders.data.join("decks"));
    match command {
        args::Deck::Add { from, folder, force } => add(world, &shelter, &from, folder.as_deref(), force),
        args::Deck::List { json } => list(world, &shelter, json),
        args::Deck::Update { names, to, yes, force } => {
            Update { shelter: &shelter, to, yes, force }.all(&names)
        }
        args::Deck::Remove { name, yes } => remove(&shelter, &name, yes),
        args::Deck::Renames { deck, ids, accept, json } => {
            renames::renames(world, user, &deck, &ids, renames::How { accept, json })
        }
    }
}

fn add(world: &World, shelter: &Shelter, from: &str, folder: Option<&str>, force: bool) -> Result<Exit> {
    let origin = Origin::parse(from, &world.folders.here)?;
    if folder.is_some() && matches!(origin, Origin::Path(_)) {
        return Err(Error::usage("--folder is for repositories").help("give the path of the deck itself"));
    }
    let fetched = shelter.fetch(&origin, folder)?;
    let deck = sound(&fetched, force)?;
    let name = Text::from(&*deck.id).file_name();
    let there = library::find(&[world.folders.data.join("decks")]);
    let taken = there.iter().any(|found| found.id.as_ref().is_some_and(|id| id.raw() == &*deck.id));
    if taken || shelter.place(&name).exists() {
        let id = text::terminal(&deck.id).into_owned();
        return Err(Error::new(format!("the library has a deck {id} already")).help(format!(
            "`shiken deck update {id}` fetches a newer version, `shiken deck remove {id}` makes room"
        )));
    }
    shelter.put(&name, &fetched, fetched.entry(&deck.id, &origin))?;
    let (title, id) = (renames::line(&deck.title), text::terminal(&deck.id));
    let questions = counted(deck.questions.len());
    super::print(&format!("added {title}, {questions}\n`shiken study {id}` studies it\n"))
}

/// The deck that came, if it has no mistakes or is taken all the same.
fn sound(fetched: &Fetched, force: bool) -> Result<Deck> {
    let files = fetched.sources();
    let Parsed { deck, diagnostics, .. } = deck::parse(&files);
    let errors: Vec<_> = diagnostics.iter().filter(|found| found.severity() == Severity::Error).collect();
    if deck.id.is_empty() || deck.questions.is_empty() {
        let first = errors.first().map(|error| render::text(error, &files, false));
        super::aside(first.as_deref().unwrap_or_default().trim_end());
        return Err(Error::new("it is no deck with an id and questions"));
    }
    if errors.is_empty() || force {
        return Ok(deck);
    }
    for error in errors.iter().take(SHOWN_MISTAKES) {
        super::aside(&render::text(error, &files, false));
    }
    let count = if errors.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", errors.len()) };
    Err(Error::new(format!("the deck has {count}"))
        .help("tell its author, or take it with --force: what is concerned is left out"))
}

/// How a deck of the library stands to what came.
fn standing(shelter: &Shelter, name: &str, entry: &Entry) -> &'static str {
    match shelter.digest(name) {
        Ok(Some(found)) if entry.holds(&found) => "as it came",
        Ok(Some(_)) => "edited here",
        Ok(None) => "missing",
        Err(_) => "unreadable",
    }
}

fn list(world: &World, shelter: &Shelter, json: bool) -> Result<Exit> {
    let lock = shelter.lock()?;
    if json {
        let decks = lock.deck.iter().map(|(name, entry)| {
            let path = shelter.place(name).display().to_string();
            json!({
                "id": entry.id, "source": entry.source, "folder": entry.folder, "ref": entry.reference,
                "commit": entry.commit, "sha256": entry.sha256, "path": path,
                "state": standing(shelter, name, entry),
            })
        });
        return super::print_json(&Value::from_iter(decks));
    }
    if lock.deck.is_empty() {
        return super::print("no decks yet: `shiken deck add PATH|URL[#TAG]` fetches one\n");
    }
    let mut table = Table::new(&["deck", "from", "version", "state"]);
    for (name, entry) in &lock.deck {
        let commit = entry.commit.as_deref().map(|commit| commit.chars().take(10).collect::<String>());
        let version: Vec<String> = entry.reference.clone().into_iter().chain(commit).collect();
        let folder = entry.folder.as_deref().map(|folder| format!(" {folder}")).unwrap_or_default();
        table.row(vec![
            Cell::Text(Text::from(&*entry.id)),
            Cell::Text(Text::from(format!("{}{folder}", entry.source))),
            Cell::Text(Text::from(version.join(" "))),
            Cell::Word(standing(shelter, name, entry).to_owned()),
        ]);
    }
    super::print(&table.render(super::form(world)))
}

fn remove(shelter: &Shelter, wanted: &str, yes: bool) -> Result<Exit> {
    let (name, entry) = known(shelter, wanted)?;
    let id = text::terminal(&entry.id);
    if !yes {
        confirm(&format!("Remove {id} from the library? Your progress with it is kept."), "removed")?;
    }
    shelter.remove(&name)?;
    super::print(&format!("removed {id}; your progress with it is kept\n"))
}

/// The deck of the lock file that is meant, by its id or the name of its folder.
fn known(shelter: &Shelter, wanted: &str) -> Result<(String, Entry)> {
    let lock = shelter.lock()?;
    let found = lock.deck.iter().find(|(name, entry)| entry.id == wanted || *name == wanted);
    let missing = || {
        let ids: Vec<&str> = lock.deck.values().map(|entry| &*entry.id).collect();
        let error =
            Error::usage(format!("the library has no deck “{}” from elsewhere", text::terminal(wanted)));
        if ids.is_empty() {
            error
        } else {
            error.help(format!("there are: {}", text::terminal(&ids.join(", "))))
        }
    };
    found.map(|(name, entry)| (name.clone(), entry.clone())).ok_or_else(missing)
}

/// How to update.
struct Update<'a> {
    shelter: &'a Shelter,
    to: Option<String>,
    yes: bool,
    force: bool,
}

impl Update<'_> {
    /// Updates the decks named, or all. One that fails keeps no other from its update.
    fn all(&self, names: &[String]) -> Result<Exit> {
        let chosen: Vec<(String, Entry)> = match names {
            [] => self.shelter.lock()?.deck.into_iter().collect(),
            names => names.iter().map(|name| known(self.shelter, name)).collect::<Result<_>>()?,
        };
        if let (Some(to), count) = (&self.to, chosen.len()) {
            checked(to)?;
            if count != 1 || names.is_empty() {
                return Err(Error::usage("--to is for one deck").help("name it before --to"));
            }
        }
        let mut exit = Exit::Done;
        for (name, entry) in &chosen {
            match self.one(name, entry) {
                Ok(said) => drop(super::print(&format!("{}: {said}\n", text::terminal(&entry.id)))?),
                Err(error) => {
                    super::aside(&format!("error: {}: {error}", text::terminal(&entry.id)));
                    exit = error.exit;
                }
            }
        }
        Ok(exit)
    }

    fn one(&self, name: &str, entry: &Entry) -> Result<&'static str> {
        let mut origin = entry.origin();
        match (&mut origin, &self.to) {
            (Origin::Git { reference, .. }, Some(to)) => *reference = Some(to.clone()),
            (Origin::Path(_), Some(_)) => return Err(Error::usage("it came from a path, which has no tags")),
            (_, None) => {}
        }
        let here = self.shelter.digest(name)?;
        let as_it_came = here.as_ref() == Some(&entry.sha256);
        if as_it_came && self.is_current(&origin, entry)? {
            return Ok("up to date");
        }
        let fetched = self.shelter.fetch(&origin, entry.folder.as_deref())?;
        let next = fetched.entry(&entry.id, &origin);
        if here.as_deref() == Some(&*digest(&fetched.chapters)) {
            self.shelter.note(name, next)?;
            return Ok("up to date");
        }
        let new = sound(&fetched, self.force)?;
        if *new.id != *entry.id {
            let what = format!("it has another id now, {}", text::terminal(&new.id));
            return Err(Error::new(what)
                .help("progress follows the id; to study the new deck, remove this one and add it"));
        }
        if here.as_deref().is_some_and(|here| !entry.holds(here)) && !self.force {
            return Err(Error::new("it was edited here, and an update would replace that")
                .help("copy it elsewhere, or update with --force"));
        }
        self.show(name, &new)?;
        if !self.yes {
            confirm("Take this version?", "updated")?;
        }
        self.shelter.put(name, &fetched, next)?;
        Ok("updated")
    }

    /// True if the repository still has the commit that came. A path is always read again.
    fn is_current(&self, origin: &Origin, entry: &Entry) -> Result<bool> {
        let Origin::Git { url, reference } = origin else { return Ok(false) };
        let same_reference = *reference == entry.reference;
        let commit = self.shelter.remote_commit(url, reference.as_deref())?;
        Ok(same_reference && entry.commit.as_deref() == Some(&*commit))
    }

    /// Shows what is different.
    fn show(&self, name: &str, new: &Deck) -> Result<()> {
        let Ok(old) = library::load(&self.shelter.place(name)) else {
            return super::print(&format!(
                "{} comes anew, {}\n",
                renames::line(&new.title),
                counted(new.questions.len())
            ))
            .map(drop);
        };
        let differences = compare(&old.parsed.deck, new);
        if differences.is_empty() {
            return super::print("only the layout or comments differ\n").map(drop);
        }
        super::print(&diff::as_text(&differences, new)).map(drop)
    }
}

fn counted(questions: usize) -> String {
    if questions == 1 { "1 question".to_owned() } else { format!("{questions} questions") }
}

/// Asks a person; without a terminal or a yes, nothing was `done`.
fn confirm(question: &str, done: &str) -> Result<()> {
    let refused =
        || Error::new(format!("nothing was {done}")).help("say `--yes` to go on without being asked");
    if !io::stdin().is_terminal() {
        return Err(refused());
    }
    super::aside(&format!("{question} [y/N]"));
    let mut line = String::new();
    io::stdin().read_line(&mut line).map_err(|_| refused())?;
    if matches!(line.trim(), "y" | "Y" | "yes") { Ok(()) } else { Err(refused()) }
}
