//! An order question: put items in their right order, earliest first.

use super::ask::Ask;
use super::bench::{find, texts};
use super::chance::Chance;
use super::term::{Name, joined};
use crate::judge::{Marked, Part, Verdict, set};
use crate::question::Response;
use crate::text::Text;

/// Items in their right order, earliest first.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderKey {
    /// At least two.
    pub items: Vec<Name>,
}

impl OrderKey {
    /// The items shuffled, never in their right order already.
    pub(super) fn ask(&self, chance: &mut Chance) -> Ask {
        let right: Vec<Text> = self.items.iter().map(|item| item.text.clone()).collect();
        let mut items = right.clone();
        chance.shuffle(&mut items);
        if items == right && !items.is_empty() {
            items.rotate_left(1);
        }
        Ask::Order { items }
    }

    /// Kendall's tau, never below 0.
    pub(super) fn mark(&self, response: &Response) -> Marked {
        let given = texts(response, &[';', '\n']);
        let names: Vec<Text> = self.items.iter().map(|item| item.text.clone()).collect();
        let named: Vec<Option<usize>> =
            given.iter().take(2 * names.len()).map(|text| find(&names, text.raw())).collect();
        let places: Vec<Option<usize>> =
            (0..names.len()).map(|item| named.iter().position(|named| *named == Some(item))).collect();
        let part = |(at, expected): (usize, &Text)| Part {
            expected: Some(expected.clone()),
            given: given.get(at).cloned(),
            score: if named.get(at) == Some(&Some(at)) { 1.0 } else { 0.0 },
        };
        let parts = names.iter().enumerate().map(part).collect();
        Marked::Verdict(Verdict::of_parts(set::order(&places), parts))
    }

    /// One item a line.
    pub(super) fn answer(&self) -> Text {
        joined(&self.items, "\n")
    }
}
