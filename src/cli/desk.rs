//! What most commands need: the user's progress, settings and day, and the decks that were named.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use uuid::Uuid;

use super::preferences::{KEYS, Preferences};
use crate::deck::{Deck, Index};
use crate::error::{Error, Result};
use crate::event::{Body, Draft, Subject};
use crate::library::{self, Loaded, Opened};
use crate::memory::{Scheduler, State};
use crate::question::QuestionId;
use crate::source::Severity;
use crate::store::{Registry, Store};
use crate::text::{self, Text};
use crate::time::{Calendar, Day, Timestamp};
use crate::world::World;

/// One user at work.
pub(super) struct Desk<'w> {
    pub world: &'w World,
    pub store: Store,
    pub preferences: Preferences,
    pub calendar: Calendar,
    chance: StdRng,
}

impl<'w> Desk<'w> {
    /// Opens the progress of the user called `name`, or of the default user, who is made if need be.
    pub fn open(world: &'w World, name: Option<&str>) -> Result<Self> {
        let mut chance = StdRng::seed_from_u64(world.seed);
        let registry = Registry::open(&world.folders.data)?;
        let user = registry.resolve(name.map(Text::from).as_ref(), fresh(&mut chance))?;
        let device = registry.device(fresh(&mut chance))?;
        let store = Store::open(&registry.progress_file(&user)?, device)?;
        let preferences = read_preferences(&store)?;
        // A given seed must not give the ids of an earlier run again.
        let chance =
            StdRng::seed_from_u64(world.seed ^ store.last_arrival()?.cast_unsigned().rotate_left(32));
        let calendar = world.calendar(preferences.rollover);
        Ok(Self { world, store, preferences, calendar, chance })
    }

    /// The same, and the deck that `wanted` names, a path or an id, with all that the student has of it.
    pub fn with_deck(world: &'w World, name: Option<&str>, wanted: &str) -> Result<(Self, Deck)> {
        let deck = deck(world, wanted)?;
        let mut desk = Self::open(world, name)?;
        desk.follow_renames(&deck.id, deck.questions.iter().map(|own| (&own.id, &*own.was)))?;
        Ok((desk, deck))
    }

    /// The deck at `path`, with all that the student has of it.
    pub fn deck(&mut self, path: &Path) -> Result<Deck> {
        let (deck, _) = sound(library::load(path)?, path)?;
        self.follow_renames(&deck.id, deck.questions.iter().map(|own| (&own.id, &*own.was)))?;
        Ok(deck)
    }

    /// What the student has of the questions of `deck` follows them to the ids they have now. Whoever reads it by these
    /// comes by here first.
    pub fn follow(&mut self, deck: &Index) -> Result<()> {
        self.follow_renames(&deck.id, deck.questions.iter().map(|own| (&own.id, &*own.was)))
    }

