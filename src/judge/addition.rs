//! What a student adds to a name that is no part of it and not wrong: its own year, and the word for what it is.
//!
//! "Basic Act on Cybersecurity (2014)" is the act of 2014, "Cyber Coalition exercise" is an exercise. What is added
//! must be true: a year that is not the thing's own stays, and is judged with the rest.

use super::date::{Date, When};
use super::date_read::{Reading, read};
use super::fold::fold;

/// What a deck says of a thing besides its names.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    /// "exercise", "document": as the deck writes it.
    pub(super) kind: Option<&'a str>,
    /// When it was.
    pub(super) date: Option<When>,
}

/// Folded words for one sort of things: who takes part in an "exercise" may call it a drill.
const SORTS: [&[&str]; 3] = [
    &["attack", "cyberattack", "malware", "ransomware", "trojan", "virus", "worm"],
    &["drill", "exercise"],
    &["attacker", "attackers", "group", "hacker", "hackers"],
];

/// Words that lead to a year, besides those that a date is read with.
const LEADING: [&str; 2] = ["for", "from"];

/// Most words of a date: "of 26 June 2020".
const DATE_WORDS: usize = 4;

/// The response without what is added at its beginning and at its end; `None` if nothing is.
pub(super) fn without(raw: &str, about: About<'_>) -> Option<String> {
    let bare = ["'s", "’s"].iter().find_map(|of| raw.strip_suffix(of));
    if let Some(bare) = bare {
        return Some(without(bare, about).unwrap_or_else(|| bare.to_owned()));
    }
    let words: Vec<&str> = raw.split_whitespace().collect();
    let mut rest = words.as_slice();
    while let Some(shorter) = shortened(rest, about) {
        rest = shorter;
    }
    (rest.len() < words.len() && !rest.is_empty()).then(|| rest.join(" "))
}

type Words<'a, 'w> = &'a [&'w str];

/// The words without one addition.
fn shortened<'a, 'w>(words: Words<'a, 'w>, about: About<'_>) -> Option<Words<'a, 'w>> {
    let most = DATE_WORDS.min(words.len().checked_sub(1)?);
    [true, false].into_iter().find_map(|at_end| {
        let mut cuts = (1..=most).rev().map(|length| cut(words, length, at_end));
        let dated = about.date.and_then(|own| {
            // The longest that is a date: of "August 2018" the year alone does not agree.
            let (rest, given) = cuts.clone().find_map(|(rest, part)| Some((rest, date(part, own)?)))?;
            agree(own, given).then_some(rest)
        });
        dated.or_else(|| cuts.find(|(_, part)| is_kind(part, about.kind)).map(|(rest, _)| rest))
    })
}

/// What is left, and what is cut off.
fn cut<'a, 'w>(words: Words<'a, 'w>, length: usize, at_end: bool) -> (Words<'a, 'w>, Words<'a, 'w>) {
    if at_end {
        return words.split_at(words.len() - length);
    }
    let (part, rest) = words.split_at(length);
    (rest, part)
}

/// What the words say if they are a date: "2018", "(July 2018)", "of July 2018", "2019-2023".
fn date(words: &[&str], own: When) -> Option<When> {
    if !words.iter().any(|word| has_year(word)) {
        return None;
    }
    let text = words.join(" ").to_lowercase();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let first = bare.split(' ').next().unwrap_or_default();
    let bare = if LEADING.contains(&first) { bare.get(first.len()..).unwrap_or_default() } else { bare };
    match read(bare, own) {
        Reading::One(when) => Some(when),
        Reading::Two(..) | Reading::None(_) => None,
    }
}

fn has_year(word: &str) -> bool {
    word.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4)
}

/// True if nothing of the given date differs from the own one, or goes beyond it.
fn agree(own: When, given: When) -> bool {
    let within = |given: Option<u8>, own: Option<u8>| given.is_none() || given == own;
    let ends = own.ends().into_iter().zip(given.ends());
    let is_same = |(own, given): (Date, Date)| {
        own.year == given.year && within(given.month, own.month) && within(given.day, own.day)
    };
    ends.into_iter().all(is_same)
}

fn is_kind(words: &[&str], kind: Option<&str>) -> bool {
    let (Some(kind), &[word]) = (kind, words) else { return false };
    let (word, kind) = (fold(word), fold(kind));
    word == kind || SORTS.iter().any(|sort| sort.contains(&&*kind) && sort.contains(&&*word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(raw: &str, kind: &str, date: &str) -> Option<String> {
        without(raw, About { kind: Some(kind), date: When::from_iso(date) })
    }

    #[test]
    fn what_is_true_may_be_added() {
        for (raw, date, expected) in [
            ("Basic Act on Cybersecurity (2014)", "2014", "Basic Act on Cybersecurity"),
            ("Basic Act on Cybersecurity, 2014", "2014", "Basic Act on Cybersecurity,"),
            ("2014 Basic Act", "2014", "Basic Act"),
            ("Strategy from 2013", "2013", "Strategy"),
            ("Strategy (July 2018)", "2018-07", "Strategy"),
            ("Strategy of 2018", "2018-07", "Strategy"),
            ("MTDP 2019-2023", "2019/2023", "MTDP"),
            ("Program of 26 June 2020", "2020-06-26", "Program"),
            ("Act (document), 2014", "2014", "Act"),
        ] {
            assert_eq!(bare(raw, "document", date).as_deref(), Some(expected), "{raw}");
        }
        assert_eq!(bare("Cyber Coalition exercise", "exercise", "").as_deref(), Some("Cyber Coalition"));
        assert_eq!(bare("Prime Minister’s", "office", "").as_deref(), Some("Prime Minister"));
        assert_eq!(bare("WannaCry virus", "malware", "").as_deref(), Some("WannaCry"));
    }

    #[test]
    fn what_is_not_true_stays() {
        for (raw, date) in [
            ("Basic Act on Cybersecurity (2015)", "2014"),
            ("2014", "2014"),
            ("Strategy (August 2018)", "2018-07"),
            ("Strategy (July 2018)", "2018"),
            ("MTDP 2019", "2019/2023"),
            ("MTDP 2019-2024", "2019/2023"),
            ("APT 10", "2010"),
            ("Cyber Storm exercise", "2013"),
        ] {
            assert_eq!(bare(raw, "document", date), None, "{raw}");
        }
    }
}
