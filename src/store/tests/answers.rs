//! Answers go in, and come back.

use super::*;

#[test]
fn the_bundled_sqlite_keeps_commits() {
    // Before 3.51.3 a commit could be lost in WAL mode.
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

#[test]
fn an_answer_is_there_after_a_restart() {
    let home = Home::new();
    let written = home.open().append(&[answer(1, "a", Rating::Good), answer(2, "b", Rating::Again)]).unwrap();
    let store = home.open();
    assert_eq!(store.event(id(1)).unwrap().as_ref(), Some(&written[0]));
    assert_eq!(store.events_after(0).unwrap(), (written.clone(), 2));
    assert_eq!(store.events_after(1).unwrap().0, written[1..]);
    let states = store.states(Some("deck")).unwrap();
    assert_eq!((states.len(), store.states(Some("other")).unwrap().len()), (2, 0));
    let (named, state) = &states[1];
    assert_eq!(*named, subject("b"));
    assert_eq!((state.reviews, state.rating, state.relearning), (1, Some(Rating::Again), true));
    assert_eq!((state.last, state.meaning), (Some(Day(20_780)), Some(u64::MAX - 1)));
    assert_eq!(store.state(&subject("b")).unwrap(), *state);
    assert_eq!(store.state(&subject("c")).unwrap(), State::default());
    let (_, answers) = store.answers(None).unwrap().swap_remove(0);
    assert_eq!((answers.len(), answers[0].minute, answers[0].milliseconds), (1, 61, 4200));
    assert_eq!(store.events_of(&subject("a")).unwrap(), written[..1]);
}

#[test]
fn a_retry_is_the_same_event_and_other_content_is_refused() {
    let home = Home::new();
    let mut store = home.open();
    let first = store.append(&[answer(1, "a", Rating::Good)]).unwrap();
    store.reopen().unwrap();
    assert_eq!(store.append(&[answer(1, "a", Rating::Good)]).unwrap(), first);
    let all = store.append(&[answer(1, "a", Rating::Good), answer(2, "a", Rating::Good)]).unwrap();
    assert_eq!((all[0].sequence, all[1].sequence), (1, 2));
    store.append(&[answer(3, "a", Rating::Good), answer(1, "a", Rating::Easy)]).unwrap_err();
    assert_eq!(store.events_after(0).unwrap().0.len(), 2, "all or nothing");
    store.append(&[answer(3, "a", Rating::Good)]).unwrap();
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn the_order_never_goes_back() {
    let mut store = Home::new_open();
    store.append(&[answer(50, "a", Rating::Good)]).unwrap();
    let later = store.append(&[answer(10, "b", Rating::Good), answer(11, "b", Rating::Good)]).unwrap();
    let at = |n| answer(n, "", Rating::Good).clock.0;
    assert_eq!(later.iter().map(|e| e.time.0).collect::<Vec<_>>(), [at(50) + 1, at(50) + 2]);
    assert_eq!(later.iter().map(|e| e.clock.0).collect::<Vec<_>>(), [at(10), at(11)]);
    assert_eq!(later.iter().map(|e| e.sequence).collect::<Vec<_>>(), [2, 3]);
}

impl Home {
    /// A store whose folder is gone when the test ends, whichever is dropped first.
    fn new_open() -> Store {
        let home = Self::new();
        let path = home.path();
        let _kept = home.dir.keep();
        Store::open(&path, Uuid::from_u128(0xD)).unwrap()
    }
}

#[test]
fn taking_back_works_across_processes_and_can_be_taken_back() {
    let home = Home::new();
    home.open().append(&[answer(1, "a", Rating::Good), answer(2, "b", Rating::Good)]).unwrap();
    let mut store = home.open();
    assert_eq!(store.last_review().unwrap().unwrap().id, id(2));
    store.append(&[draft(3, Body::Void(id(2)))]).unwrap();
    assert_eq!(store.last_review().unwrap().unwrap().id, id(1));
    assert_eq!(store.states(None).unwrap().len(), 1, "as if it had never been asked");
    assert_eq!(store.answers(None).unwrap().len(), 1);
    store.append(&[draft(4, Body::Void(id(3)))]).unwrap();
    assert_eq!(store.last_review().unwrap().unwrap().id, id(2));
    assert_eq!(store.states(None).unwrap().len(), 2);
    assert_eq!(store.events_of(&subject("b")).unwrap().len(), 3);
    store
        .append(&[draft(5, Body::Overrule { review: id(2), rating: Rating::Again, said: "wrong".into() })])
        .unwrap();
    assert_eq!(store.state(&subject("b")).unwrap().rating, Some(Rating::Again));
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn a_renamed_question_keeps_its_history() {
    let home = Home::new();
    let mut store = home.open();
    let rename =
        |number, from: &str, to: &str| draft(number, Body::Rename { from: subject(from), to: to.into() });
    store
        .append(&[answer(1, "a", Rating::Good), draft(2, Body::Own(subject("a"), Own::Note, "mine".into()))])
        .unwrap();
    store.append(&[rename(3, "a", "b")]).unwrap();
    store.append(&[answer(1500, "b", Rating::Good), answer(3000, "a", Rating::Good)]).unwrap();
    let state = store.state(&subject("b")).unwrap();
    assert_eq!(state.reviews, 3, "also an answer from a machine with the old deck");
    assert_eq!(store.state(&subject("a")).unwrap(), state);
    assert_eq!(store.states(None).unwrap().len(), 1);
    assert_eq!(store.events_of(&subject("b")).unwrap().len(), 5);
    assert_eq!(store.own("deck").unwrap()["b"].note.as_ref().unwrap().raw(), "mine");
    // Away and back again, and a ring.
    store.append(&[rename(3001, "b", "c"), rename(3002, "c", "a")]).unwrap();
    assert_eq!(store.states(None).unwrap()[0].0, subject("a"));
    assert_eq!(store.state(&subject("a")).unwrap().reviews, 3);
    // Taken back.
    store.append(&[3, 3001, 3002].map(|n| draft(n + 5000, Body::Void(id(n))))).unwrap();
    assert_eq!(store.state(&subject("a")).unwrap().reviews, 2);
    assert_eq!(store.state(&subject("b")).unwrap().reviews, 1);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn settings_last_and_the_schedule_follows_them() {
    let home = Home::new();
    let mut store = home.open();
    store.append(&[answer(1, "a", Rating::Easy)]).unwrap();
    let before = store.state(&subject("a")).unwrap();
    assert_eq!(store.setting::<u32>("new").unwrap(), None);
    let mut other = home.open();
    other.set(settings::RETENTION, Some(&0.8)).unwrap();
    other.set("new", Some(&12)).unwrap();
    assert!((other.scheduler().desired_retention() - 0.8).abs() < 1e-6);
    assert_eq!(store.settings().unwrap(), [("new".into(), "12".into()), ("retention".into(), "0.8".into())]);
    let after = store.state(&subject("a")).unwrap();
    assert!(after.due > before.due, "{after:?}");
    assert_eq!(after.memory, before.memory);
    // A program that was open all the time follows.
    store.append(&[answer(2, "b", Rating::Easy)]).unwrap();
    assert!((store.scheduler().desired_retention() - 0.8).abs() < 1e-6);
    other.set::<f32>(settings::RETENTION, None).unwrap();
    assert_eq!(other.state(&subject("a")).unwrap(), before);
    assert!(other.set(settings::RETENTION, Some(&"much")).is_err() && other.check().unwrap().is_sound());
}

#[test]
fn parameters_of_the_log_are_used_from_now_on() {
    let home = Home::new();
    let mut store = home.open();
    store.append(&[answer(1, "a", Rating::Good)]).unwrap();
    let before = store.state(&subject("a")).unwrap();
    let mut values = crate::memory::Parameters::default().values().to_vec();
    values[2] *= 2.0;
    store.append(&[draft(2, Body::Parameters(values))]).unwrap();
    let after = store.state(&subject("a")).unwrap();
    assert!(after.memory.unwrap().stability > before.memory.unwrap().stability * 1.9);
    store.append(&[draft(3, Body::Parameters(vec![1.0]))]).unwrap();
    assert_eq!(store.state(&subject("a")).unwrap(), after, "what the model does not take changes nothing");
    store.append(&[draft(4, Body::Void(id(2)))]).unwrap();
    assert_eq!(store.state(&subject("a")).unwrap(), before);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn due_counts_begin_with_the_backlog() {
    let mut store = Home::new_open();
    let due = |n, question: &str, days| {
        let review = Review { due: Some(Day(20_780 + days)), ..reviewed(Rating::Easy) };
        draft(n, Body::Review(subject(question), Box::new(review)))
    };
    store.append(&[due(1, "a", 7), due(2, "b", 7), due(3, "c", 9), due(4, "d", 9)]).unwrap();
    store.append(&[draft(5, Body::Suspend(subject("d"), true))]).unwrap();
    assert_eq!(store.due_counts(Day(20_780 + 6), 4).unwrap(), [0, 2, 0, 1]);
    assert_eq!(store.due_counts(Day(20_780 + 8), 2).unwrap(), [2, 1]);
    assert_eq!(store.due_counts(Day(20_780), 3).unwrap(), [0, 0, 0]);
    // Answered right in the morning and wrong in the evening: it is scheduled by the first, and owed by the second.
    store.append(&[draft(6, Body::Review(subject("c"), Box::new(reviewed(Rating::Again))))]).unwrap();
    assert_eq!(store.due_counts(Day(20_780), 3).unwrap(), [1, 0, 0]);
}

#[test]
fn a_rebuild_tells_how_far_it_is_and_changes_nothing() {
    let home = Home::new();
    let mut store = home.open();
    store.append(&[answer(1, "a", Rating::Good), answer(2, "b", Rating::Hard)]).unwrap();
    let before = derived(&store);
    store.conn.execute_batch("DELETE FROM state; UPDATE history SET answers = x'00'").unwrap();
    let report = store.check().unwrap();
    assert_eq!((report.differing, report.events), (vec![subject("a"), subject("b")], 2));
    let mut heard = Vec::new();
    store.rebuild(&mut |done, of| heard.push((done, of))).unwrap();
    assert_eq!(heard, [(2, 2), (2, 2)], "events read, questions written");
    assert_eq!(derived(&store), before);
    // Another version's tables are replaced when the file is opened.
    store.conn.execute_batch("UPDATE derived SET by = 'old'; ALTER TABLE state DROP COLUMN meaning").unwrap();
    drop(store);
    assert_eq!(derived(&home.open()), before);
}

#[test]
fn a_day_has_one_backup_and_it_can_be_opened() {
    let home = Home::new();
    let mut store = home.open();
    for n in [1, 2, 1500] {
        store.append(&[answer(n, "a", Rating::Good)]).unwrap();
        if let Some(done) = store.finish_backup() {
            done.unwrap();
        }
    }
    drop(store);
    home.open().append(&[answer(1501, "a", Rating::Good)]).unwrap();
    let days: Vec<Day> = home.open().backups().unwrap().into_iter().map(|(_, day)| day).collect();
    assert_eq!(days, [Day(20_780), Day(20_781)]);
    let (path, _) = home.open().backups().unwrap().pop().unwrap();
    let copy = Store::open(&path, Uuid::from_u128(0xE)).unwrap();
    assert_eq!(copy.events_after(0).unwrap().0.len(), 3);
    assert!(copy.check().unwrap().is_sound());
    let mode = |p: &Path| {
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(p).unwrap().permissions()) & 0o777
    };
    assert_eq!((mode(&path), mode(path.parent().unwrap()), mode(&home.path())), (0o600, 0o700, 0o600));
}

#[test]
fn a_backup_that_fails_blocks_no_answer() {
    let home = Home::new();
    let mut store = home.open();
    std::fs::write(home.path().with_file_name("backups"), "in the way").unwrap();
    store.append(&[answer(1, "a", Rating::Good)]).unwrap();
    assert!(store.finish_backup().unwrap().is_err());
    assert_eq!(store.events_after(0).unwrap().0.len(), 1);
}
