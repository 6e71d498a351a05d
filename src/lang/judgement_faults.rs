//! What is said about a user's own judgements: one message and one help, in both languages.

use crate::error::{JudgementFault, Named};
use crate::lang::{Lang, list, pick, quoted};

/// How many names a message lists.
const SHOWN: usize = 8;

/// Message and help for a fault; `value` is the text found.
pub fn sentence(fault: &JudgementFault, value: Option<&str>, lang: Lang) -> (String, String) {
    let shown = quoted(lang, value.unwrap_or(""));
    let thing = |what: Named| match what {
        Named::Kpi => pick(lang, "指标", "KPI"),
        Named::Element => pick(lang, "要素", "element"),
    };
    let group = |what: Named| match what {
        Named::Kpi => pick(lang, "部门", "department"),
        Named::Element => pick(lang, "项目", "project"),
    };
    let column = |what: Named| match what {
        Named::Kpi => "department",
        Named::Element => "project",
    };
    let id = |what: Named| match what {
        Named::Kpi => "kpi_id",
        Named::Element => "element_id",
    };
    match fault {
        JudgementFault::NoColumn { accepted } => {
            let accepted = list(lang, accepted);
            pick(
                lang,
                ("缺少这一列".to_owned(), format!("可用的表头：{accepted}")),
                ("this column is missing".to_owned(), format!("accepted headers: {accepted}")),
            )
        }
        JudgementFault::Unknown { what, near } => {
            let thing = thing(*what);
            let near: Vec<String> = near.iter().map(|n| quoted(lang, n)).collect();
            let like = if near.is_empty() {
                pick(lang, "请写表中的名称或编号".to_owned(), "write a name or an id of the tables".to_owned())
            } else {
                pick(lang, format!("是否想写{}？", list(lang, &near)), format!("did you mean {}?", near.join(" or ")))
            };
            (pick(lang, format!("表中没有{thing}{shown}"), format!("the tables have no {thing} {shown}")), like)
        }
        JudgementFault::ElseWhere { what, groups } => {
            let (thing, group, groups) = (thing(*what), group(*what), list(lang, groups));
            let help = match (groups.is_empty(), lang) {
                (true, Lang::Zh) => "它在目录中，不属于任何项目：请留空".to_owned(),
                (true, Lang::En) => "it stands in a catalog and belongs to no project: leave the cell blank".to_owned(),
                (false, Lang::Zh) => format!("有它的{group}：{groups}"),
                (false, Lang::En) => format!("it is in: {groups}"),
            };
            (pick(lang, format!("{group}{shown}没有这个{thing}"), format!("the {group} {shown} has no such {thing}")), help)
        }
        JudgementFault::OtherId { what, name } => {
            let thing = thing(*what);
            let help = pick(
                lang,
                "请删去其一，或核对表是否改过".to_owned(),
                "delete one of them, or check whether the tables have changed".to_owned(),
            );
            let message = match (name, lang) {
                (Some(name), Lang::Zh) => format!("编号{shown}是另一个{thing}：“{name}”"),
                (Some(name), Lang::En) => format!("the id {shown} is that of another {thing}, \"{name}\""),
                (None, Lang::Zh) => format!("没有{thing}的编号是{shown}"),
                (None, Lang::En) => format!("no {thing} has the id {shown}"),
            };
            (message, help)
        }
        JudgementFault::Ambiguous { what, groups, ids } => {
            let (thing, column, id, count) = (thing(*what), column(*what), id(*what), ids.len());
            let ids = list(lang, &ids.iter().take(SHOWN).collect::<Vec<_>>());
            let several = groups.len() > 1;
            let groups = list(lang, &groups.iter().take(SHOWN).collect::<Vec<_>>());
            let message = match (several, lang) {
                (true, Lang::Zh) => format!("有{count}个{thing}叫{shown}（{groups}）"),
                (true, Lang::En) => format!("{count} {thing}s are called {shown} ({groups})"),
                (false, Lang::Zh) => format!("有{count}个{thing}叫{shown}"),
                (false, Lang::En) => format!("{count} {thing}s are called {shown}"),
            };
            let help = match (several, lang) {
                (true, Lang::Zh) => format!("请填写 {column} 列，或写编号 {id}：{ids}"),
                (true, Lang::En) => format!("fill in a column {column}, or write the {id}: {ids}"),
                (false, Lang::Zh) => format!("请写编号 {id}：{ids}"),
                (false, Lang::En) => format!("write the {id}: {ids}"),
            };
            (message, help)
        }
        JudgementFault::Label => pick(
            lang,
            (format!("{shown}不是可用的标签"), "可用：2 直接达成，1 有帮助，0 无影响，-1 有妨碍".to_owned()),
            (format!("{shown} is no label"), "accepted: 2 delivers, 1 helps, 0 no effect, -1 works against".to_owned()),
        ),
        JudgementFault::Twice { first_line, first } => pick(
            lang,
            (format!("同一对在第{first_line}行标为 {first}，此行标为{shown}"), "请只留一个".to_owned()),
            (format!("the same pair has {first} on line {first_line} and {shown} here"), "keep one of them".to_owned()),
        ),
        JudgementFault::Unlabelled { count } => {
            let rows = if *count == 1 { "row" } else { "rows" };
            (pick(lang, format!("{count}行没有标签，已跳过"), format!("{count} {rows} without a label passed over")), String::new())
        }
        JudgementFault::TooFew { found, needed } => few(*found, *needed, pick(lang, "条判断", "judgements"), lang),
        JudgementFault::OneKind { helping: true, found, needed } => {
            few(*found, *needed, pick(lang, "条“有帮助”（1 或 2）的判断", "judgements that an element helps (1 or 2)"), lang)
        }
        JudgementFault::OneKind { helping: false, found, needed } => {
            few(*found, *needed, pick(lang, "条“没有帮助”（0 或 -1）的判断", "judgements that an element does not help (0 or -1)"), lang)
        }
        JudgementFault::Used { labels, day } => pick(
            lang,
            (format!("打分已按您自己的{labels}条判断调整（{day}）"), "不采用请加 --no-learned".to_owned()),
            (format!("scores adapted to {labels} own judgements ({day})"), "--no-learned leaves them out".to_owned()),
        ),
        JudgementFault::OtherModel => pick(
            lang,
            ("按另一版本的模型学得，打分未采用".to_owned(), "请用 winwin learn 重新学习，或用 winwin learn --forget 删除".to_owned()),
            (
                "learned with another version of the model: the scores do not follow it".to_owned(),
                "learn again with winwin learn, or remove it with winwin learn --forget".to_owned(),
            ),
        ),
        JudgementFault::Broken { detail } => pick(
            lang,
            (format!("文件已损坏，打分未采用：{detail}"), "请用 winwin learn 重新学习，或用 winwin learn --forget 删除".to_owned()),
            (
                format!("the file is damaged: the scores do not follow it ({detail})"),
                "learn again with winwin learn, or remove it with winwin learn --forget".to_owned(),
            ),
        ),
    }
}

