//! Which device writes: a random id beside the progress, bound to the file it stands in.
//!
//! A home that is copied or restored from a backup must not go on counting as the same device, or two machines would
//! write the same (device, sequence). The id is therefore kept with the file's own number on its disk and the
//! machine's id; if they differ from what was written, a new id is made.

use std::fs;
use std::path::Path;

use uuid::Uuid;

use super::registry::write_whole;
use crate::error::Result;

/// The identity under which events are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device(Uuid);

impl Device {
    /// The device that `id` names.
    pub fn named(id: Uuid) -> Self {
        Self(id)
    }

    /// Its id.
    pub fn id(self) -> Uuid {
        self.0
    }

    /// The device of a data folder; `fresh` becomes its id if it has none or was copied.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn of(data: &Path, fresh: Uuid) -> Result<Self> {
        let path = data.join("device");
        if let Some(known) = known(&path) {
            return Ok(known);
        }
        // Written in place the second time, so that the file keeps the number that is written into it.
        write_whole(&path, &format!("{fresh} -\n"))?;
        let line = format!("{fresh} {}\n", print_of(&path));
        overwrite(&path, &line).map_err(|error| super::trouble::refused(&error, "could not write", &path))?;
        Ok(Self(fresh))
    }
}

fn known(path: &Path) -> Option<Device> {
    let text = read(path)?;
    let (id, print) = text.trim().split_once(' ')?;
    (print == print_of(path)).then_some(())?;
    id.parse().ok().map(Device)
}

#[allow(clippy::disallowed_methods)] // The store's own small file.
fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

#[allow(clippy::disallowed_methods)] // The store's own small file.
fn overwrite(path: &Path, line: &str) -> std::io::Result<()> {
    fs::write(path, line)
}

/// What a copy does not take along.
fn print_of(path: &Path) -> String {
    #[cfg(unix)]
    let file = {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).map(|data| data.ino()).unwrap_or_default()
    };
    #[cfg(not(unix))]
    let file = path.display().to_string().len();
    let machine = read(Path::new("/etc/machine-id")).unwrap_or_default();
    format!("{file}-{}", machine.trim().get(..8).unwrap_or("none"))
}
