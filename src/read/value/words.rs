//! Words of closed vocabularies: directions, kinds, roles, levels, yes and no, weights, periods, missing markers.
//!
//! Knows which words people write for each value, in Chinese (simplified and traditional) and English. Invariant: a word stands in
//! one row of its table; a word that is in none is an error that lists what would be accepted and what is near.
//! Limits: compares folded text as a whole; no grammar.
mod table;

pub use crate::model::vocabulary::{Direction, ElementKind, FavorDirection, Level, LogKind, Period, Role};

use super::number::{self, NumberContext};
use super::{Parsed, ValueFault, date, overlong, spreadsheet_fault, unwrap_cell};
use crate::model::fault::{Severity, Vocabulary};
use crate::text::fold::{fold, narrow};
use table::Table;

/// Whether a cell says that nothing is known: `-`, `N/A`, 无, 待定, TBD. Only for cells that hold no names.
pub fn is_missing(text: &str) -> bool {
    let word = fold(text);
    // Three dashes or more are a rule drawn through the cell; two are a broken sign only before a digit.
    let drawn = !word.is_empty() && word.chars().all(|c| "-–—―−_/\\.…?*".contains(c)) && word != "." && word != "_";
    drawn || table::MISSING.contains(&word.as_str())
}

/// Which way a KPI is to move.
pub fn direction(text: &str) -> Parsed<Direction> {
    pick(text, table::DIRECTION, Vocabulary::Direction)
}

/// Core or optional.
pub fn kind(text: &str) -> Parsed<ElementKind> {
    pick(text, table::KIND, Vocabulary::ElementKind)
}

/// Own, partner or external.
pub fn role(text: &str) -> Parsed<Role> {
    pick(text, table::ROLE, Vocabulary::Role)
}

/// Given or received.
pub fn favor_direction(text: &str) -> Parsed<FavorDirection> {
    pick(text, table::FAVOR, Vocabulary::FavorDirection)
}

/// The kind of an entry in the log.
pub fn log_kind(text: &str) -> Parsed<LogKind> {
    pick(text, table::LOG, Vocabulary::LogKind)
}

/// Yes or no.
pub fn yes_no(text: &str) -> Parsed<bool> {
    pick(text, table::YES_NO, Vocabulary::YesNo)
}

/// A level: 1 to 5, words for high, medium and low (5, 3, 1), or stars.
pub fn level(text: &str) -> Parsed<Level> {
    let word = fold(text);
    let stars = word.chars().filter(|c| *c == '★').count();
    if stars > 0 && word.chars().all(|c| matches!(c, '★' | '☆')) {
        return match u8::try_from(stars).ok().and_then(Level::new) {
            Some(level) => Parsed::of(level),
            None => out_of_range(word, 1.0, 5.0),
        };
    }
    let digits = word.strip_suffix(['分', '级', '級']).unwrap_or(&word);
    let digits = digits.strip_suffix("/5").unwrap_or(digits);
    let number = number::parse(digits, &NumberContext::default()).value.filter(|q| q.unit.is_none() && !q.percent && !q.points);
    if let Some(number) = number {
        // Whole numbers 1..=5 only, so the cast is exact.
        let whole = number.value.fract() == 0.0 && (1.0..=5.0).contains(&number.value);
        return match Level::new(number.value as u8).filter(|_| whole) {
            Some(level) => Parsed::of(level),
            None => out_of_range(word, 1.0, 5.0),
        };
    }
    let parsed = pick(text, table::LEVEL, Vocabulary::Level);
    Parsed { value: parsed.value.and_then(Level::new), faults: parsed.faults }
}

