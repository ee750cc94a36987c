//! `shiken suspend`: never ask a question again, or ask it again after all.

use super::desk::{self, Desk};
use super::{args, why};
use crate::error::{Exit, Result};
use crate::event::{Body, Subject};
use crate::text::{self, Text};
use crate::world::World;

pub(super) fn suspend(world: &World, user: Option<&str>, args: &args::Suspend) -> Result<Exit> {
    let deck = desk::deck(world, &args.deck)?;
    let question = why::find(&deck, &args.question)?;
    let mut desk = Desk::open(world, user)?;
    let subject = Subject { deck: Text::from(&*deck.id), question: Text::from(&*question.id) };
    desk.save(Body::Suspend(subject, !args.off))?;
    let id = text::terminal(&question.id);
    super::print(&if args.off {
        format!("{id} is asked again\n")
    } else {
        format!("{id} is not asked any more; `--off` takes that back\n")
    })
}
