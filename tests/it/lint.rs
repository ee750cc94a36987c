//! Advice on decks, from outside: none on good decks, some on bad ones, never a panic; and `explain` and `try`.

use std::fs;
use std::path::PathBuf;

use expect_test::expect;
use proptest::prelude::*;
use shiken::deck::{lint, parse};
use shiken::source::{SourceFile, render};

use super::run::shiken;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The texts of the real deck, deck.toml first.
fn real_deck() -> Vec<(String, String)> {
    let folder = root().join("decks/japan-cyber-defence");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort_by_key(|path| (!path.ends_with("deck.toml"), path.clone()));
    let name = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// Everything that is said of a deck.
fn said(files: Vec<SourceFile>) -> (usize, String) {
    let parsed = parse(&files);
    let advice = lint::lint(&parsed, &files);
    let all = parsed.diagnostics.iter().chain(&advice);
    let told: String = all.map(|diagnostic| render::text(diagnostic, &files, false) + "\n").collect();
    (parsed.deck.questions.len(), told)
}

#[test]
fn the_real_deck_is_clean() {
    let files = real_deck().into_iter().map(|(name, text)| SourceFile::new(name, text)).collect();
    let (questions, told) = said(files);
    assert!(questions > 250, "{questions}");
    assert_eq!(told, "");
}

#[test]
fn good_questions_of_any_subject_are_not_blamed() {
    let text = fs::read_to_string(root().join("tests/data/good-questions.toml")).unwrap();
    let (questions, told) = said(vec![SourceFile::new("good-questions.toml", text)]);
    assert!(questions >= 50, "{questions}");
    assert_eq!(told, "");
}

#[derive(Debug, Clone)]
enum Change {
    Cut(usize, usize),
    Repeat(usize, usize),
    Insert(usize, String),
}

fn change() -> impl Strategy<Value = Change> {
    let scrap = prop::sample::select(vec![
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        "=",
        "\n",
        "@",
        "@@",
        "#",
        "\\u{0}",
        "\u{1b}[31m",
        "é",
        "試験",
        "\u{202e}",
        "answer = \"?\"\n",
        "reject = [\"\"]\n",
        "[[question]]\n",
        "[term.x]\n",
        "allow = [\"W201\"]\n",
        "prompt = \"“\"\n",
        "or",
        "not",
        "an",
        "2014",
        "wrong = 3\n",
        "\"\"\"",
        "accept = [\"@abe\", \" \", \"“”\"]\n",
    ]);
    prop_oneof![
        (any::<usize>(), 1..400usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<usize>(), 1..2000usize).prop_map(|(at, length)| Change::Repeat(at, length)),
        (any::<usize>(), scrap).prop_map(|(at, scrap)| Change::Insert(at, scrap.to_owned())),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let piece = |at: usize, length: usize| {
        let start = text.floor_char_boundary(at % (text.len() + 1));
        (start, text.floor_char_boundary((start + length).min(text.len())))
    };
    match change {
        Change::Cut(at, length) => {
            let (start, end) = piece(*at, *length);
            format!("{}{}", &text[..start], &text[end..])
        }
        Change::Repeat(at, length) => {
            let (start, end) = piece(*at, *length);
            format!("{}{}{}", &text[..end], &text[start..end], &text[end..])
        }
        Change::Insert(at, scrap) => {
            let (start, _) = piece(*at, 0);
            format!("{}{scrap}{}", &text[..start], &text[start..])
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    /// Whatever is done to the real deck, it is read to the end, and what is said of it can be shown.
    #[test]
    fn a_mangled_deck_never_panics(chosen in any::<prop::sample::Index>(), changes in prop::collection::vec(change(), 1..12)) {
        let mut texts = real_deck();
        // The terms and one chapter: enough to break, and quick.
        let chapter = 1 + chosen.index(texts.len() - 1);
        let mut files = Vec::new();
        for (at, (name, text)) in texts.iter_mut().enumerate().filter(|(at, _)| *at == 0 || *at == chapter) {
            for change in changes.iter().skip(at % 2).step_by(2) {
                *text = changed(text, change);
            }
            files.push(SourceFile::new(name.as_str(), text.as_str()));
        }
        let (_, told) = said(files);
        prop_assert!(!told.contains('\u{1b}'), "an escape in: {told}");
    }
}

const DECK: &str = "\
format = 1
[deck]
id = \"d\"
title = \"D\"
";

const WEAK: &str = "
[[question]]
id = \"a\"
prompt = \"Which of these is not a metal?\"
choose = \"neon\"
wrong = [\"iron\", \"zinc\"]
";

#[test]
fn advice_is_a_warning_and_can_be_allowed_by_the_deck() {
    shiken(["check", "d.toml"])
        .file("d.toml", &format!("{DECK}{WEAK}"))
        .run()
        .stdout(expect![[r#"
            warning[W208]: the question turns on a “not” that is easily missed
             --> d.toml:8:10
              |
            8 | prompt = "Which of these is not a metal?"
              |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
              |
              = help: ask for what is true; if it must be negative, write NOT

        "#]])
        .stderr(expect![[r#"
            1 warning in 1 file; 1 question sound
        "#]]);
    shiken(["check", "d.toml"]).file("d.toml", &format!("{DECK}allow = [\"W208\"]\n{WEAK}")).run().stderr(
        expect![[r#"
            no mistakes in 1 file; 1 question sound
        "#]],
    );
}

#[test]
fn a_code_is_explained() {
    shiken(["explain", "w303"]).run().stdout(expect![[r#"
        W303: an article that gives the option away

        The prompt ends in "a" or "an", and only the right option can follow it.

        Why: grammar gives the option away; Haladyna, Downing and Rodriguez (2002) list
        it among the clues to avoid.

        Before:
            prompt = "A tool that splits wood is an"
            choose = "axe"
            wrong = ["hammer", "spade"]

        After:
            prompt = "Which tool splits wood?"

        This is a warning. Where it is not right, write `allow = ["W303"]` in the
        question, the term or [deck].
    "#]]);
    shiken(["explain", "W2O4"]).run().status(2).stderr(expect![[r#"
        error: there is no code “W2O4”
          help: did you mean `W204`?
    "#]]);
}

#[test]
fn the_judge_can_be_tried() {
    let deck = format!(
        "{DECK}\n[[question]]\nid = \"a\"\nprompt = \"Which law?\"\nanswer = \"Basic Act on Cybersecurity\"\n"
    );
    shiken(["try", "d.toml", "a", "Basic Act on Cybersecurty", "something else"])
        .file("d.toml", &deck)
        .run()
        .stdout(expect![[r#"
            a (text): Which law?
              answer: Basic Act on Cybersecurity
            Basic Act on Cybersecurty: near (90 %), rule slip: a slip of the hand
              read as: basic act on cybersecurty
              differs: you wrote “Cybersecurty”; it is “Cybersecurity”
            something else: wrong (0 %), rule different: nothing matched
        "#]]);
    shiken(["try", "d.toml", "--json"])
        .file("d.toml", &deck)
        .stdin("basic act on cyber-security\n")
        .run()
        .stdout(expect![[r#"
            {"difference":null,"feedback":null,"folded":"basic act on cyber security","names":null,"outcome":"right","question":"a","response":"basic act on cyber-security","rule":"equal","score":1.0}
        "#]]);
}
