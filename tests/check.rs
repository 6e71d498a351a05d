//! `winwin check`: every field of every row as it was read, and every problem at its cell.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{EXAMPLES, Work, root, winwin_in};
use serde_json::{Value, json};

fn checked(work: &Work, args: &[&str], code: i32) -> Value {
    work.run(&[&["check", "--format", "json"], args].concat()).ended(code).json()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn amount(value: f64, unit: Option<&str>) -> Value {
    json!({"value": value, "low": value, "high": value, "unit": unit, "percent": false, "points": false})
}

fn share(value: f64) -> Value {
    json!({"value": value, "low": value, "high": value, "unit": null, "percent": true, "points": false})
}

#[test]
fn english_tables_are_read_field_by_field() {
    let work = Work::new();
    work.write("my kpis.csv", "Dept,KPI Name,KPI ID,Definition,Measure,Unit,Baseline,Target,Current,Direction,Weight,Period,Due Date\n Sales ,Grow orders,S1,All channels,orders,orders,\"1,000\",1.2k,≥1100,higher is better,60%,quarter,2026-09-30\nSales,Cut returns,,,returns,%,12,8,,↓,40%,,2026Q3\n");
    let all = checked(&work, &["my kpis.csv"], 0);
    assert_eq!(keys(&all), ["tables", "problems"]);
    let table = &all["tables"][0];
    assert_eq!(keys(table), ["file", "kind", "encoding", "delimiter", "rows"]);
    assert_eq!((&table["file"], &table["kind"]), (&json!("my kpis.csv"), &json!("kpis")));
    assert_eq!((&table["encoding"], &table["delimiter"]), (&json!("UTF-8"), &json!(",")));
    let first = json!({
        "line": 2, "department": "Sales", "kpi": "Grow orders", "kpi_id": "S1", "description": "All channels", "metric": "orders",
        "unit": "orders", "baseline": amount(1000.0, Some("orders")), "target": amount(1200.0, Some("orders")),
        "actual": amount(1100.0, Some("orders")), "direction": "increase", "weight": table["rows"][0]["weight"].clone(),
        "period": "quarter", "due": "2026-09-30",
    });
    assert_eq!(table["rows"][0], first);
    assert_eq!(table["rows"][0]["weight"]["value"], 0.6);
    let second = &table["rows"][1];
    assert_eq!((&second["baseline"], &second["target"]), (&share(0.12), &share(0.08)));
    assert_eq!((&second["direction"], &second["due"]), (&json!("decrease"), &json!("2026-09-30")));
    for blank in ["kpi_id", "description", "actual", "period"] {
        assert_eq!(second[blank], Value::Null, "{blank}");
    }
}

#[test]
fn chinese_tables_with_other_headers_are_read_the_same() {
    let work = Work::new();
    let kpis = "所属部门\t关键绩效指标\t指标编号\t定义\t衡量指标\t目标值（万元）\t基准值\t当前值\t方向\t权重\t考核周期\t截止日期\n\
        市场部\t提升收入\tM1\t全渠道\t收入\t1,400\t1200\t1,260\t越高越好\t100\t年度\t2026年12月31日\n";
    let elements = "项目名称;项目要素;要素编号;说明;类型;预算;指标;预期贡献;开始;结束;需要部门\n\
        发布会;直播;E9;三个平台;可选;12万;收入;50万~80万元;2026-12-01;2026-12-02;市场部、IT部\n";
    work.write("kpis.csv", &format!("\u{feff}{kpis}")).write("elements.csv", elements);
    let all = checked(&work, &["kpis.csv", "elements.csv", "--today", "2026-11-16"], 0);
    let (kpis, elements) = (&all["tables"][0], &all["tables"][1]);
    assert_eq!((&kpis["delimiter"], &elements["delimiter"]), (&json!("\t"), &json!(";")));
    assert_eq!((&kpis["kind"], &elements["kind"]), (&json!("kpis"), &json!("elements")));
    let kpi = &kpis["rows"][0];
    assert_eq!((&kpi["department"], &kpi["kpi"], &kpi["kpi_id"]), (&json!("市场部"), &json!("提升收入"), &json!("M1")));
    assert_eq!((&kpi["direction"], &kpi["period"], &kpi["due"]), (&json!("increase"), &json!("year"), &json!("2026-12-31")));
    assert_eq!(kpi["target"]["value"], 14_000_000.0);
    assert_eq!(kpi["target"]["unit"], "CNY");
    let element = &elements["rows"][0];
    assert_eq!((&element["project"], &element["element"]), (&json!("发布会"), &json!("直播")));
    assert_eq!((&element["element_id"], &element["kind"]), (&json!("E9"), &json!("optional")));
    assert_eq!(element["needs"], json!(["市场部", "IT部"]));
    assert_eq!((&element["start"], &element["end"]), (&json!("2026-12-01"), &json!("2026-12-02")));
    assert_eq!(element["cost"]["value"], 120_000.0);
    let claimed = &element["contribution"];
    assert_eq!((&claimed["low"], &claimed["value"], &claimed["high"]), (&json!(500_000.0), &json!(650_000.0), &json!(800_000.0)));
}

#[test]
fn a_departments_own_separators_do_not_part_its_name() {
    let work = Work::new();
    work.write("kpis.csv", "department,kpi,target\nSales/Marketing,Orders,100\n\"Legal, Risk\",Contracts read in time,90\n");
    work.write("elements.csv", "project,element,needs\nFair,Prize draw,\"sales/marketing; Legal, Risk, IT\"\n");
    let all = checked(&work, &["kpis.csv", "elements.csv", "--today", "2026-11-16"], 0);
    assert_eq!(all["tables"][1]["rows"][0]["needs"], json!(["sales/marketing", "Legal, Risk", "IT"]));
}

#[test]
fn the_other_tables_are_told_by_name_and_read_too() {
    let work = Work::of_example("lifestyle-summit");
    let all = checked(&work, &["departments.csv", "favors.csv", "log.csv"], 0);
    let kinds: Vec<&Value> = all["tables"].as_array().unwrap().iter().map(|t| &t["kind"]).collect();
    assert_eq!(kinds, ["departments", "favors", "log"]);
    let marketing = &all["tables"][0]["rows"][1];
    assert_eq!((&marketing["role"], &marketing["power"], &marketing["interest"]), (&json!("partner"), &json!(5), &json!(3)));
    assert_eq!((&marketing["ask_cost"]["value"], &marketing["needed_by"]), (&json!(500_000.0), &json!("2026-12-01")));
    let urgent = &all["tables"][1]["rows"][6];
    assert_eq!((&urgent["direction"], &urgent["urgent"], &urgent["weight"]["value"]), (&json!("received"), &json!(true), &json!(1.0)));
    let refusal = &all["tables"][2]["rows"][5];
    assert_eq!((&refusal["kind"], &refusal["date"], &refusal["what"]), (&json!("refusal"), &json!("2026-11-12"), &json!("活动前无法排期")));
}

#[test]
fn headers_of_the_users_own_are_mapped() {
    let work = Work::new();
    work.write("kpis.csv", "Team,Ziel,2026 plan\nSales,Grow orders,200\nSales,Cut returns,8\n");
    let maps = ["--map", "department=Team", "--map", "kpi=ziel", "--map", "target=2026 Plan"];
    let row = checked(&work, &[&["kpis.csv"], maps.as_slice()].concat(), 0)["tables"][0]["rows"][0].clone();
    assert_eq!((&row["department"], &row["kpi"], &row["target"]["value"]), (&json!("Sales"), &json!("Grow orders"), &json!(200.0)));
    let missing = |maps: &[&str]| -> Vec<String> {
        let all = checked(&work, &[&["kpis.csv"], maps].concat(), 3);
        let errors = all["problems"].as_array().unwrap().iter().filter(|p| p["severity"] == "error");
        errors.map(|p| p["column"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(missing(&[]), ["department", "kpi"]);
    assert_eq!(missing(&maps[..2]), ["kpi"]);
}

#[test]
fn every_problem_stands_at_its_cell() {
    let work = Work::new();
    work.write(
        "kpis.csv",
        "部门,指标,单位,基线值,目标值,方向,备注\n市场部,提升收入,万元,100,待定,提升,x\n,降低成本,万元,很多,80,向上看,\n",
    );
    let all = checked(&work, &["kpis.csv", "--lang", "zh"], 3);
    let problems = all["problems"].as_array().unwrap();
    for problem in problems {
        assert_eq!(keys(problem), ["severity", "file", "line", "cell", "column", "header", "value", "message", "help"]);
        assert!(!problem["message"].as_str().unwrap().is_empty(), "{problem}");
    }
    let at = |line: u64, column: &str| {
        let found = problems.iter().find(|p| p["line"] == line && p["column"] == column);
        found.unwrap_or_else(|| panic!("nothing at {line} {column}: {problems:#?}"))
    };
    let (pending, filled) = (at(2, "target"), at(3, "department"));
    assert_eq!((&pending["severity"], &pending["header"], &pending["value"]), (&json!("warning"), &json!("目标值"), &json!("待定")));
    assert_eq!((&filled["severity"], &filled["header"]), (&json!("warning"), &json!("部门")));
    let (text, word) = (at(3, "baseline"), at(3, "direction"));
    assert_eq!((&text["severity"], &text["header"], &text["value"]), (&json!("error"), &json!("基线值"), &json!("很多")));
    assert_eq!((&word["severity"], &word["value"], &word["file"]), (&json!("error"), &json!("向上看"), &json!("kpis.csv")));
    assert!(word["help"].as_str().unwrap().contains("提升"), "{word}");
    let unknown = problems.iter().find(|p| p["header"] == "备注").unwrap();
    assert_eq!(unknown["severity"], "note");
    // The same problems as text, one a line, then their count.
    let text = work.run(&["check", "kpis.csv", "--lang", "en"]).ended(3).out;
    assert_eq!(text.lines().count(), 1 + problems.len() + 1);
    assert_eq!(text.lines().last(), Some("2 errors, 2 warnings"));
}

#[test]
fn the_examples_have_no_errors_and_every_row_is_there() {
    for example in EXAMPLES {
        let folder = root().join("data").join(example);
        let files = ["kpis.csv", "elements.csv", "departments.csv", "favors.csv", "log.csv"];
        let all = winwin_in(&folder, &[&["check", "--format", "json"], files.as_slice()].concat()).ended(0).json();
        for (table, file) in all["tables"].as_array().unwrap().iter().zip(files) {
            let lines = std::fs::read_to_string(folder.join(file)).unwrap().trim_end().lines().count();
            assert_eq!(table["rows"].as_array().unwrap().len(), lines - 1, "{example}/{file}");
        }
        let told: Vec<&Value> = all["problems"].as_array().unwrap().iter().filter(|p| p["severity"] != "note").collect();
        assert!(told.is_empty(), "{example}: {told:#?}");
    }
}

#[test]
fn a_claim_that_says_no_amount_is_told() {
    let work = Work::new();
    work.write("kpis.csv", "department,kpi,unit,baseline,target,direction\nSales,Orders,orders,,500,increase\nService,Complaints,cases,,40,decrease\nService,Calls,calls,900,700,decrease\n");
    work.write(
        "elements.csv",
        "element,metric,contribution\nFair,Orders,+20%\nHotline,Complaints,-5\nHelp desk,Calls,+30\nPortal,Calls,-50\n",
    );
    let all = checked(&work, &["kpis.csv", "elements.csv", "--lang", "en"], 0);
    let told: Vec<(&str, u64, &str)> = all["problems"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|p| p["column"] == "contribution")
        .map(|p| (p["severity"].as_str().unwrap(), p["line"].as_u64().unwrap(), p["message"].as_str().unwrap()))
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(matches!(told[0], ("warning", 2, m) if m.contains("\"Orders\" has no baseline")), "{told:?}");
    assert!(matches!(told[1], ("note", 3, m) if m.contains("\"Complaints\" has no baseline")), "{told:?}");
    assert!(matches!(told[2], ("note", 4, m) if m.contains("away from its target")), "{told:?}");
}

#[test]
fn a_table_on_its_side_is_refused_whatever_is_mapped() {
    let work = Work::new();
    work.write("projects.csv", "Project name,Rail line,Prison,Tax portal\nLead,Transport,Justice,Treasury\nBegin,2024-01-31,2025-02-28,2023-06-01\nBudget,450.37,112,3\n");
    for map in [&["--map", "element=Project name"][..], &[]] {
        let all = checked(&work, &[&["projects.csv", "--lang", "en"], map].concat(), 3);
        let problems = all["problems"].as_array().unwrap();
        let errors: Vec<&Value> = problems.iter().filter(|p| p["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "{map:?}: {problems:?}");
        assert!(errors[0]["message"].as_str().unwrap().contains("rows and columns are swapped"), "{errors:?}");
    }
}
