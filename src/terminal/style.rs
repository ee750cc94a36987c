//! Lines of styled text, and how they become a string: with colour or without, with symbols or in ASCII.
//!
//! What a line says never depends on its colour: every tone comes with a word or a symbol.

use super::wrap::{columns, wrap};
use crate::text::Text;

/// How a screen looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns of a line, at least 20.
    pub width: usize,
    /// Colour may be used.
    pub colour: bool,
    /// Symbols beyond ASCII may be used.
    pub symbols: bool,
}

impl Style {
    /// Words and ASCII only, 80 columns.
    pub const PLAIN: Self = Self { width: 80, colour: false, symbols: false };

    /// What stands between the parts of one line.
    pub fn dot(self) -> &'static str {
        if self.symbols { " · " } else { " | " }
    }

    /// What stands between a name and what is said of it.
    pub fn dash(self) -> &'static str {
        if self.symbols { " – " } else { " - " }
    }

    /// The string of `lines`, each ended by a line break.
    pub fn render(self, lines: &[Line]) -> String {
        lines.iter().map(|line| self.paint(line) + "\n").collect()
    }

    /// One line without its line break.
    pub fn paint(self, line: &Line) -> String {
        let mut painted = String::new();
        for (tone, text) in &line.0 {
            match tone.colours().filter(|_| self.colour) {
                Some(style) => painted.push_str(&style.force_styling(true).apply_to(text).to_string()),
                None => painted.push_str(text),
            }
        }
        painted
    }
}

/// What a piece of text is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing special.
    Plain,
    /// To be read first.
    Strong,
    /// Beside the point.
    Dim,
    /// Right.
    Good,
    /// Nearly right.
    Near,
    /// Wrong.
    Bad,
    /// A hint, or something to note.
    Note,
}

impl Tone {
    fn colours(self) -> Option<console::Style> {
        let style = console::Style::new();
        match self {
            Self::Plain => None,
            Self::Strong => Some(style.bold()),
            Self::Dim => Some(style.dim()),
            Self::Good => Some(style.green().bold()),
            Self::Near => Some(style.yellow().bold()),
            Self::Bad => Some(style.red().bold()),
            Self::Note => Some(style.cyan()),
        }
    }
}

/// A line: pieces of text, each with its tone. Safe to print: made from encoded text only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(pub Vec<(Tone, String)>);

impl Line {
    /// An empty line.
    pub fn blank() -> Self {
        Self::default()
    }

    /// A line of one tone.
    pub fn of(tone: Tone, text: impl Into<String>) -> Self {
        Self(vec![(tone, text.into())])
    }
}

/// A paragraph of our own words, wrapped, every line of it behind `indent` spaces.
pub fn paragraph(tone: Tone, text: &str, indent: usize, style: Style) -> Vec<Line> {
    let pad = " ".repeat(indent);
    wrap(text, style.width.saturating_sub(indent))
        .into_iter()
        .map(|line| Line::of(tone, if line.is_empty() { line } else { format!("{pad}{line}") }))
        .collect()
}

/// A label and the text that belongs to it; further lines stand under the first, unless the label is so long that
/// this would leave a narrow strip.
pub fn labelled(label: &str, tone: Tone, text: &Text, indent: usize, style: Style) -> Vec<Line> {
    if columns(label) > style.width / 4 {
        return paragraph(tone, &format!("{label}{}", text.terminal()), indent, style);
    }
    let hang = " ".repeat(indent + columns(label));
    wrap(&text.terminal(), style.width.saturating_sub(hang.len()))
        .into_iter()
        .enumerate()
        .map(|(nth, line)| {
            let lead = if nth == 0 { format!("{}{label}", " ".repeat(indent)) } else { hang.clone() };
            Line(vec![(Tone::Plain, lead), (tone, line)])
        })
        .collect()
}

/// Other people's text on a single line of at most `width` columns, cut with `…`.
pub fn one_line(text: &Text, width: usize) -> String {
    let shown = text.terminal();
    let single = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    console::truncate_str(&single, width.max(1), "…").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_off_or_on_and_says_the_same() {
        let line = Line(vec![(Tone::Good, "Right".into()), (Tone::Plain, " it is".into())]);
        assert_eq!(Style::PLAIN.paint(&line), "Right it is");
        let painted = Style { colour: true, ..Style::PLAIN }.paint(&line);
        assert!(painted.contains("\x1b[32m"));
        assert_eq!(console::strip_ansi_codes(&painted), "Right it is");
    }

    #[test]
    fn a_label_hangs_and_hostile_text_is_tamed() {
        let style = Style { width: 34, ..Style::PLAIN };
        let lines =
            labelled("Answer: ", Tone::Plain, &Text::from("one two three\x1b[2J forty-two"), 2, style);
        assert_eq!(style.render(&lines), "  Answer: one two three\u{fffd}[2J\n          forty-two\n");
    }
}
