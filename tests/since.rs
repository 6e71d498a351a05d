//! `analyze --since`: what moved and why, with figures worked out by hand, in both languages; and earlier reports of every condition.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Run, Work, department, number, texts, winwin_in};
use serde_json::{Value, json};

/// Due at the end of the year, once written as a quarter.
const KPIS: &str = "department,kpi,metric,unit,baseline,target,actual,direction,weight,due\n\
    Sales,Grow orders,orders,orders,0,1000,,increase,100,2026Q4\n\
    Ops,Cut waste,waste,g,300,200,,decrease,60,2026-12-31\n\
    Ops,Raise reuse,reuse,cups,0,500,,increase,40,2026Q4\n";
/// Every element states something for every KPI, so that no figure hangs on the texts: 5 % of a target is full evidence.
const HEADER: &str = "project,element,kind,cost,metric,contribution,start,end,needs\n";
const TOUR: &str = "Fair,Tour,core,100,orders,10,2026-12-30,2026-12-31,Ops\n\
    Fair,Tour,core,100,waste,0,2026-12-30,2026-12-31,Ops\n\
    Fair,Tour,core,100,reuse,0,2026-12-30,2026-12-31,Ops\n";
const CUPS: &str = "Fair,Cups,core,200,orders,0,2026-12-30,2026-12-31,Ops\n\
    Fair,Cups,core,200,waste,-2,2026-12-30,2026-12-31,Ops\n\
    Fair,Cups,core,200,reuse,5,2026-12-30,2026-12-31,Ops\n";
const CREWS: &str = "Fair,Crews,core,80,orders,0,2026-12-30,2026-12-31,Ops\n\
    Fair,Crews,core,80,waste,-1.5,2026-12-30,2026-12-31,Ops\n\
    Fair,Crews,core,80,reuse,10,2026-12-30,2026-12-31,Ops\n";

fn work(elements: &[&str]) -> Work {
    let work = Work::new();
    work.write("kpis.csv", KPIS).write("elements.csv", &format!("{HEADER}{}", elements.concat()));
    work.write("winwin.toml", "own = \"Sales\"\ntoday = \"2026-11-16\"\ncatalog-only = true\n");
    work
}

/// The first run, then other tables: the tour is out, crews are in, and half of the reuse is done.
fn rerun(lang: &str) -> (Work, Run) {
    let work = work(&[TOUR, CUPS]);
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--lang", lang]).ended(0);
    work.write("elements.csv", &format!("{HEADER}{CUPS}{CREWS}"));
    work.write("kpis.csv", &KPIS.replace("reuse,cups,0,500,,", "reuse,cups,0,500,250,").replace("2026Q4", "2026-12-31"));
    work.write("winwin.toml", "own = \"Sales\"\ntoday = \"2026-12-31\"\ncatalog-only = true\nsince = \"out\"\n");
    let run = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--lang", lang]).ended(0);
    (work, run)
}

fn same(value: &Value, expected: f64) {
    let found = value.as_f64().unwrap_or_else(|| panic!("{value} is no number"));
    assert!((found - expected).abs() < 5e-6, "{found} is not {expected}");
}

fn cause<'a>(department: &'a Value, name: &str) -> &'a Value {
    let all = department["causes"].as_array().unwrap();
    all.iter().find(|c| c["cause"] == name).unwrap_or_else(|| panic!("no {name} in {all:?}"))
}

