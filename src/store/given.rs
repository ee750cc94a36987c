//! What only the log itself says of answers: the session each belongs to, and what wrong ones were right for.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::Store;
use super::log::{self, ORDER};
use super::row::Blob16;
use super::trouble::damaged;
use crate::error::Result;
use crate::event::{Purpose, Subject};
use crate::memory::replay::struck;
use crate::memory::{Fact, What};
use crate::question::ask::Rating;
use crate::text::Text;
use crate::time::{Day, Timestamp};

/// An answer of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The session.
    pub session: Uuid,
    /// The question, by the id it has now.
    pub subject: Subject,
    /// The study day.
    pub day: Day,
    /// The date on the student's clock.
    pub date: Day,
    /// The local wall clock: minutes since midnight, 0 to 1439.
    pub minute: u16,
    /// From the question to the response, at most an hour.
    pub milliseconds: u32,
    /// What it counts as, overruled or not.
    pub rating: Rating,
    /// Why it was asked.
    pub purpose: Purpose,
}

/// A wrong answer that was right for something else.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistaken {
    /// The question, by the id it has now.
    pub subject: Subject,
    /// What it was right for: `@key` of a term, or the id of a question.
    pub other: Text,
    /// The study day.
    pub day: Day,
}

/// The id a question has now, if it had another.
const NOW: &str = "coalesce((SELECT now FROM alias WHERE alias.deck = event.deck AND alias.question = event.question), question)";

impl Store {
    /// The answers of the last `sessions` sessions with any answer that `holds` is true of: these answers in order of
    /// time, those taken back left out. The last `most` answers are looked at, or all.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn given(
        &self,
        sessions: usize,
        most: Option<u32>,
        holds: impl Fn(&Subject, Day) -> bool,
    ) -> Result<Vec<Given>> {
        let corrections = self.corrections()?;
        let sql = format!(
            "SELECT id, deck, {NOW}, day, clock, offset, milliseconds, rating, purpose, body ->> '$.session'
             FROM event WHERE kind = 'review' ORDER BY time DESC LIMIT ?1"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![most.map_or(-1, i64::from)])?;
        let (mut given, mut seen): (Vec<Given>, HashSet<Uuid>) = (Vec::new(), HashSet::new());
        while let Some(row) = rows.next()? {
            let Blob16(id) = row.get(0)?;
            // A damaged row is reported by a check; what is around it is shown.
            let Ok(mut one) = self::given(row) else { continue };
            if corrections.struck.contains(&id) || !holds(&one.subject, one.day) {
                continue;
            }
            if !seen.contains(&one.session) && seen.len() == sessions {
                break;
            }
            seen.insert(one.session);
            one.rating = corrections.rating(id).unwrap_or(one.rating);
            given.push(one);
        }
        given.reverse();
        Ok(given)
    }

    /// The wrong answers that were right for something else, of one deck or of all, in no order; those taken back
    /// or overruled are left out.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn mistaken(&self, deck: Option<&str>) -> Result<Vec<Mistaken>> {
        let corrections = self.corrections()?;
        let sql = format!(
            "SELECT id, deck, {NOW}, day, body ->> '$.confused_with' FROM event
             WHERE kind = 'review' AND rating = 1 AND instr(body, '\"confused_with\"') > 0
                 AND (?1 IS NULL OR deck = ?1)"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![deck])?;
        let mut mistaken = Vec::new();
        while let Some(row) = rows.next()? {
            let Blob16(id) = row.get(0)?;
            let wrong = corrections.rating(id).is_none_or(|rating| rating == Rating::Again);
            let other: Option<String> = row.get(4)?;
            if let Some(other) = other.filter(|_| wrong && !corrections.struck.contains(&id)) {
                mistaken.push(Mistaken {
                    subject: subject(row)?,
                    other: other.into(),
                    day: Day(row.get(3)?),
                });
            }
        }
        Ok(mistaken)
    }

    /// The last answer of the study day before `day`, and the first of the day after, if there are any: what the clock
    /// said, and its minutes east of UTC.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn beside(&self, day: Day) -> Result<[Option<(Timestamp, i32)>; 2]> {
        const HOUR: i64 = 3_600_000;
        let day = i64::from(day.0);
        let find = |order: &str, day: i64| -> Result<Option<(Timestamp, i32)>> {
            // It begins 14 hours before its midnight in Greenwich at the earliest, and ends 35 hours after its end at
            // the latest: wider, and all answers of a busy neighbour would be looked at.
            let within = [day * 24 - 14, (day + 1) * 24 + 35].map(|hours| hours * HOUR);
            let sql = format!(
                "SELECT clock, offset FROM event
                 WHERE kind = 'review' AND day = ?1 AND time BETWEEN ?2 AND ?3 ORDER BY time {order} LIMIT 1"
            );
            let found =
                self.conn.prepare_cached(&sql)?.query_row(params![day, within[0], within[1]], |row| {
                    Ok((Timestamp(row.get(0)?), row.get(1)?))
                });
            Ok(found.optional()?)
        };
        Ok([find("DESC", day - 1)?, find("ASC", day + 1)?])
    }

    /// What was taken back and overruled.
    fn corrections(&self) -> Result<Corrections> {
        // Left alone, the order would make it walk the whole log.
        let condition = format!(
            "INDEXED BY event_target WHERE target IS NOT NULL AND kind IN ('void', 'overrule') {ORDER}"
        );
        let events = log::sound_events(&self.conn, &condition, [])?;
        let facts: Vec<Fact> = events.iter().filter_map(Fact::of).collect();
        let struck = struck(&facts);
        let standing = facts.iter().filter(|fact| !struck.contains(&fact.id));
        let overruled = standing.filter_map(|fact| match fact.what {
            What::Overrule(review, rating) => Some((review, rating)),
            _ => None,
        });
        Ok(Corrections { overruled: overruled.collect(), struck })
    }
}

