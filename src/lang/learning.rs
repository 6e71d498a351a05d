//! What `winwin learn` tells: what was judged, what it is worth on judgements left out, and what changes.

use crate::lang::{Lang, amounts, pick, quoted};
use crate::score::learn::{By, Change, Counts, FOLDS, HeldOut, LEAST_OF_A_KIND, Lesson, TIMES};

/// How many KPIs are named.
const SHOWN: usize = 10;

/// What was judged.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The file of judgements.
    pub file: &'a str,
    /// Judgements of each kind.
    pub counts: Counts,
    /// KPIs with a judgement.
    pub kpis: usize,
    /// Elements with one.
    pub elements: usize,
}

/// The mean chance of a KPI to be helped, over the elements of the tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Its department.
    pub department: String,
    /// Its name.
    pub kpi: String,
    /// Judgements on it.
    pub labels: usize,
    /// 0 to 1.
    pub helps: Change,
}

/// What the judgements are and what they are worth.
pub fn effect(judged: &Judged, lesson: &Lesson, lang: Lang) -> String {
    let Judged { file, counts, kpis, elements } = *judged;
    let (total, Counts { helps, neither, hurts }) = (counts.total(), counts);
    let mut lines = vec![pick(
        lang,
        format!("{file}：{total}条判断，涉及{kpis}个指标、{elements}个要素（有帮助{helps}，无影响{neither}，有妨碍{hurts}）"),
        format!(
            "{file}: {total} judgements on {kpis} KPIs and {elements} elements ({helps} help, {neither} no effect, {hurts} work against)"
        ),
    )];
    lines.push(pick(
        lang,
        format!("用未参与学习的判断检验（分成{FOLDS}份轮流留出，重复{TIMES}次；内置打分 → 调整后）："),
        format!("tried on judgements left out ({FOLDS} parts in turn, {TIMES} times; built-in → adapted):"),
    ));
    lines.push(figures(&lesson.new_elements, lang));
    lines.extend(lesson.new_kpis.as_ref().map(|new| figures(new, lang)));
    let shares = lesson.new_elements.shares_log_loss;
    lines.push(pick(
        lang,
        format!("  对照：不看文字、只报各类判断的占比，对数损失 {shares:.3}"),
        format!("  for comparison, saying the shares of the labels whatever the text: log loss {shares:.3}"),
    ));
    lines.join("\n") + "\n"
}

fn figures(found: &HeldOut, lang: Lang) -> String {
    let HeldOut { units, pairs, auc_kpis, .. } = found;
    let out = match (found.by, lang) {
        (By::Kpi, Lang::Zh) => format!("留出指标（{units}个指标）"),
        (By::Kpi, Lang::En) => format!("KPIs left out ({units} KPIs)"),
        (By::Element, Lang::Zh) => format!("留出要素（{units}个要素，{pairs}条判断）"),
        (By::Element, Lang::En) => format!("elements left out ({units} elements, {pairs} judgements)"),
        (By::Pair, Lang::Zh) => format!("留出判断（{pairs}条）"),
        (By::Pair, Lang::En) => format!("judgements left out ({pairs})"),
    };
    let change = |c: Change| format!("{:.3} → {:.3}", c.before, c.after);
    let (loss, brier) = (change(found.log_loss), change(found.brier));
    let auc = found.auc.map_or(String::new(), |c| {
        let c = change(c);
        pick(
            lang,
            format!("，同一指标内的排序（AUC，{auc_kpis}个指标） {c}"),
            format!(", AUC inside a KPI {c} ({auc_kpis} KPI{})", if *auc_kpis == 1 { "" } else { "s" }),
        )
    });
    pick(
        lang,
        format!("  {out}：对数损失 {loss}，“有帮助”的 Brier 分数 {brier}{auc}"),
        format!("  {out}: log loss {loss}, Brier score of helps {brier}{auc}"),
    )
}

