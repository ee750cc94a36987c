//! One section as a TOML tree, and its syntax errors in words an instructor understands.

use std::ops::Range;

use toml::de::{DeTable, DeValue, Error};

use super::bare;
use super::codes;
use super::diagnostic::{Diagnostic, Sink};
use super::dialect;
use super::file::Span;
use super::split;
use super::value::Origin;

/// Parses one section. The flag is true if nothing was wrong; else the tree has what could be saved, and its
/// values must not be trusted.
pub fn parse<'a>(origin: Origin<'a>, sink: &Sink) -> (DeTable<'a>, bool) {
    let (tree, errors) = DeTable::parse_recoverable(origin.text);
    let tree = tree.into_inner();
    if errors.is_empty() {
        let before = sink.errors();
        dialect::check(origin, sink);
        return (tree, sink.errors() == before);
    }
    if let Some(marks) = split::open_at_end(origin.text) {
        sink.report(open_string(marks, origin));
        return (tree, false);
    }
    for (error, range) in told(errors, origin.text) {
        sink.report(explain(&error, range, &tree, origin));
    }
    (tree, false)
}

/// Most syntax errors told of one section: more are echoes.
const MAX_TOLD: usize = 50;

/// The errors worth telling: one a line, and none behind an open bracket, for what follows is an echo of it.
fn told(mut errors: Vec<Error>, text: &str) -> Vec<(Error, Range<usize>)> {
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let (mut line, mut counted) = (0, 0);
    let mut placed: Vec<(usize, bool, Error, Range<usize>)> = Vec::new();
    for error in errors {
        let range = clamped(error.span().unwrap_or(0..0), text);
        line += text.get(counted..range.start).map_or(0, |between| between.matches('\n').count());
        counted = counted.max(range.start);
        let open = ["unclosed", "array", "inline table"].iter().any(|word| error.message().contains(word));
        placed.push((line, !open, error, range));
    }
    placed.sort_by_key(|(line, closed, ..)| (*line, *closed));
    placed.dedup_by_key(|(line, ..)| *line);
    let until = placed.iter().position(|(_, closed, ..)| !closed).map_or(placed.len(), |open| open + 1);
    placed.truncate(until.min(MAX_TOLD));
    placed.into_iter().map(|(_, _, error, range)| (error, range)).collect()
}

/// Where a string of several lines is left open, everything before it may be an echo: strings and what stands
/// between them have changed places. So it is the one thing that is told.
fn open_string(marks: &str, origin: Origin<'_>) -> Diagnostic {
    // The last marks are those that opened it: any later ones would have closed it.
    let last = origin.text.rfind(marks).unwrap_or(0);
    let first = origin.text.find(marks).unwrap_or(last);
    let span = |at: usize| origin.span(at..at + marks.len());
    let diagnostic = Diagnostic::new(codes::SYNTAX, span(last), "this string of several lines is not closed")
        .help(format!("close it with `{marks}`"));
    if first == last { diagnostic } else { diagnostic.label(span(first), "or one of those since here") }
}

fn clamped(range: Range<usize>, text: &str) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    start..text.ceil_char_boundary(range.end.min(text.len())).max(start)
}

