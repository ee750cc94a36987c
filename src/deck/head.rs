//! `format`, `[deck]` and `[deck.defaults]`.

use std::sync::Arc;

use super::roots::Roots;
use crate::question::read::{Defaults, Reader, common};
use crate::source::value::MAX_LONG_TEXT_BYTES;
use crate::source::{Diagnostic, Sink, SourceFile, Span, Table, codes, suggest};
use crate::text::Text;

/// The format this version reads.
const FORMAT: i64 = 1;

pub(crate) const KEYS: [&str; 10] = [
    "id",
    "title",
    "version",
    "language",
    "license",
    "authors",
    "description",
    "homepage",
    "defaults",
    "allow",
];

/// What `[deck.defaults]` may say.
pub(crate) const DEFAULTS: [&str; 4] = ["tags", "source", "points", "strict"];

/// What a deck says of itself besides its id and title.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Credits {
    /// Such as "CC-BY-4.0".
    pub license: Option<Text>,
    /// Who made it.
    pub authors: Vec<Text>,
    /// What it is about.
    pub description: Option<Text>,
    /// Where it is published.
    pub homepage: Option<Text>,
}

/// What `[deck]` says.
pub(crate) struct Head {
    pub(crate) id: Arc<str>,
    pub(crate) title: Text,
    pub(crate) version: Text,
    pub(crate) language: Text,
    pub(crate) credits: Credits,
    /// Codes of warnings allowed in the whole deck.
    pub(crate) allow: Vec<Box<str>>,
}

/// Reads `format` and `[deck]`. Without them the deck is named after its file, so that it can be studied anyway.
pub(crate) fn head(roots: &Roots<'_>, files: &[SourceFile], sink: &Sink) -> Head {
    let fallback = name_of_file(files);
    format(roots, sink);
    let deck = roots.deck.as_ref();
    if deck.is_none() && !roots.has_deck && !files.is_empty() {
        let mut help = format!("begin the file with\nformat = 1\n[deck]\nid = \"{fallback}\"\ntitle = \"…\"");
        if let [only] = files
            && !only.name.raw().ends_with("deck.toml")
        {
            help.push_str("\nor, if it is a chapter of a deck, name the folder it is in");
        }
        let message = "there is no `[deck]` that names this deck";
        sink.report(Diagnostic::new(codes::NO_DECK, start(files), message).help(help));
    }
    let Some(deck) = deck else {
        return Head {
            title: Text::from(fallback.as_str()),
            id: fallback.into(),
            version: "0.0.0".into(),
            language: "en".into(),
            credits: Credits::default(),
            allow: Vec::new(),
        };
    };
    deck.finish("`[deck]`", &KEYS);
    let title = deck.required("title", "add `title = \"…\"`, the name for people").map(|title| title.value);
    if deck.get("id").is_none() {
        let slug = Some(suggest::slug(title.unwrap_or_default(), 4)).filter(|slug| !slug.is_empty());
        let slug = slug.as_deref().unwrap_or(&fallback);
        deck.missing("id", &format!("add `id = \"{slug}\"`; progress follows it, so it must never change"));
    }
    let id = deck.get("id").and_then(|value| common::id_of(value, "id", sink)).map(|id| id.value);
    let text = |key| deck.text(key).map(|text| Text::from(text.value));
    Head {
        title: Text::from(title.unwrap_or(&fallback)),
        id: id.unwrap_or_else(|| fallback.as_str().into()),
        version: text("version").unwrap_or_else(|| "0.0.0".into()),
        language: text("language").unwrap_or_else(|| "en".into()),
        credits: Credits {
            license: text("license"),
            authors: deck.texts("authors").into_iter().map(|author| Text::from(author.value)).collect(),
            description: deck.kept("description", MAX_LONG_TEXT_BYTES),
            homepage: text("homepage"),
        },
        allow: common::allow(deck),
    }
}

/// Reads `[deck.defaults]`.
pub(crate) fn defaults(roots: &Roots<'_>, reader: &Reader<'_>) -> Defaults {
    let mut defaults = Defaults::default();
    let table = roots.deck.as_ref().and_then(|deck| deck.get("defaults"));
    let table =
        table.and_then(|value| Table::of(value, "defaults", "a table, `[deck.defaults]`", reader.sink));
    let Some(table) = table else { return defaults };
    table.finish("`[deck.defaults]`", &DEFAULTS);
    defaults.tags = common::tags(&table, reader);
    defaults.source = common::source(&table, reader);
    if let Some(points) = common::points(&table) {
        defaults.points = points;
    }
    defaults.strict = table.boolean("strict").unwrap_or(false);
    defaults
}

fn format(roots: &Roots<'_>, sink: &Sink) {
    for value in &roots.formats {
        let Some(format) = value.integer("format", sink) else { continue };
        if format != FORMAT {
            let message = format!("this is format {format}; this version of shiken reads format {FORMAT}");
            let help = if format > FORMAT { "install a newer shiken" } else { "write `format = 1`" };
            sink.report(Diagnostic::new(codes::NEWER_FORMAT, value.span(), message).help(help));
        }
    }
    if roots.formats.is_empty() && roots.has_deck {
        let span = roots.deck.as_ref().map(Table::span).unwrap_or_default();
        let message = "the deck does not say which format it is written in";
        let at = Span { end: 0, start: 0, ..span };
        sink.report(
            Diagnostic::new(codes::NO_FORMAT, span, message)
                .help("write `format = 1` as the first line of the file")
                .fix(at, "format = 1\n\n"),
        );
    }
}

fn start(files: &[SourceFile]) -> Span {
    let line = files.first().map(|file| file.line_range(0)).unwrap_or_default();
    Span::new(0, line.start, line.end)
}

/// An id from the name of the file, or of its folder if it is a `deck.toml`.
fn name_of_file(files: &[SourceFile]) -> String {
    let path = files.first().map(|file| file.name.raw()).unwrap_or_default();
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let stem = file.strip_suffix(".toml").unwrap_or(file);
    let name = if stem == "deck" { parts.next().unwrap_or(stem) } else { stem };
    Some(suggest::slug(name, 8)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "deck".to_owned())
}
