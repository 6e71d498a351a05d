//! Words on the pictures of relations: stages, favors, power and interest, and how dates are written there.

use jiff::civil::Date;

use crate::lang::captions::Caption;
use crate::lang::{Lang, pick};

/// What the timeline shows.
pub const TIMELINE: Caption = Caption(
    "每个部门从试探、共创到正式提出的日子，由需要日期往回推",
    "When to probe, co-create and ask each department, counted back from the day it is needed",
);
/// Which stage is late, and how much.
pub const LATE_STAGE: Caption = Caption("{stage}{late}", "{stage} {late}");
/// The word for late.
pub const LATE: Caption = Caption("已晚", "late");
/// Check mark.
pub const DONE: Caption = Caption("记录中已做", "done, by the log");
/// Short line at a row's end.
pub const NEEDED: Caption = Caption("需要日期", "needed by");
/// Line of today.
pub const TODAY: Caption = Caption("今天 {d}", "today, {d}");
/// Between two parts of a short text.
pub const COMMA: Caption = Caption("，", ", ");
/// A timeline without rows.
pub const NO_DATES: Caption = Caption("没有写需要日期的部门。", "No department has a day by which it is needed.");
/// A day without its year.
pub const DAY: Caption = Caption("{m}{d}日", "{d} {m}");
/// Two days of one month.
pub const WITHIN: Caption = Caption("{m}{d}–{e}日", "{d}–{e} {m}");
/// A year.
pub const YEAR: Caption = Caption("{y}年", "{y}");

/// What the balances show.
pub const BALANCES: Caption =
    Caption("与每个部门的往来：帮过对方的减去对方帮过的，按权重计", "Favors with each department: given less received, by weight");
/// Line at zero.
pub const EVEN: Caption = Caption("两清", "even");
/// Bars to the left.
pub const OWED: Caption = Caption("收到的更多", "we received more");
/// Bars to the right.
pub const GIVEN: Caption = Caption("给出的更多", "we gave more");
/// At an overdrawn account.
pub const DEPOSIT_FIRST: Caption = Caption("先帮对方", "deposit first");
/// A picture of no account.
pub const NO_FAVORS: Caption = Caption("还没有人情往来。", "There are no favors yet.");

/// What the map shows, with `{n}` for the level from which on one is high.
pub const MAP: Caption =
    Caption("各部门的权力与利益，1到5，{n}及以上为高", "Power and interest of each department, 1 to 5, high from {n} on");
/// Upward axis of the map.
pub const POWER: Caption = Caption("权力", "Power");
/// Axis to the right of the map.
pub const INTEREST: Caption = Caption("利益", "Interest");
/// Lowest level.
pub const LOW: Caption = Caption("低", "low");
/// Highest level.
pub const HIGH: Caption = Caption("高", "high");
/// Filled dot.
pub const TALK_DUE: Caption = Caption("本月应约谈", "talk due this month");
/// Ring.
pub const NO_TALK_DUE: Caption = Caption("本月不必", "not due this month");
/// Arrow.
pub const MOVED: Caption = Caption("利益按指标进度调整", "interest moved by the progress of its KPIs");
/// Departments whose name had no room.
pub const NAMELESS: Caption = Caption("未写出名称的部门：{n}个", "Departments without their name: {n}");
/// A map without points.
pub const NO_LEVELS: Caption = Caption("没有写明权力和利益的部门。", "No department has power and interest.");

/// Names of the months, January first.
pub fn months(lang: Lang) -> Vec<String> {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match lang {
        Lang::Zh => (1..=12).map(|m| format!("{m}月")).collect(),
        Lang::En => NAMES.map(str::to_owned).to_vec(),
    }
}

/// A day, with its year only when that is not the year of `today`: `11月28日`, `28 Nov`, `2027年1月5日`, `5 Jan 2027`.
pub fn day(day: Date, today: Date, lang: Lang) -> String {
    let month = usize::try_from(day.month() - 1).ok().and_then(|m| months(lang).into_iter().nth(m)).unwrap_or_default();
    let text = DAY.of(lang).replace("{m}", &month).replace("{d}", &day.day().to_string());
    let year = day.year();
    if year == today.year() { text } else { pick(lang, format!("{year}年{text}"), format!("{text} {year}")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_carry_a_year_that_is_not_this_one() {
        let today = date(2026, 11, 16);
        assert_eq!(day(date(2026, 11, 28), today, Lang::Zh), "11月28日");
        assert_eq!(day(date(2026, 1, 5), today, Lang::En), "5 Jan");
        assert_eq!(day(date(2027, 1, 5), today, Lang::Zh), "2027年1月5日");
        assert_eq!(day(date(2028, 2, 29), today, Lang::En), "29 Feb 2028");
    }
}
