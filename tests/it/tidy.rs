//! The rules of the house, held by a test: who may use whom, how long things are, what never appears.
//!
//! Each rule is a function from text to complaints, and has been seen to complain.

mod scan;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use scan::{code_only, functions, without_tests};

const FILE_LINES_MAX: usize = 400;
const FUNCTION_LINES_MAX: usize = 70;

/// What every module may use.
const GROUND: [&str; 4] = ["error", "text", "time", "source"];

/// The modules below, and what each may use besides the ground and itself. The edge comes last.
const LAYERS: [(&str, &[&str]); 20] = [
    ("error", &[]),
    ("text", &[]),
    ("time", &[]),
    ("source", &[]),
    ("judge", &[]),
    ("question", &["judge"]),
    ("deck", &["question", "judge"]),
    ("event", &["question", "judge"]),
    ("memory", &["event", "question", "judge"]),
    ("plan", &["memory", "event", "deck", "question", "judge"]),
    ("session", &["plan", "memory", "event", "deck", "question", "judge"]),
    ("exam", &["session", "plan", "memory", "event", "deck", "question", "judge"]),
    ("stats", &["plan", "memory", "event", "deck", "question", "judge"]),
    ("exchange", &["memory", "event", "deck", "question", "judge"]),
    ("world", &[]),
    ("library", &["session", "deck", "question", "judge"]),
    ("store", &["session", "plan", "memory", "event", "question", "judge"]),
    ("terminal", &["session", "exam", "stats", "event", "question", "judge"]),
    ("web", &["session", "exam", "stats", "event", "question", "judge"]),
    (
        "cli",
        &[
            "judge", "question", "deck", "event", "memory", "plan", "session", "exam", "stats", "exchange",
            "world", "library", "store", "terminal", "web",
        ],
    ),
];

const EDGE: [&str; 7] = ["world", "library", "store", "terminal", "web", "cli", "main"];

/// What is not done above the edge.
const EDGE_ONLY: [&str; 17] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "thread::sleep",
    "std::io",
    "println!",
    "eprintln!",
    "print!(",
    "eprint!(",
    "Instant::now",
    "SystemTime",
    "Timestamp::now",
    "rand::rng(",
    "rusqlite",
    "console::",
    "dialoguer",
];

/// What is not done outside tests.
const NEVER: [&str; 6] = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!("];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files below `folder` with one of the extensions, with their path from the root.
fn files(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            if path.is_dir() {
                folders.push(path);
            } else if extensions.contains(&extension) {
                let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
                // Some test data are broken on purpose.
                found.push((name, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned()));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty() || !root().join(folder).exists(), "nothing found in {folder}");
    found
}

/// The module that a file of `src` belongs to.
fn module(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// The files of `src` with their code: comments, literals and tests left out.
fn sources() -> Vec<(String, String)> {
    let all = files("src", &["rs"]);
    let tests: BTreeSet<String> = all.iter().flat_map(|(path, text)| test_files(path, text)).collect();
    all.into_iter()
        .filter(|(path, _)| !tests.contains(path) && !is_named_tests(path))
        .map(|(path, text)| (path, without_tests(&code_only(&text))))
        .collect()
}

/// `tests.rs`, `library_tests.rs`, or anything in a folder `tests`.
fn is_named_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

/// The files that `text` declares as modules for tests only.
fn test_files(path: &str, text: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs");
    let folder = Path::new(stem).parent().unwrap().to_str().unwrap();
    let own = if matches!(Path::new(stem).file_name().unwrap().to_str(), Some("mod" | "lib" | "main")) {
        folder
    } else {
        stem
    };
    let declared = text.split("#[cfg(test)]").skip(1).filter_map(|after| {
        let item = after.split_once(';')?.0.trim();
        item.rsplit_once("mod ").map(|(_, name)| name).filter(|name| !name.contains(['{', ' ', '\n']))
    });
    declared.flat_map(|name| [format!("{own}/{name}.rs"), format!("{own}/{name}/mod.rs")]).collect()
}

/// The modules that `code` names behind `crate::`.
fn used_modules(code: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let group =
            rest.strip_prefix('{').map(|inside| inside.split_once("};").map_or(inside, |(group, _)| group));
        match group {
            Some(group) => used.extend(top_level(group).iter().map(|path| first_word(path))),
            None => drop(used.insert(first_word(rest))),
        }
    }
    used.remove("");
    used
}

/// The parts of `group` between its own commas, not those of groups inside.
fn top_level(group: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    group
        .split(|c| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        })
        .collect()
}

