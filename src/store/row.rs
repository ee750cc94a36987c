//! An event as a row of the table `event`: native columns for what is counted and searched, the rest as JSON.
//!
//! A row is trusted only as the line it makes: columns and body give the canonical line, whose checksum stands
//! beside them.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Row, Statement, params};
use uuid::Uuid;

use super::trouble::damaged;
use crate::error::Result;
use crate::event::line::{self, Envelope};
use crate::event::members::{self, Members};
use crate::event::quick::{self, Native, Pieces};
use crate::event::sum::{self, Sum};
use crate::event::{Body, Event, Review};
use crate::question::ask::Rating;
use crate::time::{Day, Timestamp};

/// All columns, in the order that [`insert`] and [`stored`] know.
pub(super) const COLUMNS: &str = "id, device, sequence, time, clock, offset, day, kind, deck, question, target, \
     rating, score, outcome, milliseconds, purpose, meaning, due, body, checksum";

/// The statement for [`insert`]; an event that is there already is left alone.
pub(super) const INSERT: &str = "INSERT INTO event (id, device, sequence, time, clock, offset, day, kind, deck, \
     question, target, rating, score, outcome, milliseconds, purpose, meaning, due, body, checksum) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) \
     ON CONFLICT (id) DO NOTHING";

/// Members that have a column.
const NATIVE: [&str; 10] =
    ["deck", "question", "target", "rating", "score", "outcome", "seconds", "purpose", "meaning", "due"];

/// An event with what its row has besides: made on whatever thread has time for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ready {
    event: Event,
    sum: [u8; 8],
    rest: String,
}

impl Ready {
    /// The event.
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// The event alone.
    pub fn into_event(self) -> Event {
        self.event
    }

    /// The checksum of its line.
    pub(super) fn sum(&self) -> [u8; 8] {
        self.sum
    }
}

/// Of an event as a line gives it: see [`line::normal`].
impl From<Event> for Ready {
    fn from(event: Event) -> Self {
        if let (Some(line), Some(rest)) = (quick::write(&event), quick::rest(&event)) {
            return Self { event, sum: line::checksum(&line), rest };
        }
        let mut rest = line::members(&event);
        let line = Envelope::of(&event).line(&rest);
        if !matches!(event.body, Body::Unknown { .. }) {
            rest.retain(|name, _| !NATIVE.contains(&name.as_str()));
        }
        Self { event, sum: line::checksum(&line), rest: members::write(&rest) }
    }
}

/// Adds an event; `false` if its id is there already.
pub(super) fn insert(statement: &mut Statement<'_>, ready: &Ready) -> Result<bool> {
    let Ready { event, sum, rest } = ready;
    let subject = event.body.subject();
    let review = match &event.body {
        Body::Review(_, review) => Some(review.as_ref()),
        _ => None,
    };
    let rating = match &event.body {
        Body::Overrule { rating, .. } => Some(*rating),
        _ => review.map(|r| r.rating),
    };
    let number = |f: fn(&Review) -> i64| review.map(f);
    let added = statement.execute(params![
        event.id.as_bytes(),
        event.device.as_bytes(),
        event.sequence.cast_signed(),
        event.time.0,
        event.clock.0,
        event.offset_minutes,
        event.day.0,
        event.body.kind(),
        subject.map(|s| s.deck.raw()),
        subject.map(|s| s.question.raw()),
        event.body.target().map(Uuid::into_bytes),
        rating.map(|r| r as i64),
        review.map(|r| r.score),
        review.map(|r| r.outcome.name()),
        number(|r| line::milliseconds(r.seconds)),
        review.map(|r| r.purpose.name()),
        number(|r| r.meaning.cast_signed()),
        review.and_then(|r| r.due).map(|day| day.0),
        rest,
        sum,
    ])?;
    Ok(added == 1)
}

/// A row as it stands in the file.
pub(super) struct Stored {
    /// The line that its columns and body make.
    pub(super) line: String,
    /// The checksum that was written with it.
    sum: Sum,
    is_sound: bool,
}

impl Stored {
    /// The event, if the row is what was written.
    pub(super) fn event(&self) -> Result<Event> {
        self.sound()?;
        line::read(&self.line).map_err(|e| damaged(&e.what))
    }

    /// The line with its sum, if the row is what was written.
    pub(super) fn line_with_sum(&self) -> Result<String> {
        self.sound().map(|()| sum::with(&self.line, self.sum))
    }

    /// An error unless the row is what was written.
    pub(super) fn sound(&self) -> Result<()> {
        let changed = || damaged("an event of the log does not have the checksum it was written with");
        self.is_sound.then_some(()).ok_or_else(changed)
    }
}

