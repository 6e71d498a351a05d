//! Numbers as people write them in offices.
//!
//! Knows the order in which a cell is taken apart: wrappers, blanks and markers, spreadsheet errors, dates, vague words and
//! bounds, ranges, then single numbers; and how the unit of the column completes what the cell leaves out.
//! Invariant: a value is finite; a cell that could be read in two ways has a warning or an error.
//! Limits: one cell at a time; units that differ from the column's are left for the caller to convert.
mod affix;
mod digits;
mod piece;
mod range;
mod spoken;
mod tail;

pub use crate::model::fault::{Comparator, DecimalMark, Severity};
pub use digits::decimal_mark;

use super::{date, overlong, spreadsheet_fault, unwrap_cell, words};
use crate::model::fault::ValueFault;
use crate::model::quantity::Quantity;
use crate::model::unit::{Dimension, ParsedUnit, Unit};
use crate::read::limits::LARGEST;
use crate::text::fold::{fold, narrow};
use piece::Piece;

/// What the column and the file say about a number.
#[derive(Debug, Clone, Default)]
pub struct NumberContext {
    /// The decimal mark of the file.
    pub decimal: DecimalMark,
    /// The unit of the row or column, for cells that do not name one.
    pub unit: Option<ParsedUnit>,
    /// Whether a range may stand here (contributions).
    pub allow_range: bool,
    /// Whether a bound (`≥95%`) may stand here; its number is taken, with a warning.
    pub allow_comparator: bool,
}

/// What a numeric cell says.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The amount; `None` for a blank cell, a missing marker, or an error in `faults`.
    pub value: Option<Quantity>,
    /// What is to be said about the cell, in the order found.
    pub faults: Vec<(Severity, ValueFault)>,
    /// The bound that was written, if any.
    pub comparator: Option<Comparator>,
}

impl Parsed {
    fn none(severity: Severity, fault: ValueFault) -> Self {
        Self { value: None, faults: vec![(severity, fault)], comparator: None }
    }

    /// Whether one of the faults is an error.
    pub fn is_error(&self) -> bool {
        self.faults.iter().any(|(severity, _)| *severity == Severity::Error)
    }
}

/// Whole numbers above this are no longer exact in an f64 (2^53).
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads one cell.
pub fn parse(text: &str, ctx: &NumberContext) -> Parsed {
    let narrow = narrow(text);
    let cell = unwrap_cell(&narrow);
    if cell.is_empty() {
        return Parsed { value: None, faults: Vec::new(), comparator: None };
    }
    if let Some(text) = overlong(cell) {
        return Parsed::none(Severity::Error, ValueFault::NotANumber { text });
    }
    if let Some(fault) = spreadsheet_fault(cell) {
        return Parsed::none(Severity::Error, fault);
    }
    if words::is_missing(cell) {
        return Parsed::none(Severity::Warning, ValueFault::MissingMarker { text: cell.to_owned() });
    }
    match read(cell, ctx) {
        Ok(parsed) => parsed,
        Err(fault) => Parsed::none(Severity::Error, fault),
    }
}

fn read(cell: &str, ctx: &NumberContext) -> Result<Parsed, ValueFault> {
    let owned = || cell.to_owned();
    let plain = cell.strip_prefix('=').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))).unwrap_or(cell);
    let word = fold(plain.trim_start_matches(['+', '-', '\u{2212}']));
    if ["inf", "infinity", "nan", "∞", "无穷", "无穷大", "1.#inf", "-1.#ind"].contains(&word.as_str()) {
        return Err(ValueFault::NotFinite { text: owned() });
    }
    if date::looks_like_date(plain) {
        return Err(ValueFault::IsDate { text: owned() });
    }
    if plain.split_once(':').is_some_and(|(h, m)| h.parse::<u8>().is_ok() && m.starts_with(|c: char| c.is_ascii_digit())) {
        return Err(ValueFault::IsTime { text: owned() });
    }
    let (rest, affixes) = affix::strip(plain);
    let mut faults = Vec::new();
    if let Some(word) = affixes.about {
        faults.push((Severity::Warning, ValueFault::About { text: owned(), word }));
    }
    let mut value = match range::split_range(rest, ctx)? {
        Some((low, high)) => range::range(cell, low, high, ctx, &mut faults)?,
        None => {
            let piece = piece::read(rest, ctx.decimal)?;
            single(cell, piece, ctx, &mut faults)?
        }
    };
    if value.low.abs().max(value.high.abs()) > LARGEST {
        return Err(ValueFault::TooLarge { text: owned() });
    }
    if value.low.abs().max(value.high.abs()) > EXACT {
        faults.push((Severity::Warning, ValueFault::Implausible { text: owned(), value: value.value }));
    }
    if let Some(comparator) = affixes.comparator {
        if !ctx.allow_comparator {
            return Err(ValueFault::BoundNotAllowed { text: owned(), comparator });
        }
        faults.push((Severity::Warning, ValueFault::Bound { text: owned(), comparator, value: value.value }));
    }
    // -0 would be printed as such.
    for number in [&mut value.value, &mut value.low, &mut value.high] {
        *number += 0.0;
    }
    Ok(Parsed { value: Some(value), faults, comparator: affixes.comparator })
}

