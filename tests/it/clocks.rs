//! Clocks are set back, travel, change to summer time and run wrong: no interval is negative, no day of study is lost, and
//! days in a row are those that a person would count.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use proptest::prelude::*;
use shiken::event::{Body, Draft, Purpose, Review, Subject};
use shiken::judge::{Outcome, Rule};
use shiken::memory::Answer;
use shiken::question::Response;
use shiken::question::ask::{Mode, Rating};
use shiken::store::Store;
use shiken::time::{Calendar, Day, Timestamp};
use tempfile::TempDir;
use uuid::Uuid;

use super::log::Device;

/// Summer time at two, at midnight, by half an hour, in the south, and none.
const ZONES: [&str; 8] = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Beirut",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
];

/// Where summer time begins and ends in these zones, and a 29 February.
const SEASONS: [Date; 4] = [date(2028, 2, 20), date(2027, 3, 1), date(2026, 10, 1), date(2027, 9, 1)];

const HOUR: i64 = 3_600_000;

fn moment(zone: &TimeZone, day: Date, minute: i64) -> Timestamp {
    // A person looks at the clock on the wall: what it skips comes a little later.
    let wall = day.at(0, 0, 0, 0) + Span::new().minutes(minute);
    Timestamp(zone.to_ambiguous_timestamp(wall).compatible().unwrap().as_millisecond())
}

fn draft(number: u128, clock: Timestamp, calendar: &Calendar, rating: Rating) -> Draft {
    let right = rating != Rating::Again;
    let review = Review {
        rating,
        score: f64::from(u8::from(right)),
        outcome: if right { Outcome::Right } else { Outcome::Wrong },
        rule: Rule::Equal,
        response: Response::Unknown,
        confused_with: None,
        hints: 0,
        seconds: 2.0,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: Uuid::nil(),
        meaning: 1,
        due: None,
        retrievability: None,
    };
    let subject = Subject { deck: "d".into(), question: "q".into() };
    Draft {
        id: Uuid::from_u128(number + 1),
        clock,
        offset_minutes: calendar.offset_minutes(clock),
        day: calendar.day(clock),
        body: Body::Review(subject, Box::new(review)),
    }
}

fn store(home: &TempDir) -> Store {
    Store::open(&home.path().join("progress.db"), Uuid::from_u128(7)).unwrap()
}

fn answers(store: &Store) -> Vec<Answer> {
    store.answers(None).unwrap().into_iter().flat_map(|(_, answers)| answers).collect()
}

