//! What a typed line means in an exam besides a response: ways to go, and what to do with the question.
//!
//! | line | meaning |
//! |---|---|
//! | empty, `:next` | go on; what was given stays |
//! | `:back` | go back |
//! | `:7`, `:go 7` | go to question 7 |
//! | `:flag` | mark it to come back to, or no more |
//! | `:clear` | take the response back |
//! | `?` | I don't know |
//! | `:done` | all questions at one glance; hand in from there |
//! | `:quit` | leave; the clock runs on |
//! | `:help` | |
//! | `::text` | the response `:text` |

use crate::event::exam::Certainty;
use crate::exam::Input;
use crate::question::Response;

/// A line as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Nothing but white space.
    Blank,
    /// Something for the sitting.
    Input(Input),
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
        _ => match line.strip_prefix(':') {
            Some(command) => self::command(command).unwrap_or_else(|| Typed::NoSuchCommand(line.to_owned())),
            None => Typed::Reply(line.to_owned()),
        },
    }
}

/// Reads a line typed at the overview, where nothing is a response: a number goes there.
pub fn parse_at_overview(line: &str) -> Typed {
    let line = line.trim();
    let bare = line.trim_start_matches(':');
    match bare {
        "" => Typed::Blank,
        "?" => Typed::Help,
        _ => match command(bare) {
            Some(Typed::Input(Input::Flag | Input::Clear)) | None => Typed::NoSuchCommand(line.to_owned()),
            Some(typed) => typed,
        },
    }
}

/// A command without its colon.
fn command(command: &str) -> Option<Typed> {
    let (word, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
    let number = |text: &str| text.trim().parse().ok().map(|number| Typed::Input(Input::Go(number)));
    if !rest.trim().is_empty() {
        return if matches!(word, "go" | "g") { number(rest) } else { None };
    }
    Some(match word {
        "next" | "n" => Typed::Input(Input::Next),
        "back" | "b" => Typed::Input(Input::Back),
        "flag" | "f" => Typed::Input(Input::Flag),
        "clear" | "c" => Typed::Input(Input::Clear),
        "done" | "d" => Typed::Input(Input::Done),
        "quit" | "q" => Typed::Input(Input::Leave),
        "help" | "h" | "?" => Typed::Help,
        other => return number(other),
    })
}

/// How sure: a word, its first letter, or a number from 1; nothing says nothing.
pub fn certainty(line: &str) -> Option<Option<Certainty>> {
    let typed = line.trim().to_lowercase();
    if typed.is_empty() {
        return Some(None);
    }
    let found = Certainty::ALL.into_iter().zip(1..).find(|(certainty, number)| {
        let word = certainty.name();
        typed == word || (typed.len() == 1 && word.starts_with(&typed)) || typed.parse() == Ok(*number)
    });
    found.map(|(certainty, _)| Some(certainty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_begin_with_a_colon_and_all_else_is_a_response() {
        assert_eq!(parse(" "), Typed::Blank);
        assert_eq!(parse(":7"), Typed::Input(Input::Go(7)));
        assert_eq!(parse(":go  7"), Typed::Input(Input::Go(7)));
        assert_eq!(parse(":n"), Typed::Input(Input::Next));
        assert_eq!(parse("7"), Typed::Reply("7".into()));
        assert_eq!(parse("::back"), Typed::Reply(":back".into()));
        assert_eq!(parse(":hint"), Typed::NoSuchCommand(":hint".into()));
        assert_eq!(parse(":back now"), Typed::NoSuchCommand(":back now".into()));
        assert_eq!(parse("?"), Typed::Input(Input::Respond(Response::Unknown)));
    }

    #[test]
    fn at_the_overview_nothing_is_a_response() {
        assert_eq!(parse_at_overview("7"), Typed::Input(Input::Go(7)));
        assert_eq!(parse_at_overview(":done"), Typed::Input(Input::Done));
        assert_eq!(parse_at_overview("done"), Typed::Input(Input::Done));
        assert_eq!(parse_at_overview("May 2010"), Typed::NoSuchCommand("May 2010".into()));
        assert_eq!(parse_at_overview(":flag"), Typed::NoSuchCommand(":flag".into()));
    }

    #[test]
    fn certainty_in_any_spelling() {
        assert_eq!(certainty(""), Some(None));
        for typed in ["1", "s", "Sure"] {
            assert_eq!(certainty(typed), Some(Some(Certainty::Sure)), "{typed}");
        }
        assert_eq!(certainty("g"), Some(Some(Certainty::Guess)));
        assert_eq!(certainty("4"), None);
        assert_eq!(certainty("perhaps"), None);
    }
}
