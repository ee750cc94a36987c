//! `[term.x]`: a name written once, and the sibling questions it asks for.

use std::sync::Arc;

use super::{Reader, common, date, meaning, names};
use crate::question::kinds::{DateKey, Key, TextKey};
use crate::question::{Question, Term};
use crate::source::value::MAX_LONG_TEXT_BYTES;
use crate::source::{At, Diagnostic, Span, Table, codes, suggest};
use crate::text::Text;

pub(crate) const KEYS: [&str; 14] = [
    "kind",
    "name",
    "aliases",
    "date",
    "about",
    "ask",
    "source",
    "tags",
    "prompts",
    "explanation",
    "was",
    "points",
    "as_of",
    "allow",
];
pub(crate) const ASKS: [&str; 2] = ["date", "name"];

/// Reads a term and the questions it asks for; `None` if it is not sound.
pub fn term(key: At<&str>, table: &Table<'_>, reader: &Reader<'_>) -> Option<(Term, Vec<Question>)> {
    let (errors, found) = (reader.sink.errors(), reader.sink.len());
    table.finish("a term", &KEYS);
    check_key(key, table);
    let kind =
        table.required("kind", "add `kind = \"…\"`: document, institution, person, event, place or any word");
    let name = table.required("name", "add `name = \"…\"`");
    let aliases = table.texts("aliases").into_iter().map(|alias| Text::from(alias.value)).collect();
    let when = table.get("date").and_then(|value| date::when(&value, "date", reader.sink));
    let about = table.text("about").map(|about| Text::from(about.value));
    let allow = common::allow(table);
    let asks = asks(table);
    let extras = Extras::read(table, reader, &asks, &allow);
    reader.sink.allow(found, &allow);
    let term = Term {
        key: key.value.into(),
        kind: reader.shared(kind?.value.trim()),
        name: name?.value.into(),
        aliases,
        date: when,
        about,
    };
    let questions: Vec<Question> = asks.iter().filter_map(|ask| sibling(&term, ask.value, &extras)).collect();
    (reader.sink.errors() == errors).then_some((term, questions))
}

fn check_key(key: At<&str>, table: &Table<'_>) {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    if key.value.is_empty() || !key.value.bytes().all(allowed) || key.value.len() > common::MAX_ID_BYTES - 8 {
        let message = "the key of a term may have small letters, digits, dashes and underscores only";
        let help = format!("write `[term.{}]`", suggest::slug(key.value, 8));
        table.sink().report(Diagnostic::new(codes::BAD_ID, key.span, message).help(help));
    }
}

/// `ask`: what the term is to be asked for, and whether it says so.
fn asks<'a>(table: &Table<'a>) -> Vec<At<&'a str>> {
    let mut asks: Vec<At<&str>> = Vec::new();
    for ask in table.texts("ask") {
        let needed = match ask.value {
            "date" => "date",
            "name" => "about",
            _ => {
                let message = format!("a term cannot be asked for `{}`", ask.value);
                let diagnostic = Diagnostic::new(codes::UNKNOWN_ASK, ask.span, message);
                table.sink().report(match suggest::did_you_mean(ask.value, ASKS) {
                    Some(help) => diagnostic.help(help),
                    None => {
                        diagnostic.help("ask for \"date\" or \"name\"; write other questions as [[question]]")
                    }
                });
                continue;
            }
        };
        if table.get(needed).is_none() {
            let message = format!("it asks for its {}, but has no `{needed}`", ask.value);
            let help = format!("add `{needed} = \"…\"`");
            table.sink().report(Diagnostic::new(codes::ASK_WITHOUT, ask.span, message).help(help));
        } else if !asks.iter().any(|known| known.value == ask.value) {
            asks.push(ask);
        }
    }
    asks
}

