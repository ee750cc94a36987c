//! What an instructor begins with, previews and watches.

use expect_test::expect;

#[cfg(unix)]
use super::pty::{CTRL_C, at_terminal};
use super::run::shiken;
use tempfile::TempDir;

#[test]
fn a_new_deck_passes_the_check_and_nothing_is_overwritten() {
    let home = TempDir::new().unwrap();
    shiken(["new", "deck", "treaties"]).home(home.path()).run().stdout(expect![[r#"
        treaties/deck.toml is a deck of three questions: write over them, then `shiken check treaties/deck.toml`
    "#]]);
    for kind in ["number", "number", "card"] {
        drop(shiken(["new", "question", "--kind", kind, "treaties/deck.toml"]).home(home.path()).run());
    }
    shiken(["check", "treaties"]).home(home.path()).run().stderr(expect![[r#"
        1 warning in 1 file; 6 questions sound
    "#]]);
    let written = std::fs::read_to_string(home.path().join("treaties/deck.toml")).unwrap();
    assert!(written.contains("id = \"number\"") && written.contains("id = \"number-2\""), "{written}");
    shiken(["new", "deck", "treaties"]).home(home.path()).run().status(1).stderr(expect![[r#"
        error: cannot write treaties/deck.toml: File exists (os error 17)
          help: nothing that was there is changed
    "#]]);
    assert_eq!(std::fs::read_to_string(home.path().join("treaties/deck.toml")).unwrap(), written);
}

const DECK: &str = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\n[[question]]\nid = \"law\"\nprompt = \"Which law?\"\n\
    answer = \"Basic \\u001b[2JAct\"\naccept = [\"the Act\"]\nnear = [{ answer = \"Bill\", score = 0.3, feedback = \"Not yet.\" }]\n\
    hint = \"Of 2014.\"\nsource = \"book\"\ntags = [\"law\"]\n";

#[test]
fn a_preview_shows_what_students_see_and_what_they_do_not() {
    shiken(["preview", "d.toml", "law"]).file("d.toml", DECK).run().stdout(expect![[r#"
        [1/1] text | new
        Which law?
          id          law
          hint        Of 2014.
          answer      Basic �[2JAct
          right too   the Act
          foreseen    Bill (30 %) Not yet.
          source      book
          tags        law
    "#]]);
}

#[test]
fn a_preview_of_a_deck_with_mistakes_says_so_to_scripts_too() {
    let deck = format!("{DECK}[[question]]\nid = \"law\"\nprompt = \"?\"\ncard = \"x\"\n");
    let ran =
        shiken(["preview", "My Deck/deck.toml", "law"]).file("My Deck/deck.toml", &deck).run().status(1);
    assert!(ran.output().starts_with("[1/1] text | new\n"), "{}", ran.output());
    ran.stderr(expect![[r#"
        note: 1 mistake in My Deck/deck.toml; what is concerned is left out: `shiken check 'My Deck/deck.toml'` shows where and what to do
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_watched_deck_is_checked_again_when_it_is_saved() {
    let deck = DECK.replace("\\u001b[2J", "");
    let mut live = at_terminal(["check", "--watch", "d.toml"]).file("d.toml", &deck).start();
    live.sees("no mistakes").sees("watching");
    live.saves("d.toml", &deck.replace("prompt", "promt"));
    live.sees("did you mean `prompt`?").sees("1 error").sees("watching").types(CTRL_C);
    assert_eq!(live.ends(), 130);
}

#[test]
fn what_has_one_clear_fix_is_mended_and_shown() {
    let home = TempDir::new().unwrap();
    let broken = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\" # mine\n[[question]]\nprompt = \"When?\"\ndate = 2014-11\nsorce = \"x\"\n";
    let run = shiken(["check", "--fix", "d.toml"]).home(home.path()).file("d.toml", broken).run();
    run.stderr(expect![[r#"
        no mistakes in 1 file; 1 question sound
    "#]])
        .stdout(expect![[r#"
        --- d.toml
        +++ d.toml
        @@ -5,4 +5,5 @@
         [[question]]
        +id = "when"
         prompt = "When?"
        -date = 2014-11
        -sorce = "x"
        +date = "2014-11"
        +source = "x"
    "#]]);
    let ran = shiken(["check", "d.toml"]).home(home.path()).run();
    assert!(ran.output().is_empty());
    ran.stderr(expect![[r#"
        no mistakes in 1 file; 1 question sound
    "#]]);
}

#[test]
fn a_file_of_windows_stays_one() {
    let home = TempDir::new().unwrap();
    let broken = "format = 1\r\n[deck]\r\nid = \"d\"\r\ntitle = \"D\"\r\n[[question]]\r\nprompt = \"When?\"\r\ndate = \"2014\"\r\n";
    let run = shiken(["check", "--fix", "d.toml"]).home(home.path()).file("d.toml", broken).run();
    run.stderr(expect!["no mistakes in 1 file; 1 question sound\n"]).stdout(expect![[r#"
        --- d.toml
        +++ d.toml
        @@ -5,2 +5,3 @@
         [[question]]
        +id = "when"
         prompt = "When?"
    "#]]);
    let mended = std::fs::read_to_string(home.path().join("d.toml")).unwrap();
    assert_eq!(mended.matches("\r\n").count(), mended.matches('\n').count());
    assert_eq!(mended.matches('\n').count(), 8);
}

#[test]
fn a_deck_that_is_not_there_is_data_for_a_program() {
    shiken(["check", "nosuch", "--json"]).run().status(1).stdout(expect![[r#"
        {"code":"E006","column":null,"end_column":null,"end_line":null,"file":"nosuch","fix":null,"help":"give the path of a .toml file, or of a folder with a deck.toml","labels":[],"line":null,"message":"there is no file or folder nosuch","severity":"error"}
    "#]]).stderr(expect![[r#"
        1 error; nothing was checked
    "#]]);
}

#[test]
fn dates_and_signs_of_other_languages_are_mended() {
    let broken = "format = 1\n[deck]\nid: \"d\"\ntitle = \"D\"\n// mine\n[[question]]\nid = \"q\"\nprompt = \"When?\"\ndate = \"1957-3-5\"\n";
    let run = shiken(["check", "--fix", "d.toml"]).file("d.toml", broken).run();
    run.stderr(expect![[r#"
        no mistakes in 1 file; 1 question sound
    "#]])
        .stdout(expect![[r#"
        --- d.toml
        +++ d.toml
        @@ -2,5 +2,5 @@
         [deck]
        -id: "d"
        +id = "d"
         title = "D"
        -// mine
        +# mine
         [[question]]
        @@ -8,2 +8,2 @@
         prompt = "When?"
        -date = "1957-3-5"
        +date = "1957-03-05"
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    use std::process::{Command, Stdio};
    let home = TempDir::new().unwrap();
    let mut deck = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\n".to_owned();
    for n in 0..4_000 {
        deck += &format!(
            "[[question]]\nid = \"question-{n}\"\nprompt = \"Which is {n}?\"\nanswer = \"the {n}\"\n"
        );
    }
    std::fs::write(home.path().join("d.toml"), deck).unwrap();
    for args in [
        &["list", "d.toml"][..],
        &["list", "--json", "d.toml"],
        &["preview", "d.toml"],
        &["fmt", "--check", "d.toml"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shiken"));
        command.args(args).current_dir(home.path()).env_clear().envs(crate::run::environment(home.path()));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        let said = said.lines().filter(|line| !line.contains("to be laid out")).collect::<String>();
        assert_eq!(said, "", "{args:?}");
        assert!(ended.status.code().is_some(), "{args:?}");
    }
}
