//! Counts, times and days in words.

pub use crate::stats::picture::{count, percent, span};
use crate::time::Day;

/// "26 November", with the year if it is not the year of `today`.
pub fn date(day: Day, today: Day) -> String {
    let date = day.date();
    if date.year() == today.date().year() {
        date.strftime("%-d %B").to_string()
    } else {
        date.strftime("%-d %B %Y").to_string()
    }
}

/// The day that lies `days` behind today, in words: "today", "tomorrow (24 November)", "in 3 days (26 November)",
/// from 60 days on in months, from 730 days on in years.
pub fn ahead(day: Day, days: u32) -> String {
    let today = Day(day.0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX)));
    let on = date(day, today);
    match days {
        0 => "today".to_owned(),
        1 => format!("tomorrow ({on})"),
        2..60 => format!("in {days} days ({on})"),
        60..730 => format!("in about {} months ({on})", (f64::from(days) / 30.44).round()),
        _ => format!("in about {} years ({on})", (f64::from(days) / 365.25).round()),
    }
}

/// What is left of a limit: "4 min left", rounded up; "time is up" from the limit on.
pub fn left(seconds: f64, limit_seconds: f64) -> String {
    let rest = limit_seconds - seconds;
    if rest <= 0.0 { "time is up".to_owned() } else { format!("{} min left", (rest / 60.0).ceil()) }
}

/// A reason as a sentence: with a capital letter, and a full stop if nothing else ends it.
pub fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if reason.ends_with(['.', '?', '!', '。']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::of_date(text.parse().unwrap())
    }

    #[test]
    fn days_ahead_read_as_people_say_them() {
        assert_eq!(ahead(day("2026-11-23"), 0), "today");
        assert_eq!(ahead(day("2026-11-24"), 1), "tomorrow (24 November)");
        assert_eq!(ahead(day("2026-11-26"), 3), "in 3 days (26 November)");
        assert_eq!(ahead(day("2027-01-02"), 40), "in 40 days (2 January 2027)");
        assert_eq!(ahead(day("2027-03-01"), 98), "in about 3 months (1 March 2027)");
        assert_eq!(ahead(day("2029-11-23"), 1096), "in about 3 years (23 November 2029)");
    }

    #[test]
    fn spans_and_limits() {
        assert_eq!(
            [span(0.2), span(59.0), span(59.6), span(360.0), span(3900.0)],
            ["0 s", "59 s", "1 min", "6 min", "1 h 5 min"]
        );
        assert_eq!(
            [left(61.0, 300.0), left(299.0, 300.0), left(300.0, 300.0)],
            ["4 min left", "1 min left", "time is up"]
        );
        assert_eq!(count(1, "question") + &count(0, "question"), "1 question0 questions");
        assert_eq!(percent(0.754), "75 %");
    }
}
