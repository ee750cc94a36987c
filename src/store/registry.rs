//! The users of one home: which folder is whose, and who studies if nobody is named.
//!
//! `users.json` holds ids and names; the folders are named after the ids, so a name never becomes a path. It is
//! replaced as a whole, under a lock, so two programs never lose each other's users.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{device, files, trouble};
use crate::error::{Error, Result};
use crate::text::Text;
use crate::time::Timestamp;

/// The most characters a name may have.
const NAME_MAX: usize = 80;

/// The users of a home.
#[derive(Debug, Clone)]
pub struct Registry {
    home: PathBuf,
}

/// A user: who, and under which name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// What the folder is named after.
    pub id: Uuid,
    /// What the user is called; never part of a path.
    pub name: Text,
    /// Studies if nobody is named.
    pub is_default: bool,
}

/// The file.
#[derive(Serialize, Deserialize, Clone, Default)]
struct Users {
    format: u32,
    default: Option<Uuid>,
    users: Vec<Entry>,
}

#[derive(Serialize, Deserialize, Clone)]
struct Entry {
    id: Uuid,
    name: String,
}

impl Registry {
    /// The registry of the home `home`, which is made if there is none.
    ///
    /// # Errors
    /// If the folder cannot be made.
    pub fn open(home: &Path) -> Result<Self> {
        files::folder(home)?;
        files::private_folder(&home.join("users"))?;
        Ok(Self { home: home.to_owned() })
    }

    /// All users, by name.
    ///
    /// # Errors
    /// If the registry cannot be read.
    pub fn list(&self) -> Result<Vec<User>> {
        let users = self.read()?;
        let mut list: Vec<User> = users.users.iter().map(|entry| users.user(entry)).collect();
        list.sort_by_key(|user| folded(user.name.raw()));
        Ok(list)
    }

    /// The user of this name, whatever its case; without a name the default user, who is made (with the id
    /// `fresh` and the name "default") if there is nobody.
    ///
    /// # Errors
    /// If there is no such user, or the registry cannot be read or written.
    pub fn resolve(&self, name: Option<&Text>, fresh: Uuid) -> Result<User> {
        let mut users = self.read()?;
        if !users.users.is_empty() && !self.file().exists() {
            // The names that were given to the folders stay theirs from now on.
            users = self.change(|users| Ok(users.clone()))?;
        }
        if let Some(name) = name {
            return users.named(name).map(|entry| users.user(entry));
        }
        match users.default_user() {
            Some(user) => Ok(user),
            None => self.change(|users| match users.default_user() {
                Some(user) => Ok(user),
                None => users.add(&Text::from("default"), fresh),
            }),
        }
    }

    /// Adds a user with the id `fresh`; the first one becomes the default.
    ///
    /// # Errors
    /// If the name is taken or none that can be shown, or the registry cannot be written.
    pub fn add(&self, name: &Text, fresh: Uuid) -> Result<User> {
        self.change(|users| users.add(name, fresh))
    }

    /// Gives a user another name; the progress stays where it is.
    ///
    /// # Errors
    /// If there is no such user, the new name is taken or cannot be shown, or the registry cannot be written.
    pub fn rename(&self, name: &Text, new: &Text) -> Result<User> {
        self.change(|users| {
            let id = users.named(name)?.id;
            let fits = checked(new)?;
            users.refuse_taken(&fits, Some(id))?;
            let entry = users.users.iter_mut().find(|entry| entry.id == id);
            entry.into_iter().for_each(|entry| fits.clone_into(&mut entry.name));
            users.named(&fits.into()).map(|entry| users.user(entry))
        })
    }

    /// Takes a user off the list. The progress is not deleted: its folder, if there is one, becomes
    /// `users/removed-<id>-<now>`, which is returned.
    ///
    /// # Errors
    /// If there is no such user, or the folder or the registry cannot be changed.
    pub fn remove(&self, name: &Text, now: Timestamp) -> Result<Option<PathBuf>> {
        self.change(|users| {
            let id = users.named(name)?.id;
            users.users.retain(|entry| entry.id != id);
            if users.default == Some(id) {
                users.default = users.users.first().map(|entry| entry.id);
            }
            self.put_away(id, now)
        })
    }

    /// Makes a user the one who studies if nobody is named.
    ///
    /// # Errors
    /// If there is no such user, or the registry cannot be written.
    pub fn set_default(&self, name: &Text) -> Result<User> {
        self.change(|users| {
            users.default = Some(users.named(name)?.id);
            users.named(name).map(|entry| users.user(entry))
        })
    }

    /// Where a user's progress is: for [`super::Store::open`].
    ///
    /// # Errors
    /// If the user's folder cannot be made.
    pub fn progress_file(&self, user: &User) -> Result<PathBuf> {
        files::private_folder(&self.folder(user.id))?;
        Ok(self.path(user))
    }

    /// The same, whether or not there is such a folder yet, and whoever may enter it.
    pub fn path(&self, user: &User) -> PathBuf {
        self.folder(user.id).join("progress.db")
    }

    /// The device id of this home; `fresh`, a random id, becomes it at the first use and in a copied home.
    ///
    /// # Errors
    /// If the id cannot be read or written.
    pub fn device(&self, fresh: Uuid) -> Result<Uuid> {
        let _lock = self.lock()?;
        device::device(&self.home, fresh)
    }

    fn folder(&self, id: Uuid) -> PathBuf {
        self.home.join("users").join(id.to_string())
    }

    fn put_away(&self, id: Uuid, now: Timestamp) -> Result<Option<PathBuf>> {
        let folder = self.folder(id);
        if !folder.exists() {
            return Ok(None);
        }
        let away = folder.with_file_name(format!("removed-{id}-{}", now.0));
        fs::rename(&folder, &away).map_err(|e| trouble::io("put away", &folder, &e))?;
        Ok(Some(away))
    }

