//! `shiken exam paper`: a paper to print, in versions, with a key to each.
#![allow(clippy::disallowed_methods)] // It writes pages under names made from their code.

use std::fs;
use std::path::Path;

use super::blueprint::{blueprint, infeasible};
use crate::cli::args::ExamPaper;
use crate::cli::files::cannot;
use crate::cli::fresh::{self, Readers};
use crate::cli::{self, desk};
use crate::error::{Error, Exit, Result};
use crate::exam::draw;
use crate::exam::print::{Sheet, Size};
use crate::text::{self, Text};
use crate::world::World;

/// A seed of chance is no longer than a person likes to type.
const SEEDS: u64 = 1_000_000;

pub(super) fn paper(world: &World, args: &ExamPaper) -> Result<Exit> {
    let deck = desk::deck(world, &args.deck)?;
    let exam = blueprint(world, cli::facts(world), &deck, &args.of)?;
    let seed = args.seed.unwrap_or(world.seed % SEEDS);
    let size = if args.letter { Size::Letter } else { Size::A4 };
    let drawn = |version| draw(&deck, &exam, seed, version).map_err(|short| infeasible(&exam, &short));
    let all = (0..args.versions).map(drawn).collect::<Result<Vec<_>>>()?;
    fs::create_dir_all(&args.out).map_err(|error| unwritable(&args.out, &error))?;
    let name = if exam.id.is_empty() { "paper".to_owned() } else { Text::from(&*exam.id).file_name() };
    let mut said = String::new();
    for (version, drawn) in (0..).zip(&all) {
        let sheet = Sheet { deck: &deck, exam: &exam, drawn, seed, version, size };
        let code = sheet.code();
        let pages = [(sheet.paper(), "", Readers::AsBefore), (sheet.key(), "-key", Readers::Owner)];
        for (page, kind, readers) in pages {
            let path = args.out.join(format!("{name}-{code}{kind}.html"));
            fresh::write(&path, page.as_bytes(), readers).map_err(|error| unwritable(&path, &error))?;
            said += &format!("{}\n", text::path(&path));
        }
    }
    cli::aside(&format!(
        "seed {seed}: `--seed {seed}` gives the same paper again; a browser prints it. Keep the keys apart."
    ));
    cli::print(&said)
}

fn unwritable(path: &Path, cause: &std::io::Error) -> Error {
    cannot("write", path, cause).help("--out names a folder that may be written")
}
