//! The log: immutable events that everything else is derived from.
//!
//! An event knows nothing of SQLite; its canonical JSON line is the same on every machine. Undo is an event
//! (`void`), an overrule is an event. Events of a kind this version does not know are kept and passed on.

#[cfg(test)]
pub(crate) mod arbitrary;
pub mod exam;
#[cfg(test)]
pub(crate) mod exam_arbitrary;
pub mod goal;
pub mod line;
pub(crate) mod members;
pub(crate) mod quick;
pub(crate) mod sum;

use uuid::Uuid;

pub use exam::Exam;
pub use goal::{Course, Foreseen, Goal};

use crate::judge::{Outcome, Rule};
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// One entry of the log.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// UUIDv7.
    pub id: Uuid,
    /// The device that wrote it.
    pub device: Uuid,
    /// The device's own count, from 1; an index, never a key, for a home may be copied.
    pub sequence: u64,
    /// Ordering time: `max(wall, last + 1)` in milliseconds, so the order of one device never goes back.
    pub time: Timestamp,
    /// What the clock said.
    pub clock: Timestamp,
    /// The zone's offset at that moment, minutes east.
    pub offset_minutes: i32,
    /// The study day as it was; no later change of zone moves history.
    pub day: Day,
    /// What happened.
    pub body: Body,
    /// Members a newer version wrote, as a canonical JSON object to be passed on; empty if there are none.
    pub extra: Text,
}

/// An event before the store has given it an id, a device and a sequence number.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Chosen by the caller, so that a retry after a failed write is the same event.
    pub id: Uuid,
    /// What the clock said.
    pub clock: Timestamp,
    /// The zone's offset at that moment, minutes east.
    pub offset_minutes: i32,
    /// The study day.
    pub day: Day,
    /// What happened.
    pub body: Body,
}

/// A question of a deck, as the log names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject {
    /// The deck's id.
    pub deck: Text,
    /// The question's id.
    pub question: Text,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A question was answered.
    Review(Subject, Box<Review>),
    /// An earlier event is undone, whatever it was; a void of a void is possible and restores.
    Void(Uuid),
    /// The student overrules the judge, or says it was easy: the target review counts with this rating.
    Overrule {
        /// The review.
        review: Uuid,
        /// What it counts as from now on.
        rating: Rating,
        /// "right", "wrong" or "easy": what the student said.
        said: Text,
    },
    /// The question is forgotten: its memory starts anew, its history stays.
    Reset(Subject),
    /// The question is not asked any more (or again, with `false`).
    Suspend(Subject, bool),
    /// Something of the student's own on a question.
    Own(Subject, Own, Text),
    /// The question has a new id; its history follows.
    Rename {
        /// The old id.
        from: Subject,
        /// The new id, in the same deck.
        to: Text,
    },
    /// Parameters of the memory model, from now on.
    Parameters(Vec<f32>),
    /// An exam to study for, as it stands from now on.
    Goal(Goal),
    /// What was foreseen of an exam.
    Forecast(Foreseen),
    /// Something in a mock exam.
    Exam(Box<Exam>),
    /// A kind this version does not know: its name and its whole JSON body, kept as it came.
    Unknown {
        /// The kind's name.
        kind: Text,
        /// A JSON object, as text.
        json: Text,
    },
}

impl Body {
    /// The kind's name in the log.
    pub fn kind(&self) -> &str {
        match self {
            Self::Review(..) => "review",
            Self::Void(_) => "void",
            Self::Overrule { .. } => "overrule",
            Self::Reset(_) => "reset",
            Self::Suspend(_, true) => "suspend",
            Self::Suspend(_, false) => "unsuspend",
            Self::Own(_, own, _) => own.name(),
            Self::Rename { .. } => "rename",
            Self::Parameters(_) => "parameters",
            Self::Goal(_) => "goal",
            Self::Forecast(_) => "forecast",
            Self::Exam(exam) => exam.kind(),
            Self::Unknown { kind, .. } => kind.raw(),
        }
    }

    /// The question it is about, if it names one itself; a void or an overrule names another event.
    pub fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Review(subject, _)
            | Self::Reset(subject)
            | Self::Suspend(subject, _)
            | Self::Own(subject, ..)
            | Self::Rename { from: subject, .. } => Some(subject),
            Self::Void(_) | Self::Overrule { .. } | Self::Parameters(_) | Self::Goal(_) => None,
            Self::Forecast(_) | Self::Exam(_) | Self::Unknown { .. } => None,
        }
    }

    /// The event it is about, if it is about another event.
    pub fn target(&self) -> Option<Uuid> {
        match self {
            Self::Void(target) | Self::Overrule { review: target, .. } => Some(*target),
            Self::Exam(exam) => exam.sitting(),
            _ => None,
        }
    }
}

/// What a student may add to a question. It lives in the student's log and never in the deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Own {
    /// Words shown after the verdict; empty ones take them back.
    Note,
    /// A hint of the student's own; an empty one takes it back.
    Mnemonic,
    /// Another answer that is right.
    Accept,
    /// That answer is right no more.
    Unaccept,
}

impl Own {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Note, Self::Mnemonic, Self::Accept, Self::Unaccept];

    /// The kind of the event in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Mnemonic => "mnemonic",
            Self::Accept => "accept",
            Self::Unaccept => "unaccept",
        }
    }
}

/// One answered question.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The rating it counts with, unless overruled.
    pub rating: Rating,
    /// The judge's score, 0 to 1.
    pub score: f64,
    /// The judge's word.
    pub outcome: Outcome,
    /// The rule that decided.
    pub rule: Rule,
    /// The raw response.
    pub response: Response,
    /// The term or question the response was confused with: "@key" or an id.
    pub confused_with: Option<Text>,
    /// Hints shown.
    pub hints: u32,
    /// Seconds from the question to the response, at most 3600.
    pub seconds: f64,
    /// How it was put.
    pub mode: Mode,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The session it belongs to.
    pub session: Uuid,
    /// The meaning hash of the question as it was answered.
    pub meaning: u64,
    /// The day it was made due, fuzz and load balance included; `None` if it left the schedule alone.
    pub due: Option<Day>,
    /// The chance of recall that the memory model foresaw just before it, 0 to 1; `None` if the question was never
    /// answered before, or the answer left the schedule alone. Kept, as later parameters would foresee in hindsight.
    pub retrievability: Option<f64>,
}

/// Why a question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// It was new or due (or studied ahead): the answer counts for the memory.
    Study,
    /// It came back in the session because it was answered wrong: it does not count for the memory.
    Relearn,
    /// Practice that leaves the schedule alone.
    Cram,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Study, Self::Relearn, Self::Cram];

    /// The name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Relearn => "relearn",
            Self::Cram => "cram",
        }
    }
}
