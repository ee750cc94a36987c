//! An exam from the goal to the day after, in the finished program.

use std::path::Path;

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::run::{Run, shiken};

/// A deck of `questions`, of which each says its answer; the last is worth most.
pub fn deck(questions: usize) -> String {
    named("law", questions)
}

pub fn named(id: &str, questions: usize) -> String {
    let title = id[..1].to_uppercase() + &id[1..];
    let head = format!("format = 1\n[deck]\nid = \"{id}\"\ntitle = \"{title}\"\nversion = \"1.0.0\"\n");
    let question = |n: usize| {
        let points = if n + 1 == questions { "points = 20\n" } else { "" };
        format!("[[question]]\nid = \"q{n}\"\nprompt = \"Say {}\"\nanswer = {n}\n{points}", n)
    };
    (0..questions).map(question).fold(head, |all, one| all + &one)
}

/// A home with the deck.
pub fn home(questions: usize) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("decks")).unwrap();
    std::fs::write(home.path().join("decks/law.toml"), deck(questions)).unwrap();
    home
}

pub fn run<const N: usize>(home: &Path, args: [&str; N]) -> Run {
    shiken(args).home(home)
}

/// Answers of a student who reads what is asked: a session that is told what to say by the session before it.
fn answered(home: &Path, now: &str, seed: u64, limit: usize) -> Vec<u32> {
    let text = limit.to_string();
    let mut asked = Vec::new();
    let mut input = String::new();
    // A dry run shows the questions in their order; nothing is answered by it.
    for _ in 0..limit {
        let seen = run(home, ["study", "--jsonl", "--limit", &text]).now(now).seed(seed).run();
        let question =
            seen.output().lines().find(|line| line.contains("\"type\":\"question\"")).map(str::to_owned);
        drop(seen);
        let Some(question) = question else { break };
        let question: Value = serde_json::from_str(&question).unwrap();
        let number: u32 = question["prompt"].as_str().unwrap()[4..].parse().unwrap();
        asked.push(number);
        input.clear();
        input += &format!("{{\"response\":\"{number}\"}}\n{{\"command\":\"quit\"}}\n");
        drop(run(home, ["study", "--jsonl", "--limit", "1"]).stdin(&input).now(now).seed(seed).run());
    }
    asked
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub const SET: [&str; 6] = ["goal", "law", "--exam", "2026-12-15", "--minutes", "8"];

#[test]
fn a_goal_from_start_to_exam() {
    let home = home(40);
    let home = home.path();
    run(home, SET).run().stdout(expect![[r#"
        Law: exam in 22 days (15 December), 8 min a day
        Exam in 22 days | expected: not known yet | today 8 min, 22 questions
        An average student would score 99 %. How it is with you takes 30 answers to say.
        `shiken study` begins; `shiken plan` shows what to expect.
    "#]]);
    run(home, ["goal"]).run().stdout(expect![[r#"
        law: exam in 22 days (15 December), 8 min a day
    "#]]);
    let asked = answered(home, "2026-11-23T09:00:00Z", 1, 1);
    assert_eq!(asked, [39], "what counts most comes first");
    run(home, ["goal", "change", "--minutes", "20", "--target", "90", "--exam", "2026-12-01"]).run().stdout(
        expect![[r#"
            law: exam in 8 days (1 December), 20 min a day, target 90 %
            `shiken plan` says what to expect.
        "#]],
    );
    run(home, ["goal", "pause"]).run().stdout(expect![[r#"
        law: exam in 8 days (1 December), 20 min a day, target 90 % (paused: `shiken goal resume` goes on)
    "#]]);
    let paused = run(home, ["study", "--plain"]).run();
    assert!(!paused.output().contains("Exam"), "a paused goal decides nothing");
    drop(paused);
    run(home, ["plan"]).run().status(1).stderr(expect![[r#"
        error: the goal is paused
          help: `shiken goal resume` follows it again, `shiken goal end` takes it away
    "#]]);
    drop(run(home, ["goal", "resume"]).run());
    let goes_on = run(home, ["study", "--plain"]).run();
    assert!(goes_on.output().starts_with("Exam in 8 days |"));
    drop(goes_on);
    let over = run(home, ["study", "--plain"]).now("2026-12-01T09:00:00Z").run();
    assert!(!over.output().contains("Exam") && over.output().contains("Say"));
    over.stderr(expect![[r#"
        note: the exam of 2026-12-01 is here; from now on what is due is asked, as without a goal
    "#]]);
    drop(run(home, ["study", "--plain"]).now("2026-12-09T09:00:00Z").run());
    run(home, ["goal", "end", "--score", "50"]).run().status(2).stderr(expect![[r#"
        error: the exam is on 2026-12-01, so there is no score yet
          help: `shiken goal end` without --score gives the goal up
    "#]]);
    run(home, ["goal", "end", "--score", "82"]).now("2026-12-09T09:00:00Z").run().stdout(expect![[r#"
        law: the goal has ended; all progress is kept
    "#]]);
    run(home, ["goal", "show", "--json"]).run().stdout(expect![[r#"
        []
    "#]]);
}

#[test]
fn a_day_ends_with_its_minutes() {
    let home = home(40);
    let home = home.path();
    drop(run(home, SET).run());
    for minute in ["00", "04", "08"] {
        assert_eq!(answered(home, &format!("2026-11-23T09:{minute}:00Z"), 1, 1).len(), 1);
    }
    run(home, ["study", "--plain"]).now("2026-11-23T09:09:00Z").run().stdout(expect![[r#"
        Today's 8 min are done. 5 more minutes would bring less than 0.1 points: `shiken study --minutes 5` goes on.
    "#]]);
    let ran = run(home, ["study", "--jsonl"]).now("2026-11-23T09:09:00Z").run();
    let done = json(ran.output());
    assert_eq!((&done["type"], &done["minutes_left"]), (&"nothing".into(), &0.into()));
    assert_eq!(done["more"]["minutes"], 5);
    assert!((0.0..0.05).contains(&done["more"]["points"].as_f64().unwrap()), "{done}");
    drop(ran);
    let more = run(home, ["study", "--plain", "--minutes", "5"]).now("2026-11-23T09:09:00Z").run();
    assert!(more.output().contains("today 5 min"), "{}", more.output());
    drop(more);
    let tomorrow = run(home, ["study", "--plain"]).now("2026-11-24T09:09:00Z").run();
    assert!(tomorrow.output().contains("today 8 min"), "{}", tomorrow.output());
}

#[test]
fn a_plan_says_what_is_known_and_what_cannot_be() {
    let home = home(60);
    let home = home.path();
    drop(run(home, ["goal", "law", "--exam", "2026-11-26", "--minutes", "1", "--target", "99"]).run());
    run(home, ["plan", "--plain"]).run().stdout(expect![[r#"
        Law
        Exam                in 3 days (26 November), 1 min a day
        Today               1 min left: 3 questions
        Expected            not known yet: it takes 30 answers, there are 0; an average
                            student would score 31 % (20 to 41)
        Forecasts so far    not known yet: it takes 30 answers to questions seen before,
                            there are 0
        If you skip today   26 %: 5.1 points less
        For 99 %            cannot be reached: the most is 96 %, with 21 min a day
        Never seen          53 of 60 questions by the exam, if it goes as planned

        The score to expect if you follow the plan and stop after a day:
        today          23 %  ###########
        24 November    26 %  #############
        25 November    31 %  ##########-----------
        In brackets: 90 of 100 sittings lie between. A forecast is of questions like
        these, asked on the morning of the exam, and knows nothing of sleep, nerves or
        what the exam asks besides.
    "#]]);
    let ran = run(home, ["plan", "--json", "--at", "60"]).run();
    let plan = json(ran.output());
    assert_eq!((plan["known"].as_bool(), plan["answers"].as_u64()), (Some(false), Some(0)));
    assert_eq!(plan["target"]["reachable"], false);
    assert_eq!(plan["by_day"].as_array().unwrap().len(), 3);
    assert!(plan["at"][0]["expected"]["score"].as_f64() > plan["expected"]["score"].as_f64());
    assert!(plan["unseen"].as_u64().unwrap() > 20);
}

#[test]
fn a_mock_exam_is_held_against_what_was_foreseen() {
    let home = home(40);
    let home = home.path();
    drop(run(home, ["goal", "law", "--exam", "2026-12-01", "--minutes", "60"]).run());
    assert_eq!(answered(home, "2026-11-23T09:00:00Z", 3, 30).len(), 30);
    let next_day = "2026-11-24T09:00:00Z";
    drop(run(home, ["plan"]).now(next_day).run());
    let hand_in = "{\"unknown\":true}\n{\"command\":\"done\"}\n{\"command\":\"done\"}\n";
    let exam = ["exam", "law", "--questions", "5", "--untimed", "--jsonl"];
    let sat = run(home, exam).now(next_day).stdin(hand_in).run();
    assert!(sat.output().contains("\"type\":\"result\""), "{}", sat.output());
    drop(sat);
    let ran = run(home, ["plan", "--json"]).now("2026-11-24T10:00:00Z").run();
    let past = &json(ran.output())["forecasts"]["exams"][0];
    assert_eq!(
        (&past["mock"], &past["days_before"], &past["scored"]),
        (&true.into(), &0.into(), &0.0.into())
    );
    let foreseen = past["foreseen"].as_f64().unwrap();
    assert!((0.3..0.9).contains(&foreseen), "before the exam, 30 of 40 had been learnt: {foreseen}");
}

#[test]
fn forecasts_are_held_against_what_came() {
    let home = home(60);
    let home = home.path();
    drop(run(home, ["goal", "law", "--exam", "2026-11-26", "--minutes", "60", "--target", "99"]).run());
    assert_eq!(answered(home, "2026-11-23T09:00:00Z", 3, 30).len(), 30);
    let ran = run(home, ["plan", "--json"]).now("2026-11-24T09:00:00Z").run();
    let plan = json(ran.output());
    assert_eq!((plan["known"].as_bool(), plan["answers"].as_u64()), (Some(true), Some(30)));
    assert!(plan["expected"]["score"].as_f64().unwrap() > 0.8, "{plan}");
    assert_eq!((&plan["forecasts"]["chances"], &plan["forecasts"]["answers"]), (&Value::Null, &0.into()));
    drop(ran);
    for day in ["24", "25"] {
        answered(home, &format!("2026-11-{day}T09:00:00Z"), 3, 30);
    }
    run(home, ["plan", "--plain"]).now("2026-11-25T20:00:00Z").run().stdout(expect![[r#"
        Law
        Exam                tomorrow (26 November), 60 min a day
        Today               60 min left: 30 questions
        Expected            98 % (93 to 100), from 90 answers
        Forecasts so far    of 30 answers, 91 % were foreseen to be right and 100 % were
                            (89 to 100); Brier score 0.008 (0.000 if the same had been
                            said every time)
        If you skip today   96 %: 2.2 points less
        At 30 min a day     98 % (93 to 100)
        At 90 min a day     98 % (93 to 100)
        For 99 %            cannot be reached: the most is 98 %, with 1 min a day
        Never seen          0 of 60 questions by the exam, if it goes as planned

        The score to expect if you follow the plan and stop after a day:
        today    98 %  ##############################################----
        In brackets: 90 of 100 sittings lie between. A forecast is of questions like
        these, asked on the morning of the exam, and knows nothing of sleep, nerves or
        what the exam asks besides.

         chance foreseen   answers   mean   right   95 % interval
        ----------------------------------------------------------
         90 to 95 %             29   91 %   100 %     88 to 100 %
         95 to 100 %             1   98 %   100 %     21 to 100 %
    "#]]);
    drop(run(home, ["goal", "end", "--score", "90"]).now("2026-11-26T20:00:00Z").run());
    run(home, ["goal", "law", "--exam", "2026-12-24", "--minutes", "1"]).now("2026-11-27T20:00:00Z").run();
    let ran = run(home, ["plan", "--json"]).now("2026-11-27T20:00:00Z").run();
    let past = &json(ran.output())["forecasts"];
    assert_eq!((&past["exams"][0]["scored"], &past["exams"][0]["days_before"]), (&0.9.into(), &1.into()));
    assert_eq!(
        past["answers"],
        past["chances"]["bins"]
            .as_array()
            .unwrap()
            .iter()
            .map(|bin| bin["answers"].as_u64().unwrap())
            .sum::<u64>()
    );
}

#[test]
fn mistakes_are_explained() {
    let home = home(3);
    let home = home.path();
    run(home, ["goal", "--minutes", "8"]).run().status(2).stderr(expect![[r#"
        error: it is not said which deck the exam is about
          help: as in `shiken goal DECK --exam 2026-12-15 --minutes 20`
    "#]]);
    run(home, ["goal", "law", "--minutes", "8"]).run().status(2).stderr(expect![[r#"
        error: the exam needs a date
          help: as in `shiken goal DECK --exam 2026-12-15 --minutes 20`
    "#]]);
    run(home, ["goal", "law", "--exam", "2026-11-23", "--minutes", "8"]).run().status(2).stderr(expect![[
        r#"
            error: 2026-11-23 is not after today, 2026-11-23
              help: an exam is planned for from tomorrow on; `shiken study --cram` practises for one today
        "#
    ]]);
    run(home, ["goal", "change", "--minutes", "8"]).run().status(2).stderr(expect![[r#"
        error: no goal is set
          help: set one as in `shiken goal DECK --exam 2026-12-15 --minutes 20`
    "#]]);
    run(home, ["plan", "law"]).run().status(2).stderr(expect![[r#"
        error: no goal is about law
          help: set one as in `shiken goal DECK --exam 2026-12-15 --minutes 20`
    "#]]);
}
