//! What a question means, as a number: a hash of its folded key and of its folded wording, half and half.
//!
//! It is stored with every review. When the key's half changes, the question is another one: the student is told
//! and learns it anew. When only the wording's half does, the question was reworded, which nobody needs to be told.
//! Keys that the judge cannot tell apart have one meaning: a hyphen, an accent or an article more is a correction.

pub(crate) mod former;

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::judge::fold;
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
    u64::from(key.digest()) << 32 | u64::from(wording.digest())
}

/// The part of a meaning that is of the key.
pub fn of_key(meaning: u64) -> u64 {
    meaning >> 32
}

impl Question {
    /// True if its key is the one that it had when `meaning` was kept with an answer.
    pub fn has_key_of(&self, meaning: u64) -> bool {
        of_key(meaning) == of_key(self.meaning) || of_key(meaning) == u64::from(former::key(self))
    }
}

/// The part of a meaning that is of the wording.
pub fn of_wording(meaning: u64) -> u64 {
    meaning & u64::from(u32::MAX)
}

/// Fields with a separator that folded text cannot hold.
struct Parts(String);

impl Parts {
    fn digest(&self) -> u32 {
        let digest = Sha256::digest(self.0.as_bytes());
        digest.iter().take(4).fold(0, |hash, byte| (hash << 8) | u32::from(*byte))
    }

    fn raw(&mut self, part: &str) {
        self.0.push_str(part);
        self.0.push('\u{1f}');
    }

    fn text(&mut self, text: &str) {
        self.raw(&folded(text));
    }

    /// As the judge compares names: what is right for one of two is right for the other.
    fn name(&mut self, name: &Name) {
        self.raw(&fold::key(name.text.raw()));
    }

