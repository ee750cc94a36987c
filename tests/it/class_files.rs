//! What comes back from a class: files that were mailed, cut, answered again, or are no files, and decks that were
//! changed in the meantime.

use std::fs;

use expect_test::expect;
use serde_json::Value;
use tempfile::TempDir;

use super::class::{DECK, RIGHT, class, grades, read, run, sit, typed};

/// What `grade --json` says of a file.
fn of<'v>(data: &'v Value, file: &str) -> &'v Value {
    let all = data["results"].as_array().unwrap();
    all.iter().find(|own| own["file"].as_str().unwrap() == format!("results/{file}")).unwrap()
}

fn deck(home: &TempDir, text: &str) {
    fs::write(home.path().join("decks/law.toml"), text).unwrap();
}

#[test]
fn taking_answers_back_is_told_and_neither_file_is_chosen() {
    let home = class();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "clerk", "port charter", "1987", RIGHT));
    let first = read(&home, "results/a.jsonl");
    let lines: Vec<&str> = first.split_inclusive('\n').collect();
    // Nothing but an editor: the first answer is cut off, and another is given.
    fs::write(home.path().join("results/b.jsonl"), lines[..1].concat()).unwrap();
    fs::write(home.path().join("results/c.jsonl"), lines[..3].concat()).unwrap();
    let answers = typed(&home, "warden", "port charter", "5 June 1987", RIGHT);
    let ran = run(&home, ["exam", "sit", "exam.json", "--name", "Ann", "--out", "results/b.jsonl"]).seed(2);
    let ran = ran.stdin(&answers).run();
    ran.stderr(expect!["Going on with Final exam, begun on 23 November at 09:00.\n"]);
    let data = grades(&home, 1);
    for file in ["a.jsonl", "b.jsonl"] {
        let own = of(&data, file);
        assert_eq!(own["what"], "the same sitting, with other answers: ask the student", "{file}");
        assert_eq!((&own["state"], &own["ok"]), (&"other answers".into(), &false.into()));
    }
    assert_eq!(of(&data, "c.jsonl")["what"], "the same sitting as another file");
    let items = run(&home, ["items", "law", "results"]).run().status(1);
    drop(items.stderr_is(|said| assert!(said.contains("none of these files"), "{said}")));
    // A copy of the whole and a copy of its beginning are no more than that.
    fs::remove_file(home.path().join("results/b.jsonl")).unwrap();
    fs::write(home.path().join("results/0.jsonl"), &first).unwrap();
    let data = grades(&home, 1);
    assert_eq!(of(&data, "0.jsonl")["state"], "handed in");
    assert_eq!(of(&data, "a.jsonl")["state"], "twice");
}

#[test]
fn a_file_that_cannot_be_read_stops_nobody() {
    let home = class();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "warden", "port charter", "1987", RIGHT));
    fs::create_dir(home.path().join("results/folder.jsonl")).unwrap();
    fs::write(home.path().join("results/large.jsonl"), vec![b'x'; 9 << 20]).unwrap();
    std::os::unix::fs::symlink("/nowhere/at/all", home.path().join("results/lost.jsonl")).unwrap();
    let data = grades(&home, 1);
    assert_eq!(of(&data, "a.jsonl")["state"], "handed in");
    for (file, what) in [
        ("folder.jsonl", "cannot be read: this is no file"),
        ("large.jsonl", "cannot be read: it is larger than 8 MiB"),
        ("lost.jsonl", "cannot be read: No such file or directory"),
    ] {
        let own = of(&data, file);
        assert!(own["what"].as_str().unwrap().starts_with(what), "{own}");
        assert_eq!(own["state"], "unreadable");
    }
    let csv = run(&home, ["exam", "grade", "results", "--csv"]).run().status(1);
    let cells: Vec<usize> = csv.output().lines().map(|line| line.split(',').count()).collect();
    assert_eq!(cells, [16; 5], "{}", csv.output());
    assert!(csv.output().lines().next().unwrap().contains(",receipt,clock_set_back,late,"));
}

