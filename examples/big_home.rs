//! Makes what speed is measured on: a deck of N questions, and a home in which all of them were answered and a fifth
//! is due. `cargo run --release --example big_home -- N FOLDER [ANSWERS EACH]`, then
//! `SHIKEN_HOME=FOLDER/home SHIKEN_NOW=2026-11-23T12:00:00Z shiken study FOLDER/deck.toml`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a tool for developers"
)]

use std::fmt::Write as _;
use std::path::PathBuf;

use shiken::event::{Body, Draft, Event, Purpose, Review, Subject};
use shiken::judge::{Outcome, Rule};
use shiken::question::Response;
use shiken::question::ask::{Mode, Rating};
use shiken::store::{Registry, Store};
use shiken::text::Text;
use shiken::time::{Day, Timestamp};
use uuid::Uuid;

/// 23 November 2026.
const TODAY: i32 = 20_780;
const DAY_MILLISECONDS: i64 = 86_400_000;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let count: u32 = args[1].parse().unwrap();
    let folder = PathBuf::from(&args[2]);
    let each: u32 = args.get(3).map_or(1, |each| each.parse().unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("deck.toml"), deck(count)).unwrap();
    let registry = Registry::open(&folder.join("home")).unwrap();
    let user = registry.resolve(None, Uuid::from_u128(1)).unwrap();
    let mut store = Store::open(&registry.progress_file(&user).unwrap(), Uuid::from_u128(9)).unwrap();
    let events: Vec<Event> = (0..count * each).map(|n| answer(n, count, each)).collect();
    store.merge(&events).unwrap();
    let due = store.due_counts(Day(TODAY), 1).unwrap();
    println!("{count} questions, {} answers, {} due on {}", events.len(), due[0], Day(TODAY));
}

fn deck(count: u32) -> String {
    let mut text = "format = 1\n\n[deck]\nid = \"big\"\ntitle = \"Big\"\n".to_owned();
    for n in 0..count {
        let (tag, place) = (n % 97, u64::from(n) * 7919 % 1_000_003);
        write!(
            text,
            "\n[[question]]\nid = \"q{n}\"\nprompt = \"Which treaty was number {n} of the northern province, signed by both parties?\"\n\
             answer = \"Treaty of Place{place}\"\nexplanation = \"It followed the conference of the year before, and was kept for {n} years.\"\n\
             source = \"book, section {tag}\"\ntags = [\"t{tag}\", \"law\"]\n"
        )
        .unwrap();
    }
    text
}

/// The answers of one question lie three days apart; the last is so far back that a fifth of all are due.
fn answer(n: u32, count: u32, each: u32) -> Event {
    let (question, round) = (n % count, n / count);
    let last = if question.is_multiple_of(5) { 200 } else { 1 };
    let back = last + (each - 1 - round) * 3;
    let day = Day(TODAY - i32::try_from(back).unwrap());
    let clock = Timestamp(i64::from(day.0) * DAY_MILLISECONDS + 43_200_000 + i64::from(question));
    let review = Review {
        rating: if n.is_multiple_of(11) { Rating::Again } else { Rating::Easy },
        score: 1.0,
        outcome: Outcome::Right,
        rule: Rule::Equal,
        response: Response::Text(Text::from("Treaty of Place")),
        confused_with: None,
        hints: 0,
        seconds: 6.5,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: Uuid::from_u128(77),
        meaning: 1,
        due: None,
        retrievability: (round > 0).then_some(0.9),
    };
    let subject = Subject { deck: "big".into(), question: format!("q{question}").into() };
    let id = Uuid::from_u128((clock.0 as u128) << 80 | 0x7000 << 64 | u128::from(n));
    let Draft { id, clock, offset_minutes, day, body } =
        Draft { id, clock, offset_minutes: 0, day, body: Body::Review(subject, Box::new(review)) };
    Event {
        id,
        device: Uuid::from_u128(9),
        sequence: u64::from(n) + 1,
        time: clock,
        clock,
        offset_minutes,
        day,
        body,
        extra: Text::default(),
    }
}
