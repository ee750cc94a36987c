use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::event::Purpose;
use crate::judge::Outcome;
use crate::memory::answer::Foreseen;

/// Numbers from 0 to below 1 (a Weyl sequence, mixed).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1u32 << 24) as f32
    }
}

fn answer(day: i32, rating: Rating, counted: Option<(u32, Option<f32>)>) -> Answer {
    let counted = counted.map(|(elapsed_days, retrievability)| Foreseen { elapsed_days, retrievability });
    Answer {
        day: Day(day),
        minute: 0,
        rating,
        outcome: Outcome::Right,
        purpose: Purpose::Study,
        score: 1.0,
        milliseconds: 5000,
        counted,
    }
}

/// A student whose memory follows `truth` and who is asked when the defaults say so.
fn student(truth: &Parameters, questions: u64, seed: u64) -> Vec<Vec<Answer>> {
    let (truth, plan) = (Scheduler::new(truth, 0.9), Scheduler::default());
    let one = |number: u64| {
        let mut chance = Chance(seed << 32 | number);
        let (mut day, mut elapsed, mut own, mut believed) = ((number % 60) as i32, 0, None, None);
        let next = |_| {
            let recall = own.map(|own| truth.retrievability(own, elapsed));
            let rating = match (recall.unwrap_or(0.75), chance.next()) {
                (recall, luck) if luck >= recall => Rating::Again,
                (recall, luck) if luck > 0.85 * recall => Rating::Hard,
                (recall, luck) if luck < 0.1 * recall => Rating::Easy,
                _ => Rating::Good,
            };
            let answer = answer(day, rating, Some((elapsed, recall)));
            own = Some(truth.futures(own, elapsed).of(rating).memory);
            let future = *plan.futures(believed, elapsed).of(rating);
            believed = Some(future.memory);
            elapsed = (future.interval_days * (0.7 + 0.6 * chance.next())).round().max(1.0) as u32;
            day += elapsed.cast_signed();
            answer
        };
        (0..60).map(next).take_while(|answer| answer.day.0 < 200).collect()
    };
    (0..questions).map(one).collect()
}

fn history(answers: &[Vec<Answer>]) -> History {
    History::of(answers.iter().map(Vec::as_slice))
}

fn defaults() -> InForce {
    InForce { parameters: Parameters::default(), since: None }
}

/// Keeps what is new for half as long, and gains less by each review.
fn other() -> Parameters {
    let mut values = *Parameters::default().values();
    for (at, value) in [(0, 0.1), (1, 0.4), (2, 0.9), (3, 3.0), (8, 1.1), (11, 0.7), (20, 0.4)] {
        values[at] = value;
    }
    Parameters::new(&values).unwrap()
}

#[test]
fn only_what_counted_takes_part_and_a_reset_begins_anew() {
    let one = [
        answer(1, Rating::Again, Some((0, None))),
        answer(1, Rating::Good, None),
        answer(3, Rating::Good, Some((2, Some(0.8)))),
        answer(2, Rating::Good, Some((0, Some(1.0)))),
        answer(9, Rating::Easy, Some((7, Some(0.9)))),
        answer(10, Rating::Hard, Some((0, None))),
        answer(11, Rating::Again, Some((1, Some(0.9)))),
    ];
    let history = history(&[one.to_vec(), Vec::new()]);
    assert_eq!(history.lives.iter().map(|life| life.steps.len()).collect::<Vec<_>>(), [4, 2]);
    assert_eq!(history.days, [Day(3), Day(9), Day(11)]);
    let (items, ids) = history.items(|_| true);
    let short = |item: &FSRSItem| item.reviews.iter().map(|r| (r.rating, r.delta_t)).collect::<Vec<_>>();
    assert_eq!(
        items.iter().map(short).collect::<Vec<_>>(),
        [vec![(1, 0), (3, 2)], vec![(1, 0), (3, 2), (3, 0), (4, 7)], vec![(2, 0), (1, 1)]]
    );
    assert_eq!(ids, [0, 0, 1]);
    assert_eq!(
        (history.repeated(), history.repeated_since(Day(9)), history.repeated_since(Day(12))),
        (3, 2, 0)
    );
}

#[test]
fn time_is_cut_between_days() {
    let day = |day: i32| {
        vec![answer(0, Rating::Good, Some((0, None))), answer(day, Rating::Good, Some((5, Some(0.9))))]
    };
    let days = |count: i32, a_day: i32| history(&(0..count).map(|n| day(1 + n / a_day)).collect::<Vec<_>>());
    assert_eq!(days(499, 1).cut(), None);
    assert_eq!(days(500, 1).cut(), Some(Day(401)));
    assert_eq!(days(550, 1).cut(), Some(Day(401)));
    assert_eq!(days(900, 1).cut(), Some(Day(601)));
    // Of 500 answers, 150 a day, the cut would leave 300 before it: never some of a day.
    assert_eq!(days(500, 150).cut(), None);
    assert_eq!(days(750, 150).cut(), Some(Day(4)));
    assert_eq!(History::default().cut(), None);
    let (before, after): (Vec<Day>, Vec<Day>) =
        days(750, 150).days.iter().partition(|day| **day < days(750, 150).cut().unwrap());
    assert!(before.iter().max() < after.iter().min());
}

