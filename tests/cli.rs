//! The command line as scripts see it: exit statuses, files, messages, and what stays untouched.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{EXAMPLES, Run, Work, root, winwin_in};
use serde_json::Value;

const KPIS: &str = "department,kpi,metric,unit,baseline,target,direction,weight\n\
    Sales,Grow orders,orders,orders,100,200,increase,100\n\
    Ops,Cut waste,waste,g,300,200,decrease,100\n";
const ELEMENTS: &str = "project,element,description,kind,cost,metric,contribution,unit,needs\n\
    Fair,Shop tour,Walk through the shop,core,100,orders,10,orders,Ops\n\
    Fair,Reusable cups,Cups with a deposit,optional,50,waste,-40,g,\n";
const BAD_KPIS: &str = "department,kpi,metric,unit,baseline,target,direction,weight\n\
    Sales,Grow orders,orders,orders,100,abc,increase,60\n\
    Sales,Grow orders,orders,orders,100,200,sideways,40\n\
    Ops,Cut waste,waste,g,300,NA,decrease,-5\n";
const BAD_ELEMENTS: &str = "project,element,description,kind,cost,metric,contribution,unit,start,end\n\
    P,Shop tour,Walk through the shop,core,100,orders,10,orders,2026-01-01,2025-01-01\n\
    P,Sale,Half price,maybe,1e999,orders,5,orders,,\n\
    P,Talk,An evening talk,core,5,,7,orders,,\n";

/// Places of the errors in the bad tables and a part of what is said: file, line, column, words.
const FAULTS: [(&str, u64, &str, &str); 8] = [
    ("elements.csv", 2, "end", "before the start"),
    ("elements.csv", 3, "cost", "`1e999` is too large"),
    ("elements.csv", 3, "kind", "accepted: core, 核心, optional, 可选"),
    ("elements.csv", 4, "metric", "without a metric"),
    ("kpis.csv", 2, "target", "`abc` is not a number"),
    ("kpis.csv", 3, "direction", "`sideways` is not a known direction"),
    ("kpis.csv", 3, "kpi", "the same as line 2"),
    ("kpis.csv", 4, "weight", "`-5` is negative"),
];

fn sound() -> Work {
    let work = Work::new();
    work.write("kpis.csv", KPIS).write("elements.csv", ELEMENTS);
    work
}

fn bad() -> Work {
    let work = Work::new();
    work.write("kpis.csv", BAD_KPIS).write("elements.csv", BAD_ELEMENTS);
    work
}

const TABLES: [&str; 4] = ["--kpis", "kpis.csv", "--elements", "elements.csv"];

fn with<'a>(command: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    std::iter::once(command).chain(TABLES).chain(more.iter().copied()).collect()
}

#[test]
fn a_report_has_the_files_it_promises() {
    let work = sound();
    let run = work.run(&["analyze", ".", "--today", "2026-11-16", "--own", "Sales", "--out", "out"]).ended(0);
    let names: Vec<String> = work.files("out").into_keys().collect();
    let promised =
        ["brief.html", "brief.md", "charts/department-coverage.png", "charts/kpi-contribution.png", "charts/overlap-heatmap.png"];
    for file in promised.into_iter().chain(["overlap.csv", "overlap.parquet", "summary.json"]) {
        assert!(names.contains(&format!("Fair/{file}")), "{file} is not in {names:?}");
    }
    let listed = work.read("out/Fair/.winwin-files");
    let written: Vec<String> = names.iter().filter(|n| !n.ends_with(".winwin-files")).map(|n| n.replace("Fair/", "")).collect();
    assert_eq!(listed.lines().collect::<Vec<_>>(), written, "the list names every file");
    assert!(run.out.is_empty() && run.err.contains("out/Fair/brief.md"), "{run:?}");
    assert_eq!(work.files("out")["Fair/overlap.parquet"][..4], *b"PAR1");
    // Nothing beside the report.
    assert_eq!(std::fs::read_dir(work.path("out")).unwrap().count(), 1);
}

