//! Numbers as people read them: 500万 and 亿 in Chinese, grouped digits in English, percents without false precision.

use jiff::civil::Date;

use crate::lang::{Lang, pick};
use crate::model::share::Known;
use crate::model::unit::{Dimension, Unit};
use crate::model::{Case, Cost, Kpi};

/// The minus sign of text.
const MINUS: char = '\u{2212}';

/// At most two decimals, no trailing zeros; below a tenth the first two digits that are not zero; from 1e15 on and below 1e-9 with a power of
/// ten, since further digits would be made up or only zeros.
fn plain(value: f64) -> String {
    let size = value.abs();
    if size >= 1e15 || (size > 0.0 && size < 1e-9) {
        let text = format!("{value:.2e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'));
    }
    let decimals = if size > 0.0 && size < 0.1 { (1.0 - size.log10().floor()) as usize } else { 2 };
    let text = format!("{value:.decimals$}");
    let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
    if text == "-0" { "0".to_owned() } else { text }
}

/// A number with a true minus sign.
pub(super) fn signed(text: String) -> String {
    text.strip_prefix('-').map_or(text.clone(), |rest| format!("{MINUS}{rest}"))
}

/// Groups the digits before the decimal point in threes.
fn grouped(value: f64) -> String {
    let text = plain(value);
    if text.contains('e') {
        return text;
    }
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |(w, f)| (w, f));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    let fraction = if fraction.is_empty() { String::new() } else { format!(".{fraction}") };
    format!("{sign}{out}{fraction}")
}

/// A plain number: 1234567.8 is `123.46万` or `1,234,567.8`.
pub fn number(value: f64, lang: Lang) -> String {
    let size = value.abs();
    let text = match lang {
        _ if size >= 1e15 => plain(value),
        Lang::Zh if size >= 1e8 => format!("{}亿", plain(value / 1e8)),
        Lang::Zh if size >= 1e4 => format!("{}万", plain(value / 1e4)),
        Lang::Zh => plain(value),
        Lang::En => grouped(value),
    };
    signed(text)
}

/// A share with one decimal: `30.0%`, `30.0 %`.
pub fn share(value: f64, lang: Lang) -> String {
    let shown = (value * 1000.0).round() / 10.0 + 0.0;
    signed(format!("{shown:.1}{}", pick(lang, "%", " %")))
}

/// A share as whole percents: `30%`, `30 %`.
pub fn percent(value: f64, lang: Lang) -> String {
    let shown = (value * 100.0).round() + 0.0;
    signed(format!("{shown:.0}{}", pick(lang, "%", " %")))
}

/// How often something holds, a whole percentage of 0 to 1: what fails at times does not always hold.
pub fn often(value: f64, lang: Lang) -> String {
    if (0.995..1.0).contains(&value) {
        return pick(lang, "99%以上", "over 99 %").to_owned();
    }
    if value > 0.0 && value < 0.005 {
        return pick(lang, "不到1%", "under 1 %").to_owned();
    }
    percent(value, lang)
}

/// Two decimals with the minus sign of text: `0.70`, `−0.25`.
pub fn decimals(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { signed(text) }
}

/// A number of points with its unit: `24个百分点`, `24 pts`, `−1 pt`.
pub(super) fn in_points(number: &str, lang: Lang) -> String {
    let one = number.trim_start_matches(['+', '-', MINUS]) == "1";
    format!("{number}{}", pick(lang, "个百分点", if one { " pt" } else { " pts" }))
}

/// A difference of shares with its sign: `+24个百分点`, `+24 pts`.
pub fn points(value: f64, lang: Lang) -> String {
    in_points(&bare_points(value, 0), lang)
}

/// A size of change without a sign: `0.5 pts`.
pub fn least_points(value: f64, lang: Lang) -> String {
    in_points(&number(value * 100.0, lang), lang)
}

/// The number of it alone, in percent: `+24`, `+24.3`. A change that is there is not shown as none.
pub(super) fn bare_points(value: f64, digits: usize) -> String {
    let shown = shown_points(value, digits);
    let digits = if digits == 0 && shown.fract() != 0.0 { 1 } else { digits };
    let sign = if shown > 0.0 { "+" } else { "" };
    signed(format!("{sign}{shown:.digits$}"))
}

