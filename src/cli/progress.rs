//! What figures are made of, for `shiken stats` and `shiken report`: rows of the log and questions of the decks.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::args::Scope;
use super::desk::{self, Desk};
use crate::deck::{Deck, Index};
use crate::error::{Error, Result};
use crate::event::{Purpose, Subject};
use crate::library;
use crate::memory::{self, State};
use crate::question::ask::Rating;
use crate::stats::activity::{Background, Beside, flown_over, gaps};
use crate::stats::hard::{self, Mistaken};
use crate::stats::pages::{Page, Pair, Sheet};
use crate::stats::sessions::{Given, Sitting, sessions};
use crate::stats::{Answer, Known};
use crate::text::{self, Text};
use crate::time::Day;
use crate::world::World;

/// Sessions that are listed.
const SESSIONS: usize = 20;

/// Answers that are looked through for them when all count.
const SESSION_ANSWERS: u32 = 20_000;

/// Single days without answers that are looked at, the latest: was it a flight?
const FLIGHTS: usize = 100;

/// Confusions that are listed.
const CONFUSIONS: usize = 15;

/// The decks and the log.
pub(super) struct Source {
    decks: Vec<(PathBuf, Index)>,
    states: Vec<(Subject, State)>,
    /// Only the sessions are looked at, and the log itself has these.
    only_sessions: bool,
    /// The id of the only deck, if one was named.
    pub only: Option<Arc<str>>,
}

impl Source {
    /// Reads what `scope` is about, for `pages`; for none, it is the overview. A deck that is found and cannot be
    /// read is none.
    pub fn read(world: &World, desk: &mut Desk<'_>, scope: &Scope, pages: &[Page]) -> Result<Self> {
        let roots = desk::roots(world);
        let decks = match &scope.deck {
            Some(name) => {
                let path = library::resolve(name, &roots)?;
                let index = desk::index(world, &path)?;
                vec![(path, index)]
            }
            None => {
                let found = library::find(&roots).into_iter();
                found
                    .filter_map(|deck| Some((deck.path.clone(), desk::index(world, &deck.path).ok()?)))
                    .collect()
            }
        };
        decks.iter().try_for_each(|(_, deck)| desk.follow(deck))?;
        let only = scope.deck.as_ref().and_then(|_| decks.first()).map(|(_, deck)| deck.id.clone());
        let only_sessions = pages == [Page::Sessions];
        let states = if only_sessions { Vec::new() } else { desk.store.states(only.as_deref())? };
        Ok(Self { decks, states, only_sessions, only })
    }

    /// What it is about, for a heading.
    pub fn title(&self) -> Text {
        match self.decks.as_slice() {
            [(_, one)] if self.only.is_some() => Text::from(&*one.title),
            _ => Text::from("All decks"),
        }
    }
}

/// The questions that figures are about, and the answers to them.
pub(super) struct Progress<'a> {
    source: &'a Source,
    subjects: Vec<(&'a str, &'a str)>,
    places: HashMap<(&'a str, &'a str), usize>,
    /// The questions: those of the decks, and those of the log whose deck is not at hand.
    pub known: Vec<Known<'a>>,
    /// The answers.
    pub rows: Vec<Answer>,
    /// What counts for streaks besides.
    pub background: Background,
    /// The first day that answers are of, if not all are.
    pub first: Option<Day>,
    /// Only questions with some tag: what is of no question counts nothing.
    tagged: bool,
}

const NO_TAGS: &[Arc<str>] = &[];

impl<'a> Progress<'a> {
    /// What of `source` is in `scope`.
    pub fn of(source: &'a Source, scope: &Scope, desk: &Desk<'_>) -> Result<Self> {
        let states: HashMap<(&str, &str), &State> =
            source.states.iter().map(|(at, state)| (names(at), state)).collect();
        let mut all = Self {
            source,
            subjects: Vec::new(),
            places: HashMap::with_capacity(states.len()),
            known: Vec::new(),
            rows: Vec::new(),
            background: Background::default(),
            first: scope.since.map(|since| since.first(desk.today())),
            tagged: !scope.tag.is_empty(),
        };
        let tagged = all.tagged;
        for (_, deck) in &source.decks {
            let wanted =
                |tags: &[Arc<str>]| tags.iter().any(|tag| scope.tag.iter().any(|name| **name == **tag));
            for question in deck.questions.iter().filter(|question| !tagged || wanted(&question.tags)) {
                let state = states.get(&(&*deck.id, &*question.id)).copied();
                all.add((&deck.id, &question.id), Known { tags: &question.tags, state });
            }
        }
        if all.tagged {
            all.has_questions()?;
        } else {
            let at_hand =
                |subject: &Subject| source.decks.iter().any(|(_, deck)| *deck.id == *subject.deck.raw());
            for (subject, state) in source.states.iter().filter(|(subject, _)| !at_hand(subject)) {
                all.add(names(subject), Known { tags: NO_TAGS, state: Some(state) });
            }
        }
        if let Some(first) = all.first.filter(|first| *first > desk.today()) {
            return Err(Error::usage(format!("--since {first} is after today")));
        }
        all.take_answers(desk)?;
        let days = all.rows.iter().map(|row| row.day).chain(all.background.earlier.iter().copied());
        all.background.flown = flown(desk, &gaps(days.chain([desk.today()])))?;
        Ok(all)
    }

