//! `answer = 13` with `tolerance` and `unit`.

use toml::de::DeValue;

use crate::question::kinds::{NumberKey, NumberTolerance};
use crate::source::{Diagnostic, Sink, Table, Value, codes};
use crate::text::Text;

/// Whole numbers up to this are exact in a 64-bit float.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The answer key of a number question.
pub fn key(value: &Value<'_>, table: &Table<'_>) -> Option<NumberKey> {
    let sink = table.sink();
    let tolerance = match table.get("tolerance") {
        Some(value) => tolerance(&value, sink),
        None => Some(NumberTolerance::Absolute(0.0)),
    };
    let unit = table.text("unit").map(|unit| Text::from(unit.value));
    let (number, shown) = number(value, sink)?;
    Some(NumberKey { value: number, shown: shown.into(), tolerance: tolerance?, unit })
}

fn number(value: &Value<'_>, sink: &Sink) -> Option<(f64, String)> {
    let written = match value.get() {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().to_owned(),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| "inf".to_owned(), |n| n.to_string()),
        DeValue::Float(float) => float.as_str().to_owned(),
        _ => return None,
    };
    let written = written.trim_start_matches('+').to_owned();
    let number = written.parse::<f64>().ok().filter(|number| number.abs() <= EXACT);
    if number.is_none() {
        let message = "this number is too large to be judged exactly, or none at all";
        let help = "write it as a text: answer = \"…\"";
        sink.report(Diagnostic::new(codes::BAD_NUMBER, value.span(), message).help(help));
    }
    Some((number?, written))
}

fn tolerance(value: &Value<'_>, sink: &Sink) -> Option<NumberTolerance> {
    let relative = |text: &str| {
        let share = text.trim().strip_suffix('%')?.trim_end().parse::<f64>().ok()?;
        (share.is_finite() && (0.0..=100.0).contains(&share))
            .then_some(NumberTolerance::Relative(share / 100.0))
    };
    let read = match value.get() {
        DeValue::String(text) => relative(text),
        DeValue::Integer(_) | DeValue::Float(_) => {
            value.number("tolerance", sink).filter(|number| *number >= 0.0).map(NumberTolerance::Absolute)
        }
        _ => None,
    };
    if read.is_none() {
        let message = "this is not a tolerance for a number";
        let help = "write a number such as 0.5, or a share such as \"10 %\"";
        sink.report(Diagnostic::new(codes::BAD_TOLERANCE, value.span(), message).help(help));
    }
    read
}

/// A number as a sentence writes it: `45`, `1,000`, `-3.5`.
pub fn in_words(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '−']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let mut groups = whole.split(',');
    let first = groups.next().filter(|group| !group.is_empty())?;
    let grouped = groups.all(|group| group.len() == 3) && (first.len() <= 3 || !whole.contains(','));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b',');
    if !grouped || !all_digits(whole) || !all_digits(fraction) || fraction.contains(',') {
        return None;
    }
    text.replace('−', "-").replace(',', "").parse().ok().filter(|number: &f64| number.abs() <= EXACT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sentences_are_read() {
        assert_eq!(in_words("45"), Some(45.0));
        assert_eq!(in_words("1,234,567.5"), Some(1_234_567.5));
        assert_eq!(in_words("−3.5"), Some(-3.5));
        for text in ["", "1,23", "12,3456", "1.2.3", "45 %", "x", "-", "1,", ".5", "99999999999999999999"] {
            assert_eq!(in_words(text), None, "{text}");
        }
    }
}