#[test]
fn a_movement_is_put_down_to_elements_and_kpis() {
    let (work, _) = rerun("en");
    let summary = work.summary("Fair");
    let since = &summary["since"];
    assert_eq!((&since["found"], &since["day"], &since["notes"]), (&json!(true), &json!("2026-11-16"), &json!([])));
    let ops = department(since, "Ops");
    // Then: 2 % of the waste h = 0.4, 1 % of the reuse h = 0.2. Now 1 - 0.6 x 0.7 = 0.58 and 1 - 0.8 x 0.6 = 0.52, with half of the reuse to do.
    same(&ops["appeal"]["then"], 0.4);
    same(&ops["appeal"]["now"], 0.58);
    same(&ops["coverage"]["then"], 0.6 * 0.4 + 0.4 * 0.2);
    same(&ops["coverage"]["now"], 0.6 * 0.58 + 0.4 * 0.5 * 0.52);
    assert_eq!(ops["crossed"], true);
    // Crews first: 0.32 -> 0.556; the KPI first: 0.32 -> 0.28; both: 0.452. Means of the two orders.
    let added = cause(ops, "elements_added");
    same(&added["appeal"], 0.18);
    same(&added["coverage"], ((0.556 - 0.32) + (0.452 - 0.28)) / 2.0);
    assert_eq!(added["items"][0]["name"], "Crews");
    same(&added["items"][0]["appeal"], 0.18);
    same(&added["items"][0]["coverage"], 0.452 - 0.28);
    let kpis = cause(ops, "kpis_changed");
    same(&kpis["appeal"], 0.0);
    same(&kpis["coverage"], ((0.28 - 0.32) + (0.452 - 0.556)) / 2.0);
    assert_eq!(kpis["items"], json!([{"name": "Raise reuse", "appeal": 0.0, "coverage": kpis["items"][0]["coverage"]}]));
    same(&kpis["items"][0]["coverage"], 0.452 - 0.556);
    assert_eq!(ops["causes"].as_array().unwrap().len(), 2);
    // The tour was all that served the own side: 1 % of the orders, h = 0.2.
    let sales = department(since, "Sales");
    same(&sales["appeal"]["then"], 0.2);
    same(&sales["appeal"]["now"], 0.0);
    let removed = cause(sales, "elements_removed");
    same(&removed["appeal"], -0.2);
    same(&removed["coverage"], -0.2);
    assert_eq!(removed["items"][0]["name"], "Tour");
    same(&removed["items"][0]["appeal"], -0.2);
    same(&since["index"]["then"], (0.2_f64 * 0.32).sqrt());
    same(&since["index"]["now"], 0.0);
    assert_eq!((number(&since["partners_over_line"], "then"), number(&since["partners_over_line"], "now")), (0.0, 1.0));
    // What the tables say otherwise. The end of the year is the same day however it is written.
    assert_eq!(
        since["elements"],
        json!([
            {"element": "Crews", "changes": [{"field": "new", "then": null, "now": "core"}]},
            {"element": "Tour", "changes": [{"field": "gone", "then": "core", "now": null}]},
        ])
    );
    assert_eq!(
        since["kpis"],
        json!([{"department": "Ops", "kpi": "Raise reuse", "changes": [{"field": "actual", "then": null, "now": "250"}]}])
    );
}

#[test]
fn the_brief_says_it_in_both_languages() {
    let (work, run) = rerun("en");
    assert!(!run.err.contains("earlier"), "{run:?}");
    let brief = work.read("out/Fair/brief.md");
    for line in [
        "## Since the last run",
        "Last run: 2026-11-16.",
        "- win-win index 25 % → 0 %, with the additions 25 % → 0 %",
        "- partners with a reason to say yes: 0 → 1, with the additions 0 → 1",
        "| Ops | 40 % → 58 % | 40 % → 58 % | 32 % → 45 % | 32 % → 45 % |",
        "- Ops: appeal +18 pts, coverage +13 pts; now at or over the 50 % line; elements that came into the plan +18 / +20 (\"Crews\" alone +18 / +17); KPIs that changed 0 / −7 (\"Raise reuse\" alone 0 / −10)",
        "- Sales: appeal −20 pts, coverage −20 pts; elements that left the plan −20 / −20 (\"Tour\" alone −20 / −20)",
        "- \"Crews\": new in the plan",
        "- \"Tour\": no longer in the plan",
        "- \"Raise reuse\" (Ops): actual blank → 250 cups",
    ] {
        assert!(brief.lines().any(|l| l == line), "{line} is not in\n{brief}");
    }
    let (work, _) = rerun("zh");
    let brief = work.read("out/Fair/brief.md");
    for line in [
        "## 与上次相比",
        "上次：2026-11-16。",
        "- 双赢指数25% → 0%，加上建议后25% → 0%",
        "- Ops：吸引力+18个百分点，覆盖率+13个百分点；达到50%线，有理由支持；新进计划的要素 +18 / +20（“Crews”单项 +18 / +17）；指标的变化 0 / −7（“Raise reuse”单项 0 / −10）",
        "- “Tour”：已从计划中删除",
        "- Ops“Raise reuse”：实际未填 → 250 cups",
    ] {
        assert!(brief.lines().any(|l| l == line), "{line} is not in\n{brief}");
    }
}

