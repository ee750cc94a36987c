//! A sealed exam in the finished program: the instructor seals, students sit, the instructor grades, and whatever was
//! done to a file on the way is told.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::run::{Run, environment, shiken};

/// Every word of a key in it is in capitals.
pub const DECK: &str = r#"
format = 1
[deck]
id = "law"
title = "Law"
version = "1.0.0"
language = "en"

[term.charter]
kind = "document"
name = "HARBOUR CHARTER"
aliases = ["PORT CHARTER"]
about = "the law of the quays"
ask = ["name"]
tags = ["names"]

# Nobody has found the register of this year.
[[question]]
id = "keeper-warden"
prompt = "Who keeps the rolls?"
answer = "WARDEN"   # by the ordinance
accept = ["HEAD WARDEN"]
explanation = "The WARDEN has kept them since FOREVER."
tags = ["names"]

[[question]]
id = "when"
prompt = "When was the act passed?"
date = "1987-06-05"
tags = ["dates"]

[[question]]
id = "steps"
prompt = "Put the steps in order."
order = ["draft", "hearing", "vote", "seal"]
tags = ["order"]

[[exam]]
id = "final"
title = "Final exam"
minutes = 10
pass = 60
bands = { A = 90, B = 60 }
section = [
  { title = "Names", draw = 2, tags = ["names"], weight = 50 },
  { title = "Dates", draw = 1, tags = ["dates"], weight = 30 },
  { title = "Order", draw = 1, tags = ["order"], weight = 20 },
]
"#;

/// A folder of the instructor with a deck, and a sealed paper of it.
pub fn class() -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("decks")).unwrap();
    std::fs::write(home.path().join("decks/law.toml"), DECK).unwrap();
    run(&home, ["exam", "seal", "law", "--seed", "1", "--out", "exam.json"]).run();
    home
}

pub fn run<const N: usize>(home: &TempDir, args: [&str; N]) -> Run {
    shiken(args).home(home.path())
}

pub fn read(home: &TempDir, name: &str) -> String {
    std::fs::read_to_string(home.path().join(name)).unwrap()
}

