//! What is hard: questions that are forgotten most, leeches, and what is taken for something else.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::figures::{Answer, Known};
use super::share::Share;
use crate::text::Text;
use crate::time::Day;

/// Questions that are listed at most.
pub const MOST: usize = 10;

/// First answers of a day below which a question is not called hard.
pub const ENOUGH_TRIES: u32 = 5;

/// Times that one thing must have been taken for another: once is chance.
pub const ENOUGH_TIMES: u32 = 2;

/// A hard question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hard {
    /// Its index among the questions.
    pub question: usize,
    /// First answers of a day that were not forgotten.
    pub right: Share,
    /// Times it was forgotten after it had been learnt.
    pub lapses: u32,
    /// Minutes to all answers to it.
    pub minutes: f64,
}

/// What is known of every question that was answered, suspended ones left out: by its index.
fn tried<'a>(answers: &'a [Answer], questions: &'a [Known<'_>]) -> impl Iterator<Item = Hard> + 'a {
    let mut all: Vec<(Share, f64)> = vec![(Share::default(), 0.0); questions.len()];
    for answer in answers {
        let Some((right, seconds)) = answer.question.and_then(|question| all.get_mut(question)) else {
            continue;
        };
        *seconds += answer.seconds;
        if answer.is_first() {
            right.add(answer.is_recalled());
        }
    }
    questions.iter().zip(all).enumerate().filter(|(_, (question, _))| !question.is_suspended()).map(
        |(nth, (question, (right, seconds)))| Hard {
            question: nth,
            right,
            lapses: question.state.map_or(0, |state| state.lapses),
            minutes: seconds / 60.0,
        },
    )
}

/// The questions whose share of right answers is surely below that of all: the upper end of its 95 % interval is.
/// Those with the lowest upper end come first, so that two bad answers do not outweigh twenty. At most [`MOST`].
pub fn hardest(answers: &[Answer], questions: &[Known<'_>]) -> Vec<Hard> {
    let mut whole = Share::default();
    answers.iter().filter(|answer| answer.is_first()).for_each(|answer| whole.add(answer.is_recalled()));
    let high = |hard: &Hard| hard.right.interval().1;
    let is_hard = |hard: &Hard| hard.right.of >= ENOUGH_TRIES && high(hard) < whole.value();
    let mut all: Vec<Hard> = tried(answers, questions).filter(is_hard).collect();
    all.sort_by(|one, other| high(one).total_cmp(&high(other)).then(one.question.cmp(&other.question)));
    all.truncate(MOST);
    all
}

/// The questions that were forgotten [`crate::memory::LEECH_LAPSES`] times or more in all, the most often first; of
/// those with any of these answers.
pub fn leeches(answers: &[Answer], questions: &[Known<'_>]) -> Vec<Hard> {
    let is_leech = |hard: &Hard| {
        (hard.right.of > 0 || hard.minutes > 0.0)
            && questions
                .get(hard.question)
                .and_then(|known| known.state)
                .is_some_and(|state| state.is_leech())
    };
    let mut all: Vec<Hard> = tried(answers, questions).filter(is_leech).collect();
    all.sort_by_key(|hard| (Reverse(hard.lapses), hard.question));
    all
}

/// A wrong answer that was the right one of something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistaken {
    /// The deck's id.
    pub deck: Text,
    /// The question's id.
    pub question: Text,
    /// What it was taken for, as the log has it: `@key` of a term, or the id of a question.
    pub other: Text,
    /// The study day.
    pub day: Day,
}

/// One question that is taken for another thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    /// The deck's id.
    pub deck: Text,
    /// The question's id.
    pub question: Text,
    /// What it is taken for: `@key` of a term, or the id of a question.
    pub other: Text,
    /// How often, at least [`ENOUGH_TIMES`].
    pub times: u32,
    /// The study day of the last time.
    pub last: Day,
}

