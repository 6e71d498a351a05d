//! Comments at the head of the tables that `winwin init --partners` writes, and what to do next.

use crate::lang::{Lang, pick};
use crate::read::columns::TableKind;

/// What to know before filling in a table, one line each; without commas, which would part cells.
pub fn comments(kind: TableKind, lang: Lang) -> &'static [&'static str] {
    match kind {
        TableKind::Departments => pick(
            lang,
            &[
                "# 十个常见伙伴：改名、删去没有的、补上自己的（外部伙伴的角色为 external；自己的部门为 own）。",
                "# 对接人：有名有职的一个人。权力：能否决定你的项目。利益：项目与其考核的关系。都从 1（低）到 5（高），也可写 高 中 低。",
                "# 诉求和需要日期：向对方要什么、何时要；据此倒排 60 天前试探、45 天前共创、14 天前提出。最近联系：日期。",
                "# 不知道对方看什么就去问：营销常看曝光和线索；培训看认证和讲师；IT看数字化场景；财务看费用率和预算偏差；人力看流失和招聘；采购看降本和准时；工程看完好率；法务看合规事件；供应商看订单和付款；酒店看会员和入住。",
            ][..],
            &[
                "# Ten common partners: rename them; delete those you lack; add your own (role external outside the company; own for your department).",
                "# Contact: one person by name or post. Power: can they decide on your project. Interest: what it means for what they are judged by. Both 1 (low) to 5 (high).",
                "# Ask and needed_by: what you want and when; stages count back from it (probe 60 days before; co-create from 45; ask 14). last_contact: a day.",
                "# If you do not know what they are judged by then ask. Often: marketing reach and leads; training certificates; digital use cases of IT; finance cost rate and budget; HR turnover and hiring; procurement price and delivery; engineering uptime; legal incidents.",
            ],
        ),
        TableKind::Favors => pick(
            lang,
            &[
                "# 人情往来：每行一次。方向：given 我帮过对方；received 对方帮过我。权重：大小，空白为 1。紧急：是否走了紧急通道（一年不超过 3 次）。",
                "# 例如：日期 2026-03-15 部门 营销部 方向 given 事项 提供客户数据 权重 1 紧急 否",
            ],
            &[
                "# Favors: one a row. Direction: given (you helped them) or received. Weight: its size; blank is 1. Urgent: through the emergency channel (3 times a year at most).",
                "# For example: date 2026-03-15 department Marketing direction given what customer figures weight 1 urgent no",
            ],
        ),
        _ => pick(
            lang,
            &[
                "# 沟通记录：每行一次。类型：contact 沟通；advice 请教；data 交换数据；ask 提出请求；refusal 拒绝；blocked 受阻；escalation 升级；meeting 会议；thanks 致谢；award 表彰。",
                "# 例如：日期 2026-03-15 部门 营销部 类型 advice 事项 请教怎样更有传播点 结果 建议加入直播",
            ],
            &[
                "# Contacts: one a row. Kind: contact advice data ask refusal blocked escalation meeting thanks award. Outcome: what came of it.",
                "# For example: date 2026-03-15 department Marketing kind advice what asked for ideas outcome add a live stream",
            ],
        ),
    }
}

/// What to do next.
pub fn next_step(folder: &str, lang: Lang) -> String {
    pick(
        lang,
        format!("已写入 {folder}：填好后运行 winwin partners {folder}；放进 kpis.csv 和 elements.csv 后可运行 winwin analyze {folder}"),
        format!(
            "written to {folder}: fill them in, then run winwin partners {folder}; with kpis.csv and elements.csv beside them also winwin analyze {folder}"
        ),
    )
}
