use expect_test::expect;

use super::*;
use crate::judge::Rule;
use crate::question::ask::{Ask, Rating, Response};
use crate::session::Judged;
use crate::terminal::reply;
use crate::terminal::samples::{any_text, asked, judged, summary, texts};

/// What the student gives and what the screen shows.
fn reads(typed: &str, ask: &Ask) -> (Vec<Input>, String) {
    let asked = asked("kind", "Prompt?", ask.clone());
    let mut shown = Vec::new();
    let mut plain = Plain::new(typed.as_bytes(), &mut shown, Style::PLAIN, Pause::Go);
    let mut inputs = Vec::new();
    while inputs.last() != Some(&Input::Quit) {
        inputs.push(plain.read(Waiting::Answer(&asked)).unwrap());
    }
    (inputs, String::from_utf8(shown).unwrap())
}

fn responds(typed: &str, ask: &Ask) -> Vec<Response> {
    let inputs = reads(typed, ask).0;
    inputs.into_iter().filter_map(|i| if let Input::Respond(r) = i { Some(r) } else { None }).collect()
}

fn list(all: &[&str]) -> Response {
    Response::Texts(texts(all))
}

#[test]
fn every_shape_takes_its_lines() {
    let text = Response::Text("May 2010".into());
    assert_eq!(responds("\n:nonsense\n May 2010 \n", &any_text()), [text]);
    assert_eq!(responds("::x\n?\n", &any_text()), [Response::Text(":x".into()), Response::Unknown]);
    let options = texts(&["a", "b", "c"]);
    assert_eq!(responds("9\n2\n", &Ask::PickOne { options: options.clone() }), [Response::Text("b".into())]);
    assert_eq!(responds("3,1\n", &Ask::PickSome { options: options.clone() }), [list(&["a", "c"])]);
    assert_eq!(responds("3 1\n3 1 2\n", &Ask::Order { items: options }), [list(&["c", "a", "b"])]);
}

#[test]
fn lists_end_by_themselves_or_by_an_empty_line() {
    let any = Ask::Texts { count: 2, labels: Vec::new() };
    assert_eq!(responds("\none\ntwo\nthree\n\n", &any), [list(&["one", "two"]), list(&["three"])]);
    let blanks = Ask::Texts { count: 2, labels: texts(&["1", "2"]) };
    assert_eq!(responds("\nJuly\n", &blanks), [list(&["", "July"])]);
}

#[test]
fn a_hint_in_the_middle_keeps_what_was_given() {
    let any = Ask::Texts { count: 2, labels: Vec::new() };
    let (inputs, _) = reads("one\n:hint\ntwo\n", &any);
    assert_eq!(inputs, [Input::Hint, Input::Respond(list(&["one", "two"])), Input::Quit]);
}

#[test]
fn pairs_at_once_or_one_by_one() {
    let ask = Ask::Match { left: texts(&["l1", "l2"]), right: texts(&["r1", "r2", "r3"]) };
    let expected = reply::pairs(&texts(&["l1", "l2"]), &texts(&["r2", "r1"]));
    for typed in ["2 1\n", "2\n7\n\nr1\n"] {
        assert_eq!(responds(typed, &ask), std::slice::from_ref(&expected));
    }
    // What is known already is kept; who knows none of them says so at the first.
    let first = Response::Pairs(vec![("l1".into(), "r2".into())]);
    assert_eq!(responds("2\n?\n", &ask), [first]);
    assert_eq!(responds("?\n", &ask), [Response::Unknown]);
}

