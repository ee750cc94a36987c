use proptest::prelude::*;

use super::*;
use crate::event::exam::Item;

fn paper(items: &[(u32, f64)], weights: &[f64]) -> Paper {
    Paper {
        deck: "d".into(),
        version: "1".into(),
        exam: "mock".into(),
        title: "Mock".into(),
        seed: 1,
        limit_seconds: None,
        certainty: false,
        pass: Some(60.0),
        bands: vec![("A".into(), 85.0), ("C".into(), 60.0)],
        negative: 0.0,
        sections: weights.iter().map(|weight| ("S".into(), *weight)).collect(),
        items: items
            .iter()
            .map(|(section, points)| Item {
                question: "q".into(),
                meaning: 0,
                section: *section,
                points: *points,
                shown: None,
            })
            .collect(),
    }
}

use Score::{Blank, Counted, Dropped};

#[test]
fn sections_are_weighed_and_partial_credit_counts() {
    let paper = paper(&[(0, 1.0), (0, 3.0), (1, 1.0)], &[40.0, 60.0]);
    let total = total(&paper, &[Counted(1.0), Counted(0.5), Counted(0.6)]);
    assert_eq!(total.sections[0], Earned { points: 2.5, of: 4.0 });
    assert_eq!(total.percent, Some(61.0), "0.4 × 62.5 + 0.6 × 60");
    assert_eq!((total.band, total.passed), (Some("C".into()), Some(true)));
}

#[test]
fn the_total_is_rounded_once_and_halves_go_up() {
    assert_eq!([rounded(59.95), rounded(59.949), rounded(100.0), rounded(0.04)], [60.0, 59.9, 100.0, 0.0]);
    let paper = paper(&[(0, 1.0), (0, 1.0), (0, 1.0)], &[1.0]);
    let passed = |score| total(&paper, &[Counted(1.0), Counted(score), Blank]).passed;
    assert_eq!(passed(0.7985), Some(true), "59.95 is 60.0");
    assert_eq!(passed(0.798), Some(false));
}

#[test]
fn a_wrong_response_costs_only_what_the_blueprint_says() {
    let mut paper = paper(&[(0, 2.0), (0, 2.0)], &[1.0]);
    assert_eq!(total(&paper, &[Counted(0.0), Counted(1.0)]).percent, Some(50.0));
    paper.negative = 0.25;
    assert_eq!(total(&paper, &[Counted(0.0), Counted(1.0)]).percent, Some(37.5));
    assert_eq!(total(&paper, &[Blank, Counted(1.0)]).percent, Some(50.0), "a blank costs nothing");
    assert_eq!(total(&paper, &[Counted(0.0), Counted(0.0)]).percent, Some(0.0), "never below 0");
}

#[test]
fn what_is_dropped_counts_for_nobody() {
    let paper = paper(&[(0, 1.0), (0, 1.0), (1, 1.0)], &[40.0, 60.0]);
    let found = total(&paper, &[Counted(1.0), Dropped, Dropped]);
    assert_eq!((found.percent, found.sections[1].share()), (Some(100.0), None));
    assert_eq!(total(&paper, &[Dropped; 3]).percent, None);
}

fn score() -> impl Strategy<Value = Score> {
    prop_oneof![4 => (0.0..=1.0_f64).prop_map(Counted), 1 => Just(Blank), 1 => Just(Dropped)]
}

proptest! {
    #[test]
    fn marks_sum_up_and_stay_within_their_bounds(
        items in prop::collection::vec((0..3_u32, 0.5..5.0_f64, score()), 1..20), negative in 0.0..1.0_f64,
        weights in prop::array::uniform3(0.1..50.0_f64),
    ) {
        let (both, scores): (Vec<_>, Vec<_>) = items.into_iter().map(|(s, p, score)| ((s, p), score)).unzip();
        let paper = Paper { negative, ..paper(&both, &weights) };
        let found = total(&paper, &scores);
        let each = paper.items.iter().zip(&scores).map(|(own, score)| item(own.points, *score, negative));
        let sum = each.fold(Earned::default(), Earned::and);
        let sections = found.sections.iter().copied().fold(Earned::default(), Earned::and);
        prop_assert!((sum.points - sections.points).abs() < 1e-9 && (sum.of - sections.of).abs() < 1e-9);
        if let Some(percent) = found.percent {
            prop_assert!((0.0..=100.0).contains(&percent));
            prop_assert!((percent * 10.0 - (percent * 10.0).round()).abs() < 1e-9);
        }
        // Whoever answers better is never marked worse.
        let better: Vec<Score> = scores.iter().map(|s| if let Counted(_) = s { Counted(1.0) } else { *s }).collect();
        prop_assert!(total(&paper, &better).percent >= found.percent);
    }
}
