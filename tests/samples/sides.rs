//! Views of two worked cases for the pictures of both sides, in Chinese and English.

use winwin::chart::projects::*;
use winwin::chart::quadrant::*;
use winwin::chart::steps::*;

fn word(zh: bool, z: &str, e: &str) -> String {
    if zh { z.to_owned() } else { e.to_owned() }
}

pub fn point(name: &str, (x, y): (f64, f64), solid: bool, hurts: bool) -> Point {
    Point { name: name.to_owned(), x, y, solid, hurts }
}

/// A view of the points.
pub fn quadrant(points: Vec<Point>, zh: bool) -> QuadrantView {
    let w = |z: &str, e: &str| word(zh, z, e);
    QuadrantView {
        title: w("8个要素中3个同时有利于本部门和伙伴", "3 of 8 elements serve both us and the partners"),
        subtitle: w(
            "每个要素单独带来的指标覆盖率：横向是本部门的，纵向是各伙伴的（相加）",
            "KPI coverage that each element brings by itself: across for our own department, up for the partners",
        ),
        source: w("数据：kpis.csv、elements.csv · 2026-11-16", "Source: kpis.csv, elements.csv · 2027-03-15"),
        points,
        cut: 0.05,
        notes: Vec::new(),
        words: QuadrantWords {
            quadrants: [
                w("用来争取伙伴", "Offer these to partners"),
                w("优先主打", "Lead with these"),
                w("精简、弱化或去掉", "Simplify, soften or drop"),
                w("留给自己，不作卖点", "Keep, but do not lead with"),
            ],
            x_ends: [w("← 不利于本部门", "← hurts us"), w("有利于本部门 →", "helps us →")],
            y_ends: [w("不利于伙伴 ↓", "hurts partners ↓"), w("有利于伙伴 ↑", "helps partners ↑")],
            unit: w("{n}%", "{n} %"),
            solid: w("已在计划中", "in the plan"),
            hollow: w("可以增加", "could be added"),
            hurts: w("有部门因它受损", "works against a department"),
            cut: w("达到5%才算有利", "5 %: from here on it counts"),
            nameless: w("另有{n}个要素只画成小灰点，未标名称", "Elements shown as small grey dots, without a name: {n}"),
            nothing: w("无法比较双方所得。", "There are no two sides to compare."),
        },
    }
}

pub fn giving(zh: bool) -> QuadrantView {
    let all: &[(&str, &str, f64, f64, bool, bool)] = &[
        ("车主\u{200b}感恩\u{200b}晚宴", "Main stage concerts until 1 am", 0.35, 0.08, true, false),
        ("KOL\u{200b}生活方式\u{200b}分享", "Tall ships parade", 0.08, 0.6, true, false),
        ("全程\u{200b}直播", "Livestream of the opening night", 0.0, 0.51, true, false),
        ("邀请\u{200b}汽车\u{200b}媒体\u{200b}报道", "Sponsor village", 0.0, 0.53, true, false),
        ("老带新\u{200b}邀约\u{200b}席位", "School and club volunteer crews", 0.27, 0.07, true, false),
        ("App\u{200b}报名与\u{200b}互动\u{200b}签到", "Shuttle ferries with a combined ticket", 0.01, 0.5, true, false),
        ("技师\u{200b}技艺\u{200b}展示", "Deposit cups and sorting stations", 0.0, 0.29, true, false),
        ("高端\u{200b}晚宴\u{200b}酒水\u{200b}升级", "Free parking on the north pier", 0.0, -0.48, true, true),
        ("技师\u{200b}技能\u{200b}比武与\u{200b}现场\u{200b}演示", "Old port tasting trail", 0.0, 0.9, false, false),
        ("框架\u{200b}协议\u{200b}取代\u{200b}临时\u{200b}采购", "Sound limits after eleven", 0.0, 0.55, false, false),
        ("率先\u{200b}试点\u{200b}新系统\u{200b}并\u{200b}反馈\u{200b}问题", "Joint award entry", 0.0, 0.39, false, false),
        ("发放\u{200b}限期\u{200b}回店\u{200b}售后\u{200b}服务券", "Season pass", 0.29, 0.0, false, false),
    ];
    let points = all.iter().map(|(z, e, x, y, solid, hurts)| point(if zh { z } else { e }, (*x, *y), *solid, *hurts)).collect();
    let notes = vec![word(zh, "另有23项建议不在任何方案中，未显示", "Suggestions in none of the packages, not shown: 23")];
    QuadrantView { notes, ..quadrant(points, zh) }
}

pub fn row(name: &str, note: &str, value: f64, label: &str, more: &str) -> StepRow {
    StepRow { name: name.to_owned(), note: note.to_owned(), value, label: label.to_owned(), more: more.to_owned() }
}

