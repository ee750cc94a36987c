//! Makes what figures are looked at on: a home of a student who has studied the deck at PATH for DAYS days up to
//! 23 November 2026, with breaks, slips and confusions. `cargo run --example student_home -- PATH FOLDER [DAYS]`, then
//! `SHIKEN_HOME=FOLDER SHIKEN_NOW=2026-11-23T20:00:00Z shiken stats all`.
#![expect(clippy::unwrap_used, reason = "a tool for developers")]

use std::collections::HashMap;
use std::path::Path;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use shiken::event::{Body, Draft, Purpose, Review, Subject};
use shiken::judge::{Outcome, Rule};
use shiken::memory::State;
use shiken::question::ask::{Mode, Rating};
use shiken::question::{Question, Response};
use shiken::store::{Registry, Store};
use shiken::text::Text;
use shiken::time::{Day, Timestamp};
use uuid::Uuid;

/// 23 November 2026.
const TODAY: i32 = 20_780;
const DAY_MILLISECONDS: i64 = 86_400_000;
const NEW_A_DAY: usize = 8;
const ANSWERS_A_DAY: usize = 60;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let days: i32 = args.get(3).map_or(200, |days| days.parse().unwrap());
    let deck = shiken::library::load(Path::new(&args[1])).unwrap().parsed.deck;
    let registry = Registry::open(Path::new(&args[2])).unwrap();
    let user = registry.resolve(None, Uuid::from_u128(1)).unwrap();
    let mut store = Store::open(&registry.progress_file(&user).unwrap(), Uuid::from_u128(9)).unwrap();
    let mut chance = StdRng::seed_from_u64(7);
    for day in TODAY - days..=TODAY {
        // A week off, and now and then a day.
        if (TODAY - 60..TODAY - 53).contains(&day) || chance.random_bool(0.15) && day != TODAY {
            continue;
        }
        study(&mut store, &deck.id, &deck.questions, Day(day), &mut chance);
    }
}

fn study(store: &mut Store, deck: &str, questions: &[Question], day: Day, chance: &mut StdRng) {
    let states: HashMap<String, State> = store
        .states(Some(deck))
        .unwrap()
        .into_iter()
        .map(|(subject, state)| (subject.question.raw().to_owned(), state))
        .collect();
    let hour = *[7, 8, 12, 19, 20, 20, 21].get(chance.random_range(0..7)).unwrap();
    let session = Uuid::from_u128(chance.random());
    let mut clock = i64::from(day.0) * DAY_MILLISECONDS + hour * 3_600_000;
    let due = questions.iter().filter(|question| states.get(&*question.id).is_some_and(|s| s.is_due(day)));
    let new = questions.iter().filter(|question| !states.contains_key(&*question.id)).take(NEW_A_DAY);
    for question in due.take(ANSWERS_A_DAY).chain(new).collect::<Vec<_>>() {
        let state = states.get(&*question.id);
        let foreseen = state.and_then(|state| state.retrievability(day, store.scheduler()));
        // A little worse than the model says, and worse still at dates.
        let knows = f64::from(foreseen.unwrap_or(0.6)) * if question.kind() == "date" { 0.85 } else { 0.97 };
        let right = chance.random_bool(knows.clamp(0.0, 1.0));
        let seconds = chance.random_range(3.0..18.0);
        clock += (seconds * 1000.0) as i64 + 3_000;
        let mut said = vec![(if right { Rating::Good } else { Rating::Again }, Purpose::Study)];
        if !right {
            said.push((Rating::Good, Purpose::Relearn));
        }
        for (rating, purpose) in said {
            let confused_with = (rating == Rating::Again).then(|| taken_for(question, questions)).flatten();
            let review = Review {
                rating,
                score: f64::from(u8::from(rating != Rating::Again)),
                outcome: if rating == Rating::Again { Outcome::Wrong } else { Outcome::Right },
                rule: Rule::Equal,
                response: Response::Text(Text::from("…")),
                confused_with,
                hints: 0,
                seconds,
                mode: Mode::Typed,
                purpose,
                session,
                meaning: question.meaning,
                due: None,
                retrievability: foreseen.map(f64::from),
            };
            let subject = Subject { deck: deck.into(), question: (&*question.id).into() };
            let id = Uuid::from_u128(chance.random());
            let body = Body::Review(subject, Box::new(review));
            store.append(&[Draft { id, clock: Timestamp(clock), offset_minutes: 0, day, body }]).unwrap();
        }
    }
}

/// The next term after its own in the deck, for every third question.
fn taken_for(question: &Question, questions: &[Question]) -> Option<Text> {
    let own = question.sibling.as_ref()?;
    let at = questions.iter().position(|other| other.id == question.id)?;
    let mut after = questions.get(at..)?.iter().filter_map(|other| other.sibling.as_ref());
    let other = after.find(|other| *other != own).filter(|_| at.is_multiple_of(3))?;
    Some(Text::from(format!("@{other}")))
}
