//! What comes in: one object a line with exactly one of the keys `response`, `pick`, `picks`, `rating`, `unknown`,
//! `command`, `note`, `mnemonic`.

use serde::Deserialize;
use serde_json::{Map, Number, Value};

use crate::question::ask::{Ask, Rating, Response};
use crate::session::{Input, Overrule};
use crate::terminal::reply;
use crate::text::Text;

/// What a line means.
#[derive(Debug, Clone, PartialEq)]
pub enum Heard {
    /// Something for the session.
    Input(Input),
    /// "next" where nothing waits for it.
    Nothing,
    /// Try once more to save.
    Retry,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Line {
    response: Option<Given>,
    pick: Option<usize>,
    picks: Option<Vec<usize>>,
    rating: Option<Grade>,
    unknown: Option<bool>,
    command: Option<Command>,
    note: Option<String>,
    mnemonic: Option<String>,
}

/// A response in the shape that fits the question.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Given {
    Text(String),
    Number(Number),
    Truth(bool),
    Texts(Vec<String>),
    Pairs(Vec<[String; 2]>),
    Partners(Map<String, Value>),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Grade {
    Again,
    Hard,
    Good,
    Easy,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Command {
    Hint,
    Next,
    Undo,
    Suspend,
    Quit,
    OverruleRight,
    OverruleWrong,
    Easy,
    Accept,
    Retry,
}

/// Reads a line given to `ask`.
///
/// # Errors
/// Why it cannot be used, one sentence without a full stop.
pub fn hear(line: &str, ask: &Ask) -> Result<Heard, String> {
    if !line.trim_start().starts_with('{') {
        return Err("not a usable line: an object is awaited".into());
    }
    let line: Line = serde_json::from_str(line).map_err(|cause| format!("not a usable line: {cause}"))?;
    let Line { response, pick: one, picks: several, rating, unknown, command: told, note, mnemonic } = line;
    let heard = [
        response.map(|given| respond(given, ask)),
        one.map(|n| pick(n, ask)),
        several.map(|n| picks(&n, ask)),
        rating.map(|rating| grade(rating, ask)),
        unknown.filter(|unknown| *unknown).map(|_| Ok(said(Response::Unknown))),
        told.map(|told| Ok(command(told))),
        note.map(|words| Ok(Heard::Input(Input::Note(Text::from(words))))),
        mnemonic.map(|words| Ok(Heard::Input(Input::Mnemonic(Text::from(words))))),
    ];
    let mut heard = heard.into_iter().flatten();
    match (heard.next(), heard.next()) {
        (Some(only), None) => only,
        _ => Err(
            "one of response, pick, picks, rating, unknown (true), command, note, mnemonic is awaited, and \
                  only one"
                .into(),
        ),
    }
}

fn said(response: Response) -> Heard {
    Heard::Input(Input::Respond(response))
}

fn command(command: Command) -> Heard {
    Heard::Input(match command {
        Command::Next => return Heard::Nothing,
        Command::Retry => return Heard::Retry,
        Command::Hint => Input::Hint,
        Command::Undo => Input::Undo,
        Command::Suspend => Input::Suspend,
        Command::Quit => Input::Quit,
        Command::OverruleRight => Input::Overrule(Overrule::Right),
        Command::OverruleWrong => Input::Overrule(Overrule::Wrong),
        Command::Easy => Input::Overrule(Overrule::Easy),
        Command::Accept => Input::Accept,
    })
}

fn respond(given: Given, ask: &Ask) -> Result<Heard, String> {
    let text = match given {
        Given::Text(text) => text,
        Given::Number(number) => number.to_string(),
        Given::Truth(truth) => said_so(truth, ask),
        Given::Texts(texts) => return several(texts, ask),
        Given::Pairs(pairs) => return partners(pairs.into_iter().map(|[l, r]| (l, r)).collect(), ask),
        Given::Partners(map) => {
            let pairs = map.into_iter().map(|(left, right)| match right {
                Value::String(right) => Ok((left, right)),
                _ => Err(format!("the partner of {left:?} must be a text")),
            });
            return partners(pairs.collect::<Result<_, _>>()?, ask);
        }
    };
    match ask {
        // As in a terminal: whoever sends nothing has not said that they don't know.
        Ask::Text { .. } | Ask::Texts { .. } if text.trim().is_empty() => {
            Err("nothing is given; {\"unknown\":true} says that the student does not know".into())
        }
        Ask::Text { .. } => Ok(said(Response::Text(text.into()))),
        Ask::Texts { .. } => Ok(said(Response::Texts(vec![text.into()]))),
        Ask::PickOne { options } => Ok(said(Response::Text(exactly(options, &text)?))),
        Ask::PickSome { options } => Ok(said(Response::Texts(vec![exactly(options, &text)?]))),
        Ask::Order { .. } | Ask::Match { .. } | Ask::Reveal => Err(awaited(ask)),
    }
}

/// `true` as the option that says so, however it is written: "True".
fn said_so(truth: bool, ask: &Ask) -> String {
    let word = truth.to_string();
    let written = match ask {
        Ask::PickOne { options } => options.iter().find(|option| option.raw().eq_ignore_ascii_case(&word)),
        _ => None,
    };
    written.map_or(word, |option| option.raw().to_owned())
}

fn several(texts: Vec<String>, ask: &Ask) -> Result<Heard, String> {
    match ask {
        Ask::Texts { .. } => Ok(said(Response::Texts(texts.into_iter().map(Text::from).collect()))),
        Ask::PickSome { options } => {
            let picked: Result<Vec<Text>, String> = texts.iter().map(|text| exactly(options, text)).collect();
            Ok(said(Response::Texts(picked?)))
        }
        Ask::Order { items } => {
            let order = texts.iter().map(|text| position(items, text)).collect::<Result<Vec<_>, _>>()?;
            reply::permutation(items, &order).map(said).map_err(|_| awaited(ask))
        }
        // An empty list of pairs is also an empty list of texts.
        _ => Err(awaited(ask)),
    }
}

fn partners(pairs: Vec<(String, String)>, ask: &Ask) -> Result<Heard, String> {
    let Ask::Match { left, right } = ask else {
        return Err(awaited(ask));
    };
    let pair = |(l, r): (String, String)| Ok((exactly(left, &l)?, exactly(right, &r)?));
    let pairs = pairs.into_iter().map(pair).collect::<Result<Vec<_>, String>>()?;
    Ok(said(Response::Pairs(pairs)))
}

fn pick(number: usize, ask: &Ask) -> Result<Heard, String> {
    match ask {
        Ask::PickOne { options } => Ok(said(Response::Text(numbered(options, number)?))),
        Ask::PickSome { .. } => picks(&[number], ask),
        _ => Err(awaited(ask)),
    }
}

fn picks(numbers: &[usize], ask: &Ask) -> Result<Heard, String> {
    let all = |options: &[Text]| {
        numbers.iter().map(|number| numbered(options, *number)).collect::<Result<Vec<Text>, String>>()
    };
    match ask {
        Ask::PickSome { options } => Ok(said(Response::Texts(all(options)?))),
        Ask::Order { items } => {
            let indices: Vec<usize> = numbers.iter().map(|number| number.wrapping_sub(1)).collect();
            reply::permutation(items, &indices).map(said).map_err(|_| awaited(ask))
        }
        Ask::Match { left, right } if numbers.len() == left.len() => {
            Ok(said(reply::pairs(left, &all(right)?)))
        }
        _ => Err(awaited(ask)),
    }
}

fn grade(grade: Grade, ask: &Ask) -> Result<Heard, String> {
    if !matches!(ask, Ask::Reveal) {
        return Err(awaited(ask));
    }
    Ok(said(Response::Recalled(match grade {
        Grade::Again => Rating::Again,
        Grade::Hard => Rating::Hard,
        Grade::Good => Rating::Good,
        Grade::Easy => Rating::Easy,
    })))
}

fn position(options: &[Text], text: &str) -> Result<usize, String> {
    options
        .iter()
        .position(|option| option.raw() == text)
        .ok_or_else(|| format!("{text:?} is none of those on offer"))
}

fn exactly(options: &[Text], text: &str) -> Result<Text, String> {
    position(options, text).map(|index| options.get(index).cloned().unwrap_or_default())
}

fn numbered(options: &[Text], number: usize) -> Result<Text, String> {
    reply::numbered(options, number)
        .map_err(|_| format!("there is no number {number}, they go from 1 to {}", options.len()))
}

/// What this question takes.
fn awaited(ask: &Ask) -> String {
    match ask {
        Ask::Text { .. } => "a response of one text is awaited",
        Ask::Texts { .. } => "a response of a list of texts is awaited",
        Ask::PickOne { .. } => "a pick, or a response of one option is awaited",
        Ask::PickSome { .. } => "picks, or a response of a list of options is awaited",
        Ask::Order { .. } => "picks, or a response of a list of all items, each once, is awaited",
        Ask::Match { .. } => "picks for all of the left side, or a response of pairs is awaited",
        Ask::Reveal => "a rating is awaited: again, hard, good or easy",
    }
    .to_owned()
}
