//! A question: what is asked, of what kind, and how a response to it is marked.
//!
//! Each kind has a file of its own with its TOML, its rules, what it asks and how it is marked. Screens know only
//! the shapes of [`ask`]. Comparing is left to [`crate::judge`], files and folders to [`crate::deck`].

pub mod ask;
mod bench;
mod card;
pub(crate) mod chance;
mod choice;
mod cloze;
mod date;
mod draw;
mod invent;
pub mod kinds;
mod lexicon;
mod list;
mod number;
mod order;
mod own;
mod pairs;
mod pick;
pub mod read;
pub mod term;
mod text;
mod truth;

use std::sync::Arc;

pub use ask::{Ask, Mode, Response};
pub use draw::Pool;
pub use kinds::Key;
pub use lexicon::lexicon;
pub use own::Private;
pub use term::{Name, Term};

use self::bench::Bench;
use self::chance::Chance;
use self::text::TextKey;
pub(crate) use self::truth::option as truth_option;
pub use crate::judge::Foreseen;
use crate::judge::{Lexicon, Marked, Rule, Verdict, is_blank};
use crate::text::Text;

/// The id of a question, unique in its deck: `[a-z0-9._-]+`, at most 120 bytes.
pub type QuestionId = Arc<str>;

/// A question of a deck, parsed, checked and with its terms resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Stable: progress follows it.
    pub id: QuestionId,
    /// Earlier ids of the same question.
    pub was: Vec<QuestionId>,
    /// What is asked.
    pub prompt: Text,
    /// The answer key, which is also the kind.
    pub key: Key,
    /// Forms that must be refused even if a rule would accept them.
    pub reject: Vec<Text>,
    /// Foreseen responses with a score and words of their own.
    pub near: Vec<Foreseen>,
    /// No slip is forgiven.
    pub strict: bool,
    /// Hints, the mildest first.
    pub hints: Vec<Text>,
    /// Shown after the verdict.
    pub explanation: Option<Text>,
    /// Where the fact stands, already resolved for display: "E. Ukhanova (2021), section 2".
    pub source: Option<Text>,
    /// Labels to study and report by.
    pub tags: Vec<Arc<str>>,
    /// What it counts for in an exam; more than 0.
    pub points: f64,
    /// The date that the answer holds for, as the deck writes it.
    pub as_of: Option<Text>,
    /// Lint codes the instructor has allowed here.
    pub allow: Vec<Box<str>>,
    /// Questions to be learnt first.
    pub requires: Vec<QuestionId>,
    /// Questions with the same sibling group are made from one fact and are kept apart.
    pub sibling: Option<Arc<str>>,
    /// A hash of the folded key and wording: what the question means, whatever its id. See [`read::meaning`].
    pub meaning: u64,
    /// The file it stands in, as an index into the deck's files, and the byte where it begins.
    pub place: Place,
}

/// Where in a deck something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Index into the files of the deck.
    pub file: u32,
    /// Byte offset in that file.
    pub start: u32,
    /// Byte offset just behind it.
    pub end: u32,
}

impl From<crate::source::Span> for Place {
    fn from(span: crate::source::Span) -> Self {
        Self { file: span.file, start: span.start, end: span.end }
    }
}

impl From<Place> for crate::source::Span {
    fn from(place: Place) -> Self {
        Self { file: place.file, start: place.start, end: place.end }
    }
}

/// Options of a question that is picked only because [`Mode::Choice`] says so, the right one included.
const OPTIONS: usize = 4;

