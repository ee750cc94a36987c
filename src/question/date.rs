//! A date question: a year, a month, a day or a range, as precise as the deck wrote it.

use super::Question;
use super::ask::Ask;
use super::bench::{self, typed};
use crate::judge::date::{DateTolerance, Reading, When, mark as judge, read};
use crate::judge::{Lexicon, Marked, Rule};
use crate::question::Response;
use crate::text::Text;

/// A date or range, and how far off still is right.
#[derive(Debug, Clone, PartialEq)]
pub struct DateKey {
    /// The right date.
    pub when: When,
    /// `tolerance = "1 year"`.
    pub tolerance: Option<DateTolerance>,
}

impl DateKey {
    pub(super) fn ask(&self) -> Ask {
        Ask::Text { form: self.when.form().to_owned() }
    }

    pub(super) fn mark(&self, question: &Question, response: &Response, lexicon: &Lexicon) -> Marked {
        let response = typed(response);
        let marked = judge(self.when, self.tolerance, response);
        let same = |form: &Text| self.same(form.raw(), response);
        match &marked {
            Marked::Verdict(verdict)
                if matches!(verdict.rule, Rule::Same | Rule::MorePrecise | Rule::Unknown) =>
            {
                marked
            }
            _ => {
                let marked = bench::foreseen_or_rejected(question, same).map_or(marked, Marked::Verdict);
                self.confused(marked, response, lexicon)
            }
        }
    }

    /// A date that earns nothing and is the date of one other thing is a confusion with that thing.
    fn confused(&self, marked: Marked, response: &str, lexicon: &Lexicon) -> Marked {
        match (marked, read(response, self.when)) {
            (Marked::Verdict(mut verdict), Reading::One(given)) if verdict.score <= 0.0 => {
                verdict.confusion = lexicon.dated(given);
                if verdict.confusion.is_some() && verdict.rule == Rule::Different {
                    verdict.rule = Rule::Confused;
                }
                Marked::Verdict(verdict)
            }
            (marked, _) => marked,
        }
    }

    /// True if both are read as one date.
    fn same(&self, a: &str, b: &str) -> bool {
        let one = |text| match read(text, self.when) {
            Reading::One(when) => Some(when),
            _ => None,
        };
        one(a).is_some_and(|when| one(b) == Some(when))
    }

    pub(super) fn answer(&self) -> Text {
        Text::from(self.when.to_string())
    }
}
