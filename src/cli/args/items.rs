//! What `shiken items` takes.

use std::path::PathBuf;

use clap::Args;

/// Which exam.
#[derive(Debug, Args)]
#[command(after_help = "\
shiken items DECK results/                 what a class's answers say of the questions
shiken items DECK results/ --html out.html the same as one page for a browser
shiken items DECK results/ --accept        ask for each refused answer of good students whether it is right
shiken items DECK --logs logs/             what students overruled while they studied

Students have pseudonyms unless --names is given. docs/class.md says what each figure means.")]
pub struct Items {
    /// The deck as it is now: a folder, a file, or the id of a deck that is found
    pub deck: String,
    /// Result files of one sealed paper, or folders of them
    #[arg(required_unless_present = "logs", value_name = "RESULTS")]
    pub results: Vec<PathBuf>,
    /// A log that a student handed in (`shiken log export`), or a folder of them: shows what they overruled
    #[arg(long, value_name = "FILE")]
    pub logs: Vec<PathBuf>,
    /// The key that was written with the paper; without it the only *.key.json here or beside the results
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Show the names of the students
    #[arg(long)]
    pub names: bool,
    /// Ask y or n for each refused answer that may be right, also where input is no terminal
    #[arg(long, conflicts_with_all = ["json", "csv"])]
    pub accept: bool,
    /// Write a page with charts
    #[arg(long, value_name = "FILE", requires = "results")]
    pub html: Option<PathBuf>,
    /// The same as data
    #[arg(long)]
    pub json: bool,
    /// A line a question, for a spreadsheet
    #[arg(long, conflicts_with = "json", requires = "results")]
    pub csv: bool,
}
