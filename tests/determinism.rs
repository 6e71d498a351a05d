//! The same tables give the same bytes on every machine, and the order of their rows changes no figure.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;

use common::{EXAMPLES, Work, number, texts, winwin_with};
use serde_json::Value;

/// What may differ between two machines: threads, zone, language, fonts, home and width of the terminal. Several at once, so that few runs
/// tell whether any of them matters.
fn surroundings(home: &str) -> [(&'static str, Vec<(&'static str, &str)>); 3] {
    const NOWHERE: &str = "/nonexistent/fonts.conf";
    [
        (
            "far east, 1 thread",
            vec![("RAYON_NUM_THREADS", "1"), ("TZ", "Pacific/Kiritimati"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")],
        ),
        ("far west, 2 threads", vec![("RAYON_NUM_THREADS", "2"), ("TZ", "Pacific/Niue"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "C")]),
        (
            "bare",
            vec![("FONTCONFIG_FILE", NOWHERE), ("FONTCONFIG_PATH", NOWHERE), ("HOME", home), ("XDG_DATA_HOME", home), ("COLUMNS", "40")],
        ),
    ]
}

/// Runs commands on an example in all surroundings; every file that they write and all that they say is to be the same. In an argument
/// `@dir` is the folder of the tables, and `@out` the one for what is written. Gives the names of the files.
fn same_anywhere(example: &str, commands: &[&[&str]]) -> Vec<String> {
    let tables = Work::of_example(example);
    let (elsewhere, home) = (Work::new(), Work::new());
    let (dir, home) = (tables.path("."), home.path("."));
    let (dir, home) = (dir.to_str().unwrap(), home.to_str().unwrap());
    let mut first: Option<(BTreeMap<String, Vec<u8>>, String)> = None;
    for (n, (name, env)) in surroundings(home).iter().enumerate() {
        let out = Work::new();
        let written = out.path("out");
        std::fs::create_dir(&written).unwrap();
        // In the folder of the tables it is named as people name it, from elsewhere by its whole path.
        let (folder, given) = if n % 2 == 0 { (tables.path("."), ".") } else { (elsewhere.path("."), dir) };
        let mut said = String::new();
        for command in commands {
            let args: Vec<String> = command.iter().map(|a| a.replace("@out", written.to_str().unwrap()).replace("@dir", given)).collect();
            let run = winwin_with(&folder, &args.iter().map(String::as_str).collect::<Vec<_>>(), env).ended(0);
            for text in [run.err, run.out] {
                said += &text.replace(out.path("").to_str().unwrap(), "").replace(&format!("{dir}/"), "").replace("./", "");
            }
        }
        let files = out.files("out");
        let Some((before, told)) = &first else {
            first = Some((files, said));
            continue;
        };
        assert_eq!(before.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>(), "{example}, {name}");
        let changed: Vec<&String> = files.iter().filter(|(path, bytes)| before[*path] != **bytes).map(|(path, _)| path).collect();
        assert!(changed.is_empty(), "{example}, {name}: {changed:?}");
        assert_eq!(*told, said, "{example}, {name}");
    }
    first.unwrap().0.into_keys().collect()
}

/// The files are of all these kinds.
fn of_kinds(files: &[String], endings: &[&str]) {
    for ending in endings {
        assert!(files.iter().any(|f| f.ends_with(ending)), "no {ending} in {files:?}");
    }
}

#[test]
fn threads_folder_zone_language_and_fonts_change_no_byte() {
    for example in EXAMPLES {
        let analyze = ["analyze", "@dir", "--scale", "1", "--format", "both", "--office", "--out", "@out"];
        let files = same_anywhere(example, &[&analyze]);
        assert!(files.len() >= 8, "{example}: {files:?}");
        of_kinds(&files, &[".png", ".svg", ".pptx", ".html", ".md", ".json", ".csv", ".parquet", ".ics"]);
    }
}

#[test]
fn scored_tables_and_partners_are_the_same_anywhere() {
    for example in EXAMPLES {
        let score = ["score", "--kpis", "@dir/kpis.csv", "--elements", "@dir/elements.csv", "--out"];
        let partners = ["partners", "@dir", "--scale", "1", "--format", "both", "--out", "@out"];
        let csv = [&score[..], &["@out/x.csv", "--no-cache"]].concat();
        let (parquet, arrow) = ([&score[..], &["@out/x.parquet"]].concat(), [&score[..], &["@out/x.arrow"]].concat());
        let (printed, told) = ([&score[..], &["-"]].concat(), ["partners", "@dir"]);
        let files = same_anywhere(example, &[&csv, &parquet, &arrow, &printed, &partners, &told]);
        of_kinds(&files, &["x.csv", "x.parquet", "x.arrow", ".png", ".svg", "partners.md", "partners.json", ".ics"]);
    }
}

#[test]
fn texts_read_anew_are_the_same_anywhere() {
    for example in EXAMPLES {
        let files = same_anywhere(example, &[&["analyze", "@dir", "--no-cache", "--charts", "none", "--out", "@out"]]);
        of_kinds(&files, &[".html", ".md", ".json", ".csv", ".parquet", ".ics"]);
    }
}

#[test]
fn settlements_are_the_same_anywhere() {
    // The record is not read from where it is written, so that no run builds on the one before.
    let settle = ["settle", "@dir", "--actuals", "@dir/actuals.csv", "--out", "@out"];
    assert_eq!(same_anywhere("home-service", &[&settle]), ["delivery.csv", "favors-to-append.csv"]);
}

#[test]
fn score_and_check_print_the_same_on_one_and_two_threads() {
    let tables = Work::of_example("harbor-festival");
    for args in [
        &["score", "--kpis", "kpis.csv", "--elements", "elements.csv"][..],
        &["check", "kpis.csv", "elements.csv", "--format", "json"],
        &["explain", "--kpis", "kpis.csv", "--elements", "elements.csv", "--kpi", "Noise complaints", "--element", "E11"],
    ] {
        let run = |threads: &str| winwin_with(&tables.path("."), args, &[("RAYON_NUM_THREADS", threads)]).ended(0).out;
        assert_eq!(run("1"), run("2"), "{args:?}");
        assert!(run("1").len() > 200);
    }
}

/// A summary without what follows the order of rows: ids, lines that are cited, and the order of lists.
fn unplaced(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            fields.iter().filter(|(key, _)| !key.ends_with("_id")).map(|(key, v)| (key.clone(), unplaced(v))).collect()
        }
        Value::Array(all) => {
            let mut all: Vec<Value> = all.iter().map(unplaced).collect();
            all.sort_by_cached_key(Value::to_string);
            Value::Array(all)
        }
        Value::String(text) if text.contains(".csv") => text.replace(|c: char| c.is_ascii_digit(), "").into(),
        other => other.clone(),
    }
}

