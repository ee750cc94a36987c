//! `accept` and `reject` are tests of the key: each is put to the judge that will mark the students.

use super::Lint;
use super::report::Finding;
use crate::judge::{Lexicon, Marked, Rule, Verdict};
use crate::question::kinds::Key;
use crate::question::{Mode, Pool, Question, Response, lexicon};
use crate::source::codes;
use crate::text::Text;

pub(super) fn check(lint: &Lint<'_>) {
    let deck = lint.deck;
    let tested = |question: &&Question| !question.reject.is_empty() || !question.accepted().is_empty();
    let mut knows: Option<Lexicon> = None;
    for question in deck.questions.iter().filter(tested) {
        // A deck without such forms needs no lexicon.
        let lexicon = knows.get_or_insert_with(|| lexicon(&deck.terms, &deck.questions));
        rejects(lint, question, lexicon);
        accepts(lint, question, lexicon);
    }
}

/// What the judge says to a form, typed as a student would.
fn judged(question: &Question, form: &Text, lexicon: &Lexicon) -> Option<Verdict> {
    // What is typed needs no options.
    let pool = Pool { terms: &[], questions: &[] };
    let ask = question.ask(Mode::Typed, &pool, 0);
    match question.mark(&ask, &Response::Text(form.clone()), lexicon) {
        Marked::Verdict(verdict) => Some(verdict),
        Marked::AskAgain(_) => None,
    }
}

/// What `near` gives part of the score is let through on purpose.
fn is_let_through(verdict: &Verdict) -> bool {
    verdict.score > 0.0 && verdict.rule != Rule::Foreseen
}

fn rejects(lint: &Lint<'_>, question: &Question, lexicon: &Lexicon) {
    for form in &question.reject {
        let Some(verdict) = judged(question, form, lexicon).filter(is_let_through) else {
            continue;
        };
        let message = format!(
            "“{}” is in `reject`, but the rule `{}` lets it through with {:.0} %",
            form.raw(),
            verdict.rule.name(),
            verdict.score * 100.0
        );
        let help = format!(
            "`{}` and “{}” are the same to the judge; `shiken try` shows what it compares",
            question.answer().raw(),
            form.raw()
        );
        lint.report.question(question, "reject", form.raw(), Finding::new(codes::LET_THROUGH, message, help));
    }
}

fn accepts(lint: &Lint<'_>, question: &Question, lexicon: &Lexicon) {
    // The options of a choice are picked, not typed.
    let Key::Text(key) = &question.key else { return };
    for form in std::iter::once(&key.name.text).chain(&key.name.accept) {
        let Some(verdict) = judged(question, form, lexicon).filter(|verdict| verdict.score < 1.0) else {
            continue;
        };
        let message = format!(
            "“{}” is accepted, but the judge gives it {:.0} % by the rule `{}`",
            form.raw(),
            verdict.score * 100.0,
            verdict.rule.name()
        );
        let help = "write a form that can be typed and is not refused elsewhere in the question";
        let place = if *form == key.name.text { "answer" } else { "accept" };
        lint.report.question(question, place, form.raw(), Finding::new(codes::REFUSED_FORM, message, help));
    }
}
