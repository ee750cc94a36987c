//! What the options of a paper are called in a deck that was mended since it was sealed or drawn: responses were picked
//! from the old words, and are judged by the new ones.
//!
//! What is still there by its words is itself. What is not is what stands in its place, if there are as many options
//! as there were. Where what is right now is not among what was shown, nothing can be said: the answer is `None`.

use super::asking::ask;
use crate::deck::Deck;
use crate::event::exam::Item;
use crate::judge::fold::{fold, key};
use crate::question::read::meaning::of_key;
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

    /// The words of `question` for what a paper was drawn with; `None` if they do not fit each other any more, or if
    /// both what is asked and what is right are others: then it is another question under an old id.
    pub fn since_drawn(deck: &Deck, item: &Item, question: &Question, seed: u64) -> Option<Self> {
        let Some(shown) = &item.shown else { return Some(Self::same(&ask(deck, question, seed))) };
        let asks_the_same = || fold(shown.prompt.raw()) == fold(question.shown_prompt().raw());
        let same = of_key(item.meaning) == of_key(question.meaning) || asks_the_same();
        same.then(|| Self::of(&shown.ask, &shown.right, question)).flatten()
    }

    /// The words of `now` for what was shown when `right` was right; `None` if they do not fit each other any more.
    pub fn of(ask: &Ask, right: &Response, now: &Question) -> Option<Self> {
        match (ask, right, &now.key) {
            (Ask::Text { .. }, _, Key::Date(_) | Key::Text(_) | Key::Number(_)) => Some(Self::same(ask)),
            (Ask::Texts { labels, count }, _, Key::List(new)) => {
                (labels.is_empty() && *count == new.need).then(|| Self::same(ask))
            }
            (Ask::Texts { labels, .. }, _, Key::Cloze(new)) => {
                (labels.len() == new.blanks.len()).then(|| Self::same(ask))
            }
            (Ask::PickOne { options }, Response::Text(right), _) => {
                Self::picked(options, std::slice::from_ref(right), now, |options| Ask::PickOne { options })
            }
            (Ask::PickSome { options }, Response::Texts(right), _) => {
                Self::picked(options, right, now, |options| Ask::PickSome { options })
            }
            (Ask::Order { items }, Response::Texts(old), Key::Order(new)) => {
                let new = texts(&new.items);
                let names = renamed(items, &placed(old, &new), &new, &new)?;
                Some(Self { ask: Ask::Order { items: called(&names) }, names, partners: Vec::new() })
            }
            (Ask::Match { left, right }, Response::Pairs(old), Key::Match(new)) => {
                let (old_left, old_right): (Vec<Text>, Vec<Text>) = old.iter().cloned().unzip();
                let both = new.pairs.iter().map(|(left, right)| (left.text.clone(), right.text.clone()));
                let (new_left, new_right): (Vec<Text>, Vec<Text>) = both.unzip();
                let names = renamed(left, &placed(&old_left, &new_left), &new_left, &new_left)?;
                let partners = renamed(right, &placed(&old_right, &new_right), &new_right, &new_right)?;
                let ask = Ask::Match { left: called(&names), right: called(&partners) };
                Some(Self { ask, names, partners })
            }
            _ => None,
        }
    }

    fn picked(
        options: &[Text],
        old_right: &[Text],
        now: &Question,
        ask: impl Fn(Vec<Text>) -> Ask,
    ) -> Option<Self> {
        let (right, wrong) = written(now)?;
        let all = [right.clone(), wrong.clone()].concat();
        // Which of the wrong ones is which makes no difference to a mark: one for one is enough.
        let lost = options.iter().filter(|text| !old_right.contains(text) && among(&all, text).is_none());
        let new = wrong.iter().filter(|text| among(options, text).is_none());
        let (lost, new): (Vec<Text>, Vec<Text>) = (lost.cloned().collect(), new.cloned().collect());
        let only = if lost.len() == 1 { placed(&lost, &new) } else { Vec::new() };
        let names = renamed(options, &[placed(old_right, &right), only].concat(), &all, &right)?;
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

/// What the deck wrote as right and as wrong; `None` if nothing of it can have been an option.
fn written(question: &Question) -> Option<(Vec<Text>, Vec<Text>)> {
    match &question.key {
        Key::Choice(key) => Some((texts(&key.right), texts(&key.wrong))),
        Key::Truth(_) | Key::Text(_) | Key::Date(_) | Key::Number(_) => {
            Some((vec![question.answer()], Vec::new()))
        }
        Key::List(_) | Key::Order(_) | Key::Match(_) | Key::Cloze(_) | Key::Card(_) => None,
    }
}

fn called(names: &[(Text, Text)]) -> Vec<Text> {
    names.iter().map(|(_, now)| now.clone()).collect()
}

/// Each old name with what stands in its place, if there are as many.
fn placed(old: &[Text], new: &[Text]) -> Vec<(Text, Text)> {
    if old.len() == new.len() { old.iter().cloned().zip(new.iter().cloned()).collect() } else { Vec::new() }
}

/// Where a text stands among others.
fn among(all: &[Text], text: &Text) -> Option<usize> {
    let exactly = all.iter().position(|own| own == text);
    exactly.or_else(|| all.iter().position(|own| key(own.raw()) == key(text.raw())))
}

/// Each of what was shown with its name now. `None` if two have become one, or one of `must` is none of them.
fn renamed(
    shown: &[Text],
    placed: &[(Text, Text)],
    new: &[Text],
    must: &[Text],
) -> Option<Vec<(Text, Text)>> {
    let now = |text: &Text| -> Text {
        if let Some(there) = among(new, text).and_then(|at| new.get(at)) {
            return there.clone();
        }
        let instead = placed.iter().find(|(old, _)| old == text).map(|(_, new)| new);
        instead.filter(|own| among(shown, own).is_none()).unwrap_or(text).clone()
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

    fn of(ask: &Ask, then: &str, now: &str) -> Option<Reworded> {
        Reworded::of(ask, &question(then).right_response(ask), &question(now))
    }

    fn picked(then: &str, now: &str, options: &[&str], given: &str) -> Option<String> {
        let ask = Ask::PickOne { options: all(options) };
        let words = of(&ask, then, now)?;
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
        let then = "order = [\"a\", \"b\", \"c\"]";
        let words = of(&ask, then, "order = [\"a\", \"the second\", \"c\"]").unwrap();
        let given = Response::Texts(all(&["a", "b", "c"]));
        assert_eq!(words.response(&given), Response::Texts(all(&["a", "the second", "c"])));
        assert!(of(&ask, then, "order = [\"b2\", \"a\", \"c\"]").is_none());
        assert_eq!(of(&ask, then, "order = [\"b\", \"a\", \"c\"]").unwrap().response(&given), given);
        let ask = Ask::Match { left: all(&["a", "b"]), right: all(&["y", "x"]) };
        let words = of(
            &ask,
            "match = [[\"a\", \"x\"], [\"b\", \"y\"]]",
            "match = [[\"A1\", \"x\"], [\"b\", \"Y1\"]]",
        );
        let given = Response::Pairs(vec![("a".into(), "y".into()), ("b".into(), "x".into())]);
        let now = Response::Pairs(vec![("A1".into(), "Y1".into()), ("b".into(), "x".into())]);
        assert_eq!(words.unwrap().response(&given), now);
    }
}
