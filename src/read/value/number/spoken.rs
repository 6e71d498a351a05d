//! Numbers that are spoken rather than calculated: 百分之六, 三成五, 两个半小时, 1亿2000万.
use super::digits;
use crate::model::fault::DecimalMark;
use crate::model::unit::Unit;
use crate::read::value::chinese;

pub(super) fn shift(number: f64, exponent: i32) -> f64 {
    format!("{number}e{exponent}").parse().unwrap_or(f64::INFINITY)
}

/// 百分之X, 千分之X, 四分之三: number and exponent of the share.
pub(super) fn fraction_words(text: &str, mark: DecimalMark) -> Option<(f64, i32)> {
    let (below, above) = text.split_once("分之")?;
    let (minus, above) = above.strip_prefix(['负', '負', '-']).map_or((1.0, above), |rest| (-1.0, rest));
    let above = above.trim().trim_end_matches('%');
    let above = chinese::parse(above).or_else(|| {
        let (plain, style) = digits::read(above, mark).ok()?;
        plain.parse().ok().filter(|_| style.is_none())
    })?;
    match below {
        "百" => Some((minus * above, -2)),
        "千" => Some((minus * above, -3)),
        "万" | "萬" => Some((minus * above, -4)),
        _ => {
            let below = chinese::parse(below).or_else(|| below.parse().ok()).filter(|b| *b >= 1.0 && *b <= 1e6)?;
            Some((minus * above / below, 0))
        }
    }
}

/// `1亿2000万`, `3万5千`: further parts with ever smaller scales; what is left is the unit.
pub(super) fn segments(first: f64, tail: &str, mark: DecimalMark) -> (f64, &str) {
    let part = |text: &str| -> Option<(i32, usize)> {
        [("亿", 8), ("億", 8), ("万", 4), ("萬", 4), ("千", 3), ("百", 2)]
            .iter()
            .find_map(|(name, exponent)| text.starts_with(name).then_some((*exponent, name.len())))
    };
    let Some((mut exponent, mut end)) = part(tail) else {
        return (first, tail);
    };
    let (mut sum, mut rest, mut several) = (shift(first, exponent), tail, false);
    loop {
        let after = rest.get(end..).unwrap_or("");
        let (token, next) = digits::split(after);
        let number = digits::read(token, mark).ok().and_then(|(plain, _)| plain.parse::<f64>().ok());
        let Some(number) = number.filter(|_| !token.is_empty()) else {
            break;
        };
        let (low, length) = part(next).unwrap_or((0, 0));
        let value = shift(number, low);
        // 3万5 may be 30 005 or 35 000.
        let short = low == 0 && token.len() < 3;
        if low >= exponent || value >= shift(1.0, exponent) || short {
            break;
        }
        (sum, rest, exponent, end, several) = (sum + value, next, low, length, true);
        if low == 0 {
            break;
        }
    }
    if several { (sum, rest.get(end..).unwrap_or("").trim_start()) } else { (first, tail) }
}

/// 两个半小时, 2年半.
pub(super) fn halves(number: f64, tail: &str) -> (f64, &str) {
    if let Some(after) = tail.strip_prefix("个半").or_else(|| tail.strip_prefix("個半")).filter(|after| !after.is_empty()) {
        return (number + 0.5, after);
    }
    match tail.strip_suffix('半').filter(|unit| Unit::lookup(unit).is_some_and(|u| u.unit.is_some())) {
        Some(unit) => (number + 0.5, unit),
        None => (number, tail),
    }
}

/// 三成, 三成五, 两成半, in tenths.
pub(super) fn tenths(number: f64, tail: &str) -> Option<f64> {
    let after = tail.strip_prefix('成')?;
    let mut chars = after.chars();
    let more = match (chars.next(), chars.next()) {
        (None, _) => 0.0,
        (Some('半'), None) => 5.0,
        (Some(c), None) => f64::from(chinese::digit(c).or_else(|| c.to_digit(10).and_then(|d| u8::try_from(d).ok()))?),
        _ => return None,
    };
    (number <= 10.0).then(|| shift(number * 10.0 + more, -1))
}
