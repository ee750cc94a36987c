//! What comes in and what goes out of a session.

use super::view::{Asked, Judged, Summary};
use crate::event::Draft;
use crate::question::ask::{Rating, Response};
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
    /// Keep a note of the student's own on the question on the screen, or on the last one after its verdict.
    Note(Text),
    /// Keep a hint of the student's own on that question.
    Mnemonic(Text),
    /// After a verdict: what was typed is right, from now on too.
    Accept,
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
    /// The student's word was taken: the rating it now counts with, and the day it is due by that, with the days until
    /// then; `None` if the answer leaves the schedule alone.
    Overruled(Rating, Option<(Day, u32)>),
    /// The last answer was taken back. The question follows as an [`Effect::Ask`].
    Undone,
    /// There is nothing to take back.
    NothingToUndo,
    /// The question was suspended.
    Suspended,
    /// The note or the mnemonic is kept.
    Noted,
    /// This answer is right from now on.
    Accepted(Text),
    /// Only a typed text can be made right for good.
    NotAccepted,
    /// The session is over.
    Finished(Box<Summary>),
}
