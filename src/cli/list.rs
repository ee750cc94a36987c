//! `shiken list`: the questions of a deck with what is remembered of each.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::args;
use super::desk::{self, Desk};
use crate::error::{Exit, Result};
use crate::memory::{LEECH_LAPSES, State};
use crate::question::Question;
use crate::terminal;
use crate::time::Day;
use crate::world::World;

pub(super) fn list(world: &World, user: Option<&str>, args: &args::List) -> Result<Exit> {
    let deck = desk::deck(world, &args.deck)?;
    let desk = Desk::open(world, user)?;
    let states: HashMap<String, State> = desk.store.states(&deck.id)?.into_iter().collect();
    let rows = deck.questions.iter().map(|question| Row::of(question, states.get(&*question.id), &desk));
    if args.json {
        let rows: Vec<Value> = rows.map(|row| row.json()).collect();
        return super::print(&format!("{}\n", json!({ "deck": &*deck.id, "questions": rows })));
    }
    let head = ["question", "kind", "state", "recall", "due", "reviews"];
    let cells: Vec<Vec<String>> = rows.map(|row| row.cells()).collect();
    super::print(&terminal::table(&head, &cells, world.screen.output.then(terminal::width)))
}

struct Row<'a> {
    question: &'a Question,
    state: Option<&'a State>,
    recall: Option<f32>,
    today: Day,
}

impl<'a> Row<'a> {
    fn of(question: &'a Question, state: Option<&'a State>, desk: &Desk<'_>) -> Self {
        let today = desk.today();
        let memory = state.and_then(|state| state.memory.zip(state.last));
        let recall = memory.map(|(memory, last)| desk.scheduler.retrievability(memory, today.since(last)));
        Self { question, state, recall, today }
    }

    /// In one word.
    fn word(&self) -> &'static str {
        match self.state {
            Some(state) if state.suspended => "suspended",
            Some(state) if state.memory.is_none() => "new",
            Some(state) if state.lapses >= LEECH_LAPSES => "leech",
            Some(state) if state.relearning => "relearning",
            Some(state) if state.due.is_some_and(|due| due <= self.today) => "due",
            Some(_) => "learnt",
            None => "new",
        }
    }

    fn cells(&self) -> Vec<String> {
        let due = self.state.and_then(|state| state.due);
        vec![
            self.question.id.to_string(),
            self.question.kind().to_owned(),
            self.word().to_owned(),
            self.recall.map_or_else(String::new, |recall| format!("{:.0} %", recall * 100.0)),
            due.map_or_else(String::new, |due| due.date().to_string()),
            self.state.map_or_else(String::new, |state| state.reviews.to_string()),
        ]
    }

    fn json(&self) -> Value {
        let state = self.state;
        let memory = state.and_then(|state| state.memory);
        json!({
            "id": &*self.question.id,
            "kind": self.question.kind(),
            "prompt": self.question.prompt.raw(),
            "tags": self.question.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(),
            "state": self.word(),
            "retrievability": self.recall,
            "stability_days": memory.map(|memory| memory.stability),
            "difficulty": memory.map(|memory| memory.difficulty),
            "last": state.and_then(|state| state.last).map(|day| day.date().to_string()),
            "due": state.and_then(|state| state.due).map(|day| day.date().to_string()),
            "reviews": state.map_or(0, |state| state.reviews),
            "lapses": state.map_or(0, |state| state.lapses),
            "changed": state.and_then(|state| state.meaning).is_some_and(|meaning| meaning != self.question.meaning),
        })
    }
}
