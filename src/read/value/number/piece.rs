//! One number with its sign, currency, scale and unit: one end of a range, or a whole cell.
//!
//! Invariant: every character is accounted for; what cannot be read is a fault, never dropped in silence.
//! Limits: the unit of the column is applied by the caller.
use super::affix::sign_word;
use super::digits;
use super::spoken::{fraction_words, halves, segments, shift, tenths};
use super::tail::take_tail;
use crate::model::fault::{DecimalMark, Severity, ValueFault};
use crate::model::unit::{ParsedUnit, Unit};
use crate::read::value::chinese;

/// A number as written.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The number before its scale, sign included.
    pub(super) number: f64,
    /// The power of ten written with it: 4 for 万, -2 for `%`.
    pub(super) exponent: i32,
    /// A scale other than that of a share was written.
    pub(super) scaled: bool,
    /// What was written as unit; its `scale` is already in `exponent`.
    pub(super) unit: ParsedUnit,
    /// The unit text when it has several readings: `¥`, `$`, `元`, `W`, `pts`, `points`.
    pub(super) loose: Option<String>,
    /// A sign was written.
    pub(super) signed: bool,
    /// Remarks, in order.
    pub(super) remarks: Vec<(Severity, ValueFault)>,
}

impl Piece {
    /// Whether nothing but digits and sign was written.
    pub(super) fn is_bare(&self) -> bool {
        !self.scaled && self.unit.unit.is_none() && !self.unit.is_ratio()
    }

    /// The value with its scale and `more` powers of ten. Goes through decimal text, so that 3.5 % is 0.035 and
    /// not its neighbour 0.035000000000000003.
    pub(super) fn value(&self, more: i32) -> f64 {
        shift(self.number, self.exponent + more)
    }
}

struct Head<'a> {
    minus: Option<bool>,
    money: Option<Unit>,
    rest: &'a str,
}

/// Reads `text` (half width, trimmed) as one number.
pub(super) fn read(text: &str, mark: DecimalMark) -> Result<Piece, ValueFault> {
    let mut remarks = Vec::new();
    let mut head = Head { minus: None, money: None, rest: text };
    while take_prefix(text, &mut head, &mut remarks)? {}
    let inner;
    if let Some((inside, after)) = head.rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        // Accounting brackets; a sign inside or outside would be a second one.
        if head.minus.is_some() {
            return Err(ValueFault::DoubledSign { text: text.to_owned() });
        }
        inner = format!("{}{after}", inside.trim());
        let mut within = Head { minus: None, money: head.money.take(), rest: &inner };
        while take_prefix(text, &mut within, &mut remarks)? {}
        if within.minus.replace(true).is_some() {
            return Err(ValueFault::DoubledSign { text: text.to_owned() });
        }
        return body(text, within, mark, remarks);
    }
    body(text, head, mark, remarks)
}

/// Takes one sign or currency off the front; false when there is none.
fn take_prefix(text: &str, head: &mut Head, remarks: &mut Vec<(Severity, ValueFault)>) -> Result<bool, ValueFault> {
    let rest = head.rest.trim_start();
    head.rest = rest;
    let owned = || text.to_owned();
    let mut sign = |minus: bool| match head.minus.replace(minus) {
        None => Ok(()),
        Some(_) => Err(ValueFault::DoubledSign { text: owned() }),
    };
    for (name, minus) in [("+", false), ("-", true), ("\u{2212}", true), ("负", true), ("負", true), ("正", false)] {
        if let Some(after) = rest.strip_prefix(name) {
            sign(minus)?;
            head.rest = after;
            return Ok(true);
        }
    }
    if let Some(after) = rest.strip_prefix(['\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}']) {
        sign(true)?;
        remarks.push((Severity::Warning, ValueFault::DashAsMinus { text: owned() }));
        head.rest = after;
        return Ok(true);
    }
    if let Some((word, minus, after)) = sign_word(rest) {
        sign(minus)?;
        let value = if minus { -1.0 } else { 1.0 };
        remarks.push((Severity::Warning, ValueFault::SignWord { text: owned(), word: word.to_owned(), value }));
        head.rest = after;
        return Ok(true);
    }
    if head.money.is_none()
        && let Some((unit, end)) = Unit::leading_money(rest)
    {
        head.money = Some(unit);
        head.rest = rest.get(end..).unwrap_or("");
        return Ok(true);
    }
    Ok(false)
}