/// What to type for these four answers, whatever order the paper has them in.
pub fn typed(home: &TempDir, keeper: &str, charter: &str, date: &str, steps: [&str; 4]) -> String {
    let paper: Value = serde_json::from_str(&read(home, "exam.json")).unwrap();
    let mut lines = String::new();
    for item in paper["items"].as_array().unwrap() {
        let prompt = item["prompt"].as_str().unwrap();
        let answer = match item["kind"].as_str().unwrap() {
            "date" => date.to_owned(),
            "order" => {
                let shown: Vec<&str> = item["ask"]["order"]["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|own| own.as_str().unwrap())
                    .collect();
                let place = |step: &&str| (shown.iter().position(|own| own == step).unwrap() + 1).to_string();
                steps.iter().map(place).collect::<Vec<_>>().join(" ")
            }
            _ if prompt.contains("rolls") => keeper.to_owned(),
            _ => charter.to_owned(),
        };
        lines += &format!("{answer}\n");
    }
    lines + ":done\ndone\n"
}

pub const RIGHT: [&str; 4] = ["draft", "hearing", "vote", "seal"];

/// A student sits the paper on a machine of their own; the result is `results/FILE`.
pub fn sit(home: &TempDir, name: &str, file: &str, seed: u64, typed: &str) {
    std::fs::create_dir_all(home.path().join("results")).unwrap();
    let out = format!("results/{file}");
    let ran = run(home, ["exam", "sit", "exam.json", "--name", name, "--out", &out, "--plain"]).seed(seed);
    let ran = ran.stdin(typed).run();
    assert!(ran.output().contains("Handed in"), "{}", ran.output());
}

pub fn grades(home: &TempDir, status: i32) -> Value {
    let ran = run(home, ["exam", "grade", "results", "--json"]).run().status(status);
    serde_json::from_str(ran.output()).unwrap()
}

/// The state that each file has, by name.
fn states(home: &TempDir) -> Vec<(String, String)> {
    let ran = run(home, ["exam", "grade", "results", "--json"]).run();
    let data: Value = serde_json::from_str(ran.output()).unwrap();
    let found = data["results"].as_array().unwrap().iter().map(|own| {
        let file = Path::new(own["file"].as_str().unwrap()).file_stem().unwrap().to_str().unwrap().to_owned();
        (file, own["what"].as_str().unwrap().to_owned())
    });
    let found = found.collect();
    let _ = ran.status(1);
    found
}

#[test]
fn a_sealed_paper_has_no_word_of_its_key() {
    let home = class();
    let paper = read(&home, "exam.json");
    for word in [
        "WARDEN", "CHARTER", "FOREVER", "1987", "keeper", "warden", "charter", "when\"", "law\"", "seed",
        "meaning",
    ] {
        assert!(!paper.contains(word), "{word}: {paper}");
    }
    let sealed: Value = serde_json::from_str(&paper).unwrap();
    assert_eq!(sealed["items"].as_array().unwrap().len(), 4);
    assert_eq!((&sealed["limit_seconds"], &sealed["items"][0]["id"]), (&600.into(), &"q1".into()));
    let mode = std::fs::metadata(home.path().join("exam.key.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // Another sealing asks the same and shuffles otherwise; no key is written over.
    run(&home, ["exam", "seal", "law", "--seed", "1", "--out", "b.json"]).seed(2).run();
    assert_ne!(read(&home, "b.json"), paper);
    run(&home, ["exam", "seal", "law", "--out", "exam.json"]).run().status(1).stderr(expect![[r#"
        error: exam.key.json is there already
          help: give --out another name: a key that is written over is lost
    "#]]);
}

#[test]
fn students_sit_and_the_instructor_grades() {
    let home = class();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "warden", "port charter", "5 June 1987", RIGHT));
    sit(&home, "Bob", "b.jsonl", 2, &typed(&home, "clerk", "", "1987", ["seal", "vote", "hearing", "draft"]));
    let ran = run(&home, ["exam", "grade", "results"]).run();
    let shown: Vec<String> =
        ran.output().lines().map(|line| line.split('\t').take(5).collect::<Vec<_>>().join("|")).collect();
    assert_eq!(
        shown,
        [
            "Final exam: 2 result files",
            "",
            "name|result|band|right|time",
            "Ann|100 % pass|A|4/4|0 s",
            "Bob|9 % fail||0/4|0 s"
        ]
    );
    let data = grades(&home, 0);
    assert_eq!(data["results"][1]["percent"], 9.0);
    assert_eq!(data["changes"], serde_json::json!([]));
    let csv = run(&home, ["exam", "grade", "results", "--csv"]).run();
    let lines: Vec<&str> = csv.output().lines().collect();
    assert!(
        lines[0]
            .starts_with("file,name,state,percent,percent_as_sealed,band,passed,answered,seconds,receipt,")
    );
    assert!(lines[1].contains(",Ann,handed in,100,100,A,true,4,0,"), "{}", lines[1]);
    // The same name in another sitting is told.
    sit(&home, "ann", "c.jsonl", 3, ":done\ndone\n");
    let twice = run(&home, ["exam", "grade", "results"]).run();
    let told = "Names that come twice:\nAnn stands in 2 sittings: results/a.jsonl, results/c.jsonl\n";
    assert!(twice.output().ends_with(told), "{}", twice.output());
    // What is handed in is handed in.
    let again = run(&home, ["exam", "sit", "exam.json", "--name", "Ann", "--out", "results/a.jsonl"]).run();
    let receipt = data["results"][0]["receipt"].as_str().unwrap();
    let told = format!("results/a.jsonl is handed in already\n  help: its receipt is {receipt};");
    again.status(2).stderr_is(|said| assert!(said.contains(&told), "{said}"));
}

#[test]
fn killed_in_the_middle_every_answer_that_was_acknowledged_is_there_and_the_clock_runs_on() {
    let home = class();
    let mut command = Command::new(env!("CARGO_BIN_EXE_shiken"));
    command.args(["exam", "sit", "exam.json", "--name", "Ann"]);
    command.current_dir(home.path()).envs(environment(home.path()));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    writeln!(input, "warden\nport charter").unwrap();
    assert!(output.lines().map_while(Result::ok).any(|line| line.starts_with("[3/4]")));
    child.kill().unwrap();
    child.wait().unwrap();
    let kept = read(&home, "exam.result.jsonl");
    assert_eq!(kept.lines().count(), 3);
    // A line that was being written when the power went was not acknowledged.
    std::fs::write(home.path().join("exam.result.jsonl"), kept.clone() + "{\"before\":\"12").unwrap();
    let next = run(&home, ["exam", "sit", "exam.json", "--name", "Bob"]).run().status(2);
    drop(next.stderr(expect![[r#"
        error: exam.result.jsonl is the sitting of Ann
          help: --out names another result file
    "#]]));
    let rest = run(&home, ["exam", "sit", "exam.json", "--name", "Ann"]).now("2026-11-23T09:04:00Z").run();
    let rest = rest.stderr(expect!["Going on with Final exam, begun on 23 November at 09:00.\n"]);
    assert!(rest.output().contains("[3/4] 6 min left"), "{}", rest.output());
    assert!(
        rest.output().contains("Go on with\n  shiken exam sit exam.json --name \"YOUR NAME\"\n"),
        "{}",
        rest.output()
    );
    assert_eq!(read(&home, "exam.result.jsonl"), kept);
    let late = run(&home, ["exam", "sit", "exam.json", "--name", "Ann"]).now("2026-11-23T09:11:00Z").run();
    let late = late.stderr(expect!["Going on with Final exam, begun on 23 November at 09:00.\n"]);
    assert!(late.output().contains("Time was up: 2 of 4 answered."), "{}", late.output());
    let ran = run(&home, ["exam", "grade", "exam.result.jsonl"]).run();
    assert!(ran.output().contains("time up"), "{}", ran.output());
}

#[test]
fn whatever_was_done_to_a_file_is_told() {
    let home = class();
    let answers = typed(&home, "warden", "port charter", "1987", RIGHT);
    for (name, seed) in [("altered", 1), ("cut", 2), ("torn", 3), ("moved", 4), ("sound", 5)] {
        sit(&home, name, &format!("{name}.jsonl"), seed, &answers);
    }
    let change = |name: &str, change: &dyn Fn(Vec<String>) -> String| {
        let path = home.path().join("results").join(format!("{name}.jsonl"));
        let lines = std::fs::read_to_string(&path).unwrap().lines().map(|line| format!("{line}\n")).collect();
        std::fs::write(&path, change(lines)).unwrap();
    };
    change("altered", &|lines| lines.concat().replacen("warden", "wardem", 1));
    change("cut", &|lines| lines[..3].concat());
    change("torn", &|lines| lines.concat()[..900].to_owned());
    change("moved", &|mut lines| {
        lines.swap(2, 3);
        lines.concat()
    });
    std::fs::copy(home.path().join("results/sound.jsonl"), home.path().join("results/twin.jsonl")).unwrap();
    std::fs::write(home.path().join("results/notes.jsonl"), "{\"hello\": 1}\n").unwrap();
    run(&home, ["exam", "seal", "law", "--seed", "1", "--out", "other/exam.json"])
        .seed(9)
        .run()
        .status(1)
        .stderr(expect![[r#"
            error: cannot write other/exam.key.json: there is no such file or folder
        "#]]);
    std::fs::create_dir(home.path().join("other")).unwrap();
    run(&home, ["exam", "seal", "law", "--seed", "1", "--out", "other/exam.json"]).seed(9).run();
    run(&home, ["exam", "sit", "other/exam.json", "--name", "Zoe", "--out", "results/zoe.jsonl"])
        .stdin(":done\ndone\n")
        .run();
    let expected = [
        ("altered", "altered at line"),
        ("cut", "no end: cut, or never handed in"),
        ("moved", "lines missing or moved before line 3"),
        ("notes", "not a result file"),
        ("sound", "handed in"),
        ("torn", "cut in line"),
        ("twin", "the same sitting as another file"),
        ("zoe", "made for another paper"),
    ];
    let found = states(&home);
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for ((file, state), (wanted, what)) in found.iter().zip(expected) {
        assert!(file == wanted && state.starts_with(what), "{file}: {state}");
    }
    // The key of the other paper says the opposite of all but one.
    let ran = run(&home, ["exam", "grade", "results", "--key", "other/exam.key.json"]).run().status(1);
    assert_eq!(ran.output().matches("made for another paper").count(), 6, "{}", ran.output());
}

#[test]
fn a_hostile_name_steers_nothing() {
    let home = class();
    let answers = typed(&home, "\u{1b}[2Jwarden", "=HYPERLINK(1)", "1987", RIGHT);
    let script = typed(&home, "<script>alert(2)</script>", "<b>port</b>", "1987", RIGHT);
    sit(&home, "../../etc/\u{1b}[31mpasswd", "a.jsonl", 1, &answers);
    sit(&home, "=cmd|' /C calc'!A0", "b.jsonl", 2, &script);
    sit(&home, "<script>alert(1)</script>", "c.jsonl", 3, &script);
    let text = run(&home, ["exam", "grade", "results"]).run();
    assert!(text.output().contains("../../etc/\u{fffd}[31mpasswd") && !text.output().contains('\u{1b}'));
    let csv = run(&home, ["exam", "grade", "results", "--csv"]).run();
    assert!(csv.output().contains(",'=cmd|' /C calc'!A0,"), "{}", csv.output());
    assert!(!csv.output().contains('\u{1b}'));
    let page = run(&home, ["items", "law", "results", "--names", "--html", "page.html"]).run();
    let page = page.stderr(expect!["page.html: a page for a browser\n"]);
    assert!(!page.output().contains('\u{1b}'));
    let html = read(&home, "page.html");
    assert!(html.contains("alert(2)"), "what two have answered is there: {html}");
    assert!(!html.contains("<script") && !html.contains("<b>port") && !html.contains('\u{1b}'), "{html}");
    let mut names: Vec<_> =
        std::fs::read_dir(home.path()).unwrap().map(|own| own.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["decks", "exam.json", "exam.key.json", "page.html", "results"]);
}

#[test]
fn a_mended_key_marks_the_class_again() {
    let home = class();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "the rolls master", "port charter", "5 June 1987", RIGHT));
    sit(&home, "Bob", "b.jsonl", 2, &typed(&home, "warden", "port charter", "5 June 1986", RIGHT));
    let percents = |data: &Value| {
        let of = |nth: usize| data["results"][nth]["percent"].as_f64().unwrap();
        (of(0), of(1))
    };
    assert_eq!(percents(&grades(&home, 0)), (75.0, 70.0));
    let mended = DECK
        .replace("[\"HEAD WARDEN\"]", "[\"HEAD WARDEN\", \"rolls master\"]")
        .replace("1987-06-05", "1986-06-05");
    std::fs::write(home.path().join("decks/law.toml"), mended).unwrap();
    let data = grades(&home, 0);
    assert_eq!(percents(&data), (70.0, 100.0));
    assert_eq!(data["results"][0]["percent_as_sealed"], 75.0);
    let ran = run(&home, ["exam", "grade", "results"]).run();
    let (_, told) = ran.output().split_once("\nMarked by").unwrap();
    let mut lines: Vec<&str> = told.lines().skip(1).map(|line| line.split_once(". ").unwrap().1).collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "keeper-warden: accepts “rolls master”; 1 student has more",
            "when: the answer was “5 June 1987” and is “5 June 1986”; 1 student has more, 1 less",
        ]
    );
    // Without the deck the sealed one stands for it.
    std::fs::remove_file(home.path().join("decks/law.toml")).unwrap();
    let old = run(&home, ["exam", "grade", "results", "--json"]).run().stderr(expect![[r#"
        note: the deck law is not found; marked by the deck as it was sealed (--deck names another)
    "#]]);
    assert_eq!(percents(&serde_json::from_str(old.output()).unwrap()), (75.0, 70.0));
}

#[test]
fn a_program_sits_a_sealed_paper() {
    let home = class();
    let lines = "{\"response\":\"warden\"}\n{\"command\":\"done\"}\n{\"command\":\"done\"}\n";
    let ran = run(&home, ["exam", "sit", "exam.json", "--name", "P", "--jsonl"]).stdin(lines).run();
    let last: Value = serde_json::from_str(ran.output().lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["type"], &last["answered"], &last["questions"]),
        (&"result".into(), &1.into(), &4.into())
    );
    assert_eq!(last["file"], "exam.result.jsonl");
    assert!(!ran.output().contains("WARDEN"));
}

#[test]
fn a_paper_of_the_real_deck_says_nothing_that_stands_behind_its_questions() {
    let home = tempfile::tempdir().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("decks/japan-cyber-defence");
    run(&home, ["exam", "seal", path.to_str().unwrap(), "--seed", "7", "--out", "exam.json"]).run();
    let paper = read(&home, "exam.json");
    let deck = shiken::library::load(&path).unwrap().parsed.deck;
    for question in &deck.questions {
        assert!(!paper.contains(&format!("\"{}\"", question.id)), "the id {}", question.id);
        assert!(!paper.contains(&format!("{:016x}", question.meaning)), "the meaning of {}", question.id);
        let behind = question.explanation.iter().chain(&question.hints).filter(|text| text.raw().len() > 40);
        for text in behind {
            let json = serde_json::to_string(text.raw()).unwrap();
            assert!(!paper.contains(json.trim_matches('"')), "{text:?} of {}", question.id);
        }
    }
    // What is typed stands neither in its own prompt nor anywhere else on the paper.
    let key: Value = serde_json::from_str(&read(&home, "exam.key.json")).unwrap();
    let mut typed = 0;
    for (id, item) in
        key["questions"].as_array().unwrap().iter().zip(key["paper"]["items"].as_array().unwrap())
    {
        let question = deck.questions.iter().find(|own| *own.id == *id.as_str().unwrap()).unwrap();
        if item["kind"] == "text" {
            assert!(!paper.contains(question.answer().raw()), "{id}");
            typed += 1;
        }
    }
    assert!(typed > 5, "only {typed} typed questions prove little");
}