    fn file(&self) -> PathBuf {
        self.home.join("users.json")
    }

    fn read(&self) -> Result<Users> {
        let Some(json) = files::read(&self.file())? else { return Ok(self.found()) };
        let users: Users = serde_json::from_str(&json).map_err(|e| {
            let file = self.file();
            let path = crate::text::terminal(&file.to_string_lossy()).into_owned();
            Error::new(format!("the list of users {path} is damaged: {e}"))
                .help("move it away: a new list is made of the folders in `users`, and `shiken user rename` gives them their names")
        })?;
        if users.format > FORMAT {
            return Err(Error::new("the list of users was written by a newer Shiken").help("update Shiken"));
        }
        Ok(users)
    }

    /// The users that the folders speak of, if the list is lost: the one with the most progress is the default.
    fn found(&self) -> Users {
        let mut found = self.folders();
        let size =
            |id: &Uuid| fs::metadata(self.folder(*id).join("progress.db")).map_or(0, |about| about.len());
        found.sort_by_key(|id| (std::cmp::Reverse(size(id)), *id));
        let name = |nth: usize| if nth == 1 { "default".to_owned() } else { format!("found-{nth}") };
        let users = (1..).zip(&found).map(|(nth, id)| Entry { id: *id, name: name(nth) }).collect();
        Users { format: FORMAT, default: found.first().copied(), users }
    }

    /// The ids that folders of progress are named after.
    fn folders(&self) -> Vec<Uuid> {
        let entries = fs::read_dir(self.home.join("users")).into_iter().flatten().flatten();
        let has_progress =
            |id: &Uuid| ["progress.db", "backups"].iter().any(|name| self.folder(*id).join(name).exists());
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(has_progress).collect()
    }

    /// The folders of progress that belong to nobody on the list, those of removed users left out.
    ///
    /// # Errors
    /// If the list cannot be read.
    pub fn nobodys(&self) -> Result<Vec<PathBuf>> {
        let users = self.read()?;
        let mut nobodys = self.folders();
        nobodys.retain(|id| !users.users.iter().any(|entry| entry.id == *id));
        Ok(nobodys.into_iter().map(|id| self.folder(id)).collect())
    }

    /// Reads, changes and writes the list while nobody else does.
    fn change<T>(&self, change: impl FnOnce(&mut Users) -> Result<T>) -> Result<T> {
        let _lock = self.lock()?;
        let mut users = self.read()?;
        let done = change(&mut users)?;
        users.format = FORMAT;
        files::replace(&self.file(), |_| Ok(serde_json::to_string_pretty(&users)? + "\n"))?;
        Ok(done)
    }

    /// Held until the file is dropped.
    fn lock(&self) -> Result<File> {
        let path = self.home.join("users.lock");
        let file = files::private_file(&path)?;
        file.lock().map_err(|e| trouble::io("lock", &path, &e))?;
        Ok(file)
    }
}

/// The format of `users.json`.
const FORMAT: u32 = 1;

impl Users {
    fn user(&self, entry: &Entry) -> User {
        User { id: entry.id, name: entry.name.as_str().into(), is_default: self.default == Some(entry.id) }
    }

    fn default_user(&self) -> Option<User> {
        let named = self.users.iter().find(|entry| Some(entry.id) == self.default);
        named.or(self.users.first()).map(|entry| User { is_default: true, ..self.user(entry) })
    }

    fn named(&self, name: &Text) -> Result<&Entry> {
        let wanted = folded(name.raw());
        let found = self.users.iter().find(|entry| folded(&entry.name) == wanted);
        found.ok_or_else(|| self.nobody(name))
    }

    fn nobody(&self, name: &Text) -> Error {
        let error = Error::usage(format!("there is no user {}", name.terminal()));
        let wanted = folded(name.raw());
        let distance = |entry: &&Entry| strsim::osa_distance(&folded(&entry.name), &wanted);
        match self.users.iter().min_by_key(distance).filter(|entry| distance(entry) <= 2) {
            Some(near) => error.help(format!("did you mean {}?", crate::text::terminal(&near.name))),
            None => error.help("`shiken user list` shows who there is, `shiken user add NAME` adds one"),
        }
    }

    fn add(&mut self, name: &Text, id: Uuid) -> Result<User> {
        let name = checked(name)?;
        self.refuse_taken(&name, None)?;
        self.default = self.default.or(Some(id));
        let entry = Entry { id, name };
        let user = self.user(&entry);
        self.users.push(entry);
        Ok(user)
    }

    fn refuse_taken(&self, name: &str, by_other_than: Option<Uuid>) -> Result<()> {
        let same = |entry: &&Entry| folded(&entry.name) == folded(name) && Some(entry.id) != by_other_than;
        match self.users.iter().find(same) {
            Some(taken) => {
                Err(Error::usage(format!("there is a user {}", crate::text::terminal(&taken.name))))
            }
            None => Ok(()),
        }
    }
}

/// A name as it will be kept: trimmed, not empty, not endless, and one that a terminal shows as it is.
fn checked(name: &Text) -> Result<String> {
    let name = name.raw().trim();
    if name.is_empty() {
        return Err(Error::usage("a user needs a name"));
    }
    if name.chars().count() > NAME_MAX {
        return Err(Error::usage(format!("a name has at most {NAME_MAX} characters")));
    }
    if name.chars().any(|c| c.is_control() || crate::text::is_hostile(c)) {
        return Err(Error::usage("a name may not have control characters"));
    }
    Ok(name.to_owned())
}

fn folded(name: &str) -> String {
    caseless::default_case_fold_str(name.trim())
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
