//! Several programs on one file.

use super::*;

#[test]
fn two_connections_take_turns() {
    let home = Home::new();
    let (mut one, mut two) = (home.open(), home.open());
    for n in 0..10 {
        one.append(&[answer(2 * n, "a", Rating::Good)]).unwrap();
        two.append(&[answer(2 * n + 1, "b", Rating::Good)]).unwrap();
    }
    let (events, _) = one.events_after(0).unwrap();
    assert_eq!(events.iter().map(|e| e.sequence).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    assert!(events.is_sorted_by_key(|event| event.time));
    assert_eq!(derived(&one), derived(&two));
    assert!(one.check().unwrap().is_sound());
}

#[test]
fn a_crowd_on_a_new_file_loses_nothing() {
    const CROWD: u32 = 4;
    const EACH: u32 = 10;
    let home = Home::new();
    std::thread::scope(|scope| {
        for who in 0..CROWD {
            let path = home.path();
            scope.spawn(move || {
                let mut store = Store::open(&path, Uuid::from_u128(u128::from(who))).unwrap();
                for n in 0..EACH {
                    let question = format!("q{}", n % 3);
                    store.append(&[answer(who * 100 + n, &question, Rating::Good)]).unwrap();
                }
            });
        }
    });
    let store = home.open();
    assert_eq!(store.events_after(0).unwrap().0.len(), (CROWD * EACH) as usize);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn a_full_disk_loses_nothing_and_the_answer_can_be_given_again() {
    let home = Home::new();
    let mut store = home.open();
    store.append(&[answer(1, "a", Rating::Good)]).unwrap();
    let pages: i64 = store.conn.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let _: i64 =
        store.conn.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get(0)).unwrap();
    let drafts: Vec<Draft> = (2..200).map(|n| answer(n, &format!("question {n}"), Rating::Good)).collect();
    let error = store.record(&drafts).unwrap_err();
    assert_eq!(error.what, "the disk is full, nothing was saved");
    assert_eq!(home.open().events_after(0).unwrap().0.len(), 1, "all or nothing");
    // The next try is on a new connection, which knows nothing of the limit.
    store.record(&drafts).unwrap();
    assert_eq!(store.events_after(0).unwrap().0.len(), 199);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn a_locked_file_says_so_and_the_answer_can_be_given_again() {
    let home = Home::new();
    let mut store = home.open();
    store.conn.busy_timeout(std::time::Duration::ZERO).unwrap();
    let other = rusqlite::Connection::open(home.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let drafts = [answer(1, "a", Rating::Good)];
    let error = store.record(&drafts).unwrap_err();
    assert!(error.what.starts_with("another program has kept the progress file locked"), "{error}");
    other.execute_batch("COMMIT").unwrap();
    store.record(&drafts).unwrap();
    assert_eq!(store.events_after(0).unwrap().0.len(), 1);
}
