//! Closing a sitting: the marks and the reviews go into the log together, once, and the result is shown.

use super::desk::Desk;
use crate::deck::Deck;
use crate::error::{Exit, Result};
use crate::event::exam::End;
use crate::event::{Body, Draft};
use crate::exam::report::closing;
use crate::exam::{Kept, Report, Sitting};
use crate::judge::Lexicon;
use crate::terminal::Facts;
use crate::terminal::exam::result::{Part, result};
use crate::terminal::table::Form;

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
    let report = Report::of(deck, lexicon, sitting, end);
    let drafts = drafts(desk, deck, sitting, &report)?;
    let report = match desk.store.append(&drafts) {
        Ok(_) => report,
        Err(error) => match closed(desk, sitting)? {
            Some(sitting) => Report::of(deck, lexicon, &sitting, end),
            None => return Err(error.help("nothing is lost: `shiken exam` closes the sitting again")),
        },
    };
    let wrong = drafts.iter().filter(|draft| is_wrong(draft)).count();
    let mut page = page(&report, facts);
    page += &after(wrong);
    super::print(&page)
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

/// The sitting as the log has it, if it is closed there.
fn closed(desk: &Desk<'_>, sitting: &Sitting) -> Result<Option<Sitting>> {
    let all = super::exam::sittings(desk)?;
    Ok(all.into_iter().find(|other| other.id == sitting.id && other.marks.is_some()))
}

fn is_wrong(draft: &Draft) -> bool {
    matches!(&draft.body, Body::Review(_, review) if review.rating == crate::question::ask::Rating::Again)
}

/// What comes of the wrong ones.
fn after(wrong: usize) -> String {
    let study = match wrong {
        0 => "".to_owned(),
        1 => "The wrong one comes first in your next study.\n".to_owned(),
        several => format!("The {several} wrong ones come first in your next study.\n"),
    };
    format!("\n{study}`shiken exam results` compares your sittings.\n")
}

/// The result as text.
pub(super) fn page(report: &Report, facts: Facts) -> String {
    let style = facts.style();
    let part = |part: Part| match part {
        Part::Lines(lines) => style.render(&lines),
        Part::Table(table) => table.render(Form::Aligned(style)),
    };
    result(report, style).into_iter().map(part).collect()
}
