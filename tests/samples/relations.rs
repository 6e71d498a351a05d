//! Views of relations with departments, as an analysis would word them, in Chinese and English.

use jiff::civil::{Date, date};
use winwin::chart::balance::*;
use winwin::chart::calendar::DateWords;
use winwin::chart::map::*;
use winwin::chart::timeline::*;

fn pick(zh: bool, z: &str, e: &str) -> String {
    if zh { z.to_owned() } else { e.to_owned() }
}

pub fn balance_words(zh: bool) -> BalanceWords {
    BalanceWords {
        zero: pick(zh, "两清", "even"),
        less: pick(zh, "收到的更多", "we received more"),
        more: pick(zh, "给出的更多", "we gave more"),
        rows_left_out: pick(zh, "另有{n}个部门未显示", "departments not shown: {n}"),
        nothing: pick(zh, "还没有人情往来。", "There are no favors yet."),
    }
}

pub fn balance_row(name: &str, value: f64, zh: bool) -> BalanceRow {
    let sign = if value > 0.0 { "+" } else { "" };
    BalanceRow {
        name: name.to_owned(),
        note: pick(zh, "给出3，收到2", "gave 3, received 2"),
        value,
        label: format!("{sign}{value}").replace('-', "\u{2212}"),
        advice: if value < 0.0 { pick(zh, "先帮对方", "deposit first") } else { String::new() },
    }
}

pub fn balances(rows: &[(&str, f64)], zh: bool) -> BalanceView {
    BalanceView {
        title: pick(zh, "人情账户：4个部门中1个已透支", "Favor bank: 1 of 4 accounts is overdrawn"),
        subtitle: pick(zh, "给出减去收到，按权重计", "Favors given less received, by weight"),
        source: pick(zh, "数据：favors.csv · 2026-11-16", "Source: favors.csv · 2026-11-16"),
        rows: rows.iter().map(|(name, value)| balance_row(name, *value, zh)).collect(),
        notes: vec![pick(zh, "还没有往来：人力资源部", "No favors yet: Human Resources")],
        words: balance_words(zh),
    }
}

pub fn balance_zh() -> BalanceView {
    balances(&[("营销部", 1.0), ("IT部", 0.0), ("培训部", -1.0), ("采购部", -2.5), ("财务部", 12.0)], true)
}

pub fn balance_en() -> BalanceView {
    balances(&[("Tourism Board", 1.0), ("Waterfront Traders", 2.0), ("City Transport", -1.0), ("Environment Office", -1.0)], false)
}

pub fn timeline_words(zh: bool) -> TimelineWords {
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    TimelineWords {
        stages: [pick(zh, "试探", "probe"), pick(zh, "共创", "co-create"), pick(zh, "正式提出", "formal request")],
        late: pick(zh, "已晚", "late"),
        late_stage: pick(zh, "{stage}{late}", "{stage} {late}"),
        done: pick(zh, "记录中已做", "done, by the log"),
        end: pick(zh, "需要日期", "needed by"),
        today: pick(zh, "今天 {d}", "today, {d}"),
        separator: pick(zh, "，", ", "),
        dates: DateWords {
            months: if zh { (1..=12).map(|m| format!("{m}月")).collect() } else { names.map(str::to_owned).to_vec() },
            day: pick(zh, "{m}{d}日", "{d} {m}"),
            within: pick(zh, "{m}{d}–{e}日", "{d}–{e} {m}"),
            year: pick(zh, "{y}年", "{y}"),
        },
        rows_left_out: pick(zh, "另有{n}个部门未显示", "departments not shown: {n}"),
        nothing: pick(zh, "没有写需要日期的部门。", "No department has a day by which it is needed."),
    }
}

pub fn timeline(today: Date, rows: Vec<TimelineRow>, zh: bool) -> TimelineView {
    TimelineView {
        title: pick(zh, "5个部门中3个的预沟通已晚", "Pre-selling is late with 3 of 5 departments"),
        subtitle: pick(zh, "由需要日期往回推", "Counted back from the day each is needed"),
        source: pick(zh, "数据：departments.csv · 2026-11-16", "Source: departments.csv · 2026-11-16"),
        today,
        rows,
        notes: Vec::new(),
        words: timeline_words(zh),
    }
}

pub fn mark(stage: usize, from: Date, to: Date) -> Mark {
    Mark { from, to, stage, state: MarkState::Open }
}

pub fn done(stage: usize, day: Date) -> Mark {
    Mark { from: day, to: day, stage, state: MarkState::Done }
}

pub fn late(stage: usize, from: Date, to: Date, words: &str) -> Mark {
    Mark { from, to, stage, state: MarkState::Late(words.to_owned()) }
}

