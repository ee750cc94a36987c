//! The logs that students handed in: what they overruled while they studied.

use std::path::PathBuf;

use crate::cli;
use crate::cli::files::{cannot, named, plain};
use crate::cli::log_file::{Bar, each, total};
use crate::deck::Deck;
use crate::error::{Error, Result};
use crate::event::Event;
use crate::stats::overruled::{Overruled, Overrules, Words, is_word};
use crate::terminal::words::count;
use crate::text;
use crate::world::World;

/// What all logs say.
pub(super) struct Heard {
    /// Logs that held anything.
    pub logs: usize,
    pub overruled: Vec<Overruled>,
}

/// Reads each log twice, so that no more is in memory than what was said: the words first, then the answers.
pub(super) fn hear(world: &World, deck: &Deck, paths: &[PathBuf]) -> Result<Heard> {
    let mut all = Overrules::new(deck);
    let files = named(paths, ".jsonl", "logs")?;
    let (mut logs, mut bar) = (0, Bar::new(world, "Reading logs"));
    let (mut done, of) = (0, 2 * total(&files));
    let mut bytes = |read: usize| {
        done += read as u64;
        bar.at(done, of);
    };
    for path in files {
        plain(&path).map_err(|error| cannot("read", &path, &error))?;
        let (mut said, mut events, mut damaged): (Vec<Event>, _, _) = (Vec::new(), 0, 0);
        each(&path, |piece, read| {
            bytes(read);
            events += piece.events.len();
            damaged += piece.damaged.len();
            said.extend(piece.events.into_iter().filter(is_word));
        })?;
        if damaged > 0 {
            let lines = count(damaged, "line");
            cli::aside(&format!("note: {}: {lines} left out, which no log has", text::path(&path)));
        }
        if events == 0 {
            continue;
        }
        logs += 1;
        let words = Words::of(said);
        all.student(&words);
        each(&path, |piece, read| {
            bytes(read);
            piece.events.iter().for_each(|event| all.hear(&words, event));
        })?;
    }
    if logs == 0 {
        return Err(Error::new("none of these files is a log").help("`shiken log export FILE` writes one"));
    }
    Ok(Heard { logs, overruled: all.list() })
}
