//! What questions stand on: sources and tags.

use std::collections::HashMap;

use super::Lint;
use super::report::Finding;
use crate::question::Question;
use crate::source::{Span, codes, suggest};

/// Questions from which a deck ought to say where its facts stand.
const A_DECK: usize = 10;
/// Different tags beyond which a tag is no label but a note.
const MOST_TAGS: usize = 2_000;

pub(super) fn check(lint: &Lint<'_>, place: Span) {
    sources(lint, place);
    tags(lint);
}

/// One warning for a deck that names no source, one for each question that has none among others that have.
fn sources(lint: &Lint<'_>, place: Span) {
    let questions = &lint.deck.questions;
    let without = || questions.iter().filter(|question| question.source.is_none());
    let count = without().count();
    if count == questions.len() || 2 * count > questions.len() {
        if questions.len() >= A_DECK {
            let message = format!("{count} of {} questions have no source", questions.len());
            let help = "say where facts stand: `source = \"…\"` in a question, or once in [deck.defaults]";
            lint.report.deck(place, Finding::new(codes::NO_SOURCE, message, help));
        }
        return;
    }
    for question in without() {
        let help = "add `source = \"…\"`, so that a doubt can be settled";
        let finding = Finding::new(codes::NO_SOURCE, "nothing says where this fact stands", help);
        lint.report.question(question, "id", "", finding);
    }
}

/// A tag that one question has and that is nearly another.
fn tags(lint: &Lint<'_>) {
    let mut uses: HashMap<&str, (usize, &Question)> = HashMap::new();
    for question in &lint.deck.questions {
        for tag in &question.tags {
            uses.entry(tag).and_modify(|(count, _)| *count += 1).or_insert((1, question));
        }
    }
    if uses.len() > MOST_TAGS {
        return;
    }
    let common: Vec<&str> = uses.iter().filter(|(_, (count, _))| *count > 1).map(|(tag, _)| *tag).collect();
    for (tag, (_, question)) in uses.iter().filter(|(_, (count, _))| *count == 1) {
        let near = common.iter().copied().filter(|other| is_misspelt(tag, other)).min();
        if let Some(near) = near {
            let message = format!("only this question has the tag `{tag}`");
            let finding = Finding::new(codes::NEAR_TAG, message, format!("did you mean `{near}`?"));
            lint.report.question(question, "tags", tag, finding);
        }
    }
}

/// True if both are one word written in two ways: they differ in case, in a plural or in one letter, not in a number.
fn is_misspelt(tag: &str, other: &str) -> bool {
    let plain = |tag: &str| tag.to_lowercase().replace(['-', '_', ' '], "");
    let (one, two) = (plain(tag), plain(other));
    let digits = |tag: &str| tag.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(&one) != digits(&two) {
        return false;
    }
    let letters = one.chars().count().min(two.chars().count());
    one == two
        || letters >= 3 && (one.strip_suffix('s') == Some(&two) || two.strip_suffix('s') == Some(&one))
        || letters >= 6
            && suggest::nearest(&one, [two.as_str()]).is_some()
            && strsim::osa_distance(&one, &two) == 1
}
