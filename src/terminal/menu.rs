//! One of several things, picked before a session begins.

use std::io::{BufRead, Write};

use super::lines::{read_line, write};
use super::screen::{Got, Screen};
use super::style::Style;
use super::typing::Desk;
use super::view::numbered;
use super::{Door, Facts, reply};
use crate::error::Result;
use crate::text::Text;

impl Facts {
    /// Lets a person pick one of `items`, which `title` names. `None` if they leave without picking.
    ///
    /// # Errors
    /// If the terminal fails.
    pub fn menu(self, title: &str, items: &[Text]) -> Result<Option<usize>> {
        if self.door() == Door::Rich {
            let style = self.style();
            let mut screen = Screen::new(style.colour, style.symbols)?;
            if screen.has_room() {
                return select(&mut screen, title, items);
            }
        }
        ask(&mut std::io::stdin().lock(), &mut std::io::stdout(), self.style(), title, items)
    }
}

fn select(screen: &mut Screen, title: &str, items: &[Text]) -> Result<Option<usize>> {
    let listing = screen.listing(&reply::labels(items), items, &[]);
    let got = screen.select(&listing, &format!("{title} Arrow keys and Enter; Esc leaves:"))?;
    let Got::Choice(index) = got else { return Ok(None) };
    if let Some(item) = items.get(index) {
        screen.write(&format!("{}\n\n", item.terminal()))?;
    }
    Ok(Some(index))
}

fn ask(
    input: &mut impl BufRead,
    output: &mut impl Write,
    style: Style,
    title: &str,
    items: &[Text],
) -> Result<Option<usize>> {
    write(output, &format!("{title}\n{}", style.render(&numbered(items, style))))?;
    loop {
        write(output, "> ")?;
        let Some(line) = read_line(input)? else { return Ok(None) };
        if matches!(line.trim(), "" | ":quit" | ":q" | "q") {
            return Ok(None);
        }
        match reply::index_of(items, &line) {
            Some(index) => return Ok(Some(index)),
            None => write(output, &format!("Type a number from 1 to {}, or Enter to leave.\n", items.len()))?,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn a_number_or_a_name_picks_and_nothing_else_does() {
        let items = [Text::from("Law"), Text::from("His\u{1b}[2Jtory")];
        let picks = |typed: &str| {
            let mut output = Vec::new();
            let picked =
                ask(&mut typed.as_bytes(), &mut output, Style::PLAIN, "Which deck?", &items).unwrap();
            (picked, String::from_utf8(output).unwrap())
        };
        assert_eq!(picks("law\n").0, Some(0));
        assert_eq!(picks("\n").0, None);
        assert_eq!(picks("").0, None);
        let (picked, shown) = picks("7\n2\n");
        assert_eq!(picked, Some(1));
        expect![[r#"
            Which deck?
              1) Law
              2) His�[2Jtory
            > Type a number from 1 to 2, or Enter to leave.
            > "#]]
        .assert_eq(&shown);
    }
}
