//! Relations with departments on the worked examples: balances, days and rows worked out by hand, in both languages, and their calendars.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Work, number, texts};
use serde_json::{Value, json};

const SUMMIT: &str = "豪华车主生活方式峰会";
const HOME: &str = "上门保养服务";
const HARBOR: &str = "Harbor Festival";

fn analysed(example: &str, flags: &[&str]) -> Work {
    let work = Work::of_example(example);
    work.run(&[&["analyze", ".", "--out", "out", "--charts", "none"], flags].concat()).ended(0);
    work
}

fn partners(work: &Work, project: &str) -> Value {
    work.summary(project)["partners"].clone()
}

/// An entry of a list by its department.
fn of<'a>(list: &'a Value, department: &str) -> &'a Value {
    let all = list.as_array().unwrap();
    all.iter().find(|x| x["department"] == department).unwrap_or_else(|| panic!("no {department} in {all:?}"))
}

fn lines(sources: &Value) -> Vec<&str> {
    texts(sources).iter().map(|s| s.rsplit(['/', '\\']).next().unwrap()).collect()
}

fn stages(plan: &Value) -> Vec<(&str, &str, &str)> {
    let steps = plan["steps"].as_array().unwrap();
    steps.iter().map(|s| (s["from"].as_str().unwrap(), s["to"].as_str().unwrap(), s["state"].as_str().unwrap())).collect()
}

fn new_days(plan: &Value) -> Vec<(&str, &str, &str)> {
    let windows = plan["new_days"].as_array().unwrap();
    windows.iter().map(|w| (w["stage"].as_str().unwrap(), w["from"].as_str().unwrap(), w["to"].as_str().unwrap())).collect()
}

