//! A choice question: one or several right options among wrong ones, written in the deck or drawn from it.

use super::Question;
use super::ask::Ask;
use super::chance::Chance;
use super::draw::{self, Pool};
use super::term::{Name, joined};
use crate::judge::fold::key;
use crate::text::Text;

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

impl ChoiceKey {
    pub(super) fn ask(&self, question: &Question, pool: &Pool<'_>, chance: &mut Chance) -> Ask {
        let mut options: Vec<Text> =
            self.right.iter().chain(&self.wrong).map(|name| name.text.clone()).collect();
        if self.draw > 0 {
            let drawn = draw::names(question, &self.right, pool, chance, self.draw + self.wrong.len());
            let written: Vec<String> = options.iter().map(|option| key(option.raw())).collect();
            let fresh = drawn.into_iter().filter(|option| !written.contains(&key(option.raw())));
            options.extend(fresh.take(self.draw));
        }
        chance.shuffle(&mut options);
        if self.several { Ask::PickSome { options } } else { Ask::PickOne { options } }
    }

    /// All options the deck wrote, for a response that was not picked from a list.
    pub(super) fn written_options(&self) -> Vec<Text> {
        self.right.iter().chain(&self.wrong).map(|name| name.text.clone()).collect()
    }

    pub(super) fn answer(&self) -> Text {
        joined(&self.right, "; ")
    }
}
