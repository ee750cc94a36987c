//! The plain door: line by line, for pipes, screen readers, `TERM=dumb` and `--plain`.
//!
//! Which lines are read when, so that a script can know:
//! - A question with one response (a text, a pick, an order) reads one line.
//! - A list reads a line an item, until all are named or an empty line ends it. A cloze reads a line a blank.
//! - Pairs read one line with all the partners ("2 1 3"), or a line for each.
//! - A card reads an empty line, which shows the back, then a line with the grade; or the grade at once.
//! - A line that is refused (an empty response, an unknown command, an option that does not exist) says why, and
//!   the next line is read in its place.
//! - After a verdict nothing is read, unless a person sits there ([`Pause::Wait`]): then one line is. Commands about
//!   the last answer (`!`, `:easy`, `:undo`) may stand in any line of the next question.
//! - The end of the input quits; everything answered is kept.

use std::io::{BufRead, Write};

use super::command::{LastVerdict, Typed, parse, parse_after_verdict};
use super::lines::{read_line, write};
use super::style::{Line, Style, Tone, labelled, one_line, paragraph};
use super::{reply, view};
use crate::error::{Error, Result};
use crate::question::ask::{Ask, Response};
use crate::session::{Asked, Effect, Input, Judged, Prompter, Waiting};
use crate::text::Text;

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
    input: R,
    output: W,
    style: Style,
    pause: Pause,
    last: LastVerdict,
    deck: Option<Text>,
    /// What was given so far of a response of several lines.
    draft: Vec<Text>,
    /// The back of the card on the screen has been shown.
    revealed: bool,
}

/// What came of one line at a question.
enum Turn {
    Input(Input),
    Blank,
    Reply(String),
}

impl<R: BufRead, W: Write> Plain<R, W> {
    /// A prompter that reads `input` and writes `output`.
    pub fn new(input: R, output: W, style: Style, pause: Pause) -> Self {
        let last = LastVerdict::default();
        Self { input, output, style, pause, last, deck: None, draft: Vec::new(), revealed: false }
    }

    fn show_lines(&mut self, lines: &[Line]) -> Result<()> {
        write(&mut self.output, &self.style.render(lines))
    }

    fn say(&mut self, text: &str) -> Result<()> {
        let lines = paragraph(Tone::Plain, text, 0, self.style);
        self.show_lines(&lines)
    }

    /// Writes `prompt` and reads a line; `None` at the end of the input.
    fn line(&mut self, prompt: &str) -> Result<Option<String>> {
        write(&mut self.output, prompt)?;
        let line = read_line(&mut self.input)?;
        match (&line, self.pause) {
            (Some(typed), Pause::Go) => {
                write(&mut self.output, &format!("{}\n", crate::text::terminal(typed)))?;
            }
            (None, _) => write(&mut self.output, "\n")?,
            (Some(_), Pause::Wait) => {}
        }
        Ok(line)
    }

    fn prompt_for(&self, item: &Text) -> String {
        format!("{} > ", one_line(item, self.style.width / 2))
    }

    /// Reads lines until one is a response, blank, or something for the session.
    fn turn(&mut self, prompt: &str, parse: fn(&str) -> Typed) -> Result<Turn> {
        loop {
            let Some(line) = self.line(prompt)? else {
                return Ok(Turn::Input(Input::Quit));
            };
            match parse(&line) {
                Typed::Blank => return Ok(Turn::Blank),
                Typed::Reply(text) => return Ok(Turn::Reply(text)),
                Typed::Input(Input::Overrule(_)) | Typed::Overrule if self.last.overrule().is_none() => {
                    self.say("There is no verdict to overrule yet.")?;
                }
                Typed::Input(input) => return Ok(Turn::Input(input)),
                Typed::Overrule => {
                    return Ok(self.last.overrule().map_or(Turn::Blank, |o| Turn::Input(Input::Overrule(o))));
                }
                Typed::Help => {
                    let help = view::help(self.style);
                    self.show_lines(&help)?;
                }
                Typed::NoSuchCommand(text) => self.say(&no_such_command(&text))?,
            }
        }
    }

    fn answer(&mut self, asked: &Asked) -> Result<Input> {
        let input = match &asked.ask {
            Ask::Text { .. } => self.single(|typed| Ok(Response::Text(Text::from(typed)))),
            Ask::Texts { count, labels } => self.texts(*count, labels),
            Ask::PickOne { options } => self.single(|typed| reply::pick_one(options, typed)),
            Ask::PickSome { options } => self.single(|typed| reply::pick_some(options, typed)),
            Ask::Order { items } => self.single(|typed| reply::order(items, typed)),
            Ask::Match { left, right } => self.pairs(left, right),
            Ask::Reveal => self.card(asked),
        }?;
        if matches!(input, Input::Respond(_)) {
            self.draft.clear();
        }
        Ok(input)
    }

    /// A response in one line.
    fn single(&mut self, read: impl Fn(&str) -> reply::Reply<Response>) -> Result<Input> {
        loop {
            match self.turn("> ", parse)? {
                Turn::Input(input) => return Ok(input),
                Turn::Blank => self.say(NOTHING_TYPED)?,
                Turn::Reply(typed) => match read(&typed) {
                    Ok(response) => return Ok(Input::Respond(response)),
                    Err(why) => self.say(&why)?,
                },
            }
        }
    }

