//! Dates that need no knowledge: they stand in their own prompt, or in one that asks for something of the same event.

use std::cell::LazyCell;

use super::Lint;
use super::given::{HELP, MOST_ALIKE, report};
use super::report::Finding;
use super::words::{ByHash, Words, contains, content, hashes, shared, unquoted};
use crate::judge::date::MONTHS;
use crate::judge::{Date, When};
use crate::question::Question;
use crate::question::kinds::Key;
use crate::source::codes;

/// Words of a prompt below which it says too little of the event.
const FEWEST: usize = 3;

/// The date that is asked for; a range is rarely said whole.
fn asked(question: &Question) -> Option<Date> {
    match &question.key {
        Key::Date(key) => match key.when {
            When::Point(date) => Some(date).filter(|date| date.year > 99),
            When::Range(..) => None,
        },
        _ => None,
    }
}

/// True, and reported, if the prompt says the whole date.
pub(super) fn in_prompt(lint: &Lint<'_>, question: &Question) -> bool {
    let Some(date) = asked(question) else { return false };
    let prompt = question.prompt.raw();
    // What is quoted is spoken of; but a prompt that was made of a term quotes the name and means it.
    let says = if question.sibling.is_some() { says(prompt, date) } else { says(&unquoted(prompt), date) };
    if says {
        let what = if date.month.is_none() { "year" } else { "date" };
        let message = format!("the {what} {date} is the answer, and it stands in the prompt");
        lint.report.question(question, "prompt", "", Finding::new(codes::GIVEN_AWAY, message, HELP));
    }
    says
}

/// True if a text says a date in all its parts.
fn says(text: &str, date: Date) -> bool {
    let tokens = || text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|token| !token.is_empty());
    let year = date.year.to_string();
    let month = date.month.and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
    let is_day = |token: &str, day: u8| {
        let number = token.trim_end_matches(|c: char| c.is_ascii_lowercase());
        number.parse() == Ok(day)
    };
    tokens().any(|token| token == year)
        && month.is_none_or(|month| tokens().any(|token| token == *month))
        && date.day.is_none_or(|day| tokens().any(|token| is_day(token, day)))
}

/// Prompts that say the date of an event and, with their answer, which event it is.
pub(super) fn elsewhere(lint: &Lint<'_>) {
    let dated: Vec<(usize, Date)> = (0usize..)
        .zip(&lint.deck.questions)
        .filter_map(|(at, question)| Some((at, asked(question)?)))
        .collect();
    let mut prompts: ByHash<Vec<usize>> =
        dated.iter().filter_map(|(_, date)| Some((year_hash(*date)?, Vec::new()))).collect();
    if prompts.is_empty() {
        return;
    }
    for (at, words) in lint.prompts.iter().enumerate() {
        for word in &words.content {
            if let Some(found) = prompts.get_mut(word).filter(|found| found.len() < MOST_ALIKE) {
                found.push(at);
            }
        }
    }
    for (at, date) in dated {
        let Some((question, own)) = lint.question(at) else { continue };
        let asked = LazyCell::new(|| asked_words(question.prompt.raw()));
        let candidates = year_hash(date).and_then(|year| prompts.get(&year)).into_iter().flatten();
        let mut candidates =
            candidates.filter(|other| **other != at).filter_map(|other| lint.question(*other));
        let giving = candidates.find(|(other, theirs)| {
            is_near(&own.content, &theirs.content)
                && is_about(&asked, theirs)
                && says(other.prompt.raw(), date)
        });
        if let Some((other, _)) = giving {
            report(lint, question, &date.to_string(), other);
        }
    }
}

/// True if half of the words are in both, or all but one of the half: quick, for most prompts with a year are of
/// other events.
fn is_near(own: &[u64], theirs: &[u64]) -> bool {
    2 * (shared(own, theirs) + 1) >= own.len()
}

fn year_hash(date: Date) -> Option<u64> {
    hashes(&date.year.to_string()).first().copied()
}

/// A word that asks for the event, in the forms in which a prompt may say it.
struct Asked {
    forms: Vec<Vec<u64>>,
    is_name: bool,
}

/// The words of a prompt that carry its meaning. What "did they sign" asks for, "was signed" says.
fn asked_words(prompt: &str) -> Vec<Asked> {
    let words = prompt.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let forms = |word: &str| ["", "d", "ed"].iter().map(|end| hashes(&format!("{word}{end}"))).collect();
    words
        .filter(|word| !content(&hashes(word)).is_empty())
        .map(|word| Asked { forms: forms(word), is_name: !word.starts_with(char::is_lowercase) })
        .collect()
}

/// True if a prompt has half of the words that ask for the event, and with its answer three quarters and all that are
/// no names: "the group of 2013" says a year, and not that the group was established then.
fn is_about(asked: &[Asked], theirs: &Words) -> bool {
    let stands = |word: &Asked, all: &[u64]| word.forms.iter().any(|form| contains(all, form));
    let is_told = |word: &Asked| stands(word, &theirs.all);
    let is_known = |word: &Asked| is_told(word) || stands(word, &theirs.answer);
    asked.len() >= FEWEST
        && asked.iter().all(|word| word.is_name || is_known(word))
        && 2 * asked.iter().filter(|word| is_told(word)).count() >= asked.len()
        && 4 * asked.iter().filter(|word| is_known(word)).count() >= 3 * asked.len()
}
