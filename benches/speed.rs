//! What stands between a command and the first question, and what statistics cost: `cargo bench --bench speed`.
//!
//! One answer on disk and the rebuild of everything are measured in `store.rs`; whole processes on what
//! `examples/big_home.rs` makes.
#![expect(clippy::unwrap_used, reason = "a measurement")]

use std::fmt::Write as _;
use std::sync::Arc;

use divan::{Bencher, black_box};
use shiken::deck::{Deck, Index, one, parse};
use shiken::event::Purpose;
use shiken::judge::Outcome;
use shiken::memory::{Memory, Scheduler, State};
use shiken::plan::{Candidate, Limits, queue};
use shiken::question::ask::Rating;
use shiken::question::lexicon;
use shiken::source::SourceFile;
use shiken::stats::{Answer, Background, Known, figures};
use shiken::time::Day;

const TODAY: Day = Day(20_780);
const SIZES: [usize; 2] = [10_000, 100_000];

/// The same allocator as the program has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn files(count: usize) -> Vec<SourceFile> {
    let mut text = "format = 1\n\n[deck]\nid = \"big\"\ntitle = \"Big\"\n".to_owned();
    for n in 0..count {
        let (tag, place) = (n % 97, n * 7919 % 1_000_003);
        write!(
            text,
            "\n[[question]]\nid = \"q{n}\"\nprompt = \"Which treaty was number {n} of the northern province?\"\n\
             answer = \"Treaty of Place{place}\"\nsource = \"book, section {tag}\"\ntags = [\"t{tag}\", \"law\"]\n"
        )
        .unwrap();
    }
    vec![SourceFile::new("deck.toml", text)]
}

fn deck(count: usize) -> Deck {
    parse(&files(count)).deck
}

/// A fifth of them due.
fn states(count: usize) -> Vec<State> {
    let state = |n: usize| {
        let last = Day(TODAY.0 - i32::try_from(n % 40).unwrap() - 1);
        let stability = 5.0 + (n % 50) as f32;
        let memory = Some(Memory { stability, difficulty: 1.0 + (n % 9) as f32 });
        let wait = if n.is_multiple_of(5) { 1 } else { 60 };
        State { memory, last: Some(last), due: Some(last.plus(wait)), reviews: 3, ..State::default() }
    };
    (0..count).map(state).collect()
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn deck_load(bencher: Bencher<'_, '_>, count: usize) {
    bencher.with_inputs(|| files(count)).bench_refs(|files| parse(files));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn first_question_of_a_known_deck(bencher: Bencher<'_, '_>, count: usize) {
    let files = files(count);
    let index = Index::of(&parse(&files).deck);
    bencher.bench(|| one(&files, &index, &index.questions[count / 2]).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn index_from_bytes(bencher: Bencher<'_, '_>, count: usize) {
    let bytes = Index::of(&deck(count)).to_bytes();
    bencher.bench(|| Index::from_bytes(&bytes).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn lexicon_of_a_deck(bencher: Bencher<'_, '_>, count: usize) {
    let deck = deck(count);
    bencher.bench(|| lexicon(&deck.terms, &deck.questions));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn list_of_the_day(bencher: Bencher<'_, '_>, count: usize) {
    let (index, states) = (Index::of(&deck(count)), states(count));
    let candidates: Vec<Candidate<'_>> =
        index.questions.iter().zip(&states).enumerate().map(candidate).collect();
    let scheduler = Scheduler::default();
    bencher.bench(|| queue(black_box(&candidates), TODAY, &Limits::default(), &scheduler, 7));
}

fn candidate<'a>((place, (brief, state)): (usize, (&'a shiken::deck::Brief, &'a State))) -> Candidate<'a> {
    Candidate {
        deck: 0,
        place,
        id: &brief.id,
        kind: &brief.kind,
        tags: &brief.tags,
        sibling: None,
        requires: &[],
        state: Some(state),
    }
}

#[divan::bench(args = [100_000, 1_000_000], sample_count = 10)]
fn statistics(bencher: Bencher<'_, '_>, answers: usize) {
    let states = states(10_000);
    let tags: Vec<Arc<str>> = vec!["law".into(), "chronology".into()];
    let known: Vec<Known<'_>> =
        states.iter().map(|state| Known { tags: &tags, state: Some(state) }).collect();
    let answer = |n: usize| Answer {
        question: Some(n % 10_000),
        day: Day(TODAY.0 - i32::try_from(n / 500 % 365).unwrap()),
        hour: 20,
        rating: if n.is_multiple_of(10) { Rating::Again } else { Rating::Good },
        outcome: Outcome::Right,
        seconds: 6.0,
        purpose: Purpose::Study,
        elapsed_days: Some(5),
        predicted: Some(0.9),
        first_of_day: true,
    };
    let answers: Vec<Answer> = (0..answers).map(answer).collect();
    bencher.bench(|| figures(&answers, &known, &Background::default(), TODAY));
}
