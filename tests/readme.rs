//! README.md names every column with its other headers, and every command line in it is one that the program takes.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeSet;
use std::fs;

use clap::Parser;
use common::{Work, root};
use winwin::cli::{Cli, Command};
use winwin::read::columns::TableKind;

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap_or_else(|e| panic!("README.md: {e}"))
}

/// The row of the input table that a column must have: `| table | column | also | required |`.
fn row(kind: TableKind, column: &winwin::read::columns::Column) -> String {
    let required = if column.required { "yes" } else { "" };
    format!("| {} | {} | {} | {required} |", kind.name(), column.name, column.aliases.join(", "))
}

#[test]
fn every_column_and_every_other_header_is_named() {
    let text = readme();
    let mut missing = Vec::new();
    let kinds = TableKind::ALL.into_iter().filter(|k| *k != TableKind::Catalog);
    for kind in kinds {
        for column in kind.columns() {
            let words: BTreeSet<&str> = std::iter::once(column.name).chain(column.aliases.iter().copied()).collect();
            // A word elsewhere in the page is no documentation: one row names the table, the column and all its headers.
            let mut rows = text.lines().filter(|l| l.starts_with('|') && cell_named(l, kind.name()));
            if !rows.any(|l| words.iter().all(|w| cell_named(l, w))) {
                missing.push(row(kind, column));
            }
        }
    }
    assert!(missing.is_empty(), "README.md lacks {} rows (any order of cells and words will do):\n{}", missing.len(), missing.join("\n"));
}

/// Whether a row of a Markdown table lists a word, alone between separators.
fn cell_named(line: &str, word: &str) -> bool {
    let separators = ['|', ',', '、', '/', '·', '`', '*', ';', '(', ')'];
    line.split(separators).any(|part| part.trim() == word)
}

/// Command lines in fenced blocks, as words, without what is piped or redirected. A line that ends with `\` goes on.
fn command_lines(text: &str) -> Vec<Vec<String>> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.replace("\\\n", " ").lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        let line = line.trim().trim_start_matches("$ ");
        let line = line.strip_prefix("cargo run --release -- ").map_or(line.to_owned(), |rest| format!("winwin {rest}"));
        let line = line.trim_start_matches("./target/release/").trim_start_matches("target/release/");
        if fenced && (line == "winwin" || line.starts_with("winwin ")) {
            found.push(words(line));
        }
    }
    found
}

/// Splits as a shell does, as far as a README needs: quotes, and an end at `|`, `>`, `#`.
fn words(line: &str) -> Vec<String> {
    let (mut all, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), c) => word.push(c),
            (None, '"' | '\'') => (quote, open) = (Some(c), true),
            (None, '|' | '>' | '#') if word.is_empty() => break,
            (None, c) if c.is_whitespace() => {
                if open || !word.is_empty() {
                    all.push(std::mem::take(&mut word));
                }
                open = false;
            }
            (None, c) => word.push(c),
        }
    }
    if open || !word.is_empty() {
        all.push(word);
    }
    all
}

#[test]
fn every_command_line_is_taken() {
    let lines = command_lines(&readme());
    assert!(!lines.is_empty(), "README.md shows no command line");
    let mut shown = BTreeSet::new();
    for line in &lines {
        let cli = Cli::try_parse_from(line).unwrap_or_else(|e| {
            assert!(!e.use_stderr(), "{}: {e}", line.join(" "));
            // Help and version are taken too.
            Cli { command: Command::Licences }
        });
        if let Command::Analyze(flags) = cli.command {
            shown.insert("analyze");
            // What the page says of the examples in this repository can be tried as written.
            if let Some(dir) = flags.dir.as_ref().filter(|d| d.starts_with("data")) {
                assert!(root().join(dir).is_dir(), "{} is not there", dir.display());
                let (out, args) = (Work::new(), line[1..].iter().map(String::as_str).collect::<Vec<_>>());
                let folder = out.path("out");
                let mut args: Vec<&str> = args.into_iter().collect();
                if let Some(at) = args.iter().position(|a| *a == "--out") {
                    args.drain(at..(at + 2).min(args.len()));
                }
                args.extend(["--out", folder.to_str().unwrap()]);
                common::winwin_in(root(), &args).ended(0);
            }
        }
    }
    assert!(shown.contains("analyze"), "README.md does not show the main command");
}

#[test]
fn every_flag_of_the_command_table_is_one() {
    let text = readme();
    let mut named = BTreeSet::new();
    for line in text.lines().filter(|l| l.starts_with("| `winwin ")) {
        let command = line["| `winwin ".len()..].split([' ', '`']).next().unwrap();
        let help = Work::new().run(&[command, "--help"]).ended(0).out;
        for (at, _) in line.match_indices("--") {
            let flag: String = line[at..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            let known = help.split_whitespace().any(|word| word.trim_end_matches([',', '.']) == flag);
            assert!(known, "README.md: winwin {command} has no {flag}");
        }
        named.insert(command);
    }
    let all = ["analyze", "check", "eval", "explain", "learn", "licences", "score"];
    assert!(all.iter().all(|c| named.contains(c)), "the table of commands names {named:?}");
}

#[test]
fn command_lines_are_read_as_a_shell_reads_them() {
    let text = "```sh\n$ winwin explain --kpi \"Waste per visitor\" \\\n  --element 'a b' | head # c\nls\n```\nwinwin outside\n";
    assert_eq!(command_lines(text), [["winwin", "explain", "--kpi", "Waste per visitor", "--element", "a b"]]);
    assert!(cell_named("| kpis | target | 目标, 目标值 | |", "目标值") && !cell_named("| 目标值 |", "目标"));
}

#[test]
fn the_pages_and_pictures_it_points_to_are_there() {
    let text = readme();
    let mut links = 0;
    for (at, _) in text.match_indices("](") {
        let target: String = text[at + 2..].chars().take_while(|c| *c != ')' && *c != '#' && *c != ' ').collect();
        if target.is_empty() || target.contains("://") {
            continue;
        }
        let path = target.trim_matches(|c| c == '<' || c == '>').replace("%20", " ");
        assert!(root().join(&path).exists(), "README.md points to {path}");
        links += 1;
    }
    assert!(links > 0, "README.md points to nothing: not even a picture");
}
