//! Decks that change while they are being learnt: what the instructor is told, and what becomes of the progress.

use std::path::Path;
use std::process::Command;

use expect_test::expect;

use super::run::{Run, shiken};

pub const HEAD: &str = "format = 1\n[deck]\nid = \"demo\"\ntitle = \"Demo deck\"\nversion = \"1.0.0\"\n";

pub fn question(id: &str, prompt: &str, rest: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\nprompt = \"{prompt}\"\n{rest}\n")
}

/// Git in a folder, as nobody in particular.
pub fn git(folder: &Path, args: &[&str]) -> String {
    let who = ["user.name=A", "user.email=a@example.org", "init.defaultBranch=main", "commit.gpgSign=false"];
    let settings = who.iter().flat_map(|setting| ["-c", setting]);
    let mut command = Command::new("git");
    command.args(settings).args(args).current_dir(folder);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn old() -> String {
    let questions = [
        question("first", "When was the first strategy published?", "date = \"2010-05\""),
        question("law", "Which law was it?", "answer = \"Basic Act\""),
        question("nisc", "Who leads the response to incidents?", "answer = \"NISC\""),
        question("truth", "Japan is a member of NATO.", "answer = false"),
    ];
    format!("{HEAD}{}", questions.concat())
}

fn new() -> String {
    let questions = [
        question("first", "When was the first strategy published?", "date = \"2013-06\""),
        question("law", "Which act was it?", "answer = \"Basic Act\"\nhint = \"2014\""),
        question("centre", "Who leads the response to an incident?", "answer = \"NISC\""),
        question("truth", "Japan is a member of NATO.", "answer = false\ntags = [\"nato\"]"),
        question("fresh", "How many pillars are there?", "answer = 3"),
    ];
    format!("{}{}", HEAD.replace("1.0.0", "1.1.0"), questions.concat())
}

fn run<const N: usize>(args: [&str; N]) -> Run {
    shiken(args).file("old.toml", &old()).file("new.toml", &new())
}

#[test]
fn a_diff_says_what_a_student_would_meet() {
    run(["diff", "old.toml", "new.toml"]).run().status(1).stdout(expect![[r#"
        Demo deck
          version: 1.0.0 → 1.1.0
        another answer, to be learnt anew: 1
          first
              When was the first strategy published?
            - May 2010
            + June 2013
        reworded: 1
          law (also: hint)
            - Which law was it?
            + Which act was it?
        new: 2
          + centre: Who leads the response to an incident?
          + fresh: How many pillars are there?
        gone: 1
          - nisc: Who leads the response to incidents?
        otherwise edited: 1
          truth: tags
        looks renamed: 1; progress follows with this line in the question
          centre: was = ["nisc"]    # the same answer
        unchanged: 0
    "#]]);
    run(["diff", "old.toml", "old.toml"]).run().stdout(expect![[r#"
        Demo deck: nothing differs
    "#]]);
    run(["diff", "old.toml", "none.toml"]).run().status(2).stderr(expect![[r#"
        error: there is no deck “none.toml”
          help: give the path of a .toml file, or of a folder with a deck.toml
    "#]]);
}

#[test]
fn a_diff_for_programs() {
    let ran = run(["diff", "old.toml", "new.toml", "--json"]).run().status(1);
    let found: serde_json::Value = serde_json::from_str(ran.output()).unwrap();
    let ids = |key: &str| -> Vec<String> {
        found[key].as_array().unwrap().iter().map(|q| q["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids("answer_changed"), ["first"]);
    assert_eq!(found["answer_changed"][0]["old"]["answer"], "May 2010");
    assert_eq!((ids("reworded"), ids("edited")), (vec!["law".to_owned()], vec!["truth".to_owned()]));
    assert_eq!((ids("added"), ids("gone")), (vec!["centre".into(), "fresh".into()], vec!["nisc".to_owned()]));
    assert_eq!(found["looks_renamed"][0]["old_id"], "nisc");
    assert_eq!(found["unchanged"], 0);
}

#[test]
fn revisions_of_git_are_compared_without_touching_the_files() {
    let home = tempfile::tempdir().unwrap();
    let deck = home.path().join("decks/demo");
    std::fs::create_dir_all(&deck).unwrap();
    git(home.path(), &["init", "--quiet"]);
    let (head, first) = (deck.join("deck.toml"), deck.join("1.toml"));
    let mut last = String::new();
    for (nth, answer) in ["one", "two", "three"].iter().enumerate() {
        std::fs::write(&head, HEAD).unwrap();
        std::fs::write(&first, question("a", "Which?", &format!("answer = \"{answer}\""))).unwrap();
        if nth < 2 {
            git(home.path(), &["add", "."]);
            git(home.path(), &["commit", "--quiet", "-m", answer]);
            last = git(home.path(), &["status", "--porcelain"]);
        }
    }
    assert_eq!(last, "");
    let changes = |args: [&str; 3]| {
        let args = args.into_iter().filter(|arg| !arg.is_empty()).collect::<Vec<_>>();
        let ran = match args.as_slice() {
            [diff, one] => shiken([diff, one]),
            [diff, one, two] => shiken([diff, one, two]),
            _ => unreachable!(),
        };
        let ran = ran.home(home.path()).run().status(1);
        let lines = ran.output().lines().map(str::trim);
        lines.filter(|line| line.starts_with(['-', '+'])).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(changes(["diff", "demo", ""]), "- two + three");
    assert_eq!(changes(["diff", "HEAD~1..", "decks/demo"]), "- one + three");
    assert_eq!(changes(["diff", "HEAD~1..HEAD", "decks/demo/deck.toml"]), "- one + two");
    assert_eq!(changes(["diff", "main~1:decks/demo", "demo"]), "- one + three");
    // In the folder of the deck, it need not be named; a chapter of it is none.
    let here = |args: [&str; 2]| {
        let command = Command::new(env!("CARGO_BIN_EXE_shiken"))
            .args(args)
            .current_dir(&deck)
            .envs(super::run::environment(home.path()))
            .output()
            .unwrap();
        String::from_utf8(command.stdout).unwrap() + &String::from_utf8(command.stderr).unwrap()
    };
    let said = here(["diff", "HEAD~1.."]);
    assert!(said.contains("- one") && said.contains("+ three"), "{said}");
    shiken(["diff", "HEAD~1..HEAD", "decks/demo/1.toml"]).home(home.path()).run().status(2).stderr(expect![
        [r#"
        error: decks/demo/1.toml is a chapter, not a deck
          help: name the folder of its deck: decks/demo
    "#]
    ]);
    assert_eq!(here(["check", "--json"]), "no mistakes in 2 files; 1 question sound\n");
    std::fs::remove_dir_all(&deck).unwrap();
    assert_eq!(changes(["diff", "HEAD~1..HEAD", "decks/demo"]), "- one + two");
    assert!(git(home.path(), &["status", "--porcelain"]).starts_with('D'));
    shiken(["diff", "--", "-x..", "decks/demo"]).home(home.path()).run().status(2).stderr(expect![[r#"
        error: git knows no revision “-x” in $PLACE
          help: `git log --oneline` lists commits, `git tag` tags, `git branch` branches
    "#]]);
    shiken(["diff", "HEAD..", "elsewhere"]).home(home.path()).run().status(2).stderr(expect![[r#"
        error: in HEAD there is no deck at elsewhere
    "#]]);
}

/// Studies the deck with these lines typed: what was shown.
fn studies(home: &Path, typed: &str) -> String {
    let ran = shiken(["study", "deck.toml", "--plain"]).home(home).stdin(typed).run();
    ran.output().to_owned()
}

#[test]
fn another_answer_is_told_once_and_learnt_anew() {
    let home = tempfile::tempdir().unwrap();
    let deck = |prompt: &str, answer: &str| {
        let text = format!("{HEAD}{}", question("law", prompt, &format!("answer = \"{answer}\"")));
        std::fs::write(home.path().join("deck.toml"), text).unwrap();
    };
    deck("Which law?", "Basic Act");
    assert!(studies(home.path(), "basic act\n\n").contains("Right"));
    deck("Which act?", "Basic Act");
    assert!(studies(home.path(), "").contains("Nothing is due now"), "other words are no news");
    deck("Which act?", "Telecommunications Act");
    let shown = studies(home.path(), "basic act\n\ntelecommunications act\n\n");
    assert_eq!(shown.matches("has changed since you learned it").count(), 1, "{shown}");
    assert!(shown.contains("Wrong") && shown.contains("Right"), "{shown}");
    assert!(studies(home.path(), "").contains("Nothing is due now"));
}

#[test]
fn progress_whose_question_lost_its_id_is_offered_and_moved() {
    let home = tempfile::tempdir().unwrap();
    let deck = |id: &str| {
        let text = format!("{HEAD}{}", question(id, "Which law?", "answer = \"Basic Act\""));
        std::fs::write(home.path().join("deck.toml"), text).unwrap();
    };
    deck("law");
    assert!(studies(home.path(), "basic act\n\n").contains("Right"));
    deck("the-law");
    shiken(["study", "deck.toml", "--plain"]).home(home.path()).stdin(":quit\n").run().stderr(expect![[r#"
            1 question looks renamed: `shiken deck renames ./deck.toml` shows it and moves your progress
        "#]]);
    shiken(["deck", "renames", "deck.toml"]).home(home.path()).run().stdout(expect![[r#"
        law → the-law: they have the same prompt and answer
            Which law?
        `shiken deck renames ./deck.toml --accept` moves your progress to the new ids
    "#]]);
    shiken(["deck", "renames", "deck.toml", "act", "--accept"]).home(home.path()).run().status(2).stderr(
        expect![[r#"
            error: “act” does not look renamed
              help: these do: law
        "#]],
    );
    let ran = shiken(["deck", "renames", "deck.toml", "law", "--accept", "--json"]).home(home.path()).run();
    assert!(ran.output().contains("\"new\":\"the-law\""), "{}", ran.output());
    let listed = shiken(["list", "deck.toml", "--json"]).home(home.path()).run();
    let listed: serde_json::Value = serde_json::from_str(listed.output()).unwrap();
    assert_eq!(
        (&listed["questions"][0]["id"], &listed["questions"][0]["reviews"]),
        (&"the-law".into(), &1.into())
    );
    assert!(studies(home.path(), "").contains("Nothing is due now"));
    shiken(["deck", "renames", "deck.toml"])
        .home(home.path())
        .run()
        .stdout(expect!["no question looks renamed\n"]);
}