#[test]
fn the_favor_banks_of_the_examples_add_up() {
    let check = |example: &str, project: &str, expected: &[(&str, [f64; 6])], urgent: &[&str]| {
        let bank = partners(&analysed(example, &[]), project);
        assert_eq!(bank["favors"].as_array().unwrap().len(), expected.len(), "{example}");
        for (department, figures) in expected {
            let account = of(&bank["favors"], department);
            let quarters: Vec<f64> = account["quarters"].as_array().unwrap().iter().map(|q| q.as_f64().unwrap()).collect();
            let found = [number(account, "balance"), number(account, "opening"), quarters[0], quarters[1], quarters[2], quarters[3]];
            assert_eq!(found, *figures, "{example}, {department}");
        }
        assert_eq!(lines(&bank["urgent"]), urgent, "{example}");
    };
    // Balance, what stood before the last four quarters, and these.
    check(
        "lifestyle-summit",
        SUMMIT,
        &[
            ("营销部", [1.0, 0.0, 1.0, 0.0, 0.0, 0.0]),
            ("IT部", [0.0, 0.0, 0.0, 1.0, -1.0, 0.0]),
            ("培训部", [-1.0, 0.0, 2.0, -3.0, 0.0, 0.0]),
            ("采购部", [-1.0, 0.0, 0.0, 0.0, 0.0, -1.0]),
        ],
        &["favors.csv:8", "favors.csv:11"],
    );
    check(
        "home-service",
        HOME,
        &[
            ("IT部", [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
            ("营销部", [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
            ("工程部", [-2.0, 0.0, 0.0, 0.0, -2.0, 0.0]),
        ],
        &["favors.csv:5"],
    );
    check(
        "harbor-festival",
        HARBOR,
        &[
            ("Tourism Board", [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
            ("Waterfront Traders", [2.0, 0.0, 0.0, 0.0, 2.0, 0.0]),
            ("City Transport", [-1.0, 0.0, 0.0, 0.0, 0.0, -1.0]),
            ("Environment Office", [-1.0, 0.0, 0.0, 0.0, 0.0, -1.0]),
        ],
        &["favors.csv:5"],
    );
}

#[test]
fn the_map_of_the_summit_follows_the_calendar() {
    let found = partners(&analysed("lifestyle-summit", &[]), SUMMIT);
    assert_eq!((&found["refresh"], &found["cut"]), (&json!("2027-01-01"), &json!(3)));
    // Power, interest stated and moved, field, last talk and its row, next talk, visit.
    let expected = [
        ("营销部", 5, 3, 4, "key_partner", "2026-11-06", "departments.csv:3", "2026-12-06", json!("answered")),
        ("财务部", 5, 2, 3, "key_partner", "2026-07-30", "departments.csv:6", "2026-08-30", json!("overdue")),
        ("IT部", 4, 2, 3, "key_partner", "2026-08-15", "log.csv:5", "2026-09-15", json!("overdue")),
        ("采购部", 4, 2, 3, "key_partner", "2026-09-12", "departments.csv:8", "2026-10-12", json!("overdue")),
        ("培训部", 3, 3, 4, "key_partner", "2026-10-20", "log.csv:9", "2026-11-20", json!("due")),
    ];
    let map = found["map"].as_array().unwrap();
    assert_eq!(map.len(), 6);
    for (place, (department, power, stated, moved, field, seen, row, next, visit)) in map.iter().zip(expected) {
        assert_eq!((&place["department"], &place["power"]), (&json!(department), &json!(power)), "in order of power, interest, name");
        assert_eq!((&place["interest_stated"], &place["interest"]), (&json!(stated), &json!(moved)), "{place}");
        assert_eq!((&place["quadrant"], &place["last_talk"]), (&json!(field), &json!(seen)), "{place}");
        assert!(place["last_talk_source"].as_str().unwrap().ends_with(row), "{place}");
        assert_eq!((&place["next_talk"], &place["visit"]), (&json!(next), &visit), "{place}");
    }
    let staff = &map[5];
    assert_eq!(
        (&staff["department"], &staff["quadrant"], &staff["visit"]),
        (&json!("人力资源部"), &json!("keep_satisfied"), &json!("never"))
    );
    // 0.6 x 2/3 + 0.4 x 2.9/4 of the way to go, 45 of 365.2425 days left.
    assert!((number(&map[2], "lag") - (0.69 - 45.0 / 365.2425)).abs() < 1e-6, "{}", map[2]);
    // Without actual values nothing is known to lag.
    let harbor = partners(&analysed("harbor-festival", &[]), HARBOR);
    assert!(harbor["map"].as_array().unwrap().iter().all(|p| p["lag"].is_null() && p["interest"] == p["interest_stated"]));
    assert_eq!((&of(&harbor["map"], "Environment Office")["visit"], &harbor["refresh"]), (&json!("overdue"), &json!("2027-04-01")));
    assert_eq!(of(&harbor["map"], "Youth Services")["quadrant"], "involve_fully");
    // In spring the home service's legal department is ahead; it cannot fall below 1.
    let home = partners(&analysed("home-service", &[]), HOME);
    let legal = of(&home["map"], "法务合规部");
    assert_eq!((&legal["interest_stated"], &legal["interest"]), (&json!(1), &json!(1)));
    assert!((number(legal, "lag") - (1.0 / 3.0 - 255.0 / 365.2425)).abs() < 1e-6, "{legal}");
}

#[test]
fn pre_selling_is_counted_back_from_the_need() {
    let found = partners(&analysed("lifestyle-summit", &[]), SUMMIT);
    let order: Vec<&Value> = found["presell"].as_array().unwrap().iter().map(|p| &p["department"]).collect();
    assert_eq!(order, ["IT部", "财务部", "营销部", "采购部", "培训部"]);
    let marketing = of(&found["presell"], "营销部");
    // 17 October is a Saturday: the last day of the probe moves to its Friday, the first of co-creation to the Monday.
    let expected = [("2026-10-02", "2026-10-16", "done"), ("2026-10-19", "2026-11-10", "done"), ("2026-11-10", "2026-11-17", "done")];
    assert_eq!(stages(marketing), expected);
    assert_eq!((&marketing["asked"], &marketing["asked_first"], &marketing["catch_up"]), (&json!("answered"), &json!(false), &Value::Null));
    let it = of(&found["presell"], "IT部");
    assert_eq!(stages(it).iter().map(|s| s.2).collect::<Vec<_>>(), ["done", "skipped", "done"]);
    assert_eq!(it["asked"], "refused");
    let needed = partners(&Work::with_finance_needed(), SUMMIT);
    let finance = of(&needed["presell"], "财务部");
    assert_eq!((&finance["catch_up"], &finance["full_time"]), (&json!("ask_now"), &Value::Null), "the event is over by then");
    assert_eq!((&finance["steps"][0]["state"], &finance["steps"][0]["days_late"]), (&json!("late"), &json!(31)));
    let purchasing = new_days(of(&found["presell"], "采购部"));
    let day = |stage, day| (stage, day, day);
    assert_eq!(purchasing, [day("probe", "2026-11-16"), day("co_create", "2026-11-17"), day("request", "2026-11-19")]);
    let training = new_days(of(&found["presell"], "培训部"));
    // 14 days before 5 December is Saturday 21 November.
    assert_eq!(training, [("co_create", "2026-11-16", "2026-11-19"), day("request", "2026-11-20")]);

    let home = partners(&analysed("home-service", &[]), HOME);
    let it = of(&home["presell"], "IT部");
    assert_eq!(stages(it).iter().map(|s| s.2).collect::<Vec<_>>(), ["done", "done", "ahead"]);
    assert_eq!(it["steps"][1]["source"].as_str().unwrap().rsplit('/').next().unwrap(), "log.csv:3");
    let staff = new_days(of(&home["presell"], "人力资源部"));
    assert_eq!(staff, [("probe", "2026-04-20", "2026-05-01"), ("co_create", "2026-05-04", "2026-05-15"), day("request", "2026-05-18")]);
}

#[test]
fn a_refusal_is_taken_further_with_options_and_costs() {
    let work = analysed("lifestyle-summit", &[]);
    let (found, summary) = (partners(&work, SUMMIT), work.summary(SUMMIT));
    let all = found["escalations"].as_array().unwrap();
    assert_eq!(all.len(), 1);
    let it = of(&found["escalations"], "IT部");
    assert_eq!((&it["trigger"], &it["efforts"]), (&json!("refused"), &json!(2)));
    assert_eq!(lines(&it["record"]), ["log.csv:5", "log.csv:6", "log.csv:7"]);
    assert_eq!(texts(&it["holders"]), ["营销部", "财务部", "采购部"]);
    let options = it["options"].as_array().unwrap();
    let named: Vec<(&str, f64)> = options.iter().map(|o| (o["option"].as_str().unwrap(), number(o, "cost"))).collect();
    let packages = summary["packages"].as_array().unwrap();
    let with = packages.iter().map(|p| ("package", 800_000.0 + number(p, "cost")));
    // Without the wine at 80,000, with the balanced additions.
    let dropping = ("dropping", 720_000.0 + number(&packages[0], "cost"));
    let expected: Vec<(&str, f64)> =
        [("as_planned", 800_000.0)].into_iter().chain(with).chain([dropping, ("without", 760_000.0)]).collect();
    assert_eq!(named, expected);
    for (option, package) in options[1..].iter().zip(packages) {
        assert_eq!((&option["aims"][0], &option["elements"], &option["own"]), (&package["name"], &package["elements"], &package["own"]));
    }
    assert_eq!(texts(&options[packages.len() + 1]["elements"]), ["高端晚宴酒水升级"]);
    assert_eq!(texts(&options[packages.len() + 2]["elements"]), ["App报名与互动签到"]);
    let department = common::department(&summary, "IT部");
    assert_eq!(options[0]["appeal"], department["appeal_before"]);
    assert_eq!(options[1]["appeal"], department["appeal_after"]);
    // Contacts without a refusal or a hold-up are no reason to go higher.
    for (example, project) in [("home-service", HOME), ("harbor-festival", HARBOR)] {
        assert_eq!(partners(&analysed(example, &[]), project)["escalations"], json!([]));
    }
}

#[test]
fn the_committee_meets_on_the_last_friday() {
    let day = |example: &str, project: &str, today: &str| -> String {
        partners(&analysed(example, &["--today", today]), project)["committee"][0]["day"].as_str().unwrap().to_owned()
    };
    assert_eq!(day("harbor-festival", HARBOR, "2027-03-15"), "2027-03-26");
    assert_eq!(day("harbor-festival", HARBOR, "2026-12-26"), "2027-01-29");
    assert_eq!(day("home-service", HOME, "2026-04-24"), "2026-04-24");
    let found = partners(&analysed("lifestyle-summit", &[]), SUMMIT);
    let committee = &found["committee"][0];
    assert_eq!(committee["day"], "2026-11-27");
    let needs: Vec<(&str, &str)> =
        committee["needs"].as_array().unwrap().iter().map(|n| (n["day"].as_str().unwrap(), n["what"].as_str().unwrap())).collect();
    let expected = [
        ("2026-11-28", "IT部"),
        ("2026-11-28", "App报名与互动签到"),
        ("2026-11-30", "财务部"),
        ("2026-12-01", "营销部"),
        ("2026-12-01", "老带新邀约席位"),
        ("2026-12-03", "采购部"),
        ("2026-12-05", "培训部"),
    ];
    assert_eq!((&needs[..7], needs.len(), needs[7].0), (&expected[..], 12, "2026-12-12"));
    // What is to be dropped needs nobody.
    assert!(needs.iter().all(|(_, what)| *what != "高端晚宴酒水升级"), "{needs:?}");
    assert_eq!(lines(&committee["blocked"]), ["log.csv:7"]);
}

#[test]
fn contacts_thanks_and_levels_are_told() {
    let found = partners(&analysed("lifestyle-summit", &[]), SUMMIT);
    // Favors of 21 August, 10 September and 9 October wait for thanks; those of June and earlier no longer do.
    assert_eq!(lines(&found["thanks"]), ["favors.csv:8", "favors.csv:6", "favors.csv:11"]);
    assert!(found["contacts"].as_array().unwrap().iter().all(|c| !c["contact"].as_str().unwrap().is_empty()));
    let level = |department: &str| of(&found["levels"], department)["level"].as_str().unwrap();
    assert_eq!(
        (level("营销部"), level("采购部"), level("财务部"), level("人力资源部")),
        ("value", "relationship", "transaction", "transaction")
    );
    // One meeting is no mechanism; two that stand are, unless a refusal stands.
    let with = |rows: &str| {
        let work = Work::of_example("lifestyle-summit");
        work.write("log.csv", &format!("{}{rows}", work.read("log.csv")));
        work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
        of(&partners(&work, SUMMIT)["levels"], "营销部")["level"].as_str().unwrap().to_owned()
    };
    assert_eq!(with("2026-08-20,营销部,meeting,首次例会,\n"), "ecosystem");
    assert_eq!(with("2026-06-20,营销部,meeting,首次例会,\n"), "value");
    assert_eq!(with("2026-08-20,营销部,meeting,首次例会,\n2026-11-10,营销部,refusal,排不上,\n"), "relationship");
    assert_eq!(of(&found["levels"], "采购部")["because"], "seen");
    let week = &found["first_week"][0];
    assert_eq!((&week["to_place"], &week["deposit_department"]), (&json!([]), &json!("采购部")));
    let home = partners(&analysed("home-service", &[]), HOME);
    assert_eq!(home["first_week"][0]["deposit_department"], "工程部");
    let hotel = of(&home["growth"], "五星级酒店");
    assert_eq!(
        (&hotel["external"], &hotel["mode"], &home["growth"][0]["department"]),
        (&json!(true), &json!("connect"), &json!("五星级酒店"))
    );
}

#[test]
fn deposits_are_catalog_entries_that_help_their_kpis() {
    let marked: BTreeSet<String> = common::records(&std::fs::read_to_string(common::root().join("data/catalog/catalog.csv")).unwrap())
        .into_iter()
        .filter(|r| r["deposit"] == "yes")
        .map(|r| r["element_zh"].clone())
        .collect();
    let found = partners(&analysed("lifestyle-summit", &[]), SUMMIT);
    let deposits = found["deposits"].as_array().unwrap();
    assert!(deposits.len() >= 6, "{deposits:?}");
    let mut last: BTreeMap<&str, f64> = BTreeMap::new();
    for deposit in deposits {
        assert!(marked.contains(deposit["element"].as_str().unwrap()), "{deposit}");
        let gain = number(deposit, "gain");
        let before = last.insert(deposit["department"].as_str().unwrap(), gain).unwrap_or(1.0);
        assert!((0.01..=before).contains(&gain), "best first: {deposit}");
    }
    // A deposit column of an own catalog counts, and nothing else is offered without the built-in one.
    let work = Work::of_example("harbor-festival");
    work.write("catalog.csv", "element,description,deposit\nReusable cups lent out,Lend deposit cups to cut waste per visitor,yes\nMore cups,Reusable cups cut waste,no\n");
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--catalog-only"]).ended(0);
    let own = partners(&work, HARBOR);
    let offered: BTreeSet<&str> = own["deposits"].as_array().unwrap().iter().map(|d| d["element"].as_str().unwrap()).collect();
    assert_eq!(offered, BTreeSet::from(["Reusable cups lent out"]));
}

#[test]
fn the_brief_tells_it_in_both_languages_with_rows() {
    let said = |example: &str, project: &str, lang: &str, sentences: &[&str]| {
        let brief = analysed(example, &["--lang", lang]).read(&format!("out/{project}/brief.md"));
        for sentence in sentences {
            assert!(brief.contains(sentence), "{example} {lang}: {sentence}\n{brief}");
        }
    };
    let zh = [
        "## 伙伴关系",
        "财务部（预算主管）：上次交谈2026-07-30（departments.csv 第6行），应于2026-08-30前再谈，已过78天",
        "IT部：利益2 → 3，指标进度落后于时间，更需要帮手（+57个百分点；kpis.csv 第10、11行）",
        "| 培训部 | 2 | 3 | −1 | 先存入1，使余额回到零，赶在2026-11-20提出“两名金牌技师出席”之前（departments.csv 第4行） |",
        "- 采购部：2026-10-09 对方帮过：临时加急采购帐篷，−1，紧急（favors.csv 第11行）",
        "紧急通道：2026年已用2次，上限3次：2026-08-21 IT部（favors.csv 第8行）、2026-10-09 采购部（favors.csv 第11行）。",
        "起步已晚，压缩为：试探 2026-11-16、共创 2026-11-17、正式提出 2026-11-19",
        "请教“降低采购成本”：从0%提升到6%，现为3.5%（kpis.csv 第16行），还差2.5个百分点",
        "- 2026-11-12 拒绝：活动前无法排期（log.csv 第7行）",
        "“App报名签到功能”（2026-11-28前，departments.csv 第5行）应排在什么位置？所请求的“App报名与互动签到”（elements.csv 第13行）也服务于IT部自己的“客户App活跃”",
        "是共同目标。我们的“提升老客户满意度”",
        "财务部（预算主管），权力5（departments.csv 第6行）：方案E对其最有利",
        "- 致谢并提名表彰：采购部，2026-10-09：临时加急采购帐篷（favors.csv 第11行）",
        "每月最后一个周五下午，下次：2026-11-27",
        "| 营销部 | 价值（共同目标） | 计划写明“全程直播”为“提升品牌知名度”带来 500万次 ÷ 1667万次 = 30.0%（elements.csv 第10行） | 设立固定会议，从2026-11-27的常设协调会开始",
        "| IT部 | 交易（求助） | 人情没有结余，90天内只有请求和答复（log.csv 第7行），没有谈过对方的需要 | 先化解拒绝：2026-11-12 拒绝：活动前无法排期（log.csv 第7行） |",
        "| 培训部 | 关系（先帮后求） | 90天内有联系：2026-10-20（log.csv 第9行） | 把需求改成共同目标：“技师技艺展示”（elements.csv 第14行）按文字有助于“提高技师认证通过率”（kpis.csv 第8行）",
        "已答复、尚未同意：2026-11-06 提出请求：预算申请初稿；结果：要求说明对品牌的价值（log.csv 第4行）",
    ];
    said("lifestyle-summit", SUMMIT, "zh", &zh);
    let en = [
        "## Partners",
        "Environment Office (Permits officer): last talk 2027-02-11 (log.csv line 3), next was due 2027-03-11, 4 days ago",
        "Youth Services (Programme coordinator): no talk on record (departments.csv line 6), arrange a first one",
        "| City Transport | 0 | 1 | −1 | deposit 1 first to be back at zero, before the request for \"Extra trams on three nights\" on 2027-06-17 (departments.csv line 4) |",
        "- Waterfront Traders: 2026-11-12 given: Stalls at the winter market, +2 (favors.csv line 3)",
        "Emergency channel: used 1 of 3 times in 2027: 2027-02-02 Environment Office (favors.csv line 5).",
        "| Tourism Board | Place in the autumn campaign | 2027-06-15 (departments.csv line 3) | 2027-04-16 to 2027-04-30 (done 2027-03-02, log.csv line 4) |",
        "The last Friday afternoon of each month; next: 2027-03-26",
        "nothing is needed in this time",
        "first settle how to drop or soften \"Single-use cups and plates\", which works against \"Waste per visitor\"",
    ];
    said("harbor-festival", HARBOR, "en", &en);
    said(
        "home-service",
        HOME,
        "zh",
        &[
            "| 工程部 | 0 | 2 | −2 | “服务车改装”已提出，等答复（log.csv 第5行）；先存入2，使余额回到零",
            "60分钟：2026-04-24至2026-05-31的需求",
            "2026-05-15 “移动服务车”开始，需要工程部（elements.csv 第4行）",
        ],
    );
    said(
        "home-service",
        HOME,
        "en",
        &[
            "| 工程部 | 0 | 2 | −2 | \"服务车改装\" was asked for, answer awaited (log.csv line 5); deposit 2 first to be back at zero",
            "60 min: needs of 2026-04-24 to 2026-05-31",
        ],
    );
    said(
        "lifestyle-summit",
        SUMMIT,
        "en",
        &[
            "| 培训部 | 2 | 3 | −1 | deposit 1 first",
            "Late start, squeezed into: probe 2026-11-16, co-create 2026-11-17, formal request 2026-11-19",
        ],
    );
    let festival = analysed("harbor-festival", &[]).read(&format!("out/{HARBOR}/brief.md"));
    assert!(!festival.contains("Escalation") && !festival.contains("伙伴"), "nothing to take further, and no Chinese");
}

#[test]
fn a_missing_table_is_a_missing_part() {
    let work = Work::of_example("home-service");
    let titles = |work: &Work| -> Vec<String> {
        let page = work.run(&["partners", "."]).ended(0).out;
        page.lines().filter_map(|l| l.strip_prefix("## ")).map(str::to_owned).collect()
    };
    let all = ["第一周的三件事", "资源地图", "预沟通计划", "人情账户", "快速通道", "常设协调会", "协作层次", "3C 计划"];
    assert_eq!(titles(&work), all);
    std::fs::remove_file(work.path("favors.csv")).unwrap();
    assert_eq!(titles(&work), [&all[..3], &all[4..]].concat());
    std::fs::remove_file(work.path("departments.csv")).unwrap();
    assert_eq!(titles(&work), ["常设协调会", "协作层次"]);
    std::fs::remove_file(work.path("log.csv")).unwrap();
    assert!(work.run(&["partners", "."]).ended(0).out.contains("没有可说的"));
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    assert!(!work.read(&format!("out/{HOME}/brief.md")).contains("伙伴关系"));
    assert!(work.files("out").keys().all(|path| !path.ends_with(".ics")));
    let empty = Work::new();
    let run = empty.run(&["partners", "."]).ended(2);
    assert!(["departments.csv", "favors.csv", "log.csv"].iter().all(|table| run.err.contains(table)), "{run:?}");
}

#[test]
fn the_command_prints_the_section_of_the_brief() {
    let work = analysed("harbor-festival", &[]);
    let brief = work.read(&format!("out/{HARBOR}/brief.md"));
    let section = brief.split("\n## Partners\n\n").nth(1).unwrap().split("\n## Remarks").next().unwrap();
    let run = work.run(&["partners", "."]).ended(0);
    assert_eq!(run.out, format!("# Harbor Festival: Partners\n\n2027-03-15\n\n{}\n", section.replace("### ", "## ")));
    let later = work.run(&["partners", ".", "--today", "2028-02-29", "--lang", "zh", "--own", "Tourism Board"]).ended(0).out;
    assert!(later.contains("\n2028-02-29\n") && later.contains("下次：2028-03-31") && later.contains("2028-04-01"), "{later}");
    assert!(!later.contains("| Tourism Board |"), "the own department is no partner: {later}");
}
