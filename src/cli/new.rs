//! `shiken new`: a deck or a question to begin with, which passes the check as it stands.
#![allow(clippy::disallowed_methods)] // It writes the instructor's files, and only new ones or at the end of one.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::args;
use super::files::cannot;
use crate::deck::template;
use crate::error::{Error, Exit, Result};
use crate::library;
use crate::source::suggest;
use crate::text;

pub(super) fn new(command: &args::New) -> Result<Exit> {
    match command {
        args::New::Deck { path, id, title } => deck(path, id.as_deref(), title.as_deref()),
        args::New::Question { kind, id, file } => question(kind, id.as_deref(), file.as_deref()),
    }
}

fn deck(path: &Path, id: Option<&str>, title: Option<&str>) -> Result<Exit> {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = title.map_or_else(|| stem.replace(['-', '_'], " "), str::to_owned);
    let slug = suggest::slug(id.unwrap_or(&stem), 8);
    let id = if slug.is_empty() { "my-deck".to_owned() } else { slug };
    let file = if path.extension().is_some_and(|end| end == "toml") {
        path.to_owned()
    } else {
        fs::create_dir_all(path).map_err(|error| refused("make", path, &error))?;
        path.join("deck.toml")
    };
    let made = OpenOptions::new().write(true).create_new(true).open(&file);
    let written = made.and_then(|mut file| file.write_all(template::deck(&id, &title).as_bytes()));
    written.map_err(|error| refused("write", &file, &error))?;
    super::print(&format!(
        "{} is a deck of three questions: write over them, then `shiken check {}`\n",
        text::path(&file),
        text::argument(&file)
    ))
}

fn question(kind: &str, id: Option<&str>, file: Option<&Path>) -> Result<Exit> {
    let taken: Vec<String> = file.map(ids).transpose()?.unwrap_or_default();
    let is_taken = |id: &str| taken.iter().any(|other| other == id);
    let id = match id.map(|id| suggest::slug(id, 8)) {
        None => suggest::Fresh::besides(taken).id(kind),
        Some(id) if !id.is_empty() && !is_taken(&id) => id,
        Some(id) => {
            let error = Error::usage(format!("“{}” cannot be the id of a new question", text::terminal(&id)));
            return Err(error.help("take one that is not there yet, of small letters, digits and dashes"));
        }
    };
    let text = template::question(kind, &id).unwrap_or_default();
    let Some(file) = file else { return super::print(&text) };
    let before = fs::read_to_string(file).map_err(|error| refused("read", file, &error))?;
    let gap = if before.is_empty() || before.ends_with("\n\n") {
        ""
    } else if before.ends_with('\n') {
        "\n"
    } else {
        "\n\n"
    };
    let opened = OpenOptions::new().append(true).open(file);
    let written = opened.and_then(|mut file| file.write_all(format!("{gap}{text}").as_bytes()));
    written.map_err(|error| refused("write", file, &error))?;
    super::print(&format!("added the question {id} at the end of {}\n", text::path(file)))
}

/// The ids in the deck that a file belongs to.
fn ids(file: &Path) -> Result<Vec<String>> {
    let deck: PathBuf = match file.parent() {
        Some(folder) if folder.join("deck.toml").exists() => folder.to_owned(),
        _ => file.to_owned(),
    };
    let deck = library::load(&deck)?.parsed.deck;
    Ok(deck.questions.iter().map(|question| question.id.to_string()).collect())
}

fn refused(doing: &str, path: &Path, error: &std::io::Error) -> Error {
    cannot(doing, path, error).help("nothing that was there is changed")
}
