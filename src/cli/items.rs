//! `shiken items`: what a class's results say of the questions.

use std::path::Path;

use super::args::Items;
use super::exam_grade_read::{Class, Row, Sat};
use super::exam_seal::{shown, unwritable};
use super::fresh::{self, Readers};
use super::{items_accept, items_data};
use crate::error::{Error, Exit, Result};
use crate::exam::grade::Marker;
use crate::stats::items_report::{Given, Report, Sat as Answers};
use crate::terminal::table::Form;
use crate::terminal::words::count;
use crate::terminal::{items as lines, items_html};
use crate::text::Text;
use crate::world::World;

pub(super) fn items(world: &World, args: &Items) -> Result<Exit> {
    if let Some(path) = &args.html {
        fresh::may_replace(path, items_html::MARK, "delete it first")?;
    }
    let class = Class::open(world, args.key.as_deref(), Some(&args.deck), &args.results)?;
    let mut marker = class.marker();
    let rows = class.mark(&mut marker, &args.results)?;
    let (sound, left_out) = sound(&rows);
    if sound.is_empty() {
        let help = "`shiken exam grade` says what each of them is";
        return Err(Error::new("none of these files is a sound result of this paper").help(help));
    }
    let report = report(&marker, &sound, args.names);
    if let Some(path) = &args.html {
        let page = items_html::page(&report);
        fresh::write(path, page.as_bytes(), Readers::AsBefore).map_err(|error| unwritable(path, &error))?;
        super::aside(&format!("{}: a page for a browser", shown(path)));
    }
    if left_out > 0 {
        let files = count(left_out, "file");
        super::aside(&format!(
            "note: {files} left out, altered, cut or of another paper: see `shiken exam grade`"
        ));
    }
    if args.json {
        return super::print(&format!("{}\n", items_data::data(&report, left_out)));
    }
    if args.csv {
        return super::print(&items_data::csv(&report));
    }
    super::print(&page(world, &report))?;
    let place = class.place.as_deref().unwrap_or(Path::new(&args.deck));
    items_accept::proposals(world, &report, place, args.accept)
}

/// The sittings that count, in an order that says nothing of who they are, and how many files do not.
fn sound(rows: &[Row]) -> (Vec<&Sat>, usize) {
    let fits = |row: &&Row| row.fault.is_none() && row.sat.as_ref().is_some_and(|sat| !sat.twice);
    let mut sound: Vec<&Sat> = rows.iter().filter(fits).filter_map(|row| row.sat.as_ref()).collect();
    sound.sort_by_key(|sat| sat.sitting);
    let left_out = rows.len() - sound.len();
    (sound, left_out)
}

fn report(marker: &Marker<'_>, sound: &[&Sat], names: bool) -> Report {
    let paper = marker.paper();
    let questions: Vec<_> = (0..paper.items.len()).map(|at| marker.question(at)).collect();
    let name =
        |sat: &Sat, number: usize| if names { sat.name.clone() } else { Text::from(format!("S{number:03}")) };
    let answers: Vec<Answers<'_>> =
        sound.iter().zip(1..).map(|(sat, number)| answers(sat, name(sat, number))).collect();
    Report::of(paper, &questions, &answers)
}

fn answers(sat: &Sat, name: Text) -> Answers<'_> {
    Answers {
        name,
        scores: &sat.grade.scores,
        given: sat
            .grade
            .items
            .iter()
            .map(|item| {
                let judged = item.judged.as_ref()?;
                Some(Given { response: &judged.response, verdict: judged.verdict.as_ref() })
            })
            .collect(),
        seconds: sat.grade.items.iter().map(|item| item.seconds).collect(),
    }
}

fn page(world: &World, report: &Report) -> String {
    let style = super::facts(world).style();
    let form = if world.screen.output { Form::Aligned(style) } else { super::form(world) };
    let mut said = format!("{}\n", report.title.terminal());
    said += &style.render(&lines::whole(&report.whole, style));
    said.push('\n');
    said += &lines::questions(report).render(form);
    said += &style.render(&lines::details(report, style));
    if !report.tags.is_empty() {
        said.push('\n');
        said += &lines::tags(report).render(form);
    }
    said
}
