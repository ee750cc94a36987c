//! Pairs of questions that look like one, by their words: for questions that are gone from one version of a deck
//! and new in the other.
//!
//! Words weigh the more the rarer they are, and only questions that share a rare word, the key or the wording are
//! compared, so the work grows with the deck and not with its square.

use std::collections::HashMap;

use super::Deck;
use super::diff::Alike;
use super::likeness::{Likeness, Pair, best, ids};
use crate::question::read::meaning::{folded, of_key, of_wording};
use crate::question::{Key, Question};

/// The rarest words of a question that are followed.
const RARE_WORDS: usize = 5;
/// A word, key or wording of more new questions than this leads nowhere in particular.
const CROWD: usize = 50;

/// Pairs of `gone` and `fresh` questions that look like one, the surest first.
pub(super) fn alike<'a>(
    old: &'a Deck,
    new: &'a Deck,
    gone: &[&'a Question],
    fresh: &[&'a Question],
) -> Vec<Alike<'a>> {
    if gone.is_empty() || fresh.is_empty() {
        return Vec::new();
    }
    let mut lexicon = Weights::of(old.questions.iter().chain(&new.questions));
    let lost: Vec<Vec<u32>> = gone.iter().map(|question| lexicon.words(question)).collect();
    let found: Vec<Vec<u32>> = fresh.iter().map(|question| lexicon.words(question)).collect();
    let leads = Leads::to(fresh, &found);
    let mut scored = Vec::new();
    for (index, (question, words)) in gone.iter().zip(&lost).enumerate() {
        for other in leads.from(question, words, &lexicon) {
            let (Some(candidate), Some(theirs)) = (fresh.get(other), found.get(other)) else { continue };
            let words = lexicon.likeness(words, theirs);
            if let Some((score, likeness)) = judge(question, candidate, words) {
                scored.push((score, Pair { lost: index, fresh: other, likeness }));
            }
        }
    }
    let mut taken = (vec![false; gone.len()], vec![false; fresh.len()]);
    let pairs = best(scored, &mut taken).into_iter();
    let named = |pair: Pair| {
        let (old, new) = (*gone.get(pair.lost)?, *fresh.get(pair.fresh)?);
        Some(Alike { old, new, likeness: shared(old, new) })
    };
    pairs.filter_map(named).collect()
}

/// What two questions share.
fn shared(old: &Question, new: &Question) -> Option<Likeness> {
    match (of_key(old.meaning) == of_key(new.meaning), of_wording(old.meaning) == of_wording(new.meaning)) {
        (true, true) => Some(Likeness::Same),
        (true, false) => Some(Likeness::Key),
        (false, true) => Some(Likeness::Wording),
        (false, false) => None,
    }
}

/// A score if two questions are alike enough, of the likeness of their words from 0 to 1.
fn judge(old: &Question, new: &Question, words: f64) -> Option<(f64, Likeness)> {
    let shared = shared(old, new);
    let common = matches!(new.key, Key::Date(_) | Key::Number(_) | Key::Truth(_));
    // Ids are compared only where they may decide: that costs more than all the rest.
    let hopeless = match shared {
        Some(Likeness::Same) => false,
        Some(Likeness::Key) => common && words < 0.2,
        Some(Likeness::Wording) | None => words < 0.6 || old.kind() != new.kind(),
    };
    if hopeless {
        return None;
    }
    let names = ids(&old.id, &new.id);
    let likeness = shared.unwrap_or(Likeness::Wording);
    let (sure, enough) = match likeness {
        Likeness::Same => (2.0, true),
        Likeness::Key => (1.0, words >= if common { 0.5 } else { 0.25 } || names >= 0.6),
        Likeness::Wording => (0.0, true),
    };
    enough.then_some((sure + words + names / 10.0, likeness))
}

/// The words of a deck with their weights.
struct Weights {
    numbers: HashMap<String, u32>,
    /// In how many questions each word stands.
    counts: Vec<u32>,
    questions: usize,
}

impl Weights {
    fn of<'a>(questions: impl Iterator<Item = &'a Question>) -> Self {
        let mut all = Self { numbers: HashMap::new(), counts: Vec::new(), questions: 0 };
        for question in questions {
            for word in all.words(question) {
                if let Some(count) = all.counts.get_mut(word as usize) {
                    *count += 1;
                }
            }
            all.questions += 1;
        }
        all
    }

    /// The words of a question's wording as numbers, ascending, each once.
    fn words(&mut self, question: &Question) -> Vec<u32> {
        let folded = folded(question.shown_prompt().raw());
        let mut words = Vec::new();
        for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let next = self.counts.len() as u32;
            let number = *self.numbers.entry(word.to_owned()).or_insert(next);
            if number == next {
                self.counts.push(0);
            }
            words.push(number);
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    fn weight(&self, word: u32) -> f64 {
        let count = self.counts.get(word as usize).map_or(1, |count| (*count).max(1));
        (1.0 + self.questions as f64 / f64::from(count)).ln()
    }

    /// The weight of the words both have over the weight of all their words.
    fn likeness(&self, one: &[u32], other: &[u32]) -> f64 {
        let weight =
            |words: &mut dyn Iterator<Item = &u32>| words.map(|word| self.weight(*word)).sum::<f64>();
        let shared = weight(&mut one.iter().filter(|word| other.binary_search(word).is_ok()));
        let all = weight(&mut one.iter()) + weight(&mut other.iter()) - shared;
        if all > 0.0 { shared / all } else { 0.0 }
    }
}

/// The new questions by what may lead to them.
struct Leads {
    by_word: HashMap<u32, Vec<usize>>,
    by_key: HashMap<u64, Vec<usize>>,
    by_wording: HashMap<u64, Vec<usize>>,
}

impl Leads {
    fn to(fresh: &[&Question], words: &[Vec<u32>]) -> Self {
        let mut leads = Self { by_word: HashMap::new(), by_key: HashMap::new(), by_wording: HashMap::new() };
        for (index, (question, words)) in fresh.iter().zip(words).enumerate() {
            for word in words {
                leads.by_word.entry(*word).or_default().push(index);
            }
            leads.by_key.entry(of_key(question.meaning)).or_default().push(index);
            leads.by_wording.entry(of_wording(question.meaning)).or_default().push(index);
        }
        leads
    }

    /// The new questions worth comparing with an old one.
    fn from(&self, question: &Question, words: &[u32], weights: &Weights) -> Vec<usize> {
        let mut rare: Vec<(&u32, &Vec<usize>)> =
            words.iter().filter_map(|word| Some((word, self.by_word.get(word)?))).collect();
        rare.sort_by(|one, two| weights.weight(*two.0).total_cmp(&weights.weight(*one.0)));
        let by_word = rare.into_iter().map(|(_, found)| found).filter(|found| found.len() <= CROWD);
        let by_key = self.by_key.get(&of_key(question.meaning));
        let by_wording = self.by_wording.get(&of_wording(question.meaning));
        let by_meaning = by_key.into_iter().chain(by_wording).filter(|found| found.len() <= CROWD);
        let mut found: Vec<usize> =
            by_word.take(RARE_WORDS).chain(by_meaning).flat_map(|found| found.iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
