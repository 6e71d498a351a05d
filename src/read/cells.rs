//! One cell, by its column's reading, to a typed value.

use jiff::civil::Date;

use crate::model::{Comparator, Direction, ElementKind, FavorDirection, Level, LogKind, ParsedUnit, Period, Quantity, Role, Unit};
use crate::read::columns::Reading;
use crate::read::value::date::{self, DateContext};
use crate::read::value::number::{self, NumberContext};
use crate::read::value::{self, Parsed, parts, words};
use crate::text::fold::one_line;

/// What a cell holds once read.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// Names of departments, as written: which separators belong to a name is known with the departments alone.
    Names(String),
    /// An amount and the bound written with it.
    Number(Quantity, Option<Comparator>),
    /// A weight of zero or more.
    Weight(f64),
    /// The unit of the row's amounts, with its scale.
    Unit(ParsedUnit, String),
    /// A day.
    Day(Date),
    /// Which way is better.
    Direction(Direction),
    /// In the plan or possible.
    ElementKind(ElementKind),
    /// A role.
    Role(Role),
    /// A level.
    Level(Level),
    /// Which way a favor went.
    FavorDirection(FavorDirection),
    /// What kind of contact.
    LogKind(LogKind),
    /// Yes or no.
    YesNo(bool),
    /// How often.
    Period(Period),
}

/// A cell with what was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Filled {
    /// Its value.
    pub cell: Cell,
    /// Its text as written; empty for a text cell, which says it itself.
    pub raw: String,
}

impl Filled {
    /// The text as written.
    pub fn written(&self) -> String {
        if let Cell::Text(text) = &self.cell { text.clone() } else { self.raw.clone() }
    }
}

/// The unit of a row's amounts; blank and missing markers are none.
pub fn read_unit(text: &str) -> Parsed<Cell> {
    if text.is_empty() || words::is_missing(text) {
        return Parsed::blank();
    }
    Parsed::of(Cell::Unit(Unit::parse(text), text.to_owned()))
}

/// Reads a cell.
pub fn read_cell(cell: &str, reading: Reading, numbers: &NumberContext, dates: &DateContext) -> Parsed<Cell> {
    let number = |allow_range: bool, allow_comparator: bool| {
        let parsed = number::parse(cell, &NumberContext { allow_range, allow_comparator, ..numbers.clone() });
        let comparator = parsed.comparator;
        Parsed { value: parsed.value.map(|q| Cell::Number(q, comparator)), faults: parsed.faults }
    };
    match reading {
        Reading::Text => Some(value::text(cell)).filter(|t| !t.is_empty()).map_or_else(Parsed::blank, |t| Parsed::of(Cell::Text(t))),
        Reading::Name => {
            let text = value::text(cell);
            let line = one_line(&text);
            if line.is_empty() { Parsed::blank() } else { Parsed::of(Cell::Text(line.into_owned())) }
        }
        Reading::Names => {
            let text = value::text(cell);
            if !parts::parted(&text).is_empty() && !words::is_missing(&text) { Parsed::of(Cell::Names(text)) } else { Parsed::blank() }
        }
        Reading::Amount => number(false, true),
        Reading::Change => number(true, false),
        Reading::Measured | Reading::Money => number(false, false),
        Reading::Weight => map(words::weight(cell, numbers), Cell::Weight),
        Reading::Unit => read_unit(&value::text(cell)),
        Reading::Day => map(date::parse(cell, dates), |d| Cell::Day(d.last)),
        Reading::FirstDay => map(date::parse(cell, dates), |d| Cell::Day(d.first)),
        Reading::Direction => map(words::direction(cell), Cell::Direction),
        Reading::ElementKind => map(words::kind(cell), Cell::ElementKind),
        Reading::Role => map(words::role(cell), Cell::Role),
        Reading::Level => map(words::level(cell), Cell::Level),
        Reading::FavorDirection => map(words::favor_direction(cell), Cell::FavorDirection),
        Reading::LogKind => map(words::log_kind(cell), Cell::LogKind),
        Reading::YesNo => map(words::yes_no(cell), Cell::YesNo),
        Reading::Period => map(words::period(cell), Cell::Period),
    }
}

fn map<T>(parsed: Parsed<T>, wrap: impl FnOnce(T) -> Cell) -> Parsed<Cell> {
    Parsed { value: parsed.value.map(wrap), faults: parsed.faults }
}
