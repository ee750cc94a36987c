//! Moments, study days, and the hour at which one day becomes the next.
//!
//! A study day begins at the rollover hour (04:00 unless the user says otherwise), so a session past midnight
//! belongs to the evening it began in. Everything here is a function of its arguments: the clock itself is
//! asked in `world.rs`.

use std::fmt;

use jiff::civil;
use jiff::tz::TimeZone;

use crate::error::{Error, Result};

/// The hour at which a study day begins unless the user says otherwise.
pub const DEFAULT_ROLLOVER_HOUR: i8 = 4;

/// The most days a span can have: more than lie between the years -9999 and 9999.
const MAX_SPAN_DAYS: i32 = 7_304_484;

/// A moment: milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

/// A study day: days since 1970-01-01 in the civil calendar of the user's zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Day(pub i32);

impl Day {
    /// Days from `earlier` to `self`; never negative, for a clock set back must not make a negative interval.
    pub fn since(self, earlier: Day) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }

    /// The day `days` later.
    #[must_use]
    pub fn plus(self, days: u32) -> Day {
        Day(self.0.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)))
    }

    /// The civil date, clamped to the years -9999 to 9999.
    pub fn date(self) -> civil::Date {
        let days = self.0.clamp(-MAX_SPAN_DAYS, MAX_SPAN_DAYS);
        let span = jiff::Span::new().days(days);
        civil::date(1970, 1, 1).saturating_add(span)
    }

    /// The study day of a civil date.
    pub fn of_date(date: civil::Date) -> Day {
        let days = civil::date(1970, 1, 1).until(date).map(|span| span.get_days()).unwrap_or(0);
        Day(days)
    }

    /// The day as a person says it on `today`: "today", "tomorrow", "in 12 days", "yesterday", "12 days ago".
    pub fn words(self, today: Day) -> String {
        match (self.since(today), today.since(self)) {
            (0, 0) => "today".to_owned(),
            (1, _) => "tomorrow".to_owned(),
            (_, 1) => "yesterday".to_owned(),
            (0, ago) => format!("{ago} days ago"),
            (ahead, _) => format!("in {ahead} days"),
        }
    }
}

/// As an ISO date: 2026-11-23.
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

/// Where and when the user's days begin.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    rollover_hour: i8,
}

impl Calendar {
    /// A calendar for `zone` whose days begin at `rollover_hour` (0 to 23; anything else is clamped).
    pub fn new(zone: TimeZone, rollover_hour: i8) -> Self {
        Self { zone, rollover_hour: rollover_hour.clamp(0, 23) }
    }

    /// The study day that `now` falls in.
    pub fn day(&self, now: Timestamp) -> Day {
        let local = self.local(now);
        let date = local.date();
        if local.hour() < self.rollover_hour {
            Day(Day::of_date(date).0.saturating_sub(1))
        } else {
            Day::of_date(date)
        }
    }

    /// The moment at which `day` begins: the rollover hour by the wall clock. Where the clock jumps over that hour
    /// (or over the whole day), it is the first moment after the jump; where the hour comes twice, the first.
    pub fn start(&self, day: Day) -> Timestamp {
        let local = day.date().at(self.rollover_hour, 0, 0, 0);
        match self.zone.to_ambiguous_timestamp(local).compatible() {
            Ok(at) => Timestamp(at.as_millisecond()),
            // Only at the ends of the calendar, thousands of years away.
            Err(_) => Timestamp(i64::from(day.0).saturating_mul(86_400_000)),
        }
    }

    /// The zone's offset from UTC at `now`, in minutes east of Greenwich.
    pub fn offset_minutes(&self, now: Timestamp) -> i32 {
        self.zone.to_offset(instant(now)).seconds() / 60
    }

    /// The wall clock at `now`.
    pub fn local(&self, now: Timestamp) -> civil::DateTime {
        self.zone.to_datetime(instant(now))
    }
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or(if at.0 < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    })
}

/// Reads a moment, as `SHIKEN_NOW` gives it: `2026-11-23T20:00:00[Asia/Tokyo]`, which names a zone as well, or
/// `2026-11-23T11:00:00Z` or `2026-11-23T20:00:00+09:00`, which do not.
///
/// # Errors
/// If it is no such moment, or the zone is unknown.
pub fn parse_moment(text: &str) -> Result<(Timestamp, Option<TimeZone>)> {
    let refused = |reason: jiff::Error| {
        let shown = crate::text::terminal(text);
        let reason = reason.to_string();
        Error::usage(format!("\"{shown}\" is no moment: {}", crate::text::terminal(&reason)))
            .help("write it as 2026-11-23T20:00:00[Asia/Tokyo] or 2026-11-23T11:00:00Z")
    };
    if text.contains('[') {
        let zoned: jiff::Zoned = text.parse().map_err(refused)?;
        let at = Timestamp(zoned.timestamp().as_millisecond());
        return Ok((at, Some(zoned.time_zone().clone())));
    }
    let at: jiff::Timestamp = text.parse().map_err(refused)?;
    Ok((Timestamp(at.as_millisecond()), None))
}

#[cfg(test)]
mod tests;
