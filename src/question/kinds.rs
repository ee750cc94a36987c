//! The answer key of a question, one variant a kind.

use super::term::Name;
use crate::judge::{Date, When};
use crate::text::Text;

/// The answer key.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// `date = …`
    Date(DateKey),
    /// `answer = "…"`
    Text(TextKey),
    /// `answer = 13`
    Number(NumberKey),
    /// `answer = false`
    Truth(bool),
    /// `choose = …` with `wrong = …`
    Choice(ChoiceKey),
    /// `list = […]`
    List(ListKey),
    /// `order = […]`
    Order(OrderKey),
    /// `match = […]`
    Match(MatchKey),
    /// `cloze = "…"`
    Cloze(ClozeKey),
    /// `card = "…"`
    Card(Text),
}

/// A date or range, and how far off still is right.
#[derive(Debug, Clone, PartialEq)]
pub struct DateKey {
    /// The right date.
    pub when: When,
    /// `tolerance = "1 year"`.
    pub tolerance: Option<DateTolerance>,
}

/// How far off a date may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateTolerance {
    /// Calendar years.
    Years(u16),
    /// Calendar months.
    Months(u16),
    /// Days.
    Days(u16),
}

/// One right text with its other forms.
#[derive(Debug, Clone, PartialEq)]
pub struct TextKey {
    /// The right answer.
    pub name: Name,
}

/// One right number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberKey {
    /// The right number.
    pub value: f64,
    /// As the deck writes it, to show it so.
    pub shown: Text,
    /// How far off still is right.
    pub tolerance: NumberTolerance,
    /// What is counted: "companies".
    pub unit: Option<Text>,
}

/// How far off a number may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberTolerance {
    /// In the number's own unit, at least 0.
    Absolute(f64),
    /// As a share of the right number: 0.1 is 10 %.
    Relative(f64),
}

/// One or several right options among wrong ones.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceKey {
    /// The right options, at least one.
    pub right: Vec<Name>,
    /// True if the deck wrote a list: any number may be picked, even if one is right.
    pub several: bool,
    /// Wrong options written in the deck.
    pub wrong: Vec<Name>,
    /// Wrong options to draw from terms of the same kind besides those written.
    pub draw: usize,
}

/// Items to name in any order.
#[derive(Debug, Clone, PartialEq)]
pub struct ListKey {
    /// All that are right.
    pub items: Vec<Name>,
    /// How many are enough; 1 to the number of items.
    pub need: usize,
}

/// Items in their right order, earliest first.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// At least two.
    pub items: Vec<Name>,
}

/// Pairs to find.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchKey {
    /// At least two; lefts are distinct, rights may repeat.
    pub pairs: Vec<(Name, Name)>,
}

/// A sentence with blanks.
#[derive(Debug, Clone, PartialEq)]
pub struct ClozeKey {
    /// The text before, between and behind the blanks: one more than there are blanks.
    pub text: Vec<Text>,
    /// At least one.
    pub blanks: Vec<Blank>,
}

/// A blank, judged by its shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Blank {
    /// `{July 2018}`
    Date {
        /// As the deck writes it.
        shown: Text,
        /// What it means.
        date: Date,
    },
    /// `{45}`
    Number {
        /// As the deck writes it.
        shown: Text,
        /// What it means.
        value: f64,
    },
    /// `{Cabinet}`, `{Cabinet|the Cabinet}`, `{@key}`
    Text(Name),
}