#[test]
fn bad_tables_are_told_whole_and_leave_the_output_alone() {
    let work = sound();
    work.run(&["analyze", ".", "--today", "2026-11-16", "--out", "out"]).ended(0);
    work.write("out/Fair/my notes.txt", "mine");
    let before = work.files("out");
    work.write("kpis.csv", BAD_KPIS).write("elements.csv", BAD_ELEMENTS);
    let run = work.run(&["analyze", ".", "--out", "out"]).ended(3);
    assert!(run.out.is_empty(), "{run:?}");
    let errors: Vec<&str> = run.err.lines().filter(|l| l.starts_with("error ")).collect();
    assert_eq!(errors.len(), FAULTS.len(), "{errors:#?}");
    for (line, (file, row, column, words)) in errors.iter().zip(FAULTS) {
        assert!(line.contains(&format!("{file}:{row} {column}: ")), "{line} is not at {file}:{row} {column}");
        assert!(line.contains(words), "{line} does not say {words}");
    }
    assert!(run.err.lines().last().unwrap().starts_with("8 errors, "), "{}", run.err);
    assert!(work.files("out") == before, "the earlier report has changed");
    assert_eq!(before["Fair/my notes.txt"], b"mine");
    // A first run that fails makes no folder at all.
    let fresh = bad();
    fresh.run(&["analyze", "."]).ended(3);
    assert!(!fresh.path("reports").exists());
}

#[test]
fn a_new_report_keeps_files_of_the_users_own() {
    let work = sound();
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    work.write("out/Fair/my notes.txt", "mine").write("out/Fair/brief.md", "old");
    let run = work.run(&["analyze", ".", "--out", "out"]).ended(0);
    assert_eq!(work.read("out/Fair/my notes.txt"), "mine");
    assert!(run.err.contains("my notes.txt"), "{run:?}");
    assert!(work.read("out/Fair/brief.md").contains("Shop tour"));
}

#[test]
fn messages_of_bad_tables_exist_in_chinese() {
    let run = bad().run(&["analyze", ".", "--lang", "zh"]).ended(3);
    assert_eq!(run.err.matches("elements.csv:").count() + run.err.matches("kpis.csv:").count(), run.err.lines().count() - 1, "{run:?}");
    assert!(run.err.contains("“abc”不是数字") && run.err.contains("结束早于开始") && !run.err.contains("is not a"), "{run:?}");
}

#[test]
fn what_the_machine_refuses_ends_with_1() {
    let work = sound();
    for args in [
        vec!["analyze", "no-such-folder"],
        vec!["score", "--kpis", "no.csv", "--elements", "elements.csv"],
        vec!["explain", "--kpis", "kpis.csv", "--elements", "no.csv", "--kpi", "waste", "--element", "tour"],
        vec!["check", "no.csv"],
        vec!["eval", "--kpis", "kpis.csv", "--elements", "elements.csv", "--labels", "no.csv"],
    ] {
        let run = work.run(&args).ended(1);
        let missing = if args[0] == "analyze" { "no-such-folder" } else { "no.csv" };
        assert!(run.err.contains(missing) && run.err.starts_with("winwin: cannot read"), "{run:?}");
    }
    work.write("file", "in the way");
    let run = work.run(&["analyze", ".", "--out", "file"]).ended(1);
    assert!(run.err.contains("cannot write file"), "{run:?}");
    assert_eq!(work.read("file"), "in the way");
    work.run(&with("score", &["--out", "no-such-folder/pairs.csv"])).ended(1);
}

