//! The memory model fitted to a log, adopted, taken back and advised with, in the finished program.

use std::path::Path;

use expect_test::expect;
use serde_json::Value;
use shiken::event::{Body, Event, Purpose, Review, Subject};
use shiken::judge::{Outcome, Rule};
use shiken::memory::{Parameters, Scheduler, State};
use shiken::question::Response;
use shiken::question::ask::{Mode, Rating};
use shiken::store::{Registry, Store};
use shiken::text::Text;
use shiken::time::{Day, Timestamp};
use tempfile::TempDir;
use uuid::Uuid;

use super::run::{Run, shiken};

/// 23 November 2026.
const TODAY: i32 = 20_780;
const DAY_MILLISECONDS: i64 = 86_400_000;

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

/// Forgets what is new twice as fast as most.
fn forgetful() -> Parameters {
    let mut values = *Parameters::default().values();
    for (at, value) in [(0, 0.1), (1, 0.4), (2, 0.9), (3, 3.0), (8, 1.1), (11, 0.7), (20, 0.4)] {
        values[at] = value;
    }
    Parameters::new(&values).unwrap()
}

/// The answers to one question of a student whose memory follows `truth`, asked when the defaults say so.
fn answers(truth: &Scheduler, number: u64, until: i32) -> Vec<(Day, Rating)> {
    let plan = Scheduler::default();
    let mut chance = Chance(7 << 32 | number);
    let (mut day, mut elapsed, mut own, mut believed) = (TODAY - 200 + (number % 60) as i32, 0, None, None);
    let mut all = Vec::new();
    while day < until {
        let recall = own.map_or(0.75, |own| truth.retrievability(own, elapsed));
        let rating = match chance.next() {
            luck if luck >= recall => Rating::Again,
            luck if luck > 0.85 * recall => Rating::Hard,
            _ => Rating::Good,
        };
        all.push((Day(day), rating));
        own = Some(truth.futures(own, elapsed).of(rating).memory);
        let future = *plan.futures(believed, elapsed).of(rating);
        believed = Some(future.memory);
        elapsed = (future.interval_days * (0.8 + 0.4 * chance.next())).round().max(1.0) as u32;
        day += elapsed.cast_signed();
    }
    all
}

fn event(question: u64, day: Day, rating: Rating, number: u64) -> Event {
    let clock = Timestamp(i64::from(day.0) * DAY_MILLISECONDS + 36_000_000 + (question as i64) * 9_000);
    let review = Review {
        rating,
        score: 1.0,
        outcome: if rating == Rating::Again { Outcome::Wrong } else { Outcome::Right },
        rule: Rule::Equal,
        response: Response::Text(Text::from("1")),
        confused_with: None,
        hints: 0,
        seconds: 5.0,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: Uuid::from_u128(77),
        meaning: 1,
        due: None,
        retrievability: None,
    };
    let subject = Subject { deck: "law".into(), question: format!("q{question}").into() };
    Event {
        id: Uuid::from_u128((clock.0 as u128) << 80 | 0x7000 << 64 | u128::from(number)),
        device: Uuid::from_u128(9),
        sequence: number,
        time: clock,
        clock,
        offset_minutes: 0,
        day,
        body: Body::Review(subject, Box::new(review)),
        extra: Text::default(),
    }
}

/// The only user's progress.
fn store(home: &Path) -> Store {
    let registry = Registry::open(home).unwrap();
    let user = registry.resolve(None, Uuid::from_u128(1)).unwrap();
    Store::open(&registry.progress_file(&user).unwrap(), Uuid::from_u128(9)).unwrap()
}

fn study(home: &Path, truth: &Parameters, questions: u64, from: i32, until: i32) {
    let truth = Scheduler::new(truth, 0.9);
    let mut events = Vec::new();
    for question in 0..questions {
        let all = answers(&truth, question, until).into_iter().filter(|(day, _)| day.0 >= from);
        events.extend(all.map(|(day, rating)| (question, day, rating)));
    }
    let events: Vec<Event> = (1..)
        .zip(events)
        .map(|(n, (question, day, rating))| event(question, day, rating, (day.0 as u64) << 20 | n))
        .collect();
    store(home).merge(&events).unwrap();
}

