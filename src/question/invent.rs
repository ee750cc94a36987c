//! Dates and numbers made up from the right one, where the deck has too few to draw wrong options from.

use super::chance::Chance;
use crate::judge::{Date, When};

/// The date moved by one to nine years, in a random order.
pub(super) fn years(when: When, chance: &mut Chance) -> Vec<When> {
    let mut shifts: Vec<i16> = (-9..=9).filter(|shift| *shift != 0).collect();
    chance.shuffle(&mut shifts);
    // The nearer ones are the harder ones: take those first.
    shifts.sort_by_key(|shift| shift.abs() / 4);
    let moved = |date: Date, shift: i16| Date::new(date.year.checked_add(shift)?, date.month, date.day);
    let shifted = |shift: i16| match when {
        When::Point(date) => moved(date, shift).map(When::Point),
        When::Range(from, to) => When::range(moved(from, shift)?, moved(to, shift)?),
    };
    shifts.into_iter().filter_map(shifted).collect()
}

/// Round numbers of the same magnitude and with as many decimals, written as the deck writes the right one.
pub(super) fn numbers(value: f64, shown: &str, chance: &mut Chance) -> Vec<String> {
    let decimals = if value.fract() == 0.0 { 0 } else { decimals(shown) };
    let power = value.abs().max(1e-6).log10().floor();
    let finest = 10_f64.powi(-i32::try_from(decimals).unwrap_or(6));
    let step = (10_f64.powf(power) / 2.0).max(finest);
    let mut factors: Vec<f64> = (-6..=6).filter(|factor| *factor != 0).map(f64::from).collect();
    chance.shuffle(&mut factors);
    factors.sort_by(|a, b| (a.abs() / 3.0).floor().total_cmp(&(b.abs() / 3.0).floor()));
    let near = factors.into_iter().map(|factor| value + factor * step);
    let same_sign =
        near.filter(|number| value == 0.0 || number.signum() == value.signum() && number.abs() > step / 4.0);
    same_sign.map(|number| written(number, decimals, shown)).collect()
}

/// Digits behind the decimal point as written, at most 6.
fn decimals(shown: &str) -> usize {
    let behind = shown.rsplit_once(['.', ',']).map_or("", |(_, behind)| behind);
    behind.bytes().take_while(u8::is_ascii_digit).count().clamp(1, 6)
}

/// The number with the same mark between thousands, if the deck uses one.
fn written(number: f64, decimals: usize, shown: &str) -> String {
    let plain = format!("{number:.decimals$}");
    let Some(mark) =
        [',', ' ', '\u{a0}', '\''].into_iter().find(|mark| decimals == 0 && shown.contains(*mark))
    else {
        return plain;
    };
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("-", digits));
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_numbers_look_like_the_right_one() {
        let made = |value, shown: &str| {
            let mut made = numbers(value, shown, &mut Chance::new(7, "q"));
            made.sort();
            made
        };
        assert!(made(100_000.0, "100,000").contains(&"150,000".to_owned()));
        assert!(made(45.0, "45").iter().all(|number| number.len() == 2));
        assert!(made(2.5, "2.5").iter().all(|number| number.contains('.')));
        assert!(made(3.0, "3").len() >= 4);
        assert!(made(-40.0, "-40").iter().all(|number| number.starts_with('-')));
        assert!(made(0.0, "0").len() >= 4);
    }

    #[test]
    fn made_up_dates_exist() {
        let leap = When::from_iso("2020-02-29").unwrap();
        let made = years(leap, &mut Chance::new(7, "q"));
        assert_eq!(made.len(), 4);
        assert!(years(When::from_iso("0001").unwrap(), &mut Chance::new(7, "q")).len() > 9);
    }
}
