//! The command line: what can be asked of the program, and the words that explain it.

mod exam;
mod fit;
mod goal;
mod items;
mod log;
mod own;
mod progress;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use exam::{Exam, ExamCommand, ExamGrade, ExamPaper, ExamSeal, ExamSit, Of};
pub use fit::Fit;
pub use goal::{Backlog, Goal, GoalCommand, Plan, Terms};
pub use items::Items;
pub use log::{Doctor, Log, Sync};
pub use own::{Accept, Note, Suspend};
pub use progress::{Report, Scope, Stats};

use super::preferences::KEYS;
use crate::deck::exam::KINDS;

/// Quizzes and flashcards that get you ready for an exam with the least study time.
#[derive(Debug, Parser)]
#[command(name = "shiken", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "Begin with:  shiken study decks/japan-cyber-defence")]
pub struct Cli {
    /// Whose progress: a name from `shiken user list`
    #[arg(long, global = true, value_name = "NAME", display_order = 900)]
    pub user: Option<String>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Study: due reviews and new questions, one after the other
    Study(Study),
    /// An exam on a date and minutes a day: from then on `shiken study` asks what raises the score most
    Goal(Goal),
    /// What to expect of the exam, day by day, and what would change it
    Plan(Plan),
    /// What is overdue after a break, and how it is worked off
    Backlog(Backlog),
    /// Sit a mock exam under the clock; `exam results` compares your sittings
    Exam(Exam),
    /// What a class's results say of the questions: how hard, how telling, what was answered instead
    Items(Items),
    /// Check decks: every mistake in every file, with the place and the fix
    Check(Check),
    /// Lay out deck files in the one way: comments and order are kept, and nothing means anything else
    Fmt(super::fmt::Fmt),
    /// Print the JSON Schema of deck files, with which editors complete keys and explain them
    Schema,
    /// Compare two versions of a deck: which questions are new, gone, reworded or have another answer
    Diff(Diff),
    /// Decks from elsewhere: fetch, update and remove them
    #[command(subcommand)]
    Deck(Deck),
    /// Explain what `shiken check` says: what, why, and an example before and after
    Explain {
        /// A code such as W204; without one, all codes are listed
        code: Option<String>,
    },
    /// Try the judge: type responses, see the verdict, the rule and what differs
    Try(Try),
    /// Begin a deck or a question
    #[command(subcommand)]
    New(New),
    /// Show questions as students see them, with every form that is right
    Preview(Preview),
    /// List the questions of a deck with what is remembered of each
    List(List),
    /// Figures from your log: what you remember and what comes next
    Stats(Stats),
    /// Fit the memory model to your own answers, or see what a desired retention costs
    Fit(Fit),
    /// A page of all figures and pictures, to be opened in a browser or printed
    Report(Report),
    /// Explain what is remembered of one question and why it comes back when it does
    Why(Why),
    /// Take back your last answer
    Undo,
    /// Ask a suspended question again, or never ask one again
    Suspend(Suspend),
    /// Keep a note of your own with a question, shown after its verdict
    Note(Note),
    /// Take another answer to a question as right, for you alone
    Accept(Accept),
    /// Your log as JSON Lines: write it out, read it in, join those of several devices
    #[command(subcommand)]
    Log(Log),
    /// Share progress between your devices through a folder that all of them see
    Sync(Sync),
    /// Look whether progress is sound, and mend what can be mended
    Doctor(Doctor),
    /// The people who study on this machine
    #[command(subcommand)]
    User(User),
    /// Show or change settings that last
    Settings(Settings),
    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print a manual page, for `man -l -`
    Man {
        /// Of this command; without it that of the whole program
        command: Option<String>,
    },
}

/// How to study.
#[derive(Debug, Args)]
pub struct Study {
    /// Decks: a folder, a file, or the id of a deck that is found; without any, the decks that are found
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// How questions are put
    #[arg(long, value_enum)]
    pub mode: Option<ModeArg>,
    /// Stop after so many minutes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
    /// New questions today, at most
    #[arg(long, value_name = "N")]
    pub new: Option<u32>,
    /// Questions in this session, at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Only questions with this tag; may be given several times
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only questions of this kind; may be given several times
    #[arg(long, value_name = "KIND", value_parser = KINDS)]
    pub kind: Vec<String>,
    /// Study ahead: questions that are not due yet, the weakest first
    #[arg(long, conflicts_with = "cram")]
    pub ahead: bool,
    /// Practise without touching the schedule
    #[arg(long)]
    pub cram: bool,
    /// Practise what you take for one another, side by side, without touching the schedule
    #[arg(long, conflicts_with_all = ["ahead", "new"])]
    pub confused: bool,
    /// Line by line, without colours or cursor movements: for screen readers and scripts
    #[arg(long)]
    pub plain: bool,
    /// The session as JSON Lines, for programs: see docs/jsonl.md
    #[arg(long, conflicts_with = "plain")]
    pub jsonl: bool,
}

/// How questions are put.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ModeArg {
    /// Typed, unless the question has options
    Typed,
    /// Picked from options wherever that is possible
    Choice,
    /// Every question a flip card that you grade yourself
    Flip,
}

