//! Numbers in English words, by their grammar: "forty-seven", "two hundred and fifty thousand", "a dozen", "twice".
//!
//! What the grammar does not take is left over, and a number word among what is left over is no number at all:
//! "forty-seven or forty-eight" and "seven forty" are not read, and not added up.

use strsim::osa_distance;

use super::unit;

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: [(&str, f64); 8] = [
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

/// What a number before it is multiplied by.
pub(super) const SCALES: [(&str, f64); 5] =
    [("dozen", 12.0), ("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

const TIMES: [(&str, f64); 3] = [("once", 1.0), ("twice", 2.0), ("thrice", 3.0)];

/// Words that change a number behind which they stand.
const PARTS: [&str; 4] = ["half", "quarter", "point", "minus"];

/// A value, and the words behind it.
type Read<'a> = Option<(f64, &'a [&'a str])>;

/// The number at the beginning of a text, with what follows it: "twelve", "a hundred thousand", "two hundred and
/// fifty companies", "a five-year plan".
pub(super) fn leading(text: &str) -> Option<(f64, String)> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).collect();
    let bare = match words.as_slice() {
        ["a" | "an" | "the", rest @ ..] => rest,
        all => all,
    };
    let (value, rest) = times(bare).or_else(|| number(bare))?;
    let is_slip = rest.first().is_some_and(|word| is_nearly_a_number(word));
    (!is_slip).then(|| (value, rest.join(" ")))
}

fn times<'a>(words: &'a [&'a str]) -> Read<'a> {
    let (first, rest) = words.split_first()?;
    worth(&TIMES, first).map(|value| (value, rest))
}

/// Groups below a thousand with their scales, the greatest first: "two million three hundred thousand and five".
fn number<'a>(words: &'a [&'a str]) -> Read<'a> {
    let (mut total, mut limit, mut rest) = (0.0, f64::INFINITY, words);
    loop {
        let begun = limit.is_finite();
        let words = if begun { behind_and(rest) } else { rest };
        // "A hundred" is one only at the beginning.
        let is_counted = !begun || words.first() != Some(&"hundred");
        let group = hundreds(words).filter(|(group, _)| is_counted && *group < limit);
        let (group, behind) = match group {
            Some(found) => found,
            None if begun => return Some((total, rest)),
            None => (1.0, rest),
        };
        // A scale without a number is one of it; a plural needs a number: "thousands" says nothing.
        let counted = behind.len() < rest.len();
        match behind.split_first().and_then(|(word, behind)| Some((scale(word, counted)?, behind))) {
            Some((worth, behind)) if worth < limit => {
                total += group * worth;
                (limit, rest) = (worth, behind);
            }
            _ => return counted.then_some((total + group, behind)),
        }
    }
}

/// Below a thousand, or up to "ninety-nine hundred".
fn hundreds<'a>(words: &'a [&'a str]) -> Read<'a> {
    let (count, rest) = tens(words).unwrap_or((1.0, words));
    let Some((&"hundred", behind)) = rest.split_first() else { return tens(words) };
    match tens(behind_and(behind)) {
        Some((more, behind)) => Some((count * 1e2 + more, behind)),
        None => Some((count * 1e2, behind)),
    }
}

/// Below a hundred.
fn tens<'a>(words: &'a [&'a str]) -> Read<'a> {
    let (first, rest) = words.split_first()?;
    let Some(value) = worth(&TENS, first) else { return Some((small(first)?, rest)) };
    match rest.split_first().and_then(|(word, behind)| Some((small(word)?, behind))) {
        Some((more, behind)) if more > 0.0 && more < 10.0 => Some((value + more, behind)),
        _ => Some((value, rest)),
    }
}

fn small(word: &str) -> Option<f64> {
    (0_u8..).zip(UNITS).find(|(_, name)| *name == word).map(|(value, _)| f64::from(value))
}

fn scale(word: &str, counted: bool) -> Option<f64> {
    worth(&SCALES, word).or_else(|| worth(&SCALES, word.strip_suffix('s').filter(|_| counted)?))
}

fn worth(list: &[(&str, f64)], word: &str) -> Option<f64> {
    list.iter().find(|(name, _)| *name == word).map(|(_, worth)| *worth)
}

fn behind_and<'a>(words: &'a [&'a str]) -> &'a [&'a str] {
    match words {
        ["and", rest @ ..] => rest,
        all => all,
    }
}

fn all() -> impl Iterator<Item = &'static str> {
    let listed = TENS.iter().chain(&SCALES).map(|(name, _)| *name);
    UNITS.into_iter().chain(listed)
}

/// True if a text has a word that is a number or changes one, or a numeral of the Han script.
pub(super) fn has_number(text: &str) -> bool {
    let is_number = |word: &str| all().chain(PARTS).any(|name| name == word);
    text.split(|c: char| !c.is_alphanumeric()).any(is_number) || text.contains(['十', '百', '千', '万', '億'])
}

/// "sevn", which is no unit of anything.
fn is_nearly_a_number(word: &str) -> bool {
    word.len() >= 3
        && !unit::is_measure(word)
        && all().any(|name| name.len() >= 4 && osa_distance(name, word) == 1)
}

/// True for a number word, cardinal or ordinal: no letter of it is a slip.
pub(super) fn is_number_word(word: &str) -> bool {
    let cardinal = |word: &str| all().any(|name| name == word);
    let ordinal = word.strip_suffix("ieth").map(|stem| format!("{stem}y"));
    cardinal(word)
        || ordinal.is_some_and(|word| cardinal(&word))
        || word.strip_suffix("th").is_some_and(cardinal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        leading(text).filter(|(_, unit)| !has_number(unit)).map(|(value, _)| value)
    }

    #[test]
    fn the_grammar_of_number_words() {
        for (text, expected) in [
            ("zero", 0.0),
            ("twelve", 12.0),
            ("forty seven", 47.0),
            ("a forty-seven", 47.0),
            ("a five-year plan", 5.0),
            ("a dozen", 12.0),
            ("two dozens", 24.0),
            ("a hundred thousand", 1e5),
            ("hundred", 1e2),
            ("two hundred and fifty companies", 250.0),
            ("nineteen hundred", 1900.0),
            ("two million three hundred thousand and five", 2_300_005.0),
            ("one thousand one", 1001.0),
            ("twice a year", 2.0),
            ("two times a year", 2.0),
            ("forty hours", 40.0),
            ("forty-hour week", 40.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn nothing_is_added_up() {
        for text in [
            "forty-seven or forty-eight",
            "seven forty",
            "forty five two",
            "two three",
            "four one",
            "twenty eleven",
            "forty sevn",
            "thousands",
            "hundred thousand million",
            "three thousand thousand",
            "two thousand hundred",
            "two and a half",
            "forty-seven minus one",
            "twelve point five",
            "a",
            "and four",
            "",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
