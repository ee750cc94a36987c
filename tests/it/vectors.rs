//! The memory model against another implementation of FSRS-6: py-fsrs, whose results on random histories are in
//! `tests/data/fsrs-vectors.json` (`make_fsrs_vectors.py` beside it makes them).
//!
//! Stability is compared relatively (it spans 0.001 to 36,500 days), difficulty absolutely (1 to 10), both to
//! 1e-5: the crate counts in 32-bit floats, py-fsrs in 64-bit ones.

#![expect(clippy::expect_used, reason = "a test that cannot read its vectors has failed")]

use serde::Deserialize;
use shiken::memory::{Memory, Parameters, Scheduler, schedule::Step};
use shiken::question::ask::Rating;

const TOLERANCE: f64 = 1e-5;

#[derive(Deserialize)]
struct Vectors {
    histories: Vec<History>,
}

#[derive(Deserialize)]
struct History {
    /// None for the defaults.
    parameters: Option<Vec<f32>>,
    reviews: Vec<Row>,
}

/// Elapsed days, rating, stability and difficulty after it.
#[derive(Deserialize)]
struct Row(u32, i64, f64, f64);

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../data/fsrs-vectors.json")).expect("the vectors are JSON")
}

fn scheduler(history: &History) -> Scheduler {
    let parameters =
        history.parameters.as_deref().map(|values| Parameters::new(values).expect("they are valid"));
    Scheduler::new(&parameters.unwrap_or_default(), 0.9)
}

fn assert_close(found: Memory, row: &Row, place: &str) {
    let Row(_, _, stability, difficulty) = *row;
    let off = (f64::from(found.stability) - stability).abs() / stability;
    assert!(off <= TOLERANCE, "{place}: stability {} is not {stability}", found.stability);
    let off = (f64::from(found.difficulty) - difficulty).abs();
    assert!(off <= TOLERANCE, "{place}: difficulty {} is not {difficulty}", found.difficulty);
}

#[test]
fn memories_agree_with_py_fsrs_after_every_answer() {
    for (number, history) in vectors().histories.iter().enumerate() {
        let scheduler = scheduler(history);
        let mut memory = None;
        let mut steps = Vec::new();
        for (index, row) in history.reviews.iter().enumerate() {
            let place = format!("history {number}, review {index}");
            let rating = Rating::from_number(row.1).expect("a rating");
            let next = scheduler.futures(memory, row.0).of(rating).memory;
            assert_close(next, row, &place);
            steps.push(Step { elapsed_days: row.0, rating });
            assert_eq!(scheduler.memory_after(&steps), Some(next), "{place}");
            memory = Some(next);
        }
    }
}

#[test]
fn the_vectors_cover_what_they_should() {
    let histories = vectors().histories;
    let rows = || histories.iter().flat_map(|history| history.reviews.iter().skip(1));
    assert!(histories.len() >= 250);
    assert!(histories.iter().filter(|history| history.parameters.is_some()).count() >= 100);
    for rating in 1..=4 {
        for (from, to) in [(0, 0), (1, 20), (21, 400), (1001, 4000)] {
            let found = rows().filter(|row| row.1 == rating && (from..=to).contains(&row.0)).count();
            assert!(found >= 5, "rating {rating} after {from} to {to} days: {found}");
        }
    }
    assert!(rows().any(|row| row.2 > 5_000.0) && rows().any(|row| row.2 < 0.1));
}
