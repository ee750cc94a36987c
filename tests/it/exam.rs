//! Mock exams in the finished program: a whole one, one that is killed, one whose time runs out.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use expect_test::{expect, expect_file};
use rusqlite::Connection;
use serde_json::Value;
use tempfile::TempDir;

use super::crash::progress_file;
use super::pty::{CTRL_C, DOWN, ENTER, ESC, at_terminal};
use super::run::{Run, environment, shiken};

const DECK: &str = r#"
format = 1
[deck]
id = "law"
title = "Law"
version = "1.0.0"
language = "en"

[[question]]
id = "when"
prompt = "When was the act passed?"
date = "2014"
explanation = "In November."
tags = ["dates"]

[[question]]
id = "who"
prompt = "Who keeps the seal?"
choose = "the registrar"
wrong = ["the bailiff", "the clerk"]
points = 2
tags = ["people"]

[[question]]
id = "pillars"
prompt = "Name the pillars."
list = ["granite", "marble"]
tags = ["things"]

[[exam]]
id = "mock"
title = "Mock exam"
minutes = 10
pass = 60
bands = { A = 90, B = 60 }
section = [
  { title = "Dates", draw = 1, tags = ["dates"], weight = 50 },
  { title = "People", draw = 1, tags = ["people"], weight = 30 },
  { title = "Things", draw = 1, tags = ["things"], weight = 20 },
]
"#;

fn home() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("decks")).unwrap();
    std::fs::write(home.path().join("decks/law.toml"), DECK).unwrap();
    home
}

fn run<const N: usize>(home: &TempDir, args: [&str; N]) -> Run {
    shiken(args).home(home.path())
}

fn count(home: &Path, kind: &str) -> i64 {
    let file = Connection::open(progress_file(home).unwrap()).unwrap();
    file.query_row("SELECT count(*) FROM event WHERE kind = ?1", [kind], |row| row.get(0)).unwrap()
}

fn results(home: &TempDir) -> Value {
    serde_json::from_str(run(home, ["exam", "results", "--json"]).run().output()).unwrap()
}

#[test]
fn a_whole_exam_line_by_line() {
    let home = home();
    let ran = run(&home, ["exam", "law", "--plain", "--seed", "1"])
        .stdin("2013\n:back\n2014\n:flag\nthe clerk\ngranite\n\n:done\n")
        .run();
    expect_file!["../data/exam.txt"].assert_eq(ran.output());
    assert_eq!((count(home.path(), "response"), count(home.path(), "review")), (4, 3));
    let next = run(&home, ["study", "law"]).now("2026-11-24T09:00:00Z").stdin("").run();
    let first = next.output();
    assert!(first.contains("Who keeps the seal?") || first.contains("Name the pillars."), "{first}");
}

