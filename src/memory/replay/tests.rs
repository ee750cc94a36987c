use proptest::prelude::*;

use super::*;
use crate::memory::Memory;
use crate::text::Text;

fn subject() -> Subject {
    Subject { deck: Text::from("deck"), question: Text::from("question") }
}

/// A fact whose number decides its id, time and sequence.
fn fact(number: u64, day: i32, what: What) -> Fact {
    Fact {
        id: Uuid::from_u128(u128::from(number) + 1),
        device: Uuid::nil(),
        sequence: number,
        time: Timestamp(i64::try_from(number).unwrap()),
        day: Day(day),
        what,
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number + 1)
}

fn study(rating: Rating) -> What {
    What::Answer { rating, purpose: Purpose::Study, due: None, meaning: 7 }
}

fn relearn(rating: Rating) -> What {
    What::Answer { rating, purpose: Purpose::Relearn, due: None, meaning: 7 }
}

fn state(facts: &[Fact]) -> State {
    replay(&subject(), &mut facts.to_vec(), &Scheduler::default())
}

#[test]
fn no_events_are_a_new_question() {
    assert_eq!(state(&[]), State::default());
    assert!(state(&[]).is_new());
}

#[test]
fn only_the_first_answer_of_a_day_counts() {
    let facts = [
        fact(0, 1, study(Rating::Again)),
        fact(1, 1, study(Rating::Easy)),
        fact(2, 1, relearn(Rating::Good)),
        fact(3, 5, study(Rating::Good)),
    ];
    let found = state(&facts);
    let alone = state(&[facts[0].clone(), facts[3].clone()]);
    assert_eq!(found, alone);
    assert_eq!((found.reviews, found.lapses, found.last), (2, 0, Some(Day(5))));
}

#[test]
fn a_relearnt_question_keeps_its_memory() {
    let wrong = [fact(0, 1, study(Rating::Good)), fact(1, 4, study(Rating::Again))];
    let found = state(&wrong);
    assert!(found.relearning);
    assert_eq!((found.lapses, found.rating), (1, Some(Rating::Again)));
    let [first, second] = wrong;
    let after = state(&[first, second, fact(2, 4, relearn(Rating::Good))]);
    assert_eq!(after, State { relearning: false, ..found });
}

#[test]
fn cramming_changes_nothing_but_the_meaning() {
    let cram = What::Answer { rating: Rating::Again, purpose: Purpose::Cram, due: Some(Day(9)), meaning: 8 };
    let before = state(&[fact(0, 1, study(Rating::Good))]);
    let after = state(&[fact(0, 1, study(Rating::Good)), fact(1, 3, cram)]);
    assert_eq!(after, State { meaning: Some(8), ..before });
}

#[test]
fn a_void_undoes_and_a_void_of_it_restores() {
    let first = fact(0, 1, study(Rating::Again));
    let undo = fact(1, 1, What::Void(id(0)));
    let redo = fact(2, 1, What::Void(id(1)));
    let undo_redo = fact(3, 1, What::Void(id(2)));
    assert_eq!(state(&[first.clone(), undo.clone()]), State::default());
    assert_eq!(state(&[first.clone(), undo.clone(), redo.clone()]), state(&[first.clone()]));
    assert_eq!(state(&[first.clone(), undo.clone(), redo, undo_redo]), State::default());
    // The answer given after an undo is then the first of the day.
    let again = fact(4, 1, study(Rating::Good));
    assert_eq!(state(&[first, undo, again]).rating, Some(Rating::Good));
}

#[test]
fn voids_in_a_ring_change_nothing() {
    let ring = [
        fact(0, 1, study(Rating::Good)),
        fact(1, 1, What::Void(id(2))),
        fact(2, 1, What::Void(id(1))),
        fact(3, 1, What::Void(id(3))),
    ];
    assert_eq!(state(&ring), state(&ring[..1]));
}

#[test]
fn the_last_overrule_decides() {
    let facts = [
        fact(0, 1, study(Rating::Again)),
        fact(1, 1, What::Overrule(id(0), Rating::Good)),
        fact(2, 1, What::Overrule(id(0), Rating::Easy)),
    ];
    let rating = |facts: &[Fact]| (state(facts).rating, state(facts).relearning);
    assert_eq!(rating(&facts[..2]), (Some(Rating::Good), false));
    assert_eq!(rating(&facts), (Some(Rating::Easy), false));
    let mut undone = facts.to_vec();
    undone.push(fact(3, 1, What::Void(id(2))));
    assert_eq!(rating(&undone), (Some(Rating::Good), false));
}

#[test]
fn a_reset_forgets_all_but_the_suspension() {
    let facts = [fact(0, 1, study(Rating::Good)), fact(1, 1, What::Suspend(true)), fact(2, 3, What::Reset)];
    assert_eq!(state(&facts), State { suspended: true, ..State::default() });
    let mut again = facts.to_vec();
    again.push(fact(3, 3, study(Rating::Good)));
    assert_eq!(state(&again).memory, state(&facts[..1]).memory);
}

