//! Answers that need no knowledge: they stand in the prompt, in a hint, or in the prompt of another question.

use super::report::Finding;
use super::words::{ByHash, Words, contains, content, hashes, shared, unquoted};
use super::{Lint, dates, forms, wanted};
use crate::judge::fold;
use crate::question::kinds::Key;
use crate::question::{Name, Question};
use crate::source::codes;

/// Questions with one rare word that are looked at; a word of more is not rare.
pub(super) const MOST_ALIKE: usize = 64;
/// Of the words of a prompt, the share that another must have to ask the same thing.
const COVERED: f64 = 0.75;

pub(super) fn check(lint: &Lint<'_>) {
    for (question, words) in lint.questions() {
        in_prompt(lint, question, words);
        in_hints(lint, question);
    }
}

fn in_prompt(lint: &Lint<'_>, question: &Question, words: &Words) {
    let all = &words.all;
    let prompt = question.prompt.raw();
    if dates::in_prompt(lint, question) {
        return;
    }
    let Some(form) = wanted(question).into_iter().find_map(|name| given_by(name, words)) else { return };
    // What is quoted is spoken of, and "is it stronger or weaker?" offers both.
    let quoted =
        prompt.contains(['“', '"', '`', '‘', '«']) && !contains(&hashes(&unquoted(prompt)), &hashes(form));
    if quoted && !matches!(question.key, Key::Cloze(_)) || offers(prompt) || is_offered_wrong(question, all) {
        return;
    }
    let message = format!("the answer “{form}” stands in its own prompt");
    let key = if matches!(question.key, Key::Cloze(_)) { "cloze" } else { "prompt" };
    lint.report.question(question, key, "", Finding::new(codes::GIVEN_AWAY, message, HELP));
}

pub(super) const HELP: &str = "ask without naming it; `shiken explain W201` says how";

/// True if the prompt lets choose between what it names.
fn offers(prompt: &str) -> bool {
    prompt.split_whitespace().any(|word| word == "or")
}

/// A wrong option that stands in the prompt too: the right one is no cue.
fn is_offered_wrong(question: &Question, all: &[u64]) -> bool {
    matches!(&question.key, Key::Choice(key) if key.wrong.iter().any(|name| given(name, all).is_some()))
}

/// The same for the prompt of the name's own question, whose words are known already.
fn given_by<'n>(name: &'n Name, words: &Words) -> Option<&'n str> {
    let alone = name.accept.is_empty() && !words.answer.is_empty();
    if alone && !contains(&words.all, &words.answer) { None } else { given(name, &words.all) }
}

/// The form of a name that stands in a text, if one does that says something.
fn given<'n>(name: &'n Name, all: &[u64]) -> Option<&'n str> {
    forms(name).find(|form| {
        let words = hashes(form);
        says_something(form) && !content(&words).is_empty() && contains(all, &words)
    })
}

/// True for a form that gives something away where it stands.
pub(super) fn says_something(form: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let letters = form.chars().filter(|c| c.is_alphabetic()).count();
    // "seven" is not given by a 7: it may be what is to be translated.
    letters >= 4 && (form.contains(is_digit) || !fold(form).contains(is_digit))
}

fn in_hints(lint: &Lint<'_>, question: &Question) {
    for hint in &question.hints {
        let words = hashes(hint.raw());
        let names = wanted(question);
        // A hint may name one of several.
        let [name] = names.as_slice() else { return };
        let stands = |form: &str| {
            let form = hashes(form);
            !content(&form).is_empty() && contains(&words, &form)
        };
        if let Some(form) = forms(name).find(|form| stands(form)).filter(|_| !offers(hint.raw())) {
            let message = format!("a hint says the answer “{form}”");
            let finding =
                Finding::new(codes::GIVEN_AWAY, message, "a hint leads to the answer and does not say it");
            lint.report.question(question, "hint", hint.raw(), finding);
        }
    }
}

/// Prompts that hold both what another question asks and its answer, in any of its forms.
pub(super) fn elsewhere(lint: &Lint<'_>) {
    let others: Vec<Vec<Box<[u64]>>> = lint.deck.questions.iter().map(other_forms).collect();
    // Only the words of answers are looked up, and a word in more prompts than are read is not rare.
    let mut index: ByHash<Vec<u32>> = ByHash::default();
    for (words, others) in lint.prompts.iter().zip(&others) {
        for answer in std::iter::once(&words.answer).chain(others) {
            index.extend(content(answer).into_iter().map(|word| (word, Vec::new())));
        }
    }
    for (at, words) in (0u32..).zip(lint.prompts) {
        for word in &words.content {
            if let Some(found) = index.get_mut(word).filter(|found| found.len() <= MOST_ALIKE) {
                found.push(at);
            }
        }
    }
    for (at, ((question, words), others)) in lint.questions().zip(&others).enumerate() {
        if words.content.len() < 3 || words.answer.is_empty() {
            continue;
        }
        let mut answers = std::iter::once(&words.answer).chain(others);
        let giving = answers.find_map(|answer| giving(lint, (at, words), answer, &index));
        if let (Some(other), [name]) = (giving, wanted(question).as_slice()) {
            report(lint, question, name.text.raw(), other);
        }
    }
}

/// The words of the forms of an answer besides the one that is shown.
fn other_forms(question: &Question) -> Vec<Box<[u64]>> {
    let names = wanted(question);
    let [name] = names.as_slice() else { return Vec::new() };
    let forms = name.accept.iter().map(|form| form.raw()).filter(|form| says_something(form));
    forms.map(|form| hashes(form).into()).collect()
}

/// The question whose prompt has this answer and nearly all words of the prompt at `at`.
fn giving<'a>(
    lint: &Lint<'a>,
    (at, words): (usize, &Words),
    answer: &[u64],
    index: &ByHash<Vec<u32>>,
) -> Option<&'a Question> {
    let telling = content(answer);
    let rarest = telling.iter().filter_map(|word| index.get(word)).min_by_key(|found| found.len())?;
    let candidates = rarest.iter().map(|other| *other as usize).filter(|other| *other != at);
    let mut candidates = candidates.filter_map(|other| lint.question(other));
    let gives = |(_, theirs): &(&Question, &Words)| {
        covers(&words.content, &theirs.content, &telling) && contains(&theirs.all, answer)
    };
    candidates.find(gives).map(|(other, _)| other)
}

/// True if `theirs` has nearly all of `own`, besides the words of the answer.
#[expect(clippy::cast_precision_loss, reason = "a prompt has few words")]
fn covers(own: &[u64], theirs: &[u64], answer: &[u64]) -> bool {
    let asked: Vec<u64> = own.iter().copied().filter(|word| !answer.contains(word)).collect();
    asked.len() >= 3 && shared(&asked, theirs) as f64 >= COVERED * asked.len() as f64
}

/// Reports that the prompt of `other` says the answer of `question`.
pub(super) fn report(lint: &Lint<'_>, question: &Question, answer: &str, other: &Question) {
    let message = format!("the prompt of `{}` gives the answer “{answer}” away", other.id);
    let help = "say less there, or ask for something else here";
    let finding = Finding::new(codes::GIVEN_AWAY_ELSEWHERE, message, help)
        .label(lint.report.span(other, "prompt", ""), "this prompt says both what is asked and what it is");
    lint.report.question(question, "prompt", "", finding);
}
