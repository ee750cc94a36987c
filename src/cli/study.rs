//! `shiken study`: from a command to the first question, and to the summary.

use std::collections::HashMap;
use std::path::PathBuf;

use super::args;
use super::desk::{self, Desk};
use super::renames;
use crate::deck::Deck;
use crate::error::{Error, Exit, Result};
use crate::event::{Body, Subject};
use crate::library::{self, Found, Shelf};
use crate::memory::State;
use crate::plan::{Candidate, Entry, Limits, queue};
use crate::question::Mode;
use crate::session::{self, Card, Options, Session, Slot};
use crate::terminal::Facts;
use crate::terminal::words::ahead;
use crate::text::{self, Text};
use crate::world::World;

/// Days of load that balancing looks at: as far as a fuzz range reaches for intervals of a few years.
const LOAD_DAYS: u32 = 400;

pub(super) fn study(world: &World, user: Option<&str>, args: &args::Study) -> Result<Exit> {
    let mut shelf = Shelf::default();
    for name in chosen(world, args)? {
        shelf.add(desk::deck(world, &name)?);
    }
    different_ids(&shelf)?;
    shelf.prepare();
    let mut desk = Desk::open(world, user)?;
    let today = Today::gather(&mut desk, &shelf)?;
    let slots = today.slots(&mut desk, &shelf, args)?;
    if slots.is_empty() {
        return nothing_to_do(&desk, &today, args);
    }
    let options = options(&mut desk, &today, args)?;
    let scheduler = desk.scheduler().clone();
    let mut session = Session::new(&shelf, &scheduler, slots, options);
    let mut prompter = facts(world, args).prompter()?;
    session::run(&mut session, &mut *prompter, &mut desk.store, &|| world.now())?;
    Ok(Exit::Done)
}

fn facts(world: &World, args: &args::Study) -> Facts {
    Facts { plain: args.plain, jsonl: args.jsonl, ..super::facts(world) }
}

fn options(desk: &mut Desk<'_>, today: &Today, args: &args::Study) -> Result<Options> {
    let minutes = args.minutes.or(desk.preferences.minutes);
    Ok(Options {
        session: desk.fresh_id(),
        seed: desk.seed(),
        mode: args.mode.map_or(desk.preferences.mode, mode),
        cram: args.cram,
        limit_seconds: minutes.map(|minutes| f64::from(minutes) * 60.0),
        calendar: desk.calendar.clone(),
        loads: desk.store.due_counts(desk.today(), LOAD_DAYS)?,
        unseen: today.unseen(),
    })
}

fn mode(mode: args::ModeArg) -> Mode {
    match mode {
        args::ModeArg::Typed => Mode::Typed,
        args::ModeArg::Choice => Mode::Choice,
        args::ModeArg::Flip => Mode::Flip,
    }
}

/// The decks that were named, or the one that is found; of several the student picks.
fn chosen(world: &World, args: &args::Study) -> Result<Vec<String>> {
    if !args.decks.is_empty() {
        return Ok(args.decks.clone());
    }
    let found = library::find(&desk::roots(world));
    match found.as_slice() {
        [] => Err(Error::new("no deck was found here").help(
            "name one, as in `shiken study decks/japan-cyber-defence`, or put decks into a folder `decks`",
        )),
        [only] => Ok(vec![path_text(&only.path)]),
        several if world.screen.input && world.screen.output && !args.jsonl => {
            menu(facts(world, args), several)
        }
        several => {
            let names: Vec<_> = several.iter().map(|deck| path_text(&deck.path)).collect();
            let names = names.join(", ");
            Err(Error::usage("there are several decks")
                .help(format!("name one or more of: {}", text::terminal(&names))))
        }
    }
}

fn menu(facts: Facts, found: &[Found]) -> Result<Vec<String>> {
    let title = |deck: &Found| {
        let title = deck.title.as_ref().or(deck.id.as_ref()).cloned();
        title.unwrap_or_else(|| Text::from(path_text(&deck.path)))
    };
    let titles: Vec<Text> = found.iter().map(title).collect();
    let picked = facts.menu("Which deck?", &titles)?;
    let all = picked.and_then(|index| found.get(index)).map(|deck| vec![path_text(&deck.path)]);
    all.ok_or_else(|| Error { exit: Exit::Interrupted, ..Error::new("no deck was chosen") })
}

fn path_text(path: &std::path::Path) -> String {
    PathBuf::from(path).display().to_string()
}

/// Progress follows deck id and question id: two decks with one id would share it.
fn different_ids(shelf: &Shelf) -> Result<()> {
    let mut seen: HashMap<&str, &Deck> = HashMap::new();
    for deck in shelf.decks() {
        if let Some(other) = seen.insert(&deck.id, deck) {
            let (one, two) = (other.title.terminal(), deck.title.terminal());
            return Err(Error::new(format!(
                "two decks have the id “{}”: {one} and {two}",
                text::terminal(&deck.id)
            ))
            .help("study one of them, or give one another id: progress follows it"));
        }
    }
    Ok(())
}

/// What is remembered of every question on the shelf.
struct Today {
    states: Vec<HashMap<String, State>>,
    questions: usize,
    decks: Vec<String>,
}

impl Today {
    fn gather(desk: &mut Desk<'_>, shelf: &Shelf) -> Result<Self> {
        let mut today = Self { states: Vec::new(), questions: 0, decks: Vec::new() };
        for deck in shelf.decks() {
            let mut states = desk.states(&deck.id)?;
            follow_renames(desk, deck, &mut states)?;
            renames::mention(deck, &states);
            renames::recall_changed(deck, &mut states, desk.today());
            today.questions += deck.questions.len();
            today.states.push(states);
            today.decks.push(deck.id.to_string());
        }
        Ok(today)
    }

