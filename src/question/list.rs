//! A list question: name some or all of several things, in any order.

use std::collections::HashMap;

use super::ask::Ask;
use super::bench::{Bench, texts};
use super::term::{Name, joined};
use crate::judge::fold::{fold, key};
use crate::judge::{Marked, Part, Said, Verdict, is_blank, set, text};
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
    /// hit and no extra; what is right beyond the number needed neither. Extras are the wrong responses beyond those
    /// that stand where a right one is missing: a try is never worse than a blank, and naming all one knows costs.
    pub(super) fn mark(&self, bench: Bench<'_>, response: &Response) -> Marked {
        let said = Said::new(bench.question.prompt.raw());
        let bare = if bench.question.strict { vec![None; self.items.len()] } else { self.bare_items(&said) };
        let scores_of = |response: &Text| -> Vec<f64> {
            let left = said.without(response.raw());
            let score = |(item, bare): (&Name, &Option<Name>)| {
                let score = text::score(&bench.expected(item), response.raw(), bench.lexicon);
                match (bare, &left) {
                    (Some(bare), Some(left)) if score <= 0.0 => bare_score(bench, bare, response.raw(), left),
                    _ => score,
                }
            };
            self.items.iter().zip(&bare).map(score).collect()
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
        let hits = best.iter().take(self.need).fold(0.0, |hits, (score, _)| hits + score);
        let wrong = extras.iter().filter(|(wrong, _)| *wrong).count();
        let beyond = wrong.saturating_sub(self.need.saturating_sub(best.len()));
        let score = (hits - set::share(beyond, 1)) * set::share(1, self.need);
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

    /// The items without what the prompt says already, as far as that leaves something that no other item is.
    fn bare_items(&self, said: &Said) -> Vec<Option<Name>> {
        let forms = |item: &'_ Name| -> Vec<Text> {
            std::iter::once(&item.text).chain(&item.accept).cloned().collect()
        };
        let bare: Vec<Vec<Text>> = self
            .items
            .iter()
            .map(|item| {
                forms(item).iter().filter_map(|form| said.without(form.raw()).map(Text::from)).collect()
            })
            .collect();
        let mut owners: HashMap<String, Option<usize>> = HashMap::new();
        for (at, (item, bare)) in self.items.iter().zip(&bare).enumerate() {
            for form in forms(item).iter().chain(bare) {
                let owner = owners.entry(key(form.raw())).or_insert(Some(at));
                *owner = owner.filter(|owner| *owner == at);
            }
        }
        let is_own = |at: usize, form: &Text| owners.get(&key(form.raw())) == Some(&Some(at));
        let kept = bare.into_iter().enumerate().zip(&self.items).map(|((at, bare), item)| {
            let mut kept = bare.into_iter().filter(|form| is_own(at, form));
            let text = kept.next()?;
            Some(Name { text, accept: kept.collect(), term: item.term.clone() })
        });
        kept.collect()
    }

    pub(super) fn answer(&self) -> Text {
        joined(&self.items, "; ")
    }
}

/// The score of what is left of a response for what is left of an item, unless the response names another term.
fn bare_score(bench: Bench<'_>, bare: &Name, response: &str, left: &str) -> f64 {
    let expected = bench.expected(bare);
    let other = bench.lexicon.confusion(&fold(response), expected.own);
    if other.is_some_and(|other| other.term.is_some()) {
        return 0.0;
    }
    text::score(&expected, left, bench.lexicon)
}

/// A response with its scores; or its parts with theirs, if it is no item but one of its parts is: many a student
/// writes a whole list into the first line.
fn apart(response: Text, scores_of: &impl Fn(&Text) -> Vec<f64>) -> Vec<(Text, Vec<f64>)> {
    let known = |scores: &[f64]| scores.iter().any(|score| *score > 0.0);
    let whole = scores_of(&response);
    let commas = response.raw().replace(" and ", ",").replace(" & ", ",");
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
