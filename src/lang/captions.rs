//! Words that stand on pictures: keys, subtitles, notes. Titles are findings and come from [`crate::lang::phrases`].

pub mod partners;
pub mod sides;

use crate::lang::{Lang, pick};

/// A text in Chinese and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caption(&'static str, &'static str);

impl Caption {
    /// The text in a language.
    pub fn of(self, lang: Lang) -> String {
        pick(lang, self.0, self.1).to_owned()
    }
}

/// Blue end of the heatmap's ramp.
pub const HELPS: Caption = Caption("有助", "helps");
/// Orange end of the heatmap's ramp.
pub const HURTS: Caption = Caption("有碍", "hurts");
/// Middle of the heatmap's ramp.
pub const NEITHER: Caption = Caption("无关", "neither");
/// Hollow dot at a row.
pub const UNSERVED: Caption = Caption("尚未服务到的指标", "KPI not served yet");
/// Line under a number.
pub const STATED: Caption = Caption("表中写明贡献", "contribution stated in the table");
/// Two-way cell.
pub const MIXED: Caption = Caption("既有助也有碍", "helps and hurts");
/// Solid column line.
pub const CORE: Caption = Caption("已在计划中", "in the plan");
/// Dashed column line.
pub const OPTIONAL: Caption = Caption("可以增加", "could be added");
/// Rows of the heatmap or of the contributions left out.
pub const KPIS_LEFT_OUT: Caption = Caption("另有{n}项指标未显示", "KPIs not shown: {n}");
/// Columns left out.
pub const ELEMENTS_LEFT_OUT: Caption = Caption("另有{n}个要素未显示", "elements not shown: {n}");
/// Departments left out.
pub const DEPARTMENTS_LEFT_OUT: Caption = Caption("另有{n}个部门未显示", "departments not shown: {n}");
/// An empty heatmap.
pub const NOTHING_TO_COMPARE: Caption = Caption("没有可以比较的指标和要素。", "There are no KPIs and elements to compare.");
/// An empty coverage picture.
pub const NO_DEPARTMENTS: Caption = Caption("没有带指标的部门。", "No department has a KPI.");
/// Steps without anybody to win.
pub const NO_DEPARTMENTS_TO_WIN: Caption = Caption("没有可以争取的伙伴部门。", "There is no partner to win over.");
/// Black line at a bar of the coverage picture.
pub const NET: Caption = Caption("净值：有助减去有碍", "net: help less harm");
/// What a reason to say yes is; `{n}` is the line.
pub const WORTH_A_YES: Caption = Caption(
    "有理由支持：对其最看重的指标，有助减去最大的有碍，达到{n}",
    "worth a yes: help to the KPI it cares for most, less the worst harm, is {n} or more",
);
/// Departments no row of the heatmap belongs to.
pub const DEPARTMENTS_GONE: Caption = Caption("其中整个部门未显示：{n}", "no KPI is shown of: {n}");
/// An empty contribution picture.
pub const NO_CONTRIBUTIONS: Caption = Caption("表中没有写明任何贡献。", "No contribution is stated in the tables.");
/// What the heatmap shows.
pub const HEATMAP: Caption = Caption(
    "每个要素对每项指标：有助的可能减去有碍的可能（−1 到 1）",
    "Each element on each KPI: chance that it helps less chance that it hurts (−1 to 1)",
);
/// What the coverage picture shows.
pub const COVERAGE: Caption = Caption(
    "各部门指标的覆盖率，按权重和剩余空间计（有助减去有碍）",
    "Coverage of each department's KPIs by weight and by what is left to do (help less harm)",
);
/// Grey of the coverage picture.
pub const NOW: Caption = Caption("现计划", "plan as it is");
/// Blue of the coverage picture.
pub const AS_ADVISED: Caption = Caption("按建议改后增加", "gained as advised");
/// Orange of the coverage picture.
pub const HARM: Caption = Caption("现计划对其指标的妨碍", "harm to its KPIs in the plan");
/// Outlined part of the coverage picture on its right.
pub const LOSS: Caption = Caption("按建议改后失去", "lost as advised");
/// Outlined part of the coverage picture on its left.
pub const RELIEF: Caption = Caption("按建议去掉的妨碍", "harm gone as advised");
/// What the contribution picture shows.
pub const CONTRIBUTION: Caption = Caption(
    "计划中写明的贡献占每项指标所需变化（目标 − 基线）的比例",
    "Contributions stated in the plan as a share of the change each KPI needs (target minus baseline)",
);
/// Blue of the contribution picture.
pub const NEARER: Caption = Caption("使指标接近目标", "brings the KPI nearer to its target");
/// Orange of the contribution picture.
pub const FURTHER: Caption = Caption("使指标远离目标", "takes it further away");
/// Whisker of the contribution picture.
pub const RANGE: Caption = Caption("低估与高估", "low and high estimate");
/// Line at 100 %.
pub const TARGET_REACHED: Caption = Caption("达成目标 100%", "target reached: 100 %");
/// Before the names of KPIs nothing is stated for.
pub const UNSTATED: Caption = Caption("计划中没有写明贡献：", "Nothing stated in the plan: ");
/// Between names.
pub const SEPARATOR: Caption = Caption("、", ", ");