pub fn row(name: &str, note: &str, end: Date, marks: Vec<Mark>) -> TimelineRow {
    TimelineRow { name: name.to_owned(), note: note.to_owned(), marks, end: Some(end) }
}

pub fn timeline_zh() -> TimelineView {
    let d = |month, day| date(2026, month, day);
    let rows = vec![
        row("IT部", "11月28日前，已被拒绝", d(11, 28), vec![done(0, d(8, 15)), done(2, d(11, 10))]),
        row(
            "采购部",
            "12月3日前，还有17天",
            d(12, 3),
            vec![
                late(0, d(10, 4), d(10, 19), "已晚28天"),
                late(1, d(10, 19), d(11, 12), "已晚4天"),
                mark(0, d(11, 16), d(11, 16)),
                mark(1, d(11, 17), d(11, 17)),
                mark(2, d(11, 19), d(11, 19)),
            ],
        ),
    ];
    timeline(d(11, 16), rows, true)
}

pub fn timeline_en() -> TimelineView {
    let d = |month, day| date(2027, month, day);
    let plan = |name: &str, from: Date, joined: Date, to: Date, asked: Date, end: Date| {
        row(name, "by then, answer awaited", end, vec![mark(0, from, joined), mark(1, joined, to), mark(2, asked, asked)])
    };
    let rows = vec![
        plan("Tourism Board", d(4, 16), d(5, 1), d(5, 25), d(6, 1), d(6, 15)),
        plan("Environment Office", d(5, 1), d(5, 16), d(6, 9), d(6, 16), d(6, 30)),
        plan("Police District", d(6, 16), d(7, 1), d(7, 25), d(8, 1), d(8, 15)),
    ];
    timeline(d(3, 15), rows, false)
}

pub fn map_words(zh: bool) -> MapWords {
    let field = |zn: &str, zw: &str, en: &str, ew: &str| (pick(zh, zn, en), pick(zh, zw, ew));
    MapWords {
        up: pick(zh, "权力", "Power"),
        across: pick(zh, "利益", "Interest"),
        low: pick(zh, "低", "low"),
        high: pick(zh, "高", "high"),
        fields: [
            field("保持满意", "关键时点再请求", "Keep satisfied", "ask at key moments"),
            field("重点管理", "每月深谈一次", "Manage closely", "a deep talk each month"),
            field("一般关注", "保持观察", "Monitor", ""),
            field("充分参与", "全程邀请参与", "Involve fully", "invite them at every step"),
        ],
        solid: pick(zh, "本月应约谈", "talk due this month"),
        hollow: pick(zh, "本月不必", "not due this month"),
        arrow: pick(zh, "利益按指标进度调整", "interest moved by the progress of its KPIs"),
        nameless: pick(zh, "未写出名称的部门：{n}个", "Departments without their name: {n}"),
        nothing: pick(zh, "没有写明权力和利益的部门。", "No department has power and interest."),
    }
}

/// A point by name, power, stated and moved interest.
pub fn point(name: &str, up: u8, stated: u8, across: u8) -> MapPoint {
    let from = (stated != across).then_some(stated);
    MapPoint { name: name.to_owned(), up, across, from, moved: format!("{stated} → {across}"), solid: up > 3 }
}

pub fn map(points: Vec<MapPoint>, zh: bool) -> MapView {
    MapView {
        title: pick(zh, "资源地图：6个部门中3个是关键伙伴", "Resource map: 3 of 6 departments are key partners"),
        subtitle: pick(zh, "权力与利益，1到5，3及以上为高", "Power and interest, 1 to 5, high from 3 on"),
        source: pick(zh, "数据：departments.csv · 2026-11-16", "Source: departments.csv · 2026-11-16"),
        cut: 3,
        points,
        notes: Vec::new(),
        words: map_words(zh),
    }
}

pub fn map_zh() -> MapView {
    let points =
        [("营销部", 5, 3, 3), ("财务部", 5, 2, 2), ("IT部", 4, 2, 3), ("采购部", 4, 2, 2), ("培训部", 3, 3, 4), ("人力资源部", 3, 1, 1)];
    map(points.iter().map(|(n, up, from, to)| point(n, *up, *from, *to)).collect(), true)
}

pub fn map_en() -> MapView {
    let points = [
        ("Environment Office", 5, 3, 3),
        ("City Transport", 5, 2, 2),
        ("Police District", 5, 2, 2),
        ("Tourism Board", 4, 4, 3),
        ("Waterfront Traders", 2, 5, 5),
        ("Youth Services", 2, 4, 4),
    ];
    map(points.iter().map(|(n, up, from, to)| point(n, *up, *from, *to)).collect(), false)
}
