//! Views of two worked cases, as an analysis would word them: a summit in Chinese, a festival in English.

pub mod relations;

use winwin::chart::contribution::*;
use winwin::chart::coverage::*;
use winwin::chart::heatmap::*;

fn cell(overlap: f64, stated: bool) -> Cell {
    let helps = if overlap > 0.0 { overlap + 0.03 } else { 0.04 };
    Cell { overlap, helps, hurts: helps - overlap, stated }
}

/// Rows of "overlap" in hundredths; a trailing `s` marks a stated share.
fn cells(table: &[&str]) -> Vec<Vec<Cell>> {
    let one = |t: &str| {
        let number: f64 = t.trim_end_matches('s').parse().unwrap_or(0.0);
        cell(number / 100.0, t.ends_with('s'))
    };
    table.iter().map(|row| row.split_whitespace().map(one).collect()).collect()
}

fn groups(list: &[(&str, &[(&str, bool)])]) -> Vec<RowGroup> {
    list.iter()
        .map(|(department, rows)| RowGroup {
            department: (*department).to_owned(),
            rows: rows.iter().map(|(kpi, served)| Row { kpi: (*kpi).to_owned(), served: *served }).collect(),
        })
        .collect()
}

fn columns(list: &[(&str, bool)]) -> Vec<Column> {
    list.iter().map(|(e, o)| Column { element: (*e).to_owned(), optional: *o }).collect()
}

pub fn heat_words(zh: bool) -> HeatmapWords {
    let w = |z: &str, e: &str| if zh { z.to_owned() } else { e.to_owned() };
    HeatmapWords {
        helps: w("有助", "helps"),
        hurts: w("有碍", "hurts"),
        neither: w("无关", "neither"),
        unserved: w("尚未受益的指标", "KPI not served yet"),
        stated: w("有明确的量化贡献", "contribution stated in numbers"),
        mixed: w("既有助也有碍", "helps and hurts"),
        core: w("已在方案中", "in the plan"),
        optional: w("可以增加", "could be added"),
        rows_left_out: w("另有 {n} 项关联较弱的指标未显示", "Weaker KPIs not shown: {n}"),
        departments_gone: w("这些部门的指标都没有显示：{n}", "No KPI shown of: {n}"),
        separator: w("、", ", "),
        columns_left_out: w("另有 {n} 个关联较弱的要素未显示", "Weaker elements not shown: {n}"),
        nothing: w("没有可以比较的指标和要素。", "There are no KPIs or elements to compare."),
    }
}

pub fn heat_zh() -> HeatmapView {
    HeatmapView {
        title: "16项指标中有7项明显受益，直播、意见领袖与媒体报道最能帮到营销部".into(),
        subtitle: "豪华车主生活方式峰会：各要素对各部门指标的帮助（−1 到 1，0.2 起标数）".into(),
        source: "来源：kpis.csv、elements.csv；2026年11月16日计算".into(),
        groups: groups(&[
            ("华南区域", &[("提升老客户满意度", true), ("增加转介绍客户", true), ("售后产值增长", false)]),
            ("营销部", &[("提升品牌知名度", true), ("获取新媒体线索", true), ("打造可参评的营销创新案例", true)]),
            ("IT部", &[("数字化转型场景落地", true), ("客户App活跃", true)]),
            ("培训部", &[("提高技师认证通过率", false), ("扩充内训师队伍", false)]),
            ("人力资源部", &[("降低核心员工流失率", false), ("提升雇主品牌吸引力", false)]),
            ("采购部", &[("降低采购成本", false), ("供应商准时交付", false)]),
            ("财务部", &[("降低市场活动费用率", false), ("预算执行准确", false)]),
        ]),
        columns: columns(&[
            ("车主\u{200b}感恩晚宴", false),
            ("KOL生活方式分享", false),
            ("全程直播", false),
            ("邀请汽车媒体报道", false),
            ("老带新邀约席位", false),
            ("App\u{200b}报名与\u{200b}互动签到", false),
            ("技师\u{200b}技艺展示", true),
            ("高端晚宴酒水升级", false),
        ]),
        cells: cells(&[
            "91s 22 8 4 31 18 34 12",
            "36 27 11 6 93s 9 3 2",
            "14 12 6 3 24 8 19 1",
            "12 58 96s 83 17 9 14 3",
            "4 92s 61 46 28 33 2 0",
            "7 44 55 38 13 29 21 1",
            "2 5 28 3 2 71 4 0",
            "3 11 14 2 9 94s 2 0",
            "0 1 2 1 0 0 37 0",
            "0 4 3 1 0 0 32 0",
            "3 0 0 0 0 0 16 0",
            "2 13 27 24 1 3 22 0",
            "-13 -6 -4 -3 0 0 0 -31",
            "0 0 0 0 0 0 0 -11",
            "-46 -24 -22 -18 -12 -11 0 -82s",
            "-12 -8 -6 -5 0 0 0 -36",
        ]),
        number_from: 0.2,
        words: heat_words(true),
    }
}

