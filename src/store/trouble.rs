//! What can go wrong with a file, in plain words: every error of SQLite and of the system passes through here.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::error::Error;
use crate::text;

/// How an error begins that SQLite has no name for: mostly it is the schema that is damaged.
const UNUSABLE: &str = "the progress file could not be used: ";

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Self {
        let Some(code) = cause.sqlite_error_code() else {
            return damaged(&cause.to_string());
        };
        match code {
            ErrorCode::DiskFull => Self::new("the disk is full, nothing was saved")
                .help("make room on the disk of the progress file, then try again"),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Self::new("another program has kept the progress file locked for five seconds")
                    .help("let the other Shiken (or backup program) finish, then try again")
            }
            ErrorCode::ReadOnly => Self::new("the progress file may not be written")
                .help("check who owns the file and its folder, and that the disk is not mounted read-only"),
            ErrorCode::CannotOpen => Self::new("the progress file cannot be opened")
                .help("check that its folder exists and that you may read and write in it"),
            ErrorCode::PermissionDenied | ErrorCode::AuthorizationForStatementDenied => {
                Self::new("the progress file may not be used").help("check who owns the file and its folder")
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(&cause.to_string()),
            ErrorCode::SystemIoFailure => {
                Self::new(format!("the disk failed to read or write the progress file: {}", shown(&cause)))
                    .help("check the disk; answers not yet saved are kept on the screen")
            }
            _ => Self::new(format!("{UNUSABLE}{}", shown(&cause))),
        }
    }
}

/// How every error begins that speaks of damage.
const DAMAGED: &str = "the progress file is damaged: ";

/// True if the error is one that mending the file may help with; others are of the disk, of rights or of time.
pub(super) fn is_damage(error: &Error) -> bool {
    [DAMAGED, UNUSABLE].iter().any(|start| error.what.starts_with(start))
}

/// The file is not what it should be.
pub(super) fn damaged(how: &str) -> Error {
    Error::new(format!("{DAMAGED}{}", text::terminal(how)))
        .help("run `shiken doctor`: it says what is lost and restores the rest from log and backups")
}

fn shown(cause: &rusqlite::Error) -> String {
    text::terminal(&cause.to_string()).into_owned()
}

/// An error of the system on `path`; `doing` completes "cannot …".
pub(super) fn io(doing: &str, path: &Path, cause: &io::Error) -> Error {
    let path = text::terminal(&path.to_string_lossy()).into_owned();
    let error = Error::new(format!("cannot {doing} {path}: {}", reason(doing, cause)));
    match cause.kind() {
        io::ErrorKind::PermissionDenied if doing == "read" => {
            error.help("check who owns it and its folder, and give yourself the right to read it")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            error.help("give yourself the right to write there, or set SHIKEN_HOME to a folder of your own")
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => error.help("make room, then try again"),
        _ => error,
    }
}

fn reason(doing: &str, cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::PermissionDenied if doing == "read" => "you may not read it".to_owned(),
        io::ErrorKind::PermissionDenied => "you may not write there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is mounted read-only".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::QuotaExceeded => "your share of the disk is used up".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is no folder".to_owned(),
        _ => text::terminal(&cause.to_string()).into_owned(),
    }
}
