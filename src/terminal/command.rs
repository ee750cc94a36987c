//! What a typed line means besides a response: the few commands, the same at every prompt.
//!
//! | line | meaning |
//! |---|---|
//! | `?` or `:skip` | I don't know |
//! | `:hint` | the next hint |
//! | `!` | the last verdict was not fair: "I was right", or after a right one "I was wrong" |
//! | `:right`, `:wrong`, `:easy` | the last answer counts as that |
//! | `:undo` | take the last answer back |
//! | `:suspend` | never ask this question again |
//! | `:accept` | what I typed last is right, from now on too |
//! | `:note words`, `:mnemonic words` | keep them with this question |
//! | `:help`, `:quit` | |
//! | `::text` | the response `:text` |

use crate::judge::Outcome;
use crate::question::ask::{Rating, Response};
use crate::session::{Effect, Input, Overrule};
use crate::text::Text;

/// A line as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Nothing but white space.
    Blank,
    /// Something for the session.
    Input(Input),
    /// "The last verdict was not fair"; which way depends on the verdict.
    Overrule,
    /// Show the commands.
    Help,
    /// No command has this name.
    NoSuchCommand(String),
    /// A response, without white space around it.
    Reply(String),
}

/// Reads a line typed at a question.
pub fn parse(line: &str) -> Typed {
    let line = line.trim();
    if let Some(literal) = line.strip_prefix("::") {
        return Typed::Reply(format!(":{literal}"));
    }
    match line {
        "" => Typed::Blank,
        "?" | ":skip" => Typed::Input(Input::Respond(Response::Unknown)),
        "!" => Typed::Overrule,
        ":hint" | ":h" => Typed::Input(Input::Hint),
        ":right" => Typed::Input(Input::Overrule(Overrule::Right)),
        ":wrong" => Typed::Input(Input::Overrule(Overrule::Wrong)),
        ":easy" | ":e" => Typed::Input(Input::Overrule(Overrule::Easy)),
        ":undo" | ":u" => Typed::Input(Input::Undo),
        ":suspend" | ":s" => Typed::Input(Input::Suspend),
        ":quit" | ":q" => Typed::Input(Input::Quit),
        ":accept" | ":a" => Typed::Input(Input::Accept),
        ":help" | ":?" => Typed::Help,
        _ if line.starts_with(':') => words(line),
        _ => Typed::Reply(line.to_owned()),
    }
}

/// A command with words behind it.
fn words(line: &str) -> Typed {
    let (command, words) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let words = Text::from(words.trim());
    match command {
        ":note" | ":n" => Typed::Input(Input::Note(words)),
        ":mnemonic" | ":m" => Typed::Input(Input::Mnemonic(words)),
        _ => Typed::NoSuchCommand(line.to_owned()),
    }
}

/// Reads a line typed after a verdict, where one letter is enough. Nothing there is a response.
pub fn parse_after_verdict(line: &str) -> Typed {
    match line.trim() {
        "" => Typed::Input(Input::Next),
        "e" => Typed::Input(Input::Overrule(Overrule::Easy)),
        "u" => Typed::Input(Input::Undo),
        "s" => Typed::Input(Input::Suspend),
        "a" => Typed::Input(Input::Accept),
        "q" => Typed::Input(Input::Quit),
        "?" => Typed::Help,
        other => match parse(other) {
            Typed::Reply(text) => Typed::NoSuchCommand(text),
            Typed::Input(Input::Hint | Input::Respond(_)) => Typed::Help,
            typed => typed,
        },
    }
}

/// What `!` would turn round: the last answer, as it counts now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LastVerdict {
    counts_as_right: Option<bool>,
}

impl LastVerdict {
    /// Takes note of what was shown.
    pub fn note(&mut self, effect: &Effect) {
        match effect {
            Effect::Judged(judged) => {
                self.counts_as_right = Some(judged.verdict.outcome == Outcome::Right);
            }
            Effect::Overruled(rating, _) => self.counts_as_right = Some(*rating >= Rating::Good),
            Effect::Undone => self.counts_as_right = None,
            _ => {}
        }
    }

    /// What `!` means now; `None` if there is no verdict to overrule.
    pub fn overrule(self) -> Option<Overrule> {
        self.counts_as_right.map(|right| if right { Overrule::Wrong } else { Overrule::Right })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_lines_of_their_own_and_all_else_is_a_response() {
        assert_eq!(parse(" ? "), Typed::Input(Input::Respond(Response::Unknown)));
        assert_eq!(parse(":hint"), Typed::Input(Input::Hint));
        assert_eq!(parse("::quit"), Typed::Reply(":quit".into()));
        assert_eq!(parse("::"), Typed::Reply(":".into()));
        assert_eq!(parse(":wat"), Typed::NoSuchCommand(":wat".into()));
        assert_eq!(parse(":note  two words "), Typed::Input(Input::Note("two words".into())));
        assert_eq!(parse(":mnemonic"), Typed::Input(Input::Mnemonic("".into())));
        assert_eq!(parse(":notes"), Typed::NoSuchCommand(":notes".into()));
        assert_eq!(parse("q"), Typed::Reply("q".into()));
        assert_eq!(parse("what?"), Typed::Reply("what?".into()));
        assert_eq!(parse("\t\r\n"), Typed::Blank);
    }

    #[test]
    fn one_letter_is_enough_after_a_verdict() {
        assert_eq!(parse_after_verdict("\n"), Typed::Input(Input::Next));
        assert_eq!(parse_after_verdict("q"), Typed::Input(Input::Quit));
        assert_eq!(parse_after_verdict(":undo"), Typed::Input(Input::Undo));
        assert_eq!(parse_after_verdict("!"), Typed::Overrule);
        assert_eq!(parse_after_verdict("May 2010"), Typed::NoSuchCommand("May 2010".into()));
        assert_eq!(parse_after_verdict(":hint"), Typed::Help);
    }

    #[test]
    fn the_mark_turns_the_last_verdict_round_and_back() {
        let mut last = LastVerdict::default();
        assert_eq!(last.overrule(), None);
        last.note(&Effect::Overruled(Rating::Again, None));
        assert_eq!(last.overrule(), Some(Overrule::Right));
        last.note(&Effect::Overruled(Rating::Good, None));
        assert_eq!(last.overrule(), Some(Overrule::Wrong));
        last.note(&Effect::Undone);
        assert_eq!(last.overrule(), None);
    }
}
