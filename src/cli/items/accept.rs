//! "Three good students gave this and were refused: accept it?" A yes goes into the deck, and nothing else does.
//! Who proposes what is left to [`super::items`].
#![allow(clippy::disallowed_methods)] // It writes the instructor's files, each whole or not at all.

use std::io;
use std::path::Path;

use crate::cli::{self, fix};
use crate::deck::accept::accept;
use crate::deck::{Deck, parse};
use crate::error::{Error, Exit, Result};
use crate::library;
use crate::source::{Severity, SourceFile};
use crate::terminal::Line;
use crate::terminal::lines::read_line;
use crate::terminal::words::count;
use crate::text::Text;
use crate::world::World;

/// A form that a question may accept.
pub(super) struct Offer {
    /// Why, for the instructor.
    pub said: Vec<Line>,
    pub question: Text,
    pub text: Text,
}

/// Lists what may be accepted; at a terminal, or if `asks`, asks for each. Nothing is accepted without a yes, and if
/// anything is, `then` says what comes of it.
pub(super) fn offers(world: &World, offers: &[Offer], place: &Path, asks: bool, then: &str) -> Result<Exit> {
    if offers.is_empty() {
        return Ok(Exit::Done);
    }
    let style = cli::facts(world).style();
    let asks = asks || (world.screen.input && world.screen.output);
    let (mut accepted, mut failed) = (0, false);
    for found in offers {
        cli::print(&style.render(&found.said))?;
        if !asks {
            continue;
        }
        cli::print("  Accept it from now on? y/n > ")?;
        match read_line(&mut io::stdin().lock())? {
            None => {
                cli::print("\n")?;
                break;
            }
            Some(line) if matches!(line.trim().to_lowercase().as_str(), "y" | "yes") => {
                match write(place, found) {
                    Ok(()) => accepted += 1,
                    // The others may still be taken.
                    Err(error) => {
                        cli::aside(&format!("error: {error}"));
                        failed = true;
                    }
                }
            }
            Some(_) => {}
        }
    }
    match (asks, accepted) {
        (false, _) => cli::print("`--accept` asks for each of them.\n"),
        (true, 0) => cli::print("Nothing was changed.\n"),
        (true, n) => {
            let forms = count(n, "answer");
            cli::print(&format!("{forms} accepted in the deck. {then}\n"))
        }
    }?;
    Ok(if failed { Exit::Failed } else { Exit::Done })
}

/// Writes the form into the `accept` of its question, if the deck is as sound after it as before.
fn write(place: &Path, found: &Offer) -> Result<()> {
    let files = library::read(place)?.files;
    let before = parse(&files);
    let id = found.question.raw();
    let question = before.deck.questions.iter().find(|question| *question.id == *id);
    let at = question.map(|question| question.place.file as usize);
    let (at, file) = at.and_then(|at| Some((at, files.get(at)?))).ok_or_else(|| gone(&found.question))?;
    let text = accept(file.text(), id, found.text.raw())?;
    let mended: Vec<SourceFile> = files
        .iter()
        .enumerate()
        .map(|(nth, own)| SourceFile::new(own.name.clone(), if nth == at { &*text } else { own.text() }))
        .collect();
    let after = parse(&mended);
    let errors = |found: &[crate::source::Diagnostic]| {
        found.iter().filter(|own| own.severity() == Severity::Error).count()
    };
    if errors(&after.diagnostics) > errors(&before.diagnostics) || !takes(&after.deck, id, &found.text) {
        let what = format!("{} cannot be accepted there without a mistake", found.text.terminal());
        return Err(Error::new(what).help("nothing was written: mend the deck by hand"));
    }
    cli::print(&fix::difference(file, &text))?;
    fix::replace(Path::new(file.name.raw()), &text)
}

fn takes(deck: &Deck, id: &str, form: &Text) -> bool {
    let question = deck.questions.iter().find(|question| *question.id == *id);
    question.is_some_and(|question| question.accepted().contains(form))
}

fn gone(id: &Text) -> Error {
    Error::new(format!("the question {} is no longer in the deck", id.terminal()))
}
