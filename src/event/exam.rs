//! What the log says of a mock exam: the paper as it was drawn, each response as it was given, and the marks.
//!
//! The paper is kept whole and not only its seed, down to the words of each question: the deck may be another one when
//! the sitting goes on.

use uuid::Uuid;

use crate::question::{Ask, Response};
use crate::text::Text;

/// Something that happened in a mock exam.
#[derive(Debug, Clone, PartialEq)]
pub enum Exam {
    /// A sitting began: the event's id is the sitting's, its clock is when the time began to run.
    Sitting(Paper),
    /// A response was given, changed or taken back.
    Response(Given),
    /// A question was marked to come back to, or no more.
    Flag {
        /// The sitting.
        sitting: Uuid,
        /// The place on the paper, from 0.
        item: u32,
        /// Marked, or no more.
        on: bool,
    },
    /// How sure the student is of a response.
    Certainty {
        /// The sitting.
        sitting: Uuid,
        /// The place on the paper, from 0.
        item: u32,
        /// How sure.
        certainty: Certainty,
    },
    /// The sitting was closed and marked.
    Marks(Marks),
}

impl Exam {
    /// The name of the kind in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sitting(_) => "sitting",
            Self::Response(_) => "response",
            Self::Flag { .. } => "flag",
            Self::Certainty { .. } => "certainty",
            Self::Marks(_) => "marks",
        }
    }

    /// The sitting that it belongs to; `None` for its own beginning.
    pub fn sitting(&self) -> Option<Uuid> {
        match self {
            Self::Sitting(_) => None,
            Self::Response(Given { sitting, .. })
            | Self::Flag { sitting, .. }
            | Self::Certainty { sitting, .. }
            | Self::Marks(Marks { sitting, .. }) => Some(*sitting),
        }
    }
}

/// A drawn paper with its terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The id of the deck.
    pub deck: Text,
    /// The version of the deck.
    pub version: Text,
    /// The id of the blueprint; empty if it was drawn without one.
    pub exam: Text,
    /// For people.
    pub title: Text,
    /// What it was drawn and shuffled with.
    pub seed: u64,
    /// Seconds allowed, extra time included; `None` is untimed.
    pub limit_seconds: Option<u32>,
    /// The student is asked how sure they are.
    pub certainty: bool,
    /// Percent needed to pass, 0 to 100.
    pub pass: Option<f64>,
    /// Bands by the percent they begin at, the highest first.
    pub bands: Vec<(Text, f64)>,
    /// The share of its points that a wrong response costs, 0 to 1.
    pub negative: f64,
    /// Each section with its weight.
    pub sections: Vec<(Text, f64)>,
    /// The questions in the order they are asked.
    pub items: Vec<Item>,
}

/// A question on a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its id.
    pub question: Text,
    /// Its meaning hash when the paper was drawn.
    pub meaning: u64,
    /// The section, as an index.
    pub section: u32,
    /// What it counts for, 0 to [`AMOUNT_MAX`].
    pub points: f64,
    /// How it was put; `None` in a log of an older version, or on a paper of thousands of words. Either all items of a
    /// paper have it or none.
    pub shown: Option<Shown>,
}

/// A question in the words that a paper was drawn with.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// What is asked.
    pub prompt: Text,
    /// The shape of the response, with its options.
    pub ask: Ask,
    /// What was right to pick; [`Response::Unknown`] where nothing is picked.
    pub right: Response,
}

/// No list asks for more.
pub const COUNT_MAX: usize = 1_000;

/// No points and no weight are more.
pub const AMOUNT_MAX: f64 = 1e6;

/// A response in a mock exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The sitting.
    pub sitting: Uuid,
    /// The place on the paper, from 0.
    pub item: u32,
    /// What was given; `None` takes back what was given before.
    pub response: Option<Response>,
    /// Milliseconds from the question to the response, at most an hour.
    pub spent: u32,
    /// It came after the time was up.
    pub late: bool,
}

/// How sure a student is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// Certain.
    Sure,
    /// Fairly certain.
    Fairly,
    /// A guess.
    Guess,
}

impl Certainty {
    /// All three, the surest first.
    pub const ALL: [Self; 3] = [Self::Sure, Self::Fairly, Self::Guess];

    /// The word in the log and on the screen.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Fairly => "fairly",
            Self::Guess => "guess",
        }
    }
}

/// The end of a sitting.
#[derive(Debug, Clone, PartialEq)]
pub struct Marks {
    /// The sitting.
    pub sitting: Uuid,
    /// Why it ended.
    pub end: End,
    /// One score an item, in the order of the paper.
    pub scores: Vec<Score>,
}

/// Why a sitting ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// The student handed it in.
    HandedIn,
    /// The time was up.
    TimeUp,
}

impl End {
    /// Both.
    pub const ALL: [Self; 2] = [Self::HandedIn, Self::TimeUp];

    /// The words in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::HandedIn => "handed in",
            Self::TimeUp => "time up",
        }
    }
}

/// What the judge said of one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Score {
    /// From 0 to 1.
    Counted(f64),
    /// Nothing was given in time.
    Blank,
    /// The question was no longer in the deck: it counts for nobody.
    Dropped,
}