#[test]
fn the_recorded_day_holds_inside_the_fuzz_range_only() {
    let due = |day| {
        let what =
            What::Answer { rating: Rating::Easy, purpose: Purpose::Study, due: Some(Day(day)), meaning: 7 };
        state(&[fact(0, 100, what)]).due.unwrap()
    };
    // A first Easy is 8.3 days: 1 + 0.675 + 0.13 to each side, that is 6 to 10.
    assert_eq!((due(106), due(110)), (Day(106), Day(110)));
    let drawn = state(&[fact(0, 100, study(Rating::Easy))]).due.unwrap();
    assert!((Day(106)..=Day(110)).contains(&drawn));
    assert_eq!((due(105), due(111), due(100), due(-4)), (drawn, drawn, drawn, drawn));
}

#[test]
fn a_clock_set_back_counts_without_time() {
    let ahead = [fact(0, 9000, study(Rating::Good)), fact(1, 10, study(Rating::Good))];
    let found = state(&ahead);
    assert_eq!((found.last, found.reviews), (Some(Day(10)), 2));
    let mut same_day = Scheduler::default().futures(None, 0).good.memory;
    same_day = Scheduler::default().futures(Some(same_day), 0).good.memory;
    assert_eq!(found.memory, Some(same_day));
}

#[test]
fn the_first_device_of_a_day_counts() {
    let mut phone = fact(0, 1, study(Rating::Again));
    let laptop = fact(1, 1, study(Rating::Good));
    assert_eq!(state(&[laptop.clone(), phone.clone()]).rating, Some(Rating::Again));
    // At the same moment the device decides.
    phone.time = laptop.time;
    phone.device = Uuid::max();
    assert_eq!(state(&[phone, laptop]).rating, Some(Rating::Good));
}

fn purposes() -> impl Strategy<Value = Purpose> {
    prop_oneof![4 => Just(Purpose::Study), 1 => Just(Purpose::Relearn), 1 => Just(Purpose::Cram)]
}

fn answers() -> impl Strategy<Value = What> {
    (0usize..4, purposes(), prop::option::of(0i32..80), 0u64..3).prop_map(
        |(rating, purpose, due, meaning)| What::Answer {
            rating: Rating::ALL[rating],
            purpose,
            due: due.map(Day),
            meaning,
        },
    )
}

fn happenings() -> impl Strategy<Value = What> {
    prop_oneof![
        10 => answers(),
        3 => (0u128..24).prop_map(|n| What::Void(id(n))),
        3 => (0u128..24, 0usize..4).prop_map(|(n, r)| What::Overrule(id(n), Rating::ALL[r])),
        1 => Just(What::Reset),
        1 => any::<bool>().prop_map(What::Suspend),
    ]
}

fn logs() -> impl Strategy<Value = Vec<Fact>> {
    prop::collection::vec((0i32..60, 0i64..12, 0u128..3, happenings()), 0..24).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(n, (day, time, device, what))| Fact {
                device: Uuid::from_u128(device),
                time: Timestamp(time),
                ..fact(n as u64, day, what)
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn any_order_and_any_copies_give_one_state(
        (log, mixed) in logs().prop_flat_map(|log| {
            let twice: Vec<Fact> = log.iter().chain(log.iter().step_by(2)).cloned().collect();
            (Just(log), Just(twice).prop_shuffle())
        }),
    ) {
        prop_assert_eq!(state(&log), state(&mixed));
    }

    #[test]
    fn a_merge_of_any_split_gives_one_state(log in logs(), sides in prop::collection::vec(0u8..3, 24)) {
        // Each fact is on the one machine, on the other, or on both.
        let side = |wanted: u8| log.iter().zip(&sides).filter(move |(_, s)| **s != wanted).map(|(f, _)| f.clone());
        let here: Vec<Fact> = side(0).chain(side(1)).collect();
        let there: Vec<Fact> = side(1).chain(side(0)).collect();
        prop_assert_eq!(state(&here), state(&log));
        prop_assert_eq!(state(&there), state(&log));
    }

    #[test]
    fn one_more_event_is_the_same_as_a_replay(log in logs()) {
        let mut log = log;
        log.sort_by_key(Fact::order);
        for end in 1..=log.len() {
            let (last, before) = log[..end].split_last().unwrap();
            // A fact voided before it came, or overruled so, needs the whole log.
            let named = |fact: &Fact| matches!(fact.what, What::Void(n) | What::Overrule(n, _) if n == last.id);
            if before.iter().any(named) {
                continue;
            }
            if let Some(next) = apply(&state(before), &subject(), last, &Scheduler::default()) {
                prop_assert_eq!(next, state(&log[..end]));
            }
        }
    }

    #[test]
    fn a_state_is_sound(log in logs()) {
        let found = state(&log);
        prop_assert_eq!(found.memory.is_some(), found.due.is_some());
        prop_assert_eq!(found.memory.is_some(), found.reviews > 0);
        prop_assert!(found.lapses <= found.reviews.saturating_sub(1));
        if let (Some(last), Some(due), Some(Memory { stability, difficulty })) = (found.last, found.due, found.memory) {
            prop_assert!(due > last);
            prop_assert!(stability > 0.0 && (1.0..=10.0).contains(&difficulty));
        }
    }
}
