//! The conversation about one question in typed lines: what is asked for, in which order, until it is a response.
//!
//! The plain door holds all its conversations so; the rich one those about what cannot be picked with the
//! arrow keys. Where lines come from is left to [`Desk`].

use super::command::{LastVerdict, Typed, parse};
use super::style::{Line, Style, Tone, labelled, one_line, paragraph};
use super::words::sentence;
use super::{reply, view};
use crate::error::Result;
use crate::question::ask::{Ask, Response};
use crate::session::{Asked, Effect, Input};
use crate::text::Text;

/// Where lines are read and shown.
pub trait Desk {
    /// How the screen looks now.
    fn style(&self) -> Style;

    /// Shows text that is safe to print.
    ///
    /// # Errors
    /// If the screen is gone.
    fn write(&mut self, text: &str) -> Result<()>;

    /// Shows `prompt` and reads a line; `None` if there will be no more.
    ///
    /// # Errors
    /// If the screen or the input is gone.
    fn line(&mut self, prompt: &str) -> Result<Option<String>>;

    /// Shows lines.
    ///
    /// # Errors
    /// If the screen is gone.
    fn show(&mut self, lines: &[Line]) -> Result<()> {
        let text = self.style().render(lines);
        self.write(&text)
    }

    /// Shows a sentence of our own.
    ///
    /// # Errors
    /// If the screen is gone.
    fn say(&mut self, text: &str) -> Result<()> {
        let lines = paragraph(Tone::Plain, text, 0, self.style());
        self.show(&lines)
    }
}

/// What came of one line.
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// Something for the session.
    Input(Input),
    /// Nothing but white space.
    Blank,
    /// A response, or a part of one.
    Reply(String),
}

/// Said when a response is empty, which is never taken for "don't know".
pub const NOTHING_TYPED: &str = "Nothing given. Type ? if you don't know, :help for the commands.";
const GRADES: &str = "1 again, 2 hard, 3 good, 4 easy > ";
const GRADE_IT: &str = "Say how well you knew it: 1 again, 2 hard, 3 good, 4 easy.";

/// What is remembered from one line to the next.
#[derive(Debug, Default)]
pub struct Typing {
    /// What `!` turns round.
    pub last: LastVerdict,
    /// The back of the card on the screen has been shown.
    pub revealed: bool,
    /// What was given so far of a response of several parts.
    pub draft: Vec<Text>,
    deck: Option<Text>,
}

impl Typing {
    /// Shows an effect; with `options`, a question is shown with its numbered options and how to name them.
    ///
    /// # Errors
    /// If the screen is gone.
    pub fn show(&mut self, desk: &mut impl Desk, effect: &Effect, options: bool) -> Result<()> {
        self.last.note(effect);
        let style = desk.style();
        match effect {
            Effect::Save(_) => Ok(()),
            Effect::Ask(asked) => self.show_asked(desk, asked, options),
            Effect::Hint(text) => desk.show(&view::hint(text, style)),
            Effect::NoHint => desk.say("There is no hint left."),
            Effect::AskAgain(reason) => desk.say(&sentence(&crate::text::terminal(reason))),
            Effect::Judged(judged) => desk.show(&view::judged(judged, style)),
            Effect::Overruled(rating, due) => desk.show(&view::overruled(*rating, *due, style)),
            Effect::Undone => desk.say("The last answer is taken back."),
            Effect::NothingToUndo => desk.say("There is nothing to take back."),
            Effect::Suspended => desk.say("This question will not be asked again."),
            Effect::Noted => desk.say("Kept."),
            Effect::Accepted(text) => {
                desk.say(&format!("\"{}\" is right for you from now on.", one_line(text, 40)))
            }
            Effect::NotAccepted => desk.say("Only what was typed as one text can be made right for good."),
            Effect::Finished(summary) => {
                let mut lines = vec![Line::blank()];
                lines.extend(view::summary(summary, style));
                desk.show(&lines)
            }
        }
    }

