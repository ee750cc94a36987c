//! A progress file of every released format opens, migrates, and says what it always said. Those of `tests/data/progress`
//! are never made anew: `format-N.sql` is the file, as SQL, and `format-N.jsonl` its log.

use std::fmt::Write as _;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use shiken::event::exam::{Certainty, End, Exam, Given, Item, Marks, Paper, Score};
use shiken::event::{Body, Course, Draft, Foreseen, Goal, Own, Purpose, Review, Subject, line};
use shiken::judge::{Outcome, Rule};
use shiken::question::Response;
use shiken::question::ask::{Mode, Rating};
use shiken::store::{Store, settings};
use shiken::time::{Day, Timestamp};
use tempfile::TempDir;
use uuid::Uuid;

use super::run::shiken;

const FORMATS: [(&str, &str); 1] =
    [(include_str!("../data/progress/format-1.sql"), include_str!("../data/progress/format-1.jsonl"))];

/// A progress file from its SQL.
fn restore(sql: &str, path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn log(store: &Store) -> String {
    let mut all = String::new();
    store
        .events(|event| {
            all += &(line::write(&event) + "\n");
            Ok(())
        })
        .unwrap();
    all
}

#[test]
fn a_file_of_every_format_opens_and_says_the_same() {
    for (sql, expected) in FORMATS {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("user/progress.db");
        restore(sql, &path);
        let mut store = Store::open(&path, Uuid::from_u128(3)).unwrap();
        assert_eq!(log(&store), expected);
        let report = store.check().unwrap();
        assert!(report.is_sound() && report.quarantined.len() == 1, "{report:?}");
        let kinds: std::collections::BTreeSet<&str> = expected
            .lines()
            .map(|line| line.split("\"kind\":\"").nth(1).unwrap().split('"').next().unwrap())
            .collect();
        assert_eq!(kinds.len(), 20, "{kinds:?}");
        let setting: Option<u32> = store.setting("new").unwrap();
        assert_eq!(setting, Some(7));
        assert_eq!(store.own("deck").unwrap().len(), 1);
        let states = format!("{:?} {:?}", store.states(None).unwrap(), store.answers(None).unwrap());
        // Answering goes on.
        store.append(&[answer(900, "q1", Rating::Good, Response::Unknown)]).unwrap();
        assert_eq!(log(&store).lines().count(), expected.lines().count() + 1);
        drop(store);
        let other = TempDir::new().unwrap();
        let mut fresh = Store::open(&other.path().join("progress.db"), Uuid::nil()).unwrap();
        fresh.set(settings::RETENTION, Some(&0.85)).unwrap();
        let events: Vec<_> = expected.lines().map(|text| line::read(text).unwrap()).collect();
        fresh.merge(&events).unwrap();
        assert_eq!(format!("{:?} {:?}", fresh.states(None).unwrap(), fresh.answers(None).unwrap()), states);
    }
}

#[test]
fn a_newer_file_is_refused_and_not_a_byte_of_it_changes() {
    let home = TempDir::new().unwrap();
    shiken(["stats"]).home(home.path()).run();
    let path = super::crash::progress_file(home.path()).unwrap();
    // Some other journal, as a later version might use; and a table that this one does not know.
    let newer = "PRAGMA journal_mode = DELETE; CREATE TABLE future (x); PRAGMA user_version = 2";
    Connection::open(&path).unwrap().execute_batch(newer).unwrap();
    let before = std::fs::read(&path).unwrap();
    for args in [["stats", "--json"], ["log", "export"], ["doctor", "--fix"], ["settings", "new"]] {
        let ran = shiken(args).home(home.path()).run().status(1);
        drop(ran.stderr_is(|said| {
            let expected = "error: the progress file has format 2, written by a newer Shiken; this one knows up to 1\n  \
                            help: update Shiken; nothing was changed\n";
            assert_eq!(said, expected);
        }));
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let folder: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(folder, ["progress.db"]);
}

fn draft(number: u32, body: Body) -> Draft {
    let clock = Timestamp(1_795_392_000_000 + i64::from(number) * 3_600_000);
    let day = Day(i32::try_from((clock.0 - 4 * 3_600_000).div_euclid(86_400_000)).unwrap());
    Draft { id: Uuid::from_u128(0x1000 + u128::from(number)), clock, offset_minutes: 0, day, body }
}

fn subject(question: &str) -> Subject {
    Subject { deck: "deck".into(), question: question.into() }
}

fn answer(number: u32, question: &str, rating: Rating, response: Response) -> Draft {
    let right = rating != Rating::Again;
    let review = Review {
        rating,
        score: if right { 1.0 } else { 0.35 },
        outcome: if right { Outcome::Right } else { Outcome::Wrong },
        rule: if right { Rule::Equal } else { Rule::Different },
        response,
        confused_with: (!right).then(|| "@other".into()),
        hints: number % 3,
        seconds: 1.5 + f64::from(number),
        mode: [Mode::Typed, Mode::Choice, Mode::Flip][number as usize % 3],
        purpose: [Purpose::Study, Purpose::Study, Purpose::Relearn, Purpose::Cram][number as usize % 4],
        session: Uuid::from_u128(5),
        meaning: 0x8000_0000_0000_0001,
        due: None,
        retrievability: number.is_multiple_of(2).then_some(0.9021),
    };
    draft(number, Body::Review(subject(question), Box::new(review)))
}

/// Everything that the present format can hold, in a few dozen events.
fn fill(path: &Path) -> String {
    let mut store = Store::open(path, Uuid::from_u128(2)).unwrap();
    let responses = [
        Response::Unknown,
        Response::Text("Émile \"Ω\"\n試験".into()),
        Response::Texts(vec!["one".into(), "two".into()]),
        Response::Pairs(vec![("a".into(), "b".into())]),
        Response::Recalled(Rating::Hard),
    ];
    let response = |n: u32| responses[n as usize % 5].clone();
    let rating = |n: u32| Rating::ALL[n as usize * 7 % 4];
    let mut drafts: Vec<Draft> =
        (0..24).map(|n| answer(n * 13, &format!("q{}", n % 5), rating(n), response(n))).collect();
    let id = |number: u32| Uuid::from_u128(0x1000 + u128::from(number));
    let parameters = shiken::memory::Parameters::default().values().to_vec();
    let unknown = Body::Unknown { kind: "dream".into(), json: "{\"of\":[1e400,{\"x\":null}]}".into() };
    let bodies = [
        Body::Void(id(26)),
        Body::Overrule { review: id(39), rating: Rating::Easy, said: "right".into() },
        Body::Reset(subject("q3")),
        Body::Suspend(subject("q4"), true),
        Body::Suspend(subject("q2"), true),
        Body::Suspend(subject("q2"), false),
        Body::Own(subject("q1"), Own::Note, "a note".into()),
        Body::Own(subject("q1"), Own::Mnemonic, "a hint".into()),
        Body::Own(subject("q1"), Own::Accept, "also right".into()),
        Body::Own(subject("q1"), Own::Accept, "not any more".into()),
        Body::Own(subject("q1"), Own::Unaccept, "not any more".into()),
        Body::Rename { from: subject("q0"), to: "zero".into() },
        Body::Parameters(parameters),
        unknown,
    ];
    let bodies = bodies.into_iter().chain(of_exams());
    drafts.extend((400..).zip(bodies).map(|(number, body)| draft(number, body)));
    let events = store.append(&drafts).unwrap();
    let mut other = events[1].clone();
    other.day = Day(3);
    store.merge(&[other]).unwrap();
    store.set(settings::RETENTION, Some(&0.85)).unwrap();
    store.set("new", Some(&7)).unwrap();
    log(&store)
}

/// A goal, a forecast and a sitting.
fn of_exams() -> Vec<Body> {
    let sitting = Uuid::from_u128(0x9000);
    let goal = Goal {
        decks: vec!["deck".into()],
        exam: Day(20_802),
        minutes: 20,
        percent: Some(85),
        since: Day(20_780),
        course: Course::Active,
        scored: None,
    };
    let made = Foreseen {
        decks: goal.decks.clone(),
        exam: goal.exam,
        minutes: 20,
        now: 0.41,
        expected: 0.87,
        low: 0.84,
        high: 0.9,
        questions: 300,
        answers: 40,
        price: 7,
        chosen: Day(20_779),
        fingerprint: None,
    };
    let paper = Paper {
        deck: "deck".into(),
        version: "1.0.0".into(),
        exam: "final".into(),
        title: "Final".into(),
        seed: 7,
        limit_seconds: Some(1800),
        certainty: true,
        pass: Some(60.0),
        bands: vec![("A".into(), 85.0)],
        negative: 0.25,
        sections: vec![("Law".into(), 1.0)],
        items: vec![Item { question: "q1".into(), meaning: 1, section: 0, points: 2.0, shown: None }],
    };
    let given = Given { sitting, item: 0, response: Some(Response::Unknown), spent: 4200, late: false };
    let marks = Marks { sitting, end: End::HandedIn, scores: vec![Score::Blank] };
    let over = Goal { course: Course::Ended, scored: Some(82), ..goal.clone() };
    let exams = [
        Exam::Sitting(paper),
        Exam::Response(given),
        Exam::Flag { sitting, item: 0, on: true },
        Exam::Certainty { sitting, item: 0, certainty: Certainty::Sure },
        Exam::Marks(marks),
    ];
    let exams = exams.into_iter().map(|exam| Body::Exam(Box::new(exam)));
    [Body::Goal(goal), Body::Forecast(made), Body::Goal(over)].into_iter().chain(exams).collect()
}

/// A file as SQL, all of it.
fn dump(path: &Path) -> String {
    let conn = Connection::open(path).unwrap();
    let number =
        |name: &str| conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, i64>(0)).unwrap();
    let mut sql = format!("PRAGMA page_size = {};\nBEGIN;\n", number("page_size"));
    let schema =
        "SELECT sql, type, name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type = 'trigger', rowid";
    let mut statement = conn.prepare(schema).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut triggers = String::new();
    while let Some(row) = rows.next().unwrap() {
        let (text, kind, name): (String, String, String) =
            (row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
        if kind == "trigger" {
            triggers += &format!("{text};\n");
            continue;
        }
        sql += &format!("{text};\n");
        if kind == "table" {
            sql += &rows_of(&conn, &name);
        }
    }
    let (application, version) = (number("application_id"), number("user_version"));
    write!(
        sql,
        "{triggers}PRAGMA application_id = {application};\nPRAGMA user_version = {version};\nCOMMIT;\n"
    )
    .unwrap();
    sql
}

fn rows_of(conn: &Connection, table: &str) -> String {
    let mut sql = String::new();
    let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let values: Vec<String> = (0..columns).map(|column| literal(row.get_ref(column).unwrap())).collect();
        sql += &format!("INSERT INTO {table} VALUES ({});\n", values.join(", "));
    }
    sql
}

fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Text(text) => format!("'{}'", std::str::from_utf8(text).unwrap().replace('\'', "''")),
        ValueRef::Blob(blob) => {
            format!("x'{}'", blob.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
        }
    }
}

/// Writes the file of the present format, once, when it is released: `SHIKEN_WRITE_FORMAT=1 cargo test old_files`. Until
/// then, and without it, a file filled today is what the kept one is: the format has not changed under its number.
#[test]
fn the_present_format_is_kept() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("progress.db");
    let log = fill(&path);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/progress");
    if std::env::var("SHIKEN_WRITE_FORMAT").is_ok() {
        std::fs::write(folder.join("format-1.sql"), dump(&path)).unwrap();
        std::fs::write(folder.join("format-1.jsonl"), &log).unwrap();
    }
    assert_eq!(log, FORMATS[0].1);
    let schema = |sql: &str| {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(sql).unwrap();
        let mut all = conn
            .prepare("SELECT name || sql FROM sqlite_schema WHERE name LIKE 'event%' ORDER BY name")
            .unwrap();
        let all: Vec<String> = all.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        all
    };
    assert_eq!(schema(&dump(&path)), schema(FORMATS[0].0), "a new format needs a new number");
}
