//! What a class's results say of the questions, in the finished program.

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::run::{Run, shiken};

const DECK: &str = r#"# Our deck.
format = 1
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

# Dates stand below.
[[question]]
id = "when"
prompt = "When was the act passed?"
date = "1987"
tags = ["dates"]

[[question]]
id = "members"
prompt = "How many sit on the bench?"
answer = 7
tags = ["numbers"]
"#;

fn run<const N: usize>(home: &TempDir, args: [&str; N]) -> Run {
    shiken(args).home(home.path())
}

/// A class of `size`: the first half of every six students is good, and gives "head of rolls" for the warden.
fn class(size: usize) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("decks")).unwrap();
    std::fs::create_dir(home.path().join("results")).unwrap();
    std::fs::write(home.path().join("decks/law.toml"), DECK).unwrap();
    run(&home, ["exam", "seal", "law", "--questions", "3", "--out", "exam.json"]).run();
    let paper: Value =
        serde_json::from_str(&std::fs::read_to_string(home.path().join("exam.json")).unwrap()).unwrap();
    for student in 0..size {
        let answer = |item: &Value| match (item["prompt"].as_str().unwrap(), student % 6) {
            ("Who keeps the rolls?", 0 | 1) => "head of rolls",
            ("Who keeps the rolls?", 2 | 3) => "warden",
            ("Who keeps the rolls?", _) => "clerk",
            ("When was the act passed?", 0..=3) => "1987",
            ("When was the act passed?", _) => "1920",
            (_, 0..=2) => "seven",
            (_, 3) => "8",
            _ => "",
        };
        let lines: String =
            paper["items"].as_array().unwrap().iter().map(|item| format!("{}\n", answer(item))).collect();
        let out = format!("results/{student:02}.jsonl");
        let name = format!("Student {student}");
        run(&home, ["exam", "sit", "exam.json", "--name", &name, "--out", &out])
            .seed(100 + student as u64)
            .stdin(&(lines + ":done\ndone\n"))
            .run();
    }
    home
}

fn data(home: &TempDir) -> Value {
    serde_json::from_str(run(home, ["items", "law", "results", "--json"]).run().output()).unwrap()
}

fn question<'a>(data: &'a Value, id: &str) -> &'a Value {
    data["questions"].as_array().unwrap().iter().find(|own| own["question"] == id).unwrap()
}

