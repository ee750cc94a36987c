//! The sittings that the log has, and where their decks are.

use std::path::PathBuf;

use crate::cli::desk::{self, Desk};
use crate::error::Result;
use crate::event::exam::End;
use crate::exam::Sitting;
use crate::library;
use crate::world::World;

/// Where the deck of the last sitting was found: a path of this machine, which the log does not tell others.
pub(super) const PLACE: &str = "sitting-place";

/// Set while a sitting that began on this machine is open: study looks no further without it.
pub(super) const OPEN: &str = "sitting-open";

/// All sittings of the log, the oldest first.
pub(super) fn sittings(desk: &Desk<'_>) -> Result<Vec<Sitting>> {
    let all = desk.store.sittings()?;
    Ok(all.iter().filter_map(|(begin, events)| Sitting::replay(begin, events)).collect())
}

/// Where the deck with this id is.
pub(super) fn place(world: &World, desk: &Desk<'_>, id: &str) -> Result<PathBuf> {
    let kept: Option<(String, PathBuf)> = desk.store.setting(PLACE)?;
    match kept.filter(|(deck, path)| deck == id && path.exists()) {
        Some((_, path)) => Ok(path),
        None => library::resolve(id, &desk::roots(world)),
    }
}

/// How a sitting ends whose time is up while nobody sits it.
pub(super) fn is_over(desk: &Desk<'_>, sitting: &Sitting) -> Option<End> {
    sitting.is_over(desk.now()).then_some(End::TimeUp)
}

/// The sitting as the log has it now.
pub(super) fn reread(desk: &Desk<'_>, sitting: &Sitting) -> Result<Sitting> {
    let all = sittings(desk)?;
    Ok(all.into_iter().find(|other| other.id == sitting.id).unwrap_or_else(|| sitting.clone()))
}
