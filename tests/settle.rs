//! `winwin settle`: planned against delivered, rows for the favor bank and the record of deliveries, with figures worked out by hand; and
//! what the next analysis makes of the record.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, department, number};

const KPIS: &str = "department,kpi,metric,unit,baseline,target,direction,weight,due\n\
    Sales,Grow orders,orders,orders,0,1000,increase,100,2026-12-31\n\
    Ops,Cut waste,waste,g,300,200,decrease,60,2026-12-31\n\
    Ops,Raise reuse,reuse,cups,0,500,increase,40,2026-12-31\n\
    Brand,Reach people,reach,views,0,1000万,increase,100,2026Q4\n";
const ELEMENTS: &str = "project,element,kind,cost,metric,contribution,unit,start,end,needs\n\
    Fair,Tour,core,1000,orders,100,,2026-12-19,2026-12-20,Ops\n\
    Fair,Cups,core,500,waste,-20,g,2026-12-19,2026-12-20,Ops\n\
    Fair,Cups,core,500,reuse,50,,2026-12-19,2026-12-20,Ops\n\
    Fair,Stream,core,500,reach,300万,,2026-12-19,2026Q4,Brand\n\
    Fair,Raffle,optional,50,orders,5,,,,\n\
    Night,Talk,core,400,orders,20,,2027-01-04,2027-01-05,Brand\n";
const DEPARTMENTS: &str = "department,role,ask,ask_cost\nSales,own,,\nOps,partner,Crew of ten,400\nBrand,partner,,\n";
const ACTUALS: &str = "project,element,metric,delivered,unit\n\
    Fair,Tour,orders,80,\n\
    Fair,Cups,waste,-0.01,kg\n\
    Fair,Cups,Raise reuse,75,\n\
    Fair,Stream,reach,待定,\n";
const RECORD: &str = "project,department,planned,delivered,achieved,n,factor\n\
    Fair,Ops,0.3,0.25,2,2,1\n\
    Fair,Sales,0.1,0.08,0.8,1,0.95\n";

fn work() -> Work {
    let work = Work::new();
    work.write("kpis.csv", KPIS).write("elements.csv", ELEMENTS).write("departments.csv", DEPARTMENTS).write("results.csv", ACTUALS);
    work.write("winwin.toml", "today = \"2027-01-08\"\ncatalog-only = true\n");
    work
}

const SETTLE: [&str; 4] = ["settle", ".", "--actuals", "results.csv"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    SETTLE.into_iter().chain(more.iter().copied()).collect()
}

/// The record without its mark and its comment.
fn record(work: &Work, path: &str) -> String {
    let text = work.read(path);
    assert!(text.starts_with("\u{feff}# "), "{text}");
    text.split_once('\n').unwrap().1.to_owned()
}

#[test]
fn planned_and_delivered_stand_beside_each_other() {
    let run = work().run(&SETTLE).ended(0);
    // Ops by weight: planned 0.6 x 20 % + 0.4 x 10 %, delivered 0.6 x 10 % + 0.4 x 15 %. The factor: (0.8 + 0.5 + 1.5 + 3) / (3 + 3).
    let expected = "Fair\n\
        Sales: by the weights of its KPIs planned 10.0 %, delivered 8.0 %\n\
        \u{20}\u{20}\"Grow orders\" Tour: planned 100 of 1,000 orders = 10.0 %; delivered 80 of 1,000 orders = 8.0 %, 80 % of the plan (line 2)\n\
        Ops: by the weights of its KPIs planned 16.0 %, delivered 12.0 %\n\
        \u{20}\u{20}\"Cut waste\" Cups: planned −20 of −100 g = 20.0 %; delivered −10 of −100 g = 10.0 %, 50 % of the plan (line 3)\n\
        \u{20}\u{20}\"Raise reuse\" Cups: planned 50 of 500 cups = 10.0 %; delivered 75 of 500 cups = 15.0 %, 150 % of the plan (line 4)\n\
        no result yet: Stream (reach)\n\
        \n\
        delivery factor (2.8 + 3) / (3 + 3) = 0.97 (3 settled claims, kept within 0.2 to 1.5): the next analysis multiplies stated contributions that help with it\n\
        \n\
        rows to append to the favors table:\n\
        date,department,direction,what,weight,urgent\n\
        2026-12-31,Brand,received,\"took part in \"\"Fair\"\": Stream\",1,no\n\
        2026-12-31,Ops,received,\"took part in \"\"Fair\"\": Crew of ten\",2,no\n\
        2026-12-31,Ops,given,\"\"\"Fair\"\" brought to its \"\"Raise reuse\"\" 75 of 500 cups = 15.0 %\",2,no\n";
    assert_eq!(run.out, expected);
    assert!(run.err.contains("results.csv:5 delivered") && run.err.contains("→ ./delivery.csv"), "{run:?}");
}