fn explain(error: &Error, range: Range<usize>, tree: &DeTable<'_>, origin: Origin<'_>) -> Diagnostic {
    let span = origin.span(range.clone());
    let said = error.message();
    let at = origin.text.get(range.clone()).unwrap_or_default();
    let line_end = origin.text.get(range.start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let new = |code, message: String| Diagnostic::new(code, span, message);
    let syntax = |message: &str| Diagnostic::new(codes::SYNTAX, span, message);
    if let Some(diagnostic) = from_elsewhere(range.start, origin) {
        return diagnostic;
    }
    if said.starts_with("duplicate key") {
        let diagnostic =
            new(codes::DUPLICATE_KEY, format!("`{}` is written twice", at.trim_matches(['"', '\''])));
        return match first_of(at, range.start, tree, origin) {
            Some(first) => diagnostic.label(first, "first written here"),
            None => diagnostic,
        };
    }
    if said.starts_with("invalid date") || said.contains("date-time") {
        let quoted = format!("\"{at}\"");
        let diagnostic = syntax("this is not a date of TOML").help(format!("write it in quotes: {quoted}"));
        let is_date = at.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        let is_whole = bare::around(range.start, origin.text) == range;
        return if is_date && is_whole { diagnostic.fix(span, quoted) } else { diagnostic };
    }
    if said.starts_with("string values must be quoted") && line_end.trim().is_empty() {
        return syntax("a key without a value").help("write `key = value`");
    }
    if is_bare(said, range.start, origin.text) {
        return bare::explain(range.start, origin);
    }
    if said.starts_with("invalid basic string") && said.contains("visible characters") {
        return syntax("a control character inside a string").help("take it out");
    }
    if said.starts_with("invalid basic string") || said.starts_with("invalid literal string") {
        return syntax("this string is not closed on its line").help(
            "end it with a quotation mark; a text of several lines stands between `\"\"\"` and `\"\"\"`",
        );
    }
    if said.starts_with("missing escaped value") {
        return syntax("an unknown escape")
            .help("write `\\\\` for a backslash, or use single quotes: 'C:\\x'");
    }
    if said.starts_with("unexpected key or value") {
        return syntax("something follows the value on its line")
            .help("write `\\\"` for a quotation mark inside a string; put one key on a line");
    }
    if said.starts_with("key with no value") {
        return syntax("a key without a value").help("write `key = value`");
    }
    if said.starts_with("unexpected leading zero") {
        return syntax("a number cannot begin with 0").help("take the 0 away, or write it in quotes");
    }
    if said.contains("array table") || said.contains("unclosed table") {
        return syntax("this header is not closed")
            .help("write `[[question]]` or `[term.x]`, with as many `]` as `[`");
    }
    if said.contains("array") {
        return syntax("a comma is missing in this array, or it is not closed with `]`")
            .help("put a comma between two items, and `]` behind the last");
    }
    syntax(said).help("write `key = value`, with a text in quotation marks")
}

/// True for an error of a value that TOML cannot read as anything.
fn is_bare(said: &str, at: usize, text: &str) -> bool {
    const UNREADABLE: [&str; 6] = [
        "string values must be quoted",
        "invalid boolean",
        "invalid float",
        "invalid mantissa",
        "invalid fraction",
        "invalid exponent",
    ];
    // `1,000`: what follows the value is a part of it.
    let value = || text.get(bare::around(at, text)).unwrap_or_default();
    let is_number = || value().bytes().all(|byte| byte.is_ascii_digit() || b"-.,".contains(&byte));
    UNREADABLE.iter().any(|unread| said.starts_with(unread))
        || said.starts_with("unexpected key or value") && is_number()
}

/// What other languages write and TOML does not: `key: value` and `// comment`.
fn from_elsewhere(at: usize, origin: Origin<'_>) -> Option<Diagnostic> {
    let (before, behind) = origin.text.split_at_checked(at)?;
    let pair = before.rsplit(['\n', '{', ',']).next().unwrap_or_default();
    let is_behind_key = !pair.trim().is_empty() && !pair.contains('=');
    let (bad, good, message, help) = if behind.starts_with("//") {
        ("//", "#", "`//` begins no comment in TOML", "write `# …`")
    } else if is_behind_key && behind.starts_with(':') {
        let equals = if before.ends_with(' ') { "=" } else { " =" };
        (":", equals, "TOML has no colon between a key and its value", "write `key = value`")
    } else {
        return None;
    };
    let span = origin.span(at..at + bad.len());
    Some(Diagnostic::new(codes::SYNTAX, span, message).help(help).fix(span, good))
}

/// Where the key that `name` repeats stands first: the nearest before it.
fn first_of(name: &str, before: usize, tree: &DeTable<'_>, origin: Origin<'_>) -> Option<Span> {
    fn search(table: &DeTable<'_>, name: &str, before: usize, best: &mut Option<Range<usize>>) {
        for (key, value) in table {
            let span = key.span();
            let nearer = best.as_ref().is_none_or(|best| best.start < span.start);
            if key.get_ref() == name && span.start < before && nearer {
                *best = Some(span);
            }
            descend(value.get_ref(), name, before, best);
        }
    }
    fn descend(value: &DeValue<'_>, name: &str, before: usize, best: &mut Option<Range<usize>>) {
        match value {
            DeValue::Table(inner) => search(inner, name, before, best),
            DeValue::Array(items) => {
                items.iter().for_each(|item| descend(item.get_ref(), name, before, best))
            }
            _ => {}
        }
    }
    let mut best = None;
    search(tree, name.trim_matches(['"', '\'']), before, &mut best);
    best.map(|range| origin.span(range))
}
