//! What the kinds share when they mark: the judge's bench with everything about the question that a rule may need.

use super::ask::Response;
use super::term::Name;
use super::{Foreseen, Question};
use crate::judge::fold::key;
use crate::judge::text::Expected;
use crate::judge::{Lexicon, Own, Rule, Verdict, clip};
use crate::text::Text;

/// A question and what its deck knows.
#[derive(Clone, Copy)]
pub(super) struct Bench<'a> {
    pub(super) question: &'a Question,
    pub(super) lexicon: &'a Lexicon,
}

impl<'a> Bench<'a> {
    /// The truth about one name of the question.
    pub(super) fn expected(self, name: &'a Name) -> Expected<'a> {
        Expected {
            name: &name.text,
            accept: &name.accept,
            reject: &self.question.reject,
            foreseen: &self.question.near,
            strict: self.question.strict,
            own: Own { term: name.term.as_deref(), question: Some(&self.question.id) },
        }
    }
}

/// The text of a response, cut to what is looked at; of several the first.
pub(super) fn typed(response: &Response) -> &str {
    match response {
        Response::Text(text) => clip(text.raw()),
        Response::Texts(texts) => texts.first().map_or("", |text| clip(text.raw())),
        Response::Pairs(_) | Response::Unknown | Response::Recalled(_) => "",
    }
}

/// Texts of one response that are looked at; no question has so many items.
const MAX_TEXTS: usize = 1000;

/// The texts of a response; one text is parted at the separators.
pub(super) fn texts(response: &Response, separators: &[char]) -> Vec<Text> {
    match response {
        Response::Texts(texts) => texts.iter().take(MAX_TEXTS).cloned().collect(),
        Response::Text(text) => {
            text.raw().split(separators).take(MAX_TEXTS).map(|part| Text::from(part.trim())).collect()
        }
        Response::Pairs(_) | Response::Unknown | Response::Recalled(_) => Vec::new(),
    }
}

/// The option that a text is: exactly, else after folding.
pub(super) fn find(options: &[Text], typed: &str) -> Option<usize> {
    let exactly = options.iter().position(|option| option.raw() == typed);
    exactly.or_else(|| {
        let typed = key(clip(typed));
        options.iter().position(|option| key(option.raw()) == typed)
    })
}

/// The verdict on a response that the instructor foresaw or refuses; `same` compares it with theirs.
pub(super) fn foreseen_or_rejected(question: &Question, same: impl Fn(&Text) -> bool) -> Option<Verdict> {
    if let Some(foreseen) = question.near.iter().find(|foreseen| same(&foreseen.answer)) {
        return Some(said(foreseen, Verdict::new(foreseen.score, Rule::Foreseen)));
    }
    question.reject.iter().any(same).then(|| Verdict::new(0.0, Rule::Rejected))
}

/// The verdict with the instructor's words.
pub(super) fn said(foreseen: &Foreseen, verdict: Verdict) -> Verdict {
    Verdict { feedback: foreseen.feedback.clone(), ..verdict }
}
