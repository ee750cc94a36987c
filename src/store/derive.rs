//! The derived tables: states, packed answers and aliases, replayed from the log in the transaction in which the
//! log grows.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{CachedStatement, Connection, Params, Row, Transaction, params};

use super::facts::{self, Facts};
use super::schedule::Schedule;
use super::{log, packed, sum};
use crate::error::Result;
use crate::event::{Body, Event, Subject};
use crate::memory::{Memory, Scheduler, State, answer, replay};
use crate::question::ask::Rating;
use crate::time::Day;

pub(super) const TABLES: &str = include_str!("derived.sql");

/// Events of one transaction from which a replay of everything is cheaper than one of each question.
pub(super) const MANY: usize = 2_000;

/// Questions replayed ahead of the writing.
const WAITING: usize = 1_000;

/// What new events change.
enum Touched {
    /// These questions.
    Some(BTreeSet<Subject>),
    /// Perhaps all: a question was renamed, or the model has other parameters.
    All,
}

/// How far a replay is: events read, then questions written, each out of how many.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Brings the derived tables up to date after `fresh` events were added.
pub(super) fn follow<'e>(
    tx: &Transaction<'_>,
    schedule: &Schedule,
    fresh: impl ExactSizeIterator<Item = &'e Event>,
) -> Result<()> {
    if fresh.len() > MANY {
        return all(tx, &mut |_, _| ());
    }
    match touched(tx, fresh)? {
        Touched::Some(subjects) => {
            let mut writer = Writer::new(tx)?;
            for subject in &subjects {
                let rows = Rows::of(subject, facts::of_question(tx, subject)?, &schedule.scheduler);
                writer.write(subject, rows.as_ref())?;
            }
            count(tx, writer.more)
        }
        Touched::All => all(tx, &mut |_, _| ()),
    }
}

fn touched<'e>(tx: &Transaction<'_>, fresh: impl Iterator<Item = &'e Event>) -> Result<Touched> {
    let mut now = tx.prepare_cached("SELECT now FROM alias WHERE deck = ?1 AND question = ?2")?;
    let mut subjects = BTreeSet::new();
    for event in fresh {
        let subject = match (&event.body, event.body.target()) {
            (Body::Rename { .. } | Body::Parameters(_), _) => return Ok(Touched::All),
            (_, None) => event.body.subject().cloned(),
            (_, Some(target)) => match log::root(tx, target)? {
                Some(root) if matches!(root.kind.as_str(), "rename" | "parameters") => {
                    return Ok(Touched::All);
                }
                Some(root) => root
                    .deck
                    .zip(root.question)
                    .map(|(deck, question)| Subject { deck: deck.into(), question: question.into() }),
                None => None,
            },
        };
        let Some(mut subject) = subject else { continue };
        let mut rows = now.query([subject.deck.raw(), subject.question.raw()])?;
        if let Some(row) = rows.next()? {
            subject.question = row.get::<_, String>(0)?.into();
        }
        subjects.insert(subject);
    }
    Ok(Touched::Some(subjects))
}

/// Drops the derived tables and makes them anew from the log.
pub(super) fn all(tx: &Transaction<'_>, progress: Progress<'_>) -> Result<()> {
    tx.flush_prepared_statement_cache();
    tx.execute_batch(TABLES)?;
    let schedule = super::schedule::wanted(tx)?;
    let aliases = aliases(tx)?;
    let mut alias = tx.prepare("INSERT INTO alias (deck, question, now) VALUES (?1, ?2, ?3)")?;
    for (old, new) in &aliases {
        alias.execute([old.deck.raw(), old.question.raw(), new.question.raw()])?;
    }
    let questions = each(tx, &aliases, &schedule.scheduler, progress, Writer::new(tx)?)?;
    tx.execute(
        "INSERT INTO derived (one, by, questions) VALUES (1, ?1, ?2)",
        params![schedule.by, questions],
    )?;
    Ok(())
}

/// Counts so many questions more.
pub(super) fn count(tx: &Transaction<'_>, more: i64) -> Result<()> {
    if more != 0 {
        tx.prepare_cached("UPDATE derived SET questions = questions + ?1")?.execute([more])?;
    }
    Ok(())
}

