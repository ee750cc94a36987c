//! What a question means, as a number: a hash of its folded key and of its folded wording, half and half.
//!
//! It is stored with every review. When the key's half changes, the question is another one: the student is told
//! and learns it anew. When only the wording's half does, the question was reworded, which nobody needs to be told.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::question::kinds::{Blank, Key};
use crate::question::{Name, Question};

/// Text as far as its meaning goes: NFKC, case folded, white space as single spaces.
pub fn folded(text: &str) -> String {
    let folded: Cow<'_, str> = if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(caseless::default_case_fold_str(&text.nfkc().collect::<String>()))
    };
    let mut out = String::with_capacity(folded.len());
    for word in folded.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out.make_ascii_lowercase();
    out
}

/// The meaning of a question: the upper 32 bits are of its key, the lower 32 of its wording, each the first four
/// bytes of a SHA-256. The wording is what is read before answering: the prompt, and the sentence around the blanks
/// of a cloze. Hints, tags, tolerances and other forms that are accepted do not count: they leave what is to be
/// known as it is.
pub fn hash(question: &Question) -> u64 {
    let mut key = Parts(String::with_capacity(128));
    key.key(&question.key);
    let mut wording = Parts(String::with_capacity(256));
    wording.text(question.prompt.raw());
    if let Key::Cloze(cloze) = &question.key {
        cloze.text.iter().for_each(|piece| wording.text(piece.raw()));
    }
    key.digest() << 32 | wording.digest()
}

/// The part of a meaning that is of the key.
pub fn of_key(meaning: u64) -> u64 {
    meaning >> 32
}

/// The part of a meaning that is of the wording.
pub fn of_wording(meaning: u64) -> u64 {
    meaning & u64::from(u32::MAX)
}

/// Fields with a separator that folded text cannot hold.
struct Parts(String);

impl Parts {
    fn digest(&self) -> u64 {
        let digest = Sha256::digest(self.0.as_bytes());
        digest.iter().take(4).fold(0, |hash, byte| (hash << 8) | u64::from(*byte))
    }

    fn raw(&mut self, part: &str) {
        self.0.push_str(part);
        self.0.push('\u{1f}');
    }

    fn text(&mut self, text: &str) {
        self.raw(&folded(text));
    }

    fn name(&mut self, name: &Name) {
        self.text(name.text.raw());
    }

    fn key(&mut self, key: &Key) {
        match key {
            Key::Date(date) => {
                self.raw("date");
                self.raw(&format!("{:?}", date.when));
            }
            Key::Text(text) => {
                self.raw("text");
                self.name(&text.name);
            }
            Key::Number(number) => {
                self.raw("number");
                self.raw(&number.value.to_string());
                self.text(number.unit.as_ref().map_or("", |unit| unit.raw()));
            }
            Key::Truth(truth) => self.raw(if *truth { "true" } else { "false" }),
            Key::Choice(choice) => {
                self.raw(if choice.several { "several" } else { "one" });
                choice.right.iter().for_each(|name| self.name(name));
            }
            Key::List(list) => {
                self.raw("list");
                self.raw(&list.need.to_string());
                list.items.iter().for_each(|name| self.name(name));
            }
            Key::Order(order) => {
                self.raw("order");
                order.items.iter().for_each(|name| self.name(name));
            }
            Key::Match(pairs) => {
                self.raw("match");
                for (left, right) in &pairs.pairs {
                    self.name(left);
                    self.name(right);
                }
            }
            Key::Cloze(cloze) => {
                self.raw("cloze");
                for blank in &cloze.blanks {
                    match blank {
                        Blank::Date { shown, .. } | Blank::Number { shown, .. } => self.text(shown.raw()),
                        Blank::Text(name) => self.name(name),
                    }
                }
            }
            Key::Card(back) => {
                self.raw("card");
                self.text(back.raw());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_the_meaning_and_nothing_else() {
        assert_eq!(folded("  The\tBasic \n Act "), "the basic act");
        assert_eq!(folded("Ｓｔｒａße　ＡＢＣ"), "strasse abc");
        assert_eq!(folded(""), "");
    }
    /// The meaning of a question of the kind that `key` says.
    fn meaning(prompt: &str, key: &str) -> u64 {
        let text = format!("[[question]]\nid = \"q\"\nprompt = \"{prompt}\"\n{key}\n");
        let parsed = crate::deck::parse(&[crate::source::SourceFile::new("d.toml", text)]);
        parsed.deck.questions[0].meaning
    }

    #[test]
    fn rewording_leaves_the_key_alone_and_the_other_way_round() {
        let before = meaning("Which act?", "answer = \"Basic Act\"");
        assert_eq!(before, meaning("which  ACT?", "answer = \"basic act\"\nhint = \"It was 2014.\""));
        let reworded = meaning("Which law?", "answer = \"Basic Act\"");
        assert_eq!(of_key(before), of_key(reworded));
        assert_ne!(of_wording(before), of_wording(reworded));
        let changed = meaning("Which act?", "answer = \"IT Basic Act\"");
        assert_ne!(of_key(before), of_key(changed));
        assert_eq!(of_wording(before), of_wording(changed));
    }

    #[test]
    fn tolerance_and_the_sentence_around_a_blank_are_not_the_key() {
        let date = |key| meaning("When?", key);
        assert_eq!(date("date = \"2014\""), date("date = \"2014\"\ntolerance = \"1 year\""));
        let cloze = |text: &str| meaning("Fill", &format!("cloze = \"{text}\""));
        let (one, two) = (cloze("The {Cabinet} met."), cloze("It was the {Cabinet} that met."));
        assert_eq!(of_key(one), of_key(two));
        assert_ne!(one, two);
        assert_ne!(of_key(one), of_key(cloze("The {Diet} met.")));
    }
}
