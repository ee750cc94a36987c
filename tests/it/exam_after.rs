//! What becomes of a mock exam when the deck is edited, when nobody comes back to it, and in the days after.

use serde_json::Value;
use tempfile::TempDir;

use super::run::{Ran, Run, shiken};

const DECK: &str = r#"
format = 1
[deck]
id = "law"
title = "Law"
version = "1.0.0"
language = "en"

[[question]]
id = "colour"
prompt = "Which colour is the seal?"
choose = "purple"
wrong = ["green", "yellow"]

[[question]]
id = "steps"
prompt = "Put the steps in order."
order = ["draft", "hearing", "vote", "seal"]

[[question]]
id = "keeper"
prompt = "Who keeps the rolls?"
answer = "warden"

[[exam]]
id = "full"
title = "Full\u009B exam\u202E"
minutes = 10
section = [{ title = "All", draw = 3 }]

[[exam]]
id = "short"
title = "Short exam"
minutes = 5
section = [{ title = "One", draw = 1 }]
"#;

fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("decks")).unwrap();
    edited(&home, &[]);
    home
}

fn edited(home: &TempDir, edits: &[(&str, &str)]) {
    let text = edits.iter().fold(DECK.to_owned(), |text, (old, new)| text.replacen(old, new, 1));
    std::fs::write(home.path().join("decks/law.toml"), text).unwrap();
}

fn run<const N: usize>(home: &TempDir, args: [&str; N]) -> Run {
    shiken(args).home(home.path())
}

/// Answers to all three, whatever order they are put in: commands of a program that sits the paper.
fn answers(home: &TempDir, keeper: &str) -> String {
    let asked = run(home, ["exam", "law", "full", "--seed", "3", "--jsonl"]).run();
    let first: Value = serde_json::from_str(asked.output().lines().next().unwrap()).unwrap();
    let mut lines = String::new();
    for number in 1..=3 {
        let put = if number == 1 { first.clone() } else { at(home, number) };
        lines += &*match put["prompt"].as_str().unwrap().split(' ').next().unwrap() {
            "Which" => "{\"response\":\"purple\"}\n".to_owned(),
            "Put" => "{\"response\":[\"draft\",\"hearing\",\"vote\",\"seal\"]}\n".to_owned(),
            _ => format!("{{\"response\":\"{keeper}\"}}\n"),
        };
    }
    lines
}

/// Goes on with the open sitting.
fn go_on(home: &TempDir, lines: &str) -> Ran {
    run(home, ["exam", "--jsonl"])
        .stdin(lines)
        .run()
        .stderr_is(|said| assert!(said.starts_with("Going on with")))
}

fn at(home: &TempDir, number: usize) -> Value {
    let asked = go_on(home, &format!("{{\"go\":{number}}}\n"));
    serde_json::from_str(asked.output().lines().nth(1).unwrap()).unwrap()
}

fn last(output: &str) -> Value {
    serde_json::from_str(output.lines().last().unwrap()).unwrap()
}

#[test]
fn an_edit_while_the_paper_is_sat_changes_no_question_and_no_mark() {
    let home = home();
    let lines = answers(&home, "warden");
    go_on(&home, &(lines + "{\"command\":\"quit\"}\n"));
    let reworded = [
        ("choose = \"purple\"", "choose = \"violet\""),
        ("\"draft\"", "\"first draft\""),
        ("Who keeps the rolls?", "Who has the rolls?"),
    ];
    edited(&home, &reworded);
    let put = (1..=3).map(|number| at(&home, number)["prompt"].as_str().unwrap().to_owned());
    assert!(put.collect::<Vec<_>>().contains(&"Who keeps the rolls?".to_owned()));
    // Nothing is blank: it goes on with the overview.
    let result = last(go_on(&home, "{\"command\":\"done\"}\n").output());
    assert_eq!(result["percent"], 100.0, "{result}");
    let page = run(&home, ["exam", "results", "1"]).run();
    assert!(page.output().contains("3 right, 0 nearly, 0 wrong"), "{}", page.output());
}

