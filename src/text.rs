//! Text that somebody else wrote: a deck, a name, an import, a response.
//!
//! Such text is hostile in four places: a terminal (escape sequences, bidi controls), a page of HTML, a file
//! path and a cell of CSV. [`Text`] therefore has no `Display`: it is printed through one of its four encoders,
//! and compared or judged through [`Text::raw`].

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

/// Untrusted text, kept exactly as it was written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(Box<str>);

impl Text {
    /// Takes text as it came.
    pub fn new(raw: impl Into<Box<str>>) -> Self {
        Self(raw.into())
    }

    /// The text as it was written: to judge, compare, hash or store, never to print.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// True if there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// For a terminal: see [`terminal`].
    pub fn terminal(&self) -> Cow<'_, str> {
        terminal(&self.0)
    }

    /// For HTML, as text or inside a quoted attribute.
    pub fn html(&self) -> Cow<'_, str> {
        html(&self.0)
    }

    /// For one component of a file path: see [`file_name`].
    pub fn file_name(&self) -> String {
        file_name(&self.0)
    }

    /// For a cell of CSV that a spreadsheet must not run as a formula; quoting is the CSV writer's work.
    pub fn csv(&self) -> Cow<'_, str> {
        csv(&self.0)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<&str> for Text {
    fn from(raw: &str) -> Self {
        Self(raw.into())
    }
}

impl From<String> for Text {
    fn from(raw: String) -> Self {
        Self(raw.into())
    }
}

/// Makes text safe for a terminal: line breaks and tabs stay, every other control character and every
/// bidirectional control becomes `�`, so no deck can move the cursor, colour a lie or reorder a line.
pub fn terminal(raw: &str) -> Cow<'_, str> {
    if !raw.chars().any(is_hostile) {
        return Cow::Borrowed(raw);
    }
    let unified = raw.replace("\r\n", "\n");
    Cow::Owned(unified.chars().map(|c| if is_hostile(c) { '\u{fffd}' } else { c }).collect())
}

/// A file path as a person reads it, safe for a terminal.
pub fn path(path: &Path) -> String {
    terminal(&path.to_string_lossy()).into_owned()
}

/// A path as it is typed on a command line: in quotation marks if it has spaces.
pub fn argument(path: &Path) -> String {
    let shown = self::path(path);
    match shown.contains([' ', '\'', '&', '(', ')']) {
        true if shown.contains('\'') => format!("\"{shown}\""),
        true => format!("'{shown}'"),
        false => shown,
    }
}

/// True for a character that may steer a terminal or reorder what is read.
pub fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn html(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(raw);
    }
    let mut safe = String::with_capacity(raw.len() + 16);
    for c in raw.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    Cow::Owned(safe)
}

/// Letters, digits, `-` and `_` stay, anything else becomes `-`; never empty, at most 64 characters, and never
/// a name with a meaning of its own such as `..`.
fn file_name(raw: &str) -> String {
    let kept: String =
        raw.chars().take(64).map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect();
    let trimmed = kept.trim_matches('-');
    if trimmed.is_empty() { "unnamed".to_owned() } else { trimmed.to_owned() }
}

fn csv(raw: &str) -> Cow<'_, str> {
    // With the full-width forms, which a spreadsheet may take for the same (OWASP, "CSV Injection").
    let dangerous = raw.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if dangerous { Cow::Owned(format!("'{raw}")) } else { Cow::Borrowed(raw) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_never_gets_a_control_character() {
        assert_eq!(terminal("a\x1b[31mred\u{202e}x\r\n\ty\x07"), "a\u{fffd}[31mred\u{fffd}x\n\ty\u{fffd}");
        assert!(matches!(terminal("plain ü 試験"), Cow::Borrowed(_)));
    }

    #[test]
    fn html_is_text_only() {
        assert_eq!(Text::from("<b a='\"'>&").html(), "&lt;b a=&#39;&quot;&#39;&gt;&amp;");
    }

    #[test]
    fn a_file_name_stays_in_its_folder() {
        assert_eq!(Text::from("../../etc/passwd").file_name(), "etc-passwd");
        assert_eq!(Text::from("..").file_name(), "unnamed");
        assert_eq!(Text::from("名前 A").file_name(), "名前-A");
    }

    #[test]
    fn a_cell_never_runs() {
        assert_eq!(Text::from("=1+1").csv(), "'=1+1");
        for hidden in ["\t=1", "\r\n+1", " -1", "@x", "＝1", "　＋1"] {
            assert_eq!(Text::from(hidden).csv(), format!("'{hidden}"));
        }
        assert_eq!(Text::from("plain").csv(), "plain");
    }
}
