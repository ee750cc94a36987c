//! The door on a real terminal: options picked with the arrow keys, orders sorted, verdicts left with one key.
//!
//! What can be typed is typed in lines, as at the plain door and with the same commands; so is what is wanted in
//! the middle of a list, after Esc.

use console::Key;

use super::command::{LastVerdict, parse};
use super::reply;
use super::screen::{Got, Screen};
use super::style::{Line, Tone, labelled};
use super::typing::{Desk, Turn, Typing, prompt_below};
use super::view;
use crate::error::{Error, Result};
use crate::question::ask::{Ask, Rating, Response};
use crate::session::{Asked, Effect, Input, Overrule, Prompter, Waiting};
use crate::text::Text;

/// A prompter for a person at a terminal.
#[derive(Debug)]
pub struct Rich {
    screen: Screen,
    typing: Typing,
}

const DONT_KNOW: &str = "I don't know";

/// The same of one pair, and of all.
const NOT_THIS: &str = "I don't know this one";
const NONE_OF_THEM: &str = "I know none of them";
const KEYS_ONE: &str = "Arrow keys and Enter; Esc to type a number, ? or a command:";
const KEYS_SOME: &str = "Space marks, Enter is done; Esc to type numbers, ? or a command:";
const KEYS_ORDER: &str = "Space takes and drops, Enter is done, earliest first; Esc to type:";
const KEYS_CARD: &str = "[Enter] show · [?] don't know · [h] hint · [u] undo · [s] suspend · [q] quit ";
const KEYS_GRADE: &str = "[1] again · [2] hard · [3] good · [4] easy · [u] undo · [s] suspend · [q] quit ";

impl Rich {
    /// A prompter for the terminal at the standard output.
    ///
    /// # Errors
    /// If Ctrl-C cannot be taken over.
    pub fn new(colour: bool, symbols: bool) -> Result<Self> {
        Ok(Self { screen: Screen::new(colour, symbols)?, typing: Typing::default() })
    }

    fn answer(&mut self, asked: &Asked) -> Result<Input> {
        if !self.screen.has_room() {
            return self.typing.answer(&mut self.screen, asked);
        }
        match &asked.ask {
            Ask::PickOne { options } => self.pick_one(asked, options),
            Ask::PickSome { options } => self.pick_some(asked, options),
            Ask::Order { items } => self.order(asked, items),
            Ask::Match { left, right } => self.pairs(asked, left, right),
            Ask::Reveal => self.card(asked),
            Ask::Text { .. } | Ask::Texts { .. } => self.typing.answer(&mut self.screen, asked),
        }
    }

    fn pick_one(&mut self, asked: &Asked, options: &[Text]) -> Result<Input> {
        let listing = self.screen.listing(&reply::labels(options), options, &[DONT_KNOW]);
        match self.screen.select(&listing, KEYS_ONE)? {
            Got::End => Ok(Input::Quit),
            Got::Else => self.typed(asked),
            Got::Choice(index) => match options.get(index) {
                Some(option) => self.responded(Response::Text(option.clone())),
                None => self.responded(Response::Unknown),
            },
        }
    }

    fn pick_some(&mut self, asked: &Asked, options: &[Text]) -> Result<Input> {
        let listing = self.screen.listing(&reply::labels(options), options, &[]);
        loop {
            match self.screen.multi_select(&listing, KEYS_SOME)? {
                Got::End => return Ok(Input::Quit),
                Got::Else => return self.typed(asked),
                Got::Choice(picked) if picked.is_empty() => self.screen.say(NOTHING_PICKED)?,
                Got::Choice(picked) => {
                    let texts = picked.iter().filter_map(|index| options.get(*index).cloned()).collect();
                    return self.responded(Response::Texts(texts));
                }
            }
        }
    }

    fn order(&mut self, asked: &Asked, items: &[Text]) -> Result<Input> {
        let listing = self.screen.listing(&reply::labels(items), items, &[]);
        match self.screen.sort(&listing, KEYS_ORDER)? {
            Got::End => Ok(Input::Quit),
            Got::Else => self.typed(asked),
            Got::Choice(given) => match reply::permutation(items, &given) {
                Ok(response) => self.responded(response),
                Err(why) => Err(Error::new(why)),
            },
        }
    }