/// What is missing, and why it is asked for.
fn few(found: usize, needed: usize, what: &str, lang: Lang) -> (String, String) {
    let missing = needed.saturating_sub(found);
    match lang {
        Lang::Zh => {
            (format!("只有{found}{what}，至少需要{needed}条，还差{missing}条"), "太少时分不清是看法还是偶然，学了反而更差".to_owned())
        }
        Lang::En => (
            format!("{found} {what}, at least {needed} are needed: {missing} more"),
            "a handful cannot tell an opinion from chance, and scores would get worse rather than better".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_counted() {
        let (message, why) = sentence(&JudgementFault::TooFew { found: 29, needed: 30 }, None, Lang::En);
        assert_eq!(message, "29 judgements, at least 30 are needed: 1 more");
        assert!(why.contains("chance"));
        let (message, _) = sentence(&JudgementFault::OneKind { helping: true, found: 3, needed: 5 }, None, Lang::Zh);
        assert_eq!(message, "只有3条“有帮助”（1 或 2）的判断，至少需要5条，还差2条");
    }

    #[test]
    fn names_to_choose_from_are_given() {
        let groups = vec!["IT".to_owned(), "HR".to_owned()];
        let ids = vec!["K1".to_owned(), "K4".to_owned()];
        let (message, help) = sentence(&JudgementFault::Ambiguous { what: Named::Kpi, groups, ids }, Some("Cost"), Lang::En);
        assert_eq!(message, "2 KPIs are called \"Cost\" (IT, HR)");
        assert_eq!(help, "fill in a column department, or write the kpi_id: K1, K4");
        let near = vec!["Uptime".to_owned(), "Up time".to_owned()];
        let (_, help) = sentence(&JudgementFault::Unknown { what: Named::Kpi, near }, Some("Uptim"), Lang::En);
        assert_eq!(help, "did you mean \"Uptime\" or \"Up time\"?");
    }
}
