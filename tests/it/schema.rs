//! The JSON Schema takes every deck that the program takes, and refuses what is plainly no deck.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::run::shiken;

const SCHEMA: &str = include_str!("../../docs/deck.schema.json");

/// What is wrong with `value`; only the words of draft 7 that the schema uses, and no other may appear in it.
/// (The usual crate for this brings 34 others, and one of them changes how every test reads its numbers.)
fn wrong(schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let Value::Object(rules) = schema else {
        return if schema == &json!(false) { vec![format!("{place}: not allowed")] } else { Vec::new() };
    };
    rules.iter().flat_map(|(word, rule)| broken(word, rule, rules, value, place)).collect()
}

fn fits(schema: &Value, value: &Value) -> bool {
    wrong(schema, value, "").is_empty()
}

fn broken(word: &str, rule: &Value, rules: &Map<String, Value>, value: &Value, place: &str) -> Vec<String> {
    let complain =
        |is_sound: bool| if is_sound { Vec::new() } else { vec![format!("{place}: {word} {rule}")] };
    let (object, array, number) = (value.as_object(), value.as_array(), value.as_f64());
    let bound = || rule.as_f64().unwrap();
    let count = || usize::try_from(rule.as_u64().unwrap()).unwrap();
    match word {
        "$schema" | "title" | "description" | "examples" => Vec::new(),
        "type" => complain(match rule {
            Value::Array(types) => types.iter().any(|name| is_a(name, value)),
            name => is_a(name, value),
        }),
        "const" => complain(rule == value),
        "enum" => complain(rule.as_array().unwrap().contains(value)),
        "pattern" => complain(value.as_str().is_none_or(|text| matches(rule.as_str().unwrap(), text))),
        "minimum" => complain(number.is_none_or(|number| number >= bound())),
        "maximum" => complain(number.is_none_or(|number| number <= bound())),
        "exclusiveMinimum" => complain(number.is_none_or(|number| number > bound())),
        "exclusiveMaximum" => complain(number.is_none_or(|number| number < bound())),
        "minItems" => complain(array.is_none_or(|items| items.len() >= count())),
        "maxItems" => complain(array.is_none_or(|items| items.len() <= count())),
        "items" => {
            let items = array.into_iter().flatten().enumerate();
            items.flat_map(|(nth, item)| wrong(rule, item, &format!("{place}/{nth}"))).collect()
        }
        "required" => {
            let missing =
                |key: &Value| object.is_some_and(|object| !object.contains_key(key.as_str().unwrap()));
            complain(!rule.as_array().unwrap().iter().any(missing))
        }
        "properties" => {
            let known = |key: &String| object.and_then(|object| object.get(key));
            let known =
                rule.as_object().unwrap().iter().filter_map(|(key, rule)| Some((key, rule, known(key)?)));
            known.flat_map(|(key, rule, value)| wrong(rule, value, &format!("{place}/{key}"))).collect()
        }
        "additionalProperties" => {
            let is_known = |key: &str| rules.get("properties").is_some_and(|known| known.get(key).is_some());
            let others = object.into_iter().flatten().filter(|(key, _)| !is_known(key));
            others.flat_map(|(key, value)| wrong(rule, value, &format!("{place}/{key}"))).collect()
        }
        "dependencies" => {
            let there = rule.as_object().unwrap().iter();
            let there = there.filter(|(key, _)| object.is_some_and(|object| object.contains_key(*key)));
            let needed =
                |keys: &Value| if keys.is_array() { json!({ "required": keys }) } else { keys.clone() };
            there
                .flat_map(|(key, rule)| wrong(&needed(rule), value, &format!("{place} with {key}")))
                .collect()
        }
        "anyOf" => complain(rule.as_array().unwrap().iter().any(|schema| fits(schema, value))),
        "oneOf" => {
            complain(rule.as_array().unwrap().iter().filter(|schema| fits(schema, value)).count() == 1)
        }
        _ => panic!("{word} is not known to this test"),
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    static PATTERNS: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let mut patterns = PATTERNS.lock().unwrap();
    let new = || Regex::new(pattern).unwrap();
    patterns.entry(pattern.to_owned()).or_insert_with(new).is_match(text)
}

fn is_a(name: &Value, value: &Value) -> bool {
    match name.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        other => panic!("{other} is not known to this test"),
    }
}

/// As checkers hand TOML to a schema: dates are strings.
fn as_json(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, as_json(value))).collect())
        }
        other => serde_json::to_value(other).unwrap(),
    }
}

/// What is wrong with a file; nothing if it is not TOML, which is not the schema's to say.
pub fn refusals(text: &str) -> Option<Vec<String>> {
    static PARSED: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(SCHEMA).unwrap());
    let table: toml::Table = text.parse().ok()?;
    Some(wrong(&PARSED, &as_json(toml::Value::Table(table)), ""))
}

fn files(folder: &str, begins: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with(begins));
    paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    assert!(!paths.is_empty());
    paths
}

#[test]
fn sound_decks_are_taken() {
    let paths = [
        files("decks/japan-cyber-defence", ""),
        files("tests/data", ""),
        files("tests/data/diagnostics", "W"),
    ];
    for path in paths.concat() {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(refusals(&text), Some(Vec::new()), "{}", path.display());
    }
    let page = include_str!("../../docs/decks.md");
    for block in page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        assert_eq!(refusals(block), Some(Vec::new()), "{block}");
    }
}

#[test]
fn a_fresh_deck_is_taken() {
    let home = tempfile::TempDir::new().unwrap();
    shiken(["new", "deck", "d.toml"]).home(home.path()).run();
    assert_eq!(refusals(&fs::read_to_string(home.path().join("d.toml")).unwrap()), Some(Vec::new()));
}

#[test]
fn what_is_plainly_no_deck_is_refused() {
    // What the shape of a file shows: unknown, missing and misplaced keys, types, ranges.
    for code in [
        "E101", "E102", "E103", "E104", "E105", "E107", "E109", "E201", "E202", "E203", "E205", "E213",
        "E220",
    ] {
        for path in files("tests/data/diagnostics", code) {
            // How a header is written cannot be seen in data.
            if path.ends_with("E101-quoted-header.toml") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            assert!(refusals(&text).is_none_or(|found| !found.is_empty()), "{} is taken", path.display());
        }
    }
    let question =
        |line: &str| refusals(&format!("[[question]]\nid = \"q\"\nprompt = \"?\"\n{line}\n")).unwrap();
    assert!(question("answer = \"x\"").is_empty());
    assert!(question("date = 2014-11-01").is_empty());
    for bad in [
        "answer = \"x\"\ncard = \"y\"",
        "answer = \"x\"\nunit = \"m\"",
        "answer = 1\naccept = [\"2\"]",
        "choose = \"x\"",
        "answer = \"x\"\ncolour = \"red\"",
        "answer = \"x\"\nnear = [{ answer = \"y\", score = 1 }]",
        "answer = \"x\"\nallow = [\"E101\"]",
        "date = \"July 2014\"",
    ] {
        assert!(!question(bad).is_empty(), "{bad} is taken");
    }
}

#[test]
fn the_program_prints_the_schema() {
    let printed = shiken(["schema"]).run();
    assert_eq!(printed.output(), SCHEMA);
}
