//! The tables of tests/cases/reading through whole runs: pictures of difficult names, names of files, standard input, pipes and folders.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use common::{Run, Work, department, number, records, root, winwin_in};
use serde_json::Value;

const CHARTS: [&str; 3] = ["overlap-heatmap.png", "department-coverage.png", "kpi-contribution.png"];

/// A folder with the tables of the case that begins with `number`.
fn case(number: &str) -> Work {
    let work = Work::new();
    let folder = folder(number);
    for name in ["kpis.csv", "elements.csv"] {
        fs::copy(folder.join(name), work.path(name)).unwrap();
    }
    work
}

fn folder(number: &str) -> PathBuf {
    let entries = fs::read_dir(root().join("tests/cases/reading")).unwrap().map(|e| e.unwrap().path());
    let named = |p: &PathBuf| p.file_name().unwrap().to_str().unwrap().starts_with(number);
    entries.into_iter().find(named).unwrap_or_else(|| panic!("no case {number}"))
}

fn analyzed(number: &str) -> (Work, Run) {
    let work = case(number);
    let run = work.run(&["analyze", "--kpis", "kpis.csv", "--elements", "elements.csv", "--today", "2025-01-15", "--out", "out"]).ended(0);
    (work, run)
}

/// The warnings among what a run told.
fn warnings(run: &Run) -> Vec<&str> {
    run.err.lines().filter(|l| l.starts_with("warning") || l.starts_with("警告")).collect()
}

/// Width and height of a PNG.
fn size(path: &Path) -> (u32, u32) {
    let file = fs::File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let reader = png::Decoder::new(std::io::BufReader::new(file)).read_info().unwrap();
    (reader.info().width, reader.info().height)
}

/// The pictures of a project are there, of the usual width and of a height in keeping with a few rows.
fn assert_charts(work: &Work, project: &str) {
    for chart in CHARTS {
        let (width, height) = size(&work.path("out").join(project).join("charts").join(chart));
        assert_eq!(width, 2400, "{chart}");
        assert!((800..=2000).contains(&height), "{chart}: {height}");
    }
}

#[test]
fn pictures_keep_their_size_whatever_the_names() {
    for (number, project) in [("086", "P1"), ("088", "一期"), ("091", "P1"), ("094", "P"), ("096", "P1"), ("098", "P"), ("100", "一期")]
    {
        let (work, run) = analyzed(number);
        assert_charts(&work, project);
        assert!(!run.err.contains("U+"), "{number}: {}", run.err);
        for (name, bytes) in work.files("out") {
            let text = String::from_utf8_lossy(&bytes);
            let readable = name.ends_with(".md") || name.ends_with(".csv") || name.ends_with(".json");
            assert!(!readable || !(text.contains("NaN") || text.contains("inf %") || text.contains('\u{fffd}')), "{number}/{name}");
        }
    }
}

#[test]
fn a_very_long_text_makes_no_long_brief() {
    let (work, _) = analyzed("088");
    let brief = work.read("out/一期/brief.md");
    let longest = brief.lines().map(|l| l.chars().count()).max().unwrap();
    assert!(longest < 2000, "{longest} characters in a line");
}

#[test]
fn equal_shares_are_equal_everywhere() {
    let (work, _) = analyzed("094");
    let pairs = records(&work.read("out/P/overlap.csv"));
    assert_eq!(pairs.len(), 4);
    let share = |kpi: &str, element: &str| pairs.iter().find(|p| p["kpi"] == kpi && p["element"] == element).unwrap()["share"].clone();
    assert_eq!((share("k1", "e1").as_str(), share("k2", "e2").as_str(), share("k1", "e2").as_str()), ("0.5", "0.5", ""));
    assert!(pairs.iter().all(|p| p["driver"] == pairs[0]["driver"] && p["lexical"] == pairs[0]["lexical"]), "{pairs:?}");
}

#[test]
fn twenty_eight_elements_at_one_point_are_all_counted() {
    let (work, _) = analyzed("098");
    let pairs = records(&work.read("out/P/overlap.csv"));
    assert_eq!(pairs.len(), 28);
    assert_eq!(pairs.iter().filter(|p| p["share"] == "0.04").count(), 25);
}

#[test]
fn cells_that_look_like_formulas_are_text_in_tables_and_plain_elsewhere() {
    let (work, _) = analyzed("086");
    let table = work.read("out/P1/overlap.csv");
    let pairs = records(&table);
    assert_eq!((pairs[0]["kpi"].as_str(), pairs[0]["element"].as_str()), ("'=1+1", "'@SUM(A1:A9)"));
    assert_eq!(pairs[1]["element"], "'-dash name");
    assert_eq!((pairs[0]["share"].as_str(), pairs[1]["share"].as_str()), ("0.5", "0.166667"));
    let summary = work.summary("P1");
    let shares = department(&summary, "Support")["shares"].as_array().unwrap();
    let mut elements: Vec<&str> = shares.iter().map(|s| s["element"].as_str().unwrap()).collect();
    elements.sort_unstable();
    assert_eq!((elements, &shares[0]["kpi"]), (vec!["-dash name", "@SUM(A1:A9)"], &Value::from("=1+1")));
}

