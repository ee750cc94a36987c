//! Reading numbers as students write them: digits grouped in any usual way, decimals, powers of ten, English words.
//!
//! "1,000" is a thousand and "1,5" one and a half. "1.000" is either, and comes back with both values.

use unicode_normalization::UnicodeNormalization;

use super::clip;
use super::number_words::{SCALES, has_number, leading};
use super::unit::is_kelvin;

/// A number as read, with what stood behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The number.
    pub value: f64,
    /// The other reading of "1.000".
    pub other: Option<f64>,
    /// The unit, or whatever words follow; may be empty.
    pub unit: String,
}

/// Reads one number with an optional unit; `None` if there is none, or more than one. `asked` is the unit that is asked
/// for, if any: "100k" are a hundred thousand unless kelvins are asked.
pub fn read(text: &str, asked: Option<&str>) -> Option<Reading> {
    let text: String = parted(clip(text)).nfkc().flat_map(char::to_lowercase).collect();
    let text = text.replace(['\u{2212}', '\u{2013}'], "-").replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    let text = without_approximation(text.trim());
    let (currency, text) = match text.strip_prefix(['$', '€', '£', '¥']) {
        Some(rest) => (text.get(..text.len() - rest.len()).unwrap_or_default(), rest.trim_start()),
        None => ("", text),
    };
    let minus = ["-", "minus ", "negative "].iter().find_map(|sign| text.strip_prefix(sign));
    let (sign, text) = minus.map_or((1.0, text.strip_prefix('+').unwrap_or(text)), |rest| (-1.0, rest));
    let mut reading = unsigned(text.trim_start(), asked)?;
    reading.value *= sign;
    reading.other = reading.other.map(|value| value * sign);
    if reading.unit.is_empty() {
        currency.clone_into(&mut reading.unit);
    }
    let more = reading.unit.chars().any(char::is_numeric) || has_number(&reading.unit);
    (reading.value.is_finite() && !more).then_some(reading)
}

/// In digits or in words.
fn unsigned(text: &str, asked: Option<&str>) -> Option<Reading> {
    let digits = ["a ", "the "].iter().find_map(|article| text.strip_prefix(article)).unwrap_or(text);
    if digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return in_digits(digits, asked);
    }
    let (value, unit) = leading(text)?;
    Some(Reading { value, other: None, unit })
}

/// With a space before "½": "12½" is not "121/2".
fn parted(text: &str) -> String {
    let is_fraction = |c| matches!(c, '\u{bc}'..='\u{be}' | '\u{2150}'..='\u{215e}' | '\u{2189}');
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if is_fraction(c) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

fn without_approximation(text: &str) -> &str {
    const WORDS: [&str; 22] = [
        "approximately ",
        "approx. ",
        "approx ",
        "about ",
        "around ",
        "some ",
        "nearly ",
        "almost ",
        "roughly ",
        "circa ",
        "ca. ",
        "ca ",
        "c. ",
        "over ",
        "at least ",
        "more than ",
        "~",
        "≈",
        ">=",
        "≥",
        ">",
        "=",
    ];
    let cut = WORDS.iter().find_map(|word| text.strip_prefix(word));
    cut.map_or(text, str::trim_start)
}

/// "1,000.5 km", "1 000", "1e3", "1/2", "12 1/2", "1.5 million", "100k".
fn in_digits(text: &str, asked: Option<&str>) -> Option<Reading> {
    let (numeral, rest) = text.split_at(numeral_end(text));
    let (value, other) = numeral_value(numeral)?;
    let (power, rest) = exponent(rest);
    let (divisor, rest) = divisor(rest)?;
    let (more, rest) = fraction(rest).filter(|_| value.fract() == 0.0).unwrap_or((0.0, rest));
    let (mut factor, mut unit) = (power / divisor, rest.trim());
    if let Some(behind) = thousands(rest).filter(|_| !asked.is_some_and(is_kelvin)) {
        factor *= 1e3;
        unit = behind.trim();
    }
    for (word, worth) in SCALES {
        if let Some(behind) = unit.strip_prefix(word).filter(|rest| !rest.starts_with(char::is_alphabetic)) {
            factor *= worth;
            unit = behind.trim();
        }
    }
    let other = other.map(|value| value * factor);
    Some(Reading { value: (value + more) * factor, other, unit: unit.to_owned() })
}

/// What stands behind the "k" of "100k".
fn thousands(rest: &str) -> Option<&str> {
    rest.strip_prefix('k').filter(|behind| !behind.starts_with(char::is_alphanumeric))
}

/// " 1/2" behind a whole number.
fn fraction(rest: &str) -> Option<(f64, &str)> {
    let text = rest.strip_prefix(' ')?.trim_start();
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (above, rest) = text.split_at_checked(length)?;
    let (below, rest) = divisor(rest)?;
    let above: f64 = above.parse().ok()?;
    (above < below).then_some((above / below, rest))
}

/// Where the digits with their separators end; a space belongs to them only before a group of three.
fn numeral_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits_from = |at: usize| bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let follows = digits_from(end + 1);
        let belongs = match byte {
            b'0'..=b'9' => true,
            b'.' | b',' => follows > 0,
            b' ' | b'\'' | b'_' => follows == 3 && end > 0,
            _ => false,
        };
        if !belongs {
            break;
        }
        end += 1;
    }
    end
}

