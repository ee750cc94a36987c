use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::event::arbitrary;
use crate::judge::{Outcome, Rule};
use crate::question::ask::{Mode, Rating};

fn sample() -> Event {
    Event {
        id: Uuid::from_u128(7),
        device: Uuid::from_u128(9),
        sequence: 12,
        time: Timestamp(1_795_400_000_001),
        clock: Timestamp(1_795_400_000_000),
        offset_minutes: 540,
        day: Day(20_780),
        body: Body::Review(
            Subject { deck: "jp".into(), question: "act".into() },
            Box::new(Review {
                rating: Rating::Hard,
                score: 0.6,
                outcome: Outcome::Near,
                rule: Rule::Slip,
                response: Response::Text("Bäsic \"Act\"\u{7}".into()),
                confused_with: None,
                hints: 1,
                seconds: 4.2134,
                mode: Mode::Typed,
                purpose: crate::event::Purpose::Study,
                session: Uuid::from_u128(3),
                meaning: 0xff,
                due: Some(Day(20_783)),
                retrievability: Some(0.9021),
            }),
        ),
        extra: Text::default(),
    }
}

#[test]
fn the_line_of_a_review() {
    expect![[r#"{"id":"00000000-0000-0000-0000-000000000007","device":"00000000-0000-0000-0000-000000000009","sequence":12,"time":1795400000001,"clock":1795400000000,"offset":540,"day":"2026-11-23","kind":"review","deck":"jp","due":"2026-11-26","hints":1,"meaning":"00000000000000ff","mode":"typed","outcome":"near","purpose":"study","question":"act","rating":"hard","response":{"text":"Bäsic \"Act\"\u0007"},"retrievability":0.9021,"rule":"slip","score":0.6,"seconds":4.213,"session":"00000000-0000-0000-0000-000000000003"}"#]]
        .assert_eq(&write(&sample()));
    expect!["[148, 227, 172, 15, 72, 250, 111, 178]"]
        .assert_eq(&format!("{:?}", checksum(&write(&sample()))));
}

#[test]
fn what_a_newer_version_wrote_is_passed_on() {
    let line = write(&sample()).replace(r#""score":"#, r#""aaa" : {"b":1e400, "a":[ ]}, "score":"#);
    let event = read(&line).unwrap();
    assert_eq!(event.extra.raw(), r#"{"aaa":{"a":[],"b":1e400}}"#);
    assert!(write(&event).contains(r#""kind":"review","aaa":{"a":[],"b":1e400},"deck":"jp""#));

    let unknown = line.replace(r#""kind":"review""#, r#""kind":"exam""#);
    let event = read(&unknown).unwrap();
    assert!(matches!(&event.body, Body::Unknown { kind, .. } if kind.raw() == "exam"));
    assert_eq!(event.extra.raw(), "");
    let known_again = read(&write(&event).replace(r#""kind":"exam""#, r#""kind":"review""#)).unwrap();
    assert_eq!(write(&known_again), write(&read(&line).unwrap()), "the bytes do not depend on the version");
}

#[test]
fn damage_is_named() {
    let errors: Vec<String> = [
        (r#""rating":"hard""#, r#""rating":"harp""#),
        (r#""score":0.6"#, r#""score":6"#),
        (r#""score":0.6"#, r#""score":null"#),
        (r#""day":"2026-11-23""#, r#""day":"2026-11-31""#),
        (r#""day":"2026-11-23""#, r#""day":"2026-11-23T00:00""#),
        (r#""sequence":12"#, r#""sequence":-1"#),
        (r#""time":1795400000001"#, r#""time":1795400000001.5"#),
        (r#""time":1795400000001"#, r#""time":9223372036854775807"#),
        (r#""meaning":"00000000000000ff""#, r#""meaning":"+0000000000000ff""#),
        (r#""response":{"text""#, r#""response":{"words""#),
        (r#""hints":1,"#, ""),
        (r#""hints":1,"#, r#""hints":1,"hints":1,"#),
        (r#""deck":"jp""#, "\"deck\":\"\x1b[2J\\ud800\""),
        ("}", ""),
    ]
    .iter()
    .map(|(from, to)| read(&write(&sample()).replacen(from, to, 1)).unwrap_err().what)
    .collect();
    expect![[r#"
        the event's `rating` is not one of again, hard, good, easy: harp
        the event's `score` is not a number from 0 to 1: 6
        the event's `score` is not a number from 0 to 1: null
        the event's `day` is not a day such as 2026-11-23: "2026-11-31"
        the event's `day` is not a day such as 2026-11-23: "2026-11-23T00:00"
        the event's `sequence` is not of the right type: -1
        the event's `time` is not of the right type: 1795400000001.5
        the event's `time` is not a moment: 9223372036854775807
        the event's `meaning` is not 16 hexadecimal digits: +0000000000000ff
        the event's `response` is not null, or one of text, texts, pairs and recalled: {"words":"Bäsic \"Act\"\u0007"}
        the event has no `hints`
        the event is not a JSON object: `hints` stands there twice at line 1 column 248
        the event is not a JSON object: control character (\u0000-\u001F) found while parsing a string at line 1 column 206
        the event is not a JSON object: EOF while parsing an object at line 1 column 508"#]].assert_eq(&errors.join("\n"));
}

#[test]
fn what_cannot_be_said_in_json_is_brought_into_its_range() {
    let mut event = sample();
    event.body = Body::Parameters(vec![f32::NAN, f32::INFINITY, -0.0, 0.1]);
    assert_eq!(normal(&event).unwrap().body, Body::Parameters(vec![0.0, 0.0, 0.0, 0.1]));
    assert_eq!((score(f64::NAN), score(-0.0), score(7.0)), ("0".into(), "0".into(), "1".into()));
    assert_eq!((milliseconds(f64::INFINITY), milliseconds(-1.0), milliseconds(f64::NAN)), (3_600_000, 0, 0));
}

proptest! {
    #[test]
    fn an_event_survives_its_line(event in arbitrary::event()) {
        let line = write(&event);
        prop_assert_eq!(&read(&line).unwrap(), &event);
        prop_assert!(!line.contains('\n'));
        prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
    }

    #[test]
    fn the_normal_form_is_what_the_line_gives_back(
        event in arbitrary::event(), score in any::<f64>(), seconds in any::<f64>(), day in any::<i32>(),
    ) {
        let mut event = event;
        event.day = Day(day);
        if let Body::Review(_, review) = &mut event.body {
            review.score = score;
            review.seconds = seconds;
            review.due = Some(Day(day));
        }
        prop_assert_eq!(normal(&event).unwrap(), read(&write(&event)).unwrap());
    }

    #[test]
    fn no_bytes_break_the_reading(text in any::<String>(), at in 0..900_usize, c in any::<char>()) {
        let _ = read(&text);
        let mut chars: Vec<char> = write(&sample()).chars().collect();
        let at = at % chars.len();
        chars[at] = c;
        if let Ok(event) = read(&chars.iter().collect::<String>()) {
            prop_assert_eq!(read(&write(&event)).unwrap(), event);
        }
    }

    #[test]
    fn a_flipped_bit_in_a_line_with_its_sum_is_noticed(
        event in arbitrary::event(), at in any::<prop::sample::Index>(), bit in 0..8,
    ) {
        let line = with_sum(&write(&event));
        prop_assert_eq!(&read(&line).unwrap(), &event);
        let mut bytes = line.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        // Under another name the sum is a member that nobody knows.
        let is_name = (line.len() - 24..line.len() - 21).contains(&at);
        if let Some(read) = String::from_utf8(bytes).ok().and_then(|text| read(&text).ok()).filter(|_| !is_name) {
            prop_assert_eq!(read, event);
        }
    }

    #[test]
    fn a_sum_counts_wherever_it_stands(event in arbitrary::event()) {
        let line = write(&event);
        let sum = sum::with("{}", checksum(&line));
        let first = format!("{{ {}, {}", &sum[2..sum.len() - 1], &line[1..]);
        prop_assert_eq!(&read(&first).unwrap(), &event);
        let other = first.replace(&sum[9..25], "0123456789abcdef");
        prop_assert_eq!(read(&other).unwrap_err().what, "the event is not as it was written: its `sum` does not fit");
    }
}
