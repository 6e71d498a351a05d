//! Completions and manual pages: every command and every flag is in them.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use clap::CommandFactory;
use common::Work;
use winwin::cli::Cli;

#[test]
fn every_shell_completes_every_command() {
    let work = Work::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = work.run(&["completions", shell]).ended(0);
        for command in Cli::command().get_subcommands() {
            assert!(run.out.contains(command.get_name()), "{shell}: {}", command.get_name());
        }
        assert!(run.out.contains("yes-line") && run.err.is_empty(), "{shell}");
    }
    work.run(&["completions", "tcsh"]).ended(2);
}

#[test]
fn one_page_holds_every_flag_and_a_folder_a_page_for_each_command() {
    let work = Work::new();
    let page = work.run(&["man"]).ended(0).out;
    assert!(page.contains(".TH winwin 1"), "{}", &page[..200.min(page.len())]);
    work.run(&["man", "--out", "man"]).ended(0);
    let pages = work.files("man");
    let commands: Vec<String> = Cli::command().get_subcommands().map(|c| c.get_name().to_owned()).collect();
    assert_eq!(pages.len(), commands.len() + 1);
    assert!(pages.contains_key("winwin.1") && commands.iter().all(|c| pages.contains_key(&format!("winwin-{c}.1"))), "{:?}", pages.keys());
    for command in Cli::command().get_subcommands() {
        let own = String::from_utf8(pages[&format!("winwin-{}.1", command.get_name())].clone()).unwrap();
        assert!(page.contains(&format!("WINWIN {}", command.get_name().to_uppercase())), "{}", command.get_name());
        for flag in command.get_arguments().filter_map(|a| a.get_long()) {
            // A hyphen is written as \- in these pages.
            let written = format!("\\-\\-{}", flag.replace('-', "\\-"));
            assert!(page.contains(&written) && own.contains(&written), "{} {flag}", command.get_name());
        }
    }
    assert_eq!(page, work.run(&["man"]).ended(0).out);
}
