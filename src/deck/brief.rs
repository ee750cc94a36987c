//! What choosing needs to know of a question, and nothing more: small enough to keep beside a big deck, so that the
//! first question can be on the screen before the whole deck is read.

use std::collections::HashMap;
use std::sync::Arc;

use crate::deck::Deck;
use crate::question::read::meaning::{former, of_key};
use crate::question::{Place, Question, QuestionId};
use crate::text::Text;

/// A question in brief.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// Its id.
    pub id: QuestionId,
    /// Its kind, as [`Question::kind`] names it.
    pub kind: Arc<str>,
    /// Its tags.
    pub tags: Vec<Arc<str>>,
    /// Its sibling group.
    pub sibling: Option<Arc<str>>,
    /// Ids to be learnt first.
    pub requires: Vec<QuestionId>,
    /// Its earlier ids.
    pub was: Vec<QuestionId>,
    /// Its meaning hash.
    pub meaning: u64,
    /// The key's half of it as it was once made: see [`former`].
    pub former: u32,
    /// What it counts in an exam.
    pub points: f64,
    /// Where it stands.
    pub place: Place,
}

impl Brief {
    /// A question in brief.
    pub fn of(question: &Question) -> Self {
        Self {
            id: question.id.clone(),
            kind: Arc::from(question.kind()),
            tags: question.tags.clone(),
            sibling: question.sibling.clone(),
            requires: question.requires.clone(),
            was: question.was.clone(),
            meaning: question.meaning,
            former: former::key(question),
            points: question.points,
            place: question.place,
        }
    }

    /// As [`Question::has_key_of`].
    pub fn has_key_of(&self, meaning: u64) -> bool {
        of_key(meaning) == of_key(self.meaning) || of_key(meaning) == u64::from(self.former)
    }
}

/// A whole deck in brief.
#[derive(Debug, Clone, PartialEq)]
pub struct Index {
    /// The deck's id.
    pub id: Arc<str>,
    /// The deck's title.
    pub title: Arc<str>,
    /// Its first file, as the deck names it.
    pub file: Arc<str>,
    /// In the order of the deck.
    pub questions: Vec<Brief>,
}

impl Index {
    /// A deck in brief.
    pub fn of(deck: &Deck) -> Self {
        Self {
            id: deck.id.clone(),
            title: Arc::from(deck.title.raw()),
            file: Arc::from(deck.files.first().map_or("", Text::raw)),
            questions: deck.questions.iter().map(Brief::of).collect(),
        }
    }

    /// The places of the questions in the order in which new ones come up. Chapters keep their order; what stands in
    /// `deck.toml` belongs to all of them, and is spread evenly among their questions.
    pub fn study_order(&self) -> Vec<u32> {
        let of_all = |place: &u32| self.questions.get(*place as usize).is_some_and(|own| own.place.file == 0);
        let (shared, chapters): (Vec<u32>, Vec<u32>) =
            (0u32..).take(self.questions.len()).partition(|place| of_all(place));
        let (ours, all) = (shared.len(), self.questions.len());
        let (mut shared, mut chapters) = (shared.into_iter(), chapters.into_iter());
        let is_turn = |nth: usize| (nth + 1) * ours / all > nth * ours / all;
        (0..all).filter_map(|nth| if is_turn(nth) { shared.next() } else { chapters.next() }).collect()
    }

    /// The index as bytes, to be kept. The format is this program's own and changes with [`FORMAT`].
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer { bytes: Vec::with_capacity(self.questions.len() * 64), names: HashMap::new() };
        out.bytes.extend_from_slice(FORMAT);
        out.text(&self.id);
        out.text(&self.title);
        out.text(&self.file);
        out.number(self.questions.len() as u64);
        for brief in &self.questions {
            out.brief(brief);
        }
        out.bytes
    }

    /// The index from bytes; `None` if they are of another format or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut input = Reader { bytes: bytes.strip_prefix(FORMAT)?, names: Vec::new() };
        let (id, title, file) = (input.text()?, input.text()?, input.text()?);
        let count = usize::try_from(input.number()?).ok()?;
        let mut questions = Vec::with_capacity(count.min(input.bytes.len()));
        for _ in 0..count {
            questions.push(input.brief()?);
        }
        input.bytes.is_empty().then_some(Self { id, title, file, questions })
    }
}

/// Begins every index. Change the number whenever what follows changes, or what a brief is derived from.
pub const FORMAT: &[u8] = concat!("shiken ", env!("CARGO_PKG_VERSION"), " index 4\n").as_bytes();

/// Numbers are little-endian base 128; a text is its length and bytes; a name that came before is its number.
struct Writer<'a> {
    bytes: Vec<u8>,
    names: HashMap<&'a str, u64>,
}

