//! The store as a whole, on real files.
#![expect(clippy::disallowed_methods, reason = "what others do to files is done here by hand")]

mod answers;
mod damage;
mod exams;
mod flips;
mod given;
mod goals;
mod merging;
mod together;
mod wal;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::event::{Body, Event, Own, Purpose, Review, Subject};
use crate::judge::{Outcome, Rule};
use crate::memory::{Answer, State};
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::time::{Day, Timestamp};

/// A home with one progress file.
struct Home {
    dir: TempDir,
}

impl Home {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// In memory where there is such a disk: a crowd of files that nobody needs to be safe.
    fn quick() -> Self {
        let memory = Path::new("/dev/shm");
        Self { dir: tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.dir.path().join("user/progress.db")
    }

    fn open(&self) -> Store {
        Store::open(&self.path(), Uuid::from_u128(0xD)).unwrap()
    }
}

fn subject(question: &str) -> Subject {
    Subject { deck: "deck".into(), question: question.into() }
}

fn reviewed(rating: Rating) -> Review {
    Review {
        rating,
        score: 1.0,
        outcome: Outcome::Right,
        rule: Rule::Equal,
        response: Response::Text("Émile \"Ω\"\n".into()),
        confused_with: None,
        hints: 0,
        seconds: 4.2,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: Uuid::from_u128(5),
        meaning: u64::MAX - 1,
        due: None,
        retrievability: None,
    }
}

/// A draft whose number is its id and, in minutes, its moment; 23 November 2026 has the number 0.
fn draft(number: u32, body: Body) -> Draft {
    const START: i64 = 1_795_392_000_000;
    Draft {
        id: id(number),
        clock: Timestamp(START + i64::from(number) * 60_000),
        offset_minutes: 60,
        day: Day(20_780 + i32::try_from(number / 1440).unwrap()),
        body,
    }
}

fn id(number: u32) -> Uuid {
    Uuid::from_u128(u128::from(number) + 0x1000)
}

fn answer(number: u32, question: &str, rating: Rating) -> Draft {
    draft(number, Body::Review(subject(question), Box::new(reviewed(rating))))
}

/// The whole log as lines.
fn export(store: &Store) -> String {
    let mut lines = String::new();
    store
        .events(|event| {
            lines += &crate::event::line::write(&event);
            lines.push('\n');
            Ok(())
        })
        .unwrap();
    lines
}

type History = Vec<(Subject, Vec<Answer>)>;

/// Everything that can be asked of the derived tables.
fn derived(store: &Store) -> (Vec<(Subject, String)>, History) {
    let states = store.states(None).unwrap();
    (states.into_iter().map(|(s, state)| (s, format!("{state:?}"))).collect(), store.answers(None).unwrap())
}
