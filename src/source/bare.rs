//! A value that is none of TOML: a text without quotation marks or with curly ones, a number as it is written on
//! paper, `True`. Says what to write instead.

use std::ops::Range;

use super::codes;
use super::diagnostic::Diagnostic;
use super::suggest;
use super::value::Origin;

/// Opening and closing quotation marks of print.
const OPENING: [char; 4] = ['“', '„', '‘', '«'];
const CLOSING: [char; 5] = ['”', '“', '’', '‘', '»'];

/// What is wrong with the value that `at` stands in.
pub(super) fn explain(at: usize, origin: Origin<'_>) -> Diagnostic {
    let range = around(at, origin.text);
    let written = origin.text.get(range.clone()).unwrap_or_default();
    let span = origin.span(range);
    let is = |message: &str| Diagnostic::new(codes::SYNTAX, span, message);
    let lower = written.to_ascii_lowercase();
    if lower == "true" || lower == "false" {
        return is("true and false are written small").help(format!("write {lower}")).fix(span, lower);
    }
    if let Some(plain) = straight(written) {
        let diagnostic = is("a text must stand in straight quotation marks").help(format!("write {plain}"));
        return diagnostic.fix(span, plain);
    }
    if let Some(number) = number(written) {
        return is("this is not a number of TOML").help(format!("write {number}")).fix(span, number);
    }
    if suggest::nearest(&lower, ["true", "false"]).is_some() {
        return is("this is neither true nor false").help("write true, false, or a text in quotation marks");
    }
    let text = written.trim_matches(|c| c == '"' || OPENING.contains(&c) || CLOSING.contains(&c));
    let quoted = format!("\"{text}\"");
    match written.bytes().all(|byte| byte.is_ascii_digit() || b".,/-".contains(&byte)) {
        true => is("this is neither a number nor a date of TOML").help(format!(
            "write a date as \"2014-11-12\", a number as 1000 or 0.5, and a text in quotation marks: {quoted}"
        )),
        false => is("a text must stand in straight quotation marks").help(format!("write {quoted}")),
    }
}

/// The value around `at`: to the end of its line without the comment, or in an array to the next comma or bracket.
pub(super) fn around(at: usize, text: &str) -> Range<usize> {
    let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let before = text.get(line..at).unwrap_or_default();
    let value = before.find('=').map(|equals| line + equals + 1);
    let opens = |from: usize| text.get(from..).unwrap_or_default().trim_start().starts_with(['[', '{']);
    let is_item = value.is_none_or(opens);
    let start = if is_item {
        before.rfind(['[', '{', ',', '=']).map_or(line, |mark| line + mark + 1)
    } else {
        value.unwrap_or(line)
    };
    let rest = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let own = if is_item { rest.split([',', ']', '}']).next().unwrap_or_default() } else { rest };
    let own = own.split(" #").next().unwrap_or_default();
    let start = start + own.len() - own.trim_start().len();
    start..start + own.trim().len()
}

/// A text in marks of print, in straight ones; `None` if it is none, or holds what would end it.
fn straight(written: &str) -> Option<String> {
    let inner = written.strip_prefix(OPENING)?.strip_suffix(CLOSING)?;
    (!inner.is_empty() && !inner.contains(['"', '\\'])).then(|| format!("\"{inner}\""))
}

/// A number as it is written on paper: `1,000`, `.2`, `5.`
fn number(written: &str) -> Option<String> {
    let (sign, digits) = written.strip_prefix('-').map_or(("", written), |digits| ("-", digits));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(decimals) = digits.strip_prefix('.').filter(|decimals| is_digits(decimals)) {
        return Some(format!("{sign}0.{decimals}"));
    }
    if let Some(whole) = digits.strip_suffix('.').filter(|whole| is_digits(whole)) {
        return Some(format!("{sign}{whole}.0"));
    }
    let (first, groups) = digits.split_once(',')?;
    let is_first = first.len() <= 3 && is_digits(first) && !first.starts_with('0');
    let is_grouped = groups.split(',').all(|group| group.len() == 3 && is_digits(group));
    (is_first && is_grouped).then(|| format!("{sign}{}", digits.replace(',', "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_ends_where_its_line_or_its_item_does() {
        let value = |text: &str| {
            let at = text.find('!').unwrap();
            text[around(at, text)].to_owned()
        };
        assert_eq!(value("a = 1\nb =  x, !y  # why\nc = 2"), "x, !y");
        assert_eq!(value("b = [x, !y z , w] # why"), "!y z");
        assert_eq!(value("b = [\n  !x,\n]"), "!x");
        assert_eq!(value("b = { c = !C#, d = 1 }"), "!C#");
        assert_eq!(value("!"), "!");
    }

    #[test]
    fn numbers_of_paper_are_written_plainly() {
        let written =
            ["1,000", "-12,345,678", ".2", "-.5", "5.", "3,5", "26.6.2020", "0,123", "1,00", "", "."];
        let numbers = written.map(|text| number(text).unwrap_or_default());
        assert_eq!(numbers, ["1000", "-12345678", "0.2", "-0.5", "5.0", "", "", "", "", "", ""]);
    }
}
