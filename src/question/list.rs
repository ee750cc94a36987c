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
        let scores_of = |response: &Text| -> Vec<f64> {
            let score = |item| text::score(&bench.expected(item), response.raw(), bench.lexicon);
            self.items.iter().map(score).collect()
        };
        let (given, scores): (Vec<Text>, Vec<Vec<f64>>) = texts(response, &[';', '\n'])
            .into_iter()
            .flat_map(|response| apart(response, &scores_of))
            .filter(|(response, _)| !is_blank(response.raw()))
            .take(self.items.len() + MAX_EXTRA)
            .unzip();
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

/// A response with its scores; or its parts with theirs, if it is no item but one of its parts is: many a student
/// writes a whole list into the first line.
fn apart(response: Text, scores_of: &impl Fn(&Text) -> Vec<f64>) -> Vec<(Text, Vec<f64>)> {
    let known = |scores: &[f64]| scores.iter().any(|score| *score > 0.0);
    let whole = scores_of(&response);
    let commas = response.raw().replace(" and ", ",");
    if known(&whole) || !commas.contains([',', ';', '\n']) {
        return vec![(response, whole)];
    }
    let parts = commas.split([',', ';', '\n']).take(MAX_EXTRA).map(|part| Text::from(part.trim()));
    let parts: Vec<(Text, Vec<f64>)> = parts.map(|part| (part.clone(), scores_of(&part))).collect();
    if parts.iter().any(|(_, scores)| known(scores)) { parts } else { vec![(response, whole)] }
}

fn part(item: Option<&Name>, response: Option<&Text>, score: f64) -> Part {
    Part { expected: item.map(|item| item.text.clone()), given: response.cloned(), score }
}
