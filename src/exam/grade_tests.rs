use super::*;
use crate::deck::parse;
use crate::event::exam::End;
use crate::exam::result_file::{self, tests::written};
use crate::exam::sample;
use crate::exam::seal::tests::sealed;
use crate::question::lexicon;
use crate::source::SourceFile;

fn sheet(paper: &str, name: &str, date: &str) -> Sheet {
    let (_, _, key) = sealed();
    let text = written(paper, name, &["azure", date, "12"], &[0, 1, 3], Some(End::HandedIn));
    result_file::read(text.as_bytes(), &key.paper_sha256, key.paper(), &key.paper().paper()).0.unwrap()
}

/// The sample with one thing written in another way.
fn mended(from: &str, to: &str) -> Deck {
    let text = sample::text();
    assert!(text.contains(from));
    let parsed = parse(&[SourceFile::new("deck.toml", text.replacen(from, to, 1))]);
    assert!(!parsed.has_errors(), "{:?}", parsed.diagnostics);
    parsed.deck
}

fn graded(now: &Deck, dates: &[&str]) -> (Vec<Grade>, Vec<Change>) {
    let (then, paper, key) = sealed();
    let [new, old] = [now, &then].map(|deck| lexicon(&deck.terms, &deck.questions));
    let then = Side { deck: &then, lexicon: &old };
    let mut marker = Marker::new(&key, Side { deck: now, lexicon: &new }, Some(then));
    let names = ["Ann", "Bob", "Cid"];
    let grades = dates
        .iter()
        .zip(names)
        .map(|(date, name)| marker.mark(&sheet(&paper, name, date)))
        .collect::<Vec<_>>();
    grades.iter().for_each(|grade| marker.count(grade));
    (grades, marker.changes())
}

#[test]
fn a_sitting_is_marked_with_the_deck() {
    let (then, ..) = sealed();
    let (grades, changes) = graded(&then, &["2014-11-12"]);
    let scores = [Score::Counted(1.0), Score::Counted(1.0), Score::Blank, Score::Counted(0.0)];
    assert_eq!(grades[0].scores, scores);
    // 1 + 2 of 5 points.
    assert_eq!((grades[0].total.percent, grades[0].total.passed), (Some(60.0), Some(true)));
    assert_eq!(changes, []);
    assert!(grades[0].items[1].judged.as_ref().unwrap().verdict.is_some());
    assert_eq!(grades[0].items[0].seconds, 60.0);
}

#[test]
fn a_mended_key_says_what_it_changed_and_for_how_many() {
    let (grades, changes) =
        graded(&mended("2014-11-12", "2015-11-12"), &["2014-11-12", "2015-11-12", "1999-01-01"]);
    assert_eq!(changes.len(), 1);
    let change = &changes[0];
    assert_eq!((change.number, change.id.raw(), change.up, change.down), (2, "date", 1, 1));
    let (was, is) = change.answer.as_ref().unwrap();
    assert_eq!((was.raw(), is.raw()), ("12 November 2014", "12 November 2015"));
    assert_eq!((grades[0].total.percent, grades[0].then), (Some(20.0), Some(60.0)));
    assert_eq!((grades[1].total.percent, grades[1].then), (Some(60.0), Some(20.0)));
    assert_eq!((grades[2].total.percent, grades[2].then), (Some(20.0), Some(20.0)));
}

#[test]
fn a_question_that_is_gone_counts_for_nobody() {
    let text = sample::text().replacen("id = \"date\"", "id = \"another\"", 1);
    let parsed = parse(&[SourceFile::new("deck.toml", text)]);
    let (grades, changes) = graded(&parsed.deck, &["2014-11-12"]);
    assert_eq!((grades[0].scores[1], changes[0].dropped), (Score::Dropped, true));
    assert_eq!((changes[0].up, changes[0].down), (0, 0), "nobody has less for what counts for nobody");
    // 1 of the 3 points that are left.
    assert_eq!((grades[0].total.percent, grades[0].then), (Some(33.3), Some(60.0)));
    // A new wording changes no mark, and is told.
    let (_, changes) = graded(&mended("How many members?", "How many members are there?"), &["2014-11-12"]);
    assert_eq!((changes[0].number, changes[0].up, changes[0].down, &changes[0].answer), (4, 0, 0, &None));
}

#[test]
fn new_words_for_an_option_take_no_marks() {
    // “azure” was picked.
    let (grades, changes) = graded(&mended("choose = \"azure\"", "choose = \"sky blue\""), &["2014-11-12"]);
    assert_eq!(grades[0].scores[0], Score::Counted(1.0));
    assert_eq!((changes.len(), changes[0].up, changes[0].down, changes[0].as_sealed), (1, 0, 0, false));
    let gone = mended(
        "choose = \"azure\"\nwrong = [\"crimson\", \"emerald\"]",
        "choose = \"violet\"\nwrong = [\"azure\", \"crimson\", \"emerald\"]",
    );
    let (grades, changes) = graded(&gone, &["2014-11-12"]);
    assert_eq!((grades[0].scores[0], changes[0].as_sealed), (Score::Counted(1.0), true));
}

#[test]
fn what_judges_no_response_is_no_change() {
    let (_, changes) = graded(
        &mended("tags = [\"typed\"]\npoints = 2", "tags = [\"typed\", \"law\"]\npoints = 3"),
        &["2014-11-12"],
    );
    assert_eq!(changes, []);
}
