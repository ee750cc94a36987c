//! No bytes whatever make the reading of a deck panic, steer the terminal or point outside of a file.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use shiken::deck::{Parsed, parse};
use shiken::source::{SourceFile, Span, render};

/// One of everything, to be damaged.
const DECK: &str = include_str!("../data/all-kinds.toml");

fn sound_spans(parsed: &Parsed, files: &[SourceFile]) {
    let check = |span: Span| {
        let file = &files[span.file as usize];
        assert!(span.start <= span.end && span.end as usize <= file.text().len(), "{span:?}");
    };
    for diagnostic in &parsed.diagnostics {
        check(diagnostic.span);
        diagnostic.labels.iter().for_each(|label| check(label.span));
        diagnostic.fix.iter().for_each(|fix| check(fix.span));
    }
    parsed.deck.questions.iter().for_each(|question| check(question.place.into()));
}

fn read_all(bytes: Vec<u8>) -> Parsed {
    let files = [SourceFile::from_bytes("a.toml", bytes)];
    let parsed = parse(&files);
    sound_spans(&parsed, &files);
    for diagnostic in parsed.diagnostics.iter().take(20) {
        let drawn = render::text(diagnostic, &files, false);
        let hostile = drawn.chars().find(|c| *c != '\n' && shiken::text::is_hostile(*c));
        assert_eq!(hostile, None, "{drawn:?}");
        let json = render::json(diagnostic, &files).to_string();
        assert!(json.contains("\"line\":"));
    }
    parsed
}

#[test]
fn the_deck_to_be_damaged_is_sound() {
    let parsed = read_all(DECK.into());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    assert_eq!(parsed.deck.questions.len(), 13);
}

/// Pieces that mean something to TOML or to a terminal.
const PIECES: [&str; 22] = [
    "\"\"\"",
    "'''",
    "\"",
    "'",
    "[",
    "]",
    "[[question]]",
    "[term.x]",
    "{",
    "}",
    "\n",
    "\r",
    "\0",
    "\x1b[2J",
    "\u{202e}",
    "\\",
    "=",
    "#",
    "@",
    "\u{feff}",
    "試",
    "0",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,200}|([a-z]+ = \\PC{0,20}\n|\\[\\[question\\]\\]\n){0,20}") {
        read_all(text.into_bytes());
    }

    #[test]
    fn damaged_decks(cuts in proptest::collection::vec((0usize..DECK.len(), 0usize..40, 0..PIECES.len()), 1..6)) {
        let mut bytes = DECK.as_bytes().to_vec();
        for (at, length, piece) in cuts {
            let at = at.min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, PIECES[piece].bytes());
        }
        read_all(bytes);
    }

    #[test]
    fn one_broken_question_leaves_the_others(damage in 0..6usize, broken in 0..8usize) {
        let damage = ["hint = \"x", "hint = \"\"\"x", "hint = 'x", "list = [\"x\",", "x = {", "date = 2014-11"][damage];
        let mut text = String::from("format = 1\n[deck]\nid = \"d\"\ntitle = \"d\"\n");
        for i in 0..8 {
            let bad = if i == broken { damage } else { "" };
            text.push_str(&format!("[[question]]\nid = \"q{i}\"\n{bad}\nprompt = \"\"\"\nx\n\"\"\"\nanswer = 'y'\n"));
        }
        let parsed = read_all(text.into_bytes());
        let errors: Vec<_> = parsed.diagnostics.iter().map(|d| d.code.id).collect();
        prop_assert_eq!(parsed.deck.questions.len(), 7, "{:?}", errors);
        prop_assert_eq!(errors, ["E002"]);
    }

    #[test]
    fn sections_say_what_the_whole_file_says(blocks in proptest::collection::vec(0..5usize, 0..12)) {
        let mut text = String::from("format = 1\n[deck]\nid = \"d\"\ntitle = \"d\"\n");
        for (i, block) in blocks.iter().enumerate() {
            let body = [
                "answer = \"\"\"\nx\n\n[[question]]\nid = \"no\"\n\"\"\"",
                "list = [\n  '[deck]',\n  \"[term.x]\", # [[question]]\n]",
                "answer = '''\n[term.x]\n\"\"\"'''\n# '''",
                "near = [\n{ answer = \"[[question]]\", score = 0.5 } ]\nanswer = \"\\\"\\\"\\\"\"",
                "answer = \"y\"\n[[question.near]]\nanswer = \"z\"",
            ][*block];
            text.push_str(&format!("\n[[ question ]] # \"\"\"\nid = \"q{i}\"\nprompt = \"?\"\n{body}\n"));
        }
        let parsed = read_all(text.clone().into_bytes());
        prop_assert!(parsed.diagnostics.iter().all(|d| d.code.id == "W103"), "{:?}", parsed.diagnostics);
        let whole: toml::Table = toml::from_str(&text).unwrap();
        let questions = whole.get("question").and_then(|q| q.as_array()).cloned().unwrap_or_default();
        let ids: Vec<String> = questions.iter().map(|q| q["id"].as_str().unwrap().to_owned()).collect();
        let ours: Vec<String> = parsed.deck.questions.iter().map(|q| q.id.to_string()).collect();
        prop_assert_eq!(ours, ids);
    }
}

/// Debug builds are some ten times slower than what people run.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn a_line_of_ten_megabytes_is_no_trouble() {
    let long = "x".repeat(10 << 20);
    let question = |body: &str| format!("[[question]]\nid = \"a\"\nprompt = \"?\"\n{body}\n").into_bytes();
    let begin = Instant::now();
    for bytes in [
        question(&format!("answer = \"{long}\"")),
        question(&format!("answer = \"y\"\n{long} = 1")),
        question(&format!("answer = {long}")),
        question(&format!("answer = \"{long}")),
        long.clone().into_bytes(),
    ] {
        let files = [SourceFile::from_bytes("a.toml", bytes)];
        let parsed = parse(&files);
        for diagnostic in &parsed.diagnostics {
            assert!(render::text(diagnostic, &files, true).len() < 5_000, "{}", diagnostic.code.id);
        }
        assert!(!parsed.diagnostics.is_empty());
    }
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    for open in ["[", "{a=", "[{a="] {
        let parsed =
            read_all(format!("[[question]]\nid = \"a\"\nprompt = {}", open.repeat(100_000)).into_bytes());
        assert!(!parsed.diagnostics.is_empty());
    }
}
