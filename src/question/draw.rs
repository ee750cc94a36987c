//! Wrong options drawn from the deck: look-alikes of the right answer that the judge would not accept.
//!
//! Names come from terms of the same kind, the nearest in date first; dates and numbers from other questions, else
//! from the right one, shifted. Only a window of the deck around the question is looked at, so that the cost does
//! not grow with the deck.

use std::collections::HashSet;

use super::bench::Bench;
use super::chance::Chance;
use super::kinds::{DateKey, Key, NumberKey};
use super::term::{Name, Term};
use super::{Question, invent};
use crate::judge::date::{self, When};
use crate::judge::fold::key;
use crate::judge::{Lexicon, Marked, number, text};
use crate::text::Text;

/// What wrong options are drawn from: a deck's terms and questions, in the order of its files.
#[derive(Debug, Clone, Copy)]
pub struct Pool<'a> {
    /// All terms of the deck.
    pub terms: &'a [Term],
    /// All questions of the deck.
    pub questions: &'a [Question],
}

/// Terms and questions looked at for one drawing.
const WINDOW: usize = 1024;

/// Places a candidate may move up or down by chance, so that the options are not always the same.
const JITTER: usize = 4;

impl<'a> Pool<'a> {
    /// The questions around `question`, in the order of the deck.
    fn questions_near(&self, question: &Question) -> &'a [Question] {
        window(self.questions, self.place_of(question))
    }

    /// The terms about as far into the deck as `question` is.
    fn terms_near(&self, question: &Question) -> &'a [Term] {
        let share = self.place_of(question) * self.terms.len();
        window(self.terms, share.checked_div(self.questions.len()).unwrap_or(0))
    }

    /// The first term that is one of the right names, and the terms around it. Nearly always it stands near the
    /// question; only if not, all terms are searched.
    fn term_of(&self, question: &Question, right: &[Name]) -> Option<(&'a Term, &'a [Term])> {
        let is_right = |term: &&Term| right.iter().any(|name| name.term.as_deref() == Some(&*term.key));
        right.iter().find(|name| name.term.is_some())?;
        let near = self.terms_near(question);
        if let Some(own) = near.iter().find(is_right) {
            return Some((own, near));
        }
        let at = self.terms.iter().position(|term| is_right(&term))?;
        Some((self.terms.get(at)?, window(self.terms, at)))
    }

    fn place_of(&self, question: &Question) -> usize {
        let place = |question: &Question| (question.place.file, question.place.start);
        self.questions.partition_point(|other| place(other) < place(question))
    }
}

fn window<T>(items: &[T], centre: usize) -> &[T] {
    let from = centre.saturating_sub(WINDOW / 2).min(items.len().saturating_sub(WINDOW));
    items.get(from..items.len().min(from + WINDOW)).unwrap_or_default()
}

/// Wrong options for a question that is usually typed; fewer than `count` if there are no more.
pub(super) fn options(question: &Question, pool: &Pool<'_>, chance: &mut Chance, count: usize) -> Vec<Text> {
    match &question.key {
        Key::Date(key) => dates(question, key, pool, chance, count),
        Key::Number(key) => numbers(question, key, pool, chance, count),
        Key::Text(key) => names(question, std::slice::from_ref(&key.name), pool, chance, count),
        _ => Vec::new(),
    }
}

/// Wrong names: foreseen ones that are worth nothing, terms of the same kind, then answers that share a tag.
pub(super) fn names(
    question: &Question,
    right: &[Name],
    pool: &Pool<'_>,
    chance: &mut Chance,
    count: usize,
) -> Vec<Text> {
    let lexicon = Lexicon::default();
    let bench = Bench { question, lexicon: &lexicon };
    let is_wrong = |option: &Text| {
        right.iter().all(|name| {
            let lenient = text::Expected { strict: false, ..bench.expected(name) };
            text::score(&lenient, option.raw(), &lexicon) <= 0.0
        })
    };
    let mut taken =
        Taken::new(right.iter().flat_map(|name| std::iter::once(&name.text).chain(&name.accept)), count);
    let foreseen = question.near.iter().filter(|near| near.score <= 0.0).map(|near| near.answer.clone());
    taken.fill(foreseen, is_wrong);
    taken.fill(look_alikes(question, right, pool, chance).into_iter().cloned(), is_wrong);
    if !taken.is_full() {
        taken.fill(tagged_answers(question, right, pool, chance).into_iter().cloned(), is_wrong);
    }
    taken.options
}

/// Options taken so far, distinct after folding.
struct Taken {
    options: Vec<Text>,
    keys: HashSet<String>,
    count: usize,
}

impl Taken {
    fn new<'a>(right: impl Iterator<Item = &'a Text>, count: usize) -> Self {
        Self { options: Vec::new(), keys: right.map(|text| key(text.raw())).collect(), count }
    }

    fn is_full(&self) -> bool {
        self.options.len() >= self.count
    }

    fn fill(&mut self, candidates: impl IntoIterator<Item = Text>, is_wrong: impl Fn(&Text) -> bool) {
        for candidate in candidates {
            if self.is_full() {
                return;
            }
            if !candidate.is_blank() && is_wrong(&candidate) && self.keys.insert(key(candidate.raw())) {
                self.options.push(candidate);
            }
        }
    }
}