fn first_word(path: &str) -> String {
    path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn layer_complaints(path: &str, code: &str) -> Vec<String> {
    let own = module(path);
    if matches!(own, "lib" | "main") {
        return Vec::new();
    }
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == own) else {
        return vec![format!("{path}: the module {own} has no place in LAYERS of tests/it/tidy.rs")];
    };
    used_modules(code)
        .iter()
        .map(String::as_str)
        .filter(|used| *used != own && !GROUND.contains(used) && !allowed.contains(used))
        .map(|used| format!("{path}: {own} may not use {used}"))
        .collect()
}

fn edge_complaints(path: &str, code: &str) -> Vec<String> {
    if EDGE.contains(&module(path)) {
        return Vec::new();
    }
    containing(path, code, &EDGE_ONLY, "belongs to the edge")
}

fn containing(path: &str, code: &str, words: &[&str], why: &str) -> Vec<String> {
    let lines = code.lines().enumerate();
    lines
        .flat_map(|(nth, line)| {
            words.iter().filter(move |word| line.contains(**word)).map(move |word| (nth, word))
        })
        .map(|(nth, word)| format!("{path}:{}: {word} {why}", nth + 1))
        .collect()
}

fn size_complaints(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().count();
    let mut complaints = Vec::new();
    if lines > FILE_LINES_MAX {
        complaints.push(format!("{path}: {lines} lines, more than {FILE_LINES_MAX}"));
    }
    for (name, height) in functions(&code_only(text)) {
        if height > FUNCTION_LINES_MAX {
            complaints.push(format!("{path}: fn {name} has {height} lines, more than {FUNCTION_LINES_MAX}"));
        }
    }
    complaints
}

fn dependency_complaints(manifest: &str) -> Vec<String> {
    let mut in_dependencies = false;
    let mut complaints = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if in_dependencies && line.contains('=') && !line.starts_with('#') {
            let reason = line.rsplit_once('#').map_or("", |(_, reason)| reason.trim());
            if reason.len() < 6 {
                complaints.push(format!("Cargo.toml: no reason beside {line:?}"));
            }
        }
    }
    complaints
}

fn header_complaints(path: &str, text: &str) -> Vec<String> {
    let is_short = |line: &str| line.trim_start_matches("//!").trim().len() < 10;
    match text.lines().next() {
        Some(line) if line.starts_with("//!") && !is_short(line) => Vec::new(),
        _ => vec![format!("{path}: does not begin by saying in //! what it is for")],
    }
}

fn machine_complaints(path: &str, text: &str) -> Vec<String> {
    // Put together here, so that this file does not contain them.
    let folders = ["home", "work", "root", "Users"].map(|folder| format!("/{folder}/"));
    let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
    containing(path, text, &folders, "is a path of one machine")
}

