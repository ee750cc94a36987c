//! `shiken exam`: mock exams, papers to print, and sealed exams for a class; one file a command.

mod blueprint;
mod close;
mod grade;
mod paper;
mod results;
mod seal;
mod sealed;
mod sit;

use crate::cli::args::{Exam, ExamCommand};
use crate::error::{Exit, Result};
use crate::world::World;

pub(super) use close::settle;

pub(super) fn exam(world: &World, user: Option<&str>, args: &Exam) -> Result<Exit> {
    match &args.command {
        Some(ExamCommand::Results { number, json }) => results::results(world, user, *number, *json),
        Some(ExamCommand::Paper(args)) => paper::paper(world, args),
        Some(ExamCommand::Seal(args)) => seal::seal(world, args),
        Some(ExamCommand::Sit(args)) => sealed::sit(world, args),
        Some(ExamCommand::Grade(args)) => grade::grade(world, args),
        None => sit::sit(world, user, args),
    }
}
