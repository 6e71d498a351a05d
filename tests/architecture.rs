//! The rules that keep the source readable, held against the source itself. A breach is told with its file and line.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each module may use the modules before it and itself. The crate doc in src/lib.rs shows the same line.
const ORDER: &str = "text < model < error < read < score < analysis < lang < chart < pictures < report < cli < commands < main";

/// Dependencies that stand in the manifest only to turn a feature on in a crate of theirs.
const FOR_A_FEATURE: &[&str] = &["matrixmultiply"];

/// What only some files may name, and those files. A folder ends with `/`.
const CONFINED: &[(&str, &[&str])] = &[
    ("clap", &["src/cli.rs", "src/cli/", "src/main.rs"]),
    ("clap_complete", &["src/cli/manual.rs"]),
    ("clap_mangen", &["src/cli/manual.rs"]),
    ("indicatif", &["src/commands/screen.rs"]),
    ("terminal_size", &["src/commands/screen.rs"]),
    ("zip", &["src/read/workbook.rs", "src/read/workbook/", "src/report/office.rs"]),
    ("quick_xml", &["src/read/workbook/ods.rs"]),
    ("csv", &["src/read/delimited.rs"]),
    ("calamine", &["src/read/workbook.rs"]),
    ("encoding_rs", &["src/read/encoding.rs"]),
    ("chardetng", &["src/read/encoding.rs"]),
    ("plotters", &["src/chart/backend.rs", "src/chart/paint.rs"]),
    ("plotters_backend", &["src/chart/backend.rs", "src/chart/paint.rs"]),
    ("tiny_skia", &["src/chart/"]),
    ("skrifa", &["src/chart/"]),
    ("fontdb", &["src/chart/system.rs"]),
    ("png", &["src/chart/indexed.rs", "src/chart/logo.rs", "src/chart/paint.rs"]),
    ("base64", &["src/chart/svg.rs", "src/report/html/"]),
    ("polars", &["src/read/arrow.rs", "src/report/tables/"]),
    ("polars_arrow", &["src/read/arrow.rs", "src/report/tables/stream.rs"]),
    ("polars_io", &["src/read/arrow.rs", "src/report/tables/"]),
    ("schemars", &["src/report/summary.rs", "src/report/summary/"]),
    ("rustix", &["src/report/write/swap.rs"]),
    ("signal_hook", &["src/report/write/stopped.rs"]),
    ("tempfile", &["src/report/write/staged.rs"]),
    ("candle_core", &["src/score/judge/attention.rs", "src/score/judge/encoder.rs", "src/score/judge/ops.rs"]),
    ("ndarray", &["src/score/judge/attention.rs", "src/score/product.rs"]),
    ("pulp", &["src/score/wide.rs"]),
    ("safetensors", &["src/score/judge/weights.rs"]),
    ("tokenizers", &["src/score/judge/pieces.rs"]),
    ("half", &["src/score/judge/weights.rs"]),
    ("dirs", &["src/commands/vectors.rs"]),
    ("toml", &["src/read/config.rs", "src/read/config/"]),
    ("minijinja", &["src/report/html.rs"]),
    ("sha2", &["src/report/html/digest.rs"]),
    ("pulldown_cmark", &["src/report/html/markup.rs"]),
    ("jieba_rs", &["src/text/"]),
    ("unicode_normalization", &["src/report/names/alike.rs"]),
    ("std::fs", &["src/read/files.rs", "src/report/write.rs", "src/report/write/", "src/chart/system.rs"]),
    (
        "rayon",
        &[
            "src/read/rows.rs",
            "src/score/mod.rs",
            "src/score/bulk/mod.rs",
            "src/score/fast/mod.rs",
            "src/score/judge/",
            "src/analysis/mod.rs",
            "src/analysis/plan/",
            "src/commands/analyze.rs",
            "src/commands/painted.rs",
            "src/commands/score/",
            "src/commands/threads.rs",
        ],
    ),
    ("Timestamp::now", &["src/cli/values.rs"]),
    ("Zoned::now", &["src/cli/values.rs"]),
    ("SystemTime", &["src/cli/values.rs"]),
    ("Instant", &["src/cli/values.rs"]),
    // Looked up only: an order that changes from run to run must not reach a result.
    (
        "HashMap",
        &[
            "src/model/unit/lookup.rs",
            "src/score/bulk/sides.rs",
            "src/score/judge/",
            "src/score/knowledge/tables.rs",
            "src/score/lexical.rs",
            "src/score/tokens.rs",
            "src/text/runs.rs",
            "src/text/words.rs",
        ],
    ),
    ("HashSet", &[]),
];

const LONGEST: usize = 400;

