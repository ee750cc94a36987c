use super::*;
use crate::memory::Parameters;
use proptest::prelude::*;

fn student() -> Student {
    Student {
        scheduler: Scheduler::default(),
        costs: Costs::default(),
        habits: Habits::default(),
        calibration: Calibration::new(Parameters::default().decay()),
    }
}

fn goal(days_left: u32, seconds: f32) -> Goal {
    Goal { days_left, seconds_a_day: seconds, seconds_today: seconds, days_past: 0, days_skipped: 0 }
}

const NEW: Question = Question { memory: None, elapsed_days: 0, marks: 1.0 };

fn seen(stability: f32, elapsed_days: u32) -> Question {
    Question { memory: Some(Memory { stability, difficulty: 5.0 }), elapsed_days, marks: 1.0 }
}

fn planner(questions: &[Question], goal: &Goal) -> Planner {
    Planner::new(questions, &student(), goal, 3)
}

fn indices(plan: &Plan) -> Vec<usize> {
    plan.today.iter().map(|pick| pick.index).collect()
}

#[test]
fn nothing_comes_of_nothing() {
    let mut empty = planner(&[], &goal(5, 600.0));
    let plan = empty.plan(None);
    assert!(plan.today.is_empty() && plan.fits == 0);
    let forecast = empty.forecast(&plan.choice);
    assert_eq!((forecast.score, forecast.unseen, forecast.by_day.len()), (0.0, 0.0, 5));
    assert!(
        matches!(empty.needed(0.5, 3600.0, &plan.choice), Needed::OutOfReach { most, .. } if most == 0.0)
    );
}

#[test]
fn on_the_day_of_the_exam_nothing_is_left_to_do() {
    let mut planner = planner(&[NEW, seen(10.0, 10)], &goal(0, 600.0));
    let plan = planner.plan(None);
    assert!(plan.today.is_empty());
    let forecast = planner.forecast(&plan.choice);
    assert!((forecast.score - 0.45).abs() < 0.03 && forecast.unseen == 1.0 && forecast.by_day.is_empty());
}

#[test]
fn what_counts_more_comes_first() {
    let mut questions = vec![NEW; 12];
    questions[7].marks = 5.0;
    questions[9].marks = 0.0;
    let plan = planner(&questions, &goal(1, 100.0)).plan(None);
    assert_eq!(indices(&plan)[0], 7);
    assert!(!indices(&plan).contains(&9) && plan.today.len() == 11);
    // 22.8 seconds each: the fifth begins before 100 are over.
    assert_eq!(plan.fits, 5);
    let futures = Scheduler::default().futures(None, 0);
    let tomorrow = |future: crate::memory::Future| Scheduler::default().retrievability(future.memory, 1);
    let recall = 0.24 * tomorrow(futures.again)
        + 0.094 * tomorrow(futures.hard)
        + 0.495 * tomorrow(futures.good)
        + 0.171 * tomorrow(futures.easy);
    assert!((plan.today[1].gain * 22.8 * 15.0 - recall).abs() < 2e-3);
}

#[test]
fn what_was_answered_today_or_is_steady_waits() {
    let plan = planner(&[seen(3.0, 0), seen(1e4, 2), seen(2.0, 6), NEW], &goal(1, 600.0)).plan(None);
    assert!(!indices(&plan).contains(&0));
    let place = |index| indices(&plan).iter().position(|&own| own == index);
    assert!(place(3) < place(2) && place(2).is_some());
    assert!(place(1).is_none_or(|steady| steady > place(2).unwrap()));
}

#[test]
fn questions_may_appear_and_vanish() {
    let mut deck: Vec<Question> = (0..10).map(|n| seen(1.0 + n as f32, 3)).collect();
    let choice = planner(&deck, &goal(8, 60.0)).plan(None).choice;
    deck.truncate(4);
    deck.extend([NEW; 9]);
    let plan = planner(&deck, &goal(7, 60.0)).plan(Some(&choice));
    assert_eq!((plan.choice.questions, plan.choice.chosen_days_left), (13, 7));
    assert!(indices(&plan).iter().all(|&index| index < 13));
}

