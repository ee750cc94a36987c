//! Judging one typed name: equal, accepted, foreseen, refused, a slip, a shortened title, other words
//! for the same, a confusion, or different.

use strsim::osa_distance;

use super::addition;
use super::fold::{compact, fold, key};
use super::lexicon::{Lexicon, Own};
use super::rephrase::{Likeness, is_name, likeness};
use super::slip::{self, Target};
use super::verdict::{Confusion, Foreseen, Rule, Verdict};
use super::{clip, is_blank};
use crate::text::Text;

/// What a slip of the hand still scores: near, so that the memory model hears of it.
pub const SLIP_SCORE: f64 = 0.9;

/// Titles with so many significant words may be given without the others.
pub const SIGNIFICANT_WORDS: usize = 4;

/// The truth about one name.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The right answer.
    pub name: &'a Text,
    /// Other forms that are right.
    pub accept: &'a [Text],
    /// Forms that are refused whatever a rule says.
    pub reject: &'a [Text],
    /// Responses with a score and words of their own.
    pub foreseen: &'a [Foreseen],
    /// No slip and no shortened title is forgiven.
    pub strict: bool,
    /// What is asked for, so that it is not taken for a confusion.
    pub own: Own<'a>,
}

/// A response, folded once.
struct Typed<'a> {
    raw: &'a str,
    folded: String,
    key: String,
}

impl<'a> Typed<'a> {
    fn new(response: &'a str) -> Self {
        let raw = clip(response);
        let folded = fold(raw);
        Self { raw, key: compact(&folded), folded }
    }
}

/// Judges a response. The score is 1 for the answer in any accepted form or with all its significant words,
/// [`SLIP_SCORE`] for a slip, the instructor's for a foreseen response, else 0.
pub fn mark(expected: &Expected<'_>, response: &str, lexicon: &Lexicon) -> Verdict {
    if is_blank(response) && !is_blank(expected.name.raw()) {
        return Verdict::unknown();
    }
    let typed = Typed::new(response);
    if let Some(verdict) = judged(expected, &typed, lexicon) {
        return verdict;
    }
    match confusion(&typed, expected, lexicon) {
        Some(confusion) => Verdict { confusion: Some(confusion), ..Verdict::new(0.0, Rule::Confused) },
        None => Verdict::new(0.0, Rule::Different),
    }
}

/// The score of a response for one of many items: as [`mark`], without asking what else it may be.
pub fn score(expected: &Expected<'_>, response: &str, lexicon: &Lexicon) -> f64 {
    if is_blank(response) {
        return 0.0;
    }
    judged(expected, &Typed::new(response), lexicon).map_or(0.0, |verdict| verdict.score)
}

/// The verdict on the response, or on what is left of it without what may be added to a name, if that is worth more.
fn judged(expected: &Expected<'_>, typed: &Typed<'_>, lexicon: &Lexicon) -> Option<Verdict> {
    let whole = matched(expected, typed, lexicon);
    let may_be_worth_more = match &whole {
        Some(verdict) => matches!(verdict.rule, Rule::Slip | Rule::Rephrased) && verdict.score < 1.0,
        None => !expected.strict && !lexicon.is_other(&typed.folded, expected.own),
    };
    if !may_be_worth_more {
        return whole;
    }
    let bare = addition::without(typed.raw, lexicon.about(expected.own));
    match bare.and_then(|bare| matched(expected, &Typed::new(&bare), lexicon)) {
        Some(bare) if bare.score >= 1.0 => Some(Verdict::new(1.0, Rule::Rephrased)),
        Some(bare) if whole.is_none() => Some(bare),
        _ => whole,
    }
}

/// The verdict of the first rule that knows the response.
fn matched(expected: &Expected<'_>, typed: &Typed<'_>, lexicon: &Lexicon) -> Option<Verdict> {
    if key(expected.name.raw()) == typed.key {
        return Some(Verdict::new(1.0, Rule::Equal));
    }
    if is_accepted(expected, typed) {
        return Some(Verdict::new(1.0, Rule::Accepted));
    }
    let same = |foreseen: &&Foreseen| {
        let folded = fold(foreseen.answer.raw());
        compact(&folded) == typed.key || lexicon.same_thing(&folded, &typed.folded)
    };
    if let Some(foreseen) = expected.foreseen.iter().find(same) {
        return Some(foreseen_verdict(foreseen, confusion_of(&typed.folded, expected, lexicon)));
    }
    if expected.reject.iter().any(|form| key(form.raw()) == typed.key) {
        let confusion = confusion_of(&typed.folded, expected, lexicon);
        return Some(Verdict { confusion, ..Verdict::new(0.0, Rule::Rejected) });
    }
    if expected.strict || lexicon.is_other(&typed.folded, expected.own) {
        return None;
    }
    forms(expected)
        .find_map(|form| forgiven(form.raw(), expected, typed, lexicon))
        .or_else(|| rephrased(expected, typed, lexicon))
        .or_else(|| is_but_for_the(expected, typed).then(|| Verdict::new(1.0, Rule::Rephrased)))
}

