//! Args in, exit code out, nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(shiken::cli::main(std::env::args_os()).code())
}
