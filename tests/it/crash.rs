//! Never lose an answer: killed at any instant, two at once, a full disk, a folder that may not be written.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

const DECK: &str = "decks/japan-cyber-defence";

fn study(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shiken"));
    command
        .args(["study", DECK, "--jsonl", "--new", "9999"])
        .env("SHIKEN_HOME", home)
        .env_remove("SHIKEN_NOW");
    command.env_remove("SHIKEN_SEED");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Answers "don't know" until `most` verdicts were printed, which are the answers acknowledged, then ends the input
/// and hears the program out. Counts the verdicts.
fn answer_all(child: &mut Child, most: usize) -> usize {
    answer(child, most, |_| ())
}

/// The same; `told` hears after each verdict how many there are.
fn answer(child: &mut Child, most: usize, mut told: impl FnMut(usize)) -> usize {
    let mut input = child.stdin.take();
    let output = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = 0;
    for line in output.lines().map_while(Result::ok) {
        if line.contains("\"type\":\"verdict\"") {
            acknowledged += 1;
            told(acknowledged);
        }
        if line.contains("\"type\":\"not-saved\"") || acknowledged >= most {
            input = None;
        }
        if let Some(open) = input.as_mut().filter(|_| line.contains("\"type\":\"question\"")) {
            // A program that was killed reads no more.
            let _ = writeln!(open, "{{\"unknown\":true}}");
        }
    }
    acknowledged
}

pub fn progress_file(home: &Path) -> Option<PathBuf> {
    let users = std::fs::read_dir(home.join("users")).ok()?;
    users.flatten().map(|user| user.path().join("progress.db")).find(|path| path.exists())
}

fn open(home: &Path) -> Option<Connection> {
    Connection::open_with_flags(progress_file(home)?, OpenFlags::SQLITE_OPEN_READ_WRITE).ok()
}

fn reviews(home: &Path) -> usize {
    let Some(file) = open(home) else { return 0 };
    let count: i64 =
        file.query_row("select count(*) from event where kind = 'review'", [], |row| row.get(0)).unwrap_or(0);
    usize::try_from(count).unwrap()
}

fn assert_sound(home: &Path) {
    if let Some(file) = open(home) {
        let verdict: String = file.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(verdict, "ok");
    }
}

#[test]
fn killed_at_a_hundred_instants_no_acknowledged_answer_is_lost() {
    let home = TempDir::new().unwrap();
    let mut total = 0;
    for round in 0u64..100 {
        let mut child = study(home.path()).spawn().unwrap();
        let id = child.id().to_string();
        // At the start, or behind one of the first answers; then up to some milliseconds on, whatever happens there.
        let (after, delay) = (round as usize % 5, Duration::from_micros(round * 7_919 % 6_000));
        let mut kill = Some(move || {
            std::thread::sleep(delay);
            Command::new("kill").args(["-9", &id]).stderr(Stdio::null()).status().unwrap();
        });
        let mut killer = kill.take_if(|_| after == 0).map(std::thread::spawn);
        total += answer(&mut child, usize::MAX, |acknowledged| {
            if let Some(kill) = kill.take_if(|_| acknowledged == after) {
                killer = Some(std::thread::spawn(kill));
            }
        });
        killer.expect("it was killed").join().unwrap();
        child.wait().unwrap();
        assert_sound(home.path());
        let kept = reviews(home.path());
        assert!(kept >= total, "round {round}: {total} answers acknowledged, {kept} kept");
        // An answer may have been saved without the verdict having been printed, never the other way round.
        total = kept;
    }
    assert!(total > 100, "the kills came too early to prove anything: {total} answers in all");
    let next = answer_all(&mut study(home.path()).spawn().unwrap(), 3);
    assert_eq!(next, 3, "the next start works");
}

#[test]
fn two_at_once_both_finish_and_nothing_is_lost() {
    let home = TempDir::new().unwrap();
    let run = |limit: usize| {
        let home = home.path().to_owned();
        std::thread::spawn(move || {
            let mut child = study(&home).spawn().unwrap();
            let acknowledged = answer_all(&mut child, limit);
            let end = child.wait_with_output().unwrap();
            assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
            acknowledged
        })
    };
    let (one, two) = (run(120), run(120));
    let answered = one.join().unwrap() + two.join().unwrap();
    assert_eq!(answered, 240);
    assert_eq!(reviews(home.path()), 240);
    assert_sound(home.path());
}

/// The limit on the size of a file stands for a full disk: it needs no right to mount anything.
#[test]
#[cfg(unix)]
fn a_full_disk_is_said_and_loses_nothing() {
    let home = TempDir::new().unwrap();
    let first = answer_all(&mut study(home.path()).spawn().unwrap(), 5);
    assert_eq!(first, 5);
    let program = env!("CARGO_BIN_EXE_shiken");
    // Blocks of 512 bytes (some shells: 1024): far below what the write-ahead log of a long session needs.
    let script = format!("trap '' XFSZ; ulimit -f 150; exec {program} study {DECK} --jsonl --new 9999");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).env("SHIKEN_HOME", home.path());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let acknowledged = answer_all(&mut child, usize::MAX);
    let end = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&end.stderr);
    assert!(!end.status.success(), "it must not end as if all were well");
    assert!(said.contains("disk") && said.contains("help:"), "{said}");
    assert_sound(home.path());
    assert!(reviews(home.path()) >= first + acknowledged);
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_written_is_said_before_the_first_question() {
    let home = TempDir::new().unwrap();
    let blocked = home.path().join("blocked");
    // A file where the folder should be: refused for every user, the superuser included.
    std::fs::write(&blocked, "").unwrap();
    let child = study(&blocked).spawn().unwrap();
    let end = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&end.stderr);
    assert_eq!(end.status.code(), Some(1), "{said}");
    assert!(said.contains("SHIKEN_HOME") || said.contains("folder"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(end.stdout.is_empty(), "nothing is asked that could not be saved");
}
