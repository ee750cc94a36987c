//! Rows of the log as facts for replay: native columns only, no JSON is parsed.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use rusqlite::{Connection, OpenFlags, Row};
use uuid::Uuid;

use super::log;
use super::row::Blob16;
use super::trouble::damaged;
use crate::error::{Error, Result};
use crate::event::{Purpose, Subject};
use crate::judge::Outcome;
use crate::memory::answer::Detail;
use crate::memory::{Fact, What};
use crate::question::ask::Rating;
use crate::time::{Day, Timestamp};

/// The columns that [`fact`] reads, by number.
const COLUMNS: &str = "id, device, sequence, time, day, kind, target, rating, purpose, due, meaning, \
     outcome, score, milliseconds, clock, offset";

/// Kinds that change the state of a question.
const KINDS: &str = "kind IN ('review', 'void', 'overrule', 'reset', 'suspend', 'unsuspend')";

/// The facts of one question in canonical order, with what statistics need of each.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) facts: Vec<Fact>,
    pub(super) details: Vec<Detail>,
}

impl Facts {
    fn extend(&mut self, more: impl IntoIterator<Item = (Fact, Detail)>) {
        for (fact, detail) in more {
            self.facts.push(fact);
            self.details.push(detail);
        }
    }

    /// Brings both lists into canonical order.
    fn sort(&mut self) {
        if self.facts.is_sorted_by_key(Fact::order) {
            return;
        }
        let mut both: Vec<(Fact, Detail)> = self.facts.drain(..).zip(self.details.drain(..)).collect();
        both.sort_unstable_by_key(|(fact, _)| fact.order());
        self.extend(both);
    }
}

/// The facts of one question, under its id now and all it had, and of the voids and overrules about them.
pub(super) fn of_question(conn: &Connection, subject: &Subject) -> Result<Facts> {
    static SIMPLE: LazyLock<String> = LazyLock::new(|| {
        format!("SELECT {COLUMNS} FROM event WHERE {KINDS} AND deck = ?1 AND question = ?2")
    });
    static WHOLE: LazyLock<String> = LazyLock::new(|| {
        format!("SELECT {COLUMNS} FROM event WHERE {KINDS} AND id IN ({})", log::OF_QUESTION)
    });
    let sql = if is_simple(conn, subject)? { &SIMPLE } else { &WHOLE };
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([subject.deck.raw(), subject.question.raw()])?;
    let mut facts = Facts::default();
    while let Some(row) = rows.next()? {
        facts.extend(fact(row));
    }
    facts.sort();
    Ok(facts)
}

/// True if the question never had another id and no event is about one of its own: then its log is found twice
/// as fast, and an answer waits for this.
fn is_simple(conn: &Connection, subject: &Subject) -> Result<bool> {
    let mut more = conn.prepare_cached(
        "SELECT 1 FROM alias WHERE deck = ?1 AND now = ?2
         UNION ALL SELECT 1 FROM event AS own CROSS JOIN event AS about ON about.target = own.id
             WHERE own.deck = ?1 AND own.question = ?2",
    )?;
    Ok(!more.exists([subject.deck.raw(), subject.question.raw()])?)
}

/// Events of a log from which a second reader pays.
const MANY: i64 = 50_000;

/// The facts of every question that has any, by the id it has now. Of a long log, a second connection reads the
/// elder half meanwhile: what was committed is never changed.
pub(super) fn of_all(
    conn: &Connection,
    aliases: &HashMap<Subject, Subject>,
    mut read: impl FnMut(u64),
) -> Result<Groups> {
    let last: i64 = conn.query_row("SELECT coalesce(max(arrival), 0) FROM event", [], |row| row.get(0))?;
    let half = if last > MANY { last / 2 } else { 0 };
    let mut groups = std::thread::scope(|scope| {
        let path = conn.path().filter(|_| half > 0).map(str::to_owned);
        let elder = path.map(|path| scope.spawn(move || committed(&path, half, aliases)));
        let mut younger = Groups::default();
        younger.read(conn, half + 1..=last, aliases, &mut read)?;
        let elder = elder.and_then(|elder| elder.join().ok().flatten());
        let mut all = match elder {
            Some(elder) => elder,
            None => {
                let mut elder = Groups::default();
                elder.read(conn, 0..=half, aliases, &mut |_| ())?;
                elder
            }
        };
        all.absorb(younger);
        Ok::<Groups, Error>(all)
    })?;
    groups.settle();
    read(last.cast_unsigned());
    Ok(groups)
}

/// The facts up to the arrival `half`; `None` if not all of these are committed, or the file cannot be read twice.
fn committed(path: &str, half: i64, aliases: &HashMap<Subject, Subject>) -> Option<Groups> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags).ok()?;
    let tx = conn.transaction().ok()?;
    let there: i64 =
        tx.query_row("SELECT coalesce(max(arrival), 0) FROM event", [], |row| row.get(0)).ok()?;
    let mut groups = Groups::default();
    (there >= half).then(|| groups.read(&tx, 0..=half, aliases, &mut |_| ()).ok())??;
    Some(groups)
}

