//! `list`, `order` and `match`: keys made of several names.

use std::collections::HashMap;

use super::{Reader, meaning::folded, names};
use crate::question::Name;
use crate::question::kinds::{ListKey, MatchKey, OrderKey};
use crate::source::{At, Diagnostic, Table, Value, codes};

/// Reports every name that occurs a second time.
pub fn report_twins(items: &[At<Name>], what: &str, reader: &Reader<'_>) {
    let mut seen = HashMap::with_capacity(items.len());
    for item in items {
        if let Some(first) = seen.insert(folded(item.value.text.raw()), item.span) {
            let message = format!("the {what} “{}” is there twice", item.value.text.raw());
            let diagnostic = Diagnostic::new(codes::DUPLICATE_ITEM, item.span, message);
            reader.sink.report(diagnostic.label(first, "first here"));
        }
    }
}

fn values(items: Vec<At<Name>>) -> Vec<Name> {
    items.into_iter().map(|item| item.value).collect()
}

/// The answer key of a list question.
pub fn list(value: &Value<'_>, table: &Table<'_>, reader: &Reader<'_>) -> Option<ListKey> {
    let items = names::array_with_forms(value, "list", reader);
    report_twins(&items, "item", reader);
    let need = match table.get("need") {
        Some(need) => need.count("need", 1, reader.sink).map(|count| At { value: count, span: need.span() }),
        None => None,
    };
    let written = value.get().as_array()?.len();
    if written == 0 {
        let message = "`list` has no items";
        reader.sink.report(Diagnostic::new(codes::TOO_FEW, value.span(), message));
    }
    if let Some(need) = need.filter(|need| need.value > written) {
        let message = format!("{} are needed, but the list has {written}", need.value);
        let help = "lower `need`, or leave it out to ask for all";
        reader.sink.report(
            Diagnostic::new(codes::NEED_TOO_MANY, need.span, message)
                .label(value.span(), "the list")
                .help(help),
        );
    }
    let need = need.map_or(written, |need| need.value);
    Some(ListKey { items: values(items), need })
}

/// The answer key of an order question.
pub fn order(value: &Value<'_>, reader: &Reader<'_>) -> Option<OrderKey> {
    let items = names::array(value, "order", reader);
    report_twins(&items, "item", reader);
    if value.get().as_array()?.len() < 2 {
        let message = "there must be at least two items to put in order";
        reader.sink.report(Diagnostic::new(codes::TOO_FEW, value.span(), message));
    }
    Some(OrderKey { items: values(items) })
}

/// The answer key of a match question.
pub fn pairs(value: &Value<'_>, reader: &Reader<'_>) -> Option<MatchKey> {
    let written = value.array("match", "an array of pairs", reader.sink)?;
    if written.len() < 2 {
        let message = "there must be at least two pairs to match";
        reader.sink.report(Diagnostic::new(codes::TOO_FEW, value.span(), message));
    }
    let mut lefts = Vec::with_capacity(written.len());
    let mut rights = Vec::with_capacity(written.len());
    for pair in &written {
        let items = pair.get().as_array().filter(|items| items.len() == 2);
        let Some(_) = items else {
            let message = "this is not a pair";
            let help = "write [\"left\", \"right\"]";
            reader.sink.report(Diagnostic::new(codes::BAD_PAIR, pair.span(), message).help(help));
            continue;
        };
        if let [left, right] = names::array(pair, "match", reader).as_slice() {
            lefts.push(left.clone());
            rights.push(right.value.clone());
        }
    }
    report_twins(&lefts, "left side", reader);
    Some(MatchKey { pairs: values(lefts).into_iter().zip(rights).collect() })
}
