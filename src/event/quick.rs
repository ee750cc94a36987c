//! The lines of plain reviews, read and written without a tree of members: nearly every line of a log is one, and a long
//! log has a million. What is not plain (an escape, a list, a member of a newer version) is left to the slow way.
//!
//! Reading gives an event only if the line is canonical to the last byte, so the line need not be made again.

use std::fmt::Write;

use uuid::Uuid;

use super::line::{self, Envelope};
use super::{Body, Event, Purpose, Review, Subject};
use crate::judge::{Outcome, Rule};
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::text::Text;
use crate::time::{Day, Timestamp};

const MILLISECONDS_MAX: i64 = 1 << 53;

/// The bits of the score 1, which most reviews have, and of 0.
const ONE: u64 = 1.0_f64.to_bits();
const NOTHING: u64 = 0.0_f64.to_bits();

/// The event of a canonical line of a plain review; `None` says nothing about the line.
pub(crate) fn read(text: &str) -> Option<Event> {
    read_open(text.strip_suffix('}')?)
}

/// The same of a line without its last brace.
pub(crate) fn read_open(text: &str) -> Option<Event> {
    let mut at = Cursor(text);
    let id = at.after("{\"id\":").and_then(Cursor::uuid)?;
    let device = at.after(",\"device\":").and_then(Cursor::uuid)?;
    let sequence = at.after(",\"sequence\":")?.integer().filter(|n| *n >= 0)?.cast_unsigned();
    let time = at.after(",\"time\":").and_then(Cursor::moment)?;
    let clock = at.after(",\"clock\":").and_then(Cursor::moment)?;
    let offset_minutes = i32::try_from(at.after(",\"offset\":")?.integer()?).ok()?;
    let day = at.after(",\"day\":").and_then(Cursor::day)?;
    at.after(",\"kind\":\"review\"")?;
    let (subject, review) = at.review()?;
    let body = Body::Review(subject, Box::new(review));
    let event =
        Event { id, device, sequence, time, clock, offset_minutes, day, body, extra: Text::default() };
    at.0.is_empty().then_some(event)
}

