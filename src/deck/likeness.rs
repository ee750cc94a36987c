//! Which lost question is which new one? Questions that lost their id by a careless edit are found again, so that
//! nobody's progress is lost with it.
//!
//! Only the traces a log keeps are looked at: ids, and the two halves of a meaning. With both texts at hand
//! [`super::diff`] sees more.

use std::collections::HashMap;

use super::Brief;
use crate::question::read::meaning::{of_key, of_wording};
use crate::question::{Key, Question};

/// What is known of a question without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its meaning.
    pub meaning: u64,
    /// Many questions have such a key: true or false, a year. Alone it shows nothing.
    pub common_key: bool,
}

impl<'a> Trace<'a> {
    /// The trace of a question.
    pub fn of(question: &'a Question) -> Self {
        let common_key = matches!(question.key, Key::Date(_) | Key::Number(_) | Key::Truth(_));
        Self { id: &question.id, meaning: question.meaning, common_key }
    }

    /// The trace of a question in brief.
    pub fn of_brief(brief: &'a Brief) -> Self {
        let common_key = matches!(&*brief.kind, "date" | "number" | "true-false");
        Self { id: &brief.id, meaning: brief.meaning, common_key }
    }
}

/// Why two questions look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The same wording and the same key.
    Same,
    /// The same key; reworded.
    Key,
    /// The same wording; another key.
    Wording,
}

impl Likeness {
    /// In words, behind "they have".
    pub fn words(self) -> &'static str {
        match self {
            Self::Same => "the same prompt and answer",
            Self::Key => "the same answer",
            Self::Wording => "the same prompt",
        }
    }
}

/// Two questions that look like one, as indexes into what was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The lost one.
    pub lost: usize,
    /// The new one.
    pub fresh: usize,
    /// Why.
    pub likeness: Likeness,
}

/// How alike ids must be when other likeness shows little: see [`ids`].
const IDS: f64 = 0.5;
/// Questions of one key or wording that are compared each with each; more of them show nothing.
const CROWD: usize = 12;

/// A part of a meaning.
type Half = fn(u64) -> u64;

/// Finds the new question of each lost one, the surest first. Each is paired once at most.
pub fn pairs(lost: &[Trace<'_>], fresh: &[Trace<'_>]) -> Vec<Pair> {
    let mut all = Vec::new();
    let mut taken = (vec![false; lost.len()], vec![false; fresh.len()]);
    let halves: [(Likeness, Half); 3] =
        [(Likeness::Same, |meaning| meaning), (Likeness::Key, of_key), (Likeness::Wording, of_wording)];
    for (likeness, half) in halves {
        let (left, right) = (grouped(lost, &taken.0, half), grouped(fresh, &taken.1, half));
        let mut found: Vec<(f64, Pair)> = Vec::new();
        for (hash, left) in &left {
            let Some(right) = right.get(hash) else { continue };
            if left.len() <= CROWD && right.len() <= CROWD {
                found.extend(scored((lost, left), (fresh, right), likeness));
            }
        }
        all.extend(best(found, &mut taken));
    }
    all
}

