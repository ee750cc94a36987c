//! The door for programs: JSON Lines, a question out, a response in, a verdict out.
//!
//! One object a line, each way, UTF-8. What goes out is described field by field in [`out`], what comes in in
//! [`heard`], both with an exchange in `docs/jsonl.md`. Nothing else is written to this output.
//!
//! The order is fixed: after a `question` line one line is awaited; after a `verdict` none, the next question or the
//! summary follows at once. A line that cannot be used is answered by an `error` line, and the next is awaited in
//! its place. Commands about the last answer (undo, overrule, easy) are given while the next question stands. The
//! end of the input quits.

pub mod heard;
pub mod out;

use std::io::{BufRead, Write};

use heard::{Heard, hear};
use out::Out;

use super::command::LastVerdict;
use super::lines::{read_line, write};
use crate::error::{Error, Result};
use crate::session::{Asked, Effect, Input, Prompter, Waiting};

/// A prompter for programs.
#[derive(Debug)]
pub struct Jsonl<R, W> {
    input: R,
    output: W,
    last: LastVerdict,
}

impl<R: BufRead, W: Write> Jsonl<R, W> {
    /// A prompter that reads `input` and writes `output`.
    pub fn new(input: R, output: W) -> Self {
        Self { input, output, last: LastVerdict::default() }
    }

    fn tell(&mut self, out: &Out<'_>) -> Result<()> {
        let line = out.line()?;
        write(&mut self.output, &line)
    }

    fn error(&mut self, message: &str) -> Result<()> {
        self.tell(&Out::Error { message })
    }

    fn answer(&mut self, asked: &Asked) -> Result<Input> {
        loop {
            let Some(line) = read_line(&mut self.input)? else {
                return Ok(Input::Quit);
            };
            match hear(&line, &asked.ask) {
                Ok(Heard::Input(Input::Overrule(_))) if self.last.overrule().is_none() => {
                    self.error("there is no verdict to overrule yet")?;
                }
                Ok(Heard::Input(input)) => return Ok(input),
                Ok(Heard::Nothing) => {}
                Ok(Heard::Retry) => self.error("there is nothing to retry")?,
                Err(message) => self.error(&message)?,
            }
        }
    }
}

impl<R: BufRead, W: Write> Prompter for Jsonl<R, W> {
    fn show(&mut self, effect: &Effect) -> Result<()> {
        self.last.note(effect);
        match Out::of(effect) {
            Some(out) => self.tell(&out),
            None => Ok(()),
        }
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        match waiting {
            Waiting::Answer(asked) => self.answer(asked),
            Waiting::Read(_) => Ok(Input::Next),
        }
    }

    fn not_saved(&mut self, reason: &Error) -> Result<bool> {
        self.tell(&Out::NotSaved { message: &reason.to_string() })?;
        loop {
            let Some(line) = read_line(&mut self.input)? else {
                return Ok(false);
            };
            match hear(&line, &crate::question::Ask::Reveal) {
                Ok(Heard::Retry) => return Ok(true),
                Ok(Heard::Input(Input::Quit)) => return Ok(false),
                _ => {
                    self.error("the last answer is not saved: the command \"retry\" or \"quit\" is awaited")?
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
