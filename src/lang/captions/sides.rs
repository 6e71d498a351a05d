//! Words on the pictures of both sides: what elements give, what changes add, how projects compare.

use super::Caption;

/// What the quadrant picture shows.
pub const GIVING: Caption = Caption(
    "每个要素单独带来的指标覆盖率：横向是本部门的，纵向是各伙伴的（相加）",
    "KPI coverage that each element brings by itself: across for our own department, up for the partners, added up",
);
/// Upper right: much for both.
pub const LEAD_WITH: Caption = Caption("优先主打", "Lead with these");
/// Upper left: much for the partners.
pub const OFFER: Caption = Caption("用来争取伙伴", "Offer these to partners");
/// Lower right: much for the own side.
pub const KEEP: Caption = Caption("留给自己，不作卖点", "Keep, but do not lead with");
/// Lower left: little for both, or harm.
pub const RETHINK: Caption = Caption("精简、弱化或去掉", "Simplify, soften or drop");
/// Left end.
pub const OWN_LESS: Caption = Caption("← 不利于本部门", "← hurts us");
/// Right end.
pub const OWN_MORE: Caption = Caption("有利于本部门 →", "helps us →");
/// Lower end.
pub const PARTNERS_LESS: Caption = Caption("不利于\u{200b}伙伴 ↓", "hurts partners ↓");
/// Upper end.
pub const PARTNERS_MORE: Caption = Caption("有利于\u{200b}伙伴 ↑", "helps partners ↑");
/// A number of percents.
pub const PERCENT: Caption = Caption("{n}%", "{n} %");
/// Triangle.
pub const WORKS_AGAINST: Caption = Caption("有部门因它受损", "works against a department");
/// Dashed lines, with the value that they stand at.
pub const COUNTS_FROM: Caption = Caption("达到{n}才算有利", "{n}: from here on it counts");
/// Elements without a name.
pub const NAMELESS: Caption = Caption("另有{n}个要素只画成小灰点，未标名称", "Elements shown as small grey dots, without a name: {n}");
/// Suggestions outside the packages.
pub const SUGGESTIONS_LEFT_OUT: Caption =
    Caption("另有{n}项建议不在任何方案中，未显示", "Suggestions in none of the packages, not shown: {n}");
/// An empty quadrant picture.
pub const NO_SIDES: Caption = Caption(
    "表中没有本部门的指标，或没有带指标的伙伴部门，无法比较双方所得。",
    "The tables hold no KPI of our own department, or no partner with KPIs: there are no two sides to compare.",
);
/// Grey of the steps.
pub const STEP_BEFORE: Caption = Caption("现计划", "plan as it is");
/// The row before all steps.
pub const START: Caption = Caption("现计划", "Plan as it is");
/// Blue of the steps.
pub const STEP_GAIN: Caption = Caption("这一步的提升", "gained by this step");
/// Orange of the steps.
pub const STEP_LOSS: Caption = Caption("这一步的下降", "lost by this step");
/// Steps beyond those drawn.
pub const STEPS_LEFT_OUT: Caption = Caption("另有{n}步未显示", "Steps not shown: {n}");
/// No step at all.
pub const NO_STEPS: Caption = Caption(
    "在预算和改动数之内，没有能明显改善双方的增加项。",
    "Within the budget and the number of changes nothing improves both sides noticeably.",
);
/// What the comparison shows.
pub const COMPARED: Caption = Caption(
    "各项目现计划与采纳建议后的对比，按届时有理由支持的伙伴占比排序，其次按双赢指数",
    "Each project as it stands and as advised, ordered by the share of partners then with a reason to say yes, then by the win-win index",
);
/// First figure.
pub const OWN_COVERAGE: Caption = Caption("本部门覆盖率", "Own coverage");
/// Second figure.
pub const PARTNERS_COVERAGE: Caption = Caption("伙伴平均覆盖率", "Partners' mean coverage");
/// Third figure.
pub const INDEX: Caption = Caption("双赢指数", "Win-win index");
/// Hollow dot of the comparison.
pub const AS_PLANNED: Caption = Caption("现计划", "plan as it is");
/// Solid dot of the comparison.
pub const AS_ADVISED: Caption = Caption("采纳建议后", "as advised");
/// Orange dot of the comparison.
pub const FALLEN: Caption = Caption("按建议改后降低", "lower as advised");
/// Projects beyond those drawn.
pub const PROJECTS_LEFT_OUT: Caption = Caption("另有{n}个项目未显示", "Projects not shown: {n}");
/// No project at all.
pub const NO_PROJECTS: Caption = Caption("没有可以对比的项目。", "There are no projects to compare.");
