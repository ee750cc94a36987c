//! Goals and forecasts in the log.

use super::*;
use crate::event::{Course, Foreseen, Goal};

fn goal(decks: &[&str], minutes: u32) -> Goal {
    Goal {
        decks: decks.iter().map(|deck| (*deck).into()).collect(),
        exam: Day(20_800),
        minutes,
        percent: Some(90),
        since: Day(20_780),
        course: Course::Active,
        scored: None,
    }
}

fn minutes(store: &Store) -> Vec<u32> {
    store.goals().unwrap().iter().map(|goal| goal.minutes).collect()
}

#[test]
fn the_last_goal_about_a_deck_counts() {
    let home = Home::new();
    let mut store = home.open();
    let set = |number, goal| draft(number, Body::Goal(goal));
    let drafts = [set(1, goal(&["a"], 10)), set(2, goal(&["b"], 20)), set(3, goal(&["a"], 30))];
    store.append(&drafts).unwrap();
    assert_eq!(minutes(&store), [20, 30]);
    store.append(&[set(4, goal(&["a", "b"], 40))]).unwrap();
    assert_eq!(minutes(&store), [40]);
    let ended = Goal { course: Course::Ended, ..goal(&["a", "b"], 40) };
    store.append(&[set(5, ended)]).unwrap();
    assert_eq!(minutes(&store), [0; 0]);
    assert_eq!(store.scored().unwrap(), []);
    store.append(&[draft(6, Body::Void(id(5)))]).unwrap();
    assert_eq!(minutes(&store), [40]);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn forecasts_are_found_by_their_exam_and_moments_by_time() {
    let home = Home::new();
    let mut store = home.open();
    let made = |exam| Foreseen {
        decks: vec!["a".into()],
        exam: Day(exam),
        minutes: 20,
        now: 0.41,
        expected: 0.87,
        low: 0.84,
        high: 0.9,
        questions: 300,
        answers: 40,
        price: 7,
        chosen: Day(20_779),
        fingerprint: Some(7),
    };
    store.append(&[draft(1, Body::Forecast(made(20_800))), draft(2, Body::Forecast(made(20_801)))]).unwrap();
    assert_eq!(store.forecasts(&["a".into()], Day(20_801)).unwrap(), [(Day(20_780), made(20_801))]);
    assert_eq!(store.forecasts(&["b".into()], Day(20_801)).unwrap(), []);
    store.append(&[answer(3, "q", Rating::Good), answer(4, "q", Rating::Good)]).unwrap();
    let moments = store.moments(1).unwrap();
    assert_eq!(moments.len(), 1);
    assert_eq!((moments[0].0.raw(), moments[0].1.seconds), ("deck", 4.2));
    assert_eq!(moments[0].1.at, draft(4, Body::Void(id(1))).clock);
}

#[test]
fn scores_and_foreseen_chances_are_kept() {
    let home = Home::new();
    let mut store = home.open();
    let over = |scored| Goal { course: Course::Ended, scored: Some(scored), ..goal(&["a"], 10) };
    store.append(&[draft(1, Body::Goal(goal(&["a"], 10))), draft(2, Body::Goal(over(80)))]).unwrap();
    store.append(&[draft(3, Body::Goal(over(82)))]).unwrap();
    assert_eq!(store.scored().unwrap(), [over(82)], "a score that is mended counts once");
    let chance = |number, retrievability| {
        let review = Review { retrievability, ..reviewed(Rating::Good) };
        draft(number, Body::Review(subject("q"), Box::new(review)))
    };
    store.append(&[chance(4, None), chance(1_500, Some(0.875)), chance(1_501, Some(1.0))]).unwrap();
    let found = store.foreseen(10).unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [((subject("q"), Day(20_781)), 0.875)]);
}
