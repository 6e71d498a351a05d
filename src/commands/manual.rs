//! `winwin completions` and `winwin man`: what the program tells of its own command line.

use crate::cli::manual::{self, Completions, Man};
use crate::commands::Told;
use crate::error::{Error, Message};
use crate::lang::Lang;
use crate::report::{Artifact, write};

/// Prints the completions of a shell.
pub fn completions(flags: &Completions) -> Result<(), Told> {
    print(&flags.script())
}

/// Prints one manual page, or writes all of them into a folder.
pub fn man(flags: &Man) -> Result<(), Told> {
    let failed = |reason: String| (Error::Failed(Message::Internal { what: "winwin.1".to_owned(), reason }), Lang::En);
    let Some(folder) = &flags.out else {
        return print(&manual::page().map_err(|e| failed(e.to_string()))?);
    };
    let pages = manual::all_pages().map_err(|e| failed(e.to_string()))?;
    let pages: Vec<Artifact> = pages.into_iter().map(|(path, bytes)| Artifact { path, bytes }).collect();
    write::together(folder, &pages).map_err(|m| (Error::Failed(m), Lang::En))
}

fn print(bytes: &[u8]) -> Result<(), Told> {
    write::print(bytes).map_err(|m| (Error::Failed(m), Lang::En))
}
