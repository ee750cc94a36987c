//! The library: a folder with the decks that came from elsewhere, one folder a deck, and its lock file.
//!
//! A deck is written beside its place and moved there whole, so that a kill leaves the old deck or the new one.
//! Only TOML files come in, under names that cannot lead out of their folder, and links are never followed.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::git::{self, Chapters};
use super::lock::{Entry, Lock, digest, trouble};
use super::origin::Origin;
use super::{bytes, paths_of};
use crate::error::{Error, Result};
use crate::source::SourceFile;
use crate::text::{self, Text};

/// How the folders begin that are only there while something is being changed.
const STAGE: &str = ".new-";
/// How the folders begin that were moved out of the way.
const ASIDE: &str = ".old-";

/// The first file of every deck here: in the library every deck is a folder.
const HEAD: &str = "deck.toml";

/// The library folder.
#[derive(Debug, Clone)]
pub struct Shelter {
    root: PathBuf,
}

/// A deck as it came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Its files, the first of the deck first.
    pub chapters: Chapters,
    /// Where in the repository it stands; nothing is its root.
    pub folder: Option<String>,
    /// The commit, if it came by git.
    pub commit: Option<String>,
}

impl Fetched {
    /// Its files as sources to parse.
    pub fn sources(&self) -> Vec<SourceFile> {
        let source = |(name, bytes): &(String, Vec<u8>)| SourceFile::from_bytes(name.as_str(), bytes.clone());
        self.chapters.iter().map(source).collect()
    }

    /// What the lock file keeps of it.
    pub fn entry(&self, id: &str, origin: &Origin) -> Entry {
        let (source, reference) = match origin {
            Origin::Path(path) => (path, None),
            Origin::Git { url, reference } => (url, reference.clone()),
        };
        let (folder, commit) = (self.folder.clone(), self.commit.clone());
        Entry {
            id: id.into(),
            source: source.clone(),
            folder,
            reference,
            commit,
            sha256: digest(&self.chapters),
            coming: Vec::new(),
        }
    }
}

impl Entry {
    /// Where the deck comes from.
    pub fn origin(&self) -> Origin {
        match self.commit {
            None => Origin::Path(self.source.clone()),
            Some(_) => Origin::Git { url: self.source.clone(), reference: self.reference.clone() },
        }
    }
}

impl Shelter {
    /// The library folder at `root`, which need not be there yet.
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// The folder of the deck called `name`.
    pub fn place(&self, name: &str) -> PathBuf {
        self.root.join(Text::from(name).file_name())
    }

