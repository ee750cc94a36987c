//! The canonical JSON line of an event: the same bytes on every machine, one event a line.
//!
//! Keys are in alphabetical order, there is no white space, and every number is short enough to be read back exactly.
//!
//! | key | of | meaning |
//! |---|---|---|
//! | `id`, `device` | all | UUIDs |
//! | `sequence` | all | the device's own count, from 1 |
//! | `time`, `clock` | all | ordering time and what the clock said, ms since 1970 UTC |
//! | `offset` | all | minutes east of Greenwich |
//! | `day` | all | the study day, as 2026-11-23 |
//! | `kind` | all | review, void, overrule, reset, suspend, note, rename, parameters, or one of a later version |
//! | `deck`, `question` | those about a question | their ids |
//! | `target` | void, overrule | the event it is about |
//! | `rating` | review, overrule | again, hard, good or easy |
//! | `score`, `outcome`, `rule` | review | what the judge said: 0 to 1 in steps of 0.0001, and two words |
//! | `response` | review | null (don't know), a text, a list of texts, a list of pairs, or `{"recalled":"good"}` |
//! | `confused` | review | what it was confused with: `@term` or a question's id; left out if nothing |
//! | `hints`, `ms` | review | hints shown; milliseconds from question to response |
//! | `mode`, `purpose` | review | typed, choice or flip; study, relearn or cram |
//! | `session`, `meaning` | review | the session's UUID; the question's meaning hash, 16 hexadecimal digits |
//! | `due` | review | the day it was made due; left out if the schedule was left alone |
//! | `said` | overrule | right, wrong or easy |
//! | `on` | suspend | true or false |
//! | `text` | note | the student's words |
//! | `to` | rename | the new id |
//! | `values` | parameters | w0 to w20 |
//!
//! Keys and kinds that this version does not know are kept as they are.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Body, Event, Purpose, Review, Subject};
use crate::judge::{Outcome, Rule};
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// A line or a row that is not an event: which field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damaged(pub String);

type Fields = Map<String, Value>;
type Read<T> = Result<T, Damaged>;

/// The checksum of a canonical line: the first 16 bytes of its SHA-256.
pub fn checksum(line: &str) -> [u8; 16] {
    let digest: [u8; 32] = Sha256::digest(line.as_bytes()).into();
    digest.first_chunk().copied().unwrap_or_default()
}

impl Event {
    /// The canonical line, without a line break.
    pub fn to_line(&self) -> String {
        let mut fields = self.body_fields();
        fields.insert("id".into(), json!(self.id.to_string()));
        fields.insert("device".into(), json!(self.device.to_string()));
        fields.insert("sequence".into(), json!(self.sequence));
        fields.insert("time".into(), json!(self.time.0));
        fields.insert("clock".into(), json!(self.clock.0));
        fields.insert("offset".into(), json!(self.offset_minutes));
        fields.insert("day".into(), json!(self.day.date().to_string()));
        fields.insert("kind".into(), json!(self.body.kind()));
        Value::Object(fields).to_string()
    }

    /// The event of a line; the order of its keys does not matter.
    ///
    /// # Errors
    /// If a field is missing or of another shape.
    pub fn from_line(line: &str) -> Read<Self> {
        let mut fields = object(line)?;
        let kind = text(&mut fields, "kind")?;
        let envelope = Self {
            id: uuid(&mut fields, "id")?,
            device: uuid(&mut fields, "device")?,
            sequence: number(&mut fields, "sequence")?,
            time: Timestamp(number(&mut fields, "time")?),
            clock: Timestamp(number(&mut fields, "clock")?),
            offset_minutes: number(&mut fields, "offset")?,
            day: day(&mut fields, "day")?,
            body: Body::Void(Uuid::nil()),
            extra: None,
        };
        envelope.with_body(&kind, fields)
    }

    /// What the event says beyond its envelope, as a JSON object: the form the store keeps.
    pub fn body_json(&self) -> String {
        Value::Object(self.body_fields()).to_string()
    }