/// The number that is shown of a difference of shares, in percent.
pub(super) fn shown_points(value: f64, digits: usize) -> f64 {
    let rounded = |digits: usize| {
        let scale = (0..digits).fold(1.0, |scale, _| scale * 10.0);
        (value * 100.0 * scale).round() / scale + 0.0
    };
    let shown = rounded(digits);
    if digits == 0 && shown == 0.0 { rounded(1) } else { shown }
}

/// An amount of a KPI with its unit: `500万次`, `5,000,000 visits`, `2个百分点`.
pub fn of_kpi(value: f64, kpi: &Kpi, lang: Lang) -> String {
    if kpi.percent {
        return in_points(&number(value * 100.0, lang), lang);
    }
    let unit = kpi.unit.as_ref().map_or("", |u| if lang == Lang::En && is_money(u) { u.code() } else { u.label() });
    match lang {
        Lang::Zh if unit.is_empty() || !unit.is_ascii() => format!("{}{unit}", number(value, lang)),
        _ if unit.is_empty() => number(value, lang),
        _ => {
            let number = number(value, lang);
            let unit = if number == "1" { singular(unit) } else { unit };
            format!("{number} {unit}")
        }
    }
}

/// Whether a unit is a currency that has a code, which costs are told in as well: one of them is not yuan here and CNY there.
fn is_money(unit: &Unit) -> bool {
    unit.dimension() == Some(Dimension::Money) && unit.code().len() == 3 && unit.code().bytes().all(|b| b.is_ascii_uppercase())
}

/// The unit of one thing: `scene` of `scenes`; what ends otherwise, or is a word or a code in itself (`gas`, `class`, `status`), stays.
fn singular(unit: &str) -> &str {
    let plural = unit.len() >= 4
        && unit.bytes().all(|b| b.is_ascii_lowercase())
        && !["ss", "us", "is", "ies", "ches", "shes", "xes"].iter().any(|end| unit.ends_with(end));
    if plural { unit.strip_suffix('s').unwrap_or(unit) } else { unit }
}

/// Where a KPI stands, with its unit: `1200万元`, `88%`.
pub fn level(value: f64, kpi: &Kpi, lang: Lang) -> String {
    if kpi.percent { format!("{}{}", number(value * 100.0, lang), pick(lang, "%", " %")) } else { of_kpi(value, kpi, lang) }
}

/// What a contribution comes to; low, likely and high where it is a range: `30.0%`, `24.0%–30.0%–36.0%`.
pub fn reach(known: &Known, lang: Lang) -> String {
    let likely = share(known.share(), lang);
    let (low, high) = known.range();
    let to = between(low, lang);
    if low == high { likely } else { format!("{}{to}{likely}{to}{}", share(low, lang), share(high, lang)) }
}

/// What stands between the ends of a range: a dash beside a minus could not be told from it.
pub(super) fn between(low: f64, lang: Lang) -> &'static str {
    if low < 0.0 { pick(lang, "至", " to ") } else { "\u{2013}" }
}

/// The arithmetic behind a share: `500万次 ÷ 1667万次 = 30.0%`, `5,000,000 of 16,670,000 visits = 30.0 %`.
pub fn arithmetic(known: &Known, kpi: &Kpi, lang: Lang) -> String {
    let [low, middle, high] = known.contribution;
    let is_range = low < high;
    let needed = of_kpi(known.needed, kpi, lang);
    let result = reach(known, lang);
    let claimed = if is_range {
        format!("{}{}{}", number(low * scale(kpi), lang), between(low, lang), of_kpi(high, kpi, lang))
    } else if lang == Lang::En && kpi.unit.is_some() {
        number(middle, lang)
    } else {
        of_kpi(middle, kpi, lang)
    };
    let zero = if known.from_zero { pick(lang, "（无基线，自零起算）", " (no baseline: from zero)") } else { "" };
    match lang {
        Lang::Zh => format!("{claimed} ÷ {needed} = {result}{zero}"),
        Lang::En => format!("{claimed} of {needed} = {result}{zero}"),
    }
}

