//! The door of an exam for programs: JSON Lines, as `docs/jsonl.md` describes them.
//!
//! A `question`, a `certainty` or an `overview` goes out, then one line is awaited. Responses come in as in study; the
//! ways to go are commands, or `{"go":7}`.

use std::io::{BufRead, Write};

use serde::Deserialize;
use serde_json::{Value, json};

use super::view::notice;
use crate::error::{Error, Result};
use crate::event::exam::Certainty;
use crate::exam::{Effect, Input, Overview, Put, Room, Waiting};
use crate::question::Ask;
use crate::session;
use crate::terminal::jsonl::heard::{Heard, hear};
use crate::terminal::jsonl::out::{self, line_of};
use crate::terminal::lines::{read_line, write};
use crate::text::Text;

/// An exam for programs.
#[derive(Debug)]
pub struct Program<R, W> {
    input: R,
    output: W,
}

/// A way to go.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Command {
    Next,
    Back,
    Flag,
    Clear,
    Done,
    Quit,
}

/// What is no response.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
enum Line {
    Command(Command),
    Go(usize),
    Certainty(Option<String>),
}

impl<R: BufRead, W: Write> Program<R, W> {
    /// A room that reads `input` and writes `output`.
    pub fn new(input: R, output: W) -> Self {
        Self { input, output }
    }

    fn tell(&mut self, value: &Value) -> Result<()> {
        let line = line_of(value)?;
        write(&mut self.output, &line)
    }
}

impl<R: BufRead, W: Write> Room for Program<R, W> {
    fn show(&mut self, effect: &Effect) -> Result<()> {
        let out = match effect {
            Effect::Save(_) | Effect::Close(_) => return Ok(()),
            Effect::Put(put) => question(put),
            Effect::AskCertainty => json!({ "type": "certainty" }),
            Effect::Note(word) => json!({ "type": "note", "message": notice(word) }),
            Effect::Overview(all) => overview(all),
            Effect::Left(left) => json!({ "type": "left", "left_seconds": left }),
        };
        self.tell(&out)
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        loop {
            let Some(line) = read_line(&mut self.input)? else { return Ok(Input::Leave) };
            match understood(&line, waiting) {
                Ok(input) => return Ok(input),
                Err(message) => self.tell(&json!({ "type": "error", "message": message }))?,
            }
        }
    }

    fn not_saved(&mut self, reason: &Error) -> Result<bool> {
        self.tell(&json!({ "type": "not-saved", "message": reason.to_string() }))?;
        let line = read_line(&mut self.input)?;
        Ok(line.is_some_and(|line| matches!(hear(&line, &Ask::Reveal), Ok(Heard::Retry))))
    }
}

fn question(put: &Put) -> Value {
    json!({
        "type": "question",
        "number": put.number,
        "of": put.of,
        "section": put.section.raw(),
        "points": put.points,
        "prompt": put.prompt.raw(),
        "ask": out::ask(&put.ask),
        "given": put.given.is_some(),
        "response": put.given.as_ref().map(out::given),
        "flagged": put.flagged,
        "answered": put.answered,
        "left_seconds": put.left_seconds,
    })
}

fn overview(all: &Overview) -> Value {
    let rows = all.rows.iter().zip(1..).map(|(row, number): (_, usize)| {
        let section = all.sections.get(row.section).map(Text::raw);
        json!({ "number": number, "section": section, "answered": row.answered, "flagged": row.flagged })
    });
    json!({ "type": "overview", "questions": rows.collect::<Vec<_>>(), "left_seconds": all.left_seconds })
}

const CERTAINTY: &str = "a certainty is awaited: sure, fairly, guess or null";

/// What a line means where it is awaited.
fn understood(line: &str, waiting: Waiting<'_>) -> std::result::Result<Input, String> {
    let way = match serde_json::from_str::<Line>(line) {
        Ok(Line::Go(number)) => Some(Input::Go(number)),
        Ok(Line::Certainty(sure)) => {
            if waiting != Waiting::Certainty {
                return Err("no certainty is awaited here".to_owned());
            }
            let Some(word) = sure else { return Ok(Input::Certain(None)) };
            let known = Certainty::ALL.into_iter().find(|certainty| certainty.name() == word);
            return known
                .map(|certainty| Input::Certain(Some(certainty)))
                .ok_or_else(|| CERTAINTY.to_owned());
        }
        Ok(Line::Command(command)) => Some(match command {
            Command::Next => Input::Next,
            Command::Back => Input::Back,
            Command::Flag => Input::Flag,
            Command::Clear => Input::Clear,
            Command::Done => Input::Done,
            Command::Quit => Input::Leave,
        }),
        Err(_) => None,
    };
    match (way, waiting) {
        (Some(Input::Flag | Input::Clear), Waiting::Overview(_) | Waiting::Certainty)
        | (None, Waiting::Overview(_)) => {
            Err("the command next, back, done or quit, or go is awaited".to_owned())
        }
        (Some(way), _) => Ok(way),
        (None, Waiting::Certainty) => Err(CERTAINTY.to_owned()),
        (None, Waiting::Question(put)) => match hear(line, &put.ask)? {
            Heard::Input(session::Input::Respond(response)) => Ok(Input::Respond(response)),
            _ => Err("in an exam there are the commands next, back, flag, clear, done and quit".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Response;

    fn put() -> Put {
        Put {
            number: 1,
            of: 2,
            section: "S".into(),
            opens: true,
            points: 1.0,
            prompt: "Who\u{202e}?".into(),
            ask: Ask::PickOne { options: vec!["a".into(), "b".into()] },
            given: None,
            flagged: false,
            answered: 0,
            left_seconds: Some(60.0),
        }
    }

    #[test]
    fn lines_are_responses_or_ways_to_go() {
        let put = put();
        let at = |line: &str| understood(line, Waiting::Question(&put));
        assert_eq!(at("{\"pick\":2}"), Ok(Input::Respond(Response::Text("b".into()))));
        assert_eq!(at("{\"unknown\":true}"), Ok(Input::Respond(Response::Unknown)));
        assert_eq!(at("{\"go\":7}"), Ok(Input::Go(7)));
        assert_eq!(at("{\"command\":\"flag\"}"), Ok(Input::Flag));
        assert!(at("{\"command\":\"hint\"}").unwrap_err().contains("in an exam"));
        assert!(at("{\"certainty\":\"sure\"}").is_err() && at("7").is_err() && at("{\"pick\":9}").is_err());
        let sure = |line: &str| understood(line, Waiting::Certainty);
        assert_eq!(sure("{\"certainty\":\"guess\"}"), Ok(Input::Certain(Some(Certainty::Guess))));
        assert_eq!(sure("{\"certainty\":null}"), Ok(Input::Certain(None)));
        assert!(sure("{\"pick\":1}").is_err());
        let overview = Overview { rows: Vec::new(), sections: Vec::new(), left_seconds: None };
        assert_eq!(understood("{\"command\":\"done\"}", Waiting::Overview(&overview)), Ok(Input::Done));
        assert!(understood("{\"command\":\"clear\"}", Waiting::Overview(&overview)).is_err());
    }

    #[test]
    fn what_goes_out_steers_no_terminal() {
        let mut output = Vec::new();
        let mut room = Program::new("".as_bytes(), &mut output);
        room.show(&Effect::Put(Box::new(put()))).unwrap();
        assert_eq!(room.read(Waiting::Certainty).unwrap(), Input::Leave);
        let line = String::from_utf8(output).unwrap();
        assert!(line.contains("Who\\u202e?") && line.contains("\"shape\":\"pick-one\""), "{line}");
    }
}
