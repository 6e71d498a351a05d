//! Tables as offices export them, each with what reading it must give: one folder a case, under tests/cases/reading.
//!
//! A folder holds the tables and `expected.txt` (its form: tests/common/expected.rs).
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::path::PathBuf;

use common::{expected, root};

fn cases() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/cases/reading")).unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    folders.sort();
    folders
}

#[test]
fn every_table_is_read_as_its_case_says() {
    let cases = cases();
    assert!(cases.len() >= 74, "{} cases", cases.len());
    let mut wrong = Vec::new();
    for folder in &cases {
        let name = folder.file_name().unwrap().to_str().unwrap();
        let (breaches, statements) = expected::breaches(folder);
        assert!(statements > 0, "{name} states nothing");
        wrong.extend(breaches.into_iter().map(|why| format!("{name}: {why}")));
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
