//! Decks damaged at random are read, checked, mended and laid out: no panic, no place outside of a file, no change of
//! meaning, no waiting. `SHIKEN_FUZZ_SECONDS=300 cargo test --release --test it fuzz` looks longer;
//! `SHIKEN_FUZZ_CASES` sets how many cases are tried at a time.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use shiken::deck::fix::mended;
use shiken::deck::format::formatted;
use shiken::deck::{Parsed, lint, parse};
use shiken::source::{SourceFile, Span, render};

/// Longest text of a case before it is damaged: small ones are quick, and reach as deep.
const WINDOW_BYTES: usize = 4_000;
/// Longest time of one case, in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

const HEAD: &str = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\n";

/// What means something to TOML, to a deck, to a terminal or to a reader of dates and numbers.
const PIECES: [&str; 44] = [
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "#",
    "\\",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\t",
    "@",
    "@@",
    "|",
    "/",
    "-",
    "%",
    "\u{feff}",
    "\u{202e}",
    "\x1b[2J",
    "試",
    "é",
    "1979-05-27T07:32:00Z",
    "0x10",
    "1e999",
    "-0.0",
    "nan",
    "true",
    "[[question]]\n",
    "[term.x]\n",
    "[deck]\n",
    "[[exam]]\n",
    "{ answer = \"x\" }",
    "[\"a\", [\"b\"]]",
    "\"@basic-act\"",
];

/// One act of damage; the numbers say where, and are taken modulo what is there.
#[derive(Debug, Clone)]
enum Damage {
    /// A byte becomes another, which may be no UTF-8.
    Byte(usize, u8),
    /// Bytes become a piece.
    Piece(usize, usize, usize),
    /// Bytes are said again elsewhere.
    Copy(usize, usize, usize),
    DropLine(usize),
    SwapLines(usize, usize),
    /// A line is said again elsewhere.
    CopyLine(usize, usize),
    /// A key gets the value of another.
    OtherValue(usize, usize),
    /// A value gets the key of another.
    OtherKey(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || any::<u16>().prop_map(usize::from);
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        (at(), 0usize..12, 0..PIECES.len()).prop_map(|(at, cut, piece)| Damage::Piece(at, cut, piece)),
        (at(), 0usize..200, at()).prop_map(|(from, length, to)| Damage::Copy(from, length, to)),
        at().prop_map(Damage::DropLine),
        (at(), at()).prop_map(|(a, b)| Damage::SwapLines(a, b)),
        (at(), at()).prop_map(|(a, b)| Damage::CopyLine(a, b)),
        (at(), at()).prop_map(|(a, b)| Damage::OtherValue(a, b)),
        (at(), at()).prop_map(|(a, b)| Damage::OtherKey(a, b)),
    ]
}

fn damaged(bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    match damage {
        Damage::Byte(..) | Damage::Piece(..) | Damage::Copy(..) => damaged_bytes(bytes, damage),
        _ => damaged_lines(&bytes, damage),
    }
}

fn damaged_bytes(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    let length = bytes.len();
    let range = |at: usize, many: usize| at % length..(at % length + many).min(length);
    match damage {
        Damage::Byte(at, byte) => bytes[at % length] = *byte,
        Damage::Piece(at, cut, piece) => drop(bytes.splice(range(*at, *cut), PIECES[*piece].bytes())),
        Damage::Copy(from, many, to) => {
            let copy = bytes[range(*from, *many)].to_vec();
            drop(bytes.splice(range(*to, 0), copy));
        }
        _ => {}
    }
    bytes
}

fn damaged_lines(bytes: &[u8], damage: &Damage) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let count = lines.len();
    let equals = |line: &[u8]| line.iter().position(|byte| *byte == b'=');
    let pairs: Vec<(usize, usize)> =
        lines.iter().enumerate().filter_map(|(nth, line)| Some((nth, equals(line)?))).collect();
    let two =
        |a: usize, b: usize| Some((pairs.get(a % pairs.len().max(1))?, pairs.get(b % pairs.len().max(1))?));
    match damage {
        Damage::DropLine(at) => drop(lines.remove(at % count)),
        Damage::SwapLines(a, b) => lines.swap(a % count, b % count),
        Damage::CopyLine(from, to) => {
            let line = lines[from % count].clone();
            lines.insert(to % count, line);
        }
        Damage::OtherValue(a, b) | Damage::OtherKey(a, b) => {
            if let Some((&(a, a_equals), &(b, b_equals))) = two(*a, *b) {
                let (one, other) = (lines[a].clone(), lines[b].clone());
                let at = if matches!(damage, Damage::OtherKey(..)) { b } else { a };
                lines[at] = [&one[..a_equals], &other[b_equals..]].concat();
            }
        }
        _ => {}
    }
    lines.concat()
}

