//! A cloze question: fill the blanks of a sentence. Each blank is judged by its shape.

use super::ask::Ask;
use super::bench::{Bench, texts};
use super::term::Name;
use crate::judge::fold::key;
use crate::judge::number::{self, NumberTolerance};
use crate::judge::{Date, Marked, Part, Rule, Verdict, When, date, set, text};
use crate::question::Response;
use crate::text::Text;

/// A sentence with blanks.
#[derive(Debug, Clone, PartialEq)]
pub struct ClozeKey {
    /// The text before, between and behind the blanks: one more than there are blanks.
    pub text: Vec<Text>,
    /// At least one.
    pub blanks: Vec<Blank>,
}

/// A blank, judged by its shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Blank {
    /// `{July 2018}`
    Date {
        /// As the deck writes it.
        shown: Text,
        /// What it means.
        date: Date,
    },
    /// `{45}`
    Number {
        /// As the deck writes it.
        shown: Text,
        /// What it means.
        value: f64,
    },
    /// `{Cabinet}`, `{Cabinet|the Cabinet}`, `{@key}`
    Text(Name),
}

impl Blank {
    /// As the deck writes it.
    pub fn shown(&self) -> &Text {
        match self {
            Self::Date { shown, .. } | Self::Number { shown, .. } => shown,
            Self::Text(name) => &name.text,
        }
    }

    fn mark(&self, bench: Bench<'_>, response: &str) -> Marked {
        if response.trim() == self.shown().raw().trim() {
            return Marked::Verdict(Verdict::new(1.0, Rule::Equal));
        }
        match self {
            Self::Date { date, .. } => date::mark(When::Point(*date), None, response),
            Self::Number { shown, value } => {
                let tolerance = NumberTolerance::Absolute(0.0);
                number::mark(&number::Expected { value: *value, shown, tolerance, unit: None }, response)
            }
            Self::Text(name) => Marked::Verdict(text::mark(&bench.expected(name), response, bench.lexicon)),
        }
    }
}

impl ClozeKey {
    /// Each blank is labelled with the words before it: "(2) adopted … in".
    pub(super) fn ask(&self) -> Ask {
        let label = |(at, before): (usize, &Text)| {
            Text::from(format!("({}) {}", at + 1, before.raw().trim()).trim_end().to_owned())
        };
        let labels = self.text.iter().take(self.blanks.len()).enumerate().map(label).collect();
        Ask::Texts { count: self.blanks.len(), labels }
    }

    /// The sentence with numbered gaps: "The (1)____ adopted it in (2)____."
    pub fn with_gaps(&self) -> Text {
        self.filled(|at, _| format!("({})____", at + 1))
    }

    /// The sentence with its blanks filled.
    pub(super) fn answer(&self) -> Text {
        self.filled(|_, blank| blank.shown().raw().to_owned())
    }

    fn filled(&self, fill: impl Fn(usize, &Blank) -> String) -> Text {
        let mut sentence = String::new();
        for (at, piece) in self.text.iter().enumerate() {
            sentence.push_str(piece.raw());
            if let Some(blank) = self.blanks.get(at) {
                sentence.push_str(&fill(at, blank));
            }
        }
        Text::from(sentence)
    }

    /// The mean of the blanks. A blank that cannot be read in one way is asked again, with all the others.
    pub(super) fn mark(&self, bench: Bench<'_>, response: &Response) -> Marked {
        self.marked(bench, response, Marked::AskAgain)
    }

    /// The same where nobody can be asked again: a blank that cannot be read is wrong, and the others count.
    pub(super) fn mark_for_good(&self, bench: Bench<'_>, response: &Response) -> Marked {
        self.marked(bench, response, |reason| {
            Marked::Verdict(Verdict::new(0.0, Rule::Different).differing(Text::from(reason)))
        })
    }

