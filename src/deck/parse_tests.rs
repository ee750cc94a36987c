use super::*;
use crate::judge::{Date, When};
use crate::question::kinds::{Blank, Key};

const DECK: &str = include_str!("../../tests/data/all-kinds.toml");

pub(super) fn parsed(text: &str) -> Parsed {
    parse(&[SourceFile::new("deck.toml", text)])
}

fn sound(text: &str) -> Deck {
    let parsed = parsed(text);
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    parsed.deck
}

#[test]
fn every_kind_is_read() {
    let deck = sound(DECK);
    let ids: Vec<&str> = deck.questions.iter().map(|question| &*question.id).collect();
    let expected =
        "basic-act.date basic-act.name law range number truth choice some list order match cloze card";
    assert_eq!(ids.join(" "), expected);
    let by_id = |id: &str| deck.questions.iter().find(|question| *question.id == *id).unwrap();

    let law = by_id("law");
    let Key::Text(key) = &law.key else { panic!() };
    assert_eq!(key.name.text.raw(), "Basic Act on Cybersecurity");
    assert_eq!(
        key.name.accept.iter().map(|a| a.raw()).collect::<Vec<_>>(),
        ["Cybersecurity Basic Act", "the Act"]
    );
    assert_eq!(law.sibling.as_deref(), Some("basic-act"));
    assert_eq!(law.reject[0].raw(), "IT Basic Act");
    assert_eq!(law.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(), ["japan", "law"]);
    assert!((law.points - 2.0).abs() < 1e-9);
    assert!(DECK[law.place.start as usize..law.place.end as usize].starts_with("[[question]]\nid = \"law\""));
    assert!(DECK[..law.place.end as usize].ends_with("requires = [\"range\"]"));

    let Key::Number(number) = &by_id("number").key else { panic!() };
    assert_eq!((number.value, number.shown.raw()), (1300.0, "1300"));
    let Key::Choice(choice) = &by_id("choice").key else { panic!() };
    assert_eq!((choice.draw, choice.several, choice.wrong.len()), (1, false, 0));
    let Key::Choice(some) = &by_id("some").key else { panic!() };
    assert_eq!((some.several, some.wrong[1].text.raw()), (true, "@d"));
    let Key::Cloze(cloze) = &by_id("cloze").key else { panic!() };
    assert_eq!(cloze.text[4].raw(), " {places}.");
    let july = Date { year: 2018, month: Some(7), day: None };
    assert!(matches!(&cloze.blanks[2], Blank::Date { date, .. } if *date == july));
    assert!(matches!(&cloze.blanks[3], Blank::Number { value, .. } if (*value - 45.0).abs() < 1e-9));
    assert_eq!(deck.exams[0].bands[0].0.raw(), "A");
}

#[test]
fn a_term_asks_for_what_it_says() {
    let deck = sound(DECK);
    let [date, name] = &deck.questions[..2] else { panic!() };
    assert_eq!(date.prompt.raw(), "When was “Basic Act on Cybersecurity” published?");
    assert_eq!(
        name.prompt.raw(),
        "Which document is this: the law that first defined cybersecurity in Japan?"
    );
    assert_eq!(name.explanation.as_ref().unwrap().raw(), "Basic Act on Cybersecurity: 2014.");
    assert_eq!(date.source.as_ref().unwrap().raw(), "E. Ukhanova (2021), section 2");
    assert_eq!(date.sibling, name.sibling);
    let Some(When::Point(when)) = deck.terms[1].date else { panic!() };
    assert_eq!((when.year, when.month, when.day), (2000, Some(11), Some(29)));
}

#[test]
fn line_breaks_of_windows_and_a_byte_order_mark_change_nothing() {
    let plain = sound(DECK);
    let windows = sound(&format!("\u{feff}{}", DECK.replace('\n', "\r\n")));
    let meanings = |deck: &Deck| deck.questions.iter().map(|q| (q.id.clone(), q.meaning)).collect::<Vec<_>>();
    assert_eq!(meanings(&plain), meanings(&windows));
    assert!(plain.questions.iter().map(|q| q.meaning).collect::<std::collections::HashSet<_>>().len() == 13);
}

#[test]
fn three_broken_questions_are_three_errors_and_the_rest_is_sound() {
    let text = DECK
        .replace("answer = false", "answer = fals")
        .replace("id = \"law\"", "id = \"law")
        .replace("prompt = \"When?\"", "prompt = \"\"\"When?");
    let parsed = parsed(&text);
    let found: Vec<_> = parsed.diagnostics.iter().map(|d| d.code.id).collect();
    assert_eq!(found, ["E002", "E002", "E002"], "{:#?}", parsed.diagnostics);
    assert_eq!(parsed.deck.questions.len(), 10);
}

#[test]
fn several_files_are_one_deck() {
    let (head, tail) = DECK.split_at(DECK.find("[[question]]").unwrap());
    let files = [SourceFile::new("d/deck.toml", head), SourceFile::new("d/1.toml", tail)];
    let parsed = parse(&files);
    assert!(parsed.diagnostics.is_empty(), "{:#?}", parsed.diagnostics);
    assert_eq!(parsed.deck.questions.len(), 13);
    assert_eq!(parsed.deck.questions[2].place.file, 1);
}

#[test]
fn without_a_head_the_file_names_the_deck() {
    let text = "[[question]]\nid = \"a\"\nprompt = \"?\"\nanswer = \"b\"\n";
    let parsed = parse(&[SourceFile::new("decks/My Deck.toml", text)]);
    assert_eq!(&*parsed.deck.id, "my-deck");
    assert_eq!(parsed.deck.questions.len(), 1);
    assert_eq!(parsed.diagnostics[0].code, codes::NO_DECK);
}

#[test]
fn many_questions_on_two_threads_are_those_of_one() {
    let mut text = String::from("format = 1\n[deck]\nid = \"x\"\ntitle = \"x\"\n");
    for i in 0..6000 {
        let odd = if i % 997 == 5 { "nope = 1\n" } else { "" };
        text.push_str(&format!("[[question]]\nid = \"q{i}\"\nprompt = \"What is the number {i} of them all, please?\"\nanswer = \"a{i}\"\n{odd}"));
    }
    let files = [SourceFile::new("x.toml", text)];
    let parsed = parse(&files);
    assert_eq!(parsed.deck.questions.len(), 5993);
    assert!(parsed.deck.questions.iter().is_sorted_by_key(|question| question.place.start));
    assert_eq!(parsed.diagnostics.len(), 7);
}