    /// Names whose order says nothing.
    fn names(&mut self, names: &[Name]) {
        let mut keys: Vec<String> = names.iter().map(|name| fold::key(name.text.raw())).collect();
        keys.sort_unstable();
        keys.iter().for_each(|key| self.raw(key));
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
            // The same number in a text is the same answer; the unit is never asked for.
            Key::Number(number) => {
                self.raw("text");
                self.raw(&fold::key(&number.value.to_string()));
            }
            Key::Truth(truth) => self.raw(if *truth { "true" } else { "false" }),
            Key::Choice(choice) => {
                self.raw(if choice.several { "several" } else { "one" });
                self.names(&choice.right);
            }
            Key::List(list) => {
                self.raw("list");
                self.raw(&list.need.to_string());
                self.names(&list.items);
            }
            Key::Order(order) => {
                self.raw("order");
                order.items.iter().for_each(|name| self.name(name));
            }
            Key::Match(pairs) => {
                self.raw("match");
                let pair =
                    |(left, right): &(Name, Name)| [fold::key(left.text.raw()), fold::key(right.text.raw())];
                let mut pairs: Vec<[String; 2]> = pairs.pairs.iter().map(pair).collect();
                pairs.sort_unstable();
                pairs.iter().flatten().for_each(|key| self.raw(key));
            }
            Key::Cloze(cloze) => {
                self.raw("cloze");
                cloze.blanks.iter().for_each(|blank| self.blank(blank));
            }
            // What no program compares may differ by a dash: only its layout is folded.
            Key::Card(back) => {
                self.raw("card");
                self.text(back.raw());
            }
        }
    }

    fn blank(&mut self, blank: &Blank) {
        match blank {
            Blank::Date { date, .. } => self.raw(&format!("{date:?}")),
            Blank::Number { value, .. } => self.raw(&value.to_string()),
            Blank::Text(name) => self.name(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::judge::text::{self, Expected};
    use crate::judge::{Lexicon, Own, Rule};

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
    fn a_correction_is_no_other_answer() {
        let key = |written: &str| of_key(meaning("Which?", written));
        for (before, after) in [
            ("answer = \"Nur-Sultan\"", "answer = \"Nur Sultan\""),
            ("answer = \"Shinzo Abe\"", "answer = \"Shinzō Abe\""),
            ("answer = \"the Cabinet\"", "answer = \"Cabinet\""),
            ("answer = \"Ministry of Defense\"", "answer = \"Ministry of Defence\""),
            ("answer = \"Fords Theatre\"", "answer = \"Ford’s Theatre\""),
            ("answer = \"Fleming.\"", "answer = \"Fleming\""),
            ("answer = \"seven\"", "answer = \"7\""),
            ("answer = 6", "answer = \"6\""),
            ("answer = 6.0", "answer = 6\nunit = \"km\""),
            ("list = [\"granite\", \"marble\"]", "list = [\"Marble\", \"granite\"]"),
            ("choose = [\"a\", \"b\"]\nwrong = [\"c\"]", "choose = [\"b\", \"a\"]\nwrong = [\"d\"]"),
            ("match = [[\"a\", \"1\"], [\"b\", \"2\"]]", "match = [[\"b\", \"2\"], [\"a\", \"1\"]]"),
            ("cloze = \"It was {July 2018}.\"", "cloze = \"It was {2018-07}.\""),
        ] {
            assert_eq!(key(before), key(after), "{before} and {after}");
        }
        for (before, after) in [
            ("answer = 6", "answer = -6"),
            ("answer = \"C\"", "answer = \"C++\""),
            ("order = [\"a\", \"b\"]", "order = [\"b\", \"a\"]"),
            ("match = [[\"a\", \"1\"], [\"b\", \"2\"]]", "match = [[\"a\", \"2\"], [\"b\", \"1\"]]"),
            ("list = [\"a\", \"b\"]", "list = [\"a\", \"c\"]"),
            ("card = \"a-b\"", "card = \"a/b\""),
        ] {
            assert_ne!(key(before), key(after), "{before} and {after}");
        }
    }

    #[test]
    fn a_meaning_of_an_older_log_is_known() {
        let text = "[[question]]\nid = \"q\"\nprompt = \"?\"\nanswer = \"Nur-Sultan\"\n";
        let deck = crate::deck::parse(&[crate::source::SourceFile::new("d.toml", text.to_owned())]).deck;
        let question = &deck.questions[0];
        let then = u64::from(former::key(question)) << 32;
        assert!(of_key(then) != of_key(question.meaning) && question.has_key_of(then));
        let brief = crate::deck::Brief::of(question);
        assert!(brief.has_key_of(then) && brief.has_key_of(question.meaning));
        assert!(!brief.has_key_of(then ^ 1 << 32) && !question.has_key_of(then ^ 1 << 32));
    }

    proptest! {
        #[test]
        fn what_the_judge_calls_equal_has_one_meaning(
            one in "[a-cA-C0-2éō'’., -]{1,10}|(the |an )?(seven|7|defen[cs]e|organi[sz]ation)( [a-c]{1,3})?",
            other in "[a-cA-C0-2éō'’., -]{1,10}|(the |an )?(seven|7|defen[cs]e|organi[sz]ation)( [a-c]{1,3})?",
            mark in "[.,'’ -]?",
        ) {
            let name = |text: &str| Name { text: text.into(), accept: Vec::new(), term: None };
            let key = |text: &str| {
                let mut parts = Parts(String::new());
                parts.name(&name(text));
                parts.digest()
            };
            let expected = one.as_str().into();
            let expected = Expected {
                name: &expected, accept: &[], reject: &[], foreseen: &[], strict: false, own: Own::default(),
            };
            for typed in [&other, &one.to_uppercase(), &format!("{one}{mark}"), &format!("the {one}")] {
                let verdict = text::mark(&expected, typed, &Lexicon::default());
                prop_assert_eq!(verdict.rule == Rule::Equal, key(&one) == key(typed.trim()), "{} {}", one, typed);
            }
        }
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
