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
        (_, []) => Err(Error::usage("the deck has no [[exam]]").help(freely)),
        (Some(id), all) => {
            let found = all.iter().find(|exam| *exam.id == *id).cloned();
            let missing = || Error::usage(format!("the deck has no exam “{}”", text::terminal(id)));
            found.ok_or_else(|| missing().help(listed()))
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
        })
    };
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
        items: drawn.iter().filter_map(item).collect(),
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
    Error::new(format!("{} cannot be drawn from this deck\n  {}", exam.title.terminal(), lines.join("\n  ")))
        .help("ask for fewer, or write more questions")
}