/// Nearest first, with a bit of chance.
fn ranked<T>(mut candidates: Vec<(i64, T)>, chance: &mut Chance) -> Vec<T> {
    chance.shuffle(&mut candidates);
    candidates.sort_by_key(|(distance, _)| *distance);
    let mut places: Vec<(usize, T)> = candidates
        .into_iter()
        .enumerate()
        .map(|(at, (_, candidate))| (at + chance.below(JITTER), candidate))
        .collect();
    places.sort_by_key(|(place, _)| *place);
    places.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Months since the year 0, roughly: enough to say what is nearer.
fn months(when: When) -> i64 {
    let [first, _] = when.ends();
    i64::from(first.year) * 12 + i64::from(first.month.unwrap_or(6))
}

fn look_alikes<'a>(
    question: &Question,
    right: &[Name],
    pool: &Pool<'a>,
    chance: &mut Chance,
) -> Vec<&'a Text> {
    let is_right = |term: &Term| right.iter().any(|name| name.term.as_deref() == Some(&*term.key));
    let Some((own, terms)) = pool.term_of(question, right) else { return Vec::new() };
    let distance = |term: &Term| match (own.date, term.date) {
        (Some(own), Some(theirs)) => (months(own) - months(theirs)).abs(),
        (Some(_), None) => i64::MAX,
        (None, _) => 0,
    };
    let alike = terms.iter().filter(|term| term.kind == own.kind && !is_right(term));
    let candidates = alike.map(|term| (distance(term), &term.name)).collect();
    ranked(candidates, chance)
}

/// Answers of other text questions that share a tag, those of a similar length first.
fn tagged_answers<'a>(
    question: &Question,
    right: &[Name],
    pool: &Pool<'a>,
    chance: &mut Chance,
) -> Vec<&'a Text> {
    let length = |text: &Text| i64::try_from(text.raw().len() / 8).unwrap_or(0);
    let own = right.first().map_or(0, |name| length(&name.text));
    let answer = |other: &'a Question| match &other.key {
        Key::Text(key) => Some(&key.name.text),
        _ => None,
    };
    let shares_tag = |other: &&Question| {
        other.id != question.id && other.tags.iter().any(|tag| question.tags.contains(tag))
    };
    let others = pool.questions_near(question).iter().filter(shares_tag);
    let candidates = others.filter_map(answer).map(|text| ((length(text) - own).abs(), text)).collect();
    ranked(candidates, chance)
}

fn dates(
    question: &Question,
    own: &DateKey,
    pool: &Pool<'_>,
    chance: &mut Chance,
    count: usize,
) -> Vec<Text> {
    let right = question.answer();
    let of_terms = pool.terms_near(question).iter().filter_map(|term| term.date);
    let of_questions = pool.questions_near(question).iter().filter_map(|other| match &other.key {
        Key::Date(key) => Some(key.when),
        _ => None,
    });
    let alike = of_terms.chain(of_questions).filter(|when| when.form() == own.when.form());
    let candidates = alike.map(|when| ((months(when) - months(own.when)).abs(), when)).collect();
    let is_wrong = |option: &Text| match date::read(option.raw(), own.when) {
        date::Reading::One(given) => date::compare(own.when, own.tolerance, given).score < 1.0,
        _ => false,
    };
    let mut taken = Taken::new(std::iter::once(&right), count);
    let shown = |when: When| Text::from(when.to_string());
    taken.fill(ranked(candidates, chance).into_iter().map(shown), is_wrong);
    taken.fill(invent::years(own.when, chance).into_iter().map(shown), is_wrong);
    taken.options
}

fn numbers(
    question: &Question,
    own: &NumberKey,
    pool: &Pool<'_>,
    chance: &mut Chance,
    count: usize,
) -> Vec<Text> {
    let right = question.answer();
    let others = pool.questions_near(question).iter().filter_map(|other| match &other.key {
        Key::Number(key) if key.unit == own.unit && is_same_magnitude(key.value, own.value) => {
            #[allow(clippy::cast_possible_truncation)] // Saturates, and only ranks.
            Some(((key.value - own.value).abs() as i64, other.answer()))
        }
        _ => None,
    });
    let is_wrong = |option: &Text| matches!(number::mark(&own.expected(), option.raw()), Marked::Verdict(verdict) if verdict.score <= 0.0);
    let mut taken = Taken::new(std::iter::once(&right), count);
    taken.fill(ranked(others.collect(), chance), is_wrong);
    let unit = own.unit.as_ref().map(|unit| format!(" {}", unit.raw())).unwrap_or_default();
    let invented = invent::numbers(own.value, own.shown.raw(), chance);
    taken.fill(invented.into_iter().map(|number| Text::from(format!("{number}{unit}"))), is_wrong);
    taken.options
}

fn is_same_magnitude(a: f64, b: f64) -> bool {
    a.signum() == b.signum() && (0.1..=10.0).contains(&(a / b))
}