struct Source {
    /// From the root, parted by `/`.
    path: String,
    text: String,
    /// The lines outside test modules, without comments and the insides of strings.
    code: Vec<String>,
}

impl Source {
    /// The module at the top of the crate that the file belongs to; empty for lib.rs.
    fn module(&self) -> &str {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let top = inner.split('/').next().unwrap_or_default();
        if top == "lib" { "" } else { top }
    }
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            // What the fuzz targets were built into is not the project's.
            if !path.ends_with("fuzz/target") {
                files(&path, found);
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join(folder), &mut paths);
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let path = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let tests = path.ends_with("/tests.rs") || path.contains("/tests/");
        let code = if tests { Vec::new() } else { code(&text) };
        Source { path, text, code }
    };
    paths.iter().map(read).collect()
}

/// Blanks comments and the insides of strings and characters, and stops at the test module, which stands last by convention.
fn code(text: &str) -> Vec<String> {
    let all: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut i = 0;
    while i < all.len() {
        let rest = |n: usize| all.get(i + n).copied().unwrap_or('\0');
        match all[i] {
            '/' if rest(1) == '/' => {
                while i < all.len() && all[i] != '\n' {
                    i += 1;
                }
                continue;
            }
            'r' if matches!(rest(1), '"' | '#') && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                let hashes = all[i + 1..].iter().take_while(|c| **c == '#').count();
                if rest(1 + hashes) == '"' {
                    let close: String = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                    i += 2 + hashes;
                    while i < all.len() && !all[i..].iter().take(close.len()).eq(close.chars().collect::<Vec<_>>().iter()) {
                        out.extend((all[i] == '\n').then_some('\n'));
                        i += 1;
                    }
                    i += close.len();
                    out.push_str("\"\"");
                    continue;
                }
                out.push('r');
            }
            '"' => {
                i += 1;
                while i < all.len() && all[i] != '"' {
                    if all[i] == '\\' {
                        i += 1;
                    }
                    out.extend((all.get(i) == Some(&'\n')).then_some('\n'));
                    i += 1;
                }
                out.push_str("\"\"");
            }
            // A character, not a lifetime.
            '\'' if rest(1) == '\\' || rest(2) == '\'' => {
                i += if rest(1) == '\\' { 3 } else { 2 };
                while i < all.len() && all[i] != '\'' {
                    i += 1;
                }
            }
            c => out.push(c),
        }
        i += 1;
    }
    let lines: Vec<String> = out.lines().map(str::to_owned).collect();
    let tests = |n: &usize| {
        let after = lines[*n..].iter().map(|l| l.trim()).find(|l| !l.starts_with("#["));
        lines[*n].trim() == "#[cfg(test)]" && after.is_some_and(|l| l.contains("mod tests"))
    };
    let end = (0..lines.len()).find(tests).unwrap_or(lines.len());
    lines[..end].to_vec()
}

/// Whether a line names something as a whole path segment (`csv::`, `use csv;`), not as a part of a longer word.
fn names(line: &str, what: &str) -> bool {
    line.match_indices(what).any(|(at, _)| {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let before = line[..at].chars().next_back().unwrap_or(' ');
        let rest = &line[at + what.len()..];
        let alone = !word(before) && before != ':' || what.contains("::") && !word(before);
        let starts_upper = what.starts_with(char::is_uppercase);
        let path = rest.starts_with("::") || line.trim_start().starts_with("use ") && !rest.starts_with(word);
        (alone || starts_upper && !word(before)) && (path || (starts_upper || what.contains("::")) && !rest.starts_with(word))
    })
}

fn breaches(found: Vec<String>) {
    assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
}

#[test]
fn modules_use_only_those_before_them() {
    let order: Vec<&str> = ORDER.split(" < ").collect();
    let mut found = Vec::new();
    let mut seen = 0;
    for source in sources("src") {
        let module = source.module();
        if module.is_empty() {
            continue;
        }
        let Some(place) = order.iter().position(|m| *m == module) else {
            found.push(format!("{}:1: the module {module} is not in the order", source.path));
            continue;
        };
        for (n, line) in source.code.iter().enumerate() {
            for (at, start) in [("crate::", "crate::"), ("winwin::", "winwin::")]
                .into_iter()
                .flat_map(|(m, s)| line.match_indices(m).map(move |(a, _)| (a, s)))
            {
                let used: String = line[at + start.len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                seen += 1;
                // The charts know nothing of what they show.
                let allowed = match module {
                    "chart" => used == "chart",
                    _ => order.iter().position(|m| *m == used).is_some_and(|p| p <= place),
                };
                if !allowed {
                    found.push(format!("{}:{}: {module} uses {used}", source.path, n + 1));
                }
            }
            // Ways around the order, and around the list of confined names.
            let inner = source.path.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
            let to_root = "super::".repeat(inner.split('/').count());
            if [to_root.as_str(), "use crate::{", "use std::{", "extern crate"].iter().any(|way| line.contains(way)) {
                found.push(format!("{}:{}: name the module in the path: {}", source.path, n + 1, line.trim()));
            }
        }
    }
    assert!(seen > 150, "only {seen} imports were found: does the test still read the source?");
    breaches(found);
}

#[test]
fn the_crate_doc_shows_the_same_order() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let doc: Vec<&str> = lib.lines().filter_map(|l| l.strip_prefix("//!")).map(str::trim).collect();
    assert!(doc.join(" ").contains(ORDER), "src/lib.rs:1: the crate doc must show the order of the modules: {ORDER}");
}

