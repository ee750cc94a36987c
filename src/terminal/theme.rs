//! How dialoguer's lists look: numbered, wrapped by columns, each line of an entry counted.
//!
//! dialoguer measures entries by their bytes, which is wrong for an entry of several lines or of wide
//! characters. It is therefore given the entries' numbers, and this theme puts the entry itself in the place
//! of its number: then dialoguer counts the line breaks that it prints, and is right.

use std::fmt;

use dialoguer::theme::Theme;

use super::style::{Line, Style, Tone};
use super::wrap::wrap;
use crate::text::{Text, terminal};

/// Entries by their number, as they are shown.
#[derive(Debug)]
pub struct Listing {
    entries: Vec<Vec<String>>,
    style: Style,
}

/// Columns before an entry: the pointer and a box.
const LEAD_COLUMNS: usize = 6;

impl Listing {
    /// The options behind their labels, then `extra` entries without a label; none of more than `rows` lines.
    pub fn new(labels: &[String], options: &[Text], extra: &[&str], rows: usize, style: Style) -> Self {
        let width = style.width.saturating_sub(LEAD_COLUMNS);
        let labelled =
            options.iter().zip(labels).map(|(option, label)| (format!("{label}) "), option.terminal()));
        let bare = extra.iter().map(|text| (String::new(), (*text).into()));
        let entries = labelled.chain(bare).map(|(lead, text)| entry(&lead, &text, width, rows)).collect();
        Self { entries, style }
    }

    /// What dialoguer is given in place of the entries.
    pub fn numbers(&self) -> Vec<String> {
        (0..self.entries.len()).map(|number| number.to_string()).collect()
    }

    /// Lines of the highest entry, at least 1.
    pub fn highest(&self) -> usize {
        self.entries.iter().map(Vec::len).max().unwrap_or(1).max(1)
    }

    fn pointer(&self, active: bool) -> &'static str {
        match (active, self.style.symbols) {
            (true, true) => "❯ ",
            (true, false) => "> ",
            (false, _) => "  ",
        }
    }

    fn write(&self, f: &mut dyn fmt::Write, number: &str, lead: &str, active: bool) -> fmt::Result {
        let lines = number.parse::<usize>().ok().and_then(|index| self.entries.get(index));
        let tone = if active { Tone::Note } else { Tone::Plain };
        for (nth, text) in lines.into_iter().flatten().enumerate() {
            let lead =
                if nth == 0 { lead.to_owned() } else { format!("\n{}", " ".repeat(lead.chars().count())) };
            f.write_str(&self.style.paint(&Line(vec![(tone, lead), (tone, text.clone())])))?;
        }
        Ok(())
    }
}

fn entry(lead: &str, text: &str, width: usize, rows: usize) -> Vec<String> {
    let mut lines = wrap(text, width.saturating_sub(lead.len()));
    if lines.len() > rows {
        lines.truncate(rows);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    let hang = " ".repeat(lead.len());
    lines
        .iter()
        .enumerate()
        .map(|(nth, line)| format!("{}{line}", if nth == 0 { lead } else { &hang }))
        .collect()
}

impl Theme for Listing {
    fn format_prompt(&self, f: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        f.write_str(&self.style.paint(&Line::of(Tone::Dim, prompt)))
    }

    fn format_select_prompt_item(&self, f: &mut dyn fmt::Write, number: &str, active: bool) -> fmt::Result {
        self.write(f, number, self.pointer(active), active)
    }

    fn format_multi_select_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        number: &str,
        checked: bool,
        active: bool,
    ) -> fmt::Result {
        let lead = format!("{}{} ", self.pointer(active), if checked { "[x]" } else { "[ ]" });
        self.write(f, number, &lead, active)
    }

    fn format_sort_prompt_item(
        &self,
        f: &mut dyn fmt::Write,
        number: &str,
        picked: bool,
        active: bool,
    ) -> fmt::Result {
        let held = match (picked && active, self.style.symbols) {
            (true, true) => "↕ ",
            (true, false) => "# ",
            (false, _) => "  ",
        };
        self.write(f, number, &format!("{}{held}", self.pointer(active)), active)
    }
}

/// How a typed line looks: the prompt, then what was typed, nothing else.
#[derive(Debug)]
pub struct TypedLine;

impl Theme for TypedLine {
    fn format_input_prompt(&self, f: &mut dyn fmt::Write, prompt: &str, _: Option<&str>) -> fmt::Result {
        f.write_str(prompt)
    }

    fn format_input_prompt_selection(
        &self,
        f: &mut dyn fmt::Write,
        prompt: &str,
        typed: &str,
    ) -> fmt::Result {
        write!(f, "{prompt}{}", terminal(typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(width: usize, rows: usize) -> Listing {
        let options = ["計画を定めた会議の名前".into(), Text::from("b\x1b[2J")];
        let labels = ["1".to_owned(), "2".to_owned()];
        Listing::new(&labels, &options, &["I don't know"], rows, Style { width, ..Style::PLAIN })
    }

    #[test]
    fn an_entry_hangs_under_its_own_text() {
        let listing = listing(24, 9);
        let mut shown = String::new();
        for number in listing.numbers() {
            listing.format_select_prompt_item(&mut shown, &number, number == "0").unwrap();
            shown.push('\n');
        }
        assert_eq!(shown, "> 1) 計画を定めた会\n     議の名前\n  2) b\u{fffd}[2J\n  I don't know\n");
        assert_eq!(listing.highest(), 2);
        shown.clear();
        listing.format_multi_select_prompt_item(&mut shown, "0", true, true).unwrap();
        listing.format_sort_prompt_item(&mut shown, "1", true, true).unwrap();
        assert_eq!(shown, "> [x] 1) 計画を定めた会\n         議の名前> # 2) b\u{fffd}[2J");
    }

    #[test]
    fn an_entry_that_is_too_high_is_cut() {
        assert_eq!(listing(24, 1).highest(), 1);
        let mut shown = String::new();
        listing(24, 1).format_select_prompt_item(&mut shown, "0", false).unwrap();
        assert_eq!(shown, "  1) 計画を定めた会…");
    }
}