/// The facts of many questions. They lie in one list as they were read, with the place of their question: a
/// list for each question would cost more than the reading.
#[derive(Default)]
pub(super) struct Groups {
    /// By deck and question in one key: looked up once a row.
    places: HashMap<Box<[u8]>, u32>,
    key: Vec<u8>,
    subjects: Vec<Subject>,
    rows: Vec<(u32, Fact, Detail)>,
    /// Voids and overrules: they find their question through their target, which may come later.
    pointers: Vec<(Uuid, (Fact, Detail))>,
}

impl Groups {
    /// Reads the events that arrived in this range; `heard` is told now and then how many.
    fn read(
        &mut self,
        conn: &Connection,
        arrivals: RangeInclusive<i64>,
        aliases: &HashMap<Subject, Subject>,
        heard: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let sql = format!(
            "SELECT {COLUMNS}, deck, question FROM event WHERE {KINDS} AND arrival BETWEEN ?1 AND ?2 ORDER BY arrival"
        );
        let mut statement = conn.prepare(&sql)?;
        let mut rows = statement.query([arrivals.start(), arrivals.end()])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            self.take(row, aliases)?;
            count += 1;
            if count % 10_000 == 0 {
                heard(count);
            }
        }
        Ok(())
    }

    /// Takes over what was read of later events.
    fn absorb(&mut self, later: Self) {
        let none = HashMap::new();
        let places: Vec<u32> = later
            .subjects
            .iter()
            .map(|subject| self.place(subject.deck.raw(), subject.question.raw(), &none))
            .collect();
        let here = |(place, fact, detail): (u32, Fact, Detail)| {
            (places.get(place as usize).copied().unwrap_or(u32::MAX), fact, detail)
        };
        self.rows.extend(later.rows.into_iter().map(here));
        self.pointers.extend(later.pointers);
    }

    fn take(&mut self, row: &Row<'_>, aliases: &HashMap<Subject, Subject>) -> Result<()> {
        let Some((fact, detail)) = fact(row) else { return Ok(()) };
        if let What::Void(target) | What::Overrule(target, _) = fact.what {
            self.pointers.push((target, (fact, detail)));
            return Ok(());
        }
        let deck = row.get_ref(16)?.as_str().map_err(|e| damaged(&e.to_string()))?;
        let question = row.get_ref(17)?.as_str().map_err(|e| damaged(&e.to_string()))?;
        let place = self.place(deck, question, aliases);
        self.rows.push((place, fact, detail));
        Ok(())
    }

    /// Most rows name a question seen before: found without a copy of its name.
    fn place(&mut self, deck: &str, question: &str, aliases: &HashMap<Subject, Subject>) -> u32 {
        self.key.clear();
        // With the deck's length before it, no pair of texts is taken for another.
        self.key.extend_from_slice(&deck.len().to_le_bytes());
        self.key.extend_from_slice(deck.as_bytes());
        self.key.extend_from_slice(question.as_bytes());
        if let Some(place) = self.places.get(self.key.as_slice()) {
            return *place;
        }
        let key = self.key.as_slice().into();
        let subject = Subject { deck: deck.into(), question: question.into() };
        let place = match aliases.get(&subject) {
            Some(now) if *now != subject => self.place(now.deck.raw(), now.question.raw(), &HashMap::new()),
            _ => {
                self.subjects.push(subject);
                u32::try_from(self.subjects.len() - 1).unwrap_or(u32::MAX)
            }
        };
        self.places.insert(key, place);
        place
    }

    /// Gives every void and overrule to its question.
    fn settle(&mut self) {
        let pointers = std::mem::take(&mut self.pointers);
        if pointers.is_empty() {
            return;
        }
        let wanted: HashMap<Uuid, Uuid> = pointers.iter().map(|(to, (fact, _))| (fact.id, *to)).collect();
        let targets: HashSet<Uuid> = wanted.values().copied().collect();
        let named = self.rows.iter().filter(|(_, fact, _)| targets.contains(&fact.id));
        let mut places: HashMap<Uuid, u32> = named.map(|(place, fact, _)| (fact.id, *place)).collect();
        let mut lost = HashSet::new();
        for (target, (fact, detail)) in pointers {
            if let Some(place) = follow(target, &wanted, &mut places, &mut lost) {
                self.rows.push((place, fact, detail));
            }
        }
    }

    /// How many questions there are.
    pub(super) fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Every question with its facts in canonical order; the questions by deck and id.
    pub(super) fn questions(&self) -> impl Iterator<Item = (&Subject, Facts)> {
        let mut order: Vec<u32> = (0..).take(self.rows.len()).collect();
        order.sort_by_cached_key(|row| self.rows.get(*row as usize).map(|(place, ..)| *place));
        let place = |row: &u32| self.rows.get(*row as usize).map(|(place, ..)| *place);
        let mut groups: Vec<(&Subject, std::ops::Range<usize>)> = Vec::with_capacity(self.len());
        let mut start = 0;
        for chunk in order.chunk_by(|a, b| place(a) == place(b)) {
            let subject = chunk.first().and_then(place).and_then(|place| self.subjects.get(place as usize));
            groups.extend(subject.map(|subject| (subject, start..start + chunk.len())));
            start += chunk.len();
        }
        groups.sort_unstable_by_key(|(subject, _)| *subject);
        groups.into_iter().map(move |(subject, range)| {
            let mut facts = Facts::default();
            let rows = order.get(range).unwrap_or_default().iter();
            let rows = rows.filter_map(|row| self.rows.get(*row as usize));
            facts.extend(rows.map(|(_, fact, detail)| (fact.clone(), *detail)));
            facts.sort();
            (subject, facts)
        })
    }
}

