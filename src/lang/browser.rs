//! Words of the pages for a browser: labels of their controls, and the figures at their head. What they say of a project is the brief's.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analysis::ProjectAnalysis;
use crate::analysis::benefit::WinWin;
use crate::lang::phrases::Phrases;
use crate::lang::{Lang, amounts, pick};

/// Key, Chinese, English. `{…}` in a text stands for a number that the page fills in.
const WORDS: &[(&str, &str, &str)] = &[
    ("tag", "zh-CN", "en"),
    ("brief", "双赢简报", "Win-win brief"),
    ("skip", "跳到正文", "Skip to the text"),
    ("contents", "目录", "Contents"),
    ("tools", "页面工具", "Page tools"),
    ("dark", "深色", "Dark"),
    ("light", "浅色", "Light"),
    ("print", "打印", "Print"),
    ("pictures", "图表", "Pictures"),
    ("figures", "要点数字", "Key figures"),
    ("now", "现计划", "plan as it is"),
    ("then", "按建议改后", "as advised"),
    ("projects", "各项目简报", "Briefs of the projects"),
    ("pairs", "逐对查看", "Pair by pair"),
    (
        "pairs_note",
        "每个要素对每项指标：有帮助、有妨碍的可能（0到1），两者之差是重合度。点一行看理由。",
        "Each element on each KPI: the chance that it helps and that it hurts (0 to 1), and overlap, the first less the second. Open a row for the reasons.",
    ),
    ("element", "要素", "Element"),
    ("department", "部门", "Department"),
    ("kpi", "指标", "KPI"),
    ("overlap", "重合度", "Overlap"),
    ("helps", "有帮助", "Helps"),
    ("hurts", "有妨碍", "Hurts"),
    ("share", "占目标", "Share of target"),
    ("evidence", "依据", "Evidence"),
    ("filters", "筛选", "Filter"),
    ("all", "全部部门", "All departments"),
    ("search", "查找", "Search"),
    ("hint", "要素、指标或理由", "Element, KPI or reason"),
    ("least", "重合度至少", "Overlap at least"),
    ("reset", "清除筛选", "Clear"),
    ("count", "{all}对中有{found}对符合，显示{shown}对", "{found} of {all} pairs match, {shown} shown"),
    ("more", "再显示{n}对", "Show {n} more"),
    ("none", "没有符合条件的要素和指标。", "No element and KPI match."),
    ("why", "理由", "Reasons"),
    ("nothing", "没有发现可以说出的联系。", "No link that can be named was found."),
    ("goal", "指标要求", "What the KPI asks"),
    ("about", "要素说明", "What the element is"),
    ("rows", "出处", "Rows"),
];

/// Words by key, in a language.
pub fn words(lang: Lang) -> BTreeMap<&'static str, &'static str> {
    WORDS.iter().map(|(key, zh, en)| (*key, pick(lang, *zh, *en))).collect()
}

/// A figure at the head of a brief, now and as advised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// What it is.
    pub label: &'static str,
    /// Under the plan as it is.
    pub before: String,
    /// As advised; `None` when that changes nothing that is shown.
    pub after: Option<String>,
    /// Whose figure it is, where the two states may speak of two departments.
    pub whose: Option<[String; 2]>,
}

/// The figures at the head of a brief; none without partners.
pub fn figures(p: Phrases, a: &ProjectAnalysis) -> Vec<Figure> {
    if a.partners.is_empty() {
        return Vec::new();
    }
    let known = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| amounts::percent(v, p.lang));
    let figure = |label, of: &dyn Fn(&WinWin) -> String| {
        let (before, after) = (of(&a.before), of(a.as_advised()));
        Figure { label, after: (before != after).then_some(after), before, whose: None }
    };
    let partners = a.partners.len();
    let worst = |w: &WinWin| w.worst_off.map_or_else(String::new, |(d, _)| p.department(d).to_owned());
    let mut worst_off =
        figure(p.pick("获益最少的伙伴的吸引力", "Appeal to the worst-off partner"), &|w| known(w.worst_off.map(|(_, y)| y)));
    let whose = [worst(&a.before), worst(a.as_advised())];
    if whose[0] != whose[1] && worst_off.after.is_none() {
        worst_off.after = Some(worst_off.before.clone());
    }
    worst_off.whose = Some(whose);
    let mut all = vec![
        figure(p.pick("有理由支持的伙伴", "Partners with a reason to say yes"), &|w| format!("{}/{partners}", w.over_line)),
        figure(p.figure_heading(&a.before), &|w| amounts::percent(w.raised(), p.lang)),
        worst_off,
    ];
    if a.before.own.is_some() {
        all.push(figure(p.pick("本部门覆盖率", "Own coverage"), &|w| known(w.own)));
    }
    all
}

/// What the table of pairs leaves out.
pub fn left_out(pairs: usize, most: f64, lang: Lang) -> String {
    pick(
        lang,
        format!("另有{pairs}对没有列出，每一对的重合度都在±{most:.2}以内，见 overlap.csv。"),
        format!("{pairs} pairs are not listed, each with an overlap within ±{most:.2}: see overlap.csv."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_in_both_languages() {
        let (zh, en) = (words(Lang::Zh), words(Lang::En));
        assert_eq!(zh.len(), WORDS.len(), "a key stands twice");
        for (key, text) in &zh {
            let han = text.chars().any(crate::text::is_han);
            assert!(han || *key == "tag", "{key}: {text}");
            assert!(!en[key].is_empty() && !en[key].chars().any(crate::text::is_han), "{key}: {}", en[key]);
            // A page fills in the same numbers in both.
            let holes = |t: &str| {
                let mut all: Vec<String> = t.split('{').skip(1).map(|h| h.split('}').next().unwrap().to_owned()).collect();
                all.sort();
                all
            };
            assert_eq!(holes(text), holes(en[key]), "{key}");
        }
    }
}
