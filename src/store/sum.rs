//! A quick checksum of a derived row: read as often as the row is, so that no figure is made of a damaged one. The log
//! has better ones; what is derived from it can be made anew.

use crate::event::Subject;
use crate::memory::State;

/// The checksum of what is remembered of a question, as SQL has numbers.
pub(super) fn of_state(subject: &Subject, state: &State) -> i64 {
    let day = |day: Option<crate::time::Day>| day.map_or(u64::MAX, |day| u64::from(day.0.cast_unsigned()));
    let memory = state.memory.map_or(u64::MAX, |memory| {
        u64::from(memory.stability.to_bits()) << 32 | u64::from(memory.difficulty.to_bits())
    });
    let flags = u64::from(state.relearning)
        | u64::from(state.suspended) << 1
        | u64::from(state.meaning.is_some()) << 2
        | state.rating.map_or(0, |rating| rating as u64) << 3;
    let numbers = u64::from(state.reviews) << 32 | u64::from(state.lapses);
    let words = [memory, day(state.last), day(state.due), numbers, flags, state.meaning.unwrap_or(0)];
    words.into_iter().fold(of_subject(subject), carry).cast_signed()
}

/// The checksum of the packed answers of a question.
pub(super) fn of_answers(subject: &Subject, packed: &[u8]) -> i64 {
    bytes(of_subject(subject), packed).cast_signed()
}

fn of_subject(subject: &Subject) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    bytes(bytes(START, subject.deck.raw().as_bytes()), subject.question.raw().as_bytes())
}

fn bytes(sum: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let sum =
        words.iter().fold(carry(sum, bytes.len() as u64), |sum, word| carry(sum, u64::from_le_bytes(*word)));
    carry(sum, u64::from_le_bytes(last))
}

/// FNV-1a by words, turned so that all bits mix. Each step is one to one: no change of a single word goes unnoticed.
fn carry(sum: u64, word: u64) -> u64 {
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    (sum ^ word).wrapping_mul(PRIME).rotate_left(23)
}
