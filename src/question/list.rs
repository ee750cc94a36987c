//! A list question: name some or all of several things, in any order.

use super::ask::Ask;
use super::bench::{Bench, texts};
use super::term::{Name, joined};
use crate::judge::{Marked, Part, Verdict, is_blank, set, text};
use crate::question::Response;
use crate::text::Text;

/// Items to name in any order.
#[derive(Debug, Clone, PartialEq)]
pub struct ListKey {
    /// All that are right.
    pub items: Vec<Name>,
    /// How many are enough; 1 to the number of items.
    pub need: usize,
}

/// Responses that are looked at beyond the number of items; more are as wrong as these.
const MAX_EXTRA: usize = 30;

impl ListKey {
    pub(super) fn ask(&self) -> Ask {
        Ask::Texts { count: self.need, labels: Vec::new() }
    }

    /// The best one-to-one assignment of responses to items: (hits − extras) / needed. What was named twice is no
    /// hit and no extra; what is right beyond the number needed neither.
    pub(super) fn mark(&self, bench: Bench<'_>, response: &Response) -> Marked {
        let given: Vec<Text> = texts(response, &[';', '\n'])
            .into_iter()
            .filter(|text| !is_blank(text.raw()))
            .take(self.items.len() + MAX_EXTRA)
            .collect();
        let score =
            |response: &Text, item: &Name| text::score(&bench.expected(item), response.raw(), bench.lexicon);
        let scores: Vec<Vec<f64>> = given
            .iter()
            .map(|response| self.items.iter().map(|item| score(response, item)).collect())
            .collect();
        let assigned = set::assign(&scores);
        let mut best: Vec<(f64, Part)> = Vec::new();
        let mut extras = Vec::new();
        for ((response, row), column) in given.iter().zip(&scores).zip(&assigned) {
            match column.and_then(|at| Some((self.items.get(at)?, *row.get(at)?))) {
                Some((item, score)) => best.push((score, part(Some(item), Some(response), score))),
                None => extras.push((row.iter().all(|score| *score <= 0.0), part(None, Some(response), 0.0))),
            }
        }
        best.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let hits: f64 = best.iter().take(self.need).map(|(score, _)| score).sum();
        let wrong = extras.iter().filter(|(wrong, _)| *wrong).count();
        let score = (hits - set::share(wrong, 1)) * set::share(1, self.need);
        let missing = self.items.iter().enumerate().filter(|(at, _)| !assigned.contains(&Some(*at)));
        let missing =
            missing.map(|(_, item)| part(Some(item), None, 0.0)).take(self.need.saturating_sub(best.len()));
        let mut parts: Vec<Part> = best.into_iter().map(|(_, part)| part).collect();
        parts.extend(missing);
        parts.extend(extras.into_iter().map(|(_, part)| part));
        // A sum of shares may miss 1 by its last bit.
        let score = if score > 1.0 - 1e-9 { 1.0 } else { score };
        Marked::Verdict(Verdict::of_parts(score, parts))
    }

    pub(super) fn answer(&self) -> Text {
        joined(&self.items, "; ")
    }
}

fn part(item: Option<&Name>, response: Option<&Text>, score: f64) -> Part {
    Part { expected: item.map(|item| item.text.clone()), given: response.cloned(), score }
}
