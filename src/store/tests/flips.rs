//! Bits flipped and ends cut off, anywhere in a real progress file: each is noticed or harmless, and mending loses the
//! rows that were hit and no others, and says which. `SHIKEN_FLIPS=5000` tries that many.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::*;
use crate::event::line;

/// Cases without `SHIKEN_FLIPS`.
const CASES: u64 = 500;

/// All that a figure could be made of.
#[derive(PartialEq, Debug, Clone)]
struct Figures {
    lines: Vec<String>,
    derived: (Vec<(Subject, String)>, History),
    settings: Vec<(String, String)>,
    old_name: State,
    own: String,
}

impl Figures {
    fn of(store: &Store) -> Self {
        let own = store.own("deck").unwrap();
        let mut own: Vec<String> = own.iter().map(|(question, own)| format!("{question} {own:?}")).collect();
        own.sort();
        Self {
            lines: export(store).lines().map(str::to_owned).collect(),
            derived: derived(store),
            settings: store.settings().unwrap(),
            old_name: store.state(&subject("old")).unwrap(),
            own: own.concat(),
        }
    }
}

/// A file with some of everything, also answers that are longer than a page.
fn filled(home: &Home) -> Figures {
    let mut store = home.open();
    let mut drafts: Vec<Draft> =
        (0..120).map(|n| answer(n * 11, &format!("q{}", n % 37), Rating::ALL[n as usize % 4])).collect();
    drafts.push(answer(2900, "old", Rating::Good));
    drafts.push(draft(2901, Body::Rename { from: subject("old"), to: "new".into() }));
    drafts.push(draft(2902, Body::Void(id(11 * 7))));
    drafts
        .push(draft(2903, Body::Overrule { review: id(11 * 9), rating: Rating::Easy, said: "easy".into() }));
    drafts.push(draft(2904, Body::Own(subject("q1"), Own::Note, "remember".into())));
    drafts.push(draft(2905, Body::Suspend(subject("q2"), true)));
    drafts.push(draft(2906, Body::Reset(subject("q3"))));
    for n in 0..3 {
        let long = Response::Text("a long answer ".repeat(150 + 250 * n as usize).into());
        let review = Review { response: long, ..reviewed(Rating::Good) };
        drafts.push(draft(2910 + n, Body::Review(subject("q4"), Box::new(review))));
    }
    store.append(&drafts).unwrap();
    store.set(settings::RETENTION, Some(&0.85)).unwrap();
    store.set("new", Some(&7)).unwrap();
    Figures::of(&store)
}

/// Where the last byte of each row stands: that of its checksum, which stands nowhere else.
fn ends(bytes: &[u8], lines: &[String]) -> Vec<usize> {
    let end = |line: &String| {
        let sum = line::checksum(line);
        bytes.windows(8).position(|window| window == sum).unwrap() + 8
    };
    lines.iter().map(end).collect()
}

enum Harm {
    Flip,
    Cut(usize),
}

impl Harm {
    fn of(chance: &mut StdRng, bytes: &mut Vec<u8>) -> Self {
        if chance.random_bool(0.7) {
            // Every fourth in the first page, which holds the header and the schema.
            let end = if chance.random_bool(0.25) { 2_048 } else { bytes.len() };
            let at = chance.random_range(0..end);
            bytes[at] ^= 1 << chance.random_range(0..8);
            return Self::Flip;
        }
        let length = chance.random_range(1..bytes.len());
        bytes.truncate(length);
        Self::Cut(length)
    }
}

/// What the doctor does: looks, and replays if that helps. `true` if all is well now.
fn look(home: &Home, seed: u64, before: &Figures) -> bool {
    let mut store = match Store::open(&home.path(), Uuid::nil()) {
        Ok(store) => store,
        Err(error) => {
            assert!(is_mendable(&error, &home.path()), "case {seed}: no way out of {error}");
            return false;
        }
    };
    // Also before anybody has looked: no figure is made of what is not as it was written.
    let (states, answers) = (store.states(None), store.answers(None));
    let states =
        states.map(|all| all.into_iter().map(|(s, state)| (s, format!("{state:?}"))).collect::<Vec<_>>());
    assert!(states.is_err() || states.is_ok_and(|all| all == before.derived.0), "case {seed}: other states");
    assert!(
        answers.is_err() || answers.is_ok_and(|all| all == before.derived.1),
        "case {seed}: other answers"
    );
    let report = store.check().unwrap_or_else(|error| panic!("case {seed}: no way out of {error}"));
    if report.log_is_sound() && !report.is_sound() {
        store.rebuild(&mut |_, _| ()).unwrap();
        assert!(store.check().unwrap().is_sound(), "case {seed}: a replay did not help");
    }
    assert!(
        !report.log_is_sound() || Figures::of(&store) == *before,
        "case {seed}: other figures, and nothing said"
    );
    report.log_is_sound()
}