/// The question at the end of a chain of targets. A ring of them ends nowhere, nor does a chain whose end has
/// not arrived: such targets are `lost`. No link is followed twice, however the chains run together.
fn follow(
    start: Uuid,
    next: &HashMap<Uuid, Uuid>,
    places: &mut HashMap<Uuid, u32>,
    lost: &mut HashSet<Uuid>,
) -> Option<u32> {
    let mut path = Vec::new();
    let mut at = start;
    let place = loop {
        if let Some(place) = places.get(&at) {
            break Some(*place);
        }
        path.push(at);
        match next.get(&at) {
            Some(target) if lost.insert(at) => at = *target,
            _ => break None,
        }
    };
    if let Some(place) = place {
        for id in &path {
            lost.remove(id);
        }
        places.extend(path.into_iter().map(|id| (id, place)));
    }
    place
}

/// The fact of a row; `None` if the row is damaged. A check reports it; answers to the question go on.
fn fact(row: &Row<'_>) -> Option<(Fact, Detail)> {
    read_fact(row).ok()
}

fn read_fact(row: &Row<'_>) -> Result<(Fact, Detail)> {
    let kind = row.get_ref(5)?;
    let (what, detail) = match kind.as_bytes().unwrap_or_default() {
        b"review" => (answer(row)?, detail(row)?),
        b"void" => (What::Void(target(row)?), Detail::default()),
        b"overrule" => (What::Overrule(target(row)?, rating(row)?), Detail::default()),
        b"reset" => (What::Reset, Detail::default()),
        b"suspend" => (What::Suspend(true), Detail::default()),
        _ => (What::Suspend(false), Detail::default()),
    };
    let Blob16(id) = row.get(0)?;
    let Blob16(device) = row.get(1)?;
    let sequence = row.get::<_, i64>(2)?.cast_unsigned();
    let fact = Fact { id, device, sequence, time: Timestamp(row.get(3)?), day: Day(row.get(4)?), what };
    Ok((fact, detail))
}

fn answer(row: &Row<'_>) -> Result<What> {
    Ok(What::Answer {
        rating: rating(row)?,
        purpose: word(row, 8, &Purpose::ALL, Purpose::name)?,
        due: row.get::<_, Option<i32>>(9)?.map(Day),
        meaning: row.get::<_, i64>(10)?.cast_unsigned(),
    })
}

fn detail(row: &Row<'_>) -> Result<Detail> {
    const MINUTES_A_DAY: i64 = 24 * 60;
    let minutes = row.get::<_, i64>(14)?.div_euclid(60_000) + row.get::<_, i64>(15)?;
    Ok(Detail {
        outcome: Some(word(row, 11, &[Outcome::Wrong, Outcome::Near, Outcome::Right], Outcome::name)?),
        score: row.get::<_, f64>(12)? as f32,
        milliseconds: row.get(13)?,
        minute: u16::try_from(minutes.rem_euclid(MINUTES_A_DAY)).unwrap_or_default(),
    })
}

fn target(row: &Row<'_>) -> Result<Uuid> {
    Ok(row.get::<_, Blob16>(6)?.0)
}

fn rating(row: &Row<'_>) -> Result<Rating> {
    Rating::from_number(row.get(7)?).ok_or_else(|| damaged("a rating is none of the four"))
}

fn word<T: Copy>(row: &Row<'_>, column: usize, all: &[T], name: fn(T) -> &'static str) -> Result<T> {
    let found = row.get_ref(column)?;
    let found = found.as_bytes().unwrap_or_default();
    let known = all.iter().copied().find(|one| name(*one).as_bytes() == found);
    known.ok_or_else(|| damaged("a word of an event is none that was ever written"))
}
