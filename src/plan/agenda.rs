//! The list for a session from what the planner picked: what is owed an answer first, what must be learnt first
//! before what needs it, and neighbours that do not give each other away.

use std::collections::HashSet;

use super::planner::Plan;
use super::queue::{Candidate, Entry, group};
use super::{Standing, arrange};
use crate::memory::State;
use crate::time::Day;

/// How long a chain of required questions may be within one list; what is behind it waits for another day.
const CHAIN: usize = 32;

/// What another question must be worth at least, as a share of a sibling's gain, to be asked in its place.
const NEARLY: f32 = 0.95;

/// The picks of `plan` with one of a group of siblings among those that fit into today, where that costs next to
/// nothing: one whose sibling has its turn today changes places with the next that is worth nearly as much.
pub fn siblings_apart(candidates: &[Candidate<'_>], plan: &Plan, today: Day) -> Vec<usize> {
    let group = |index: usize| candidates.get(index).and_then(group);
    let answered = |(index, candidate): (usize, &Candidate<'_>)| {
        let of_today = candidate.state.is_some_and(|state| state.last == Some(today));
        if of_today { group(index) } else { None }
    };
    let mut groups: HashSet<(usize, &str)> = candidates.iter().enumerate().filter_map(answered).collect();
    let mut picks = plan.today.clone();
    let (now, later) = picks.split_at_mut(plan.fits.min(plan.today.len()));
    for pick in now {
        let Some(own) = group(pick.index) else { continue };
        if groups.insert(own) {
            continue;
        }
        let mut worth = later.iter_mut().take_while(|other| other.gain >= NEARLY * pick.gain);
        let other = worth.find(|other| group(other.index).is_none_or(|group| !groups.contains(&group)));
        if let Some(other) = other {
            groups.extend(group(other.index));
            std::mem::swap(pick, other);
        }
    }
    picks.into_iter().map(|pick| pick.index).collect()
}

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
    use crate::plan::planner::{Choice, Pick};
    use crate::plan::price::Price;
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
    fn siblings_have_a_day_each_where_others_are_worth_as_much() {
        let of = |place, sibling| Candidate { sibling, ..candidate(place, "q", None, &[]) };
        let all = [of(0, Some("a")), of(1, Some("a")), of(2, Some("b")), of(3, None), of(4, None)];
        let plan = |gains: &[f32], fits| {
            let pick = |(index, gain): (usize, &f32)| Pick { index, seconds: 20.0, gain: *gain };
            let (price, questions) = (Price::GREEDY, gains.len());
            let choice =
                Choice { price, chosen_days_left: 3, used_days_left: 3, seconds_a_day: 60.0, questions };
            Plan { today: gains.iter().enumerate().map(pick).collect(), fits, choice }
        };
        let picked = |gains: [f32; 5], fits| siblings_apart(&all, &plan(&gains, fits), TODAY);
        assert_eq!(picked([1.0; 5], 3), [0, 3, 2, 1, 4]);
        assert_eq!(picked([1.0, 1.0, 1.0, 0.5, 0.5], 3), [0, 1, 2, 3, 4], "others are worth less");
        assert_eq!(picked([1.0; 5], 5), [0, 1, 2, 3, 4], "there is time for all");
        assert_eq!(picked([1.0; 5], 9), [0, 1, 2, 3, 4]);
        let done = state(100, 103);
        let all = [all[1], all[2], Candidate { state: Some(&done), ..all[0] }];
        let found = siblings_apart(&all, &plan(&[1.0, 1.0], 1), TODAY);
        assert_eq!(found, [1, 0], "its sibling was answered today");
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
