//! Figures and reports of a student who has answered a small deck for some days.

use std::path::Path;

use expect_test::expect;
use tempfile::TempDir;

use super::run::{Ran, shiken};

const DECK: &str = r#"format = 1
[deck]
id = "demo"
title = "Demo <b>"
[term.basic]
kind = "document"
name = "Basic Act"
date = "2014"
about = "the law of cybersecurity"
ask = ["date"]
[term.forming]
kind = "document"
name = "IT Act"
date = "2000"
about = "the law of the network society"
ask = ["date"]
[[question]]
id = "party"
prompt = "Which house votes first? <script>alert(1)</script>"
answer = "The lower house"
tags = ["law"]
"#;

fn run<const N: usize>(home: &Path, args: [&str; N], day: u32) -> Ran {
    let now = format!("2026-11-{day:02}T09:00:00Z");
    shiken(args).home(home).file("demo.toml", DECK).now(&now).run()
}

/// Three days on which the Basic Act is dated as the IT Act.
fn studied() -> TempDir {
    let home = TempDir::new().unwrap();
    for (day, seed) in [(20, 1), (21, 2), (23, 3)] {
        let study = shiken(["study", "demo.toml", "--plain", "--kind", "date", "--limit", "2", "--cram"]);
        let study = study.home(home.path()).file("demo.toml", DECK).seed(seed);
        let now = format!("2026-11-{day}T09:00:00Z");
        study.now(&now).stdin("2000\n2000\n2000\n2014\n2014\n").run().status(0);
    }
    home
}

