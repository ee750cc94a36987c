//! A student comes back after two months: what is overdue is worked off before anything new.

use std::path::Path;

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::run::{Run, shiken};

const LEARNT: usize = 150;
const BEFORE: &str = "2026-09-20T09:00:00Z";
const TODAY: &str = "2026-11-23T09:00:00Z";

fn run<const N: usize>(home: &Path, args: [&str; N]) -> Run {
    shiken(args).home(home).now(TODAY)
}

/// A home where [`LEARNT`] questions of a deck with ten more were learnt two months ago.
fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("decks")).unwrap();
    let head = "format = 1\n[deck]\nid = \"law\"\ntitle = \"Law\"\nversion = \"1.0.0\"\n";
    let question =
        |n: usize| format!("[[question]]\nid = \"q{n}\"\nprompt = \"Say it {n} times\"\nanswer = 7\n");
    let deck = (0..LEARNT + 10).map(question).fold(head.to_owned(), |all, one| all + &one);
    std::fs::write(home.path().join("decks/law.toml"), deck).unwrap();
    let answers = "{\"response\":\"7\"}\n".repeat(LEARNT);
    let count = LEARNT.to_string();
    let learnt =
        shiken(["study", "--jsonl", "--new", &count]).home(home.path()).now(BEFORE).stdin(&answers).run();
    assert!(learnt.output().contains("\"answers\":150"), "{}", learnt.output());
    drop(learnt);
    home
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn what_is_overdue_comes_first_and_new_questions_wait() {
    let home = home();
    let home = home.path();
    run(home, ["backlog"]).run().stdout(expect![[r#"
        No backlog: what is overdue fits into 20 min.
    "#]]);
    run(home, ["backlog", "--minutes", "1"]).run().stdout(expect![[r#"
        150 questions are overdue, about 4 min. At 1 min a day that is worked off by 28
        November.
        What is most worth saving comes first; new questions wait until then. `shiken
        backlog --minutes 30` takes other minutes, `--off` asks all that is due, with
        new ones.
    "#]]);
    let ran = run(home, ["backlog", "--json"]).run();
    let data = json(ran.output());
    assert_eq!((&data["minutes"], &data["backlog"]["overdue"]), (&1.into(), &LEARNT.into()));
    drop(ran);
    let ran = run(home, ["study", "--plain"]).run();
    assert!(ran.output().starts_with("150 questions are overdue"), "{}", ran.output());
    assert!(ran.output().contains("[1/150]") && ran.output().contains("1 min left"), "{}", ran.output());
    drop(ran);
    let ran = run(home, ["study", "--plain", "--new", "10"]).run();
    assert!(ran.output().contains("[1/160]"), "new ones that were asked for come: {}", ran.output());
    drop(ran);
    let ran = run(home, ["study", "--jsonl"]).run();
    let first = json(ran.output().lines().next().unwrap());
    assert_eq!((&first["type"], &first["overdue"]), (&"backlog".into(), &LEARNT.into()));
    drop(ran);
    run(home, ["backlog", "--off"]).run().stdout(expect![[r#"
        A backlog changes nothing: all that is due is asked, and new questions come as
        always. `shiken backlog --on` works off what is overdue first.
    "#]]);
    let ran = run(home, ["study", "--plain"]).run();
    assert!(!ran.output().contains("overdue") && ran.output().contains("[1/160]"), "{}", ran.output());
    drop(ran);
    let ran = run(home, ["backlog", "--on"]).run();
    assert!(
        ran.output().starts_with("150 questions are overdue, about 4 min. At 1 min a day"),
        "{}",
        ran.output()
    );
}

#[test]
fn a_backlog_is_worked_off() {
    let home = home();
    let home = home.path();
    drop(run(home, ["backlog", "--minutes", "1"]).run());
    let answers = "{\"response\":\"7\"}\n".repeat(LEARNT);
    let ran = run(home, ["study", "--jsonl"]).stdin(&answers).run();
    assert!(ran.output().contains("\"new\":0"), "{}", ran.output());
    drop(ran);
    run(home, ["backlog"]).run().stdout(expect![[r#"
        No backlog: what is overdue fits into 1 min.
    "#]]);
    let ran = run(home, ["study", "--plain"]).run();
    assert!(ran.output().contains("[1/10] number | new"), "then new questions come again: {}", ran.output());
}

#[test]
fn what_cannot_be_asked_is_not_overdue() {
    let home = home();
    let home = home.path();
    drop(run(home, ["backlog", "--minutes", "1"]).run());
    let deck = home.join("decks/law.toml");
    let text = std::fs::read_to_string(&deck).unwrap();
    let cut = text.find("[[question]]\nid = \"q100\"").unwrap();
    std::fs::write(&deck, &text[..cut]).unwrap();
    let ran = run(home, ["backlog", "--json"]).run();
    assert_eq!(json(ran.output())["backlog"]["overdue"], 100);
    drop(ran);
    std::fs::remove_file(&deck).unwrap();
    run(home, ["backlog"]).run().stdout(expect![[r#"
        No backlog: what is overdue fits into 1 min.
    "#]]);
}

#[test]
fn the_minutes_of_a_backlog_are_those_of_the_day_and_outlast_a_pause() {
    let home = home();
    let home = home.path();
    drop(run(home, ["backlog", "--minutes", "1"]).run());
    for minute in ["00", "01"] {
        let now = format!("2026-11-23T10:{minute}:00Z");
        let answer = "{\"response\":\"7\"}\n{\"command\":\"quit\"}\n";
        drop(run(home, ["study", "--jsonl"]).now(&now).stdin(answer).run());
    }
    let done =
        "Today's 1 min are done; 148 questions are still overdue. `shiken study --minutes 5` goes on.\n";
    let ran = run(home, ["study", "--plain"]).now("2026-11-23T10:02:00Z").run();
    assert_eq!(ran.output(), done);
    drop(ran);
    let ran = run(home, ["study", "--plain", "--minutes", "5"]).now("2026-11-23T10:02:00Z").run();
    assert!(ran.output().starts_with("148 questions are overdue"), "{}", ran.output());
    drop(ran);
    for turn in ["--off", "--on", "--on"] {
        drop(run(home, ["backlog", turn]).run());
    }
    let ran = run(home, ["backlog", "--json"]).run();
    assert_eq!(json(ran.output())["minutes"], 1);
}
