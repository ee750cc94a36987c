//! Finds decks on disk and reads them. What is in them is left to [`crate::deck`].
//!
//! A deck is a `.toml` file, or a folder with a `deck.toml` whose other `.toml` files are its chapters. Everything
//! that comes from outside has a limit here: bytes of a file, files of a deck, depth of folders.

mod cache;
pub mod git;
pub mod lock;
pub mod origin;
mod shelf;
pub mod shelter;

pub use cache::Slot;
pub use shelf::{Opened, Shelf, open};
pub use shelter::Shelter;

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::deck::{self, Parsed};
use crate::error::{Error, Result};
use crate::source::{Diagnostic, SourceFile, Span, codes, suggest};
use crate::text;

/// Most bytes of a file: 256 MiB.
pub const MAX_FILE_BYTES: u64 = 256 << 20;
/// Most files of a deck.
const MAX_FILES: usize = 2_000;
/// How deep below a library folder decks are looked for.
const MAX_DEPTH: usize = 3;
/// Most decks that are listed.
const MAX_DECKS: usize = 2_000;
/// Bytes read of a file to learn its title.
const PEEK_BYTES: u64 = 64 << 10;

/// The files of a deck as they were read.
#[derive(Debug, Default)]
pub struct Files {
    /// `deck.toml` first, then the chapters by name. One that could not be read is empty.
    pub files: Vec<SourceFile>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

/// A deck as it was read and parsed.
#[derive(Debug)]
pub struct Loaded {
    /// The deck, and everything wrong with it.
    pub parsed: Parsed,
    /// Its files, which the diagnostics point into.
    pub files: Vec<SourceFile>,
}

/// A deck that was found, not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file or folder.
    pub path: PathBuf,
    /// Its id, if its file says one.
    pub id: Option<text::Text>,
    /// Its title, if its file says one.
    pub title: Option<text::Text>,
}

/// Reads and parses the deck at `path`.
///
/// # Errors
/// If there is no deck at `path`, or its first file cannot be read. All else is a diagnostic.
pub fn load(path: &Path) -> Result<Loaded> {
    let Files { files, diagnostics } = read(path)?;
    Ok(parsed(files, diagnostics))
}

fn parsed(files: Vec<SourceFile>, diagnostics: Vec<Diagnostic>) -> Loaded {
    let mut parsed = deck::parse(&files);
    if !diagnostics.is_empty() {
        parsed.diagnostics.extend(diagnostics);
        parsed.diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    }
    Loaded { parsed, files }
}

/// Reads the files of the deck at `path`.
///
/// # Errors
/// If there is no deck at `path`, or its first file cannot be read.
pub fn read(path: &Path) -> Result<Files> {
    let mut paths = paths_of(path)?.into_iter();
    let Some(head) = paths.next() else { return Ok(Files::default()) };
    let mut all = Files::default();
    all.files.push(file(&head)?);
    for (index, chapter) in (1u32..).zip(paths) {
        let bytes = bytes(&chapter).unwrap_or_else(|trouble| {
            let message = format!("this file cannot be read: {}", trouble.why(&chapter));
            all.diagnostics.push(Diagnostic::new(trouble.code(), Span::new(index, 0, 0), message));
            Vec::new()
        });
        all.files.push(SourceFile::from_bytes(name(&chapter), bytes));
    }
    Ok(all)
}

/// Reads one file, a deck or a chapter of one, as it stands.
///
/// # Errors
/// If it cannot be read.
pub fn file(path: &Path) -> Result<SourceFile> {
    match bytes(path) {
        Ok(bytes) => Ok(SourceFile::from_bytes(name(path), bytes)),
        Err(trouble) => Err(Error::new(format!("cannot read {}: {}", text::path(path), trouble.why(path)))),
    }
}

/// The deck that `wanted` names: a path, or the id or file name of a deck below one of `roots`.
///
/// # Errors
/// If nothing is found, or more than one deck has the id.
pub fn resolve(wanted: &str, roots: &[PathBuf]) -> Result<PathBuf> {
    let path = Path::new(wanted);
    if path.exists() {
        return Ok(path.to_owned());
    }
    let found = find(roots);
    let has_name = |deck: &&Found| {
        deck.id.as_ref().is_some_and(|id| id.raw() == wanted)
            || deck.path.file_stem().is_some_and(|stem| stem == wanted)
    };
    let matching: Vec<&Found> = found.iter().filter(has_name).collect();
    match matching.as_slice() {
        [] => {}
        [only] => return Ok(only.path.clone()),
        [first, second, ..] => {
            let what = format!("“{}” names more than one deck", text::terminal(wanted));
            return Err(Error::new(what).help(format!(
                "say which: {} or {}",
                text::path(&first.path),
                text::path(&second.path)
            )));
        }
    }
    let mut names: Vec<&str> =
        found.iter().filter_map(|deck| deck.id.as_ref().map(text::Text::raw)).collect();
    names.sort_unstable();
    names.dedup();
    let error = Error::new(format!("there is no deck “{}”", text::terminal(wanted)));
    let near = near_path(path).or_else(|| suggest::nearest(wanted, names.iter().copied()).map(str::to_owned));
    Err(match near {
        Some(near) => error.help(format!("did you mean {}?", text::terminal(&near))),
        None if names.is_empty() => {
            error.help("give the path of a .toml file, or of a folder with a deck.toml")
        }
        None => error.help(format!("there are: {}", text::terminal(&names.join(", ")))),
    })
}