/// What goes into the questions of a term and not into the term.
struct Extras {
    prompts: Vec<(&'static str, Text)>,
    explanation: Option<Text>,
    source: Option<Text>,
    tags: Vec<Arc<str>>,
    points: f64,
    strict: bool,
    as_of: Option<Text>,
    was: Vec<Arc<str>>,
    allow: Vec<Box<str>>,
    place: Span,
}

impl Extras {
    fn read(table: &Table<'_>, reader: &Reader<'_>, asks: &[At<&str>], allow: &[Box<str>]) -> Self {
        let was = table.texts("was");
        Self {
            prompts: prompts(table, asks),
            explanation: table.kept("explanation", MAX_LONG_TEXT_BYTES),
            source: common::source(table, reader),
            tags: common::tags(table, reader),
            points: common::points(table).unwrap_or(reader.ground.defaults.points),
            strict: reader.ground.defaults.strict,
            as_of: common::as_of(table),
            was: was
                .into_iter()
                .filter_map(|key| common::checked_id(key, "was", reader.sink))
                .map(|id| id.value)
                .collect(),
            allow: allow.to_vec(),
            place: table.span(),
        }
    }
}

fn prompts(table: &Table<'_>, asks: &[At<&str>]) -> Vec<(&'static str, Text)> {
    let Some(value) = table.get("prompts") else { return Vec::new() };
    let Some(inner) = Table::of(value, "prompts", "a table: { date = \"…\", name = \"…\" }", table.sink())
    else {
        return Vec::new();
    };
    inner.finish("`prompts`", &ASKS);
    let mut prompts = Vec::new();
    for what in ASKS {
        let Some(entry) = inner.entry(what) else { continue };
        let wanted = table.texts("ask").iter().any(|ask| ask.value == what);
        if !wanted {
            let message = format!("there is a prompt for `{what}`, but `ask` does not ask for it");
            let help = format!("add \"{what}\" to `ask`");
            table.sink().report(Diagnostic::new(codes::IDLE_PROMPT, entry.key_span, message).help(help));
        }
        if let Some(prompt) = inner.text(what)
            && asks.iter().any(|ask| ask.value == what)
        {
            prompts.push((what, Text::from(prompt.value)));
        }
    }
    prompts
}

/// The question that asks for the `what` of a term.
fn sibling(term: &Term, what: &str, extras: &Extras) -> Option<Question> {
    let (key, default, explanation) = match what {
        "date" => {
            let when = term.date?;
            let about = term.about.as_ref().map(|about| explained(term, about.raw()));
            (Key::Date(DateKey { when, tolerance: None }), date_prompt(term), about)
        }
        _ => {
            let key = Key::Text(TextKey { name: names::name_of(term) });
            (key, name_prompt(term)?, term.date.map(|when| explained(term, &date::shown(when))))
        }
    };
    let own = extras.prompts.iter().find(|(for_what, _)| *for_what == what).map(|(_, prompt)| prompt.clone());
    let mut question = Question {
        id: format!("{}.{what}", term.key).into(),
        was: extras.was.iter().map(|old| format!("{old}.{what}").into()).collect(),
        prompt: own.unwrap_or_else(|| default.into()),
        key,
        reject: Vec::new(),
        near: Vec::new(),
        strict: extras.strict,
        hints: Vec::new(),
        explanation: extras.explanation.clone().or(explanation),
        source: extras.source.clone(),
        tags: extras.tags.clone(),
        points: extras.points,
        as_of: extras.as_of.clone(),
        allow: extras.allow.clone(),
        requires: Vec::new(),
        sibling: Some(term.key.clone()),
        meaning: 0,
        place: extras.place.into(),
    };
    question.meaning = meaning::hash(&question);
    Some(question)
}

/// "Basic Act on Cybersecurity: the law that first defined cybersecurity in Japan."
fn explained(term: &Term, fact: &str) -> Text {
    let fact = fact.trim_end();
    let end = if fact.ends_with(['?', '.', '!', '。']) { "" } else { "." };
    Text::from(format!("{}: {fact}{end}", term.name.raw()))
}

fn date_prompt(term: &Term) -> String {
    let name = term.name.raw();
    match &*term.kind {
        "document" => format!("When was “{name}” published?"),
        "institution" => format!("When was “{name}” established?"),
        _ => format!("When did “{name}” take place?"),
    }
}

fn name_prompt(term: &Term) -> Option<String> {
    let about = term.about.as_ref()?.raw();
    let end = if about.trim_end().ends_with(['?', '.', '!']) { "" } else { "?" };
    Some(format!("Which {} is this: {about}{end}", term.kind))
}
