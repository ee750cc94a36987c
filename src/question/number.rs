//! A number question.

use super::Question;
use super::ask::Ask;
use super::bench::{self, typed};
use crate::judge::fold::key;
use crate::judge::number::{Expected, NumberTolerance, mark as judge, read};
use crate::judge::{Marked, Rule, Verdict};
use crate::question::Response;
use crate::text::Text;

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

impl NumberKey {
    pub(super) fn ask(&self) -> Ask {
        let form = self.unit.as_ref().map(|unit| format!("number of {}", unit.terminal()));
        Ask::Text { form: form.unwrap_or_else(|| "number".to_owned()) }
    }

    pub(super) fn mark(&self, question: &Question, response: &Response) -> Marked {
        let response = typed(response);
        if key(response) == key(self.answer().raw()) {
            return Marked::Verdict(Verdict::new(1.0, Rule::Same));
        }
        let marked = judge(&self.expected(), response);
        let unit = self.unit.as_ref().map(Text::raw);
        let value = |text: &str| read(text, unit).map(|reading| reading.value);
        let given = value(response);
        let same = |form: &Text| given.is_some() && value(form.raw()) == given;
        match &marked {
            Marked::Verdict(verdict) if matches!(verdict.rule, Rule::Same | Rule::Unknown) => marked,
            _ => bench::foreseen_or_rejected(question, same).map_or(marked, Marked::Verdict),
        }
    }

    pub(super) fn expected(&self) -> Expected<'_> {
        Expected {
            value: self.value,
            shown: &self.shown,
            tolerance: self.tolerance,
            unit: self.unit.as_ref(),
        }
    }

    pub(super) fn answer(&self) -> Text {
        match &self.unit {
            Some(unit) => Text::from(format!("{} {}", self.shown.raw(), unit.raw())),
            None => self.shown.clone(),
        }
    }
}
