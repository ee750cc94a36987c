//! One event with two dates: two questions, or a question and a term, that contradict each other.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Lint;
use super::report::Finding;
use super::words::{content, hash, hashes, pair};
use crate::judge::{Date, When};
use crate::question::kinds::Key;
use crate::question::{Question, Term};
use crate::source::codes;

/// What a prompt for a date says besides the event, where the word says nothing of which event it is.
const HAPPENING: &str = "take place happen occur published publish appear appeared established held";

pub(super) fn check(lint: &Lint<'_>) {
    let happening: Vec<u64> = hashes(HAPPENING);
    let terms = terms(lint, &happening);
    let mut first: HashMap<u64, (&Question, When)> = HashMap::new();
    for (question, words) in lint.questions() {
        let Key::Date(key) = &question.key else { continue };
        if words.content.is_empty() {
            continue;
        }
        if let Some(term) = terms.get(&event(&words.content, &happening, 0)).copied().flatten()
            && question.sibling.as_deref() != Some(&*term.key)
            && let Some(date) = term.date.filter(|date| !agree(*date, key.when))
        {
            let message = format!("“{}” is of {} here, and of {} as a term", term.name.raw(), key.when, date);
            let finding = Finding::new(codes::TWO_DATES, message, HELP)
                .label(lint.report.term_span(&term.key, "date"), "the term's date");
            lint.report.question(question, "date", "", finding);
            continue;
        }
        match first.entry(event(&words.content, &[], words.telling)) {
            Entry::Vacant(slot) => {
                slot.insert((question, key.when));
            }
            Entry::Occupied(slot) => clash(lint, question, key.when, *slot.get()),
        }
    }
}

const HELP: &str = "correct one of them; if they are two events, say so in the prompts";

fn clash(lint: &Lint<'_>, question: &Question, when: When, (other, date): (&Question, When)) {
    // The very same prompt is reported as such.
    if agree(when, date) || other.prompt == question.prompt {
        return;
    }
    let message = format!("`{}` gives the same event another date: {date}, here {when}", other.id);
    let finding = Finding::new(codes::TWO_DATES, message, HELP)
        .label(lint.report.span(other, "date", ""), "the other date");
    lint.report.question(question, "date", "", finding);
}

/// The dated terms by their names; `None` for a name that several have.
fn terms<'a>(lint: &Lint<'a>, happening: &[u64]) -> HashMap<u64, Option<&'a Term>> {
    let mut terms: HashMap<u64, Option<&Term>> = HashMap::new();
    for term in lint.deck.terms.iter().filter(|term| term.date.is_some()) {
        for form in std::iter::once(&term.name).chain(&term.aliases) {
            let words = content(&hashes(form.raw()));
            if words.len() < 2 {
                continue;
            }
            let same = |known: &mut Option<&Term>| {
                *known = known.filter(|known| known.key == term.key);
            };
            terms.entry(event(&words, happening, 0)).and_modify(same).or_insert(Some(term));
        }
    }
    terms
}

/// A hash of the words that say which event it is.
fn event(content: &[u64], besides: &[u64], telling: u64) -> u64 {
    let kept = content.iter().filter(|word| !besides.contains(word));
    kept.fold(hash("event") ^ telling, |sum, word| pair(sum, *word))
}

/// True if both dates can be true: one may say more than the other.
fn agree(a: When, b: When) -> bool {
    let (a, b) = (ends(a), ends(b));
    first_day(a.0) <= last_day(b.1) && first_day(b.0) <= last_day(a.1)
}

fn ends(when: When) -> (Date, Date) {
    match when {
        When::Point(date) => (date, date),
        When::Range(from, to) => (from, to),
    }
}

fn first_day(date: Date) -> (i16, u8, u8) {
    (date.year, date.month.unwrap_or(1), date.day.unwrap_or(1))
}

fn last_day(date: Date) -> (i16, u8, u8) {
    (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31))
}