    /// One blank; a text also without the words beside it, which some type again.
    fn mark_blank(&self, at: usize, blank: &Blank, bench: Bench<'_>, response: &str) -> Marked {
        let whole = blank.mark(bench, response);
        let (Blank::Text(_), Marked::Verdict(verdict)) = (blank, &whole) else { return whole };
        let [before, after] = [at, at + 1].map(|at| self.text.get(at).map_or("", |text| text.raw()));
        match filling(before, response, after).filter(|_| verdict.score < 1.0) {
            Some(filling) => match blank.mark(bench, &filling) {
                Marked::Verdict(bare) if bare.score > verdict.score => Marked::Verdict(bare),
                _ => whole,
            },
            None => whole,
        }
    }

    fn marked(&self, bench: Bench<'_>, response: &Response, unread: impl Fn(String) -> Marked) -> Marked {
        let unread = |marked| match marked {
            Marked::AskAgain(reason) => unread(reason),
            read => read,
        };
        let given = texts(response, &[';', '\n']);
        let mut parts = Vec::with_capacity(self.blanks.len());
        let mut only = None;
        for (at, blank) in self.blanks.iter().enumerate() {
            let theirs = given.get(at);
            let marked = theirs.map_or_else(
                || Marked::Verdict(Verdict::unknown()),
                |text| self.mark_blank(at, blank, bench, text.raw()),
            );
            let verdict = match unread(marked) {
                Marked::Verdict(verdict) => verdict,
                Marked::AskAgain(reason) if self.blanks.len() == 1 => return Marked::AskAgain(reason),
                Marked::AskAgain(reason) => return Marked::AskAgain(format!("blank {}: {reason}", at + 1)),
            };
            let given = theirs.filter(|text| !text.is_blank()).cloned();
            parts.push(Part { expected: Some(blank.shown().clone()), given, score: verdict.score });
            only = (self.blanks.len() == 1 || only.is_none() && verdict.confusion.is_some())
                .then_some(verdict)
                .or(only);
        }
        let score = set::mean(parts.iter().map(|part| part.score));
        let all_right = parts.iter().all(|part| part.score >= 1.0);
        let mut marked = Verdict::of_parts(if all_right { 1.0 } else { score }, parts);
        // What one blank alone has to say is said of the whole.
        if let Some(verdict) = only {
            marked.confusion = verdict.confusion;
            marked.feedback = verdict.feedback;
            marked.difference = verdict.difference;
        }
        Marked::Verdict(marked)
    }
}

/// What is left of a response without the words that stand before and behind the blank; `None` if it has none of them.
fn filling(before: &str, response: &str, after: &str) -> Option<String> {
    let words = |text: &str| -> Vec<(String, String)> {
        let words =
            text.split(|c: char| c.is_whitespace() || c == '-').map(|word| (key(word), word.to_owned()));
        words.filter(|(key, _)| !key.is_empty()).collect()
    };
    let (before, after): (Vec<String>, Vec<String>) = (
        words(before).into_iter().map(|(key, _)| key).collect(),
        words(after).into_iter().map(|(key, _)| key).collect(),
    );
    let (given, raw): (Vec<String>, Vec<String>) = words(response).into_iter().unzip();
    let begun = |n: &usize| given.get(..*n).is_some_and(|said| before.ends_with(said));
    let start = (1..given.len()).rev().find(begun).unwrap_or(0);
    let ended = |end: &usize| given.get(*end..).is_some_and(|said| after.starts_with(said));
    let end = (start + 1..given.len()).find(ended).unwrap_or(given.len());
    (end - start < given.len()).then(|| raw.get(start..end).map(|left| left.join(" "))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_blank_may_be_typed_again() {
        for (before, response, after, expected) in [
            ("the Intellectual ", "intellectual property", " of firms", Some("property")),
            ("a ", "cyber-defence centre", "-defence centre.", Some("cyber")),
            ("the ", "the Cabinet", " met", Some("Cabinet")),
            ("the ", "the", " met", None),
            ("of state ", "property", "", None),
            ("of state ", "foreign property", "", None),
            ("", "", "", None),
        ] {
            assert_eq!(filling(before, response, after).as_deref(), expected, "{response}");
        }
    }
}
