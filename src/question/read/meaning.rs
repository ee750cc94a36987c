//! What a question means, as a number: a hash of its folded prompt and key.
//!
//! It is stored with every review. When it changes, the student is told that the question has.

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::question::kinds::{Blank, DateTolerance, Key, NumberTolerance};
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

/// The first eight bytes of the SHA-256 of the folded prompt and key. Hints, tags and other forms that are accepted
/// do not count: they leave what is to be known as it is.
pub fn hash(question: &Question) -> u64 {
    let mut parts = Parts(String::with_capacity(256));
    parts.text(question.prompt.raw());
    parts.key(&question.key);
    let digest = Sha256::digest(parts.0.as_bytes());
    digest.iter().take(8).fold(0, |hash, byte| (hash << 8) | u64::from(*byte))
}

/// Fields with a separator that folded text cannot hold.
struct Parts(String);

impl Parts {
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
                match date.tolerance {
                    None => {}
                    Some(DateTolerance::Years(count)) => self.raw(&format!("{count} years")),
                    Some(DateTolerance::Months(count)) => self.raw(&format!("{count} months")),
                    Some(DateTolerance::Days(count)) => self.raw(&format!("{count} days")),
                }
            }
            Key::Text(text) => {
                self.raw("text");
                self.name(&text.name);
            }
            Key::Number(number) => {
                self.raw("number");
                self.raw(&number.value.to_string());
                match number.tolerance {
                    NumberTolerance::Absolute(by) => self.raw(&by.to_string()),
                    NumberTolerance::Relative(by) => self.raw(&format!("{by} of it")),
                }
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
                cloze.text.iter().for_each(|piece| self.text(piece.raw()));
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
}
