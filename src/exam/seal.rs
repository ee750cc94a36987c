//! A sealed paper: everything a student's machine needs to put the questions, and nothing a key can be had from.
//!
//! The ids of questions stay behind, for many name their answer, and so do the meaning hashes, which confirm a guess.
//! The number that options are shuffled with stays behind too: whoever has it can put an order right again. All that
//! is in the [`Key`], with the deck as it was when the paper was sealed. Files are left to the edge.

use std::collections::HashSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::asking::{Asking, ask_in_order};
use super::shape::Shape;
use super::unclear;
use crate::deck::Deck;
use crate::error::{Error, Result};
use crate::event::exam::{AMOUNT_MAX, Item, Paper};
use crate::question::kinds::Blank;
use crate::question::{Ask, Key as AnswerKey, Question, Response};
use crate::source::SourceFile;
use crate::text::Text;

/// What a sealed paper says that it is.
const FORMAT: &str = "shiken sealed exam 1";
/// What a key says that it is.
const KEY_FORMAT: &str = "shiken exam key 1";
/// No sealed paper is larger, in bytes.
pub const PAPER_MAX: u64 = 16 << 20;
/// No key is larger, in bytes: it has a whole deck in it.
pub const KEY_MAX: u64 = 512 << 20;
/// More questions than a paper can have.
const ITEMS_MAX: usize = 1_000;

/// A sealed paper. Its strings are as untrusted as those of any deck, and come out as [`Text`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    format: String,
    title: String,
    /// Made anew for each sealing: no result of one paper fits another, even if they ask the same.
    nonce: String,
    limit_seconds: Option<u32>,
    certainty: bool,
    pass: Option<f64>,
    bands: Vec<(String, f64)>,
    negative: f64,
    sections: Vec<(String, f64)>,
    items: Vec<SealedItem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedItem {
    id: String,
    section: u32,
    points: f64,
    kind: String,
    prompt: String,
    ask: Shape,
    /// What each blank takes: "date", "number" or "text".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    blanks: Vec<String>,
}

/// What the instructor keeps: without it no result can be marked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    format: String,
    /// The SHA-256 of the sealed paper: see [`Sealed::digest`].
    pub paper_sha256: String,
    paper: Sealed,
    deck: String,
    deck_version: String,
    exam: String,
    /// What the paper was drawn with.
    pub seed: u64,
    /// The questions of the deck, in the order of the paper.
    questions: Vec<String>,
    /// The deck as it was: the name and the text of each file.
    files: Vec<(String, String)>,
}

/// Seals a paper: the options are those of its seed, in an order that `shuffle` makes, which nobody else may know.
/// `nonce` is 32 hexadecimal digits of chance.
///
/// # Errors
/// If a question of the paper is not in the deck, or no program can put it without its answer.
pub fn seal(
    deck: &Deck,
    files: &[SourceFile],
    paper: &Paper,
    shuffle: u64,
    nonce: String,
) -> Result<(String, Key)> {
    let item = |(item, number): (&Item, usize)| {
        let question = super::report::question(deck, &item.question);
        let question = question.ok_or_else(|| Error::new("a question of the paper is not in the deck"))?;
        Ok(SealedItem {
            id: format!("q{number}"),
            section: item.section,
            points: item.points,
            kind: question.kind().to_owned(),
            prompt: question.shown_prompt().raw().to_owned(),
            ask: Shape::of(&ask_in_order(deck, question, paper.seed, shuffle))?,
            blanks: blanks(question),
        })
    };
    let named = |all: &[(Text, f64)]| all.iter().map(|(name, n)| (name.raw().to_owned(), *n)).collect();
    let sealed = Sealed {
        format: FORMAT.to_owned(),
        title: paper.title.raw().to_owned(),
        nonce,
        limit_seconds: paper.limit_seconds,
        certainty: paper.certainty,
        pass: paper.pass,
        bands: named(&paper.bands),
        negative: paper.negative,
        sections: named(&paper.sections),
        items: paper.items.iter().zip(1..).map(item).collect::<Result<_>>()?,
    };
    let text = json(&sealed)?;
    // As whoever reads it will have it.
    let sealed = Sealed::read(&text)?;
    let key = Key {
        format: KEY_FORMAT.to_owned(),
        paper_sha256: sealed.digest()?,
        paper: sealed,
        deck: deck.id.to_string(),
        deck_version: paper.version.raw().to_owned(),
        exam: paper.exam.raw().to_owned(),
        seed: paper.seed,
        questions: paper.items.iter().map(|item| item.question.raw().to_owned()).collect(),
        files: files.iter().map(|file| (file_name(file), file.text().to_owned())).collect(),
    };
    Ok((text, key))
}