/// The rows under the header in another order: from the back, in two strides.
fn shuffled(text: &str) -> String {
    let mut lines = text.trim_end().lines();
    let header = lines.next().unwrap();
    let rows: Vec<&str> = lines.rev().collect();
    let other = rows.iter().skip(1).step_by(2).chain(rows.iter().step_by(2)).copied();
    std::iter::once(header).chain(other).map(|l| format!("{l}\n")).collect()
}

/// Figures of a pair table by names, without ids that follow the order of rows.
fn by_names(text: &str) -> BTreeMap<(String, String, String), BTreeMap<String, String>> {
    let rows = common::records(text);
    let count = rows.len();
    let named: BTreeMap<_, _> = rows
        .into_iter()
        .map(|mut row| {
            row.remove("element_id");
            ((row["element"].clone(), row["department"].clone(), row["kpi"].clone()), row)
        })
        .collect();
    assert_eq!(named.len(), count, "names are unique in the examples");
    named
}

fn by_department(summary: &Value) -> BTreeMap<&str, &Value> {
    summary["departments"].as_array().unwrap().iter().map(|d| (d["department"].as_str().unwrap(), d)).collect()
}

fn sorted(value: &Value) -> Vec<&str> {
    let mut all = texts(value);
    all.sort_unstable();
    all
}

#[test]
fn the_order_of_rows_changes_no_figure() {
    for example in EXAMPLES {
        let (given, other) = (Work::of_example(example), Work::of_example(example));
        for file in ["kpis.csv", "elements.csv", "departments.csv", "favors.csv", "log.csv"] {
            let text = other.read(file);
            assert_ne!(shuffled(&text), text);
            other.write(file, &shuffled(&text));
        }
        given.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
        other.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
        for folder in std::fs::read_dir(given.path("out")).unwrap() {
            let folder = folder.unwrap();
            if !folder.path().is_dir() {
                continue;
            }
            let project = folder.file_name().into_string().unwrap();
            let pairs = |work: &Work| by_names(&work.read(&format!("out/{project}/overlap.csv")));
            assert_eq!(pairs(&given), pairs(&other), "{example}, {project}");
            let (a, b) = (given.summary(&project), other.summary(&project));
            let (here, there) = (by_department(&a), by_department(&b));
            assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
            for (name, d) in here {
                let e = there[name];
                for key in ["coverage_before", "coverage_after", "appeal_before", "appeal_after"] {
                    assert!((number(d, key) - number(e, key)).abs() < 1e-9, "{project}, {name}, {key}: {d} {e}");
                }
                assert_eq!(texts(&d["suggestions"]), texts(&e["suggestions"]), "{project}, {name}");
                for list in ["gaps", "met"] {
                    assert_eq!(sorted(&d[list]), sorted(&e[list]), "{project}, {name}, {list}");
                }
                for list in ["lead_elements", "conflicts"] {
                    let of = |d: &Value| d[list].as_array().unwrap().iter().map(|l| l["element"].to_string()).collect::<Vec<_>>();
                    assert_eq!(of(d), of(e), "{project}, {name}, {list}");
                }
            }
            let names = |s: &Value| s["suggestions"].as_array().unwrap().iter().map(|x| x["element"].to_string()).collect::<Vec<_>>();
            assert_eq!(names(&a), names(&b), "{project}");
            assert_eq!(a["packages"], b["packages"], "{project}");
            assert_eq!(a["headline"], b["headline"], "{project}");
            // How sure a choice is comes from weights that are drawn; each goes to the same KPI.
            assert!(a["robustness"]["draws"].as_u64().is_some_and(|draws| draws > 0), "{project}");
            assert_eq!(a["robustness"], b["robustness"], "{project}");
            for (key, value) in a.as_object().unwrap() {
                // These are in order of rows, or cite a line without its table.
                if !["inputs", "double_counts", "reframe", "warnings"].contains(&key.as_str()) {
                    assert_eq!(unplaced(value), unplaced(&b[key]), "{project}, {key}");
                }
            }
        }
    }
}