    /// A line an item; with labels an empty line leaves the blank empty, without it ends the list.
    fn texts(&mut self, count: usize, labels: &[Text]) -> Result<Input> {
        while self.draft.len() < count {
            let place = self.draft.len();
            let prompt = match labels.get(place) {
                Some(label) => self.prompt_for(label),
                None => format!("{}/{count} > ", place.saturating_add(1)),
            };
            match self.turn(&prompt, parse)? {
                Turn::Input(input) => return Ok(input),
                Turn::Reply(typed) => self.draft.push(Text::from(typed)),
                Turn::Blank if !labels.is_empty() => self.draft.push(Text::default()),
                Turn::Blank if place == 0 => self.say(NOTHING_TYPED)?,
                Turn::Blank => break,
            }
        }
        Ok(Input::Respond(Response::Texts(self.draft.clone())))
    }

    fn pairs(&mut self, left: &[Text], right: &[Text]) -> Result<Input> {
        while let Some(item) = left.get(self.draft.len()) {
            match self.turn(&self.prompt_for(item), parse)? {
                Turn::Input(input) => return Ok(input),
                Turn::Blank => self.say(NOTHING_TYPED)?,
                Turn::Reply(typed) => {
                    let all = reply::all_partners(left, right, &typed).filter(|_| self.draft.is_empty());
                    match (all, reply::one(right, &typed)) {
                        (Some(partners), _) => self.draft = partners,
                        (None, Ok(partner)) => self.draft.push(partner),
                        (None, Err(why)) => self.say(&why)?,
                    }
                }
            }
        }
        Ok(Input::Respond(reply::pairs(left, &self.draft)))
    }

    fn card(&mut self, asked: &Asked) -> Result<Input> {
        loop {
            let prompt = if self.revealed { GRADES } else { "> " };
            match (self.turn(prompt, parse)?, self.revealed) {
                (Turn::Input(input), _) => return Ok(input),
                (Turn::Blank, false) => {
                    self.revealed = true;
                    let back = asked.back.clone().unwrap_or_default();
                    let lines = labelled("Back: ", Tone::Strong, &back, 0, self.style);
                    self.show_lines(&lines)?;
                }
                (Turn::Blank, true) => self.say(GRADE_IT)?,
                (Turn::Reply(typed), _) => match reply::grade(&typed) {
                    Ok(rating) => return Ok(Input::Respond(Response::Recalled(rating))),
                    Err(why) => self.say(&why)?,
                },
            }
        }
    }

    fn verdict_read(&mut self, judged: &Judged) -> Result<Input> {
        if self.pause == Pause::Go {
            return Ok(Input::Next);
        }
        let right = judged.verdict.outcome == crate::judge::Outcome::Right;
        let mine = if right { "! I was wrong" } else { "! I was right" };
        let keys = format!("[Enter] next, {mine}, e easy, u undo, s suspend, q quit > ");
        match self.turn(&keys, parse_after_verdict)? {
            Turn::Input(input) => Ok(input),
            Turn::Blank | Turn::Reply(_) => Ok(Input::Next),
        }
    }

    fn show_asked(&mut self, asked: &Asked) -> Result<()> {
        self.draft.clear();
        self.revealed = false;
        let mut lines = vec![Line::blank()];
        if self.deck.as_ref() != Some(&asked.deck) {
            lines.extend(labelled("Deck: ", Tone::Dim, &asked.deck, 0, self.style));
            self.deck = Some(asked.deck.clone());
        }
        lines.extend(view::question(asked, self.style));
        lines.extend(view::options(&asked.ask, self.style));
        let help = view::shape_help(&asked.ask);
        if !help.is_empty() {
            lines.extend(paragraph(Tone::Dim, &help, 0, self.style));
        }
        self.show_lines(&lines)
    }
}

/// Said when a response is empty, which is never taken for "don't know".
pub const NOTHING_TYPED: &str = "Nothing given. Type ? if you don't know, :help for the commands.";
const GRADES: &str = "1 again, 2 hard, 3 good, 4 easy > ";
const GRADE_IT: &str = "Say how well you knew it: 1 again, 2 hard, 3 good, 4 easy.";

/// What is said of a line that is no command.
pub fn no_such_command(typed: &str) -> String {
    let shown: String = typed.chars().take(40).collect();
    format!("There is no command \"{}\" here. Type :help for those there are.", crate::text::terminal(&shown))
}

impl<R: BufRead, W: Write> Prompter for Plain<R, W> {
    fn show(&mut self, effect: &Effect) -> Result<()> {
        self.last.note(effect);
        let style = self.style;
        match effect {
            Effect::Save(_) => Ok(()),
            Effect::Ask(asked) => self.show_asked(asked),
            Effect::Hint(text) => self.show_lines(&view::hint(text, style)),
            Effect::NoHint => self.say("There is no further hint."),
            Effect::AskAgain(reason) => self.say(&crate::text::terminal(reason)),
            Effect::Judged(judged) => self.show_lines(&view::judged(judged, style)),
            Effect::Overruled(rating) => self.show_lines(&view::overruled(*rating, style)),
            Effect::Undone => self.say("The last answer is taken back."),
            Effect::NothingToUndo => self.say("There is nothing to take back."),
            Effect::Suspended => self.say("This question will not be asked again."),
            Effect::Finished(summary) => {
                let mut lines = vec![Line::blank()];
                lines.extend(view::summary(summary, style));
                self.show_lines(&lines)
            }
        }
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        match waiting {
            Waiting::Answer(asked) => self.answer(asked),
            Waiting::Read(judged) => self.verdict_read(judged),
        }
    }

    fn not_saved(&mut self, reason: &Error) -> Result<bool> {
        self.say(&format!("Not saved: {reason}"))?;
        if self.pause == Pause::Go {
            return Ok(false);
        }
        match self.line("Your answer is kept here. [Enter] tries again, :quit gives it up > ")? {
            Some(line) => Ok(!matches!(line.trim(), ":quit" | ":q" | "q")),
            None => Ok(false),
        }
    }
}

#[cfg(test)]
mod tests;
