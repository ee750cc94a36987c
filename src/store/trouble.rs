//! What SQLite and the file system say, in words for the user.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::Error;
use crate::text;

/// Says what happened to the progress file and what to do.
pub(super) fn explain(error: &rusqlite::Error, path: &Path) -> Error {
    let path = text::terminal(&path.display().to_string()).into_owned();
    let code = error.sqlite_error_code();
    match code {
        Some(ErrorCode::DiskFull) => {
            Error::new(format!("the disk is full: nothing could be written to {path}"))
                .help("free some space and try again")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            Error::new(format!("{path} may not be written"))
                .help("make its folder yours and writable, or set SHIKEN_HOME to a folder that is")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(format!("another program has kept {path} busy for 5 seconds"))
                .help("close it and try again")
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Error::new(format!("{path} is damaged ({error})"))
                .help("keep it; the folder `backups` beside it has the progress of each day")
        }
        Some(ErrorCode::SystemIoFailure) => {
            Error::new(format!("{path} could not be read or written ({error})"))
                .help("the disk may be full or gone; nothing that was saved before is lost")
        }
        _ => Error::new(format!("{path}: {error}")),
    }
}

/// Says what the file system refused.
pub(super) fn refused(error: &io::Error, what: &str, path: &Path) -> Error {
    let path = text::terminal(&path.display().to_string()).into_owned();
    let help = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge | io::ErrorKind::QuotaExceeded => {
            "free some space and try again"
        }
        _ => "is the folder yours, and writable? SHIKEN_HOME can name another folder",
    };
    Error::new(format!("{what} {path}: {error}")).help(help)
}
