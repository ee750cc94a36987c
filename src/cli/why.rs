//! `shiken why`: what is remembered of one question, and why it comes back when it does.

use super::args;
use super::desk::Desk;
use crate::deck::Deck;
use crate::error::{Error, Exit, Result};
use crate::event::{Body, Event, Subject};
use crate::memory::explain::Why;
use crate::memory::{Fact, replay};
use crate::question::Question;
use crate::source::suggest;
use crate::terminal::wrap::wrap;
use crate::text::{self, Text};
use crate::time::Day;
use crate::world::World;

/// Answers that are listed, the newest last.
const ANSWERS_SHOWN: usize = 5;

pub(super) fn why(world: &World, user: Option<&str>, args: &args::Why) -> Result<Exit> {
    let (desk, deck) = Desk::with_deck(world, user, &args.deck)?;
    let question = find(&deck, &args.question)?;
    let subject = Subject { deck: Text::from(&*deck.id), question: Text::from(&*question.id) };
    let (state, events) = (desk.store.state(&subject)?, desk.store.events_of(&subject)?);
    let mut facts: Vec<Fact> = events.iter().filter_map(Fact::of).collect();
    let history = replay::history(&mut facts);
    let today = desk.today();
    let explained = Why {
        state: &state,
        history: &history,
        scheduler: desk.scheduler(),
        today,
        changed: state.is_changed(|then| question.has_key_of(then)),
        load: load(&desk, state.due)?,
    };
    let style = super::facts(world).style();
    let mut lines = vec![format!("{} ({}): {}", question.id, question.kind(), question.prompt.terminal())];
    lines.extend(explained.sentences());
    let mut said: String =
        lines.iter().flat_map(|line| wrap(line, style.width)).map(|line| line + "\n").collect();
    for line in answers(&events) {
        said += &(line + "\n");
    }
    super::print(&said)
}

/// How many questions are due on the day it is due.
fn load(desk: &Desk<'_>, due: Option<Day>) -> Result<Option<u32>> {
    let Some(due) = due.filter(|due| *due > desk.today()) else { return Ok(None) };
    let counts = desk.store.due_counts(desk.today(), due.since(desk.today()) + 1)?;
    Ok(counts.last().copied())
}

/// The question with this id.
pub(super) fn find<'d>(deck: &'d Deck, id: &str) -> Result<&'d Question> {
    deck.questions.iter().find(|question| *question.id == *id).ok_or_else(|| {
        let error = Error::usage(format!("there is no question “{}” in this deck", text::terminal(id)));
        match suggest::nearest(id, deck.questions.iter().map(|question| &*question.id)) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("`shiken list DECK` shows them all"),
        }
    })
}

fn answers(events: &[Event]) -> Vec<String> {
    let lines: Vec<String> = events.iter().filter_map(line).collect();
    let newest = lines.len().saturating_sub(ANSWERS_SHOWN);
    let Some(newest) = lines.get(newest..).filter(|lines| !lines.is_empty()) else { return Vec::new() };
    [vec!["The latest in the log:".to_owned()], newest.to_vec()].concat()
}

fn line(event: &Event) -> Option<String> {
    let day = event.day;
    Some(match &event.body {
        Body::Review(_, review) => format!(
            "  {day}  {} ({}), {}, {:.0} s",
            review.rating.name(),
            review.outcome.name(),
            review.purpose.name(),
            review.seconds
        ),
        Body::Overrule { rating, said, .. } => {
            format!("  {day}  overruled: “I was {}”, counts as {}", said.terminal(), rating.name())
        }
        Body::Void(_) => format!("  {day}  taken back"),
        Body::Suspend(_, on) => format!("  {day}  {}", if *on { "suspended" } else { "asked again" }),
        Body::Reset(_) => format!("  {day}  forgotten on purpose"),
        _ => return None,
    })
}