    fn show_asked(&mut self, desk: &mut impl Desk, asked: &Asked, options: bool) -> Result<()> {
        self.draft.clear();
        self.revealed = false;
        let style = desk.style();
        let mut lines = vec![Line::blank()];
        if self.deck.as_ref() != Some(&asked.deck) {
            lines.extend(labelled("Deck: ", Tone::Dim, &asked.deck, 0, style));
            self.deck = Some(asked.deck.clone());
        }
        lines.extend(view::question(asked, style));
        if options {
            lines.extend(view::options(&asked.ask, style));
        }
        let help = view::shape_help(&asked.ask);
        let typed = options || matches!(asked.ask, Ask::Text { .. } | Ask::Texts { .. });
        if typed && !help.is_empty() {
            lines.extend(paragraph(Tone::Dim, &help, 0, style));
        }
        desk.show(&lines)
    }

    /// Reads lines until one is a response, blank, or something for the session.
    ///
    /// # Errors
    /// If the screen or the input is gone.
    pub fn turn(&mut self, desk: &mut impl Desk, prompt: &str, parse: fn(&str) -> Typed) -> Result<Turn> {
        loop {
            let Some(line) = desk.line(prompt)? else {
                return Ok(Turn::Input(Input::Quit));
            };
            match (parse(&line), self.last.overrule()) {
                (Typed::Blank, _) => return Ok(Turn::Blank),
                (Typed::Reply(text), _) => return Ok(Turn::Reply(text)),
                (Typed::Input(Input::Overrule(_) | Input::Accept) | Typed::Overrule, None) => {
                    desk.say("There is no verdict to overrule yet.")?;
                }
                (Typed::Overrule, Some(said)) => return Ok(Turn::Input(Input::Overrule(said))),
                (Typed::Input(input), _) => return Ok(Turn::Input(input)),
                (Typed::Help, _) => desk.show(&view::help(desk.style()))?,
                (Typed::NoSuchCommand(text), _) => desk.say(&no_such_command(&text))?,
            }
        }
    }

    /// Reads the words of a command such as `:note`; `None` if nothing was typed.
    ///
    /// # Errors
    /// If the screen or the input is gone.
    pub fn line(&mut self, desk: &mut impl Desk, command: &str) -> Result<Option<Input>> {
        let typed = desk.line(&format!("{} > ", command.trim_start_matches(':')))?;
        let words = typed.as_deref().map(str::trim).filter(|words| !words.is_empty());
        Ok(words.and_then(|words| match parse(&format!("{command} {words}")) {
            Typed::Input(input) => Some(input),
            _ => None,
        }))
    }

    /// Reads the response to a question, or something else for the session.
    ///
    /// # Errors
    /// If the screen or the input is gone.
    pub fn answer(&mut self, desk: &mut impl Desk, asked: &Asked) -> Result<Input> {
        let input = match &asked.ask {
            Ask::Text { .. } => self.single(desk, |typed| Ok(Response::Text(Text::from(typed)))),
            Ask::Texts { count, labels } => self.texts(desk, *count, labels),
            Ask::PickOne { options } => self.single(desk, |typed| reply::pick_one(options, typed)),
            Ask::PickSome { options } => self.single(desk, |typed| reply::pick_some(options, typed)),
            Ask::Order { items } => self.single(desk, |typed| reply::order(items, typed)),
            Ask::Match { left, right } => self.pairs(desk, left, right),
            Ask::Reveal => self.card(desk, asked),
        }?;
        if matches!(input, Input::Respond(_)) {
            self.draft.clear();
        }
        Ok(input)
    }

    /// A response in one line.
    fn single(
        &mut self,
        desk: &mut impl Desk,
        read: impl Fn(&str) -> reply::Reply<Response>,
    ) -> Result<Input> {
        loop {
            match self.turn(desk, "> ", parse)? {
                Turn::Input(input) => return Ok(input),
                Turn::Blank => desk.say(NOTHING_TYPED)?,
                Turn::Reply(typed) => match read(&typed) {
                    Ok(response) => return Ok(Input::Respond(response)),
                    Err(why) => desk.say(&why)?,
                },
            }
        }
    }

