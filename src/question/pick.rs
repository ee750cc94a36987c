//! Marking what was picked: right or wrong, with nothing in between for one option.

use super::bench::{Bench, find, said, texts, typed};
use super::kinds::Key;
use super::{Question, Response, truth};
use crate::judge::fold::{fold, key};
use crate::judge::{Marked, Own, Part, Rule, Verdict, set};
use crate::text::Text;

const NOT_AN_OPTION: &str = "that is not one of the options";

/// One option picked. A near date is as wrong as a far one, and the instructor's words are shown without a score.
pub(super) fn one(bench: Bench<'_>, options: &[Text], response: &Response) -> Marked {
    let question = bench.question;
    let meant = match &question.key {
        Key::Truth(_) => truth::option(typed(response)),
        _ => None,
    };
    let response = meant.as_ref().map_or_else(|| typed(response), Text::raw);
    let Some(option) = find(options, response).and_then(|at| options.get(at)) else {
        return Marked::AskAgain(NOT_AN_OPTION.to_owned());
    };
    if is_right(question, options, option) {
        return Marked::Verdict(Verdict::new(1.0, Rule::Picked));
    }
    let folded = fold(option.raw());
    let own = Own { term: own_term(question), question: Some(&question.id) };
    let mut verdict = Verdict::new(0.0, Rule::Picked);
    verdict.confusion = bench.lexicon.confusion(&folded, own);
    let foreseen = question.near.iter().find(|foreseen| key(foreseen.answer.raw()) == key(option.raw()));
    Marked::Verdict(foreseen.map_or(verdict.clone(), |foreseen| said(foreseen, verdict)))
}

/// Any number picked: hits/right − false/wrong.
pub(super) fn some(bench: Bench<'_>, options: &[Text], response: &Response) -> Marked {
    let mut picked = Vec::new();
    for text in texts(response, &[';', '\n']).iter().take(2 * options.len()).filter(|text| !text.is_blank()) {
        match find(options, text.raw()) {
            Some(at) if picked.contains(&at) => {}
            Some(at) => picked.push(at),
            None => return Marked::AskAgain(NOT_AN_OPTION.to_owned()),
        }
    }
    let (mut parts, mut extras) = (Vec::new(), Vec::new());
    for (at, option) in options.iter().enumerate() {
        let given = picked.contains(&at).then(|| option.clone());
        if is_right(bench.question, options, option) {
            let score = if given.is_some() { 1.0 } else { 0.0 };
            parts.push(Part { expected: Some(option.clone()), given, score });
        } else if given.is_some() {
            extras.push(Part { expected: None, given, score: 0.0 });
        }
    }
    let hits = parts.iter().filter(|part| part.given.is_some()).count();
    let score = set::choices(hits, parts.len(), extras.len(), options.len() - parts.len());
    let all_right = hits == parts.len() && extras.is_empty();
    parts.append(&mut extras);
    Marked::Verdict(Verdict::of_parts(if all_right { 1.0 } else { score }, parts))
}

fn own_term(question: &Question) -> Option<&str> {
    match &question.key {
        Key::Text(key) => key.name.term.as_deref(),
        Key::Choice(key) => key.right.first().and_then(|name| name.term.as_deref()),
        _ => None,
    }
}

/// An option is right if it is the answer to the letter; if no option is, after folding.
fn is_right(question: &Question, options: &[Text], option: &Text) -> bool {
    let right: Vec<Text> = match &question.key {
        Key::Choice(key) => key.right.iter().map(|name| name.text.clone()).collect(),
        _ => vec![question.answer()],
    };
    if options.iter().any(|option| right.contains(option)) {
        return right.contains(option);
    }
    right.iter().any(|right| key(right.raw()) == key(option.raw()))
}