#[test]
fn nothing_changed_is_said_as_nothing() {
    let work = work(&[TOUR, CUPS]);
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "out"]).ended(0);
    let summary = work.summary("Fair");
    let since = &summary["since"];
    assert_eq!((&since["elements"], &since["kpis"]), (&json!([]), &json!([])));
    for d in since["departments"].as_array().unwrap() {
        assert_eq!((&d["causes"], &d["crossed"]), (&json!([]), &Value::Null), "{d}");
    }
    let brief = work.read("out/Fair/brief.md");
    assert!(brief.contains("Moved by less than 0.5 pts: Sales, Ops"), "{brief}");
}

#[test]
fn targets_contributions_dates_and_words_are_told_apart() {
    let work = work(&[TOUR, CUPS]);
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    // The target is twice as far: 2 % become 1 %. The tour doubles and ends a day early, so that Sales' full window stays.
    work.write("kpis.csv", &KPIS.replace("g,300,200", "g,300,100"));
    let tour = TOUR.replace("orders,10", "orders,20").replace("2026-12-30,2026-12-31", "2026-12-29,2026-12-30");
    let optional = "Fair,Talk,optional,10,orders,0,,,\nFair,Talk,optional,10,waste,0,,,\nFair,Talk,optional,10,reuse,0,,,\n";
    work.write("elements.csv", &format!("{HEADER}{tour}{CUPS}{optional}"));
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "out", "--budget", "50"]).ended(0);
    let summary = work.summary("Fair");
    let since = &summary["since"];
    let ops = department(since, "Ops");
    same(&ops["appeal"]["now"], 0.2);
    let target = cause(ops, "kpis_changed");
    same(&target["appeal"], -0.2);
    same(&target["coverage"], -0.6 * 0.2);
    assert_eq!(target["items"][0]["name"], "Cut waste");
    let sales = department(since, "Sales");
    same(&sales["appeal"]["now"], 0.4);
    same(&cause(sales, "elements_changed")["appeal"], 0.2);
    assert_eq!(
        since["elements"],
        json!([
            {"element": "Tour", "changes": [
                {"field": "contribution of orders", "then": "10", "now": "20"},
                {"field": "start", "then": "2026-12-30", "now": "2026-12-29"},
                {"field": "end", "then": "2026-12-31", "now": "2026-12-30"},
            ]},
            {"element": "Talk", "changes": [{"field": "new", "then": null, "now": "optional"}]},
        ])
    );
    assert_eq!(since["kpis"][0]["changes"], json!([{"field": "target", "then": "200", "now": "100"}]));
    let brief = work.read("out/Fair/brief.md");
    for line in [
        "- budget no limit → 50",
        "- \"Tour\": contribution to \"orders\" 10 → 20, start 2026-12-30 → 2026-12-29, end 2026-12-31 → 2026-12-30",
        "- \"Talk\": new, optional",
        "- \"Cut waste\" (Ops): target 200 g → 100 g",
    ] {
        assert!(brief.lines().any(|l| l == line), "{line} is not in\n{brief}");
    }
}