pub fn heat_en() -> HeatmapView {
    HeatmapView {
        title: "Adding five elements would serve 8 of 12 partner KPIs; late concerts and free parking work against four".into(),
        subtitle: "Harbor Festival: how far each element helps or hurts each KPI (−1 to 1, numbers from 0.2)".into(),
        source: "Source: kpis.csv, elements.csv; computed 15 March 2027".into(),
        groups: groups(&[
            ("Harbor Events Office", &[("Festival attendance", true), ("Sponsor income", true)]),
            ("Tourism Board", &[("Overnight stays in September", true), ("Reach of the destination brand", true)]),
            ("City Transport", &[("Share of visitors arriving without a car", false), ("Cut peak congestion on Quay Road", false)]),
            ("Environment Office", &[("Waste per visitor", false), ("Noise complaints", false)]),
            ("Youth Services", &[("Volunteer hours by under-25s", false)]),
            ("Waterfront Traders", &[("Footfall in the old port", true), ("Sales by local vendors", false)]),
            ("Police District", &[("Street incidents on event nights", false)]),
        ]),
        columns: columns(&[
            ("Main stage concerts until 1 am", false),
            ("Free parking on the north pier", false),
            ("Single-use cups and plates", false),
            ("Tall ships parade", false),
            ("Sponsor village", false),
            ("Shuttle ferries with a combined ticket", true),
            ("Deposit cups and sorting stations", true),
            ("School and club volunteer crews", true),
            ("Old port tasting trail", true),
            ("Livestream of the opening night", true),
        ]),
        cells: cells(&[
            "93s 31 1 62 18 24 0 12 33 14",
            "21 2 0 24 95s 0 0 0 6 22",
            "34 3 0 91s 6 11 0 0 29 26",
            "28 0 0 47 4 3 0 0 12 94s",
            "-11 -78 0 2 0 92s 0 0 3 0",
            "-32 -64 0 -21 0 66 0 0 0 3",
            "-14 0 -93s 0 -11 0 94s 13 -4 0",
            "-71 -12 0 -4 0 4 0 0 0 3",
            "0 0 0 4 0 0 16 95s 0 0",
            "33 12 0 51 14 22 0 0 88 4",
            "24 4 0 22 3 6 -3 0 94s 2",
            "-58 -13 0 -6 0 12 0 11 0 4",
        ]),
        number_from: 0.2,
        words: heat_words(false),
    }
}

pub fn cover_words(zh: bool) -> CoverageWords {
    let w = |z: &str, e: &str| if zh { z.to_owned() } else { e.to_owned() };
    CoverageWords {
        before: w("现有方案", "plan as it is"),
        gain: w("建议方案增加", "added by the package"),
        hurts: w("对其指标不利的部分", "works against its KPIs"),
        loss: w("建议方案减少", "lost with the package"),
        relief: w("建议去掉的妨碍", "harm gone with the package"),
        net: w("净值：有助减去有碍", "net: help less harm"),
        remark: String::new(),
        full: "100 %".into(),
        rows_left_out: w("另有 {n} 个部门未显示", "Departments not shown: {n}"),
        nothing: w("没有部门可以显示。", "There are no departments to show."),
    }
}

#[allow(clippy::too_many_arguments)]
fn row(name: &str, note: &str, before: f64, after: f64, hurt: f64, label: &str) -> CoverageRow {
    CoverageRow {
        name: name.into(),
        note: note.into(),
        hurt_before: hurt,
        hurt_after: hurt,
        help_before: before,
        help_after: after,
        net: (hurt > 0.0).then_some(after - hurt),
        label: label.into(),
        hurt_label: if hurt > 0.0 { format!("−{:.0} %", hurt * 100.0) } else { String::new() },
    }
}

