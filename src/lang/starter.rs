//! Comments at the head of the tables that `winwin init` writes. Lines that begin with `#` above a header are comments to the reader.

use crate::lang::{Lang, pick};
use crate::read::columns::TableKind;

/// What to know before filling in a table, one line each.
pub fn comments(kind: TableKind, lang: Lang) -> &'static [&'static str] {
    match kind {
        TableKind::Kpis => pick(
            lang,
            &[
                "# 每行一个部门的一项指标。必填：部门；指标。其余可留空。",
                "# 数值照平时的写法：500万、30%、1.2亿；方向可留空（由基线和目标得出）；截止日期可写 2026Q4。",
                "# 同一部门的权重会自动归一。把下面的例子换成自己的指标。",
            ][..],
            &[
                "# One row per KPI of a department. Needed: department; kpi. The rest may stay blank.",
                "# Numbers as you write them: 5M; 30%; 1200. Direction may stay blank (from baseline and target). Dates also as 2026Q4.",
                "# Weights are scaled to 1 inside a department. Replace the example with your own KPIs.",
            ][..],
        ),
        TableKind::Elements => pick(
            lang,
            &[
                "# 每行一个项目要素。必填：要素。类型 core 表示已在计划中；optional 表示可以增加。",
                "# 贡献是对某项指标的增减量：指标一栏写指标名称或其衡量指标；贡献可写区间，如 300万~500万次。",
                "# 一个要素有多项贡献时写多行，成本只算一次。",
            ],
            &[
                "# One row per project element. Needed: element. Kind core: in the plan; optional: could be added.",
                "# A contribution is a signed change of a KPI: write the KPI or its metric beside it; a range such as 0.6M~0.9M may stand.",
                "# An element with several contributions has several rows; its cost counts once.",
            ],
        ),
        TableKind::Departments => pick(
            lang,
            &["# 每行一个部门。角色：own 本部门；partner 伙伴；external 外部伙伴。权力和利益为 1 到 5。"],
            &["# One row per department. Role: own; partner; external. Power and interest from 1 to 5."],
        ),
        TableKind::Favors => pick(
            lang,
            &["# 人情往来。方向：given 我帮过对方；received 对方帮过我。"],
            &["# Favors. Direction: given (you helped them); received (they helped you)."],
        ),
        TableKind::Log => pick(
            lang,
            &["# 沟通记录。类型：contact advice data ask refusal blocked escalation meeting thanks award。"],
            &["# Contacts so far. Kind: contact advice data ask refusal blocked escalation meeting thanks award."],
        ),
        TableKind::Actuals => pick(
            lang,
            &["# 活动之后的实际结果：每行一个要素的一项贡献。必填：要素；指标；实际完成。尚无结果的留空。"],
            &[
                "# Results after the event: one row per contribution of an element. Needed: element; metric; delivered. Blank: not known yet.",
            ],
        ),
        TableKind::Catalog => pick(lang, &["# 可以增加的要素，列与要素表相同。"], &["# What could be added; columns as for elements."]),
    }
}

/// What to do next.
pub fn next_step(folder: &str, lang: Lang) -> String {
    pick(
        lang,
        format!("已写入 {folder}：改成自己的内容后运行 winwin analyze {folder}"),
        format!("written to {folder}: make them yours, then run winwin analyze {folder}"),
    )
}
