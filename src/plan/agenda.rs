//! The list for a session from what the planner picked: what is owed an answer first, what must be learnt first
//! before what needs it, and neighbours that do not give each other away.

use std::collections::HashSet;

use super::queue::{Candidate, Entry};
use super::{Standing, arrange};
use crate::memory::State;
use crate::time::Day;

/// How long a chain of required questions may be within one list; what is behind it waits for another day.
const CHAIN: usize = 32;

/// What to ask on `today`: `picks` are indices of candidates, the most worth first. Suspended questions, and those
/// whose required ones are neither learnt nor picked, are left out.
pub fn agenda(candidates: &[Candidate<'_>], picks: &[usize], today: Day) -> Vec<Entry> {
    let asked = |(index, candidate): (usize, &Candidate<'_>)| {
        Some(Entry { index, standing: owed(candidate.state?, today)? })
    };
    let owed: Vec<Entry> = candidates.iter().enumerate().filter_map(asked).collect();
    let mut taken: HashSet<usize> = owed.iter().map(|entry| entry.index).collect();
    let pick = |&index: &usize| {
        let candidate = candidates.get(index).filter(|_| taken.insert(index))?;
        Some(Entry { index, standing: standing(candidate.state, today)? })
    };
    let rest: Vec<Entry> = picks.iter().filter_map(pick).collect();
    let rest = required_first(candidates, &owed, rest);
    let mut entries = arrange::mixed(candidates, owed, rest);
    arrange::part_siblings(candidates, &mut entries);
    entries
}

/// How a question stands that must be asked whatever it is worth: it was answered wrong today, or its key changed.
fn owed(state: &State, today: Day) -> Option<Standing> {
    let open = state.relearning && !state.suspended;
    if open && state.last == Some(today) {
        return Some(Standing::Relearn);
    }
    (open && state.is_due(today)).then_some(Standing::Due)
}

/// How a question stands that was picked; `None` if it is not to be asked today.
fn standing(state: Option<&State>, today: Day) -> Option<Standing> {
    let Some(state) = state else { return Some(Standing::New) };
    if state.suspended || state.last == Some(today) {
        return None;
    }
    Some(match state {
        state if state.is_new() => Standing::New,
        state if state.is_due(today) => Standing::Due,
        _ => Standing::Ahead,
    })
}

/// `rest` with every question behind those it requires, if these are not yet learnt.
fn required_first(candidates: &[Candidate<'_>], owed: &[Entry], rest: Vec<Entry>) -> Vec<Entry> {
    if candidates.iter().all(|candidate| candidate.requires.is_empty()) {
        return rest;
    }
    let unlearnt = |candidate: &&Candidate<'_>| {
        candidate.state.is_none_or(|state| (state.is_new() || state.relearning) && !state.suspended)
    };
    let mut missing: HashSet<(usize, &str)> =
        candidates.iter().filter(unlearnt).map(|candidate| (candidate.deck, candidate.id)).collect();
    let at = |entry: &Entry| candidates.get(entry.index);
    for candidate in owed.iter().filter_map(at) {
        missing.remove(&(candidate.deck, candidate.id));
    }
    let (mut ready, mut waiting) = (Vec::with_capacity(rest.len()), rest);
    for _ in 0..CHAIN {
        let before = waiting.len();
        waiting.retain(|entry| {
            let Some(candidate) = at(entry) else { return false };
            let free = |id: &crate::question::QuestionId| !missing.contains(&(candidate.deck, &**id));
            let may = candidate.requires.iter().all(free);
            if may {
                missing.remove(&(candidate.deck, candidate.id));
                ready.push(*entry);
            }
            !may
        });
        if waiting.is_empty() || waiting.len() == before {
            break;
        }
    }
    ready
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Memory;
    use crate::question::QuestionId;

    const TODAY: Day = Day(100);

    fn candidate<'a>(
        place: usize,
        id: &'a str,
        state: Option<&'a State>,
        requires: &'a [QuestionId],
    ) -> Candidate<'a> {
        Candidate { deck: 0, place, id, kind: "text", tags: &[], sibling: None, requires, state }
    }

    fn state(last: i32, due: i32) -> State {
        let memory = Some(Memory { stability: 3.0, difficulty: 5.0 });
        State { memory, last: Some(Day(last)), due: Some(Day(due)), reviews: 1, ..State::default() }
    }

    fn listed(candidates: &[Candidate<'_>], picks: &[usize]) -> Vec<(usize, Standing)> {
        agenda(candidates, picks, TODAY).iter().map(|entry| (entry.index, entry.standing)).collect()
    }

    #[test]
    fn what_is_owed_comes_first_and_each_stands_as_it_is() {
        let wrong = State { relearning: true, ..state(100, 101) };
        let (due, ahead, done) = (state(90, 99), state(90, 105), state(100, 103));
        let gone = State { suspended: true, ..state(90, 99) };
        let all = [
            candidate(0, "new", None, &[]),
            candidate(1, "ahead", Some(&ahead), &[]),
            candidate(2, "due", Some(&due), &[]),
            candidate(3, "done", Some(&done), &[]),
            candidate(4, "gone", Some(&gone), &[]),
            candidate(5, "wrong", Some(&wrong), &[]),
        ];
        let expected = [(5, Standing::Relearn), (2, Standing::Due), (1, Standing::Ahead), (0, Standing::New)];
        assert_eq!(listed(&all, &[2, 1, 0, 3, 4, 5, 9]), expected);
    }

    #[test]
    fn what_is_required_comes_before() {
        let (needs_b, needs_a): ([QuestionId; 1], [QuestionId; 1]) = (["b".into()], ["a".into()]);
        let all = [
            candidate(0, "c", None, &needs_b),
            candidate(1, "b", None, &needs_a),
            candidate(2, "a", None, &[]),
        ];
        let order: Vec<usize> = listed(&all, &[0, 1, 2]).iter().map(|(index, _)| *index).collect();
        assert_eq!(order, [2, 1, 0]);
        assert_eq!(listed(&all, &[0, 1]), []);
        let learnt = state(90, 99);
        let all = [candidate(0, "b", None, &needs_a), candidate(1, "a", Some(&learnt), &[])];
        assert_eq!(listed(&all, &[0]), [(0, Standing::New)]);
    }
}
