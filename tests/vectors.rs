//! The vectors that runs keep for each other: safe under runs at once, safe to delete or damage, untouched with `--no-cache`.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::thread;

use common::{Run, Work, winwin_with};

const ELEMENTS: &str = "project,element\nFair,Prize draw at the entrance\nFair,Stage for school bands\n";

fn kpis(n: usize) -> String {
    format!("department,kpi,direction\nSales,Orders taken at stand {n},increase\nService,Complaints about queue {n},decrease\n")
}

fn score(work: &Work, kpis: &str, cache: &str, more: &[&str]) -> Run {
    let cache = work.path(cache);
    let args = [&["score", "--kpis", kpis, "--elements", "elements.csv", "--encoder", "deep"], more].concat();
    winwin_with(&work.path("."), &args, &[("XDG_CACHE_HOME", cache.to_str().unwrap())]).ended(0)
}

#[test]
fn runs_at_once_leave_a_file_that_the_next_one_reads() {
    let work = Work::new();
    work.write("elements.csv", ELEMENTS);
    let names: Vec<String> = (0..4).map(|n| format!("kpis-{n}.csv")).collect();
    for (n, name) in names.iter().enumerate() {
        work.write(name, &kpis(n));
    }
    let fresh: Vec<String> = names.iter().map(|name| score(&work, name, "none", &["--no-cache"]).out).collect();
    thread::scope(|scope| {
        for (name, fresh) in names.iter().zip(&fresh) {
            let work = &work;
            scope.spawn(move || assert_eq!(&score(work, name, "cache", &[]).out, fresh));
        }
    });
    let kept = work.files("cache");
    assert_eq!(kept.keys().map(String::as_str).collect::<Vec<_>>(), ["winwin/vectors.bin"], "nothing half-written stays");
    // The texts of at least one of them, the elements' among them, are remembered: the file is whole.
    assert!(kept["winwin/vectors.bin"].starts_with(b"winwinV2"));
    for (name, fresh) in names.iter().zip(&fresh) {
        assert_eq!(&score(&work, name, "cache", &[]).out, fresh);
    }
    assert_eq!(work.files("cache").len(), 1);
}

#[test]
fn no_cache_neither_makes_nor_changes_nor_reads_the_file() {
    let work = Work::new();
    work.write("elements.csv", ELEMENTS).write("kpis.csv", &kpis(0));
    let fresh = score(&work, "kpis.csv", "cache", &["--no-cache"]).out;
    assert!(!work.path("cache").exists());
    score(&work, "kpis.csv", "cache", &[]);
    let kept = work.files("cache");
    work.write("kpis.csv", &kpis(1));
    score(&work, "kpis.csv", "cache", &["--no-cache"]);
    assert_eq!(work.files("cache"), kept);
    // A file of nonsense is neither read nor in the way.
    work.write("kpis.csv", &kpis(0)).write("cache/winwin/vectors.bin", "nonsense");
    assert_eq!(score(&work, "kpis.csv", "cache", &["--no-cache"]).out, fresh);
    assert_eq!(work.read("cache/winwin/vectors.bin"), "nonsense");
    assert_eq!(score(&work, "kpis.csv", "cache", &[]).out, fresh);
    std::fs::remove_dir_all(work.path("cache")).unwrap();
    assert_eq!(score(&work, "kpis.csv", "cache", &[]).out, fresh);
}
