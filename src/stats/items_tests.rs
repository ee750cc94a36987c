use super::*;
use proptest::prelude::*;
use serde_json::Value;

const MARKS: &str = include_str!("../../tests/data/items/marks.csv");
const WORTH: &str = include_str!("../../tests/data/items/worth.csv");
const EXPECTED: &str = include_str!("../../tests/data/items/expected.json");

fn rows(csv: &str) -> Vec<Vec<f64>> {
    csv.lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect()
}

fn table(worth: Vec<f64>, scores: Vec<Vec<f64>>) -> Table {
    let marks = scores.iter().map(|row| row.iter().zip(&worth).map(|(s, w)| s * w).collect()).collect();
    Table { worth, scores, marks }
}

fn sample() -> Table {
    table(rows(WORTH).remove(0), rows(MARKS))
}

#[track_caller]
fn same(what: &str, own: Option<f64>, expected: &Value) {
    match (own, expected.as_f64()) {
        (Some(own), Some(other)) => assert!((own - other).abs() < 1e-10, "{what}: {own} is not {other}"),
        (None, None) => {}
        (own, other) => panic!("{what}: {own:?} is not {other:?}"),
    }
}

#[test]
fn every_figure_is_that_of_numpy_and_scipy() {
    let expected: Value = serde_json::from_str(EXPECTED).unwrap();
    let items = sample().items();
    assert_eq!(items.len(), expected["items"].as_array().unwrap().len());
    for (at, (own, other)) in items.iter().zip(expected["items"].as_array().unwrap()).enumerate() {
        let all = [
            ("facility", Some(own.facility)),
            ("low", Some(own.interval.0)),
            ("high", Some(own.interval.1)),
            ("deviation", own.deviation),
            ("discrimination", own.discrimination),
            ("efficiency", own.efficiency),
            ("effective", own.effective),
            ("intended", Some(own.intended)),
        ];
        for (name, figure) in all {
            same(&format!("{name} of {at}"), figure, &other[name]);
        }
    }
    let (whole, other) = (sample().whole(), &expected["whole"]);
    assert_eq!(whole.n as u64, other["n"]);
    let all = [
        ("mean", whole.mean),
        ("median", whole.median),
        ("deviation", whole.deviation),
        ("skewness", whole.skewness),
        ("kurtosis", whole.kurtosis),
        ("alpha", whole.alpha),
        ("error_ratio", whole.error_ratio),
        ("standard_error", whole.standard_error),
    ];
    for (name, figure) in all {
        same(name, figure, &other[name]);
    }
}

#[test]
fn what_has_no_meaning_is_no_figure() {
    assert!(Table::default().items().is_empty());
    let one = table(vec![50.0, 50.0], vec![vec![1.0, 0.0]]);
    assert_eq!((one.whole().mean, one.whole().deviation, one.whole().alpha), (Some(50.0), None, None));
    let same = table(vec![0.1, 0.2], vec![vec![1.0, 1.0]; 30]);
    assert_eq!((same.whole().skewness, same.whole().alpha), (None, None));
    assert!(same.items().iter().all(|item| item.discrimination.is_none() && item.facility == 1.0));
    // Two questions that contradict each other: the covariance with the total is 0, alpha is minus infinity at worst.
    let against = table(vec![1.0, 1.0], vec![vec![1.0, 0.0], vec![0.0, 1.0], vec![1.0, 0.0]]);
    assert_eq!(against.items()[0].discrimination, Some(-1.0));
    assert_eq!((against.whole().alpha, against.whole().error_ratio), (None, None));
}

proptest! {
    #[test]
    fn figures_stay_in_their_ranges(scores in (1usize..8).prop_flat_map(|items| {
        prop::collection::vec(prop::collection::vec(prop::sample::select(vec![0.0, 0.5, 1.0]), items), 0..30)
    })) {
        let items = scores.first().map_or(0, Vec::len);
        let table = table(vec![100.0 / items.max(1) as f64; items], scores);
        for item in table.items() {
            let (low, high) = item.interval;
            prop_assert!((0.0..=1.0).contains(&item.facility));
            prop_assert!(low <= item.facility + 1e-9 && item.facility <= high + 1e-9);
            prop_assert!(item.discrimination.is_none_or(|own| (-1.0..=1.0).contains(&own)));
            prop_assert!(item.efficiency.is_none_or(|own| own <= 1.0 + 1e-9));
        }
        let shares: f64 = table.items().iter().filter_map(|item| item.effective).sum();
        prop_assert!(shares == 0.0 || (shares - 1.0).abs() < 1e-9);
        let whole = table.whole();
        let figures = [whole.mean, whole.skewness, whole.kurtosis, whole.alpha, whole.standard_error];
        prop_assert!(figures.iter().flatten().all(|figure| figure.is_finite()));
        prop_assert!(whole.alpha.is_none_or(|alpha| alpha <= 1.0 + 1e-9));
    }
}
