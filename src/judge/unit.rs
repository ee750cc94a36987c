//! What is counted or measured. A number is refused for its unit only if that is another known one: "45 firms" are
//! 45 companies, and "45 folks" too, for what the student calls them was not asked; "45 %" is something else.

use super::fold::{compact, fold};

/// Words for one measure or for one sort of counted things; folded. Different groups are never the same.
const MEASURES: &[&[&str]] = &[
    &["2nd", "seconds", "sec", "secs", "s"],
    &["minute", "minutes", "min", "mins"],
    &["hour", "hours", "hr", "hrs", "h"],
    &["day", "days", "d"],
    &["week", "weeks", "wk", "wks"],
    &["month", "months", "mo", "mos"],
    &["year", "years", "yr", "yrs", "y", "annum", "annually", "yearly"],
    &["decade", "decades"],
    &["century", "centuries"],
    &["percent", "pct", "percentage"],
    &["cent", "cents"],
    &["$", "dollar", "dollars", "usd"],
    &["€", "euro", "euros", "eur"],
    &["£", "gbp"],
    &["¥", "yen", "jpy"],
    &["mm", "millimeter", "millimeters"],
    &["cm", "centimeter", "centimeters"],
    &["m", "meter", "meters"],
    &["km", "kilometer", "kilometers"],
    &["inch", "inches"],
    &["foot", "feet", "ft"],
    &["mile", "miles", "mi"],
    &["gram", "grams", "g"],
    &["kg", "kilogram", "kilograms", "kilo", "kilos"],
    &["ton", "tons", "tonne", "tonnes", "t"],
    &["liter", "liters", "l"],
    &["celsius", "centigrade", "c"],
    &["fahrenheit", "f"],
    &["kelvin", "kelvins", "k"],
    &["byte", "bytes", "b"],
    &["kb", "kilobyte", "kilobytes"],
    &["mb", "megabyte", "megabytes"],
    &["gb", "gigabyte", "gigabytes"],
    &["tb", "terabyte", "terabytes"],
    &["bit", "bits"],
    &["person", "persons", "people", "personnel", "staff", "employee", "employees", "men"],
    &["company", "companies", "firm", "firms", "business", "businesses", "corporation", "corporations"],
    &["country", "countries", "nation", "nations", "state", "states"],
    &["city", "cities", "town", "towns"],
    // "2nd" counts nothing.
    &["st", "nd", "rd", "th"],
];

fn measure(word: &str) -> Option<usize> {
    MEASURES.iter().position(|group| group.contains(&word))
}

/// True for a folded word that measures or counts something known.
pub(super) fn is_measure(word: &str) -> bool {
    measure(word).is_some()
}

/// True if `given` names a known measure, and not the expected one.
pub fn is_other(expected: &str, given: &str) -> bool {
    let (expected, given) = (fold(expected), fold(given));
    let measures = |unit: &str| unit.split(' ').filter_map(measure).collect::<Vec<_>>();
    if compact(&expected) == compact(&given) {
        return false;
    }
    let known = measures(&expected);
    measures(&given).iter().any(|measure| !known.contains(measure))
}

/// True if a number in this unit is never in thousands for its "k".
pub(super) fn is_kelvin(unit: &str) -> bool {
    measure(&fold(unit)) == measure("k")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_another_known_measure_is_refused() {
        for (expected, given) in [
            ("companies", ""),
            ("companies", "+"),
            ("companies", "firms"),
            ("companies", "victims"),
            ("persons", "people"),
            ("personnel", "personel"),
            ("years", "yrs"),
            ("years", "year plan"),
            ("meetings a year", "times a year"),
            ("meetings a year", "per year"),
            ("%", "per cent"),
            ("°C", "degrees Celsius"),
            ("°C", "°"),
            ("metres", "m"),
        ] {
            assert!(!is_other(expected, given), "{expected} and {given}");
        }
        for (expected, given) in [
            ("companies", "countries"),
            ("companies", "people"),
            ("companies", "%"),
            ("companies", "per cent"),
            ("years", "months"),
            ("meetings a year", "a month"),
            ("°C", "°F"),
            ("km", "miles"),
            ("%", "percentage of people"),
            ("meetings a year", "nd strategy"),
        ] {
            assert!(is_other(expected, given), "{expected} and {given}");
        }
    }

    #[test]
    fn the_lists_are_folded_and_have_every_word_once() {
        let words: Vec<&str> = MEASURES.iter().flat_map(|group| group.iter().copied()).collect();
        for (at, word) in words.iter().enumerate() {
            assert_eq!(fold(word), *word);
            assert!(words.iter().skip(at + 1).all(|other| other != word), "{word}");
        }
    }
}
