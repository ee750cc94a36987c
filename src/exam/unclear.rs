//! What can be told of a response without a key: a date or a number with two readings or none, a number of something
//! else, an option that is not there.

use crate::judge::date::{Date, Reading, When, read as read_date};
use crate::judge::is_blank;
use crate::judge::number::read as read_number;
use crate::judge::unit::is_other;
use crate::question::{Ask, Response};
use crate::text::Text;

/// Why a response cannot be read in one way, in words for the student. `kind` is the question's, `blanks` say what
/// each blank takes.
pub(super) fn why(kind: &str, blanks: &[String], ask: &Ask, response: &Response) -> Option<String> {
    let unlisted = || Some("pick from the options, as they are written".to_owned());
    match (kind, ask, response) {
        (_, Ask::PickOne { options }, Response::Text(text)) if !options.contains(text) => unlisted(),
        (_, Ask::PickSome { options }, Response::Texts(texts))
            if texts.iter().any(|text| !options.contains(text)) =>
        {
            unlisted()
        }
        ("date", Ask::Text { form }, Response::Text(text)) => date(form, text),
        ("number", Ask::Text { form }, Response::Text(text)) => number(form, text),
        ("cloze", Ask::Texts { .. }, Response::Texts(texts)) => {
            let each = blanks.iter().zip(texts).zip(1..);
            let why = |((kind, text), number): ((&String, &Text), usize)| {
                let why = match &**kind {
                    "date" => date("", text),
                    "number" => self::number("", text),
                    _ => None,
                }?;
                Some(if blanks.len() == 1 { why } else { format!("blank {number}: {why}") })
            };
            each.filter_map(why).next()
        }
        _ => None,
    }
}

/// A year before 100 cannot be told from a short one here: only the key knows.
fn date(form: &str, text: &Text) -> Option<String> {
    if is_blank(text.raw()) {
        return None;
    }
    let year = Date::new(2000, None, None)?;
    let asked = if form.contains("range") { When::range(year, year)? } else { When::Point(year) };
    match read_date(text.raw(), asked) {
        Reading::One(_) => None,
        Reading::Two(one, other) => Some(format!("is that {one}, or {other}? write the month as a word")),
        Reading::None(reason) => Some(reason.to_owned()),
    }
}

fn number(form: &str, text: &Text) -> Option<String> {
    if is_blank(text.raw()) {
        return None;
    }
    let unit = form.strip_prefix("number of ");
    let Some(reading) = read_number(text.raw(), unit) else {
        return Some("not a number I can read: write 45, 1,000, 2.5 or twelve".to_owned());
    };
    if let Some(unit) = unit.filter(|unit| is_other(unit, &reading.unit)) {
        return Some(format!("the number is asked in {unit}"));
    }
    reading.other.map(|_| "does the point part thousands or decimals? write 1000 or 1,000, or 1.0".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_blank_is_read_by_what_it_takes() {
        let kinds = ["date", "number", "text"].map(str::to_owned);
        let ask = Ask::Texts { count: 3, labels: Vec::new() };
        let said =
            |texts: [&str; 3]| why("cloze", &kinds, &ask, &Response::Texts(texts.map(Text::from).to_vec()));
        assert_eq!(said(["July 2018", "45 firms", "anything, 6/7"]), None);
        assert_eq!(said(["", "?", ""]), None);
        assert!(said(["6/7/2018", "45", "x"]).unwrap().starts_with("blank 1: is that"));
        assert!(said(["2018", "many", "x"]).unwrap().starts_with("blank 2: not a number"));
    }

    #[test]
    fn a_number_of_something_else_is_asked_again() {
        let ask = Ask::Text { form: "number of companies".to_owned() };
        let said = |text: &str| why("number", &[], &ask, &Response::Text(Text::from(text)));
        assert_eq!(["45", "45 firms", "45+"].map(said), [None, None, None]);
        assert_eq!(said("45 people").unwrap(), "the number is asked in companies");
    }
}
