//! A quiz as a state machine: (state, input) → (state, effects). No clock, no chance, no screen, no file.
//!
//! The caller shows the effects, saves what [`Effect::Save`] says before anything else is shown, and comes back
//! with the next [`Input`]. Screens implement [`Prompter`], the store implements [`Recorder`].

use uuid::Uuid;

use crate::error::Result;
use crate::event::Draft;
use crate::judge::Verdict;
use crate::question::ask::{Ask, Rating, Response};
use crate::text::Text;
use crate::time::Day;

/// What a student may do.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Answer the question on the screen.
    Respond(Response),
    /// Ask for the next hint.
    Hint,
    /// After a verdict: "I was right", "I was wrong" or "it was easy".
    Overrule(Overrule),
    /// After a verdict: go on.
    Next,
    /// Take back the last answer and ask that question again.
    Undo,
    /// Never ask the question on the screen again.
    Suspend,
    /// Leave; everything answered is kept.
    Quit,
}

/// What the student says against the judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overrule {
    /// "I was right": counts as Good.
    Right,
    /// "I was wrong": counts as Again.
    Wrong,
    /// "It was easy": counts as Easy.
    Easy,
}

/// What a screen shows, in the order given.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// To be on disk before anything else happens.
    Save(Vec<Draft>),
    /// Ask this.
    Ask(Box<Asked>),
    /// A hint for the question on the screen.
    Hint(Text),
    /// Nothing to hint.
    NoHint,
    /// The response could not be read in one way: the reason. The question stands.
    AskAgain(String),
    /// The verdict on the response.
    Judged(Box<Judged>),
    /// The student's word was taken: the rating it now counts with.
    Overruled(Rating),
    /// The last answer was taken back. The question follows as an [`Effect::Ask`].
    Undone,
    /// There is nothing to take back.
    NothingToUndo,
    /// The question was suspended.
    Suspended,
    /// The session is over.
    Finished(Box<Summary>),
}

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
    /// Its key changed since it was learnt.
    pub changed: bool,
    /// Hints not yet shown.
    pub hints: usize,
    /// How far the session is.
    pub progress: Progress,
    /// For [`Ask::Reveal`]: the back.
    pub back: Option<Text>,
}

/// Where a question stands in its learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Never answered.
    New,
    /// Due.
    Due,
    /// Answered wrong earlier; it comes back until it is right.
    Relearn,
    /// Not yet due.
    Ahead,
    /// Practice only.
    Cram,
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
    /// Questions of this session not yet answered right.
    pub left: usize,
    /// What comes next, the nearest day first: (day, days from today, questions due).
    pub next: Vec<(Day, u32, usize)>,
    /// Questions never seen that remain in the decks studied.
    pub unseen: usize,
    /// Practice only: nothing was scheduled.
    pub cram: bool,
}

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
    fn not_saved(&mut self, reason: &crate::error::Error) -> Result<bool>;
}

/// Where answers go. They are on disk, durably, when this returns `Ok`.
pub trait Recorder {
    /// Saves events, all or none.
    ///
    /// # Errors
    /// If they are not on disk; the same drafts may be given again.
    fn record(&mut self, drafts: &[Draft]) -> Result<()>;
}
