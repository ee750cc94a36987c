//! Who writes: every home on every machine has an id of its own, which stands in each event it writes.
//!
//! The id stands in `device.json` beside the registry, and not in the progress file, so that a copy of that file
//! does not take it along. With it stands a fingerprint: the machine's id and the number of the file itself (its
//! inode, on Unix; the moment it was made, elsewhere). A copied or restored home, on this machine or another,
//! does not fit its fingerprint and gets a new id. Where the system renumbers files, such as on some network
//! disks, this gives a new id more often than needed, which harms nothing: ids only tell writers apart.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::files;
use crate::error::Result;

#[derive(Serialize, Deserialize)]
struct Device {
    device: Uuid,
    fingerprint: String,
}

/// The device id of the home `folder`; `fresh` becomes it if there is none, or none that fits. The caller holds
/// the registry's lock.
pub(super) fn device(folder: &Path, fresh: Uuid) -> Result<Uuid> {
    let machine = machine();
    let path = folder.join("device.json");
    let known: Option<Device> = files::read(&path)?.and_then(|json| serde_json::from_str(&json).ok());
    if let (Some(known), Ok(metadata)) = (known, std::fs::metadata(&path))
        && known.fingerprint == fingerprint(&machine, &metadata)
    {
        return Ok(known.device);
    }
    files::replace(&path, |file: &File| {
        let fingerprint = fingerprint(&machine, &file.metadata()?);
        serde_json::to_string(&Device { device: fresh, fingerprint }).map_err(io::Error::from)
    })?;
    Ok(fresh)
}

/// What tells this machine from others; empty where there is no such file.
fn machine() -> String {
    let known = ["/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostname"];
    known.iter().find_map(|path| files::read(Path::new(path)).ok().flatten()).unwrap_or_default()
}

/// The machine's id is not for others to read, so only a hash of it is written.
fn fingerprint(machine: &str, file: &Metadata) -> String {
    let digest = Sha256::digest(format!("shiken\n{}\n{}", machine.trim(), number(file)));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(unix)]
fn number(file: &Metadata) -> u128 {
    u128::from(std::os::unix::fs::MetadataExt::ino(file))
}

#[cfg(not(unix))]
fn number(file: &Metadata) -> u128 {
    let made = file.created().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    made.map_or(0, |since| since.as_nanos())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "what others do to files is done here by hand")]
mod tests {
    use super::*;

    #[test]
    fn a_home_keeps_its_id_and_a_copy_gets_another() {
        let (home, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
        assert_eq!(device(home.path(), a).unwrap(), a);
        assert_eq!(device(home.path(), b).unwrap(), a);
        std::fs::copy(home.path().join("device.json"), copy.path().join("device.json")).unwrap();
        assert_eq!(device(copy.path(), b).unwrap(), b);
        std::fs::rename(home.path().join("device.json"), copy.path().join("device.json")).unwrap();
        assert_eq!(device(copy.path(), c).unwrap(), a, "a home that was moved is the same home");
        std::fs::write(home.path().join("device.json"), "{").unwrap();
        assert_eq!(device(home.path(), c).unwrap(), c);
    }
}