/// A home with a deck of `questions` and a log of those that were studied until today.
fn home(truth: &Parameters, questions: u64) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("decks")).unwrap();
    let head = "format = 1\n[deck]\nid = \"law\"\ntitle = \"Law\"\nversion = \"1.0.0\"\n".to_owned();
    let question = |n: u64| format!("[[question]]\nid = \"q{n}\"\nprompt = \"Say {n}\"\nanswer = {n}\n");
    let deck = (0..questions + 40).map(question).fold(head, |all, one| all + &one);
    std::fs::write(home.path().join("decks/law.toml"), deck).unwrap();
    study(home.path(), truth, questions, 0, TODAY);
    home
}

fn run<const N: usize>(home: &Path, args: [&str; N]) -> Run {
    shiken(args).home(home)
}

fn json<const N: usize>(home: &Path, args: [&str; N]) -> Value {
    let ran = run(home, args).run();
    serde_json::from_str(ran.output()).unwrap()
}

fn states(home: &Path) -> Vec<(Subject, State)> {
    store(home).states(None).unwrap()
}

#[test]
fn a_fit_is_tried_adopted_and_taken_back() {
    let home = home(&forgetful(), 200);
    let home = home.path();
    let before = states(home);
    run(home, ["fit", "--dry-run"]).run().stdout(expect![[r#"
        Fitted to 4122 repeated answers, judged on 2102 since 7 September, which the fit
        had not seen:

         parameters   log loss   RMSE (bins)
        -------------------------------------
         defaults       0.6574        25.2 %
         fitted         0.5013         7.1 %
        Both say how far the chances foreseen were from what came: less is better.

        Fitting foresees better (log loss 0.1561 less, give or take 0.0166). Nothing is
        changed; `shiken fit` adopts it.
    "#]]);
    assert_eq!(states(home), before, "a dry run changes nothing");
    let tried = json(home, ["fit", "--dry-run", "--json"]);
    assert_eq!((tried["advice"].as_str(), tried["adopted"].as_bool()), (Some("adopt"), Some(false)));
    assert!(tried["fitted"]["log_loss"].as_f64() < tried["defaults"]["log_loss"].as_f64());
    run(home, ["fit"]).run().stdout(expect![[r#"
        Fitted to 4122 repeated answers, judged on 2102 since 7 September, which the fit
        had not seen:

         parameters   log loss   RMSE (bins)
        -------------------------------------
         defaults       0.6574        25.2 %
         fitted         0.5013         7.1 %
        Both say how far the chances foreseen were from what came: less is better.

        Fitting foresees better (log loss 0.1561 less, give or take 0.0166). Parameters
        fitted to all 6224 answers are adopted: 137 due now, 34 before. `shiken fit
        --undo` goes back.
    "#]]);
    let parameters: Vec<f32> = store(home).adopted().unwrap().unwrap().parameters.values().to_vec();
    let printed: Vec<f32> = serde_json::from_value(tried["parameters"].clone()).unwrap();
    assert_eq!(parameters, printed, "the same log gives the same parameters");
    let after = states(home);
    assert!(after.iter().zip(&before).filter(|(one, other)| one.1.memory != other.1.memory).count() > 150);
    assert!(store(home).check().unwrap().is_sound(), "the states are what a replay makes of the log");
    run(home, ["fit"]).run().status(1).stderr(expect![[r#"
        error: another fit takes 100 repeated answers since the last, and there are 0
          help: a fit to nearly the same answers would find nearly the same
    "#]]);
    run(home, ["fit", "--undo"]).run().stdout(expect![[r#"
        took back the parameters of 2026-11-23; the defaults hold again
    "#]]);
    assert_eq!(states(home), before, "all is as it was");
    run(home, ["fit", "--undo"]).run().status(1).stderr(expect![[r#"
        error: no parameters were adopted, so none can be taken back
    "#]]);
    drop(run(home, ["fit"]).run());
    run(home, ["fit", "--reset"]).run().stdout(expect![[r#"
        the defaults hold again; `shiken fit --undo` takes that back
    "#]]);
    assert_eq!(states(home), before);
    run(home, ["fit", "--reset"]).run().stdout(expect![[r#"
        the defaults hold already
    "#]]);
    run(home, ["fit", "--undo"]).run().stdout(expect![[r#"
        took back the parameters of 2026-11-23; those before hold again
    "#]]);
    assert_eq!(states(home), after, "what was reset can be had again");
}

#[test]
fn too_few_answers_are_refused() {
    let home = home(&forgetful(), 6);
    let home = home.path();
    run(home, ["fit"]).run().status(1).stderr(expect![[r#"
        error: fitting takes 500 repeated answers, and there are 404
          help: 400 to fit 21 numbers and 100 later ones to see whether they foresee better; until then the defaults, which fit most people, are better than a guess
    "#]]);
    run(home, ["fit", "--reset", "--dry-run"]).run().status(2).stderr(expect![[r#"
        error: the argument '--reset' cannot be used with '--dry-run'

        Usage: shiken fit --reset [DECK]...

        For more information, try '--help'.
    "#]]);
}

#[test]
fn a_student_like_most_keeps_the_defaults() {
    let home = home(&Parameters::default(), 150);
    let home = home.path();
    let before = states(home);
    run(home, ["fit"]).run().stdout(expect![[r#"
        Fitted to 879 repeated answers, judged on 444 since 5 August, which the fit had
        not seen:

         parameters   log loss   RMSE (bins)
        -------------------------------------
         defaults       0.3298         6.6 %
         fitted         0.3308         6.8 %
        Both say how far the chances foreseen were from what came: less is better.

        Fitting foresees no better than the defaults, or no more so than chance would
        have it: the defaults stay.
    "#]]);
    assert_eq!(states(home), before);
}

#[test]
fn a_session_suggests_a_fit_once_a_week() {
    let home = home(&forgetful(), 200);
    let home = home.path();
    let says = |now: &str, form: &str| {
        let ran = run(home, ["study", form, "--limit", "1"]).now(now).stdin("q\n").run();
        ran.output().contains("shiken fit")
    };
    assert!(!says("2026-11-23T09:00:00Z", "--jsonl"), "programs are not told");
    assert!(says("2026-11-23T09:00:00Z", "--plain"));
    assert!(!says("2026-11-29T09:00:00Z", "--plain"), "less than a week");
    assert!(says("2026-11-30T09:00:00Z", "--plain"));
    drop(run(home, ["fit", "--dry-run"]).now("2026-11-30T09:00:00Z").run());
    assert!(!says("2026-12-20T09:00:00Z", "--plain"), "no new answers since");
}

#[test]
fn a_desired_retention_is_shown_with_its_price() {
    let home = home(&forgetful(), 200);
    let home = home.path();
    run(home, ["fit", "--advise"]).run().stdout(expect![[r#"
        What a desired retention costs and keeps, over a year: 240 questions, 40 of them
        new, 20 a day.

          retention  remembered  answers a day  min a day
               70 %        84 %              2        1.0  ####
               75 %        87 %              3        1.3  #####
               80 %        89 %              4        1.6  ######
               85 %        92 %              5        2.1  ########
               88 %        93 %              6        2.6  #########
        >      90 %        94 %              7        3.1  ###########
               92 %        96 %              9        3.7  #############
               94 %        97 %             11        4.7  #################
               95 %        98 %             13        5.5  ####################
               97 %        99 %             20        8.3  ##############################

        85 % instead of 90 %: 1.0 min a day less (-32 %), and 6 of 240 questions fewer
        remembered after the year.
        94 % instead of 90 %: 1.6 min a day more (+52 %), and 6 of 240 questions more
        remembered after the year.
        A year played through by chance from your own memories, seconds and ratings,
        studied every day. It knows no breaks and no exam, and believes that the memory
        model is right about you: `shiken plan` is for an exam on a date.
    "#]]);
    drop(run(home, ["settings", "retention", "0.83"]).run());
    let advice = json(home, ["fit", "--advise", "law", "--json"]);
    let levels = advice["levels"].as_array().unwrap();
    let set: Vec<&Value> = levels.iter().filter(|level| level["set"] == true).collect();
    assert_eq!(set.len(), 1);
    assert_eq!(set[0]["retention"].as_f64(), Some(0.83));
    let minutes: Vec<f64> = levels.iter().map(|level| level["minutes_a_day"].as_f64().unwrap()).collect();
    assert!(minutes.first() < minutes.last(), "{minutes:?}");
    assert_eq!((advice["questions"].as_u64(), advice["unseen"].as_u64()), (Some(240), Some(40)));
    run(home, ["fit", "law"]).run().status(2).stderr(expect![[r#"
        error: the following required arguments were not provided:
          --advise

        Usage: shiken fit --advise <DECK>...

        For more information, try '--help'.
    "#]]);
}