#[test]
fn text_from_right_to_left_stays_in_logical_order() {
    let (work, run) = analyzed("090");
    let brief = work.read("out/P1/brief.md");
    assert!(brief.contains("الدعم") && brief.contains("זמן") || brief.contains("زمن الرد"), "{brief}");
    assert!(work.read("out/P1/overlap.csv").contains("צ'אט בוט"));
    // One warning for all of it, unless the machine has a font for it.
    assert!(warnings(&run).len() <= 1, "{}", run.err);
    assert_charts(&work, "P1");
}

#[test]
fn characters_no_font_has_are_named_once() {
    let (work, run) = analyzed("101");
    assert_charts(&work, "二期");
    let told = warnings(&run);
    assert!(told.len() <= 1 && told.iter().all(|w| w.contains("U+2CB4E")), "{told:?}");
    assert!(work.read("out/二期/brief.md").contains("𬭎平台"));
}

#[test]
fn chinese_is_drawn_without_any_font_on_the_machine() {
    let work = case("100");
    let bare = [("HOME", "/nonexistent"), ("FONTCONFIG_FILE", "/dev/null")];
    let args = ["analyze", "--kpis", "kpis.csv", "--elements", "elements.csv", "--today", "2025-01-15", "--out", "out"];
    let run = common::winwin_with(work.path(".").as_path(), &args, &bare).ended(0);
    assert!(warnings(&run).is_empty(), "{}", run.err);
    assert_charts(&work, "一期");
    assert!(work.read("out/一期/brief.md").contains("客服部"));
}

