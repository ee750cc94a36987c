//! What a student does to a question for themselves: `shiken note`, `accept` and `suspend`. It is kept in the student's
//! log, survives every change of the deck, and never touches the instructor's files.

use super::desk::Desk;
use super::{args, why};
use crate::error::{Error, Exit, Result};
use crate::event::{Body, Own, Subject};
use crate::question::{Private, Question};
use crate::text::{self, Text};
use crate::world::World;

/// One question on a user's desk.
struct Place<'w> {
    desk: Desk<'w>,
    question: Question,
    subject: Subject,
}

impl<'w> Place<'w> {
    fn open(world: &'w World, user: Option<&str>, deck: &str, question: &str) -> Result<Self> {
        let (desk, deck) = Desk::with_deck(world, user, deck)?;
        let question = why::find(&deck, question)?.clone();
        let subject = Subject { deck: Text::from(&*deck.id), question: Text::from(&*question.id) };
        Ok(Self { desk, question, subject })
    }

    fn private(&self) -> Result<Private> {
        let mut all = self.desk.store.own(self.subject.deck.raw())?;
        Ok(all.remove(self.subject.question.raw()).unwrap_or_default())
    }

    fn keep(&mut self, own: Own, words: Text) -> Result<()> {
        self.desk.save(Body::Own(self.subject.clone(), own, words))
    }
}

pub(super) fn suspend(world: &World, user: Option<&str>, args: &args::Suspend) -> Result<Exit> {
    let mut place = Place::open(world, user, &args.deck, &args.question)?;
    place.desk.save(Body::Suspend(place.subject.clone(), !args.off))?;
    let id = text::terminal(&place.question.id);
    super::print(&if args.off {
        format!("{id} is asked again\n")
    } else {
        format!("{id} is not asked any more; `--off` takes that back\n")
    })
}

pub(super) fn note(world: &World, user: Option<&str>, args: &args::Note) -> Result<Exit> {
    let mut place = Place::open(world, user, &args.deck, &args.question)?;
    let Some(words) = &args.words else {
        let Private { note, mnemonic, .. } = place.private()?;
        let line = |name: &str, words: Option<Text>| {
            words.map_or_else(String::new, |words| format!("{name}: {}\n", words.terminal()))
        };
        return super::print(&(line("note", note) + &line("mnemonic", mnemonic)));
    };
    let own = if args.mnemonic { Own::Mnemonic } else { Own::Note };
    place.keep(own, Text::from(words.trim()))?;
    let done = if words.trim().is_empty() { "taken back" } else { "kept" };
    super::print(&format!("{} {done}\n", own.name()))
}

pub(super) fn accept(world: &World, user: Option<&str>, args: &args::Accept) -> Result<Exit> {
    let mut place = Place::open(world, user, &args.deck, &args.question)?;
    let id = text::terminal(&place.question.id).into_owned();
    let Some(answer) = &args.answer else {
        let all: String = place.private()?.accept.iter().map(|own| format!("{}\n", own.terminal())).collect();
        return super::print(&all);
    };
    let answer = Text::from(answer.trim());
    if answer.is_blank() {
        return Err(Error::usage("an empty answer cannot be right"));
    }
    if !place.question.takes_answers() {
        let kind = place.question.kind();
        return Err(Error::usage(format!("{id} is of the kind {kind}, which takes no further answers"))
            .help(
                "only a question that asks for one text does; `!` after the verdict overrules the others",
            ));
    }
    let shown = answer.terminal().into_owned();
    if args.off {
        if !place.private()?.accept.contains(&answer) {
            return Err(Error::usage(format!("“{shown}” is none of the answers you have added to {id}"))
                .help("without an answer, `shiken accept` shows those"));
        }
        place.keep(Own::Unaccept, answer)?;
        return super::print(&format!("“{shown}” is right for {id} no more\n"));
    }
    place.keep(Own::Accept, answer)?;
    super::print(&format!("“{shown}” is right for {id}, for you alone; `--off` takes that back\n"))
}
