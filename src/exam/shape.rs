//! What a response to a sealed question looks like: what the paper says of it, and whether a response fits.
//!
//! Screens only give responses that fit. One that does not was never typed at a screen, and is worth nothing: else
//! whoever writes a result file by hand could hand in what no student can give.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::judge::clip;
use crate::question::{Ask, Response};
use crate::text::Text;

/// Texts of one response that are kept: no list asks for so many.
const TEXTS_MAX: usize = 200;
/// Bytes of all typed texts of one response that are kept.
const BYTES_MAX: usize = 10_000;

/// The JSON twin of [`Ask`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Shape {
    Text { form: String },
    Texts { count: usize, labels: Vec<String> },
    PickOne { options: Vec<String> },
    PickSome { options: Vec<String> },
    Order { items: Vec<String> },
    Match { left: Vec<String>, right: Vec<String> },
}

impl Shape {
    pub(super) fn of(ask: &Ask) -> Result<Self> {
        let raw = |texts: &[Text]| texts.iter().map(|text| text.raw().to_owned()).collect();
        Ok(match ask {
            Ask::Text { form } => Self::Text { form: form.clone() },
            Ask::Texts { count, labels } => Self::Texts { count: *count, labels: raw(labels) },
            Ask::PickOne { options } => Self::PickOne { options: raw(options) },
            Ask::PickSome { options } => Self::PickSome { options: raw(options) },
            Ask::Order { items } => Self::Order { items: raw(items) },
            Ask::Match { left, right } => Self::Match { left: raw(left), right: raw(right) },
            Ask::Reveal => return Err(Error::new("a flip card cannot be sealed: it shows its answer")),
        })
    }

    pub(super) fn ask(&self) -> Ask {
        let texts = |raw: &[String]| raw.iter().map(|text| Text::from(&**text)).collect();
        match self {
            // Screens take the form for a word of our own.
            Self::Text { form } => Ask::Text { form: crate::text::terminal(form).into_owned() },
            Self::Texts { count, labels } => Ask::Texts { count: *count, labels: texts(labels) },
            Self::PickOne { options } => Ask::PickOne { options: texts(options) },
            Self::PickSome { options } => Ask::PickSome { options: texts(options) },
            Self::Order { items } => Ask::Order { items: texts(items) },
            Self::Match { left, right } => Ask::Match { left: texts(left), right: texts(right) },
        }
    }

    /// True if there is something to pick from wherever something is to be picked.
    pub(super) fn sound(&self) -> bool {
        match self {
            Self::Text { .. } => true,
            Self::Texts { count, .. } => *count > 0,
            Self::PickOne { options } | Self::PickSome { options } => !options.is_empty(),
            Self::Order { items } => !items.is_empty(),
            Self::Match { left, right } => !left.is_empty() && !right.is_empty(),
        }
    }
}

/// True if a screen can have given this response to what is asked. A flip card cannot be sealed, so nobody's own
/// grade ever fits.
pub(super) fn fits(ask: &Ask, response: &Response) -> bool {
    match (ask, response) {
        (_, Response::Unknown)
        | (Ask::Text { .. }, Response::Text(_))
        // The door for programs lets more through than are asked for; no judge looks at them.
        | (Ask::Texts { .. }, Response::Texts(_)) => true,
        (Ask::PickOne { options }, Response::Text(text)) => options.contains(text),
        (Ask::PickSome { options }, Response::Texts(texts)) => texts.iter().all(|text| options.contains(text)),
        (Ask::Order { items }, Response::Texts(texts)) => {
            texts.len() == items.len() && sorted(items) == sorted(texts)
        }
        (Ask::Match { left, right }, Response::Pairs(pairs)) => {
            pairs.iter().all(|(own, partner)| left.contains(own) && right.contains(partner))
        }
        _ => false,
    }
}

fn sorted(texts: &[Text]) -> Vec<&str> {
    let mut sorted: Vec<&str> = texts.iter().map(Text::raw).collect();
    sorted.sort_unstable();
    sorted
}