/// Reads a row of [`COLUMNS`], of which the first has the number `at`.
pub(super) fn stored(row: &Row<'_>, at: usize) -> Result<Stored> {
    let kind = row.get_ref(at + 7)?.as_str().map_err(|e| damaged(&e.to_string()))?;
    let (Blob16(id), Blob16(device)) = (row.get(at)?, row.get(at + 1)?);
    let envelope = Envelope {
        id,
        device,
        sequence: row.get::<_, i64>(at + 2)?.cast_unsigned(),
        time: Timestamp(row.get(at + 3)?),
        clock: Timestamp(row.get(at + 4)?),
        offset_minutes: row.get(at + 5)?,
        day: Day(row.get(at + 6)?),
        kind,
    };
    let sum: Sum = row.get(at + 19)?;
    // Mostly it is a plain review. If it is not, the checksum does not fit, and there is the slow way.
    let plain = (kind == "review").then(|| plain(row, at, &envelope)).flatten();
    if let Some(line) = plain.filter(|line| line::checksum(line) == sum) {
        return Ok(Stored { line, sum, is_sound: true });
    }
    let line = envelope.line(&all_members(row, at)?);
    let is_sound = line::checksum(&line) == sum;
    Ok(Stored { line, sum, is_sound })
}

/// The line of a plain review; `None` if a column is not what a review has there.
fn plain(row: &Row<'_>, at: usize, envelope: &Envelope<'_>) -> Option<String> {
    let text = |column: usize| row.get_ref(at + column).ok()?.as_str().ok();
    let pieces = Pieces::split(text(18)?)?;
    // What stands where a review has nothing is damage, and not in its line.
    if row.get_ref(at + 10).ok()? != ValueRef::Null {
        return None;
    }
    let native = Native {
        deck: text(8)?,
        question: text(9)?,
        due: row.get::<_, Option<i32>>(at + 17).ok()?.map(Day),
        meaning: row.get::<_, i64>(at + 16).ok()?.cast_unsigned(),
        outcome: text(13)?,
        purpose: text(15)?,
        rating: Rating::from_number(row.get(at + 11).ok()?)?.name(),
        score: row.get(at + 12).ok()?,
        milliseconds: row.get(at + 14).ok().filter(|ms| *ms >= 0)?,
    };
    let mut line = envelope.begun();
    pieces.write(&native, &mut line);
    Some(line)
}

/// The members of the body and those of the native columns.
fn all_members(row: &Row<'_>, at: usize) -> Result<Members> {
    let body = row.get_ref(at + 18)?.as_str().map_err(|e| damaged(&e.to_string()))?;
    let mut all = members::read(body).map_err(|e| damaged(&e.what))?;
    if members::write(&all) != body {
        return Err(damaged("an event of the log is not in its canonical form"));
    }
    for (name, column) in [("deck", 8), ("question", 9), ("outcome", 13), ("purpose", 15)] {
        let text: Option<String> = row.get(at + column)?;
        all.extend(text.map(|text| (name.to_owned(), members::string(&text))));
    }
    let mut put = |name: &str, value: Option<String>| all.extend(value.map(|value| (name.to_owned(), value)));
    put("target", row.get::<_, Option<Blob16>>(at + 10)?.map(|target| line::uuid(target.0)));
    put("rating", row.get::<_, Option<i64>>(at + 11)?.map(rating_word));
    put("score", row.get::<_, Option<f64>>(at + 12)?.map(|score| score.to_string()));
    put("seconds", row.get::<_, Option<i64>>(at + 14)?.map(line::seconds));
    put("meaning", row.get::<_, Option<i64>>(at + 16)?.map(|hash| line::meaning(hash.cast_unsigned())));
    put("due", row.get::<_, Option<i32>>(at + 17)?.map(|due| line::day(Day(due))));
    Ok(all)
}

/// A number that is no rating is shown as it is, for the checksum to refuse.
fn rating_word(number: i64) -> String {
    Rating::from_number(number).map_or_else(|| number.to_string(), |rating| members::string(rating.name()))
}

/// The UUID in a column.
pub(super) fn id(row: &Row<'_>, column: &str) -> rusqlite::Result<Uuid> {
    row.get::<_, Blob16>(column).map(|blob| blob.0)
}

/// A UUID as 16 bytes.
pub(super) struct Blob16(pub(super) Uuid);

impl FromSql for Blob16 {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let bytes = value.as_blob()?;
        Uuid::from_slice(bytes).map(Blob16).map_err(|e| FromSqlError::Other(Box::new(e)))
    }
}