#[test]
fn a_deck_with_a_mistake_marks_nobody() {
    let home = class();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "warden", "port charter", "1987", RIGHT));
    deck(&home, &DECK.replace("date = \"1987-06-05\"", "date = \"1987-06-35\""));
    for command in [["exam", "grade", "results"], ["items", "law", "results"]] {
        let ran = run(&home, command).run().status(1);
        drop(ran.stderr(expect![[r#"
            error: there are mistakes in $PLACE/decks/law.toml, so questions of the paper would be left out
              help: `shiken check $PLACE/decks/law.toml` shows where
        "#]]));
    }
    // So does a second deck with its id: it is not for the program to choose.
    deck(&home, DECK);
    fs::write(home.path().join("decks/other.toml"), DECK).unwrap();
    let ran = run(&home, ["exam", "grade", "results"]).run().status(1);
    drop(ran.stderr(expect![[r#"
        error: there are two decks law
          help: --deck says which: $PLACE/decks/law.toml or $PLACE/decks/other.toml
    "#]]));
}

#[test]
fn a_deck_of_many_megabytes_can_be_graded_again() {
    let home = class();
    let comment = format!("# {}\n", "long ".repeat(200)).repeat(18 << 10);
    assert!(comment.len() > 17 << 20);
    deck(&home, &format!("{DECK}{comment}"));
    fs::remove_file(home.path().join("exam.json")).unwrap();
    fs::remove_file(home.path().join("exam.key.json")).unwrap();
    run(&home, ["exam", "seal", "law", "--seed", "1", "--out", "exam.json"]).run();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "warden", "port charter", "5 June 1987", RIGHT));
    assert_eq!(of(&grades(&home, 0), "a.jsonl")["percent"], 100.0);
}

#[test]
fn a_paper_that_cannot_be_written_leaves_no_key() {
    let home = class();
    fs::write(home.path().join("b.json"), "mine").unwrap();
    let ran = run(&home, ["exam", "seal", "law", "--out", "b.json"]).run().status(1);
    drop(ran.stderr(expect![[r#"
        error: b.json is there already
          help: give --out another name: a key that is written over is lost
    "#]]));
    assert!(!home.path().join("b.key.json").exists());
    assert_eq!(read(&home, "b.json"), "mine");
}

#[test]
fn a_paper_and_a_result_that_were_mailed_are_what_they_were() {
    let home = class();
    let paper = read(&home, "exam.json");
    fs::write(home.path().join("exam.json"), format!("\u{feff}{}", paper.replace('\n', "\r\n"))).unwrap();
    fs::write(home.path().join("bare.json"), &paper).unwrap();
    let answers = typed_of(&home, "bare.json");
    sit(&home, "Ann", "a.jsonl", 1, &answers);
    let result = read(&home, "results/a.jsonl").replace('\n', "\r\n");
    fs::write(home.path().join("results/a.jsonl"), result.trim_end()).unwrap();
    let data = grades(&home, 0);
    assert_eq!(
        (&of(&data, "a.jsonl")["state"], &of(&data, "a.jsonl")["percent"]),
        (&"handed in".into(), &100.0.into())
    );
}

#[test]
fn a_sitting_goes_on_behind_other_line_endings() {
    let home = class();
    let sit = ["exam", "sit", "exam.json", "--name", "Ann", "--out", "a.jsonl"];
    let answers = typed(&home, "warden", "port charter", "5 June 1987", RIGHT);
    let (first, rest) = answers.split_once('\n').unwrap();
    run(&home, sit).stdin(&format!("{first}\n:quit\n")).run();
    let open = read(&home, "a.jsonl").replace('\n', "\r\n");
    fs::write(home.path().join("a.jsonl"), open.trim_end()).unwrap();
    let ran = run(&home, sit).seed(2).stdin(rest).run();
    let ran = ran.stderr(expect!["Going on with Final exam, begun on 23 November at 09:00.\n"]);
    assert!(ran.output().contains("Handed in: 4 of 4 answered."), "{}", ran.output());
    let graded = run(&home, ["exam", "grade", "a.jsonl"]).run();
    assert!(graded.output().contains("Ann\t100 % pass"), "{}", graded.output());
}

/// What to type for a paper with another name.
fn typed_of(home: &TempDir, name: &str) -> String {
    let kept = read(home, "exam.json");
    fs::copy(home.path().join(name), home.path().join("exam.json")).unwrap();
    let typed = typed(home, "warden", "port charter", "5 June 1987", RIGHT);
    fs::write(home.path().join("exam.json"), kept).unwrap();
    typed
}

#[test]
fn whoever_leaves_is_told_the_way_back() {
    let home = class();
    let sit = ["exam", "sit", "exam.json", "--name", "Ann", "--out", "mine.jsonl"];
    let ran = run(&home, sit).stdin("warden\n:help\n:quit\n").run();
    assert!(ran.output().contains("  shiken exam sit exam.json --name \"YOUR NAME\" --out mine.jsonl\n"));
    assert!(!ran.output().contains("`shiken exam` goes on"), "{}", ran.output());
}

#[test]
fn what_was_answered_and_how_sure_is_in_the_data() {
    let home = class();
    run(&home, ["exam", "seal", "law", "--seed", "1", "--certainty", "--out", "sure.json"]).run();
    let lines =
        "{\"unknown\":true}\n{\"certainty\":\"guess\"}\n{\"command\":\"done\"}\n{\"command\":\"done\"}\n";
    run(&home, ["exam", "sit", "sure.json", "--name", "P", "--jsonl"]).stdin(lines).run();
    let args = ["exam", "grade", "sure.result.jsonl", "--key", "sure.key.json", "--json"];
    let data: Value = serde_json::from_str(run(&home, args).run().output()).unwrap();
    let items = &data["results"][0]["items"];
    let of = |nth: usize| [&items[nth]["answered"], &items[nth]["response"], &items[nth]["certainty"]];
    assert_eq!(of(0), [&true.into(), &Value::Null, &"guess".into()]);
    assert_eq!(of(1), [&false.into(), &Value::Null, &Value::Null]);
    fs::create_dir(home.path().join("results")).unwrap();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "warden", "port charter", "1987", RIGHT));
    let data: Value = {
        let args = ["exam", "grade", "results", "--key", "exam.key.json", "--json"];
        serde_json::from_str(run(&home, args).run().output()).unwrap()
    };
    let said = data["results"][0]["items"].as_array().unwrap().iter().map(|own| own["response"].clone());
    let said: Vec<Value> = said.collect();
    assert!(said.contains(&serde_json::json!({ "text": "warden" })), "{said:?}");
    assert!(said.contains(&serde_json::json!({ "texts": RIGHT })), "{said:?}");
}

#[test]
fn a_dropped_question_leaves_the_count() {
    let home = class();
    sit(&home, "Ann", "a.jsonl", 1, &typed(&home, "warden", "port charter", "5 June 1987", RIGHT));
    deck(&home, &DECK.replace("id = \"when\"", "id = \"since\""));
    let ran = run(&home, ["exam", "grade", "results"]).run();
    assert!(ran.output().contains("Ann\t100 % pass\tA\t3/3\t"), "{}", ran.output());
    assert!(ran.output().contains("when: no longer in the deck, counts for nobody"), "{}", ran.output());
    assert!(!ran.output().contains("less"), "{}", ran.output());
}

#[test]
fn names_steer_no_terminal_and_a_row_leads_to_its_file() {
    let home = class();
    let answers = typed(&home, "warden", "port charter", "5 June 1987", RIGHT);
    sit(&home, "Ann\u{9b}31m\u{202e}", "a.jsonl", 1, &answers);
    let graded = run(&home, ["exam", "grade", "results", "--json"]).run();
    let items = run(&home, ["items", "law", "results", "--key", "exam.key.json", "--json", "--names"]).run();
    for output in [graded.output(), items.output()] {
        assert!(output.contains("Ann\\u009b31m\\u202e"), "{output}");
        assert!(!output.contains(['\u{9b}', '\u{202e}']), "{output}");
    }
    let sound = run(&home, ["exam", "grade", "results"]).run();
    assert!(!sound.output().contains("a.jsonl"), "{}", sound.output());
    let cut =
        read(&home, "results/a.jsonl").lines().take(2).map(|line| format!("{line}\n")).collect::<String>();
    fs::write(home.path().join("results/cut.jsonl"), cut).unwrap();
    let faulty = run(&home, ["exam", "grade", "results"]).run().status(1);
    let row = faulty.output().lines().find(|line| line.contains("see below")).unwrap();
    assert!(row.ends_with("cut.jsonl"), "{}", faulty.output());
}