#[test]
fn departments_that_are_no_file_names_stay_inside_the_folder() {
    for (number, all) in [("092", &["R&D/Test: A*B?", "..", "CON"][..]), ("093", &["A/B", "A:B", "a_b", "A B"])] {
        let (work, _) = analyzed(number);
        let summary = work.summary("P1");
        for name in all {
            assert!((0.0..=1.0).contains(&number_of(&summary, name)), "{name}");
        }
        let mut above: Vec<String> = fs::read_dir(work.path(".")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        above.sort();
        assert_eq!(above, ["elements.csv", "kpis.csv", "out"], "{number}");
        let mut names: Vec<String> = work.files("out").into_keys().map(|n| n.to_lowercase()).collect();
        assert!(names.iter().all(|n| n.starts_with("p1/") && !n.contains([':', '*', '?', '<', '>', '|', '"', '\\'])), "{names:?}");
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}

fn number_of(summary: &Value, name: &str) -> f64 {
    number(department(summary, name), "coverage_before")
}

#[test]
fn a_metric_with_invisible_characters_meets_its_kpi() {
    let (work, _) = analyzed("091");
    let summary = work.summary("P1");
    let share = &department(&summary, "Support")["shares"][0];
    assert_eq!((&share["element"], number(share, "share")), (&Value::from("Chattob"), 0.5));
}

/// The program on a case, fed from and read by a pipe.
fn piped(number: &str, args: &[&str], input: Option<&str>, lines: usize) -> (String, Output) {
    let folder = folder(number);
    let mut command = Command::new(env!("CARGO_BIN_EXE_winwin"));
    command.current_dir(&folder).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    if let Some(name) = input {
        stdin.write_all(&fs::read(folder.join(name)).unwrap()).unwrap();
    }
    drop(stdin);
    let mut read = String::new();
    let mut out = child.stdout.take().unwrap();
    if lines == 0 {
        out.read_to_string(&mut read).unwrap();
    } else {
        let mut byte = [0_u8];
        let mut bytes = Vec::new();
        while bytes.iter().filter(|b| **b == b'\n').count() < lines && out.read(&mut byte).unwrap() == 1 {
            bytes.push(byte[0]);
        }
        read = String::from_utf8(bytes).unwrap();
    }
    drop(out);
    (read, child.wait_with_output().unwrap())
}

#[test]
fn a_reader_that_closes_early_is_no_accident() {
    let args = ["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--out", "-"];
    // 20,000 pairs are far more than a pipe holds.
    let (line, output) = piped("102", &args, None, 1);
    assert!(line.trim_start_matches('\u{feff}').starts_with("project,element_id,element,department"), "{line}");
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(!complaint.contains("panicked") && !complaint.contains("os error"), "{complaint}");
    // 141 where the shell shows the signal; None is that signal itself.
    assert!(matches!(output.status.code(), Some(0 | 141) | None), "{:?}", output.status);
}

#[test]
fn standard_input_is_read_as_the_file() {
    let args = ["check", "--format", "json", "--today", "2025-01-15"];
    let (piped_text, output) = piped("103", &[&args[..], &["-", "elements.csv"]].concat(), Some("kpis.csv"), 0);
    assert!(output.status.success(), "{output:?}");
    let from_pipe: Value = serde_json::from_str(&piped_text).unwrap();
    let from_file = winwin_in(&folder("103"), &[&args[..], &["kpis.csv", "elements.csv"]].concat()).ended(0).json();
    assert_eq!(from_pipe["tables"][0]["file"], "<stdin>");
    assert_eq!(from_pipe["tables"][0]["rows"], from_file["tables"][0]["rows"]);
    assert_eq!(from_pipe["tables"][1], from_file["tables"][1]);
    let (_, twice) = piped("103", &["check", "-", "-"], Some("kpis.csv"), 0);
    assert_eq!(twice.status.code(), Some(2), "{twice:?}");
    let (_, twice) = piped("103", &["analyze", "--kpis", "-", "--elements", "-"], None, 0);
    assert_eq!(twice.status.code(), Some(2), "{twice:?}");
    let (text, empty) = piped("103", &["check", "-", "elements.csv"], None, 0);
    assert_eq!(empty.status.code(), Some(3), "{text} {empty:?}");
    assert!(text.contains("<stdin>"), "{text}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let work = case("104");
    // Not even the superuser makes folders there.
    let run = work.run(&["analyze", "--kpis", "kpis.csv", "--elements", "elements.csv", "--out", "/proc/winwin"]).ended(1);
    assert!(run.err.contains("/proc/winwin"), "{run:?}");
}

#[test]
fn an_output_path_that_is_a_file_is_named_and_left() {
    let work = case("104");
    work.write("out", "not a folder");
    let run = work.run(&["analyze", "--kpis", "kpis.csv", "--elements", "elements.csv", "--out", "out"]).ended(1);
    assert!(run.err.contains("out"), "{run:?}");
    assert_eq!(work.read("out"), "not a folder");
}

#[test]
fn paths_with_spaces_and_chinese_are_shown_as_typed() {
    let work = Work::new();
    let inner = "我的 文档/第 1 季度 (终稿)";
    fs::create_dir_all(work.path(inner)).unwrap();
    let paths = ["kpis.csv", "elements.csv"].map(|name| {
        let path = format!("{inner}/{name}");
        fs::copy(folder("106").join(name), work.path(&path)).unwrap();
        path
    });
    let out = "我的 文档/结果 图";
    let run = work.run(&["analyze", "--kpis", &paths[0], "--elements", &paths[1], "--today", "2025-01-15", "--out", out]).ended(0);
    assert!(run.err.contains("我的 文档/结果 图/一期/brief.md"), "{run:?}");
    for chart in CHARTS {
        assert_eq!(size(&work.path(out).join("一期/charts").join(chart)).0, 2400);
    }
    let checked = work.run(&["check", "--format", "json", &paths[0], &paths[1]]).ended(0).json();
    assert_eq!(checked["tables"][0]["file"], paths[0].as_str());
}

#[test]
fn swapped_files_and_wrong_paths_are_named() {
    let run = winwin_in(&folder("108"), &["check", "kpis.csv", "elements.csv", "--lang", "en"]).ended(3);
    assert!(run.out.lines().filter(|l| l.contains("swapped")).count() == 2, "{run:?}");
    let work = case("103");
    let missing = work.run(&["check", "nowhere.csv", "elements.csv"]).ended(1);
    assert!(missing.err.contains("nowhere.csv"), "{missing:?}");
    fs::create_dir(work.path("folder")).unwrap();
    let folder = work.run(&["check", "folder", "elements.csv"]);
    assert!(folder.code == 1 && folder.err.contains("folder"), "{folder:?}");
}

#[test]
fn many_by_many_keeps_the_best_of_each() {
    let work = Work::new();
    let mut kpis = "department,kpi,description,unit,baseline,target,weight,direction,due\n".to_owned();
    let mut elements = "project,element,description,cost,metric,contribution,unit\n".to_owned();
    for i in 0..400 {
        kpis.push_str(&format!("D{},KPI {i:05},text about topic {i},u,0,{},1,increase,\n", i % 50, 10 + i % 9));
        elements.push_str(&format!("P{},El {i:05},helps topic {i},{},KPI {i:05},{},u\n", i % 9, 100 + i, 1 + i % 5));
    }
    work.write("kpis.csv", &kpis).write("elements.csv", &elements);
    let run = work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--top", "2", "--out", "-"]).ended(0);
    let pairs = records(&run.out);
    assert_eq!(pairs.len(), 800);
    let of_seven: Vec<&str> = pairs.iter().filter(|p| p["element"] == "El 00007").map(|p| p["kpi"].as_str()).collect();
    let stated = pairs.iter().find(|p| p["kpi"] == "KPI 00007" && p["element"] == "El 00007");
    assert!(stated.is_none_or(|p| p["share"] == "0.176471"), "{of_seven:?}");
}