fn body(text: &str, head: Head, mark: DecimalMark, mut remarks: Vec<(Severity, ValueFault)>) -> Result<Piece, ValueFault> {
    let not_a_number = || ValueFault::NotANumber { text: text.to_owned() };
    let rest = head.rest;
    let lower = rest.to_ascii_lowercase();
    if ["0x", "0b", "0o"].iter().any(|p| lower.strip_prefix(p).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_hexdigit()))) {
        return Err(ValueFault::ProgrammerForm { text: text.to_owned() });
    }
    let mut piece = Piece {
        number: 0.0,
        exponent: 0,
        scaled: false,
        unit: ParsedUnit::NONE,
        loose: None,
        signed: head.minus.is_some(),
        remarks: Vec::new(),
    };
    let mut known_only = false;
    let mut tail;
    if let Some((number, exponent)) = fraction_words(rest, mark) {
        piece.number = number;
        piece.exponent = exponent;
        piece.unit = ParsedUnit { percent: true, ..ParsedUnit::NONE };
        tail = "";
    } else if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == ',') {
        let (token, after) = digits::split(rest);
        let (plain, style) = digits::read(token, mark)?;
        let number: f64 = plain.parse().map_err(|_| not_a_number())?;
        if number.is_infinite() {
            return Err(ValueFault::TooLarge { text: text.to_owned() });
        }
        let mantissa = plain.split(['e', 'E']).next().unwrap_or("");
        if number == 0.0 && mantissa.contains(|c: char| c.is_ascii_digit() && c != '0') {
            return Err(ValueFault::TooSmall { text: text.to_owned() });
        }
        if let Some(style) = style {
            remarks.push((Severity::Warning, ValueFault::OddGroups { text: token.to_owned(), style, value: number }));
        }
        if after.starts_with(|c: char| c.is_numeric() && chinese::digit(c).is_none() && !chinese::is_numeral(c)) {
            return Err(ValueFault::SpecialDigits { text: text.to_owned() });
        }
        piece.number = number;
        tail = after.trim_start();
        (piece.number, tail) = segments(piece.number, tail, mark);
    } else if let Some((number, end)) = chinese::leading(rest) {
        // 一般, 三方: behind a numeral only a known unit makes a number.
        known_only = true;
        piece.number = number;
        tail = rest.get(end..).unwrap_or("").trim_start();
    } else if let Some(after) = rest.strip_prefix('半').filter(|after| !after.is_empty()) {
        known_only = true;
        piece.number = 0.5;
        tail = after.strip_prefix(['个', '個']).unwrap_or(after);
    } else if rest.starts_with(char::is_numeric) {
        return Err(ValueFault::SpecialDigits { text: text.to_owned() });
    } else {
        return Err(not_a_number());
    }
    if let Some(short) = tail.strip_suffix('-')
        && head.minus.is_none()
        && short.trim().is_empty()
    {
        piece.number = -piece.number;
        piece.signed = true;
        remarks.push((Severity::Warning, ValueFault::TrailingMinus { text: text.to_owned(), value: piece.number }));
        tail = "";
    }
    (piece.number, tail) = halves(piece.number, tail);
    if let Some(tenths) = tenths(piece.number, tail) {
        piece.number = tenths;
        piece.exponent -= 1;
        piece.unit = ParsedUnit { percent: true, ..ParsedUnit::NONE };
        tail = "";
    }
    if head.minus == Some(true) {
        piece.number = -piece.number;
    }
    take_tail(text, &mut piece, head.money, tail, known_only, &mut remarks)?;
    if !piece.value(0).is_finite() {
        return Err(ValueFault::TooLarge { text: text.to_owned() });
    }
    for (_, remark) in &mut remarks {
        if let ValueFault::SignWord { value, .. } = remark {
            *value = piece.value(0);
        }
    }
    piece.remarks = remarks;
    Ok(piece)
}
