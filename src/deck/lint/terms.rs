//! Terms: names and descriptions that fit several, and terms that nothing uses.

use std::collections::{HashMap, HashSet};

use super::report::Finding;
use super::{Lint, all_names};
use crate::judge::fold::key;
use crate::question::{Name, Term};
use crate::source::codes;

impl Lint<'_> {
    /// The kind of the term that a name is.
    pub(super) fn term_kind(&self, name: &Name) -> Option<&str> {
        self.terms.get(&**name.term.as_ref()?).map(|term| &*term.kind)
    }
}

/// A name that two terms have, or a description that two of one kind have.
pub(super) fn several(lint: &Lint<'_>) {
    let mut names: HashMap<String, &Term> = HashMap::new();
    let mut abouts: HashMap<(&str, String), &Term> = HashMap::new();
    for term in &lint.deck.terms {
        for (nth, form) in std::iter::once(&term.name).chain(&term.aliases).enumerate() {
            let other = *names.entry(key(form.raw())).or_insert(term);
            if other.key != term.key {
                let message = format!("“{}” is also `@{}`", form.raw(), other.key);
                let help = "take the form from one of them: a response with it cannot be told apart";
                let finding = Finding::new(codes::FITS_SEVERAL, message, help)
                    .label(lint.report.term_span(&other.key, "name"), "the other term");
                lint.report.term(term, if nth == 0 { "name" } else { "aliases" }, finding);
            }
        }
        let Some(about) = &term.about else { continue };
        let other = *abouts.entry((&term.kind, key(about.raw()))).or_insert(term);
        if other.key != term.key {
            let message = format!("this says the same of `@{}`: the prompt fits both", other.key);
            let finding = Finding::new(codes::FITS_SEVERAL, message, "say what only this one is")
                .label(lint.report.term_span(&other.key, "about"), "the other term");
            lint.report.term(term, "about", finding);
        }
    }
}

/// Terms that no question has, and that stand beside none as look-alikes.
pub(super) fn idle(lint: &Lint<'_>) {
    let mut used: HashSet<&str> = HashSet::new();
    for question in &lint.deck.questions {
        used.extend(question.sibling.as_deref());
        used.extend(all_names(question).iter().filter_map(|name| name.term.as_deref()));
    }
    let kinds: HashSet<&str> =
        lint.deck.terms.iter().filter(|term| used.contains(&*term.key)).map(|term| &*term.kind).collect();
    let idle = |term: &&Term| !used.contains(&*term.key) && !kinds.contains(&*term.kind);
    let idle: Vec<&Term> = lint.deck.terms.iter().filter(idle).collect();
    let written = if idle.is_empty() { HashSet::new() } else { written(lint) };
    for term in idle.into_iter().filter(|term| !written.contains(&*term.key)) {
        let message = format!("nothing asks for `@{}`, nor for another {}", term.key, term.kind);
        let near = crate::source::suggest::nearest(&term.kind, kinds.iter().copied());
        let help = match near {
            Some(near) => format!("did you mean the kind `{near}`?"),
            None => "add `ask = [\"name\"]`, use it in a question, or take it out".to_owned(),
        };
        lint.report.term(term, "", Finding::new(codes::IDLE_TERM, message, help));
    }
}

/// Every `@key` in the files: also in `accept`, `near`, an exam, or a question that is not sound.
fn written<'a>(lint: &Lint<'a>) -> HashSet<&'a str> {
    let texts = lint.files.iter().flat_map(|file| file.text().split('@').skip(1));
    texts
        .map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next().unwrap_or_default()
        })
        .collect()
}