/// What changes now that the judgements are kept, and how to undo it. `others`: the mean over the KPIs without judgements.
pub fn kept(path: &str, folder: &str, moved: &[Moved], others: Option<Change>, lesson: &Lesson, lang: Lang) -> String {
    let percents = |c: Change| format!("{} → {}", amounts::percent(c.before, lang), amounts::percent(c.after, lang));
    let mut lines = vec![pick(
        lang,
        "“有帮助”的平均概率（按表中的要素计）：".to_owned(),
        "mean chance to help, over the elements of your tables:".to_owned(),
    )];
    for m in moved.iter().take(SHOWN) {
        let (name, labels, change) = (quoted(lang, &m.kpi), m.labels, percents(m.helps));
        lines.push(pick(
            lang,
            format!("  {}{name}（{labels}条判断） {change}", m.department),
            format!("  {name} ({}, {labels} judgement{}) {change}", m.department, if labels == 1 { "" } else { "s" }),
        ));
    }
    let rest = moved.len().saturating_sub(SHOWN);
    if rest > 0 {
        lines.push(pick(lang, format!("  另有{rest}个指标，变化更小"), format!("  {rest} more with smaller changes")));
    }
    lines.extend(others.map(|c| {
        let c = percents(c);
        pick(lang, format!("  没有判断的指标 {c}"), format!("  KPIs without judgements {c}"))
    }));
    if lesson.learned.as_ref().is_some_and(|l| l.moves_weights()) {
        lines.push(pick(
            lang,
            "各项依据的权重也对所有指标略有调整（数值见文件）。".to_owned(),
            "How much each component counts has changed a little for all KPIs (numbers in the file).".to_owned(),
        ));
    }
    if !lesson.hurts {
        lines.push(pick(
            lang,
            format!("“有妨碍”的判断不足{LEAST_OF_A_KIND}条，只调整“有帮助”的概率。"),
            format!("Fewer than {LEAST_OF_A_KIND} judgements that an element works against a KPI: only the chance to help is adapted."),
        ));
    }
    let folder = if folder.contains(char::is_whitespace) { format!("\"{folder}\"") } else { folder.to_owned() };
    lines.push(pick(
        lang,
        format!("已存入 {path}；此后 analyze、score、explain 都按它打分。恢复内置打分：winwin learn {folder} --forget"),
        format!("kept in {path}; analyze, score and explain follow it from now on. To undo: winwin learn {folder} --forget"),
    ));
    lines.join("\n") + "\n"
}

/// Why nothing is kept. `earlier`: a file of an earlier run, which stays.
pub fn not_kept(lesson: &Lesson, earlier: Option<&str>, lang: Lang) -> String {
    let shares = lesson.new_elements.shares_log_loss <= lesson.new_elements.log_loss.after;
    let why = match (shares, lang) {
        (true, Lang::Zh) => "未保存：从文字里看不出这些判断的规律，调整后的打分不比只报占比更准。",
        (true, Lang::En) => "nothing kept: nothing in the texts tells these judgements apart better than their shares do.",
        (false, Lang::Zh) => "未保存：用留出的判断检验，调整后没有比内置打分更准，或好得不比偶然更多。",
        (false, Lang::En) => {
            "nothing kept: on judgements left out the adapted scores are not better than the built-in ones by more than chance."
        }
    };
    let more = pick(
        lang,
        "再多判断一些会更清楚，尤其是您与打分看法不同的指标。",
        " More judgements may tell, best on the KPIs where you disagree.",
    );
    let earlier = earlier
        .map_or(String::new(), |path| pick(lang, format!("\n原有的 {path} 保持不变。"), format!("\nthe earlier {path} stays as it is.")));
    format!("{why}{more}{earlier}\n")
}

/// What `--forget` has done. `there`: whether there was a file.
pub fn forgotten(path: &str, there: bool, lang: Lang) -> String {
    let text = match (there, lang) {
        (true, Lang::Zh) => format!("已删除 {path}，打分恢复为内置的。"),
        (true, Lang::En) => format!("{path} removed: scores are the built-in ones again."),
        (false, Lang::Zh) => format!("没有 {path}，无需删除。"),
        (false, Lang::En) => format!("there is no {path}: nothing to remove."),
    };
    text + "\n"
}

/// For `explain`: what a pair would have without the judgements.
pub fn without((helps, hurts): (f64, f64), lang: Lang) -> String {
    let overlap = helps - hurts + 0.0;
    pick(
        lang,
        format!("不计您自己的判断：有帮助 {helps:.2} · 有妨碍 {hurts:.2} · 重合度 {overlap:+.2}"),
        format!("without your own judgements: helps {helps:.2} · hurts {hurts:.2} · overlap {overlap:+.2}"),
    )
}
