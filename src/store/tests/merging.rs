//! Logs of several machines become one, and nothing has to be chosen.

use proptest::prelude::*;

use super::*;
use crate::event::{arbitrary, line};

fn merged(parts: &[Vec<Event>]) -> (TempDir, Store) {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(&dir.path().join("progress.db"), Uuid::nil()).unwrap();
    for part in parts {
        store.merge(part).unwrap();
    }
    (dir, store)
}

#[test]
fn two_machines_come_to_the_same() {
    let (one, two) = (Home::new(), Home::new());
    let (mut here, mut there) = (one.open(), two.open());
    here.append(&[answer(1, "a", Rating::Good), answer(1500, "b", Rating::Hard)]).unwrap();
    there.append(&[answer(2, "a", Rating::Again), answer(3, "c", Rating::Good)]).unwrap();
    there.append(&[draft(4, Body::Void(id(1)))]).unwrap();
    let (from_here, from_there) = (here.events_after(0).unwrap().0, there.events_after(0).unwrap().0);
    let report = here.merge(&from_there).unwrap();
    assert_eq!(report, MergeReport { added: 3, known: 0, quarantined: vec![] });
    there.merge(&from_here).unwrap();
    assert_eq!(export(&here), export(&there));
    assert_eq!(derived(&here), derived(&there));
    assert_eq!(here.state(&subject("a")).unwrap().rating, Some(Rating::Again), "the void found its review");
    let again = there.merge(&from_here).unwrap();
    assert_eq!(again, MergeReport { added: 0, known: 2, quarantined: vec![] });
    assert!(here.check().unwrap().is_sound());
}

#[test]
fn the_same_id_with_other_content_is_set_aside() {
    let home = Home::new();
    let mut store = home.open();
    let written = store.append(&[answer(1, "a", Rating::Good)]).unwrap();
    let before = (export(&store), derived(&store));
    let mut forged = written[0].clone();
    forged.day = Day(20_000);
    for _ in 0..2 {
        let report = store.merge(&[forged.clone(), written[0].clone()]).unwrap();
        assert_eq!(report, MergeReport { added: 0, known: 1, quarantined: vec![id(1)] });
    }
    assert_eq!((export(&store), derived(&store)), before);
    let report = store.check().unwrap();
    assert!(report.is_sound());
    assert_eq!(report.quarantined, [id(1)]);
}

#[test]
fn a_merge_of_thousands_is_replayed_as_a_whole() {
    let home = Home::new();
    let mut store = home.open();
    let drafts: Vec<Draft> =
        (0..2_500).map(|n| answer(n, &format!("q{}", n % 700), Rating::ALL[n as usize % 4])).collect();
    let events = store.append(&drafts).unwrap();
    let (_dir, other) = merged(&events.chunks(900).map(<[Event]>::to_vec).collect::<Vec<_>>());
    assert_eq!(derived(&store), derived(&other));
    assert_eq!(store.states(None).unwrap().len(), 700);
    assert!(store.check().unwrap().is_sound());
}

/// So many that the indexes are made anew at the end, and that two read them; neither in the order of arrival nor
/// each with a time of its own.
#[test]
fn a_long_import_leaves_the_file_as_any_other() {
    let home = Home::new();
    let mut store = home.open();
    let given = store.append(&[answer(0, "q0", Rating::Good)]).unwrap();
    let all: Vec<Event> = (0..60_000_u32)
        .map(|n| {
            let question = Subject { deck: "deck".into(), question: format!("q{}", n % 900).into() };
            let (id, body) = (Uuid::from_u128(u128::from(n) << 64 | 7), Body::Suspend(question, n % 7 == 0));
            let time = Timestamp(given[0].time.0 + i64::from(n * 7_919 % 20_000));
            Event { id, sequence: u64::from(n) + 2, time, body, ..given[0].clone() }
        })
        .collect();
    let pieces = all.chunks(7_000).map(|piece| Ok(piece.iter().cloned().map(Ready::from).collect()));
    let report = store.import(pieces, &mut |_, _| ()).unwrap();
    assert_eq!((report.added, report.known), (60_000, 0));
    assert_eq!(store.merge(&all[59_990..]).unwrap().known, 10);
    let report = store.check().unwrap();
    assert!(report.is_sound() && report.events == 60_001, "{report:?}");
    let (mut read_by_two, mut read_by_one) = (Vec::new(), Vec::new());
    store.lines(|_, line| line.map(|line| read_by_two.push(line))).unwrap();
    store
        .events(|event| {
            read_by_one.push(line::with_sum(&line::write(&event)));
            Ok(())
        })
        .unwrap();
    assert!(read_by_two.len() == 60_001 && read_by_two == read_by_one);
}

