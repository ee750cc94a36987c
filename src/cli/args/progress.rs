//! What `shiken stats` and `shiken report` take.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use crate::time::Day;

/// Which figures.
#[derive(Debug, Args)]
#[command(after_help = "\
Pages:
shiken stats             today, what is due, what was right: everything at a glance
shiken stats calendar    a year of days, the streak, and what falls due in 30 days
shiken stats memory      what is recalled against what was foreseen; chances, stability, difficulty
shiken stats topics      by tag, by kind of term, by chapter
shiken stats hard        the hardest questions, leeches, and what is taken for something else
shiken stats time        by day, by hour, by day of the week
shiken stats sessions    the last sessions
shiken stats all         all of them

A deck may follow: shiken stats memory DECK. Figures on too few answers are withheld.
`shiken report --html FILE` makes a page of the same.")]
pub struct Stats {
    /// A page, one of those below, then a deck: a folder, a file, or the id of a deck that is found
    #[arg(value_name = "PAGE|DECK", num_args = 0..=2)]
    pub words: Vec<String>,
    /// Of what
    #[command(flatten)]
    pub scope: Scope,
    /// Words and ASCII only, a line for each value: for screen readers and scripts
    #[arg(long)]
    pub plain: bool,
    /// The same as data
    #[arg(long, conflicts_with = "plain")]
    pub json: bool,
}

/// What figures are about.
#[derive(Debug, Args)]
pub struct Scope {
    /// Only this deck: a folder, a file, or the id of a deck that is found
    #[arg(long, value_name = "DECK")]
    pub deck: Option<String>,
    /// Only questions with this tag; may be given several times
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Only answers since this day, such as 2026-09-01, or of the last days, such as 30d
    #[arg(long, value_name = "DAY")]
    pub since: Option<Since>,
}

/// Which report.
#[derive(Debug, Args)]
#[command(after_help = "\
One file with all pictures of `shiken stats all`, to be opened in a browser, printed or sent. It needs no network and
no script, and follows the light or dark look of the reader's system. It holds the wording of questions and what you
answered; nothing else of you but the user's name is in it.")]
pub struct Report {
    /// The page to write, `-` for standard output; an earlier report is replaced, anything else only with --force
    #[arg(long, value_name = "FILE", required = true)]
    pub html: PathBuf,
    /// Write over FILE even if it is no earlier report
    #[arg(long)]
    pub force: bool,
    /// Of what
    #[command(flatten)]
    pub scope: Scope,
}

/// Since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// From this day on.
    Day(Day),
    /// So many days up to today.
    Last(u32),
}

impl Since {
    /// The first day.
    pub fn first(self, today: Day) -> Day {
        match self {
            Self::Day(day) => day,
            Self::Last(days) => {
                Day(today.0.saturating_sub(i32::try_from(days).unwrap_or(i32::MAX).saturating_sub(1)))
            }
        }
    }
}

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_suffix('d').map(str::parse) {
            Some(Ok(0)) => return Err("1d is today, the least".to_owned()),
            Some(Ok(days)) => return Ok(Self::Last(days)),
            _ => {}
        }
        let date: Result<jiff::civil::Date, _> = text.parse();
        let refused = "write a day as 2026-09-01, or the last days as 30d";
        date.map(|date| Self::Day(Day::of_date(date))).map_err(|_| refused.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_a_day_or_a_number_of_days() {
        let today = Day::of_date("2026-11-23".parse().unwrap());
        let first = |text: &str| text.parse::<Since>().map(|since| since.first(today).to_string());
        assert_eq!(first("2026-09-01").unwrap(), "2026-09-01");
        assert_eq!(first("1d").unwrap(), "2026-11-23");
        assert_eq!(first("30d").unwrap(), "2026-10-25");
        for refused in ["0d", "d", "yesterday", "30", ""] {
            assert!(first(refused).is_err(), "{refused}");
        }
    }
}
