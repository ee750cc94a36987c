//! The plain door: line by line, for pipes, screen readers, `TERM=dumb` and `--plain`.
//!
//! Which lines are read when, so that a script can know:
//! - A question with one response (a text, a pick, an order) reads one line.
//! - A list reads a line an item, until all are named or an empty line ends it. A cloze reads a line a blank.
//! - Pairs read one line with all the partners ("2 1 3"), or a line for each.
//! - A card reads a line, empty or not, which shows the back, then a line with the grade.
//! - A line that is refused (an empty response, an unknown command, an option that does not exist) says why, and
//!   the next line is read in its place.
//! - After a verdict nothing is read, unless a person sits there ([`Pause::Wait`]): then one line is. Commands about
//!   the last answer (`!`, `:easy`, `:undo`) may stand in any line of the next question; the last verdict of a session
//!   is therefore final in a pipe.
//! - The end of the input quits; everything answered is kept.

use std::io::{BufRead, Write};

use super::command::parse_after_verdict;
use super::lines::{read_line, write};
use super::style::Style;
use super::typing::{Desk, Turn, Typing};
use crate::error::{Error, Result};
use crate::session::{Effect, Input, Overrule, Prompter, Waiting};

/// Whether a person reads the verdict before the next question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// A line is waited for after each verdict; the terminal echoes what is typed.
    Wait,
    /// The next question follows at once; what was read is written back, so that the output can be followed.
    Go,
}

/// A prompter for lines.
#[derive(Debug)]
pub struct Plain<R, W> {
    pipe: Pipe<R, W>,
    typing: Typing,
}

/// Where the lines come from and go to.
#[derive(Debug)]
pub struct Pipe<R, W> {
    input: R,
    output: W,
    style: Style,
    pause: Pause,
}

impl<R: BufRead, W: Write> Desk for Pipe<R, W> {
    fn style(&self) -> Style {
        self.style
    }

    fn write(&mut self, text: &str) -> Result<()> {
        write(&mut self.output, text)
    }

    fn line(&mut self, prompt: &str) -> Result<Option<String>> {
        self.write(prompt)?;
        let line = read_line(&mut self.input)?;
        match (&line, self.pause) {
            (Some(typed), Pause::Go) => self.write(&format!("{}\n", crate::text::terminal(typed)))?,
            (None, _) => self.write("\n")?,
            (Some(_), Pause::Wait) => {}
        }
        Ok(line)
    }
}

impl<R: BufRead, W: Write> Pipe<R, W> {
    /// Lines from `input` to `output`.
    pub fn new(input: R, output: W, style: Style, pause: Pause) -> Self {
        Self { input, output, style, pause }
    }

    /// Whether a person sits there.
    pub fn pause(&self) -> Pause {
        self.pause
    }
}

impl<R: BufRead, W: Write> Plain<R, W> {
    /// A prompter that reads `input` and writes `output`.
    pub fn new(input: R, output: W, style: Style, pause: Pause) -> Self {
        Self { pipe: Pipe::new(input, output, style, pause), typing: Typing::default() }
    }

    fn verdict_read(&mut self) -> Result<Input> {
        if self.pipe.pause == Pause::Go {
            return Ok(Input::Next);
        }
        let mine = match self.typing.last.overrule() {
            Some(Overrule::Right) => "! I was right",
            _ => "! I was wrong",
        };
        let keys = format!("[Enter] next, {mine}, e easy, u undo, q quit, ? more > ");
        match self.typing.turn(&mut self.pipe, &keys, parse_after_verdict)? {
            Turn::Input(input) => Ok(input),
            Turn::Blank | Turn::Reply(_) => Ok(Input::Next),
        }
    }
}

impl<R: BufRead, W: Write> Prompter for Plain<R, W> {
    fn show(&mut self, effect: &Effect) -> Result<()> {
        self.typing.show(&mut self.pipe, effect, true)
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        match waiting {
            Waiting::Answer(asked) => self.typing.answer(&mut self.pipe, asked),
            Waiting::Read(_) => self.verdict_read(),
        }
    }

    fn not_saved(&mut self, reason: &Error) -> Result<bool> {
        self.pipe.say(&format!("Not saved: {reason}"))?;
        if self.pipe.pause == Pause::Go {
            return Ok(false);
        }
        match self.pipe.line("Your answer is kept here. [Enter] tries again, :quit gives it up > ")? {
            Some(line) => Ok(!matches!(line.trim(), ":quit" | ":q" | "q")),
            None => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests;