    /// Questions never answered. States of questions that the deck no longer has do not matter here.
    fn unseen(&self) -> usize {
        let learnt = self.states.iter().flat_map(HashMap::values).filter(|state| state.memory.is_some());
        self.questions.saturating_sub(learnt.count())
    }

    fn slots(&self, desk: &mut Desk<'_>, shelf: &Shelf, args: &args::Study) -> Result<Vec<Slot>> {
        let mut cards = Vec::new();
        let mut candidates = Vec::new();
        for ((number, deck), states) in (0u32..).zip(shelf.decks()).zip(&self.states) {
            for (index, question) in (0u32..).zip(&deck.questions) {
                let wanted = args.tag.is_empty()
                    || question.tags.iter().any(|tag| args.tag.iter().any(|name| **name == **tag));
                let of_kind = args.kind.is_empty() || args.kind.iter().any(|kind| kind == question.kind());
                if !wanted || !of_kind {
                    continue;
                }
                cards.push(Card { deck: number, index });
                candidates.push(Candidate {
                    deck: number as usize,
                    place: index as usize,
                    id: &question.id,
                    kind: question.kind(),
                    tags: &question.tags,
                    sibling: question.sibling.as_deref(),
                    requires: &question.requires,
                    state: states.get(&*question.id),
                });
            }
        }
        if cards.is_empty() {
            return Err(no_such(shelf, args));
        }
        let limits = self.limits(desk, args);
        let seed = desk.seed();
        let list = queue(&candidates, desk.today(), &limits, desk.scheduler(), seed);
        let slot = |entry: Entry| Slot {
            card: cards[entry.index],
            standing: entry.standing,
            state: candidates[entry.index].state.cloned(),
        };
        Ok(list.into_iter().map(slot).collect())
    }

    fn limits(&self, desk: &Desk<'_>, args: &args::Study) -> Limits {
        let today = desk.today();
        let done = self.states.iter().flat_map(HashMap::values).filter(|state| state.last == Some(today));
        let (new, old): (Vec<&State>, Vec<&State>) = done.partition(|state| state.reviews == 1);
        Limits {
            new: args.new.unwrap_or(desk.preferences.new) as usize,
            reviews: desk.preferences.reviews.map(|most| most as usize),
            limit: args.limit.map(|limit| limit as usize),
            ahead: args.ahead,
            cram: args.cram,
            new_done_today: new.len(),
            reviews_done_today: old.len(),
        }
    }
}

/// A question with `was` takes over the progress of its old id, by an event.
fn follow_renames(desk: &mut Desk<'_>, deck: &Deck, states: &mut HashMap<String, State>) -> Result<()> {
    let mut renamed = false;
    for question in deck.questions.iter().filter(|question| !states.contains_key(&*question.id)) {
        let Some(old) = question.was.iter().find(|old| states.contains_key(&***old)) else { continue };
        let from = Subject { deck: Text::from(&*deck.id), question: Text::from(&**old) };
        desk.save(Body::Rename { from, to: Text::from(&*question.id) })?;
        renamed = true;
    }
    if renamed {
        *states = desk.states(&deck.id)?;
    }
    Ok(())
}

/// No question has the tag or the kind that was asked for: says which there are.
fn no_such(shelf: &Shelf, args: &args::Study) -> Error {
    let questions = || shelf.decks().flat_map(|deck| &deck.questions);
    let mut tags: Vec<&str> = questions().flat_map(|question| &question.tags).map(|tag| &**tag).collect();
    let mut kinds: Vec<&str> = questions().map(super::super::question::Question::kind).collect();
    for names in [&mut tags, &mut kinds] {
        names.sort_unstable();
        names.dedup();
    }
    let unknown =
        |given: &[String], names: &[&str]| given.iter().find(|name| !names.contains(&name.as_str())).cloned();
    let (what, names) = match (unknown(&args.tag, &tags), unknown(&args.kind, &kinds)) {
        (Some(tag), _) => (format!("no question has the tag “{}”", text::terminal(&tag)), tags),
        (None, Some(kind)) => (format!("no question is of the kind “{}”", text::terminal(&kind)), kinds),
        (None, None) => ("no question has both this tag and this kind".to_owned(), tags),
    };
    Error::usage(what).help(format!("there are: {}", text::terminal(&names.join(", "))))
}

fn nothing_to_do(desk: &Desk<'_>, today: &Today, args: &args::Study) -> Result<Exit> {
    let counts = desk.store.due_counts(desk.today(), 365)?;
    let next = (0u32..).zip(counts).skip(1).find(|(_, due)| *due > 0);
    let mut said = String::from("Nothing is due now.");
    if let Some((days, due)) = next {
        let when = ahead(desk.today().plus(days), days);
        said += &format!(" Next: {due} {when}.");
    }
    let unseen = today.unseen();
    if unseen > 0 {
        said += &format!("\n{unseen} questions are new: --new N asks more of them today.");
    }
    if !args.ahead {
        said += "\n--ahead studies what is not due yet; --cram practises without touching the schedule.";
    }
    if args.jsonl {
        return super::print(&format!("{}\n", serde_json::json!({ "type": "nothing", "message": said })));
    }
    super::print(&(said + "\n"))
}