/// The response without what the judge never looks at. What was picked stays whole: it is compared to the letter.
pub(super) fn clipped(ask: &Ask, response: Response) -> Response {
    match (ask, response) {
        (Ask::Text { .. }, Response::Text(text)) => Response::Text(Text::from(clip(text.raw()))),
        (Ask::Texts { .. }, Response::Texts(texts)) => {
            let mut room = BYTES_MAX;
            let each = texts.iter().take(TEXTS_MAX).map(|text| Text::from(clip(text.raw())));
            let within = each.take_while(|text| {
                let fits = text.raw().len() <= room;
                room = room.saturating_sub(text.raw().len());
                fits
            });
            Response::Texts(within.collect())
        }
        (_, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: &[&str]) -> Vec<Text> {
        all.iter().map(|text| Text::from(*text)).collect()
    }

    #[test]
    fn only_what_a_screen_can_give_fits() {
        use crate::question::ask::Rating;
        let (text, several) =
            (|own: &str| Response::Text(Text::from(own)), |all: &[&str]| Response::Texts(texts(all)));
        let pairs = |all: &[(&str, &str)]| {
            Response::Pairs(all.iter().map(|(l, r)| (Text::from(*l), Text::from(*r))).collect())
        };
        let asks = [
            Ask::Text { form: String::new() },
            Ask::Texts { count: 2, labels: texts(&["(1)", "(2)"]) },
            Ask::PickOne { options: texts(&["a", "b"]) },
            Ask::PickSome { options: texts(&["a", "b"]) },
            Ask::Order { items: texts(&["a", "b"]) },
            Ask::Match { left: texts(&["a", "b"]), right: texts(&["x", "y"]) },
        ];
        let right = [
            vec![text("anything")],
            vec![several(&["x"]), several(&["x", "y"])],
            vec![text("a")],
            vec![several(&["b"]), several(&["b", "a"])],
            vec![several(&["b", "a"])],
            vec![pairs(&[("a", "x")]), pairs(&[("b", "x"), ("a", "x")])],
        ];
        let wrong = [
            vec![several(&["a"])],
            vec![text("a"), pairs(&[("a", "b")])],
            vec![text("c"), several(&["a"])],
            vec![several(&["c"]), several(&["a", "c"]), text("a")],
            vec![several(&["a"]), several(&["a", "a"]), text("a")],
            vec![pairs(&[("x", "a")]), pairs(&[("a", "x"), ("b", "z")]), several(&["a"])],
        ];
        for ((ask, right), wrong) in asks.iter().zip(right).zip(wrong) {
            assert!(fits(ask, &Response::Unknown));
            for grade in Rating::ALL {
                assert!(!fits(ask, &Response::Recalled(grade)), "a grade of one's own for {ask:?}");
            }
            right.iter().for_each(|given| assert!(fits(ask, given), "{given:?} to {ask:?}"));
            wrong.iter().for_each(|given| assert!(!fits(ask, given), "{given:?} to {ask:?}"));
        }
    }

    #[test]
    fn what_nobody_reads_is_not_kept() {
        let long = "x".repeat(5_000);
        let ask = Ask::Text { form: String::new() };
        let Response::Text(kept) = clipped(&ask, Response::Text(Text::from(&*long))) else { panic!() };
        assert_eq!(kept.raw().len(), 1_000);
        let ask = Ask::Texts { count: 2, labels: Vec::new() };
        let Response::Texts(kept) = clipped(&ask, Response::Texts(vec![Text::from(&*long); 5_000])) else {
            panic!()
        };
        assert_eq!(kept.len(), 10);
        let ask = Ask::PickOne { options: vec![Text::from(&*long)] };
        assert_eq!(clipped(&ask, Response::Text(Text::from(&*long))), Response::Text(Text::from(&*long)));
    }

    #[test]
    fn a_hostile_paper_steers_no_screen() {
        let form = "year\u{1b}[2J".to_owned();
        assert_eq!(Shape::Text { form }.ask(), Ask::Text { form: "year\u{fffd}[2J".to_owned() });
    }
}