#[test]
fn crates_and_the_machine_are_reached_from_their_place_alone() {
    let all = sources("src");
    let mut found = Vec::new();
    for (what, places) in CONFINED {
        let may = |path: &str| places.iter().any(|p| if p.ends_with('/') { path.starts_with(p) } else { path == *p });
        let mut used = false;
        for source in &all {
            for (n, line) in source.code.iter().enumerate().filter(|(_, line)| names(line, what)) {
                used = true;
                if !may(&source.path) {
                    found.push(format!("{}:{}: {what} belongs to {places:?}: {}", source.path, n + 1, line.trim()));
                }
            }
        }
        for place in places.iter().filter(|p| p.ends_with(".rs")) {
            if !all.iter().any(|s| s.path == **place) {
                found.push(format!("{place}:1: named for {what} in this test, but not there"));
            }
        }
        let clock_or_map = what.starts_with(char::is_uppercase);
        if !used && !clock_or_map {
            found.push(format!("Cargo.toml:1: {what} is named in this test, but no file uses it"));
        }
    }
    breaches(found);
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let all = sources("src");
    let section = manifest.lines().enumerate().skip_while(|(_, l)| *l != "[dependencies]").skip(1).take_while(|(_, l)| !l.starts_with('['));
    let mut found = Vec::new();
    let mut seen = 0;
    for (n, line) in section.filter(|(_, l)| !l.starts_with('#')) {
        let Some((name, _)) = line.split_once(" = ") else { continue };
        seen += 1;
        let path = name.replace('-', "_");
        if FOR_A_FEATURE.contains(&name) {
            continue;
        }
        if !all.iter().any(|s| s.code.iter().any(|l| names(l, &path))) {
            found.push(format!("Cargo.toml:{}: no file uses {name}", n + 1));
        }
    }
    assert!(seen >= 10, "{seen} dependencies read");
    breaches(found);
}

#[test]
fn nothing_outside_tests_can_panic_by_word() {
    let mut found = Vec::new();
    for source in sources("src") {
        for (n, line) in source.code.iter().enumerate() {
            let panics = [".unwrap()", ".expect(", "panic!", "todo!", "unimplemented!", "unreachable!"];
            if let Some(what) = panics.iter().find(|p| line.contains(**p)) {
                found.push(format!("{}:{}: {what}", source.path, n + 1));
            }
        }
    }
    breaches(found);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut found = Vec::new();
    for source in sources("src").into_iter().chain(sources("tests")) {
        let lines = source.text.lines().count();
        if lines > LONGEST {
            found.push(format!("{}:{lines}: {lines} lines, {LONGEST} at most", source.path));
        }
        let doc = source.text.lines().next().and_then(|l| l.strip_prefix("//! ")).unwrap_or_default();
        if doc.len() < 20 {
            found.push(format!("{}:1: no module doc on the first line", source.path));
        }
    }
    breaches(found);
}

#[test]
fn the_scanner_sees_code_and_not_words() {
    let text = "let a = \"crate::x\"; // csv::\nlet b = r#\"polars::\n\"#; csv::y();\nlet c = '\"'; fs::z();\n#[cfg(test)]\nmod tests {\n a.unwrap() }";
    let seen = code(text);
    assert_eq!(seen.len(), 4);
    assert!(!seen[0].contains("crate") && !seen[0].contains("csv"));
    assert!(names(&seen[2], "csv") && seen[3].contains("fs::z"));
    assert!(names("use csv;", "csv") && names("use rayon::prelude::*;", "rayon") && names("jiff::Timestamp::now()", "Timestamp::now"));
    assert!(!names("polars_csv::x()", "csv") && !names("tables::csv(&rows)", "csv") && !names("let csv = 1;", "csv"));
    assert!(names("let t = std::time::Instant::now();", "Instant") && !names("Instantly::x()", "Instant"));
    assert!(names("std::fs::read(p)", "std::fs") && names("use std::fs;", "std::fs"));
}
