//! The few shapes that a screen must know, and what comes back from it.

use super::chance::Chance;
use crate::text::Text;

/// What a screen asks for. A new kind with a known shape touches no screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// One text, such as a name, a date or a number. `form` says what is expected: "year", "month and year",
    /// "number of companies"; empty if any text may come.
    Text {
        /// What is expected, in a few words.
        form: String,
    },
    /// Several texts. With labels each text has its place (blanks); without, any order will do (a list).
    Texts {
        /// How many are asked for.
        count: usize,
        /// What stands before each, `count` of them or none.
        labels: Vec<Text>,
    },
    /// Exactly one of the options; the response is [`Response::Text`] with the option itself.
    PickOne {
        /// Shuffled already.
        options: Vec<Text>,
    },
    /// Any number of the options; the response is [`Response::Texts`].
    PickSome {
        /// Shuffled already.
        options: Vec<Text>,
    },
    /// All items in their right order, earliest first; the response is [`Response::Texts`].
    Order {
        /// Shuffled already.
        items: Vec<Text>,
    },
    /// A partner from `right` for each of `left`; the response is [`Response::Pairs`].
    Match {
        /// In the deck's order.
        left: Vec<Text>,
        /// Shuffled already; at least as many as `left`.
        right: Vec<Text>,
    },
    /// Show the back, then let the student grade it; the response is [`Response::Recalled`].
    Reveal,
}

impl Ask {
    /// Puts whatever is shown shuffled into another order.
    pub(super) fn shuffle(&mut self, chance: &mut Chance) {
        match self {
            Self::PickOne { options: shown }
            | Self::PickSome { options: shown }
            | Self::Order { items: shown }
            | Self::Match { right: shown, .. } => {
                // The order they come in must not show through.
                shown.sort_by(|a, b| a.raw().cmp(b.raw()));
                chance.shuffle(shown);
            }
            Self::Text { .. } | Self::Texts { .. } | Self::Reveal => {}
        }
    }
}

/// How questions are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// As the deck says; what can be typed is typed.
    #[default]
    Typed,
    /// What can be picked is picked: options are drawn from the deck.
    Choice,
    /// Every question is a flip card.
    Flip,
}

impl Mode {
    /// The name on the command line and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::Choice => "choice",
            Self::Flip => "flip",
        }
    }
}

/// How well something was recalled: the four ratings of FSRS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Not recalled.
    Again = 1,
    /// Recalled with a hint, a slip or in part.
    Hard = 2,
    /// Recalled.
    Good = 3,
    /// Recalled without effort; only the student can say so.
    Easy = 4,
}

impl Rating {
    /// All four, worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// The word as stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }

    /// The rating with this number, 1 to 4.
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| *rating as i64 == number)
    }

    /// The rating a score earns: below 0.6 Again; below 1 or with a hint Hard; else Good.
    /// Easy never comes from a score.
    pub fn of(score: f64, hints: u32) -> Self {
        if score < 0.6 {
            Self::Again
        } else if score < 1.0 || hints > 0 {
            Self::Hard
        } else {
            Self::Good
        }
    }
}

/// What the student gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// "Don't know".
    Unknown,
    /// One text, typed or picked.
    Text(Text),
    /// Several: list items and blanks as typed, options as picked, items as ordered.
    Texts(Vec<Text>),
    /// Left and right of each pair.
    Pairs(Vec<(Text, Text)>),
    /// The student's own grade after the back was shown.
    Recalled(Rating),
}