#[test]
fn a_choice_is_kept_for_three_days() {
    let questions = vec![NEW; 10];
    let first = planner(&questions, &goal(9, 40.0)).plan(None).choice;
    let next = |days, seconds, previous: &Choice| {
        planner(&questions, &goal(days, seconds)).plan(Some(previous)).choice
    };
    let second = next(8, 40.0, &first);
    assert_eq!(second, Choice { used_days_left: 8, ..first });
    assert_eq!(next(8, 40.0, &second), second);
    let third = next(7, 40.0, &second);
    assert_eq!(third.chosen_days_left, 9);
    assert_eq!(next(6, 40.0, &third).chosen_days_left, 6);
    // A day was skipped; there is another limit; the exam was put off.
    assert_eq!(next(7, 40.0, &first).chosen_days_left, 7);
    assert_eq!(next(8, 50.0, &first).chosen_days_left, 8);
    assert_eq!(next(10, 40.0, &first).chosen_days_left, 10);
}

#[test]
fn what_ifs_agree_with_each_other() {
    let questions = vec![NEW; 30];
    let mut planner = planner(&questions, &goal(6, 150.0));
    let choice = planner.plan(None).choice;
    let base = planner.forecast(&choice);
    assert!(base.low < base.score && base.score < base.high && base.by_day.is_sorted());
    assert!((base.by_day[5] - base.score).abs() < 1e-6);
    assert!(planner.if_skipped_today(&choice) < base.score);
    let (less, more) = (planner.at(60.0, &choice), planner.at(300.0, &choice));
    assert!(less.score < base.score - 0.1 && base.score < more.score);
    assert!(less.unseen > 10.0 && more.unseen < 1.0);
    let Needed::Seconds(seconds) = planner.needed(base.score, 3600.0, &choice) else { panic!("reachable") };
    assert!((130.0..175.0).contains(&seconds), "{seconds}");
    assert!(planner.at(seconds, &choice).score >= base.score - 0.005);
    let Needed::OutOfReach { most, .. } = planner.needed(0.9, 60.0, &choice) else { panic!("too much") };
    assert!((most - less.score).abs() < 0.01);
}

#[test]
fn what_is_spent_of_today_is_spent_under_any_limit() {
    let questions: Vec<Question> = (0..30).map(|nth| if nth < 12 { seen(1.0, 0) } else { NEW }).collect();
    // Of 150 seconds all are spent, and 20 more: of 600 there would be 430 left.
    let today = |seconds, left| Goal { seconds_today: left, ..goal(2, seconds) };
    let mut before = planner(&questions, &today(150.0, -20.0));
    let choice = before.plan(None).choice;
    let (same, what_if) = (before.forecast(&choice), before.at(600.0, &choice));
    let mut after = planner(&questions, &today(600.0, 430.0));
    let plan = after.plan(Some(&choice));
    let changed = after.forecast(&plan.choice);
    assert!(changed.score > same.score + 0.2, "{} {}", changed.score, same.score);
    assert!((what_if.score - changed.score).abs() < 0.01, "{} {}", what_if.score, changed.score);
    assert_eq!(before.at(150.0, &choice).score, same.score);
    assert!(planner(&questions, &today(150.0, -20.0)).plan(None).fits == 0);
}

#[test]
fn more_minutes_bring_what_a_longer_day_would() {
    let questions = vec![NEW; 30];
    let day = |left| Goal { seconds_today: left, ..goal(4, 60.0) };
    let score = |left: f32, choice: &Choice| planner(&questions, &day(left)).forecast(choice).score;
    let mut done = planner(&questions, &day(-5.0));
    let choice = done.plan(None).choice;
    let more = done.more_today(300.0, &choice);
    assert!((more - (score(300.0, &choice) - score(0.0, &choice))).abs() < 1e-6);
    assert!((0.1..0.5).contains(&more), "13 of 30 questions are seen in time: {more}");
    assert_eq!(planner(&[], &day(0.0)).more_today(300.0, &choice), 0.0);
}

