//! Dates with a precision, and ranges of them: how they are made, checked and shown.
//!
//! Reading what a student writes is left to `date_read.rs`, comparing to `date_score.rs`.

use std::fmt;

use jiff::civil;

pub use super::date_read::{Reading, month_named, read};
pub use super::date_score::{compare, mark};

/// The English names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date as precise as it was written. `day` is given only if `month` is; both are calendar-checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, -9999 to 9999. A negative year is one before Christ (-44 is 44 BC); there is no year 0.
    pub year: i16,
    /// 1 to 12.
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
}

/// A point in time or a range, as the key of a date question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum When {
    /// One date.
    Point(Date),
    /// From the first to the second, both included; the first is not the later.
    Range(Date, Date),
}

/// How far off a date may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateTolerance {
    /// Calendar years.
    Years(u16),
    /// Calendar months.
    Months(u16),
    /// Days.
    Days(u16),
}

impl Date {
    /// A date of the proleptic Gregorian calendar; `None` if there is no such day, or a day without a month.
    pub fn new(year: i16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let date = Self { year, month, day };
        let exists = (-9999..=9999).contains(&year) && year != 0 && (day.is_none() || month.is_some());
        (exists && date.civil(month.unwrap_or(1), day.unwrap_or(1)).is_some()).then_some(date)
    }

    /// A date as decks write it: "2014", "2014-11" or "2014-11-12", a year before Christ as "-44".
    pub fn from_iso(text: &str) -> Option<Self> {
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let mut fields = rest.split('-');
        let year = number(fields.next()?, if sign < 0 { 1..=4 } else { 4..=4 })?;
        let month =
            fields.next().map(|field| number(field, 2..=2)).map_or(Some(None), |read| read.map(Some))?;
        let day =
            fields.next().map(|field| number(field, 2..=2)).map_or(Some(None), |read| read.map(Some))?;
        if fields.next().is_some() {
            return None;
        }
        let small = |field: Option<i16>| field.map(u8::try_from).transpose().ok();
        Self::new(sign * year, small(month)?, small(day)?)
    }

    /// How many of year, month and day are known: 1 to 3.
    pub fn precision(self) -> u8 {
        1 + u8::from(self.month.is_some()) + u8::from(self.day.is_some())
    }

    /// The first day it may mean.
    pub(super) fn start(self) -> civil::Date {
        self.civil(self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(civil::Date::MIN)
    }

    /// The last day it may mean.
    pub(super) fn end(self) -> civil::Date {
        let month = self.month.unwrap_or(12);
        let last = self.civil(month, 1).map_or(31, |first| first.days_in_month().unsigned_abs());
        self.civil(month, self.day.unwrap_or(last)).unwrap_or(civil::Date::MAX)
    }

    /// The same year with another month and day, in the astronomical count that has a year 0.
    fn civil(self, month: u8, day: u8) -> Option<civil::Date> {
        let year = if self.year < 0 { self.year + 1 } else { self.year };
        civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    }
}

/// A number of so many ASCII digits.
fn number(digits: &str, length: std::ops::RangeInclusive<usize>) -> Option<i16> {
    let sound = length.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| digits.parse().ok()).flatten()
}

impl When {
    /// A date or a range as decks write it: "2014-11", "2019/2023", "2013-04/2014-03". `None` if it cannot be
    /// read, does not exist, or ends before it begins.
    pub fn from_iso(text: &str) -> Option<Self> {
        match text.split_once('/') {
            None => Date::from_iso(text).map(Self::Point),
            Some((from, to)) => Self::range(Date::from_iso(from)?, Date::from_iso(to)?),
        }
    }

    /// A range; `None` if it ends before it begins.
    pub fn range(from: Date, to: Date) -> Option<Self> {
        (from.start() <= to.end()).then_some(Self::Range(from, to))
    }

    /// Its first and last date.
    pub fn ends(self) -> [Date; 2] {
        match self {
            Self::Point(date) => [date, date],
            Self::Range(from, to) => [from, to],
        }
    }

    /// What is to be written, in a few words: "month and year", "a range: from – to".
    pub fn form(self) -> &'static str {
        match self {
            Self::Range(..) => "a range: from – to",
            Self::Point(date) => match date.precision() {
                1 => "year",
                2 => "month and year",
                _ => "day, month and year",
            },
        }
    }
}

/// "2014", "November 2014", "26 June 2020", "44 BC".
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(day) = self.day {
            write!(f, "{day} ")?;
        }
        if let Some(name) = self.month.and_then(|month| MONTHS.get(usize::from(month).checked_sub(1)?)) {
            write!(f, "{name} ")?;
        }
        if self.year < 0 { write!(f, "{} BC", -i32::from(self.year)) } else { write!(f, "{}", self.year) }
    }
}

/// "2019 to 2023".
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Point(date) => date.fmt(f),
            Self::Range(from, to) => write!(f, "{from} to {to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decks_write_iso() {
        let shown = |text: &str| When::from_iso(text).map(|when| when.to_string());
        assert_eq!(shown("2014").as_deref(), Some("2014"));
        assert_eq!(shown("2014-11").as_deref(), Some("November 2014"));
        assert_eq!(shown("2020-06-26").as_deref(), Some("26 June 2020"));
        assert_eq!(shown("2019/2023").as_deref(), Some("2019 to 2023"));
        assert_eq!(shown("2013-04/2014-03").as_deref(), Some("April 2013 to March 2014"));
        assert_eq!(shown("-44-03-15").as_deref(), Some("15 March 44 BC"));
        assert_eq!(shown("0476").as_deref(), Some("476"));
    }

    #[test]
    fn what_is_not_in_the_calendar_is_not_a_date() {
        for wrong in [
            "2014-13",
            "2014-02-29",
            "2014-11-31",
            "14",
            "2014-1",
            "0000",
            "2023/2019",
            "2014-11-12-1",
            "",
            "/",
        ] {
            assert_eq!(When::from_iso(wrong), None, "{wrong}");
        }
        assert!(Date::new(2016, Some(2), Some(29)).is_some());
        assert!(Date::new(2016, None, Some(1)).is_none());
        assert!(Date::new(i16::MIN, None, None).is_none());
    }
}
