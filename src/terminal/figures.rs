//! Figures from the log at a glance, as lines: each with what it means and how many answers stand behind it.

use super::style::{Line, Style, Tone, labelled, paragraph};
use crate::stats::Figures;
use crate::stats::glance::{Fact, glance};
use crate::text::Text;
use crate::time::Day;

/// Columns of the names.
const NAME: usize = 14;

/// Where everything else stands.
const MORE: &str = "More: `shiken stats calendar`, `memory`, `topics`, `hard`, `time`, `sessions` or `all`.";

/// What a student wants to know first, under the title of what it is about.
pub fn overview(title: &Text, figures: &Figures, today: Day, style: Style) -> Vec<Line> {
    let mut lines = labelled("", Tone::Strong, title, 0, style);
    lines.extend(glance(figures, today).iter().flat_map(|fact| self::fact(fact, style)));
    if figures.answers == 0 {
        lines.extend(paragraph(Tone::Plain, "No answers yet: `shiken study` begins.", 0, style));
    }
    lines
}

/// What the figures are restricted to.
pub fn only(words: &Text, style: Style) -> Vec<Line> {
    labelled("", Tone::Note, words, 0, style)
}

/// Where the other pages are.
pub fn more(style: Style) -> Vec<Line> {
    let mut lines = vec![Line::blank()];
    lines.extend(paragraph(Tone::Dim, MORE, 0, style));
    lines
}

/// A figure behind its name, and what it means on the lines below.
fn fact(fact: &Fact, style: Style) -> Vec<Line> {
    let label = format!("{:<NAME$}", fact.name);
    let mut lines = labelled(&label, Tone::Plain, &Text::from(&*fact.value), 0, style);
    if !fact.meaning.is_empty() {
        lines.extend(paragraph(Tone::Dim, fact.meaning, NAME, style));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Known, figures};
    use expect_test::expect;

    #[test]
    fn of_nothing_nothing_is_claimed() {
        let known = [Known { tags: &[], state: None }; 3];
        let figures = figures(&[], &known, &crate::stats::Background::default(), Day(20_000));
        let lines = overview(&Text::from("Law\u{1b}[2J"), &figures, Day(20_000), Style::PLAIN);
        expect![[r#"
            Law�[2J
            Questions     3 new, 0 young, 0 mature (interval of 21 days or more)
            Today         no answers yet
            Due today     0
                          Questions due today or before and not answered since, or last
                          answered wrong.
            Next 14 days  0 0 0 0 0 0 0 0 0 0 0 0 0 0: 0 from 2024-10-05 on
                          Questions that fall due on each of the next 14 days if nothing is
                          answered before.
            No answers yet: `shiken study` begins.
        "#]]
        .assert_eq(&Style::PLAIN.render(&lines));
    }
}
