//! True or false: picked, or typed as "t", "false", "yes".

use super::ask::Ask;
use crate::judge::fold;
use crate::text::Text;

/// What is right.
pub type TruthKey = bool;

/// The two options, always in this order.
pub(super) fn ask() -> Ask {
    Ask::PickOne { options: vec![answer(true), answer(false)] }
}

pub(super) fn answer(key: TruthKey) -> Text {
    Text::from(if key { "True" } else { "False" })
}

/// The option that a typed word means.
pub(crate) fn option(typed: &str) -> Option<Text> {
    match fold(typed).as_str() {
        "t" | "true" | "y" | "yes" | "right" | "correct" => Some(answer(true)),
        "f" | "false" | "n" | "no" | "wrong" | "incorrect" => Some(answer(false)),
        _ => None,
    }
}
