//! Whole study sessions: at a real terminal, at a dumb one, through a pipe, in JSON Lines.

use expect_test::expect;

use super::pty::{CTRL_C, CTRL_D, DOWN, ENTER, ESC, Live, at_terminal};
use super::run::shiken;

/// One question of each shape that a test needs; every test takes a deck of one, for the order is chance.
fn deck(question: &str) -> String {
    format!(
        "format = 1\n[deck]\nid = \"demo\"\ntitle = \"Demo deck\"\nversion = \"1.0.0\"\nlanguage = \"en\"\n\
         [[question]]\nid = \"q\"\n{question}\n"
    )
}

const DATE: &str =
    "prompt = \"When was the first strategy published?\"\ndate = \"2010-05\"\nhint = \"It was spring.\"";
const CHOICE: &str = "prompt = \"Who hosts the centre?\"\nchoose = \"Cabinet Secretariat\"\n\
                      wrong = [\"Ministry of Defence\", \"National Police Agency\"]";
const ORDER: &str = "prompt = \"In which order?\"\norder = [\"alpha\", \"beta\", \"gamma\"]";
const CARD: &str = "prompt = \"Explain active cyber defence\"\ncard = \"acting before the attack\"";
const HOSTILE: &str = "prompt = \"Which \\u001b[2J\\u202eescape?\"\nanswer = \"none\"";

fn studies(question: &str) -> Live {
    at_terminal(["study", "demo.toml"]).file("demo.toml", &deck(question)).start()
}

#[test]
fn a_wrong_answer_comes_back_until_it_is_right() {
    let mut live = studies(DATE);
    live.sees("[1/1] date · new").sees("When was").sees("> ").types(":hint\r").sees("Hint: It was spring.");
    live.types("May 2009\r").sees("✗ Wrong").sees("2010").sees("[Enter] next").types(ENTER);
    live.sees("once more").sees("> ").types("may 2010\r").sees("✓ Right").sees("[Enter] next").types(ENTER);
    live.sees("1 answered").sees("1 wrong");
    assert_eq!(live.ends(), 0);
}

#[test]
fn the_student_overrules_takes_back_and_says_easy() {
    let mut live = studies(DATE);
    live.sees("> ").types("1999\r").sees("✗ Wrong").sees("[!] I was right").types("!").sees("You were right");
    live.sees("[Enter] next").types("u").sees("taken back").sees("When was").sees("> ").types("May 2010\r");
    live.sees("✓ Right").sees("[e] easy").types("e").sees("It was easy").sees("[Enter]").types(ENTER);
    live.sees("1 answered");
    assert_eq!(live.ends(), 0);
}

#[test]
fn options_are_picked_with_the_arrow_keys_or_typed_after_esc() {
    let mut live = studies(CHOICE);
    live.sees("Who hosts")
        .sees("I don't know")
        .types(ENTER)
        .types(DOWN)
        .types(ENTER)
        .sees("> ")
        .sees("[Enter] next");
    live.types("q").sees("1 answered");
    assert_eq!(live.ends(), 0);
    let mut live = studies(CHOICE);
    live.sees("I don't know")
        .types(ESC)
        .sees("1) ")
        .sees("> ")
        .types("cabinet secretariat\r")
        .sees("✓ Right");
    live.sees("[Enter] next").types(ENTER).sees("1 right first time");
    assert_eq!(live.ends(), 0);
}

#[test]
fn orders_are_sorted_and_cards_are_graded() {
    let mut live = studies(ORDER);
    live.sees("In which order?")
        .sees("3) ")
        .types(" ")
        .types(DOWN)
        .types(ENTER)
        .sees("[Enter] next")
        .types("q");
    live.sees("1 answered");
    assert_eq!(live.ends(), 0);
    let mut live = studies(CARD);
    live.sees("[Enter] show").types(ENTER).sees("acting before the attack").sees("[3] good").types("3");
    live.sees("You say: good").sees("[Enter] next").types(ENTER).sees("1 answered");
    assert_eq!(live.ends(), 0);
}

#[test]
fn ctrl_c_ends_with_the_summary_and_the_terminal_as_it_was() {
    for question in [DATE, CHOICE, ORDER, CARD] {
        let mut live = studies(question);
        live.sees("[1/1]").types(CTRL_C).sees("Nothing answered.");
        assert_eq!(live.ends(), 0);
    }
    let mut live = studies(DATE);
    live.sees("> ").types("May 2010\r").sees("[Enter] next").types(CTRL_C).sees("1 answered");
    assert_eq!(live.ends(), 0);
}