fn seeds() -> Vec<Vec<u8>> {
    let folder = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let folders = ["decks/japan-cyber-defence", "tests/data", "tests/data/diagnostics", "tests/data/fuzz"];
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|name| fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A part of a seed, from one line to another.
fn window(seed: &[u8], at: usize) -> &[u8] {
    if seed.len() <= WINDOW_BYTES {
        return seed;
    }
    let start = at % (seed.len() - WINDOW_BYTES);
    let start = seed[start..].windows(2).position(|two| two == b"\n[").map_or(start, |line| start + line + 1);
    &seed[start..(start + WINDOW_BYTES).min(seed.len())]
}

fn check_spans(parsed: &Parsed, advice: &[shiken::source::Diagnostic], files: &[SourceFile]) {
    let check = |span: Span| {
        let text = files[span.file as usize].text();
        assert!(text.get(span.range()).is_some(), "{span:?} of {} bytes", text.len());
    };
    for diagnostic in parsed.diagnostics.iter().chain(advice) {
        check(diagnostic.span);
        diagnostic.labels.iter().for_each(|label| check(label.span));
        diagnostic.fix.iter().for_each(|fix| check(fix.span));
    }
    parsed.deck.questions.iter().for_each(|question| check(question.place.into()));
}

/// Everything but places, which the layout moves.
fn meaning(files: &[SourceFile]) -> String {
    let mut parsed = parse(files);
    for question in &mut parsed.deck.questions {
        question.place = shiken::question::Place::default();
    }
    let mut said: Vec<_> =
        parsed.diagnostics.iter().map(|found| (found.code.id, found.message.raw())).collect();
    // Two mistakes at one place may change their order with the place.
    said.sort_unstable();
    format!("{:?} {:?} {said:?}", parsed.deck, parsed.credits)
}

fn files(bytes: &[u8], is_chapter: bool) -> Vec<SourceFile> {
    let file = SourceFile::from_bytes("a.toml", bytes.to_vec());
    if is_chapter { vec![SourceFile::new("deck.toml", HEAD), file] } else { vec![file] }
}

fn run(bytes: &[u8], is_chapter: bool) {
    let begin = Instant::now();
    let files = files(bytes, is_chapter);
    let parsed = parse(&files);
    let advice = lint::lint(&parsed, &files);
    check_spans(&parsed, &advice, &files);
    for diagnostic in parsed.diagnostics.iter().chain(&advice).take(20) {
        let drawn = render::text(diagnostic, &files, false);
        assert!(!drawn.contains(|c| c != '\n' && shiken::text::is_hostile(c)), "{drawn:?}");
        assert!(render::json(diagnostic, &files)["line"].is_u64());
    }
    for question in &parsed.deck.questions {
        assert!(!question.shown_prompt().raw().is_empty());
        question.answer();
    }
    for (old, new) in files.iter().zip(mended(&files)) {
        assert!(new.is_none_or(|new| new != old.text()), "a fix that mends nothing");
    }
    check_layout(&files);
    // An editor must not complain of what the program takes.
    if !parsed.has_errors()
        && let Some(file) = files.last()
    {
        let refusals =
            crate::schema::refusals(file.text().trim_start_matches('\u{feff}')).unwrap_or_default();
        assert!(refusals.is_empty(), "{refusals:?}");
    }
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
}

fn check_layout(files: &[SourceFile]) {
    let Some((last, before)) = files.split_last() else { return };
    let Some(new) = formatted(last.text()) else { return };
    assert_eq!(formatted(&new).as_deref(), Some(&*new), "laid out twice");
    let with = |text: &str| {
        let copy = |file: &SourceFile| SourceFile::new(file.name.clone(), file.text());
        let last = SourceFile::new(last.name.clone(), text);
        before.iter().map(copy).chain([last]).collect::<Vec<_>>()
    };
    let plain = last.text().trim_start_matches('\u{feff}').replace("\r\n", "\n");
    assert_eq!(meaning(&with(&plain)), meaning(&with(&new)), "the layout changed the meaning");
}

fn number(name: &str) -> Option<u32> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is not a number")))
}

#[test]
fn no_damage_makes_reading_fail() {
    let seeds = seeds();
    for seed in &seeds {
        run(seed, false);
    }
    let cases = number("SHIKEN_FUZZ_CASES").unwrap_or(200);
    let until = Instant::now() + Duration::from_secs(number("SHIKEN_FUZZ_SECONDS").unwrap_or(0).into());
    let places = (0..seeds.len(), any::<u32>(), any::<bool>(), proptest::collection::vec(damage(), 1..8));
    let mut rounds = 0;
    loop {
        let config =
            Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
        let ran = TestRunner::new(config).run(&places, |(seed, at, is_chapter, damages)| {
            let part = window(&seeds[seed], at as usize).to_vec();
            run(&damages.iter().fold(part, damaged), is_chapter);
            Ok(())
        });
        if let Err(failure) = ran {
            panic!("{failure}");
        }
        rounds += 1;
        if Instant::now() >= until {
            break;
        }
    }
    if rounds > 1 {
        let _ = std::io::Write::write_fmt(
            &mut std::io::stderr(),
            format_args!("{} damaged decks\n", rounds * cases),
        );
    }
}
