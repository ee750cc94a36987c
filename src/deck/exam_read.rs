//! Reads `[[exam]]`, and checks that the deck can fill it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::exam::{Exam, Section};
use super::links::Broken;
use crate::question::Question;
use crate::question::read::{Ground, Reader, common};
use crate::source::{At, Diagnostic, Span, Table, Value, codes, suggest};
use crate::text::Text;

pub(crate) const KEYS: [&str; 7] = ["id", "title", "minutes", "pass", "bands", "negative", "section"];
pub(crate) const SECTION_KEYS: [&str; 6] = ["title", "draw", "tags", "kinds", "terms", "weight"];
/// More sections would make the check of overlapping ones slow.
const MAX_SECTIONS: usize = 64;

/// An exam as far as it is sound, with the places its sections stand at.
pub(crate) struct Placed<'a> {
    exam: Option<Exam>,
    id: Option<At<Arc<str>>>,
    sections: Vec<(Table<'a>, Option<Section>)>,
}

/// Reads one exam; `None` if it is none at all.
pub(crate) fn read<'a>(value: Value<'a>, reader: &Reader<'a>) -> Option<Placed<'a>> {
    let errors = reader.sink.errors();
    let table = Table::of(value, "exam", "a table, `[[exam]]`", reader.sink)?;
    table.finish("an exam", &KEYS);
    if table.get("id").is_none() {
        table.missing("id", "add `id = \"mock-a\"`");
    }
    let id = table.get("id").and_then(|id| common::id_of(id, "id", reader.sink));
    let title = table.required("title", "add `title = \"…\"`").map(|title| Text::from(title.value));
    let minutes = table.get("minutes").and_then(|value| value.count("minutes", 1, reader.sink));
    let percent = |value: f64| (0.0..=100.0).contains(&value);
    let pass =
        table.get("pass").and_then(|value| value.number_in("pass", percent, "from 0 to 100", reader.sink));
    let bands = bands(&table);
    let share = |value: f64| (0.0..=1.0).contains(&value);
    let negative = table
        .get("negative")
        .and_then(|value| value.number_in("negative", share, "from 0 to 1", reader.sink));
    let read = |table: Table<'a>| {
        let section = section(&table, reader);
        (table, section)
    };
    let sections: Vec<_> = sections(&table).into_iter().map(read).collect();
    let sound = reader.sink.errors() == errors;
    let exam = id.as_ref().zip(title).filter(|_| sound).map(|(id, title)| Exam {
        id: id.value.clone(),
        title,
        minutes: minutes.and_then(|minutes| u32::try_from(minutes).ok()),
        pass,
        bands,
        negative: negative.unwrap_or(0.0),
        sections: sections.iter().filter_map(|(_, section)| section.clone()).collect(),
    });
    Some(Placed { exam, id, sections })
}

fn bands(table: &Table<'_>) -> Vec<(Text, f64)> {
    let Some(value) = table.get("bands") else { return Vec::new() };
    let Some(inner) = Table::of(value, "bands", "a table: { A = 85, B = 70 }", table.sink()) else {
        return Vec::new();
    };
    let mut bands: Vec<(Text, f64)> = Vec::new();
    let mut spans: Vec<(f64, Span)> = Vec::new();
    for entry in inner.entries() {
        let percent = |value: f64| (0.0..=100.0).contains(&value);
        let Some(from) = entry.value.number_in(entry.key, percent, "from 0 to 100", table.sink()) else {
            continue;
        };
        if let Some((_, first)) = spans.iter().find(|(other, _)| (other - from).abs() < f64::EPSILON) {
            let message = format!("two bands begin at {from}");
            let diagnostic = Diagnostic::new(codes::BAD_BAND, entry.key_span, message);
            table.sink().report(diagnostic.label(*first, "the other one"));
        }
        spans.push((from, entry.key_span));
        bands.push((Text::from(entry.key), from));
    }
    bands.sort_by(|a, b| b.1.total_cmp(&a.1));
    bands
}

