//! The history of sessions.

use std::collections::HashMap;

use uuid::Uuid;

use super::share::Share;
use crate::text::Text;
use crate::time::Day;

/// One answer of a session.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The session.
    pub session: Uuid,
    /// The deck's id.
    pub deck: Text,
    /// The date on the student's clock.
    pub date: Day,
    /// The local wall clock: minutes since midnight, 0 to 1439.
    pub minute: u16,
    /// Seconds from the question to the response.
    pub seconds: f64,
    /// Not forgotten; `None` if it was asked again, or crammed.
    pub recalled: Option<bool>,
}

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct Sitting {
    /// The date on the student's clock at its first answer.
    pub date: Day,
    /// The local wall clock at its first answer: minutes since midnight, 0 to 1439.
    pub minute: u16,
    /// The ids of its decks, by name.
    pub decks: Vec<Text>,
    /// Answers of any purpose.
    pub answers: u32,
    /// Seconds to its answers.
    pub seconds: f64,
    /// First answers to study that were not forgotten.
    pub right: Share,
}

/// The sessions of answers that come in order of time, the latest session first, at most `most` of them.
pub fn sessions(given: &[Given], most: usize) -> Vec<Sitting> {
    let mut places: HashMap<Uuid, usize> = HashMap::new();
    let mut all: Vec<Sitting> = Vec::new();
    for one in given {
        let place = *places.entry(one.session).or_insert(all.len());
        if place == all.len() {
            let Given { date, minute, .. } = *one;
            let (decks, right) = (Vec::new(), Share::default());
            all.push(Sitting { date, minute, decks, answers: 0, seconds: 0.0, right });
        }
        let Some(sitting) = all.get_mut(place) else { continue };
        sitting.answers += 1;
        sitting.seconds += one.seconds;
        if let Some(recalled) = one.recalled {
            sitting.right.add(recalled);
        }
        if let Err(at) = sitting.decks.binary_search(&one.deck) {
            sitting.decks.insert(at, one.deck.clone());
        }
    }
    all.reverse();
    all.truncate(most);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(session: u128, deck: &str, minute: u16, recalled: Option<bool>) -> Given {
        let session = Uuid::from_u128(session);
        Given { session, deck: deck.into(), date: Day(7), minute, seconds: 4.0, recalled }
    }

    #[test]
    fn answers_of_one_session_stay_together() {
        let rows = [
            given(1, "b", 500, Some(true)),
            given(2, "b", 501, None), // another terminal at the same time
            given(1, "a", 502, Some(false)),
            given(1, "a", 503, None),
        ];
        let found = sessions(&rows, 9);
        let second = Sitting {
            date: Day(7),
            minute: 501,
            decks: vec!["b".into()],
            answers: 1,
            seconds: 4.0,
            right: Share::default(),
        };
        let first = Sitting {
            minute: 500,
            decks: vec!["a".into(), "b".into()],
            answers: 3,
            seconds: 12.0,
            right: Share { hits: 1, of: 2 },
            ..second.clone()
        };
        assert_eq!(found, [second.clone(), first]);
        assert_eq!(sessions(&rows, 1), [second]);
        assert_eq!(sessions(&[], 5), []);
    }
}
