//! The ledger of claims and what to mend, through whole runs.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, list, number, texts};
use serde_json::Value;

const SUMMIT: &str = "豪华车主生活方式峰会";

fn analysed(example: &str) -> Work {
    let work = Work::of_example(example);
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    work
}

/// A small project with two partners; `elements` are rows of `要素,描述,类型,指标,贡献,开始,结束`.
fn small(elements: &str) -> Work {
    with_reviews("70,80,72", elements)
}

/// The same with the baseline, target and actual value of the KPI of reviews.
fn with_reviews(values: &str, elements: &str) -> Work {
    let work = Work::new();
    let kpis = "部门,指标编号,指标,衡量指标,单位,基线值,目标值,实际值,方向,权重,周期,截止日期\n\
        区域,R1,增加到店,到店客户数,人,0,500,100,提升,100,年度,2026-12-31\n\
        营销部,M1,提升品牌知名度,品牌曝光量,次,0,1667万,420万,提升,100,年度,2026-12-31\n\
        公关部,P1,扩大声量,品牌曝光量,次,0,1000万,100万,提升,50,年度,2026-12-31\n\
        公关部,P2,口碑改善,好评率,%,VALUES,提升,50,年度,2026-12-31\n";
    let kpis = kpis.replace("VALUES", values);
    let departments = "部门,角色,对接人\n区域,own,甲\n营销部,partner,乙\n公关部,partner,丙\n";
    work.write("kpis.csv", &kpis).write("departments.csv", departments).write("winwin.toml", "today = \"2026-11-16\"\n");
    let header = "项目,要素,描述,类型,指标,贡献,开始,结束,需要部门";
    let rows: String = elements.lines().map(|l| format!("峰会,{l},\n")).collect();
    work.write("elements.csv", &format!("{header}\n{rows}"));
    work.run(&["analyze", ".", "--out", "out", "--catalog-only"]).ended(0);
    work
}

fn claim<'a>(summary: &'a Value, element: &str) -> &'a Value {
    list(summary, "claims").iter().find(|c| c["element"] == element).unwrap_or_else(|| panic!("{element}: {summary}"))
}

fn range(value: &Value) -> [f64; 3] {
    ["low", "likely", "high"].map(|key| number(value, key))
}

/// The lines of a section of the brief, by its heading.
fn section<'a>(brief: &'a str, heading: &str) -> Option<Vec<&'a str>> {
    let at = brief.find(&format!("\n## {heading}\n"))?;
    let rest = &brief[at + 1..];
    Some(rest.lines().skip(1).take_while(|l| !l.starts_with("## ")).filter(|l| !l.is_empty()).collect())
}

#[test]
fn the_summit_has_six_claims_with_their_arithmetic() {
    let work = analysed("lifestyle-summit");
    let summary = work.summary(SUMMIT);
    let expected = [
        ("车主感恩晚宴", "R1", 0.02, 0.04, 0.5, 8),
        ("老带新邀约席位", "R2", 60.0, 500.0, 0.12, 12),
        ("KOL生活方式分享", "M2", 600.0, 4500.0, 0.133333, 9),
        ("全程直播", "M1", 5e6, 16.67e6, 0.29994, 10),
        ("App报名与互动签到", "I2", 6000.0, 40_000.0, 0.15, 13),
        ("高端晚宴酒水升级", "F1", 0.001, -0.01, -0.1, 15),
    ];
    assert_eq!(list(&summary, "claims").len(), expected.len());
    for (element, kpi, contribution, needed, share, line) in expected {
        let c = claim(&summary, element);
        assert_eq!((c["kpi_id"].as_str(), c["kind"].as_str(), &c["supported"]), (Some(kpi), Some("core"), &Value::Bool(true)), "{c}");
        assert_eq!((range(&c["contribution"]), number(c, "needed")), ([contribution; 3], needed), "{c}");
        assert_eq!(range(&c["share"]), [share; 3], "{c}");
        assert!(c["source"].as_str().unwrap().ends_with(&format!("elements.csv:{line}")), "{c}");
        assert_eq!((c["timing"].as_str(), &c["reason"], list(c, "double_counts").len()), (Some("in_time"), &Value::Null, 0), "{c}");
        let reach = list(&summary, "reach").iter().find(|r| r["kpi_id"] == kpi).unwrap();
        assert_eq!((range(&reach["reach"]), reach["over_target"].as_str()), ([share; 3], Some("no")), "one claim is its own sum");
    }
    assert!((0.2999..=0.3001).contains(&number(&claim(&summary, "全程直播")["share"], "likely")));
    assert!(list(&summary, "double_counts").is_empty());
    let brief = work.read(&format!("out/{SUMMIT}/brief.md"));
    let rows = section(&brief, "数字台账").unwrap();
    let stream = "| 提升品牌知名度（营销部） | 全程直播 | 500万次 | 1667万次 | 30.0% | elements.csv:10 |  |";
    assert!(rows.contains(&stream), "{rows:#?}");
    let dinner =
        "| 降低市场活动费用率（财务部） | 高端晚宴酒水升级 | 0.1个百分点 | −1个百分点 | −10.0% | elements.csv:15 | 使指标远离目标 |";
    assert!(rows.contains(&dinner), "{rows:#?}");
    assert_eq!(rows.len(), 2 + expected.len(), "no sums, for no KPI has two claims, and no flags: {rows:#?}");
}