    /// This envelope with the body of `kind` read from what [`Event::body_json`] wrote.
    ///
    /// # Errors
    /// If a field is missing or of another shape.
    pub fn with_body_json(self, kind: &str, json: &str) -> Read<Self> {
        let fields = object(json)?;
        self.with_body(kind, fields)
    }

    fn with_body(mut self, kind: &str, mut fields: Fields) -> Read<Self> {
        self.body = read_body(kind, &mut fields)?;
        self.extra = (!fields.is_empty()).then(|| Text::from(Value::Object(fields).to_string()));
        Ok(self)
    }

    fn body_fields(&self) -> Fields {
        let extra = self.extra.as_ref().and_then(|extra| object(extra.raw()).ok());
        let mut fields = extra.unwrap_or_default();
        if let Some(Subject { deck, question }) = self.body.subject() {
            fields.insert("deck".into(), json!(deck.raw()));
            fields.insert("question".into(), json!(question.raw()));
        }
        if let Some(target) = self.body.target() {
            fields.insert("target".into(), json!(target.to_string()));
        }
        match &self.body {
            Body::Review(_, review) => write_review(review, &mut fields),
            Body::Overrule { rating, said, .. } => {
                fields.insert("rating".into(), json!(rating.name()));
                fields.insert("said".into(), json!(said.raw()));
            }
            Body::Suspend(_, on) => drop(fields.insert("on".into(), json!(on))),
            Body::Note(_, text) => drop(fields.insert("text".into(), json!(text.raw()))),
            Body::Rename { to, .. } => drop(fields.insert("to".into(), json!(to.raw()))),
            Body::Parameters(values) => drop(fields.insert("values".into(), json!(values))),
            Body::Unknown { json, .. } => fields.extend(object(json.raw()).unwrap_or_default()),
            Body::Void(_) | Body::Reset(_) => {}
        }
        fields
    }
}

fn write_review(review: &Review, fields: &mut Fields) {
    let mut put = |key: &str, value: Value| drop(fields.insert(key.to_owned(), value));
    put("rating", json!(review.rating.name()));
    put("score", json!((review.score.clamp(0.0, 1.0) * 10_000.0).round() / 10_000.0));
    put("outcome", json!(review.outcome.name()));
    put("rule", json!(review.rule.name()));
    put("response", write_response(&review.response));
    if let Some(confused) = &review.confused_with {
        put("confused", json!(confused.raw()));
    }
    put("hints", json!(review.hints));
    // At most an hour.
    #[allow(clippy::cast_possible_truncation)]
    put("ms", json!((review.seconds * 1000.0).round() as i64));
    put("mode", json!(review.mode.name()));
    put("purpose", json!(review.purpose.name()));
    put("session", json!(review.session.to_string()));
    put("meaning", json!(format!("{:016x}", review.meaning)));
    if let Some(due) = review.due {
        put("due", json!(due.date().to_string()));
    }
}

fn write_response(response: &Response) -> Value {
    match response {
        Response::Unknown => Value::Null,
        Response::Text(text) => json!(text.raw()),
        Response::Texts(texts) => texts.iter().map(Text::raw).collect(),
        Response::Pairs(pairs) => {
            pairs.iter().map(|(left, right)| json!([left.raw(), right.raw()])).collect()
        }
        Response::Recalled(rating) => json!({ "recalled": rating.name() }),
    }
}

fn read_body(kind: &str, fields: &mut Fields) -> Read<Body> {
    Ok(match kind {
        "review" => Body::Review(subject(fields)?, Box::new(read_review(fields)?)),
        "void" => Body::Void(uuid(fields, "target")?),
        "overrule" => Body::Overrule {
            review: uuid(fields, "target")?,
            rating: rating(fields)?,
            said: text(fields, "said")?.into(),
        },
        "reset" => Body::Reset(subject(fields)?),
        "suspend" => Body::Suspend(subject(fields)?, take(fields, "on", |value| value.as_bool())?),
        "note" => Body::Note(subject(fields)?, text(fields, "text")?.into()),
        "rename" => Body::Rename { from: subject(fields)?, to: text(fields, "to")?.into() },
        "parameters" => Body::Parameters(take(fields, "values", |value| serde_json::from_value(value).ok())?),
        other => Body::Unknown {
            kind: Text::from(other),
            json: Text::from(Value::Object(std::mem::take(fields)).to_string()),
        },
    })
}

