//! Args in, exit code out, nothing else.

use std::process::ExitCode;

/// Decks and logs are many small pieces of memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    ExitCode::from(shiken::cli::main(std::env::args_os()).code())
}
