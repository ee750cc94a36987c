//! Questions that the deck says have a new id (`was`): all that the student has of them is there, whichever command
//! comes first after the update.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use super::changed_decks::{HEAD, question};
use super::run::{Ran, Run, shiken};

const EXAM: &str = "[[exam]]\nid = \"mock\"\ntitle = \"Mock\"\nsection = [{ title = \"All\", draw = 2 }]\n";

fn deck(id: &str, was: &str) -> String {
    let was = if was.is_empty() { String::new() } else { format!("\nwas = [{was}]") };
    let capital = question(id, "Capital of Germany?", &format!("answer = \"Berlin\"{was}"));
    format!("{HEAD}{capital}{}{EXAM}", question("other", "Capital of Italy?", "answer = \"Rome\""))
}

fn run<const N: usize>(home: &Path, deck: &str, args: [&str; N]) -> Run {
    shiken(args).home(home).file("deck.toml", deck)
}

/// Berlin was answered once, has a note and another right answer, and is then called `capital-de`.
fn updated() -> (TempDir, String) {
    let (home, old) = (TempDir::new().unwrap(), deck("cap-de", ""));
    run(home.path(), &old, ["study", "deck.toml"]).stdin("berlin\nrome\n").run();
    run(home.path(), &old, ["note", "deck.toml", "cap-de", "on the Spree"]).run();
    run(home.path(), &old, ["accept", "deck.toml", "cap-de", "Spree-Athen"]).run();
    (home, deck("capital-de", "\"cap-de\""))
}

fn reviews(home: &Path, deck: &str, id: &str) -> u64 {
    let listed = run(home, deck, ["list", "deck.toml", "--json"]).now("2026-11-30T09:00:00Z").run();
    let listed: Value = serde_json::from_str(listed.output()).unwrap();
    let all = listed["questions"].as_array().unwrap();
    all.iter().find(|own| own["id"] == id).unwrap()["reviews"].as_u64().unwrap()
}

fn note(home: &Path, deck: &str, id: &str) -> String {
    run(home, deck, ["note", "deck.toml", id]).run().output().to_owned()
}

/// The renames in the log.
fn renames(home: &Path) -> usize {
    let log = shiken(["log", "export"]).home(home).run();
    log.output().lines().filter(|line| line.contains("\"kind\":\"rename\"")).count()
}

#[test]
fn whatever_is_run_first_knows_the_old_id() {
    let commands: [(&[&str], &str); 7] = [
        (&["list", "deck.toml"], "learnt"),
        (&["why", "deck.toml", "capital-de"], "It is due in 2 days"),
        (&["note", "deck.toml", "capital-de"], "on the Spree"),
        (&["accept", "deck.toml", "capital-de"], "Spree-Athen"),
        (&["stats", "--deck", "deck.toml", "--json"], "\"new\":0"),
        (&["deck", "renames", "deck.toml"], "no question looks renamed"),
        (&["study", "deck.toml"], "Nothing is due now"),
    ];
    for (args, expected) in commands {
        let (home, new) = updated();
        let ran = match *args {
            [a, b] => run(home.path(), &new, [a, b]).run(),
            [a, b, c] => run(home.path(), &new, [a, b, c]).run(),
            [a, b, c, d] => run(home.path(), &new, [a, b, c, d]).run(),
            _ => unreachable!(),
        };
        assert!(ran.output().contains(expected), "{args:?}: {}", ran.output());
        assert_eq!((renames(home.path()), reviews(home.path(), &new, "capital-de")), (1, 1), "{args:?}");
        assert_eq!(renames(home.path()), 1, "said once, it is known");
    }
}

#[test]
fn an_exam_before_the_next_study_leaves_nothing_behind() {
    let (home, new) = updated();
    let exam = run(home.path(), &new, ["exam", "deck.toml", "--plain"]).now("2026-11-29T09:00:00Z");
    let exam: Ran = exam.stdin("berlin\nberlin\n:done\n").run();
    assert!(exam.output().contains("1 right"), "{}", exam.output());
    assert_eq!(reviews(home.path(), &new, "capital-de"), 2);
    assert_eq!(note(home.path(), &new, "capital-de"), "note: on the Spree\n");
}

#[test]
fn both_ids_may_have_been_used_already() {
    let (home, new) = updated();
    // A version of the deck that forgot to say so was studied in between.
    let forgetful = deck("capital-de", "");
    run(home.path(), &forgetful, ["study", "deck.toml"])
        .now("2026-11-26T09:00:00Z")
        .stdin("berlin\nrome\n")
        .run()
        .stderr_is(|said| assert!(said.contains("1 question looks renamed")));
    assert_eq!(reviews(home.path(), &forgetful, "capital-de"), 1);
    assert_eq!(reviews(home.path(), &new, "capital-de"), 2);
    assert_eq!(note(home.path(), &new, "capital-de"), "note: on the Spree\n");
}

#[test]
fn a_note_on_a_question_never_answered_follows_through_every_name() {
    let home = TempDir::new().unwrap();
    run(home.path(), &deck("a", ""), ["note", "deck.toml", "a", "mine"]).run();
    assert_eq!(note(home.path(), &deck("b", "\"a\""), "b"), "note: mine\n");
    assert_eq!(note(home.path(), &deck("c", "\"a\", \"b\""), "c"), "note: mine\n");
    // And back again, when the instructor thinks better of it.
    assert_eq!(note(home.path(), &deck("a", "\"c\""), "a"), "note: mine\n");
    assert_eq!(renames(home.path()), 3);
}

#[test]
fn two_devices_that_both_follow_come_to_the_same() {
    let ((one, new), two) = (updated(), TempDir::new().unwrap());
    let shared = TempDir::new().unwrap();
    let sync = |home: &Path, seed| {
        shiken(["sync", shared.path().to_str().unwrap()]).home(home).seed(seed).run();
    };
    sync(one.path(), 1);
    sync(two.path(), 2);
    for (home, seed) in [(one.path(), 1), (two.path(), 2)] {
        let note = run(home, &new, ["note", "deck.toml", "capital-de"]).seed(seed).run();
        assert_eq!(note.output(), "note: on the Spree\n");
        sync(home, seed);
    }
    sync(one.path(), 1);
    for home in [one.path(), two.path()] {
        assert_eq!((reviews(home, &new, "capital-de"), renames(home)), (1, 2), "no third one is written");
    }
}
