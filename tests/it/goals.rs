//! Several decks in a goal, several goals, and goals whose time is over or whose deck has changed.

use std::path::Path;

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::goal::{SET, deck, home, json, named, run};

/// A home with three decks.
fn home_of_three() -> TempDir {
    let home = home(20);
    for id in ["art", "bio"] {
        std::fs::write(home.path().join(format!("decks/{id}.toml")), named(id, 15)).unwrap();
    }
    home
}

/// The lines of a session in which nothing is known.
fn session<const N: usize>(home: &Path, args: [&str; N]) -> (Vec<Value>, String) {
    let ran = run(home, args).stdin(&"{\"unknown\":true}\n".repeat(6)).run();
    let lines = ran.output().lines().map(json).collect();
    let mut said = String::new();
    ran.stderr_is(|errors| errors.clone_into(&mut said));
    (lines, said)
}

#[test]
fn a_part_of_a_goal_is_studied_as_a_part_of_it() {
    let home = home_of_three();
    let home = home.path();
    drop(run(home, ["goal", "law", "art", "--exam", "2026-12-15", "--minutes", "8"]).run());
    let (lines, said) = session(home, ["study", "art", "--jsonl"]);
    assert_eq!((&lines[0]["type"], &lines[0]["exam"]), (&"plan".into(), &"2026-12-15".into()), "{said}");
    let asked: Vec<&Value> = lines.iter().filter(|line| line["type"] == "question").collect();
    assert!(asked.len() >= 6 && asked.iter().all(|line| line["deck"] == "Art"), "{asked:?}");
    let last = lines.last().unwrap();
    assert_eq!((&last["type"], &last["minutes_left"]), (&"today".into(), &8.into()), "{last}");
    // In any order, the goal is the same, and so is what is foreseen.
    let foreseen = |args: [&str; 4]| {
        drop(run(home, args).run());
        let ran = run(home, ["plan", args[1], args[2], "--json"]).run();
        let plan = json(ran.output());
        (plan["expected"].clone(), plan["today"].clone(), plan["decks"].clone())
    };
    let (one, other) =
        (foreseen(["study", "law", "art", "--jsonl"]), foreseen(["study", "art", "law", "--jsonl"]));
    assert_eq!(one, other);
    let (lines, said) = session(home, ["study", "art", "bio", "--jsonl"]);
    assert!(lines[0]["type"] == "question", "{lines:?}");
    assert_eq!(
        said,
        "note: no goal is about all of these decks, so what is due is asked; for a goal, study its decks alone: \
         art, law\n"
    );
}

