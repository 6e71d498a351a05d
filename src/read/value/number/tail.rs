//! What stands behind the digits of a number: vague words, scale, unit, remarks in brackets.
//!
//! Invariant: all of it is read, kept as an unknown unit with a note, or a fault.
use super::affix::ABOUT_INSIDE;
use super::piece::Piece;
use crate::model::fault::{Severity, ValueFault};
use crate::model::unit::{ParsedUnit, Unit, money_scale};

/// What stands behind the digits: vague words, scale, unit, remarks in brackets.
pub(super) fn take_tail(
    text: &str,
    piece: &mut Piece,
    money: Option<Unit>,
    tail: &str,
    known_only: bool,
    remarks: &mut Vec<(Severity, ValueFault)>,
) -> Result<(), ValueFault> {
    let mut tail = tail.trim();
    if let Some((word, rest)) = ABOUT_INSIDE.iter().find_map(|w| Some((*w, tail.strip_prefix(w)?)))
        && (rest.is_empty() || Unit::lookup(rest).is_some())
    {
        let (text, word) = (text.to_owned(), word.to_owned());
        remarks.push((Severity::Warning, ValueFault::About { text, word }));
        tail = rest;
    }
    if let Some((before, remark)) = tail.strip_suffix(')').and_then(|t| t.split_once('(')) {
        if Unit::lookup(remark).is_some() && before.trim().is_empty() {
            tail = remark.trim();
        } else {
            remarks.push((Severity::Warning, ValueFault::RemarkIgnored { text: text.to_owned(), remark: remark.trim().to_owned() }));
            tail = before.trim();
        }
    }
    // 壹万元整
    let tail = tail.strip_suffix(['整', '正']).filter(|t| Unit::lookup(t).is_some()).unwrap_or(tail);
    if tail.is_empty() {
        if let Some(unit) = money {
            set(piece, ParsedUnit { unit: Some(unit), ..ParsedUnit::NONE });
        }
        return Ok(());
    }
    if tail.starts_with('%') && tail.bytes().filter(|b| *b == b'%').count() > 1 {
        return Err(ValueFault::DoubledPercent { text: text.to_owned() });
    }
    if let Some(unit) = money {
        let joined = if tail.starts_with("per ") { format!("{} {tail}", unit.label()) } else { format!("{}{tail}", unit.label()) };
        let parsed = match money_scale(tail) {
            Some(exponent) => {
                piece.exponent += exponent;
                piece.scaled = true;
                ParsedUnit { unit: Some(unit), ..ParsedUnit::NONE }
            }
            None => match Unit::lookup(tail) {
                Some(own) if own.unit.as_ref().is_some_and(|u| *u == unit || (agree(&unit, u))) => own,
                Some(own) => {
                    let other = own.unit.map_or_else(|| tail.to_owned(), |u| u.label().to_owned());
                    return Err(ValueFault::MixedUnits { text: text.to_owned(), one: unit.label().to_owned(), other });
                }
                None => Unit::lookup(&joined).ok_or_else(|| part(text, tail))?,
            },
        };
        set(piece, parsed);
        return Ok(());
    }
    // 50w is how 50万 is typed; watts are written W behind k or M.
    if let Some(rest) = tail.strip_prefix(['w', 'W'])
        && let rest = rest.strip_suffix('.').unwrap_or(rest)
        && let Some(parsed) = if rest.trim().is_empty() {
            Some(ParsedUnit::NONE)
        } else {
            Unit::lookup(rest.trim()).filter(|_| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        }
    {
        piece.exponent += 4;
        piece.scaled = true;
        remarks.push((Severity::Warning, ValueFault::WAsWan { text: text.to_owned(), value: piece.value(0) }));
        set(piece, parsed);
        // In a column of watts it may yet be what it is elsewhere.
        piece.loose = piece.loose.take().or_else(|| rest.trim().is_empty().then(|| "W".to_owned()));
        return Ok(());
    }
    let parsed = match Unit::lookup(tail) {
        Some(parsed) => parsed,
        None if known_only => {
            return Err(ValueFault::NotANumber { text: text.to_owned() });
        }
        None => unknown(text, piece, tail, remarks)?,
    };
    if piece.unit.is_ratio() {
        return Err(part(text, tail));
    }
    set(piece, parsed);
    Ok(())
}

/// Whether a currency sign in front and a currency behind mean the same money: `$5 CAD`, `¥5 JPY`.
fn agree(sign: &Unit, behind: &Unit) -> bool {
    let dollars = ["USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD", "MOP"];
    match sign.label() {
        "$" => dollars.contains(&behind.code()),
        "¥" => matches!(behind.code(), "CNY" | "JPY"),
        _ => false,
    }
}

fn set(piece: &mut Piece, parsed: ParsedUnit) {
    let exponent = parsed.exponent();
    piece.exponent += exponent;
    piece.scaled |= exponent != 0 && !parsed.is_ratio();
    let loose = |label: &str| ["¥", "$", "元", "圆", "圓"].contains(&label);
    piece.loose = parsed.unit.as_ref().map(Unit::label).filter(|l| loose(l)).map(str::to_owned);
    if !piece.unit.is_ratio() {
        piece.unit = ParsedUnit { scale: 1.0, ..parsed };
    }
}

fn part(text: &str, part: &str) -> ValueFault {
    ValueFault::NotOnlyANumber { text: text.to_owned(), part: part.to_owned() }
}

/// A unit the registry does not know: a scale in Chinese may stand before it, and it must look like a unit.
fn unknown(text: &str, piece: &mut Piece, tail: &str, remarks: &mut Vec<(Severity, ValueFault)>) -> Result<ParsedUnit, ValueFault> {
    let scale = ["亿", "億", "千万", "百万", "十万", "万", "萬", "千"].iter().find_map(|name| {
        let rest = tail.strip_prefix(name)?.trim();
        (!rest.is_empty()).then(|| (Unit::lookup(name).map_or(0, |u| u.exponent()), rest))
    });
    let name = scale.map_or(tail, |(_, rest)| rest);
    // 1e is a number cut off, not one e.
    let fits = !name.eq_ignore_ascii_case("e")
        && name.chars().count() <= 24
        && name.starts_with(|c: char| c.is_alphabetic())
        && name.chars().all(|c| c.is_alphabetic() || " -/·.&'".contains(c));
    if !fits {
        return Err(part(text, name));
    }
    if let Some((exponent, _)) = scale {
        piece.exponent += exponent;
        piece.scaled = true;
    }
    let parsed = Unit::parse(name);
    if let Some(unit) = parsed.unit.clone() {
        remarks.push((Severity::Note, ValueFault::UnknownUnit { text: text.to_owned(), unit }));
    }
    Ok(parsed)
}
