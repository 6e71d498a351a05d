//! The words themselves, folded. The first two of a row are its English and its Chinese name, which messages list.
use crate::model::vocabulary::{Direction, ElementKind, FavorDirection, LogKind, Period, Role};

/// Values and the words for each.
pub(super) type Table<T> = &'static [(T, &'static [&'static str])];

/// Words for "nothing here". Dashes, slashes and dots are told by their characters.
#[rustfmt::skip]
pub(super) const MISSING: &[&str] = &[
    "n/a", "na", "n.a.", "n.a", "none", "null", "nil", "tbd", "tbc", "tba", "t.b.d.", "unknown", "pending", "missing", "blank", "(blank)",
    "not available", "not applicable", "to be determined", "to be confirmed", "n/k", "no data", "<na>",
    "无", "暂无", "没有", "无数据", "暂无数据", "待定", "未定", "待确认", "待补充", "待填", "未填", "未知", "不详", "不适用", "缺", "缺失", "空", "空白", "(空)", "(空白)",
];

#[rustfmt::skip]
pub(super) const DIRECTION: Table<Direction> = &[
    (Direction::Increase, &[
        "increase", "提升", "提高", "增加", "增长", "上升", "上涨", "扩大", "上调", "越高越好", "越大越好", "越多越好", "正向", "正向指标", "望大", "高优", "高", "升", "增",
        "higher is better", "bigger is better", "more is better", "higher", "high", "higher the better", "the higher the better", "up", "upward", "upwards", "increasing", "raise", "rise", "grow", "growth", "improve", "more", "max", "maximum", "maximize", "maximise", "positive", "asc",
        "↑", "▲", "⬆", "↗", "+", "△", "⇧",
    ]),
    (Direction::Decrease, &[
        "decrease", "降低", "减少", "下降", "缩短", "压降", "下调", "控制", "缩小", "越低越好", "越小越好", "越少越好", "负向", "负向指标", "逆向", "反向", "望小", "低优", "低", "降", "减",
        "lower is better", "smaller is better", "less is better", "fewer is better", "lower", "low", "lower the better", "the lower the better", "down", "downward", "downwards", "decreasing", "reduce", "reduction", "fall", "drop", "cut", "less", "fewer", "min", "minimum", "minimize", "minimise", "negative", "desc",
        "↓", "▼", "⬇", "↘", "▽", "⇩",
    ]),
];

#[rustfmt::skip]
pub(super) const KIND: Table<ElementKind> = &[
    (ElementKind::Core, &["core", "核心", "计划内", "必选", "必做", "必须", "主要", "基本", "已定", "原计划", "in plan", "in the plan", "planned", "required", "must", "must have", "mandatory", "base", "main", "c"]),
    (ElementKind::Optional, &["optional", "可选", "可加", "可增加", "选做", "备选", "候选", "附加", "计划外", "增项", "option", "could be added", "could add", "nice to have", "add on", "addon", "extra", "additional", "candidate", "o"]),
];

#[rustfmt::skip]
pub(super) const ROLE: Table<Role> = &[
    (Role::Own, &["own", "本部门", "自己", "我方", "我部门", "己方", "发起", "发起方", "发起部门", "牵头", "牵头部门", "主办", "主责", "owner", "self", "us", "ours", "lead", "own department", "home", "proposer"]),
    (Role::Partner, &["partner", "合作", "合作部门", "合作方", "伙伴", "协作", "协作部门", "协办", "配合", "配合部门", "对方", "支持部门", "内部", "partners", "support", "supporting", "internal", "collaborator"]),
    (Role::External, &["external", "外部", "外部单位", "外部机构", "外部合作", "第三方", "供应商", "外单位", "outside", "third party", "vendor", "supplier", "external partner"]),
];

#[rustfmt::skip]
pub(super) const FAVOR: Table<FavorDirection> = &[
    (FavorDirection::Given, &["given", "我帮过", "帮助对方", "我帮对方", "我帮助", "帮助", "给予", "付出", "提供", "支持对方", "帮过", "我方帮助", "give", "gave", "out", "helped them", "we helped", "i helped"]),
    (FavorDirection::Received, &["received", "对方帮过", "接受帮助", "对方帮我", "对方帮助", "得到", "收到", "受助", "获得", "得到帮助", "获得帮助", "receive", "got", "in", "they helped", "helped us", "taken"]),
];

#[rustfmt::skip]
pub(super) const LOG: Table<LogKind> = &[
    (LogKind::Contact, &["contact", "联系", "沟通", "交流", "拜访", "接触", "talk", "call", "chat", "visit", "coffee"]),
    (LogKind::Advice, &["advice", "请教", "咨询", "征求意见", "建议", "consult", "consultation", "asked advice"]),
    (LogKind::Data, &["data", "数据", "资料", "共享数据", "信息", "data sharing", "information"]),
    (LogKind::Ask, &["ask", "请求", "申请", "诉求", "提出需求", "需求", "求助", "request", "asked"]),
    (LogKind::Refusal, &["refusal", "拒绝", "被拒", "否决", "婉拒", "驳回", "refused", "refuse", "rejected", "rejection", "declined", "no"]),
    (LogKind::Blocked, &["blocked", "受阻", "阻塞", "卡住", "停滞", "搁置", "延误", "block", "stuck", "stalled", "on hold"]),
    (LogKind::Escalation, &["escalation", "升级", "上报", "上升", "escalate", "escalated"]),
    (LogKind::Meeting, &["meeting", "会议", "开会", "例会", "协调会", "workshop", "meet"]),
    (LogKind::Thanks, &["thanks", "感谢", "致谢", "答谢", "thank you", "thank", "thanked"]),
    (LogKind::Award, &["award", "获奖", "表彰", "奖励", "嘉奖", "prize", "recognition", "praise"]),
];

#[rustfmt::skip]
pub(super) const LEVEL: Table<u8> = &[
    (5, &["high", "高", "很高", "极高", "非常高", "大", "强", "h", "very high", "strong"]),
    (4, &["fairly high", "较高", "中高", "偏高", "medium high", "rather high"]),
    (3, &["medium", "中", "中等", "一般", "普通", "适中", "m", "mid", "middle", "moderate", "average", "med"]),
    (2, &["fairly low", "较低", "中低", "偏低", "medium low", "rather low"]),
    (1, &["low", "低", "很低", "极低", "非常低", "小", "弱", "l", "very low", "weak", "minimal"]),
];

#[rustfmt::skip]
pub(super) const YES_NO: Table<bool> = &[
    (true, &["yes", "是", "y", "true", "t", "1", "有", "对", "需要", "紧急", "急", "on", "urgent", "✓", "✔", "√", "☑", "✅", "x"]),
    (false, &["no", "否", "n", "false", "f", "0", "没有", "无", "不", "不是", "不需要", "不急", "不紧急", "一般", "off", "not urgent", "✗", "✘", "×", "☐", "❌"]),
];

#[rustfmt::skip]
pub(super) const PERIOD: Table<Period> = &[
    (Period::Year, &["year", "年度", "年", "每年", "全年", "一年", "按年", "年底", "yearly", "annual", "annually", "per year", "a year", "years", "12 months", "12个月", "y", "fy"]),
    (Period::HalfYear, &["half year", "半年度", "半年", "每半年", "half-year", "half yearly", "semi annual", "semiannual", "biannual", "6 months", "6个月", "half", "h"]),
    (Period::Quarter, &["quarter", "季度", "季", "每季", "每季度", "按季", "quarterly", "per quarter", "3 months", "3个月", "三个月", "q", "qtr"]),
    (Period::Month, &["month", "月度", "月", "每月", "当月", "按月", "monthly", "per month", "m"]),
    (Period::Week, &["week", "周度", "周", "每周", "按周", "weekly", "per week", "w"]),
];