#[test]
fn a_range_is_low_likely_and_high() {
    let work = analysed("harbor-festival");
    let summary = work.summary("Harbor Festival");
    let reach = claim(&summary, "Livestream of the opening night");
    assert_eq!((range(&reach["contribution"]), range(&reach["share"])), ([6e5, 7.5e5, 9e5], [0.24, 0.3, 0.36]));
    assert_eq!((reach["kind"].as_str(), reach["unit"].as_str()), (Some("optional"), Some("people")));
    // 40 g more of 110 g to be saved, and 70 g saved if the cups are added.
    let waste = list(&summary, "reach").iter().find(|r| r["kpi_id"] == "EO1").unwrap();
    assert_eq!((range(&waste["reach"]), range(&waste["with_optional"])), ([-0.363636; 3], [0.272727; 3]));
    let brief = work.read("out/Harbor Festival/brief.md");
    let rows = section(&brief, "Claims").unwrap();
    let row = "| Reach of the destination brand (Tourism Board) | Livestream of the opening night (optional) | 600,000–900,000 people | 2,500,000 people | 24.0 %–30.0 %–36.0 % | elements.csv:11 |  |";
    assert!(rows.contains(&row), "{rows:#?}");
    assert!(rows.contains(&"| \"Waste per visitor\" (Environment Office) | −36.4 % | 27.3 % | – |"), "{rows:#?}");
}

#[test]
fn one_row_for_two_departments_is_split() {
    let work = small("全程直播,三个平台同步,core,品牌曝光量,500万次,2026-12-12,2026-12-12");
    let summary = work.summary("峰会");
    let [double] = list(&summary, "double_counts") else { panic!("{summary}") };
    assert_eq!((double["ground"].as_str(), &double["sure"], &double["ways"]), (Some("one_row"), &Value::Bool(true), &Value::from(2)));
    let shares: Vec<f64> = list(double, "split").iter().map(|s| number(&s["share"], "likely")).collect();
    let contributions: Vec<f64> = list(double, "split").iter().map(|s| number(&s["contribution"], "likely")).collect();
    assert_eq!((contributions, shares.len()), (vec![2.5e6; 2], 2));
    assert!(shares.contains(&0.14997) && shares.contains(&0.25), "{shares:?}");
    let text = double["text"].as_str().unwrap();
    assert!(text.contains("500万次 ÷ 2 = 250万次") && text.contains("15.0%") && text.contains("25.0%"), "{text}");
    assert!(texts(&summary["warnings"]).contains(&text));
    let brief = work.read("out/峰会/brief.md");
    let rows = section(&brief, "数字台账").unwrap();
    assert!(rows.iter().any(|r| r.contains("可能重复计算") && r.contains("500万次 ÷ 2 = 250万次")), "{rows:#?}");
    assert!(rows.contains(&"| 营销部“提升品牌知名度” | 30.0% | – | 15.0% |"), "{rows:#?}");
    let outcome = "对营销部：“提升品牌知名度” 500万次 ÷ 1667万次 = 30.0%（“全程直播”，第2行）；可能重复计算，均分后15.0%";
    assert!(brief.contains(outcome), "quoted with its part: {brief}");
    // Who splits it as proposed and says so is left alone.
    let rows =
        "全程直播,已分摊,core,提升品牌知名度,250万次,2026-12-12,2026-12-12\n全程直播,已分摊,core,扩大声量,250万次,2026-12-12,2026-12-12";
    let mended = small(rows).summary("峰会");
    assert!(list(&mended, "double_counts").is_empty(), "{mended}");
}