#[test]
fn wrong_usage_ends_with_2() {
    let work = sound();
    let all: [(&[&str], &str); 20] = [
        (&[], "Usage"),
        (&["fly"], "fly"),
        (&["analyze", "--fly"], "--fly"),
        (&["analyze"], "--kpis"),
        (&["analyze", ".", "--yes-line", "2"], "--yes-line"),
        (&["analyze", ".", "--budget=-3"], "--budget"),
        (&["analyze", ".", "--keep", "all"], "--keep"),
        (&["analyze", ".", "--today", "tomorrow"], "--today"),
        (&["analyze", ".", "--base-rate", "1"], "--base-rate"),
        (&["analyze", ".", "--lang", "fr"], "fr"),
        (&["analyze", ".", "--map", "height=Höhe"], "--map"),
        (&["score", "--fly"], "--fly"),
        (&["score", "--kpis", "kpis.csv"], "--elements"),
        (&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--out", "pairs.doc"], "pairs.doc"),
        (&["explain"], "--kpi"),
        (&["explain", "--kpi", "x"], "--element"),
        (&["explain", "--kpis", "kpis.csv", "--elements", "elements.csv", "--kpi", "zzz", "--element", "tour"], "Cut waste"),
        (&["check"], "FILES"),
        (&["eval", "--kpis", "kpis.csv"], "--labels"),
        (&["licences", "extra"], "extra"),
    ];
    for (args, part) in all {
        let run = work.run(args).ended(2);
        assert!(run.err.contains(part) && run.out.is_empty(), "{args:?}: {run:?}");
    }
    let empty = Work::new();
    let run = empty.run(&["analyze", "."]).ended(2);
    assert!(run.err.contains("kpis.csv"), "{run:?}");
}

#[test]
fn tables_with_errors_end_every_command_with_3() {
    let work = bad();
    for args in [
        with("score", &[]),
        with("explain", &["--kpi", "Cut waste", "--element", "Sale"]),
        vec!["check", "kpis.csv", "elements.csv"],
        vec!["check", "kpis.csv", "elements.csv", "--format", "json"],
    ] {
        let run = work.run(&args).ended(3);
        assert!(run.out.contains("abc") || run.err.contains("kpis.csv:2 target"), "{run:?}");
    }
    let eval = labelled("2");
    eval.write("labels.csv", "kpi_id,element_id,label\nK1,E9,1\nK1,E1,7\n");
    let run = eval.run(&["eval", "--kpis", "k.csv", "--elements", "e.csv", "--labels", "labels.csv"]).ended(3);
    assert!(run.err.contains("labels.csv:2") && run.err.contains("labels.csv:3"), "{run:?}");
}

#[test]
fn swapped_files_are_called_swapped() {
    let work = sound();
    work.write("winwin.toml", "own = \"Sales\"\n");
    let swapped = ["--kpis", "elements.csv", "--elements", "kpis.csv"];
    for command in ["score", "analyze"] {
        let run = work.run(&[&[command], swapped.as_slice()].concat()).ended(3);
        assert_eq!(run.err.matches("swapped?").count(), 2, "{run:?}");
        assert!(run.err.contains("expected a table of kpis") && run.err.contains("2 errors, 0 warnings"), "{run:?}");
    }
    let run = work.run(&[&["score", "--lang", "zh"], swapped.as_slice()].concat()).ended(3);
    assert_eq!(run.err.matches("对调").count(), 2, "{run:?}");
    // An own department cannot be missing from a table that was not given.
    work.run(&["check", "elements.csv"]).ended(0);
}

#[test]
fn an_own_department_that_no_table_has_is_an_error() {
    let run = sound().run(&["analyze", ".", "--own", "Sails"]).ended(3);
    assert!(run.err.contains("\"Sails\"") && run.err.contains("1 error, 0 warnings"), "{run:?}");
}

#[test]
fn score_writes_what_is_asked_for() {
    let work = sound();
    let run = work.run(&with("score", &[])).ended(0);
    let rows = common::records(&run.out);
    assert_eq!(rows.len(), 4);
    let header = run.out.trim_start_matches('\u{feff}').lines().next().unwrap();
    let contract = "project,element_id,element,department,kpi_id,kpi,overlap,helps,hurts,semantic,lexical,driver,share,reason,share_reason";
    assert_eq!(header, contract);
    let tour = rows.iter().find(|r| r["element"] == "Shop tour" && r["kpi"] == "Grow orders").unwrap();
    assert_eq!((tour["share"].as_str(), tour["element_id"].as_str(), tour["kpi_id"].as_str()), ("0.1", "E1", "K1"));
    assert_eq!(common::records(&work.run(&with("score", &["--top", "1"])).ended(0).out).len(), 2);
    assert_eq!(common::records(&work.run(&with("score", &["--min-overlap", "1"])).ended(0).out).len(), 0);
    work.run(&with("score", &["--out", "p.csv"])).ended(0);
    assert_eq!(work.read("p.csv"), run.out);
    work.run(&with("score", &["--out", "p.parquet"])).ended(0);
    work.run(&with("score", &["--out", "p.arrow"])).ended(0);
    assert_eq!(std::fs::read(work.path("p.parquet")).unwrap()[..4], *b"PAR1");
    assert_eq!(std::fs::read(work.path("p.arrow")).unwrap()[..6], *b"ARROW1");
}

#[test]
fn a_higher_base_rate_raises_every_chance_to_help() {
    let work = sound();
    let helps = |rate: &str| -> Vec<(bool, f64)> {
        let run = work.run(&with("score", &["--base-rate", rate])).ended(0);
        common::records(&run.out).iter().map(|r| (!r["share"].is_empty(), r["helps"].parse().unwrap())).collect()
    };
    let (low, high) = (helps("0.05"), helps("0.3"));
    // What is stated is no chance: it stays what it is.
    let raised = |(l, h): (&(bool, f64), &(bool, f64))| l.0 == h.0 && if l.0 { l.1 == 1.0 && h.1 == 1.0 } else { l.1 < h.1 };
    assert!(low.len() == 4 && low.iter().zip(&high).all(raised), "{low:?} {high:?}");
    assert_eq!(low.iter().filter(|(stated, _)| *stated).count(), 2, "{low:?}");
}

#[test]
fn explain_gives_the_chain_and_the_arithmetic() {
    let work = sound();
    let run = work.run(&with("explain", &["--kpi", "Cut waste", "--element", "Reusable cups"])).ended(0);
    assert!(run.out.starts_with("Reusable cups × Cut waste\n"), "{run:?}");
    assert!(run.out.contains("overlap +") && run.out.contains("chain: ") && run.out.contains("40"), "{run:?}");
    let run = work.run(&["explain", "--kpi-text", "提升品牌知名度", "--element-text", "全程直播"]).ended(0);
    assert!(run.out.contains("直播") && run.err.is_empty(), "{run:?}");
}

/// A labelled set in which the tour helps orders with `label`.
fn labelled(label: &str) -> Work {
    let work = Work::new();
    work.write("k.csv", "kpi_id,kpi\nK1,Grow online orders\nK2,Cut waste\n");
    work.write("e.csv", "element_id,element\nE1,Discount code for online orders\nE2,Reusable cups with a deposit\n");
    work.write("labels.csv", &format!("kpi_id,element_id,label\nK1,E1,{label}\nK1,E2,0\nK2,E1,0\nK2,E2,2\n"));
    work
}

#[test]
fn eval_measures_and_says_so() {
    let args = ["eval", "--kpis", "k.csv", "--elements", "e.csv", "--labels", "labels.csv"];
    let text = labelled("2").run(&args).ended(0);
    assert!(text.out.contains("95 % interval"), "{text:?}");
    let json = labelled("2").run(&[args.as_slice(), &["--format", "json"]].concat()).ended(0).json();
    assert!(json.is_object(), "{json}");
    let other = labelled("-1").run(&[args.as_slice(), &["--format", "json"]].concat()).ended(0).json();
    assert_ne!(json, other, "a label changes the figures");
}

#[test]
fn eval_compares_the_ways_of_ranking_on_every_set_of_a_folder() {
    let work = labelled("2");
    std::fs::create_dir_all(work.path("sets/judged")).unwrap();
    let copy = |from: &str, to: &str| work.write(to, &std::fs::read_to_string(work.path(from)).unwrap());
    for (from, to) in [("k.csv", "kpis.csv"), ("e.csv", "elements.csv"), ("labels.csv", "labels.csv")] {
        copy(from, &format!("sets/judged/{to}"));
    }
    copy("k.csv", "sets/plan_goals.csv");
    copy("e.csv", "sets/plan_elements.csv");
    // Nothing but pairs with an effect: the others count as 0.
    work.write("sets/plan_qrels.csv", "kpi_id,element_id,label\nK1,E1,2\nK2,E2,2\n");
    work.write("sets/half_kpis.csv", "kpi_id,kpi\nK1,Grow online orders\n");
    let run = work.run(&["eval", "--sets", "sets"]).ended(0);
    assert!(run.out.contains("| hit@1 by element | overlap | helps | judge | likeness | driver | semantic | lexical |"), "{run:?}");
    let table = |figure: &str| -> Vec<String> {
        let lines = run.out.lines().skip_while(|l| !l.starts_with(&format!("| {figure} |"))).skip(2);
        lines.take_while(|l| l.starts_with('|')).map(|l| l.split(" |").take(2).collect()).collect()
    };
    assert_eq!(table("hit@1 by element"), ["| judged 1.000", "| plan 1.000"], "{run:?}");
    assert!(!run.out.contains("half"), "a set without its labels is left out: {run:?}");

    let none = work.run(&["eval", "--sets", "sets/judged"]).ended(1);
    assert!(none.err.contains("NAME_kpis.csv"), "{none:?}");
}

#[test]
fn licences_are_printed_whole() {
    let run = sound().run(&["licences"]).ended(0);
    let ofl = std::fs::read_to_string(root().join("data/fonts/OFL.txt")).unwrap();
    assert!(run.out.contains(ofl.trim_end()) && ofl.contains("SIL OPEN FONT LICENSE"));
    assert!(run.out.contains("jieba") && run.out.contains("winwin"));
}

#[test]
fn help_and_version_are_no_mistakes() {
    let work = Work::new();
    assert_eq!(work.run(&["--version"]).ended(0).out, format!("winwin {}\n", env!("CARGO_PKG_VERSION")));
    for command in ["analyze", "settle", "score", "explain", "check", "eval", "learn", "licences"] {
        let help = work.run(&[command, "--help"]).ended(0);
        assert!(help.out.contains(&format!("Usage: winwin {command}")), "{help:?}");
        assert!(work.run(&["--help"]).ended(0).out.contains(&format!("  {command} ")), "{command}");
    }
}

/// Where a value does not follow its schema.
fn misfits(value: &Value, schema: &Value, whole: &Value, path: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = whole.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} leads nowhere"));
        return misfits(value, target, whole, path, found);
    }
    if let Some(several) = schema["anyOf"].as_array() {
        let fits = |one: &Value| {
            let mut none = Vec::new();
            misfits(value, one, whole, path, &mut none);
            none.is_empty()
        };
        if !several.iter().any(fits) {
            found.push(format!("{path}: none of {} schemas fits", several.len()));
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let wanted: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        other => panic!("{path}: a schema without a type: {other}"),
    };
    let fits = wanted.contains(&kind) || kind == "integer" && wanted.contains(&"number");
    if !fits {
        found.push(format!("{path}: {kind}, not {wanted:?}"));
    }
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(name).is_none() {
            found.push(format!("{path}: no {name}"));
        }
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => misfits(inner, schema, whole, &format!("{path}.{name}"), found),
            None => found.push(format!("{path}: {name} is not in the schema")),
        }
    }
    for inner in value.as_array().into_iter().flatten() {
        misfits(inner, &schema["items"], whole, &format!("{path}[]"), found);
    }
}

#[test]
fn summaries_follow_the_printed_schema() {
    let schema = winwin_in(root(), &["analyze", "--schema"]).ended(0).json();
    let required: Vec<&str> = schema["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    for field in ["schema_version", "project", "departments", "win_win", "suggestions", "packages", "warnings"] {
        assert!(required.contains(&field), "{field} is not required: {required:?}");
    }
    for example in EXAMPLES {
        let work = Work::of_example(example);
        let _: Run = work.run(&["analyze", ".", "--out", "out"]).ended(0);
        for folder in std::fs::read_dir(work.path("out")).unwrap() {
            let folder = folder.unwrap();
            // Beside the projects' folders stands what compares them.
            if !folder.path().is_dir() {
                continue;
            }
            let project = folder.file_name().into_string().unwrap();
            let mut found = Vec::new();
            misfits(&work.summary(&project), &schema, &schema, &project, &mut found);
            assert!(found.is_empty(), "{found:#?}");
        }
    }
    let mut found = Vec::new();
    misfits(&serde_json::json!({"project": 1, "more": true}), &schema, &schema, "s", &mut found);
    assert!(found.len() >= required.len(), "the comparison sees what is wrong: {found:?}");
}
