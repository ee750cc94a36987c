//! How a prompt is worded: its length, words that are true only for a time, and a "not" that is easily missed.

use super::Lint;
use super::report::Finding;
use super::words::unquoted;
use crate::question::Question;
use crate::question::kinds::Key;
use crate::source::codes;

/// Words of a prompt that can be read at a glance; a case to be judged may take some more than a sentence.
const LONGEST: usize = 80;

pub(super) fn check(lint: &Lint<'_>) {
    for (question, _) in lint.questions() {
        long(lint, question);
        // What a term makes is worded by the program or short.
        if lint.english {
            stale(lint, question);
            unmarked_not(lint, question);
        }
    }
}

fn long(lint: &Lint<'_>, question: &Question) {
    let prompt = question.prompt.raw();
    if prompt.len() < 2 * LONGEST {
        return;
    }
    let words = prompt.split_whitespace().count();
    if words > LONGEST {
        let message = format!("the prompt has {words} words");
        let help = "ask one thing in a sentence or two, and move the rest into the explanation";
        lint.report.question(question, "prompt", "", Finding::new(codes::LONG_PROMPT, message, help));
    }
}

/// What "current" stands before where it means "of today": a current in a wire or in the sea is another.
const OF_TODAY: &str = "president prime minister chancellor king queen monarch emperor pope head leader chair chairman \
    chairwoman chairperson director ceo secretary governor mayor champion champions holder record version edition release \
    population capital constitution government members membership number name price rate law currency owner captain \
    coach standard status estimate estimates world title titleholder secretary-general commissioner speaker";

/// Words that may tie a question to the day it was written.
const DATED: [&str; 7] = ["current", "currently", "presently", "nowadays", "incumbent", "now", "today"];

fn stale(lint: &Lint<'_>, question: &Question) {
    let mut words = question.prompt.raw().split_whitespace().map(bare);
    if !words.any(|word| DATED.iter().any(|dated| word.eq_ignore_ascii_case(dated))) {
        return;
    }
    if question.as_of.is_some() {
        return;
    }
    let prompt = unquoted(question.prompt.raw()).to_lowercase();
    if !prompt.contains('?') {
        return;
    }
    let words: Vec<&str> = prompt.split_whitespace().map(bare).collect();
    let Some(found) = (0..words.len()).find_map(|at| dated_word(&words, at)) else { return };
    let message = format!("“{found}” is true for a time only, and there is no `as_of`");
    let help = "add `as_of = \"2026-01\"`, the date the answer was true, or name the time in the prompt";
    lint.report.question(question, "prompt", "", Finding::new(codes::GOES_STALE, message, help));
}

/// The word at `at` if it ties the question to the day it was written.
fn dated_word<'w>(words: &[&'w str], at: usize) -> Option<&'w str> {
    let word = *words.get(at)?;
    let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
    let after = words.get(at + 1).copied().unwrap_or_default();
    let named = |word| {
        matches!(
            word,
            "known" | "called" | "named" | "part" | "considered" | "termed" | "spelled" | "modern" | "in"
        )
    };
    let dated = match word {
        "current" => {
            matches!(before, "the" | "its" | "their" | "whose" | "a")
                && OF_TODAY.split_whitespace().any(|noun| noun == after)
        }
        "currently" | "presently" | "nowadays" | "incumbent" => true,
        // "in what is now Turkey", "now called", "known today as", "now that", "by now", "until now".
        "now" => {
            !named(after)
                && !matches!(before, "is" | "known" | "by" | "until" | "are" | "as")
                && after != "that"
        }
        "today" => !named(before) && !named(after) && after != "as",
        _ => false,
    };
    dated.then_some(word)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A choice whose question turns on a small "not", after Haladyna, Downing and Rodriguez (2002).
fn unmarked_not(lint: &Lint<'_>, question: &Question) {
    if !matches!(question.key, Key::Choice(_)) {
        return;
    }
    let prompt = unquoted(question.prompt.raw());
    let Some(asked) = prompt.split_inclusive(['.', '!', '?']).rfind(|sentence| sentence.contains('?')) else {
        return;
    };
    let words: Vec<&str> = asked.split_whitespace().map(bare).collect();
    let negative = words.iter().enumerate().find(|(at, word)| {
        let after = words.get(at + 1).copied().unwrap_or_default();
        match **word {
            "not" => !matches!(after, "only" | "just" | "merely" | "yet" | "until"),
            "except" => after != "for",
            "isn't" | "aren't" | "isn’t" | "aren’t" | "doesn't" | "doesn’t" => true,
            _ => false,
        }
    });
    if let Some((_, word)) = negative {
        let message = format!("the question turns on a “{word}” that is easily missed");
        let help = format!("ask for what is true; if it must be negative, write {}", word.to_uppercase());
        lint.report.question(question, "prompt", "", Finding::new(codes::UNMARKED_NOT, message, help));
    }
}
