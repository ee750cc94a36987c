//! Tests of comparing decks.

use super::*;
use crate::deck::parse;
use crate::source::SourceFile;
use std::fmt::Write as _;

fn deck(questions: &str) -> Deck {
    let text = format!("format = 1\n[deck]\nid = \"d\"\ntitle = \"D\"\nversion = \"1\"\n{questions}");
    let parsed = parse(&[SourceFile::new("deck.toml", text)]);
    let errors: Vec<_> = parsed.diagnostics.iter().map(|found| found.message.raw()).collect();
    assert!(!parsed.has_errors(), "{errors:?}");
    parsed.deck
}

fn question(id: &str, prompt: &str, rest: &str) -> String {
    format!("[[question]]\nid = \"{id}\"\nprompt = \"{prompt}\"\n{rest}\n")
}

/// The differences in short: `~` wording, `!` key, `=` id, `.` rest, `+` new, `-` gone, `?` alike.
fn short(old: &Deck, new: &Deck) -> Vec<String> {
    let diff = diff(old, new);
    let mark = |change| match change {
        Change::Key => '!',
        Change::Wording => '~',
        Change::Id => '=',
        Change::Rest => '.',
    };
    let kept = diff.kept.iter().map(|kept| {
        let keys: String = kept.keys.iter().map(|key| format!(" {key}")).collect();
        format!("{}{}{keys}", mark(kept.change), kept.new.id)
    });
    let fresh = diff.fresh.iter().map(|question| format!("+{}", question.id));
    let gone = diff.gone.iter().map(|question| format!("-{}", question.id));
    let alike = diff.alike.iter().map(|alike| format!("?{} {}", alike.old.id, alike.new.id));
    kept.chain(fresh).chain(gone).chain(alike).collect()
}

#[test]
fn every_change_has_its_kind() {
    let old = [
        question("a", "Which act was it?", "answer = \"Basic Act\""),
        question("b", "Who led?", "answer = \"Abe\""),
        question("c", "When was NISC founded?", "date = \"2005\""),
        question("d", "How many?", "answer = 13"),
        question("e", "Is it so?", "answer = true"),
        question("f", "Which body?", "answer = \"NISC\""),
    ];
    let new = [
        question("e", "Is it so?", "answer = true"),
        question("a", "Which law was it?", "answer = \"Basic Act\""),
        question("b", "Who led?", "answer = \"Suga\"\nhint = \"Later.\""),
        question("nisc", "When was NISC founded?", "was = [\"c\"]\ndate = \"2005\""),
        question("d", "How many?", "answer = 13\ntolerance = 1\ntags = [\"x\"]"),
        question("g", "What does a zero-day exploit use?", "answer = \"an unknown flaw\""),
    ];
    let (old, new) = (deck(&old.concat()), deck(&new.concat()));
    assert_eq!(short(&old, &new), ["~a", "!b hint", "=nisc", ".d tolerance tags", "+g", "-f"]);
    let diff = diff(&old, &new);
    assert_eq!((diff.same, diff.is_empty()), (1, false));
}

#[test]
fn a_deck_is_the_same_as_itself_in_another_order() {
    let (one, two) = (question("a", "A?", "answer = \"x\""), question("b", "B?", "answer = \"y\""));
    let (old, new) = (deck(&format!("{one}{two}")), deck(&format!("{two}{one}")));
    assert!(diff(&old, &new).is_empty());
    assert_eq!(diff(&old, &new).same, 2);
}

#[test]
fn an_id_lost_by_a_careless_edit_is_found_again() {
    let old = [
        question("first-strategy", "When was the first strategy published?", "date = \"2010\""),
        question("second-strategy", "When was the second strategy published?", "date = \"2013\""),
        question("nisc", "When was NISC founded?", "date = \"2005\""),
        question("law", "Which law defined cybersecurity?", "answer = \"Basic Act\""),
        question("truth", "Japan is a member of NATO.", "answer = false"),
    ];
    let new = [
        question("strategy-1", "When was the first strategy published?", "date = \"2010\""),
        question("strategy-2", "When was the second strategy published?", "date = \"2013\""),
        question("act", "Which act first defined what cybersecurity is?", "answer = \"Basic Act\""),
        question("other", "Tallinn hosts the centre of excellence.", "answer = false"),
    ];
    let expected = ["?first-strategy strategy-1", "?second-strategy strategy-2", "?law act"];
    let found = short(&deck(&old.concat()), &deck(&new.concat()));
    let alike: Vec<_> = found.into_iter().filter(|line| line.starts_with('?')).collect();
    assert_eq!(alike, expected);
}

#[test]
fn head_and_exams_are_compared() {
    let exam = |draw| {
        format!("[[exam]]\nid = \"m\"\ntitle = \"M\"\nsection = [{{ title = \"S\", draw = {draw} }}]\n")
    };
    let two = question("a", "A?", "answer = \"x\"") + &question("b", "B?", "answer = \"y\"");
    let (old, mut new) = (deck(&(two.clone() + &exam(1))), deck(&(two.clone() + &exam(2))));
    new.version = Text::from("2");
    let found = diff(&old, &new);
    assert_eq!(found.exams, [("m", ExamChange::Changed)]);
    assert_eq!(found.head, [Line { key: "version", old: Text::from("1"), new: Text::from("2") }]);
    let none = deck(&two);
    assert_eq!(diff(&old, &none).exams, [("m", ExamChange::Gone)]);
    assert_eq!(diff(&none, &old).exams, [("m", ExamChange::New)]);
}

#[test]
fn a_large_deck_that_lost_all_its_ids_is_compared_in_no_time() {
    let all = |prefix: &str| {
        (0..3_000).fold(String::new(), |mut text, n| {
            let topic = ["law", "centre", "budget", "treaty", "exercise"][n % 5];
            let _ = write!(text, "[[question]]\nid = \"{prefix}{n}\"\nprompt = \"Which {topic} has number {n}?\"\nanswer = \"the {topic} {n}\"\n");
            text
        })
    };
    let (old, new) = (deck(&all("a")), deck(&all("b")));
    let found = diff(&old, &new);
    assert_eq!(found.alike.len(), 3_000);
    assert!(found.alike.iter().all(|alike| alike.old.id[1..] == alike.new.id[1..]));
}