fn sections<'a>(table: &Table<'a>) -> Vec<Table<'a>> {
    let expected = "an array of tables: [{ title = \"…\", draw = 10 }]";
    let Some(value) = table.get("section") else {
        table.missing("section", "add `section = [{ title = \"All\", draw = 10 }]`");
        return Vec::new();
    };
    let items = value.array("section", expected, table.sink()).unwrap_or_default();
    if value.get().as_array().is_some_and(|array| array.is_empty()) {
        let message = "an exam needs at least one section";
        table.sink().report(Diagnostic::new(codes::TOO_FEW, value.span(), message));
    }
    if items.len() > MAX_SECTIONS {
        let message = format!("{} sections, more than {MAX_SECTIONS}", items.len());
        table.sink().report(Diagnostic::new(codes::TOO_LONG, value.span(), message));
    }
    items.into_iter().filter_map(|item| Table::of(item, "section", expected, table.sink())).collect()
}

fn section(table: &Table<'_>, reader: &Reader<'_>) -> Option<Section> {
    table.finish("a section", &SECTION_KEYS);
    let words = |key: &str| -> Vec<Arc<str>> {
        table.texts(key).into_iter().map(|word| reader.shared(word.value.trim_start_matches('@'))).collect()
    };
    let weight = match table.get("weight") {
        None => Some(1.0),
        Some(value) => {
            let fits = |weight| weight > 0.0 && weight <= 1e6;
            value.number_in("weight", fits, "more than 0", reader.sink)
        }
    };
    if table.get("draw").is_none() {
        table.missing("draw", "add `draw = 10`, how many questions to draw");
    }
    let draw = table.get("draw").and_then(|value| value.count("draw", 1, reader.sink));
    let title = table.required("title", "add `title = \"…\"`").map(|title| Text::from(title.value));
    let (tags, kinds, terms) = (words("tags"), words("kinds"), words("terms"));
    Some(Section { title: title?, draw: draw?, tags, kinds, terms, weight: weight? })
}

/// Keeps the exams with an id of their own that the deck can fill, and reports the others. A mistake hides no other: the
/// sound sections of an exam are looked at whatever is wrong beside them.
/// What is not sound yet, `broken`, may fit any of them once it is.
pub(crate) fn check(
    placed: Vec<Placed<'_>>,
    questions: &[Question],
    broken: &[Broken],
    reader: &Reader<'_>,
) -> Vec<Exam> {
    let mut ids: HashMap<Arc<str>, Span> = HashMap::new();
    let words = (!placed.is_empty()).then(|| Words::of(questions, broken, reader.ground));
    let mut sound = |Placed { exam, id, sections }: Placed<'_>| {
        let errors = reader.sink.errors();
        if let Some(At { value, span }) = id {
            match ids.get(&value) {
                Some(first) => {
                    let message = format!("there are two exams `{value}`");
                    let diagnostic = Diagnostic::new(codes::DUPLICATE_ID, span, message);
                    reader.sink.report(diagnostic.label(*first, "first used here"));
                }
                None => drop(ids.insert(value, span)),
            }
        }
        // A section that asks for what is not there cannot be filled, of course.
        let known = |table: &Table<'_>| words.as_ref().is_none_or(|words| words.check(table, reader));
        let sections: Vec<(Table<'_>, Section)> = sections
            .into_iter()
            .filter_map(|(table, section)| Some(table).filter(known).zip(section))
            .collect();
        fill(&sections, questions, broken.len(), reader);
        exam.filter(|_| reader.sink.errors() == errors)
    };
    placed.into_iter().filter_map(&mut sound).collect()
}

/// The words that a section may ask for.
struct Words {
    tags: HashSet<Arc<str>>,
    kinds: HashSet<Arc<str>>,
    terms: HashSet<Arc<str>>,
}