fn each(
    conn: &Connection,
    aliases: &HashMap<Subject, Subject>,
    scheduler: &Scheduler,
    progress: Progress<'_>,
    mut writer: Writer<'_>,
) -> Result<i64> {
    let events: i64 = conn.query_row("SELECT count(*) FROM event", [], |row| row.get(0))?;
    let questions = facts::of_all(conn, aliases, |read| progress(read, events.cast_unsigned()))?;
    let count = questions.len() as u64;
    let questions = &questions;
    // One thread replays, this one writes: SQLite's half of the work waits for nothing.
    std::thread::scope(|scope| {
        let (replayed, rows) = std::sync::mpsc::sync_channel(WAITING);
        scope.spawn(move || {
            let rows = |(subject, facts)| (subject, Rows::of(subject, facts, scheduler));
            // If writing failed, nobody takes the rest.
            drop(questions.questions().map(rows).try_for_each(|rows| replayed.send(rows)));
        });
        for (done, (subject, rows)) in (1..).zip(rows) {
            writer.write(subject, rows.as_ref())?;
            if done % 1_000 == 0 || done == count {
                progress(done, count);
            }
        }
        Ok(writer.more)
    })
}

/// Old ids → the ids of now, by the renames that stand, in their order: what was renamed later has its say, and
/// an id that something is renamed *to* lives again.
pub(super) fn aliases(conn: &Connection) -> Result<HashMap<Subject, Subject>> {
    let renames = log::sound_events(conn, &format!("WHERE kind = 'rename' {}", log::ORDER), [])?;
    let mut next: HashMap<Subject, Subject> = HashMap::new();
    if renames.is_empty() {
        return Ok(next);
    }
    let struck = crate::memory::replay::struck(&log::voids(conn, "kind = 'rename'", [])?);
    for event in renames.into_iter().filter(|event| !struck.contains(&event.id)) {
        if let Body::Rename { from, to } = event.body {
            let to = Subject { deck: from.deck.clone(), question: to };
            next.remove(&to);
            if from != to {
                next.insert(from, to);
            }
        }
    }
    // A rename goes to an id that leads nowhere, so no chain is a ring.
    Ok(next.keys().map(|old| (old.clone(), last(old, &next))).collect())
}

fn last<'a>(mut at: &'a Subject, next: &'a HashMap<Subject, Subject>) -> Subject {
    while let Some(to) = next.get(at) {
        at = to;
    }
    at.clone()
}

/// The derived rows of one question.
#[derive(PartialEq)]
pub(super) struct Rows {
    pub(super) state: State,
    /// Packed.
    pub(super) answers: Vec<u8>,
}

impl Rows {
    /// Replays the question: `None` if it is as if it had never been asked.
    pub(super) fn of(subject: &Subject, mut facts: Facts, scheduler: &Scheduler) -> Option<Self> {
        let state = replay(subject, &mut facts.facts, scheduler);
        let answers = packed::pack(&answer::answers(&facts.facts, &facts.details, scheduler));
        (state != State::default() || !answers.is_empty()).then_some(Self { state, answers })
    }
}

/// Writes derived rows.
pub(super) struct Writer<'c> {
    state: Table<'c>,
    history: Table<'c>,
    /// Questions that have rows now and had none, less those that had some.
    pub(super) more: i64,
}

/// The statements of one table, whose key are its first two columns. A row that is there is changed: only one that is not there yet counts.
struct Table<'c> {
    change: CachedStatement<'c>,
    add: CachedStatement<'c>,
    drop: CachedStatement<'c>,
}

