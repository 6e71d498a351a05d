//! The vectors that runs keep for each other: used, bounded, safe under runs at once, safe to delete or damage, untouched with `--no-cache`.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::{fs, thread};

use common::{Run, Work, records, winwin_with};
use winwin::score::judge::encoder::{Side, Vector, WIDTH};
use winwin::score::judge::fingerprint;
use winwin::score::judge::memory::{MOST, Memory};

const ELEMENTS: &str = "project,element\nFair,Prize draw at the entrance\nFair,Stage for school bands\n";
const DRAW: &str = "Prize draw at the entrance";
const STAGE: &str = "Stage for school bands";

/// Where the file of a cache folder named `cache` lies.
const FILE: &str = "cache/winwin/vectors.bin";
/// Bytes before the first record: a mark and whose vectors they are.
const HEAD: usize = 16;
const KEY: usize = 16;
/// Bytes of a record: key, vector, and the checksum of both.
const RECORD: usize = KEY + 4 * WIDTH + 8;

fn kpis(n: usize) -> String {
    format!("department,kpi,direction\nSales,Orders taken at stand {n},increase\nService,Complaints about queue {n},decrease\n")
}

fn score(work: &Work, kpis: &str, cache: &str, more: &[&str]) -> Run {
    let cache = work.path(cache);
    let args = [&["score", "--kpis", kpis, "--elements", "elements.csv", "--encoder", "deep"], more].concat();
    winwin_with(&work.path("."), &args, &[("XDG_CACHE_HOME", cache.to_str().unwrap())]).ended(0)
}

/// The vector that a file of vectors has for an element.
fn vector(kept: &[u8], text: &str) -> Option<Vector> {
    let mut memory = Memory::new(fingerprint());
    memory.load(kept);
    memory.get(Side::Element, text)
}

/// Where in a file the record of an element begins.
fn place(kept: &[u8], text: &str) -> usize {
    let vector: Vec<u8> = vector(kept, text).unwrap().iter().flat_map(|x| x.to_le_bytes()).collect();
    let at: Vec<usize> = (HEAD..kept.len()).step_by(RECORD).filter(|at| kept[at + KEY..].starts_with(&vector)).collect();
    assert_eq!(at.len(), 1, "{text}");
    at[0]
}

/// Makes a record valid again after a change.
fn seal(record: &mut [u8]) {
    let (text, sum) = record.split_at_mut(RECORD - 8);
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    sum.copy_from_slice(&hasher.finish().to_le_bytes());
}

/// What `score` says of the KPI about orders and an element.
fn orders(run: &Run, element: &str) -> [String; 3] {
    let rows = records(&run.out);
    let row = rows.iter().find(|r| r["kpi"].starts_with("Orders") && r["element"] == element).unwrap();
    // Whatever else tells elements apart would not change places with their vectors.
    assert_eq!(["semantic", "lexical", "driver"].map(|c| row[c].as_str()), ["0.0"; 3], "{element}");
    ["overlap", "helps", "hurts"].map(|column| row[column].clone())
}

#[test]
fn a_kept_vector_stands_for_its_text_unless_the_cache_is_left_out() {
    let work = Work::new();
    work.write("elements.csv", ELEMENTS).write("kpis.csv", &kpis(0));
    let fresh = score(&work, "kpis.csv", "cache", &[]);
    let (draw, stage) = (orders(&fresh, DRAW), orders(&fresh, STAGE));
    assert!((0..3).all(|n| draw[n] != stage[n]), "{draw:?} {stage:?}");
    let mut kept = fs::read(work.path(FILE)).unwrap();
    let (one, other) = (place(&kept, DRAW), place(&kept, STAGE));
    for n in KEY..KEY + 4 * WIDTH {
        kept.swap(one + n, other + n);
    }
    // Records that do not fit their checksums are no vectors: both texts are read anew.
    fs::write(work.path(FILE), &kept).unwrap();
    assert_eq!(score(&work, "kpis.csv", "cache", &[]).out, fresh.out);
    assert_ne!(fs::read(work.path(FILE)).unwrap(), kept, "and are kept again");
    seal(&mut kept[one..one + RECORD]);
    seal(&mut kept[other..other + RECORD]);
    fs::write(work.path(FILE), &kept).unwrap();
    let exchanged = score(&work, "kpis.csv", "cache", &[]);
    assert_eq!((orders(&exchanged, DRAW), orders(&exchanged, STAGE)), (stage, draw));
    assert_eq!(score(&work, "kpis.csv", "cache", &["--no-cache"]).out, fresh.out);
    assert!(fs::read(work.path(FILE)).unwrap() == kept, "no run had anything new to keep");
}

#[test]
fn a_full_file_loses_the_vectors_that_were_asked_for_longest_ago() {
    let work = Work::new();
    work.write("elements.csv", ELEMENTS).write("kpis.csv", &kpis(0));
    score(&work, "kpis.csv", "cache", &[]);
    let kept = fs::read(work.path(FILE)).unwrap();
    let mut full = kept[..HEAD].to_vec();
    for text in [STAGE, DRAW] {
        full.extend_from_slice(&kept[place(&kept, text)..][..RECORD]);
    }
    for n in 2..MOST {
        let mut record = vec![0; RECORD];
        record[..8].copy_from_slice(&n.to_le_bytes());
        seal(&mut record);
        full.extend(record);
    }
    assert_eq!(full.len(), HEAD + MOST * RECORD);
    assert!(full.len() < 13_000_000, "README.md names the bound");
    fs::write(work.path(FILE), &full).unwrap();
    // Three texts are new, both KPIs among them: three have to go.
    work.write("elements.csv", "project,element\nFair,Prize draw at the entrance\nFair,Parking in the meadow\n");
    score(&work, "kpis.csv", "cache", &[]);
    let after = fs::read(work.path(FILE)).unwrap();
    assert_eq!(after.len(), full.len());
    assert_eq!(vector(&after, STAGE), None, "the first of the file");
    let asked = after.len() - 4 * RECORD;
    assert!(after[HEAD..asked] == full[HEAD + 4 * RECORD..], "two more went, and the others keep their order");
    assert!(place(&after, DRAW) >= asked, "the second of the file was asked for again");
    assert!(place(&after, "Parking in the meadow") >= asked);
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
    assert!(kept["winwin/vectors.bin"].starts_with(b"winwinV3"));
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