/// The value of digits with separators, and the other value they may have.
fn numeral_value(numeral: &str) -> Option<(f64, Option<f64>)> {
    let bare: String = numeral.chars().filter(|c| !matches!(c, ' ' | '\'' | '_')).collect();
    let grouped = |separator: char| {
        let mut groups = bare.split(separator);
        groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && first != "0")
            && groups.all(|group| group.len() == 3)
    };
    let parse = |text: &str| text.parse::<f64>().ok();
    let without = |separator: char| bare.replace(separator, "");
    match (bare.matches('.').count(), bare.matches(',').count()) {
        (0, 0) => Some((parse(&bare)?, None)),
        (0, _) if grouped(',') => Some((parse(&without(','))?, None)),
        (0, 1) => Some((parse(&bare.replace(',', "."))?, None)),
        (1, 0) if grouped('.') => Some((parse(&bare)?, Some(parse(&without('.'))?))),
        (1, 0) => Some((parse(&bare)?, None)),
        (_, 0) if grouped('.') => Some((parse(&without('.'))?, None)),
        // With both, the last one parts the decimals.
        (1, _) if bare.rfind('.') > bare.rfind(',') => Some((parse(&without(','))?, None)),
        (_, 1) if bare.rfind(',') > bare.rfind('.') => Some((parse(&without('.').replace(',', "."))?, None)),
        _ => None,
    }
}

/// "e3", "×10^3".
fn exponent(text: &str) -> (f64, &str) {
    let rest = ["e", "x10^", "×10^", " x 10^", " × 10^"].iter().find_map(|sign| text.strip_prefix(sign));
    let Some(rest) = rest else { return (1.0, text) };
    let digits = rest.strip_prefix(['-', '+']).unwrap_or(rest);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count() + (rest.len() - digits.len());
    match rest.get(..length).and_then(|power| power.parse::<i32>().ok()) {
        Some(power) if power.abs() <= 300 => (10f64.powi(power), rest.get(length..).unwrap_or_default()),
        _ => (1.0, text),
    }
}

/// "/2" of a fraction, and not the "/" of "2/year"; nothing is divided by zero.
fn divisor(text: &str) -> Option<(f64, &str)> {
    let Some(rest) = text.strip_prefix(['/', '\u{2044}']) else { return Some((1.0, text)) };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return Some((1.0, text));
    }
    let below: f64 = rest.get(..length)?.parse().ok()?;
    (below > 0.0).then_some((below, rest.get(length..).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        read(text, None).map(|reading| reading.value)
    }

    #[test]
    fn many_spellings() {
        for text in [
            "1000",
            "1,000",
            "1 000",
            "1'000",
            "1e3",
            "1 thousand",
            "a thousand",
            "one thousand",
            "1,000.0",
            "1.000,0",
            "10 hundred",
            "1000 companies",
            "about 1,000",
            "approx. 1000",
            "> 1000",
            "1k",
            "1K+",
        ] {
            assert_eq!(value(text), Some(1000.0), "{text}");
        }
        for (text, expected) in [
            ("1,5", 1.5),
            ("1.5", 1.5),
            ("-3", -3.0),
            ("−3", -3.0),
            ("minus three", -3.0),
            ("twelve", 12.0),
            ("twenty-one", 21.0),
            ("two hundred and fifty companies", 250.0),
            ("a hundred thousand", 100_000.0),
            ("1.5 million", 1_500_000.0),
            ("½", 0.5),
            ("12½", 12.5),
            ("12 1/2", 12.5),
            ("minus 12 ½ °C", -12.5),
            ("2/year", 2.0),
            ("2x", 2.0),
            ("a 47", 47.0),
            ("3/4", 0.75),
            ("$ 20", 20.0),
            ("1.234.567", 1_234_567.0),
            ("12 345 678", 12_345_678.0),
            ("0,001", 0.001),
            ("2×10^3", 2000.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in [
            "banana",
            "",
            "45 or 46",
            "1/0",
            "a",
            "-",
            "1.2.3",
            "and 4",
            "1e999",
            "47 or forty-eight",
            "10万",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
