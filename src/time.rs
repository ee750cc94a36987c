//! Moments, study days, and the hour at which one day becomes the next.
//!
//! A study day begins at the rollover hour (04:00 unless the user says otherwise), so a session past midnight
//! belongs to the evening it began in. Everything here is a function of its arguments: the clock itself is
//! asked in `world.rs`.

use jiff::civil;
use jiff::tz::TimeZone;

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
        let span = jiff::Span::new().try_days(i64::from(self.0)).unwrap_or_default();
        civil::date(1970, 1, 1).saturating_add(span)
    }

    /// The study day of a civil date.
    pub fn of_date(date: civil::Date) -> Day {
        let days = civil::date(1970, 1, 1).until(date).map(|span| span.get_days()).unwrap_or(0);
        Day(days)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    #[test]
    fn the_day_turns_at_the_rollover_hour() {
        let tokyo = Calendar::new(TimeZone::fixed(jiff::tz::offset(9)), 4);
        assert_eq!(tokyo.day(at("2026-11-22T18:59:59Z")).date().to_string(), "2026-11-22");
        assert_eq!(tokyo.day(at("2026-11-22T19:00:00Z")).date().to_string(), "2026-11-23");
        assert_eq!(tokyo.offset_minutes(at("2026-11-22T19:00:00Z")), 540);
    }

    #[test]
    fn days_and_dates_are_one_to_one() {
        for day in [-719_162, -1, 0, 1, 59, 11_016, 20_780] {
            assert_eq!(Day::of_date(Day(day).date()), Day(day));
        }
        assert_eq!(Day(5).since(Day(9)), 0);
    }
}