fn read_review(fields: &mut Fields) -> Read<Review> {
    let milliseconds: u32 = number(fields, "ms")?;
    Ok(Review {
        rating: rating(fields)?,
        score: take(fields, "score", |value| value.as_f64())?,
        outcome: word(fields, "outcome", &[Outcome::Wrong, Outcome::Near, Outcome::Right], Outcome::name)?,
        rule: word(fields, "rule", &Rule::ALL, Rule::name)?,
        response: take(fields, "response", read_response)?,
        confused_with: match fields.contains_key("confused") {
            true => Some(text(fields, "confused")?.into()),
            false => None,
        },
        hints: number(fields, "hints")?,
        seconds: f64::from(milliseconds) / 1000.0,
        mode: word(fields, "mode", &[Mode::Typed, Mode::Choice, Mode::Flip], Mode::name)?,
        purpose: word(fields, "purpose", &Purpose::ALL, Purpose::name)?,
        session: uuid(fields, "session")?,
        meaning: take(fields, "meaning", |value| u64::from_str_radix(value.as_str()?, 16).ok())?,
        due: match fields.contains_key("due") {
            true => Some(day(fields, "due")?),
            false => None,
        },
    })
}

fn read_response(value: Value) -> Option<Response> {
    match value {
        Value::Null => Some(Response::Unknown),
        Value::String(text) => Some(Response::Text(text.into())),
        Value::Object(mut fields) => rating_of(fields.remove("recalled")?.as_str()?).map(Response::Recalled),
        Value::Array(items) if items.iter().any(Value::is_array) => {
            items.iter().map(pair).collect::<Option<_>>().map(Response::Pairs)
        }
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().map(Text::from)).collect::<Option<_>>().map(Response::Texts)
        }
        _ => None,
    }
}

fn pair(value: &Value) -> Option<(Text, Text)> {
    match value.as_array()?.as_slice() {
        [left, right] => Some((left.as_str()?.into(), right.as_str()?.into())),
        _ => None,
    }
}

fn object(json: &str) -> Read<Fields> {
    serde_json::from_str(json).map_err(|error| Damaged(format!("not a JSON object: {error}")))
}

fn take<T>(fields: &mut Fields, key: &str, read: impl FnOnce(Value) -> Option<T>) -> Read<T> {
    let value = fields.remove(key).ok_or_else(|| Damaged(format!("`{key}` is missing")))?;
    read(value).ok_or_else(|| Damaged(format!("`{key}` is not what it should be")))
}

fn text(fields: &mut Fields, key: &str) -> Read<String> {
    take(fields, key, |value| value.as_str().map(str::to_owned))
}

fn number<T: TryFrom<i64>>(fields: &mut Fields, key: &str) -> Read<T> {
    take(fields, key, |value| T::try_from(value.as_i64()?).ok())
}

fn uuid(fields: &mut Fields, key: &str) -> Read<Uuid> {
    take(fields, key, |value| value.as_str()?.parse().ok())
}

fn day(fields: &mut Fields, key: &str) -> Read<Day> {
    take(fields, key, |value| value.as_str()?.parse().ok().map(Day::of_date))
}

fn subject(fields: &mut Fields) -> Read<Subject> {
    Ok(Subject { deck: text(fields, "deck")?.into(), question: text(fields, "question")?.into() })
}

fn rating(fields: &mut Fields) -> Read<Rating> {
    take(fields, "rating", |value| rating_of(value.as_str()?))
}

fn rating_of(name: &str) -> Option<Rating> {
    Rating::ALL.into_iter().find(|rating| rating.name() == name)
}

fn word<T: Copy>(fields: &mut Fields, key: &str, all: &[T], name: fn(T) -> &'static str) -> Read<T> {
    take(fields, key, |value| {
        let text = value.as_str()?;
        all.iter().copied().find(|one| name(*one) == text)
    })
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
