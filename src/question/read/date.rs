//! Dates as decks write them: `"2014"`, `"2014-11"`, `"2014-11-12"`, `2014-11-12`, `"2019/2023"`; and `tolerance`.
//!
//! Strict on purpose: a deck says one thing in one way. The many spellings of students are read by the judge.

use toml::de::DeValue;

use crate::judge::date::MONTHS;
use crate::judge::{Date, When};
use crate::question::kinds::{DateKey, DateTolerance};
use crate::source::{Diagnostic, Sink, Table, Value, codes};

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not of a form that is read.
    Form,
    /// Of the right form, but there was no such day; says why.
    Impossible(String),
    /// A range that ends before it begins.
    Reversed,
}

/// The answer key of a date question.
pub fn key(value: &Value<'_>, table: &Table<'_>) -> Option<DateKey> {
    let tolerance = table.get("tolerance").map(|value| tolerance(&value, table.sink()));
    let when = when(value, "date", table.sink())?;
    Some(DateKey { when, tolerance: tolerance.flatten() })
}

/// Reads a date or range, and reports what is wrong with it.
pub fn when(value: &Value<'_>, key: &str, sink: &Sink) -> Option<When> {
    let read = match value.get() {
        DeValue::String(text) => parse(text),
        DeValue::Datetime(native) if native.time.is_none() && native.offset.is_none() => {
            parse(value.source())
        }
        DeValue::Datetime(_) => {
            let (expected, day) = ("a date without a time", value.source().get(..10));
            match day.filter(|day| parse(day).is_ok()) {
                Some(day) => {
                    value.mistyped(key, expected, format!("write `{key} = {day}`"), day.into(), sink)
                }
                None => value.wrong_type(key, expected, Some(WRITE.into()), sink),
            }
            return None;
        }
        _ => {
            let (expected, quoted) = ("a date such as \"2014-11\"", format!("\"{}\"", value.source()));
            if parse(value.source()).is_ok() {
                let help = format!("write `{key} = {quoted}`, in quotes");
                value.mistyped(key, expected, help, quoted, sink);
            } else {
                value.wrong_type(key, expected, Some(WRITE.into()), sink);
            }
            return None;
        }
    };
    let fault = match read {
        Ok(when) => return Some(when),
        Err(fault) => fault,
    };
    let (code, message) = match fault {
        Fault::Form => (codes::UNREADABLE_DATE, format!("`{key}` is not a date")),
        Fault::Impossible(why) => (codes::IMPOSSIBLE_DATE, why),
        Fault::Reversed => (codes::REVERSED_RANGE, "this range ends before it begins".to_owned()),
    };
    let diagnostic = Diagnostic::new(code, value.span(), message);
    let meant = value.get().as_str().filter(|_| code == codes::UNREADABLE_DATE).and_then(meant);
    sink.report(match meant {
        Some(meant) => {
            diagnostic.help(format!("write \"{meant}\"")).fix(value.span(), format!("\"{meant}\""))
        }
        None if code == codes::REVERSED_RANGE => diagnostic.help("write the earlier date first"),
        None => diagnostic.help(WRITE),
    });
    None
}

const WRITE: &str = "write \"2014\", \"2014-11\", \"2014-11-12\", or a range such as \"2019/2023\"";

/// The date or range that a text means which only a person would read: "July 2018", "1957-3-5".
fn meant(text: &str) -> Option<String> {
    let padded = text.split('/').map(padded).collect::<Vec<_>>().join("/");
    in_words(text).map(as_decks_do).or_else(|| parse(&padded).is_ok().then_some(padded))
}

/// With two digits for the month and the day.
fn padded(date: &str) -> String {
    let mut parts = date.trim().split('-');
    let year = parts.next().unwrap_or_default().to_owned();
    parts.fold(year, |date, part| format!("{date}-{part:0>2}"))
}

fn as_decks_do(date: Date) -> String {
    let part = |part: Option<u8>| part.map(|part| format!("-{part:02}")).unwrap_or_default();
    format!("{}{}{}", date.year, part(date.month), part(date.day))
}

/// Reads a date or a range.
///
/// # Errors
/// Why it is none.
pub fn parse(text: &str) -> Result<When, Fault> {
    let Some((first, last)) = text.split_once('/') else { return point(text.trim()).map(When::Point) };
    let (first, last) = (point(first.trim())?, point(last.trim())?);
    // The end of a year is later than any day in it: compare what both ends say.
    let common = |date: Date| {
        (date.year, first.month.and(last.month).and(date.month), first.day.and(last.day).and(date.day))
    };
    if common(last) < common(first) {
        return Err(Fault::Reversed);
    }
    Ok(When::Range(first, last))
}

fn point(text: &str) -> Result<Date, Fault> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = digits.split('-');
    let year = part(parts.next(), 1..=4)?.ok_or(Fault::Form)?;
    let month = part(parts.next(), 2..=2)?;
    let day = part(parts.next(), 2..=2)?;
    if parts.next().is_some() {
        return Err(Fault::Form);
    }
    checked(i16::try_from(year).unwrap_or(i16::MAX) * sign, month, day)
}

fn part(part: Option<&str>, digits: std::ops::RangeInclusive<usize>) -> Result<Option<u16>, Fault> {
    let Some(part) = part else { return Ok(None) };
    if !digits.contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::Form);
    }
    part.parse().map(Some).map_err(|_| Fault::Form)
}