impl<'c> Table<'c> {
    fn new(conn: &'c Connection, name: &str, columns: &str) -> Result<Self> {
        let places: Vec<String> = (1..).zip(columns.split(", ")).map(|(n, _)| format!("?{n}")).collect();
        let set: Vec<String> = columns
            .split(", ")
            .zip(&places)
            .skip(2)
            .map(|(name, place)| format!("{name} = {place}"))
            .collect();
        let (places, set) = (places.join(", "), set.join(", "));
        let key = "WHERE deck = ?1 AND question = ?2";
        Ok(Self {
            change: conn.prepare_cached(&format!("UPDATE {name} SET {set} {key}"))?,
            add: conn.prepare_cached(&format!("INSERT INTO {name} ({columns}) VALUES ({places})"))?,
            drop: conn.prepare_cached(&format!("DELETE FROM {name} {key}"))?,
        })
    }

    /// Returns how many rows more there are.
    fn write(&mut self, values: impl Params + Copy) -> Result<i64> {
        if self.change.execute(values)? > 0 {
            return Ok(0);
        }
        self.add.execute(values)?;
        Ok(1)
    }
}

impl<'c> Writer<'c> {
    pub(super) fn new(conn: &'c Connection) -> Result<Self> {
        let (state, history) = (Table::new(conn, "state", STATE)?, Table::new(conn, "history", HISTORY)?);
        Ok(Self { state, history, more: 0 })
    }

    pub(super) fn write(&mut self, subject: &Subject, rows: Option<&Rows>) -> Result<()> {
        let (deck, question) = (subject.deck.raw(), subject.question.raw());
        let Some(Rows { state, answers }) = rows else {
            self.more -= i64::try_from(self.state.drop.execute([deck, question])?).unwrap_or_default();
            self.history.drop.execute([deck, question])?;
            return Ok(());
        };
        self.more += self.state.write(params![
            deck,
            question,
            state.memory.map(|m| m.stability),
            state.memory.map(|m| m.difficulty),
            state.last.map(|day| day.0),
            state.due.map(|day| day.0),
            state.reviews,
            state.lapses,
            state.rating.map(|rating| rating as i64),
            state.relearning,
            state.suspended,
            state.meaning.map(u64::cast_signed),
            sum::of_state(subject, state),
        ])?;
        self.history.write(params![deck, question, answers, sum::of_answers(subject, answers)])?;
        Ok(())
    }
}

/// The columns of [`state`].
pub(super) const STATE: &str = "deck, question, stability, difficulty, last, due, reviews, lapses, rating, \
     relearning, suspended, meaning, sum";

/// The columns of [`answers`].
pub(super) const HISTORY: &str = "deck, question, answers, sum";

/// The question that the first two columns name.
pub(super) fn subject(row: &Row<'_>) -> rusqlite::Result<Subject> {
    Ok(Subject { deck: row.get_ref(0)?.as_str()?.into(), question: row.get_ref(1)?.as_str()?.into() })
}

/// A row of [`STATE`], and whether it is as it was written.
pub(super) fn state(row: &Row<'_>) -> rusqlite::Result<(Subject, State, bool)> {
    let subject = subject(row)?;
    let memory = match (row.get(2)?, row.get(3)?) {
        (Some(stability), Some(difficulty)) => Some(Memory { stability, difficulty }),
        _ => None,
    };
    let state = State {
        memory,
        last: row.get::<_, Option<i32>>(4)?.map(Day),
        due: row.get::<_, Option<i32>>(5)?.map(Day),
        reviews: row.get(6)?,
        lapses: row.get(7)?,
        rating: row.get::<_, Option<i64>>(8)?.and_then(Rating::from_number),
        relearning: row.get(9)?,
        suspended: row.get(10)?,
        meaning: row.get::<_, Option<i64>>(11)?.map(i64::cast_unsigned),
    };
    let is_sound = row.get::<_, i64>(12)? == sum::of_state(&subject, &state);
    Ok((subject, state, is_sound))
}

/// The packed answers in a row of [`HISTORY`], and whether it is as it was written.
pub(super) fn answers<'r>(row: &'r Row<'_>) -> rusqlite::Result<(Subject, &'r [u8], bool)> {
    let (subject, packed) = (subject(row)?, row.get_ref(2)?.as_blob()?);
    let is_sound = row.get::<_, i64>(3)? == sum::of_answers(&subject, packed);
    Ok((subject, packed, is_sound))
}
