//! `shiken why`: what is remembered of one question, and why it comes back when it does.

use super::args;
use super::desk::{self, Desk};
use crate::deck::Deck;
use crate::error::{Error, Exit, Result};
use crate::event::{Body, Event, Subject};
use crate::memory::explain;
use crate::question::Question;
use crate::source::suggest;
use crate::text::{self, Text};
use crate::world::World;

/// Answers that are listed, the newest last.
const ANSWERS_SHOWN: usize = 5;

pub(super) fn why(world: &World, user: Option<&str>, args: &args::Why) -> Result<Exit> {
    let deck = desk::deck(world, &args.deck)?;
    let question = find(&deck, &args.question)?;
    let desk = Desk::open(world, user)?;
    let subject = Subject { deck: Text::from(&*deck.id), question: Text::from(&*question.id) };
    let state = desk.store.state(&subject)?;
    let mut lines = vec![format!("{} ({}): {}", question.id, question.kind(), question.prompt.terminal())];
    lines.extend(explain(state.as_ref(), desk.today(), &desk.scheduler));
    let changed =
        state.as_ref().and_then(|state| state.meaning).is_some_and(|meaning| meaning != question.meaning);
    if changed {
        lines.push("Its prompt or its key has changed since the last answer.".to_owned());
    }
    lines.extend(answers(&desk.store.events_of(&subject)?));
    super::print(&(lines.join("\n") + "\n"))
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
    let day = event.day.date();
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
