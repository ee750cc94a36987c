//! The canonical JSON line of an event: the same bytes on every machine and in every version.
//!
//! A line is one JSON object without white space. First the envelope, in this order:
//!
//! | member | value |
//! |---|---|
//! | `id` | the event's UUID, hyphenated lower case |
//! | `device` | the UUID of the device that wrote it |
//! | `sequence` | the device's own count |
//! | `time`, `clock` | milliseconds since 1970 UTC: what orders the log, and what the clock said |
//! | `offset` | minutes east of UTC |
//! | `day` | the study day, `2026-11-23` |
//! | `kind` | `review`, `void`, `overrule`, `reset`, `suspend`, `unsuspend`, `note`, `mnemonic`, `accept`, `unaccept`, `rename`, `parameters`, `goal`, `forecast`, `sitting`, `response`, `flag`, `certainty`, `marks` or unknown |
//!
//! Then the members of the kind, sorted by name, so that a version that does not know a member puts it in the
//! same place as one that does:
//!
//! - `review`: `confused_with` (if any), `deck`, `due` (a day, if scheduled), `hints`, `meaning` (16 hexadecimal
//!   digits), `mode`, `outcome`, `purpose`, `question`, `rating` (`again` … `easy`), `response` (`null` for "don't
//!   know", or an object with exactly one of `text`, `texts`, `pairs`, `recalled`), `retrievability` (0 to 1, if
//!   foreseen), `rule`, `score` (0 to 1, the shortest digits that give the same number), `seconds` (to the
//!   millisecond, at most 3600), `session`
//! - `void`: `target`; `overrule`: `rating`, `said`, `target`
//! - `reset`, `suspend`, `unsuspend`: `deck`, `question`; `note`, `mnemonic`, `accept`, `unaccept`: also `text`; `rename`: also `to`
//! - `parameters`: `parameters`, an array of numbers
//! - `goal`: `course` (`active`, `paused` or `ended`), `decks` (an array of ids), `exam` and `since` (days),
//!   `minutes`, `percent` and `scored` (if any)
//! - `forecast`: `answers`, `chosen` (a day), `decks`, `exam` (a day), `expected`, `fingerprint` (if any), `high` and
//!   `low` (0 to 1), `minutes`, `now` (0 to 1), `price`, `questions`
//! - `sitting`, whose `id` the others have as `target`: `ask_certainty`, `bands` and `bands_from`, `deck_id`,
//!   `deck_version`, `exam` (a blueprint's id, or empty), `limit` (seconds, if timed), `meanings`, `negative` (0 to
//!   1), `pass` (if any), `points`, `questions`, `section_of`, `sections` and `weights`, `seed` (16 hexadecimal
//!   digits), `title`; arrays that belong together are equally long; `asks`, `prompts` and `rights` (if kept) are the
//!   questions in the words of then: an ask is an object of `form`, of `count` and `labels`, of `one_of`, `some_of`
//!   or `order`, or of `left` and `right`, a right one is written as a response
//! - `response`: `item` (from 0), `late`, `response` (as in a review; none takes it back), `spent` (milliseconds);
//!   `flag`: `item`, `on`; `certainty`: `certainty` (`sure`, `fairly` or `guess`), `item`
//! - `marks`: `end` (`handed in` or `time up`), `scores` (0 to 1, `null` for a blank, or `"dropped"`)
//!
//! In a file a line has one more member at its end, `sum`: its own checksum. See [`super::sum`]; it is no part of the
//! event, nor of the canonical line.
//!
//! Members and kinds that are not known are kept. A known member that cannot be read is an error that names it;
//! so a later version gives new words to a new kind or a new member, never to a member of this list.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::members::{self, Members, string};
use super::sum::{self, Sum};
use super::{Body, Event, Foreseen, Goal, Review, Subject, quick};
use crate::error::Result;
use crate::question::Response;
use crate::text::Text;
use crate::time::{Day, Timestamp};

#[path = "line_exam.rs"]
mod exam;
#[path = "line_read.rs"]
mod reading;

/// The members that every event has, in the order of the line.
pub(crate) const ENVELOPE: [&str; 8] = ["id", "device", "sequence", "time", "clock", "offset", "day", "kind"];

/// What stands before the members of a kind.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Envelope<'a> {
    pub(crate) id: Uuid,
    pub(crate) device: Uuid,
    pub(crate) sequence: u64,
    pub(crate) time: Timestamp,
    pub(crate) clock: Timestamp,
    pub(crate) offset_minutes: i32,
    pub(crate) day: Day,
    pub(crate) kind: &'a str,
}

