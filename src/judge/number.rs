//! Judging a number: the same, within a tolerance, or different. Reading it is left to `number_read.rs`.

use super::fold::key;
pub use super::number_read::{Reading, read};
use super::verdict::{Marked, Rule, Verdict};
use super::{clip, is_blank, unit};
use crate::text::Text;

/// How far off a number may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberTolerance {
    /// In the number's own unit, at least 0.
    Absolute(f64),
    /// As a share of the right number: 0.1 is 10 %.
    Relative(f64),
}

/// The truth about one number.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The right number.
    pub value: f64,
    /// As the deck writes it.
    pub shown: &'a Text,
    /// How far off still is right.
    pub tolerance: NumberTolerance,
    /// What is counted.
    pub unit: Option<&'a Text>,
}

/// Judges a typed number.
pub fn mark(expected: &Expected<'_>, response: &str) -> Marked {
    if is_blank(response) {
        return Marked::Verdict(Verdict::unknown());
    }
    if key(clip(response)) == key(expected.shown.raw()) {
        return Marked::Verdict(Verdict::new(1.0, Rule::Same));
    }
    let unit = expected.unit.map(Text::raw);
    let Some(given) = read(response, unit) else {
        return Marked::AskAgain("not a number I can read: write 45, 1,000, 2.5 or twelve".to_owned());
    };
    if let Some(unit) = expected.unit.filter(|unit| unit::is_other(unit.raw(), &given.unit)) {
        return Marked::AskAgain(format!("the number is asked in {}", unit.terminal()));
    }
    let verdict = compare(expected, given.value);
    let other = given.other.map(|value| compare(expected, value));
    match other.filter(|other| (other.score - verdict.score).abs() > f64::EPSILON) {
        Some(_) => Marked::AskAgain(
            "does the point part thousands or decimals? write 1000 or 1,000, or 1.0".to_owned(),
        ),
        None => Marked::Verdict(verdict),
    }
}

fn compare(expected: &Expected<'_>, given: f64) -> Verdict {
    let right = expected.value;
    let off = (given - right).abs();
    // What multiplying by a word ("2.3 million") may cost in the last bits, and nothing that anyone can type.
    let rounding = 1e-13 * right.abs();
    if off <= rounding {
        return Verdict::new(1.0, Rule::Same);
    }
    let allowed = match expected.tolerance {
        NumberTolerance::Absolute(amount) => amount,
        NumberTolerance::Relative(share) => share * right.abs(),
    };
    if allowed > 0.0 && off <= allowed + rounding {
        return Verdict::new(1.0, Rule::Tolerance).differing(format!("exactly: {}", expected.shown.raw()));
    }
    Verdict::new(0.0, Rule::Different).differing(difference(right, given))
}

fn difference(right: f64, given: f64) -> &'static str {
    let ratio = if right == 0.0 { 0.0 } else { given / right };
    let power = ratio.abs().log10();
    if (ratio + 1.0).abs() < 1e-9 {
        "the sign is wrong"
    } else if ratio > 0.0 && power.abs() > 0.5 && (power - power.round()).abs() < 1e-9 {
        "the digits are right, the power of ten is not"
    } else if given > right {
        "too high"
    } else {
        "too low"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_and_points() {
        let (shown, unit) = (Text::from("45"), Text::from("companies"));
        let expected = Expected {
            value: 45.0,
            shown: &shown,
            tolerance: NumberTolerance::Absolute(0.0),
            unit: Some(&unit),
        };
        let word = |response: &str| match mark(&expected, response) {
            Marked::Verdict(verdict) => verdict.rule.name(),
            Marked::AskAgain(_) => "again",
        };
        assert_eq!(
            ["45", "45 companies", "forty-five", "45 firms", "45 countries", "54 victims", "4.5"].map(word),
            ["same", "same", "same", "same", "again", "different", "different"]
        );
        let thousand = Text::from("1000");
        let expected = Expected {
            value: 1000.0,
            shown: &thousand,
            tolerance: NumberTolerance::Relative(0.1),
            unit: None,
        };
        assert!(matches!(mark(&expected, "1.000"), Marked::AskAgain(_)));
        assert!(matches!(mark(&expected, "1,099"), Marked::Verdict(v) if v.rule == Rule::Tolerance));
        assert!(
            matches!(mark(&expected, "-1000"), Marked::Verdict(v) if v.difference == Some("the sign is wrong".into()))
        );
    }
}