#[test]
fn both_files_are_written_whole_and_settling_again_changes_nothing() {
    let work = work();
    let printed = work.run(&SETTLE).ended(0).out;
    assert_eq!(record(&work, "delivery.csv"), RECORD);
    let favors = work.read("favors-to-append.csv");
    let rows = favors.trim_start_matches('\u{feff}');
    assert!(printed.ends_with(rows) && rows.lines().count() == 4, "{favors}");
    let before = work.files(".");
    assert_eq!(work.run(&SETTLE).ended(0).out, printed);
    assert!(before == work.files("."), "a second settlement changed a file, or left one behind");
    // Rows that have been appended are not proposed again.
    work.write("favors.csv", rows);
    let run = work.run(&SETTLE).ended(0);
    assert!(run.out.ends_with("no rows to append to the favors table\n"), "{run:?}");
    assert_eq!(work.read("favors-to-append.csv"), "\u{feff}date,department,direction,what,weight,urgent\n");
}

/// Who keeps the record to himself goes on doing so.
#[cfg(unix)]
#[test]
fn rights_stay_as_they_are() {
    use std::os::unix::fs::PermissionsExt;

    let work = work();
    work.run(&SETTLE).ended(0);
    let files = ["delivery.csv", "favors-to-append.csv"];
    files.iter().for_each(|f| std::fs::set_permissions(work.path(f), std::fs::Permissions::from_mode(0o600)).unwrap());
    work.run(&SETTLE).ended(0);
    for file in files {
        assert_eq!(std::fs::metadata(work.path(file)).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
    }
}

#[test]
fn projects_add_up_over_time_and_a_project_is_replaced() {
    let work = work();
    work.run(&SETTLE).ended(0);
    // 10 of 20 stated: achieved 0.5.
    work.write("night.csv", "project,element,metric,delivered\nNight,Talk,orders,10\n");
    let run = work.run(&["settle", ".", "--actuals", "night.csv"]).ended(0);
    assert!(run.out.contains("delivery factor (3.3 + 3) / (4 + 3) = 0.90 (4 settled claims"), "{run:?}");
    assert_eq!(record(&work, "delivery.csv"), format!("{RECORD}Night,Sales,0.02,0.01,0.5,1,0.875\n"));
    // A later count of the same project stands in place of the first.
    work.write("night.csv", "project,element,metric,delivered\nNight,Talk,orders,70\n");
    work.run(&["settle", ".", "--actuals", "night.csv"]).ended(0);
    assert_eq!(record(&work, "delivery.csv"), format!("{RECORD}Night,Sales,0.02,0.07,2,1,1.25\n"), "3.5 times as stated counts twice");
}

#[test]
fn a_name_that_a_spreadsheet_would_run_is_known_again() {
    let work = work();
    work.write("elements.csv", &ELEMENTS.replace("Fair,", "=Fair,")).write("results.csv", &ACTUALS.replace("Fair,", "=Fair,"));
    work.run(&SETTLE).ended(0);
    let once = record(&work, "delivery.csv");
    assert_eq!(once, RECORD.replace("Fair,", "'=Fair,"));
    let run = work.run(&SETTLE).ended(0);
    assert!(run.out.contains("(3 settled claims"), "{run:?}");
    assert_eq!(record(&work, "delivery.csv"), once);
}

#[test]
fn a_dry_look_and_another_folder_leave_the_tables_alone() {
    let work = work();
    let before = work.files(".");
    let run = work.run(&with(&["--dry-run"])).ended(0);
    assert!(run.out.contains("delivery factor (2.8 + 3)") && run.err.contains("nothing written"), "{run:?}");
    assert!(before == work.files("."));
    work.run(&SETTLE).ended(0);
    work.write("night.csv", "element,metric,delivered,project\nTalk,orders,20,Night\n");
    let here = work.files(".");
    work.run(&["settle", ".", "--actuals", "night.csv", "--out", "elsewhere"]).ended(0);
    assert_eq!(
        record(&work, "elsewhere/delivery.csv"),
        format!("{RECORD}Night,Sales,0.02,0.02,1,1,1\n"),
        "it goes on from the tables' record"
    );
    let after = work.files(".");
    assert!(here.iter().all(|(path, bytes)| after[path] == *bytes), "only the other folder is written to");
}

#[test]
fn the_next_analysis_tempers_what_is_stated_and_prints_it_as_stated() {
    let work = work();
    work.run(&SETTLE).ended(0);
    // 4 % of the orders; 2 % more waste than less; nothing for the others.
    let mut elements = "project,element,kind,metric,contribution,needs\n".to_owned();
    for (metric, amount) in [("orders", 40), ("waste", 2), ("reuse", 0), ("reach", 0)] {
        elements += &format!("Next,Stand,core,{metric},{amount},Ops\n");
    }
    work.write("elements.csv", &elements);
    // Results that lie about are no part of an analysis.
    work.write("actuals.csv", "element,metric,delivered\nNobody,orders,many\n");
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let summary = work.summary("Next");
    let factor = 5.8 / 6.0;
    let near = |value: f64, expected: f64| assert!((value - expected).abs() < 2e-6, "{value} is not {expected}");
    near(number(&summary["delivery"], "factor"), factor);
    assert_eq!(summary["delivery"]["claims"], 3);
    let sales = department(&summary, "Sales");
    near(number(sales, "coverage_before"), 0.04 * factor / 0.05);
    near(number(&sales["shares"][0], "share"), 0.04);
    near(number(&sales["shares"][0], "tempered"), 0.04 * factor);
    // A stated harm stays what it is: 2 % of the waste, x = 0.4.
    let ops = department(&summary, "Ops");
    near(number(ops, "appeal_before"), -0.4);
    assert!(ops["shares"][0].get("tempered").is_none(), "{ops}");
    let brief = work.read("out/Next/brief.md");
    assert!(brief.contains("tempered by 0.97 from 3 settled claims"), "{brief}");
    assert!(brief.contains("40 of 1,000 orders = 4.0 %, times 0.97 about 3.9 %, by \"Stand\" (line 2)"), "{brief}");
    // Without the record everything is as stated.
    std::fs::remove_file(work.path("delivery.csv")).unwrap();
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let summary = work.summary("Next");
    near(number(department(&summary, "Sales"), "coverage_before"), 0.8);
    assert!(summary.get("delivery").is_none() && !work.read("out/Next/brief.md").contains("tempered"));
}

#[test]
fn every_fault_of_the_results_stands_at_its_cell() {
    let work = work();
    let rows = "project,element,metric,delivered,unit\n\
        Fare,Tour,orders,80,\n\
        Fair,Tours,orders,80,\n\
        Fair,Tour,order,80,\n\
        Fair,Tour,orders,many,\n\
        Fair,Cups,waste,-10,h\n\
        Fair,Cups,reuse,5~9,\n\
        Fair,,,1,\n";
    work.write("results.csv", rows);
    let before = work.files(".");
    let both = work.run(&SETTLE).ended(3);
    work.write("results.csv", &rows.replace("many", "8").replace("5~9", "5"));
    let run = work.run(&SETTLE).ended(3);
    let expected = [
        "error results.csv:2 project: no project \"Fare\" in the elements table; did you mean \"Fair\"?",
        "error results.csv:3 element: the project has no element \"Tours\"; did you mean \"Tour\"?",
        "error results.csv:4 metric: the element states nothing for \"order\", and no KPI is called that; did you mean \"orders\"?",
        "error results.csv:6 unit: the unit \"h\" does not convert into \"g\": not counted; use the same unit",
        "error results.csv:8 element: a required cell is blank; fill it in",
        "error results.csv:8 metric: a required cell is blank; fill it in",
        "6 errors, 0 warnings",
    ];
    assert_eq!(run.err.lines().collect::<Vec<_>>(), expected);
    // Cells that cannot be read hide none of these.
    let cells = ["error results.csv:5 delivered: ", "error results.csv:7 delivered: "];
    let (unread, others): (Vec<&str>, Vec<&str>) =
        both.err.lines().filter(|l| l.starts_with("error ")).partition(|l| cells.iter().any(|c| l.starts_with(c)));
    assert_eq!((unread.len(), others.as_slice()), (2, &expected[..6]), "{both:?}");
    work.write("results.csv", ACTUALS);
    assert!(before.len() == work.files(".").len(), "nothing was written");
    // The same row twice, once by the KPI's name; and a metric that nobody planned.
    work.write("results.csv", "element,metric,delivered,project\nCups,reuse,5,Fair\nCups,Raise reuse,5,\nTour,reach,10万,\n");
    let run = work.run(&SETTLE).ended(3);
    assert!(run.err.contains("results.csv:3 metric: the same as line 2"), "{run:?}");
    work.write("results.csv", "element,metric,delivered,project\nTour,reach,60万,Fair\n");
    let run = work.run(&with(&["--dry-run"])).ended(0);
    assert!(run.err.contains("note results.csv:2 metric: the plan states nothing for \"reach\""), "{run:?}");
    assert!(run.out.contains("nothing planned; delivered 600,000 of 10,000,000 views = 6.0 % (line 2)"), "{run:?}");
    assert!(run.out.contains("no settled claim counts: the factor is 1") && run.out.contains("Brand,given,"), "{run:?}");
}

#[test]
fn a_broken_record_is_told_and_nothing_is_reckoned_with_it() {
    let work = work();
    work.write("delivery.csv", "project,department,planned,delivered,achieved,n,factor\nFair,Ops,0.3,0.25,7,2,1\n");
    for args in [&SETTLE[..], &["analyze", ".", "--out", "out", "--charts", "none"]] {
        let run = work.run(args).ended(3);
        assert!(run.err.contains("error ./delivery.csv:2 achieved: \"7\" cannot be; accepted: 0 … 2 n"), "{run:?}");
    }
    assert!(!work.path("out").exists());
    // Results without a number settle nothing.
    work.write("delivery.csv", "").write("results.csv", "project,element,metric,delivered\nFair,Tour,orders,\n");
    let run = work.run(&SETTLE).ended(0);
    assert!(run.err.contains("nothing to settle") && run.out.is_empty() && !work.path("favors-to-append.csv").exists(), "{run:?}");
}

#[test]
fn chinese_tables_are_settled_in_chinese_under_their_own_columns() {
    let work = Work::new();
    work.write("kpis.csv", "部门,指标,衡量指标,单位,基线值,目标值,方向,权重,截止日期\n华南区域,增加转介绍客户,转介绍客户数,人,0,500,提升,100,2026-12-31\n营销部,提升品牌知名度,品牌曝光量,次,0,1667万,提升,100,2026Q4\n");
    work.write("elements.csv", "项目,要素,类型,成本,指标,贡献,开始,结束,需要部门\n车主峰会,全程直播,core,12万,品牌曝光量,500万次,2026-12-30,2026-12-31,营销部\n车主峰会,老带新席位,core,8万,转介绍客户数,60,2026-12-30,2026-12-31,\n");
    work.write("departments.csv", "部门,角色,诉求,诉求成本\n华南区域,own,,\n营销部,partner,活动预算与策划团队,50万\n");
    work.write("favors.csv", "部门,日期,备注,方向,事项,权重\n营销部,2026-03-15,,given,整理案例,1\n");
    work.write("结果.csv", "项目,要素,指标,实际完成（万次）\n车主峰会,全程直播,提升品牌知名度,400\n");
    let run = work.run(&["settle", ".", "--actuals", "结果.csv", "--today", "2027-01-08"]).ended(0);
    // 400万 / 1667万 = 24.0 %, 0.8 of 500万; the ask costs more than the plan's 20万.
    let expected = "车主峰会\n\
        营销部：按指标权重计，计划30.0%，实际24.0%\n\
        \u{20}\u{20}“提升品牌知名度” 全程直播：计划 500万次 ÷ 1667万次 = 30.0%；实际 400万次 ÷ 1667万次 = 24.0%，完成80%（第2行）\n\
        尚无实际结果：老带新席位（转介绍客户数）\n\
        \n\
        兑现系数 (0.8 + 3) / (1 + 3) = 0.95（1项已结算的贡献，限于 0.2 到 1.5）：下次分析时写明的有利贡献乘以它\n\
        \n\
        可追加到 favors 表的行：\n\
        部门,日期,备注,方向,事项,权重\n\
        营销部,2026-12-31,,received,参与“车主峰会”：活动预算与策划团队,3\n\
        营销部,2026-12-31,,given,“车主峰会”为其“提升品牌知名度”带来 400万次 ÷ 1667万次 = 24.0%,2\n";
    assert_eq!(run.out, expected);
    // The rows stand under the user's own table as they are.
    let rows: String = work.read("favors-to-append.csv").lines().skip(1).map(|l| format!("{l}\n")).collect();
    work.write("favors.csv", &(work.read("favors.csv") + &rows));
    let json = work.run(&["check", "favors.csv", "--format", "json"]).ended(0).json();
    assert_eq!(
        (&json["tables"][0]["rows"][2]["direction"], &json["tables"][0]["rows"][2]["weight"]["value"]),
        (&"given".into(), &2.0.into())
    );
    work.run(&["analyze", ".", "--today", "2027-01-09", "--out", "out", "--charts", "none"]).ended(0);
    assert!(work.read("out/车主峰会/brief.md").contains("按1项已结算贡献的兑现情况乘以 0.95"));
}

#[test]
fn two_settlements_into_one_folder_both_count() {
    let (a, b) = (work(), work());
    b.write("results.csv", "project,element,metric,delivered,unit\nNight,Talk,orders,10,\n");
    let both = a.path("both");
    for _ in 0..5 {
        let _ = std::fs::remove_dir_all(&both);
        std::thread::scope(|scope| {
            for work in [&a, &b] {
                scope.spawn(|| work.run(&with(&["--out", both.to_str().unwrap()])).ended(0));
            }
        });
        let kept = record(&a, "both/delivery.csv");
        assert!(kept.contains("\nFair,") && kept.contains("\nNight,"), "{kept}");
    }
}

#[test]
fn what_a_person_wrote_under_the_name_of_the_rows_is_kept() {
    let work = work();
    work.write("favors-to-append.csv", "my own notes");
    let run = work.run(&SETTLE).ended(1);
    assert!(run.err.contains("favors-to-append.csv") && run.err.contains("not written by winwin"), "{}", run.err);
    assert_eq!(work.read("favors-to-append.csv"), "my own notes");
    assert!(!work.path("delivery.csv").exists());
}
