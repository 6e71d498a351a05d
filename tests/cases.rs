//! The worked examples under data/: what a reader must be able to see in them, and their reports as text.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::fs;

use common::{EXAMPLES, Work, department, list, number, root, texts, winwin_in};
use serde_json::Value;

const PLAIN: &str = "老客户答谢会";
const SUMMIT: &str = "豪华车主生活方式峰会";

#[test]
fn the_summit_wins_marketing_and_the_plain_event_does_not() {
    let work = Work::analysed("lifestyle-summit");
    let (plain, summit) = (work.summary(PLAIN), work.summary(SUMMIT));
    let appeal = |summary: &Value| number(department(summary, "营销部"), "appeal_before");
    assert!(appeal(&plain) < 0.35, "{}", appeal(&plain));
    assert!(appeal(&summit) > 0.70, "{}", appeal(&summit));
    assert!(number(&summit["win_win"], "index") > number(&plain["win_win"], "index"));
    for summary in [&plain, &summit] {
        assert_eq!(summary["own"], "华南区域");
        assert_eq!(department(summary, "华南区域")["role"], "own");
    }
}

#[test]
fn the_texts_alone_tell_the_two_events_apart() {
    let work = Work::of_example("lifestyle-summit");
    let mut reader = csv::Reader::from_path(work.path("elements.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let column = header.iter().position(|h| h == "贡献").unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    let mut emptied = 0;
    for record in reader.records() {
        let record = record.unwrap();
        emptied += usize::from(!record[column].is_empty());
        writer.write_record(record.iter().enumerate().map(|(i, cell)| if i == column { "" } else { cell })).unwrap();
    }
    assert_eq!(emptied, 7);
    work.write("elements.csv", &String::from_utf8(writer.into_inner().unwrap()).unwrap());
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    let appeal = |project: &str| number(department(&work.summary(project), "营销部"), "appeal_before");
    assert!(appeal(SUMMIT) >= appeal(PLAIN) + 0.3, "{} against {}", appeal(SUMMIT), appeal(PLAIN));
    let summary = work.summary(SUMMIT);
    let marketing = department(&summary, "营销部");
    assert!(list(marketing, "shares").is_empty(), "{marketing}");
    assert!(list(marketing, "lead_elements").iter().all(|l| l["evidence"] == "inferred"), "{marketing}");
}

#[test]
fn the_live_stream_delivers_thirty_percent_of_brand_exposure() {
    let work = Work::analysed("lifestyle-summit");
    let summary = work.summary(SUMMIT);
    let shares = list(department(&summary, "营销部"), "shares");
    let exposure = shares.iter().find(|s| s["kpi"] == "提升品牌知名度").unwrap();
    assert_eq!(exposure["element"], "全程直播");
    assert_eq!((number(exposure, "contribution"), number(exposure, "needed")), (5_000_000.0, 16_670_000.0));
    assert!((0.2999..=0.3001).contains(&number(exposure, "share")), "{exposure}");
    assert!(exposure["source"].as_str().unwrap().ends_with("elements.csv:10"), "{exposure}");
    let brief = work.read(&format!("out/{SUMMIT}/brief.md"));
    assert!(brief.contains("30.0") && brief.contains("全程直播"), "the brief gives the arithmetic");
    let rows = common::records(&work.read(&format!("out/{SUMMIT}/overlap.csv")));
    let row = rows.iter().find(|r| r["element"] == "全程直播" && r["kpi_id"] == "M1").unwrap();
    assert!((0.2999..=0.3001).contains(&row["share"].parse::<f64>().unwrap()), "{row:?}");
}

#[test]
fn marketing_is_led_by_reach_and_offered_reach() {
    let work = Work::analysed("lifestyle-summit");
    let summit = work.summary(SUMMIT);
    let first = &list(department(&summit, "营销部"), "lead_elements")[0];
    let reach = ["全程直播", "邀请汽车媒体报道", "KOL生活方式分享"];
    assert!(reach.contains(&first["element"].as_str().unwrap()), "{first}");
    let plain = work.summary(PLAIN);
    let offered = texts(&department(&plain, "营销部")["suggestions"]);
    assert!(offered.len() <= 5, "{offered:?}");
    let entries_of_reach = offered.iter().filter(|s| ["直播", "媒体", "KOL"].iter().any(|w| s.contains(w)));
    assert!(entries_of_reach.count() >= 2, "{offered:?}");
    // What the summit already holds is not proposed to it again.
    let again = texts(&department(&summit, "营销部")["suggestions"]);
    assert!(!again.iter().any(|s| s.contains("直播") || s.contains("KOL")), "{again:?}");
}

#[test]
fn a_dearer_dinner_hurts_finance() {
    let summary = Work::analysed("lifestyle-summit").summary(SUMMIT);
    let finance = department(&summary, "财务部");
    let conflict = &list(finance, "conflicts")[0];
    assert_eq!((&conflict["element"], &conflict["kpi"]), (&"高端晚宴酒水升级".into(), &"降低市场活动费用率".into()));
    assert_eq!(conflict["evidence"], "stated");
    assert!(number(conflict, "appeal_gain") > 0.0 && number(finance, "appeal_before") < 0.0, "{finance}");
    let share = list(finance, "shares").iter().find(|s| s["element"] == "高端晚宴酒水升级").unwrap();
    assert!((number(share, "share") + 0.1).abs() < 1e-6, "0.1 points the wrong way of 1 point: {share}");
}

#[test]
fn single_use_cups_hurt_waste_per_visitor() {
    let work = Work::analysed("harbor-festival");
    let summary = work.summary("Harbor Festival");
    let environment = department(&summary, "Environment Office");
    let conflicts = list(environment, "conflicts");
    let cups = conflicts.iter().find(|c| c["element"] == "Single-use cups and plates").unwrap();
    assert_eq!(cups["kpi"], "Waste per visitor");
    assert!(texts(&environment["suggestions"]).contains(&"Deposit cups and sorting stations"), "{environment}");
    let brief = work.read("out/Harbor Festival/brief.md");
    assert!(brief.contains("Single-use cups and plates") && !brief.contains("指标"), "an English brief");
}

#[test]
fn a_range_keeps_its_ends() {
    let summary = Work::analysed("harbor-festival").summary("Harbor Festival");
    let shares = list(department(&summary, "Tourism Board"), "shares");
    let reach = shares.iter().find(|s| s["element"] == "Livestream of the opening night").unwrap();
    let ends = (number(reach, "low"), number(reach, "share"), number(reach, "high"));
    assert_eq!(ends, (0.24, 0.3, 0.36), "0.6 to 0.9 million of 2.5 million");
}

#[test]
fn addresses_on_a_public_drive_are_flagged_from_the_text() {
    let work = Work::analysed("home-service");
    let rows = common::records(&work.read("out/上门保养服务/overlap.csv"));
    let row = rows.iter().find(|r| r["element"] == "收集家庭住址与出入时间" && r["kpi_id"] == "L1").unwrap();
    let value = |column: &str| -> f64 { row[column].parse().unwrap() };
    assert!(value("overlap") < -0.2 && value("hurts") > 0.4 && value("driver") < 0.0, "{row:?}");
    assert!(row["share"].is_empty() && !row["share_reason"].is_empty() && row["reason"].contains("公共网盘"), "{row:?}");
    let summary = work.summary("上门保养服务");
    let legal = department(&summary, "法务合规部");
    let conflict = list(legal, "conflicts").iter().find(|c| c["element"] == "收集家庭住址与出入时间").unwrap();
    assert_eq!((&conflict["kpi"], &conflict["evidence"]), (&"降低客户信息安全事件".into(), &"inferred".into()));
    assert!(number(legal, "appeal_before") < 0.0, "{legal}");
    assert!(work.read("out/上门保养服务/brief.md").contains("收集家庭住址与出入时间"));
}

#[test]
fn a_partner_without_kpis_is_named_and_not_counted() {
    let summary = Work::analysed("home-service").summary("上门保养服务");
    assert_eq!(department(&summary, "五星级酒店")["role"], "no_kpis");
    assert!(texts(&summary["warnings"]).iter().any(|w| w.contains("五星级酒店")));
    for addition in summary["suggestions"].as_array().unwrap() {
        assert!(addition["appeal_gain"].as_array().unwrap().iter().all(|g| g["department"] != "五星级酒店"));
    }
}

#[test]
fn figures_stay_in_range_and_plans_within_budget() {
    for (example, budget) in EXAMPLES.into_iter().zip([800_000.0, 60_000.0, 1_600_000.0, 800_000.0]) {
        let work = Work::analysed(example);
        for folder in fs::read_dir(work.path("out")).unwrap() {
            let folder = folder.unwrap();
            // Beside the projects' folders stands what compares them.
            if !folder.path().is_dir() {
                continue;
            }
            let summary = work.summary(folder.file_name().to_str().unwrap());
            for d in summary["departments"].as_array().unwrap() {
                for key in ["coverage_before", "coverage_after", "appeal_before", "appeal_after"] {
                    assert!((-1.0..=1.0).contains(&number(d, key)), "{d}");
                }
            }
            let package = &summary["packages"][0];
            assert!(number(package, "cost") <= budget && texts(&package["elements"]).len() <= 5, "{package}");
            assert!(number(&summary["win_win"], "index_after") >= number(&summary["win_win"], "index"));
            let own = summary["own"].as_str().unwrap();
            let own = department(&summary, own);
            assert!(number(own, "coverage_after") >= number(own, "coverage_before") - 0.005, "{own}");
        }
    }
}

#[test]
fn reports_read_as_before() {
    let bless = std::env::var_os("BLESS").is_some();
    for example in EXAMPLES {
        let out = Work::new();
        let folder = out.path("out");
        winwin_in(root(), &["analyze", &format!("data/{example}"), "--out", folder.to_str().unwrap()]).ended(0);
        let expected = root().join("tests/cases").join(example).join("expected");
        let mut compared = 0;
        for (name, bytes) in common::files(&folder) {
            if !name.ends_with("/summary.json") && !name.ends_with("/brief.md") {
                continue;
            }
            let (path, text) = (expected.join(&name), String::from_utf8(bytes).unwrap());
            if bless {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &text).unwrap();
            }
            let before = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
            let differs = text.lines().zip(before.lines()).position(|(new, old)| new != old);
            let at = differs.unwrap_or(text.lines().count().min(before.lines().count()));
            assert!(
                text == before,
                "{} differs from line {} on:\n- {}\n+ {}\nBLESS=1 rewrites it",
                path.display(),
                at + 1,
                before.lines().nth(at).unwrap_or("(end)"),
                text.lines().nth(at).unwrap_or("(end)"),
            );
            compared += 1;
        }
        let kept = if expected.exists() { common::files(&expected).len() } else { 0 };
        assert_eq!(compared, kept, "{example}: files under expected that no run writes");
        assert!(compared >= 2);
    }
}

#[test]
fn the_festival_says_what_has_moved_since_the_plan_before() {
    let work = Work::analysed("harbor-festival");
    let summary = work.summary("Harbor Festival");
    let since = &summary["since"];
    assert_eq!((&since["found"], &since["day"]), (&true.into(), &"2027-01-18".into()));
    let changed = |field: &str| -> Vec<&str> {
        let of = |e: &&Value| list(e, "changes").iter().any(|c| c["field"] == field);
        list(since, "elements").iter().filter(of).map(|e| e["element"].as_str().unwrap()).collect()
    };
    assert!(changed("new").contains(&"Tall ships parade") && changed("gone") == ["Port history exhibition"], "{since}");
    let tourism = department(since, "Tourism Board");
    assert!(number(&tourism["coverage"], "now") > number(&tourism["coverage"], "then"), "the parade serves it: {tourism}");
    let brief = work.read("out/Harbor Festival/brief.md");
    assert!(brief.contains("## Since the last run") && brief.contains("2027-01-18"), "{brief}");
}

#[test]
fn the_home_service_counts_with_what_an_earlier_project_delivered() {
    let work = Work::analysed("home-service");
    let summary = work.summary("上门保养服务");
    // (0.7 + 1.55 + 0.9 + 3) / (4 + 3)
    assert!((number(&summary["delivery"], "factor") - 6.15 / 7.0).abs() < 1e-6, "{}", summary["delivery"]);
    assert!(work.read("out/上门保养服务/brief.md").contains("乘以 0.88"), "the brief says it too");
    let run = work.run(&["settle", ".", "--actuals", "actuals.csv", "--dry-run", "--today", "2027-01-08"]).ended(0);
    // 10 claims, with those of the earlier project.
    assert!(run.out.contains("(7.883 + 3) / (10 + 3) = 0.84"), "{}", run.out);
}

/// IT has refused what the sign-up in the app needs: it carries no title until that is settled.
#[test]
fn what_a_department_has_refused_carries_no_title() {
    let carriers = |work: &Work| -> Vec<(String, String)> {
        work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        list(&work.summary(SUMMIT)["reframe"], "theme").iter().map(|t| (text(&t["carried"]), text(&t["carrier"]))).collect()
    };
    let work = Work::of_example("lifestyle-summit");
    let sign_up = ("plan".to_owned(), "App报名与互动签到".to_owned());
    assert!(!carriers(&work).contains(&sign_up));
    let log = work.read("log.csv");
    let settled: Vec<&str> = log.lines().filter(|l| !l.contains("IT部")).collect();
    work.write("log.csv", &settled.join("\n"));
    assert!(carriers(&work).contains(&sign_up), "{:?}", carriers(&work));
}

/// The show of skills comes near a contest; once the training department has refused, it promises none either.
#[test]
fn what_a_department_has_refused_comes_near_no_title() {
    let near = |work: &Work| -> bool {
        work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
        list(&work.summary(SUMMIT)["reframe"], "theme").iter().any(|t| t["carried"] == "near" && t["carrier"] == "技师技艺展示")
    };
    let work = Work::of_example("lifestyle-summit");
    assert!(near(&work));
    work.write("log.csv", &format!("{}2026-11-13,培训部,refusal,技师排不开,\n", work.read("log.csv")));
    assert!(!near(&work));
}

#[test]
fn titles_stand_side_by_side_and_say_what_carries_them() {
    for example in EXAMPLES {
        let work = Work::analysed(example);
        let files = work.files("out");
        for project in files.keys().filter_map(|path| path.strip_suffix("/summary.json")) {
            let summary = work.summary(project);
            let brief = work.read(&format!("out/{project}/brief.md"));
            let roles = summary["departments"].as_array().unwrap().iter().filter(|d| d["role"] == "partner" || d["role"] == "own");
            let kpis: usize = roles.map(|d| d["kpis"].as_u64().unwrap() as usize).sum();
            for title in list(&summary["reframe"], "theme") {
                assert_eq!(list(title, "kpis").len(), kpis, "{title}");
                let carrier = title["carrier"].as_str();
                match title["carried"].as_str().unwrap_or("not told") {
                    "not told" | "belied" if title["source"] == "user" => {}
                    "plan" | "near" | "advised" | "open" => assert!(brief.contains(carrier.unwrap()), "{title}"),
                    "refused" => {
                        assert!(brief.contains("谈通再用") || brief.contains("settle that first"), "{title}");
                        assert_ne!(summary["reframe"]["advised_title"], title["title"], "nothing to promise");
                    }
                    "nothing" => assert!(carrier.is_none(), "{title}"),
                    other => panic!("{other}"),
                }
                assert!(brief.contains("各题目逐项指标对比") || brief.contains("The titles, KPI by KPI"));
            }
        }
    }
}
