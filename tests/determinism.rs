//! The same tables give the same bytes on every machine, and the order of their rows changes no figure.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;

use common::{EXAMPLES, Work, number, texts, winwin_with};
use serde_json::Value;

#[test]
fn threads_folder_zone_language_and_fonts_change_no_byte() {
    for example in EXAMPLES {
        let tables = Work::of_example(example);
        let (elsewhere, home) = (Work::new(), Work::new());
        let (dir, home) = (tables.path("."), home.path("."));
        let (dir, home) = (dir.to_str().unwrap(), home.to_str().unwrap());
        let nowhere = "/nonexistent/fonts.conf";
        let surroundings: [(&str, &[(&str, &str)]); 5] = [
            ("1 thread", &[("RAYON_NUM_THREADS", "1")]),
            ("2 threads", &[("RAYON_NUM_THREADS", "2")]),
            ("far east", &[("TZ", "Pacific/Kiritimati"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")]),
            ("far west", &[("TZ", "Pacific/Niue"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "C")]),
            (
                "bare",
                &[("FONTCONFIG_FILE", nowhere), ("FONTCONFIG_PATH", nowhere), ("HOME", home), ("XDG_DATA_HOME", home), ("COLUMNS", "40")],
            ),
        ];
        let mut first: Option<(BTreeMap<String, Vec<u8>>, String)> = None;
        for (n, (name, env)) in surroundings.iter().enumerate() {
            let out = Work::new();
            // In the folder of the tables it is named as people name it, from elsewhere by its whole path.
            let (folder, given) = if n % 2 == 0 { (tables.path("."), ".") } else { (elsewhere.path("."), dir) };
            // Every text is read anew in each run.
            let run =
                winwin_with(&folder, &["analyze", given, "--no-cache", "--scale", "1", "--out", out.path("out").to_str().unwrap()], env)
                    .ended(0);
            let said = run.err.replace(out.path("").to_str().unwrap(), "").replace(&format!("{dir}/"), "").replace("./", "");
            let files = out.files("out");
            assert!(files.len() >= 8, "{example}, {name}: {:?}", files.keys());
            let Some((before, told)) = &first else {
                first = Some((files, said));
                continue;
            };
            assert_eq!(before.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>(), "{example}, {name}");
            let changed: Vec<&String> = files.iter().filter(|(path, bytes)| before[*path] != **bytes).map(|(path, _)| path).collect();
            assert!(changed.is_empty(), "{example}, {name}: {changed:?}");
            assert_eq!(*told, said, "{example}, {name}");
        }
    }
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
        for file in ["kpis.csv", "elements.csv"] {
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
        }
    }
}
