use proptest::prelude::*;

use super::*;

/// Zones with summer time north and south, half hours, none, and far ahead and behind.
const ZONES: [&str; 8] = [
    "UTC",
    "Asia/Tokyo",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Africa/Casablanca",
];

fn at(text: &str) -> Timestamp {
    parse_moment(text).unwrap().0
}

fn calendar(zone: &str, rollover_hour: i8) -> Calendar {
    Calendar::new(TimeZone::get(zone).unwrap(), rollover_hour)
}

fn day(text: &str) -> Day {
    Day::of_date(text.parse().unwrap())
}

#[test]
fn the_day_turns_at_the_rollover_hour() {
    let tokyo = calendar("Asia/Tokyo", 4);
    assert_eq!(tokyo.day(at("2026-11-23T03:59:59.999+09:00")), day("2026-11-22"));
    assert_eq!(tokyo.day(at("2026-11-23T04:00:00+09:00")), day("2026-11-23"));
    assert_eq!(tokyo.offset_minutes(at("2026-11-22T19:00:00Z")), 540);
    assert_eq!(calendar("Asia/Tokyo", 99).day(at("2026-11-23T22:59:00+09:00")), day("2026-11-22"));
}

#[test]
fn the_zone_decides_the_day() {
    let now = at("2026-11-22T19:00:00Z");
    assert_eq!(calendar("America/New_York", 4).day(now), day("2026-11-22"));
    assert_eq!(calendar("Asia/Tokyo", 4).day(now), day("2026-11-23"));
}

#[test]
fn a_leap_day_is_a_day() {
    let utc = calendar("UTC", 4);
    assert_eq!(utc.day(at("2028-02-29T12:00:00Z")).to_string(), "2028-02-29");
    assert_eq!(day("2028-03-01").since(day("2028-02-28")), 2);
    assert_eq!(day("2027-03-01").since(day("2027-02-28")), 1);
    assert_eq!(day("2028-02-28").plus(1).to_string(), "2028-02-29");
}

#[test]
fn a_day_begins_where_the_clock_jumps() {
    // On 29 March 2026, Berlin has no 02:00 to 03:00, and on 25 October it has them twice.
    let berlin = calendar("Europe/Berlin", 2);
    assert_eq!(berlin.start(day("2026-03-29")), at("2026-03-29T03:00:00+02:00"));
    assert_eq!(berlin.day(at("2026-03-29T01:59:59+01:00")), day("2026-03-28"));
    assert_eq!(berlin.start(day("2026-10-25")), at("2026-10-25T02:00:00+02:00"));
    // Samoa went without 30 December 2011.
    let apia = calendar("Pacific/Apia", 4);
    assert_eq!(apia.start(day("2011-12-30")), apia.start(day("2011-12-31")));
}

#[test]
fn days_are_said_in_words() {
    let words = [-40, -1, 0, 1, 12].map(|days| Day(100 + days).words(Day(100)));
    assert_eq!(words, ["40 days ago", "yesterday", "today", "tomorrow", "in 12 days"]);
}

#[test]
fn moments_are_read_with_their_zone() {
    let (now, zone) = parse_moment("2026-11-23T20:00:00[Asia/Tokyo]").unwrap();
    assert_eq!(now, at("2026-11-23T11:00:00Z"));
    assert_eq!(zone.and_then(|zone| zone.iana_name().map(str::to_owned)).as_deref(), Some("Asia/Tokyo"));
    assert_eq!(parse_moment("2026-11-23T20:00:00+09:00").unwrap(), (now, None));
    for wrong in ["", "yesterday", "2026-11-23", "2026-11-23T20:00:00", "2026-11-23T20:00[Asia/Tokio]"] {
        let error = parse_moment(wrong).unwrap_err();
        assert!(error.what.starts_with(&format!("\"{wrong}\" is no moment: ")), "{error}");
    }
    assert!(!parse_moment("\u{1b}[2J").unwrap_err().what.contains('\u{1b}'));
}

#[test]
fn the_ends_of_time_are_days_too() {
    assert_eq!(Day(i32::MAX).date(), civil::Date::MAX);
    assert_eq!(Day(i32::MIN).date(), civil::Date::MIN);
    let tokyo = calendar("Asia/Tokyo", 4);
    for far in [i64::MIN, i64::MAX] {
        let _ = tokyo.day(Timestamp(far));
    }
    for far in [i32::MIN, i32::MAX] {
        let _ = tokyo.start(Day(far));
    }
    assert_eq!(Day(i32::MIN).since(Day(i32::MAX)), 0);
}

proptest! {
    #[test]
    fn days_and_dates_are_one_to_one(number in -4_000_000i32..2_900_000) {
        let day = Day(number);
        prop_assert_eq!(Day::of_date(day.date()), day);
        prop_assert_eq!(day.to_string().parse::<civil::Date>().unwrap(), day.date());
    }

    /// From 2013 to 2037, when none of these zones moved its clock across midnight or over a day.
    #[test]
    fn a_day_begins_at_its_start(zone in 0..ZONES.len(), hour in 0i8..24, number in 15_706i32..24_800) {
        let calendar = calendar(ZONES[zone], hour);
        let (start, next) = (calendar.start(Day(number)), calendar.start(Day(number + 1)));
        prop_assert_eq!(calendar.day(start), Day(number));
        prop_assert_eq!(calendar.day(Timestamp(start.0 - 1)), Day(number - 1));
        let hours = (next.0 - start.0) / 3_600_000;
        prop_assert!((23..=25).contains(&hours));
    }

    #[test]
    fn a_later_moment_is_never_an_earlier_day(
        zone in 0..ZONES.len(), hour in 0i8..24, ms in 1_357_000_000_000i64..2_142_700_000_000,
        more in 0i64..10_000_000,
    ) {
        let calendar = calendar(ZONES[zone], hour);
        prop_assert!(calendar.day(Timestamp(ms)) <= calendar.day(Timestamp(ms + more)));
    }

    #[test]
    fn since_undoes_plus(number in -1_000_000i32..1_000_000, days in 0u32..1_000_000) {
        prop_assert_eq!(Day(number).plus(days).since(Day(number)), days);
    }
}