/// How often a KPI is reckoned: a word, or a date whose precision says it (`2026Q4` is a quarter).
pub fn period(text: &str) -> Parsed<Period> {
    let parsed = pick(text, table::PERIOD, Vocabulary::Period);
    if !parsed.is_error() {
        return parsed;
    }
    let any_year = date::DateContext { today: Some(jiff::civil::Date::constant(2000, 1, 1)), ..date::DateContext::default() };
    let dated = date::parse(text, &any_year).value.and_then(|d| match d.precision {
        date::Precision::Day => None,
        date::Precision::Week => Some(Period::Week),
        date::Precision::Month => Some(Period::Month),
        date::Precision::Quarter => Some(Period::Quarter),
        date::Precision::Half => Some(Period::HalfYear),
        date::Precision::Year => Some(Period::Year),
    });
    // A bare serial number has day precision, so no number becomes a period.
    dated.map_or(parsed, Parsed::of)
}

/// A weight: a number of zero or more, as written (60, 0.6) or a fraction for a percentage (60% is 0.6).
/// `ctx` gives the decimal mark and the unit of the column; ranges and bounds are never allowed.
pub fn weight(text: &str, ctx: &NumberContext) -> Parsed<f64> {
    let ctx = NumberContext { allow_range: false, allow_comparator: false, ..ctx.clone() };
    let parsed = number::parse(text, &ctx);
    let Some(quantity) = parsed.value else {
        return Parsed { value: None, faults: parsed.faults };
    };
    let shown = || narrow(text);
    if let Some(unit) = quantity.unit.filter(|unit| unit.code() != "分") {
        return Parsed::error(ValueFault::UnitNotAllowed { text: shown(), unit });
    }
    if quantity.value < 0.0 {
        return Parsed::error(ValueFault::NegativeWeight { text: shown() });
    }
    Parsed { value: Some(quantity.value), faults: parsed.faults }
}

fn out_of_range<T>(text: String, low: f64, high: f64) -> Parsed<T> {
    Parsed::error(ValueFault::OutOfRange { text, low, high })
}

fn pick<T: Copy>(text: &str, table: Table<T>, vocabulary: Vocabulary) -> Parsed<T> {
    let narrow = narrow(text);
    let cell = unwrap_cell(&narrow);
    let word = fold(cell).replace('_', " ");
    let word = word.trim_end_matches(['。', '.', '!']);
    if word.is_empty() && cell.is_empty() {
        return Parsed::blank();
    }
    if let Some(fault) = spreadsheet_fault(cell) {
        return Parsed::error(fault);
    }
    let found = table.iter().find(|(_, words)| words.contains(&word) || words.contains(&word.replace('-', " ").as_str()));
    if let Some((value, _)) = found {
        return Parsed::of(*value);
    }
    if is_missing(cell) {
        return Parsed::blank().with(Severity::Warning, ValueFault::MissingMarker { text: cell.to_owned() });
    }
    // The first two words of a row are its English and its Chinese name.
    let accepted = table.iter().flat_map(|(_, words)| words.iter().take(2).copied()).collect();
    let long = overlong(cell);
    let near = if long.is_some() { Vec::new() } else { nearest(word, table) };
    let text = long.unwrap_or_else(|| cell.to_owned());
    Parsed::error(ValueFault::UnknownWord { text, vocabulary, accepted, near })
}

