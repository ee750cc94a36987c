//! A match question: find the partner of each.

use super::ask::Ask;
use super::bench::Bench;
use super::chance::Chance;
use super::term::Name;
use crate::judge::fold::key;
use crate::judge::{Marked, Part, Verdict, set, text};
use crate::question::Response;
use crate::text::Text;

/// Pairs to find.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchKey {
    /// At least two; lefts are distinct, rights may repeat.
    pub pairs: Vec<(Name, Name)>,
}

impl MatchKey {
    pub(super) fn ask(&self, chance: &mut Chance) -> Ask {
        let left = self.pairs.iter().map(|(left, _)| left.text.clone()).collect();
        let mut right: Vec<Text> = self.pairs.iter().map(|(_, right)| right.text.clone()).collect();
        chance.shuffle(&mut right);
        Ask::Match { left, right }
    }

    /// The share of right pairs.
    pub(super) fn mark(&self, bench: Bench<'_>, response: &Response) -> Marked {
        let given: &[(Text, Text)] = match response {
            Response::Pairs(pairs) => pairs,
            _ => &[],
        };
        let parts: Vec<Part> = self.pairs.iter().map(|pair| part(pair, given, bench)).collect();
        let right = parts.iter().filter(|part| part.score >= 1.0).count();
        Marked::Verdict(Verdict::of_parts(set::share(right, parts.len()), parts))
    }

    /// One pair a line.
    pub(super) fn answer(&self) -> Text {
        let lines =
            self.pairs.iter().map(|(left, right)| format!("{} – {}", left.text.raw(), right.text.raw()));
        Text::from(lines.collect::<Vec<_>>().join("\n"))
    }
}

fn part((left, right): &(Name, Name), given: &[(Text, Text)], bench: Bench<'_>) -> Part {
    let shown = Text::from(format!("{} – {}", left.text.raw(), right.text.raw()));
    let by_raw = given.iter().find(|(theirs, _)| *theirs == left.text);
    let found = by_raw.or_else(|| given.iter().find(|(theirs, _)| key(theirs.raw()) == key(left.text.raw())));
    let Some((_, theirs)) = found else { return Part { expected: Some(shown), given: None, score: 0.0 } };
    let is_right =
        *theirs == right.text || text::score(&bench.expected(right), theirs.raw(), bench.lexicon) >= 1.0;
    let given = Text::from(format!("{} – {}", left.text.raw(), theirs.raw()));
    Part { expected: Some(shown), given: Some(given), score: if is_right { 1.0 } else { 0.0 } }
}
