use super::super::samples::answer;
use super::*;
use crate::memory::{Memory, State};
use crate::question::ask::Rating;
use crate::stats::share::Share;
use proptest::prelude::*;

const TODAY: Day = Day(20_780);

fn state(stability: f32, lapses: u32) -> State {
    let memory = Some(Memory { stability, difficulty: 5.0 });
    State { memory, last: Some(Day(20_770)), due: Some(Day(20_790)), reviews: 3, lapses, ..State::default() }
}

fn sheet(question: &str) -> Sheet {
    Sheet {
        deck: "d".into(),
        question: question.into(),
        prompt: "Which?".into(),
        kinds: vec!["person".into()],
        chapters: vec!["one".into()],
    }
}

/// Every page of these answers to one question, and ten more that were answered once.
fn pages(answers: &[Answer], scheduler: &Scheduler) -> Vec<Picture> {
    let tags: [Arc<str>; 1] = ["law".into()];
    let states: Vec<State> = (0..11).map(|nth| state(10.0, if nth == 0 { 8 } else { 0 })).collect();
    let known: Vec<Known<'_>> =
        states.iter().map(|state| Known { tags: &tags, state: Some(state) }).collect();
    let sheets: Vec<Sheet> = (0..11).map(|nth| sheet(&format!("q{nth}"))).collect();
    let pair = Pair { right: "a".into(), given: "b".into(), question: "q0".into(), times: 3, last: TODAY };
    let sitting = Sitting {
        date: TODAY,
        minute: 545,
        decks: vec!["d".into()],
        answers: 4,
        seconds: 90.0,
        right: Share { hits: 2, of: 3 },
    };
    let material = Material {
        answers,
        questions: &known,
        sheets: &sheets,
        confusions: &[pair],
        sittings: &[sitting],
        background: &Background::default(),
        fitted: None,
        since: None,
        today: TODAY,
        scheduler,
    };
    Page::ALL.into_iter().flat_map(|page| material.pictures(page)).collect()
}

fn of(key: &str, pictures: &[Picture]) -> Picture {
    pictures.iter().find(|picture| picture.key == key).unwrap().clone()
}

#[test]
fn of_too_few_answers_nothing_is_said() {
    let pictures = pages(&[], &Scheduler::default());
    let withheld: Vec<&str> = pictures
        .iter()
        .filter(|picture| matches!(picture.shape, Shape::Withheld(_)))
        .map(|picture| picture.key)
        .collect();
    // What is due and remembered, and what is taken for another, does not stand on these answers.
    let expected = [
        "year",
        "retention",
        "weeks",
        "calibration",
        "hardest",
        "leeches",
        "days",
        "minutes",
        "hours",
        "weekdays",
    ];
    assert_eq!(withheld, expected);
    let mut keys: Vec<&str> = pictures.iter().map(|picture| picture.key).collect();
    assert_eq!(keys.len(), 19);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 19, "each key is of one picture");
}

#[test]
fn pictures_hold_what_was_counted() {
    // 24 of 30 answers on the last 30 days were right, the first 6 were not.
    let rows: Vec<Answer> =
        (0..30).map(|n| answer(0, 20_751 + n, if n < 6 { Rating::Again } else { Rating::Good })).collect();
    let pictures = pages(&rows, &Scheduler::default());
    let share = Share { hits: 24, of: 30 };
    let Shape::Chances(kinds) = of("retention", &pictures).shape else { panic!() };
    assert_eq!((kinds[0].share, kinds[1].share, kinds[2].share), (share, share, Share::default()));
    assert!((kinds[0].foreseen.unwrap() - 0.9).abs() < 1e-6 && kinds[2].foreseen.is_none());
    let Shape::Chances(tags) = of("tags", &pictures).shape else { panic!() };
    assert_eq!((tags[0].share, tags[0].note.words().as_str()), (share, "11 of 11 seen, 90 % recall today"));
    let Shape::Bars(stability) = of("stability", &pictures).shape else { panic!() };
    assert_eq!((stability[3].label.raw(), stability[3].value), ("1 to 3 weeks", 11.0));
    let Shape::Columns(days, unit) = of("minutes", &pictures).shape else { panic!() };
    assert_eq!((days.len(), days[29].label.raw(), days[29].value, unit), (30, "2026-11-23", 0.1, "minutes"));
    let Shape::Rows(_, leeches) = of("leeches", &pictures).shape else { panic!() };
    let leech = [Cell::word("q0"), Cell::word("Which?"), Cell::Count(8), Cell::Minutes(3.0)];
    assert_eq!(leeches, [leech]);
    let Shape::Rows(_, sessions) = of("sessions", &pictures).shape else { panic!() };
    let shown: Vec<String> = sessions[0].iter().map(Cell::shown).collect();
    assert_eq!(shown, ["2026-11-23 09:05", "2", "4", "2 of 3", "d"]);
    assert_eq!(of("year", &pictures).behind, "30 of 365 days with answers; 30 days in a row now, 30 at most");
    let Shape::Columns(due, _) = of("due", &pictures).shape else { panic!() };
    assert_eq!((due[10].value, of("due", &pictures).behind), (11.0, "11 questions, 30 days".to_owned()));
}

fn values(shape: &Shape) -> Vec<f64> {
    match shape {
        Shape::Bars(bars) | Shape::Columns(bars, _) => bars.iter().map(|bar| bar.value).collect(),
        Shape::Chances(chances) => {
            let chance = |chance: &Chance| {
                let (low, high) = chance.share.interval();
                [Some(chance.share.value()), Some(low), Some(high), chance.foreseen]
            };
            chances
                .iter()
                .flat_map(chance)
                .flatten()
                .map(|share| if (0.0..=1.0).contains(&share) { share } else { -1.0 })
                .collect()
        }
        _ => Vec::new(),
    }
}

proptest! {
    #[test]
    fn no_figure_is_out_of_range(
        rows in prop::collection::vec(
            (prop::option::of(0usize..20), 20_000..21_000i32, any::<bool>(), 0.0..3600.0f64, any::<u8>(),
             prop::option::of(0..400u32), prop::option::of(prop::num::f32::ANY), any::<bool>()),
            0..120,
        )
    ) {
        let rows: Vec<Answer> = rows
            .into_iter()
            .map(|(question, day, right, seconds, hour, elapsed_days, predicted, first_of_day)| Answer {
                question, seconds, hour, elapsed_days, predicted, first_of_day,
                ..answer(0, day, if right { Rating::Good } else { Rating::Again })
            })
            .collect();
        for picture in pages(&rows, &Scheduler::default()) {
            for value in values(&picture.shape) {
                prop_assert!(value.is_finite() && value >= 0.0, "{}: {value}", picture.key);
            }
            prop_assert!(!picture.behind.contains("NaN") && !picture.behind.contains("inf"));
        }
    }
}
