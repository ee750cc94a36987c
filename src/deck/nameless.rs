//! Questions without an id: which id to write, that no other question of the deck has or is offered.

use super::links::Broken;
use crate::question::Question;
use crate::question::read::Nameless;
use crate::source::suggest::Fresh;
use crate::source::{Diagnostic, Sink, Span, codes};

/// Reports each, in the order of the files, with an id that is free. The ids of `broken` ones are taken.
pub(super) fn report(mut nameless: Vec<Nameless>, questions: &[Question], broken: &[Broken], sink: &Sink) {
    if nameless.is_empty() {
        return;
    }
    let own = questions.iter().flat_map(|question| question.was.iter().chain([&question.id]));
    let mut fresh = Fresh::besides(
        own.chain(broken.iter().filter_map(|own| own.id.as_ref()).map(|id| &id.value)).map(|id| &**id),
    );
    nameless.sort_by_key(|question| question.span);
    for Nameless { span, stem } in nameless {
        let message = "this question has no `id`; progress follows the id, whatever else changes";
        let diagnostic = Diagnostic::new(codes::MISSING_KEY, span, message);
        sink.report(match stem {
            Some(stem) => {
                let line = format!("id = \"{}\"", fresh.id(&stem));
                let behind = Span { start: span.end, ..span };
                diagnostic.help(format!("add `{line}`")).fix(behind, format!("\n{line}"))
            }
            None => diagnostic.help("add `id = \"…\"`: a short name that stays"),
        });
    }
}
