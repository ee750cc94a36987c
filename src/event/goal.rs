//! What the log says of an exam: what the student has set out to do, and what was foreseen of it.
//!
//! Every forecast that was shown is kept, so that it can be held against what came true.

use crate::text::Text;
use crate::time::Day;

/// An exam to study for. A later event about any of its decks takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The ids of the decks that the exam is about.
    pub decks: Vec<Text>,
    /// The day of the exam, which is in the morning.
    pub exam: Day,
    /// Minutes of study on each day.
    pub minutes: u32,
    /// The score to reach, in percent, if one was named.
    pub percent: Option<u32>,
    /// The day from which on it is looked at whether days were skipped.
    pub since: Day,
    /// Whether it is followed.
    pub course: Course,
    /// The score of the exam in percent, once it is over and the student has said it.
    pub scored: Option<u32>,
}

/// Whether a goal is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Course {
    /// It is followed until the exam.
    Active,
    /// Not for now: scheduling is the ordinary one.
    Paused,
    /// Given up, or done.
    Ended,
}

impl Course {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Ended];

    /// The name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }
}

/// What was foreseen of an exam on the day of the event, and what the plan of that day rested on.
#[derive(Debug, Clone, PartialEq)]
pub struct Foreseen {
    /// The ids of the decks that the exam is about.
    pub decks: Vec<Text>,
    /// The day of the exam.
    pub exam: Day,
    /// Minutes of study on each day.
    pub minutes: u32,
    /// The score to expect of an exam sat on the day of the event, 0 to 1.
    pub now: f64,
    /// The expected score, 0 to 1.
    pub expected: f64,
    /// One sitting scores more than this in 95 of 100 cases, 0 to 1.
    pub low: f64,
    /// One sitting scores less than this in 95 of 100 cases, 0 to 1.
    pub high: f64,
    /// How many questions the exam was thought to be about.
    pub questions: u32,
    /// How many answers to these stood behind it.
    pub answers: u32,
    /// The price of time that was planned with, as `plan::price` writes it.
    pub price: u32,
    /// The day on which that price was chosen.
    pub chosen: Day,
    /// What tells the questions apart, what they count and which are suspended; older forecasts have none.
    pub fingerprint: Option<u32>,
}
