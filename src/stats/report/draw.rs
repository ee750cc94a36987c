//! Pictures as SVG. Pure: values in, bytes out.
//!
//! Colours are names here: the style sheet gives each its colour for light, dark and paper. No text of a deck is
//! drawn; it stands in the table beside.

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::stats::calendar::Year;
use crate::stats::picture::{Bar, Chance};
use crate::stats::share::ENOUGH;

/// A filled bar.
const BAR: RGBColor = RGBColor(1, 1, 1);
/// The span of an interval.
const HALF: RGBColor = RGBColor(2, 2, 2);
/// The mark of a share.
const MARK: RGBColor = RGBColor(3, 3, 3);
/// What lies behind.
const RULE: RGBColor = RGBColor(4, 4, 4);
/// What was foreseen.
const FORESEEN: RGBColor = RGBColor(5, 5, 5);
/// An axis.
const AXIS: RGBColor = RGBColor(6, 6, 6);
/// Text.
const INK: RGBColor = RGBColor(7, 7, 7);

/// Why nothing was drawn.
type Trouble = Box<dyn std::error::Error>;

/// What a reader who does not see the picture is told.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Unique on the page: letters and `-` only.
    pub id: &'a str,
    /// Our own words, without `<` and `&`.
    pub title: &'a str,
    /// The same, with the figures.
    pub description: &'a str,
}

/// A year of days: a square a day, a column a week, with the month above the week it begins in.
pub fn year(year: &Year, words: Words<'_>) -> String {
    const STEP: i32 = 14;
    const LEFT: i32 = 36;
    const TOP: i32 = 20;
    let weeks = i32::try_from(year.weeks().count()).unwrap_or(0);
    let size = (LEFT + weeks * STEP, TOP + 7 * STEP);
    svg(size, Some(words), |area| {
        let style = ("sans-serif", 12).into_font().color(&INK);
        for (nth, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")] {
            area.draw_text(name, &style, (0, TOP + nth * STEP + 1))?;
        }
        let (mut month, mut free) = (None, 0);
        for (x, (monday, days)) in (0..).map(|week| LEFT + week * STEP).zip(year.weeks()) {
            let date = monday.date();
            if month.is_some_and(|month| month != date.month()) && x >= free && x + 2 * STEP <= size.0 {
                area.draw_text(&date.strftime("%b").to_string(), &style, (x, 2))?;
                free = x + 2 * STEP + 4;
            }
            month = Some(date.month());
            for (y, answers) in (0..).map(|day| TOP + day * STEP).zip(days) {
                let level = u8::try_from(year.level(*answers)).unwrap_or(0);
                let style = RGBColor(16, 0, level).filled();
                area.draw(&Rectangle::new([(x, y), (x + STEP - 2, y + STEP - 2)], style))?;
            }
        }
        Ok(())
    })
}

/// A square as the year has it, for its legend.
pub fn swatch(level: u8) -> String {
    svg((12, 12), None, |area| {
        area.draw(&Rectangle::new([(0, 0), (12, 12)], RGBColor(16, 0, level).filled()))?;
        Ok(())
    })
}

/// A column for each value, with an axis of round figures.
pub fn columns(bars: &[Bar], words: Words<'_>) -> String {
    let most = bars.iter().map(|bar| bar.value).fold(1.0, f64::max);
    svg((720, 200), Some(words), |area| {
        let style = ("sans-serif", 12).into_font().color(&INK);
        let last = bars.len();
        let mut chart = ChartBuilder::on(area)
            .margin(6)
            .x_label_area_size(24)
            .y_label_area_size(48)
            .build_cartesian_2d(0.0..last.max(1) as f64, 0.0..most * 1.05)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(RULE)
            .axis_style(AXIS)
            .label_style(style.clone())
            .y_labels(5)
            .y_label_formatter(&|value| format!("{value:.0}"))
            .x_labels(0)
            .draw()?;
        chart.draw_series(bars.iter().enumerate().filter(|(_, bar)| bar.value > 0.0).map(|(nth, bar)| {
            let left = nth as f64;
            Rectangle::new([(left + 0.1, 0.0), (left + 0.9, bar.value)], BAR.filled())
        }))?;
        // The axis would print numbers: the first and the last day are named instead.
        let (left, right) = (54, 714);
        for (bar, x, anchor) in [(bars.first(), left, HPos::Left), (bars.last(), right, HPos::Right)] {
            if let Some(bar) = bar {
                let style = style.pos(Pos::new(anchor, VPos::Top));
                area.draw_text(&bar.label.terminal(), &style, (x, 178))?;
            }
        }
        Ok(())
    })
}

/// A bar of a table row, `value` of `most`. The number stands beside it, so it says nothing to those who hear.
pub fn bar(value: f64, most: f64) -> String {
    const WIDTH: i32 = 240;
    svg((WIDTH, 14), None, |area| {
        let filled = if most > 0.0 { (value / most * f64::from(WIDTH)).ceil() as i32 } else { 0 };
        if filled > 0 {
            area.draw(&Rectangle::new([(0, 1), (filled.min(WIDTH), 13)], BAR.filled()))?;
        }
        Ok(())
    })
}

/// A share on the scale from 0 to 100 %: the span of its interval, a mark where it lies, and a ring where it was
/// foreseen. The figures stand beside it.
pub fn chance(chance: &Chance) -> String {
    const WIDTH: f64 = 240.0;
    svg((WIDTH as i32 + 10, 16), None, |area| {
        let at = |share: f64| (share.clamp(0.0, 1.0) * WIDTH) as i32 + 5;
        area.draw(&PathElement::new([(5, 8), (at(1.0), 8)], RULE.stroke_width(2)))?;
        if chance.share.of < ENOUGH {
            return Ok(());
        }
        let (low, high) = chance.share.interval();
        area.draw(&Rectangle::new([(at(low), 3), (at(high), 13)], HALF.filled()))?;
        let place = at(chance.share.value());
        area.draw(&Rectangle::new([(place - 1, 1), (place + 2, 15)], MARK.filled()))?;
        if let Some(foreseen) = chance.foreseen {
            area.draw(&Circle::new((at(foreseen), 8), 4, FORESEEN.stroke_width(2)))?;
        }
        Ok(())
    })
}

/// What `draw` draws, as an element with its text alternative, or hidden from those who hear without one. A picture
/// that cannot be drawn is left out: its figures stand beside it.
fn svg(
    (width, height): (i32, i32),
    words: Option<Words<'_>>,
    draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, plotters::coord::Shift>) -> Result<(), Trouble>,
) -> String {
    let mut text = String::new();
    let size = (u32::try_from(width).unwrap_or(1), u32::try_from(height).unwrap_or(1));
    let drawn = {
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        draw(&area).and_then(|()| area.present().map_err(Trouble::from))
    };
    let head = text.split_once(">\n").filter(|_| drawn.is_ok());
    let Some((head, body)) = head else { return String::new() };
    match words {
        None => format!("{head} aria-hidden=\"true\">\n{body}"),
        Some(Words { id, title, description }) => format!(
            "{head} role=\"img\" aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\">\n\
             <title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{description}</desc>\n{body}"
        ),
    }
}
