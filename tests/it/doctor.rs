//! The doctor finds what is wrong, mends what can be mended, and says what is lost.

use std::path::PathBuf;

use expect_test::expect;

use super::crash::progress_file;
use super::log::{Device, three};
use super::pty::at_terminal;

fn file(device: &Device) -> PathBuf {
    progress_file(device.home.path()).unwrap()
}

/// What the doctor says, without the ids that differ.
fn said(device: &Device, args: &[&str], status: i32) -> String {
    let all: Vec<&str> = std::iter::once("doctor").chain(args.iter().copied()).collect();
    let run = match all.as_slice() {
        [one] => device.run([one]),
        [one, two] => device.run([one, two]),
        _ => unreachable!(),
    };
    let mut said = String::new();
    let ran = run.run().status(status);
    let out = ran.output().to_owned();
    drop(ran.stderr_is(|err| said = out + err));
    let folder = file(device).parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    said.replace(&folder, "USER")
}

/// Harms the file where `text` stands.
fn harm(device: &Device, text: &str) {
    let mut bytes = std::fs::read(file(device)).unwrap();
    let at = bytes.windows(text.len()).position(|window| window == text.as_bytes()).unwrap();
    bytes[at] ^= 4;
    std::fs::write(file(device), bytes).unwrap();
}

