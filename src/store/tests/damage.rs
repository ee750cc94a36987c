//! Files that are not as they should be: everything is noticed, nothing panics, nothing is made worse.

use expect_test::expect;
use rusqlite::types::Value;

use super::*;

#[test]
fn the_log_refuses_to_be_changed() {
    let home = Home::new();
    let mut store = home.open();
    store.append(&[answer(1, "a", Rating::Good)]).unwrap();
    for sql in [
        "UPDATE event SET rating = 4",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
        "UPDATE event SET arrival = 9",
    ] {
        let error = store.conn.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("the log is never"), "{sql}: {error}");
    }
}

/// Every bit of every field of a row, flipped one at a time behind the triggers' back.
#[test]
fn every_flipped_bit_of_an_event_is_noticed() {
    let home = Home::new();
    let mut store = home.open();
    let review =
        Review { due: Some(Day(20_783)), retrievability: Some(0.9), hints: 1, ..reviewed(Rating::Hard) };
    store.append(&[draft(1, Body::Review(subject("a"), Box::new(review)))]).unwrap();
    store.append(&[draft(2, Body::Void(id(1)))]).unwrap();
    store.conn.execute_batch("DROP TRIGGER event_is_never_changed").unwrap();
    let sound = |store: &Store, arrival: i64| {
        let mut sound = false;
        log::scan(&store.conn, "WHERE arrival = ?1", [arrival], |_, stored| {
            sound = stored.is_ok_and(|stored| stored.sound().is_ok());
            Ok(true)
        })
        .is_ok()
            && sound
    };
    let mut flips = 0;
    for arrival in [1, 2] {
        for column in row::COLUMNS.split(", ") {
            let select = format!("SELECT {column} FROM event WHERE arrival = {arrival}");
            let value: Value = store.conn.query_row(&select, [], |row| row.get(0)).unwrap();
            let update = format!("UPDATE event SET {column} = ?1 WHERE arrival = {arrival}");
            for flipped in flipped(&value) {
                // What STRICT, NOT NULL or UNIQUE refuse needs no checksum.
                if store.conn.execute(&update, [flipped.clone()]).is_ok() {
                    assert!(!sound(&store, arrival), "{column}: {value:?} as {flipped:?}");
                    flips += 1;
                }
            }
            store.conn.execute(&update, [value]).unwrap();
        }
        assert!(sound(&store, arrival));
    }
    assert!(flips > 2_500, "{flips}");
    let report = store.check().unwrap();
    assert!(report.damaged.is_empty() && report.differing.is_empty() && report.integrity.is_empty());
    assert_eq!(report.schema, ["trigger event_is_never_changed event"], "a missing trigger is noticed too");
}

fn flipped(value: &Value) -> Vec<Value> {
    let bytes = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let flip = |bit: usize| {
            let mut copy = bytes.to_vec();
            copy[bit / 8] ^= 1 << (bit % 8);
            copy
        };
        (0..bytes.len() * 8).map(flip).collect()
    };
    match value {
        Value::Null => vec![Value::Integer(0), Value::Text(String::new()), Value::Blob(vec![0; 16])],
        Value::Integer(n) => (0..64).map(|bit| Value::Integer(n ^ (1 << bit))).collect(),
        Value::Real(x) => (0..64).map(|bit| Value::Real(f64::from_bits(x.to_bits() ^ (1 << bit)))).collect(),
        Value::Text(text) => {
            let valid = bytes(text.as_bytes()).into_iter().filter_map(|b| String::from_utf8(b).ok());
            valid.map(Value::Text).collect()
        }
        Value::Blob(blob) => bytes(blob).into_iter().map(Value::Blob).collect(),
    }
}

