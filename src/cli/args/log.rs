//! The arguments of the commands that move a log, share it and look after it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// What to do with the log.
#[derive(Debug, Subcommand)]
pub enum Log {
    /// Write the whole log as JSON Lines: from it alone, all progress can be made again
    Export {
        /// The file to write; without one it is printed
        file: Option<PathBuf>,
        /// Even over a file that is there
        #[arg(long, requires = "file")]
        force: bool,
    },
    /// Take over what is new in logs; what is known already changes nothing
    Import {
        /// Logs as JSON Lines; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Join several logs into one, without touching your progress
    Merge {
        /// Logs as JSON Lines; `-` is standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The file to write; without one it is printed
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// Even over a file that is there
        #[arg(long, requires = "out")]
        force: bool,
    },
}

/// Where to share.
#[derive(Debug, Args)]
#[command(after_help = "\
Each device writes files of its own into the folder and reads those of all others, so a service that copies
files (Syncthing, Dropbox, a git repository) never has a conflict to solve. The folder is remembered.")]
pub struct Sync {
    /// A folder that the devices share; without it, the one of the last time
    pub folder: Option<PathBuf>,
    /// Forget the folder; its files stay
    #[arg(long, conflicts_with = "folder")]
    pub forget: bool,
}

/// How to look.
#[derive(Debug, Args)]
#[command(after_help = "\
Ends with 0 if all is well or was mended, 1 if something is wrong. Nothing is changed without --fix, or a yes
on a terminal. A damaged progress file is kept beside the mended one.")]
pub struct Doctor {
    /// Mend what can be mended, without being asked
    #[arg(long)]
    pub fix: bool,
}
