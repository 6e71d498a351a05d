//! Ranges: `300万~500万次`, `5-8%`, `100 to 200`.
//!
//! Invariant: both ends are numbers with one unit between them, and a minus sign is never taken for a dash.
use super::piece::{self, Piece};
use super::{NumberContext, single};
use crate::model::fault::{Severity, ValueFault};
use crate::model::quantity::Quantity;
use crate::model::unit::convert;
use crate::read::value::chinese;

/// The two ends when `text` is a range. A `-` is one only between two numbers.
pub(super) fn split_range(text: &str, ctx: &NumberContext) -> Result<Option<(Piece, Piece)>, ValueFault> {
    let text = ["从", "from ", "between ", "介于"].iter().find_map(|w| text.strip_prefix(w)).unwrap_or(text).trim();
    let marks = ["~", "\u{301c}", "\u{223c}", "至", "到", " to ", " and ", "...", "..", "…", "—", "\u{2013}", "\u{2212}", "-"];
    let mut problem = None;
    for mark in marks {
        for (at, _) in text.match_indices(mark) {
            let (left, right) = (text.get(..at).unwrap_or("").trim(), text.get(at + mark.len()..).unwrap_or("").trim());
            let right = right.trim_start_matches(mark);
            let exponent = left.ends_with(['e', 'E']) && left.trim_end_matches(['e', 'E']).ends_with(|c: char| c.is_ascii_digit());
            let numeric = |s: &str| s.contains(|c: char| c.is_ascii_digit() || chinese::is_numeral(c) || c == '半');
            if left.is_empty() || right.is_empty() || exponent || !numeric(left) || !numeric(right) {
                continue;
            }
            match (piece::read(left, ctx.decimal), piece::read(right, ctx.decimal)) {
                (Ok(low), Ok(high)) => {
                    let dash = matches!(mark, "-" | "—" | "\u{2013}" | "\u{2212}");
                    if dash && low.number < 0.0 && high.number >= 0.0 {
                        return Err(ValueFault::RangeAmbiguous { text: text.to_owned() });
                    }
                    return Ok(Some((low, high)));
                }
                (Err(fault), _) | (_, Err(fault)) if mark != "-" => problem = problem.or(Some(fault)),
                _ => {}
            }
        }
    }
    problem.filter(|_| piece::read(text, ctx.decimal).is_err()).map_or(Ok(None), Err)
}

pub(super) fn range(
    cell: &str,
    mut low: Piece,
    mut high: Piece,
    ctx: &NumberContext,
    faults: &mut Vec<(Severity, ValueFault)>,
) -> Result<Quantity, ValueFault> {
    let owned = || cell.to_owned();
    // The unit is written once, at either end; the scale goes with it when that keeps the order: 300~500万, but 5000~1万.
    let (low_bare, high_bare) = (low.is_bare(), high.is_bare());
    let unitless = |p: &Piece| p.unit.unit.is_none() && !p.unit.is_ratio();
    if low_bare && !high_bare {
        low.unit = high.unit.clone();
        if low.number.abs() <= high.number.abs() {
            (low.exponent, low.scaled) = (low.exponent + high.exponent, high.scaled);
        } else if high.unit.is_ratio() {
            low.exponent = high.exponent;
        }
    } else if unitless(&low) {
        low.unit = high.unit.clone();
    } else if unitless(&high) {
        high.unit = low.unit.clone();
        // $1.2-1.5M: the scale at the end holds for both; ￥300~500 has none.
        if high.scaled && !low.scaled && low.number.abs() <= high.number.abs() {
            (low.exponent, low.scaled) = (high.exponent, true);
        }
        if high.unit.is_ratio() && high_bare {
            high.exponent += low.exponent;
        }
    }
    let loose = low.loose.clone().or_else(|| high.loose.clone());
    (low.loose, high.loose) = (loose.clone(), loose);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    let (a, mut b) = (single(cell, low, ctx, &mut first)?, single(cell, high, ctx, &mut second)?);
    faults.append(&mut first);
    for fault in second {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    if (a.percent, a.points) != (b.percent, b.points) || a.unit.is_some() != b.unit.is_some() {
        return Err(mixed(cell, &a, &b));
    }
    if let (Some(from), Some(to)) = (&b.unit, &a.unit)
        && from != to
    {
        b.value = convert(b.value, from, to).ok_or_else(|| mixed(cell, &a, &b))?;
    }
    // -5~-8 runs away from zero, as reductions are written.
    if a.value > b.value && !(a.value < 0.0 && b.value < 0.0) {
        return Err(ValueFault::RangeReversed { text: owned() });
    }
    if !ctx.allow_range {
        let show = |q: &Quantity| {
            if q.percent || q.points { format!("{}%", hundred(q.value)) } else { format!("{}", q.value) }
        };
        return Err(ValueFault::RangeNotAllowed { text: owned(), low: show(&a), high: show(&b) });
    }
    let ends = Quantity::range(a.value, b.value).ok_or_else(|| ValueFault::TooLarge { text: owned() })?;
    Ok(Quantity { signed: a.signed || b.signed, unit: a.unit, percent: a.percent, points: a.points, ..ends })
}

/// A fraction in percent, free of rounding dust.
fn hundred(value: f64) -> f64 {
    format!("{value}e2").parse().unwrap_or(value)
}

fn mixed(cell: &str, a: &Quantity, b: &Quantity) -> ValueFault {
    let name = |q: &Quantity| match &q.unit {
        Some(unit) => unit.label().to_owned(),
        None if q.points => "pp".to_owned(),
        None if q.percent => "%".to_owned(),
        None => String::new(),
    };
    ValueFault::MixedUnits { text: cell.to_owned(), one: name(a), other: name(b) }
}