    /// A line an item; with labels an empty line leaves the blank empty, without it ends the list.
    fn texts(&mut self, desk: &mut impl Desk, count: usize, labels: &[Text]) -> Result<Input> {
        while self.draft.len() < count {
            let place = self.draft.len();
            let prompt = match labels.get(place) {
                Some(label) => prompt_for(label, desk.style()),
                None => format!("{}/{count} > ", place.saturating_add(1)),
            };
            match self.turn(desk, &prompt, parse)? {
                Turn::Input(input) => return Ok(input),
                Turn::Reply(typed) => self.draft.push(Text::from(typed)),
                Turn::Blank if !labels.is_empty() => self.draft.push(Text::default()),
                Turn::Blank if place == 0 => desk.say(NOTHING_TYPED)?,
                Turn::Blank => break,
            }
        }
        Ok(Input::Respond(Response::Texts(self.draft.clone())))
    }

    fn pairs(&mut self, desk: &mut impl Desk, left: &[Text], right: &[Text]) -> Result<Input> {
        while let Some(item) = left.get(self.draft.len()) {
            match self.turn(desk, &prompt_for(item, desk.style()), parse)? {
                // What is found already is not thrown away for one that is not known.
                Turn::Input(Input::Respond(Response::Unknown)) if !self.draft.is_empty() => {
                    self.draft.push(Text::default());
                }
                Turn::Input(input) => return Ok(input),
                Turn::Blank => desk.say(NOTHING_TYPED)?,
                Turn::Reply(typed) => {
                    let all = reply::all_partners(left, right, &typed).filter(|_| self.draft.is_empty());
                    match (all, reply::one(right, &typed)) {
                        (Some(partners), _) => self.draft = partners,
                        (None, Ok(partner)) => self.draft.push(partner),
                        (None, Err(why)) => desk.say(&why)?,
                    }
                }
            }
        }
        Ok(Input::Respond(reply::pairs(left, &self.draft)))
    }

    fn card(&mut self, desk: &mut impl Desk, asked: &Asked) -> Result<Input> {
        loop {
            let prompt = if self.revealed { GRADES } else { "> " };
            match (self.turn(desk, prompt, parse)?, self.revealed) {
                (Turn::Input(input), _) => return Ok(input),
                // Whatever was recalled may be typed: the student compares it with the back.
                (Turn::Blank | Turn::Reply(_), false) => self.reveal(desk, asked)?,
                (Turn::Blank, true) => desk.say(GRADE_IT)?,
                (Turn::Reply(typed), true) => match reply::grade(&typed) {
                    Ok(rating) => return Ok(Input::Respond(Response::Recalled(rating))),
                    Err(why) => desk.say(&why)?,
                },
            }
        }
    }

    /// Shows the back of a card.
    ///
    /// # Errors
    /// If the screen is gone.
    pub fn reveal(&mut self, desk: &mut impl Desk, asked: &Asked) -> Result<()> {
        self.revealed = true;
        let back = asked.back.clone().unwrap_or_default();
        desk.show(&labelled("Back: ", Tone::Strong, &back, 0, desk.style()))
    }
}

/// The prompt that names a blank or the left side of a pair.
pub fn prompt_for(item: &Text, style: Style) -> String {
    format!("{} > ", one_line(item, style.width / 2))
}

/// The same where the left sides stand nowhere else: one that is too long for a prompt is shown above it.
///
/// # Errors
/// If the screen is gone.
pub fn prompt_below(desk: &mut impl Desk, item: &Text) -> Result<String> {
    let style = desk.style();
    let prompt = prompt_for(item, style);
    if !prompt.contains('…') {
        return Ok(prompt);
    }
    desk.show(&labelled("", Tone::Plain, item, 0, style))?;
    Ok("  > ".to_owned())
}

/// What is said of a line that is no command.
fn no_such_command(typed: &str) -> String {
    let shown: String = typed.chars().take(40).collect();
    format!("There is no command \"{}\" here. Type :help for those there are.", crate::text::terminal(&shown))
}
