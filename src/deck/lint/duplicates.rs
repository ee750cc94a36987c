//! Questions that are one: the same prompt with different answers, and nearly the same prompt with one answer.
//!
//! Two prompts are compared only if they have the same answer, the same names and numbers, and a rare word in common:
//! a prompt that shares three quarters of its words with another shares one of its rarest (prefix filtering, after
//! Chaudhuri, Ganti and Kaushik 2006), so the work grows with the deck and not with its square.

use std::collections::hash_map::Entry;

use super::Lint;
use super::report::Finding;
use super::words::{ByHash, Words, hash, pair, shared};
use crate::judge::fold;
use crate::question::Question;
use crate::question::kinds::Key;
use crate::source::codes;

/// Share of their words that near duplicates have in common (Jaccard).
const ALIKE: f64 = 0.75;
/// Words below which a prompt says too little to be compared.
const FEWEST: usize = 3;
/// Questions of one bucket that are compared.
const BUCKET: usize = 32;

pub(super) fn check(lint: &Lint<'_>) {
    let answers: Vec<u64> = lint.questions().map(|(question, words)| answer(question, words)).collect();
    let mut told = one_prompt(lint, &answers);
    near(lint, &answers, &mut told);
}

/// What a question takes for right, as a hash.
fn answer(question: &Question, words: &Words) -> u64 {
    let kind = hash(question.kind());
    if words.answer.is_empty() {
        return pair(kind, hash(&fold(question.answer().raw())));
    }
    words.answer.iter().fold(kind, |sum, word| pair(sum, *word))
}

/// Reports prompts with two answers, and prompts with one answer that stand there twice. Says which were reported.
fn one_prompt(lint: &Lint<'_>, answers: &[u64]) -> Vec<bool> {
    let mut first: ByHash<usize> = ByHash::default();
    let mut told = vec![false; answers.len()];
    for (at, (question, words)) in lint.questions().enumerate() {
        let whole = words.all.iter().fold(0, |hash, word| pair(hash, *word));
        let other = match first.entry(pair(whole, shape(question))) {
            Entry::Vacant(slot) => {
                slot.insert(at);
                continue;
            }
            Entry::Occupied(slot) => *slot.get(),
        };
        let Some((earlier, _)) = lint.question(other) else { continue };
        if let Some(told) = told.get_mut(at) {
            *told = true;
        }
        let finding = if answers.get(at) == answers.get(other) {
            Finding::new(codes::NEAR_DUPLICATE, format!("`{}` asks the same", earlier.id), TWICE)
        } else {
            let message = format!("the same prompt has another answer in `{}`", earlier.id);
            Finding::new(
                codes::ONE_PROMPT,
                message,
                "say in each prompt what tells the two apart, or ask for a `list` of both",
            )
        };
        let label = lint.report.span(earlier, "prompt", "");
        lint.report.question(question, "prompt", "", finding.label(label, "the other one"));
    }
    told
}

const TWICE: &str = "keep one, or let each ask for something of its own";

/// What besides the prompt is shown: with other options, items or statements the same words are another question.
fn shape(question: &Question) -> u64 {
    match &question.key {
        Key::Choice(key) if !key.wrong.is_empty() => {
            let names = key.right.iter().chain(&key.wrong);
            names.fold(1, |sum, name| sum.wrapping_add(hash(&fold(name.text.raw()))))
        }
        Key::Order(_) | Key::Match(_) => hash(&fold(question.answer().raw())),
        _ => 0,
    }
}

fn near(lint: &Lint<'_>, answers: &[u64], told: &mut [bool]) {
    let rarity = rarity(lint);
    let mut buckets: ByHash<Vec<u32>> = ByHash::default();
    for (at, (question, words)) in lint.questions().enumerate() {
        let answer = answers.get(at).copied().unwrap_or_default();
        if words.content.len() < FEWEST || matches!(question.key, Key::Order(_) | Key::Match(_)) {
            continue;
        }
        let mut keys = rarest(words, &rarity);
        keys.iter_mut().for_each(|key| *key = pair(pair(answer, words.telling), *key));
        let candidates = keys.iter().filter_map(|key| buckets.get(key)).flatten();
        let twin = candidates.map(|other| *other as usize).find(|other| {
            lint.question(*other).is_some_and(|(theirs, other)| {
                shape(theirs) == shape(question) && is_alike(&words.content, &other.content)
            })
        });
        if let (Some((twin, _)), Some(false)) = (twin.and_then(|twin| lint.question(twin)), told.get(at)) {
            let message = format!("this is nearly the same question as `{}`", twin.id);
            let finding = Finding::new(codes::NEAR_DUPLICATE, message, TWICE)
                .label(lint.report.span(twin, "prompt", ""), "the other one");
            lint.report.question(question, "prompt", "", finding);
        }
        let Ok(at) = u32::try_from(at) else { return };
        for key in keys {
            let bucket = buckets.entry(key).or_default();
            if bucket.len() < BUCKET {
                bucket.push(at);
            }
        }
    }
}

/// In how many prompts each word stands.
fn rarity(lint: &Lint<'_>) -> ByHash<u32> {
    let mut counts: ByHash<u32> = ByHash::default();
    for words in lint.prompts {
        for word in &words.content {
            *counts.entry(*word).or_default() += 1;
        }
    }
    counts
}

/// The rarest words of a prompt, so many that a near duplicate must have one of them.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a prompt has few words"
)]
fn rarest(words: &Words, rarity: &ByHash<u32>) -> Vec<u64> {
    let mut sorted = words.content.to_vec();
    sorted.sort_unstable_by_key(|word| (rarity.get(word).copied().unwrap_or_default(), *word));
    let needed = (ALIKE * sorted.len() as f64).ceil() as usize;
    sorted.truncate(sorted.len() - needed + 1);
    sorted
}

#[expect(clippy::cast_precision_loss, reason = "a prompt has few words")]
fn is_alike(a: &[u64], b: &[u64]) -> bool {
    let common = shared(a, b);
    common as f64 >= ALIKE * (a.len() + b.len() - common) as f64
}
