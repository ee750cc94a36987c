//! Which decks to study: those that were named, or one of those that are found.

use std::path::{Path, PathBuf};

use super::desk;
use crate::error::{Error, Exit, Result};
use crate::library::{self, Found};
use crate::terminal::Facts;
use crate::text::{self, Text};
use crate::world::World;

/// The paths of the decks that were named, or of the one that is found; of several the student picks.
pub(super) fn chosen(world: &World, facts: Facts, names: &[String]) -> Result<Vec<PathBuf>> {
    let roots = desk::roots(world);
    if !names.is_empty() {
        return names.iter().map(|name| library::resolve(name, &roots)).collect();
    }
    let found = library::find(&roots);
    match found.as_slice() {
        [] => Err(Error::new("no deck was found here").help(
            "name one, as in `shiken study decks/japan-cyber-defence`, or put decks into a folder `decks`",
        )),
        [only] => Ok(vec![only.path.clone()]),
        several if world.screen.input && world.screen.output && !facts.jsonl => menu(facts, several),
        several => {
            let names: Vec<_> = several.iter().map(|deck| path_text(&deck.path)).collect();
            let names = names.join(", ");
            Err(Error::usage("there are several decks")
                .help(format!("name one or more of: {}", text::terminal(&names))))
        }
    }
}

fn menu(facts: Facts, found: &[Found]) -> Result<Vec<PathBuf>> {
    let title = |deck: &Found| {
        let title = deck.title.as_ref().or(deck.id.as_ref()).cloned();
        title.unwrap_or_else(|| Text::from(path_text(&deck.path)))
    };
    let titles: Vec<Text> = found.iter().map(title).collect();
    let picked = facts.menu("Which deck?", &titles)?;
    let all = picked.and_then(|index| found.get(index)).map(|deck| vec![deck.path.clone()]);
    all.ok_or_else(|| Error { exit: Exit::Interrupted, ..Error::new("no deck was chosen") })
}

fn path_text(path: &Path) -> String {
    path.display().to_string()
}
