//! The commands: each reads its arguments, asks the edge for what it needs, lets the core decide, and prints.

mod advise;
mod args;
mod backlog;
mod check;
mod choose;
mod class;
mod confused;
mod deck;
mod desk;
mod diff;
mod doctor;
mod exam;
mod explain;
mod files;
mod fit;
mod fix;
mod fmt;
mod foresight;
mod fresh;
mod goal;
mod items;
mod list;
mod log;
mod log_file;
mod new;
mod own;
mod plan;
mod preferences;
mod prepare;
mod preview;
mod progress;
mod pursue;
mod renames;
mod report;
mod schema;
mod settings;
mod sittings;
mod stats;
mod study;
mod sync;
mod today;
mod try_;
mod undo;
mod user;
mod watch;
mod why;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::{CommandFactory, Parser};

use crate::error::{Error, Exit, Result};
use crate::library;
use crate::terminal::Facts;
use crate::terminal::table::Form;
use crate::text;
use crate::world::World;
use args::{Cli, Command};

/// Runs the program and says how it ends. What is wrong is said on standard error.
pub fn main(args: impl IntoIterator<Item = OsString>) -> Exit {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            drop(error.print());
            return if error.use_stderr() { Exit::Usage } else { Exit::Done };
        }
    };
    match World::ask().and_then(|world| run(cli, &world)) {
        Ok(exit) => exit,
        Err(error) => {
            aside(&format!("error: {error}"));
            error.exit
        }
    }
}

fn run(cli: Cli, world: &World) -> Result<Exit> {
    let user = cli.user.as_deref();
    match cli.command {
        Command::Study(args) => study::study(world, user, &args),
        Command::Goal(args) => goal::goal(world, user, args),
        Command::Plan(args) => plan::plan(world, user, &args),
        Command::Backlog(args) => backlog::backlog(world, user, &args),
        Command::Exam(args) => exam::exam(world, user, &args),
        Command::Items(args) => items::items(world, &args),
        Command::Check(args) => {
            let colour = world.screen.colour && world.screen.output;
            let form = if args.json { check::Form::Json } else { check::Form::Text { colour } };
            let paths = if args.paths.is_empty() { fmt::decks(Path::new(".")) } else { args.paths.clone() };
            if args.fix {
                fix::fix(&paths)?;
            }
            let check = || check::check(&paths, form, &mut io::stdout().lock(), &mut io::stderr().lock());
            if args.watch { watch::watch(&paths, check) } else { check() }
        }
        Command::Fmt(args) => fmt::fmt(world, &args),
        Command::Schema => schema::schema(),
        Command::New(command) => new::new(&command),
        Command::Preview(args) => {
            let preview = || preview::preview(world, &args);
            if !args.watch {
                return preview();
            }
            let path = library::resolve(&args.deck, &desk::roots(world))?;
            watch::watch(&[path], preview)
        }
        Command::Diff(args) => diff::diff(world, &args),
        Command::Deck(command) => deck::deck(world, user, command),
        Command::Explain { code } => explain::explain(world, code.as_deref()),
        Command::Try(args) => try_::try_(world, &args),
        Command::List(args) => list::list(world, user, &args),
        Command::Stats(args) => stats::stats(world, user, &args),
        Command::Fit(args) => fit::fit(world, user, &args),
        Command::Report(args) => report::report(world, user, &args),
        Command::Why(args) => why::why(world, user, &args),
        Command::Undo => undo::undo(world, user),
        Command::Suspend(args) => own::suspend(world, user, &args),
        Command::Note(args) => own::note(world, user, &args),
        Command::Accept(args) => own::accept(world, user, &args),
        Command::Log(command) => log::log(world, user, &command),
        Command::Sync(args) => sync::sync(world, user, &args),
        Command::Doctor(args) => doctor::doctor(world, user, &args),
        Command::User(command) => user::user(world, command),
        Command::Settings(args) => settings::settings(world, user, &args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "shiken", &mut script);
            print(&String::from_utf8_lossy(&script))
        }
        Command::Man { command } => manual(command.as_deref()),
    }
}

fn manual(command: Option<&str>) -> Result<Exit> {
    let mut whole = Cli::command();
    whole.build();
    let about = match command {
        None => whole,
        Some(name) => {
            let found = whole.find_subcommand(name).cloned();
            let missing = || Error::usage(format!("there is no command “{}”", text::terminal(name)));
            found.ok_or_else(|| missing().help("`shiken --help` lists them"))?
        }
    };
    let mut page = Vec::new();
    let written = clap_mangen::Man::new(about).render(&mut page);
    written.map_err(|error| Error::new(format!("the manual page could not be made: {error}")))?;
    print(&String::from_utf8_lossy(&page))
}

/// Prints to standard output. A reader that has seen enough, as in `shiken list | head`, is no error.
fn print(text: &str) -> Result<Exit> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(Exit::Done),
    }
}

/// A value for a program, on one line that steers no terminal.
fn print_json(value: &serde_json::Value) -> Result<Exit> {
    print(&crate::terminal::jsonl::out::json_line(value))
}

/// What the terminal is like, before the command line has its say.
fn facts(world: &World) -> Facts {
    let screen = world.screen;
    Facts {
        input_is_terminal: screen.input,
        output_is_terminal: screen.output,
        dumb: !screen.capable,
        colour: screen.colour && screen.output,
        utf8: screen.utf8,
        columns: screen.columns,
        ..Facts::default()
    }
}

/// How a table is printed: aligned for a person, tab-separated for a pipe.
fn form(world: &World) -> Form {
    if world.screen.output { Form::Aligned(facts(world).style()) } else { Form::Tabs }
}

/// Prints a line to standard error; if that is closed there is nobody to tell.
fn aside(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}
