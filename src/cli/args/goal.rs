//! What `shiken goal` and `shiken plan` take.

use clap::{Args, Subcommand};

/// Which exam.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
shiken goal DECK --exam 2026-12-15 --minutes 20 --target 90     set a goal
shiken study                                                    study what raises the score most
shiken plan                                                     see what to expect
shiken goal change --minutes 30                                 change it

Without anything, the goals are shown.")]
pub struct Goal {
    /// What to do with a goal that is set
    #[command(subcommand)]
    pub command: Option<GoalCommand>,
    /// The decks that the exam is about: folders, files, or ids of decks that are found
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// How it is
    #[command(flatten)]
    pub terms: Terms,
}

/// What a goal is made of.
#[derive(Debug, Args)]
pub struct Terms {
    /// The day of the exam, such as 2026-12-15; it is taken to be in the morning
    #[arg(long, value_name = "DATE")]
    pub exam: Option<jiff::civil::Date>,
    /// Minutes of study a day
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
    /// The score to reach, in percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub target: Option<u32>,
}

/// What to do with a goal.
#[derive(Debug, Subcommand)]
pub enum GoalCommand {
    /// Show the goals
    Show {
        /// The same as data
        #[arg(long)]
        json: bool,
    },
    /// Change the date, the minutes or the target
    Change {
        /// A deck of the goal, if there are several goals
        deck: Option<String>,
        /// What it shall be
        #[command(flatten)]
        terms: Terms,
    },
    /// Do not follow it for now: `shiken study` asks what is due, as without a goal
    Pause {
        /// A deck of the goal, if there are several goals
        deck: Option<String>,
    },
    /// Follow it again
    Resume {
        /// A deck of the goal, if there are several goals
        deck: Option<String>,
    },
    /// End it, before or after the exam; all progress is kept
    End {
        /// A deck of the goal, if there are several goals
        deck: Option<String>,
        /// The score of the exam in percent: `shiken plan` then shows how good the forecasts were
        #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
        score: Option<u32>,
    },
}

/// How to work off what is overdue.
#[derive(Debug, Args)]
#[command(after_help = "\
After a break there is more overdue than fits into a day. Then `shiken study` asks what is most worth saving first,
for so many minutes a day, and new questions wait. Without anything, it is shown how things stand.")]
pub struct Backlog {
    /// Minutes a day for it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub minutes: Option<u32>,
    /// Ask all that is due, and new questions as always
    #[arg(long, conflicts_with_all = ["minutes", "on"])]
    pub off: bool,
    /// Work off what is overdue first, as is usual
    #[arg(long, conflicts_with = "minutes")]
    pub on: bool,
    /// The same as data
    #[arg(long)]
    pub json: bool,
}

/// Which plan.
#[derive(Debug, Args)]
pub struct Plan {
    /// The decks of the goal; without any, those of the next exam
    #[arg(value_name = "DECK")]
    pub decks: Vec<String>,
    /// What to expect with so many minutes a day; may be given several times
    #[arg(long, value_name = "MINUTES", value_parser = clap::value_parser!(u32).range(1..=1440))]
    pub at: Vec<u32>,
    /// The minutes that a score needs, in percent; without it that of the goal, or 90
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub target: Option<u32>,
    /// Words and ASCII only: for screen readers and scripts
    #[arg(long)]
    pub plain: bool,
    /// The same as data
    #[arg(long, conflicts_with = "plain")]
    pub json: bool,
}