#[test]
fn too_few_are_refused_with_the_reason() {
    let said = |history: &History| Trial::run(history, &defaults(), None).unwrap_err().to_string();
    let one_day =
        vec![
            vec![answer(0, Rating::Good, Some((0, None))), answer(5, Rating::Good, Some((5, Some(0.9))))];
            600
        ];
    expect![[r#"
        fitting takes 500 repeated answers, and there are 0
          help: 400 to fit 21 numbers and 100 later ones to see whether they foresee better; until then the defaults, which fit most people, are better than a guess
        the 600 repeated answers lie on too few days to be cut into earlier and later ones
          help: 400 to fit 21 numbers and 100 later ones to see whether they foresee better; until then the defaults, which fit most people, are better than a guess
    "#]]
    .assert_eq(&format!("{}\n{}\n", said(&History::default()), said(&history(&one_day))));
}

#[test]
fn another_student_is_fitted_and_the_same_log_gives_the_same() {
    let history = history(&student(&other(), 150, 2));
    let trial = Trial::run(&history, &defaults(), None).unwrap();
    let gain = trial.over_defaults();
    assert_eq!(trial.advice(), Advice::Adopt, "{gain:?}");
    assert!(gain.mean > 0.01 && gain.mean > 2.0 * gain.error, "{gain:?}");
    assert!(trial.fitted.rmse_bins < trial.defaults.rmse_bins);
    // What could be reached at most is what the student's true parameters reach.
    let best = history.score(&other(), trial.cut).unwrap();
    assert!(best.log_loss < trial.fitted.log_loss + 0.005, "{best:?}");
    assert!(trial.fitted.log_loss - best.log_loss < 0.5 * gain.mean, "{best:?} {gain:?}");
    let again = Trial::run(&history, &defaults(), None).unwrap();
    assert_eq!((again.parameters, again.fitted.log_loss), (trial.parameters, trial.fitted.log_loss));
}

#[test]
fn fitting_helps_who_differs_and_seldom_touches_who_does_not() {
    let fresh = |truth: &Parameters, seed: u64| history(&student(truth, 150, seed + 100));
    let mut adopted = [0, 0];
    for (truth, count) in [Parameters::default(), other()].iter().zip(&mut adopted) {
        for seed in 0..12 {
            let trial = Trial::run(&history(&student(truth, 150, seed)), &defaults(), None).unwrap();
            if trial.advice() != Advice::Adopt {
                continue;
            }
            *count += 1;
            // On other answers of the same student, which no fit has seen.
            let fresh = fresh(truth, seed);
            let before = fresh.score(&Parameters::default(), Day(0)).unwrap();
            let gain = fresh.score(&trial.parameters, Day(0)).unwrap().gain_over(&before);
            let least = if *truth == other() { 0.02 } else { -0.02 };
            assert!(gain.mean > least, "seed {seed}: {gain:?}");
        }
    }
    assert!(adopted[0] <= 2 && adopted[1] >= 11, "{adopted:?}");
}

#[test]
fn those_in_force_stay_if_they_foresee_better() {
    let history = history(&student(&other(), 300, 1));
    let cut = history.cut().unwrap();
    let true_ones = InForce { parameters: other(), since: Some(Day(cut.0 - 1)) };
    let trial = Trial::run(&history, &true_ones, None).unwrap();
    assert!(trial.in_force.is_some());
    assert!(trial.over_in_force.is_some());
    let late = InForce { since: Some(*history.days.last().unwrap()), ..true_ones };
    expect![[r#"
        another fit takes 100 repeated answers since the last, and there are 0
          help: a fit to nearly the same answers would find nearly the same"#]]
    .assert_eq(&Trial::run(&history, &late, None).unwrap_err().to_string());
    let mut worse = trial.clone();
    worse.over_in_force = Some(Gain { mean: -0.01, error: 0.004 });
    assert_eq!(worse.advice(), Advice::Worse);
    worse.over_in_force = Some(Gain { mean: -0.01, error: 0.04 });
    assert_eq!(worse.advice(), Advice::Adopt, "chance alone decides nothing");
    worse.fitted = worse.defaults.clone();
    assert_eq!(worse.advice(), Advice::NoBetter);
}

#[test]
fn the_score_is_that_of_each_chance() {
    let history = history(&student(&other(), 40, 3));
    let score = history.score(&Parameters::default(), Day(0)).unwrap();
    let (items, _) = history.items(|_| true);
    let model = FSRS::default();
    let (mut sum, mut count) = (0.0, 0);
    for item in items {
        let (last, before) = item.reviews.split_last().unwrap();
        let state = model.memory_state(FSRSItem { reviews: before.to_vec() }, None).unwrap();
        let chance = fsrs::current_retrievability(state, last.delta_t as f32, Parameters::default().decay());
        sum += loss(chance, last.rating > 1);
        count += 1;
    }
    assert_eq!(score.answers, count);
    assert!((score.log_loss - sum / count as f64).abs() < 1e-5, "{} {}", score.log_loss, sum / count as f64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn no_history_does_harm(
        all in prop::collection::vec(prop::collection::vec((0..4usize, 0..40_000u32, any::<bool>()), 0..12), 0..90),
    ) {
        let mut day = 0;
        let mut one = |(rating, elapsed, first): &(usize, u32, bool)| {
            day = (day + 1) % 3000;
            let counted = if *first { (0, None) } else { (*elapsed, Some(0.5)) };
            answer(day, Rating::ALL[*rating], Some(counted))
        };
        let all: Vec<Vec<Answer>> = all.iter().map(|list| list.iter().map(&mut one).collect()).collect();
        let history = history(&all);
        if let Ok(parameters) = history.fit(None, None) {
            prop_assert!(Parameters::new(parameters.values()).is_ok());
            if history.repeated() > 0 {
                let score = history.score(&parameters, Day(0)).unwrap();
                prop_assert!(score.log_loss.is_finite() && score.answers == history.repeated());
            }
        }
    }
}
