use expect_test::expect;
use proptest::prelude::*;

use super::*;
use crate::judge::{Confusion, Part, Rule};
use crate::question::ask::{Ask, Rating, Response};
use crate::session::Overrule;
use crate::terminal::samples::{any_text, asked, judged, summary, texts};
use crate::text::Text;

fn responds(line: &str, ask: &Ask) -> std::result::Result<Response, String> {
    match hear(line, ask) {
        Ok(Heard::Input(Input::Respond(response))) => Ok(response),
        Ok(other) => Err(format!("{other:?}")),
        Err(message) => Err(message),
    }
}

#[test]
fn every_shape_is_heard() {
    let ab = texts(&["a", "b"]);
    let (one, some) = (Ask::PickOne { options: ab.clone() }, Ask::PickSome { options: ab.clone() });
    let order = Ask::Order { items: ab.clone() };
    let pairs = Ask::Match { left: ab.clone(), right: texts(&["x", "y", "z"]) };
    let list = Ask::Texts { count: 2, labels: Vec::new() };
    let text = |text: &str| Ok(Response::Text(text.into()));
    let both = |first: &str, second: &str| Ok(Response::Texts(texts(&[first, second])));
    assert_eq!(responds(r#"{"response":"May 2010"}"#, &any_text()), text("May 2010"));
    assert_eq!(responds(r#"{"response":2010}"#, &any_text()), text("2010"));
    assert_eq!(responds(r#"{"unknown":true}"#, &any_text()), Ok(Response::Unknown));
    let truth = Ask::PickOne { options: texts(&["True", "False"]) };
    assert_eq!(responds(r#"{"response":true}"#, &truth), text("True"));
    assert_eq!(responds(r#"{"response":false}"#, &truth), text("False"));
    assert_eq!(responds(r#"{"pick":2}"#, &one), text("b"));
    assert_eq!(responds(r#"{"response":"a"}"#, &one), text("a"));
    assert_eq!(responds(r#"{"picks":[1,2]}"#, &some), both("a", "b"));
    assert_eq!(responds(r#"{"response":["b","a"]}"#, &some), both("b", "a"));
    assert_eq!(responds(r#"{"picks":[2,1]}"#, &order), both("b", "a"));
    assert_eq!(responds(r#"{"response":["one","two"]}"#, &list), both("one", "two"));
    let expected = Ok(reply(&["a", "b"], &["z", "x"]));
    assert_eq!(responds(r#"{"picks":[3,1]}"#, &pairs), expected);
    assert_eq!(responds(r#"{"response":{"a":"z","b":"x"}}"#, &pairs), expected);
    assert_eq!(responds(r#"{"response":[["a","z"],["b","x"]]}"#, &pairs), expected);
    assert_eq!(responds(r#"{"rating":"good"}"#, &Ask::Reveal), Ok(Response::Recalled(Rating::Good)));
}

fn reply(left: &[&str], right: &[&str]) -> Response {
    crate::terminal::reply::pairs(&texts(left), &texts(right))
}

#[test]
fn what_does_not_fit_is_refused_with_a_reason() {
    let one = Ask::PickOne { options: texts(&["a", "b"]) };
    let reason = |line: &str, ask: &Ask| hear(line, ask).unwrap_err();
    let reasons = [
        reason("{", &one),
        reason("{}", &one),
        reason(r#"{"pick":1,"unknown":true}"#, &one),
        reason(r#"{"pick":3}"#, &one),
        reason(r#"{"pick":0}"#, &one),
        reason(r#"{"response":"c"}"#, &one),
        reason(r#"{"response":["a"]}"#, &one),
        reason(r#"{"response":" "}"#, &any_text()),
        reason(r#"{"answer":"a"}"#, &one),
        reason(r#"{"rating":"good"}"#, &one),
        reason(r#"{"picks":[1,1]}"#, &Ask::Order { items: texts(&["a", "b"]) }),
        reason(r#"{"response":"x"}"#, &Ask::Reveal),
    ];
    expect![[r#"
        not a usable line: EOF while parsing an object at line 1 column 1
        one of response, pick, picks, rating, unknown (true), command, note, mnemonic is awaited, and only one
        one of response, pick, picks, rating, unknown (true), command, note, mnemonic is awaited, and only one
        there is no number 3, they go from 1 to 2
        there is no number 0, they go from 1 to 2
        "c" is none of those on offer
        a pick, or a response of one option is awaited
        nothing is given; {"unknown":true} says that the student does not know
        not a usable line: unknown field `answer`, expected one of `response`, `pick`, `picks`, `rating`, `unknown`, `command`, `note`, `mnemonic` at line 1 column 9
        a pick, or a response of one option is awaited
        picks, or a response of a list of all items, each once, is awaited
        a rating is awaited: again, hard, good or easy"#]].assert_eq(&reasons.join("\n"));
}

#[test]
fn a_session_in_json_lines() {
    let ask = asked("date", "When?\x1b\u{202e}", any_text());
    let typed = "nonsense\n{\"command\":\"overrule-right\"}\n{\"command\":\"next\"}\n{\"command\":\"hint\"}\n\
                 {\"response\":\"May 2011\"}\n{\"command\":\"overrule-right\"}\n";
    let mut shown = Vec::new();
    let mut jsonl = Jsonl::new(typed.as_bytes(), &mut shown);
    jsonl.show(&Effect::Ask(Box::new(ask.clone()))).unwrap();
    assert_eq!(jsonl.read(Waiting::Answer(&ask)).unwrap(), Input::Hint);
    jsonl.show(&Effect::Hint("It was spring.".into())).unwrap();
    let response = Response::Text("May 2011".into());
    assert_eq!(jsonl.read(Waiting::Answer(&ask)).unwrap(), Input::Respond(response));
    let mut verdict = judged("May 2011", "May 2010", 0.0, Rule::Different);
    verdict.verdict.confusion = Some(Confusion {
        name: "the second strategy".into(),
        about: None,
        term: None,
        question: Some("second".into()),
    });
    verdict.verdict.parts = vec![Part { expected: None, given: Some(Text::from("x")), score: 0.0 }];
    jsonl.show(&Effect::Judged(Box::new(verdict.clone()))).unwrap();
    assert_eq!(jsonl.read(Waiting::Read(&verdict)).unwrap(), Input::Next);
    assert_eq!(jsonl.read(Waiting::Answer(&ask)).unwrap(), Input::Overrule(Overrule::Right));
    assert_eq!(jsonl.read(Waiting::Answer(&ask)).unwrap(), Input::Quit);
    for effect in [Effect::NoHint, Effect::Overruled(Rating::Good, None), Effect::Undone, Effect::Suspended] {
        jsonl.show(&effect).unwrap();
    }
    jsonl.show(&Effect::Finished(Box::new(summary()))).unwrap();
    let shown = String::from_utf8(shown).unwrap();
    expect![[r#"
        {"type":"question","deck":"Japan's cybersecurity strategy","id":"q","kind":"date","prompt":"When?\u001b\u202e","ask":{"shape":"text","form":"month and year"},"standing":"due","changed":false,"hints":1,"back":null,"progress":{"done":2,"of":20,"answered":2,"owed":0,"right":2,"seconds":61.0,"limit_seconds":300.0}}
        {"type":"error","message":"not a usable line: an object is awaited"}
        {"type":"error","message":"there is no verdict to overrule yet"}
        {"type":"hint","text":"It was spring."}
        {"type":"verdict","outcome":"wrong","score":0.0,"rule":"different","rating":"again","response":"May 2011","answer":"May 2010","difference":null,"feedback":null,"confusion":{"name":"the second strategy","about":null,"term":null,"question":"second"},"parts":[{"expected":null,"given":"x","score":0.0}],"explanation":null,"source":null,"note":null,"due":{"date":"2026-11-26","days":3},"again":false,"leech":false,"progress":{"done":0,"of":0,"answered":0,"owed":0,"right":0,"seconds":0.0,"limit_seconds":null}}
        {"type":"no-hint"}
        {"type":"overruled","rating":"good","due":null}
        {"type":"undone"}
        {"type":"suspended"}
        {"type":"summary","session":"00000000-0000-0000-0000-000000000000","questions":12,"answers":15,"right":9,"near":1,"wrong":2,"new":2,"seconds":372.0,"left":1,"unasked":0,"next":[{"date":"2026-11-24","days":1,"due":14},{"date":"2026-11-26","days":3,"due":2}],"unseen":20,"cram":false}
    "#]].assert_eq(&shown);
    assert!(shown.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}

#[test]
fn what_is_not_saved_is_tried_again_on_demand() {
    let full = Error::new("the disk is full");
    let tries = |typed: &str| Jsonl::new(typed.as_bytes(), Vec::new()).not_saved(&full).unwrap();
    assert!(tries("{\"response\":\"x\"}\n{\"command\":\"retry\"}\n"));
    assert!(!tries("{\"command\":\"quit\"}\n") && !tries(""));
}

proptest! {
    #[test]
    fn no_line_breaks_it_and_all_text_survives(line in "\\PC{0,30}", prompt in "\\PC{0,20}[\u{0}-\u{9f}]{0,4}") {
        for ask in [any_text(), Ask::Reveal, Ask::Order { items: texts(&["a"]) }] {
            let _ = hear(&line, &ask);
        }
        let ask = Effect::Ask(Box::new(asked("text", &prompt, any_text())));
        let out = Out::of(&ask).unwrap().line().unwrap();
        prop_assert!(!out.trim_end_matches('\n').contains(|c| crate::text::is_hostile(c) || c == '\n'));
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        prop_assert_eq!(value["prompt"].as_str(), Some(prompt.as_str()));
    }
}