#[test]
fn a_sound_file_is_left_alone() {
    let [one, _, three] = three();
    expect![[r#"
        The progress of default in $PLACE/users/USER/progress.db
          fine   0 events, each as it was written, and all that follows from them
    "#]]
    .assert_eq(&said(&three, &[], 0));
    let before = std::fs::read(file(&one)).unwrap();
    expect![[r#"
        The progress of default in $PLACE/users/USER/progress.db
          fine   8 events, each as it was written, and all that follows from them
          fine   3 backups, the newest of 2026-11-24
          note   the clock of this device was set back once, by up to 24 h 30 min: the order of answers was kept
          note   1 event of this device dated after today: its clock was ahead
          note   answers to 3 questions of demo, a deck that is not found from here
    "#]].assert_eq(&said(&one, &["--fix"], 0));
    assert_eq!(std::fs::read(file(&one)).unwrap(), before);
}

#[test]
fn a_damaged_row_comes_back_from_the_backup() {
    let [one, ..] = three();
    let before = (one.exported(), one.derived());
    harm(&one, "basic act");
    expect![[r#"
        The progress of default in $PLACE/users/USER/progress.db
          wrong  1 event of the log not as written: number 1
        `shiken doctor --fix` mends it; the damaged file is kept
    "#]]
    .assert_eq(&said(&one, &[], 1));
    expect![[r#"
        The progress of default in $PLACE/users/USER/progress.db
          wrong  1 event of the log not as written: number 1
        mended: a new progress file with 7 events of the damaged one,
          1 event of the backup of 2026-11-24; all that follows from them was made anew
          the last event is of 2026-11-23 09:00
          the damaged file is kept as $PLACE/users/USER/damaged-1795424400000.db
    "#]]
    .assert_eq(&said(&one, &["--fix"], 0));
    assert_eq!((one.exported(), one.derived()), before);
    expect![[r#"
        The progress of default in $PLACE/users/USER/progress.db
          fine   8 events, each as it was written, and all that follows from them
          fine   3 backups, the newest of 2026-11-24
          note   the clock of this device was set back once, by up to 24 h 30 min: the order of answers was kept
          note   1 event of this device dated after today: its clock was ahead
          note   answers to 3 questions of demo, a deck that is not found from here
    "#]].assert_eq(&said(&one, &[], 0));
}

#[test]
fn without_a_backup_the_row_is_lost_and_is_named() {
    let [one, ..] = three();
    let before = one.exported();
    std::fs::remove_dir_all(file(&one).with_file_name("backups")).unwrap();
    harm(&one, "basic act");
    expect![[r#"
        The progress of default in $PLACE/users/USER/progress.db
          wrong  1 event of the log not as written: number 1
        mended: a new progress file with 7 events of the damaged one; all that follows from them was made anew
          lost: 1 event of this device, number 1; another device or an export may still have them
          the last event is of 2026-11-23 09:00
          the damaged file is kept as $PLACE/users/USER/damaged-1795424400000.db
    "#]]
    .assert_eq(&said(&one, &["--fix"], 1));
    let after = one.exported();
    let lost: Vec<&str> = before.lines().filter(|line| !after.contains(line)).collect();
    assert!(lost.len() == 1 && lost[0].contains("basic act"), "{lost:?}");
    let damaged: Vec<_> = std::fs::read_dir(file(&one).parent().unwrap()).unwrap().flatten().collect();
    assert!(damaged.iter().any(|entry| entry.file_name().to_str().unwrap().starts_with("damaged-")));
}

#[test]
fn an_export_leaves_out_what_is_damaged_and_says_so() {
    let [one, ..] = three();
    harm(&one, "basic act");
    let ran = one.run(["log", "export"]).run().status(1).stderr(expect![[r#"
        event 1 of the progress file: left out: the progress file is damaged: an event of the log does not have the checksum it was written with
        `shiken doctor` says what can be mended
    "#]]);
    assert_eq!(ran.output().lines().count(), 7);
}

#[test]
fn states_that_do_not_follow_from_the_log_are_replayed() {
    let [one, ..] = three();
    let before = one.derived();
    let harm = "UPDATE state SET lapses = 7; DELETE FROM history WHERE question = 'law'";
    rusqlite::Connection::open(file(&one)).unwrap().execute_batch(harm).unwrap();
    expect![[r#"
        The progress of default in $PLACE/users/USER/progress.db
          wrong  what is remembered of 3 questions does not follow from the log: law of demo, number of demo, year of demo
          fine   3 backups, the newest of 2026-11-24
          note   the clock of this device was set back once, by up to 24 h 30 min: the order of answers was kept
          note   1 event of this device dated after today: its clock was ahead
        mended: everything that follows from the log was made anew from it
    "#]].assert_eq(&said(&one, &["--fix"], 0));
    assert_eq!(one.derived(), before);
}

#[test]
fn a_newer_or_foreign_file_is_refused_and_left_alone() {
    let [one, ..] = three();
    let newer = "CREATE TABLE future (x); PRAGMA user_version = 99";
    rusqlite::Connection::open(file(&one)).unwrap().execute_batch(newer).unwrap();
    let before = std::fs::read(file(&one)).unwrap();
    expect![[r#"
        error: the progress file has format 99, written by a newer Shiken; this one knows up to 1
          help: update Shiken; nothing was changed
    "#]]
    .assert_eq(&said(&one, &["--fix"], 1));
    for command in ["today", "stats"] {
        drop(one.run([command]).run().status(if command == "stats" { 1 } else { 2 }).stderr_is(|_| ()));
    }
    assert_eq!(std::fs::read(file(&one)).unwrap(), before);
    let foreign = "DROP TABLE future; DROP TABLE state; PRAGMA application_id = 7; PRAGMA user_version = 1";
    rusqlite::Connection::open(file(&one)).unwrap().execute_batch(foreign).unwrap();
    expect![[r#"
        error: the progress file belongs to another program
          help: move it away; nothing was changed
    "#]]
    .assert_eq(&said(&one, &["--fix"], 1));
}

#[test]
fn a_lost_file_comes_from_its_backup() {
    let [one, ..] = three();
    std::fs::remove_file(file(&one)).unwrap();
    let path = one.home.path().to_owned();
    let ran = one.run(["stats"]).run().status(1);
    drop(ran.stderr_is(|said| {
        assert!(said.contains("there are backups of it") && said.contains("shiken doctor"), "{said}")
    }));
    let one_file =
        || std::fs::read_dir(path.join("users")).unwrap().next().unwrap().unwrap().path().join("progress.db");
    assert!(!one_file().exists(), "nothing begins anew");
    let text = said(&one, &["--fix"], 1);
    assert!(text.contains("lost, perhaps: what came after 2026-11-2"), "{text}");
    assert!(one.events() >= 4);
}

/// Without its backups, and with another end.
fn cut(device: &Device, length: usize) {
    std::fs::remove_dir_all(file(device).with_file_name("backups")).unwrap();
    let mut bytes = std::fs::read(file(device)).unwrap();
    bytes.truncate(length);
    std::fs::write(file(device), bytes).unwrap();
}

#[test]
fn what_stood_at_the_end_of_a_cut_file_is_not_passed_over() {
    let [one, ..] = three();
    let page = 2_048;
    let events = |device: &Device| device.exported().lines().count();
    // Somewhere in the middle of the log.
    let length = std::fs::metadata(file(&one)).unwrap().len() as usize;
    cut(&one, length / page * page - 6 * page);
    let text = said(&one, &["--fix"], 1);
    assert!(text.contains("lost, perhaps: what came after 2026-11-2"), "{text}");
    assert!(events(&one) <= 8);
}

#[test]
fn an_event_that_only_an_index_knows_is_lost() {
    let [one, ..] = three();
    std::fs::remove_dir_all(file(&one).with_file_name("backups")).unwrap();
    let last = one.exported().lines().last().unwrap().to_owned();
    let id = last.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    // Its row is harmed where it stands: the last that was written of this device.
    let bytes = std::fs::read(file(&one)).unwrap();
    let raw = *uuid::Uuid::parse_str(&id).unwrap().as_bytes();
    let places: Vec<usize> = (0..bytes.len() - 16).filter(|at| bytes[*at..at + 16] == raw).collect();
    let mut harmed = bytes;
    for at in places {
        // The row begins with its id; in the index of ids the id is the whole key.
        if harmed[at + 16..].starts_with(&raw) || harmed[at - 1] != 44 {
            harmed[at + 20] ^= 1;
        }
    }
    std::fs::write(file(&one), harmed).unwrap();
    let text = said(&one, &["--fix"], 1);
    assert!(text.contains("lost: 1 event of this device, number 8"), "{text}");
}

#[test]
fn backups_of_no_use_are_named() {
    let [one, ..] = three();
    let folder = file(&one).with_file_name("backups");
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        std::fs::write(entry.path(), "junk").unwrap();
    }
    let text = said(&one, &[], 0);
    assert!(text.contains("note   3 backups of no use, damaged or cut: 2026-11-2"), "{text}");
    assert!(!text.contains("fine   3 backups"), "{text}");
}

#[test]
fn holes_in_a_log_are_a_note_each_time() {
    let [one, ..] = three();
    let whole = one.exported();
    let some: String = whole
        .lines()
        .filter(|line| !line.contains("\"sequence\":3,"))
        .fold(String::new(), |all, line| all + line + "\n");
    let other = Device::new(9);
    std::fs::write(other.path("some.jsonl"), some).unwrap();
    other.run(["log", "import", other.path("some.jsonl").to_str().unwrap()]).run();
    for _ in 0..2 {
        let text = said(&other, &[], 0);
        assert!(text.contains("note   1 event of device") && text.contains("not here, number 3:"), "{text}");
    }
}

#[test]
fn a_lost_list_of_users_is_made_anew_of_their_folders() {
    let [one, ..] = three();
    let list = one.path("users.json");
    std::fs::write(&list, "{").unwrap();
    let damaged = one.run(["stats"]).run().status(1);
    drop(damaged.stderr_is(|said| assert!(said.contains("move it away"), "{said}")));
    std::fs::remove_file(&list).unwrap();
    assert_eq!(one.events(), 8, "the progress that was there is the default user's");
    one.run(["user", "add", "Mika"]).run();
    std::fs::remove_file(&list).unwrap();
    assert_eq!(one.events(), 8);
    let bytes = std::fs::read_to_string(&list).unwrap();
    assert!(bytes.contains("\"default\""), "{bytes}");
    std::fs::create_dir_all(one.path("users/00000000-0000-0000-0000-0000000000ff/backups")).unwrap();
    let text = said(&one, &[], 0);
    assert!(text.contains("00000000-0000-0000-0000-0000000000ff belongs to no user"), "{text}");
}

#[test]
fn at_a_terminal_the_doctor_asks() {
    let [one, ..] = three();
    let live = |answer: &str, status| {
        let mut live = at_terminal(["doctor"]).env("SHIKEN_HOME", one.home.path().to_str().unwrap()).start();
        live.sees("not as written").sees("[y/N]").types(answer).sees(if status == 0 {
            "mended:"
        } else {
            "--fix"
        });
        assert_eq!(live.ends(), status);
    };
    harm(&one, "basic act");
    live("n\r", 1);
    live("y\r", 0);
    assert_eq!(one.events(), 8);
}

#[test]
fn a_log_that_has_begun_anew_beside_its_backups_is_not_fine() {
    let [one, _, three] = three();
    let before = one.exported();
    // As an earlier Shiken left it when the file was gone: an empty one, beside backups that have answers.
    three.run(["stats"]).run();
    std::fs::copy(file(&three), file(&one)).unwrap();
    let text = said(&one, &[], 1);
    // A backup is made while the study goes on: it has the first answer of its day, and perhaps the second.
    let lacks =
        |events| format!("wrong  the log has 0 events, and its newest backup {events} events that it lacks");
    assert!(text.contains(&lacks(5)) || text.contains(&lacks(6)), "{text}");
    let text = said(&one, &["--fix"], 0);
    assert!(text.contains("events of the backup of 2026-11-24"), "{text}");
    assert!(!text.contains("settings"), "{text}");
    assert_eq!(one.exported(), before);
    said(&one, &[], 0);
}

#[test]
fn a_file_that_may_not_be_written_is_not_called_damaged() {
    let [one, ..] = three();
    // Nobody may write a folder as a file, not even the machine's administrator.
    let side = file(&one).with_file_name("progress.db-journal");
    std::fs::create_dir(&side).unwrap();
    let text = said(&one, &["--fix"], 1);
    assert!(!text.contains("mended") && !text.contains("damaged"), "{text}");
}

#[test]
fn backups_that_cannot_be_read_are_not_called_missing() {
    let [one, ..] = three();
    let folder = file(&one).with_file_name("backups");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "no folder").unwrap();
    let text = said(&one, &[], 0);
    assert!(text.contains("note   cannot read $PLACE/users/USER/backups"), "{text}");
    assert!(!text.contains("no backup yet"), "{text}");
}

#[test]
fn a_question_that_a_clock_ahead_has_hidden_is_named_and_can_be_asked() {
    let one = Device::new(1);
    one.study("2027-11-20", "basic act\n2014\n13\n");
    let hidden = "note   3 questions answered later than today, by a clock that was ahead, and not asked before: law of demo";
    let text = said(&one, &[], 0);
    assert!(text.contains(hidden) && text.contains("--ahead"), "{text}");
    one.run(["study", "demo.toml", "--ahead"]).stdin("basic act\n2014\n13\nbasic act\n2014\n13\n").run();
    let text = said(&one, &[], 0);
    assert!(!text.contains("not asked before"), "{text}");
}

#[test]
#[cfg(unix)]
fn a_folder_that_others_may_enter_is_noted_before_it_is_closed() {
    use std::os::unix::fs::PermissionsExt;
    let [one, ..] = three();
    let folder = file(&one).parent().unwrap().to_owned();
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    for is_open in [true, false] {
        let text = said(&one, &[], 0);
        assert_eq!(text.contains("could read $PLACE/users/USER; opening it closed it"), is_open, "{text}");
    }
}
