//! How a prompt is worded: its length, words that are true only for a time, and a "not" that is easily missed.

use super::Lint;
use super::report::Finding;
use super::words::{gap, unquoted};
use crate::question::Question;
use crate::question::kinds::Key;
use crate::source::codes;
use crate::text::Text;

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
    let is_dated = |text: &str| {
        let mut words = text.split_whitespace().map(bare);
        words.any(|word| DATED.iter().any(|dated| word.eq_ignore_ascii_case(dated)))
    };
    let pieces: &[Text] = if let Key::Cloze(key) = &question.key { &key.text } else { &[] };
    if question.as_of.is_some()
        || !is_dated(question.prompt.raw()) && !pieces.iter().any(|piece| is_dated(piece.raw()))
    {
        return;
    }
    let cloze = pieces.iter().map(Text::raw).collect::<Vec<_>>().join(gap());
    let (key, text) = if is_dated(&cloze) { ("cloze", &*cloze) } else { ("prompt", question.prompt.raw()) };
    let text = unquoted(text).to_lowercase();
    let asking = if key == "cloze" { sentences(&text) } else { asking(&text) };
    let found = asking.into_iter().find_map(|sentence| {
        let words: Vec<&str> =
            sentence.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
        (0..words.len()).find_map(|at| dated_word(&words, at))
    });
    let Some(found) = found else { return };
    let message = format!("“{found}” is true for a time only, and there is no `as_of`");
    let help = "add `as_of = \"2026-01\"`, the date the answer was true, or name the time in the prompt";
    lint.report.question(question, key, "", Finding::new(codes::GOES_STALE, message, help));
}

/// Words that tell somebody to answer.
const TELLING: &str = "name give write state list say tell identify find choose select pick mark tick complete fill \
    match which who what when where whose how";

/// The sentences of a prompt that ask: those with a question mark, else those that tell to answer, else the last.
fn asking(prompt: &str) -> Vec<&str> {
    let all = sentences(prompt);
    for asks in [|sentence: &str| sentence.contains('?'), tells] {
        if all.iter().any(|sentence| asks(sentence)) {
            return all.into_iter().filter(|sentence| asks(sentence)).collect();
        }
    }
    all.last().copied().into_iter().collect()
}

fn tells(sentence: &str) -> bool {
    let first = sentence.split_whitespace().next().map(bare).unwrap_or_default();
    TELLING.split_whitespace().any(|word| first.eq_ignore_ascii_case(word))
}

/// A text cut behind its sentences. The point of "U.S." or "Dr." ends none.
fn sentences(text: &str) -> Vec<&str> {
    let (mut found, mut start) = (Vec::new(), 0);
    for (at, mark) in text.match_indices(['.', '!', '?']) {
        let (before, behind) = text.split_at(at + mark.len());
        let last =
            before.trim_end_matches('.').rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let shortens = |short: &&str| short.eq_ignore_ascii_case(last);
        let is_letter = last.len() == 1 && last.starts_with(char::is_alphabetic);
        let is_short = is_letter || ["mr", "mrs", "dr", "st", "vs", "no"].iter().any(shortens);
        if !(mark == "." && is_short) && behind.starts_with(char::is_whitespace) {
            found.extend(text.get(start..before.len()));
            start = before.len();
        }
    }
    found.extend(text.get(start..));
    found.retain(|sentence| sentence.contains(char::is_alphanumeric));
    found
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
        "now" => now_asks(words, at),
        "today" => !named(before) && !named(after) && after != "as",
        _ => false,
    };
    dated.then_some(word)
}

/// True if the "now" at `at` asks how things stand: "Who now leads it?", "How many are there now?" It does not in "what
/// is now Turkey", in "now called", nor in a case: "who now lives in Ohio", "if he now sues".
fn now_asks(words: &[&str], at: usize) -> bool {
    let (before, after) = words.split_at(at);
    let last = before.last().copied().unwrap_or_default();
    if ["is", "are", "as", "by", "until", "known", "called", "named", "termed"].contains(&last)
        || before.contains(&"if")
    {
        return false;
    }
    let asks = ["who", "what", "which", "whose"];
    match after.get(1).copied() {
        None => true,
        Some(_) if before.len() == 1 && asks.contains(&last) => true,
        Some("have" | "has" | "hold" | "holds" | "lead" | "leads" | "head" | "heads" | "rule" | "rules") => {
            !["who", "which", "that", "he", "she", "they"].contains(&last)
        }
        Some(_) => false,
    }
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
    let asking = asking(&prompt);
    let Some(asked) = asking.last() else { return };
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
    if let Some((_, word)) = negative.filter(|(at, _)| turns_on(&words, *at, asked)) {
        let message = format!("the question turns on a “{word}” that is easily missed");
        let help = format!("ask for what is true; if it must be negative, write {}", word.to_uppercase());
        lint.report.question(question, "prompt", "", Finding::new(codes::UNMARKED_NOT, message, help));
    }
}

/// True if a negative decides which option is right. "Why did it not …?" asks for a reason, and what a statement says
/// by the way is no trap unless it ends in it, as "Iron is not:" does.
fn turns_on(words: &[&str], at: usize, asked: &str) -> bool {
    let is = |at: usize, word: &str| words.get(at).is_some_and(|own| own.eq_ignore_ascii_case(word));
    let many = |at: usize| ["many", "much", "few", "often"].iter().any(|count| is(at + 1, count));
    let asks_why = (0..words.len()).any(|at| is(at, "why") || is(at, "how") && !many(at));
    !asks_why && (asked.contains('?') || tells(asked) || at + 1 == words.len())
}