/// The longest run of days up to the last one, as anybody counts on their fingers.
fn in_a_row(days: &[Day]) -> usize {
    days.windows(2).rev().take_while(|pair| pair[1].since(pair[0]) == 1).count() + 1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Once every day, at any minute from four in the morning until four in the night after.
    #[test]
    fn every_day_of_study_is_a_day_of_its_own(
        zone in 0..ZONES.len(), season in 0..SEASONS.len(), minutes in prop::collection::vec(240..1_680_i64, 2..60),
    ) {
        let zone = TimeZone::get(ZONES[zone]).unwrap();
        let calendar = Calendar::new(zone.clone(), 4);
        let mut last = Timestamp(i64::MIN);
        for (nth, minute) in (0..).zip(minutes) {
            let day = SEASONS[season] + (nth as i64).days();
            let now = moment(&zone, day, minute);
            prop_assert!(now > last);
            prop_assert_eq!(calendar.day(now).date(), day, "{}", minute);
            last = now;
        }
    }

    /// A day begins where the one before ends, and lasts from 23 to 25 hours.
    #[test]
    fn no_moment_is_between_two_days(zone in 0..ZONES.len(), season in 0..SEASONS.len(), hour in 0..24_i8, days in 0..80_i32) {
        let calendar = Calendar::new(TimeZone::get(ZONES[zone]).unwrap(), hour);
        let day = Day(Day::of_date(SEASONS[season]).0 + days);
        let (start, next) = (calendar.start(day), calendar.start(day.plus(1)));
        prop_assert_eq!(calendar.day(start), day);
        prop_assert_eq!(calendar.day(Timestamp(next.0 - 1)), day);
        prop_assert!((23 * HOUR..=25 * HOUR).contains(&(next.0 - start.0)), "{}", next.0 - start.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// The clock is an hour wrong, set back by days, or once far ahead, and the person flies now and then.
    #[test]
    fn no_clock_makes_an_interval_negative_or_loses_an_answer(
        steps in prop::collection::vec(
            (
                1..80_i64,
                prop::sample::select(vec![0, 0, 0, 0, HOUR, -HOUR, -72 * HOUR, 400 * 24 * HOUR]),
                prop::option::weighted(0.2, 0..ZONES.len()),
                0..4_usize,
            ),
            1..25,
        ),
    ) {
        let home = TempDir::new().unwrap();
        let mut store = store(&home);
        let (mut now, mut zone) = (1_795_392_000_000_i64, TimeZone::UTC);
        let mut days: Vec<Day> = Vec::new();
        for (number, (hours, wrong, flight, rating)) in (0..).zip(&steps) {
            now += hours * HOUR;
            if let Some(to) = flight {
                zone = TimeZone::get(ZONES[*to]).unwrap();
            }
            let calendar = Calendar::new(zone.clone(), 4);
            let draft = draft(number, Timestamp(now + wrong), &calendar, Rating::ALL[*rating]);
            days.push(draft.day);
            store.append(&[draft]).unwrap();
        }
        let (events, _) = store.events_after(0).unwrap();
        prop_assert!(events.windows(2).all(|pair| pair[0].time < pair[1].time), "the order of one device");
        let found = answers(&store);
        prop_assert_eq!(found.iter().map(|answer| answer.day).collect::<Vec<_>>(), days.clone(), "no day is lost");
        // An answer counts unless the one that counted before it was on the same day.
        let mut last = None;
        for answer in &found {
            prop_assert_eq!(answer.counted.is_some(), last != Some(answer.day));
            let elapsed = answer.counted.map_or(0, |counted| counted.elapsed_days);
            let since = last.map_or(0, |last| answer.day.since(last));
            prop_assert!(answer.counted.is_none() || elapsed == since);
            last = Some(answer.day);
        }
        let (_, state) = store.states(None).unwrap().swap_remove(0);
        let memory = state.memory.unwrap();
        prop_assert!(memory.stability > 0.0 && memory.stability.is_finite() && (1.0..=10.0).contains(&memory.difficulty));
        prop_assert_eq!(state.last, last);
        prop_assert!(state.due > state.last, "due on a later day than it was answered");
        prop_assert!(store.check().unwrap().is_sound());
    }

    /// Two devices, one an hour wrong, answer by turns: both come to the same, and the wrong hour costs no day.
    #[test]
    fn a_device_an_hour_wrong_agrees_with_the_other(wrong in prop::sample::select(vec![-HOUR, HOUR]), days in 2..12_i64) {
        let homes = [TempDir::new().unwrap(), TempDir::new().unwrap()];
        let calendar = Calendar::new(TimeZone::get("Europe/Berlin").unwrap(), 4);
        let mut written = [Vec::new(), Vec::new()];
        for day in 0..days {
            let which = (day % 2) as usize;
            // From noon to evening, so an hour is never another day.
            let right = moment(&TimeZone::get("Europe/Berlin").unwrap(), SEASONS[2] + day.days(), 720 + day * 30);
            let clock = Timestamp(right.0 + if which == 1 { wrong } else { 0 });
            let draft = draft(day as u128, clock, &calendar, Rating::Good);
            let mut store = Store::open(&homes[which].path().join("progress.db"), Uuid::from_u128(which as u128)).unwrap();
            written[which].extend(store.append(&[draft]).unwrap());
        }
        let ends: Vec<_> = [0, 1].map(|which| {
            let mut store = store(&homes[which]);
            store.merge(&written[1 - which]).unwrap();
            (store.states(None).unwrap(), answers(&store))
        }).into();
        prop_assert_eq!(&ends[0], &ends[1]);
        let found: Vec<Day> = ends[0].1.iter().map(|answer| answer.day).collect();
        prop_assert_eq!(in_a_row(&found), usize::try_from(days).unwrap());
    }
}

/// What `shiken stats` says of days in a row.
fn streak(device: &Device, now: &str) -> String {
    let ran = device.run(["stats", "--json"]).now(now).run();
    let figures: serde_json::Value = serde_json::from_str(ran.output()).unwrap();
    let activity = ["streak_days", "longest_streak_days"].map(|name| {
        let text = figures.to_string();
        text.split(&format!("\"{name}\":")).nth(1).unwrap().split([',', '}']).next().unwrap().to_owned()
    });
    activity.join(" of ")
}

#[test]
fn a_day_lost_over_the_date_line_is_not_missed() {
    let device = Device::new(1);
    let study =
        |at: &str| device.run(["study", "demo.toml", "--cram", "--limit", "1"]).now(at).stdin("x\n").run();
    study("2026-11-22T20:00:00[America/Los_Angeles]");
    study("2026-11-23T20:00:00[America/Los_Angeles]");
    // Takes off at 22:30 and lands in Sydney on the 25th at 8 in the morning.
    assert_eq!(streak(&device, "2026-11-25T09:00:00[Australia/Sydney]"), "2 of 2", "landed, not yet studied");
    assert_eq!(streak(&device, "2026-11-25T09:00:00[America/Los_Angeles]"), "0 of 2", "stayed at home");
    study("2026-11-25T20:00:00[Australia/Sydney]");
    assert_eq!(streak(&device, "2026-11-25T21:00:00[Australia/Sydney]"), "3 of 3");
    study("2026-11-27T20:00:00[Australia/Sydney]");
    assert_eq!(streak(&device, "2026-11-27T21:00:00[Australia/Sydney]"), "1 of 3", "the 26th was missed");
}

#[test]
fn a_session_has_the_date_on_the_wall_whatever_a_day_begins_with_now() {
    let device = Device::new(1);
    let study = ["study", "demo.toml", "--cram", "--limit", "1"];
    device.run(study).now("2026-11-23T01:30:00Z").stdin("x\n").run();
    let began = || {
        let ran = device.run(["stats", "sessions", "--json"]).now("2026-11-23T12:00:00Z").run();
        let data: serde_json::Value = serde_json::from_str(ran.output()).unwrap();
        data["sessions"]["sessions"][0]["began"].as_str().unwrap().to_owned()
    };
    assert_eq!(began(), "2026-11-23 01:30");
    device.run(["settings", "rollover", "0"]).run().status(0);
    assert_eq!(began(), "2026-11-23 01:30");
}

#[test]
fn a_leap_day_and_the_minute_before_four_count_as_a_person_counts() {
    let device = Device::new(1);
    for (at, expected) in [
        ("2028-02-28T23:30:00[Asia/Tokyo]", "1 of 1"),
        // The evening of 28 February, gone on past midnight.
        ("2028-02-29T03:59:00[Asia/Tokyo]", "1 of 1"),
        ("2028-02-29T04:00:00[Asia/Tokyo]", "2 of 2"),
        ("2028-03-01T22:00:00[Asia/Tokyo]", "3 of 3"),
        // To Berlin: a long 2 March, and summer time on the 26th.
        ("2028-03-02T23:00:00[Europe/Berlin]", "4 of 4"),
    ] {
        let study = ["study", "demo.toml", "--cram", "--limit", "1"];
        device.run(study).now(at).stdin("x\n").run();
        assert_eq!(streak(&device, at), expected, "{at}");
    }
    assert_eq!(streak(&device, "2028-03-04T03:59:00[Europe/Berlin]"), "4 of 4", "still the day after");
    assert_eq!(streak(&device, "2028-03-04T04:00:00[Europe/Berlin]"), "0 of 4");
    // A clock set back shows what was true then, and later answers are none of the past.
    assert_eq!(streak(&device, "2028-02-29T12:00:00[Asia/Tokyo]"), "2 of 2");
}