pub fn cover_zh() -> CoverageView {
    CoverageView {
        title: "改成峰会后，营销部的指标覆盖从 12 % 升到 84 %，财务部仍然受损".into(),
        subtitle: "各部门按权重计算的指标覆盖率（有助减去有碍）".into(),
        source: "来源：kpis.csv、elements.csv、departments.csv；2026年11月16日计算".into(),
        rows: vec![
            row("华南区域", "本部门", 0.42, 0.71, 0.0, "71 %，3 项中有 2 项受益"),
            row("营销部", "合作部门", 0.12, 0.84, 0.0, "84 %，3 项全部受益"),
            row("IT部", "合作部门", 0.0, 0.58, 0.0, "58 %，2 项全部受益"),
            row("培训部", "合作部门", 0.05, 0.31, 0.0, "31 %，2 项中有 0 项受益"),
            row("财务部", "合作部门", -0.09, -0.04, 0.24, "−4 %，2 项中有 0 项受益"),
            row("采购部", "合作部门", 0.02, 0.02, 0.09, "2 %，2 项中有 0 项受益"),
            row("人力资源部", "本项目不需要", 0.08, 0.11, 0.0, "11 %，2 项中有 0 项受益"),
        ],
        line: Some((0.5, "值得答应的线 50 %".into())),
        words: cover_words(true),
    }
}

pub fn cover_en() -> CoverageView {
    CoverageView {
        title: "With the package all six partners gain; City Transport goes from losing to 58 %".into(),
        subtitle: "Weighted share of each department's KPIs that the festival serves, in %".into(),
        source: "Source: kpis.csv, elements.csv, departments.csv; computed 15 March 2027".into(),
        rows: vec![
            row("Harbor Events Office", "own", 0.74, 0.7, 0.0, "70 %, 2 of 2 served"),
            row("Tourism Board", "partner", 0.52, 0.86, 0.0, "86 %, 2 of 2 served"),
            row("City Transport", "partner", -0.51, 0.58, 0.56, "58 %, 2 of 2 served"),
            row("Environment Office", "partner", -0.62, 0.33, 0.63, "33 %, 1 of 2 served"),
            row("Youth Services", "partner", 0.0, 0.95, 0.0, "95 %, 1 of 1 served"),
            row("Waterfront Traders", "external partner", 0.38, 0.9, 0.0, "90 %, 2 of 2 served"),
            row("Police District", "not needed", -0.2, -0.12, 0.31, "−12 %, 0 of 1 served"),
        ],
        line: Some((0.5, "worth saying yes: 50 %".into())),
        words: cover_words(false),
    }
}

pub fn share_words(zh: bool) -> ContributionWords {
    let w = |z: &str, e: &str| if zh { z.to_owned() } else { e.to_owned() };
    ContributionWords {
        gives: w("对目标的贡献", "brings the KPI nearer to its target"),
        hurts: w("使指标更远离目标", "takes it further away"),
        range: w("估计的上下限", "low and high estimate"),
        full: w("达到目标 100 %", "target reached: 100 %"),
        unstated: w("没有写明贡献的指标：", "No stated contribution: "),
        separator: w("、", ", "),
        rows_left_out: w("另有 {n} 项指标未显示", "KPIs not shown: {n}"),
        nothing: w("没有写明任何量化贡献。", "No contribution is stated in numbers."),
    }
}

fn kpi(name: &str, segments: &[(&str, f64)], range: Option<(f64, f64)>, total: &str, label: &str) -> ContributionKpi {
    ContributionKpi {
        name: name.into(),
        segments: segments.iter().map(|(e, s)| Segment { element: (*e).into(), share: *s }).collect(),
        range,
        total: total.into(),
        label: label.into(),
    }
}

fn given(department: &str, kpis: Vec<ContributionKpi>) -> ContributionGroup {
    ContributionGroup { department: department.into(), kpis }
}

