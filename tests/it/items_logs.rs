//! What students overruled as they studied, for the instructor, in the finished program.

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::run::{Run, shiken};

const DECK: &str = r#"format = 1
[deck]
id = "law"
title = "Law"
version = "1.0.0"
language = "en"

[[question]]
id = "keeper"          # who is who
prompt = "Who keeps the rolls?"
answer = "warden"   # by the ordinance
tags = ["people"]

[[question]]
id = "when"
prompt = "When was the act passed?"
date = "1987"
tags = ["dates"]
"#;

fn run<const N: usize>(home: &TempDir, args: [&str; N]) -> Run {
    shiken(args).home(home.path())
}

/// Four students with a home and a log each. Three insist that "head of rolls" is right, the fourth takes a right one for
/// wrong and accepts an answer without having given it.
fn studied() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    for folder in ["decks", "logs"] {
        std::fs::create_dir(home.path().join(folder)).unwrap();
    }
    std::fs::write(home.path().join("decks/law.toml"), DECK).unwrap();
    for student in 0..4_u64 {
        let place = home.path().join(format!("s{student}"));
        std::fs::create_dir(&place).unwrap();
        let own = |args: &[&str], input: &str| {
            let words: [&str; 5] = std::array::from_fn(|at| args[at]);
            shiken(words).home(&place).seed(40 + student).stdin(input).run();
        };
        if student < 3 {
            let lines = "{\"response\":\"Head of rolls\"}\n{\"command\":\"overrule-right\"}\n{\"command\":\"quit\"}\n";
            own(&["study", "../decks/law.toml", "--jsonl", "--tag", "people"], lines);
        } else {
            let lines =
                "{\"response\":\"warden\"}\n{\"command\":\"overrule-wrong\"}\n{\"command\":\"quit\"}\n";
            own(&["study", "../decks/law.toml", "--jsonl", "--limit", "2"], lines);
            shiken(["accept", "../decks/law.toml", "keeper", "roll keeper"]).home(&place).seed(50).run();
        }
        shiken(["log", "export", &format!("../logs/{student}.jsonl")]).home(&place).run();
    }
    home
}

#[test]
fn what_students_overruled_is_shown_and_may_be_accepted() {
    let home = studied();
    // Handed in twice it is said once.
    std::fs::copy(home.path().join("logs/0.jsonl"), home.path().join("logs/again.jsonl")).unwrap();
    let shown = run(&home, ["items", "law", "--logs", "logs"]).run();
    drop(shown.stdout(expect![[r#"
        Overruled by students, of 5 logs
          keeper (right: warden): “Head of rolls” called right by 3 students
          keeper (right: warden): “warden” called wrong by 1 student
          keeper (right: warden): “roll keeper” called right by 1 student

        Refused, but called right by students:
          keeper: “Head of rolls” was refused; the key is “warden”. 3 students say that
          it is right.
        `--accept` asks for each of them.
    "#]]));
    let data: Value =
        serde_json::from_str(run(&home, ["items", "law", "--logs", "logs", "--json"]).run().output())
            .unwrap();
    let first = &data["overruled"]["answers"][0];
    assert_eq!(
        (&first["question"], &first["students"], &first["right"]),
        (&"keeper".into(), &3.into(), &true.into())
    );
    let yes = run(&home, ["items", "law", "--logs", "logs", "--accept"]).stdin("y\n").run();
    assert!(
        yes.output()
            .ends_with("1 answer accepted in the deck. Students have it with the new version of the deck.\n"),
        "{}",
        yes.output()
    );
    let deck = std::fs::read_to_string(home.path().join("decks/law.toml")).unwrap();
    assert_eq!(deck, DECK.replace("ordinance\n", "ordinance\naccept = [\"Head of rolls\"]\n"));
    let then = run(&home, ["items", "law", "--logs", "logs"]).run();
    assert!(!then.output().contains("Refused, but"), "{}", then.output());
}

#[test]
fn beside_the_results_of_an_exam_both_are_shown() {
    let home = studied();
    run(&home, ["exam", "seal", "law", "--questions", "2", "--out", "exam.json"]).run();
    run(&home, ["exam", "sit", "exam.json", "--name", "Ann", "--out", "ann.jsonl"])
        .stdin(":done\ndone\n")
        .run();
    let both = run(&home, ["items", "law", "ann.jsonl", "--logs", "logs", "--html", "page.html"]).run();
    let both = both.stderr(expect![[r#"
        page.html: a page for a browser
    "#]]);
    let page = std::fs::read_to_string(home.path().join("page.html")).unwrap();
    for text in [both.output(), &page] {
        assert!(
            text.contains("Overruled by students, of 4 logs") && text.contains("“Head of rolls”"),
            "{text}"
        );
    }
    let both = run(&home, ["items", "law", "ann.jsonl", "--logs", "logs", "--json"]).run();
    let both: Value = serde_json::from_str(both.output()).unwrap();
    assert_eq!((&both["n"], &both["overruled"]["logs"]), (&1.into(), &4.into()));
}

#[test]
fn what_is_no_log_is_said() {
    let home = studied();
    std::fs::write(home.path().join("logs/0.jsonl"), "not a log\n").unwrap();
    let some = run(&home, ["items", "law", "--logs", "logs"]).run();
    let some = some.stderr(expect![[r#"
        note: logs/0.jsonl: 1 line left out, which no log has
    "#]]);
    assert!(some.output().starts_with("Overruled by students, of 3 logs\n"), "{}", some.output());
    run(&home, ["items", "law", "--logs", "logs/0.jsonl"]).run().status(1).stderr(expect![[r#"
        note: logs/0.jsonl: 1 line left out, which no log has
        error: none of these files is a log
          help: `shiken log export FILE` writes one
    "#]]);
    run(&home, ["items", "law", "--logs", "s0"]).run().status(2).stderr(expect![[r#"
        error: there are no logs: their names end in .jsonl
    "#]]);
    run(&home, ["items", "law", "--logs", "nothing.jsonl"]).run().status(1).stderr(expect![[r#"
        error: cannot read nothing.jsonl: there is no such file or folder
    "#]]);
    let csv = run(&home, ["items", "law", "--csv", "--logs", "logs"]).run().status(2);
    drop(csv.stderr_is(|said| assert!(said.contains("required arguments were not provided"), "{said}")));
}