/// One number as a quantity, completed by the column's unit.
fn single(cell: &str, mut piece: Piece, ctx: &NumberContext, faults: &mut Vec<(Severity, ValueFault)>) -> Result<Quantity, ValueFault> {
    faults.append(&mut piece.remarks);
    let column = ctx.unit.clone().unwrap_or(ParsedUnit::NONE);
    settle_loose(cell, &mut piece, &column, faults);
    let owned = || cell.to_owned();
    let mut more = 0;
    let bare = piece.is_bare();
    if bare {
        more = column.exponent();
        if column.is_ratio() && piece.number.abs() > 0.0 && piece.number.abs() < 1.0 {
            let percent = if column.permille { "‰" } else { "%" };
            faults.push((
                Severity::Warning,
                ValueFault::FractionOrPercent {
                    text: owned(),
                    as_percent: format!("{}{percent}", piece.number),
                    as_fraction: format!("{}{percent}", piece.value(-column.exponent())),
                },
            ));
        }
    } else if column.exponent() != 0 && !column.is_ratio() && !piece.unit.is_ratio() {
        let same = piece.unit.unit.is_none() || piece.unit.unit == column.unit;
        if piece.scaled && piece.unit.unit.is_none() {
            // The scale was written twice; it counts once.
            let shown = piece.value(-column.exponent());
            let read = format!("{shown} {}", scaled_label(&column));
            faults.push((Severity::Warning, ValueFault::ScaleTwice { text: owned(), unit: scaled_label(&column), read }));
        } else if !piece.scaled && same {
            faults.push((Severity::Warning, ValueFault::ScaleLeftOut { text: owned(), unit: scaled_label(&column) }));
        }
    }
    let mut quantity = Quantity::plain(piece.value(more)).ok_or_else(|| ValueFault::TooLarge { text: owned() })?;
    quantity.signed = piece.signed;
    let from_column = piece.unit.unit.is_none() && !piece.unit.is_ratio();
    let unit = if from_column { &column } else { &piece.unit };
    // 5万 under % is no share: the scale says that another unit is meant.
    if !(from_column && column.is_ratio() && !bare) {
        quantity.unit.clone_from(&unit.unit);
        quantity.percent = unit.percent || unit.permille;
        quantity.points = unit.points;
    }
    Ok(quantity)
}

/// `万元` again, from scale and unit.
fn scaled_label(column: &ParsedUnit) -> String {
    let unit = column.unit.as_ref().map_or("", Unit::label);
    match column.exponent() {
        3 => format!("千{unit}"),
        4 => format!("万{unit}"),
        6 => format!("百万{unit}"),
        7 => format!("千万{unit}"),
        8 => format!("亿{unit}"),
        exponent => format!("1e{exponent} {unit}").trim().to_owned(),
    }
}

/// Gives a unit with several readings the one of the column: `¥` under JPY, `$` under HKD, `元` under TWD,
/// `points` under % and `pts` under a score; `W`, read as 万 elsewhere, is watts in a column of watts or kilowatts.
fn settle_loose(cell: &str, piece: &mut Piece, column: &ParsedUnit, faults: &mut Vec<(Severity, ValueFault)>) {
    let code = column.unit.as_ref().map(Unit::code);
    let power = column.unit.as_ref().is_some_and(|u| u.dimension() == Some(Dimension::Power) || u.code() == "w");
    if piece.loose.as_deref() == Some("W") && piece.scaled && power {
        piece.exponent -= 4;
        piece.scaled = false;
        // A unit of its own, such as that of a column headed W alone, is one in its cells too.
        piece.unit = if code == Some("w") { ParsedUnit { scale: 1.0, ..column.clone() } } else { Unit::watts() };
        faults.retain(|(_, fault)| !matches!(fault, ValueFault::WAsWan { .. }));
        return;
    }
    let takes = match piece.loose.as_deref() {
        Some("¥") => code == Some("JPY"),
        Some("$") => code.is_some_and(|c| ["HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MOP"].contains(&c)),
        Some("W") => false,
        Some(_) => code.is_some_and(|c| ["HKD", "TWD", "MOP", "SGD"].contains(&c)),
        None => false,
    };
    let tail = fold(cell);
    let word = |words: &[&str]| words.iter().any(|w| tail.ends_with(w));
    let score = column.unit.as_ref().is_some_and(|u| u.dimension() == Some(Dimension::Score));
    if takes {
        piece.unit.unit.clone_from(&column.unit);
    } else if piece.unit.points && !tail.ends_with("%pt") && word(&["pts", " pt", "pts."]) && !word(&["% pts", "ppts", "pct pts"]) {
        if score {
            piece.exponent += 2;
            piece.unit = ParsedUnit { unit: column.unit.clone(), ..ParsedUnit::NONE };
        } else if !column.is_ratio() {
            faults.push((Severity::Note, ValueFault::PointsAssumed { text: cell.to_owned() }));
        }
    } else if column.is_ratio() && word(&["point", "points"]) && piece.unit.unit.as_ref().is_some_and(|u| u.code() == "分") {
        piece.exponent -= 2;
        piece.unit = ParsedUnit { points: true, ..ParsedUnit::NONE };
    }
}

#[cfg(test)]
mod tests;
