//! What `shiken suspend`, `shiken note` and `shiken accept` take.

use clap::Args;

/// What to suspend.
#[derive(Debug, Args)]
pub struct Suspend {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The id of the question
    pub question: String,
    /// Ask it again
    #[arg(long)]
    pub off: bool,
}

/// What to note.
#[derive(Debug, Args)]
pub struct Note {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The id of the question
    pub question: String,
    /// The words; without any, what is there is shown; "" takes it back
    pub words: Option<String>,
    /// Keep them as a hint of your own, the first to be shown
    #[arg(long)]
    pub mnemonic: bool,
}

/// What to accept.
#[derive(Debug, Args)]
pub struct Accept {
    /// A folder, a file, or the id of a deck that is found
    pub deck: String,
    /// The id of the question
    pub question: String,
    /// The answer; without any, those you have added are shown
    pub answer: Option<String>,
    /// Take it as right no more
    #[arg(long, requires = "answer")]
    pub off: bool,
}
