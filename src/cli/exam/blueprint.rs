//! Which exam of a deck is meant, and the paper that is drawn from it.

use crate::cli::args;
use crate::deck::{Deck, exam::Exam as Blueprint};
use crate::error::{Error, Exit, Result};
use crate::event::exam::{Item, Paper};
use crate::exam::{self, Shortage, draw};
use crate::terminal::Facts;
use crate::terminal::words::count;
use crate::text::{self, Text};
use crate::world::World;

/// The words of a longer paper are not kept: a line of the log is never longer than a million bytes, and half of that
/// is for what else there is.
const SHOWN_MAX: usize = 500_000;

const LEFT_OUT: &str = "one with a mistake is left out: `shiken check` shows it";

/// The blueprint that was named, the only one, or one without a name.
pub(super) fn blueprint(world: &World, facts: Facts, deck: &Deck, of: &args::Of) -> Result<Blueprint> {
    if let Some(questions) = of.questions {
        return Ok(Blueprint::any(questions as usize, of.minutes));
    }
    let listed = || {
        let ids: Vec<String> = deck.exams.iter().map(|exam| text::terminal(&exam.id).into_owned()).collect();
        format!("one of: {}", ids.join(", "))
    };
    let freely =
        "--questions 20 --minutes 30 draws from the whole deck; docs/exams.md says how to write an [[exam]]";
    match (of.id.as_deref(), deck.exams.as_slice()) {
        (Some(_), []) => Err(Error::usage("the deck has no sound [[exam]]").help(LEFT_OUT)),
        (None, []) => Err(Error::usage("the deck has no [[exam]]").help(freely)),
        (Some(id), all) => {
            let found = all.iter().find(|exam| *exam.id == *id).cloned();
            let missing = || Error::usage(format!("the deck has no exam “{}”", text::terminal(id)));
            found.ok_or_else(|| missing().help(format!("{}; {LEFT_OUT}", listed())))
        }
        (None, [only]) => Ok(only.clone()),
        (None, several) if world.screen.input && world.screen.output && !facts.jsonl => {
            let titles: Vec<Text> = several.iter().map(|exam| exam.title.clone()).collect();
            let picked = facts.menu("Which exam?", &titles)?.and_then(|index| several.get(index).cloned());
            picked.ok_or_else(|| Error { exit: Exit::Interrupted, ..Error::new("no exam was chosen") })
        }
        (None, _) => Err(Error::usage("the deck has several exams").help(listed())),
    }
}

/// The seconds that so many minutes are, with so many percent more.
pub(super) fn limit_seconds(minutes: Option<u32>, extra_percent: Option<u32>) -> Option<u32> {
    let percent = u64::from(extra_percent.unwrap_or(0)) + 100;
    minutes.map(|minutes| u32::try_from(u64::from(minutes) * 60 * percent / 100).unwrap_or(u32::MAX))
}

/// Draws a paper with these terms.
pub(super) fn drawn(
    deck: &Deck,
    exam: &Blueprint,
    seed: u64,
    limit_seconds: Option<u32>,
    certainty: bool,
) -> Result<Paper> {
    let drawn = draw(deck, exam, seed, 0).map_err(|short| infeasible(exam, &short))?;
    let item = |drawn: &exam::Drawn| {
        let question = deck.questions.get(drawn.question)?;
        Some(Item {
            question: Text::from(&*question.id),
            meaning: question.meaning,
            section: u32::try_from(drawn.section).ok()?,
            points: question.points,
            shown: exam::shown(deck, question, seed),
        })
    };
    let mut items: Vec<Item> = drawn.iter().filter_map(item).collect();
    if items.iter().map(|item| format!("{:?}", item.shown).len()).sum::<usize>() > SHOWN_MAX {
        items.iter_mut().for_each(|item| item.shown = None);
    }
    Ok(Paper {
        deck: Text::from(&*deck.id),
        version: deck.version.clone(),
        exam: Text::from(&*exam.id),
        title: exam.title.clone(),
        seed,
        limit_seconds,
        certainty,
        pass: exam.pass,
        bands: exam.bands.clone(),
        negative: exam.negative,
        sections: exam.sections.iter().map(|section| (section.title.clone(), section.weight)).collect(),
        items,
    })
}

/// What is missing, section by section.
pub(super) fn infeasible(exam: &Blueprint, short: &[Shortage]) -> Error {
    let line = |short: &Shortage| {
        let Shortage { title, wanted, there, together, cards } = short;
        let mut line = format!("{}: {wanted} wanted, {there} there", title.terminal());
        if together < there {
            line += &format!(
                ", of which {together} can stand on one paper: the others share a term with these or give them away"
            );
        }
        if *cards > 0 {
            line += &format!(" ({} more, which no program can mark)", count(*cards, "flip card"));
        }
        line
    };
    let lines: Vec<String> = short.iter().map(line).collect();
    // Without a blueprint its title is a row of terms.
    let wanted: usize = exam.sections.iter().map(|section| section.draw).sum();
    let freely = exam.id.is_empty().then(|| format!("a paper of {}", count(wanted, "question")));
    let paper = freely.unwrap_or_else(|| exam.title.terminal().into_owned());
    Error::new(format!("{paper} cannot be drawn from this deck\n  {}", lines.join("\n  ")))
        .help("ask for fewer, or write more questions")
}
