//! `shiken report`: all figures as one page of HTML.
#![allow(clippy::disallowed_methods)] // The page is written here.

use std::path::Path;

use super::args;
use super::desk::Desk;
use super::files::cannot;
use super::fresh::{self, Readers};
use super::progress::{self, Progress, Source};
use super::stats::Gathered;
use crate::error::{Exit, Result};
use crate::stats::figures;
use crate::stats::glance::glance;
use crate::stats::pages::Page;
use crate::stats::report::{self, MARK, Report};
use crate::text;
use crate::world::World;

pub(super) fn report(world: &World, user: Option<&str>, args: &args::Report) -> Result<Exit> {
    // Before the work: who waits for a page does not want to wait for a refusal.
    let to_output = args.html == Path::new("-");
    if !args.force && !to_output {
        fresh::may_replace(&args.html, MARK, "write over it with --force")?;
    }
    let mut desk = Desk::open(world, user)?;
    let source = Source::read(world, &mut desk, &args.scope, &Page::ALL)?;
    let progress = Progress::of(&source, &args.scope, &desk)?;
    let gathered = Gathered::of(&progress, &desk, &Page::ALL)?;
    let material = gathered.material(&progress, &desk);
    let report = Report {
        title: source.title(),
        scope: progress::restricted(&args.scope, desk.today()),
        today: desk.today(),
        facts: glance(
            &figures(&progress.rows, &progress.known, &progress.background, desk.today()),
            desk.today(),
        ),
        pages: Page::ALL.map(|page| (page, material.pictures(page))).into(),
    };
    let page = report::html(&report);
    if to_output {
        return super::print(&page);
    }
    fresh::write(&args.html, page.as_bytes(), Readers::AsBefore)
        .map_err(|cause| cannot("write", &args.html, &cause))?;
    super::print(&format!("{}: {}\n", text::path(&args.html), report::told(&report.pages)))
}