#[test]
fn figures_of_a_class_and_an_answer_that_is_accepted_after_all() {
    let home = class(24);
    let before = data(&home);
    assert_eq!((&before["n"], &before["left_out"]), (&24.into(), &0.into()));
    let keeper = question(&before, "keeper");
    assert_eq!(
        (&keeper["right"], &keeper["blank"], &keeper["wrong"][0]["n"]),
        (&8.into(), &0.into(), &8.into())
    );
    let when = question(&before, "when");
    assert!((when["facility"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9);
    assert!(when["discrimination"].as_f64().unwrap() > 0.3 && when["efficiency"].is_null(), "{when}");
    assert!(before["exam"]["alpha"].as_f64().is_some());
    let named: Vec<&str> =
        before["students"].as_array().unwrap().iter().map(|own| own["name"].as_str().unwrap()).collect();
    assert!(named.iter().all(|name| name.starts_with('S') && !name.contains("tudent")), "{named:?}");
    assert_eq!(
        (&before["proposals"][0]["question"], &before["proposals"][0]["n"]),
        (&"keeper".into(), &8.into())
    );
    let csv = run(&home, ["items", "law", "results", "--csv"]).run();
    assert_eq!(csv.output().lines().count(), 4);
    let text = run(&home, ["items", "law", "results", "--html", "page.html"]).run();
    let text = text.stderr(expect!["page.html: a page for a browser\n"]);
    assert!(text.output().starts_with("3 questions, no time limit\n24 students: mean "), "{}", text.output());
    let page = std::fs::read_to_string(home.path().join("page.html")).unwrap();
    assert!(page.contains("<h2>Questions</h2>") && !page.contains("Student 1") && !page.contains("<script"));
}

#[test]
fn what_students_write_runs_nowhere() {
    let home = class(2);
    for student in 0..3_u64 {
        let (name, out) = (format!("<i>Eve {student}</i>"), format!("results/e{student}.jsonl"));
        let typed = "<script>alert(1)</script>\n".repeat(3) + ":done\ndone\n";
        run(&home, ["exam", "sit", "exam.json", "--name", &name, "--out", &out])
            .seed(500 + student)
            .stdin(&typed)
            .run();
    }
    let paged = run(&home, ["items", "law", "results", "--names", "--html", "page.html"]).run();
    drop(paged.stderr_is(|said| assert!(said.contains("a page for a browser"), "{said}")));
    let page = std::fs::read_to_string(home.path().join("page.html")).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the answer is shown: {page}");
    assert!(!page.contains("<script") && !page.contains("<i>Eve"));
}

#[test]
fn few_students_get_words_instead_of_decimals() {
    let home = class(6);
    let few = data(&home);
    assert_eq!(question(&few, "when")["discrimination"], Value::Null);
    assert_eq!((&few["exam"]["alpha"], &few["exam"]["standard_error"]), (&Value::Null, &Value::Null));
    let text = run(&home, ["items", "law", "results", "--names"]).run();
    assert!(text.output().contains("4 of 6 right\t\t\ttoo few"), "{}", text.output());
    assert!(text.output().contains("Too few for more"), "{}", text.output());
}

#[test]
fn a_yes_goes_into_the_deck_with_its_comments_and_a_no_does_not() {
    let home = class(3);
    // Nine students more: four good ones with the same refused answer, five who know nothing.
    let lines = |keeper: &str, good: bool| {
        let paper: Value =
            serde_json::from_str(&std::fs::read_to_string(home.path().join("exam.json")).unwrap()).unwrap();
        let each =
            paper["items"].as_array().unwrap().iter().map(|item| match item["prompt"].as_str().unwrap() {
                "Who keeps the rolls?" => format!("{keeper}\n"),
                "When was the act passed?" => if good { "1987\n" } else { "1901\n" }.to_owned(),
                _ => if good { "7\n" } else { "9\n" }.to_owned(),
            });
        each.collect::<String>() + ":done\ndone\n"
    };
    for student in 0..9_u64 {
        let (name, out) = (format!("Extra {student}"), format!("results/x{student}.jsonl"));
        let typed = if student < 4 { lines("head of rolls", true) } else { lines("clerk", false) };
        run(&home, ["exam", "sit", "exam.json", "--name", &name, "--out", &out])
            .seed(900 + student)
            .stdin(&typed)
            .run();
    }
    let found = data(&home)["proposals"].clone();
    assert_eq!(
        (&found[0]["question"], &found[0]["answer"]),
        (&"keeper".into(), &"head of rolls".into()),
        "{found}"
    );
    let deck = || std::fs::read_to_string(home.path().join("decks/law.toml")).unwrap();
    let silent = run(&home, ["items", "law", "results"]).run();
    assert!(silent.output().ends_with("`--accept` asks for each of them.\n"), "{}", silent.output());
    let no = run(&home, ["items", "law", "results", "--accept"]).stdin("n\n").run();
    assert!(no.output().ends_with("Nothing was changed.\n"), "{}", no.output());
    let nothing = run(&home, ["items", "law", "results", "--accept"]).stdin("").run();
    assert!(nothing.output().ends_with("Nothing was changed.\n"), "{}", nothing.output());
    assert_eq!(deck(), DECK);
    let yes = run(&home, ["items", "law", "results", "--accept"]).stdin("y\n").run();
    assert!(yes.output().contains("+accept = [\"head of rolls\"]"), "{}", yes.output());
    let expected = DECK.replacen(
        "answer = \"warden\"   # by the ordinance\n",
        "answer = \"warden\"   # by the ordinance\naccept = [\"head of rolls\"]\n",
        1,
    );
    assert_eq!(deck(), expected);
    let graded: Value =
        serde_json::from_str(run(&home, ["exam", "grade", "results", "--json"]).run().output()).unwrap();
    assert_eq!(
        (&graded["changes"][0]["question"], &graded["changes"][0]["students_up"]),
        (&"keeper".into(), &6.into())
    );
    assert_eq!(data(&home)["proposals"].as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_be_read_is_said() {
    let home = class(1);
    run(&home, ["items", "law", "results", "--key", "nothing.json"]).run().status(1).stderr(expect![[r#"
        error: cannot read nothing.json: there is no such file or folder
    "#]]);
    run(&home, ["items", "law", "exam.json"]).run().status(1).stderr(expect![[r#"
        error: none of these files is a sound result of this paper
          help: `shiken exam grade` says what each of them is
    "#]]);
    std::fs::write(home.path().join("decks/law.toml"), DECK.replace("\"law\"", "\"tax\"")).unwrap();
    run(&home, ["items", "decks/law.toml", "results"]).run().status(2).stderr(expect![[r#"
        error: the paper is of the deck law, not of tax
    "#]]);
}