pub fn stepwise(zh: bool) -> StepsView {
    let w = |z: &str, e: &str| word(zh, z, e);
    let more = |n: usize| w(&format!("6个伙伴中{n}个有理由支持"), &format!("{n} of 6 partners with a reason to say yes"));
    let step = |z: &str, e: &str, cost: (&str, &str), value: f64, gain: i32, n: usize| {
        let now = format!("{:.0}", value * 100.0);
        row(&w(z, e), &w(cost.0, cost.1), value, &w(&format!("+{gain}个百分点 → {now}%"), &format!("+{gain} pts → {now} %")), &more(n))
    };
    StepsView {
        title: w(
            "4项增加把双赢指数从20%提高到37%，“技师技能比武”作用最大（+8个百分点）",
            "4 additions lift the win-win index from 20 % to 37 %, most of it by \"Shuttle ferries\" (+8 pts)",
        ),
        subtitle: w("均衡方案逐步加入后的双赢指数", "Win-win index after each step of the balanced package"),
        source: w("数据：kpis.csv、elements.csv · 2026-11-16", "Source: kpis.csv, elements.csv · 2027-03-15"),
        start: row(&w("现计划", "plan as it is"), "", 0.2, &w("20%", "20 %"), &more(2)),
        steps: vec![
            step("1. 技师技能比武与现场演示", "1. Shuttle ferries with a combined ticket", ("约2万–5万元（假设）", "18,000"), 0.28, 8, 3),
            step("2. 率先试点新系统并反馈问题", "2. Deposit cups and sorting stations", ("约0–1万元（假设）", "9,000"), 0.33, 5, 4),
            step("3. 框架协议取代临时采购", "3. Old port tasting trail", ("成本未给出", "cost not given"), 0.35, 2, 5),
            step("4. 现场设招聘展位", "4. School and club volunteer crews", ("约1万–3万元（假设）", "4,000"), 0.37, 2, 5),
        ],
        knee: Some((
            2,
            w(
                "前2步带来全部改善的76%，其后每步收益变小：经费紧张时先做到这里。",
                "The first 2 steps bring 76 % of the gain, each later one less: when money is short, stop there.",
            ),
        )),
        remarks: vec![
            w(
                "华南区域（本部门）的覆盖率不减：仍为37%。",
                "Coverage of Harbor Events Office (our own side) is kept: it rises from 41 % to 44 %.",
            ),
            w(
                "合计约8万元（区间成本取中值），预算80万元，还余72万元。",
                "About 31,000 in all, of a budget of 60,000: 29,000 left; 1 without a cost: get a quote.",
            ),
        ],
        words: StepsWords {
            before: w("现计划", "plan as it is"),
            gain: w("这一步的提升", "gained by this step"),
            loss: w("这一步的下降", "lost by this step"),
            rows_left_out: w("另有{n}步未显示", "Steps not shown: {n}"),
            nothing: w("没有能明显改善双方的增加项。", "Nothing improves both sides noticeably."),
        },
    }
}

pub fn compared(zh: bool) -> ProjectsView {
    let w = |z: &str, e: &str| word(zh, z, e);
    let figure = |before: f64, after: f64| {
        let (b, a) = (format!("{:.0}", before * 100.0), format!("{:.0}", after * 100.0));
        Figure { values: Some((before, after)), label: w(&format!("{b}% → {a}%"), &format!("{b} % → {a} %")) }
    };
    let row = |z: &str, e: &str, n: usize, figures: [Figure; COLUMNS]| ProjectRow {
        name: w(z, e),
        note: w(&format!("6个伙伴中{n}个有理由支持（现2个）"), &format!("{n} of 6 partners would say yes (now 2)")),
        figures,
    };
    ProjectsView {
        title: w(
            "2个项目中最值得推进的是“豪华车主生活方式峰会”：加上建议后6个伙伴中4个有理由支持",
            "Of 2 projects take \"Harbor Festival\" forward: with its additions 4 of 6 partners have a reason to say yes",
        ),
        subtitle: w("各项目现计划与加上建议后的对比", "Each project as it stands and with its additions"),
        source: w("数据：kpis.csv、elements.csv · 2026-11-16", "Source: kpis.csv, elements.csv · 2027-03-15"),
        columns: [w("本部门覆盖率", "Own coverage"), w("伙伴平均覆盖率", "Partners' mean coverage"), w("双赢指数", "Win-win index")],
        rows: vec![
            row("豪华车主\u{200b}生活方式\u{200b}峰会", "Harbor Festival", 4, [figure(0.58, 0.62), figure(0.26, 0.44), figure(0.39, 0.52)]),
            row("老客户\u{200b}答谢会", "Lantern Night", 2, [figure(0.52, 0.49), figure(0.02, 0.31), figure(0.11, 0.39)]),
        ],
        words: ProjectsWords {
            before: w("现计划", "plan as it is"),
            after: w("加上建议后", "with the additions"),
            loss: w("加上建议后降低", "lower with the additions"),
            percent: w("{n}%", "{n} %"),
            rows_left_out: w("另有{n}个项目未显示", "Projects not shown: {n}"),
            nothing: w("没有可以对比的项目。", "There are no projects to compare."),
        },
    }
}
