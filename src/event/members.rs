//! The members of a JSON object by name, each as JSON text: what lets an event carry members that this version
//! does not know, exactly as they came.
//!
//! Canonical here means: members sorted by name, no white space, strings escaped in one way, numbers as written.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Result};

/// Member name → canonical JSON text of its value.
pub(crate) type Members = BTreeMap<String, String>;

/// How deep unknown members may nest; what is deeper is refused, so that no line can exhaust the stack.
const DEPTH_MAX: usize = 32;

/// Reads a JSON object. A member that occurs twice is an error: which of the two would count?
pub(crate) fn read(json: &str) -> Result<Members> {
    at_depth(json, 0)
}

/// One member as `"name":value`, behind a comma if something stands before it.
pub(crate) fn push(out: &mut String, name: &str, value: &str) {
    if !out.ends_with('{') {
        out.push(',');
    }
    if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        out.extend(["\"", name, "\":", value]);
    } else {
        out.extend([&string(name), ":", value]);
    }
}

/// The object as text.
pub(crate) fn write(members: &Members) -> String {
    let mut out = String::from("{");
    for (name, value) in members {
        push(&mut out, name, value);
    }
    out.push('}');
    out
}

/// A JSON string. Writing a `str` as JSON cannot fail.
pub(crate) fn string(raw: &str) -> String {
    serde_json::to_string(raw).unwrap_or_default()
}

fn at_depth(json: &str, depth: usize) -> Result<Members> {
    let raw: Raw<'_> =
        serde_json::from_str(json).map_err(|e| Error::new(format!("not a JSON object: {e}")))?;
    let canonical = |(name, value): (String, &RawValue)| {
        let value = canonical(value.get(), depth).map_err(|e| named(&name, &e))?;
        Ok((name, value))
    };
    raw.0.into_iter().map(canonical).collect()
}

fn canonical(json: &str, depth: usize) -> Result<String> {
    if depth >= DEPTH_MAX {
        return Err(Error::new(format!("nested more than {DEPTH_MAX} deep")));
    }
    match json.as_bytes().first() {
        Some(b'{') => Ok(write(&at_depth(json, depth + 1)?)),
        Some(b'[') => array(json, depth + 1),
        Some(b'"') => serde_json::from_str::<String>(json).map(|s| string(&s)).map_err(|e| not_json(&e)),
        _ => Ok(json.to_owned()),
    }
}

fn array(json: &str, depth: usize) -> Result<String> {
    let items: Vec<&RawValue> = serde_json::from_str(json).map_err(|e| not_json(&e))?;
    let items: Vec<String> = items.iter().map(|item| canonical(item.get(), depth)).collect::<Result<_>>()?;
    Ok(format!("[{}]", items.join(",")))
}

fn not_json(e: &serde_json::Error) -> Error {
    Error::new(e.to_string())
}

fn named(name: &str, e: &Error) -> Error {
    Error::new(format!("`{}`: {}", crate::text::terminal(name), e.what))
}

/// An object's members as they came.
struct Raw<'a>(BTreeMap<String, &'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_map(RawVisitor).map(Raw)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = BTreeMap<String, &'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
            let shown = crate::text::terminal(&name).into_owned();
            if members.insert(name, value).is_some() {
                return Err(A::Error::custom(format_args!("`{shown}` stands there twice")));
            }
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_becomes_canonical_without_losing_a_digit() {
        let json =
            r#" { "b" : [1.0, 1e400, {"z":null , "a":"\u00e9\/"}], "a": 123456789012345678901234567890 } "#;
        let canonical = write(&read(json).unwrap());
        assert_eq!(canonical, r#"{"a":123456789012345678901234567890,"b":[1.0,1e400,{"a":"é/","z":null}]}"#);
        assert_eq!(write(&read(&canonical).unwrap()), canonical);
    }

    #[test]
    fn nothing_ambiguous_or_bottomless_is_read() {
        assert_eq!(
            read(r#"{"a":1,"a":2}"#).unwrap_err().what,
            "not a JSON object: `a` stands there twice at line 1 column 13"
        );
        assert!(read("[]").is_err());
        assert!(read("{} {}").is_err());
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(&deep).unwrap_err().what, "`a`: nested more than 32 deep");
    }
}
