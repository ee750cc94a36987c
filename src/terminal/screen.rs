//! A real terminal: keys, lists to pick from, lines with editing, and its state put back at the end.
//!
//! Ctrl-C ends a prompt with [`Got::End`] and so the session with its summary; [`Guard`] sees to that.

use std::io::{self, ErrorKind};

use console::{Key, Term};
use dialoguer::{Input as LineInput, MultiSelect, Select, Sort};

use super::guard::Guard;
use super::lines::gone;
use super::style::Style;
use super::theme::{Listing, TypedLine};
use super::typing::Desk;
use super::wrap::columns;
use crate::error::Result;
use crate::text::Text;

/// What came from a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Got<T> {
    /// The choice.
    Choice(T),
    /// Esc: the student wants something else.
    Else,
    /// Ctrl-C, or the terminal is gone.
    End,
}

/// The terminal.
#[derive(Debug)]
pub struct Screen {
    term: Term,
    guard: Guard,
    colour: bool,
    symbols: bool,
}

/// Rows below which lists do not fit; responses are typed then.
const ROWS_MIN: usize = 8;

impl Screen {
    /// The terminal at the standard output.
    ///
    /// # Errors
    /// If Ctrl-C cannot be taken over.
    pub fn new(colour: bool, symbols: bool) -> Result<Self> {
        let term = Term::stdout();
        let guard = Guard::new(term.clone())?;
        Ok(Self { term, guard, colour, symbols })
    }

    /// Rows of the terminal as it is now.
    fn rows(&self) -> usize {
        usize::from(self.term.size().0)
    }

    /// True if there is room for a list with arrow keys.
    pub fn has_room(&self) -> bool {
        self.rows() >= ROWS_MIN
    }

    /// A list for `options`, and how many entries of it dialoguer may show at once.
    pub fn listing(&self, labels: &[String], options: &[Text], extra: &[&str]) -> (Listing, usize) {
        let rows = self.rows().saturating_sub(4).max(1);
        let listing = Listing::new(labels, options, extra, rows, self.style());
        // dialoguer takes an entry for a row.
        let length = (rows / listing.highest()).max(1);
        (listing, length)
    }

    /// One entry. None is chosen at first: a second press of Enter must not answer.
    ///
    /// # Errors
    /// If the terminal fails.
    pub fn select(&mut self, (listing, length): &(Listing, usize), help: &str) -> Result<Got<usize>> {
        let prompt =
            Select::with_theme(listing).items(listing.numbers()).max_length(*length).with_prompt(help);
        self.got(prompt.report(false).interact_on_opt(&self.term))
    }

    /// Any number of entries.
    ///
    /// # Errors
    /// If the terminal fails.
    pub fn multi_select(
        &mut self,
        (listing, length): &(Listing, usize),
        help: &str,
    ) -> Result<Got<Vec<usize>>> {
        let prompt =
            MultiSelect::with_theme(listing).items(listing.numbers()).max_length(*length).with_prompt(help);
        self.got(prompt.report(false).interact_on_opt(&self.term))
    }

    /// The entries in an order.
    ///
    /// # Errors
    /// If the terminal fails.
    pub fn sort(&mut self, (listing, length): &(Listing, usize), help: &str) -> Result<Got<Vec<usize>>> {
        let prompt = Sort::with_theme(listing).items(listing.numbers()).max_length(*length).with_prompt(help);
        self.got(prompt.report(false).interact_on_opt(&self.term))
    }

    /// One key that `meaning` knows; others are ignored. `prompt` stands there meanwhile and goes again.
    ///
    /// # Errors
    /// If the terminal fails.
    pub fn key<T>(&mut self, prompt: &str, meaning: impl Fn(&Key) -> Option<T>) -> Result<Got<T>> {
        self.write(prompt)?;
        let got = loop {
            if self.guard.take_interrupt() {
                break Got::End;
            }
            match self.term.read_key_raw() {
                Ok(Key::CtrlC | Key::Char('\u{4}')) => break Got::End,
                Ok(key) => {
                    if let Some(meant) = meaning(&key) {
                        break Got::Choice(meant);
                    }
                }
                Err(cause) if is_end(&cause) => break Got::End,
                Err(cause) => return Err(gone(&cause)),
            }
        };
        self.term.clear_line().map_err(|cause| gone(&cause))?;
        Ok(got)
    }

    /// Writes a typed line anew: dialoguer clears the last of its rows only, however many it took.
    fn settle(&self, line: &str) -> Result<()> {
        let width = usize::from(self.term.size().1).max(1);
        let above = columns(line) / width;
        let up = |term: &Term| if above > 0 { term.move_cursor_up(above) } else { Ok(()) };
        up(&self.term)
            .and_then(|()| self.term.clear_to_end_of_screen())
            .and_then(|()| self.term.write_str(&format!("{line}\n")))
            .and_then(|()| self.term.flush())
            .map_err(|cause| gone(&cause))
    }

    /// Sorts out how a prompt of dialoguer ended.
    fn got<T>(&mut self, result: dialoguer::Result<Option<T>>) -> Result<Got<T>> {
        let interrupted = self.guard.take_interrupt();
        match result {
            Ok(Some(choice)) if !interrupted => Ok(Got::Choice(choice)),
            Ok(None) if !interrupted => Ok(Got::Else),
            Ok(_) => Ok(Got::End),
            Err(dialoguer::Error::IO(cause)) if interrupted || is_end(&cause) => {
                self.term.show_cursor().map_err(|cause| gone(&cause))?;
                self.write("\n")?;
                Ok(Got::End)
            }
            Err(dialoguer::Error::IO(cause)) => Err(gone(&cause)),
        }
    }
}

/// True if there will be no more keys: Ctrl-C, or the terminal was closed.
fn is_end(cause: &io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::Interrupted | ErrorKind::UnexpectedEof)
}

impl Desk for Screen {
    /// As wide as the terminal is now, but never so wide that lines are hard to read.
    fn style(&self) -> Style {
        let width = usize::from(self.term.size().1).clamp(20, 100);
        Style { width, colour: self.colour, symbols: self.symbols }
    }

    fn write(&mut self, text: &str) -> Result<()> {
        self.term.write_str(text).and_then(|()| self.term.flush()).map_err(|cause| gone(&cause))
    }

    fn line(&mut self, prompt: &str) -> Result<Option<String>> {
        let input = LineInput::<String>::with_theme(&TypedLine).with_prompt(prompt).allow_empty(true);
        let read = input.report(false).interact_text_on(&self.term).map(Some);
        let Got::Choice(line) = self.got(read)? else { return Ok(None) };
        self.settle(&format!("{prompt}{}", crate::text::terminal(&line)))?;
        Ok(Some(line))
    }
}