impl<'a> Envelope<'a> {
    pub(crate) fn of(event: &'a Event) -> Self {
        let Event { id, device, sequence, time, clock, offset_minutes, day, .. } = *event;
        Self { id, device, sequence, time, clock, offset_minutes, day, kind: event.body.kind() }
    }

    /// The line up to the kind.
    pub(crate) fn begun(&self) -> String {
        let Self { id, device, sequence, time, clock, offset_minutes, .. } = self;
        let mut line = String::with_capacity(640);
        // Writing to a String cannot fail.
        let _ = write!(
            line,
            "{{\"id\":\"{id}\",\"device\":\"{device}\",\"sequence\":{sequence},\"time\":{}",
            time.0
        );
        let _ = write!(line, ",\"clock\":{},\"offset\":{offset_minutes},\"day\":", clock.0);
        quick::day(self.day, &mut line);
        line.push_str(",\"kind\":");
        quick::string(self.kind, &mut line);
        line
    }

    /// The whole line.
    pub(crate) fn line(&self, members: &Members) -> String {
        let mut line = self.begun();
        for (name, value) in members {
            members::push(&mut line, name, value);
        }
        line.push('}');
        line
    }
}

/// Writes the line of an event, without a line break.
pub fn write(event: &Event) -> String {
    quick::write(event).unwrap_or_else(|| Envelope::of(event).line(&members(event)))
}

/// Reads a line.
///
/// # Errors
/// If it is damaged; the error names the member. Nothing is guessed.
pub fn read(line: &str) -> Result<Event> {
    if let Some((open, said)) = sum::split(line) {
        if let Some(event) = quick::read_open(open) {
            return sum::check(sum::of_open(open), Some(said)).map(|()| event);
        }
    } else if let Some(event) = quick::read(line) {
        return Ok(event);
    }
    reading::event(line)
}

/// Adds to a canonical line its checksum: a line as it stands in a file.
pub fn with_sum(line: &str) -> String {
    sum::with(line, checksum(line))
}

/// The same, always by way of the members.
#[cfg(test)]
pub(crate) fn read_members(line: &str) -> Result<Event> {
    reading::event(line)
}

/// The event as its line gives it back: seconds to the millisecond, everything within its range.
///
/// # Errors
/// If it cannot be written as a line, because the JSON of an unknown kind is no object.
pub fn normal(event: &Event) -> Result<Event> {
    let mut normal = event.clone();
    match &mut normal.body {
        Body::Unknown { .. } => return read(&write(event)),
        _ if !event.extra.raw().is_empty() => return read(&write(event)),
        Body::Review(_, review) => {
            review.score = within_one(review.score);
            review.seconds = milliseconds(review.seconds) as f64 / 1000.0;
            review.due = review.due.map(possible);
            review.retrievability = review.retrievability.map(within_one);
        }
        Body::Parameters(values) => values.iter_mut().for_each(|value| *value = finite(*value)),
        Body::Goal(goal) => {
            [&mut goal.exam, &mut goal.since].into_iter().for_each(|day| *day = possible(*day))
        }
        Body::Forecast(made) => {
            [&mut made.now, &mut made.expected, &mut made.low, &mut made.high]
                .into_iter()
                .for_each(|n| *n = within_one(*n));
            [&mut made.exam, &mut made.chosen].into_iter().for_each(|day| *day = possible(*day));
        }
        Body::Exam(event) => exam::normal(event),
        _ => {}
    }
    normal.day = possible(normal.day);
    Ok(normal)
}

/// A day that can be written as a date.
fn possible(day: Day) -> Day {
    Day::of_date(day.date())
}

/// The checksum of a line: the first eight bytes of its SHA-256.
pub fn checksum(line: &str) -> Sum {
    let digest = Sha256::digest(line.as_bytes());
    let mut sum = Sum::default();
    sum.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    sum
}

/// The members behind the envelope, those of a newer version included.
pub(crate) fn members(event: &Event) -> Members {
    let mut all = kept(&event.extra);
    let mut put = |name: &str, value: String| drop(all.insert(name.to_owned(), value));
    if let Some(Subject { deck, question }) = event.body.subject() {
        put("deck", text(deck));
        put("question", text(question));
    }
    match &event.body {
        Body::Review(_, answer) => review(answer, &mut put),
        Body::Void(target) => put("target", uuid(*target)),
        Body::Overrule { review, rating, said } => {
            put("rating", string(rating.name()));
            put("said", text(said));
            put("target", uuid(*review));
        }
        Body::Reset(_) | Body::Suspend(..) => {}
        Body::Own(_, _, words) => put("text", text(words)),
        Body::Rename { to, .. } => put("to", text(to)),
        Body::Parameters(values) => put("parameters", list(values.iter().map(|v| finite(*v).to_string()))),
        Body::Goal(own) => goal(own, &mut put),
        Body::Forecast(made) => forecast(made, &mut put),
        Body::Exam(event) => exam::members(event, &mut put),
        Body::Unknown { json, .. } => all.extend(kept(json)),
    }
    all
}

