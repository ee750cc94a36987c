//! The conversation about one question of an exam in typed lines. The same at every door; what the rich one picks
//! with the arrow keys does not come here.

use super::command::{Typed, certainty, parse, parse_at_overview};
use super::view;
use crate::error::Result;
use crate::exam::{Input, Put};
use crate::question::{Ask, Response};
use crate::terminal::reply;
use crate::terminal::typing::{Desk, prompt_for};
use crate::text::Text;

/// What came of one line.
enum Turn {
    Input(Input),
    Blank,
    Reply(String),
}

/// What is remembered from one line to the next: nothing that was typed is lost when a command comes in the middle
/// of a list.
#[derive(Debug, Default)]
pub struct Typing {
    /// Where to go once the response is kept.
    pending: Option<Input>,
    /// The parts typed so far, and the number of their question.
    draft: (usize, Vec<Text>),
}

impl Typing {
    /// What is still to be done, from before.
    pub fn pending(&mut self) -> Option<Input> {
        self.pending.take()
    }

    /// Reads a response, or a way to go.
    ///
    /// # Errors
    /// If the screen or the input is gone.
    pub fn answer(&mut self, desk: &mut impl Desk, put: &Put) -> Result<Input> {
        let (number, draft) = std::mem::take(&mut self.draft);
        let mut parts = if number == put.number { draft } else { Vec::new() };
        let input = match &put.ask {
            Ask::Text { .. } | Ask::Reveal => single(desk, |typed| Ok(Response::Text(Text::from(typed)))),
            Ask::PickOne { options } => single(desk, |typed| reply::pick_one(options, typed)),
            Ask::PickSome { options } => single(desk, |typed| reply::pick_some(options, typed)),
            Ask::Order { items } => single(desk, |typed| reply::order(items, typed)),
            Ask::Texts { count, labels } => texts(desk, *count, labels, &mut parts),
            Ask::Match { left, right } => pairs(desk, left, right, &mut parts),
        }?;
        if parts.iter().all(Text::is_blank) || matches!(input, Input::Respond(_) | Input::Clear) {
            return Ok(input);
        }
        if input == Input::Flag {
            self.draft = (put.number, parts);
            return Ok(input);
        }
        self.pending = behind(input, put);
        Ok(Input::Respond(match &put.ask {
            Ask::Match { left, .. } => reply::pairs(left, &parts),
            _ => Response::Texts(parts),
        }))
    }
}

/// What is left of a way to go when the response before it has led to the next question, or to the overview.
fn behind(input: Input, put: &Put) -> Option<Input> {
    match input {
        Input::Next => None,
        Input::Back => Some(Input::Go(put.number.saturating_sub(1).max(1))),
        Input::Done if put.number == put.of => None,
        other => Some(other),
    }
}

/// Reads how sure the student is; nothing typed says nothing.
///
/// # Errors
/// If the screen or the input is gone.
pub fn sure(desk: &mut impl Desk) -> Result<Input> {
    loop {
        let Some(line) = desk.line("How sure? 1 sure, 2 fairly, 3 guess > ")? else {
            return Ok(Input::Leave);
        };
        match (certainty(&line), parse(&line)) {
            (Some(certainty), _) => return Ok(Input::Certain(certainty)),
            (None, Typed::Input(input @ (Input::Leave | Input::Next | Input::Back | Input::Go(_)))) => {
                return Ok(input);
            }
            _ => desk.say("1 sure, 2 fairly, 3 guess; Enter says nothing.")?,
        }
    }
}

/// Reads a way to go, or that the paper is handed in.
///
/// # Errors
/// If the screen or the input is gone.
pub fn at_overview(desk: &mut impl Desk) -> Result<Input> {
    loop {
        match turn(desk, "A number goes there, Enter goes back, done hands in > ", parse_at_overview)? {
            Turn::Input(input) => return Ok(input),
            Turn::Blank => return Ok(Input::Back),
            Turn::Reply(_) => {}
        }
    }
}

/// Reads lines until one is a response, blank, or something for the sitting.
fn turn(desk: &mut impl Desk, prompt: &str, parse: fn(&str) -> Typed) -> Result<Turn> {
    loop {
        let Some(line) = desk.line(prompt)? else { return Ok(Turn::Input(Input::Leave)) };
        match parse(&line) {
            Typed::Blank => return Ok(Turn::Blank),
            Typed::Input(input) => return Ok(Turn::Input(input)),
            Typed::Reply(text) => return Ok(Turn::Reply(text)),
            Typed::Help => {
                let style = desk.style();
                desk.show(&view::help(style))?;
            }
            Typed::NoSuchCommand(text) => {
                let shown: String = text.chars().take(40).collect();
                let shown = crate::text::terminal(&shown);
                desk.say(&format!("There is no command \"{shown}\" here. Type :help for those there are."))?;
            }
        }
    }
}

fn single(desk: &mut impl Desk, read: impl Fn(&str) -> reply::Reply<Response>) -> Result<Input> {
    loop {
        match turn(desk, "> ", parse)? {
            Turn::Input(input) => return Ok(input),
            Turn::Blank => return Ok(Input::Next),
            Turn::Reply(typed) => match read(&typed) {
                Ok(response) => return Ok(Input::Respond(response)),
                Err(why) => desk.say(&why)?,
            },
        }
    }
}

/// A line an item; with labels an empty line leaves the blank empty, without it ends the list. If all are empty the
/// question is left as it is.
fn texts(desk: &mut impl Desk, count: usize, labels: &[Text], given: &mut Vec<Text>) -> Result<Input> {
    while given.len() < count {
        let place = given.len();
        let prompt = match labels.get(place) {
            Some(label) => prompt_for(label, desk.style()),
            None => format!("{}/{count} > ", place.saturating_add(1)),
        };
        match turn(desk, &prompt, parse)? {
            Turn::Input(input) => return Ok(input),
            Turn::Reply(typed) => given.push(Text::from(typed)),
            Turn::Blank if !labels.is_empty() => given.push(Text::default()),
            Turn::Blank => break,
        }
    }
    let nothing = given.iter().all(Text::is_blank);
    Ok(if nothing { Input::Next } else { Input::Respond(Response::Texts(given.clone())) })
}

fn pairs(desk: &mut impl Desk, left: &[Text], right: &[Text], partners: &mut Vec<Text>) -> Result<Input> {
    while let Some(item) = left.get(partners.len()) {
        let prompt = prompt_for(item, desk.style());
        match turn(desk, &prompt, parse)? {
            Turn::Input(input) => return Ok(input),
            Turn::Blank => return Ok(Input::Next),
            Turn::Reply(typed) => {
                let all = reply::all_partners(left, right, &typed).filter(|_| partners.is_empty());
                match (all, reply::one(right, &typed)) {
                    (Some(all), _) => *partners = all,
                    (None, Ok(partner)) => partners.push(partner),
                    (None, Err(why)) => desk.say(&why)?,
                }
            }
        }
    }
    Ok(Input::Respond(reply::pairs(left, partners)))
}
