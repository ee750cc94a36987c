use proptest::prelude::*;

use super::*;
use crate::memory::Memory;
use crate::question::ask::Rating;

const TODAY: Day = Day(1000);

/// A question of the tests, owning what a candidate borrows.
#[derive(Debug, Clone, Default)]
struct Known {
    deck: usize,
    place: usize,
    id: String,
    kind: String,
    tags: Vec<Arc<str>>,
    sibling: Option<String>,
    requires: Vec<QuestionId>,
    state: Option<State>,
}

impl Known {
    fn candidate(&self) -> Candidate<'_> {
        Candidate {
            deck: self.deck,
            place: self.place,
            id: &self.id,
            kind: &self.kind,
            tags: &self.tags,
            sibling: self.sibling.as_deref(),
            requires: &self.requires,
            state: self.state.as_ref(),
        }
    }
}

fn new(place: usize) -> Known {
    Known { place, id: format!("q{place}"), kind: "text".to_owned(), ..Known::default() }
}

/// Answered `ago` days ago with an interval of `interval` days.
fn seen(place: usize, stability: f32, ago: i32, interval: i32) -> Known {
    let last = Day(TODAY.0 - ago);
    let state = State {
        memory: Some(Memory { stability, difficulty: 5.0 }),
        last: Some(last),
        due: Some(Day(last.0 + interval)),
        reviews: 2,
        rating: Some(Rating::Good),
        ..State::default()
    };
    Known { state: Some(state), ..new(place) }
}

fn siblings(mut known: Vec<Known>) -> Vec<Known> {
    for one in &mut known {
        one.sibling = Some("fact".to_owned());
    }
    known
}

fn entries(known: &[Known], limits: &Limits) -> Vec<Entry> {
    let candidates: Vec<Candidate<'_>> = known.iter().map(Known::candidate).collect();
    queue(&candidates, TODAY, limits, &Scheduler::default(), 42)
}

/// The places asked, in order.
fn asked(known: &[Known], limits: &Limits) -> Vec<usize> {
    entries(known, limits).iter().map(|entry| known[entry.index].place).collect()
}

fn everyday() -> Limits {
    Limits::default()
}

#[test]
fn what_is_neither_new_nor_due_waits() {
    let mut suspended = seen(3, 5.0, 9, 5);
    suspended.state.as_mut().unwrap().suspended = true;
    let known = [new(0), seen(1, 5.0, 9, 5), seen(2, 5.0, 2, 5), suspended, seen(4, 5.0, 0, 5)];
    let found = entries(&known, &everyday());
    let standing = |index, standing| Entry { index, standing };
    assert_eq!(found, [standing(0, Standing::New), standing(1, Standing::Due)]);
}

#[test]
fn an_owed_answer_comes_first_and_a_due_one_counts() {
    let mut owed_today = seen(0, 1.0, 0, 1);
    owed_today.state.as_mut().unwrap().relearning = true;
    let mut owed_yesterday = seen(1, 1.0, 1, 1);
    owed_yesterday.state.as_mut().unwrap().relearning = true;
    let known = [seen(2, 3.0, 9, 3), new(3), owed_today, owed_yesterday];
    let found = entries(&known, &Limits { reviews: Some(1), ..everyday() });
    let mut head: Vec<Standing> = found.iter().take(2).map(|entry| entry.standing).collect();
    head.sort_by_key(|standing| *standing == Standing::Relearn);
    assert_eq!(head, [Standing::Due, Standing::Relearn]);
    // The one review of the day is the one that was owed.
    assert_eq!(found[2..].iter().map(|entry| entry.standing).collect::<Vec<_>>(), [Standing::New]);
}

#[test]
fn what_is_most_worth_saving_comes_first() {
    // Steady, just due, and slipping.
    let known = [seen(0, 300.0, 310, 300), seen(1, 10.0, 10, 10), seen(2, 10.0, 40, 10)];
    assert_eq!(asked(&known, &everyday()), [2, 1, 0]);
}

#[test]
fn beyond_the_close_look_the_longest_overdue_come_first() {
    let mut known: Vec<Known> = (0..CLOSE_LOOK).map(|place| seen(place, 5.0, 50, 5)).collect();
    known.push(seen(CLOSE_LOOK, 5.0, 6, 5));
    known.push(seen(CLOSE_LOOK + 1, 5.0, 7, 5));
    known.reverse();
    let found = asked(&known, &everyday());
    assert_eq!(found[CLOSE_LOOK..], [CLOSE_LOOK + 1, CLOSE_LOOK]);
}

