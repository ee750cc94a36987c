//! Reading the canonical line: strict, and every error names the member.

use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::day as day_json;
use crate::error::{Error, Result};
use crate::event::members::{self, Members};
use crate::event::sum;
use crate::event::{Body, Course, Event, Foreseen, Goal, Own, Purpose, Review, Subject};
use crate::judge::{Outcome, Rule};
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::text::Text;
use crate::time::{Day, Timestamp};

#[path = "line_read_exam.rs"]
mod exam;

/// No moment of the log is later: 2^53 milliseconds, which every reader of JSON holds exactly.
const MILLISECONDS_MAX: i64 = 1 << 53;

pub(super) fn event(line: &str) -> Result<Event> {
    let mut fields = Fields(members::read(line).map_err(|e| Error::new(format!("the event is {}", e.what)))?);
    let said = fields.0.remove(sum::NAME);
    let kind: String = fields.json("kind")?;
    let id = fields.uuid("id")?;
    let device = fields.uuid("device")?;
    let sequence = fields.sequence()?;
    let time = fields.moment("time")?;
    let clock = fields.moment("clock")?;
    let offset_minutes = fields.json("offset")?;
    let day = fields.day("day")?;
    let body = body(&kind, &mut fields)?;
    let extra = if fields.0.is_empty() { Text::default() } else { members::write(&fields.0).into() };
    let event = Event { id, device, sequence, time, clock, offset_minutes, day, body, extra };
    if let Some(said) = said {
        sum::check(super::checksum(&super::write(&event)), sum::said(&said))?;
    }
    Ok(event)
}

fn body(kind: &str, fields: &mut Fields) -> Result<Body> {
    Ok(match kind {
        "review" => Body::Review(fields.subject()?, Box::new(review(fields)?)),
        "void" => Body::Void(fields.uuid("target")?),
        "overrule" => Body::Overrule {
            review: fields.uuid("target")?,
            rating: fields.rating()?,
            said: fields.text("said")?,
        },
        "reset" => Body::Reset(fields.subject()?),
        "suspend" => Body::Suspend(fields.subject()?, true),
        "unsuspend" => Body::Suspend(fields.subject()?, false),
        "rename" => Body::Rename { from: fields.subject()?, to: fields.text("to")? },
        "parameters" => Body::Parameters(fields.parameters()?),
        "goal" => Body::Goal(goal(fields)?),
        "forecast" => Body::Forecast(forecast(fields)?),
        other => match (Own::ALL.into_iter().find(|own| own.name() == other), exam::exam(other, fields)?) {
            (Some(own), _) => Body::Own(fields.subject()?, own, fields.text("text")?),
            (_, Some(exam)) => Body::Exam(Box::new(exam)),
            (None, None) => {
                let json = members::write(&std::mem::take(&mut fields.0));
                Body::Unknown { kind: other.into(), json: json.into() }
            }
        },
    })
}

fn review(fields: &mut Fields) -> Result<Review> {
    Ok(Review {
        rating: fields.rating()?,
        score: fields.number("score", 1.0)?,
        outcome: fields.word("outcome", &[Outcome::Wrong, Outcome::Near, Outcome::Right], Outcome::name)?,
        rule: fields.word("rule", &Rule::ALL, Rule::name)?,
        response: fields.response()?,
        confused_with: if fields.has("confused_with") { Some(fields.text("confused_with")?) } else { None },
        hints: fields.json("hints")?,
        seconds: super::milliseconds(fields.number("seconds", 3600.0)?) as f64 / 1000.0,
        mode: fields.word("mode", &[Mode::Typed, Mode::Choice, Mode::Flip], Mode::name)?,
        purpose: fields.word("purpose", &Purpose::ALL, Purpose::name)?,
        session: fields.uuid("session")?,
        meaning: fields.hexadecimal("meaning")?,
        due: if fields.has("due") { Some(fields.day("due")?) } else { None },
        retrievability: if fields.has("retrievability") {
            Some(fields.number("retrievability", 1.0)?)
        } else {
            None
        },
    })
}

fn goal(fields: &mut Fields) -> Result<Goal> {
    Ok(Goal {
        decks: texts(fields.json("decks")?),
        exam: fields.day("exam")?,
        minutes: fields.json("minutes")?,
        percent: if fields.has("percent") { Some(fields.json("percent")?) } else { None },
        since: fields.day("since")?,
        course: fields.word("course", &Course::ALL, Course::name)?,
        scored: if fields.has("scored") { Some(fields.json("scored")?) } else { None },
    })
}

fn forecast(fields: &mut Fields) -> Result<Foreseen> {
    Ok(Foreseen {
        decks: texts(fields.json("decks")?),
        exam: fields.day("exam")?,
        minutes: fields.json("minutes")?,
        now: fields.number("now", 1.0)?,
        expected: fields.number("expected", 1.0)?,
        low: fields.number("low", 1.0)?,
        high: fields.number("high", 1.0)?,
        questions: fields.json("questions")?,
        answers: fields.json("answers")?,
        price: fields.json("price")?,
        chosen: fields.day("chosen")?,
        fingerprint: if fields.has("fingerprint") { Some(fields.json("fingerprint")?) } else { None },
    })
}

/// The members not yet taken.
struct Fields(Members);