pub fn share_zh() -> ContributionView {
    ContributionView {
        title: "一场直播带来500万次曝光，完成营销部本季度曝光目标的 30 %".into(),
        subtitle: "写明的贡献占各指标所需变化（目标值减基线值）的比例".into(),
        source: "来源：kpis.csv、elements.csv；2026年11月16日计算".into(),
        groups: vec![
            given(
                "华南区域",
                vec![
                    kpi("提升老客户满意度", &[("车主感恩晚宴", 0.5)], None, "50.0 %", "2 个百分点 ÷ 4 个百分点 = 50.0 %"),
                    kpi("增加转介绍客户", &[("老带新邀约席位", 0.12)], Some((0.09, 0.16)), "12.0 %", "60 人 ÷ 500 人 = 12.0 %"),
                ],
            ),
            given(
                "营销部",
                vec![
                    kpi("提升品牌知名度", &[("全程直播", 0.3)], None, "30.0 %", "500万次 ÷ 1667万次 = 30.0 %"),
                    kpi("获取新媒体线索", &[("KOL生活方式分享", 0.133)], None, "13.3 %", "600 条 ÷ 4500 条 = 13.3 %"),
                ],
            ),
            given("IT部", vec![kpi("客户App活跃", &[("App报名与互动签到", 0.15)], None, "15.0 %", "0.6万人 ÷ 4万人 = 15.0 %")]),
            given(
                "财务部",
                vec![kpi(
                    "降低市场活动费用率",
                    &[("高端晚宴酒水升级", -0.1)],
                    None,
                    "−10.0 %",
                    "0.1 个百分点 ÷ 需降低 1 个百分点 = −10.0 %",
                )],
            ),
        ],
        unstated: [
            "售后产值增长",
            "打造可参评的营销创新案例",
            "提高技师认证通过率",
            "扩充内训师队伍",
            "数字化转型场景落地",
            "预算执行准确",
            "降低核心员工流失率",
            "提升雇主品牌吸引力",
            "降低采购成本",
            "供应商准时交付",
        ]
        .iter()
        .map(|s| (*s).to_owned())
        .collect(),
        words: share_words(true),
    }
}

pub fn share_en() -> ContributionView {
    ContributionView {
        title: "Deposit cups bring 64 % of the waste target, enough to make up for single-use cups".into(),
        subtitle: "Stated contributions as a share of the change each KPI needs (target minus baseline)".into(),
        source: "Source: kpis.csv, elements.csv; computed 15 March 2027".into(),
        groups: vec![
            given(
                "Harbor Events Office",
                vec![
                    kpi(
                        "Festival attendance",
                        &[("Main stage concerts until 1 am", 0.5)],
                        None,
                        "50.0 %",
                        "9,000 of 18,000 visits = 50.0 %",
                    ),
                    kpi("Sponsor income", &[("Sponsor village", 0.4375)], None, "43.8 %", "EUR 35,000 of EUR 80,000 = 43.8 %"),
                ],
            ),
            given(
                "Tourism Board",
                vec![
                    kpi("Overnight stays in September", &[("Tall ships parade", 0.35)], None, "35.0 %", "1,400 of 4,000 nights = 35.0 %"),
                    kpi(
                        "Reach of the destination brand",
                        &[("Livestream of the opening night", 0.3)],
                        Some((0.24, 0.36)),
                        "30.0 %",
                        "0.75M of 2.5M people = 30.0 % (24.0 % to 36.0 %)",
                    ),
                ],
            ),
            given(
                "City Transport",
                vec![kpi(
                    "Share of visitors arriving without a car",
                    &[("Shuttle ferries with a combined ticket", 0.545)],
                    None,
                    "54.5 %",
                    "6 of 11 points = 54.5 %",
                )],
            ),
            given(
                "Environment Office",
                vec![
                    kpi(
                        "Waste per visitor",
                        &[("Deposit cups and sorting stations", 0.636), ("Single-use cups and plates", -0.364)],
                        None,
                        "27.3 %",
                        "(−70 g + 40 g) of −110 g = 27.3 %",
                    ),
                    kpi("Noise complaints", &[("Quiet hour after 11 pm", 0.343)], None, "34.3 %", "−12 of −35 complaints = 34.3 %"),
                ],
            ),
            given(
                "Youth Services",
                vec![kpi(
                    "Volunteer hours by under-25s",
                    &[("School and club crews", 0.5), ("Summer camp", 0.9)],
                    None,
                    "140 %",
                    "(900 h + 1,620 h) of 1,800 h = 140 %",
                )],
            ),
            given(
                "Waterfront Traders",
                vec![kpi("Sales by local vendors", &[("Old port tasting trail", 0.25)], None, "25.0 %", "EUR 0.05M of EUR 0.2M = 25.0 %")],
            ),
        ],
        unstated: ["Cut peak congestion on Quay Road", "Footfall in the old port", "Street incidents on event nights"]
            .iter()
            .map(|s| (*s).to_owned())
            .collect(),
        words: share_words(false),
    }
}
