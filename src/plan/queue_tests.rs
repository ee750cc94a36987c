//! What must hold of every list of a day.

use super::*;
use crate::memory::{Memory, Parameters};
use proptest::prelude::*;

fn scheduler() -> Scheduler {
    Scheduler::new(&Parameters::default(), 0.9)
}

const TODAY: Day = Day(1000);

fn limits(new: usize) -> Limits {
    Limits { new, reviews: None, all: None, ahead: false, cram: false }
}

fn state(stability: f32, last: i32, due: i32) -> State {
    let memory = Some(Memory { stability, difficulty: 5.0 });
    State { memory, last: Some(Day(last)), due: Some(Day(due)), reviews: 2, ..State::default() }
}

fn new<'a>(id: &'a str) -> Candidate<'a> {
    Candidate { deck: 0, id, kind: "text", tag: None, sibling: None, requires: &[], state: None }
}

fn seen<'a>(id: &'a str, state: &'a State) -> Candidate<'a> {
    Candidate { state: Some(state), ..new(id) }
}

fn ids<'a>(candidates: &[Candidate<'a>], limits: &Limits) -> Vec<&'a str> {
    let list = queue(candidates, TODAY, limits, &scheduler(), 1);
    list.iter().map(|entry| candidates[entry.candidate].id).collect()
}

#[test]
fn new_ones_come_in_the_decks_order_and_no_more_than_allowed() {
    let candidates = ["a", "b", "c", "d"].map(new);
    assert_eq!(ids(&candidates, &limits(3)), ["a", "b", "c"]);
    assert_eq!(ids(&candidates, &Limits { all: Some(2), ..limits(3) }), ["a", "b"]);
}

#[test]
fn the_due_one_that_loses_most_by_waiting_comes_first() {
    let (fading, firm, later) = (state(2.0, 998, 1000), state(200.0, 700, 900), state(5.0, 999, 1004));
    let candidates = [seen("firm", &firm), seen("fading", &fading), seen("later", &later)];
    assert_eq!(ids(&candidates, &limits(0)), ["fading", "firm"]);
}

#[test]
fn what_was_left_unfinished_today_comes_first() {
    let left = State { relearning: true, ..state(0.3, 1000, 1001) };
    let due = state(2.0, 998, 1000);
    assert_eq!(ids(&[seen("due", &due), seen("left", &left)], &limits(0)), ["left", "due"]);
}

#[test]
fn a_new_sibling_waits_for_another_day_and_a_suspended_one_for_ever() {
    let today = state(2.0, 1000, 1003);
    let off = State { suspended: true, ..State::default() };
    let sibling = |candidate: Candidate<'static>| Candidate { sibling: Some("s"), ..candidate };
    let candidates = [sibling(new("a")), sibling(new("b")), Candidate { state: Some(&off), ..new("c") }];
    assert_eq!(ids(&candidates, &limits(9)), ["a"]);
    let answered = [Candidate { state: Some(&today), ..sibling(new("a")) }, sibling(new("b"))];
    assert!(ids(&answered, &limits(9)).is_empty());
}

#[test]
fn a_required_question_is_learnt_first() {
    let requires = ["a".into()];
    let failed = State { relearning: true, ..state(0.3, 999, 1001) };
    let known = state(3.0, 999, 1002);
    let b = Candidate { requires: &requires, ..new("b") };
    assert_eq!(ids(&[new("a"), b.clone()], &limits(9)), ["a"]);
    assert!(ids(&[seen("a", &failed), b.clone()], &limits(9)).is_empty());
    assert_eq!(ids(&[seen("a", &known), b], &limits(9)), ["b"]);
}

#[test]
fn ahead_begins_with_the_weakest_and_only_when_nothing_is_left() {
    let (weak, strong) = (state(1.0, 999, 1001), state(50.0, 999, 1040));
    let candidates = [seen("strong", &strong), seen("weak", &weak)];
    assert!(ids(&candidates, &limits(9)).is_empty());
    assert_eq!(ids(&candidates, &Limits { ahead: true, ..limits(9) }), ["weak", "strong"]);
}

#[test]
fn new_ones_are_spread_among_the_reviews() {
    let due = state(2.0, 998, 1000);
    let names: Vec<String> = (0..6).map(|number| format!("due{number}")).collect();
    let mut candidates: Vec<Candidate<'_>> = names.iter().map(|name| seen(name, &due)).collect();
    candidates.extend([new("new0"), new("new1")]);
    let kinds: String = ids(&candidates, &limits(9)).iter().map(|id| &id[..1]).collect();
    assert!(!kinds.contains("nn") && !kinds.starts_with('n') && !kinds.ends_with('n'), "{kinds}");
}

proptest! {
    #[test]
    fn a_list_keeps_its_promises(
        parts in prop::collection::vec((0u8..4, 0u8..6, 0u8..3, 0i32..20), 0..40),
        allowed in 0usize..20, all in prop::option::of(0usize..30), seed in any::<u64>(), cram in any::<bool>(),
    ) {
        let groups = ["g0", "g1", "g2", "g3", "g4", "g5"];
        let kinds = ["date", "text", "list"];
        let states: Vec<Option<State>> = parts.iter().map(|(sort, _, _, age)| match sort {
            0 => None,
            1 => Some(state(3.0, 1000 - age - 1, 1000 - age)),
            2 => Some(state(3.0, 999, 1001 + age)),
            _ => Some(State { suspended: true, ..State::default() }),
        }).collect();
        let names: Vec<String> = (0..parts.len()).map(|number| format!("q{number}")).collect();
        let candidates: Vec<Candidate<'_>> = parts.iter().enumerate().map(|(index, (_, group, kind, _))| Candidate {
            sibling: Some(groups[usize::from(*group)]),
            kind: kinds[usize::from(*kind)],
            state: states[index].as_ref(),
            ..new(&names[index])
        }).collect();
        let limits = Limits { all, cram, ..limits(allowed) };
        let list = queue(&candidates, TODAY, &limits, &scheduler(), seed);
        prop_assert_eq!(&list, &queue(&candidates, TODAY, &limits, &scheduler(), seed));
        let mut indexes: Vec<usize> = list.iter().map(|entry| entry.candidate).collect();
        for entry in &list {
            prop_assert!(!candidates[entry.candidate].state.is_some_and(|state| state.suspended));
        }
        if !cram {
            prop_assert!(list.iter().filter(|entry| entry.standing == Standing::New).count() <= allowed);
        }
        prop_assert!(list.len() <= all.unwrap_or(usize::MAX));
        let group = |index: usize| candidates[index].sibling;
        let mut counts = std::collections::HashMap::new();
        for index in &indexes {
            *counts.entry(group(*index)).or_insert(0usize) += 1;
        }
        let avoidable = counts.values().all(|count| *count <= list.len().div_ceil(3));
        if avoidable {
            prop_assert!(indexes.windows(2).all(|pair| group(pair[0]) != group(pair[1])));
        }
        indexes.sort_unstable();
        let before = indexes.len();
        indexes.dedup();
        prop_assert_eq!(indexes.len(), before);
    }
}
