//! Dates and numbers: those that a text says, and those that a question asks for.

use super::words::{contains, content, shared};
use crate::judge::date::{self, Reading};
use crate::judge::fold::fold;
use crate::judge::number;
use crate::judge::{Date, When};
use crate::question::kinds::Blank;
use crate::question::{Key, Question};

/// Words that a date or a number may have: "26th of June 2020".
const WORDS_MAX: usize = 4;
/// Of the words of a prompt, the share that makes another one speak of the same thing: so many of four.
const THREE_OF_FOUR: usize = 3;

/// The dates and numbers that a text says.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    dates: Vec<Date>,
    years: Vec<i16>,
    /// Each with the words behind it.
    numbers: Vec<(f64, String)>,
}

impl Said {
    pub(super) fn in_text(text: &str) -> Self {
        let mut said = Self::default();
        let words: Vec<&str> = text.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            // Hardly any word begins a date or a number.
            if begins(word) {
                let ends = (at + 1..=words.len()).take(WORDS_MAX);
                ends.filter_map(|end| words.get(at..end)).for_each(|words| said.read(&words.join(" ")));
            }
        }
        let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
        said.years = digits.filter_map(|digits| digits.parse().ok()).collect();
        said
    }

    fn read(&mut self, words: &str) {
        let bare = bare(words);
        if bare.contains(|c: char| c.is_ascii_digit()) {
            self.dates.extend(dates_of(bare).into_iter().filter(|date| date.month.is_some()));
        }
        if let Some(read) = number::read(bare, None) {
            self.numbers.extend(read.other.map(|other| (other, read.unit.clone())));
            self.numbers.push((read.value, read.unit));
        }
    }
}

/// The words without what stands around them.
fn bare(words: &str) -> &str {
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
    bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare)
}

fn begins(word: &str) -> bool {
    let word = bare(word);
    let month = || date::month_named(&word.to_lowercase()).is_some();
    word.contains(|c: char| c.is_numeric()) || month() || number::read(word, None).is_some()
}

/// The dates that a whole text may mean, ends of ranges included.
fn dates_of(text: &str) -> Vec<Date> {
    let Some(plain) = Date::new(2000, None, None) else { return Vec::new() };
    match date::read(text, When::Point(plain)) {
        Reading::One(when) => when.ends().to_vec(),
        Reading::Two(one, other) => [one.ends(), other.ends()].concat(),
        Reading::None(_) => Vec::new(),
    }
}

/// The dates and numbers that a question asks for, and what tells that another text speaks of the same thing.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    dates: Vec<Date>,
    /// Each with what is counted, if that is said.
    numbers: Vec<(f64, String)>,
    /// The names of what is dated.
    names: Vec<Vec<u64>>,
    /// The words of the prompt that carry its meaning, sorted.
    topic: Vec<u64>,
}

impl Asked {
    /// By a question whose prompt has these words, about something with these names.
    pub(super) fn by(question: &Question, prompt: &[u64], names: Vec<Vec<u64>>) -> Self {
        let mut asked = Self { dates: Vec::new(), numbers: Vec::new(), names, topic: content(prompt) };
        match &question.key {
            Key::Date(key) => asked.dates.extend(key.when.ends()),
            Key::Number(key) => {
                let unit = key.unit.as_ref().map(|unit| unit.raw());
                asked.numbers.push((key.value, unit.unwrap_or_else(|| counted(question)).to_owned()));
            }
            Key::Cloze(key) => key.blanks.iter().for_each(|blank| match blank {
                Blank::Date { date, .. } => asked.dates.push(*date),
                Blank::Number { value, .. } => asked.numbers.push((*value, String::new())),
                Blank::Text(_) => {}
            }),
            Key::Choice(key) => {
                asked.dates.extend(key.right.iter().flat_map(|name| dates_of(name.text.raw())));
                let numbers = key.right.iter().filter_map(|name| number::read(name.text.raw(), None));
                asked.numbers.extend(numbers.map(|read| (read.value, read.unit)));
            }
            _ => {}
        }
        asked
    }

    /// True if a text with these words and figures says one of them. Of a year the text must also say whose it is,
    /// and of a number of one digit what is counted: both stand everywhere.
    pub(super) fn told_by(&self, words: &[u64], said: &Said) -> bool {
        self.dates.iter().any(|own| {
            let month =
                |other: &Date| own.month.is_some() && (own.year, own.month) == (other.year, other.month);
            said.dates.iter().any(month) || (said.years.contains(&own.year) && self.is_spoken_of(words))
        }) || self.numbers.iter().any(|(own, unit)| {
            let same = said.numbers.iter().filter(|(number, _)| number == own);
            let counted = |given: &str| !given.is_empty() && !unit.is_empty() && is_counted(unit, given);
            same.into_iter().any(|(_, given)| *own >= 10.0 || own.fract() != 0.0 || counted(given))
        })
    }

    fn is_spoken_of(&self, words: &[u64]) -> bool {
        let most =
            || shared(&self.topic, &content(words)) * (THREE_OF_FOUR + 1) >= self.topic.len() * THREE_OF_FOUR;
        self.names.iter().any(|name| contains(words, name)) || (self.topic.len() >= 3 && most())
    }
}

/// True if what is counted is the same, or one of its words is, singular or plural.
fn is_counted(asked: &str, given: &str) -> bool {
    let (asked, given) = (fold(asked), fold(given));
    let stem = |unit: &str| unit.strip_suffix('s').unwrap_or(unit).to_owned();
    stem(&asked) == stem(&given)
        || asked.split(' ').any(|word| stem(word) == stem(&given))
        || given.split(' ').any(|word| stem(word) == stem(&asked))
}

/// What stands behind "how many".
fn counted(question: &Question) -> &str {
    let prompt = question.prompt.raw();
    let behind = ["how many ", "How many "].iter().find_map(|how| prompt.split_once(how));
    let noun = behind.and_then(|(_, rest)| rest.split_whitespace().next()).unwrap_or_default();
    noun.trim_matches(|c: char| !c.is_alphanumeric())
}