/// An object that was read before; the envelope's names in it, or that of the sum, would make a line that says two things.
fn kept(json: &Text) -> Members {
    let mut kept =
        if json.raw().is_empty() { Members::new() } else { members::read(json.raw()).unwrap_or_default() };
    kept.retain(|name, _| name != sum::NAME && !ENVELOPE.contains(&name.as_str()));
    kept
}

fn review(review: &Review, put: &mut impl FnMut(&str, String)) {
    if let Some(other) = &review.confused_with {
        put("confused_with", text(other));
    }
    if let Some(due) = review.due {
        put("due", day(due));
    }
    put("hints", review.hints.to_string());
    put("meaning", meaning(review.meaning));
    put("mode", string(review.mode.name()));
    put("outcome", string(review.outcome.name()));
    put("purpose", string(review.purpose.name()));
    put("rating", string(review.rating.name()));
    put("response", response(&review.response));
    if let Some(chance) = review.retrievability {
        put("retrievability", score(chance));
    }
    put("rule", string(review.rule.name()));
    put("score", score(review.score));
    put("seconds", seconds(milliseconds(review.seconds)));
    put("session", uuid(review.session));
}

fn goal(goal: &Goal, put: &mut impl FnMut(&str, String)) {
    put("course", string(goal.course.name()));
    put("decks", list(goal.decks.iter().map(text)));
    put("exam", day(goal.exam));
    put("minutes", goal.minutes.to_string());
    if let Some(percent) = goal.percent {
        put("percent", percent.to_string());
    }
    if let Some(scored) = goal.scored {
        put("scored", scored.to_string());
    }
    put("since", day(goal.since));
}

fn forecast(made: &Foreseen, put: &mut impl FnMut(&str, String)) {
    put("answers", made.answers.to_string());
    put("chosen", day(made.chosen));
    put("decks", list(made.decks.iter().map(text)));
    put("exam", day(made.exam));
    put("expected", score(made.expected));
    if let Some(fingerprint) = made.fingerprint {
        put("fingerprint", fingerprint.to_string());
    }
    put("high", score(made.high));
    put("low", score(made.low));
    put("minutes", made.minutes.to_string());
    put("now", score(made.now));
    put("price", made.price.to_string());
    put("questions", made.questions.to_string());
}

pub(crate) fn response(response: &Response) -> String {
    match response {
        Response::Unknown => "null".to_owned(),
        Response::Text(given) => format!("{{\"text\":{}}}", text(given)),
        Response::Texts(given) => format!("{{\"texts\":{}}}", list(given.iter().map(text))),
        Response::Pairs(pairs) => {
            let pair = |(left, right): &(Text, Text)| format!("[{},{}]", text(left), text(right));
            format!("{{\"pairs\":{}}}", list(pairs.iter().map(pair)))
        }
        Response::Recalled(rating) => format!("{{\"recalled\":{}}}", string(rating.name())),
    }
}

/// Seconds as whole milliseconds, 0 to an hour: nobody thinks longer, a laptop that slept does.
pub(crate) fn milliseconds(seconds: f64) -> i64 {
    let clamped = if seconds.is_nan() { 0.0 } else { seconds.clamp(0.0, 3600.0) };
    (clamped * 1000.0).round() as i64
}

/// The JSON of a number of milliseconds, in seconds.
pub(crate) fn seconds(milliseconds: i64) -> String {
    (milliseconds as f64 / 1000.0).to_string()
}

/// The JSON of a score; what is no number from 0 to 1 is brought there. `+ 0.0` makes -0 a 0.
pub(crate) fn score(score: f64) -> String {
    within_one(score).to_string()
}

/// A score brought to 0 to 1; `+ 0.0` makes -0 a 0.
pub(crate) fn within_one(score: f64) -> f64 {
    if score.is_nan() { 0.0 } else { score.clamp(0.0, 1.0) + 0.0 }
}

/// The JSON of a meaning hash.
pub(crate) fn meaning(meaning: u64) -> String {
    format!("\"{meaning:016x}\"")
}

/// The JSON of a study day.
pub(crate) fn day(day: Day) -> String {
    string(&day.date().to_string())
}

/// The JSON of a UUID.
pub(crate) fn uuid(id: Uuid) -> String {
    string(&id.to_string())
}

/// The JSON of a text.
pub(crate) fn text(text: &Text) -> String {
    string(text.raw())
}

fn finite(value: f32) -> f32 {
    if value.is_finite() { value + 0.0 } else { 0.0 }
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