/// The indexes of traces not yet taken, by a part of their meaning.
fn grouped(traces: &[Trace<'_>], taken: &[bool], half: Half) -> HashMap<u64, Vec<usize>> {
    let mut groups: HashMap<u64, Vec<usize>> = HashMap::new();
    for (index, (trace, taken)) in traces.iter().zip(taken).enumerate() {
        if !taken {
            groups.entry(half(trace.meaning)).or_default().push(index);
        }
    }
    groups
}

/// Every pair of a group that is alike enough, with the likeness of its ids.
fn scored(
    (lost, left): (&[Trace<'_>], &[usize]),
    (fresh, right): (&[Trace<'_>], &[usize]),
    likeness: Likeness,
) -> Vec<(f64, Pair)> {
    let alone = left.len() == 1 && right.len() == 1;
    let mut found = Vec::new();
    for (&one, old) in left.iter().filter_map(|index| Some((index, lost.get(*index)?))) {
        for (&other, new) in right.iter().filter_map(|index| Some((index, fresh.get(*index)?))) {
            let score = ids(old.id, new.id);
            let telling = alone && !(likeness == Likeness::Key && new.common_key);
            if likeness == Likeness::Same || telling || score >= IDS {
                found.push((score, Pair { lost: one, fresh: other, likeness }));
            }
        }
    }
    found
}

/// The best pairs, each question in one at most; `taken` remembers which.
pub(super) fn best(mut found: Vec<(f64, Pair)>, taken: &mut (Vec<bool>, Vec<bool>)) -> Vec<Pair> {
    found.sort_by(|(one, first), (two, second)| {
        two.total_cmp(one).then((first.lost, first.fresh).cmp(&(second.lost, second.fresh)))
    });
    let mut kept = Vec::new();
    for (_, pair) in found {
        let (Some(old), Some(new)) = (taken.0.get_mut(pair.lost), taken.1.get_mut(pair.fresh)) else {
            continue;
        };
        if !*old && !*new {
            (*old, *new) = (true, true);
            kept.push(pair);
        }
    }
    kept
}

/// How alike two ids are, from 0 to 1: by their letters, or by their words in whatever order.
pub fn ids(one: &str, two: &str) -> f64 {
    let longest = one.chars().count().max(two.chars().count()).max(1);
    let letters = 1.0 - strsim::osa_distance(one, two) as f64 / longest as f64;
    let words = |id: &str| -> Vec<String> {
        let mut words: Vec<_> = id.split(['-', '_', '.']).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (one, two) = (words(one), words(two));
    let shared = one.iter().filter(|word| two.contains(word)).count();
    letters.max(2.0 * shared as f64 / (one.len() + two.len()) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trace(id: &str, key: u64, wording: u64) -> Trace<'_> {
        Trace { id, meaning: key << 32 | wording, common_key: key < 10 }
    }

    fn found(lost: &[Trace<'_>], fresh: &[Trace<'_>]) -> Vec<(String, String, Likeness)> {
        let name = |pair: Pair| (lost[pair.lost].id.into(), fresh[pair.fresh].id.into(), pair.likeness);
        pairs(lost, fresh).into_iter().map(name).collect()
    }

    #[test]
    fn the_surest_come_first_and_each_is_paired_once() {
        let lost = [trace("act", 50, 1), trace("centre", 60, 2), trace("law", 70, 3), trace("gone", 80, 4)];
        let fresh =
            [trace("zzz", 70, 9), trace("other", 99, 2), trace("the-act", 50, 1), trace("new", 90, 8)];
        let named = |one: &str, two: &str, likeness| (one.to_owned(), two.to_owned(), likeness);
        let expected = [
            named("act", "the-act", Likeness::Same),
            named("law", "zzz", Likeness::Key),
            named("centre", "other", Likeness::Wording),
        ];
        assert_eq!(found(&lost, &fresh), expected);
    }

    #[test]
    fn a_common_key_needs_a_like_id() {
        assert!(found(&[trace("first-strategy", 1, 1)], &[trace("nisc-founded", 1, 2)]).is_empty());
        assert_eq!(found(&[trace("first-strategy", 1, 1)], &[trace("strategy-first", 1, 2)]).len(), 1);
    }

    #[test]
    fn of_several_with_one_key_the_ids_decide() {
        let lost = [trace("nato-a", 50, 1), trace("nato-b", 50, 2)];
        let fresh = [trace("nato-b2", 50, 3), trace("nato-a2", 50, 4)];
        let pairs = found(&lost, &fresh);
        assert_eq!(pairs.len(), 2);
        assert!(pairs.iter().all(|(old, new, _)| new.starts_with(old.as_str())), "{pairs:?}");
    }

    #[test]
    fn a_crowd_shows_nothing_and_costs_nothing() {
        let names: Vec<String> = (0..20_000).map(|n| format!("q{n}")).collect();
        let traces: Vec<_> = (0u64..).zip(&names).map(|(n, name)| trace(name, 5, n)).collect();
        let (lost, fresh) = traces.split_at(10_000);
        assert!(found(lost, fresh).is_empty());
    }
}