/// What to check.
#[derive(Debug, Args)]
pub struct Check {
    /// First mend what has one clear fix, and show the difference
    #[arg(long, conflicts_with_all = ["json", "watch"])]
    pub fix: bool,
    /// Check again whenever a file of a deck is saved
    #[arg(long)]
    pub watch: bool,
    /// Deck folders or files; without any, the deck here
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The same as data
    #[arg(long)]
    pub json: bool,
}

/// What to compare. Ends with 0 if nothing differs, 1 if something does, 2 if it could not be compared.
#[derive(Debug, Args)]
#[command(after_help = "\
shiken diff DECK              what is not committed yet: the last commit and the files
shiken diff OLD NEW           two decks; each a path, an id, or REV:PATH, a path from here as git has it
shiken diff REV.. DECK        a git revision and the files
shiken diff REV..REV DECK     two git revisions; without DECK, of the deck here

Ends with 0 if nothing differs, 1 if something does, 2 if it could not be compared.")]
pub struct Diff {
    /// The old deck, or revisions; alone, a deck to compare with its last commit
    pub old: String,
    /// The new deck; behind revisions, their deck, or without it the deck here
    pub new: Option<String>,
    /// The same as data
    #[arg(long)]
    pub json: bool,
}

/// What to try.
#[derive(Debug, Args)]
pub struct Try {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The id of a question; without one, all questions, and an empty line goes to the next
    pub question: Option<String>,
    /// Responses; without any, they are typed, one a line
    #[arg(value_name = "RESPONSE", requires = "question", allow_hyphen_values = true)]
    pub responses: Vec<String>,
    /// The same as data, one verdict a line
    #[arg(long)]
    pub json: bool,
}

/// What to do with decks from elsewhere.
#[derive(Debug, Subcommand)]
pub enum Deck {
    /// Put a deck into the library, where `shiken study` finds it by its id
    Add {
        /// A folder or file, or the address of a git repository, with #TAG if a tag or branch is meant
        #[arg(value_name = "PATH|URL[#TAG]")]
        from: String,
        /// Where in the repository the deck stands, if it holds several
        #[arg(long, value_name = "PATH")]
        folder: Option<String>,
        /// Even with mistakes; what they concern is left out when studying
        #[arg(long)]
        force: bool,
    },
    /// List the decks of the library and where they came from
    List {
        /// The same as data
        #[arg(long)]
        json: bool,
    },
    /// Fetch newer versions; shows what is different and asks first
    Update {
        /// Ids of decks; without any, all
        names: Vec<String>,
        /// Follow another tag or branch from now on
        #[arg(long, value_name = "TAG")]
        to: Option<String>,
        /// Do not ask
        #[arg(long)]
        yes: bool,
        /// Even with mistakes, and over what was edited here
        #[arg(long)]
        force: bool,
    },
    /// Remove a deck from the library; the progress with it is kept
    Remove {
        /// The id of the deck
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Find progress whose question has another id now, and move it there
    Renames {
        /// A folder, a file, or the id of a deck that is found
        deck: String,
        /// Old ids; without any, all that are found
        ids: Vec<String>,
        /// Move the progress
        #[arg(long)]
        accept: bool,
        /// The same as data
        #[arg(long)]
        json: bool,
    },
}

/// What to begin.
#[derive(Debug, Subcommand)]
pub enum New {
    /// A folder with a deck.toml, or a .toml file
    Deck {
        /// The folder or file, which must not be there yet
        path: PathBuf,
        /// Its id; made from the name if not given
        #[arg(long)]
        id: Option<String>,
        /// Its title; made from the name if not given
        #[arg(long)]
        title: Option<String>,
    },
    /// A question of some kind, printed or added to a file
    Question {
        /// The kind
        #[arg(long, value_name = "KIND", value_parser = KINDS)]
        kind: String,
        /// Its id; a free one if not given
        #[arg(long)]
        id: Option<String>,
        /// The file to add it to; without one it is printed
        file: Option<PathBuf>,
    },
}

/// What to preview.
#[derive(Debug, Args)]
pub struct Preview {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The id of a question; without one, all
    pub question: Option<String>,
    /// How questions are put
    #[arg(long, value_enum)]
    pub mode: Option<ModeArg>,
    /// Show it again whenever a file of the deck is saved
    #[arg(long)]
    pub watch: bool,
}

/// What to list.
#[derive(Debug, Args)]
pub struct List {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The same as data
    #[arg(long)]
    pub json: bool,
}

/// What to explain.
#[derive(Debug, Args)]
pub struct Why {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The id of the question
    pub question: String,
}

/// Who studies here.
#[derive(Debug, Subcommand)]
pub enum User {
    /// List the users; `*` marks the default
    List {
        /// The same as data
        #[arg(long)]
        json: bool,
    },
    /// Add a user
    Add {
        /// Any name
        name: String,
    },
    /// Give a user another name
    Rename {
        /// As it is
        name: String,
        /// As it shall be
        new_name: String,
    },
    /// Remove a user; the progress is set aside, not deleted
    Remove {
        /// Whom
        name: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Say who studies when nobody is named
    Default {
        /// Whom
        name: String,
    },
}

/// Settings that last.
#[derive(Debug, Args)]
pub struct Settings {
    /// Which one; without it all are shown
    #[arg(value_parser = KEYS.map(|key| key.name))]
    pub key: Option<String>,
    /// The new value; `default` goes back to the default
    #[arg(allow_hyphen_values = true)]
    pub value: Option<String>,
    /// The same as data
    #[arg(long)]
    pub json: bool,
}
