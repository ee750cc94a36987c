//! The promises of the store: durable, append-only, and derived state a function of the set of events.

use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::event::{Body, Event, Purpose, Review, Subject};
use crate::judge::{Outcome, Rule};
use crate::memory::Parameters;
use crate::question::Response;
use crate::question::ask::{Mode, Rating};
use crate::text::Text;
use crate::time::Timestamp;

fn scheduler() -> Scheduler {
    Scheduler::new(&Parameters::default(), 0.9)
}

fn open(folder: &TempDir, device: u128) -> Store {
    let path = folder.path().join("users/u/progress.db");
    let mut store = Store::open(&path, Device::named(Uuid::from_u128(device))).unwrap();
    store.schedule_by(scheduler()).unwrap();
    store
}

fn subject(question: &str) -> Subject {
    Subject { deck: Text::from("deck"), question: Text::from(question) }
}

fn review(rating: Rating, meaning: u64) -> Review {
    Review {
        rating,
        score: 1.0,
        outcome: Outcome::Right,
        rule: Rule::Equal,
        response: Response::Text(Text::from("Basic Act")),
        confused_with: None,
        hints: 0,
        seconds: 4.5,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: Uuid::nil(),
        meaning,
        due: None,
    }
}

fn draft(id: u128, day: i32, body: Body) -> Draft {
    let clock = Timestamp(i64::from(day) * 86_400_000 + 43_200_000);
    Draft { id: Uuid::from_u128(id), clock, offset_minutes: 60, day: Day(day), body }
}

fn answered(id: u128, day: i32, question: &str, rating: Rating) -> Draft {
    draft(id, day, Body::Review(subject(question), Box::new(review(rating, 1))))
}

#[test]
fn sqlite_is_new_enough_not_to_lose_commits() {
    assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
}

#[test]
fn an_answer_is_there_after_reopening() {
    let folder = TempDir::new().unwrap();
    open(&folder, 1).append(&[answered(1, 100, "q", Rating::Good)]).unwrap();
    let store = open(&folder, 1);
    let state = store.state(&subject("q")).unwrap().unwrap();
    assert_eq!((state.reviews, state.last, state.due), (1, Some(Day(100)), Some(Day(102))));
    assert_eq!(store.events_of(&subject("q")).unwrap().len(), 1);
    let row = &store.answers(None).unwrap()[0];
    assert_eq!((row.ms, row.minute, row.counted, row.elapsed_days), (4500, 13 * 60, true, None));
}

#[test]
fn the_same_draft_twice_is_one_event() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    let draft = answered(1, 100, "q", Rating::Good);
    store.append(std::slice::from_ref(&draft)).unwrap();
    assert!(store.append(&[draft]).unwrap().is_empty());
    assert_eq!(store.log_length().unwrap(), 1);
}

#[test]
fn ordering_time_never_goes_back() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    let late = store.append(&[answered(1, 100, "q", Rating::Good)]).unwrap();
    let set_back = store.append(&[answered(2, 50, "q", Rating::Good)]).unwrap();
    assert_eq!(set_back[0].time.0, late[0].time.0 + 1);
    assert_eq!((set_back[0].clock, set_back[0].sequence), (Timestamp(50 * 86_400_000 + 43_200_000), 2));
}

#[test]
fn the_log_refuses_to_be_changed() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    store.append(&[answered(1, 100, "q", Rating::Good)]).unwrap();
    for sql in ["update event set rating = 4", "delete from event"] {
        let refused = store.connection.execute(sql, []).unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[test]
fn undo_and_overrule_change_what_is_derived_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    store.append(&[answered(1, 100, "q", Rating::Again)]).unwrap();
    let overrule = Body::Overrule { review: Uuid::from_u128(1), rating: Rating::Good, said: "right".into() };
    store.append(&[draft(2, 100, overrule)]).unwrap();
    assert_eq!(store.state(&subject("q")).unwrap().unwrap().rating, Some(Rating::Good));
    store.append(&[draft(3, 100, Body::Void(Uuid::from_u128(2)))]).unwrap();
    assert_eq!(store.state(&subject("q")).unwrap().unwrap().rating, Some(Rating::Again));
    assert_eq!(store.last_review().unwrap().unwrap().id, Uuid::from_u128(1));
    store.append(&[draft(4, 100, Body::Void(Uuid::from_u128(1)))]).unwrap();
    assert_eq!(store.last_review().unwrap(), None);
    assert!(store.answers(None).unwrap().is_empty());
    assert_eq!(store.log_length().unwrap(), 4);
}