/// What is taken for something else, the most often first, of equals the latest.
pub fn confusions(mistaken: &[Mistaken]) -> Vec<Confusion> {
    let mut all: BTreeMap<(&Text, &Text, &Text), (u32, Day)> = BTreeMap::new();
    for one in mistaken {
        let (times, last) = all.entry((&one.deck, &one.question, &one.other)).or_insert((0, one.day));
        *times += 1;
        *last = one.day.max(*last);
    }
    let mut all: Vec<Confusion> = all
        .into_iter()
        .filter(|(_, (times, _))| *times >= ENOUGH_TIMES)
        .map(|((deck, question, other), (times, last))| Confusion {
            deck: deck.clone(),
            question: question.clone(),
            other: other.clone(),
            times,
            last,
        })
        .collect();
    all.sort_by_key(|confusion| (Reverse(confusion.times), Reverse(confusion.last)));
    all
}

#[cfg(test)]
mod tests {
    use super::super::samples::answer;
    use super::*;
    use crate::memory::State;
    use crate::question::ask::Rating;
    use proptest::prelude::*;

    fn rows(question: usize, right: i32, wrong: i32) -> impl Iterator<Item = Answer> {
        let good = (0..right).map(move |day| answer(question, day, Rating::Good));
        good.chain((right..right + wrong).map(move |day| answer(question, day, Rating::Again)))
    }

    fn lapsed(lapses: u32, suspended: bool) -> State {
        State { lapses, suspended, ..State::default() }
    }

    #[test]
    fn the_hardest_is_surely_hard() {
        let rows: Vec<Answer> = [(0, 1, 4), (1, 5, 15), (2, 90, 0), (3, 0, 4), (4, 9, 1), (5, 0, 9)]
            .into_iter()
            .flat_map(|(question, right, wrong)| rows(question, right, wrong))
            .collect();
        let suspended = lapsed(0, true);
        let mut known = [Known { tags: &[], state: None }; 6];
        known[5].state = Some(&suspended);
        let found = hardest(&rows, &known);
        // 105 of 138 are right, 76 %. 1 of 5 may still be 62 %, 5 of 20 at most 47 %; 9 of 10 may be 98 %, and 4
        // answers are too few.
        assert_eq!(found.iter().map(|hard| hard.question).collect::<Vec<_>>(), [1, 0]);
        assert_eq!((found[0].right, found[0].minutes), (Share { hits: 5, of: 20 }, 2.0));
    }

    #[test]
    fn leeches_are_those_of_eight_lapses() {
        let states =
            [lapsed(8, false), lapsed(7, false), lapsed(12, false), lapsed(20, true), lapsed(9, false)];
        let known: Vec<Known<'_>> =
            states.iter().map(|state| Known { tags: &[], state: Some(state) }).collect();
        // The last has no answer among these.
        let answers: Vec<Answer> = (0..4).flat_map(|question| rows(question, 0, 1)).collect();
        let found: Vec<_> =
            leeches(&answers, &known).iter().map(|hard| (hard.question, hard.lapses)).collect();
        assert_eq!(found, [(2, 12), (0, 8)]);
    }

    #[test]
    fn once_is_chance_twice_is_a_confusion() {
        let mistaken = |question: &str, other: &str, day| Mistaken {
            deck: "d".into(),
            question: question.into(),
            other: other.into(),
            day: Day(day),
        };
        let found = confusions(&[
            mistaken("a", "@x", 1),
            mistaken("b", "@x", 9),
            mistaken("a", "@y", 2),
            mistaken("b", "@x", 3),
            mistaken("a", "@x", 2),
            mistaken("a", "@x", 1),
        ]);
        let short: Vec<_> =
            found.iter().map(|c| (c.question.raw(), c.other.raw(), c.times, c.last.0)).collect();
        assert_eq!(short, [("a", "@x", 3, 2), ("b", "@x", 2, 9)]);
    }

    proptest! {
        #[test]
        fn figures_stay_in_range(
            answers in prop::collection::vec((0usize..30, 0..9i32, any::<bool>()), 0..200)
        ) {
            let rows: Vec<Answer> = answers
                .into_iter()
                .map(|(question, day, right)| answer(question, day, if right { Rating::Good } else { Rating::Again }))
                .collect();
            let found = hardest(&rows, &[Known { tags: &[], state: None }; 20]);
            prop_assert!(found.len() <= MOST);
            for hard in found {
                prop_assert!(hard.right.hits < hard.right.of && hard.minutes.is_finite() && hard.question < 20);
            }
        }
    }
}