#[test]
fn the_causes_of_a_worked_example_sum_to_what_moved() {
    let project = "豪华车主生活方式峰会";
    let work = Work::of_example("lifestyle-summit");
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    // The live stream goes, the media come with a figure, a word is added, and brand reach is further on. Most evidence is inferred.
    let elements: Vec<String> = work
        .read("elements.csv")
        .lines()
        .filter(|l| !l.contains("全程直播"))
        .map(|l| l.replace("采访并发稿,core,10万,,", "采访并发稿,core,10万,品牌曝光量,50万").replace("演示保养工艺", "演示保养工艺并带徒"))
        .collect();
    work.write("elements.csv", &(elements.join("\n") + "\n"));
    work.write("kpis.csv", &work.read("kpis.csv").replace("1667万,420万", "1667万,840万"));
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "out"]).ended(0);
    let summary = work.summary(project);
    let mut named = std::collections::BTreeSet::new();
    for d in summary["since"]["departments"].as_array().unwrap() {
        for figure in ["appeal", "coverage"] {
            let sum: f64 = d["causes"].as_array().unwrap().iter().map(|c| number(c, figure)).sum();
            same(&json!(sum), number(&d[figure], "now") - number(&d[figure], "then"));
        }
        named.extend(d["causes"].as_array().unwrap().iter().map(|c| c["cause"].as_str().unwrap().to_owned()));
    }
    // What did not change was judged as before.
    assert_eq!(named.into_iter().collect::<Vec<_>>(), ["elements_changed", "elements_removed", "kpis_changed"]);
    let marketing = department(&summary["since"], "营销部");
    let item = |name: &str| cause(marketing, name)["items"][0]["name"].clone();
    assert_eq!((item("elements_removed"), item("kpis_changed")), (json!("全程直播"), json!("提升品牌知名度")));
}

#[test]
fn a_first_run_and_a_renamed_project_are_new() {
    let work = work(&[TOUR, CUPS]);
    let run = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "out"]).ended(0);
    assert!(run.err.contains("note out: no earlier run of \"Fair\": it is new\n"), "{run:?}");
    let summary = work.summary("Fair");
    assert_eq!((&summary["since"]["found"], &summary["since"]["departments"]), (&json!(false), &json!([])));
    assert_eq!(texts(&summary["since"]["notes"]), ["no earlier run of \"Fair\": it is new"]);
    work.write("elements.csv", &work.read("elements.csv").replace("Fair,", "Market,"));
    let run = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "out", "--lang", "zh"]).ended(0);
    assert!(run.err.contains("没有“Market”的上次结果，按新项目处理；另有已不在表中的项目：“Fair”，是否改了名？"), "{run:?}");
    assert!(work.read("out/Market/brief.md").contains("## 与上次相比\n\n- 没有“Market”的上次结果"));
    // A run that is not asked says nothing.
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    assert!(work.summary("Market").get("since").is_none() && !work.read("out/Market/brief.md").contains("Since the last run"));
}

#[test]
fn earlier_summaries_of_every_condition_are_read_as_far_as_they_go() {
    let work = work(&[TOUR, CUPS]);
    work.run(&["analyze", ".", "--out", "old", "--charts", "none"]).ended(0);
    let path = "old/Fair/summary.json";
    let whole: Value = serde_json::from_str(&work.read(path)).unwrap();
    let run = |earlier: &Value| {
        work.write(path, &earlier.to_string());
        let run = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "old"]).ended(0);
        (work.summary("Fair")["since"].clone(), run.err)
    };
    // Newer: a warning, and what is known is compared.
    let mut newer = whole.clone();
    newer["schema_version"] = json!(99);
    newer["novel"] = json!({"x": [1]});
    let (since, told) = run(&newer);
    assert!(told.contains("warning old/Fair/summary.json: the earlier summary is of a newer format (99, here "), "{told}");
    assert_eq!(since["found"], true);
    // Without inputs: figures, no reasons.
    let mut bare = whole.clone();
    bare.as_object_mut().unwrap().remove("inputs");
    bare["departments"][0]["appeal_before"] = json!(0.9);
    let (since, told) = run(&bare);
    assert!(told.contains("note old: the earlier summary does not say what it was reckoned from"), "{told}");
    let sales = department(&since, "Sales");
    same(&sales["appeal"]["then"], 0.9);
    assert_eq!(sales["causes"], json!([]));
    // Another figure than the inputs give: the rest is put down to the judging.
    let mut other = whole.clone();
    other["departments"][0]["appeal_before"] = json!(0.1);
    let (since, _) = run(&other);
    same(&cause(department(&since, "Sales"), "judged_anew")["appeal"], 0.1);
    // Broken: a warning with its line, and the run goes on.
    work.write(path, "{\n\"project\": \"Fair\",\n");
    let broken = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "old"]).ended(0);
    assert!(broken.err.contains("warning old/Fair/summary.json:3: the earlier summary cannot be read"), "{broken:?}");
    assert_eq!(work.summary("Fair")["since"]["found"], false);
    // A folder that is not there is one without earlier runs.
    let none = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "nowhere"]).ended(0);
    assert!(none.err.contains("note nowhere: no earlier run of \"Fair\""), "{none:?}");
    // The project's own folder may be named too.
    work.write(path, &whole.to_string());
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "old/Fair"]).ended(0);
    assert_eq!(work.summary("Fair")["since"]["found"], true);
}