#[test]
fn the_first_page_says_where_the_others_are() {
    let home = studied();
    run(home.path(), ["stats", "demo.toml"], 23).stdout(expect![[r#"
        Demo <b>
        Questions     3 new, 0 young, 0 mature (interval of 21 days or more)
        Today         4 answers in 0 s
        Due today     0
                      Questions due today or before and not answered since, or last
                      answered wrong.
        Next 14 days  0 0 0 0 0 0 0 0 0 0 0 0 0 0: 0 from 2026-11-24 on
                      Questions that fall due on each of the next 14 days if nothing is
                      answered before.
        Answers       12 answers in 0 s: 6 right, 0 nearly, 6 wrong
                      Every answer given, those of relearning and cramming included.
        Days          3 with answers; 1 day in a row now, 2 at most
                      Days on which you answered at least one question.
        Right         too few answers to say: it takes 20
                      First answers of a day that were not forgotten (right, near, or
                      overruled so), with a 95 % interval.
        Recalled      too few answers to say: it takes 20
                      Of questions last answered on an earlier day, the share recalled
                      at the first answer of the day.

        More: `shiken stats calendar`, `memory`, `topics`, `hard`, `time`, `sessions` or
        `all`.
    "#]]);
}

#[test]
fn a_page_is_named_before_a_deck() {
    let home = studied();
    run(home.path(), ["stats", "hard", "demo.toml"], 23).stdout(expect![[r#"
        Hardest questions - 0 questions
        Questions whose share of right first answers, by its 95 % interval, is surely
        below that of all your answers.
          None is surely harder than all together, which takes 5 first answers to say.

        Leeches - 0 questions
        Questions forgotten 8 times or more: reword, split or suspend them.
          None.

        Taken for one another - 6 wrong answers
        Wrong answers that were right for something else. `shiken study --confused` asks
        both next to each other.
          - you answer: IT Act; for: Basic Act; times: 6; last: 2026-11-23
    "#]]);
    run(home.path(), ["stats", "calendar", "--deck", "demo.toml", "--since", "2d"], 23).stdout(expect![[
        r#"
        Only answers since 2026-11-22

        A year of days - 1 of 2 days with answers; 1 day in a row now, 2 at most
        Each week a column, Monday on top; the more answers on a day, the stronger its
        mark.
          2026-11  1 day, 4 answers

        Due in the next 30 days - 0 questions, 30 days
        Questions that fall due on each day if nothing is answered before; those overdue
        are due today.
          Nothing falls due.
    "#
    ]]);
    run(home.path(), ["stats", "topics", "demo.toml", "--plain"], 23).stdout(expect![[r#"
        By tag - 0 first answers
        First answers of a day that were not forgotten, with a 95 % interval, and how
        much of the topic you have seen.
          law                        too few to say: 0 of 20; 0 of 1 seen

        By kind of term - 0 first answers
        First answers of a day that were not forgotten, with a 95 % interval, and how
        much of the topic you have seen.
          document                        too few to say: 0 of 20; 0 of 2 seen

        By chapter - 0 first answers
        First answers of a day that were not forgotten, with a 95 % interval, and how
        much of the topic you have seen.
          No deck has chapters.
    "#]]);
    run(home.path(), ["stats", "sessions", "demo.toml"], 23).stdout(expect![[r#"
        The last sessions - 3 sessions
        The latest first; right at first are first answers of study that were not
        forgotten.
          - began: 2026-11-23 09:00; minutes: 0; answers: 4; right at first: practice;
            decks: demo
          - began: 2026-11-21 09:00; minutes: 0; answers: 4; right at first: practice;
            decks: demo
          - began: 2026-11-20 09:00; minutes: 0; answers: 4; right at first: practice;
            decks: demo
    "#]]);
}

#[test]
fn what_cannot_be_shown_is_said() {
    let home = studied();
    run(home.path(), ["stats", "memories", "demo.toml"], 23).status(2).stderr(expect![[r#"
        error: there is no page “memories”
          help: there are: calendar, memory, topics, hard, time, sessions, all
    "#]]);
    run(home.path(), ["stats", "demo.toml", "--deck", "demo.toml"], 23).status(2).stderr(expect![[r#"
        error: two decks are named
          help: name one, or none for all
    "#]]);
    run(home.path(), ["stats", "--deck", "demo.toml", "--tag", "lwa"], 23).status(2).stderr(expect![[r#"
        error: no question has such a tag
          help: there are: law
    "#]]);
    run(home.path(), ["stats", "--since", "yesterday"], 23).status(2).stderr(expect![[r#"
        error: invalid value 'yesterday' for '--since <DAY>': write a day as 2026-09-01, or the last days as 30d

        For more information, try '--help'.
    "#]]);
}

#[test]
fn data_has_the_figures_of_the_pages() {
    let home = studied();
    let ran = run(home.path(), ["stats", "demo.toml", "--json"], 23);
    let data: serde_json::Value = serde_json::from_str(ran.output()).unwrap();
    assert_eq!((&data["deck"], &data["answers"]), (&"demo".into(), &12.into()));
    assert!(data.get("hard").is_none());
    let ran = run(home.path(), ["stats", "all", "demo.toml", "--json"], 23);
    let data: serde_json::Value = serde_json::from_str(ran.output()).unwrap();
    let confusion = &data["hard"]["confusions"][0];
    assert_eq!((&confusion["you_answer"], &confusion["for"]), (&"IT Act".into(), &"Basic Act".into()));
    assert!(confusion["times"].is_u64(), "figures are figures: {confusion}");
    let session = &data["sessions"]["sessions"][0];
    assert!(session["answers"].is_u64() && session["right_at_first"]["of"].is_u64(), "{session}");
    assert!(data["memory"]["retention"].is_null(), "too few answers are withheld");
    assert_eq!(data["time"]["days"].as_array().unwrap().len(), 30);
}

#[test]
fn a_page_and_a_deck_come_in_either_order_and_a_slip_is_seen() {
    let home = studied();
    let either = [["stats", "time", "demo.toml"], ["stats", "demo.toml", "time"]];
    let [one, other] = either.map(|args| run(home.path(), args, 23).output().to_owned());
    assert_eq!(one, other);
    run(home.path(), ["stats", "memroy"], 23).status(1).stderr_is(|said| {
        assert!(said.contains("did you mean the page `memory`?"), "{said}");
    });
    run(home.path(), ["stats", "--since", "2027-01-01"], 23).status(2).stderr_is(|said| {
        assert_eq!(said, "error: --since 2027-01-01 is after today\n");
    });
}

#[test]
fn what_is_not_found_is_said_and_not_called_missing() {
    let home = studied();
    let elsewhere = shiken(["stats", "topics"]).home(home.path()).now("2026-11-23T20:00:00Z").run();
    assert!(elsewhere.output().contains("not found from here"), "{}", elsewhere.output());
    assert!(!elsewhere.output().contains("No question has a tag"));
}

#[test]
fn a_session_past_midnight_has_the_date_of_the_wall() {
    let home = TempDir::new().unwrap();
    let study =
        shiken(["study", "demo.toml", "--cram", "--limit", "1"]).home(home.path()).file("demo.toml", DECK);
    study.now("2026-11-24T03:59:00Z").stdin("?\n").run();
    let ran = run(home.path(), ["stats", "sessions"], 24);
    assert!(ran.output().contains("2026-11-24 03:59"), "{}", ran.output());
}

#[test]
fn what_is_confused_is_asked_side_by_side_and_leaves_the_schedule_alone() {
    let home = studied();
    let drill = shiken(["study", "demo.toml", "--confused"]).home(home.path()).file("demo.toml", DECK);
    drill.stdin("2014\n2000\n").run().stdout(expect![[r#"

        Deck: Demo <b>
        [1/2] date | practice
        When was “Basic Act” published?
        Expected: year
        > 2014
        + Right
          Answer:   2014
          Basic Act: the law of cybersecurity.

        [2/2] date | practice | 1 of 1 right
        When was “IT Act” published?
        Expected: year
        > 2000
        + Right
          Answer:   2000
          IT Act: the law of the network society.

        2 answered in 0 s, 2 right first time (100 %).
        This was practice: nothing was scheduled by it.
        3 not seen yet.
    "#]]);
    let empty = shiken(["study", "demo.toml", "--confused"]).file("demo.toml", DECK);
    empty.run().stdout(expect![[r#"
        Nothing was taken for the same other thing twice, so there is nothing to tell apart.
        `shiken stats hard` lists such pairs once there are some.
    "#]]);
}
