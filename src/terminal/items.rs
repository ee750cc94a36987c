//! What an exam says of its questions, for people: tables of 80 columns, lines of CSV, one page of HTML.

use crate::text::{Text, terminal};

/// A line of CSV: no cell runs as a formula, none steers a terminal, and every cell that must be is quoted.
pub fn csv_line(cells: impl IntoIterator<Item = Text>) -> String {
    let cell = |text: Text| {
        let safe = Text::from(terminal(text.raw()).into_owned());
        let safe = safe.csv();
        let plain = !safe.contains([',', ';', '"', '\n', '\r', '\t']) && safe.trim() == safe;
        if plain { safe.into_owned() } else { format!("\"{}\"", safe.replace('"', "\"\"")) }
    };
    cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\n"
}
