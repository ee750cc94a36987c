//! What the store costs on this machine: `cargo bench --bench store [-- FOLDER [--short]]`. The folder decides the
//! disk.
#![expect(clippy::disallowed_methods, clippy::print_stdout, clippy::unwrap_used, reason = "a measurement")]

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use shiken::event::{Body, Draft, Event, Purpose, Review, Subject};
use shiken::judge::{Outcome, Rule};
use shiken::question::Response;
use shiken::question::ask::{Mode, Rating};
use shiken::store::Store;
use shiken::text::Text;
use shiken::time::{Day, Timestamp};
use uuid::Uuid;

const REVIEWS_EACH: u32 = 10;
const QUESTIONS: u32 = 100_000;
const START: i64 = 1_700_000_000_000;

/// The same allocator as the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let folder = std::env::args().nth(1).filter(|arg| !arg.starts_with('-')).unwrap_or_else(|| ".".into());
    let dir = tempfile::tempdir_in(folder).unwrap();
    one_answer(dir.path());
    if !std::env::args().any(|arg| arg == "--short") {
        million(dir.path());
    }
}

/// One answer, durably on disk, against what the disk itself needs.
fn one_answer(dir: &Path) {
    let path = dir.join("one/progress.db");
    let mut store = Store::open(&path, Uuid::nil()).unwrap();
    let events: Vec<Event> = (0..20_000).map(|n| event(n, n / 10)).collect();
    println!("merge of 20,000 events: {:.2?}", timed(|| drop(store.merge(&events).unwrap())));
    store.append(&[draft(20_000, 3)]).unwrap();
    store.finish_backup();
    let (mut answers, mut syncs, mut longer, mut full) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut file = File::create(dir.join("sync")).unwrap();
    for n in 0..400 {
        let drafts = [draft(20_001 + n, n * 7 % 2_000)];
        answers.push(timed(|| drop(store.append(&drafts).unwrap())));
        syncs.push(timed(|| write_and_sync(&mut file, 4_096)));
        longer.push(timed(|| write_and_sync(&mut file, 32_768)));
        full.push(timed(|| {
            file.write_all(&vec![7; 40_960]).unwrap();
            file.sync_all().unwrap();
        }));
    }
    report("one answer, on disk", &mut answers);
    report("fdatasync after 4 KiB appended", &mut syncs);
    report("fdatasync after 32 KiB appended", &mut longer);
    report("fsync after 40 KiB appended", &mut full);
    let wal = std::fs::metadata(path.with_file_name("progress.db-wal")).unwrap().len();
    println!("write-ahead log after these: {} KiB", wal / 1024);
}

fn write_and_sync(file: &mut File, bytes: usize) {
    file.write_all(&vec![7; bytes]).unwrap();
    file.sync_data().unwrap();
}

/// A million reviews of a hundred thousand questions, a tenth of them in the first deck.
fn million(dir: &Path) {
    let path = dir.join("million/progress.db");
    let mut store = Store::open(&path, Uuid::nil()).unwrap();
    let count = QUESTIONS * REVIEWS_EACH;
    let merge = timed(|| {
        let events: Vec<Event> = (0..count).map(|n| event(n, n % QUESTIONS)).collect();
        store.merge(&events).unwrap();
    });
    println!("merge of {count} events: {merge:.2?}");
    let size = std::fs::metadata(&path).unwrap().len();
    println!("the file: {} MiB", size >> 20);
    let mut reads = Vec::new();
    let mut rebuild = || {
        let (start, mut read) = (Instant::now(), Duration::ZERO);
        let mut hear = |_, of| read = if of == u64::from(count) { start.elapsed() } else { read };
        let whole = timed(|| store.rebuild(&mut hear).unwrap());
        reads.push(read);
        whole
    };
    let mut rebuilds: Vec<_> = (0..5).map(|_| rebuild()).collect();
    report("reading of the log for it", &mut reads);
    report("rebuild of everything", &mut rebuilds);
    drop(store);
    report("open", &mut (0..9).map(|_| timed(|| drop(Store::open(&path, Uuid::nil())))).collect::<Vec<_>>());
    let store = Store::open(&path, Uuid::nil()).unwrap();
    let mut states: Vec<_> = (0..9).map(|_| timed(|| drop(store.states(None).unwrap()))).collect();
    report("states of 100,000 questions", &mut states);
    let deck = |n: u32| timed(|| assert_eq!(store.answers(Some(&format!("deck{n}"))).unwrap().len(), 10_000));
    report("100,000 answers of 10,000 questions", &mut (0..9).map(deck).collect::<Vec<_>>());
    let due = || timed(|| drop(store.due_counts(Day(19_700), 60).unwrap()));
    report("due counts over 100,000 questions", &mut (0..9).map(|_| due()).collect::<Vec<_>>());
    let check = timed(|| assert!(store.check().unwrap().is_sound()));
    println!("check of everything: {check:.2?}");
}

fn event(n: u32, question: u32) -> Event {
    let Draft { id, clock, offset_minutes, day, body } = draft(n, question);
    let (device, extra) = (Uuid::from_u128(9), Text::default());
    Event { id, device, sequence: u64::from(n) + 1, time: clock, clock, offset_minutes, day, body, extra }
}

fn draft(n: u32, question: u32) -> Draft {
    let rating = if n.is_multiple_of(7) { Rating::Again } else { Rating::Good };
    let review = Review {
        rating,
        score: 1.0,
        outcome: Outcome::Right,
        rule: Rule::Equal,
        response: Response::Text(Text::from("Basic Act on Cybersecurity")),
        confused_with: None,
        hints: 0,
        seconds: 4.25,
        mode: Mode::Typed,
        purpose: Purpose::Study,
        session: Uuid::from_u128(77),
        meaning: 0xABCD_EF01_2345_6789,
        due: Some(Day(19_700)),
        retrievability: Some(0.9),
    };
    let deck = format!("deck{}", question % 10);
    let subject = Subject { deck: deck.into(), question: format!("a-question-{question}").into() };
    let clock = Timestamp(START + i64::from(n) * 60_000);
    let day = Day(19_675 + i32::try_from(n / 1_440).unwrap());
    let id = Uuid::from_u128((clock.0 as u128) << 80 | 0x7000 << 64 | u128::from(n));
    Draft { id, clock, offset_minutes: 60, day, body: Body::Review(subject, Box::new(review)) }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn report(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("{what}: median {:.2?}, p99 {:.2?}", at(50), at(99));
}
