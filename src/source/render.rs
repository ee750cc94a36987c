//! Diagnostics for people, as rustc draws them, and for programs, as JSON.
//!
//! Nothing from a file reaches the screen unchanged: control and bidi characters become `�` before the renderer
//! sees them, and of a long line only a window around the place is shown.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use super::diagnostic::{Diagnostic, Severity};
use super::file::{SourceFile, Span};
use crate::text;

/// Lines up to this many bytes are given to the renderer whole, which shows what fits.
const LONG_LINE_BYTES: usize = 2_000;
/// Bytes of a longer line that are shown before the place, and from where it begins.
const WINDOW_BYTES: (usize, usize) = (30, 80);

/// Draws a diagnostic; ends with a line break.
pub fn text(diagnostic: &Diagnostic, files: &[SourceFile], colour: bool) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group =
        Group::with_title(level.primary_title(one_line(diagnostic.message.raw())).id(diagnostic.code.id));
    let mut places = vec![Place::new(diagnostic.span, None)];
    for label in &diagnostic.labels {
        places.push(Place::new(label.span, Some(one_line(label.text.raw()))));
    }
    let windows: Vec<(Window, Vec<&Place>)> = windows(&places, files);
    for (window, places) in &windows {
        for element in window.elements(places) {
            group = group.element(element);
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(text::terminal(shortened(help.raw()).0).into_owned()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut drawn = renderer.render(&[group]);
    drawn.push('\n');
    drawn
}

/// One object: code, severity, file, line, column, end_line, end_column, message, help, labels, fix.
pub fn json(diagnostic: &Diagnostic, files: &[SourceFile]) -> Value {
    let mut object = place(diagnostic.span, files);
    let labels: Vec<Value> = diagnostic
        .labels
        .iter()
        .map(|label| with(place(label.span, files), "message", json!(label.text.raw())))
        .collect();
    for (key, value) in [
        ("code", json!(diagnostic.code.id)),
        ("severity", json!(diagnostic.severity().name())),
        ("message", json!(diagnostic.message.raw())),
        ("help", json!(diagnostic.help.as_ref().map(text::Text::raw))),
        ("labels", json!(labels)),
    ] {
        object = with(object, key, value);
    }
    let fix = diagnostic.fix.as_ref().map(|fix| with(place(fix.span, files), "text", json!(fix.text.raw())));
    with(object, "fix", json!(fix))
}

fn with(mut object: Value, key: &str, value: Value) -> Value {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
    object
}

fn place(span: Span, files: &[SourceFile]) -> Value {
    let Some(file) = files.get(span.file as usize) else { return json!({}) };
    let (start, end) = (file.position(span.start as usize), file.position(span.end as usize));
    json!({
        "file": file.name.raw(),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    })
}

/// Safe for the screen and without line breaks, which would tear the drawing.
fn one_line(raw: &str) -> String {
    let (cut, dots) = shortened(raw);
    let mut safe = text::terminal(cut).replace(['\n', '\t'], " ");
    safe.push_str(dots);
    safe
}

fn shortened(raw: &str) -> (&str, &str) {
    const MOST: usize = 400;
    let cut = raw.get(..raw.floor_char_boundary(MOST)).unwrap_or_default();
    (cut, if cut.len() < raw.len() { "…" } else { "" })
}

struct Place {
    span: Span,
    label: Option<String>,
}

impl Place {
    fn new(span: Span, label: Option<String>) -> Self {
        Self { span, label }
    }
}

/// A line, or what is shown of it.
struct Window {
    name: String,
    line: usize,
    /// The column of the first place, if the line was cut and the renderer cannot count it.
    column: Option<usize>,
    shown: String,
    /// The range in `shown` of each place.
    ranges: Vec<Range<usize>>,
}

/// One window for each line that has places in it, the first place's first.
fn windows<'p>(places: &'p [Place], files: &[SourceFile]) -> Vec<(Window, Vec<&'p Place>)> {
    let mut grouped: Vec<(u32, Range<usize>, Vec<&Place>)> = Vec::new();
    for place in places {
        let Some(file) = files.get(place.span.file as usize) else { continue };
        let line = file.line_range(place.span.start as usize);
        match grouped.iter_mut().find(|(index, range, _)| *index == place.span.file && *range == line) {
            Some((_, _, same)) => same.push(place),
            None => grouped.push((place.span.file, line, vec![place])),
        }
    }
    grouped
        .into_iter()
        .filter_map(|(index, line, places)| {
            let file = files.get(index as usize)?;
            let window = Window::new(file, line, &places)?;
            Some((window, places))
        })
        .collect()
}

impl Window {
    fn new(file: &SourceFile, line: Range<usize>, places: &[&Place]) -> Option<Self> {
        let first = places.first()?.span.range();
        let position = file.position(first.start);
        let whole = (line.len(), line.len());
        let (before, behind) = if line.len() > LONG_LINE_BYTES { WINDOW_BYTES } else { whole };
        let from = file.floor(first.start.saturating_sub(before)).max(line.start);
        let to = file.floor(first.start + behind).min(line.end).max(from);
        let cut = from > line.start || to < line.end;
        let mut shown = String::new();
        let mut ranges: Vec<Range<usize>> = places.iter().map(|_| usize::MAX..usize::MAX).collect();
        if from > line.start {
            shown.push('…');
        }
        let text = file.text().get(from..to)?;
        for (at, c) in text.char_indices().map(|(at, c)| (at + from, c)).chain([(to, ' ')]) {
            for (range, place) in ranges.iter_mut().zip(places) {
                if at >= place.span.start as usize && range.start == usize::MAX {
                    range.start = shown.len();
                }
                if at >= place.span.end as usize && range.end == usize::MAX {
                    range.end = shown.len();
                }
            }
            if at < to {
                shown.push(if text::is_hostile(c) { '\u{fffd}' } else { c });
            }
        }
        if to < line.end {
            shown.push('…');
        }
        for range in &mut ranges {
            range.start = range.start.min(shown.len());
            range.end = range.end.min(shown.len()).max(range.start);
        }
        let column = cut.then_some(position.column);
        Some(Self { name: one_line(file.name.raw()), line: position.line, column, shown, ranges })
    }

    fn elements<'w>(&'w self, places: &'w [&Place]) -> Vec<Element<'w>> {
        let mut snippet = Snippet::source(self.shown.as_str()).line_start(self.line);
        for (range, place) in self.ranges.iter().zip(places) {
            let kind = if place.label.is_none() { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation: Annotation<'w> = kind.span(range.clone()).label(place.label.as_deref());
            snippet = snippet.annotation(annotation);
        }
        match self.column {
            None => vec![snippet.path(self.name.as_str()).into()],
            Some(column) => {
                vec![
                    Origin::path(self.name.as_str()).line(self.line).char_column(column).into(),
                    snippet.into(),
                ]
            }
        }
    }
}