#[test]
fn killed_in_the_middle_it_goes_on_with_the_clock_right() {
    let home = home();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shiken"));
    command.args(["exam", "law"]).current_dir(home.path()).envs(environment(home.path()));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    writeln!(input, "2014\nthe registrar").unwrap();
    // The third question is shown: two responses are acknowledged.
    assert!(output.lines().map_while(Result::ok).any(|line| line.starts_with("[3/3]")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!((count(home.path(), "response"), count(home.path(), "review")), (2, 0));
    let rest = run(&home, ["exam"]).now("2026-11-23T09:04:00Z").stdin("granite\nmarble\n:done\n").run();
    let rest = rest.stderr(expect!["Going on with Mock exam, begun on 23 November at 09:00.\n"]);
    assert!(
        rest.output().starts_with("\nSection: Things\n[3/3] 6 min left | 1 point | 2 answered\n"),
        "{}",
        rest.output()
    );
    assert!(rest.output().contains("100 % | band A | passed"), "{}", rest.output());
    assert_eq!((count(home.path(), "review"), count(home.path(), "marks")), (3, 1));
    let again = run(&home, ["exam", "results"]).run();
    assert!(again.output().contains("100 % pass\tA\t3 of 3\t4 min\thanded in"), "{}", again.output());
}

#[test]
fn when_the_time_is_up_the_sitting_closes_once() {
    let home = home();
    let left = run(&home, ["exam", "law", "mock"]).stdin("2013\n:q\n").run();
    assert!(left.output().contains("The clock runs on: 10 min left."));
    let late = run(&home, ["exam", "law"]).now("2026-11-23T09:10:00Z").stdin("the registrar\n").run();
    let late = late.stderr(expect!["Going on with Mock exam, begun on 23 November at 09:00.\n"]);
    assert!(late.output().contains("Time was up: 0 right, 0 nearly, 1 wrong, 2 blank"), "{}", late.output());
    assert_eq!((count(home.path(), "review"), count(home.path(), "marks")), (1, 1));
    // Nothing is open any more: a new one begins.
    let next = run(&home, ["exam", "law", "--extra-time", "25%"]).now("2026-11-23T09:11:00Z").run();
    assert!(next.output().contains("[1/3] 12 min left"), "{}", next.output());
}

#[test]
fn what_cannot_be_drawn_is_said_before_the_start() {
    let home = home();
    run(&home, ["exam", "law", "--questions", "9", "--minutes", "20"])
        .run()
        .status(1)
        .stdout(expect![""])
        .stderr(expect![[r#"
            error: a paper of 9 questions cannot be drawn from this deck
              All questions: 9 wanted, 3 there
              help: ask for fewer, or write more questions
        "#]]);
    run(&home, ["exam", "law", "nothing"]).run().status(2).stderr(expect![[r#"
        error: the deck has no exam “nothing”
          help: one of: mock; one with a mistake is left out: `shiken check` shows it
    "#]]);
    let two =
        DECK.to_owned() + "[[exam]]\nid = \"b\"\ntitle = \"B\"\nsection = [{ title = \"All\", draw = 2 }]\n";
    std::fs::write(home.path().join("decks/law.toml"), two).unwrap();
    run(&home, ["exam", "law"]).run().status(2).stderr(expect![[r#"
        error: the deck has several exams
          help: one of: mock, b
    "#]]);
    assert_eq!(results(&home)["sittings"].as_array().unwrap().len(), 0);
}

#[test]
fn sittings_are_compared_and_certainty_is_held_against_what_came_of_it() {
    let home = home();
    run(&home, ["exam", "results"]).run().stdout(expect![[r#"
        No exam has been sat yet: `shiken exam DECK` sits one.
    "#]]);
    let sit = |now: &str, answers: &str| {
        run(&home, ["exam", "law", "--certainty", "--untimed"]).now(now).stdin(answers).run();
    };
    sit("2026-11-23T09:00:00Z", "2013\nsure\nthe registrar\nguess\n\n:done\n");
    sit("2026-11-24T09:00:00Z", "2014\n1\nthe registrar\n2\n?\n\n:done\n");
    let all = results(&home);
    let of = |nth: usize, name: &str| all["sittings"][nth][name].clone();
    assert_eq!((of(0, "percent"), of(1, "percent")), (30.0.into(), 80.0.into()));
    assert_eq!((of(1, "passed"), of(1, "band")), (true.into(), "B".into()));
    assert_eq!((of(1, "limit_seconds"), of(1, "state")), (Value::Null, "handed in".into()));
    assert_eq!(of(1, "sections")[2]["points"], 0.0);
    assert_eq!(all["exams"][0]["percents"], serde_json::json!([30.0, 80.0]));
    let certain = serde_json::json!([
        { "certainty": "sure", "right": 1, "of": 2 },
        { "certainty": "fairly", "right": 1, "of": 1 },
        { "certainty": "guess", "right": 1, "of": 1 },
    ]);
    assert_eq!(all["certainty"], certain);
    let shown = run(&home, ["exam", "results"]).run();
    let words = "Mock exam: 2 sittings, first 30 %, last 80 % (+50 points of percent), best 80 %.\n\
                 When sure: 1 of 2 right.";
    assert!(shown.output().contains(words), "{}", shown.output());
    let again = run(&home, ["exam", "results", "1"]).run();
    assert!(again.output().contains("You said: 2013"), "{}", again.output());
    run(&home, ["exam", "results", "3"]).run().status(2).stderr(expect![[r#"
        error: there is no sitting 3
          help: `shiken exam results` lists those there are
    "#]]);
}

#[test]
fn the_same_number_is_the_same_paper() {
    let deck = concat!(env!("CARGO_MANIFEST_DIR"), "/decks/japan-cyber-defence");
    let paper = |seed: &str, chance| {
        let ran = shiken(["exam", deck, "--seed", seed]).seed(chance).stdin(&"\n".repeat(33)).run();
        ran.output().to_owned()
    };
    let (one, two) = (paper("7", 1), paper("7", 2));
    assert!(one.contains("[32/32]") && one.contains("Section: Ideas and defence"), "{one}");
    assert_eq!(one, two);
    assert_ne!(one, paper("8", 1));
}

#[test]
fn at_a_terminal_options_are_picked_and_a_closed_one_loses_nothing() {
    let mut live = at_terminal(["exam", "law.toml"]).file("law.toml", DECK).start();
    live.sees("Mock exam").sees("[Enter] begins").types(ENTER);
    live.sees("[1/3]").sees("> ").types("2014\r");
    live.sees("[2/3]").sees("Arrow keys").types(DOWN).types(ENTER).sees("> the registrar");
    live.sees("[3/3]").sees("1/2 > ").types(":2\r");
    live.sees("Your answer by now: the registrar").sees("Arrow keys").types(ESC).sees("> ").types(":flag\r");
    live.sees("flagged").sees("Arrow keys").types(ESC).sees("> ").types(":help\r").sees("hand in from there");
    live.types(":done\r").sees("2 of 3 answered").sees("2+!").types(CTRL_C);
    live.sees("The clock runs on: 10 min left");
    assert_eq!(live.ends(), 0);
}

#[test]
fn two_terminals_that_close_one_sitting_keep_it_once() {
    let home = home();
    run(&home, ["exam", "law", "--seed", "1"]).stdin("2014\nthe clerk\n:q\n").run();
    let close = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shiken"));
        command.args(["exam", "law"]).current_dir(home.path()).envs(environment(home.path()));
        command.env("SHIKEN_NOW", "2026-11-23T10:00:00Z").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [close(), close()].map(|child| child.wait_with_output().unwrap());
    for end in both {
        // Whoever comes when it is closed begins a new one, and leaves it.
        assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
    }
    assert_eq!((count(home.path(), "review"), count(home.path(), "marks")), (2, 1));
}

#[test]
fn a_paper_to_print_has_a_key_with_its_code() {
    let home = home();
    let ran = run(&home, ["exam", "paper", "law", "--seed", "7", "--versions", "2", "--out", "out"]).run();
    let ran = ran.stderr(expect![[r#"
        seed 7: `--seed 7` gives the same paper again; a browser prints it. Keep the keys apart.
    "#]]);
    let files: Vec<&str> = ran.output().lines().collect();
    assert_eq!(files.len(), 4);
    for pair in files.chunks(2) {
        let code = pair[0].trim_start_matches("out/mock-").trim_end_matches(".html");
        let [paper, key] = [0, 1].map(|nth| std::fs::read_to_string(home.path().join(pair[nth])).unwrap());
        assert!(paper.contains(&format!("<div class=\"code\">{code}</div>")), "{code}");
        assert!(key.contains(&format!("<div class=\"code\">{code}</div>")), "{code}");
        assert!(key.contains("granite; marble") && !paper.contains("granite"));
    }
}

#[test]
fn killed_again_and_again_no_answer_that_was_acknowledged_is_lost() {
    let home = home();
    let questions = (1..=200).fold(String::new(), |all, n| {
        all + &format!("[[question]]\nid = \"n{n}\"\nprompt = \"Say {n}.\"\nanswer = {n}\n")
    });
    std::fs::write(home.path().join("decks/law.toml"), DECK.to_owned() + &questions).unwrap();
    run(&home, ["exam", "law", "--questions", "200"]).stdin(":q\n").run();
    let (mut kept, mut seen) = (0, 0);
    for round in 0..12_u64 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shiken"));
        command.args(["exam"]).current_dir(home.path()).env_clear().envs(environment(home.path()));
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // All but the last, and then the end of the input: nobody waits for the other, however fast this machine is.
        input.write_all("?\n".repeat(199 - kept).as_bytes()).unwrap();
        drop(input);
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Behind one of the first answers; then up to some milliseconds on, whatever happens there.
        let mut puts = output.by_ref().filter(|line| line.starts_with('[')).skip(round as usize % 3);
        puts.next();
        std::thread::sleep(std::time::Duration::from_micros(round * 7_919 % 3_000));
        child.kill().unwrap();
        child.wait().unwrap();
        let shown =
            output.filter_map(|line| line.rsplit(" | ").next()?.strip_suffix(" answered")?.parse().ok());
        let shown: usize = shown.last().unwrap_or(0);
        seen += usize::from(shown > kept);
        let acknowledged = shown.max(kept);
        let now = usize::try_from(count(home.path(), "response")).unwrap();
        assert!(now >= acknowledged, "round {round}: {acknowledged} answers acknowledged, {now} kept");
        kept = now;
    }
    assert!(
        kept >= 12 && seen > 0,
        "the kills came too early to prove anything: {kept} answers in all, {seen} seen"
    );
    run(&home, ["exam"]).stdin(":done\ndone\n").run().stderr(expect![[r#"
        Going on with 200 questions, no time limit, begun on 23 November at 09:00.
    "#]]);
    assert_eq!(count(home.path(), "review"), count(home.path(), "response"));
}

#[test]
fn a_program_sits_an_exam() {
    let home = home();
    let lines = "{\"response\":\"2014\"}\n{\"certainty\":\"sure\"}\n{\"command\":\"hint\"}\n\
                 {\"response\":\"the registrar\"}\n{\"certainty\":null}\n{\"command\":\"done\"}\n\
                 {\"command\":\"done\"}\n";
    let ran = run(&home, ["exam", "law", "--jsonl", "--certainty"]).stdin(lines).run();
    let out: Vec<Value> = ran.output().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<&str> = out.iter().map(|line| line["type"].as_str().unwrap()).collect();
    let expected =
        ["question", "certainty", "question", "error", "certainty", "question", "overview", "result"];
    assert_eq!(types, expected);
    let result = out.last().unwrap();
    assert_eq!((&result["percent"], &result["items"][2]["outcome"]), (&80.0.into(), &Value::Null));
    assert_eq!(result["items"][0]["explanation"], "In November.");
}

#[test]
fn the_real_blueprint_is_drawn_with_every_seed_and_no_prompt_says_what_another_asks() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks/japan-cyber-defence");
    let deck = shiken::library::load(&path).unwrap().parsed.deck;
    let prompts: Vec<String> =
        deck.questions.iter().map(|own| own.shown_prompt().raw().to_lowercase()).collect();
    let answers: Vec<Vec<String>> = deck.questions.iter().map(searched).collect();
    for seed in 0..60 {
        let drawn = shiken::exam::draw(&deck, &deck.exams[0], seed, 0).unwrap();
        assert_eq!(drawn.len(), 32);
        for (one, other) in drawn.iter().flat_map(|one| drawn.iter().map(move |other| (one, other))) {
            let told = answers[one.question]
                .iter()
                .find(|answer| one != other && stands(answer, &prompts[other.question]));
            let ids = [one, other].map(|drawn| &deck.questions[drawn.question].id);
            assert_eq!(told, None, "seed {seed}: {ids:?}");
        }
    }
}

/// What of an answer may be searched for in other prompts, letter by letter: whole names, months, numbers.
fn searched(question: &shiken::question::Question) -> Vec<String> {
    use shiken::question::Key;
    let answer = question.answer().raw().to_lowercase();
    match &question.key {
        // Without the day: its month says too much already.
        Key::Date(_) if answer.contains(' ') => {
            let parts: Vec<&str> = answer.split(' ').collect();
            vec![parts[parts.len() - 2..].join(" ")]
        }
        Key::Number(key) if key.value >= 10.0 => vec![answer.split(' ').next().unwrap().to_owned()],
        Key::Text(_) => vec![answer],
        _ => Vec::new(),
    }
}

fn stands(part: &str, text: &str) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(part)
        .any(|(at, _)| apart(text[..at].chars().next_back()) && apart(text[at + part.len()..].chars().next()))
}
