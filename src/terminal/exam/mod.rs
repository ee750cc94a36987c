//! An exam on a terminal: the same for a person with arrow keys, for a screen reader and for a pipe.
//!
//! As in study, [`view`] makes lines from values and `typing` holds the conversation; a door that can lets options be
//! picked. Nothing here knows a kind of question, and nothing says whether a response is right before the end.

pub mod command;
mod hands;
pub mod jsonl;
pub mod result;
mod typing;
pub mod view;

use std::io::{stdin, stdout};

pub use hands::Hands;

use self::typing::Typing;
use super::lines::{read_line, write};
use super::plain::Pipe;
use super::screen::Screen;
use super::{Door, Facts, Line};
use crate::error::{Error, Result};
use crate::exam::{Effect, Input, Room, Waiting};

/// An exam at some desk.
#[derive(Debug)]
pub struct Exam<D> {
    desk: D,
    typing: Typing,
}

impl<D: Hands> Exam<D> {
    /// An exam at this desk.
    pub fn new(desk: D) -> Self {
        Self { desk, typing: Typing::default() }
    }
}

impl<D: Hands> Room for Exam<D> {
    fn show(&mut self, effect: &Effect) -> Result<()> {
        let style = self.desk.style();
        match effect {
            Effect::Save(_) | Effect::Close(_) | Effect::AskCertainty => Ok(()),
            Effect::Put(put) => {
                let listed = !self.desk.picks();
                self.desk.show(&view::question(put, listed, style))
            }
            Effect::Note(notice) => self.desk.say(&view::notice(notice)),
            Effect::Overview(overview) => self.desk.show(&view::overview(overview, style)),
            Effect::Left(seconds) => self.desk.say(&view::left(*seconds)),
        }
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        if waiting != Waiting::Certainty
            && let Some(input) = self.typing.pending()
        {
            return Ok(input);
        }
        match waiting {
            Waiting::Question(put) => match self.desk.pick(put)? {
                Some(input) => Ok(input),
                None => self.typing.answer(&mut self.desk, put),
            },
            Waiting::Certainty => typing::sure(&mut self.desk),
            Waiting::Overview(_) => typing::at_overview(&mut self.desk),
        }
    }

    fn not_saved(&mut self, reason: &Error) -> Result<bool> {
        self.desk.say(&format!("Not saved: {reason}"))?;
        if !self.desk.waits() {
            return Ok(false);
        }
        let line = self.desk.line("Your answer is kept here. [Enter] tries again, :quit gives it up > ")?;
        Ok(line.is_some_and(|line| !matches!(line.trim(), ":quit" | ":q" | "q")))
    }
}

impl Facts {
    /// Shows what is to be known before the time runs, and waits for Enter if a person sits there; `false` if they
    /// leave instead.
    ///
    /// # Errors
    /// If the terminal fails.
    pub fn ready(self, lines: &[Line]) -> Result<bool> {
        if self.jsonl {
            return Ok(true);
        }
        let mut output = stdout();
        write(&mut output, &self.style().render(lines))?;
        if !self.input_is_terminal {
            return Ok(true);
        }
        write(&mut output, "[Enter] begins, q leaves > ")?;
        let line = read_line(&mut stdin().lock())?;
        Ok(line.is_some_and(|line| !matches!(line.trim(), "q" | ":q" | ":quit")))
    }

    /// The room behind the door, at the standard input and output.
    ///
    /// # Errors
    /// If Ctrl-C cannot be taken over, which a rich terminal needs.
    pub fn exam_room(self) -> Result<Box<dyn Room>> {
        let style = self.style();
        Ok(match self.door() {
            Door::Rich => Box::new(Exam::new(Screen::new(style.colour, style.symbols)?)),
            Door::Plain(pause) => Box::new(Exam::new(Pipe::new(stdin().lock(), stdout(), style, pause))),
            Door::Jsonl => Box::new(jsonl::Program::new(stdin().lock(), stdout())),
        })
    }
}

#[cfg(test)]
mod tests;
