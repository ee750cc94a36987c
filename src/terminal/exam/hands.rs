//! What a desk lets a student pick with the arrow keys: nothing in a pipe, options on a real terminal.

use std::io::{BufRead, Write};

use crate::error::{Error, Result};
use crate::exam::{Input, Put};
use crate::question::{Ask, Response};
use crate::terminal::plain::{Pause, Pipe};
use crate::terminal::screen::{Got, Screen};
use crate::terminal::style::{Line, Tone, labelled};
use crate::terminal::typing::{Desk, prompt_below};
use crate::terminal::{reply, view};
use crate::text::Text;

/// A desk that may let things be picked.
pub trait Hands: Desk {
    /// True if options are picked, so that they need not be listed with the question.
    fn picks(&self) -> bool;

    /// True if a person sits there who can be asked.
    fn waits(&self) -> bool;

    /// Lets the response be picked; `None` if it is to be typed.
    ///
    /// # Errors
    /// If the terminal fails.
    fn pick(&mut self, put: &Put) -> Result<Option<Input>>;
}

impl<R: BufRead, W: Write> Hands for Pipe<R, W> {
    fn picks(&self) -> bool {
        false
    }

    fn waits(&self) -> bool {
        self.pause() == Pause::Wait
    }

    fn pick(&mut self, _: &Put) -> Result<Option<Input>> {
        Ok(None)
    }
}

const GO_ON: &str = "(go on; my answer stays as it is)";
const KEYS_ONE: &str = "Arrow keys and Enter; Esc to type a number or :help:";
const KEYS_SOME: &str = "Space marks, Enter is done, with no mark goes on; Esc to type:";
const KEYS_ORDER: &str = "Space takes and drops, Enter is done, earliest first; Esc to type or go on:";

impl Hands for Screen {
    fn picks(&self) -> bool {
        self.has_room()
    }

    fn waits(&self) -> bool {
        true
    }

    fn pick(&mut self, put: &Put) -> Result<Option<Input>> {
        let listing = |screen: &Self, options: &[Text], extra: &[&str]| {
            screen.listing(&reply::labels(options), options, extra)
        };
        let input = match &put.ask {
            _ if !self.has_room() => return Ok(None),
            Ask::Text { .. } | Ask::Texts { .. } | Ask::Reveal => return Ok(None),
            Ask::PickOne { options } => {
                let list = listing(self, options, &[GO_ON]);
                one(self.select(&list, KEYS_ONE)?, options)
            }
            Ask::PickSome { options } => {
                let list = listing(self, options, &[]);
                some(self.multi_select(&list, KEYS_SOME)?, options)
            }
            Ask::Order { items } => {
                let list = listing(self, items, &[]);
                order(self.sort(&list, KEYS_ORDER)?, items)?
            }
            Ask::Match { left, right } => pairs(self, left, right)?,
        };
        match &input {
            // After Esc the options are shown once more, to be in sight while a line is typed.
            None => {
                let style = self.style();
                self.show(&view::options(&put.ask, style))?;
            }
            Some(Input::Respond(response)) if !matches!(put.ask, Ask::Match { .. }) => {
                self.show(&picked(response))?;
            }
            Some(_) => {}
        }
        Ok(input)
    }
}

fn one(got: Got<usize>, options: &[Text]) -> Option<Input> {
    match got {
        Got::End => Some(Input::Leave),
        Got::Else => None,
        Got::Choice(index) => Some(match options.get(index) {
            Some(option) => Input::Respond(Response::Text(option.clone())),
            None => Input::Next,
        }),
    }
}

fn some(got: Got<Vec<usize>>, options: &[Text]) -> Option<Input> {
    match got {
        Got::End => Some(Input::Leave),
        Got::Else => None,
        Got::Choice(marked) if marked.is_empty() => Some(Input::Next),
        Got::Choice(marked) => {
            let texts = marked.iter().filter_map(|index| options.get(*index).cloned()).collect();
            Some(Input::Respond(Response::Texts(texts)))
        }
    }
}

fn order(got: Got<Vec<usize>>, items: &[Text]) -> Result<Option<Input>> {
    match got {
        Got::End => Ok(Some(Input::Leave)),
        Got::Else => Ok(None),
        Got::Choice(given) => {
            let response = reply::permutation(items, &given).map_err(Error::new)?;
            Ok(Some(Input::Respond(response)))
        }
    }
}

fn pairs(screen: &mut Screen, left: &[Text], right: &[Text]) -> Result<Option<Input>> {
    let mut partners: Vec<Text> = Vec::new();
    while let Some(item) = left.get(partners.len()) {
        let prompt = prompt_below(screen, item)?;
        let list = screen.listing(&reply::labels(right), right, &[GO_ON]);
        match screen.select(&list, &prompt)? {
            Got::End => return Ok(Some(Input::Leave)),
            Got::Else => return Ok(None),
            Got::Choice(index) => match right.get(index) {
                Some(partner) => {
                    screen.show(&labelled(&prompt, Tone::Plain, partner, 0, screen.style()))?;
                    partners.push(partner.clone());
                }
                None if partners.is_empty() => return Ok(Some(Input::Next)),
                // What was found stays.
                None => break,
            },
        }
    }
    Ok(Some(Input::Respond(reply::pairs(left, &partners))))
}

/// What was picked, written where the list was.
fn picked(response: &Response) -> Vec<Line> {
    let texts = match response {
        Response::Text(text) => std::slice::from_ref(text),
        Response::Texts(texts) => texts,
        _ => &[],
    };
    texts.iter().map(|text| Line::of(Tone::Plain, format!("> {}", text.terminal()))).collect()
}
