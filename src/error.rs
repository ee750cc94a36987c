//! What went wrong, where, and what to do: the one error people see, and the exit code it becomes.

use std::fmt;

/// An error for a person. `Display` prints `what`, then ` (where)` if known, then the help on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong, one sentence without a full stop. Already safe to print.
    pub what: String,
    /// What to do about it, if there is something to do.
    pub help: Option<String>,
    /// How the process ends.
    pub exit: Exit,
}

/// The exit codes of the program, the same for every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done.
    Done,
    /// 1: the work was done and found errors, or could not be done.
    Failed,
    /// 2: the command line asked for something that does not exist.
    Usage,
    /// 130: stopped by Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Interrupted => 130,
        }
    }
}

impl Error {
    /// An error of the work itself.
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: None, exit: Exit::Failed }
    }

    /// An error of the command line.
    pub fn usage(what: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, ..Self::new(what) }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// What every fallible function of the edge returns.
pub type Result<T> = std::result::Result<T, Error>;