    /// All that the log has under an old id of `questions` (id, earlier ids) follows to the new one, by one event for
    /// each, ever. An id that a question has now is no old one.
    fn follow_renames<'d>(
        &mut self,
        deck: &str,
        questions: impl Iterator<Item = (&'d QuestionId, &'d [QuestionId])> + Clone,
    ) -> Result<()> {
        let renames = questions.clone().flat_map(|(id, was)| was.iter().map(move |old| (old, id)));
        let mut renames: Vec<(&QuestionId, &QuestionId)> = renames.collect();
        if renames.is_empty() {
            return Ok(());
        }
        let mut taken: HashSet<&QuestionId> = questions.map(|(id, _)| id).collect();
        renames.retain(|(old, _)| taken.insert(*old));
        let mut bodies = Vec::new();
        for (old, new) in renames {
            let from = Subject { deck: Text::from(deck), question: Text::from(&**old) };
            if self.store.has_history(&from)? {
                bodies.push(Body::Rename { from, to: Text::from(&**new) });
            }
        }
        if bodies.is_empty() { Ok(()) } else { self.save_all(bodies) }
    }

    pub fn scheduler(&self) -> &Scheduler {
        self.store.scheduler()
    }

    pub fn now(&self) -> Timestamp {
        self.world.now()
    }

    pub fn today(&self) -> Day {
        self.calendar.day(self.now())
    }

    pub fn seed(&mut self) -> u64 {
        self.chance.next_u64()
    }

    pub fn fresh_id(&mut self) -> Uuid {
        fresh(&mut self.chance)
    }

    /// What is remembered of each question of a deck that was ever touched, by id.
    pub fn states(&self, deck: &str) -> Result<HashMap<String, State>> {
        let states = self.store.states(Some(deck))?;
        Ok(states.into_iter().map(|(subject, state)| (subject.question.raw().to_owned(), state)).collect())
    }

    /// Makes the backup of today if there is none: before something that cannot be taken back.
    pub fn back_up(&mut self) -> Result<()> {
        let (day, now) = (self.today(), self.now());
        self.store.back_up_before(day, now)
    }

    /// Saves something that happened outside a session.
    pub fn save(&mut self, body: Body) -> Result<()> {
        self.save_all(vec![body])
    }

    /// Saves all of it or nothing.
    pub fn save_all(&mut self, bodies: Vec<Body>) -> Result<()> {
        let now = self.now();
        let (offset_minutes, day) = (self.calendar.offset_minutes(now), self.today());
        let draft = |body| Draft { id: self.fresh_id(), clock: now, offset_minutes, day, body };
        let drafts: Vec<Draft> = bodies.into_iter().map(draft).collect();
        self.store.append(&drafts).map(drop)
    }
}

fn fresh(chance: &mut StdRng) -> Uuid {
    uuid::Builder::from_random_bytes(chance.random()).into_uuid()
}

/// The settings as stored. One that is no longer allowed counts as not set.
pub(super) fn read_preferences(store: &Store) -> Result<Preferences> {
    let mut preferences = Preferences::default();
    for key in &KEYS {
        if let Some(value) = store.setting(key.name)? {
            preferences.take(key.name, &value);
        }
    }
    Ok(preferences)
}

/// Where decks are looked for: `decks` in the current folder, then the library.
pub(super) fn roots(world: &World) -> Vec<PathBuf> {
    let mut roots = vec![world.folders.here.join("decks"), world.folders.data.join("decks")];
    // SHIKEN_HOME may be the current folder: no deck is found twice.
    roots.dedup();
    roots
}

/// The deck that `wanted` names, a path or an id; what is wrong with it is said on standard error.
pub(super) fn deck(world: &World, wanted: &str) -> Result<Deck> {
    checked(world, wanted).map(|(deck, _)| deck)
}

/// The same, and whether there is nothing wrong with it.
pub(super) fn checked(world: &World, wanted: &str) -> Result<(Deck, bool)> {
    let path = library::resolve(wanted, &roots(world))?;
    sound(library::load(&path)?, &path)
}

/// The deck at `path` in brief.
pub(super) fn index(world: &World, path: &Path) -> Result<Index> {
    match library::open(path, &world.folders.cache)? {
        Opened::Known(index, _) => Ok(index),
        Opened::Whole(loaded, slot) => {
            let (deck, whole) = sound(*loaded, path)?;
            let index = Index::of(&deck);
            if let Some(slot) = slot.filter(|_| whole) {
                slot.write(&index);
            }
            Ok(index)
        }
    }
}

/// The sound part of a deck, and whether that is all of it; what is wrong is said on standard error.
pub(super) fn sound(loaded: Loaded, path: &Path) -> Result<(Deck, bool)> {
    let Loaded { parsed, .. } = loaded;
    let errors = parsed.diagnostics.iter().filter(|found| found.severity() == Severity::Error).count();
    let shown = text::path(path);
    let check = format!("`shiken check {}` shows where and what to do", text::argument(path));
    if parsed.deck.questions.is_empty() {
        return Err(Error::new(format!("{shown} has no question that can be asked")).help(check));
    }
    if errors > 0 {
        let left_out = if errors == 1 { "1 mistake" } else { &format!("{errors} mistakes") };
        super::aside(&format!("note: {left_out} in {shown}; what is concerned is left out: {check}"));
    }
    Ok((parsed.deck, errors == 0))
}
