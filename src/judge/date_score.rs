//! Scoring a date against the right one: full, partial or no credit. Digits are never forgiven.
//!
//! Of a day, year and month earn 0.6 and the year 0.3; of a month, the neighbouring month 0.6 and the year 0.5;
//! each end of a range is half. It makes no difference whether the rest is missing or wrong. A right month in a
//! wrong year is wrong.

use jiff::{Span, civil};

use super::date::{Date, DateTolerance, When};
use super::date_read::{Reading, read};
use super::verdict::{Marked, Rule, Verdict};
use super::{clip, is_blank};

/// Judges a typed date. What cannot be read in one way is asked again, unless both readings score the same.
pub fn mark(right: When, tolerance: Option<DateTolerance>, response: &str) -> Marked {
    if is_blank(response) {
        return Marked::Verdict(Verdict::unknown());
    }
    match read(clip(response), right) {
        Reading::One(given) => Marked::Verdict(compare(right, tolerance, given)),
        Reading::None(reason) => Marked::AskAgain(reason.to_owned()),
        Reading::Two(one, other) => {
            let verdicts = [one, other].map(|given| compare(right, tolerance, given));
            let [first, second] = &verdicts;
            if (first.score - second.score).abs() < f64::EPSILON {
                let [first, _] = verdicts;
                return Marked::Verdict(first);
            }
            Marked::AskAgain(format!("is that {one}, or {other}? write the month as a word"))
        }
    }
}

/// Compares a date with the right one.
pub fn compare(right: When, tolerance: Option<DateTolerance>, given: When) -> Verdict {
    match (right, given) {
        (When::Point(right), When::Point(given)) => point(right, tolerance, given),
        (When::Range(from, to), When::Range(start, end)) => range([from, to], tolerance, [start, end]),
        (When::Range(from, to), When::Point(given)) => one_end([from, to], tolerance, given),
        (When::Point(right), When::Range(start, end)) if start == end => point(right, tolerance, start),
        (When::Point(_), When::Range(..)) => {
            Verdict::new(0.0, Rule::Different).differing("one date was asked, not a range")
        }
    }
}

fn point(right: Date, tolerance: Option<DateTolerance>, given: Date) -> Verdict {
    if right == given {
        return Verdict::new(1.0, Rule::Same);
    }
    if within(right, None, given) {
        return Verdict::new(1.0, Rule::MorePrecise);
    }
    if tolerance.is_some() && within(right, tolerance, given) {
        return Verdict::new(1.0, Rule::Tolerance).differing(format!("exactly: {right}"));
    }
    let partial = |score, difference: String| {
        let rule = if given.precision() < right.precision() { Rule::LessPrecise } else { Rule::Close };
        Verdict::new(score, rule).differing(difference)
    };
    let same_year = right.year == given.year;
    let same_month = right.month.is_some() && right.month == given.month;
    match (right.month, right.day) {
        (Some(_), Some(_)) if same_year && same_month && given.day.is_none() => {
            partial(0.6, "month and year are right; the day was asked too".to_owned())
        }
        (Some(_), Some(_)) if same_year && same_month => {
            partial(0.6, format!("month and year are right, the day is wrong: {right}"))
        }
        (Some(_), Some(_)) if is_next_day(right, given) => partial(0.6, format!("one day off: {right}")),
        (Some(_), Some(_)) if same_year => partial(0.3, year_only(given, "month and day")),
        (Some(_), None) if is_next_month(right, given) => partial(0.6, format!("one month off: {right}")),
        (Some(_), None) if same_year => partial(0.5, year_only(given, "month")),
        _ => wrong(right, given, same_month),
    }
}

fn year_only(given: Date, rest: &str) -> String {
    let verb = if rest.contains(' ') { "were" } else { "was" };
    match given.month {
        None => format!("the year is right; the {rest} {verb} asked too"),
        Some(_) => "the year is right, the month is wrong".to_owned(),
    }
}

fn wrong(right: Date, given: Date, same_month: bool) -> Verdict {
    let off = years_between(right.year, given.year);
    let verdict = Verdict::new(0.0, Rule::Different);
    match off {
        _ if same_month && right.day == given.day && right.day.is_some() => {
            verdict.differing("right day and month, wrong year")
        }
        _ if same_month => verdict.differing("right month, wrong year"),
        1 => verdict.differing("one year off"),
        2..=9 => verdict.differing(format!("{off} years off")),
        _ => verdict,
    }
}

/// Years apart; there is no year 0.
fn years_between(a: i16, b: i16) -> i32 {
    let count = |year: i16| i32::from(year) + i32::from(year < 0);
    (count(a) - count(b)).abs()
}

fn is_next_day(right: Date, given: Date) -> bool {
    let (a, b) = (right.start(), given.start());
    given.day.is_some() && (a.tomorrow().ok() == Some(b) || b.tomorrow().ok() == Some(a))
}

fn is_next_month(right: Date, given: Date) -> bool {
    let months = |date: Date| Some(i32::from(date.start().year()) * 12 + i32::from(date.month?));
    matches!((months(right), months(given)), (Some(a), Some(b)) if (a - b).abs() == 1)
}

/// True if all of `given` lies within `right`, widened by the tolerance on both sides.
fn within(right: Date, tolerance: Option<DateTolerance>, given: Date) -> bool {
    let (mut from, mut to) = (right.start(), right.end());
    if let Some(tolerance) = tolerance {
        // Whole years stay whole: the end of a month is reached by way of the first day behind it.
        from = from.saturating_sub(span(tolerance));
        to = to.tomorrow().unwrap_or(civil::Date::MAX).saturating_add(span(tolerance));
        to = to.yesterday().unwrap_or(civil::Date::MIN);
    }
    from <= given.start() && given.end() <= to
}