#[test]
fn two_elements_with_one_result_are_split_and_honest_ones_are_not() {
    let claims = |first: &str, second: &str| {
        small(&format!(
            "{first},,core,提升品牌知名度,500万次,2026-12-12,2026-12-12\n{second},,core,提升品牌知名度,500万次,2026-12-12,2026-12-12"
        ))
        .summary("峰会")
    };
    let twice = claims("直播", "全程直播");
    let [double] = list(&twice, "double_counts") else { panic!("{twice}") };
    assert_eq!((double["ground"].as_str(), &double["sure"]), (Some("same_activity"), &Value::Bool(true)));
    assert!(list(double, "split").iter().all(|s| range(&s["share"]) == [0.14997; 3]), "{double}");
    let reach = list(&twice, "reach").iter().find(|r| r["kpi_id"] == "M1").unwrap();
    assert_eq!((range(&reach["reach"]), range(&reach["counted_once"])), ([0.59988; 3], [0.29994; 3]));
    let unsure = claims("全程直播", "邀请汽车媒体报道");
    let [double] = list(&unsure, "double_counts") else { panic!("{unsure}") };
    let reach = list(&unsure, "reach").iter().find(|r| r["kpi_id"] == "M1").unwrap();
    assert_eq!((&reach["counted_once"], range(&reach["counted_once_if_one"])), (&Value::Null, [0.29994; 3]));
    let text = double["text"].as_str().unwrap();
    assert!(double["sure"] == false && text.contains('？') && text.contains("500万次 ÷ 2 = 250万次"), "{text}");
    let rows =
        "全程直播,,core,提升品牌知名度,500万次,2026-12-12,2026-12-12\n邀请汽车媒体报道,,core,提升品牌知名度,300万次,2026-12-12,2026-12-12";
    assert!(list(&small(rows).summary("峰会"), "double_counts").is_empty());
}

#[test]
fn claims_without_support_stay_out_of_every_sum_and_headline() {
    let work = with_reviews(
        ",,",
        "口碑征文,,core,口碑改善,3个百分点,2026-12-12,2026-12-12\n奖杯展示,,core,获奖数,2个,2026-12-12,2026-12-12\n合影墙,,core,增加到店,,2026-12-12,2026-12-12",
    );
    let summary = work.summary("峰会");
    let reasons = ["口碑征文", "奖杯展示", "合影墙"].map(|e| claim(&summary, e)["reason"].as_str().unwrap());
    assert_eq!(reasons, ["指标没有目标值", "没有指标用这个度量", "未写贡献"]);
    for c in list(&summary, "claims") {
        assert!(c["supported"] == false && c["share"].is_null() && c["contribution"].is_null(), "{c}");
    }
    assert!(list(&summary, "reach").is_empty());
    let brief = work.read("out/峰会/brief.md");
    assert!(!brief.contains("得到什么**") && !brief.contains("**成果**"), "nothing is gained on paper: {brief}");
    assert!(brief.contains("峰会：计划中没有写明对指标的正面贡献"), "the picture's title names no share: {brief}");
    let rows = section(&brief, "数字台账").unwrap();
    assert!(
        rows.contains(&"| 口碑改善（公关部） | 口碑征文 | 3个百分点 | – | – | elements.csv:2 | 未计入合计；指标没有目标值 |"),
        "{rows:#?}"
    );
    let flag = "未计入任何合计和标题：“合影墙”对“增加到店”（未写贡献，elements.csv:4）、“奖杯展示”对“获奖数”（没有指标用这个度量，elements.csv:3）";
    assert!(texts(&summary["warnings"]).iter().any(|w| w.contains(flag)), "{summary}");
}

