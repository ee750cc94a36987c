//! The log goes out as JSON Lines and comes in again: whole, in any order, and never twice.

use std::path::{Path, PathBuf};

use expect_test::expect;
use shiken::store::{Registry, Store};
use tempfile::TempDir;
use uuid::Uuid;

use super::crash::progress_file;
use super::run::{Run, shiken};

const DECK: &str = "format = 1\n[deck]\nid = \"demo\"\ntitle = \"Demo\"\n[[question]]\nid = \"law\"\n\
     prompt = \"Which law?\"\nanswer = \"Basic Act\"\n[[question]]\nid = \"year\"\nprompt = \"When?\"\ndate = \"2014\"\n\
     [[question]]\nid = \"number\"\nprompt = \"How many?\"\nanswer = 13\n";

/// A home in which the deck is studied, with a seed of its own so that ids differ.
pub struct Device {
    pub home: TempDir,
    seed: u64,
}

impl Device {
    pub fn new(seed: u64) -> Self {
        Self { home: TempDir::new().unwrap(), seed }
    }

    pub fn run<const N: usize>(&self, args: [&str; N]) -> Run {
        shiken(args).home(self.home.path()).seed(self.seed).file("demo.toml", DECK)
    }

    /// Answers all that is due or new on a day.
    pub fn study(&self, day: &str, answers: &str) {
        let run = self.run(["study", "demo.toml"]).now(&format!("{day}T09:00:00Z"));
        run.stdin(answers).run();
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub fn exported(&self) -> String {
        self.run(["log", "export"]).run().output().to_owned()
    }

    pub fn events(&self) -> usize {
        self.exported().lines().count()
    }

    /// All that is derived from the log, as text.
    pub fn derived(&self) -> String {
        let store = open(self.home.path());
        assert!(store.check().unwrap().is_sound());
        format!("{:?} {:?}", store.states(None).unwrap(), store.answers(None).unwrap())
    }
}

fn open(home: &Path) -> Store {
    let registry = Registry::open(home).unwrap();
    let user = registry.resolve(None, Uuid::from_u128(1)).unwrap();
    Store::open(&registry.progress_file(&user).unwrap(), Uuid::nil()).unwrap()
}

/// Two devices with some days of study, an undo, a note, a suspension, and one with nothing.
pub fn three() -> [Device; 3] {
    let [one, two, three] = [1, 2, 3].map(Device::new);
    one.study("2026-11-20", "basic act\n2014\n12\n13\n");
    one.study("2026-11-24", "basic law\nbasic act\n2014\n13\n");
    one.run(["undo"]).now("2026-11-24T09:30:00Z").run();
    one.run(["note", "demo.toml", "law", "\u{1b}[2Jtricky \u{202e}\"note\""]).run();
    two.study("2026-11-22", "law\nbasic act\n2015\n2014\n13\n");
    two.run(["suspend", "demo.toml", "number"]).run();
    [one, two, three]
}

#[test]
fn an_export_makes_an_equal_progress_file_from_nothing() {
    let [one, _, three] = three();
    one.run(["log", "export", "log.jsonl"]).run().stdout(expect![[r#"
        wrote 8 events to log.jsonl
    "#]]);
    let file = one.path("log.jsonl");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), one.exported());
    let all = one.events();
    for new in [all, 0] {
        let ran = three.run(["log", "import", file.to_str().unwrap()]).run();
        assert_eq!(ran.output(), format!("{new} events new, {} known already\n", all - new));
    }
    assert_eq!(three.exported(), one.exported());
    assert_eq!(three.derived(), one.derived());
}

#[test]
fn logs_merge_in_any_order_to_the_same_bytes() {
    let devices = three();
    devices[2].study("2026-11-21", "basic act\nI do not know\n2014\n13\n");
    let before: Vec<String> = devices.iter().map(Device::exported).collect();
    let folder = TempDir::new().unwrap();
    let files: Vec<String> =
        (0..3).map(|n| folder.path().join(format!("{n}.jsonl")).to_str().unwrap().to_owned()).collect();
    before.iter().zip(&files).for_each(|(log, file)| std::fs::write(file, log).unwrap());
    let merged = |order: [usize; 3]| {
        let [a, b, c] = order.map(|n| files[n].as_str());
        devices[0].run(["log", "merge", a, b, c, a]).run().output().to_owned()
    };
    let all = merged([0, 1, 2]);
    assert_eq!(all.lines().count(), before.iter().map(|log| log.lines().count()).sum::<usize>());
    assert!(
        [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].into_iter().all(|order| merged(order) == all)
    );
    assert_eq!(devices[0].exported(), before[0], "merge does not touch progress");
    for (at, device) in devices.iter().enumerate() {
        device.run(["log", "import", &files[(at + 2) % 3], &files[(at + 1) % 3]]).run();
        assert_eq!(device.exported(), all);
        assert_eq!(device.derived(), devices[0].derived());
    }
    let out = ["log", "merge", &files[0], "--out", "both.jsonl"];
    devices[0].run(out).run().stdout(expect![[r#"
        wrote 8 events to both.jsonl
    "#]]);
    devices[0].run(out).run().status(2).stderr(expect![[r#"
        error: both.jsonl is there already
          help: name another file, or say --force to write over it
    "#]]);
}

#[test]
fn a_damaged_line_is_named_and_the_rest_is_taken() {
    let [one, _, three] = three();
    let mut lines: Vec<String> = one.exported().lines().map(str::to_owned).collect();
    lines[1] = lines[1].replace("\"rating\":", "\"\u{1b}[2Jrating\":");
    lines[3].truncate(40);
    lines.insert(5, "never \u{202e}JSON".to_owned());
    let run = three.run(["log", "import", "a\u{1b}b.jsonl", "-"]).file("a\u{1b}b.jsonl", &lines.join("\n"));
    run.stdin("{}\n\n").run().status(1).stdout(expect![[r#"
        6 events new, 0 known already
    "#]]).stderr(expect![[r#"
        a�b.jsonl:2: left out: the event is not a JSON object: control character (\u0000-\u001F) found while parsing a string at column 338
        a�b.jsonl:4: left out: the event is not a JSON object: EOF while parsing a string at column 40
        a�b.jsonl:6: left out: the event is not a JSON object: expected ident at column 2
        -:1: left out: the event has no `kind`
    "#]]);
    assert_eq!(three.events(), 6);
}

#[test]
fn a_flipped_digit_is_a_damaged_line_and_one_without_a_sum_is_taken() {
    let [one, _, three] = three();
    let whole = one.exported();
    let flipped = whole.replacen("\"sequence\":1,", "\"sequence\":9,", 1);
    let run = three.run(["log", "import", "flipped.jsonl"]).file("flipped.jsonl", &flipped);
    run.run()
        .status(1)
        .stdout(expect![[r#"
        7 events new, 0 known already
    "#]])
        .stderr(expect![[r#"
        flipped.jsonl:1: left out: the event is not as it was written: its `sum` does not fit
    "#]]);
    // As an older Shiken wrote them.
    let old: String =
        whole.lines().map(|line| line.split(",\"sum\":").next().unwrap().to_owned() + "}\n").collect();
    three.run(["log", "import", "old.jsonl"]).file("old.jsonl", &old).run().stdout(expect![[r#"
        1 event new, 7 known already
    "#]]);
    assert_eq!(three.exported(), whole);
}

#[test]
fn a_file_that_is_there_stays() {
    let [one, ..] = three();
    one.run(["log", "export", "mine.txt"]).file("mine.txt", "dear diary").run().status(2).stderr(expect![[
        r#"
        error: mine.txt is there already
          help: name another file, or say --force to write over it
    "#
    ]]);
    assert_eq!(std::fs::read_to_string(one.path("mine.txt")).unwrap(), "dear diary");
    one.run(["log", "export", "mine.txt", "--force"]).run();
    assert_eq!(std::fs::read_to_string(one.path("mine.txt")).unwrap(), one.exported());
    one.run(["log", "import", "gone.jsonl"]).run().status(1).stderr(expect![[r#"
        error: cannot read gone.jsonl: there is no such file or folder
    "#]]);
    one.run(["log", "export", "no/such/folder.jsonl"]).run().status(1).stderr(expect![[r#"
        error: cannot write no/such/folder.jsonl: there is no such file or folder
    "#]]);
    let left: Vec<_> = std::fs::read_dir(one.home.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_str().unwrap().contains(".new")), "{left:?}");
}

#[test]
#[cfg(unix)]
fn an_export_is_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let [one, ..] = three();
    one.run(["log", "export", "log.jsonl"]).run();
    let mode = std::fs::metadata(one.path("log.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(progress_file(one.home.path()).is_some());
}

const PAGE: &str = include_str!("../../docs/log.md");

/// The blocks of docs/log.md.
fn blocks() -> Vec<&'static str> {
    PAGE.split("```json\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn the_page_on_the_log_is_true() {
    let [one, ..] = three();
    let schema: serde_json::Value = serde_json::from_str(blocks()[1]).unwrap();
    let described = &schema["properties"];
    let every_kind = include_str!("../data/progress/format-1.jsonl");
    let every_kind = every_kind.lines().filter(|line| !line.contains("\"dream\""));
    let exported = one.exported();
    for (number, line) in blocks()[0].lines().chain(exported.lines()).chain(every_kind).enumerate() {
        let event = shiken::event::line::read(line).unwrap();
        if number < 2 {
            let canonical = shiken::event::line::write(&event);
            assert_eq!(shiken::event::line::with_sum(&canonical), line, "the examples are canonical");
        }
        let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        for (name, value) in &members {
            assert!(PAGE.contains(&format!("`{name}`")), "{name} is not on the page");
            let words = described[name]["enum"].as_array();
            assert!(words.is_none_or(|words| words.contains(value)), "{name}: {value}");
            assert!(described[name].is_object(), "{name} is not in the schema");
        }
        assert!(PAGE.contains(&format!("`{}`", event.body.kind())), "{}", event.body.kind());
    }
}