/// Up to three words at a small edit distance: one slip in a short word, a third of a long one.
fn nearest<T>(word: &str, table: Table<T>) -> Vec<&'static str> {
    let length = word.chars().count();
    let mut near: Vec<(usize, &'static str)> = table
        .iter()
        .filter_map(|(_, words)| {
            let scored = words.iter().map(|w| (strsim::osa_distance(word, w), *w));
            // One per row: 提升 and 提高 would say the same.
            scored.min_by_key(|(distance, _)| *distance)
        })
        .filter(|(distance, w)| *distance <= (length.max(w.chars().count()) / 3).max(1) && *distance < length)
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(3).map(|(_, w)| w).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_in_many_spellings() {
        for word in ["Decrease ", "↓", "降低", "lower is better", "越低越好", "Lower-is-better", "减少", "min", "DOWN", "下降", "负向"]
        {
            assert_eq!(direction(word), Parsed::of(Direction::Decrease), "{word}");
        }
        for word in ["increase", "↑", "提升", "提高", "越高越好", "higher is better", "增加", "上升", "Maximize", "正向"] {
            assert_eq!(direction(word), Parsed::of(Direction::Increase), "{word}");
        }
        assert_eq!(direction("  "), Parsed::blank());
    }

    #[test]
    fn unknown_words_list_what_fits() {
        let fault = direction("sideways").faults.pop().unwrap();
        let ValueFault::UnknownWord { accepted, near, .. } = fault.1 else { panic!("{fault:?}") };
        assert_eq!(accepted, ["increase", "提升", "decrease", "降低"]);
        assert!(near.is_empty());
        let fault = direction("decraese").faults.pop().unwrap();
        let ValueFault::UnknownWord { near, .. } = fault.1 else { panic!("{fault:?}") };
        assert_eq!(near, ["decrease"]);
    }

    #[test]
    fn the_other_vocabularies() {
        assert_eq!(kind("计划内").value, Some(ElementKind::Core));
        assert_eq!(kind("可加").value, Some(ElementKind::Optional));
        assert_eq!(role("本部门").value, Some(Role::Own));
        assert_eq!(role("外部").value, Some(Role::External));
        assert_eq!(role("Partners").value, Some(Role::Partner));
        assert_eq!(favor_direction("我帮过").value, Some(FavorDirection::Given));
        assert_eq!(favor_direction("接受帮助").value, Some(FavorDirection::Received));
        assert_eq!(log_kind("请教").value, Some(LogKind::Advice));
        assert_eq!(log_kind("Escalation").value, Some(LogKind::Escalation));
        assert_eq!(yes_no("是").value, Some(true));
        assert_eq!(yes_no("0").value, Some(false));
        assert_eq!(yes_no("✓").value, Some(true));
        assert!(yes_no("maybe").is_error());
    }

    #[test]
    fn levels_and_periods() {
        for (text, level_) in [("3", 3), ("高", 5), ("Medium", 3), ("低", 1), ("较高", 4), ("５", 5), ("4分", 4), ("★★☆☆☆", 2), ("3/5", 3)]
        {
            assert_eq!(level(text).value.map(Level::get), Some(level_), "{text}");
        }
        for text in ["6", "0", "3.5", "-1", "300", "x"] {
            assert!(level(text).is_error(), "{text}");
        }
        assert_eq!(period("年度").value, Some(Period::Year));
        assert_eq!(period("Quarterly").value, Some(Period::Quarter));
        assert_eq!(period("2026Q4").value, Some(Period::Quarter));
        assert_eq!(period("半年").value, Some(Period::HalfYear));
        assert!(period("sometimes").is_error());
        assert!(period("45717").is_error());
    }

    #[test]
    fn weights_are_numbers() {
        let plain = NumberContext::default();
        assert_eq!(weight("60", &plain).value, Some(60.0));
        assert_eq!(weight("60%", &plain).value, Some(0.6));
        assert_eq!(weight("0.4", &plain).value, Some(0.4));
        assert_eq!(weight("", &plain), Parsed::blank());
        for text in ["-5", "高", "5 kg", "5-8%"] {
            assert!(weight(text, &plain).is_error(), "{text}");
        }
    }

    #[test]
    fn markers_for_nothing() {
        for text in ["-", "--", "—", "——", "/", "N/A", "n.a.", "NA", "无", "待定", "TBD", "暂无", "?", "null"] {
            assert!(is_missing(text), "{text}");
        }
        for text in ["", "0", "--5", "no", "abc", ".5"] {
            assert!(!is_missing(text), "{text}");
        }
    }

    #[test]
    fn a_word_stands_in_one_row() {
        fn check<T>(table: Table<T>) {
            let mut seen = std::collections::BTreeSet::new();
            for word in table.iter().flat_map(|(_, words)| words.iter()) {
                assert!(seen.insert(*word), "{word} twice");
                assert_eq!(*word, fold(word), "{word} is not folded");
            }
        }
        check(table::DIRECTION);
        check(table::KIND);
        check(table::ROLE);
        check(table::FAVOR);
        check(table::LOG);
        check(table::LEVEL);
        check(table::YES_NO);
        check(table::PERIOD);
    }
}
