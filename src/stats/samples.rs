//! Rows for the tests of figures.

use super::figures::Answer;
use crate::event::Purpose;
use crate::judge::Outcome;
use crate::question::ask::Rating;
use crate::time::Day;

/// The first answer of a day to study, at 20 hours, in 6 seconds, after 3 days, with a chance of 90 %.
pub(super) fn answer(question: usize, day: i32, rating: Rating) -> Answer {
    Answer {
        question: Some(question),
        day: Day(day),
        hour: 20,
        rating,
        outcome: if rating == Rating::Again { Outcome::Wrong } else { Outcome::Right },
        seconds: 6.0,
        purpose: Purpose::Study,
        elapsed_days: Some(3),
        predicted: Some(0.9),
        first_of_day: true,
    }
}