struct Corrections {
    /// Events that count nothing.
    struck: HashSet<Uuid>,
    /// The rating that the student gave a review in place of the judge's: the last one.
    overruled: HashMap<Uuid, Rating>,
}

impl Corrections {
    fn rating(&self, review: Uuid) -> Option<Rating> {
        self.overruled.get(&review).copied()
    }
}

fn given(row: &Row<'_>) -> Result<Given> {
    const MINUTES_A_DAY: i64 = 24 * 60;
    let session: String = row.get(9)?;
    let session = Uuid::parse_str(&session).map_err(|_| damaged("the session of an answer is no id"))?;
    let minutes = row.get::<_, i64>(4)?.div_euclid(60_000) + row.get::<_, i64>(5)?;
    let purpose = row.get_ref(8)?;
    let purpose = purpose.as_str().map_err(|e| damaged(&e.to_string()))?;
    let purpose = Purpose::ALL.into_iter().find(|known| known.name() == purpose);
    Ok(Given {
        session,
        subject: subject(row)?,
        day: Day(row.get(3)?),
        date: Day(i32::try_from(minutes.div_euclid(MINUTES_A_DAY)).unwrap_or_default()),
        minute: u16::try_from(minutes.rem_euclid(MINUTES_A_DAY)).unwrap_or_default(),
        milliseconds: row.get(6)?,
        rating: Rating::from_number(row.get(7)?).ok_or_else(|| damaged("a rating is none of the four"))?,
        purpose: purpose.ok_or_else(|| damaged("a purpose is none that was ever written"))?,
    })
}

/// The question in the columns 1 and 2.
fn subject(row: &Row<'_>) -> Result<Subject> {
    let text = |column| -> Result<Text> {
        Ok(row.get_ref(column)?.as_str().map_err(|e| damaged(&e.to_string()))?.into())
    };
    Ok(Subject { deck: text(1)?, question: text(2)? })
}