    /// The lock file as it is.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn lock(&self) -> Result<Lock> {
        Lock::read(&self.root.join("decks.lock"))
    }

    /// Fetches a deck; nothing in the library changes. Of several decks in a repository, `folder` says which.
    ///
    /// # Errors
    /// If it cannot be reached, or is no deck.
    pub fn fetch(&self, origin: &Origin, folder: Option<&str>) -> Result<Fetched> {
        match origin {
            Origin::Path(path) => {
                let chapters = plain_chapters(Path::new(path))?;
                Ok(Fetched { chapters, folder: None, commit: None })
            }
            Origin::Git { url, reference } => {
                let _alone = self.enter()?;
                let clone = self.stage("clone");
                clear(&clone)?;
                let fetched = fetch(&self.root, url, reference.as_deref(), &clone, folder);
                clear(&clone)?;
                fetched
            }
        }
    }

    /// The commit that a tag or branch of a repository names now.
    ///
    /// # Errors
    /// If it cannot be reached or has no such tag or branch.
    pub fn remote_commit(&self, url: &str, reference: Option<&str>) -> Result<String> {
        git::remote_commit(&self.root, url, reference)
    }

    /// The SHA-256 of a deck of the library as it stands; `None` if it is not there.
    ///
    /// # Errors
    /// If it is there and cannot be read.
    pub fn digest(&self, name: &str) -> Result<Option<String>> {
        let place = self.place(name);
        if place.exists() { plain_chapters(&place).map(|chapters| Some(digest(&chapters))) } else { Ok(None) }
    }

    /// Puts a deck into the library, in the place of the one called `name` if there is one, and locks it.
    ///
    /// # Errors
    /// If a file has a name that cannot be kept, or the folder cannot be written.
    pub fn put(&self, name: &str, fetched: &Fetched, entry: Entry) -> Result<PathBuf> {
        let _alone = self.enter()?;
        let (stage, place) = (self.stage(name), self.place(name));
        clear(&stage)?;
        // Noted before it is done, so that after a kill it is known that nobody edited the deck.
        let staged =
            write(&stage, &fetched.chapters).and_then(|()| self.announce(name, &entry)).and_then(|()| {
                if place.exists() { self.exchange(&stage, &place) } else { rename(&stage, &place) }
            });
        if let Err(error) = staged {
            clear(&stage)?;
            return Err(error);
        }
        sync(&self.root)?;
        clear(&stage)?;
        self.change(|lock| drop(lock.deck.insert(name.to_owned(), entry)))?;
        Ok(place)
    }

    fn announce(&self, name: &str, next: &Entry) -> Result<()> {
        self.change(|lock| match lock.deck.get_mut(name) {
            Some(entry) if entry.holds(&next.sha256) => {}
            Some(entry) => entry.coming.push(next.sha256.clone()),
            None => drop(lock.deck.insert(name.to_owned(), next.clone())),
        })
    }

    /// Locks a deck anew that stands in its place already.
    ///
    /// # Errors
    /// If the lock file cannot be written.
    pub fn note(&self, name: &str, entry: Entry) -> Result<()> {
        let _alone = self.enter()?;
        self.change(|lock| drop(lock.deck.insert(name.to_owned(), entry)))
    }

    /// Takes a deck out of the library.
    ///
    /// # Errors
    /// If it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<()> {
        let _alone = self.enter()?;
        let (place, stage) = (self.place(name), self.stage(name));
        clear(&stage)?;
        if place.exists() {
            rename(&place, &stage)?;
        }
        self.change(|lock| drop(lock.deck.remove(name)))?;
        clear(&stage)
    }

    fn change(&self, change: impl FnOnce(&mut Lock)) -> Result<()> {
        let mut lock = self.lock()?;
        change(&mut lock);
        lock.write(&self.root.join("decks.lock"))?;
        sync(&self.root)
    }

    fn stage(&self, name: &str) -> PathBuf {
        self.root.join(format!("{STAGE}{}", Text::from(name).file_name()))
    }

    /// Makes the folder, waits until no other process changes the library, and mends what a kill has left.
    fn enter(&self) -> Result<File> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.root).map_err(|error| trouble("make the folder", &self.root, &error))?;
        let path = self.root.join(".lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.and_then(|file| file.lock().map(|()| file));
        let file = file.map_err(|error| trouble("lock", &path, &error))?;
        self.mend()?;
        Ok(file)
    }

    /// A deck that a kill left out of its place goes back; half-written ones go.
    fn mend(&self) -> Result<()> {
        let entries = fs::read_dir(&self.root).map_err(|error| trouble("read", &self.root, &error))?;
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if let Some(name) = name.strip_prefix(ASIDE) {
                let place = self.root.join(name);
                if place.exists() { clear(&path)? } else { rename(&path, &place)? }
            } else if name.starts_with(STAGE) {
                clear(&path)?;
            }
        }
        Ok(())
    }

    /// Lets two folders change places, at once where the system can; else the old one is out of its place for a
    /// moment, and [`Self::mend`] brings it back after a kill.
    fn exchange(&self, stage: &Path, place: &Path) -> Result<()> {
        #[cfg(any(target_os = "linux", target_os = "macos"))]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            if renameat_with(CWD, stage, CWD, place, RenameFlags::EXCHANGE).is_ok() {
                return Ok(());
            }
        }
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let aside = self.root.join(format!("{ASIDE}{name}"));
        rename(place, &aside)?;
        rename(stage, place)?;
        clear(&aside)
    }
}

