//! The sentences about cells in Chinese.
use super::bound;
use crate::model::fault::{DateFlaw, DecimalMark, Grouping, ValueFault, Vocabulary};

/// Message and help for a fault.
pub(super) fn sentence(fault: &ValueFault) -> (String, String) {
    use ValueFault::*;
    match fault {
        MissingMarker { text } => (format!("“{text}”按空白处理"), "确无数值时请留空".to_owned()),
        FormulaError { text } => (format!("“{text}”是电子表格的公式错误"), "请在表格中修正该单元格后重新导出".to_owned()),
        ColumnTooNarrow { text } => (format!("“{text}”表示导出时列宽不足"), "请加宽该列后重新导出".to_owned()),
        Formula { text } => (format!("“{text}”是公式而不是结果"), "请写入计算结果，或以数值方式导出".to_owned()),
        NotANumber { text } => (format!("“{text}”不是数字"), "请写一个数字，例如 1200、12%、30万、3.5小时".to_owned()),
        NotOnlyANumber { text, part } => (format!("“{text}”中的“{part}”无法识别"), "请只写数字和单位".to_owned()),
        NotFinite { text } => (format!("“{text}”不是有限的数"), "请写具体数值或留空".to_owned()),
        TooLarge { text } => (format!("“{text}”超出数值范围"), "请检查位数和单位".to_owned()),
        TooSmall { text } => (format!("“{text}”小到无法与零区分"), "请检查指数，或写 0".to_owned()),
        Implausible { text, value } => (format!("“{text}”读作 {value:e}，大得不合常理"), "请检查位数以及“万”“亿”".to_owned()),
        DoubledPercent { text } => (format!("“{text}”有多个百分号"), "请只写一个 %".to_owned()),
        DoubledSign { text } => (format!("“{text}”有多个正负号"), "请只写一个 + 或 -".to_owned()),
        ProgrammerForm { text } => (format!("“{text}”是程序里的写法"), "请写十进制数字，例如 1000 或 1,000".to_owned()),
        SpecialDigits { text } => (format!("“{text}”含有上标、圈号或分数字符"), "请用普通数字书写".to_owned()),
        OtherDecimalMark { text, file, accepted } => {
            let zh = mark(*file);
            (format!("“{text}”的小数点与本文件不同：本文件用{zh}"), format!("请写 {accepted}"))
        }
        AmbiguousMark { text, fraction, whole } => {
            (format!("“{text}”可能是 {fraction}，也可能是 {whole}"), format!("请写 {fraction} 或 {whole}"))
        }
        BadGroups { text } => (format!("“{text}”的数字分组不合规则"), "请每三位一组，例如 1,234,567，或不分组".to_owned()),
        OddGroups { text, style, value } => {
            let zh = match style {
                Grouping::Fours => "四位一组",
                Grouping::Indian => "印度式分组",
                Grouping::DecimalMark => "以小数点作分组符",
            };
            (format!("“{text}”为{zh}，读作 {value}"), format!("请写 {value}"))
        }
        DashAsMinus { text } => (format!("“{text}”中的破折号按负号处理"), "请用减号 - 表示负数".to_owned()),
        TrailingMinus { text, value } => (format!("“{text}”读作 {value}"), format!("请写 {value}")),
        SignWord { text, word, value } => (format!("“{text}”中的“{word}”按正负号处理，读作 {value}"), "请用 + 或 - 书写".to_owned()),
        About { text, word } => (format!("“{text}”带有“{word}”，按确数处理"), "请只写数字".to_owned()),
        Bound { text, comparator, value } => {
            (format!("“{text}”是界限（{}），取 {value}", bound(*comparator)), "请只写数字，方向写在方向列".to_owned())
        }
        BoundNotAllowed { text, comparator } => {
            (format!("“{text}”是界限（{}），此处需要一个数", bound(*comparator)), "请只写数字".to_owned())
        }
        RangeNotAllowed { text, low, high } => {
            (format!("“{text}”是区间（{low} 至 {high}），此处需要一个数"), format!("请写一个数，例如 {low} 或 {high}"))
        }
        RangeReversed { text } => (format!("区间“{text}”的起点大于终点"), "请把较小的数写在前面".to_owned()),
        RangeAmbiguous { text } => (format!("“{text}”中的第二个 - 可能是“到”，也可能是负号"), "请用 ~ 连接两端，例如 -8~-5".to_owned()),
        MixedUnits { text, one, other } => (format!("“{text}”里有两种不能合并的单位：“{one}”和“{other}”"), "请只用一种单位".to_owned()),
        IsDate { text } => (format!("“{text}”是日期，此处需要数字"), "请写数字；若被表格自动改成日期，请把该列设为文本或数值".to_owned()),
        IsTime { text } => (format!("“{text}”是钟点，此处需要数字"), "请写时长，例如 90分钟 或 1.5小时".to_owned()),
        FractionOrPercent { text, as_percent, as_fraction } => {
            (format!("“{text}”按 {as_percent} 处理，但也可能是 {as_fraction}"), format!("请写 {as_fraction} 或 {as_percent}"))
        }
        ScaleTwice { text, unit, read } => {
            (format!("“{text}”与单位“{unit}”都带数量级，只计一次，读作 {read}"), "数量级只写一处".to_owned())
        }
        ScaleLeftOut { text, unit } => {
            (format!("“{text}”按所写单位处理，未乘以列单位“{unit}”的数量级"), format!("若以“{unit}”计，请只写数字"))
        }
        WAsWan { text, value } => (format!("“{text}”中的 w 按“万”处理，读作 {value}"), "请写“万”".to_owned()),
        PointsAssumed { text } => (format!("“{text}”按百分点处理"), "请写“个百分点”以免歧义".to_owned()),
        UnknownUnit { text, unit } => {
            (format!("“{text}”的单位“{}”不在单位表中，只与同名单位相比", unit.label()), "可改用常见单位".to_owned())
        }
        RemarkIgnored { text, remark } => (format!("“{text}”括号中的“{remark}”未被读取"), "备注请写在说明列".to_owned()),
        NotADate { text } => (format!("“{text}”不是日期"), "请写 2026-03-31、2026年3月、2026Q1 或 2026-W05 等形式".to_owned()),
        NoSuchDate { text, flaw: why } => {
            let zh = flaw(*why);
            (format!("日期“{text}”不存在：{zh}"), "请更正日期".to_owned())
        }
        AmbiguousDate { text, day_first, month_first } => {
            (format!("“{text}”可能是 {day_first}，也可能是 {month_first}"), format!("请写 {day_first} 或 {month_first}"))
        }
        ShortYear { text } => (format!("“{text}”看不出哪一部分是年"), "年份请写四位，例如 2026-03-31".to_owned()),
        CenturyAssumed { text, year } => (format!("“{text}”按 {year} 年处理"), "年份请写四位".to_owned()),
        SerialDate { text, date } => (format!("“{text}”是电子表格的日期序号，读作 {date}（1900 日期系统）"), format!("请写 {date}")),
        YearAssumed { text, year } => (format!("“{text}”没有年份，按 {year} 年处理"), "请写出年份".to_owned()),
        YearMissing { text } => (format!("“{text}”没有年份，且不知道今天的日期"), "请写出年份，或给出 today".to_owned()),
        FiscalYear { text, first, last } => (format!("财年“{text}”为 {first} 至 {last}"), "财年结束日可用 fiscal_year_end 设置".to_owned()),
        UnknownWord { text, vocabulary, accepted, near } => {
            let near = match near.as_slice() {
                [] => String::new(),
                near => format!("您是否要写：{}？", near.join("、")),
            };
            let zh = vocabulary_name(*vocabulary);
            (format!("“{text}”不是可用的{zh}"), format!("{near}可用：{}", accepted.join("、")))
        }
        OutOfRange { text, low, high } => {
            (format!("“{text}”不在 {low} 到 {high} 的整数之内"), format!("请写 {low} 到 {high} 的整数，或 高、中、低"))
        }
        NegativeWeight { text } => (format!("权重“{text}”为负"), "权重请写 0 或正数".to_owned()),
        UnitNotAllowed { text, unit } => (format!("“{text}”带有单位“{}”，此处只需数字或百分数", unit.label()), "请去掉单位".to_owned()),
    }
}

fn mark(mark: DecimalMark) -> &'static str {
    match mark {
        DecimalMark::Point => "点（1234.5）",
        DecimalMark::Comma => "逗号（1234,5）",
    }
}

fn flaw(flaw: DateFlaw) -> String {
    match flaw {
        DateFlaw::Month(month) => format!("没有 {month} 月"),
        DateFlaw::Day { last, .. } => format!("该月只有 {last} 天"),
        DateFlaw::Week { last, .. } => format!("该年只有 {last} 周"),
        DateFlaw::Quarter(quarter) => format!("没有第 {quarter} 季度"),
        DateFlaw::Year(year) => format!("年份 {year} 不在 1900 至 2199 之间"),
    }
}

fn vocabulary_name(vocabulary: Vocabulary) -> &'static str {
    match vocabulary {
        Vocabulary::Direction => "方向",
        Vocabulary::ElementKind => "要素类型",
        Vocabulary::Role => "角色",
        Vocabulary::FavorDirection => "人情方向",
        Vocabulary::LogKind => "记录类型",
        Vocabulary::Level => "等级",
        Vocabulary::YesNo => "是否",
        Vocabulary::Period => "周期",
    }
}
