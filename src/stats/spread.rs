//! How chances of recall, stabilities and difficulties are spread over the questions answered so far.

use super::figures::Known;
use crate::memory::Scheduler;
use crate::time::Day;

/// Questions below which a distribution is withheld.
pub const ENOUGH_MEMORIES: u32 = 10;

/// Where one class of stabilities ends and the next begins, in days.
const STABILITY_EDGES: [f32; 7] = [1.0, 3.0, 7.0, 21.0, 60.0, 180.0, 365.0];

/// The classes of stabilities in words.
pub const STABILITY: [&str; 8] = [
    "under 1 day",
    "1 to 3 days",
    "3 to 7 days",
    "1 to 3 weeks",
    "3 weeks to 2 months",
    "2 to 6 months",
    "6 to 12 months",
    "over a year",
];

/// The classes of chances of recall in words.
pub const CHANCE: [&str; 10] = [
    "under 10 %",
    "10 to 20 %",
    "20 to 30 %",
    "30 to 40 %",
    "40 to 50 %",
    "50 to 60 %",
    "60 to 70 %",
    "70 to 80 %",
    "80 to 90 %",
    "90 % and over",
];

/// The classes of difficulties in words.
pub const DIFFICULTY: [&str; 9] =
    ["1 to 2, easy", "2 to 3", "3 to 4", "4 to 5", "5 to 6", "6 to 7", "7 to 8", "8 to 9", "9 to 10, hard"];

/// Questions in each class.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spread {
    /// Questions with a memory that are not suspended.
    pub questions: u32,
    /// By the chance of recall today, see [`CHANCE`].
    pub chance: [u32; 10],
    /// By the days after which that chance is 90 %, see [`STABILITY`].
    pub stability: [u32; 8],
    /// By difficulty, 1 to 10, see [`DIFFICULTY`].
    pub difficulty: [u32; 9],
}

/// Sorts the questions with a memory that are not suspended into classes.
pub fn spread(questions: &[Known<'_>], today: Day, scheduler: &Scheduler) -> Spread {
    let mut spread = Spread::default();
    for question in questions.iter().filter(|question| !question.is_suspended()) {
        let (Some(chance), Some(memory)) =
            (question.recall(today, scheduler), question.state.and_then(|state| state.memory))
        else {
            continue;
        };
        spread.questions += 1;
        add(&mut spread.chance, (chance * 10.0) as usize);
        let longer = STABILITY_EDGES.iter().filter(|edge| memory.stability >= **edge).count();
        add(&mut spread.stability, longer);
        add(&mut spread.difficulty, (memory.difficulty - 1.0) as usize);
    }
    spread
}

/// One more in a class; what lies beyond the last belongs to it.
fn add(classes: &mut [u32], class: usize) {
    let last = classes.len().saturating_sub(1);
    if let Some(count) = classes.get_mut(class.min(last)) {
        *count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Memory, State};
    use proptest::prelude::*;

    fn state(stability: f32, difficulty: f32, last: i32) -> State {
        State {
            memory: Some(Memory { stability, difficulty }),
            last: Some(Day(last)),
            due: Some(Day(last)),
            ..State::default()
        }
    }

    fn of(states: &[State]) -> Spread {
        let known: Vec<Known<'_>> =
            states.iter().map(|state| Known { tags: &[], state: Some(state) }).collect();
        spread(&known, Day(100), &Scheduler::default())
    }

    #[test]
    fn each_question_is_in_one_class_of_each() {
        let suspended = State { suspended: true, ..state(5.0, 5.0, 100) };
        // On the day of the answer the chance is 1, after as many days as the stability has 0.9.
        let found = of(&[
            state(0.5, 1.0, 100),
            state(21.0, 10.0, 100),
            state(20.9, 5.99, 79),
            state(400.0, 9.0, 100),
            suspended,
            State::default(),
        ]);
        assert_eq!(found.questions, 4);
        assert_eq!(found.chance, [0, 0, 0, 0, 0, 0, 0, 0, 1, 3]);
        assert_eq!(found.stability, [1, 0, 0, 1, 1, 0, 0, 1]);
        assert_eq!(found.difficulty, [1, 0, 0, 0, 1, 0, 0, 0, 2]);
    }

    proptest! {
        #[test]
        fn none_is_lost(states in prop::collection::vec((0.001..36_500f32, 1.0..=10.0f32, -50..300i32), 0..40)) {
            let states: Vec<State> = states.into_iter().map(|(s, d, last)| state(s, d, last)).collect();
            let found = of(&states);
            for sum in [found.chance.iter().sum(), found.stability.iter().sum(), found.difficulty.iter().sum::<u32>()] {
                prop_assert_eq!(sum as usize, states.len());
            }
        }
    }
}