#[test]
fn a_question_that_asks_for_something_else_counts_for_nobody() {
    let home = home();
    let lines = answers(&home, "warden");
    edited(&home, &[("Who keeps the rolls?", "Who keeps the seal?"), ("\"warden\"", "\"registrar\"")]);
    let lines = lines + "{\"command\":\"done\"}\n";
    let result = last(go_on(&home, &lines).output());
    assert_eq!(result["percent"], 100.0, "{result}");
    let dropped = result["items"].as_array().unwrap().iter().filter(|item| item["dropped"] == true);
    assert_eq!(dropped.count(), 1);
    let page = run(&home, ["exam", "results", "1"]).run();
    let said = "It was asked with other words than the deck has now: it counts for nobody.";
    assert!(
        page.output().contains(said) && page.output().contains("Who keeps the rolls?"),
        "{}",
        page.output()
    );
}

#[test]
fn a_sitting_whose_time_is_up_is_closed_by_whatever_comes_next() {
    const LATER: &str = "2026-11-25T09:00:00Z";
    let closed = |said: &str| {
        assert!(
            said.contains("begun on 23 November at 09:00: `shiken exam results` has the marks."),
            "{said}"
        );
    };
    let begun = || {
        let home = home();
        run(&home, ["exam", "law", "full"]).stdin("?\n:quit\n").run();
        home
    };
    let state = |home: &TempDir| {
        let ran = run(home, ["exam", "results", "--json"]).now(LATER).run().stderr_is(|_| ());
        let found: Value = serde_json::from_str(ran.output()).unwrap();
        found["sittings"][0]["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&begun()), "time up");

    let home = begun();
    run(&home, ["study", "law"]).now(LATER).run().stderr_is(closed);
    run(&home, ["study", "law"]).now(LATER).run();
    assert_eq!(state(&home), "time up");

    let home = begun();
    let another = run(&home, ["exam", "law", "short"]).now(LATER).run().stderr_is(closed);
    assert!(another.output().contains("[1/1] 5 min left"), "{}", another.output());
    assert_eq!(state(&home), "time up");
    // What is open and has time left is nobody's to close.
    let refused = run(&home, ["exam", "law", "full"]).now("2026-11-25T09:01:00Z").run().status(2);
    refused.stderr_is(|said| assert!(said.contains("a sitting of Short exam is still open"), "{said}"));
}

#[test]
fn wrong_answers_are_due_until_they_are_made_good() {
    let home = home();
    // Right in one exam of the day and wrong in the next: that leaves the schedule alone.
    for keeper in ["warden", "clerk"] {
        let lines = answers(&home, keeper) + "{\"command\":\"done\"}\n";
        let result = last(go_on(&home, &lines).output());
        let wrong = result["items"].as_array().unwrap().iter().filter(|item| item["outcome"] == "wrong");
        assert_eq!(wrong.count(), usize::from(keeper == "clerk"));
    }
    let stats = run(&home, ["stats", "--json"]).now("2026-11-24T09:00:00Z").run();
    let stats: Value = serde_json::from_str(stats.output()).unwrap();
    assert_eq!(stats["due_today"], 1, "{stats}");
}

#[test]
fn json_of_an_exam_steers_no_terminal() {
    let home = home();
    let lines = answers(&home, "warden") + "{\"command\":\"done\"}\n";
    let sat = go_on(&home, &lines);
    let listed = run(&home, ["exam", "results", "--json"]).run();
    for output in [sat.output(), listed.output()] {
        assert!(output.contains("\\u009b") && output.contains("\\u202e"), "{output}");
        assert!(!output.contains(['\u{9b}', '\u{202e}']), "{output}");
    }
    let found: Value = serde_json::from_str(listed.output()).unwrap();
    assert_eq!(found["sittings"][0]["title"], "Full\u{9b} exam\u{202e}");
    assert_eq!(found["sittings"][0]["begun"], "2026-11-23T09:00:00+00:00");
}