impl<'a> Writer<'a> {
    fn number(&mut self, mut value: u64) {
        loop {
            let [low, ..] = (value & 0x7f).to_le_bytes();
            value >>= 7;
            if value == 0 {
                return self.bytes.push(low);
            }
            self.bytes.push(low | 0x80);
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// 0 and the text when it is new, else 1 + the number it got then.
    fn name(&mut self, name: &'a str) {
        if let Some(number) = self.names.get(name) {
            return self.number(number + 1);
        }
        self.names.insert(name, self.names.len() as u64);
        self.number(0);
        self.text(name);
    }

    fn texts(&mut self, texts: &[QuestionId]) {
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.text(text));
    }

    fn brief(&mut self, brief: &'a Brief) {
        self.text(&brief.id);
        self.name(&brief.kind);
        self.number(brief.tags.len() as u64);
        brief.tags.iter().for_each(|tag| self.name(tag));
        self.number(u64::from(brief.sibling.is_some()));
        if let Some(group) = &brief.sibling {
            self.text(group);
        }
        self.texts(&brief.requires);
        self.texts(&brief.was);
        self.bytes.extend_from_slice(&brief.meaning.to_le_bytes());
        self.bytes.extend_from_slice(&brief.former.to_le_bytes());
        self.bytes.extend_from_slice(&brief.points.to_le_bytes());
        for part in [brief.place.file, brief.place.start, brief.place.end] {
            self.number(u64::from(part));
        }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    names: Vec<Arc<str>>,
}

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (head, tail) = self.bytes.split_at_checked(length)?;
        self.bytes = tail;
        Some(head)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..63).step_by(7) {
            let [byte] = *self.take(1)? else { return None };
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn text(&mut self) -> Option<Arc<str>> {
        let length = usize::try_from(self.number()?).ok()?;
        std::str::from_utf8(self.take(length)?).ok().map(Arc::from)
    }

    fn name(&mut self) -> Option<Arc<str>> {
        match self.number()?.checked_sub(1) {
            Some(number) => self.names.get(usize::try_from(number).ok()?).cloned(),
            None => {
                let name = self.text()?;
                self.names.push(name.clone());
                Some(name)
            }
        }
    }

    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        (0..count).map(|_| one(self)).collect()
    }

    fn brief(&mut self) -> Option<Brief> {
        Some(Brief {
            id: self.text()?,
            kind: self.name()?,
            tags: self.many(Self::name)?,
            sibling: if self.number()? == 0 { None } else { Some(self.text()?) },
            requires: self.many(Self::text)?,
            was: self.many(Self::text)?,
            meaning: u64::from_le_bytes(self.take(8)?.try_into().ok()?),
            former: u32::from_le_bytes(self.take(4)?.try_into().ok()?),
            points: f64::from_le_bytes(self.take(8)?.try_into().ok()?),
            place: Place { file: self.part()?, start: self.part()?, end: self.part()? },
        })
    }

    fn part(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn briefs() -> impl Strategy<Value = Index> {
        let name = "[a-z0-9-]{0,12}".prop_map(|text: String| Arc::from(text.as_str()));
        let names = prop::collection::vec(name.clone(), 0..3);
        let place = (any::<u32>(), any::<u32>(), any::<u32>()).prop_map(|(file, start, end)| Place {
            file,
            start,
            end,
        });
        let brief = (
            name.clone(),
            name.clone(),
            names.clone(),
            prop::option::of(name.clone()),
            names.clone(),
            names,
            (any::<u64>(), any::<u32>(), 0.0..1000.0_f64),
            place,
        )
            .prop_map(
                |(id, kind, tags, sibling, requires, was, (meaning, former, points), place)| Brief {
                    id,
                    kind,
                    tags,
                    sibling,
                    requires,
                    was,
                    meaning,
                    former,
                    points,
                    place,
                },
            );
        (name.clone(), name.clone(), name, prop::collection::vec(brief, 0..8))
            .prop_map(|(id, title, file, questions)| Index { id, title, file, questions })
    }

    #[test]
    fn what_belongs_to_all_chapters_is_spread_among_them() {
        let brief = |file: u32| Brief {
            id: Arc::from("q"),
            kind: Arc::from("text"),
            tags: Vec::new(),
            sibling: None,
            requires: Vec::new(),
            was: Vec::new(),
            meaning: 0,
            former: 0,
            points: 1.0,
            place: Place { file, start: 0, end: 0 },
        };
        let order = |files: &[u32]| {
            let name = || Arc::from("deck");
            let questions = files.iter().map(|file| brief(*file)).collect();
            Index { id: name(), title: name(), file: name(), questions }.study_order()
        };
        assert_eq!(order(&[0, 0, 0, 1, 1, 1, 1, 2, 2]), [3, 4, 0, 5, 6, 1, 7, 8, 2]);
        assert_eq!(order(&[0, 0, 0]), [0, 1, 2]);
        assert_eq!(order(&[]), [0_u32; 0]);
    }

    proptest! {
        #[test]
        fn all_have_their_turn_once(index in briefs()) {
            let mut order = index.study_order();
            order.sort_unstable();
            prop_assert!(order.into_iter().eq((0u32..).take(index.questions.len())));
        }

        #[test]
        fn an_index_comes_back_as_it_went(index in briefs()) {
            prop_assert_eq!(Index::from_bytes(&index.to_bytes()), Some(index));
        }

        #[test]
        fn a_damaged_index_is_refused_or_read_but_never_a_panic(index in briefs(), at in any::<usize>(), byte in any::<u8>()) {
            let mut bytes = index.to_bytes();
            let at = at % bytes.len();
            bytes[at] = byte;
            let _ = Index::from_bytes(&bytes);
            bytes.truncate(at);
            prop_assert_eq!(Index::from_bytes(&bytes), None);
        }
    }
}
