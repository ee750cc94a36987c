//! What follows from the log: the state of each question and a row for each answer that stands.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, Row, Transaction};
use uuid::Uuid;

use super::Store;
use super::append::Sql;
use crate::error::Result;
use crate::event::Purpose;
use crate::memory::{Fact, Replayed, Scheduler, State, What, replay};
use crate::question::ask::Rating;
use crate::time::{Day, Timestamp};

/// The setting that says with which model the tables were derived.
const DERIVED_WITH: &str = "derived-with";

impl Store {
    /// Drops everything that is derived and derives it anew from the log. Returns the number of questions.
    ///
    /// # Errors
    /// If the file cannot be written; then nothing has changed.
    pub fn rebuild(&mut self) -> Result<usize> {
        let model = self.model();
        self.transact(|transaction, scheduler| rebuild(transaction, scheduler, &model))
    }

    /// Schedules by another model from now on, and derives anew if the tables were derived with another one.
    ///
    /// # Errors
    /// If the file cannot be read, or not written when that is needed.
    pub fn schedule_by(&mut self, scheduler: Scheduler) -> Result<()> {
        self.scheduler = scheduler;
        let model = self.model();
        let stored = self.setting(DERIVED_WITH)?;
        if stored.as_deref() == Some(model.as_str()) {
            return Ok(());
        }
        self.transact(|transaction, scheduler| rebuild(transaction, scheduler, &model)).map(drop)
    }

    fn model(&self) -> String {
        format!("fsrs-6 {} {:?}", self.scheduler.retention(), self.scheduler.parameters().values())
    }
}

fn rebuild(transaction: &Transaction<'_>, scheduler: &Scheduler, model: &str) -> Sql<usize> {
    transaction.execute_batch("delete from state; delete from answer;")?;
    let mut names: HashMap<i64, (String, String)> = HashMap::new();
    let mut subjects = transaction.prepare("select s, deck, question from subject")?;
    let mut rows = subjects.query([])?;
    while let Some(row) = rows.next()? {
        names.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let facts = all_facts(transaction)?;
    let count = facts.len();
    for (subject, facts) in facts {
        if let Some((deck, question)) = names.get(&subject) {
            let (rows, facts): (Vec<Extra>, Vec<Fact>) = facts.into_iter().unzip();
            write(transaction, subject, &replay(facts, (deck, question), scheduler), &rows)?;
        }
    }
    transaction
        .prepare("insert or replace into setting (key, value) values (?1, ?2)")?
        .execute([DERIVED_WITH, model])?;
    Ok(count)
}

/// Replays one question and writes what follows.
pub(super) fn refresh(transaction: &Transaction<'_>, subject: i64, scheduler: &Scheduler) -> Sql<()> {
    transaction.prepare_cached("delete from state where s = ?1")?.execute([subject])?;
    transaction.prepare_cached("delete from answer where s = ?1")?.execute([subject])?;
    let moved: Option<i64> = transaction
        .prepare_cached("select to_s from renamed where s = ?1")?
        .query_row([subject], |row| row.get(0))
        .optional()?;
    if moved.is_some() {
        return Ok(());
    }
    let names: (String, String) = transaction
        .prepare_cached("select deck, question from subject where s = ?1")?
        .query_row([subject], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut statement = transaction.prepare_cached(FACTS_OF_ONE)?;
    let mut rows = statement.query([subject])?;
    let (mut extras, mut facts) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        if let Some((extra, fact)) = read_fact(row)? {
            extras.push(extra);
            facts.push(fact);
        }
    }
    write(transaction, subject, &replay(facts, (&names.0, &names.1), scheduler), &extras)
}

/// The events of a question, of those renamed to it, and of those that target these.
const FACTS_OF_ONE: &str = "with recursive
    names (s) as (select ?1 union select renamed.s from names join renamed on renamed.to_s = names.s),
    its (n, id) as (
      select event.n, event.id from names join event on event.subject = names.s
      union
      select event.n, event.id from its join event on event.target = its.id)
  select n, id, time, device, sequence, day, kind, target, rating, purpose, meaning, due, clock, offset
  from its join event using (n, id)";

const ALL_FACTS: &str =
    "select n, id, time, device, sequence, day, kind, target, rating, purpose, meaning, due,
    clock, offset, subject from event";

/// What the answer rows need beside the facts.
struct Extra {
    id: Uuid,
    row: i64,
    minute: i64,
    purpose: Option<Purpose>,
}

type Facts = HashMap<i64, Vec<(Extra, Fact)>>;

/// All facts by the question they change. Events with a target follow it.
fn all_facts(transaction: &Transaction<'_>) -> Sql<Facts> {
    let mut renamed: HashMap<i64, i64> = HashMap::new();
    let mut statement = transaction.prepare("select s, to_s from renamed")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        renamed.insert(row.get(0)?, row.get(1)?);
    }
    let mut facts = Facts::new();
    let mut follow: Vec<(Uuid, (Extra, Fact))> = Vec::new();
    let mut statement = transaction.prepare(ALL_FACTS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let Some(fact) = read_fact(row)? else { continue };
        match (row.get::<_, Option<i64>>(14)?, &fact.1.what) {
            (Some(subject), _) => facts.entry(newest(subject, &renamed)).or_default().push(fact),
            (None, What::Void(target) | What::Overrule(target, _)) => follow.push((*target, fact)),
            (None, _) => {}
        }
    }
    follow_targets(&mut facts, follow);
    Ok(facts)
}

