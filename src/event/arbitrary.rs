//! Arbitrary events for property tests, as their lines give them back.

use proptest::prelude::*;
use uuid::Uuid;

use super::{Body, Course, Event, Foreseen, Goal, Own, Purpose, Review, Subject, line};
use crate::judge::{Outcome, Rule};
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// Any Unicode text, short.
pub(crate) fn text() -> impl Strategy<Value = Text> {
    prop_oneof![".{0,12}", any::<String>()].prop_map(Text::from)
}

/// One of a few questions, so that events meet.
pub(crate) fn subject() -> impl Strategy<Value = Subject> {
    (0..2_u8, 0..4_u8)
        .prop_map(|(d, q)| Subject { deck: format!("deck{d}").into(), question: format!("q{q}").into() })
}

pub(crate) fn rating() -> impl Strategy<Value = Rating> {
    prop::sample::select(Rating::ALL.to_vec())
}

pub(crate) fn response() -> impl Strategy<Value = Response> {
    prop_oneof![
        Just(Response::Unknown),
        text().prop_map(Response::Text),
        prop::collection::vec(text(), 0..3).prop_map(Response::Texts),
        prop::collection::vec((text(), text()), 0..3).prop_map(Response::Pairs),
        rating().prop_map(Response::Recalled),
    ]
}

prop_compose! {
    /// Any review of the study day `day`.
    pub(crate) fn review()(
        rating in rating(),
        score in prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0_f64],
        outcome in prop::sample::select(vec![Outcome::Wrong, Outcome::Near, Outcome::Right]),
        rule in prop::sample::select(Rule::ALL.to_vec()),
        response in response(),
        confused_with in prop::option::of(text()),
        hints in any::<u32>(),
        seconds in 0.0..4000.0_f64,
        mode in prop::sample::select(vec![Mode::Typed, Mode::Choice, Mode::Flip]),
        purpose in prop::sample::select(Purpose::ALL.to_vec()),
        ids in (any::<u128>(), any::<u64>()),
        due in prop::option::of(20_000..22_000_i32),
        retrievability in prop::option::of(0.0..=1.0_f64),
    ) -> Review {
        Review {
            rating, score, outcome, rule, response, confused_with, hints, seconds, mode, purpose,
            session: Uuid::from_u128(ids.0), meaning: ids.1, due: due.map(Day), retrievability,
        }
    }
}

/// Ids of a small world, so that events point at one another; `salt` keeps apart what must be apart.
fn id() -> impl Strategy<Value = Uuid> + Clone {
    (1..60_u128).prop_map(Uuid::from_u128)
}

fn goal() -> impl Strategy<Value = Goal> {
    let decks = prop::collection::vec(text(), 0..3);
    let course = prop::sample::select(Course::ALL.to_vec());
    let some = || prop::option::of(any::<u32>());
    (decks, any::<i32>(), any::<u32>(), some(), 20_000..22_000_i32, course, some()).prop_map(
        |(decks, exam, minutes, percent, since, course, scored)| Goal {
            scored,
            decks,
            exam: Day(exam),
            minutes,
            percent,
            since: Day(since),
            course,
        },
    )
}

fn forecast() -> impl Strategy<Value = Foreseen> {
    let share = || 0.0..=1.0_f64;
    (goal(), [share(), share(), share(), share()], any::<[u32; 3]>()).prop_map(
        |(
            Goal { decks, exam, minutes, since, .. },
            [now, expected, low, high],
            [questions, answers, price],
        )| {
            let (chosen, fingerprint) = (since, answers.is_multiple_of(2).then_some(price));
            Foreseen {
                decks,
                exam,
                minutes,
                now,
                expected,
                low,
                high,
                questions,
                answers,
                price,
                chosen,
                fingerprint,
            }
        },
    )
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        8 => (subject(), review()).prop_map(|(s, r)| Body::Review(s, Box::new(r))),
        3 => id().prop_map(Body::Void),
        2 => (id(), rating(), text()).prop_map(|(review, rating, said)| Body::Overrule { review, rating, said }),
        1 => subject().prop_map(Body::Reset),
        1 => (subject(), any::<bool>()).prop_map(|(s, on)| Body::Suspend(s, on)),
        1 => (subject(), prop::sample::select(Own::ALL.to_vec()), text()).prop_map(|(s, o, t)| Body::Own(s, o, t)),
        1 => (subject(), 0..5_u8).prop_map(|(from, to)| Body::Rename { from, to: format!("q{to}").into() }),
        1 => prop::collection::vec(-1.0e3..1.0e3_f32, 0..3).prop_map(Body::Parameters),
        1 => goal().prop_map(Body::Goal),
        1 => forecast().prop_map(Body::Forecast),
        2 => super::exam_arbitrary::exam(id()).prop_map(|exam| Body::Exam(Box::new(exam))),
        1 => text().prop_map(|t| Body::Unknown { kind: "exam".into(), json: format!("{{\"x\":{}}}", line::text(&t)).into() }),
    ]
}

prop_compose! {
    /// Any event with an id of a small world.
    pub(crate) fn event()(
        id in id(),
        device in 1..4_u128,
        sequence in 1..1000_u64,
        time in 1_700_000_000_000..1_700_000_100_000_i64,
        clock in any::<i32>(),
        offset_minutes in -900..900_i32,
        day in 19_600..19_700_i32,
        body in body(),
        extra in prop::option::of(text()),
    ) -> Event {
        let unknown = matches!(body, Body::Unknown { .. });
        let extra = extra.filter(|_| !unknown).map(|t| format!("{{\"zz\":{}}}", line::text(&t)).into());
        let event = Event {
            id, device: Uuid::from_u128(device), sequence, time: Timestamp(time),
            clock: Timestamp(i64::from(clock)), offset_minutes, day: Day(day), body, extra: extra.unwrap_or_default(),
        };
        line::normal(&event).expect("an arbitrary event has a line")
    }
}

/// Events with ids that differ, in any order.
pub(crate) fn events(size: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), size).prop_map(|mut events| {
        let mut seen = std::collections::HashSet::new();
        events.retain(|event| seen.insert(event.id));
        events
    })
}