#[test]
fn new_questions_are_in_deck_order_and_spread_evenly() {
    let mut known: Vec<Known> = (0..4).map(new).collect();
    known.extend((10..18).map(|place| seen(place, 5.0, 9, 5)));
    known.reverse();
    let found = asked(&known, &everyday());
    let at: Vec<usize> = (0..found.len()).filter(|&index| found[index] < 4).collect();
    assert_eq!(at.iter().map(|&index| found[index]).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(at, [1, 4, 6, 9]);
}

#[test]
fn limits_count_what_was_done_today() {
    let mut known: Vec<Known> = (0..9).map(new).collect();
    known.extend((10..19).map(|place| seen(place, 5.0, 9, 5)));
    let limits = Limits { new: 5, new_done_today: 2, reviews: Some(6), reviews_done_today: 4, ..everyday() };
    let found = asked(&known, &limits);
    assert_eq!(found.iter().filter(|place| **place < 9).count(), 3);
    assert_eq!(found.len(), 5);
    assert_eq!(asked(&known, &Limits { limit: Some(4), ..everyday() }).len(), 4);
    assert!(asked(&known, &Limits { new: 0, reviews: Some(0), ..everyday() }).is_empty());
}

#[test]
fn one_sibling_a_day() {
    assert_eq!(asked(&siblings(vec![new(0), new(1), new(2)]), &everyday()), [0]);
    assert_eq!(asked(&siblings(vec![new(0), seen(1, 5.0, 6, 5)]), &everyday()), [1]);
    // One was answered today.
    assert!(asked(&siblings(vec![seen(0, 5.0, 0, 5), seen(1, 5.0, 6, 5), new(2)]), &everyday()).is_empty());
    // In another deck the same group is another fact.
    let mut apart = siblings(vec![new(0), new(1)]);
    apart[1].deck = 1;
    assert_eq!(asked(&apart, &everyday()), [0, 1]);
}

#[test]
fn a_sibling_that_waited_for_its_whole_interval_waits_no_more() {
    // The first was answered today.
    let known = siblings(vec![seen(0, 5.0, 0, 5), seen(1, 50.0, 100, 50), seen(2, 50.0, 101, 50)]);
    assert_eq!(asked(&known, &everyday()), [2]);
}

#[test]
fn a_limit_that_cuts_a_question_off_frees_its_siblings() {
    let mut known = siblings(vec![seen(0, 5.0, 6, 5), new(1)]);
    known.push(seen(2, 2.0, 3, 2));
    let found = asked(&known, &Limits { reviews: Some(1), ..everyday() });
    assert_eq!(found.len(), 2);
    assert!(found.contains(&1) && found.contains(&2));
}

#[test]
fn required_questions_are_learnt_first() {
    let mut known = vec![new(0), new(1), new(2), new(3)];
    known[1].requires = vec!["q0".into()];
    known[2].requires = vec!["gone".into()];
    known[3].requires = vec!["q9".into()];
    let mut learnt = seen(9, 5.0, 2, 5);
    known.push(learnt.clone());
    assert_eq!(asked(&known, &everyday()), [0, 2, 3]);
    learnt.state.as_mut().unwrap().relearning = true;
    known[4] = learnt;
    assert_eq!(asked(&known, &everyday()), [9, 0, 2]);
    // What is suspended can never be learnt, so nothing waits for it.
    known[0].state = Some(State { suspended: true, ..State::default() });
    assert_eq!(asked(&known, &everyday()), [9, 1, 2]);
}

#[test]
fn ahead_takes_the_weakest_of_what_is_not_due() {
    let known = [seen(0, 50.0, 10, 50), seen(1, 50.0, 40, 50), seen(2, 50.0, 0, 50), seen(3, 50.0, 60, 50)];
    let found = entries(&known, &Limits { ahead: true, ..everyday() });
    let standings: Vec<(usize, Standing)> = found.iter().map(|entry| (entry.index, entry.standing)).collect();
    assert_eq!(standings, [(3, Standing::Due), (1, Standing::Ahead), (0, Standing::Ahead)]);
}

#[test]
fn cramming_takes_all_the_weakest_first() {
    let mut known = vec![seen(0, 50.0, 0, 50), seen(1, 50.0, 40, 50), new(2), new(3)];
    known[3].state = Some(State { suspended: true, ..State::default() });
    let limits = Limits { cram: true, new: 0, reviews: Some(0), ..everyday() };
    assert_eq!(asked(&known, &limits), [2, 1, 0]);
    assert!(entries(&known, &limits).iter().all(|entry| entry.standing == Standing::Cram));
}

#[test]
fn kinds_and_topics_alternate() {
    let mut known: Vec<Known> = (0..8).map(new).collect();
    for (place, one) in known.iter_mut().enumerate() {
        one.kind = if place < 4 { "date" } else { "text" }.to_owned();
    }
    let found = asked(&known, &everyday());
    assert_eq!(found, [0, 4, 1, 5, 2, 6, 3, 7]);
}

#[test]
fn siblings_are_parted_whenever_half_are_others() {
    let mut known: Vec<Known> = siblings((0..5).map(|place| seen(place, 5.0, 900, 5)).collect());
    known.extend((5..9).map(|place| seen(place, 5.0, 900, 5)));
    let found = asked(&known, &everyday());
    assert!(found.iter().enumerate().all(|(at, place)| (at % 2 == 0) == (*place < 5)), "{found:?}");
}

fn known() -> impl Strategy<Value = Known> {
    let state = prop_oneof![
        2 => Just(None),
        // Few different states, so that many are equal.
        5 => (0i32..3, 0i32..4, 1i32..4, any::<bool>(), 0u8..8).prop_map(|(s, ago, days, again, odd)| {
            let mut state = seen(0, 10f32.powi(s), 10 * ago, 9 * days).state;
            if let Some(state) = &mut state {
                state.relearning = again && odd < 2;
                state.suspended = odd == 7;
            }
            state
        }),
    ];
    (state, 0usize..2, prop::option::of(0u8..6), 0u8..3, prop::collection::vec(0u8..4, 0..3)).prop_map(
        |(state, deck, sibling, kind, tags)| Known {
            deck,
            kind: format!("kind{kind}"),
            tags: tags.into_iter().map(|tag| format!("tag{tag}").into()).collect(),
            sibling: sibling.map(|group| format!("fact{group}")),
            state,
            ..Known::default()
        },
    )
}

fn pools() -> impl Strategy<Value = Vec<Known>> {
    (prop::collection::vec(known(), 0..40), any::<u64>()).prop_map(|(mut pool, bits)| {
        for (place, one) in pool.iter_mut().enumerate() {
            one.place = place;
            one.id = format!("q{place}");
            if place > 0 && bits >> (place % 64) & 1 == 1 {
                one.requires = vec![format!("q{}", place / 2).into()];
            }
        }
        pool
    })
}

fn all_limits() -> impl Strategy<Value = Limits> {
    let some = || prop::option::of(0usize..12);
    (0usize..12, some(), some(), any::<bool>(), any::<bool>(), 0usize..4, 0usize..4).prop_map(
        |(new, reviews, limit, ahead, cram, new_done_today, reviews_done_today)| {
            let cram = cram && ahead;
            Limits { new, reviews, limit, ahead, cram, new_done_today, reviews_done_today }
        },
    )
}

proptest! {
    #[test]
    fn a_queue_keeps_its_promises(pool in pools(), limits in all_limits()) {
        let found = entries(&pool, &limits);
        let unique: HashSet<usize> = found.iter().map(|entry| entry.index).collect();
        prop_assert_eq!(unique.len(), found.len());
        let count = |standing| found.iter().filter(|entry| entry.standing == standing).count();
        prop_assert!(found.len() <= limits.limit.unwrap_or(usize::MAX));
        if limits.cram {
            prop_assert_eq!(count(Standing::Cram), found.len());
        } else {
            prop_assert!(count(Standing::New) <= left(limits.new, limits.new_done_today));
        }
        for entry in &found {
            let state = pool[entry.index].state.clone().unwrap_or_default();
            prop_assert!(!state.suspended);
            match entry.standing {
                Standing::New => prop_assert!(state.is_new()),
                Standing::Due => prop_assert!(state.is_due(TODAY) && state.last != Some(TODAY)),
                Standing::Relearn => prop_assert!(state.relearning),
                Standing::Ahead => prop_assert!(limits.ahead && !state.is_due(TODAY)),
                Standing::Cram => prop_assert!(limits.cram),
            }
        }
    }

    #[test]
    fn siblings_never_follow_each_other_when_avoidable(pool in pools(), limits in all_limits()) {
        let found = entries(&pool, &limits);
        let fact = |entry: &Entry| pool[entry.index].sibling.clone().map(|group| (pool[entry.index].deck, group));
        let largest = found
            .iter()
            .filter_map(fact)
            .map(|group| found.iter().filter(|entry| fact(entry).as_ref() == Some(&group)).count())
            .max()
            .unwrap_or(0);
        if largest <= found.len().div_ceil(2) {
            prop_assert!(found.windows(2).all(|two| fact(&two[0]).is_none() || fact(&two[0]) != fact(&two[1])));
        }
    }

    #[test]
    fn the_order_of_the_candidates_changes_nothing(
        (pool, mixed) in pools().prop_flat_map(|pool| (Just(pool.clone()), Just(pool).prop_shuffle())),
        limits in all_limits(),
    ) {
        let ids = |pool: &[Known]| -> Vec<(String, Standing)> {
            entries(pool, &limits).iter().map(|entry| (pool[entry.index].id.clone(), entry.standing)).collect()
        };
        prop_assert_eq!(ids(&pool), ids(&mixed));
    }
}
