//! What `shiken exam` takes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// Which exam.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
shiken exam DECK                               sit the deck's mock exam
shiken exam DECK mock-a --extra-time 25%       one of several, with more time
shiken exam DECK --questions 20 --minutes 30   without a blueprint
shiken exam                                    go on with an open sitting
shiken exam results                            all sittings, compared
shiken exam paper DECK --versions 3 --out DIR  the paper to print, with keys
shiken exam seal DECK --out exam.json          a paper for a class, without keys: see docs/class.md

The clock runs on while you are away. docs/exams.md says how a paper is drawn and marked.")]
pub struct Exam {
    /// What to do besides sitting one
    #[command(subcommand)]
    pub command: Option<ExamCommand>,
    /// A folder, a file, or the id of a deck that is found; without one, the open sitting goes on
    pub deck: Option<String>,
    #[command(flatten)]
    pub of: Of,
    /// More time than others have, such as 25%
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub extra_time: Option<u32>,
    /// Without a time limit
    #[arg(long, conflicts_with = "extra_time")]
    pub untimed: bool,
    /// Say after each answer how sure you are
    #[arg(long)]
    pub certainty: bool,
    /// The paper with this number: the same deck and number give everybody the same paper
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Line by line, without colours or cursor movements: for screen readers and scripts
    #[arg(long)]
    pub plain: bool,
    /// The exam as JSON Lines, for programs: see docs/jsonl.md
    #[arg(long, conflicts_with = "plain")]
    pub jsonl: bool,
}

/// Which exam of a deck.
#[derive(Debug, Args)]
pub struct Of {
    /// The id of a blueprint, an [[exam]] of the deck
    pub id: Option<String>,
    /// So many questions of the whole deck, without a blueprint
    #[arg(long, value_name = "N", conflicts_with = "id", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub questions: Option<u32>,
    /// Minutes for these
    #[arg(long, value_name = "N", requires = "questions", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
}

/// What to do besides sitting an exam.
#[derive(Debug, Subcommand)]
pub enum ExamCommand {
    /// List your sittings and compare them, or show the result of one again
    Results {
        /// The number of a sitting, as the list has it
        number: Option<usize>,
        /// The same as data
        #[arg(long, conflicts_with = "number")]
        json: bool,
    },
    /// Print a paper: pages of HTML in versions with another order, and a key to each
    Paper(ExamPaper),
    /// Seal a paper for a class: questions without keys in one file, the key in another
    Seal(ExamSeal),
    /// Sit a sealed paper; every answer goes into a result file for the instructor
    Sit(ExamSit),
    /// Mark the result files of a class
    Grade(ExamGrade),
}

/// What to seal.
#[derive(Debug, Args)]
pub struct ExamSeal {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    #[command(flatten)]
    pub of: Of,
    /// More time, such as 25%, for students who get it: seal a paper of their own for them
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    pub extra_time: Option<u32>,
    /// Ask after each answer how sure the student is
    #[arg(long)]
    pub certainty: bool,
    /// The questions with this number, as in `shiken exam --seed`; the order of options is secret all the same
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// The file for the students; the key is written beside it as NAME.key.json
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// What to sit.
#[derive(Debug, Args)]
pub struct ExamSit {
    /// The sealed paper
    pub file: PathBuf,
    /// Your name, as the instructor shall read it
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// The result file; without it NAME.result.jsonl beside the paper
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Line by line, without colours or cursor movements: for screen readers and scripts
    #[arg(long)]
    pub plain: bool,
    /// The exam as JSON Lines, for programs: see docs/jsonl.md
    #[arg(long, conflicts_with = "plain")]
    pub jsonl: bool,
}

/// What to mark.
#[derive(Debug, Args)]
pub struct ExamGrade {
    /// Result files, or folders of them
    #[arg(required = true, value_name = "RESULTS")]
    pub results: Vec<PathBuf>,
    /// The key that was written with the paper; without it the only *.key.json here or beside the results
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// The deck as it is now; without it the one with the id of the key, or else as it was when sealed
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// The same as data
    #[arg(long)]
    pub json: bool,
    /// A line a student, for a spreadsheet
    #[arg(long, conflicts_with = "json")]
    pub csv: bool,
}

/// What to print.
#[derive(Debug, Args)]
pub struct ExamPaper {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    #[command(flatten)]
    pub of: Of,
    /// The paper with this number; `shiken exam --seed` with the same one asks the same questions
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Versions A, B, C, …: the same questions and options in another order
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=26))]
    pub versions: u32,
    /// The folder to write to; it is made if need be
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// For Letter paper; without it for A4
    #[arg(long)]
    pub letter: bool,
}

/// "25%" or "25", 1 to 400.
fn percent(text: &str) -> Result<u32, String> {
    let number = text.trim().trim_end_matches('%').trim_end().parse().ok();
    number.filter(|n| (1..=400).contains(n)).ok_or_else(|| "write it as 25%, from 1% to 400%".to_owned())
}