    fn pairs(&mut self, asked: &Asked, left: &[Text], right: &[Text]) -> Result<Input> {
        while let Some(item) = left.get(self.typing.draft.len()) {
            let other: &[&str] =
                if self.typing.draft.is_empty() { &[NOT_THIS, NONE_OF_THEM] } else { &[NOT_THIS] };
            let listing = self.screen.listing(&reply::labels(right), right, other);
            let prompt = prompt_below(&mut self.screen, item)?;
            match self.screen.select(&listing, &prompt)? {
                Got::End => return Ok(Input::Quit),
                Got::Else => return self.typed(asked),
                Got::Choice(index) => match right.get(index) {
                    Some(partner) => {
                        self.pair(&prompt, partner)?;
                        self.typing.draft.push(partner.clone());
                    }
                    None if index == right.len() => {
                        self.pair(&prompt, &Text::from(NOT_THIS))?;
                        self.typing.draft.push(Text::default());
                    }
                    None => return Ok(Input::Respond(Response::Unknown)),
                },
            }
        }
        Ok(Input::Respond(reply::pairs(left, &std::mem::take(&mut self.typing.draft))))
    }

    /// Writes a pair where the list was.
    fn pair(&mut self, prompt: &str, partner: &Text) -> Result<()> {
        self.screen.show(&labelled(prompt, Tone::Plain, partner, 0, self.screen.style()))
    }

    /// After Esc: the options are shown once more, to be in sight while a line is typed.
    fn typed(&mut self, asked: &Asked) -> Result<Input> {
        let style = self.screen.style();
        self.screen.show(&view::options(&asked.ask, style))?;
        self.typing.answer(&mut self.screen, asked)
    }

    /// Writes what was picked where the list was.
    fn responded(&mut self, response: Response) -> Result<Input> {
        let shown: Vec<String> = match &response {
            Response::Text(text) => vec![text.terminal().into_owned()],
            Response::Texts(texts) => texts.iter().map(|text| text.terminal().into_owned()).collect(),
            _ => vec![DONT_KNOW.to_owned()],
        };
        let lines: Vec<Line> = shown.iter().map(|text| Line::of(Tone::Plain, format!("> {text}"))).collect();
        self.screen.show(&lines)?;
        Ok(Input::Respond(response))
    }

    fn card(&mut self, asked: &Asked) -> Result<Input> {
        loop {
            let revealed = self.typing.revealed;
            let keys = self.keys(if revealed { KEYS_GRADE } else { KEYS_CARD });
            match self.screen.key(&keys, |key| card_key(key, revealed))? {
                Got::End => return Ok(Input::Quit),
                Got::Choice(CardKey::Show) | Got::Else => self.typing.reveal(&mut self.screen, asked)?,
                Got::Choice(CardKey::Input(input)) => return Ok(input),
            }
        }
    }

    fn verdict_read(&mut self) -> Result<Input> {
        let last = self.typing.last;
        let mine = match last.overrule() {
            Some(Overrule::Right) => "I was right",
            _ => "I was wrong",
        };
        let keys =
            self.keys(&format!("[Enter] next · [!] {mine} · [e] easy · [u] undo · [q] quit · [?] more "));
        loop {
            return match self.screen.key(&keys, |key| verdict_key(key, last))? {
                Got::Choice(VerdictKey::Input(input)) => Ok(input),
                Got::Choice(VerdictKey::Words(words)) => match self.typing.line(&mut self.screen, words)? {
                    Some(input) => Ok(input),
                    None => continue,
                },
                Got::Choice(VerdictKey::Help) => {
                    self.screen.say(MORE_KEYS)?;
                    continue;
                }
                Got::Else | Got::End => Ok(Input::Quit),
            };
        }
    }

    /// A line of keys in the style of the screen, cut to its width, for it is cleared as one line.
    fn keys(&self, keys: &str) -> String {
        let style = self.screen.style();
        let dotted = keys.replace(" · ", style.dot());
        let cut = console::truncate_str(&dotted, style.width.saturating_sub(1), "").into_owned();
        style.paint(&Line::of(Tone::Dim, cut))
    }
}

const NOTHING_PICKED: &str = "Nothing is marked. Mark with Space; if you don't know, press Esc and type ?.";

