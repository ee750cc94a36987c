use expect_test::expect;

use super::*;
use crate::exam::{Notice, Overview, Put, Row};
use crate::question::{Ask, Response};
use crate::terminal::samples::texts;
use crate::terminal::{Pause, Style};
use crate::text::Text;

fn put(ask: Ask) -> Put {
    Put {
        number: 3,
        of: 20,
        section: "Institutions".into(),
        opens: true,
        points: 2.5,
        prompt: "Who hosts the \u{1b}[2Jcentre?".into(),
        ask,
        given: None,
        flagged: true,
        answered: 2,
        left_seconds: Some(1_401.0),
    }
}

fn list() -> Put {
    put(Ask::Texts { count: 3, labels: Vec::new() })
}

/// What comes from these lines, until they end.
fn inputs(put: &Put, lines: &str) -> Vec<Input> {
    let mut output = Vec::new();
    let pipe = Pipe::new(lines.as_bytes(), &mut output, Style::PLAIN, Pause::Go);
    let mut room = Exam::new(pipe);
    let mut inputs = Vec::new();
    while inputs.last() != Some(&Input::Leave) {
        inputs.push(room.read(Waiting::Question(put)).unwrap());
    }
    inputs
}

fn given(parts: &[&str]) -> Input {
    Input::Respond(Response::Texts(texts(parts)))
}

#[test]
fn what_was_typed_of_a_list_is_kept_when_a_command_comes_in_between() {
    let next = given(&["a", "b", "c"]);
    assert_eq!(inputs(&list(), "a\n:flag\nb\nc\n"), [Input::Flag, next, Input::Leave]);
    assert_eq!(inputs(&list(), "a\n:back\n"), [given(&["a"]), Input::Go(2), Input::Leave]);
    assert_eq!(inputs(&list(), "a\n:7\n"), [given(&["a"]), Input::Go(7), Input::Leave]);
    assert_eq!(inputs(&list(), "a\nb\n"), [given(&["a", "b"]), Input::Leave], "at the end of the input too");
    assert_eq!(inputs(&list(), "a\n:clear\n"), [Input::Clear, Input::Leave]);
    assert_eq!(inputs(&list(), "\n:done\n"), [Input::Next, Input::Done, Input::Leave]);
    let last = Put { number: 20, ..list() };
    assert_eq!(inputs(&last, "a\n:done\n"), [given(&["a"]), Input::Leave], "the overview comes by itself");
}

#[test]
fn a_draft_belongs_to_its_question() {
    let mut output = Vec::new();
    let mut room =
        Exam::new(Pipe::new("a\n:flag\nx\ny\nz\n".as_bytes(), &mut output, Style::PLAIN, Pause::Go));
    assert_eq!(room.read(Waiting::Question(&list())).unwrap(), Input::Flag);
    let other = Put { number: 4, ..list() };
    assert_eq!(room.read(Waiting::Question(&other)).unwrap(), given(&["x", "y", "z"]));
}

#[test]
fn a_question_in_an_exam() {
    let asked = put(Ask::PickOne { options: texts(&["NISC", "Cabinet"]) });
    let asked = Put { given: Some(Response::Text("NISC".into())), ..asked };
    expect![[r#"

        Section: Institutions
        [3/20] 23 min left | flagged | 2.5 points | 2 answered
        Who hosts the �[2Jcentre?
          1) NISC
          2) Cabinet
        Your answer by now: NISC
        Pick one.
    "#]]
    .assert_eq(&Style::PLAIN.render(&view::question(&asked, true, Style::PLAIN)));
    let narrow = Style { width: 24, ..Style::PLAIN };
    assert_eq!(narrow.paint(&view::header(&asked, narrow)), "[3/20] 23 min left");
}

#[test]
fn the_overview_in_an_exam() {
    let row = |section, answered, flagged| Row { section, answered, flagged };
    let overview = Overview {
        rows: vec![row(0, true, false), row(0, false, true), row(1, true, true)],
        sections: vec![Text::from("Dates"), Text::from("People")],
        left_seconds: Some(61.2),
    };
    expect![[r#"

        2 of 3 answered | 1 blank | 2 flagged | 61 s left
          Dates
            1+ 2.!
          People
            3+!
          + answered, . blank, ! flagged
    "#]]
    .assert_eq(&Style::PLAIN.render(&view::overview(&overview, Style::PLAIN)));
}

#[test]
fn words_in_an_exam() {
    assert_eq!(view::time(None), "no time limit");
    assert_eq!([view::figure(0.5), view::figure(2.0), view::figure(1.0 / 3.0)], ["0.5", "2", "0.33"]);
    let unclear = Notice::Unclear("this day can be read in two ways".to_owned());
    expect!["Kept, but it is not clear: This day can be read in two ways. Answer again to make it clear."]
        .assert_eq(&view::notice(&unclear));
}
