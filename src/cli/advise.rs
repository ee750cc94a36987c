//! `shiken fit --advise`: what each desired retention would cost and keep, from the student's own log.

use std::collections::HashMap;

use serde_json::json;

use super::args;
use super::desk::{self, Desk};
use crate::deck::Index;
use crate::error::{Exit, Result};
use crate::library;
use crate::memory::State;
use crate::plan::advise::{self as plan, DAYS, Field, Seen};
use crate::plan::{Moment, evidence};
use crate::terminal::fit::{Advice, Level};
use crate::time::Day;
use crate::world::World;

/// The retentions that are looked at, besides the one that is set.
const LEVELS: [f32; 10] = [0.70, 0.75, 0.80, 0.85, 0.88, 0.90, 0.92, 0.94, 0.95, 0.97];

/// Two retentions nearer than this are one.
const SAME: f32 = 0.004;

/// Answers whose moments tell how much time is spent beside answering.
const MOMENTS: u32 = 2000;

pub(super) fn advise(world: &World, desk: &mut Desk<'_>, args: &args::Fit) -> Result<Exit> {
    let decks = decks(world, &args.decks)?;
    let field = field(desk, &decks)?;
    let moments: Vec<Moment> = desk.store.moments(MOMENTS)?.into_iter().map(|(_, moment)| moment).collect();
    let all = desk.store.answers(None)?;
    let lists = || all.iter().map(|(_, answers)| answers.as_slice());
    let student = evidence::student(lists(), evidence::overhead(&moments), desk.scheduler());
    let parameters = desk.store.adopted()?.map(|adopted| adopted.parameters).unwrap_or_default();
    let own = desk.scheduler().desired_retention();
    let mut retentions: Vec<f32> = LEVELS.into_iter().filter(|level| (level - own).abs() > SAME).collect();
    retentions.push(own);
    retentions.sort_by(f32::total_cmp);
    let seed = u64::from(desk.today().0.cast_unsigned());
    let found = plan::advise(&field, &student, &parameters, &retentions, seed)?;
    let level = |level: &plan::Level| Level {
        retention: f64::from(level.retention),
        reviews_a_day: level.reviews_a_day,
        minutes_a_day: level.minutes_a_day,
        remembered: level.remembered,
        is_set: (level.retention - own).abs() < f32::EPSILON,
    };
    let advice = Advice {
        questions: field.seen.len() + field.unseen,
        unseen: field.unseen,
        new_a_day: field.new_a_day,
        answers: lists().flatten().filter(|answer| answer.counted.is_some()).count(),
        levels: found.iter().map(level).collect(),
    };
    if args.json {
        return super::print_json(&data(&advice));
    }
    let style = super::facts(world).style();
    super::print(&style.render(&crate::terminal::fit::advice(&advice, style)))
}

/// The decks that are named, or all that are found and can be read.
fn decks(world: &World, named: &[String]) -> Result<Vec<Index>> {
    let roots = desk::roots(world);
    if named.is_empty() {
        let found = library::find(&roots);
        return Ok(found.iter().filter_map(|deck| desk::index(world, &deck.path).ok()).collect());
    }
    named.iter().map(|name| desk::index(world, &library::resolve(name, &roots)?)).collect()
}

/// The questions of the decks as they stand today; those that are suspended are left out.
fn field(desk: &mut Desk<'_>, decks: &[Index]) -> Result<Field> {
    let mut field = Field {
        new_a_day: desk.preferences.new,
        max_interval_days: desk.scheduler().max_interval_days(),
        ..Field::default()
    };
    for deck in decks {
        desk.follow(deck)?;
        let states: HashMap<String, State> = desk.states(&deck.id)?;
        for question in &deck.questions {
            match states.get(&*question.id) {
                Some(state) if state.suspended => {}
                Some(state) => match seen(state, desk.today()) {
                    Some(seen) => field.seen.push(seen),
                    None => field.unseen += 1,
                },
                None => field.unseen += 1,
            }
        }
    }
    Ok(field)
}

fn seen(state: &State, today: Day) -> Option<Seen> {
    Some(Seen {
        memory: state.memory?,
        elapsed_days: today.since(state.last?),
        due_in_days: state.due?.since(today),
    })
}

fn data(advice: &Advice) -> serde_json::Value {
    let level = |level: &Level| {
        json!({
            "retention": (level.retention * 1000.0).round() / 1000.0,
            "set": level.is_set,
            "answers_a_day": level.reviews_a_day,
            "minutes_a_day": level.minutes_a_day,
            "remembered": level.remembered,
        })
    };
    json!({
        "days": DAYS,
        "questions": advice.questions,
        "unseen": advice.unseen,
        "new_a_day": advice.new_a_day,
        "answers": advice.answers,
        "levels": advice.levels.iter().map(level).collect::<Vec<_>>(),
    })
}
