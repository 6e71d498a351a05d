//! reports/ holds the output of the worked example as the program writes it: a new run changes no byte.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, files, root, winwin_in};

#[test]
fn the_committed_reports_are_those_of_this_version() {
    let out = Work::new();
    let folder = out.path("out");
    winwin_in(root(), &["analyze", "data/lifestyle-summit", "--out", folder.to_str().unwrap()]).ended(0);
    let mut changed = Vec::new();
    let mut projects = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        let project = entry.file_name().into_string().unwrap();
        let kept = root().join("reports").join(&project);
        let again = "cargo run -- analyze data/lifestyle-summit";
        assert!(kept.is_dir() || !entry.path().is_dir(), "reports/{project} is missing: commit what `{again}` writes");
        if !entry.path().is_dir() {
            let same = std::fs::read(&kept).is_ok_and(|bytes| bytes == std::fs::read(entry.path()).unwrap());
            changed.extend((!same).then_some(format!("reports/{project}")));
            continue;
        }
        projects += 1;
        let (kept, made) = (files(&kept), files(&entry.path()));
        changed.extend(made.keys().filter(|path| !kept.contains_key(*path)).map(|path| format!("reports/{project}/{path} (missing)")));
        changed.extend(
            kept.keys().filter(|path| !made.contains_key(*path)).map(|path| format!("reports/{project}/{path} (not written any more)")),
        );
        changed.extend(
            made.iter()
                .filter(|(path, bytes)| kept.get(*path).is_some_and(|k| k != *bytes))
                .map(|(path, _)| format!("reports/{project}/{path}")),
        );
    }
    assert_eq!(projects, 2);
    assert!(changed.is_empty(), "differ from a new run:\n{}", changed.join("\n"));
}
