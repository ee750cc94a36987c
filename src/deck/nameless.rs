//! Questions without an id: which id to write, that no other question of the deck has or is offered.

use crate::question::Question;
use crate::question::QuestionId;
use crate::question::read::Nameless;
use crate::source::suggest::Fresh;
use crate::source::{At, Diagnostic, Sink, Span, codes};

/// Reports each, in the order of the files, with an id that is free. `broken` are ids of questions that are not sound.
pub(super) fn report(
    mut nameless: Vec<Nameless>,
    questions: &[Question],
    broken: &[At<QuestionId>],
    sink: &Sink,
) {
    if nameless.is_empty() {
        return;
    }
    let own = questions.iter().flat_map(|question| question.was.iter().chain([&question.id]));
    let mut fresh = Fresh::besides(own.chain(broken.iter().map(|id| &id.value)).map(|id| &**id));
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