/// The deck of a repository that `folder` names, or its only one.
fn fetch(
    here: &Path,
    url: &str,
    reference: Option<&str>,
    clone: &Path,
    folder: Option<&str>,
) -> Result<Fetched> {
    git::fetch(here, url, reference, clone)?;
    let commit = git::commit(clone, "HEAD")?;
    let folder = folder.map(|folder| folder.trim_matches('/')).filter(|folder| !folder.is_empty());
    let blobs = git::blobs(clone, &commit, folder.unwrap_or_default())?;
    let folder = match folder {
        Some(folder) => folder.to_owned(),
        None => only(git::decks(clone, &blobs)?)?,
    };
    let mut chapters = git::chapters(clone, &blobs, &folder)?;
    if let [(name, _)] = chapters.as_mut_slice() {
        HEAD.clone_into(name);
    }
    if chapters.is_empty() {
        let what = format!("there is no deck in {} of the repository", text::terminal(&folder));
        return Err(Error::new(what).help("a folder is a deck if it has a deck.toml with [deck]"));
    }
    Ok(Fetched { chapters, folder: Some(folder).filter(|folder| !folder.is_empty()), commit: Some(commit) })
}

fn only(places: Vec<String>) -> Result<String> {
    match places.as_slice() {
        [] => Err(Error::new("there is no deck in the repository")
            .help("a folder is a deck if it has a deck.toml with [deck]")),
        [only] => Ok(only.clone()),
        [first, ..] if first.is_empty() => Ok(String::new()),
        several => {
            let names: Vec<_> =
                several.iter().take(20).map(|place| text::terminal(place).into_owned()).collect();
            Err(Error::usage("there are several decks in the repository")
                .help(format!("say which by --folder: {}", names.join(", "))))
        }
    }
}

/// The files of a deck on disk. Links are refused: they would bring in files that are not the deck's.
fn plain_chapters(path: &Path) -> Result<Chapters> {
    let mut chapters = Vec::new();
    let paths = paths_of(path)?;
    let alone = paths.len() == 1;
    for file in paths {
        let facts = fs::symlink_metadata(&file).map_err(|error| trouble("read", &file, &error))?;
        if facts.is_symlink() && file != path {
            return Err(Error::new(format!(
                "{} is a link, which a deck from elsewhere may not hold",
                text::path(&file)
            )));
        }
        let contents = bytes(&file).map_err(|trouble| {
            Error::new(format!("cannot read {}: {}", text::path(&file), trouble.why(&file)))
        })?;
        let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        chapters.push((if alone { HEAD.to_owned() } else { name }, contents));
    }
    Ok(chapters)
}

/// Writes the files of a deck into a new folder, on disk before this returns.
fn write(folder: &Path, chapters: &Chapters) -> Result<()> {
    DirBuilder::new().create(folder).map_err(|error| trouble("make the folder", folder, &error))?;
    for (name, contents) in chapters {
        let path = folder.join(kept(name)?);
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let written = file.and_then(|mut file| file.write_all(contents).and_then(|()| file.sync_all()));
        written.map_err(|error| trouble("write", &path, &error))?;
    }
    sync(folder)
}

/// The name of a file that stays in its folder on every system.
fn kept(name: &str) -> Result<&str> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' ');
    let stem = name.strip_suffix(".toml").unwrap_or_default();
    if stem.is_empty() || name.starts_with(['.', ' ']) || name.len() > 200 || !name.chars().all(plain) {
        let what = format!("the deck has a file with a name that cannot be kept: {}", text::terminal(name));
        return Err(Error::new(what).help("names have letters, digits, `-`, `_` and `.`, and end in .toml"));
    }
    Ok(name)
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|error| trouble("move a deck to", to, &error))
}

/// Removes a folder or file of ours, if it is there. A link in its place is removed, not followed.
fn clear(folder: &Path) -> Result<()> {
    let removed = if folder.is_file() { fs::remove_file(folder) } else { fs::remove_dir_all(folder) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(trouble("remove", folder, &error)),
        _ => Ok(()),
    }
}

/// Puts the names in a folder on disk. Systems that cannot open a folder do it on their own.
fn sync(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| trouble("save", folder, &error))?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "shelter_tests.rs"]
mod tests;
