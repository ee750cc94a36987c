//! What can stand behind a key, as JSON Schema. Dates of TOML reach a schema as strings.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::source::{Severity, codes};

/// Makes a type for each sort of value.
macro_rules! values {
    ($($name:ident = $schema:expr;)*) => {
        $(pub(super) struct $name;

        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let schema: Value = $schema;
                schema.try_into().unwrap_or_else(|_| json_schema!(false))
            }
        })*
    };
}

values! {
    Format = json!({ "type": "integer", "const": 1 });
    Said = said();
    Texts = one_or_many(said());
    Id = id();
    Ids = one_or_many(id());
    Tags = json!({ "anyOf": [said(), { "type": "array", "items": said(), "maxItems": 50 }] });
    Truth = json!({ "type": "boolean" });
    Date = json!({ "type": "string", "pattern": date() });
    DateTolerance = json!({ "anyOf": [
        { "type": "number", "minimum": 0 },
        { "type": "string", "pattern": "^ *([0-9]{1,4} +(years?|months?|days?)|[0-9]+(\\.[0-9]+)? *%) *$" },
    ] });
    Answer = json!({ "anyOf": [said(), { "type": "number" }, { "type": "boolean" }] });
    Choose = json!({ "anyOf": [said(), { "type": "array", "items": said(), "minItems": 1 }] });
    Wrong = json!({ "anyOf": [
        { "type": "array", "items": said(), "minItems": 1 },
        { "type": "integer", "minimum": 1 },
    ] });
    List = json!({ "type": "array", "items": said(), "minItems": 1 });
    Order = json!({ "type": "array", "items": said(), "minItems": 2 });
    Match = json!({
        "type": "array",
        "items": { "type": "array", "items": said(), "minItems": 2, "maxItems": 2 },
        "minItems": 2,
    });
    Cloze = json!({ "type": "string", "pattern": "\\{[^{}]" });
    Points = json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1000 });
    Score = json!({ "type": "number", "minimum": 0, "exclusiveMaximum": 1 });
    Weight = json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1_000_000 });
    Percent = json!({ "type": "number", "minimum": 0, "maximum": 100 });
    Count = json!({ "type": "integer", "minimum": 1, "maximum": 1_000_000 });
    Year = json!({ "type": ["integer", "string"] });
    Noted = json!({ "type": ["string", "integer"] });
    Asks = one_or_many(json!({ "enum": crate::question::read::term::ASKS }));
    TermKind = json!({
        "type": "string",
        "pattern": "\\S",
        "examples": ["document", "institution", "person", "event", "place"],
    });
    Kinds = one_or_many(json!({ "type": "string", "pattern": "\\S", "examples": crate::deck::exam::KINDS }));
    Warnings = one_or_many(json!({ "enum": warnings() }));
}

/// A string that is not blank.
fn said() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

fn id() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9._-]{1,120}$" })
}

fn one_or_many(item: Value) -> Value {
    json!({ "anyOf": [item.clone(), { "type": "array", "items": item, "maxItems": 1000 }] })
}

/// A year, month or day, or a range from one to another.
fn date() -> String {
    let point = " *-?[0-9]{1,4}(-[0-9]{2}(-[0-9]{2})?)? *";
    format!("^{point}(/{point})?$")
}

fn warnings() -> Vec<&'static str> {
    codes::ALL.iter().filter(|code| code.severity() == Severity::Warning).map(|code| code.id).collect()
}