fn span(tolerance: DateTolerance) -> Span {
    match tolerance {
        DateTolerance::Years(years) => Span::new().try_years(years),
        DateTolerance::Months(months) => Span::new().try_months(months),
        DateTolerance::Days(days) => Span::new().try_days(days),
    }
    .unwrap_or_default()
}

fn range(right: [Date; 2], tolerance: Option<DateTolerance>, given: [Date; 2]) -> Verdict {
    let [from, to] = [0, 1].map(|end: usize| match (right.get(end), given.get(end)) {
        (Some(&right), Some(&given)) => point(right, tolerance, given),
        _ => Verdict::new(0.0, Rule::Different),
    });
    let score = f64::midpoint(from.score, to.score);
    let worst = if from.score <= to.score { from.rule } else { to.rule };
    let rule = match worst {
        Rule::Different if score > 0.0 => Rule::Close,
        other => other,
    };
    let verdict = Verdict::new(score, rule);
    match (from.score >= 1.0, to.score >= 1.0) {
        (true, true) => verdict,
        (true, false) => verdict.differing("the beginning is right, the end is not"),
        (false, true) => verdict.differing("the end is right, the beginning is not"),
        (false, false) => verdict.differing("neither end is right"),
    }
}

/// One date where two were asked: half of what its end is worth.
fn one_end([from, to]: [Date; 2], tolerance: Option<DateTolerance>, given: Date) -> Verdict {
    let ends = [
        (from, "the beginning is right; the end was asked too"),
        (to, "the end is right; the beginning was asked too"),
    ];
    let mut best = Verdict::new(0.0, Rule::Different).differing("a range was asked, from – to");
    for (end, said) in ends {
        let score = point(end, tolerance, given).score / 2.0;
        if score > best.score {
            best = Verdict::new(score, Rule::LessPrecise).differing(said);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(right: &str, tolerance: Option<DateTolerance>, given: &str) -> (f64, Rule) {
        match mark(When::from_iso(right).unwrap(), tolerance, given) {
            Marked::Verdict(verdict) => (verdict.score, verdict.rule),
            Marked::AskAgain(reason) => panic!("{given}: {reason}"),
        }
    }

    #[test]
    fn partial_credit() {
        for (right, given, expected) in [
            ("1921", "1921", (1.0, Rule::Same)),
            ("1921", "1920", (0.0, Rule::Different)),
            ("2014", "12 November 2014", (1.0, Rule::MorePrecise)),
            ("2014-11", "November 2014", (1.0, Rule::Same)),
            ("2014-11", "12 Nov 2014", (1.0, Rule::MorePrecise)),
            ("2014-11", "December 2014", (0.6, Rule::Close)),
            ("2014-12", "January 2015", (0.6, Rule::Close)),
            ("2014-11", "2014", (0.5, Rule::LessPrecise)),
            ("2014-11", "March 2014", (0.5, Rule::Close)),
            ("2014-11", "November 2013", (0.0, Rule::Different)),
            ("2020-06-26", "June 2020", (0.6, Rule::LessPrecise)),
            ("2020-06-26", "25 June 2020", (0.6, Rule::Close)),
            ("2020-06-30", "1 July 2020", (0.6, Rule::Close)),
            ("2020-06-26", "2020", (0.3, Rule::LessPrecise)),
            ("2020-06-26", "26 May 2020", (0.3, Rule::Close)),
            ("2020-06-26", "26 June 2019", (0.0, Rule::Different)),
            ("2019/2023", "2019–2023", (1.0, Rule::Same)),
            ("2019/2023", "2019–2022", (0.5, Rule::Close)),
            ("2019/2023", "2023", (0.5, Rule::LessPrecise)),
            ("2019/2023", "2021", (0.0, Rule::Different)),
            ("2019", "2019 to 2023", (0.0, Rule::Different)),
            ("2014-11", "", (0.0, Rule::Unknown)),
        ] {
            assert_eq!(score(right, None, given), expected, "{right} against {given}");
        }
    }

    #[test]
    fn the_deck_may_be_lenient() {
        let year = Some(DateTolerance::Years(1));
        assert_eq!(score("1921", year, "1920"), (1.0, Rule::Tolerance));
        assert_eq!(score("1921", year, "1919"), (0.0, Rule::Different));
        assert_eq!(score("1921", year, "1922"), (1.0, Rule::Tolerance));
        assert_eq!(score("2014-11", Some(DateTolerance::Months(2)), "January 2015"), (1.0, Rule::Tolerance));
        assert_eq!(score("2014-11", Some(DateTolerance::Months(2)), "February 2015"), (0.0, Rule::Different));
        assert_eq!(score("2014-11-12", Some(DateTolerance::Days(3)), "15.11.2014"), (1.0, Rule::Tolerance));
    }

    #[test]
    fn two_readings_are_asked_again_unless_they_are_worth_the_same() {
        assert!(matches!(
            mark(When::from_iso("2020-07-06").unwrap(), None, "06/07/2020"),
            Marked::AskAgain(_)
        ));
        assert_eq!(score("2020", None, "06/07/2020"), (1.0, Rule::MorePrecise));
        assert_eq!(score("1999", None, "06/07/2020"), (0.0, Rule::Different));
    }
}
