use proptest::prelude::*;

use super::*;
use crate::event::Draft;
use crate::event::exam::{End, Item, Score};
use crate::exam::port::event;

const ID: Uuid = Uuid::from_u128(7);

fn draft(body: Exam, clock: i64) -> Event {
    let draft = Draft {
        id: ID,
        clock: Timestamp(clock),
        offset_minutes: 0,
        day: Day(1),
        body: Body::Exam(Box::new(body)),
    };
    event(&draft)
}

fn begin() -> Event {
    let item = Item { question: "q".into(), meaning: 0, section: 0, points: 1.0, shown: None };
    let paper = Paper {
        deck: "d".into(),
        version: "1".into(),
        exam: "e".into(),
        title: "t".into(),
        seed: 0,
        limit_seconds: Some(60),
        certainty: true,
        pass: None,
        bands: Vec::new(),
        negative: 0.0,
        sections: vec![("s".into(), 1.0)],
        items: vec![item; 3],
    };
    draft(Exam::Sitting(paper), 1_000)
}

fn given(item: u32, response: Option<&str>, late: bool, clock: i64) -> Event {
    let response = response.map(|text| Response::Text(text.into()));
    draft(Exam::Response(Given { sitting: ID, item, response, spent: 500, late }), clock)
}

#[test]
fn the_last_response_in_time_counts_and_a_late_one_never() {
    let events = [
        given(0, Some("a"), false, 2_000),
        draft(Exam::Certainty { sitting: ID, item: 0, certainty: Certainty::Sure }, 2_500),
        given(0, Some("b"), false, 3_000),
        given(1, Some("c"), false, 4_000),
        given(1, None, false, 5_000),
        given(0, Some("z"), true, 70_000),
    ];
    let sitting = Sitting::replay(&begin(), &events).unwrap();
    let response = |reply: &Option<Reply>| reply.as_ref().map(|reply| reply.response.clone());
    assert_eq!(response(&sitting.answers[0].reply), Some(Response::Text("b".into())));
    assert_eq!(response(&sitting.answers[0].late), Some(Response::Text("z".into())));
    assert_eq!(sitting.answers[0].certainty, None, "it was said of another response");
    assert_eq!((&sitting.answers[1].reply, sitting.answers[0].spent), (&None, 1_500));
    assert_eq!((sitting.answered(), sitting.place, sitting.last), (1, 0, Timestamp(70_000)));
}

#[test]
fn the_clock_runs_on_and_never_back() {
    let sitting = Sitting::replay(&begin(), &[given(0, Some("a"), false, 31_000)]).unwrap();
    assert_eq!(sitting.left_seconds(Timestamp(41_000)), Some(20.0));
    assert_eq!(sitting.left_seconds(Timestamp(0)), Some(30.0), "not before what the log has");
    assert!(!sitting.is_over(Timestamp(60_999)) && sitting.is_over(Timestamp(61_000)));
}

#[test]
fn the_first_marks_stand_and_nothing_comes_behind_them() {
    let marks = |end| draft(Exam::Marks(Marks { sitting: ID, end, scores: vec![Score::Blank; 3] }), 9_000);
    let events = [marks(End::HandedIn), marks(End::TimeUp), given(0, Some("a"), false, 9_500)];
    let sitting = Sitting::replay(&begin(), &events).unwrap();
    assert_eq!(sitting.marks.as_ref().unwrap().1.end, End::HandedIn);
    assert_eq!(sitting.answered(), 0);
}

fn happening() -> impl Strategy<Value = Event> {
    let ids = prop::sample::select(vec![ID, Uuid::from_u128(8)]);
    (crate::event::exam_arbitrary::exam(ids), 0..90_000_i64).prop_map(|(exam, clock)| draft(exam, clock))
}

proptest! {
    #[test]
    fn events_in_any_split_give_the_same_sitting(
        events in prop::collection::vec(happening(), 0..30), at in any::<prop::sample::Index>(),
    ) {
        let whole = Sitting::replay(&begin(), &events).unwrap();
        let (first, second) = events.split_at(at.index(events.len() + 1));
        let mut halves = Sitting::replay(&begin(), first).unwrap();
        second.iter().for_each(|event| halves.take(event));
        prop_assert_eq!(&whole, &halves);
        // What the store would read again, line by line.
        let lines: Vec<Event> = events
            .iter()
            .map(|event| crate::event::line::read(&crate::event::line::write(event)).unwrap())
            .collect();
        let normal: Vec<Event> = events.iter().map(|event| crate::event::line::normal(event).unwrap()).collect();
        prop_assert_eq!(Sitting::replay(&begin(), &lines), Sitting::replay(&begin(), &normal));
        prop_assert!(whole.answered() <= whole.answers.len());
    }
}
