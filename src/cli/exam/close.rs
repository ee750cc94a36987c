//! Closing a sitting: the marks and the reviews go into the log together, once, and the result is shown.

use super::results::{page, result_line};
use crate::cli;
use crate::cli::desk::{self, Desk};
use crate::cli::sittings::{OPEN, is_over, place, reread, sittings};
use crate::deck::Deck;
use crate::error::{Exit, Result};
use crate::event::exam::End;
use crate::event::{Body, Draft};
use crate::exam::report::closing;
use crate::exam::{ItemResult, Kept, Report, Sitting};
use crate::judge::{Lexicon, Outcome};
use crate::library;
use crate::question::lexicon;
use crate::terminal::Facts;
use crate::terminal::jsonl::out::line_of;
use crate::world::World;

/// Marks a sitting, keeps the marks with one review for each response, and shows the result. Another terminal may
/// have been faster: then what it kept stands.
pub(super) fn close(
    desk: &mut Desk<'_>,
    facts: Facts,
    deck: &Deck,
    lexicon: &Lexicon,
    sitting: &Sitting,
    end: End,
) -> Result<Exit> {
    // What is marked is what the log has: another terminal may have answered too.
    let sitting = reread(desk, sitting)?;
    let report = Report::of(deck, lexicon, &sitting, end);
    let report = if sitting.marks.is_some() { report } else { keep(desk, deck, lexicon, &sitting, report)? };
    none_open(desk)?;
    if facts.jsonl {
        let closed = reread(desk, &sitting)?;
        return cli::print(&line_of(&result_line(desk, &closed, &report))?);
    }
    cli::print(&(page(&report, facts) + &after(&report)))
}

/// Closes every sitting whose time is up while nobody sits it, but those that are `held`: their marks come when the
/// program is next about. One whose deck is not to be had stays as it is.
///
/// # Errors
/// If the marks cannot be kept.
pub(in crate::cli) fn settle(
    world: &World,
    desk: &mut Desk<'_>,
    held: impl Fn(&Sitting) -> bool,
) -> Result<()> {
    for sitting in sittings(desk)?.into_iter().filter(|own| own.marks.is_none() && !held(own)) {
        let Some(end) = is_over(desk, &sitting) else { continue };
        let at = place(world, desk, sitting.paper.deck.raw());
        let loaded = at.and_then(|path| desk::sound(library::load(&path)?, &path));
        let Ok((deck, _)) = loaded else { continue };
        let lexicon = lexicon(&deck.terms, &deck.questions);
        let report = Report::of(&deck, &lexicon, &sitting, end);
        keep(desk, &deck, &lexicon, &sitting, report)?;
        let begun = desk.calendar.local(sitting.begun).strftime("%-d %B at %H:%M");
        let title = sitting.paper.title.terminal();
        cli::aside(&format!(
            "Time was up for {title}, begun on {begun}: `shiken exam results` has the marks."
        ));
        none_open(desk)?;
    }
    Ok(())
}

/// Notes it if no sitting is open any more.
fn none_open(desk: &mut Desk<'_>) -> Result<()> {
    let open = sittings(desk)?.iter().any(|sitting| sitting.marks.is_none());
    if open { Ok(()) } else { desk.store.set::<()>(OPEN, None) }
}

/// Keeps the marks and the reviews, and gives the report that stands in the log.
fn keep(
    desk: &mut Desk<'_>,
    deck: &Deck,
    lexicon: &Lexicon,
    sitting: &Sitting,
    report: Report,
) -> Result<Report> {
    let drafts = drafts(desk, deck, sitting, &report)?;
    let Err(error) = desk.store.append(&drafts) else { return Ok(report) };
    let now = reread(desk, sitting)?;
    if now.marks.is_none() {
        return Err(error.help("nothing is lost: `shiken exam` closes the sitting again"));
    }
    Ok(Report::of(deck, lexicon, &now, report.end))
}

fn drafts(desk: &mut Desk<'_>, deck: &Deck, sitting: &Sitting, report: &Report) -> Result<Vec<Draft>> {
    let states = desk.states(&deck.id)?;
    let kept = Kept { states: &|id| states.get(id).cloned(), scheduler: desk.scheduler() };
    let clock = closing(sitting, desk.now());
    // Its id and its body are the report's.
    let draft = Draft {
        id: sitting.id,
        clock,
        offset_minutes: desk.calendar.offset_minutes(clock),
        day: desk.calendar.day(clock),
        body: Body::Void(sitting.id),
    };
    Ok(report.drafts(deck, sitting, &kept, &draft))
}

/// What comes of the wrong ones.
fn after(report: &Report) -> String {
    let is_wrong =
        |item: &&ItemResult| item.verdict.as_ref().is_some_and(|own| own.outcome == Outcome::Wrong);
    let study = match report.items.iter().filter(is_wrong).count() {
        0 => String::new(),
        1 => "The wrong one comes first in your next study.\n".to_owned(),
        several => format!("The {several} wrong ones come first in your next study.\n"),
    };
    format!("\n{study}`shiken exam results` compares your sittings.\n")
}
