//! A figure as something to be looked at: what it is called, what it means, what stands behind it, and its values.
//!
//! The terminal, the report and `--json` all draw from these, so they show the same. What is other people's text is
//! a [`Text`] here; so are our own words where both can stand.

use super::calendar::Year;
use super::share::Share;
use crate::text::Text;
use crate::time::Day;

/// A figure to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its name in data: unique, words joined by `_`.
    pub key: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it means, in one line.
    pub meaning: &'static str,
    /// What it stands on: "412 answers".
    pub behind: String,
    /// Its values.
    pub shape: Shape,
}

/// The values of a picture, by what they look like.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Too few answers: what it takes to be shown.
    Withheld(String),
    /// The days of a year.
    Year(Year),
    /// So many of each class: a bar for each.
    Bars(Vec<Bar>),
    /// So many in each of many steps in a row, such as days: a column for each. The unit stands behind each value.
    Columns(Vec<Bar>, &'static str),
    /// Shares of right answers with their intervals.
    Chances(Vec<Chance>),
    /// Anything else; the first row is the header.
    Rows(Vec<&'static str>, Vec<Vec<Cell>>),
}

/// A class, and how much is in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The class.
    pub label: Text,
    /// How much, at least 0.
    pub value: f64,
}

/// A share of right answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Chance {
    /// What they are the answers to.
    pub label: Text,
    /// Those that were right; shown as too few below [`super::ENOUGH`].
    pub share: Share,
    /// What was foreseen of the same answers, 0 to 1.
    pub foreseen: Option<f64>,
    /// What else is to be said.
    pub note: Note,
}

/// What else is to be said of a share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Note {
    /// Nothing.
    None,
    /// What was done: answers of any purpose, and the seconds to them.
    Spent(u32, f64),
    /// Of a topic: questions seen, all its questions, and the mean chance of recall today of those seen.
    Seen(u32, u32, Option<f64>),
    /// The answers of which a chance between these was foreseen.
    Foreseen(f64, f64),
}

impl Note {
    /// As it is shown to people; empty if there is nothing to say.
    pub fn words(self) -> String {
        match self {
            Self::None | Self::Foreseen(..) => String::new(),
            Self::Spent(answers, seconds) => {
                format!("{}, {}", count(answers as usize, "answer"), span(seconds))
            }
            Self::Seen(seen, of, None) => format!("{seen} of {of} seen"),
            Self::Seen(seen, of, Some(recall)) => {
                format!("{seen} of {of} seen, {} recall today", percent(recall))
            }
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words, other people's or our own.
    Text(Text),
    /// A count.
    Count(u32),
    /// Minutes.
    Minutes(f64),
    /// A share with its interval.
    Share(Share),
    /// A share of so few that it is better counted; of nothing it was practice.
    Hits(Share),
    /// A day.
    Day(Day),
}

impl Bar {
    /// So many of a class.
    pub fn new(label: impl Into<Text>, value: impl Into<f64>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

impl Cell {
    /// As it is shown to people; text is not yet made safe for any page or screen.
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.raw().to_owned(),
            Self::Count(number) => number.to_string(),
            Self::Minutes(minutes) if *minutes > 0.0 && *minutes < 0.5 => "under 1".to_owned(),
            Self::Minutes(minutes) => format!("{minutes:.0}"),
            Self::Share(share) => of_all(*share),
            Self::Hits(share) if share.of == 0 => "practice".to_owned(),
            Self::Hits(share) => format!("{} of {}", share.hits, share.of),
            Self::Day(day) => day.to_string(),
        }
    }

    /// Our own words.
    pub fn word(word: &str) -> Self {
        Self::Text(Text::from(word))
    }
}

/// "1 question", "2 questions": a count and its noun, whose plural adds an s.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// A share of 1 as a whole percentage: "75 %".
pub fn percent(share: f64) -> String {
    format!("{} %", (share * 100.0).round())
}

/// A span of seconds as a person says it: "40 s", "6 min", "1 h 5 min".
pub fn span(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round();
    if seconds < 59.5 {
        format!("{} s", seconds.max(0.0).round())
    } else if minutes < 60.0 {
        format!("{minutes} min")
    } else {
        format!("{} h {} min", (minutes / 60.0).floor(), minutes % 60.0)
    }
}

/// "76 % (70 to 81) of 230".
pub fn of_all(share: Share) -> String {
    let (low, high) = share.interval();
    format!("{} ({:.0} to {:.0}) of {}", percent(share.value()), low * 100.0, high * 100.0, share.of)
}