/// A date if the calendar has it.
fn checked(year: i16, month: Option<u16>, day: Option<u16>) -> Result<Date, Fault> {
    let month = month.map(|month| u8::try_from(month).unwrap_or(u8::MAX));
    let day = day.map(|day| u8::try_from(day).unwrap_or(u8::MAX));
    if let Some(month) = month.filter(|month| !(1..=12).contains(month)) {
        return Err(Fault::Impossible(format!("there is no month {month}")));
    }
    if let (Some(month), Some(day)) = (month, day) {
        let days = days_of(year, month);
        if !(1..=days).contains(&day) {
            let name = MONTHS.get(usize::from(month) - 1).unwrap_or(&"this month");
            return Err(Fault::Impossible(format!("{name} {year} has {days} days, not {day}")));
        }
    }
    Ok(Date { year, month, day })
}

fn days_of(year: i16, month: u8) -> u8 {
    let month = i8::try_from(month).unwrap_or(1);
    jiff::civil::Date::new(year, month, 1)
        .map_or(31, |first| u8::try_from(first.days_in_month()).unwrap_or(31))
}

/// A date as an English sentence writes it: "2018", "July 2018", "26 June 2020", "June 26, 2020", or as decks do.
pub fn in_words(text: &str) -> Option<Date> {
    let word_date = || {
        let words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let month = |word: &str| {
            let at = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(word))?;
            u16::try_from(at + 1).ok()
        };
        let digits = |word: &str, most| part(Some(word), 1..=most).ok().flatten();
        let year = |word: &str| part(Some(word), 4..=4).ok().flatten();
        let (year, month, day) = match words.as_slice() {
            [m, y] => (year(y)?, month(m)?, None),
            [d, m, y] if month(m).is_some() => (year(y)?, month(m)?, Some(digits(d, 2)?)),
            [m, d, y] => (year(y)?, month(m)?, Some(digits(d, 2)?)),
            _ => return None,
        };
        checked(i16::try_from(year).ok()?, Some(month), day).ok()
    };
    let plain = text.bytes().filter(u8::is_ascii_digit).count() >= 4;
    let deck_date = || match parse(text) {
        Ok(When::Point(date)) if date.month.is_some() || (1000..3000).contains(&date.year) => Some(date),
        _ => None,
    };
    if plain { deck_date().or_else(word_date) } else { None }
}

/// A date as an English sentence writes it.
pub fn shown(when: When) -> String {
    let one = |date: Date| {
        let month = date.month.and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)));
        match (month, date.day) {
            (Some(month), Some(day)) => format!("{day} {month} {}", date.year),
            (Some(month), None) => format!("{month} {}", date.year),
            (None, _) => date.year.to_string(),
        }
    };
    match when {
        When::Point(date) => one(date),
        When::Range(first, last) => format!("{} to {}", one(first), one(last)),
    }
}

fn tolerance(value: &Value<'_>, sink: &Sink) -> Option<DateTolerance> {
    let read = value.get().as_str().and_then(|text| {
        let (count, unit) = text.trim().split_once(' ')?;
        let count = count.parse::<u16>().ok().filter(|count| (1..=1000).contains(count))?;
        match unit.trim() {
            "year" | "years" => Some(DateTolerance::Years(count)),
            "month" | "months" => Some(DateTolerance::Months(count)),
            "day" | "days" => Some(DateTolerance::Days(count)),
            _ => None,
        }
    });
    if read.is_none() {
        let message = "this is not a tolerance for a date";
        let help = "write \"1 year\", \"2 months\" or \"3 days\"";
        sink.report(Diagnostic::new(codes::BAD_TOLERANCE, value.span(), message).help(help));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i16, month: Option<u8>, day: Option<u8>) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn precision_is_what_is_written() {
        assert_eq!(parse("2014"), Ok(When::Point(date(2014, None, None))));
        assert_eq!(parse("2014-11"), Ok(When::Point(date(2014, Some(11), None))));
        assert_eq!(parse("2016-02-29"), Ok(When::Point(date(2016, Some(2), Some(29)))));
        assert_eq!(parse("-0044-03-15"), Ok(When::Point(date(-44, Some(3), Some(15)))));
        assert_eq!(parse("2019-04/2023"), Ok(When::Range(date(2019, Some(4), None), date(2023, None, None))));
        assert_eq!(parse("2019-04/2019"), Ok(When::Range(date(2019, Some(4), None), date(2019, None, None))));
    }

    #[test]
    fn what_never_was_is_refused() {
        assert_eq!(parse("2014-02-30"), Err(Fault::Impossible("February 2014 has 28 days, not 30".into())));
        assert_eq!(parse("2014-13"), Err(Fault::Impossible("there is no month 13".into())));
        assert_eq!(parse("2014-00"), Err(Fault::Impossible("there is no month 0".into())));
        assert_eq!(parse("2023/2019"), Err(Fault::Reversed));
        for odd in
            ["", "14/11/2014x", "2014-1", "20145", "July 2018", "2014-11-12-1", "/", "2014-11-1a", "--5"]
        {
            assert_eq!(parse(odd), Err(Fault::Form), "{odd}");
        }
    }

    #[test]
    fn blanks_are_dates_if_a_sentence_would_read_so() {
        assert_eq!(in_words("July 2018"), Some(date(2018, Some(7), None)));
        assert_eq!(in_words("26 June 2020"), Some(date(2020, Some(6), Some(26))));
        assert_eq!(in_words("june 26, 2020"), Some(date(2020, Some(6), Some(26))));
        assert_eq!(in_words("2018-07"), Some(date(2018, Some(7), None)));
        assert_eq!(in_words("2018"), Some(date(2018, None, None)));
        for text in ["45", "0450", "9999", "31 June 2020", "May", "Cabinet 2018", "2018 companies", "試 2020"]
        {
            assert_eq!(in_words(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_shown_as_sentences_write_them() {
        assert_eq!(shown(parse("2014-11-12").unwrap()), "12 November 2014");
        assert_eq!(shown(parse("2019/2023-03").unwrap()), "2019 to March 2023");
    }
}
