//! What a student adds to a question lives in their log: it changes the marking for them alone, and outlives a new
//! version of the deck.

use expect_test::expect;
use tempfile::TempDir;

use super::pty::{ENTER, at_terminal};
use super::run::shiken;

fn deck(prompt: &str) -> String {
    format!(
        "format = 1\n[deck]\nid = \"demo\"\ntitle = \"Demo\"\n[[question]]\nid = \"law\"\n\
         prompt = \"{prompt}\"\nanswer = \"Basic Act\"\n[[question]]\nid = \"year\"\nprompt = \"When?\"\ndate = \"2014\"\n"
    )
}

#[test]
fn notes_and_answers_of_ones_own_outlive_the_deck() {
    let home = TempDir::new().unwrap();
    let run = |args: [&str; 4]| shiken(args).home(home.path()).file("demo.toml", &deck("Which law?"));
    run(["accept", "demo.toml", "law", "Kihon-hō"]).run().stdout(expect![[r#"
        “Kihon-hō” is right for law, for you alone; `--off` takes that back
    "#]]);
    run(["note", "demo.toml", "law", "cyber is its middle name"]).run().stdout(expect![[r#"
        note kept
    "#]]);
    let study = shiken(["study", "demo.toml", "--kind", "text"]).home(home.path());
    let study = study.file("demo.toml", &deck("Which law is that?")).stdin("kihon-ho\n");
    study.run().stdout(expect![[r#"

        Deck: Demo
        [1/1] text | new
        Which law is that?
        > kihon-ho
        + Right
          You said: kihon-ho
          Answer:   Basic Act
          Your note: cyber is its middle name
          Counts as good: again in 2 days (25 November).

        1 answered in 0 s, 1 right first time (100 %), 1 new.
        In 2 days (25 November): 1 due. 1 not seen yet.
    "#]]);
    shiken(["accept", "demo.toml", "law", "Kihon-hō", "--off"]).home(home.path()).run().stdout(expect![[
        r#"
        “Kihon-hō” is right for law no more
    "#
    ]]);
    shiken(["accept", "demo.toml", "law"]).home(home.path()).run().stdout(expect![""]);
    shiken(["accept", "demo.toml", "year", "2015"]).home(home.path()).run().status(2).stderr(expect![[r#"
            error: year is of the kind date, which takes no further answers
              help: only a question that asks for one text does; `!` after the verdict overrules the others
        "#]]);
}

#[test]
fn keys_after_a_verdict_keep_an_answer_and_a_note() {
    let mut live =
        at_terminal(["study", "demo.toml", "--kind", "text"]).file("demo.toml", &deck("Which law?")).start();
    live.sees("> ").types("the law\r").sees("Wrong").sees("[?] more").types("?").sees("keep a note");
    live.sees("[?] more")
        .types("n")
        .sees("note > ")
        .types("mine\r")
        .sees("Kept.")
        .sees("[?] more")
        .types("a");
    live.sees("right for you from now on").sees("[Enter] next").types(ENTER).sees("1 right first time");
    assert_eq!(live.ends(), 0);
}
