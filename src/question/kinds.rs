//! The answer key of a question, one variant a kind. Each kind has a file of its own with what it asks and how a
//! response is marked.

pub use super::card::CardKey;
pub use super::choice::ChoiceKey;
pub use super::cloze::{Blank, ClozeKey};
pub use super::date::DateKey;
pub use super::list::ListKey;
pub use super::number::NumberKey;
pub use super::order::OrderKey;
pub use super::pairs::MatchKey;
pub use super::text::TextKey;
pub use super::truth::TruthKey;
pub use crate::judge::date::DateTolerance;
pub use crate::judge::number::NumberTolerance;

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
    Truth(TruthKey),
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
    Card(CardKey),
}

impl Key {
    /// The name of the kind, as in the names of pools, in reports and in exam sections.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Date(_) => "date",
            Self::Text(_) => "text",
            Self::Number(_) => "number",
            Self::Truth(_) => "true-false",
            Self::Choice(_) => "choice",
            Self::List(_) => "list",
            Self::Order(_) => "order",
            Self::Match(_) => "match",
            Self::Cloze(_) => "cloze",
            Self::Card(_) => "card",
        }
    }
}
