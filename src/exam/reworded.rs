//! What the options of a sealed paper are called in a deck that was mended since: responses were picked from the old
//! words, and are judged by the new ones.
//!
//! What is still there by its words is itself. What is not is what stands in its place, if there are as many options
//! as there were. Where what is right now is not among what was shown, nothing can be said: the answer is `None`.

use crate::judge::fold::key;
use crate::question::{Ask, Key, Name, Question, Response};
use crate::text::Text;

/// How a question that was put with old words is judged by new ones.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reworded {
    /// The same question with the words of now.
    pub ask: Ask,
    /// What was shown, and what it is called now: options, items, or what stands on the left.
    names: Vec<(Text, Text)>,
    /// The same for what stands on the right.
    partners: Vec<(Text, Text)>,
}

impl Reworded {
    /// Nothing has another name.
    pub fn same(ask: &Ask) -> Self {
        Self { ask: ask.clone(), names: Vec::new(), partners: Vec::new() }
    }

    /// The words of `now` for what was shown by the words of `then`; `None` if they do not fit each other any more.
    pub fn of(ask: &Ask, then: &Question, now: &Question) -> Option<Self> {
        match (ask, &then.key, &now.key) {
            (Ask::Text { .. }, _, Key::Date(_) | Key::Text(_) | Key::Number(_))
            | (Ask::Texts { .. }, Key::List(_), Key::List(_)) => Some(Self::same(ask)),
            (Ask::Texts { .. }, Key::Cloze(old), Key::Cloze(new)) => {
                (old.blanks.len() == new.blanks.len()).then(|| Self::same(ask))
            }
            (Ask::PickOne { options }, ..) => {
                Self::picked(options, then, now, |options| Ask::PickOne { options })
            }
            (Ask::PickSome { options }, ..) => {
                Self::picked(options, then, now, |options| Ask::PickSome { options })
            }
            (Ask::Order { items }, Key::Order(old), Key::Order(new)) => {
                let [old, new] = [&old.items, &new.items].map(|items| texts(items));
                let names = renamed(items, &old, &new, &new)?;
                Some(Self { ask: Ask::Order { items: called(&names) }, names, partners: Vec::new() })
            }
            (Ask::Match { left, right }, Key::Match(old), Key::Match(new)) => {
                let lefts =
                    [old, new].map(|key| key.pairs.iter().map(|(left, _)| left.text.clone()).collect());
                let rights =
                    [old, new].map(|key| key.pairs.iter().map(|(_, right)| right.text.clone()).collect());
                let ([old_left, new_left], [old_right, new_right]): ([Vec<Text>; 2], [Vec<Text>; 2]) =
                    (lefts, rights);
                let names = renamed(left, &old_left, &new_left, &new_left)?;
                let partners = renamed(right, &old_right, &new_right, &new_right)?;
                let ask = Ask::Match { left: called(&names), right: called(&partners) };
                Some(Self { ask, names, partners })
            }
            _ => None,
        }
    }

    fn picked(
        options: &[Text],
        then: &Question,
        now: &Question,
        ask: impl Fn(Vec<Text>) -> Ask,
    ) -> Option<Self> {
        let [(old_right, old_wrong), (right, wrong)] = [written(then), written(now)];
        let as_many = old_right.len() == right.len() && old_wrong.len() == wrong.len();
        let old = if as_many { [old_right, old_wrong].concat() } else { Vec::new() };
        let names = renamed(options, &old, &[right.clone(), wrong].concat(), &right)?;
        Some(Self { ask: ask(called(&names)), names, partners: Vec::new() })
    }

    /// The response in the words of now.
    pub fn response(&self, response: &Response) -> Response {
        let call = |names: &[(Text, Text)], text: &Text| {
            let found = names.iter().find(|(shown, _)| shown == text);
            found.map_or_else(|| text.clone(), |(_, now)| now.clone())
        };
        match response {
            Response::Text(text) => Response::Text(call(&self.names, text)),
            Response::Texts(texts) => {
                Response::Texts(texts.iter().map(|text| call(&self.names, text)).collect())
            }
            Response::Pairs(pairs) => {
                let each =
                    pairs.iter().map(|(left, right)| (call(&self.names, left), call(&self.partners, right)));
                Response::Pairs(each.collect())
            }
            Response::Unknown | Response::Recalled(_) => response.clone(),
        }
    }
}

fn texts(names: &[Name]) -> Vec<Text> {
    names.iter().map(|name| name.text.clone()).collect()
}

/// What the deck wrote as right and as wrong.
fn written(question: &Question) -> (Vec<Text>, Vec<Text>) {
    match &question.key {
        Key::Choice(key) => (texts(&key.right), texts(&key.wrong)),
        _ => (vec![question.answer()], Vec::new()),
    }
}

fn called(names: &[(Text, Text)]) -> Vec<Text> {
    names.iter().map(|(_, now)| now.clone()).collect()
}

