//! A flip card: shown, turned, and graded by the student, for what a program cannot judge.

use super::ask::{Ask, Rating};
use crate::judge::{Rule, Verdict};
use crate::text::Text;

/// The back of the card.
pub type CardKey = Text;

pub(super) fn ask() -> Ask {
    Ask::Reveal
}

/// The score of the student's own grade: Hard was recalled, and is near, never wrong.
pub(super) fn mark(rating: Rating) -> Verdict {
    let score = match rating {
        Rating::Again => 0.0,
        Rating::Hard => 0.8,
        Rating::Good | Rating::Easy => 1.0,
    };
    Verdict::new(score, Rule::SelfGraded)
}