#[test]
fn of_several_goals_the_next_exam_is_studied_for() {
    let home = home_of_three();
    let home = home.path();
    drop(run(home, ["goal", "law", "art", "--exam", "2026-12-15", "--minutes", "8"]).run());
    drop(run(home, ["goal", "bio", "--exam", "2026-12-01", "--minutes", "5"]).run());
    let (lines, said) = session(home, ["study", "--jsonl"]);
    assert_eq!(lines[0]["exam"], "2026-12-01");
    assert_eq!(said, "note: the exam about bio is the next; name a deck for another: art, law\n");
    run(home, ["goal", "change", "--minutes", "9"]).run().status(2).stderr(expect![[r#"
        error: there are several goals
          help: name a deck of the one that is meant: art, law; bio
    "#]]);
    drop(run(home, ["goal", "pause", "bio"]).run());
    // The only one that is followed is meant.
    run(home, ["goal", "change", "--minutes", "9"]).run().stdout(expect![[r#"
        art, law: exam in 22 days (15 December), 9 min a day
        `shiken plan` says what to expect.
    "#]]);
    let (lines, said) = session(home, ["study", "--jsonl"]);
    assert_eq!((&lines[0]["exam"], said.as_str()), (&"2026-12-15".into(), ""));
    // The only one that is paused.
    run(home, ["goal", "resume"]).run().stdout(expect![[r#"
        bio: exam in 8 days (1 December), 5 min a day
    "#]]);
    // The only one whose exam is over.
    run(home, ["goal", "end", "--score", "70"]).now("2026-12-02T09:00:00Z").run().stdout(expect![[r#"
        bio: the goal has ended; all progress is kept
    "#]]);
    let art = run(home, ["goal", "art", "--exam", "2026-12-20", "--minutes", "5"]).run();
    assert!(
        art.output().starts_with(
            "This takes the place of: art, law: exam in 22 days (15 December), 9 min a day\nArt: exam in 27 days"
        ),
        "{}",
        art.output()
    );
}

#[test]
fn after_the_exam_the_help_is_about_that() {
    let home = home(5);
    let home = home.path();
    drop(run(home, SET).run());
    run(home, ["plan"]).now("2026-12-15T09:00:00Z").run().status(1).stderr(expect![[r#"
        error: the exam is over
          help: `shiken goal end --score 82` says how it went and takes the goal away; `shiken goal DECK --exam DATE --minutes N` sets the next
    "#]]);
}

#[test]
fn with_everything_suspended_no_question_counts() {
    let home = home(1);
    let home = home.path();
    drop(run(home, SET).run());
    drop(run(home, ["suspend", "law", "q0"]).run());
    run(home, ["study", "--plain"]).run().stdout(expect![[r#"
        No question of the exam counts: all are suspended or worth nothing.
    "#]]);
    run(home, ["plan"]).run().status(1).stderr(expect![[r#"
        error: no question of the exam counts: all are suspended or worth nothing
          help: `shiken suspend DECK QUESTION --off` asks one again
    "#]]);
}

#[test]
fn a_plan_is_made_anew_when_questions_count_otherwise() {
    let home = home(30);
    let home = home.path();
    drop(run(home, SET).run());
    let chosen = |now: &str| {
        drop(run(home, ["plan"]).now(now).run());
        let log = home.join("log.jsonl");
        drop(run(home, ["log", "export", log.to_str().unwrap(), "--force"]).run());
        let text = std::fs::read_to_string(log).unwrap();
        let last = text.lines().rfind(|line| line.contains("\"forecast\"")).unwrap().to_owned();
        json(&last)["chosen"].as_str().unwrap().to_owned()
    };
    assert_eq!(chosen("2026-11-24T09:00:00Z"), "2026-11-23", "a choice is kept for some days");
    let other = deck(30).replace("answer = 3\n", "answer = 3\npoints = 30\n");
    std::fs::write(home.join("decks/law.toml"), other).unwrap();
    assert_eq!(chosen("2026-11-24T10:00:00Z"), "2026-11-24", "other points make another choice");
    std::fs::write(home.join("decks/law.toml"), deck(30).replace("\"q3\"", "\"q99\"")).unwrap();
    assert_eq!(chosen("2026-11-25T10:00:00Z"), "2026-11-25", "so does another question");
}

#[test]
fn the_minutes_of_one_goal_are_not_those_of_another() {
    let home = home_of_three();
    let home = home.path();
    drop(run(home, SET).run());
    drop(run(home, ["goal", "bio", "--exam", "2026-12-15", "--minutes", "8"]).run());
    let answer = "{\"unknown\":true}\n{\"command\":\"quit\"}\n";
    for (minute, deck) in [("00", "law"), ("02", "bio"), ("04", "bio"), ("05", "law")] {
        let now = format!("2026-11-23T09:{minute}:00Z");
        drop(run(home, ["study", deck, "--jsonl"]).now(&now).stdin(answer).run());
    }
    let left = |deck| {
        let ran = run(home, ["plan", deck, "--json"]).now("2026-11-23T09:05:00Z").run();
        json(ran.output())["today"]["minutes_left"].clone()
    };
    assert_eq!((left("law"), left("bio")), (7.into(), 4.into()));
}
