//! The student's door in a terminal: what a question, a verdict and a summary look like, and how a response is read.
//!
//! It knows the shapes of [`crate::question::ask`] and the values of [`crate::session`], never a kind of question,
//! and it decides nothing: judging, scheduling and saving are the session's. [`view`] makes lines from values;
//! [`Plain`] and [`Rich`] show them to people, [`Jsonl`] speaks to programs. All of them print other people's text
//! through its terminal encoder only. What the machine is like is asked in `world.rs` and comes here as [`Facts`].

pub mod charts;
pub mod command;
pub mod exam;
pub mod figures;
pub mod fit;
pub mod foresight;
mod guard;
pub mod items;
pub mod items_html;
pub mod jsonl;
pub mod lines;
mod menu;
pub mod overruled;
pub mod plain;
pub mod plan;
pub mod reply;
pub mod rich;
pub mod screen;
pub mod style;
pub mod table;
pub mod theme;
pub mod typing;
pub mod view;
pub mod words;
pub mod wrap;

#[cfg(test)]
mod samples;

use std::io::{stdin, stdout};

pub use jsonl::Jsonl;
pub use plain::{Pause, Plain};
pub use rich::Rich;
pub use style::{Line, Style, Tone};
pub use table::Table;

use crate::error::Result;
use crate::session::Prompter;

/// What the world knows of the terminal, and what the command line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// The standard input is a terminal.
    pub input_is_terminal: bool,
    /// The standard output is a terminal.
    pub output_is_terminal: bool,
    /// `TERM` is `dumb`, or not set on a system that should.
    pub dumb: bool,
    /// `--plain`.
    pub plain: bool,
    /// `--jsonl`.
    pub jsonl: bool,
    /// Colour may be used: a terminal, and neither `NO_COLOR` nor `CLICOLOR=0` forbids it.
    pub colour: bool,
    /// The locale is UTF-8.
    pub utf8: bool,
    /// Columns of the terminal, if known.
    pub columns: Option<u16>,
}

/// The doors there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// [`Rich`].
    Rich,
    /// [`Plain`].
    Plain(Pause),
    /// [`Jsonl`].
    Jsonl,
}

impl Facts {
    /// The door that fits: keys and colour need a terminal on both sides.
    pub fn door(self) -> Door {
        let capable = self.input_is_terminal && self.output_is_terminal && !self.dumb;
        if self.jsonl {
            Door::Jsonl
        } else if capable && !self.plain {
            Door::Rich
        } else if self.input_is_terminal {
            Door::Plain(Pause::Wait)
        } else {
            Door::Plain(Pause::Go)
        }
    }

    /// The style of what is printed line by line: 80 columns if the terminal does not say, at least 20, at most 100.
    pub fn style(self) -> Style {
        Style {
            width: usize::from(self.columns.unwrap_or(80)).clamp(20, 100),
            colour: self.colour && self.door() == Door::Rich,
            symbols: self.utf8 && !self.dumb && !self.plain,
        }
    }

    /// The prompter behind the door, at the standard input and output.
    ///
    /// # Errors
    /// If Ctrl-C cannot be taken over, which [`Rich`] needs.
    pub fn prompter(self) -> Result<Box<dyn Prompter>> {
        let style = self.style();
        Ok(match self.door() {
            Door::Rich => Box::new(Rich::new(style.colour, style.symbols)?),
            Door::Plain(pause) => Box::new(Plain::new(stdin().lock(), stdout(), style, pause)),
            Door::Jsonl => Box::new(Jsonl::new(stdin().lock(), stdout())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_door_follows_from_the_facts() {
        let person =
            Facts { input_is_terminal: true, output_is_terminal: true, colour: true, ..Facts::default() };
        assert_eq!(person.door(), Door::Rich);
        assert_eq!(Facts { plain: true, ..person }.door(), Door::Plain(Pause::Wait));
        assert_eq!(Facts { dumb: true, ..person }.door(), Door::Plain(Pause::Wait));
        assert_eq!(Facts { output_is_terminal: false, ..person }.door(), Door::Plain(Pause::Wait));
        assert_eq!(Facts { input_is_terminal: false, ..person }.door(), Door::Plain(Pause::Go));
        assert_eq!(Facts { jsonl: true, ..person }.door(), Door::Jsonl);
    }

    #[test]
    fn the_style_is_never_too_narrow_nor_coloured_at_the_plain_door() {
        let wide = Facts { columns: Some(5), colour: true, utf8: true, plain: true, ..Facts::default() };
        assert_eq!(wide.style(), Style { width: 20, colour: false, symbols: false });
        assert_eq!(Facts::default().style(), Style::PLAIN);
    }
}
