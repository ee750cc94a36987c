//! `shiken stats`: figures from the log, as lines for a person or as data.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::args;
use super::desk::{self, Desk};
use crate::deck::Index;
use crate::error::{Exit, Result};
use crate::event::Subject;
use crate::library;
use crate::memory::{self, State};
use crate::stats::{Answer, Figures, Known, Share, Topic, figures};
use crate::terminal::figures as shown;
use crate::text::Text;
use crate::time::Day;
use crate::world::World;

pub(super) fn stats(world: &World, user: Option<&str>, args: &args::Stats) -> Result<Exit> {
    let decks = match &args.deck {
        Some(name) => vec![desk::index(world, &library::resolve(name, &desk::roots(world))?)?],
        None => found(world),
    };
    let desk = Desk::open(world, user)?;
    let only = args.deck.as_ref().and_then(|_| decks.first()).map(|deck| &*deck.id);
    let (states, answers) = (desk.store.states(only)?, desk.store.answers(only)?);
    let all = Questions::of(&decks, &states);
    let rows = all.rows(&answers);
    let known: Vec<Known<'_>> = all.list.iter().map(|(_, known)| *known).collect();
    let figures = figures(&rows, &known, desk.today(), desk.scheduler());
    if args.json {
        return super::print(&format!("{}\n", data(&figures, only, desk.today())));
    }
    let title = match decks.as_slice() {
        [one] if only.is_some() => Text::from(&*one.title),
        _ => Text::from("All decks"),
    };
    let style = super::facts(world).style();
    let mut said = style.render(&shown::overview(&title, &figures, desk.today(), style));
    if let Some(table) = shown::topics(&figures.topics) {
        said += "\n";
        said += &table.render(super::form(world));
    }
    super::print(&said)
}

/// The decks that are found; one that cannot be read is none.
fn found(world: &World) -> Vec<Index> {
    let found = library::find(&desk::roots(world));
    found.iter().filter_map(|deck| desk::index(world, &deck.path).ok()).collect()
}

/// Every question that figures are about: those of the decks, and those of the log whose deck is not at hand.
struct Questions<'a> {
    list: Vec<(Subject, Known<'a>)>,
    places: HashMap<(&'a str, &'a str), usize>,
}

const NO_TAGS: &[Arc<str>] = &[];

impl<'a> Questions<'a> {
    fn of(decks: &'a [Index], states: &'a [(Subject, State)]) -> Self {
        let known: HashMap<(&str, &str), &State> =
            states.iter().map(|(at, state)| (names(at), state)).collect();
        let mut all = Self { list: Vec::new(), places: HashMap::new() };
        for deck in decks {
            for question in &deck.questions {
                let state = known.get(&(&*deck.id, &*question.id)).copied();
                all.add(&deck.id, &question.id, Known { tags: &question.tags, state });
            }
        }
        let at_hand = |subject: &Subject| decks.iter().any(|deck| *deck.id == *subject.deck.raw());
        for (subject, state) in states.iter().filter(|(subject, _)| !at_hand(subject)) {
            let (deck, question) = names(subject);
            all.add(deck, question, Known { tags: NO_TAGS, state: Some(state) });
        }
        all
    }

    fn add(&mut self, deck: &'a str, question: &'a str, known: Known<'a>) {
        self.places.insert((deck, question), self.list.len());
        self.list.push((Subject { deck: Text::from(deck), question: Text::from(question) }, known));
    }

    /// The answers of the log as figures need them.
    fn rows(&self, answers: &[(Subject, Vec<memory::Answer>)]) -> Vec<Answer> {
        let of_question = |(subject, answers): &(Subject, Vec<memory::Answer>)| {
            let question = self.places.get(&names(subject)).copied();
            answers.iter().map(|answer| row(question, answer)).collect::<Vec<_>>()
        };
        answers.iter().flat_map(of_question).collect()
    }
}

fn names(subject: &Subject) -> (&str, &str) {
    (subject.deck.raw(), subject.question.raw())
}

fn row(question: Option<usize>, answer: &memory::Answer) -> Answer {
    // The first answer has nothing before it that it could be measured against.
    let foreseen = answer.counted.filter(|foreseen| foreseen.retrievability.is_some());
    Answer {
        question,
        day: answer.day,
        hour: u8::try_from(answer.minute / 60).unwrap_or(0),
        rating: answer.rating,
        outcome: answer.outcome,
        seconds: f64::from(answer.milliseconds) / 1000.0,
        purpose: answer.purpose,
        elapsed_days: foreseen.map(|foreseen| foreseen.elapsed_days),
        predicted: foreseen.and_then(|foreseen| foreseen.retrievability),
        first_of_day: answer.counted.is_some(),
    }
}

fn data(figures: &Figures, deck: Option<&str>, today: Day) -> Value {
    let [right, near, wrong] = figures.outcomes;
    let ahead: Vec<Value> = (1..)
        .zip(figures.due_next)
        .map(|(days, due)| json!({ "date": today.plus(days).to_string(), "due": due }))
        .collect();
    let hours: Vec<Value> =
        figures.hours.iter().map(|share| json!({ "right": share.hits, "of": share.of })).collect();
    let days: Vec<Value> = figures
        .activity
        .days
        .iter()
        .map(|day| json!({ "date": day.day.to_string(), "answers": day.answers, "seconds": day.seconds }))
        .collect();
    json!({
        "deck": deck,
        "today": today.to_string(),
        "answers": figures.answers,
        "outcomes": { "right": right, "near": near, "wrong": wrong },
        "seconds": figures.seconds,
        "streak_days": figures.activity.streak_days,
        "longest_streak_days": figures.activity.longest_streak_days,
        "right": figures.right.map(share),
        "retention": figures.retention.map(|found| json!({
            "recalled": share(found.recalled), "predicted": found.predicted,
        })),
        "due_today": figures.due_today,
        "due_next": ahead,
        "questions": {
            "new": figures.new, "young": figures.young, "mature": figures.mature,
            "suspended": figures.suspended, "leeches": figures.leeches,
        },
        "tags": figures.topics.iter().map(topic).collect::<Vec<_>>(),
        "hours": hours,
        "days": days,
    })
}

fn share(share: Share) -> Value {
    let (low, high) = share.interval();
    json!({ "share": share.value(), "hits": share.hits, "of": share.of, "low": low, "high": high })
}

fn topic(topic: &Topic) -> Value {
    json!({
        "tag": &*topic.tag,
        "questions": topic.questions,
        "answers": topic.answers,
        "right": topic.right.map(share),
        "seen": topic.seen,
        "retrievability": topic.retrievability,
        "minutes": topic.minutes,
    })
}