/// What a key means at a card.
#[derive(Debug, Clone, PartialEq)]
enum CardKey {
    Show,
    Input(Input),
}

fn card_key(key: &Key, revealed: bool) -> Option<CardKey> {
    let input = match (key, revealed) {
        (Key::Enter | Key::Char(' '), false) => return Some(CardKey::Show),
        (Key::Char('?'), false) => Input::Respond(Response::Unknown),
        (Key::Char('h'), false) => Input::Hint,
        (Key::Char('1' | 'a'), true) => Input::Respond(Response::Recalled(Rating::Again)),
        (Key::Char('2' | 'h'), true) => Input::Respond(Response::Recalled(Rating::Hard)),
        (Key::Char('3' | 'g'), true) => Input::Respond(Response::Recalled(Rating::Good)),
        (Key::Char('4' | 'e'), true) => Input::Respond(Response::Recalled(Rating::Easy)),
        (Key::Char('u'), _) => Input::Undo,
        (Key::Char('s'), _) => Input::Suspend,
        (Key::Char('q'), _) => Input::Quit,
        _ => return None,
    };
    Some(CardKey::Input(input))
}

/// What a key means after a verdict.
#[derive(Debug, Clone, PartialEq)]
enum VerdictKey {
    Input(Input),
    /// Words are typed, behind this command.
    Words(&'static str),
    Help,
}

const MORE_KEYS: &str = "s  never ask this question again        a  what I typed is right, and always will be\n\
                         n  keep a note with this question      m  keep a hint of your own (mnemonic)";

fn verdict_key(key: &Key, last: LastVerdict) -> Option<VerdictKey> {
    let input = match key {
        Key::Enter | Key::Char(' ') => Input::Next,
        Key::Char('!') => Input::Overrule(last.overrule()?),
        Key::Char('e') => Input::Overrule(Overrule::Easy),
        Key::Char('u') => Input::Undo,
        Key::Char('s') => Input::Suspend,
        Key::Char('a') => Input::Accept,
        Key::Char('q') => Input::Quit,
        Key::Char('n') => return Some(VerdictKey::Words(":note")),
        Key::Char('m') => return Some(VerdictKey::Words(":mnemonic")),
        Key::Char('?' | 'h') => return Some(VerdictKey::Help),
        _ => return None,
    };
    Some(VerdictKey::Input(input))
}

impl Prompter for Rich {
    fn show(&mut self, effect: &Effect) -> Result<()> {
        let listed = !self.screen.has_room();
        self.typing.show(&mut self.screen, effect, listed)
    }

    fn read(&mut self, waiting: Waiting<'_>) -> Result<Input> {
        match waiting {
            Waiting::Answer(asked) => self.answer(asked),
            Waiting::Read(_) => self.verdict_read(),
        }
    }

    fn not_saved(&mut self, reason: &Error) -> Result<bool> {
        self.screen.say(&format!("Not saved: {reason}"))?;
        let prompt = "Your answer is kept here. [Enter] tries again, :quit gives it up > ";
        let turn = self.typing.turn(&mut self.screen, prompt, parse)?;
        Ok(turn != Turn::Input(Input::Quit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_at_a_card_change_with_the_back() {
        assert_eq!(card_key(&Key::Enter, false), Some(CardKey::Show));
        assert_eq!(card_key(&Key::Char('h'), false), Some(CardKey::Input(Input::Hint)));
        let hard = Input::Respond(Response::Recalled(Rating::Hard));
        assert_eq!(card_key(&Key::Char('h'), true), Some(CardKey::Input(hard)));
        assert_eq!(card_key(&Key::Enter, true), None);
        assert_eq!(card_key(&Key::Char('3'), false), None);
    }

    #[test]
    fn a_verdict_is_left_with_one_key() {
        let mut last = LastVerdict::default();
        assert_eq!(verdict_key(&Key::Char('!'), last), None);
        last.note(&Effect::Overruled(Rating::Again, None));
        assert_eq!(
            verdict_key(&Key::Char('!'), last),
            Some(VerdictKey::Input(Input::Overrule(Overrule::Right)))
        );
        assert_eq!(verdict_key(&Key::Enter, last), Some(VerdictKey::Input(Input::Next)));
        assert_eq!(verdict_key(&Key::Char('x'), last), None);
    }
}