impl Words {
    fn of(questions: &[Question], broken: &[Broken], ground: &Ground) -> Self {
        let sound = questions.iter().flat_map(|question| &question.tags);
        let others = broken.iter().flat_map(|broken| &broken.tags).chain(&ground.defaults.tags);
        let kinds = ground.pools.keys().cloned().chain(super::exam::KINDS.map(Arc::from));
        Self {
            tags: sound.chain(others).cloned().collect(),
            kinds: kinds.collect(),
            terms: ground.index.keys().cloned().collect(),
        }
    }

    /// True if there is all that a section asks for; what is not is reported.
    fn check(&self, table: &Table<'_>, reader: &Reader<'_>) -> bool {
        let errors = reader.sink.errors();
        for (key, what, known) in [
            ("tags", "no question has the tag", &self.tags),
            ("kinds", "there is no kind", &self.kinds),
            ("terms", "there is no term", &self.terms),
        ] {
            for At { value, span } in table.texts(key) {
                let value = value.trim_start_matches('@');
                if !known.contains(value) {
                    let near = suggest::did_you_mean(value, known.iter().map(|word| &**word));
                    let message = format!("{what} `{value}`");
                    reader
                        .sink
                        .report(Diagnostic::new(codes::UNKNOWN_FILTER, span, message).maybe_help(near));
                }
            }
        }
        reader.sink.errors() == errors
    }
}

/// Reports a section that asks for more questions than it can have, alone or beside the sections it shares with. So many
/// as `broken` may come to any of them.
fn fill(sections: &[(Table<'_>, Section)], questions: &[Question], broken: usize, reader: &Reader<'_>) {
    let draw = |table: &Table<'_>| table.get("draw").map_or(table.span(), |value| value.span());
    let mut classes: HashMap<u64, usize> = HashMap::new();
    let terms = &reader.ground.terms;
    // No program can mark a flip card, so none is ever drawn.
    for question in questions.iter().filter(|question| question.kind() != "card") {
        let about = question.sibling.as_ref().and_then(|key| reader.ground.index.get(key).copied().flatten());
        let term_kind = about.and_then(|index| terms.get(index)).map(|term| &*term.kind);
        let mask = sections.iter().enumerate().fold(0u64, |mask, (index, (_, section))| {
            mask | (u64::from(section.admits(question, term_kind)) << index.min(63))
        });
        *classes.entry(mask).or_default() += 1;
    }
    let available =
        |set: u64| classes.iter().filter(|(mask, _)| **mask & set != 0).map(|(_, n)| n).sum::<usize>();
    let mut poor = false;
    for (index, (table, section)) in sections.iter().enumerate() {
        let pool = available(1 << index.min(63));
        if pool + broken < section.draw {
            poor = true;
            let (message, help) = if pool == 0 {
                let help = "widen the section, or write questions for it";
                ("no question fits this section".to_owned(), help.to_owned())
            } else {
                let message = format!("{} questions are to be drawn, but only {pool} fit", section.draw);
                (message, format!("lower `draw` to {pool}, widen the section, or write more questions"))
            };
            reader.sink.report(Diagnostic::new(codes::CANNOT_FILL, draw(table), message).help(help));
        }
    }
    // Hall's theorem: sections can be filled together if no set of them asks for more than fits any of them.
    const MOST: usize = 12;
    if poor || sections.len() > MOST {
        return;
    }
    for set in 1u64..1 << sections.len() {
        let chosen = || sections.iter().enumerate().filter(move |(i, _)| set >> i & 1 == 1);
        let wanted: usize = chosen().map(|(_, (_, section))| section.draw).sum();
        let pool = available(set);
        if pool + broken < wanted {
            let mut spans = chosen().map(|(_, (table, _))| draw(table));
            let Some(first) = spans.next() else { return };
            let message = format!("these sections draw {wanted} questions from the same {pool}");
            let diagnostic = Diagnostic::new(codes::CANNOT_FILL, first, message);
            let diagnostic = spans.fold(diagnostic, |diagnostic, span| diagnostic.label(span, "and here"));
            reader.sink.report(diagnostic.help("lower `draw`, or give the sections different tags"));
            return;
        }
    }
}
