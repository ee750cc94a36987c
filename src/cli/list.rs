//! `shiken list`: the questions of a deck with what is remembered of each.

use serde_json::{Value, json};

use super::args;
use super::desk::Desk;
use crate::error::{Exit, Result};
use crate::memory::State;
use crate::question::Question;
use crate::terminal::table::{Cell, Table};
use crate::text::Text;
use crate::time::Day;
use crate::world::World;

pub(super) fn list(world: &World, user: Option<&str>, args: &args::List) -> Result<Exit> {
    let (desk, deck) = Desk::with_deck(world, user, &args.deck)?;
    let states = desk.states(&deck.id)?;
    let rows = deck.questions.iter().map(|question| Row::of(question, states.get(&*question.id), &desk));
    if args.json {
        let rows: Vec<Value> = rows.map(|row| row.json()).collect();
        return super::print_json(&json!({ "deck": &*deck.id, "questions": rows }));
    }
    let mut table = Table::new(&["question", "kind", "state", "recall", "due", "reviews"]);
    rows.for_each(|row| table.row(row.cells()));
    super::print(&table.render(super::form(world)))
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
        let recall = memory.map(|(memory, last)| desk.scheduler().retrievability(memory, today.since(last)));
        Self { question, state, recall, today }
    }

    /// In one word.
    fn word(&self) -> &'static str {
        match self.state {
            Some(state) if state.suspended => "suspended",
            Some(state) if state.is_new() => "new",
            Some(state) if state.is_changed(|then| self.question.has_key_of(then)) => "changed",
            Some(state) if state.is_leech() => "leech",
            Some(state) if state.relearning => "relearning",
            Some(state) if state.is_due(self.today) => "due",
            Some(_) => "learnt",
            None => "new",
        }
    }

    fn cells(&self) -> Vec<Cell> {
        let due = self.state.and_then(|state| state.comes(self.today));
        let reviews = self.state.map_or(0, |state| state.reviews);
        vec![
            Cell::Text(Text::from(&*self.question.id)),
            Cell::Word(self.question.kind().to_owned()),
            Cell::Word(self.word().to_owned()),
            Cell::Figure(self.recall.map_or_else(String::new, |recall| format!("{:.0} %", recall * 100.0))),
            Cell::Word(due.map_or_else(String::new, |due| due.to_string())),
            Cell::Figure(if reviews == 0 { String::new() } else { reviews.to_string() }),
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
            "last": state.and_then(|state| state.last).map(|day| day.to_string()),
            "due": state.and_then(|state| state.comes(self.today)).map(|day| day.to_string()),
            "reviews": state.map_or(0, |state| state.reviews),
            "lapses": state.map_or(0, |state| state.lapses),
            "changed": state.is_some_and(|state| state.is_changed(|then| self.question.has_key_of(then))),
        })
    }
}