fn scale(kpi: &Kpi) -> f64 {
    if kpi.percent { 100.0 } else { 1.0 }
}

/// Money in the tables' currency: `30万元`, `30,000 EUR`.
pub fn money(value: f64, case: &Case, lang: Lang) -> String {
    let named = case.currency.as_ref().map(|u| u.code());
    match (lang, named) {
        (Lang::Zh, None | Some("CNY")) => format!("{}元", number(value, lang)),
        (Lang::En, None) => number(value, lang),
        (_, Some(code)) => format!("{} {code}", number(value, lang)),
    }
}

/// 万 or 亿 behind a number; 0 needs none.
fn magnitude(value: f64, lang: Lang) -> Option<char> {
    let text = number(value, lang);
    text.chars().last().filter(|c| matches!(c, '万' | '亿'))
}

/// A cost: one amount, or a range said to be an assumption.
pub fn cost(cost: Option<Cost>, case: &Case, lang: Lang) -> String {
    match cost {
        None => pick(lang, "成本未给出", "cost not given").to_owned(),
        Some(c) if c.assumed => {
            let most = number(c.high, lang);
            if c.low == 0.0 {
                return match (lang, case.currency.as_ref().map(|u| u.code())) {
                    (Lang::Zh, None | Some("CNY")) => format!("至多{most}元（假设）"),
                    (Lang::Zh, Some(code)) => format!("至多{most} {code}（假设）"),
                    (Lang::En, code) => format!("up to {most} {} (assumption)", code.unwrap_or("CNY")),
                };
            }
            let range = format!("{}\u{2013}{most}", number(c.low, lang));
            match (lang, case.currency.as_ref().map(|u| u.code())) {
                // 5000–4万元 would read as 5000万.
                (Lang::Zh, None | Some("CNY")) if magnitude(c.low, lang) != magnitude(c.high, lang) => {
                    format!("约{}元\u{2013}{most}元（假设）", number(c.low, lang))
                }
                (Lang::Zh, None | Some("CNY")) => format!("约{range}元（假设）"),
                (Lang::Zh, Some(code)) => format!("约{range} {code}（假设）"),
                (Lang::En, code) => format!("about {range} {} (assumption)", code.unwrap_or("CNY")),
            }
        }
        Some(c) => money(c.low, case, lang),
    }
}

