//! What a screen is given to show: values only, nothing to call.

use uuid::Uuid;

use crate::judge::Verdict;
use crate::plan::Standing;
use crate::question::ask::{Ask, Rating, Response};
use crate::text::Text;
use crate::time::Day;

/// A question on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The title of its deck.
    pub deck: Text,
    /// Its id.
    pub id: Text,
    /// Its kind, in one word: "date", "text", "choice", …
    pub kind: &'static str,
    /// What is asked.
    pub prompt: Text,
    /// The shape of the response.
    pub ask: Ask,
    /// Why it is asked.
    pub standing: Standing,
    /// It has not been asked in this session before.
    pub first: bool,
    /// Its key changed since it was learnt.
    pub changed: bool,
    /// Hints not yet shown.
    pub hints: usize,
    /// How far the session is.
    pub progress: Progress,
    /// For [`Ask::Reveal`]: the back.
    pub back: Option<Text>,
}

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Progress {
    /// Questions done with, i.e. answered right or near at least once.
    pub done: usize,
    /// Questions in the session, done or not.
    pub of: usize,
    /// First answers given.
    pub answered: usize,
    /// Questions answered wrong that come back, besides the one on the screen.
    pub owed: usize,
    /// First answers that were right or near.
    pub right: usize,
    /// Seconds since the start, without the pauses of more than ten minutes.
    pub seconds: f64,
    /// Seconds the session may take, if limited.
    pub limit_seconds: Option<f64>,
}

/// A verdict on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What the judge said.
    pub verdict: Verdict,
    /// What was given.
    pub response: Response,
    /// The right answer as one text; for orders one item a line.
    pub answer: Text,
    /// The instructor's explanation.
    pub explanation: Option<Text>,
    /// Where the fact stands.
    pub source: Option<Text>,
    /// The student's own note.
    pub note: Option<Text>,
    /// What it counts as.
    pub rating: Rating,
    /// The day it is due again and how many days that is from today; `None` if the schedule is left alone.
    pub due: Option<(Day, u32)>,
    /// It comes back in this session.
    pub again: bool,
    /// It has lapsed so often that it should be rewritten or suspended.
    pub leech: bool,
    /// How far the session is.
    pub progress: Progress,
}

/// The end of a session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Summary {
    /// The session's id.
    pub session: Uuid,
    /// Questions answered at least once.
    pub questions: usize,
    /// Answers, relearning included.
    pub answers: usize,
    /// First answers by outcome.
    pub right: usize,
    /// First answers by outcome.
    pub near: usize,
    /// First answers by outcome.
    pub wrong: usize,
    /// New questions among them.
    pub new: usize,
    /// Seconds studied.
    pub seconds: f64,
    /// Questions of this session answered wrong, and not yet right since.
    pub left: usize,
    /// Questions of this session not asked.
    pub unasked: usize,
    /// What comes next, the nearest day first: (day, days from today, questions due).
    pub next: Vec<(Day, u32, usize)>,
    /// Questions never seen that remain in the decks studied.
    pub unseen: usize,
    /// Practice only: nothing was scheduled.
    pub cram: bool,
}
