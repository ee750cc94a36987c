//! What can be wrong with a result file, in words and as a name for programs.

/// What is wrong with a file. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It has no first line of a sitting at all.
    NoResult,
    /// It is of another paper, or of another sealing of the same.
    OtherPaper,
    /// Its lines are made in a way that this program does not know.
    OtherVersion,
    /// It cannot be read at all; why.
    Unreadable(String),
    /// This line is not as it was written.
    Altered(usize),
    /// This line is as it was written, but belongs elsewhere: lines are missing, were moved or put in.
    Moved(usize),
    /// The file ends in the middle of this line.
    Torn(usize),
    /// This line is bound as it should be, yet makes no sense: somebody wrote the chain anew.
    Forged(usize),
}

impl Fault {
    /// In words, for a person.
    pub fn words(&self) -> String {
        match self {
            Self::NoResult => "not a result file".to_owned(),
            Self::OtherPaper => "made for another paper".to_owned(),
            Self::OtherVersion => "another version of shiken made it".to_owned(),
            Self::Unreadable(why) => format!("cannot be read: {why}"),
            Self::Altered(line) => format!("altered at line {line}"),
            Self::Moved(line) => format!("lines missing or moved before line {line}"),
            Self::Torn(line) => format!("cut in line {line}"),
            Self::Forged(line) => format!("line {line} makes no sense: written by another program"),
        }
    }

    /// The name in `--json` and `--csv`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoResult => "no result",
            Self::OtherPaper => "other paper",
            Self::OtherVersion => "other version",
            Self::Unreadable(_) => "unreadable",
            Self::Altered(_) | Self::Forged(_) => "altered",
            Self::Moved(_) => "lines missing or moved",
            Self::Torn(_) => "cut",
        }
    }
}
