//! What the program tells of its own command line: completions for shells, and manual pages.

use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::Cli;

/// Flags of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

impl Completions {
    /// The script for the shell.
    pub fn script(&self) -> Vec<u8> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "winwin", &mut script);
        script
    }
}

/// Flags of `man`.
#[derive(Debug, Args)]
pub struct Man {
    /// Write a page for the program and for each command into this folder, instead of one page on standard output
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// One page for the whole program: its own, then the options of each command under the command's name.
///
/// # Errors
/// None in practice: pages are written to memory.
pub fn page() -> std::io::Result<Vec<u8>> {
    let program = built();
    let man = clap_mangen::Man::new(program.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    for command in program.get_subcommands().filter(|c| !c.is_hide_set()) {
        let man = clap_mangen::Man::new(command.clone());
        page.extend(
            format!(".SH \"{}\"\n", command.get_display_name().unwrap_or(command.get_name()).replace('-', " ").to_uppercase()).bytes(),
        );
        let mut part = Vec::new();
        man.render_description_section(&mut part)?;
        man.render_synopsis_section(&mut part)?;
        man.render_options_section(&mut part)?;
        // Sections of a command are parts of the program's page.
        page.extend(String::from_utf8_lossy(&part).lines().filter(|l| !l.starts_with(".ie") && !l.starts_with(".el")).flat_map(|line| {
            let line = match line.strip_prefix(".SH ") {
                Some("DESCRIPTION") => String::new(),
                Some(name) => format!(".SS {name}\n"),
                None => format!("{line}\n"),
            };
            line.into_bytes()
        }));
    }
    man.render_version_section(&mut page)?;
    Ok(page)
}

/// All pages by file name, the program's first.
///
/// # Errors
/// None in practice: pages are written to memory.
pub fn all_pages() -> std::io::Result<Vec<(String, Vec<u8>)>> {
    let program = built();
    let commands: Vec<clap::Command> = program.get_subcommands().filter(|c| !c.is_hide_set()).cloned().collect();
    let mut pages = Vec::new();
    for command in std::iter::once(program).chain(commands) {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        let man = clap_mangen::Man::new(command);
        let mut page = Vec::new();
        man.render(&mut page)?;
        pages.push((format!("{name}.1"), page));
    }
    Ok(pages)
}

/// The command line with the names of its commands spelled out, and without the command that prints help.
fn built() -> clap::Command {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    program
}