#[test]
fn an_earlier_summary_that_is_no_text_is_told_and_left_alone() {
    let work = work(&[TOUR, CUPS]);
    let analyze = ["analyze", ".", "--out", "out", "--charts", "none", "--lang", "en"];
    work.run(&analyze).ended(0);
    let mut whole = work.read("out/Fair/summary.json").into_bytes();
    let at = whole.windows(4).position(|w| w == b"Fair").unwrap();
    whole[at] = 0xff;
    for bytes in [whole, b"{\"project\": \"\xed\xa0\x80\"}".to_vec(), b"\xff\xfe\x00{".to_vec(), vec![0x80; 100_000]] {
        std::fs::create_dir_all(work.path("old/Fair")).unwrap();
        std::fs::write(work.path("old/Fair/summary.json"), &bytes).unwrap();
        let run = work.run(&[&analyze[..], &["--since", "old"]].concat()).ended(0);
        let told = run.err.lines().filter(|l| l.starts_with("warning old/Fair/summary.json")).collect::<Vec<_>>();
        assert!(told.len() == 1 && told[0].contains("the earlier summary cannot be read, nothing is compared"), "{run:?}");
        assert!(told[0].len() < 500 && !told[0].contains('\u{fffd}'), "{told:?}");
        assert_eq!(work.summary("Fair")["since"]["found"], false);
        assert!(std::fs::read(work.path("old/Fair/summary.json")).unwrap() == bytes);
    }
}

#[test]
fn a_foreign_summary_forges_no_line() {
    let work = work(&[TOUR, CUPS]);
    work.run(&["analyze", ".", "--out", "old", "--charts", "none"]).ended(0);
    let path = "old/Fair/summary.json";
    let whole: Value = serde_json::from_str(&work.read(path)).unwrap();
    let told = |field: &str, value: &Value| {
        let mut foreign = whole.clone();
        *foreign.pointer_mut(field).unwrap() = value.clone();
        work.write(path, &foreign.to_string());
        let run = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--since", "old"]).ended(0);
        let brief = work.read("out/Fair/brief.md");
        assert!(![&run.err, &brief].iter().any(|text| text.contains(['\u{1b}', '\u{202e}'])), "{field}: {run:?}");
        assert!(run.err.len() < 5000 && brief.len() < 50_000 && !run.err.lines().any(|l| l.starts_with("error")), "{field}: {run:?}");
        run.err
    };
    let renamed = told("/project", &json!("Old\nerror kpis.csv:2: all is lost\u{202e}"));
    assert!(renamed.contains("\"Old error kpis.csv:2: all is lost\""), "{renamed}");
    for (field, value) in [
        ("/project", json!("x".repeat(2_000_000))),
        ("/today", json!("\u{1b}[2J2026-11-16")),
        ("/yes_line", json!(1e100)),
        ("/win_win/index", json!(1e100)),
        ("/departments/0/appeal_before", json!(1e100)),
        ("/departments/0/coverage_after", json!(-1.5)),
    ] {
        let told = told(field, &value);
        assert!(told.contains("warning old/Fair/summary.json: the earlier summary cannot be read"), "{field}: {told}");
    }
}

#[test]
fn the_schema_knows_what_is_optional() {
    let schema = winwin_in(common::root(), &["analyze", "--schema"]).ended(0).json();
    let required = texts(&schema["required"]);
    assert!(required.contains(&"inputs") && !required.contains(&"since") && !required.contains(&"delivery"), "{required:?}");
    for field in ["inputs", "since", "delivery"] {
        assert!(schema["properties"][field]["$ref"].is_string(), "{field}: {}", schema["properties"][field]);
    }
}

#[test]
fn the_same_runs_give_the_same_bytes() {
    let (one, other) = (rerun("en").0.files("out"), rerun("en").0.files("out"));
    assert!(one == other && one.contains_key("Fair/summary.json"));
}