/// The quarter that begins on a day: `2026 Q4`.
pub fn quarter(start: Date) -> String {
    format!("{} Q{}", start.year(), (start.month() - 1) / 3 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::share::{self, tests::kpi};
    use crate::read::value::number::{NumberContext, parse};
    use proptest::prelude::*;

    proptest! {
        /// What is said in one language is read back as the same number, to the digits that are shown, and said again in the same words.
        #[test]
        fn numbers_come_back_from_both_languages(cents in -10_000_000_000_000_i64..10_000_000_000_000, places in 0_u32..9) {
            let value = cents as f64 / f64::from(10_u32.pow(places));
            let read = |text: &str| parse(text, &NumberContext::default()).value.map(|q| q.value).unwrap();
            let (zh, en) = (number(value, Lang::Zh), number(value, Lang::En));
            let shown = if value.abs() >= 1e8 { 1e8 } else if value.abs() >= 1e4 { 1e4 } else { 1.0 };
            prop_assert!((read(&zh) - value).abs() <= 0.005_001 * shown, "{value} is said {zh} and read {}", read(&zh));
            prop_assert!((read(&en) - value).abs() <= 0.005_001, "{value} is said {en} and read {}", read(&en));
            prop_assert_eq!(number(read(&zh), Lang::Zh), zh.clone());
            prop_assert_eq!(number(read(&en), Lang::En), en.clone());
            // Over the other language: what Chinese rounds to stays what it says.
            prop_assert_eq!(number(read(&number(read(&zh), Lang::En)), Lang::Zh), zh);
        }
    }

    use crate::model::{Quantity, Share};

    #[test]
    fn numbers_are_short_in_both_languages() {
        assert_eq!(number(5_000_000.0, Lang::Zh), "500万");
        assert_eq!(number(16_670_000.0, Lang::En), "16,670,000");
        assert_eq!(number(-0.001, Lang::En), "−0.001");
        assert_eq!([0.0004, 0.0125, 0.09996, 0.126, 3e-12].map(|v| number(v, Lang::En)), ["0.0004", "0.013", "0.1", "0.13", "3e-12"]);
        assert_eq!([1e100, -2.5e40].map(|v| number(v, Lang::En)), ["1e100", "−2.5e40"]);
        assert_eq!([0.996, 0.004, 1.0, 0.0, 0.99].map(|v| often(v, Lang::En)), ["over 99 %", "under 1 %", "100 %", "0 %", "99 %"]);
        assert_eq!(number(-1234.5, Lang::En), "−1,234.5");
        assert_eq!(number(120_000_000.0, Lang::Zh), "1.2亿");
        assert_eq!(share(0.29994, Lang::Zh), "30.0%");
        assert_eq!(percent(-0.004, Lang::En), "0 %");
        assert_eq!(points(0.237, Lang::En), "+24 pts");
        assert_eq!(points(0.001, Lang::En), "+0.1 pts");
        assert_eq!(points(-0.0049, Lang::Zh), "−0.5个百分点");
        assert_eq!(points(0.0004, Lang::En), "0 pts");
        assert_eq!([0.012, -0.01, 0.11].map(|v| points(v, Lang::En)), ["+1 pt", "−1 pt", "+11 pts"]);
        assert_eq!([0.012, 0.2, -0.0004].map(|v| bare_points(v, 1)), ["+1.2", "+20.0", "0.0"]);
        assert_eq!([0.7, -0.25, -0.004].map(decimals), ["0.70", "−0.25", "0.00"]);
    }

    #[test]
    fn one_thing_has_a_unit_in_the_singular() {
        let said = |value: f64, unit: &str| of_kpi(value, &kpi(Some(0.0), Some(5.0), unit), Lang::En);
        assert_eq!([said(1.0, "scenes"), said(0.0, "scenes"), said(1.5, "scenes")], ["1 scene", "0 scenes", "1.5 scenes"]);
        assert_eq!([said(1.0, "EUR"), said(1.0, "status"), said(1.0, "people")], ["1 EUR", "1 status", "1 people"]);
        assert_eq!([0.01, -0.01, 0.02].map(|v| of_kpi(v, &kpi(Some(0.88), Some(0.92), "%"), Lang::En)), ["1 pt", "−1 pt", "2 pts"]);
    }

    #[test]
    fn money_has_one_name() {
        let income = kpi(Some(0.0), Some(5.0), "yuan");
        assert_eq!(
            (of_kpi(1.0, &income, Lang::En), of_kpi(2.0, &kpi(Some(0.0), Some(5.0), "元"), Lang::Zh)),
            ("1 CNY".into(), "2元".into())
        );
        assert_eq!(of_kpi(20.0, &kpi(Some(0.0), Some(5.0), "EUR"), Lang::En), "20 EUR");
    }

    #[test]
    fn the_arithmetic_can_be_followed() {
        let reach = kpi(Some(0.0), Some(16_670_000.0), "次");
        let amount = Quantity::plain(5_000_000.0).unwrap();
        let Share::Known(known) = share::of(&amount, &reach) else { panic!("a share") };
        assert_eq!(arithmetic(&known, &reach, Lang::Zh), "500万次 ÷ 1667万次 = 30.0%");
        let visits = kpi(Some(0.0), Some(2_500_000.0), "people");
        let Share::Known(known) = share::of(&Quantity::range(6e5, 9e5).unwrap(), &visits) else { panic!("a share") };
        assert_eq!(arithmetic(&known, &visits, Lang::En), "600,000–900,000 people of 2,500,000 people = 24.0 %–30.0 %–36.0 %");
        let satisfied = kpi(Some(0.88), Some(0.92), "%");
        let Share::Known(known) = share::of(&Quantity::plain(2.0).unwrap(), &satisfied) else { panic!("a share") };
        assert_eq!(arithmetic(&known, &satisfied, Lang::Zh), "2个百分点 ÷ 4个百分点 = 50.0%");
    }
}