#[test]
fn a_changed_event_is_reported_and_never_given_out() {
    let home = Home::new();
    let mut store = home.open();
    store.append(&[answer(1, "a", Rating::Good), answer(2, "b", Rating::Good)]).unwrap();
    store
        .conn
        .execute_batch("DROP TRIGGER event_is_never_changed; UPDATE event SET rating = 1 WHERE arrival = 2")
        .unwrap();
    let report = store.check().unwrap();
    expect![[r#"
        Report {
            integrity: [],
            events: 2,
            damaged: [
                (
                    2,
                    "the progress file is damaged: an event of the log does not have the checksum it was written with",
                ),
            ],
            differing: [
                Subject {
                    deck: "deck",
                    question: "b",
                },
            ],
            miscounted: false,
            schema: [
                "trigger event_is_never_changed event",
            ],
            settings_damaged: false,
            quarantined: [],
        }
    "#]]
    .assert_debug_eq(&report);
    assert!(store.event(id(2)).is_err());
    assert_eq!(store.event(id(1)).unwrap().unwrap().id, id(1));
}

#[test]
fn damage_in_the_log_keeps_nobody_from_answering() {
    let home = Home::new();
    let mut store = home.open();
    let rename = Body::Rename { from: subject("a"), to: "b".into() };
    let parameters = crate::memory::Parameters::default().values().to_vec();
    store.append(&[answer(1, "a", Rating::Good), answer(2, "b", Rating::Good)]).unwrap();
    store.append(&[draft(3, rename), draft(4, Body::Parameters(parameters))]).unwrap();
    let damage = "DROP TRIGGER event_is_never_changed; UPDATE event SET rating = 9 WHERE arrival = 2;
        UPDATE event SET purpose = x'ff' WHERE arrival = 1; UPDATE event SET body = '{' WHERE arrival > 2";
    assert!(store.conn.execute_batch(damage).is_err(), "a STRICT column refuses the blob");
    store.conn.execute_batch("UPDATE event SET body = '{' WHERE arrival > 2").unwrap();
    store.rebuild(&mut |_, _| ()).unwrap();
    drop(store);
    let mut store = home.open();
    store.append(&[answer(5, "b", Rating::Good)]).unwrap();
    assert_eq!(store.state(&subject("b")).unwrap().reviews, 1);
    let damaged: Vec<i64> = store.check().unwrap().damaged.into_iter().map(|(arrival, _)| arrival).collect();
    assert_eq!(damaged, [2, 3, 4]);
    assert!(store.events(|_| Ok(())).is_err(), "an export does not pass damage on");
}

#[test]
fn a_file_that_is_no_progress_is_refused_and_left_alone() {
    let home = Home::new();
    std::fs::create_dir_all(home.path().parent().unwrap()).unwrap();
    let open = || Store::open(&home.path(), Uuid::nil()).err().map(|e| e.to_string()).unwrap_or_default();
    std::fs::write(home.path(), "Dear diary, ".repeat(500)).unwrap();
    expect![[r#"
        the progress file is damaged: file is not a database
          help: run `shiken doctor`: it says what is lost and restores the rest from log and backups"#]]
    .assert_eq(&open());
    assert_eq!(std::fs::read(home.path()).unwrap(), "Dear diary, ".repeat(500).as_bytes());
    std::fs::remove_file(home.path()).unwrap();
    rusqlite::Connection::open(home.path()).unwrap().execute_batch("CREATE TABLE mine (x)").unwrap();
    expect![[r#"
        the progress file belongs to another program
          help: move it away; nothing was changed"#]]
    .assert_eq(&open());
    std::fs::remove_file(home.path()).unwrap();
    drop(home.open());
    rusqlite::Connection::open(home.path()).unwrap().pragma_update(None, "user_version", 99).unwrap();
    expect![[r#"
        the progress file has format 99, written by a newer Shiken; this one knows up to 1
          help: update Shiken; nothing was changed"#]]
    .assert_eq(&open());
}

#[test]
fn torn_pages_never_panic() {
    let home = Home::new();
    let mut store = home.open();
    let drafts: Vec<Draft> = (0..300).map(|n| answer(n, &format!("q{}", n % 40), Rating::Good)).collect();
    store.append(&drafts).unwrap();
    drop(store);
    let whole = std::fs::read(home.path()).unwrap();
    for page in 0..whole.len() / 2048 {
        let mut torn = whole.clone();
        // The header of the file stays: without it the file is not even a database.
        let start = if page == 0 { 100 } else { page * 2048 };
        for (n, byte) in torn[start..(page + 1) * 2048].iter_mut().enumerate() {
            *byte ^= (n % 251) as u8;
        }
        std::fs::write(home.path(), &torn).unwrap();
        let Ok(mut store) = Store::open(&home.path(), Uuid::nil()) else { continue };
        if let Ok(report) = store.check() {
            let used = store.conn.query_row("PRAGMA freelist_count", [], |row| row.get::<_, i64>(0));
            assert!(!report.is_sound() || used.is_ok_and(|free| free > 0), "page {page}");
        }
        let _ = (store.states(None), store.answers(None), store.last_review());
        let _ = store.append(&[answer(1000, "q1", Rating::Good)]);
    }
}

/// The machine's administrator may write everywhere, so there these say nothing.
#[cfg(unix)]
fn may_write_anywhere(dir: &Path) -> bool {
    std::fs::File::create(dir.join("probe")).is_ok()
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_says_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let folder = home.path().parent().unwrap().to_owned();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o500)).unwrap();
    if may_write_anywhere(&folder) {
        return;
    }
    let error = Store::open(&home.path(), Uuid::nil()).err().unwrap().to_string();
    assert_eq!(
        error.replace(home.dir.path().to_str().unwrap(), "HOME"),
        "cannot write HOME/user/progress.db: you may not write there\n  \
         help: give yourself the right to write there, or set SHIKEN_HOME to a folder of your own"
    );
}

#[test]
fn every_trouble_of_the_system_has_plain_words() {
    use std::io::{Error as Io, ErrorKind};
    let io = |kind| trouble::io("write", Path::new("/x\u{1b}[2J/users.json"), &Io::from(kind)).to_string();
    let sql = |code| {
        let cause = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        crate::error::Error::from(cause).to_string()
    };
    let all: Vec<String> = [
        io(ErrorKind::PermissionDenied),
        io(ErrorKind::ReadOnlyFilesystem),
        io(ErrorKind::StorageFull),
        sql(rusqlite::ffi::SQLITE_FULL),
        sql(rusqlite::ffi::SQLITE_BUSY),
        sql(rusqlite::ffi::SQLITE_READONLY),
        sql(rusqlite::ffi::SQLITE_CANTOPEN),
        sql(rusqlite::ffi::SQLITE_IOERR),
        sql(rusqlite::ffi::SQLITE_CORRUPT),
    ]
    .to_vec();
    expect![[r#"
        cannot write /x�[2J/users.json: you may not write there
          help: give yourself the right to write there, or set SHIKEN_HOME to a folder of your own
        cannot write /x�[2J/users.json: the disk is mounted read-only
          help: give yourself the right to write there, or set SHIKEN_HOME to a folder of your own
        cannot write /x�[2J/users.json: the disk is full
          help: make room, then try again
        the disk is full, nothing was saved
          help: make room on the disk of the progress file, then try again
        another program has kept the progress file locked for five seconds
          help: let the other Shiken (or backup program) finish, then try again
        the progress file may not be written
          help: check who owns the file and its folder, and that the disk is not mounted read-only
        the progress file cannot be opened
          help: check that its folder exists and that you may read and write in it
        the disk failed to read or write the progress file: Error code 10: disk I/O error
          help: check the disk; answers not yet saved are kept on the screen
        the progress file is damaged: Error code 11: database disk image is malformed
          help: run `shiken doctor`: it says what is lost and restores the rest from log and backups"#]]
    .assert_eq(&all.join("\n"));
}