#[test]
fn what_to_mend_says_what_and_where() {
    let work = analysed("lifestyle-summit");
    let summary = work.summary(SUMMIT);
    let warnings = texts(&summary["warnings"]);
    let soon = "IT部：距需要日期2026-11-28还有12天（departments.csv:5），不足14天：本周就约谈，或推后日期（不晚于2026-12-12）";
    assert!(warnings.contains(&soon), "{warnings:#?}");
    assert!(!warnings.iter().any(|w| w.contains("2026-11-30")), "fourteen days are enough: {warnings:#?}");
    let finance = warnings.iter().find(|w| w.starts_with("财务部：诉求先于对方利益")).unwrap_or_else(|| panic!("{warnings:#?}"));
    assert!(
        finance.contains("“预算追加审批” departments.csv:6") && finance.contains("“高端晚宴酒水升级”需要它 elements.csv:15"),
        "{finance}"
    );
    assert!(!warnings.iter().any(|w| w.starts_with("营销部：诉求")), "marketing is served: {warnings:#?}");
    let brief = work.read(&format!("out/{SUMMIT}/brief.md"));
    let lines = section(&brief, "提交前先处理").unwrap();
    assert!(lines.iter().any(|l| l.contains("距需要日期2026-11-28还有12天")), "{lines:#?}");
}

#[test]
fn clean_tables_have_nothing_to_mend() {
    let work = small(
        "全程直播,三个平台同步,core,提升品牌知名度,500万次,2026-12-12,2026-12-12\n媒体通稿,,core,扩大声量,200万次,2026-12-12,2026-12-12\n老带新席位,,core,增加到店,60人,2026-12-12,2026-12-12",
    );
    let brief = work.read("out/峰会/brief.md");
    assert_eq!(section(&brief, "提交前先处理"), None, "{brief}");
    assert!(list(&work.summary("峰会"), "double_counts").is_empty());
}

#[test]
fn headlines_quote_nothing_that_is_doubtful() {
    // The same result twice: the largest share is not quoted, the sound one is.
    let work = small(
        "直播,,core,提升品牌知名度,500万次,2026-12-12,2026-12-12\n全程直播,,core,提升品牌知名度,500万次,2026-12-12,2026-12-12\n\
         试驾,,core,增加到店,50人,2026-12-12,2026-12-12",
    );
    let brief = work.read("out/峰会/brief.md");
    assert!(brief.contains("“试驾”为区域“增加到店”带来所需变化的10.0%"), "{brief}");
    assert!(!brief.contains("提升品牌知名度”得到所需变化的"), "{brief}");
    // A range is quoted as one.
    let range = small("试驾,,core,增加到店,50~150人,2026-12-12,2026-12-12").read("out/峰会/brief.md");
    assert!(range.contains("“试驾”为区域“增加到店”带来所需变化的10.0%–20.0%–30.0%"), "{range}");
    // What is met already leads nowhere, and what comes too late neither.
    for (values, row) in [
        ("70,80,80", "口碑征文,,core,口碑改善,3个百分点,2026-12-12,2026-12-12"),
        ("70,80,72", "口碑征文,,core,口碑改善,3个百分点,2027-02-12,2027-02-12"),
    ] {
        let brief = with_reviews(values, row).read("out/峰会/brief.md");
        assert!(brief.contains("写明的贡献还不宜直接引用"), "{values}: {brief}");
        assert!(!brief.contains("“口碑改善”得到所需变化的"), "{values}: {brief}");
    }
}
