//! `[source.x]`, and `source = "paper, section 2"` resolved into what students read.

use std::collections::HashMap;

use crate::source::{At, Diagnostic, Sink, Table, codes, suggest};
use crate::text::Text;

/// The sources of a deck by their keys.
#[derive(Debug, Default)]
pub struct Sources {
    shown: HashMap<Box<str>, String>,
}

pub(crate) const KEYS: [&str; 10] =
    ["title", "author", "authors", "year", "url", "publisher", "edition", "note", "isbn", "accessed"];

impl Sources {
    /// Reads `[source.key]`.
    pub fn read(&mut self, key: &str, table: &Table<'_>) {
        table.finish("a source", &KEYS);
        let sink = table.sink();
        let title = table.text("title").map(|title| title.value);
        let authors: Vec<&str> = ["author", "authors"]
            .iter()
            .flat_map(|key| table.texts(key))
            .map(|author| author.value)
            .collect();
        for key in ["url", "publisher", "note", "isbn"] {
            table.text(key);
        }
        let year = table.get("year").and_then(|value| {
            if value.get().is_str() {
                value.text("year", sink).map(str::to_owned)
            } else {
                value.integer("year", sink).map(|year| year.to_string())
            }
        });
        if title.is_none() && authors.is_empty() && table.get("title").is_none() {
            table.missing("title", "add `title = \"…\"`");
        }
        let mut shown = match authors.as_slice() {
            [] => title.unwrap_or(key).to_owned(),
            [one] => (*one).to_owned(),
            [first, second] => format!("{first} and {second}"),
            [first, ..] => format!("{first} and others"),
        };
        if let Some(year) = year {
            shown.push_str(&format!(" ({year})"));
        }
        self.shown.insert(key.into(), shown);
    }

    /// "paper, section 2" becomes "E. Ukhanova (2021), section 2" if `paper` is a source; other text stays as it is,
    /// with a warning if it is nearly one.
    pub fn resolve(&self, written: At<&str>, sink: &Sink) -> Text {
        let (head, rest) = match written.value.find([',', ';', ':']) {
            Some(at) => written.value.split_at(at),
            None => (written.value, ""),
        };
        let head = head.trim();
        if let Some(shown) = self.shown.get(head) {
            return Text::from(format!("{shown}{rest}"));
        }
        let like_a_key = !self.shown.is_empty() && !head.contains(char::is_whitespace);
        if like_a_key && let Some(near) = self.nearest(head) {
            let message = format!("there is no source `{head}`, so it is shown as it is");
            let help = format!("did you mean `{near}`?");
            sink.report(Diagnostic::new(codes::NEAR_SOURCE, written.span, message).help(help));
        }
        Text::from(written.value)
    }

    /// The source that was meant by a word that is none. Small letters are hardly a title, so of a word that is written
    /// like a key, two slips behind the first letter are believed.
    fn nearest(&self, head: &str) -> Option<&str> {
        let keys = || self.shown.keys().map(|key| &**key);
        let is_key = head.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'));
        let near = |key: &&str| {
            is_key && head.len() >= 3 && key.get(..1) == head.get(..1) && strsim::osa_distance(key, head) <= 2
        };
        suggest::nearest(head, keys()).or_else(|| keys().filter(near).min())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(written: &str) -> (String, usize) {
        let mut sources = Sources::default();
        sources.shown.insert("paper".into(), "E. Ukhanova (2021)".into());
        let sink = Sink::new();
        let text = sources.resolve(At { value: written, span: crate::source::Span::default() }, &sink);
        (text.raw().to_owned(), sink.len())
    }

    #[test]
    fn keys_are_resolved_and_other_text_stays() {
        assert_eq!(resolved("paper, section 2"), ("E. Ukhanova (2021), section 2".into(), 0));
        assert_eq!(resolved("paper"), ("E. Ukhanova (2021)".into(), 0));
        assert_eq!(resolved("The Japan Times, 2019"), ("The Japan Times, 2019".into(), 0));
        for written in ["papre, p. 3", "pepr, p 3", "pper: 3"] {
            assert_eq!(resolved(written), (written.into(), 1));
        }
        for written in ["PPR, p. 3", "pp, 3", "press, 2019"] {
            assert_eq!(resolved(written), (written.into(), 0));
        }
    }
}
