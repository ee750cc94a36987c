//! Tables for `list` and `stats`: aligned columns for people, tab-separated lines for pipes.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle};

use super::style::Style;
use super::wrap::columns;
use crate::text::{Text, terminal};

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Other people's text.
    Text(Text),
    /// Our own word.
    Word(String),
    /// A figure, as it is shown; aligned to the right.
    Figure(String),
}

impl From<&Text> for Cell {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Figure(number.to_string())
    }
}

impl Cell {
    /// The cell as one safe line: line breaks and tabs would break the table.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => terminal(text.raw()).split_whitespace().collect::<Vec<_>>().join(" "),
            Self::Word(own) | Self::Figure(own) => own.clone(),
        }
    }
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Aligned, wrapped inside the columns to fit the width.
    Aligned(Style),
    /// A line a row, cells separated by tabs, for `cut` and `awk`.
    Tabs,
}

/// Rows under a header.
#[derive(Debug, Clone)]
pub struct Table {
    header: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

impl Table {
    /// An empty table with our own words above its columns.
    pub fn new(header: &[&str]) -> Self {
        Self { header: header.iter().map(|word| (*word).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row; missing cells are empty.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The whole table as text, each line ended by a line break.
    pub fn render(&self, form: Form) -> String {
        match form {
            Form::Tabs => self.tabs(),
            Form::Aligned(style) => self.aligned(style),
        }
    }

    fn tabs(&self) -> String {
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::shown).collect::<Vec<_>>());
        std::iter::once(self.header.clone()).chain(rows).map(|row| row.join("\t") + "\n").collect()
    }

    fn aligned(&self, style: Style) -> String {
        let mut table = comfy_table::Table::new();
        let rule = if style.symbols { '─' } else { '-' };
        table.load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule).junction(rule)));
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(style.width).unwrap_or(u16::MAX));
        let above =
            |(nth, word): (usize, &String)| aligned(word, self.rows.first().and_then(|row| row.get(nth)));
        table.set_header(self.header.iter().enumerate().map(above));
        // The first column names things: a name that is cut cannot be typed anywhere else.
        let names = self.rows.iter().filter_map(|row| row.first()).map(|cell| columns(&cell.shown()));
        if names.max().is_some_and(|longest| longest <= style.width / 2)
            && let Some(first) = table.column_mut(0)
        {
            first.set_constraint(ColumnConstraint::ContentWidth);
        }
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| aligned(&cell.shown(), Some(cell))));
        }
        table.trim_fmt() + "\n"
    }
}

/// `text` on the side where figures stand if `like` is one.
fn aligned(text: &str, like: Option<&Cell>) -> comfy_table::Cell {
    let shown = comfy_table::Cell::new(text);
    if matches!(like, Some(Cell::Figure(_))) { shown.set_alignment(CellAlignment::Right) } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn table() -> Table {
        let mut table = Table::new(&["deck", "questions"]);
        table.row(vec![Cell::from(&Text::from("Japan\x1b[2J\tand\nits 試験")), Cell::from(7)]);
        table.row(vec![Cell::Word("a deck whose title is longer than its column".into()), Cell::from(1200)]);
        table
    }

    #[test]
    fn a_person_sees_columns() {
        let style = Style { width: 40, ..Style::PLAIN };
        expect![[r#"
             deck                     questions
            ------------------------------------
             Japan�[2J and its 試験           7
             a deck whose title is         1200
             longer than its column
        "#]]
        .assert_eq(&table().render(Form::Aligned(style)));
        expect![[r#"
             deck                     questions
            ────────────────────────────────────
             Japan�[2J and its 試験           7
             a deck whose title is         1200
             longer than its column
        "#]]
        .assert_eq(&table().render(Form::Aligned(Style { symbols: true, ..style })));
    }

    #[test]
    fn a_pipe_gets_tabs() {
        let expected = "deck\tquestions\nJapan\u{fffd}[2J and its 試験\t7\n\
                        a deck whose title is longer than its column\t1200\n";
        assert_eq!(table().render(Form::Tabs), expected);
    }
}