impl Question {
    /// The name of its kind: "date", "text", "number", "true-false", "choice", "list", "order", "match", "cloze", "card".
    pub fn kind(&self) -> &'static str {
        self.key.kind()
    }

    /// The prompt as it is shown; for a cloze the sentence with its gaps follows on a line of its own.
    pub fn shown_prompt(&self) -> Text {
        match &self.key {
            Key::Cloze(key) => Text::from(format!("{}\n{}", self.prompt.raw(), key.with_gaps().raw())),
            _ => self.prompt.clone(),
        }
    }

    /// True if asking in this mode draws wrong options from the rest of the deck.
    pub fn draws(&self, mode: Mode) -> bool {
        match (mode, &self.key) {
            (Mode::Choice, _) => true,
            (Mode::Typed, Key::Choice(key)) => key.draw > 0,
            _ => false,
        }
    }

    /// What a screen asks for. The same seed gives the same options in the same order, in every version.
    /// With [`Mode::Choice`] a question stays typed if too few wrong options can be drawn.
    pub fn ask(&self, mode: Mode, pool: &Pool<'_>, seed: u64) -> Ask {
        let mut chance = Chance::new(seed, &self.id);
        match mode {
            Mode::Flip => card::ask(),
            Mode::Choice => self.pick(pool, &mut chance).unwrap_or_else(|| self.plain_ask(pool, &mut chance)),
            Mode::Typed => self.plain_ask(pool, &mut chance),
        }
    }

    /// The same options as [`Question::ask`] gives with this seed, in an order that `order` alone decides: every order is
    /// as likely as any other, the right one too. What is shown twice with two orders so differs in nothing else.
    pub fn ask_in_order(&self, mode: Mode, pool: &Pool<'_>, seed: u64, order: u64) -> Ask {
        let mut ask = self.ask(mode, pool, seed);
        if !matches!(self.key, Key::Truth(_)) {
            ask.shuffle(&mut Chance::new(order, &self.id));
        }
        ask
    }

    fn plain_ask(&self, pool: &Pool<'_>, chance: &mut Chance) -> Ask {
        match &self.key {
            Key::Date(key) => key.ask(),
            Key::Text(_) => TextKey::ask(),
            Key::Number(key) => key.ask(),
            Key::Truth(_) => truth::ask(),
            Key::Choice(key) => key.ask(self, pool, chance),
            Key::List(key) => key.ask(),
            Key::Order(key) => key.ask(chance),
            Key::Match(key) => key.ask(chance),
            Key::Cloze(key) => key.ask(),
            Key::Card(_) => card::ask(),
        }
    }

    fn pick(&self, pool: &Pool<'_>, chance: &mut Chance) -> Option<Ask> {
        let mut options = draw::options(self, pool, chance, OPTIONS - 1);
        if options.len() < OPTIONS - 1 {
            return None;
        }
        options.push(self.answer());
        chance.shuffle(&mut options);
        Some(Ask::PickOne { options })
    }

    /// Marks a response to what [`Question::ask`] asked. `lexicon` is the deck's, from [`lexicon()`].
    pub fn mark(&self, ask: &Ask, response: &Response, lexicon: &Lexicon) -> Marked {
        if self.is_unknown(response) {
            return Marked::Verdict(Verdict::unknown());
        }
        if let Response::Recalled(rating) = response {
            return Marked::Verdict(card::mark(*rating));
        }
        let bench = Bench { question: self, lexicon };
        match ask {
            Ask::PickOne { options } => return pick::one(bench, options, response),
            Ask::PickSome { options } => return pick::some(bench, options, response),
            _ => {}
        }
        match &self.key {
            Key::Date(key) => key.mark(self, response, lexicon),
            Key::Text(key) => key.mark(bench, response),
            Key::Number(key) => key.mark(self, response),
            Key::List(key) => key.mark(bench, response),
            Key::Order(key) => key.mark(response),
            Key::Match(key) => key.mark(bench, response),
            Key::Cloze(key) => key.mark(bench, response),
            Key::Truth(_) => pick::one(bench, &[truth::answer(true), truth::answer(false)], response),
            Key::Choice(key) => pick::some(bench, &key.written_options(), response),
            Key::Card(back) => {
                let name = Name { text: back.clone(), accept: Vec::new(), term: None };
                TextKey { name }.mark(bench, response)
            }
        }
    }

    /// Marks a response that nobody can be asked about again, as after an exam: what can be read in two ways, or in
    /// none, is not right. Of a cloze only the blank that cannot be read is wrong.
    pub fn mark_for_good(&self, ask: &Ask, response: &Response, lexicon: &Lexicon) -> Verdict {
        let marked = match (&self.key, response) {
            (Key::Cloze(key), Response::Text(_) | Response::Texts(_)) if !self.is_unknown(response) => {
                key.mark_for_good(Bench { question: self, lexicon }, response)
            }
            _ => self.mark(ask, response, lexicon),
        };
        match marked {
            Marked::Verdict(verdict) => verdict,
            Marked::AskAgain(reason) => Verdict::new(0.0, Rule::Different).differing(Text::from(reason)),
        }
    }

    /// True for "don't know", nothing, and "?" unless that is the answer.
    fn is_unknown(&self, response: &Response) -> bool {
        let nothing =
            |text: &Text| is_blank(text.raw()) && (text.is_blank() || text.raw() != self.answer().raw());
        match response {
            Response::Unknown => true,
            Response::Text(text) => nothing(text),
            Response::Texts(texts) => texts.iter().all(nothing),
            Response::Pairs(pairs) => pairs.is_empty(),
            Response::Recalled(_) => false,
        }
    }

    /// The right answer as it is shown: an order one item a line, a list joined by "; ".
    pub fn answer(&self) -> Text {
        match &self.key {
            Key::Date(key) => key.answer(),
            Key::Text(key) => key.name.text.clone(),
            Key::Number(key) => key.answer(),
            Key::Truth(key) => truth::answer(*key),
            Key::Choice(key) => key.answer(),
            Key::List(key) => key.answer(),
            Key::Order(key) => key.answer(),
            Key::Match(key) => key.answer(),
            Key::Cloze(key) => key.answer(),
            Key::Card(back) => back.clone(),
        }
    }

    /// Other forms that are right besides [`Question::answer`], for the kinds with one name.
    pub fn accepted(&self) -> Vec<Text> {
        match &self.key {
            Key::Text(key) => key.name.accept.clone(),
            Key::Choice(key) => key.right.iter().flat_map(|name| name.accept.iter().cloned()).collect(),
            _ => Vec::new(),
        }
    }

    /// A response to `ask` that is right in every part: for simulated students and for the deck's own check.
    pub fn right_response(&self, ask: &Ask) -> Response {
        let texts = |names: &[Name]| Response::Texts(names.iter().map(|name| name.text.clone()).collect());
        match (&self.key, ask) {
            (_, Ask::Reveal) => Response::Recalled(ask::Rating::Good),
            (Key::Choice(key), Ask::PickSome { .. }) => texts(&key.right),
            (Key::Choice(key), _) => {
                Response::Text(key.right.first().map(|name| name.text.clone()).unwrap_or_default())
            }
            (Key::List(key), _) => texts(key.items.get(..key.need).unwrap_or(&key.items)),
            (Key::Order(key), _) => texts(&key.items),
            (Key::Match(key), _) => {
                let pair = |(left, right): &(Name, Name)| (left.text.clone(), right.text.clone());
                Response::Pairs(key.pairs.iter().map(pair).collect())
            }
            (Key::Cloze(key), _) => {
                Response::Texts(key.blanks.iter().map(|blank| blank.shown().clone()).collect())
            }
            _ => Response::Text(self.answer()),
        }
    }
}

#[cfg(test)]
mod tests;
