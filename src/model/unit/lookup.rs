//! How a unit text is looked up: names, scales in front of and behind them, and `A/B`.
//!
//! Invariant: only texts made wholly of known names and scales are recognised.
use super::table::{ROWS, Row, SCALES};
use super::{Dimension, ParsedUnit, Unit};
use crate::text::narrow;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

pub(super) fn power(exponent: i32) -> f64 {
    // Read as decimal text, because powi gives 0.010000000000000002-like neighbours for negative exponents.
    format!("1e{exponent}").parse().unwrap_or(1.0)
}

/// Every name of every row. Looked up by key only, so its order shows nowhere.
static NAMES: LazyLock<HashMap<String, &'static Row>> = LazyLock::new(|| {
    let names = |row: &'static Row| row.names.split('|').filter(|name| !name.is_empty()).map(str::to_owned).chain([key(row.code)]);
    ROWS.iter().flat_map(|row| names(row).map(move |name| (name, row))).collect()
});

/// The row with this name; case matters only where the scale table claims the text (`M`).
pub(super) fn row_of(text: &str) -> Option<&'static Row> {
    // `W` stands for 万 as often as for watt.
    if SCALES.iter().any(|(name, _, cased)| *cased && *name == text) || text.trim_end_matches('.').eq_ignore_ascii_case("w") {
        return None;
    }
    let key = key(text);
    let key = key.strip_suffix('.').unwrap_or(&key);
    let plain = |key: &str| NAMES.get(key).copied();
    plain(key).or_else(|| {
        let singular = key.strip_suffix('s').filter(|s| s.len() > 1 && s.ends_with(|c: char| c.is_ascii_lowercase()))?;
        plain(singular)
    })
}

/// The scale at the start of `text`: exponent and rest. A scale in letters must end there.
pub(super) fn leading_scale(text: &str) -> impl Iterator<Item = (i32, &str)> {
    SCALES.iter().filter_map(move |(name, exponent, cased)| {
        let (head, rest) = text.split_at_checked(name.len())?;
        let same = if *cased { head == *name } else { head.eq_ignore_ascii_case(name) };
        let rest = if head.is_ascii() && head.len() > 2 { rest.strip_prefix('s').unwrap_or(rest) } else { rest };
        let ends = !head.is_ascii() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        (same && ends).then_some((*exponent, rest.trim_start()))
    })
}

/// The parse of a text made only of known names and scales.
pub(super) fn recognise(text: &str) -> Option<ParsedUnit> {
    recognise_within(text, 2)
}

/// [`recognise`] with at most `scales` scales in a row (千 万 元): more make no unit, and without an end to them a
/// long cell would take for ever.
fn recognise_within(text: &str, scales: usize) -> Option<ParsedUnit> {
    if text.is_empty() {
        return None;
    }
    if let Some(row) = row_of(text) {
        return Some(ParsedUnit::of(Unit::known(row, text)));
    }
    // `个` before a counted thing adds nothing: 个客户.
    if let Some(row) = text.strip_prefix(['个', '個', '名']).and_then(row_of) {
        return Some(ParsedUnit::of(Unit::known(row, text)));
    }
    for (exponent, rest) in leading_scale(text).filter(|_| scales > 0) {
        if rest.is_empty() {
            return Some(ParsedUnit::NONE.scaled(exponent));
        }
        if let Some(parsed) = recognise_within(rest, scales - 1) {
            return Some(parsed.scaled(exponent));
        }
    }
    if let Some(parsed) = money_then_scale(text) {
        return Some(parsed);
    }
    compound(text)
}

/// `EUR million`, `$m`, `€'000`, `kEUR`: currencies also stand before or right behind a scale in letters.
pub(super) fn money_then_scale(text: &str) -> Option<ParsedUnit> {
    if let Some((unit, end)) = Unit::leading_money(text) {
        let rest = text.get(end..)?.trim_start();
        // 人民币万元, 新臺幣千元
        let rest = rest.strip_suffix(['元', '圆', '圓']).filter(|scale| !scale.is_empty()).unwrap_or(rest);
        if let Some(exponent) = money_scale(rest) {
            return Some(ParsedUnit::of(unit).scaled(exponent));
        }
    }
    let (scale, rest) = text.split_at_checked(1)?;
    let row = row_of(rest.trim_start()).filter(|row| row.dimension == Dimension::Money)?;
    let exponent = money_scale(scale).filter(|_| rest.len() >= 3 || !rest.is_ascii() || rest.starts_with('$'))?;
    Some(ParsedUnit::of(Unit::known(row, rest.trim_start())).scaled(exponent))
}

/// The exponent of a scale that stands beside a currency: there `m` is million and `b` billion.
pub fn money_scale(text: &str) -> Option<i32> {
    match text {
        "m" | "mm" => Some(6),
        "b" => Some(9),
        "t" | "T" => Some(12),
        _ => leading_scale(text).find(|(_, rest)| rest.is_empty()).map(|(exponent, _)| exponent),
    }
}

/// `A/B`, `A per B`, `A每B` with a known A that is no such unit itself: nobody reads `$ per mm/5` the same way twice.
pub(super) fn compound(text: &str) -> Option<ParsedUnit> {
    let (top, per) = [" / ", "/", " per ", "每"].iter().find_map(|mark| text.split_once(mark))?;
    let (top, per) = (top.trim(), per.trim());
    if per.is_empty() || per.contains('/') {
        return None;
    }
    let mut parsed = recognise(top)?;
    let unit = parsed.unit.as_mut().filter(|top| top.per.is_none())?;
    let per = row_of(per).map_or_else(|| key(per), |row| row.code.to_owned());
    unit.code = Arc::from(format!("{}/{per}", unit.code));
    unit.per = Some(Arc::from(per));
    unit.label = Arc::from(text);
    Some(parsed)
}

/// Trimmed and without characters that cannot be seen; full-width signs and letters made half width.
pub(super) fn shown(text: &str) -> String {
    narrow(text).replace('’', "'")
}

pub(super) fn key(text: &str) -> String {
    shown(text).to_lowercase()
}