#[test]
fn progress_follows_a_renamed_question() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    store.append(&[answered(1, 100, "old", Rating::Good)]).unwrap();
    store.append(&[draft(2, 101, Body::Rename { from: subject("old"), to: "new".into() })]).unwrap();
    store.append(&[answered(3, 102, "new", Rating::Good)]).unwrap();
    assert_eq!(store.state(&subject("old")).unwrap(), None);
    let moved = store.state(&subject("new")).unwrap().unwrap();
    assert_eq!(moved.reviews, 2);
    store.rebuild().unwrap();
    assert_eq!(store.state(&subject("new")).unwrap().unwrap(), moved);
}

#[test]
fn due_counts_put_the_overdue_on_the_first_day() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    store.append(&[answered(1, 90, "a", Rating::Good), answered(2, 100, "b", Rating::Good)]).unwrap();
    store.append(&[draft(3, 100, Body::Suspend(subject("c"), true))]).unwrap();
    assert_eq!(store.due_counts(Day(100), 4).unwrap(), [1, 0, 1, 0]);
    assert_eq!(store.done_on(Day(100), &["deck"]).unwrap(), (1, 0));
}

#[test]
fn a_damaged_row_is_found() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    store.append(&[answered(1, 100, "q", Rating::Good), answered(2, 100, "r", Rating::Good)]).unwrap();
    assert!(store.check().unwrap().is_sound());
    store.connection.execute_batch("drop trigger event_is_not_changed").unwrap();
    for damage in
        ["rating = 4", "day = day + 1", "body = replace(body, 'Basic', 'Basil')", "checksum = zeroblob(16)"]
    {
        store
            .connection
            .execute_batch(&format!("savepoint s; update event set {damage} where n = 2"))
            .unwrap();
        assert_eq!(store.damaged_rows(), [2], "{damage}");
        store.connection.execute_batch("rollback to s; release s").unwrap();
    }
}

#[test]
fn a_newer_file_is_refused_and_left_untouched() {
    let folder = TempDir::new().unwrap();
    let path = open(&folder, 1).path().to_owned();
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = bytes(&path);
    let refused = Store::open(&path, Device::named(Uuid::nil())).err().unwrap();
    assert!(refused.what.contains("newer version"), "{refused}");
    assert_eq!(bytes(&path), before);
}

#[test]
fn a_file_that_is_no_database_is_refused_in_words() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("progress.db");
    std::fs::write(&path, "this is not a database, but a letter to my aunt".repeat(40)).unwrap();
    let refused = Store::open(&path, Device::named(Uuid::nil())).err().unwrap();
    assert!(refused.what.contains("damaged"), "{refused}");
}

#[test]
#[cfg(unix)]
fn only_the_owner_may_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let path = open(&folder, 1).path().to_owned();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
}

#[test]
fn the_first_answer_of_a_day_makes_a_backup_that_opens() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    store.record(&[answered(1, 20_780, "q", Rating::Good)]).unwrap();
    drop(store);
    let backup = folder.path().join("users/u/backups/2026-11-23.db");
    let copy = Store::open(&backup, Device::named(Uuid::nil())).unwrap();
    assert_eq!(copy.log_length().unwrap(), 1);
}

#[test]
fn a_copied_home_is_another_device() {
    let folder = TempDir::new().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let first = Device::of(&one, Uuid::from_u128(1)).unwrap();
    assert_eq!(Device::of(&one, Uuid::from_u128(2)).unwrap(), first);
    std::fs::create_dir(&two).unwrap();
    std::fs::copy(one.join("device"), two.join("device")).unwrap();
    assert_ne!(Device::of(&two, Uuid::from_u128(3)).unwrap(), first);
}