/// The decks below `roots`, in the order of the roots and then by path. A root that does not exist has none.
pub fn find(roots: &[PathBuf]) -> Vec<Found> {
    let mut found = Vec::new();
    for root in roots {
        collect(root, 0, &mut found);
    }
    found
}

fn collect(folder: &Path, depth: usize, found: &mut Vec<Found>) {
    let head = folder.join("deck.toml");
    if head.is_file() {
        found.extend(peek(&head, folder));
        return;
    }
    let Ok(entries) = sorted(folder) else { return };
    for path in entries {
        if found.len() >= MAX_DECKS {
            return;
        }
        if path.is_dir() {
            if depth < MAX_DEPTH {
                collect(&path, depth + 1, found);
            }
        } else if is_toml(&path) {
            found.extend(peek(&path, &path));
        }
    }
}

/// Id and title from the beginning of a file; nothing if it is no deck.
fn peek(file: &Path, path: &Path) -> Option<Found> {
    if !file.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(PEEK_BYTES).read_to_end(&mut bytes).ok()?;
    let (id, title) = deck::peek(&String::from_utf8_lossy(&bytes))?;
    Some(Found { path: path.to_owned(), id, title })
}

/// The files of the deck at `path`, the head first.
fn paths_of(path: &Path) -> Result<Vec<PathBuf>> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            let error = Error::new(format!("there is no file or folder {}", text::path(path)));
            match near_path(path) {
                Some(near) => error.help(format!("did you mean {}?", text::terminal(&near))),
                None => error.help("give the path of a .toml file, or of a folder with a deck.toml"),
            }
        }
        _ => Error::new(format!("cannot read {}: {}", text::path(path), text::terminal(&error.to_string()))),
    })?;
    if !metadata.is_dir() {
        if path.file_name().is_some_and(|name| name == "deck.toml") {
            return paths_of(folder_of(path));
        }
        return no_chapter(path).map(|()| vec![path.to_owned()]);
    }
    let head = path.join("deck.toml");
    let files = sorted(path)
        .map_err(|error| Error::new(format!("cannot read the folder {}: {error}", text::path(path))))?
        .into_iter()
        .filter(|file| is_toml(file));
    if !head.exists() {
        let error = Error::new(format!("there is no deck.toml in {}", text::path(path)));
        let decks: Vec<String> =
            find(&[path.to_owned()]).iter().take(5).map(|deck| text::path(&deck.path)).collect();
        return Err(match decks.as_slice() {
            [] => error.help("a folder is a deck if it has a deck.toml with [deck]"),
            _ => error.help(format!("there are decks in it: {}", decks.join(", "))),
        });
    }
    let chapters: Vec<PathBuf> = files.filter(|file| *file != head).collect();
    if chapters.len() >= MAX_FILES {
        let what = format!("{} has {} files, more than {MAX_FILES}", text::path(path), chapters.len());
        return Err(Error::new(what));
    }
    Ok(std::iter::once(head).chain(chapters).collect())
}

/// An error for a file beside a `deck.toml` that names no deck itself: alone, its progress would be kept apart.
///
/// # Errors
/// If `path` is a chapter.
pub fn no_chapter(path: &Path) -> Result<()> {
    let folder = folder_of(path);
    let is_chapter = is_toml(path)
        && path.file_name().is_none_or(|name| name != "deck.toml")
        && folder.join("deck.toml").is_file()
        && peek(path, path).is_none_or(|found| found.id.is_none() && found.title.is_none());
    if !is_chapter {
        return Ok(());
    }
    let what = format!("{} is a chapter, not a deck", text::path(path));
    Err(Error::new(what).help(format!("name the folder of its deck: {}", text::path(folder))))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What is in a folder, by name, without what is hidden.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')))
        .collect();
    paths.sort();
    Ok(paths)
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml") && !path.is_dir()
}

/// The name nearest to the missing `path` in the folder it would stand in.
fn near_path(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent()?;
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names: Vec<String> =
        sorted(folder).ok()?.iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
    let typed = name.strip_suffix(".toml").unwrap_or(&name);
    let near = suggest::nearest(typed, names.iter().map(|name| name.strip_suffix(".toml").unwrap_or(name)))?;
    let near = names.iter().find(|name| name.strip_suffix(".toml").unwrap_or(name) == near)?;
    Some(path.with_file_name(near).to_string_lossy().into_owned())
}

/// Why a file could not be read.
enum Trouble {
    Io(io::Error),
    NotAFile,
    TooLarge,
}

impl Trouble {
    fn code(&self) -> codes::Code {
        if matches!(self, Self::TooLarge) { codes::TOO_LARGE } else { codes::UNREADABLE }
    }

    fn why(&self, path: &Path) -> String {
        match self {
            Self::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                format!("no permission; try `chmod u+r {}`", text::path(path))
            }
            Self::Io(error) => text::terminal(&error.to_string()).into_owned(),
            Self::NotAFile => "it is not a file".to_owned(),
            Self::TooLarge => format!("it has more than {} MiB", MAX_FILE_BYTES >> 20),
        }
    }
}

fn bytes(path: &Path) -> std::result::Result<Vec<u8>, Trouble> {
    // Asked before it is opened: opening a pipe would wait for its other end.
    let metadata = fs::metadata(path).map_err(Trouble::Io)?;
    if !metadata.is_file() {
        return Err(Trouble::NotAFile);
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(Trouble::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1);
    let file = File::open(path).map_err(Trouble::Io)?;
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(Trouble::Io)?;
    if bytes.len() as u64 > MAX_FILE_BYTES { Err(Trouble::TooLarge) } else { Ok(bytes) }
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
#[path = "library_tests.rs"]
mod tests;
