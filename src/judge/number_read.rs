//! Reading numbers as students write them: digits grouped in any usual way, decimals, powers of ten, English words.
//!
//! "1,000" is a thousand and "1,5" one and a half. "1.000" is either, and comes back with both values.

use unicode_normalization::UnicodeNormalization;

use super::clip;

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

/// Reads one number with an optional unit; `None` if there is none, or more than one.
pub fn read(text: &str) -> Option<Reading> {
    let text: String = clip(text).nfkc().flat_map(char::to_lowercase).collect();
    let text = text.replace(['\u{2212}', '\u{2013}'], "-").replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    let text = without_approximation(text.trim());
    let (currency, text) = match text.strip_prefix(['$', '€', '£', '¥']) {
        Some(rest) => (text.get(..text.len() - rest.len()).unwrap_or_default(), rest.trim_start()),
        None => ("", text),
    };
    let mut reading = if text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) {
        in_digits(text)?
    } else {
        in_words(text)?
    };
    if reading.unit.is_empty() {
        currency.clone_into(&mut reading.unit);
    }
    let sound = reading.value.is_finite() && !reading.unit.chars().any(char::is_numeric);
    sound.then_some(reading)
}

fn without_approximation(text: &str) -> &str {
    const WORDS: [&str; 15] = [
        "approximately ",
        "about ",
        "around ",
        "some ",
        "nearly ",
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
    ];
    let cut = WORDS.iter().find_map(|word| text.strip_prefix(word));
    cut.map_or(text, str::trim_start)
}

/// "1,000.5 km", "1 000", "-3", "1e3", "1/2", "1.5 million".
fn in_digits(text: &str) -> Option<Reading> {
    let (sign, body) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest.trim_start()),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = numeral_end(body);
    let (numeral, rest) = body.split_at(end);
    let (value, other) = numeral_value(numeral)?;
    let (power, rest) = exponent(rest);
    let (divisor, rest) = divisor(rest)?;
    let mut factor = sign * power / divisor;
    let mut unit = rest.trim();
    for (word, worth) in SCALES {
        if let Some(behind) = unit.strip_prefix(word).filter(|rest| !rest.starts_with(char::is_alphabetic)) {
            factor *= worth;
            unit = behind.trim();
        }
    }
    Some(Reading { value: value * factor, other: other.map(|value| value * factor), unit: unit.to_owned() })
}

const SCALES: [(&str, f64); 5] =
    [("dozen", 12.0), ("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9)];

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

/// "/2" of a fraction; nothing is divided by zero.
fn divisor(text: &str) -> Option<(f64, &str)> {
    let Some(rest) = text.strip_prefix(['/', '\u{2044}']) else { return Some((1.0, text)) };
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let below: f64 = rest.get(..length)?.parse().ok()?;
    (below > 0.0).then_some((below, rest.get(length..).unwrap_or_default()))
}

const UNITS: [(&str, f64); 29] = [
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("a", 1.0),
];

/// "twelve", "a hundred thousand", "two hundred and fifty companies", "minus three".
fn in_words(text: &str) -> Option<Reading> {
    let (sign, text) = text.strip_prefix("minus ").map_or((1.0, text), |rest| (-1.0, rest));
    let (mut total, mut group) = (0.0_f64, 0.0_f64);
    let mut words =
        text.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty()).peekable();
    let mut said = false;
    while let Some(&word) = words.peek() {
        let unit = UNITS.iter().find(|(name, _)| *name == word);
        let scale = SCALES.iter().find(|(name, _)| word == *name || word.strip_suffix('s') == Some(name));
        match (unit, scale) {
            (Some((_, worth)), _) => group += worth,
            (None, Some((_, worth))) if *worth == 1e2 => group = group.max(1.0) * worth,
            (None, Some((_, worth))) => {
                total += group.max(1.0) * worth;
                group = 0.0;
            }
            (None, None) if word == "and" && said => {}
            (None, None) => break,
        }
        said |= word != "a";
        words.next();
    }
    let unit = words.collect::<Vec<_>>().join(" ");
    said.then_some(Reading { value: sign * (total + group), other: None, unit })
}

/// True for a number word beyond twelve, cardinal or ordinal: no letter of it is a slip.
pub(super) fn is_number_word(word: &str) -> bool {
    let cardinal = |word: &str| UNITS.iter().chain(&SCALES).any(|(name, _)| *name == word && word.len() > 1);
    let ordinal = word.strip_suffix("ieth").map(|stem| format!("{stem}y"));
    cardinal(word)
        || ordinal.is_some_and(|word| cardinal(&word))
        || word.strip_suffix("th").is_some_and(cardinal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        read(text).map(|reading| reading.value)
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
            ("3/4", 0.75),
            ("$ 20", 20.0),
            ("1.234.567", 1_234_567.0),
            ("12 345 678", 12_345_678.0),
            ("0,001", 0.001),
            ("2×10^3", 2000.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
        for text in ["banana", "", "45 or 46", "1/0", "a", "-", "1.2.3", "and 4", "1e999"] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
