//! Lines come back as they went, whatever stands in them.

use super::*;
use proptest::prelude::*;

/// Events of every kind, with any text.
pub(crate) fn events() -> impl Strategy<Value = Event> {
    let envelope =
        (any::<u128>(), 0u128..3, 1u64..1_000_000, 0i64..4_000_000_000_000, 0i64..4_000_000_000_000);
    (envelope, -840i32..840, -100_000i32..100_000, body()).prop_map(
        |((id, device, sequence, time, clock), offset_minutes, day, body)| Event {
            id: Uuid::from_u128(id),
            device: Uuid::from_u128(device),
            sequence,
            time: Timestamp(time),
            clock: Timestamp(clock),
            offset_minutes,
            day: Day(day),
            body,
            extra: None,
        },
    )
}

fn any_text() -> impl Strategy<Value = Text> {
    any::<String>().prop_map(Text::from)
}

fn any_rating() -> impl Strategy<Value = Rating> {
    prop::sample::select(Rating::ALL.to_vec())
}

fn response() -> impl Strategy<Value = Response> {
    prop_oneof![
        Just(Response::Unknown),
        any_text().prop_map(Response::Text),
        prop::collection::vec(any_text(), 0..4).prop_map(Response::Texts),
        prop::collection::vec((any_text(), any_text()), 1..4).prop_map(Response::Pairs),
        any_rating().prop_map(Response::Recalled),
    ]
}

fn review() -> impl Strategy<Value = Review> {
    let judged = (any_rating(), 0u32..=10_000, prop::sample::select(Rule::ALL.to_vec()), response());
    let rest =
        (prop::option::of(any_text()), 0u32..9, 0u32..3_600_000, prop::sample::select(Purpose::ALL.to_vec()));
    (judged, rest, any::<u64>(), prop::option::of(-1000i32..40_000)).prop_map(
        |((rating, score, rule, response), (confused_with, hints, ms, purpose), meaning, due)| Review {
            rating,
            score: f64::from(score) / 10_000.0,
            outcome: Outcome::of(f64::from(score) / 10_000.0),
            rule,
            response,
            confused_with,
            hints,
            seconds: f64::from(ms) / 1000.0,
            mode: Mode::Choice,
            purpose,
            session: Uuid::from_u128(u128::from(meaning)),
            meaning,
            due: due.map(Day),
        },
    )
}

fn body() -> impl Strategy<Value = Body> {
    let subject = || (any_text(), any_text()).prop_map(|(deck, question)| Subject { deck, question });
    let id = || any::<u128>().prop_map(Uuid::from_u128);
    prop_oneof![
        4 => (subject(), review()).prop_map(|(subject, review)| Body::Review(subject, Box::new(review))),
        1 => id().prop_map(Body::Void),
        1 => (id(), any_rating(), any_text()).prop_map(|(review, rating, said)| Body::Overrule { review, rating, said }),
        1 => subject().prop_map(Body::Reset),
        1 => (subject(), any::<bool>()).prop_map(|(subject, on)| Body::Suspend(subject, on)),
        1 => (subject(), any_text()).prop_map(|(subject, text)| Body::Note(subject, text)),
        1 => (subject(), any_text()).prop_map(|(from, to)| Body::Rename { from, to }),
        1 => prop::collection::vec(-10f32..10.0, 21).prop_map(Body::Parameters),
    ]
}

proptest! {
    #[test]
    fn a_line_comes_back_as_it_went(event in events()) {
        let line = event.to_line();
        prop_assert!(!line.contains('\n'));
        let back = Event::from_line(&line).unwrap();
        prop_assert_eq!(&back.to_line(), &line);
        prop_assert_eq!(back, event);
    }

    #[test]
    fn what_is_no_event_is_refused_and_never_a_panic(line in ".*") {
        prop_assert!(Event::from_line(&line).is_err());
    }
}

#[test]
fn kinds_and_fields_of_a_later_version_are_kept() {
    let common = r#""clock":1,"day":"2026-11-23","device":"00000000-0000-0000-0000-000000000001","#;
    let envelope = r#""id":"00000000-0000-0000-0000-000000000002","kind":"KIND","offset":60"#;
    for (kind, before, after) in [
        ("fortune", "", r#","sequence":3,"time":9,"wheel":[1,{"spoke":null}]"#),
        ("reset", r#""deck":"d","#, r#","question":"q","sequence":3,"strength":7,"time":9"#),
    ] {
        let mut line = format!("{{{common}{envelope}{after}}}").replace("KIND", kind);
        line = line.replacen(r#""device""#, &format!("{before}\"device\""), 1);
        assert_eq!(Event::from_line(&line).unwrap().to_line(), line);
    }
}

#[test]
fn a_damaged_line_says_which_field() {
    let line = r#"{"id":"00000000-0000-0000-0000-000000000002","kind":"reset","device":"x"}"#;
    assert_eq!(Event::from_line(line), Err(Damaged("`device` is not what it should be".to_owned())));
    assert_eq!(Event::from_line("{}"), Err(Damaged("`kind` is missing".to_owned())));
}
