//! Units of measure: which ones exist, what they are called, what converts into what.
//!
//! Invariant: a scale (万, k, million) is never part of a unit: `万元` is a scale of 10 000 and CNY. Two units are
//! equal when their codes are, however they were written.
//! Limits: currencies and temperatures are not converted; `A/B` keeps B as plain text apart from known names;
//! a text the registry does not know becomes a unit of its own that converts into nothing else.
mod lookup;
mod table;

pub use lookup::money_scale;
use lookup::{key, power, recognise, row_of, shown};
use serde::{Serialize, Serializer};
use std::sync::Arc;
use table::Row;

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Money; each currency for itself.
    Money,
    /// Time of fixed length, base second.
    Time,
    /// Months and what is made of them, base month.
    Calendar,
    /// Mass, base kilogram.
    Mass,
    /// Greenhouse gas, base kilogram of CO2 equivalent.
    Carbon,
    /// Length, base metre.
    Length,
    /// Area, base square metre.
    Area,
    /// Volume, base litre.
    Volume,
    /// Energy, base kilowatt-hour.
    Energy,
    /// Power, base kilowatt.
    Power,
    /// Amount of data, base byte.
    Data,
    /// Temperature; each scale for itself.
    Temperature,
    /// Shares and differences of shares, base one.
    Ratio,
    /// Points of a score, stars, grades; each for itself.
    Score,
    /// Things counted; each kind for itself.
    Count,
}

impl Dimension {
    /// Whether a factor leads from one unit of this dimension to any other.
    pub fn converts(self) -> bool {
        !matches!(self, Self::Money | Self::Temperature | Self::Score | Self::Count)
    }
}

/// A unit. Cheap to clone. Equality and hash look at the code alone.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The registry row; of the part before the slash for `A/B`.
    row: Option<&'static Row>,
    /// The part after the slash, as a code.
    per: Option<Arc<str>>,
    code: Arc<str>,
    label: Arc<str>,
}

impl Unit {
    fn known(row: &'static Row, label: &str) -> Self {
        Self { row: Some(row), per: None, code: Arc::from(row.code), label: Arc::from(label) }
    }

    fn own(label: &str) -> Self {
        Self { row: None, per: None, code: Arc::from(key(label).as_str()), label: Arc::from(label) }
    }

    /// The canonical code: `CNY`, `h`, `people`; the folded text of a unit the registry does not know.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The unit as written, without its scale, for display.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The dimension, `None` for an unknown unit.
    pub fn dimension(&self) -> Option<Dimension> {
        self.row.map(|row| row.dimension)
    }

    /// How many base units of its dimension one of this unit is; 1 for unknown units and those that do not
    /// convert.
    pub fn factor(&self) -> f64 {
        self.row.map_or(1.0, |row| row.factor)
    }

    /// Reads the text of a unit cell, of the brackets in a header, or what follows a number. Never fails: text that is
    /// in no row becomes a unit of its own; blank text gives [`ParsedUnit::NONE`].
    pub fn parse(text: &str) -> ParsedUnit {
        let shown = shown(text);
        let shown = ["单位:", "单位：", "單位:", "單位：", "unit:", "Unit:"]
            .iter()
            .find_map(|lead| shown.strip_prefix(lead))
            .unwrap_or(&shown)
            .trim();
        let bare = shown.strip_prefix(['(', '（']).and_then(|s| s.strip_suffix([')', '）']));
        let shown = bare.unwrap_or(shown).trim();
        if shown.is_empty() {
            return ParsedUnit::NONE;
        }
        recognise(shown).unwrap_or_else(|| ParsedUnit { unit: Some(Self::own(shown)), ..ParsedUnit::NONE })
    }

    /// Like [`Unit::parse`], but `None` when the registry does not know the text.
    pub fn lookup(text: &str) -> Option<ParsedUnit> {
        recognise(&shown(text))
    }

    /// Watts under their sign, which [`Unit::lookup`] does not take for them: it is 万 as often.
    pub fn watts() -> ParsedUnit {
        row_of("watt").map_or(ParsedUnit::NONE, |row| ParsedUnit { unit: Some(Self::known(row, "W")), ..ParsedUnit::NONE })
    }

    /// The longest name of a currency at the start of `text` (`RMB`, `US$`, `人民币`), and its length in bytes.
    /// A name made of letters must not go on as another word.
    pub fn leading_money(text: &str) -> Option<(Self, usize)> {
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(20);
        let mut found = None;
        for end in ends {
            let (name, rest) = text.split_at(end);
            let goes_on =
                name.ends_with(|c: char| c.is_ascii_alphabetic()) && rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$');
            if let Some(row) = row_of(name)
                && row.dimension == Dimension::Money
                && !goes_on
                && !name.ends_with(' ')
            {
                found = Some((Self::known(row, name), end));
            }
        }
        found
    }
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Unit {}

impl std::hash::Hash for Unit {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.code.hash(state);
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// What a unit text says: what to multiply bare numbers by, and in which unit they are then.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedUnit {
    /// Bare numbers times this are amounts in `unit`; always a power of ten. 10 000 for `万元`; 0.01 for
    /// `%` and percentage points, 0.001 for `‰`, 0.1 for `成`.
    pub scale: f64,
    /// The unit; `None` for a scale alone and for shares.
    pub unit: Option<Unit>,
    /// The numbers are shares in percent (or in tenths: `成`).
    pub percent: bool,
    /// The numbers are shares in thousandths.
    pub permille: bool,
    /// The numbers are differences of shares: percentage points, basis points.
    pub points: bool,
}

impl ParsedUnit {
    /// No unit and no scale.
    pub const NONE: Self = Self { scale: 1.0, unit: None, percent: false, permille: false, points: false };

    /// Whether the numbers are shares or differences of shares.
    pub fn is_ratio(&self) -> bool {
        self.percent || self.permille || self.points
    }

    /// The power of ten that `scale` is.
    pub fn exponent(&self) -> i32 {
        // In range: scales lie between 1e-4 and 1e24.
        self.scale.log10().round() as i32
    }

    fn of(unit: Unit) -> Self {
        match unit.row {
            Some(row) if row.dimension == Dimension::Ratio && unit.per.is_none() => Self {
                scale: row.factor,
                unit: None,
                percent: matches!(row.code, "%" | "成"),
                permille: row.code == "‰",
                points: matches!(row.code, "pp" | "bp"),
            },
            _ => Self { unit: Some(unit), ..Self::NONE },
        }
    }

    fn scaled(mut self, exponent: i32) -> Self {
        self.scale = power(self.exponent() + exponent);
        self
    }
}

/// `value` counted in `from`, counted in `to` instead; `None` when no factor leads there or the result is
/// not finite.
pub fn convert(value: f64, from: &Unit, to: &Unit) -> Option<f64> {
    let result = if from == to {
        value
    } else {
        let (a, b) = (from.row?, to.row?);
        if a.dimension != b.dimension || !a.dimension.converts() || from.per != to.per {
            return None;
        }
        value * a.factor / b.factor
    };
    result.is_finite().then_some(result)
}

#[cfg(test)]
mod tests;
