//! What a deck knows: every name in it, what each name stands for, and every word that occurs in a name.
//!
//! With it the judge tells a slip from a confusion: "council" is no typo where both a council and a counsel are
//! taught. Look-ups are by folded form; a search for look-alikes reads a row of letter signatures, eight bytes a
//! name, and compares only what may be near.

use std::collections::HashSet;
use std::collections::hash_map::{Entry as Slot, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use super::addition::About;
use super::date::When;
use super::fold::{compact, fold};
use super::verdict::Confusion;
use crate::text::Text;

/// One thing with its names, as it is put into a lexicon.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// The name that is shown.
    pub name: &'a Text,
    /// Its other names.
    pub forms: &'a [Text],
    /// The key of the term it is.
    pub term: Option<&'a str>,
    /// The kind of the term, such as "exercise".
    pub kind: Option<&'a str>,
    /// The id of the question it answers. Neither key nor id: its words are known, but it stands for nothing.
    pub question: Option<&'a str>,
    /// What it is: a term's `about` or a question's prompt.
    pub about: Option<&'a Text>,
    /// When it was.
    pub date: Option<When>,
}

/// The names and words of a deck.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    things: Vec<Thing>,
    forms: Vec<Form>,
    by_key: HashMap<Box<str>, u32, BuildHasherDefault<Fnv>>,
    words: HashSet<Box<str>, BuildHasherDefault<Fnv>>,
    /// The thing of a date; `None` if there are several.
    by_date: HashMap<When, Option<u32>, BuildHasherDefault<Fnv>>,
}

#[derive(Debug, Clone)]
struct Thing {
    name: Text,
    term: Option<Box<str>>,
    question: Option<Box<str>>,
    about: Option<Text>,
    kind: Option<Box<str>>,
    date: Option<When>,
}

#[derive(Debug, Clone)]
struct Form {
    folded: Box<str>,
    thing: u32,
    /// It is a name of a term, or the answer of a question as the deck writes it.
    is_main: bool,
    /// Characters of `folded`.
    length: u32,
    signature: u64,
    /// The next form with the same key, as an index; forms of one key make a chain.
    next: Option<u32>,
}

/// Which thing is being asked for: it is never a confusion of itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Own<'a> {
    /// The key of the term asked for.
    pub term: Option<&'a str>,
    /// The id of the question asked.
    pub question: Option<&'a str>,
}

impl Thing {
    fn is(&self, own: Own<'_>) -> bool {
        (own.term.is_some() && self.term.as_deref() == own.term)
            || (own.question.is_some() && self.question.as_deref() == own.question)
    }
}

impl Lexicon {
    /// Folds and indexes all names. Of several things with one name the first is found first.
    pub fn new<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Self {
        let mut lexicon = Self::default();
        for entry in entries {
            let stands_for_something = entry.term.is_some() || entry.question.is_some();
            let thing = u32::try_from(lexicon.things.len()).unwrap_or(u32::MAX);
            for (at, form) in std::iter::once(entry.name).chain(entry.forms).enumerate() {
                let folded = fold(form.raw());
                lexicon.learn_words(&folded);
                if stands_for_something && !folded.is_empty() {
                    lexicon.learn_form(folded.into(), thing, at == 0 || entry.term.is_some());
                }
            }
            if let Some(date) = entry.date.filter(|_| stands_for_something) {
                lexicon.by_date.entry(date).and_modify(|only| *only = None).or_insert(Some(thing));
            }
            if stands_for_something {
                lexicon.things.push(Thing {
                    name: entry.name.clone(),
                    term: entry.term.map(Box::from),
                    question: entry.question.map(Box::from),
                    about: entry.about.cloned(),
                    kind: entry.kind.map(Box::from),
                    date: entry.date,
                });
            }
        }
        lexicon
    }

    fn learn_words(&mut self, folded: &str) {
        for word in folded.split(' ') {
            if !self.words.contains(word) {
                self.words.insert(word.into());
            }
        }
    }

    fn learn_form(&mut self, folded: Box<str>, thing: u32, is_main: bool) {
        let at = u32::try_from(self.forms.len()).unwrap_or(u32::MAX);
        let signature = signature(&folded);
        let length = characters(&folded);
        match self.by_key.entry(compact(&folded).into()) {
            Slot::Vacant(slot) => {
                slot.insert(at);
            }
            Slot::Occupied(first) => {
                let Some(first) = self.forms.get_mut(*first.get() as usize) else { return };
                // Behind the first: the chain keeps its head, which is what a look-up says.
                let next = first.next.replace(at);
                self.forms.push(Form { folded, thing, is_main, length, signature, next });
                return;
            }
        }
        self.forms.push(Form { folded, thing, is_main, length, signature, next: None });
    }

    /// True if a folded word occurs in a name or an answer of the deck.
    pub fn has_word(&self, folded: &str) -> bool {
        self.words.contains(folded)
    }

    /// What the folded text names, unless it is `own`: a term, or else the answer of another question as its deck
    /// writes it. Further forms of that answer often fit many questions, and say nothing of what was mixed up.
    pub fn confusion(&self, folded: &str, own: Own<'_>) -> Option<Confusion> {
        let mut found: Option<&Thing> = None;
        for (form, thing) in self.named(folded).filter(|(_, thing)| !thing.is(own)) {
            if thing.term.is_some() {
                return Some(thing.confusion());
            }
            found = found.or_else(|| form.is_main.then_some(thing));
        }
        found.map(Thing::confusion)
    }