/// Fails with all complaints at once.
fn no(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn modules_use_only_those_above_them() {
    no(sources().iter().flat_map(|(path, code)| layer_complaints(path, code)).collect());
    for (nth, (name, allowed)) in LAYERS.iter().enumerate() {
        let above = |used: &&str| LAYERS[..nth].iter().any(|(upper, _)| upper == used);
        assert!(allowed.iter().all(above), "{name} may use what stands below it");
    }
}

#[test]
fn only_the_edge_asks_the_machine() {
    no(sources().iter().flat_map(|(path, code)| edge_complaints(path, code)).collect());
}

#[test]
fn nothing_outside_tests_may_panic_on_purpose() {
    no(sources().iter().flat_map(|(path, code)| containing(path, code, &NEVER, "outside tests")).collect());
}

#[test]
fn files_and_functions_are_short() {
    let all = [files("src", &["rs"]), files("tests", &["rs"]), files("benches", &["rs"])].concat();
    no(all.iter().flat_map(|(path, text)| size_complaints(path, text)).collect());
}

#[test]
fn every_dependency_has_its_reason() {
    no(dependency_complaints(&fs::read_to_string(root().join("Cargo.toml")).unwrap()));
}

#[test]
fn every_source_says_what_it_is_for() {
    let all = files("src", &["rs"]);
    let own = all.iter().filter(|(path, _)| !is_named_tests(path));
    no(own.flat_map(|(path, text)| header_complaints(path, text)).collect());
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    let mut all = Vec::new();
    for folder in ["src", "tests", "docs", "decks", "benches"] {
        all.extend(files(folder, &["rs", "md", "toml", "sql", "json"]));
    }
    no(all.iter().flat_map(|(path, text)| machine_complaints(path, text)).collect());
}

mod tests {
    use super::*;

    #[test]
    fn layers_complain() {
        let bad = "use crate::{error::Result, store::{Store, plan}, judge};\nfn f() { crate::cli::run() }";
        let complaints =
            ["src/judge/date.rs: judge may not use cli", "src/judge/date.rs: judge may not use store"];
        assert_eq!(layer_complaints("src/judge/date.rs", bad), complaints);
        assert_eq!(layer_complaints("src/terminal/mod.rs", "use crate::memory::State;").len(), 1);
        assert_eq!(layer_complaints("src/novel.rs", "").len(), 1);
        assert!(
            layer_complaints("src/deck/mod.rs", "use crate::question::Key; use crate::text::Text;")
                .is_empty()
        );
    }

    #[test]
    fn the_edge_complains() {
        let bad = "let a = std::fs::read(b);\nprintln!(c);";
        assert_eq!(
            edge_complaints("src/plan/mod.rs", bad),
            [
                "src/plan/mod.rs:1: std::fs belongs to the edge",
                "src/plan/mod.rs:2: println! belongs to the edge"
            ]
        );
        assert!(edge_complaints("src/world.rs", bad).is_empty());
    }

    #[test]
    fn panics_are_seen_outside_tests_only() {
        let text =
            "fn a() { b.unwrap() } // .expect(\n#[cfg(test)]\nmod tests { fn c() { d.expect(\"e\") } }";
        let code = without_tests(&code_only(text));
        assert_eq!(containing("x.rs", &code, &NEVER, "outside tests"), ["x.rs:1: .unwrap() outside tests"]);
        let declared =
            test_files("src/terminal/mod.rs", "#[cfg(test)]\nmod samples;\n#[cfg(test)]\nmod a { b; }");
        assert_eq!(declared[0], "src/terminal/samples.rs");
        assert_eq!(declared.len(), 2);
    }

    #[test]
    fn sizes_complain() {
        let long = format!("fn long() {{\n{}}}\n", "x();\n".repeat(70));
        assert_eq!(size_complaints("x.rs", &long), ["x.rs: fn long has 72 lines, more than 70"]);
        assert_eq!(size_complaints("x.rs", &"\n".repeat(401)), ["x.rs: 401 lines, more than 400"]);
    }

    #[test]
    fn headers_dependencies_and_machines_complain() {
        assert_eq!(header_complaints("x.rs", "use a;\n//! too late to say it").len(), 1);
        assert_eq!(header_complaints("x.rs", "//!\n").len(), 1);
        assert!(header_complaints("x.rs", "//! What this is for.").is_empty());
        let manifest = "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\nb = \"1\" # because it parses\n";
        assert_eq!(dependency_complaints(manifest), ["Cargo.toml: no reason beside \"a = \\\"1\\\"\""]);
        assert_eq!(dependency_complaints("[dev-dependencies]\na = \"1\" # x\n").len(), 1);
        assert_eq!(machine_complaints("x.md", &format!("see {}me/ann/x", "/ho")).len(), 1);
    }
}