/// What each blank of a cloze takes; nothing for all other kinds.
fn blanks(question: &Question) -> Vec<String> {
    let kind = |blank: &Blank| match blank {
        Blank::Date { .. } => "date",
        Blank::Number { .. } => "number",
        Blank::Text(_) => "text",
    };
    match &question.key {
        AnswerKey::Cloze(key) => key.blanks.iter().map(|blank| kind(blank).to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// An error if the document is of our kind and of another version; whatever else is in it is not looked at.
fn version(text: &str, format: &str) -> Result<()> {
    #[derive(Deserialize)]
    struct Said {
        format: String,
    }
    let kind = format.trim_end_matches(|own: char| own.is_ascii_digit());
    match serde_json::from_str::<Said>(text) {
        Ok(said) if said.format != format && said.format.starts_with(kind) => {
            Err(Error::new("another version of shiken made it")
                .help("use the version that made it, here and on every machine"))
        }
        _ => Ok(()),
    }
}

/// A document of this format, or what it is not and what would make one.
fn parsed<T: DeserializeOwned>(text: &str, format: &str, what: &str, help: &str) -> Result<T> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    version(text, format)?;
    serde_json::from_str(text).map_err(|error| {
        let why = crate::text::terminal(&error.to_string()).into_owned();
        Error::new(format!("this is no {what}: {why}")).help(help)
    })
}

/// A JSON document with a line break behind it.
fn json(value: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n").map_err(|error| Error::new(format!("the paper cannot be written: {error}")))
}

/// The name of a file without the folders of the machine it was on.
fn file_name(file: &SourceFile) -> String {
    file.name.raw().rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

/// The SHA-256 in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// In hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

impl Sealed {
    /// Reads a sealed paper.
    ///
    /// # Errors
    /// If it is none, or one that makes no sense.
    pub fn read(text: &str) -> Result<Self> {
        let sealed: Self = parsed(text, FORMAT, "sealed exam", "`shiken exam seal` makes one")?;
        sealed.sound().map_err(|why| Error::new(format!("this is no sound sealed exam: {why}")))?;
        Ok(sealed)
    }

    fn sound(&self) -> std::result::Result<(), &'static str> {
        let mut ids = HashSet::new();
        let amount = |n: f64| (0.0..=AMOUNT_MAX).contains(&n);
        let amounts = self.sections.iter().chain(&self.bands).map(|(_, n)| *n).chain(self.pass);
        if self.format != FORMAT {
            return Err("it is none by its own words");
        }
        if self.nonce.len() != 32 || !self.nonce.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err("its nonce is damaged");
        }
        if self.items.is_empty() || self.items.len() > ITEMS_MAX {
            return Err("it has no questions, or too many");
        }
        if !self.items.iter().all(|item| ids.insert(&*item.id) && item.ask.sound()) {
            return Err("a question comes twice, or has nothing to pick from");
        }
        if self.items.iter().any(|item| item.section as usize >= self.sections.len()) {
            return Err("a question is in no section");
        }
        let points = self.items.iter().map(|item| item.points);
        let fair = points.chain(amounts).all(amount) && (0.0..=1.0).contains(&self.negative);
        if fair { Ok(()) } else { Err("its points or weights are out of range") }
    }

    /// The SHA-256 of what the paper says. Line endings, spaces and a byte order mark are no part of it: mail and
    /// version control change these, and no question.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn digest(&self) -> Result<String> {
        json(self).map(|text| digest(text.as_bytes()))
    }

    /// What was made anew for this sealing.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// The paper as a sitting knows it: without a deck, and with its own ids.
    pub fn paper(&self) -> Paper {
        let named = |all: &[(String, f64)]| all.iter().map(|(name, n)| (Text::from(&**name), *n)).collect();
        let item = |item: &SealedItem| Item {
            question: Text::from(&*item.id),
            meaning: 0,
            section: item.section,
            points: item.points,
            shown: None,
        };
        Paper {
            deck: Text::default(),
            version: Text::default(),
            exam: Text::default(),
            title: Text::from(&*self.title),
            seed: 0,
            limit_seconds: self.limit_seconds,
            certainty: self.certainty,
            pass: self.pass,
            bands: named(&self.bands),
            negative: self.negative,
            sections: named(&self.sections),
            items: self.items.iter().map(item).collect(),
        }
    }

    /// How the item with this number from 0 is put.
    pub fn ask(&self, item: usize) -> Option<Ask> {
        self.items.get(item).map(|item| item.ask.ask())
    }

    fn item(&self, item: &Item) -> Option<&SealedItem> {
        self.items.iter().find(|own| own.id == item.question.raw())
    }
}

/// A paper that has no keys puts its own questions.
impl Asking for Sealed {
    fn asked(&self, item: &Item) -> Option<(Text, Ask)> {
        self.item(item).map(|item| (Text::from(&*item.prompt), item.ask.ask()))
    }

    fn unclear(&self, item: &Item, ask: &Ask, response: &Response) -> Option<String> {
        let item = self.item(item)?;
        unclear::why(&item.kind, &item.blanks, ask, response)
    }

    fn has(&self, item: &Item) -> bool {
        self.item(item).is_some()
    }
}

impl Key {
    /// Reads a key.
    ///
    /// # Errors
    /// If it is none, or a damaged one.
    pub fn read(text: &str) -> Result<Self> {
        let made = "`shiken exam seal` writes one beside each paper";
        let key: Self = parsed(text, KEY_FORMAT, "key of a sealed exam", made)?;
        let damaged = |why: &str| Error::new(format!("the key is damaged: {why}"));
        key.paper.sound().map_err(damaged)?;
        if key.format != KEY_FORMAT || key.questions.len() != key.paper.items.len() {
            return Err(damaged("it does not fit its paper"));
        }
        Ok(key)
    }

    /// The key as text.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn text(&self) -> Result<String> {
        json(self)
    }

    /// The paper that it belongs to.
    pub fn paper(&self) -> &Sealed {
        &self.paper
    }

    /// The id of the deck.
    pub fn deck(&self) -> Text {
        Text::from(&*self.deck)
    }

    /// The ids of the questions, in the order of the paper.
    pub fn questions(&self) -> Vec<Text> {
        self.questions.iter().map(|id| Text::from(&**id)).collect()
    }

    /// The deck as it was when the paper was sealed.
    pub fn files(&self) -> Vec<SourceFile> {
        self.files.iter().map(|(name, text)| SourceFile::new(&**name, &**text)).collect()
    }
}

#[cfg(test)]
#[path = "seal_tests.rs"]
pub(crate) mod tests;