#[test]
fn a_target_out_of_reach_names_the_least_time_for_the_most() {
    let questions = vec![NEW; 20];
    let mut planner = planner(&questions, &goal(10, 120.0));
    let choice = planner.plan(None).choice;
    let Needed::OutOfReach { most, seconds } = planner.needed(1.0, 36_000.0, &choice) else { panic!() };
    assert!(most > 0.95 && seconds < 3_600.0, "{most} {seconds}");
    let kept = vec![seen(1e4, 3); 4];
    let mut planner = self::planner(&kept, &goal(10, 120.0));
    let choice = planner.plan(None).choice;
    assert_eq!(planner.needed(0.9, 3600.0, &choice), Needed::Seconds(0.0));
}

#[test]
fn skipped_days_lower_what_to_expect() {
    let questions = vec![NEW; 30];
    let score = |days_skipped| {
        let goal = Goal { days_past: 10, days_skipped, ..goal(8, 90.0) };
        let mut planner = planner(&questions, &goal);
        let choice = planner.plan(None).choice;
        planner.forecast(&choice).score
    };
    assert!(score(0) > score(5) + 0.03);
}

#[test]
fn what_is_known_of_the_student_narrows_the_forecast() {
    let questions = vec![NEW; 40];
    let mut known = student();
    for nth in 0..400 {
        known.calibration.observe(0.8, nth % 2 == 0);
    }
    let forecast = |student: &Student| {
        let mut planner = Planner::new(&questions, student, &goal(6, 200.0), 3);
        let choice = planner.plan(None).choice;
        planner.forecast(&choice)
    };
    assert!(forecast(&known).score < forecast(&student()).score);
}

#[test]
fn a_seed_repeats() {
    let questions: Vec<Question> =
        (0..40).map(|n| if n % 2 == 0 { NEW } else { seen(n as f32, 2) }).collect();
    let one = || {
        let mut planner = planner(&questions, &goal(5, 120.0));
        let plan = planner.plan(None);
        (planner.forecast(&plan.choice), plan)
    };
    assert_eq!(one(), one());
}

fn any_number() -> impl Strategy<Value = f32> {
    prop_oneof![0.0f32..100.0, Just(f32::NAN), Just(f32::INFINITY), Just(-1.0f32), 0.0f32..1e30]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_deck_has_a_plan(
        deck in prop::collection::vec((any::<bool>(), any_number(), any_number(), prop_oneof![0u32..2000, any::<u32>()], any_number()), 0..12),
        days_left in 0u32..12, seconds_a_day in any_number(), seconds_today in any_number(),
        days_past in 0u32..40, days_skipped in any::<u32>(), cost in any_number(),
    ) {
        let question = |&(is_new, stability, difficulty, elapsed_days, marks): &(bool, f32, f32, u32, f32)| {
            let memory = (!is_new).then_some(Memory { stability, difficulty });
            Question { memory, elapsed_days, marks }
        };
        let questions: Vec<Question> = deck.iter().map(question).collect();
        let goal = Goal { days_left, seconds_a_day, seconds_today, days_past, days_skipped };
        let costs = Costs { new: cost, ..Costs::default() };
        let mut planner = Planner::new(&questions, &Student { costs, ..student() }, &goal, 1);
        let plan = planner.plan(None);
        let mut asked = indices(&plan);
        asked.sort_unstable();
        asked.dedup();
        prop_assert_eq!(asked.len(), plan.today.len());
        prop_assert!(plan.today.iter().all(|pick| pick.gain > 0.0 && pick.seconds > 0.0));
        prop_assert!(plan.today.is_sorted_by(|a, b| a.gain >= b.gain) && plan.fits <= plan.today.len());
        let forecast = planner.forecast(&plan.choice);
        prop_assert!(0.0 <= forecast.low && forecast.low <= forecast.score && forecast.score <= forecast.high);
        prop_assert!(forecast.high <= 1.0 && forecast.unseen <= questions.len() as f32 + 0.01);
        prop_assert_eq!(forecast.by_day.len(), days_left as usize);
    }
}
