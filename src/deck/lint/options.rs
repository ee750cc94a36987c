//! The options of a choice: what lets a student pick the right one without knowing it.
//!
//! After the item-writing guidelines of Haladyna, Downing and Rodriguez (2002).

use super::Lint;
use super::report::Finding;
use crate::judge::fold;
use crate::question::kinds::{ChoiceKey, Key};
use crate::question::{Name, Question};
use crate::source::codes;

/// The right option is much the longest if it is so many times as long as the longest wrong one …
const TIMES_LONGER: f64 = 1.8;
/// … and so many characters longer.
const LONGER: usize = 25;

pub(super) fn check(lint: &Lint<'_>) {
    for (question, _) in lint.questions() {
        let Key::Choice(key) = &question.key else { continue };
        if lint.english {
            of_the_above(lint, question, key);
            article(lint, question, key);
        }
        longest(lint, question, key);
        mixed(lint, question, key);
    }
}

fn of_the_above(lint: &Lint<'_>, question: &Question, key: &ChoiceKey) {
    for (name, place) in
        key.right.iter().map(|name| (name, "choose")).chain(key.wrong.iter().map(|name| (name, "wrong")))
    {
        let folded = fold(name.text.raw());
        let refers = ["above", "them", "these", "those", "options", "answers"]
            .iter()
            .any(|word| folded.split(' ').any(|own| own == *word));
        let counts = ["all of", "none of", "all the", "both of", "neither of"]
            .iter()
            .any(|start| folded.starts_with(start));
        let letters = ["both a and", "both b and", "a and b only", "neither a nor"]
            .iter()
            .any(|start| folded.starts_with(start));
        if refers && counts && folded.split(' ').count() <= 5 || letters {
            let message = format!("“{}” speaks of the other options, which are shuffled", name.text.raw());
            let help = "write what is meant, or ask for several: `choose = [\"…\", \"…\"]`";
            let finding = Finding::new(codes::ALL_OF_THE_ABOVE, message, help);
            lint.report.question(question, place, name.text.raw(), finding);
        }
    }
}

fn length(name: &Name) -> usize {
    name.text.raw().chars().count()
}

#[expect(clippy::cast_precision_loss, reason = "options are short")]
fn longest(lint: &Lint<'_>, question: &Question, key: &ChoiceKey) {
    let ([right], Some(wrong)) = (key.right.as_slice(), key.wrong.iter().map(length).max()) else { return };
    let right = length(right);
    if key.wrong.len() >= 2 && right >= wrong + LONGER && right as f64 >= TIMES_LONGER * wrong as f64 {
        let message = format!("the right option has {right} characters, the longest wrong one {wrong}");
        let help = "make the options alike in length: move what explains into the explanation";
        lint.report.question(question, "choose", "", Finding::new(codes::LONGEST_OPTION, message, help));
    }
}

/// A prompt that ends in "a" or "an", where only the right option fits.
fn article(lint: &Lint<'_>, question: &Question, key: &ChoiceKey) {
    let prompt = question.prompt.raw().trim_end_matches(|c: char| !c.is_alphabetic());
    let article = prompt.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let vowel = match article {
        "an" => true,
        // "blood group A" ends in a name.
        "a" => false,
        _ => return,
    };
    if question.prompt.raw().trim_end().ends_with('?') || key.wrong.len() < 2 {
        return;
    }
    let fits = |name: &Name| {
        let first = name.text.raw().trim_start().chars().next().unwrap_or_default().to_ascii_lowercase();
        matches!(first, 'a' | 'e' | 'i' | 'o' | 'u') == vowel
    };
    if key.right.iter().all(fits) && !key.wrong.iter().any(fits) {
        let message = format!("“{article}” fits the right option only");
        let help = "write “a/an”, or put the article into the options";
        lint.report.question(question, "prompt", "", Finding::new(codes::ARTICLE_CUE, message, help));
    }
}

/// A right option that is the only one of its sort.
fn mixed(lint: &Lint<'_>, question: &Question, key: &ChoiceKey) {
    if key.right.len() != 1 || key.wrong.len() < 2 {
        return;
    }
    let kind = |name: &Name| lint.term_kind(name);
    let right: Vec<&str> = key.right.iter().filter_map(kind).collect();
    let wrong: Vec<&str> = key.wrong.iter().filter_map(kind).collect();
    let terms = !right.is_empty() && wrong.len() == key.wrong.len();
    if terms && !wrong.iter().any(|kind| right.contains(kind)) {
        let message = format!("the right option is the only one of kind “{}”", right.join("”, “"));
        let help = "offer others of the same kind; `wrong = 3` draws them";
        lint.report.question(question, "wrong", "", Finding::new(codes::MIXED_OPTIONS, message, help));
        return;
    }
    let numeric = |name: &Name| is_numeric(name.text.raw());
    let right = key.right.iter().all(numeric);
    if key.wrong.iter().all(|name| numeric(name) != right) && right {
        let message = "the right option is the only number";
        let help = "offer other numbers";
        lint.report.question(question, "wrong", "", Finding::new(codes::MIXED_OPTIONS, message, help));
    }
}

/// True for a number, a year or a quantity: more digits than letters.
fn is_numeric(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits > 0 && digits >= text.chars().filter(|c| c.is_alphabetic()).count()
}