impl Fields {
    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn raw(&mut self, name: &str) -> Result<String> {
        self.0.remove(name).ok_or_else(|| Error::new(format!("the event has no `{name}`")))
    }

    fn json<T: DeserializeOwned>(&mut self, name: &str) -> Result<T> {
        let raw = self.raw(name)?;
        serde_json::from_str(&raw).map_err(|_| wrong(name, &raw, "of the right type"))
    }

    fn text(&mut self, name: &str) -> Result<Text> {
        self.json::<String>(name).map(Text::from)
    }

    fn subject(&mut self) -> Result<Subject> {
        Ok(Subject { deck: self.text("deck")?, question: self.text("question")? })
    }

    fn uuid(&mut self, name: &str) -> Result<Uuid> {
        let raw: String = self.json(name)?;
        Uuid::try_parse(&raw).map_err(|_| wrong(name, &raw, "a UUID"))
    }

    /// SQL has no unsigned numbers, and no device will ever write half of these.
    fn sequence(&mut self) -> Result<u64> {
        let sequence: u64 = self.json("sequence")?;
        let fits = i64::try_from(sequence).is_ok();
        if fits { Ok(sequence) } else { Err(wrong("sequence", &sequence.to_string(), "below 2^63")) }
    }

    fn moment(&mut self, name: &str) -> Result<Timestamp> {
        let ms: i64 = self.json(name)?;
        let possible = (-MILLISECONDS_MAX..=MILLISECONDS_MAX).contains(&ms);
        if possible { Ok(Timestamp(ms)) } else { Err(wrong(name, &ms.to_string(), "a moment")) }
    }

    fn day(&mut self, name: &str) -> Result<Day> {
        let raw = self.raw(name)?;
        let date: Option<jiff::civil::Date> =
            serde_json::from_str::<String>(&raw).ok().and_then(|text| text.parse().ok());
        date.map(Day::of_date)
            .filter(|day| day_json(*day) == raw)
            .ok_or_else(|| wrong(name, &raw, "a day such as 2026-11-23"))
    }

    fn number(&mut self, name: &str, max: f64) -> Result<f64> {
        let raw = self.raw(name)?;
        let number = raw.parse().ok().filter(|n: &f64| (0.0..=max).contains(n));
        number.map(|n| n + 0.0).ok_or_else(|| wrong(name, &raw, &format!("a number from 0 to {max}")))
    }

    fn word<T: Copy>(&mut self, name: &str, all: &[T], word: fn(T) -> &'static str) -> Result<T> {
        let raw: String = self.json(name)?;
        let known: Vec<&str> = all.iter().map(|t| word(*t)).collect();
        let found = all.iter().copied().find(|t| word(*t) == raw);
        found.ok_or_else(|| wrong(name, &raw, &format!("one of {}", known.join(", "))))
    }

    fn rating(&mut self) -> Result<Rating> {
        self.word("rating", &Rating::ALL, Rating::name)
    }

    fn hexadecimal(&mut self, name: &str) -> Result<u64> {
        let raw: String = self.json(name)?;
        hexadecimal(name, &raw)
    }

    fn parameters(&mut self) -> Result<Vec<f32>> {
        let raw = self.raw("parameters")?;
        let bad = || wrong("parameters", &raw, "a list of numbers");
        let items: Vec<&serde_json::value::RawValue> = serde_json::from_str(&raw).map_err(|_| bad())?;
        let number = |json: &str| json.parse().ok().filter(|n: &f32| n.is_finite()).map(|n| n + 0.0);
        items.iter().map(|item| number(item.get()).ok_or_else(bad)).collect()
    }

    fn response(&mut self) -> Result<Response> {
        response(&self.raw("response")?)
    }
}

fn response(raw: &str) -> Result<Response> {
    if raw == "null" {
        return Ok(Response::Unknown);
    }
    let bad = || wrong("response", raw, "null, or one of text, texts, pairs and recalled");
    let mut shape = Fields(members::read(raw).map_err(|_| bad())?);
    let name = shape.0.keys().next().cloned().filter(|_| shape.0.len() == 1).ok_or_else(bad)?;
    match name.as_str() {
        "text" => shape.text("text").map(Response::Text),
        "texts" => shape.json::<Vec<String>>("texts").map(|all| Response::Texts(texts(all))),
        "pairs" => {
            let pairs: Vec<(String, String)> = shape.json("pairs")?;
            Ok(Response::Pairs(pairs.into_iter().map(|(l, r)| (l.into(), r.into())).collect()))
        }
        "recalled" => shape.word("recalled", &Rating::ALL, Rating::name).map(Response::Recalled),
        _ => Err(bad()),
    }
}

fn hexadecimal(name: &str, raw: &str) -> Result<u64> {
    let digits = raw.len() == 16 && raw.bytes().all(|b| b.is_ascii_hexdigit());
    let number = u64::from_str_radix(raw, 16).ok().filter(|_| digits);
    number.ok_or_else(|| wrong(name, raw, "16 hexadecimal digits"))
}

fn texts(all: Vec<String>) -> Vec<Text> {
    all.into_iter().map(Text::from).collect()
}

/// A member that cannot be read. Its value is shown in part only: a line may be very long.
fn wrong(name: &str, value: &str, wanted: &str) -> Error {
    let shown: String = value.chars().take(60).collect();
    Error::new(format!("the event's `{name}` is not {wanted}: {}", crate::text::terminal(&shown)))
}