fn forms<'a>(expected: &Expected<'a>) -> impl Iterator<Item = &'a Text> {
    std::iter::once(expected.name).chain(expected.accept)
}

fn foreseen_verdict(foreseen: &Foreseen, confusion: Option<Confusion>) -> Verdict {
    let feedback = foreseen.feedback.clone();
    Verdict { feedback, confusion, ..Verdict::new(foreseen.score.min(1.0), Rule::Foreseen) }
}

/// Another accepted form; a Roman numeral in digits or the reverse; or two accepted forms, one in brackets.
fn is_accepted(expected: &Expected<'_>, typed: &Typed<'_>) -> bool {
    let is_form = |key_of: &str| forms(expected).any(|form| key(form.raw()) == key_of);
    if is_form(&typed.key)
        || is_form(&arabic(typed.raw))
        || forms(expected).any(|form| arabic(form.raw()) == typed.key)
    {
        return true;
    }
    let inner = typed.raw.strip_suffix(')').and_then(|open| open.split_once('('));
    inner.is_some_and(|(outer, inner)| is_form(&key(outer)) && is_form(&key(inner)))
}

/// True for a form of the name but for the word "the".
fn is_but_for_the(expected: &Expected<'_>, typed: &Typed<'_>) -> bool {
    let has_the = |folded: &str| folded.contains(" the ");
    let without = |folded: &str| compact(&folded.replace(" the ", " "));
    forms(expected).any(|form| {
        let form = fold(form.raw());
        (has_the(&form) || has_the(&typed.folded)) && without(&form) == without(&typed.folded)
    })
}

/// The key of a text with its Roman numerals (capitals, not the first word) in digits.
fn arabic(raw: &str) -> String {
    let in_digits = |(at, token): (usize, &str)| {
        let bare = token.trim_end_matches(|c: char| c.is_ascii_punctuation());
        let capitals = !bare.is_empty() && bare.chars().all(|c| c.is_ascii_uppercase());
        match slip::roman(&bare.to_ascii_lowercase()) {
            Some(value) if at > 0 && capitals => value.to_string(),
            _ => token.to_owned(),
        }
    };
    key(&raw.split_whitespace().enumerate().map(in_digits).collect::<Vec<_>>().join(" "))
}

/// A slip, or a long title by its significant words, if nothing else is as close.
fn forgiven(form: &str, expected: &Expected<'_>, typed: &Typed<'_>, lexicon: &Lexicon) -> Option<Verdict> {
    let folded = fold(form);
    let acronyms = slip::acronyms(form);
    let (words, given): (Vec<_>, Vec<_>) = (folded.split(' ').collect(), typed.folded.split(' ').collect());
    if let Some(edits) = slip::edits(&Target { words: &words, acronyms: &acronyms }, &given, lexicon) {
        let rival = has_rival(expected, typed, edits, lexicon);
        return (!rival).then(|| slip_verdict(form, typed, &words, &given));
    }
    let (words, given) = (significant(&words), significant(&given));
    if words.len() < SIGNIFICANT_WORDS {
        return None;
    }
    let edits = slip::edits(&Target { words: &words, acronyms: &acronyms }, &given, lexicon)?;
    if is_shared(&words, expected, lexicon) || has_rival(expected, typed, edits, lexicon) {
        return None;
    }
    if edits == 0 {
        Some(Verdict::new(1.0, Rule::SignificantWords))
    } else {
        Some(slip_verdict(form, typed, &words, &given))
    }
}

/// The name in other words, if it is not as much another name of the deck.
fn rephrased(expected: &Expected<'_>, typed: &Typed<'_>, lexicon: &Lexicon) -> Option<Verdict> {
    let names = forms(expected).filter(|form| is_name(form.raw()));
    let alike = names.filter_map(|form| Some((likeness(&fold(form.raw()), &typed.folded)?, form)));
    let (found, form) = alike.min_by_key(|(found, _)| *found)?;
    let as_like = |folded: &str| likeness(folded, &typed.folded).is_some_and(|other| other <= found);
    let is_own = |folded: &str| forms(expected).any(|form| key(form.raw()) == compact(folded));
    let foreseen = expected.foreseen.iter().map(|foreseen| &foreseen.answer);
    let refused = expected.reject.iter().chain(foreseen).any(|form| as_like(&fold(form.raw())));
    if refused || lexicon.containing("", expected.own).any(|form| as_like(form) && !is_own(form)) {
        return None;
    }
    Some(match found {
        Likeness::Same => Verdict::new(1.0, Rule::Rephrased),
        Likeness::Initial | Likeness::Order => {
            let said = format!("it is written “{}”", form.raw());
            Verdict::new(SLIP_SCORE, Rule::Rephrased).differing(said)
        }
    })
}

