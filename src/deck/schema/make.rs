//! Makes the schema: the types, what only the parser knows of questions, and the test that ties both.

use std::collections::BTreeSet;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::transform_subschemas;
use serde_json::{Value, json};

use super::types::File;
use crate::deck::roots::SECTIONS;
use crate::deck::{exam_read, head};
use crate::question::read::kinds::{self, ANSWER_KEYS, Kind, SPECIAL};
use crate::question::read::{common, source, term};

/// Every kind.
const KINDS: [Kind; 10] = [
    Kind::Date,
    Kind::Text,
    Kind::Number,
    Kind::Truth,
    Kind::Choice,
    Kind::List,
    Kind::Order,
    Kind::Match,
    Kind::Cloze,
    Kind::Card,
];

fn made() -> Value {
    let settings = SchemaSettings::draft07().with(|settings| settings.inline_subschemas = true);
    let mut schema =
        settings.with_transform(without_null).into_generator().into_root_schema_for::<File>().to_value();
    let question = &mut schema["properties"]["question"]["items"];
    question["oneOf"] = ANSWER_KEYS.map(|key| json!({ "required": [key] })).into_iter().collect();
    question["anyOf"] = json!([{ "required": ["prompt"] }, { "required": ["cloze"] }]);
    question["dependencies"] = SPECIAL.iter().map(|(key, _)| ((*key).to_owned(), owners(key))).collect();
    question["dependencies"]["choose"] = json!(["wrong"]);
    schema
}

/// TOML has no null: a key that may be left out is left out.
fn without_null(schema: &mut Schema) {
    transform_subschemas(&mut without_null, schema);
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    let Some(Value::Array(parts)) = object.get_mut("anyOf") else { return };
    parts.retain(|part| part["type"] != "null");
    if let [Value::Object(only)] = parts.as_slice() {
        let only = only.clone();
        object.remove("anyOf");
        for (key, value) in only {
            object.entry(key).or_insert(value);
        }
    }
}

/// The kinds for which `key` means something.
fn owners(key: &str) -> Value {
    let owners = KINDS.iter().filter(|kind| kind.extra().contains(&key));
    let is_a = |kind: &Kind| {
        let answer = match kind {
            Kind::Text => "string",
            Kind::Number => "number",
            Kind::Truth => "boolean",
            _ => return json!({ "required": [kind.extra()[0]] }),
        };
        json!({ "required": ["answer"], "properties": { "answer": { "type": answer } } })
    };
    json!({ "anyOf": owners.map(is_a).collect::<Vec<_>>() })
}

#[test]
fn the_committed_schema_is_that_of_the_types() {
    let page = format!("{}\n", serde_json::to_string_pretty(&made()).unwrap());
    expect_test::expect_file!["../../../docs/deck.schema.json"].assert_eq(&page);
}

#[test]
fn the_schema_has_the_keys_of_the_parser_and_no_others() {
    let schema = made();
    let top: Vec<&str> =
        std::iter::once("format").chain(SECTIONS.iter().map(|section| section.name)).collect();
    for (place, known) in [
        ("", &top[..]),
        ("/properties/deck", &head::KEYS),
        ("/properties/deck/properties/defaults", &head::DEFAULTS),
        ("/properties/source/additionalProperties", &source::KEYS),
        ("/properties/term/additionalProperties", &term::KEYS),
        ("/properties/term/additionalProperties/properties/prompts", &term::ASKS),
        ("/properties/question/items", &kinds::all_keys()),
        ("/properties/question/items/properties/near/items", &common::NEAR_KEYS),
        ("/properties/exam/items", &exam_read::KEYS),
        ("/properties/exam/items/properties/section/items", &exam_read::SECTION_KEYS),
    ] {
        let table = schema.pointer(place).unwrap_or_else(|| panic!("nothing at {place}"));
        let keys: BTreeSet<&str> =
            table["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, known.iter().copied().collect(), "{place}");
        assert_eq!(table["additionalProperties"], json!(false), "{place}");
        let undescribed =
            table["properties"].as_object().unwrap().iter().find(|(_, key)| key["description"].is_null());
        assert_eq!(undescribed, None, "{place}: no help");
    }
}
