//! Reading a date as students write it: many spellings, never a guess.
//!
//! What has two readings comes back with both; what lacks its year or its century comes back with the reason.

use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;

use super::date::{Date, MONTHS, When};

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// One reading.
    One(When),
    /// Two readings, such as of 06/07/2020.
    Two(When, When),
    /// None; the reason, for the student.
    None(&'static str),
}

const NOT_A_DATE: &str = "not a date I can read: write 2014, May 2014 or 26 June 2020";
const NO_YEAR: &str = "the year is missing: write it with four digits";
const SHORT_YEAR: &str = "which century? write the year with four digits";
const NO_SUCH_DATE: &str = "there is no such day in the calendar";

/// Reads a date or a range. `asked` settles only what the student knows from the question: that a range is asked
/// for ("2009-10" is two years then, else October), or a year before 100.
pub fn read(text: &str, asked: When) -> Reading {
    let text = normal(text);
    let early = asked.ends().iter().any(|end| (1..100).contains(&end.year));
    let range = || ranges(&text, early);
    let two_years = matches!(asked, When::Range(..)).then(|| short_range(&text)).flatten();
    if let Some(when) = two_years {
        return Reading::One(when);
    }
    match point(&text, early) {
        Ok(Found::One(date)) => Reading::One(When::Point(date)),
        Ok(Found::Two(a, b)) => Reading::Two(When::Point(a), When::Point(b)),
        Err(reason) => {
            range().or_else(|| short_range(&text).map(Reading::One)).unwrap_or(Reading::None(reason))
        }
    }
}

/// Lower case, compatibility form, dashes as "-", Japanese date signs as hyphens.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{301c}' | '~' => out.push('-'),
            '年' | '月' => out.push('-'),
            '日' => out.push(' '),
            '\'' | '\u{2019}' | '"' | '\u{201c}' | '\u{201d}' => {}
            other => out.push(other),
        }
    }
    out.trim_matches(|c: char| c.is_whitespace() || "-.,;:?!()[]".contains(c)).to_owned()
}

/// Every way to split the text in two dates; the first that gives two sound ones.
fn ranges(text: &str, early: bool) -> Option<Reading> {
    let bare = text.strip_prefix("from ").or_else(|| text.strip_prefix("between ")).unwrap_or(text);
    for separator in [" to ", " until ", " till ", " through ", " and ", " - ", "..", "-", "/"] {
        for (at, _) in bare.match_indices(separator) {
            let (from, to) = (bare.get(..at)?, bare.get(at + separator.len()..)?);
            if let Some(when) = range_of(from, to, early) {
                return Some(Reading::One(when));
            }
        }
    }
    None
}

fn range_of(from: &str, to: &str, early: bool) -> Option<When> {
    let Ok(Found::One(end)) = point(to, early) else { return None };
    if let Ok(Found::One(start)) = point(from, early) {
        return When::range(start, end);
    }
    // "May – July 2018", "26 – 28 June 2020": the second says what the first leaves out.
    let lent = match (end.month, end.day) {
        (Some(month), Some(_)) => format!("{from} {} {}", MONTHS.get(usize::from(month) - 1)?, end.year),
        _ => format!("{from} {}", end.year),
    };
    let full = format!("{from} {}", end.year);
    let start = [lent, full].iter().find_map(|text| match point(text, early) {
        Ok(Found::One(start)) if start.precision() == end.precision() => Some(start),
        _ => None,
    })?;
    When::range(start, end)
}

/// "2019-23", "2019/23": the end within the century of the beginning.
fn short_range(text: &str) -> Option<When> {
    let (from, to) = text.split_once(['-', '/'])?;
    let (from, to) = (from.trim(), to.trim());
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if from.len() != 4 || to.len() != 2 || !digits(from) || !digits(to) {
        return None;
    }
    let (year, end): (i16, i16) = (from.parse().ok()?, to.parse().ok()?);
    let end = year - year % 100 + end;
    (end > year).then(|| When::range(Date::new(year, None, None)?, Date::new(end, None, None)?)).flatten()
}

enum Found {
    One(Date),
    Two(Date, Date),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    Number { value: i16, digits: usize, ordinal: bool },
    Month(u8),
    Before,
    Anno,
}

/// One date, or the two it may be.
fn point(text: &str, early: bool) -> Result<Found, &'static str> {
    let dotted = text.contains('.') && !text.contains(['/', '-']);
    let signed = text.strip_prefix('-').is_some();
    let tokens = tokens(text).ok_or(NOT_A_DATE)?;
    let before = tokens.contains(&Token::Before);
    let era = before || early || tokens.contains(&Token::Anno);
    let fields: Vec<Token> =
        tokens.into_iter().filter(|token| !matches!(token, Token::Before | Token::Anno)).collect();
    if signed || fields.len() > 3 {
        return Err(NOT_A_DATE);
    }
    let year = |token: Token| match token {
        Token::Number { value, digits, ordinal: false } if digits >= 3 || era => {
            Some(if before { -value } else { value })
        }
        _ => None,
    };
    let day = |token: Token| match token {
        Token::Number { value, digits: 1 | 2, .. } => u8::try_from(value).ok(),
        _ => None,
    };
    let date = |y: i16, m: Option<u8>, d: Option<u8>| Date::new(y, m, d).map(Found::One).ok_or(NO_SUCH_DATE);
    match *fields.as_slice() {
        [Token::Number { digits: 6 | 8, .. }] => compact(text),
        [Token::Month(_)] => Err(NO_YEAR),
        [y] => date(year(y).ok_or(SHORT_YEAR)?, None, None),
        [Token::Month(m), y] | [y, Token::Month(m)] => match year(y) {
            Some(y) => date(y, Some(m), None),
            None => Err(NO_YEAR),
        },
        [a, b] => match (year(a).filter(|_| day(a).is_none()), day(b), day(a), year(b)) {
            (Some(y), Some(m), _, _) | (None, _, Some(m), Some(y)) => date(y, Some(m), None),
            _ => Err(NOT_A_DATE),
        },
        [Token::Month(m), d, y] | [d, Token::Month(m), y] | [y, Token::Month(m), d] if day(d).is_some() => {
            date(year(y).ok_or(SHORT_YEAR)?, Some(m), day(d))
        }
        [a, b, c] => numeric(year, day, [a, b, c], dotted),
        _ => Err(NOT_A_DATE),
    }
}