#[test]
fn an_import_that_breaks_off_leaves_nothing_behind() {
    let home = Home::new();
    let mut store = home.open();
    let events = Home::new().open().append(&[answer(1, "a", Rating::Good)]).unwrap();
    let broken = crate::error::Error::new("the stick was pulled out");
    let pieces = || events.iter().cloned().map(|event| Ok(vec![Ready::from(event)]));
    let error = store.import(pieces().chain([Err(broken)]), &mut |_, _| ()).unwrap_err();
    assert_eq!(error.what, "the stick was pulled out");
    assert_eq!(store.last_arrival().unwrap(), 0);
    store.import(pieces(), &mut |_, _| ()).unwrap();
    let mode = |store: &Store| store.conn.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0));
    assert_eq!(mode(&store).unwrap(), "wal");
    // With another program at the file, it stays as it is.
    let home = Home::new();
    let (other, mut store) = (home.open(), home.open());
    store.import(pieces(), &mut |_, _| ()).unwrap();
    assert_eq!((mode(&other).unwrap(), other.last_arrival().unwrap()), ("wal".to_owned(), 1));
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn what_this_version_does_not_know_is_passed_on() {
    let known = line::write(&Home::new().open().append(&[answer(1, "a", Rating::Good)]).unwrap()[0]);
    let with_member = known.replace("\"score\":", "\"review_of\":{\"x\":[1e400]},\"score\":");
    let with_kind = known.replace("\"kind\":\"review\"", "\"kind\":\"exam\"").replace("001001", "001002");
    let events = [with_member, with_kind].map(|text| line::read(&text).unwrap());
    let (_dir, store) = merged(&[events.to_vec()]);
    let expected: String = events.iter().map(|event| line::write(event) + "\n").collect();
    assert_eq!(export(&store), expected);
    assert!(expected.contains("1e400") && expected.contains("\"kind\":\"exam\",\"deck\":\"deck\""));
    assert_eq!(store.states(None).unwrap().len(), 1);
    assert!(store.check().unwrap().is_sound());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_order_split_and_duplication_gives_the_same(
        (events, order, cuts) in arbitrary::events(1..40).prop_flat_map(|events| {
            let twice: Vec<Event> = events.iter().chain(events.iter().step_by(3)).cloned().collect();
            (Just(events), Just(twice).prop_shuffle(), prop::collection::vec(1..9_usize, 1..5))
        }),
    ) {
        let (_one, whole) = merged(std::slice::from_ref(&events));
        let mut rest = order.as_slice();
        let mut parts = Vec::new();
        for cut in cuts.into_iter().cycle() {
            let (part, more) = rest.split_at(cut.min(rest.len()));
            parts.push(part.to_vec());
            rest = more;
            if rest.is_empty() { break }
        }
        let (_two, split) = merged(&parts);
        prop_assert_eq!(export(&whole), export(&split));
        prop_assert_eq!(derived(&whole), derived(&split));
        // The tables that grew event by event are those of a replay.
        let report = split.check().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report);
        let (_three, exported) = merged(&[export(&split).lines().map(|l| line::read(l).unwrap()).collect()]);
        prop_assert_eq!(derived(&exported), derived(&split));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn answers_given_one_by_one_are_as_a_replay_has_them(events in arbitrary::events(1..40)) {
        let home = Home::new();
        let mut store = home.open();
        for Event { id, clock, offset_minutes, day, body, .. } in events {
            // One that comes again with other content is refused, and the next is taken.
            drop(store.append(&[Draft { id, clock, offset_minutes, day, body }]));
        }
        let report = store.check().unwrap();
        prop_assert!(report.is_sound(), "{:?}", report);
    }
}