    /// True if the folded text is any form of another thing than `own`: no rule may take it for a slip.
    pub(super) fn is_other(&self, folded: &str, own: Own<'_>) -> bool {
        self.named(folded).any(|(_, thing)| !thing.is(own))
    }

    /// The only thing of exactly this date; nothing if there are several.
    pub fn dated(&self, when: When) -> Option<Confusion> {
        let thing = (*self.by_date.get(&when)?)?;
        self.things.get(thing as usize).map(Thing::confusion)
    }

    /// What the deck says of the term asked for besides its names.
    pub(super) fn about(&self, own: Own<'_>) -> About<'_> {
        let term = self.things.iter().find(|thing| own.term.is_some() && thing.term.as_deref() == own.term);
        term.map_or_else(About::default, |term| About { kind: term.kind.as_deref(), date: term.date })
    }

    /// True if both folded texts name one thing.
    pub fn same_thing(&self, a: &str, b: &str) -> bool {
        self.named(a).any(|(_, one)| self.named(b).any(|(_, other)| std::ptr::eq(one, other)))
    }

    fn named(&self, folded: &str) -> impl Iterator<Item = (&Form, &Thing)> {
        let mut at = self.by_key.get(compact(folded).as_str()).copied();
        std::iter::from_fn(move || {
            let form = self.forms.get(at? as usize)?;
            at = form.next;
            Some((form, self.things.get(form.thing as usize)?))
        })
    }

    /// Folded names of other things than `own` that may lie within `edits` of the folded text: a superset.
    pub(super) fn near<'a>(
        &'a self,
        folded: &str,
        edits: u32,
        own: Own<'a>,
    ) -> impl Iterator<Item = &'a str> {
        let (bits, length) = (signature(folded), characters(folded));
        let near = move |form: &&Form| {
            (form.signature ^ bits).count_ones() <= 2 * edits && form.length.abs_diff(length) <= edits
        };
        self.others(near, own)
    }

    /// Folded names of other things than `own` that may contain all letters of the folded words: a superset.
    pub(super) fn containing<'a>(&'a self, words: &str, own: Own<'a>) -> impl Iterator<Item = &'a str> {
        let bits = signature(words);
        self.others(move |form: &&Form| bits & !form.signature == 0, own)
    }

    fn others<'a>(
        &'a self,
        filter: impl Fn(&&'a Form) -> bool + 'a,
        own: Own<'a>,
    ) -> impl Iterator<Item = &'a str> {
        self.forms
            .iter()
            .filter(filter)
            .filter(move |form| self.things.get(form.thing as usize).is_some_and(|thing| !thing.is(own)))
            .map(|form| &*form.folded)
    }
}

impl Thing {
    fn confusion(&self) -> Confusion {
        Confusion {
            name: self.name.clone(),
            about: self.about.clone(),
            term: self.term.clone(),
            question: if self.term.is_some() { None } else { self.question.clone() },
        }
    }
}

fn characters(folded: &str) -> u32 {
    u32::try_from(folded.chars().count()).unwrap_or(u32::MAX)
}

/// One bit for each letter that occurs. An insertion or deletion changes at most one bit, a substitution two, a
/// transposition none.
fn signature(folded: &str) -> u64 {
    folded.chars().filter(|&c| c != ' ').fold(0, |bits, c| bits | 1 << (u32::from(c) % 64))
}

/// FNV-1a: short keys, no adversary worth a stronger hash, for a deck can only slow down itself.
#[derive(Debug, Clone)]
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_form_of_another_answer_is_no_confusion() {
        let (answer, further) = (Text::from("second"), [Text::from("second edition")]);
        let entry = Entry {
            name: &answer,
            forms: &further,
            term: None,
            kind: None,
            question: Some("q1"),
            about: None,
            date: None,
        };
        let lexicon = Lexicon::new([entry]);
        assert!(lexicon.confusion("2nd", Own::default()).is_some());
        assert!(lexicon.confusion("2nd edition", Own::default()).is_none());
        assert!(lexicon.is_other("2nd edition", Own::default()));
    }

    #[test]
    fn it_knows_names_aliases_and_words() {
        let (name, alias, answer) =
            (Text::from("Basic Act on Cybersecurity"), [Text::from("BAC")], Text::from("BAC"));
        let lexicon = Lexicon::new([
            Entry {
                name: &answer,
                forms: &[],
                term: None,
                kind: None,
                question: Some("q1"),
                about: None,
                date: None,
            },
            Entry {
                name: &name,
                forms: &alias,
                term: Some("basic-act"),
                kind: Some("document"),
                question: None,
                about: None,
                date: When::from_iso("2014"),
            },
        ]);
        let found = lexicon.confusion("bac", Own::default()).unwrap();
        assert_eq!(found.term.as_deref(), Some("basic-act"), "a term comes before an answer");
        let own = Own { term: Some("basic-act"), question: None };
        assert_eq!(lexicon.confusion("bac", own).unwrap().question.as_deref(), Some("q1"));
        assert!(lexicon.confusion("basic act on cyber security", own).is_none());
        assert!(lexicon.is_other("bac", own) && !lexicon.is_other("basic act on cybersecurity", own));
        assert!(lexicon.has_word("cybersecurity") && !lexicon.has_word("cyber"));
        assert_eq!(lexicon.dated(When::from_iso("2014").unwrap()).unwrap().name, name);
        assert!(lexicon.dated(When::from_iso("2015").unwrap()).is_none());
        assert!(lexicon.same_thing("bac", "basic act on cybersecurity"));
        assert_eq!(lexicon.near("basc act on cybersecurity", 1, Own::default()).count(), 1);
    }
}