/// Three numbers: year first, or year last with the day first where it is written with dots, else either way.
fn numeric(
    year: impl Fn(Token) -> Option<i16>,
    day: impl Fn(Token) -> Option<u8>,
    [a, b, c]: [Token; 3],
    dotted: bool,
) -> Result<Found, &'static str> {
    if let (Some(y), None, Some(m), Some(d)) = (year(a), day(a), day(b), day(c)) {
        return Date::new(y, Some(m), Some(d)).map(Found::One).ok_or(NO_SUCH_DATE);
    }
    let (Some(first), Some(second)) = (day(a), day(b)) else { return Err(NOT_A_DATE) };
    let y = year(c).ok_or(SHORT_YEAR)?;
    let day_first = Date::new(y, Some(second), Some(first));
    let month_first = Date::new(y, Some(first), Some(second));
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other && !dotted => Ok(Found::Two(one, other)),
        (Some(date), _) | (None, Some(date)) => Ok(Found::One(date)),
        (None, None) => Err(NO_SUCH_DATE),
    }
}

/// "20200626", and "201005": six digits with a short year have no century, so they are a year and a month.
fn compact(text: &str) -> Result<Found, &'static str> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let small = |from: usize| digits.get(from..from + 2).and_then(|field| field.parse().ok());
    let (Some(year), Some(month)) = (digits.get(..4).and_then(|year| year.parse().ok()), small(4)) else {
        return Err(NOT_A_DATE);
    };
    match (digits.len(), small(6)) {
        (6, None) => Date::new(year, Some(month), None).filter(|_| year >= 1000).ok_or(NOT_A_DATE),
        (8, Some(day)) => Date::new(year, Some(month), Some(day)).ok_or(NO_SUCH_DATE),
        _ => Err(NOT_A_DATE),
    }
    .map(Found::One)
}

/// Numbers, months and eras; `None` if there is anything else.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let eras = text.replace("b.c.e", "bce").replace("b.c", "bc").replace("a.d", "ad").replace("c.e", "ce");
    for word in eras.split(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | '/' | '-')) {
        if word.is_empty() {
            continue;
        }
        let (letters, digits) = word.split_at(word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len()));
        match letters {
            "" => {}
            _ if is_filling(letters) => {}
            "bc" | "bce" => tokens.push(Token::Before),
            "ad" | "ce" => tokens.push(Token::Anno),
            _ => tokens.push(Token::Month(month_named(letters)?)),
        }
        if !digits.is_empty() {
            numbers(digits, &mut tokens)?;
        }
        if tokens.len() > 5 {
            return None;
        }
    }
    Some(tokens)
}

/// Words that say nothing of the date, or nothing that was asked.
fn is_filling(word: &str) -> bool {
    const WORDS: [&str; 8] = ["in", "on", "the", "of", "it", "was", "is", "inclusive"];
    const YEARS: [&str; 5] = ["year", "years", "fiscal", "financial", "fy"];
    // Somebody who is not sure and right is right.
    const UNSURE: [&str; 11] = [
        "about",
        "around",
        "approximately",
        "circa",
        "ca",
        "c",
        "maybe",
        "perhaps",
        "probably",
        "i",
        "think",
    ];
    const DAYS: [&str; 16] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thurs",
        "fri",
        "sat",
        "sun",
    ];
    [&WORDS[..], &YEARS, &UNSURE, &DAYS].iter().any(|words| words.contains(&word))
}

/// "2014", "26th", "26june", "44bc".
fn numbers(word: &str, tokens: &mut Vec<Token>) -> Option<()> {
    let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
    let (digits, behind) = word.split_at(end);
    let ordinal = matches!(behind, "st" | "nd" | "rd" | "th");
    let value =
        if matches!(digits.len(), 6 | 8) { 0 } else { digits.parse().ok().filter(|value| *value <= 9999)? };
    tokens.push(Token::Number { value, digits: digits.len(), ordinal });
    match behind {
        _ if ordinal || behind.is_empty() => {}
        "bc" | "bce" => tokens.push(Token::Before),
        "ad" | "ce" => tokens.push(Token::Anno),
        month => tokens.push(Token::Month(month_named(month)?)),
    }
    Some(())
}

/// The month of this lower-case English name, an abbreviation of three letters or more, or a slip of one name only.
pub fn month_named(word: &str) -> Option<u8> {
    let length = word.chars().count();
    if !(3..=12).contains(&length) {
        return None;
    }
    let numbered = || (1..).zip(MONTHS.iter().map(|name| name.to_ascii_lowercase()));
    if let Some((month, _)) = numbered().find(|(_, name)| name.starts_with(word)) {
        return Some(month);
    }
    let allowed = |name: &str| if name.len() >= 8 { 2 } else { 1 };
    let mut near = numbered().filter(|(_, name)| length >= 4 && osa_distance(name, word) <= allowed(name));
    match (near.next(), near.next()) {
        (Some((month, _)), None) => Some(month),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
