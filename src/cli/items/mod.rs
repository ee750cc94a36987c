//! `shiken items`: what a class's results say of the questions, and what students overruled as they studied.

mod accept;
mod data;
mod logs;

use std::path::Path;

use crate::cli::args::Items;
use crate::cli::class::{Class, Row, Sat};
use crate::cli::files::cannot;
use crate::cli::fresh::{self, Readers};
use crate::cli::{self, desk};
use crate::deck::Deck;
use crate::error::{Error, Exit, Result};
use crate::exam::grade::Marker;
use crate::judge::Lexicon;
use crate::library;
use crate::question::lexicon;
use crate::stats::items_report::{Given, Proposal, Report, Sat as Answers};
use crate::stats::overruled::{Overruled, candidates};
use crate::terminal::table::Form;
use crate::terminal::words::count;
use crate::terminal::{Line, Tone, items as lines, items_html, overruled};
use crate::text::{self, Text};
use crate::world::World;
use accept::{Offer, offers};
use logs::{Heard, hear};

pub(super) fn items(world: &World, args: &Items) -> Result<Exit> {
    if args.results.is_empty() {
        return studied(world, args);
    }
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
    let heard = if args.logs.is_empty() { None } else { Some(hear(world, &class.now, &args.logs)?) };
    if let Some(path) = &args.html {
        let more = heard.as_ref().map(|heard| overruled::html(&heard.overruled, heard.logs));
        let page = items_html::page(&report, &more.unwrap_or_default());
        fresh::write(path, page.as_bytes(), Readers::AsBefore)
            .map_err(|error| cannot("write", path, &error))?;
        cli::aside(&format!("{}: a page for a browser", text::path(path)));
    }
    if left_out > 0 {
        let files = count(left_out, "file");
        cli::aside(&format!(
            "note: {files} left out, altered, cut or of another paper: see `shiken exam grade`"
        ));
    }
    if args.json {
        let mut data = data::data(&report, left_out);
        if let Some(heard) = &heard {
            data["overruled"] = data::overruled(&heard.overruled, heard.logs);
        }
        return cli::print_json(&data);
    }
    if args.csv {
        return cli::print(&data::csv(&report));
    }
    cli::print(&page(world, &report))?;
    let style = cli::facts(world).style();
    let offer = |found: &Proposal| Offer {
        said: lines::proposal(&report, found, style),
        question: found.question.clone(),
        text: found.text.clone(),
    };
    let mut found: Vec<Offer> = report.proposals.iter().map(offer).collect();
    head(&mut found, "Refused, but given by good students:");
    if let Some(heard) = &heard {
        cli::print(&style.render(&overruled::lines(&heard.overruled, heard.logs, style)))?;
        let known =
            |own: &Offer| found.iter().any(|other| other.question == own.question && other.text == own.text);
        let more = called_right(world, heard, &class.now, &class.now_names);
        let mut more: Vec<Offer> = more.into_iter().filter(|own| !known(own)).collect();
        head(&mut more, CALLED_RIGHT);
        found.extend(more);
    }
    let place = class.place.as_deref().unwrap_or(Path::new(&args.deck));
    offers(world, &found, place, args.accept, "`shiken exam grade` marks the class again.")
}

/// What students overruled as they studied, without any exam.
fn studied(world: &World, args: &Items) -> Result<Exit> {
    let place = library::resolve(&args.deck, &desk::roots(world))?;
    let (deck, _) = desk::sound(library::load(&place)?, &place)?;
    let heard = hear(world, &deck, &args.logs)?;
    if args.json {
        let data = serde_json::json!({ "overruled": data::overruled(&heard.overruled, heard.logs) });
        return cli::print_json(&data);
    }
    let style = cli::facts(world).style();
    let lines = overruled::lines(&heard.overruled, heard.logs, style);
    cli::print(&style.render(lines.strip_prefix(&[Line::blank()]).unwrap_or(&lines)))?;
    let names = lexicon(&deck.terms, &deck.questions);
    let mut found = called_right(world, &heard, &deck, &names);
    head(&mut found, CALLED_RIGHT);
    offers(world, &found, &place, args.accept, "Students have it with the new version of the deck.")
}

const CALLED_RIGHT: &str = "Refused, but called right by students:";

fn called_right(world: &World, heard: &Heard, deck: &Deck, names: &Lexicon) -> Vec<Offer> {
    let style = cli::facts(world).style();
    let offer = |found: &Overruled| Offer {
        said: overruled::proposal(found, style),
        question: found.question.clone(),
        text: Text::from(found.text.raw().trim()),
    };
    candidates(deck, names, &heard.overruled).into_iter().map(offer).collect()
}

/// Puts a heading above the first.
fn head(offers: &mut [Offer], heading: &str) {
    if let Some(first) = offers.first_mut() {
        first.said.splice(0..0, [Line::blank(), Line::of(Tone::Plain, heading)]);
    }
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
    let style = cli::facts(world).style();
    let form = if world.screen.output { Form::Aligned(style) } else { cli::form(world) };
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