    fn add(&mut self, subject: (&'a str, &'a str), known: Known<'a>) {
        self.places.insert(subject, self.subjects.len());
        self.subjects.push(subject);
        self.known.push(known);
    }

    fn has_questions(&self) -> Result<()> {
        if !self.known.is_empty() {
            return Ok(());
        }
        let questions = self.source.decks.iter().flat_map(|(_, deck)| &deck.questions);
        let mut tags: Vec<&str> = questions.flat_map(|question| &question.tags).map(|tag| &**tag).collect();
        tags.sort_unstable();
        tags.dedup();
        let error = Error::usage("no question has such a tag");
        Err(if tags.is_empty() {
            error
        } else {
            error.help(format!("there are: {}", text::terminal(&tags.join(", "))))
        })
    }

    /// The answers of the log as figures need them.
    fn take_answers(&mut self, desk: &Desk<'_>) -> Result<()> {
        if self.source.only_sessions {
            return Ok(());
        }
        // What is not filled costs nothing.
        self.rows.reserve(usize::try_from(desk.store.last_arrival()?).unwrap_or(0));
        desk.store.each_history(self.source.only.as_deref(), |subject, answers| {
            let question = self.places.get(&names(&subject)).copied();
            if question.is_none() && self.tagged {
                return;
            }
            for answer in answers {
                if self.first.is_none_or(|first| answer.day >= first) {
                    self.rows.push(row(question, answer));
                } else {
                    self.background.earlier.push(answer.day);
                }
            }
        })?;
        self.background.earlier.sort_unstable();
        self.background.earlier.dedup();
        Ok(())
    }

    /// True if something of the log is in the scope.
    fn holds(&self, subject: &Subject, day: Day) -> bool {
        let of_deck = self.source.only.as_ref().is_none_or(|deck| **deck == *subject.deck.raw());
        of_deck
            && self.first.is_none_or(|first| day >= first)
            && (!self.tagged || self.places.contains_key(&names(subject)))
    }

    /// The last sessions.
    pub fn sittings(&self, desk: &Desk<'_>) -> Result<Vec<Sitting>> {
        let is_whole = self.source.only.is_none() && self.first.is_none() && !self.tagged;
        let most = is_whole.then_some(SESSION_ANSWERS);
        let given = desk.store.given(SESSIONS, most, |subject, day| self.holds(subject, day))?;
        let given = given.into_iter().map(|given| Given {
            session: given.session,
            deck: given.subject.deck,
            date: given.date,
            minute: given.minute,
            seconds: f64::from(given.milliseconds) / 1000.0,
            recalled: (given.purpose == Purpose::Study).then_some(given.rating != Rating::Again),
        });
        Ok(sessions(&given.collect::<Vec<_>>(), SESSIONS))
    }

    /// The decks at hand, whole.
    pub fn whole(&self) -> Vec<Deck> {
        let loaded = self.source.decks.iter().filter_map(|(path, _)| library::load(path).ok());
        loaded.map(|loaded| loaded.parsed.deck).collect()
    }

    /// What `decks` say of the questions, one for one.
    pub fn sheets(&self, decks: &[Deck]) -> Vec<Sheet> {
        let blank = |(deck, question): &(&str, &str)| Sheet {
            deck: Text::from(*deck),
            question: Text::from(*question),
            ..Sheet::default()
        };
        let mut sheets: Vec<Sheet> = self.subjects.iter().map(blank).collect();
        for deck in decks {
            let kinds: HashMap<&str, &Arc<str>> =
                deck.terms.iter().map(|term| (&*term.key, &term.kind)).collect();
            let chapters = chapters(deck, decks.len() > 1);
            for question in &deck.questions {
                let place = self.places.get(&(&*deck.id, &*question.id));
                let Some(sheet) = place.and_then(|place| sheets.get_mut(*place)) else { continue };
                sheet.prompt = question.prompt.clone();
                let kind = question.sibling.as_ref().and_then(|term| kinds.get(&**term));
                sheet.kinds.extend(kind.map(|kind| Arc::clone(kind)));
                sheet.chapters.extend(chapters.get(question.place.file as usize).cloned());
            }
        }
        sheets
    }