/// The rest of a canonical text.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn after(&mut self, wanted: &str) -> Option<&mut Self> {
        self.0 = self.0.strip_prefix(wanted)?;
        Some(self)
    }

    fn has(&mut self, wanted: &str) -> bool {
        self.after(wanted).is_some()
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'a str> {
        let inside = self.0.strip_prefix('"')?;
        let end = inside.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < 0x20)?;
        let (string, rest) = inside.split_at_checked(end)?;
        self.0 = rest.strip_prefix('"')?;
        Some(string)
    }

    fn text(&mut self) -> Option<Text> {
        self.string().map(Text::from)
    }

    /// Everything up to the next comma or brace.
    fn number(&mut self) -> Option<&'a str> {
        let end = self.0.bytes().position(|byte| byte == b',' || byte == b'}')?;
        let (number, rest) = self.0.split_at_checked(end)?;
        self.0 = rest;
        Some(number)
    }

    /// An integer as it is always written.
    fn integer(&mut self) -> Option<i64> {
        let written = self.number()?;
        let digits = written.strip_prefix('-').unwrap_or(written);
        let plain = written == "0" || !digits.starts_with(['0', '+']);
        written.parse().ok().filter(|_| plain)
    }

    fn uuid(&mut self) -> Option<Uuid> {
        let written = self.string().filter(|written| written.len() == 36)?;
        let lower = written.bytes().all(|byte| !byte.is_ascii_uppercase());
        Uuid::try_parse(written).ok().filter(|_| lower)
    }

    fn moment(&mut self) -> Option<Timestamp> {
        self.integer().filter(|ms| (-MILLISECONDS_MAX..=MILLISECONDS_MAX).contains(ms)).map(Timestamp)
    }

    /// A day of the years 0 to 9999.
    fn day(&mut self) -> Option<Day> {
        let written = self.string()?.as_bytes();
        let &[a, b, c, d, b'-', e, f, b'-', g, h] = written else { return None };
        let number = |digits: &[u8]| {
            let all = digits.iter().all(u8::is_ascii_digit);
            all.then(|| digits.iter().fold(0_i16, |n, digit| n * 10 + i16::from(digit - b'0')))
        };
        let (year, month, day) = (number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?);
        let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        date.ok().map(Day::of_date)
    }

    fn word<T: Copy>(&mut self, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
        let written = self.string()?;
        all.iter().copied().find(|one| name(*one) == written)
    }

    /// Its members in their order.
    fn review(&mut self) -> Option<(Subject, Review)> {
        let confused_with = if self.has(",\"confused_with\":") { Some(self.text()?) } else { None };
        let deck = self.after(",\"deck\":")?.text()?;
        let due = if self.has(",\"due\":") { Some(self.day()?) } else { None };
        let hints = u32::try_from(self.after(",\"hints\":")?.integer()?).ok()?;
        let meaning = self.after(",\"meaning\":")?.meaning()?;
        let mode = self.after(",\"mode\":")?.word(&[Mode::Typed, Mode::Choice, Mode::Flip], Mode::name)?;
        let outcomes = [Outcome::Wrong, Outcome::Near, Outcome::Right];
        let outcome = self.after(",\"outcome\":")?.word(&outcomes, Outcome::name)?;
        let purpose = self.after(",\"purpose\":")?.word(&Purpose::ALL, Purpose::name)?;
        let question = self.after(",\"question\":")?.text()?;
        let rating = self.after(",\"rating\":")?.word(&Rating::ALL, Rating::name)?;
        let response = self.after(",\"response\":")?.response()?;
        let retrievability = if self.has(",\"retrievability\":") { Some(self.score()?) } else { None };
        let rule = self.after(",\"rule\":")?.word(&Rule::ALL, Rule::name)?;
        let score = self.after(",\"score\":")?.score()?;
        let seconds = self.after(",\"seconds\":")?.seconds()?;
        let session = self.after(",\"session\":")?.uuid()?;
        let review = Review {
            rating,
            score,
            outcome,
            rule,
            response,
            confused_with,
            hints,
            seconds,
            mode,
            purpose,
            session,
            meaning,
            due,
            retrievability,
        };
        Some((Subject { deck, question }, review))
    }

    fn meaning(&mut self) -> Option<u64> {
        let written = self.string().filter(|written| written.len() == 16)?;
        let canonical = written.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'));
        u64::from_str_radix(written, 16).ok().filter(|_| canonical)
    }

    fn response(&mut self) -> Option<Response> {
        if self.has("null") {
            return Some(Response::Unknown);
        }
        if self.has("{\"text\":") {
            let text = self.text()?;
            return self.after("}").map(|_| Response::Text(text));
        }
        let rating = self.after("{\"recalled\":")?.word(&Rating::ALL, Rating::name)?;
        self.after("}").map(|_| Response::Recalled(rating))
    }

    fn score(&mut self) -> Option<f64> {
        match self.number()? {
            "1" => Some(1.0),
            "0" => Some(0.0),
            written => written.parse().ok().filter(|score| line::score(*score) == written),
        }
    }

    fn seconds(&mut self) -> Option<f64> {
        let written = self.number()?;
        let (whole, part) = written.split_once('.').unwrap_or((written, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let canonical = digits(whole) && digits(part) && part.len() <= 3 && !part.ends_with('0');
        let canonical = canonical
            && (whole == "0" || !whole.starts_with('0'))
            && written.contains('.') != part.is_empty();
        // What is no digit gives some number here, and is refused below.
        let places = [100_i64, 10, 1];
        let part: i64 =
            part.bytes().zip(places).map(|(digit, place)| i64::from(digit.wrapping_sub(b'0')) * place).sum();
        let milliseconds = whole.parse::<i64>().ok().filter(|n| canonical && *n <= 3_600)? * 1_000 + part;
        (milliseconds <= 3_600_000).then_some(milliseconds as f64 / 1_000.0)
    }
}

/// The line of a review without members of a newer version; `None` if the event is anything else.
pub(crate) fn write(event: &Event) -> Option<String> {
    let Body::Review(subject, review) = &event.body else { return None };
    if !event.extra.raw().is_empty() {
        return None;
    }
    let mut out = Envelope::of(event).begun();
    let rest = Rest::of(review);
    let native = Native {
        deck: subject.deck.raw(),
        question: subject.question.raw(),
        due: review.due,
        meaning: review.meaning,
        outcome: review.outcome.name(),
        purpose: review.purpose.name(),
        rating: review.rating.name(),
        score: line::within_one(review.score),
        milliseconds: line::milliseconds(review.seconds),
    };
    rest.pieces().write(&native, &mut out);
    Some(out)
}

/// The members of a plain review that have no column, as an object.
pub(crate) fn rest(event: &Event) -> Option<String> {
    let Body::Review(_, review) = &event.body else { return None };
    event.extra.raw().is_empty().then(|| Rest::of(review).pieces().object())
}

/// The members of a review that have no column, as JSON.
struct Rest {
    confused_with: Option<String>,
    hints: String,
    response: String,
    retrievability: Option<String>,
    mode: &'static str,
    rule: &'static str,
    session: String,
}

impl Rest {
    fn of(review: &Review) -> Self {
        Self {
            confused_with: review.confused_with.as_ref().map(line::text),
            hints: review.hints.to_string(),
            response: line::response(&review.response),
            retrievability: review.retrievability.map(line::score),
            mode: review.mode.name(),
            rule: review.rule.name(),
            session: review.session.to_string(),
        }
    }

    fn pieces(&self) -> Pieces<'_> {
        let Self { confused_with, hints, response, retrievability, mode, rule, session } = self;
        let (confused_with, retrievability) = (confused_with.as_deref(), retrievability.as_deref());
        Pieces { confused_with, hints, response, retrievability, mode, rule, session }
    }
}