#[test]
fn users_have_names_and_never_paths() {
    let folder = TempDir::new().unwrap();
    let mut registry = Registry::open(folder.path()).unwrap();
    let user = registry.add("../../etc/passwd\x1b[31m", Uuid::from_u128(7)).unwrap();
    assert!(user.default);
    assert!(registry.progress(&user).starts_with(folder.path().join("users")));
    assert!(registry.add(user.name.raw(), Uuid::from_u128(8)).is_err());
    registry.add("Ada", Uuid::from_u128(9)).unwrap();
    registry.rename("Ada", "Grace").unwrap();
    registry.set_default("Grace").unwrap();
    assert!(registry.remove("Ada").is_err());
    let mut again = Registry::open(folder.path()).unwrap();
    assert_eq!(again.default_user(Uuid::nil()).unwrap().name.raw(), "Grace");
    assert_eq!(again.remove("Grace").unwrap(), None);
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// Everything that is derived, without the row numbers, which depend on the order of arrival.
fn derived(store: &Store) -> Vec<String> {
    let mut all: Vec<String> = store
        .states("deck")
        .unwrap()
        .into_iter()
        .map(|(question, state)| format!("{question} {state:?}"))
        .collect();
    let subjects: std::collections::HashMap<_, _> = store.subjects().unwrap().into_iter().collect();
    all.extend(store.answers(None).unwrap().into_iter().map(|row| {
        let question = subjects[&row.subject].question.raw().to_owned();
        format!("{question} {:?}", AnswerRow { subject: 0, ..row })
    }));
    all.sort();
    all
}

fn log() -> impl Strategy<Value = Vec<Event>> {
    let rating = prop::sample::select(Rating::ALL.to_vec());
    let question = prop::sample::select(vec!["a", "b", "c"]);
    let target = (1u128..15).prop_map(Uuid::from_u128);
    let body = prop_oneof![
        6 => (question.clone(), rating.clone(), 0u64..3)
            .prop_map(|(question, rating, meaning)| Body::Review(subject(question), Box::new(review(rating, meaning)))),
        1 => target.clone().prop_map(Body::Void),
        1 => (target, rating).prop_map(|(review, rating)| Body::Overrule { review, rating, said: "right".into() }),
        1 => question.clone().prop_map(|question| Body::Reset(subject(question))),
        1 => question.prop_map(|question| Body::Suspend(subject(question), true)),
    ];
    prop::collection::vec((1u128..4, 0i32..40, body), 0..15).prop_map(|parts| {
        (1u128..)
            .zip(parts)
            .map(|(id, (device, day, body))| Event {
                id: Uuid::from_u128(id),
                device: Uuid::from_u128(device),
                sequence: u64::try_from(id).unwrap(),
                time: Timestamp(i64::from(day) * 86_400_000),
                clock: Timestamp(i64::from(day) * 86_400_000),
                offset_minutes: 0,
                day: Day(day),
                body,
                extra: None,
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_split_and_duplication_give_the_same(events in log(), cut in any::<prop::sample::Index>(), turn in any::<bool>()) {
        let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let (mut whole, mut parts) = (open(&one, 1), open(&two, 2));
        whole.merge(&events).unwrap();
        let mut other = events.clone();
        if turn {
            other.reverse();
        }
        let cut = if other.is_empty() { 0 } else { cut.index(other.len()) };
        parts.merge(&other[cut..]).unwrap();
        parts.merge(&other).unwrap();
        let again = parts.merge(&other).unwrap();
        prop_assert_eq!((again.added, again.known), (0, events.len()));
        prop_assert_eq!(derived(&whole), derived(&parts));
        let lines = |store: &Store| store.events().unwrap().iter().map(Event::to_line).collect::<Vec<_>>();
        prop_assert_eq!(lines(&whole), lines(&parts));
        let before = derived(&whole);
        whole.rebuild().unwrap();
        prop_assert_eq!(derived(&whole), before);
    }
}

#[test]
fn the_same_id_with_other_bytes_is_set_aside() {
    let folder = TempDir::new().unwrap();
    let mut store = open(&folder, 1);
    let mut event = store.append(&[answered(1, 100, "q", Rating::Good)]).unwrap().remove(0);
    event.day = Day(101);
    let merged = store.merge(&[event]).unwrap();
    assert_eq!((merged.added, merged.quarantined), (0, 1));
    assert_eq!(store.check().unwrap().quarantined, 1);
}