    /// What is taken for something else, in the words of `decks`.
    pub fn confusions(&self, desk: &Desk<'_>, decks: &[Deck]) -> Result<Vec<Pair>> {
        let found = confusions(desk, self.source.only.as_deref(), |subject, day| self.holds(subject, day))?;
        let mut pairs: Vec<Pair> = Vec::new();
        for pair in found.iter().map(|confusion| in_words(confusion, decks)) {
            // Two questions about one thing may be answered with the same other thing.
            match pairs.iter_mut().find(|known| (&known.right, &known.given) == (&pair.right, &pair.given)) {
                Some(known) => {
                    known.times += pair.times;
                    known.last = known.last.max(pair.last);
                }
                None => pairs.push(pair),
            }
        }
        pairs.sort_by_key(|pair| Reverse((pair.times, pair.last)));
        pairs.truncate(CONFUSIONS);
        Ok(pairs)
    }
}

/// What is taken for something else; of the wrong answers that `holds` is true of.
pub(super) fn confusions(
    desk: &Desk<'_>,
    deck: Option<&str>,
    holds: impl Fn(&Subject, Day) -> bool,
) -> Result<Vec<hard::Confusion>> {
    let mistaken = desk.store.mistaken(deck)?.into_iter().filter(|one| holds(&one.subject, one.day));
    let mistaken = mistaken.map(|one| Mistaken {
        deck: one.subject.deck,
        question: one.subject.question,
        other: one.other,
        day: one.day,
    });
    Ok(hard::confusions(&mistaken.collect::<Vec<_>>()))
}

/// A question about a term is named by the term: it is that which was taken for another.
fn in_words(confusion: &hard::Confusion, decks: &[Deck]) -> Pair {
    let deck = decks.iter().find(|deck| *deck.id == *confusion.deck.raw());
    let question = |id: &str| deck?.questions.iter().find(|question| *question.id == *id);
    let term = |key: &str| deck?.terms.iter().find(|term| *term.key == *key).map(|term| term.name.clone());
    let name = |id: &str| -> Option<Text> {
        let question = question(id)?;
        question.sibling.as_deref().and_then(term).or_else(|| Some(question.answer()))
    };
    let other = confusion.other.raw();
    let given = other.strip_prefix('@').map_or_else(|| name(other), term);
    Pair {
        right: name(confusion.question.raw()).unwrap_or_else(|| confusion.question.clone()),
        given: given.unwrap_or_else(|| confusion.other.clone()),
        question: confusion.question.clone(),
        times: confusion.times,
        last: confusion.last,
    }
}

/// The names of a deck's files without their ending, behind the deck's id if there are several decks; none of a deck
/// of one file.
fn chapters(deck: &Deck, several: bool) -> Vec<Arc<str>> {
    let stem = |file: &Text| {
        let name = file.raw().rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.strip_suffix(".toml").unwrap_or(name);
        Arc::from(if several { format!("{}/{name}", deck.id) } else { name.to_owned() })
    };
    if deck.files.len() < 2 { Vec::new() } else { deck.files.iter().map(stem).collect() }
}

/// What the figures are restricted to.
pub(super) fn restricted(scope: &Scope, today: Day) -> Text {
    let mut parts = Vec::new();
    if !scope.tag.is_empty() {
        parts.push(format!("Only questions tagged {}", scope.tag.join(" or ")));
    }
    if let Some(since) = scope.since {
        parts.push(format!("Only answers since {}", since.first(today)));
    }
    Text::from(parts.join(". "))
}

/// Those of the days without answers that were flown over; after yesterday's that is told by the clock as it is now.
fn flown(desk: &Desk<'_>, gaps: &[Day]) -> Result<Vec<Day>> {
    let mut flown = Vec::new();
    for gap in gaps.iter().rev().take(FLIGHTS) {
        let beside = |(clock, offset_minutes)| Beside { clock, offset_minutes };
        let [before, after] = desk.store.beside(*gap)?.map(|found| found.map(beside));
        let now = || Beside { clock: desk.now(), offset_minutes: desk.calendar.offset_minutes(desk.now()) };
        let after = after.or_else(|| (gap.plus(1) == desk.today()).then(now));
        if let Some((before, after)) = before.zip(after)
            && flown_over(*gap, before, after, desk.preferences.rollover)
        {
            flown.push(*gap);
        }
    }
    Ok(flown)
}

fn names(subject: &Subject) -> (&str, &str) {
    (subject.deck.raw(), subject.question.raw())
}

fn row(question: Option<usize>, answer: &memory::Answer) -> Answer {
    // The first answer has nothing before it that it could be measured against.
    let foreseen = answer.counted.filter(|foreseen| foreseen.retrievability.is_some());
    Answer {
        question,
        day: answer.day,
        hour: u8::try_from(answer.minute / 60).unwrap_or(0),
        rating: answer.rating,
        outcome: answer.outcome,
        seconds: f64::from(answer.milliseconds) / 1000.0,
        purpose: answer.purpose,
        elapsed_days: foreseen.map(|foreseen| foreseen.elapsed_days),
        predicted: foreseen.and_then(|foreseen| foreseen.retrievability),
        first_of_day: answer.counted.is_some(),
    }
}
