//! `shiken undo`: take back the last answer, also of an earlier session.

use super::desk::Desk;
use crate::error::{Error, Exit, Result};
use crate::event::Body;
use crate::world::World;

pub(super) fn undo(world: &World, user: Option<&str>) -> Result<Exit> {
    let mut desk = Desk::open(world, user)?;
    let Some(last) = desk.store.last_review()? else {
        return Err(Error::new("there is no answer to take back"));
    };
    let subject = last.body.subject().cloned();
    desk.save(Body::Void(last.id))?;
    let named = subject.map_or_else(String::new, |subject| {
        format!(" to {} of {}", subject.question.terminal(), subject.deck.terminal())
    });
    super::print(&format!("took back the answer{named}, given on {}\n", last.day.date()))
}