#[test]
fn keys_typed_ahead_are_neither_lost_nor_echoed() {
    let mut live = studies(DATE);
    live.sees("When was").types("May 2010\r\r").sees("✓ Right").sees("1 right first time");
    assert_eq!(live.ends(), 0);
    assert!(!live.text().contains("\nMay 2010"), "{}", live.text());
}

#[test]
fn a_small_terminal_is_enough() {
    for (rows, columns) in [(10, 40), (5, 20)] {
        let start = at_terminal(["study", "demo.toml"]).size(rows, columns);
        let mut live = start.file("demo.toml", &deck(CHOICE)).start();
        live.sees("Who hosts").sees("1) ").types(CTRL_C).sees("Nothing");
        assert_eq!(live.ends(), 0);
    }
}

#[test]
fn a_dumb_terminal_gets_lines_and_no_escapes() {
    let mut live =
        at_terminal(["study", "demo.toml"]).env("TERM", "dumb").file("demo.toml", &deck(DATE)).start();
    live.sees("[1/1] date | new")
        .sees("> ")
        .types("?\r")
        .sees("x Not known")
        .sees("[Enter] next")
        .types("\r");
    live.sees("once more").sees("> ").types(CTRL_D).sees("1 answered");
    assert_eq!(live.ends(), 0);
    assert!(!live.raw().contains('\x1b'), "{:?}", live.raw());
}

#[test]
fn no_color_is_respected_and_decks_cannot_steer_the_terminal() {
    let start = at_terminal(["study", "demo.toml"]).env("NO_COLOR", "1");
    let mut live = start.file("demo.toml", &deck(HOSTILE)).start();
    live.sees("escape?").types(CTRL_C).sees("Nothing answered.");
    assert_eq!(live.ends(), 0);
    let raw = live.raw();
    assert!(!raw.contains("\x1b[2J") && !raw.contains('\u{202e}') && !raw.contains("\x1b[1m"), "{raw:?}");
}

#[test]
fn a_pipe_that_holds_only_responses_studies_the_deck() {
    shiken(["study", "demo.toml"]).file("demo.toml", &deck(DATE)).stdin("2009\nmay 2010\n").run().stdout(
        expect![[r#"

            Deck: Demo deck
            [1/1] date | new
            When was the first strategy published?
            Expected: month and year
            > 2009
            x Wrong
              You said: 2009
              Answer:   May 2010
              One year off.
              Counts as again: comes back in this session, then again tomorrow (24
              November).

            [1/1] date | once more | 0 of 1 right
            When was the first strategy published?
            Expected: month and year
            > may 2010
            + Right
              You said: may 2010
              Answer:   May 2010

            1 answered in 0 s, 0 right first time (0 %), 1 wrong, 1 new.
            Tomorrow (24 November): 1 due.
        "#]],
    );
}

#[test]
fn json_lines_are_spoken() {
    shiken(["study", "demo.toml", "--jsonl"])
        .file("demo.toml", &deck(CHOICE))
        .stdin("nonsense\n{\"response\":\"Cabinet Secretariat\"}\n")
        .run()
        .stdout(expect![[r#"
            {"type":"question","deck":"Demo deck","id":"q","kind":"choice","prompt":"Who hosts the centre?","ask":{"shape":"pick-one","options":["National Police Agency","Ministry of Defence","Cabinet Secretariat"]},"standing":"new","changed":false,"hints":0,"back":null,"progress":{"done":0,"of":1,"answered":0,"owed":0,"right":0,"seconds":0.0,"limit_seconds":null}}
            {"type":"error","message":"not a usable line: an object is awaited"}
            {"type":"verdict","outcome":"right","score":1.0,"rule":"picked","rating":"good","response":"Cabinet Secretariat","answer":"Cabinet Secretariat","difference":null,"feedback":null,"confusion":null,"parts":[],"explanation":null,"source":null,"note":null,"due":{"date":"2026-11-25","days":2},"again":false,"leech":false,"progress":{"done":1,"of":1,"answered":1,"owed":0,"right":1,"seconds":0.0,"limit_seconds":null}}
            {"type":"summary","session":"4a25da5a-d317-44e2-bbc1-eca8c766a61c","questions":1,"answers":1,"right":1,"near":0,"wrong":0,"new":1,"seconds":0.0,"left":0,"unasked":0,"next":[{"date":"2026-11-25","days":2,"due":1}],"unseen":0,"cram":false}
        "#]]);
}