/// The same, wherever it stands: `confused_with`, `hints` and `response` as JSON, the others without their quotes.
pub(crate) struct Pieces<'a> {
    confused_with: Option<&'a str>,
    hints: &'a str,
    response: &'a str,
    retrievability: Option<&'a str>,
    mode: &'a str,
    rule: &'a str,
    session: &'a str,
}

/// The members of a review that have a column.
pub(crate) struct Native<'a> {
    pub(crate) deck: &'a str,
    pub(crate) question: &'a str,
    pub(crate) due: Option<Day>,
    pub(crate) meaning: u64,
    pub(crate) outcome: &'a str,
    pub(crate) purpose: &'a str,
    pub(crate) rating: &'a str,
    pub(crate) score: f64,
    pub(crate) milliseconds: i64,
}

impl<'a> Pieces<'a> {
    /// Splits an object that [`rest`] has made; `None` if it may be another. Whoever believes what comes of it must
    /// look at the checksum of the line.
    pub(crate) fn split(object: &'a str) -> Option<Self> {
        let mut at = Cursor(object.strip_prefix('{')?);
        let confused_with = if at.has("\"confused_with\":") {
            let (value, after) = at.0.split_once(",\"hints\":")?;
            at.0 = after;
            Some(value)
        } else {
            at.after("\"hints\":")?;
            None
        };
        let hints = at.number()?;
        let mode = at.after(",\"mode\":")?.string()?;
        let (response, after) = at.after(",\"response\":")?.0.rsplit_once(",\"rule\":")?;
        at.0 = after;
        let (response, retrievability) = match response.rsplit_once(",\"retrievability\":") {
            Some((response, chance)) => (response, Some(chance)),
            None => (response, None),
        };
        let rule = at.string()?;
        let session = at.after(",\"session\":")?.string()?;
        (at.0 == "}").then_some(Self { confused_with, hints, response, retrievability, mode, rule, session })
    }

    fn object(&self) -> String {
        let mut out = String::with_capacity(160 + self.response.len());
        out.push('{');
        if let Some(other) = self.confused_with {
            out.extend(["\"confused_with\":", other, ","]);
        }
        out.extend(["\"hints\":", self.hints, ",\"mode\":\"", self.mode, "\",\"response\":", self.response]);
        out.extend(self.retrievability.iter().flat_map(|chance| [",\"retrievability\":", chance]));
        out.extend([",\"rule\":\"", self.rule, "\",\"session\":\"", self.session, "\"}"]);
        out
    }

    /// Adds the members of a review to a line that was begun, and ends it.
    pub(crate) fn write(&self, native: &Native<'_>, out: &mut String) {
        if let Some(other) = self.confused_with {
            out.extend([",\"confused_with\":", other]);
        }
        out.push_str(",\"deck\":");
        string(native.deck, out);
        if let Some(due) = native.due {
            out.push_str(",\"due\":");
            day(due, out);
        }
        // Writing to a String cannot fail.
        let _ = write!(out, ",\"hints\":{},\"meaning\":\"{:016x}\"", self.hints, native.meaning);
        out.extend([",\"mode\":\"", self.mode, "\",\"outcome\":\"", native.outcome]);
        out.extend(["\",\"purpose\":\"", native.purpose, "\",\"question\":"]);
        string(native.question, out);
        out.extend([",\"rating\":\"", native.rating, "\",\"response\":", self.response]);
        out.extend(self.retrievability.iter().flat_map(|chance| [",\"retrievability\":", chance]));
        out.extend([",\"rule\":\"", self.rule, "\",\"score\":"]);
        // By its bits: neither a negative nothing nor a little more than one is taken for what was written.
        match native.score.to_bits() {
            ONE => out.push('1'),
            NOTHING => out.push('0'),
            _ => out.push_str(&native.score.to_string()),
        }
        out.push_str(",\"seconds\":");
        seconds(native.milliseconds, out);
        out.extend([",\"session\":\"", self.session, "\"}"]);
    }
}

/// A JSON string.
pub(crate) fn string(raw: &str, out: &mut String) {
    if raw.bytes().any(|byte| byte == b'"' || byte == b'\\' || byte < 0x20) {
        out.push_str(&super::members::string(raw));
    } else {
        out.extend(["\"", raw, "\""]);
    }
}

/// A study day as JSON.
pub(crate) fn day(day: Day, out: &mut String) {
    let date = day.date();
    if (0..=9999).contains(&date.year()) {
        let _ = write!(out, "\"{:04}-{:02}-{:02}\"", date.year(), date.month(), date.day());
    } else {
        out.push_str(&line::day(day));
    }
}

/// Milliseconds as seconds.
fn seconds(milliseconds: i64, out: &mut String) {
    let (whole, part) = (milliseconds / 1_000, milliseconds % 1_000);
    let _ = write!(out, "{whole}");
    if part > 0 {
        let digits = format!(".{part:03}");
        out.push_str(digits.trim_end_matches('0'));
    }
}

#[cfg(test)]
#[path = "quick_tests.rs"]
mod tests;
