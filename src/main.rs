//! The program: parse, run, print what is to be said, exit with the contract's status.

use std::process::ExitCode;

use clap::Parser;
use winwin::cli::Cli;
use winwin::commands;

/// Reading makes millions of small texts: with the C library's allocator half of the time of a large table goes there.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(e) => {
            // Help and version are no mistakes; a closed pipe is none either.
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    ExitCode::from(commands::guarded(cli.command))
}
