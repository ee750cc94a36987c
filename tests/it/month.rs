//! Thirty days of a student who answers the real deck through a pipe, line by line: at the end the log holds exactly
//! what was answered.

use std::collections::{HashSet, VecDeque};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rusqlite::Connection;
use shiken::deck::Deck;
use shiken::question::{Key, Name, Question};
use tempfile::TempDir;

const DECK: &str = "decks/japan-cyber-defence";
const DAYS: u8 = 30;

/// What was answered: the question, and whether the student knew it.
type Answered = (String, bool);

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The question that a screen shows; the longest, should one prompt be part of another.
fn shown<'d>(deck: &'d Deck, screen: &str) -> &'d Question {
    let screen = squeezed(screen);
    let stands = |question: &&Question| screen.contains(&squeezed(question.shown_prompt().raw()));
    let found = deck.questions.iter().filter(stands).max_by_key(|question| question.prompt.raw().len());
    found.unwrap_or_else(|| panic!("no question of the deck is on the screen:\n{screen}"))
}

fn names(names: &[Name]) -> impl Iterator<Item = String> + '_ {
    names.iter().map(|name| name.text.raw().to_owned())
}

/// The lines that answer a question right.
fn right(question: &Question, screen: &str) -> VecDeque<String> {
    match &question.key {
        Key::Card(_) => ["".to_owned(), "3".to_owned()].into(),
        Key::List(key) => names(&key.items).take(key.need).collect(),
        Key::Cloze(key) => key.blanks.iter().map(|blank| blank.shown().raw().to_owned()).collect(),
        Key::Order(key) => [names(&key.items).collect::<Vec<_>>().join("; ")].into(),
        Key::Choice(key) => [names(&key.right).collect::<Vec<_>>().join("; ")].into(),
        Key::Match(key) => {
            let screen = squeezed(screen.split_once("Partners:").expect("partners are shown").0);
            let place = |left: &str| screen.find(&format!("-{}", squeezed(left))).expect("each is shown");
            let mut pairs: Vec<_> = key.pairs.iter().collect();
            pairs.sort_by_key(|(left, _)| place(left.text.raw()));
            pairs.into_iter().map(|(_, right)| right.text.raw().to_owned()).collect()
        }
        _ => [question.answer().raw().to_owned()].into(),
    }
}

/// One day's session, to its end.
fn study(home: &Path, day: u8, deck: &Deck, chance: &mut StdRng) -> Vec<Answered> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shiken"));
    command.args(["study", DECK, "--plain"]).env("SHIKEN_HOME", home).env("SHIKEN_SEED", day.to_string());
    command.env("SHIKEN_NOW", format!("2026-09-{:02}T18:00:00+09:00[Asia/Tokyo]", day + 1));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (mut answered, mut lines, mut seen) = (Vec::new(), VecDeque::new(), HashSet::new());
    let mut screen = Vec::new();
    let mut bytes = [0; 4096];
    loop {
        let count = output.read(&mut bytes).unwrap();
        if count == 0 {
            break;
        }
        screen.extend_from_slice(&bytes[..count]);
        if !screen.ends_with(b"> ") {
            continue;
        }
        if lines.is_empty() {
            let text = String::from_utf8_lossy(&screen);
            let text = &text[text.rfind("\n[").expect("a question has a header")..];
            let question = shown(deck, text);
            // Known four times out of five, and always once it was shown.
            let knows = !seen.insert(question.id.clone()) || chance.random_bool(0.8);
            lines = if knows { right(question, text) } else { ["?".to_owned()].into() };
            answered.push((question.id.to_string(), knows));
            screen.clear();
        }
        writeln!(input, "{}", lines.pop_front().expect("as many lines as prompts")).unwrap();
    }
    assert!(child.wait().unwrap().success());
    answered
}

#[test]
fn thirty_days_end_with_the_log_equal_to_what_was_answered() {
    let home = TempDir::new().unwrap();
    let deck = shiken::library::load(Path::new(DECK)).unwrap().parsed.deck;
    let mut chance = StdRng::seed_from_u64(30);
    let mut all = Vec::new();
    for day in 0..DAYS {
        let answered = study(home.path(), day, &deck, &mut chance);
        assert!(!answered.is_empty(), "nothing to do on day {day}");
        all.extend(answered);
    }
    let asked: HashSet<&String> = all.iter().map(|(id, _)| id).collect();
    assert_eq!(asked.len(), deck.questions.len(), "the whole deck was studied");
    let log = Connection::open(super::crash::progress_file(home.path()).unwrap()).unwrap();
    let mut rows = log
        .prepare("SELECT question, rating <> 1 FROM event WHERE kind = 'review' ORDER BY sequence")
        .unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let logged: Vec<Answered> = rows.map(Result::unwrap).collect();
    assert_eq!(logged, all);
}
