//! Questions that are one: the same prompt with different answers, and nearly the same prompt with one answer.
//!
//! Two prompts are alike if three quarters of all their words are in both (Jaccard), or the two words of a short one
//! stand in one of three. They are compared only if they have the same answer, the same names and numbers, and a rare
//! word in common: prompts that share so many words share one of the rarest (prefix filtering, after Chaudhuri, Ganti
//! and Kaushik 2006), so the work grows with the deck and not with its square.

use std::collections::hash_map::Entry;

use super::Lint;
use super::report::{Finding, made};
use super::words::{ByHash, Words, hash, pair, shared};
use crate::judge::fold;
use crate::judge::fold::key;
use crate::question::kinds::Key;
use crate::question::{Name, Question};
use crate::source::codes;

/// Words below which a prompt says too little to be compared, and below which it must have words and no numbers.
const FEWEST: (usize, usize) = (2, 3);
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
    // The same names in another order are the same answer.
    let names =
        |names: &[Name]| names.iter().map(|name| hash(&fold(name.text.raw()))).fold(kind, u64::wrapping_add);
    match &question.key {
        Key::List(key) => pair(names(&key.items), key.need as u64),
        Key::Choice(key) if key.several => names(&key.right),
        _ if words.answer.is_empty() => pair(kind, hash(&fold(question.answer().raw()))),
        _ => words.answer.iter().fold(kind, |sum, word| pair(sum, *word)),
    }
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
        // That two terms are described alike is told of the terms.
        if describes_as(lint, question, earlier) {
            continue;
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

/// True if terms of one kind make both questions of the same description.
fn describes_as(lint: &Lint<'_>, question: &Question, other: &Question) -> bool {
    let described = |question: &Question| {
        let (term, _) = made(question).filter(|(_, asked)| *asked == "name")?;
        let term = lint.terms.get(term)?;
        Some((term.kind.clone(), key(term.about.as_ref()?.raw())))
    };
    described(question).is_some_and(|own| described(other) == Some(own))
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
        if says_little(question, words) || matches!(question.key, Key::Order(_) | Key::Match(_)) {
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

/// True for a prompt that cannot be compared: "What is 3 times 4?" is not "What is 4 times 3?".
fn says_little(question: &Question, words: &Words) -> bool {
    let digits = || question.prompt.raw().bytes().any(|byte| byte.is_ascii_digit());
    words.content.len() < FEWEST.0 || words.content.len() < FEWEST.1 && digits()
}

/// The rarest words of a prompt, so many that a near duplicate must have one of them.
fn rarest(words: &Words, rarity: &ByHash<u32>) -> Vec<u64> {
    let mut sorted = words.content.to_vec();
    sorted.sort_unstable_by_key(|word| (rarity.get(word).copied().unwrap_or_default(), *word));
    let length = sorted.len();
    let needed = if length <= FEWEST.1 { (2 * length).div_ceil(3) } else { (3 * length).div_ceil(4) };
    sorted.truncate(length - needed + 1);
    sorted
}

fn is_alike(a: &[u64], b: &[u64]) -> bool {
    let common = shared(a, b);
    let all = a.len() + b.len() - common;
    4 * common >= 3 * all || a.len().min(b.len()) == FEWEST.0 && 3 * common >= 2 * all
}