fn newest(mut subject: i64, renamed: &HashMap<i64, i64>) -> i64 {
    // Bounded, for two renames could make a circle.
    for _ in 0..renamed.len() {
        match renamed.get(&subject) {
            Some(to) => subject = *to,
            None => break,
        }
    }
    subject
}

fn follow_targets(facts: &mut Facts, mut follow: Vec<(Uuid, (Extra, Fact))>) {
    if follow.is_empty() {
        return;
    }
    let targets: std::collections::HashSet<Uuid> = follow.iter().map(|(target, _)| *target).collect();
    let mut places: HashMap<Uuid, i64> = HashMap::new();
    for (subject, list) in facts.iter() {
        let aimed = list.iter().filter(|(extra, _)| targets.contains(&extra.id));
        places.extend(aimed.map(|(extra, _)| (extra.id, *subject)));
    }
    while !follow.is_empty() {
        let before = follow.len();
        let mut left = Vec::new();
        for (target, fact) in follow {
            match places.get(&target).copied() {
                Some(subject) => {
                    places.insert(fact.0.id, subject);
                    facts.entry(subject).or_default().push(fact);
                }
                None => left.push((target, fact)),
            }
        }
        if left.len() == before {
            return;
        }
        follow = left;
    }
}

fn read_fact(row: &Row<'_>) -> Sql<Option<(Extra, Fact)>> {
    let kind = row.get_ref(6)?.as_str()?;
    let rating = row.get::<_, Option<i64>>(8)?;
    let purpose = row
        .get::<_, Option<i64>>(9)?
        .and_then(|number| Purpose::ALL.into_iter().find(|one| *one as i64 == number));
    let target = row.get::<_, Option<Vec<u8>>>(7)?.and_then(|bytes| Uuid::from_slice(&bytes).ok());
    let what = match kind {
        "review" => {
            let due = row.get::<_, Option<i32>>(11)?.map(Day);
            let meaning = row.get::<_, Option<i64>>(10)?.unwrap_or_default().cast_unsigned();
            rating.and_then(Rating::from_number).zip(purpose).map(|(rating, purpose)| What::Review {
                rating,
                purpose,
                meaning,
                due,
            })
        }
        "void" => target.map(What::Void),
        "overrule" => target
            .zip(rating.and_then(Rating::from_number))
            .map(|(target, rating)| What::Overrule(target, rating)),
        "reset" => Some(What::Reset),
        "suspend" => rating.map(|on| What::Suspend(on != 0)),
        _ => None,
    };
    let Some(what) = what else { return Ok(None) };
    let uuid = |column| {
        row.get_ref(column)?
            .as_blob()
            .map(|bytes| Uuid::from_slice(bytes).unwrap_or_default())
            .map_err(rusqlite::Error::from)
    };
    let id = uuid(1)?;
    let local_ms = row.get::<_, i64>(12)? + row.get::<_, i64>(13)? * 60_000;
    let extra = Extra { id, row: row.get(0)?, minute: local_ms.div_euclid(60_000).rem_euclid(1440), purpose };
    let fact = Fact {
        id,
        time: Timestamp(row.get(2)?),
        device: uuid(3)?,
        sequence: row.get::<_, i64>(4)?.cast_unsigned(),
        day: Day(row.get(5)?),
        what,
    };
    Ok(Some((extra, fact)))
}

fn write(transaction: &Transaction<'_>, subject: i64, replayed: &Replayed, extras: &[Extra]) -> Sql<()> {
    write_state(transaction, subject, &replayed.state)?;
    let places: HashMap<Uuid, &Extra> = extras.iter().map(|extra| (extra.id, extra)).collect();
    let mut insert = transaction.prepare_cached(
        "insert into answer (n, s, day, minute, rating, purpose, counted, ms, elapsed, predicted)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, (select body ->> 'ms' from event where n = ?1), ?8, ?9)",
    )?;
    for answer in &replayed.answers {
        let Some(extra) = places.get(&answer.id) else { continue };
        insert.execute((
            extra.row,
            subject,
            answer.day.0,
            extra.minute,
            answer.rating as i64,
            extra.purpose.map(|purpose| purpose as i64),
            answer.counted,
            answer.elapsed_days,
            answer.predicted,
        ))?;
    }
    Ok(())
}

fn write_state(transaction: &Transaction<'_>, subject: i64, state: &State) -> Sql<()> {
    transaction
        .prepare_cached(
            "insert into state (s, stability, difficulty, last, due, reviews, lapses, rating, relearning, suspended, meaning)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            subject,
            state.memory.map(|memory| memory.stability),
            state.memory.map(|memory| memory.difficulty),
            state.last.map(|day| day.0),
            state.due.map(|day| day.0),
            state.reviews,
            state.lapses,
            state.rating.map(|rating| rating as i64),
            state.relearning,
            state.suspended,
            state.meaning.map(u64::cast_signed),
        ))?;
    Ok(())
}