/// Harms a copy of the file, looks, mends, and looks again.
fn case(seed: u64, whole: &[u8], before: &Figures, ends: &[usize]) {
    let mut chance = StdRng::seed_from_u64(seed);
    let home = Home::quick();
    std::fs::create_dir_all(home.path().parent().unwrap()).unwrap();
    let mut bytes = whole.to_vec();
    let harm = Harm::of(&mut chance, &mut bytes);
    std::fs::write(home.path(), &bytes).unwrap();
    let has_backup = chance.random_bool(0.3);
    if has_backup {
        std::fs::create_dir_all(home.path().with_file_name("backups")).unwrap();
        std::fs::write(home.path().with_file_name("backups/2026-11-23-1.db"), whole).unwrap();
    }
    let sound = look(&home, seed, before);
    // What opening has written stands in the way of counting.
    std::fs::write(home.path(), &bytes).unwrap();
    for side in ["progress.db-wal", "progress.db-shm"] {
        drop(std::fs::remove_file(home.path().with_file_name(side)));
    }
    let mended = mend(&home.path(), Uuid::nil(), Timestamp(7), &mut |_, _| ());
    let mended = mended.unwrap_or_else(|error| panic!("case {seed}: {error}"));
    assert_eq!(std::fs::read(mended.aside.unwrap()).unwrap(), bytes, "the damaged file is kept");
    let store = home.open();
    assert!(store.check().unwrap().is_sound());
    let after = Figures::of(&store);
    assert!(after.lines.iter().all(|line| before.lines.contains(line)), "case {seed}: an event of nobody");
    let lost = before.lines.len() - after.lines.len();
    let said = mended.missing.iter().map(|(_, numbers)| numbers.len()).sum::<usize>();
    let hit = match harm {
        _ if sound || has_backup => 0,
        Harm::Flip => 1,
        // Of the three long ones, a part may have been cut off though the end is there.
        Harm::Cut(length) => ends.iter().filter(|end| **end > length).count() + 3,
    };
    assert!(lost <= hit, "case {seed}: {lost} events lost, {hit} were hit");
    assert!(said <= lost, "case {seed}: {said} events said to be lost, and {lost} are");
    assert!(said == lost || mended.is_cut, "case {seed}: {lost} events lost, and {said} are said to be");
    if lost == 0 && after.settings == before.settings {
        assert_eq!(after, *before, "case {seed}");
    }
    assert!(!has_backup || after == *before, "case {seed}: the backup has everything");
}

#[test]
fn whatever_byte_is_harmed_it_is_noticed_and_costs_no_more_than_its_row() {
    let home = Home::new();
    let before = filled(&home);
    let whole = std::fs::read(home.path()).unwrap();
    assert!(!home.path().with_file_name("progress.db-wal").exists());
    let ends = ends(&whole, &before.lines);
    let cases = std::env::var("SHIKEN_FLIPS").map_or(CASES, |cases| cases.parse().unwrap());
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for first in 0..threads as u64 {
            let (whole, before, ends) = (&whole, &before, &ends);
            scope.spawn(move || {
                (first..cases).step_by(threads).for_each(|seed| case(seed, whole, before, ends))
            });
        }
    });
}

#[test]
fn what_was_not_yet_in_the_file_is_found_in_its_log() {
    let home = Home::new();
    let before = filled(&home);
    let mut store = home.open();
    store.append(&[answer(2950, "q5", Rating::Good)]).unwrap();
    let after = Figures::of(&store);
    let other = Home::new();
    std::fs::create_dir_all(other.path().parent().unwrap()).unwrap();
    for name in ["progress.db", "progress.db-wal"] {
        std::fs::copy(home.path().with_file_name(name), other.path().with_file_name(name)).unwrap();
    }
    drop(store);
    // The main file is nothing but noise now.
    let noise = vec![0x5a; std::fs::metadata(other.path()).unwrap().len() as usize];
    std::fs::write(other.path(), noise).unwrap();
    let wal = std::fs::read(other.path().with_file_name("progress.db-wal")).unwrap();
    let found = salvage::events(&[], &wal).unwrap();
    assert!(found.iter().any(|event| event.id == id(2950)));
    assert_eq!(after.lines.len(), before.lines.len() + 1);
}

#[test]
fn an_open_file_is_not_mended_and_a_lost_one_comes_from_its_backup() {
    let home = Home::new();
    let before = filled(&home);
    let store = home.open();
    let error = mend(&home.path(), Uuid::nil(), Timestamp(7), &mut |_, _| ()).unwrap_err();
    assert_eq!(error.what, "another program has the progress file open");
    drop(store);
    drop(home.open().append(&[answer(2999, "q6", Rating::Good)]));
    std::fs::write(home.path(), "").unwrap();
    let error = Store::open(&home.path(), Uuid::nil()).err().unwrap();
    assert!(error.what.ends_with("it is empty or gone, and there are backups of it"), "{error}");
    let mended = mend(&home.path(), Uuid::nil(), Timestamp(7), &mut |_, _| ()).unwrap();
    // The backup is of the first answer of that day; the one after it was in the lost file alone.
    assert_eq!((mended.restored, mended.missing), (vec![(Day(20_782), before.lines.len() as u64)], vec![]));
    assert_eq!(Figures::of(&home.open()).lines, before.lines);
}
