//! Answers that are hard to give or to judge: too many at once, too long for one form, or one slip from another.

use super::report::Finding;

use super::words::ByHash;
use super::{Lint, wanted};
use crate::judge::fold;
use crate::question::Question;
use crate::question::kinds::Key;
use crate::source::codes;

/// Items that can be held in mind at once; Miller's seven, and Wozniak's advice to avoid sets.
const MOST_ITEMS: usize = 6;
/// Words of a name from which nobody types it as written.
const LONG_NAME: usize = 6;
/// Letters of a name below which one letter is a difference: "Iran" and "Iraq".
const FEWEST_LETTERS: usize = 5;
/// Longer names are not compared letter by letter.
const MOST_LETTERS: usize = 60;

pub(super) fn check(lint: &Lint<'_>) {
    for (question, _) in lint.questions() {
        long_list(lint, question);
        one_form(lint, question);
    }
    slips(lint);
}

fn long_list(lint: &Lint<'_>, question: &Question) {
    let (count, key) = match &question.key {
        Key::List(key) => (key.need, "list"),
        Key::Order(key) => (key.items.len(), "order"),
        _ => return,
    };
    if count > MOST_ITEMS {
        let message = format!("{count} items at once are more than can be learnt in one piece");
        let help = match key {
            "list" => "ask for some of them: `need = 3`, or make several questions of it",
            _ => "make two or three shorter orders of it",
        };
        lint.report.question(question, key, "", Finding::new(codes::LONG_LIST, message, help));
    }
}

fn one_form(lint: &Lint<'_>, question: &Question) {
    let Key::Text(key) = &question.key else { return };
    let words = key.name.text.raw().split_whitespace().count();
    if words < LONG_NAME || !key.name.accept.is_empty() {
        return;
    }
    let message = format!("the answer has {words} words, and no other form is accepted");
    let help = "add `accept = [\"…\"]` with what a student would type, or `aliases` to the term";
    lint.report.question(question, "answer", "", Finding::new(codes::ONE_FORM, message, help));
}

/// A name that is an answer, with what it belongs to.
struct Answer<'a> {
    folded: String,
    shown: &'a str,
    question: &'a Question,
    key: &'static str,
    term: Option<&'a str>,
}

/// Reports answers that differ in one letter: the judge forgives no slip between them. Names are found that have
/// the same rest when one letter is left out (the deletion neighbourhood of Mor and Fraenkel, 1982).
fn slips(lint: &Lint<'_>) {
    let answers = answers(lint);
    let mut rests: ByHash<u32> = ByHash::default();
    for (at, answer) in (0u32..).zip(&answers) {
        let mut told = false;
        for rest in neighbourhood(&answer.folded) {
            let other = *rests.entry(rest).or_insert(at);
            let Some(other) = answers.get(other as usize).filter(|_| other != at && !told) else { continue };
            if is_slip(&other.folded, &answer.folded) && (answer.term.is_none() || other.term != answer.term)
            {
                told = true;
                report_slip(lint, answer, other);
            }
        }
    }
}

/// Answers that a slip could turn into each other: each once, without digits.
fn answers<'a>(lint: &Lint<'a>) -> Vec<Answer<'a>> {
    let mut seen = std::collections::HashSet::new();
    let mut answers = Vec::new();
    for (question, _) in lint.questions() {
        let key = match &question.key {
            Key::Text(_) => "answer",
            Key::List(_) => "list",
            _ => continue,
        };
        for name in wanted(question) {
            let shown = name.text.raw();
            if shown.len() > 4 * MOST_LETTERS || shown.bytes().any(|byte| byte.is_ascii_digit()) {
                continue;
            }
            let folded = fold(shown);
            let letters = folded.chars().count();
            if (FEWEST_LETTERS..=MOST_LETTERS).contains(&letters) && seen.insert(super::words::hash(&folded))
            {
                answers.push(Answer { folded, shown, question, key, term: name.term.as_deref() });
            }
        }
    }
    answers
}

/// The hashes of a text and of what is left when one of its bytes is left out.
fn neighbourhood(folded: &str) -> Vec<u64> {
    const BASE: u64 = 0x0100_0000_01b3;
    let bytes = folded.as_bytes();
    let step = |hash: u64, byte: u8| hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1);
    // The hash of the text behind each place, and of the text before it, make the hash of both without the byte.
    let mut behind = vec![(0u64, 1u64); bytes.len() + 1];
    for at in (0..bytes.len()).rev() {
        let (hash, power) = behind.get(at + 1).copied().unwrap_or_default();
        let byte = bytes.get(at).copied().unwrap_or_default();
        if let Some(slot) = behind.get_mut(at) {
            *slot = (hash.wrapping_add((u64::from(byte) + 1).wrapping_mul(power)), power.wrapping_mul(BASE));
        }
    }
    let mut before = 0u64;
    let mut all = Vec::with_capacity(bytes.len() + 1);
    all.push(behind.first().map_or(0, |(hash, _)| *hash));
    for (at, byte) in bytes.iter().enumerate() {
        let (hash, power) = behind.get(at + 1).copied().unwrap_or_default();
        all.push(before.wrapping_mul(power).wrapping_add(hash));
        before = step(before, *byte);
    }
    all
}

/// True if one letter parts the two and the word it is in is long enough for a slip.
fn is_slip(a: &str, b: &str) -> bool {
    let (left, right): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    let differing: Vec<_> = left.iter().zip(&right).filter(|(a, b)| a != b).collect();
    let [(one, other)] = differing.as_slice() else { return false };
    left.len() == right.len()
        && one.chars().count().min(other.chars().count()) >= FEWEST_LETTERS
        && strsim::osa_distance(one, other) == 1
}

fn report_slip(lint: &Lint<'_>, answer: &Answer<'_>, other: &Answer<'_>) {
    let message = format!("“{}” is one slip from “{}”: neither forgives one", answer.shown, other.shown);
    let help = "if they are one thing, write it the same way or as one term; if they are two, allow W402";
    let finding = Finding::new(codes::SLIP_APART, message, help)
        .label(lint.report.span(other.question, other.key, other.shown), "the other one");
    lint.report.question(answer.question, answer.key, answer.shown, finding);
}
