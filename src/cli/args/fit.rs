//! What `shiken fit` takes.

use clap::Args;

/// How the memory model is fitted.
#[derive(Debug, Args)]
#[command(after_help = "\
shiken fit                  fit the memory model to your answers; adopted if it foresees later ones better
shiken fit --dry-run        the same, and nothing is changed
shiken fit --undo           go back to the parameters before
shiken fit --reset          go back to the defaults
shiken fit --advise         what each desired retention would cost and keep; `shiken settings retention 0.85` sets it

What is fitted and how it is judged: docs/memory.md.")]
pub struct Fit {
    /// Decks to advise on: folders, files, or ids; without any, all that are found
    #[arg(value_name = "DECK", requires = "advise")]
    pub decks: Vec<String>,
    /// Adopt nothing, whatever comes of it
    #[arg(long)]
    pub dry_run: bool,
    /// Take back the parameters that were adopted last
    #[arg(long, conflicts_with_all = ["dry_run", "reset", "advise"])]
    pub undo: bool,
    /// Go back to the defaults, which fit most people
    #[arg(long, conflicts_with_all = ["dry_run", "advise"])]
    pub reset: bool,
    /// What each desired retention would cost in minutes a day, and keep
    #[arg(long, conflicts_with = "dry_run")]
    pub advise: bool,
    /// The same as data
    #[arg(long, conflicts_with_all = ["undo", "reset"])]
    pub json: bool,
}
