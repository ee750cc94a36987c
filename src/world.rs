//! The one file that asks the machine: clock, zone, chance, folders, environment and terminal.
//!
//! `SHIKEN_HOME` (a folder for everything), `SHIKEN_NOW` (an RFC 3339 moment, optionally with a zone in
//! brackets, at which the clock stands still) and `SHIKEN_SEED` (a number) make a whole run exact.
#![allow(clippy::disallowed_methods)] // This is where the machine is asked.

use std::env;
use std::io::IsTerminal;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use rand::{Rng, RngExt, SeedableRng};

use crate::error::{Error, Result};
use crate::time::{Calendar, Timestamp, parse_moment};

/// What the machine said when the program began.
#[derive(Debug, Clone)]
pub struct World {
    /// Where progress, decks and caches live.
    pub folders: Folders,
    /// Where everything random comes from.
    pub seed: u64,
    /// What stands at the other end of the three streams.
    pub screen: Screen,
    zone: TimeZone,
    frozen: Option<Timestamp>,
}

/// The folders of one user of the machine. They may not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folders {
    /// Progress and the deck library.
    pub data: PathBuf,
    /// What can be made again at any time.
    pub cache: PathBuf,
    /// The folder the program was started in.
    pub here: PathBuf,
}

/// What stands at the other end of the three streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Standard input is a terminal.
    pub input: bool,
    /// Standard output is a terminal.
    pub output: bool,
    /// Standard error is a terminal.
    pub error: bool,
    /// The terminal can place its cursor: `TERM` is set and not `dumb`.
    pub capable: bool,
    /// Colours are wanted: a capable terminal, and neither `NO_COLOR` nor `CLICOLOR=0`.
    pub colour: bool,
    /// The locale is UTF-8, so symbols beyond ASCII are shown.
    pub utf8: bool,
    /// Columns of the terminal at standard output, if it is one and says so.
    pub columns: Option<u16>,
}

impl World {
    /// Asks the machine.
    ///
    /// # Errors
    /// If one of the three variables cannot be read, or no home folder is known.
    pub fn ask() -> Result<Self> {
        let (frozen, zone) = clock()?;
        Ok(Self { folders: folders()?, seed: seed()?, screen: screen(), zone, frozen })
    }

    /// The moment it is.
    pub fn now(&self) -> Timestamp {
        self.frozen.unwrap_or_else(|| Timestamp(jiff::Timestamp::now().as_millisecond()))
    }

    /// An id for something that is made outside a log.
    pub fn fresh_id(&self) -> uuid::Uuid {
        uuid::Builder::from_random_bytes(rand::rngs::StdRng::seed_from_u64(self.seed).random()).into_uuid()
    }

    /// A number that nobody can guess, from the machine; `None` if `SHIKEN_SEED` makes the run exact. What comes from
    /// [`World::seed`] may be told from other numbers that come from it.
    pub fn secret(&self) -> Option<u64> {
        variable("SHIKEN_SEED").is_none().then(|| rand::rng().next_u64())
    }

    /// The user's calendar.
    pub fn calendar(&self, rollover_hour: i8) -> Calendar {
        Calendar::new(self.zone.clone(), rollover_hour)
    }
}

fn clock() -> Result<(Option<Timestamp>, TimeZone)> {
    let Some(text) = variable("SHIKEN_NOW") else { return Ok((None, TimeZone::system())) };
    let (now, zone) = parse_moment(&text)
        .map_err(|error| Error { what: format!("SHIKEN_NOW cannot be read: {}", error.what), ..error })?;
    Ok((Some(now), zone.unwrap_or(TimeZone::UTC)))
}

fn seed() -> Result<u64> {
    match variable("SHIKEN_SEED") {
        None => Ok(rand::rng().next_u64()),
        Some(text) => text.parse().map_err(|_| {
            Error::usage("SHIKEN_SEED is not a whole number from 0 on")
                .help("write it as SHIKEN_SEED=7, or unset it")
        }),
    }
}

fn folders() -> Result<Folders> {
    let here = env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    if let Some(home) = variable("SHIKEN_HOME") {
        let home = here.join(home);
        return Ok(Folders { cache: home.join("cache"), data: home, here });
    }
    let Some(own) = directories::ProjectDirs::from("", "", "shiken") else {
        return Err(Error::new("no home folder is known for this user")
            .help("set SHIKEN_HOME to a folder that may be written to"));
    };
    Ok(Folders { data: own.data_dir().to_owned(), cache: own.cache_dir().to_owned(), here })
}

fn screen() -> Screen {
    let capable =
        variable("TERM").is_none_or(|term| term != "dumb") && (cfg!(windows) || variable("TERM").is_some());
    let colourless = variable("NO_COLOR").is_some() || variable("CLICOLOR").is_some_and(|value| value == "0");
    Screen {
        input: std::io::stdin().is_terminal(),
        output: std::io::stdout().is_terminal(),
        error: std::io::stderr().is_terminal(),
        capable,
        colour: capable && !colourless,
        utf8: utf8(),
        columns: console::Term::stdout().size_checked().map(|(_, columns)| columns),
    }
}

/// The first of the three variables that is set decides, as POSIX has it. Without any, Windows and macOS have UTF-8.
fn utf8() -> bool {
    match ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable) {
        Some(locale) => {
            let locale = locale.to_lowercase();
            locale.contains("utf-8") || locale.contains("utf8")
        }
        None => cfg!(any(windows, target_os = "macos")),
    }
}

/// A variable that is set to something.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
