//! The ports of a session: screens, the log and the decks stand behind these.

use std::sync::Arc;

use super::input::{Effect, Input};
use super::view::{Asked, Judged};
use crate::error::{Error, Result};
use crate::event::Draft;
use crate::judge::Marked;
use crate::question::{Ask, Mode, Question, Response};
use crate::text::Text;
use crate::time::Day;

/// What a prompter waits for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Waiting<'a> {
    /// A response to this question (or a hint, undo, suspend, quit).
    Answer(&'a Asked),
    /// The student to have read the verdict (or an overrule, undo, quit).
    Read(&'a Judged),
}

/// A screen: shows effects, reads inputs. [`Effect::Save`] never comes here.
pub trait Prompter {
    /// Shows one effect.
    ///
    /// # Errors
    /// If the screen is gone.
    fn show(&mut self, effect: &Effect) -> Result<()>;

    /// Waits for the student. The end of the input is [`Input::Quit`].
    ///
    /// # Errors
    /// If the screen is gone.
    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input>;

    /// Says that an answer is not saved yet and will be tried again; `true` to go on trying.
    ///
    /// # Errors
    /// If the screen is gone.
    fn not_saved(&mut self, reason: &Error) -> Result<bool>;
}

/// Where answers go. They are on disk, durably, when this returns `Ok`.
pub trait Recorder {
    /// Saves events, all or none.
    ///
    /// # Errors
    /// If they are not on disk; the same drafts may be given again.
    fn record(&mut self, drafts: &[Draft]) -> Result<()>;

    /// Questions due on each of `days` days from `from` on; those overdue count on the first.
    ///
    /// # Errors
    /// If the log cannot be read.
    fn outlook(&mut self, from: Day, days: u32) -> Result<Vec<u32>>;
}

/// A question among the decks of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Card {
    /// Index of the deck.
    pub deck: u32,
    /// Index of the question in its deck.
    pub index: u32,
}

/// The decks of a session. Questions may be read when they are first asked for.
pub trait Catalog {
    /// The id of the deck, as the log names it.
    fn deck_id(&self, deck: u32) -> Text;

    /// The title of the deck.
    fn deck_title(&self, deck: u32) -> Text;

    /// One question.
    fn question(&self, card: Card) -> Arc<Question>;

    /// The student's own note on it.
    fn note(&self, _card: Card) -> Option<Text> {
        None
    }

    /// How it is put.
    fn ask(&self, card: Card, mode: Mode, seed: u64) -> Ask;

    /// How a response to it is marked.
    fn mark(&self, card: Card, ask: &Ask, response: &Response) -> Marked;
}