/// The words that carry a title.
fn significant<'a>(words: &[&'a str]) -> Vec<&'a str> {
    const STOP: [&str; 13] =
        ["the", "a", "an", "of", "on", "in", "for", "to", "and", "by", "its", "at", "as"];
    words.iter().copied().filter(|word| !STOP.contains(word)).collect()
}

/// True if another name of the deck, or a form that is refused or foreseen, is as close to what was typed.
fn has_rival(expected: &Expected<'_>, typed: &Typed<'_>, edits: usize, lexicon: &Lexicon) -> bool {
    let close = |form: &str| is_within(form, &typed.folded, edits);
    let is_own = |folded: &str| forms(expected).any(|form| key(form.raw()) == compact(folded));
    let foreseen = expected.foreseen.iter().map(|foreseen| &foreseen.answer);
    expected.reject.iter().chain(foreseen).any(|form| close(&fold(form.raw())))
        || lexicon
            .near(&typed.folded, u32::try_from(edits).unwrap_or(2), expected.own)
            .any(|form| close(form) && !is_own(form))
}

/// True if no more than `edits` part the texts. What both begin and end with adds no edit, and is most of two
/// look-alikes.
fn is_within(a: &str, b: &str, edits: usize) -> bool {
    let (mut a, mut b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    for _ in 0..2 {
        let common = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
        a.truncate(a.len() - common);
        b.truncate(b.len() - common);
        a.reverse();
        b.reverse();
    }
    let text = |chars: &[char]| chars.iter().collect::<String>();
    a.len().abs_diff(b.len()) <= edits
        && (a.len().max(b.len()) <= edits || osa_distance(&text(&a), &text(&b)) <= edits)
}

/// True if another name of the deck has all these significant words in order.
fn is_shared(words: &[&str], expected: &Expected<'_>, lexicon: &Lexicon) -> bool {
    let has_all = |form: &str| {
        let mut theirs = form.split(' ');
        words.iter().all(|word| theirs.any(|their| their == *word))
    };
    let is_own = |folded: &str| forms(expected).any(|form| key(form.raw()) == compact(folded));
    lexicon.containing(&words.concat(), expected.own).any(|form| has_all(form) && !is_own(form))
}

/// "you wrote “Cybersecurty”; it is “Cybersecurity”", for each word that differs.
fn slip_verdict(form: &str, typed: &Typed<'_>, words: &[&str], given: &[&str]) -> Verdict {
    let differing = words.iter().zip(given).filter(|(word, given)| word != given);
    let said: Vec<String> = differing
        .map(|(word, given)| {
            format!("you wrote “{}”; it is “{}”", as_written(typed.raw, given), as_written(form, word))
        })
        .collect();
    Verdict::new(SLIP_SCORE, Rule::Slip).differing(said.join("; "))
}

/// The word of the raw text that folds to this one, or what it is part of: "U.S.", "APT10".
fn as_written(raw: &str, folded: &str) -> String {
    let trimmed = |token: &str| token.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut words = raw.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'));
    let found = words
        .find(|word| fold(word) == folded)
        .or_else(|| raw.split_whitespace().find(|token| fold(token).split(' ').any(|word| word == folded)));
    found.map_or_else(|| folded.to_owned(), trimmed)
}

/// What else the response names, exactly or with a slip.
fn confusion(typed: &Typed<'_>, expected: &Expected<'_>, lexicon: &Lexicon) -> Option<Confusion> {
    if let Some(exact) = confusion_of(&typed.folded, expected, lexicon) {
        return Some(exact);
    }
    let given: Vec<&str> = typed.folded.split(' ').collect();
    let in_roman = |word: &&str| slip::to_roman(word).unwrap_or_else(|| (*word).to_owned());
    let numbered = given.iter().map(in_roman).collect::<Vec<_>>().join(" ");
    if let Some(exact) = confusion_of(&numbered, expected, lexicon) {
        return Some(exact);
    }
    let is_meant = |form: &&str| {
        let words: Vec<&str> = form.split(' ').collect();
        slip::edits(&Target { words: &words, acronyms: &[] }, &given, lexicon).is_some()
    };
    let mut meant = lexicon.near(&typed.folded, 2, expected.own).filter(is_meant);
    meant.find_map(|form| confusion_of(form, expected, lexicon))
}

/// What else a folded text names. The answer of another question is no news if the right one has all its words, or
/// it all of theirs.
fn confusion_of(folded: &str, expected: &Expected<'_>, lexicon: &Lexicon) -> Option<Confusion> {
    let named = lexicon.confusion(folded, expected.own)?;
    let has_all =
        |whole: &str, part: &str| part.split(' ').all(|word| whole.split(' ').any(|own| own == word));
    let overlaps = |form: &Text| {
        let form = fold(form.raw());
        has_all(&form, folded) || has_all(folded, &form)
    };
    (named.term.is_some() || !forms(expected).any(overlaps)).then_some(named)
}

#[cfg(test)]
mod tests;
