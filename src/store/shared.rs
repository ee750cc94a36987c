//! Folders that are no place for a progress file: network file systems, whose locks and syncs cannot be relied
//! on, and folders that a service copies while they are written.

use std::path::Path;

use crate::error::{Error, Result};

/// File systems on other machines.
const NETWORK: [&str; 10] =
    ["nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs"];

/// Folders by whose name a service is known that copies what is in them.
const SYNCED: [&str; 7] =
    ["dropbox", "onedrive", "google drive", "googledrive", "icloud drive", "mobile documents", "nextcloud"];

/// Refuses a folder where two machines could write one file. `mounts` is the text of `/proc/mounts`, if there is
/// such a thing.
pub(super) fn refuse(folder: &Path, mounts: Option<&str>) -> Result<()> {
    let reason = match (synced(folder), mounts.and_then(|mounts| network(folder, mounts))) {
        (Some(service), _) => format!("a folder that {service} copies while it is written"),
        (_, Some(kind)) => format!("a folder on another machine ({kind})"),
        (None, None) => return Ok(()),
    };
    Err(Error::new(format!("progress cannot be kept in {reason}: answers would be lost")).help(
        "set SHIKEN_HOME to a folder on this machine's own disk; `shiken sync` shares progress through such a folder",
    ))
}

fn synced(folder: &Path) -> Option<String> {
    folder.components().find_map(|part| {
        let name = part.as_os_str().to_str()?.to_lowercase();
        let service = SYNCED.iter().find(|service| {
            name.strip_prefix(**service)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '-', '_']))
        })?;
        Some((*service).to_owned())
    })
}

/// The network file system that `folder` is on. Octal escapes in the table (a space is `\040`) are undone.
fn network(folder: &Path, mounts: &str) -> Option<String> {
    let mount = |line: &str| {
        let mut fields = line.split(' ').skip(1);
        let point = fields.next()?.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
        Some((point, fields.next()?.to_owned()))
    };
    let inside = mounts.lines().filter_map(mount).filter(|(point, _)| folder.starts_with(point));
    // Of two mounts on one point the later one is seen.
    let (_, kind) = inside.max_by_key(|(point, _)| Path::new(point).components().count())?;
    NETWORK.contains(&kind.as_str()).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "/dev/sda / ext4 rw 0 0\nserver:/srv /srv nfs4 rw 0 0\n\
        tmpfs /srv/me/local tmpfs rw 0 0\n//nas/x /mnt/my\\040nas cifs rw 0 0\n";

    #[test]
    fn a_folder_that_two_machines_write_is_refused() {
        let refused = |folder: &str| refuse(Path::new(folder), Some(MOUNTS)).err().map(|e| e.what);
        assert_eq!(refused("/var/lib/shiken"), None);
        assert_eq!(refused("/srv/me/local/shiken"), None);
        assert_eq!(refused("/srvs"), None);
        assert!(refused("/srv/me/.local").unwrap().contains("another machine (nfs4)"));
        assert!(refused("/mnt/my nas/shiken").unwrap().contains("cifs"));
        assert!(refused("/var/Dropbox/shiken").unwrap().contains("dropbox copies"));
        assert!(refused("/var/OneDrive - School/x").is_some());
        assert_eq!(refused("/var/dropboxes/x"), None);
    }
}
