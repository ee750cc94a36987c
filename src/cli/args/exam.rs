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

The clock runs on while you are away. docs/exams.md says how a paper is drawn and marked.")]
pub struct Exam {
    /// What to do besides sitting one
    #[command(subcommand)]
    pub command: Option<ExamCommand>,
    /// A folder, a file, or the id of a deck that is found; without one, the open sitting goes on
    pub deck: Option<String>,
    /// The id of a blueprint, an [[exam]] of the deck
    pub id: Option<String>,
    /// So many questions of the whole deck, without a blueprint
    #[arg(long, value_name = "N", conflicts_with = "id", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub questions: Option<u32>,
    /// Minutes for these
    #[arg(long, value_name = "N", requires = "questions", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
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
}

/// What to print.
#[derive(Debug, Args)]
pub struct ExamPaper {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The id of a blueprint, an [[exam]] of the deck
    pub id: Option<String>,
    /// So many questions of the whole deck, without a blueprint
    #[arg(long, value_name = "N", conflicts_with = "id", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub questions: Option<u32>,
    /// Minutes for these
    #[arg(long, value_name = "N", requires = "questions", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
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