#[test]
fn a_card_is_shown_then_graded() {
    let mut card = asked("card", "Explain", Ask::Reveal);
    card.back = Some("the back\x07".into());
    let mut shown = Vec::new();
    let mut plain =
        Plain::new("\n\ngood\nmy own answer\n4\n".as_bytes(), &mut shown, Style::PLAIN, Pause::Go);
    for grade in [Rating::Good, Rating::Easy] {
        plain.show(&Effect::Ask(Box::new(card.clone()))).unwrap();
        let read = plain.read(Waiting::Answer(&card)).unwrap();
        assert_eq!(read, Input::Respond(Response::Recalled(grade)));
    }
    expect![[r#"

        Deck: Japan's cybersecurity strategy
        [3/20] card | due | 2 of 2 right | 4 min left
        Explain
        Recall the answer, then press Enter to see it.
        > 
        Back: the back�
        1 again, 2 hard, 3 good, 4 easy > 
        Say how well you knew it: 1 again, 2 hard, 3 good, 4 easy.
        1 again, 2 hard, 3 good, 4 easy > good

        [3/20] card | due | 2 of 2 right | 4 min left
        Explain
        Recall the answer, then press Enter to see it.
        > my own answer
        Back: the back�
        1 again, 2 hard, 3 good, 4 easy > 4
    "#]]
    .assert_eq(&String::from_utf8(shown).unwrap());
}

#[test]
fn the_end_of_the_input_quits_everywhere() {
    for ask in [any_text(), Ask::Reveal, Ask::Texts { count: 3, labels: Vec::new() }] {
        assert_eq!(reads("", &ask).0, [Input::Quit]);
    }
}

/// Shows a verdict, then reads as the session would.
fn after(verdict: &Judged, typed: &str, pause: Pause) -> Input {
    let mut plain = Plain::new(typed.as_bytes(), Vec::new(), Style::PLAIN, pause);
    plain.show(&Effect::Judged(Box::new(verdict.clone()))).unwrap();
    plain.read(Waiting::Read(verdict)).unwrap()
}

#[test]
fn a_person_reads_the_verdict_a_pipe_goes_on() {
    let wrong = judged("x", "y", 0.0, Rule::Different);
    let right = judged("y", "y", 1.0, Rule::Equal);
    assert_eq!(after(&wrong, "!\n", Pause::Go), Input::Next);
    assert_eq!(after(&wrong, "\n", Pause::Wait), Input::Next);
    assert_eq!(after(&wrong, "!\n", Pause::Wait), Input::Overrule(Overrule::Right));
    assert_eq!(after(&right, "!\n", Pause::Wait), Input::Overrule(Overrule::Wrong));
    assert_eq!(after(&right, "May 2010\ne\n", Pause::Wait), Input::Overrule(Overrule::Easy));
    assert_eq!(after(&right, "", Pause::Wait), Input::Quit);
}

#[test]
fn in_a_pipe_the_next_question_takes_the_word_on_the_last_verdict() {
    let ask = asked("text", "Next?", any_text());
    let mut plain = Plain::new("!\n:undo\nx\n".as_bytes(), Vec::new(), Style::PLAIN, Pause::Go);
    plain.show(&Effect::Judged(Box::new(judged("x", "y", 0.7, Rule::Close)))).unwrap();
    let inputs: Vec<Input> = (0..3).map(|_| plain.read(Waiting::Answer(&ask)).unwrap()).collect();
    let said = Input::Overrule(Overrule::Right);
    assert_eq!(inputs, [said, Input::Undo, Input::Respond(Response::Text("x".into()))]);
    let (inputs, shown) = reads("!\n:easy\n", &any_text());
    assert_eq!(inputs, [Input::Quit]);
    assert_eq!(shown.matches("There is no verdict to overrule yet.").count(), 2);
}

#[test]
fn a_whole_exchange_reads_well() {
    let ask = asked("date", "When was the first strategy published?", any_text());
    let mut shown = Vec::new();
    let mut plain = Plain::new("\n:hint\n\x1bMay 2011\n".as_bytes(), &mut shown, Style::PLAIN, Pause::Go);
    plain.show(&Effect::Ask(Box::new(ask.clone()))).unwrap();
    assert_eq!(plain.read(Waiting::Answer(&ask)).unwrap(), Input::Hint);
    plain.show(&Effect::Hint("It was spring.".into())).unwrap();
    assert!(matches!(plain.read(Waiting::Answer(&ask)).unwrap(), Input::Respond(_)));
    let verdict = judged("May 2011", "May 2010", 0.0, Rule::Different);
    plain.show(&Effect::Judged(Box::new(verdict.clone()))).unwrap();
    assert_eq!(plain.read(Waiting::Read(&verdict)).unwrap(), Input::Next);
    plain.show(&Effect::Finished(Box::new(summary()))).unwrap();
    expect![[r#"

        Deck: Japan's cybersecurity strategy
        [3/20] date | due | 2 of 2 right | 4 min left
        When was the first strategy published?
        Expected: month and year
        > 
        Nothing given. Type ? if you don't know, :help for the commands.
        > :hint
        Hint: It was spring.
        > �May 2011
        x Wrong
          You said: May 2011
          Answer:   May 2010
          Counts as again: again in 3 days (26 November).

        12 answered in 6 min, 9 right first time (75 %), 1 nearly, 2 wrong, 2 new.
        1 question still to be answered right.
        Tomorrow (24 November): 14 due. In 3 days (26 November): 2 due. 20 not seen yet.
    "#]]
    .assert_eq(&String::from_utf8(shown).unwrap());
}

#[test]
fn an_answer_not_saved_is_kept_as_long_as_a_person_wants() {
    let full = Error::new("the disk is full");
    let tries = |typed: &str, pause| {
        Plain::new(typed.as_bytes(), Vec::new(), Style::PLAIN, pause).not_saved(&full).unwrap()
    };
    assert!(tries("\n", Pause::Wait));
    assert!(!tries(":quit\n", Pause::Wait) && !tries("", Pause::Wait) && !tries("\n", Pause::Go));
}
