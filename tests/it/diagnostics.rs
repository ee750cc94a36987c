//! Every mistake an instructor can make, as it is told: one file of mistakes for each code, and beside it what is
//! said of it. `UPDATE_EXPECT=1` writes anew what is said.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use shiken::deck::{Parsed, lint, parse};
use shiken::source::{SourceFile, codes, render};

/// Codes of mistakes that no single deck can hold; `library.rs` and `check.rs` test them.
const ELSEWHERE: [&str; 3] = ["E005", "E006", "E114"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/diagnostics")
}

/// A file that begins with `# alone` is a deck; any other is the chapter of one.
fn files(name: &str, bytes: Vec<u8>) -> Vec<SourceFile> {
    let alone = bytes.starts_with(b"# alone");
    let file = SourceFile::from_bytes(name, bytes);
    if alone {
        return vec![file];
    }
    vec![SourceFile::new("deck.toml", "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\n"), file]
}

fn cases() -> Vec<(String, Vec<SourceFile>, Parsed)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let case = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let files = files(&format!("{name}.toml"), fs::read(&path).unwrap());
        let mut parsed = parse(&files);
        parsed.diagnostics.extend(lint::lint(&parsed, &files));
        parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        (name, files, parsed)
    };
    paths.into_iter().map(case).collect()
}

#[test]
fn every_mistake_is_told_as_it_was() {
    for (name, files, parsed) in cases() {
        let mut told = String::new();
        for diagnostic in &parsed.diagnostics {
            writeln!(told, "{}", render::text(diagnostic, &files, false)).unwrap();
        }
        for diagnostic in &parsed.diagnostics {
            writeln!(told, "{}", render::json(diagnostic, &files)).unwrap();
        }
        writeln!(
            told,
            "\nsound: {}",
            parsed.deck.questions.iter().map(|q| &*q.id).collect::<Vec<_>>().join(" ")
        )
        .unwrap();
        expect_test::expect_file![folder().join(format!("{name}.txt"))].assert_eq(&told);
    }
}

#[test]
fn every_code_has_its_file() {
    let mut told = BTreeSet::new();
    for (name, _, parsed) in cases() {
        let own = name.split('-').next().unwrap().to_owned();
        let found: Vec<&str> = parsed.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        assert!(found.contains(&own.as_str()), "{name} gives {found:?}");
        told.insert(own);
    }
    let missing: Vec<&str> = codes::ALL
        .iter()
        .map(|code| code.id)
        .filter(|id| !told.contains(*id) && !ELSEWHERE.contains(id))
        .collect();
    assert!(missing.is_empty(), "no file for {missing:?}");
}

#[test]
fn nothing_of_a_deck_steers_the_terminal() {
    for (name, files, parsed) in cases() {
        for diagnostic in &parsed.diagnostics {
            let drawn = render::text(diagnostic, &files, false);
            let hostile = drawn.chars().find(|c| *c != '\n' && shiken::text::is_hostile(*c));
            assert_eq!(hostile, None, "{name}: {drawn:?}");
        }
    }
}

/// The codes of [`ELSEWHERE`]: they are about files on disk, or about two decks.
#[cfg(unix)]
#[test]
fn what_no_single_deck_can_hold_is_told_too() {
    use crate::run::shiken;
    let home = tempfile::TempDir::new().unwrap();
    let deck = "format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\n[[question]]\nid = \"q\"\nprompt = \"?\"\ncard = \"x\"\n";
    fs::create_dir(home.path().join("one")).unwrap();
    for name in ["one/deck.toml", "two.toml"] {
        fs::write(home.path().join(name), deck).unwrap();
    }
    std::os::unix::fs::symlink("nowhere", home.path().join("one/a.toml")).unwrap();
    let large = fs::File::create(home.path().join("one/b.toml")).unwrap();
    large.set_len(shiken::library::MAX_FILE_BYTES + 1).unwrap();
    let text = shiken(["check", "one", "two.toml"]).home(home.path()).run().status(1);
    let json = shiken(["check", "--json", "one", "two.toml"]).home(home.path()).run().status(1);
    let told = format!("{}{}", text.output(), json.output());
    for code in ELSEWHERE {
        assert_eq!(told.matches(code).count(), 2, "{code}: {told}");
    }
    expect_test::expect_file![folder().join("elsewhere.txt")].assert_eq(&told);
    for ran in [text, json] {
        ran.stderr(expect_test::expect!["3 errors in 4 files; 2 questions sound\n"]);
    }
}
