//! Who studies on this machine: names for people, UUIDs for folders. A name never becomes part of a path.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::open::{private_file, private_folder};
use super::trouble::refused;
use crate::error::{Error, Result};
use crate::text::Text;

/// A person who studies here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The name of the folder.
    pub id: Uuid,
    /// What they are called.
    pub name: Text,
    /// Who it is when nobody is named.
    pub default: bool,
}

/// The users of a data folder.
#[derive(Debug)]
pub struct Registry {
    data: PathBuf,
    users: Vec<User>,
}

/// The file's own form of a user.
#[derive(Serialize, Deserialize)]
struct Line {
    id: Uuid,
    name: String,
    #[serde(default)]
    default: bool,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 100;

impl Registry {
    /// Reads who studies here; nobody yet is no error.
    ///
    /// # Errors
    /// If the file cannot be read or is not what it should be.
    pub fn open(data: &Path) -> Result<Self> {
        let path = data.join("users.json");
        #[allow(clippy::disallowed_methods)] // The store's own small file.
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => "[]".to_owned(),
            Err(error) => return Err(refused(&error, "could not read", &path)),
        };
        let lines: Vec<Line> = serde_json::from_str(&text).map_err(|error| {
            Error::new(format!(
                "{} is not a list of users: {error}",
                crate::text::terminal(&path.display().to_string())
            ))
            .help("mend it, or move it away: the progress itself is in the folders of `users`")
        })?;
        let users =
            lines.into_iter().map(|line| User { id: line.id, name: line.name.into(), default: line.default });
        Ok(Self { data: data.to_owned(), users: users.collect() })
    }

    /// Everybody.
    pub fn users(&self) -> &[User] {
        &self.users
    }

    /// The progress file of a user.
    pub fn progress(&self, user: &User) -> PathBuf {
        self.folder(user.id).join("progress.db")
    }

    fn folder(&self, id: Uuid) -> PathBuf {
        self.data.join("users").join(id.to_string())
    }

    /// The user of this name.
    ///
    /// # Errors
    /// If there is none; the help names who there is.
    pub fn find(&self, name: &str) -> Result<&User> {
        self.users.iter().find(|user| user.name.raw() == name).ok_or_else(|| {
            let names: Vec<_> = self.users.iter().map(|user| user.name.terminal()).collect();
            let known = if names.is_empty() {
                "nobody studies here yet".to_owned()
            } else {
                format!("there are: {}", names.join(", "))
            };
            Error::usage(format!("there is no user “{}”", crate::text::terminal(name)))
                .help(format!("{known}; `shiken user add NAME` adds one"))
        })
    }

    /// Who studies when nobody is named; `fresh` becomes the id of a first user, who needs no set-up.
    ///
    /// # Errors
    /// If the first user cannot be written down.
    pub fn default_user(&mut self, fresh: Uuid) -> Result<User> {
        let chosen = self.users.iter().find(|user| user.default).or(self.users.first());
        match chosen {
            Some(user) => Ok(user.clone()),
            None => self.add("me", fresh),
        }
    }

    /// Adds a user; the first one is the default.
    ///
    /// # Errors
    /// If the name is taken, empty or too long, or cannot be written down.
    pub fn add(&mut self, name: &str, id: Uuid) -> Result<User> {
        let name = self.free_name(name)?;
        let user = User { id, name, default: self.users.is_empty() };
        self.users.push(user.clone());
        self.save()?;
        Ok(user)
    }

    /// Gives a user another name.
    ///
    /// # Errors
    /// If there is no such user, or the new name is taken, empty or too long.
    pub fn rename(&mut self, name: &str, new_name: &str) -> Result<()> {
        let id = self.find(name)?.id;
        let new_name = self.free_name(new_name)?;
        self.users.iter_mut().filter(|user| user.id == id).for_each(|user| user.name = new_name.clone());
        self.save()
    }

    /// Says who studies when nobody is named.
    ///
    /// # Errors
    /// If there is no such user.
    pub fn set_default(&mut self, name: &str) -> Result<()> {
        let id = self.find(name)?.id;
        self.users.iter_mut().for_each(|user| user.default = user.id == id);
        self.save()
    }

    /// Takes a user off the list and sets the progress aside, where it can be found again. Returns that folder, if
    /// there was any progress.
    ///
    /// # Errors
    /// If there is no such user, or the folder cannot be moved; then nothing has changed.
    pub fn remove(&mut self, name: &str) -> Result<Option<PathBuf>> {
        let id = self.find(name)?.id;
        let (from, to) = (self.folder(id), self.data.join("users").join(format!("removed-{id}")));
        let moved = from.exists();
        if moved {
            fs::rename(&from, &to).map_err(|error| refused(&error, "could not set aside", &from))?;
        }
        self.users.retain(|user| user.id != id);
        self.save()?;
        Ok(moved.then_some(to))
    }

    fn free_name(&self, name: &str) -> Result<Text> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME {
            return Err(Error::usage(format!("a name has 1 to {LONGEST_NAME} characters")));
        }
        if self.users.iter().any(|user| user.name.raw() == name) {
            return Err(Error::usage(format!("there is a user “{}” already", crate::text::terminal(name))));
        }
        Ok(Text::from(name))
    }

    fn save(&self) -> Result<()> {
        let line =
            |user: &User| Line { id: user.id, name: user.name.raw().to_owned(), default: user.default };
        let lines: Vec<Line> = self.users.iter().map(line).collect();
        let text = serde_json::to_string_pretty(&lines).map_err(|error| Error::new(error.to_string()))?;
        write_whole(&self.data.join("users.json"), &(text + "\n"))
    }
}

/// Writes a small file so that after a crash it is the old one or the new one, never half of it.
pub(super) fn write_whole(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    private_folder(folder)?;
    let fresh = path.with_extension(format!("new-{}", std::process::id()));
    let work = || {
        let mut file = fs::File::create(&fresh)?;
        private_file(&fresh);
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&fresh, path)?;
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    };
    work().map_err(|error| refused(&error, "could not write", path))
}
