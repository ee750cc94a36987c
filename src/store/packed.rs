//! The answers of a question in one blob: 24 bytes each, little endian, so that statistics over 100,000 answers
//! read a few thousand rows and not 100,000.
//!
//! | bytes | what |
//! |---|---|
//! | 0–3 | study day, signed |
//! | 4–5 | minute of the local day |
//! | 6 | rating (bits 0–2), outcome (3–4), purpose (5–6), counted (7) |
//! | 7 | 0 |
//! | 8–11 | score, as a float |
//! | 12–15 | milliseconds |
//! | 16–19 | days since the counted answer before it |
//! | 20–23 | the chance of recall foreseen, as a float; NaN if none |

use crate::event::Purpose;
use crate::judge::Outcome;
use crate::memory::answer::{Answer, Foreseen};
use crate::question::ask::Rating;
use crate::time::Day;

const SIZE: usize = 24;

/// Packs answers.
pub(super) fn pack(answers: &[Answer]) -> Vec<u8> {
    let mut blob = Vec::with_capacity(answers.len() * SIZE);
    for answer in answers {
        let counted = answer.counted;
        let chance = counted.and_then(|c| c.retrievability).unwrap_or(f32::NAN);
        let word = answer.rating as u8
            | (answer.outcome as u8) << 3
            | (answer.purpose as u8) << 5
            | u8::from(counted.is_some()) << 7;
        blob.extend(answer.day.0.to_le_bytes());
        blob.extend(answer.minute.to_le_bytes());
        blob.extend([word, 0]);
        blob.extend(answer.score.to_le_bytes());
        blob.extend(answer.milliseconds.to_le_bytes());
        blob.extend(counted.map_or(0, |c| c.elapsed_days).to_le_bytes());
        blob.extend(chance.to_le_bytes());
    }
    blob
}

/// Unpacks answers; `None` if the blob is damaged.
pub(super) fn unpack(blob: &[u8]) -> impl Iterator<Item = Option<Answer>> {
    let (whole, rest) = blob.as_chunks::<SIZE>();
    let torn = (!rest.is_empty()).then_some(None);
    whole.iter().map(one).chain(torn)
}

fn one(bytes: &[u8; SIZE]) -> Option<Answer> {
    let four = |at: usize| -> Option<[u8; 4]> { bytes.get(at..at + 4)?.try_into().ok() };
    let word = bytes[6];
    let chance = f32::from_le_bytes(four(20)?);
    let foreseen = Foreseen {
        elapsed_days: u32::from_le_bytes(four(16)?),
        retrievability: (!chance.is_nan()).then_some(chance),
    };
    Some(Answer {
        day: Day(i32::from_le_bytes(four(0)?)),
        minute: u16::from_le_bytes([bytes[4], bytes[5]]),
        rating: Rating::from_number(i64::from(word & 7))?,
        outcome: [Outcome::Wrong, Outcome::Near, Outcome::Right].get(usize::from(word >> 3 & 3)).copied()?,
        purpose: Purpose::ALL.get(usize::from(word >> 5 & 3)).copied()?,
        score: f32::from_le_bytes(four(8)?),
        milliseconds: u32::from_le_bytes(four(12)?),
        counted: (word >> 7 == 1).then_some(foreseen),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::arbitrary;

    prop_compose! {
        fn answer()(
            (day, minute, milliseconds) in (any::<i32>(), 0..1440_u16, any::<u32>()),
            rating in arbitrary::rating(),
            outcome in prop::sample::select(vec![Outcome::Wrong, Outcome::Near, Outcome::Right]),
            purpose in prop::sample::select(Purpose::ALL.to_vec()),
            score in 0.0..=1.0_f32,
            counted in prop::option::of((any::<u32>(), prop::option::of(0.0..=1.0_f32))),
        ) -> Answer {
            let counted = counted.map(|(elapsed_days, retrievability)| Foreseen { elapsed_days, retrievability });
            Answer { day: Day(day), minute, rating, outcome, purpose, score, milliseconds, counted }
        }
    }

    proptest! {
        #[test]
        fn answers_survive_packing(answers in prop::collection::vec(answer(), 0..5)) {
            let blob = pack(&answers);
            prop_assert_eq!(unpack(&blob).collect::<Option<Vec<_>>>(), Some(answers));
        }

        #[test]
        fn a_damaged_blob_is_noticed_or_read(blob in prop::collection::vec(any::<u8>(), 0..100)) {
            let read: Option<Vec<_>> = unpack(&blob).collect();
            prop_assert!(blob.len().is_multiple_of(SIZE) || read.is_none());
        }
    }
}