/// Each of what was shown with its name now. `None` if two have become one, or one of `must` is none of them.
fn renamed(shown: &[Text], old: &[Text], new: &[Text], must: &[Text]) -> Option<Vec<(Text, Text)>> {
    let among = |all: &[Text], text: &Text| {
        let exactly = all.iter().position(|own| own == text);
        exactly.or_else(|| all.iter().position(|own| key(own.raw()) == key(text.raw())))
    };
    let now = |text: &Text| -> Text {
        if let Some(there) = among(new, text).and_then(|at| new.get(at)) {
            return there.clone();
        }
        let place = if old.len() == new.len() { old.iter().position(|own| own == text) } else { None };
        let instead = place.and_then(|at| new.get(at)).filter(|own| among(old, own).is_none());
        instead.unwrap_or(text).clone()
    };
    let names: Vec<(Text, Text)> = shown.iter().map(|text| (text.clone(), now(text))).collect();
    let parted = names.iter().all(|(text, now)| names.iter().all(|(other, own)| own != now || other == text));
    let all_there = must.iter().all(|text| names.iter().any(|(_, now)| now == text));
    (parted && all_there).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::sample::deck_of;

    /// The one question of a deck.
    fn question(body: &str) -> Question {
        let deck = deck_of(&format!("[[question]]\nid = \"q\"\nprompt = \"Which?\"\n{body}\n"));
        deck.questions.into_iter().next().unwrap()
    }

    fn all(texts: &[&str]) -> Vec<Text> {
        texts.iter().map(|text| Text::from(*text)).collect()
    }

    fn picked(then: &str, now: &str, options: &[&str], given: &str) -> Option<String> {
        let ask = Ask::PickOne { options: all(options) };
        let words = Reworded::of(&ask, &question(then), &question(now))?;
        let Response::Text(now) = words.response(&Response::Text(Text::from(given))) else { panic!() };
        let Ask::PickOne { options } = &words.ask else { panic!() };
        assert!(options.contains(&now));
        Some(now.raw().to_owned())
    }

    #[test]
    fn an_option_is_found_by_its_words_or_else_by_its_place() {
        let then = "choose = \"Basic Act\"\nwrong = [\"Diet Act\", \"Old Act\"]";
        let shown = ["Old Act", "Basic Act", "Diet Act"];
        let now = |now: &str, given: &str| picked(then, now, &shown, given);
        let reworded = "choose = \"Basic Act on Cybersecurity\"\nwrong = [\"Diet Act\", \"The Old Law\"]";
        assert_eq!(now(reworded, "Basic Act").unwrap(), "Basic Act on Cybersecurity");
        assert_eq!(now(reworded, "Old Act").unwrap(), "The Old Law");
        assert_eq!(now(reworded, "Diet Act").unwrap(), "Diet Act");
        // Another one is right: words decide, not places.
        let swapped = "choose = \"Diet Act\"\nwrong = [\"Basic Act\", \"Old Act\"]";
        assert_eq!(now(swapped, "Basic Act").unwrap(), "Basic Act");
        // One more is right, one is gone.
        assert_eq!(
            now("choose = [\"Basic Act\", \"Diet Act\"]\nwrong = [\"Old Act\"]", "Diet Act").unwrap(),
            "Diet Act"
        );
        assert_eq!(now("choose = \"Basic Act\"\nwrong = [\"Diet Act\"]", "Old Act").unwrap(), "Old Act");
        // What is right now was not to be picked.
        assert_eq!(
            now("choose = \"New Act\"\nwrong = [\"Basic Act\", \"Diet Act\", \"Old Act\"]", "Basic Act"),
            None
        );
        assert_eq!(now("choose = \"New Act\"\nwrong = [\"Basic Act\", \"Old Act\"]", "Basic Act"), None);
        assert_eq!(now("order = [\"a\", \"b\"]", "Basic Act"), None);
    }

    #[test]
    fn items_and_pairs_are_found_too() {
        let ask = Ask::Order { items: all(&["b", "a", "c"]) };
        let of = |then: &str, now: &str, ask: &Ask| Reworded::of(ask, &question(then), &question(now));
        let then = "order = [\"a\", \"b\", \"c\"]";
        let words = of(then, "order = [\"a\", \"the second\", \"c\"]", &ask).unwrap();
        let given = Response::Texts(all(&["a", "b", "c"]));
        assert_eq!(words.response(&given), Response::Texts(all(&["a", "the second", "c"])));
        assert!(of(then, "order = [\"b2\", \"a\", \"c\"]", &ask).is_none());
        assert_eq!(of(then, "order = [\"b\", \"a\", \"c\"]", &ask).unwrap().response(&given), given);
        let ask = Ask::Match { left: all(&["a", "b"]), right: all(&["y", "x"]) };
        let words = of(
            "match = [[\"a\", \"x\"], [\"b\", \"y\"]]",
            "match = [[\"A1\", \"x\"], [\"b\", \"Y1\"]]",
            &ask,
        );
        let given = Response::Pairs(vec![("a".into(), "y".into()), ("b".into(), "x".into())]);
        let now = Response::Pairs(vec![("A1".into(), "Y1".into()), ("b".into(), "x".into())]);
        assert_eq!(words.unwrap().response(&given), now);
    }
}
