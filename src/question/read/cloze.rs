//! `cloze = "The {Cabinet} adopted … in {July} {2018}."`: text with blanks.
//!
//! `{a|b}` accepts both, `{@key}` is a term, `{{` and `}}` are braces. A blank is a date, a number or a text by its
//! shape.

use super::{Reader, date, names, number};
use crate::question::kinds::{Blank, ClozeKey};
use crate::source::{At, Code, Diagnostic, Value, codes};
use crate::text::Text;

/// Most blanks of a cloze.
const MAX_BLANKS: usize = 50;

/// The answer key of a cloze question.
pub fn key(value: &Value<'_>, reader: &Reader<'_>) -> Option<ClozeKey> {
    let text = value.text("cloze", reader.sink)?;
    let (pieces, ranges) = match cut(text) {
        Ok(cut) => cut,
        Err((code, at, message)) => {
            let span = value.inner_span(at..at + 1);
            let help = "write `{…}` around what is asked, and `{{` or `}}` for a brace itself";
            reader.sink.report(Diagnostic::new(code, span, message).help(help));
            return None;
        }
    };
    if ranges.is_empty() {
        let message = "this cloze has no blank";
        let help = "put braces around what is to be filled in: `The {Cabinet} adopted it.`";
        reader.sink.report(Diagnostic::new(codes::NO_BLANK, value.span(), message).help(help));
        return None;
    }
    if ranges.len() > MAX_BLANKS {
        let message = format!("{} blanks, more than {MAX_BLANKS}", ranges.len());
        reader.sink.report(Diagnostic::new(codes::TOO_LONG, value.span(), message));
        return None;
    }
    let wanted = ranges.len();
    let blanks: Vec<Blank> = ranges
        .into_iter()
        .filter_map(|range| {
            let written = text.get(range.clone()).unwrap_or_default();
            blank(At { value: written, span: value.inner_span(range) }, reader)
        })
        .collect();
    (blanks.len() == wanted).then_some(ClozeKey { text: pieces, blanks })
}

type Cut = (Vec<Text>, Vec<std::ops::Range<usize>>);

/// The text around the blanks, and where the blanks are, without their braces.
fn cut(text: &str) -> Result<Cut, (Code, usize, &'static str)> {
    let mut pieces = Vec::new();
    let mut blanks = Vec::new();
    let mut piece = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let doubled = matches!(c, '{' | '}') && chars.next_if(|(_, next)| *next == c).is_some();
        if doubled || !matches!(c, '{' | '}') {
            piece.push(c);
            continue;
        }
        if c == '}' {
            return Err((codes::BAD_BRACES, at, "this brace closes no blank"));
        }
        let start = at + 1;
        let rest = text.get(start..).unwrap_or_default();
        let length = match rest.find(['{', '}']) {
            Some(length) if rest.as_bytes().get(length) == Some(&b'}') => length,
            _ => return Err((codes::BAD_BRACES, at, "this blank is not closed")),
        };
        pieces.push(Text::from(std::mem::take(&mut piece)));
        blanks.push(start..start + length);
        while chars.next_if(|(at, _)| *at <= start + length).is_some() {}
    }
    pieces.push(Text::from(piece));
    Ok((pieces, blanks))
}

fn blank(written: At<&str>, reader: &Reader<'_>) -> Option<Blank> {
    let text = written.value.trim();
    if text.split('|').any(|form| form.trim().is_empty()) {
        let message = "there is nothing to fill in here";
        reader.sink.report(Diagnostic::new(codes::EMPTY_BLANK, written.span, message));
        return None;
    }
    if let Some(date) = date::in_words(text) {
        return Some(Blank::Date { shown: text.into(), date });
    }
    if let Some(value) = number::in_words(text) {
        return Some(Blank::Number { shown: text.into(), value });
    }
    names::with_forms(At { value: text, span: written.span }, reader).map(Blank::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> (Vec<String>, Vec<&str>) {
        let (pieces, ranges) = cut(text).unwrap();
        (pieces.iter().map(|p| p.raw().to_owned()).collect(), ranges.into_iter().map(|r| &text[r]).collect())
    }

    #[test]
    fn blanks_are_cut_out_and_doubled_braces_stay() {
        let (text, blanks) = pieces("The {Cabinet} adopted {{it}} in {July}{2018}.");
        assert_eq!(text, ["The ", " adopted {it} in ", "", "."]);
        assert_eq!(blanks, ["Cabinet", "July", "2018"]);
        assert_eq!(pieces("{試|験}"), (vec![String::new(), String::new()], vec!["試|験"]));
        assert_eq!(pieces("{a}}}"), (vec![String::new(), "}".into()], vec!["a"]));
    }

    #[test]
    fn braces_must_match() {
        for (text, at) in [("a } b", 2), ("a { b", 2), ("{a{b}", 0), ("{", 0), ("{a}}", 3)] {
            assert_eq!(cut(text).unwrap_err().1, at, "{text}");
        }
    }
}
