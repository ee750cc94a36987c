//! Which answer key names which kind, and which other keys mean something for it.

use super::{Reader, choice, cloze, date, names, number, sets};
use crate::question::Key;
use crate::question::kinds::TextKey;
use crate::source::value::MAX_LONG_TEXT_BYTES;
use crate::source::{Diagnostic, Table, Value, codes};
use crate::text::Text;
use toml::de::DeValue;

/// The keys that say what the answer is and so of what kind a question is.
pub const ANSWER_KEYS: [&str; 8] = ["date", "answer", "choose", "list", "order", "match", "cloze", "card"];

/// Keys of every kind.
const COMMON: [&str; 11] =
    ["id", "prompt", "hint", "explanation", "source", "tags", "points", "as_of", "was", "allow", "requires"];

/// Keys of some kinds, with what they belong to.
pub(crate) const SPECIAL: [(&str, &str); 8] = [
    ("accept", "`answer` with a text"),
    ("near", "`date`, `answer` with a text or number, and `choose`"),
    ("reject", "`date`, `answer` with a text or number, and `list`"),
    ("strict", "`date`, `answer` with a text, `list` and `cloze`"),
    ("tolerance", "`date` and `answer` with a number"),
    ("unit", "`answer` with a number"),
    ("wrong", "`choose`"),
    ("need", "`list`"),
];

/// A kind of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `date = …`
    Date,
    /// `answer = "…"`
    Text,
    /// `answer = 13`
    Number,
    /// `answer = false`
    Truth,
    /// `choose = …`
    Choice,
    /// `list = …`
    List,
    /// `order = …`
    Order,
    /// `match = …`
    Match,
    /// `cloze = …`
    Cloze,
    /// `card = …`
    Card,
}

impl Kind {
    /// The kind an answer key and the type of its value name. For a type that no kind has, the nearest.
    pub fn of(key: &str, value: &Value<'_>) -> Option<Self> {
        Some(match key {
            "date" => Self::Date,
            "answer" => match value.get() {
                DeValue::Integer(_) | DeValue::Float(_) => Self::Number,
                DeValue::Boolean(_) => Self::Truth,
                _ => Self::Text,
            },
            "choose" => Self::Choice,
            "list" => Self::List,
            "order" => Self::Order,
            "match" => Self::Match,
            "cloze" => Self::Cloze,
            "card" => Self::Card,
            _ => return None,
        })
    }

    /// The keys that mean something for this kind and not for all, the answer key first.
    pub(crate) fn extra(self) -> &'static [&'static str] {
        match self {
            Self::Date => &["date", "tolerance", "near", "reject", "strict"],
            Self::Text => &["answer", "accept", "near", "reject", "strict"],
            Self::Number => &["answer", "tolerance", "unit", "near", "reject"],
            Self::Truth => &["answer"],
            Self::Choice => &["choose", "wrong", "near"],
            Self::List => &["list", "need", "reject", "strict"],
            Self::Order => &["order"],
            Self::Match => &["match"],
            Self::Cloze => &["cloze", "strict"],
            Self::Card => &["card"],
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Date => "a date",
            Self::Text => "a text answer",
            Self::Number => "a number",
            Self::Truth => "true or false",
            Self::Choice => "a choice",
            Self::List => "a list",
            Self::Order => "an order",
            Self::Match => "a match",
            Self::Cloze => "a cloze",
            Self::Card => "a card",
        }
    }
}

/// Every key that a question of some kind may have.
pub fn all_keys() -> Vec<&'static str> {
    COMMON.iter().chain(&ANSWER_KEYS).copied().chain(SPECIAL.iter().map(|(key, _)| *key)).collect()
}

/// Reports keys that are unknown or mean nothing for `kind`.
pub fn check_keys(table: &Table<'_>, kind: Kind) {
    for entry in table.entries() {
        let key = entry.key;
        if COMMON.contains(&key) || kind.extra().contains(&key) {
            continue;
        }
        let Some((_, owners)) = SPECIAL.iter().find(|(special, _)| *special == key) else {
            let fits = |near: &str| COMMON.contains(&near) || kind.extra().contains(&near);
            let otherwise = "remove it, or make a comment of it with #";
            table.unknown(&entry, "a question", &all_keys(), fits, otherwise);
            continue;
        };
        let message = format!("`{key}` means nothing for {}", kind.words());
        let diagnostic = Diagnostic::new(codes::MISPLACED_KEY, entry.key_span, message);
        table.sink().report(diagnostic.help(format!("it belongs to {owners}")));
    }
}

/// Reads the answer key.
pub fn key(table: &Table<'_>, kind: Kind, reader: &Reader<'_>) -> Option<Key> {
    let value = table.get(kind.extra().first()?)?;
    match kind {
        Kind::Date => date::key(&value, table).map(Key::Date),
        Kind::Text => text(&value, table, reader).map(Key::Text),
        Kind::Number => number::key(&value, table).map(Key::Number),
        Kind::Truth => value.boolean("answer", reader.sink).map(Key::Truth),
        Kind::Choice => choice::key(&value, table, reader).map(Key::Choice),
        Kind::List => sets::list(&value, table, reader).map(Key::List),
        Kind::Order => sets::order(&value, reader).map(Key::Order),
        Kind::Match => sets::pairs(&value, reader).map(Key::Match),
        Kind::Cloze => cloze::key(&value, reader).map(Key::Cloze),
        Kind::Card => {
            value.text_up_to(MAX_LONG_TEXT_BYTES, "card", reader.sink).map(|back| Key::Card(Text::from(back)))
        }
    }
}

fn text(value: &Value<'_>, table: &Table<'_>, reader: &Reader<'_>) -> Option<TextKey> {
    let help = match value.get() {
        DeValue::Array(_) => {
            Some("`list` asks for several, `choose` offers options, `accept` adds other forms")
        }
        DeValue::Datetime(_) => Some("write `date = …` for a date"),
        DeValue::Table(_) => Some("write `answer = \"…\"`"),
        _ => None,
    };
    if help.is_some() {
        value.wrong_type("answer", "a text, a number, true or false", help.map(str::to_owned), reader.sink);
        return None;
    }
    let accept = names::forms(&table.texts("accept"), reader);
    let mut name = names::value(value, "answer", reader)?;
    name.accept.extend(accept);
    Some(TextKey { name })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::suggest;

    #[test]
    fn no_key_is_taken_for_a_misspelling_of_another() {
        for key in all_keys() {
            let others: Vec<&str> = all_keys().into_iter().filter(|other| *other != key).collect();
            assert_eq!(suggest::nearest(key, others), None, "{key}");
        }
    }
}
