//! `choose = …` with `wrong = […]`, or `wrong = 3` to draw distractors from terms of the same kind.

use toml::de::DeValue;

use super::{Reader, meaning::folded, names};
use crate::question::Name;
use crate::question::kinds::ChoiceKey;
use crate::source::{At, Diagnostic, Table, Value, codes};

/// The answer key of a choice question.
pub fn key(value: &Value<'_>, table: &Table<'_>, reader: &Reader<'_>) -> Option<ChoiceKey> {
    let several = value.get().is_array();
    let right = if several {
        names::array(value, "choose", reader)
    } else {
        vec![At { value: names::value(value, "choose", reader)?, span: value.span() }]
    };
    if right.is_empty() {
        let message = "`choose` has no right option";
        reader.sink.report(Diagnostic::new(codes::TOO_FEW, value.span(), message));
        return None;
    }
    super::sets::report_twins(&right, "option", reader);
    let (wrong, draw) = wrong(&right, table, reader)?;
    let right = right.into_iter().map(|option| option.value).collect();
    Some(ChoiceKey { right, several, wrong, draw })
}

fn wrong(right: &[At<Name>], table: &Table<'_>, reader: &Reader<'_>) -> Option<(Vec<Name>, usize)> {
    let help = "add `wrong = [\"…\", \"…\"]`, or `wrong = 3` to draw them from terms of the same kind";
    let Some(value) = table.get("wrong") else {
        let message = "there is nothing wrong to choose from: `wrong` is missing";
        reader.sink.report(Diagnostic::new(codes::NO_WRONG, table.span(), message).help(help));
        return None;
    };
    if matches!(value.get(), DeValue::Integer(_)) {
        return Some((Vec::new(), draw(&value, right, reader)?));
    }
    if !value.get().is_array() {
        let help = Some(help.to_owned());
        value.wrong_type("wrong", "an array of strings or a whole number", help, reader.sink);
        return None;
    }
    let wrong = names::array(&value, "wrong", reader);
    if value.get().as_array().is_some_and(|array| array.is_empty()) {
        let message = "`wrong` is empty: there is nothing to choose from";
        reader.sink.report(Diagnostic::new(codes::NO_WRONG, value.span(), message).help(help));
    }
    super::sets::report_twins(&wrong, "option", reader);
    for option in &wrong {
        if let Some(same) = right.iter().find(|right| same(&right.value, &option.value)) {
            let message = format!("“{}” is listed as wrong, but it is right", option.value.text.raw());
            reader.sink.report(
                Diagnostic::new(codes::WRONG_IS_RIGHT, option.span, message).label(same.span, "right here"),
            );
        }
    }
    Some((wrong.into_iter().map(|option| option.value).collect(), 0))
}

/// True if one name is the other, by any of its forms.
fn same(right: &Name, wrong: &Name) -> bool {
    let wrong = folded(wrong.text.raw());
    std::iter::once(&right.text).chain(&right.accept).any(|form| folded(form.raw()) == wrong)
}

fn draw(value: &Value<'_>, right: &[At<Name>], reader: &Reader<'_>) -> Option<usize> {
    let draw = value.count("wrong", 1, reader.sink)?;
    let kinds = right.iter().map(|option| {
        let index = reader.ground.index.get(option.value.term.as_ref()?)?;
        Some(&reader.ground.terms.get((*index)?)?.kind)
    });
    let Some(kinds) = kinds.collect::<Option<std::collections::BTreeSet<_>>>() else {
        let message = "distractors can only be drawn if every right option is a term";
        let help = "write the right option as `@key`, or list the wrong ones";
        reader.sink.report(Diagnostic::new(codes::DRAW_WITHOUT_TERM, value.span(), message).help(help));
        return None;
    };
    let all: usize = kinds.iter().filter_map(|kind| reader.ground.pools.get(&***kind)).sum();
    let pool = all.saturating_sub(right.len());
    if draw > pool {
        let names: Vec<&str> = kinds.iter().map(|kind| &***kind).collect();
        let kinds = names.join(" or ");
        let message =
            format!("{draw} distractors are to be drawn, but the deck has only {pool} more of kind {kinds}");
        let help = format!("add terms of kind {kinds}, or list the wrong options");
        reader.sink.report(Diagnostic::new(codes::SMALL_POOL, value.span(), message).help(help));
        return None;
    }
    Some(draw)
}
