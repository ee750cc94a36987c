//! Sittings in the log.

use super::*;
use crate::event::exam::{End, Exam, Given, Item, Marks, Paper, Score};
use crate::exam::Sitting;

fn paper() -> Paper {
    let item = |id: &str| Item { question: id.into(), meaning: 9, section: 0, points: 1.5, shown: None };
    Paper {
        deck: "deck".into(),
        version: "1".into(),
        exam: "mock".into(),
        title: "Mock \u{1b}[2J".into(),
        seed: u64::MAX,
        limit_seconds: Some(600),
        certainty: false,
        pass: Some(0.1 + 0.2),
        bands: vec![("A".into(), 85.0)],
        negative: 0.25,
        sections: vec![("All".into(), 1.0 / 3.0)],
        items: vec![item("one"), item("two")],
    }
}

fn exam(number: u32, exam: Exam) -> Draft {
    draft(number, Body::Exam(Box::new(exam)))
}

fn respond(number: u32, text: &str) -> Draft {
    let response = Some(Response::Text(text.into()));
    exam(number, Exam::Response(Given { sitting: id(1), item: 1, response, spent: 7, late: false }))
}

fn sittings(store: &Store) -> Vec<Sitting> {
    let all = store.sittings().unwrap();
    all.iter().map(|(begin, events)| Sitting::replay(begin, events).unwrap()).collect()
}

#[test]
fn a_sitting_is_found_with_its_events_and_touches_no_memory() {
    let home = Home::new();
    let mut store = home.open();
    store.append(&[exam(1, Exam::Sitting(paper()))]).unwrap();
    for (number, text) in [(2, "a"), (3, "b")] {
        store.append(&[respond(number, text)]).unwrap();
    }
    let marks = Marks { sitting: id(1), end: End::TimeUp, scores: vec![Score::Blank, Score::Counted(0.7)] };
    let both = [exam(4, Exam::Marks(marks.clone())), answer(5, "two", Rating::Again)];
    store.append(&both).unwrap();
    let found = sittings(&home.open());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].id, &found[0].paper), (id(1), &paper()));
    let reply = found[0].answers[1].reply.as_ref().unwrap();
    assert_eq!(reply.response, Response::Text("b".into()));
    assert_eq!(found[0].marks.as_ref().map(|(_, marks)| marks), Some(&marks));
    assert_eq!(store.states(None).unwrap().len(), 1, "only the review counts for a memory");
    assert!(store.check().unwrap().is_sound());
    store.append(&[draft(6, Body::Void(id(1)))]).unwrap();
    assert_eq!(sittings(&store), []);
}

#[test]
fn sittings_of_two_machines_merge_in_any_order() {
    let (home, other) = (Home::new(), Home::new());
    let mut store = home.open();
    store.append(&[exam(1, Exam::Sitting(paper())), respond(2, "a"), respond(3, "b")]).unwrap();
    let mut events = Vec::new();
    store
        .events(|event| {
            events.push(event);
            Ok(())
        })
        .unwrap();
    let mut merged = other.open();
    events.reverse();
    for event in &events {
        merged.merge(std::slice::from_ref(event)).unwrap();
    }
    assert_eq!(sittings(&merged), sittings(&store));
}
