//! Rows with typed cells: a raw table held against its columns.
//!
//! Knows which header means which column and how each is read; nothing across rows but the decimal mark, which is settled per file.
//! Invariant: a row keeps the text and header of every cell it read, so that later faults can name what was written.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::error::{Fault, Place, Problem, Severity};
use crate::model::{Comparator, Direction, ElementKind, FavorDirection, Level, LogKind, ParsedUnit, Period, Quantity, Role, Unit};
use crate::read::columns::{Column, Reading, TableKind};
use crate::read::table::{RawRow, RawTable};
use crate::read::value::date::{self, DateContext};
use crate::read::value::number::{self, NumberContext};
use crate::read::value::{self, Parsed, words};
use crate::text::fold;

/// What a cell holds once read.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text.
    Text(String),
    /// Names.
    Names(Vec<String>),
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
    /// Its text as written.
    pub raw: String,
}

/// One row of a typed table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Physical line.
    pub line: u64,
    /// Filled cells by column name.
    pub cells: BTreeMap<&'static str, Filled>,
    /// Columns whose cell is there but could not be read: their own error has been reported.
    pub broken: Vec<&'static str>,
}

/// A table as read, before anything is compared across rows.
#[derive(Debug, Clone)]
pub struct Table {
    /// The file as typed.
    pub file: Arc<str>,
    /// What it is about.
    pub kind: TableKind,
    /// Encoding it was in.
    pub encoding: &'static str,
    /// Delimiter.
    pub delimiter: char,
    /// Header as written, by column.
    pub headers: BTreeMap<&'static str, String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// A problem in one cell of this table.
    pub fn problem(&self, severity: Severity, row: &Row, column: &'static str, fault: Fault) -> Problem {
        let place = Place { column: Some(column), header: self.headers.get(column).cloned(), ..Place::line(&self.file, row.line) };
        Problem { severity, place, value: row.cells.get(column).map(|f| f.raw.clone()), fault }
    }
}

impl Row {
    /// The text of a column; empty when blank.
    pub fn text(&self, column: &str) -> &str {
        match self.cells.get(column).map(|f| &f.cell) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// The amount of a column.
    pub fn number(&self, column: &str) -> Option<&Quantity> {
        match &self.cells.get(column)?.cell {
            Cell::Number(quantity, _) => Some(quantity),
            _ => None,
        }
    }

    /// The day of a column.
    pub fn day(&self, column: &str) -> Option<Date> {
        match self.cells.get(column)?.cell {
            Cell::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The unit of the row.
    pub fn unit(&self) -> Option<(&ParsedUnit, &str)> {
        match &self.cells.get("unit")?.cell {
            Cell::Unit(unit, text) => Some((unit, text)),
            _ => None,
        }
    }

    /// Whether a cell was written, readable or not.
    pub fn has(&self, column: &str) -> bool {
        self.cells.contains_key(column) || self.broken.contains(&column)
    }
}

/// Which column each header means, with the unit in its brackets.
pub struct Header {
    /// Per file column: the column it is, if known.
    pub columns: Vec<Option<&'static Column>>,
    /// Per file column: the unit in brackets, with its text.
    pub units: Vec<Option<(ParsedUnit, String)>>,
}

/// A header without the unit in its brackets, folded, and that unit's text.
fn split_header(header: &str) -> (String, Option<String>) {
    let folded = fold(header);
    if let Some(open) = folded.find('(')
        && let Some(inner) = folded.get(open + 1..).and_then(|rest| rest.trim_end().strip_suffix(')'))
        && open > 0
    {
        return (folded[..open].trim_end().to_owned(), Some(inner.trim().to_owned()));
    }
    (folded, None)
}

/// The form in which headers are compared: underscores and spaces alike.
fn key(header: &str) -> String {
    header.replace(['_', '-'], " ")
}

/// How many of these headers belong to a kind of table. `own` maps folded headers of the user's to column names.
pub fn known_headers(headers: &[String], kind: TableKind, own: &BTreeMap<String, String>) -> usize {
    headers.iter().filter(|h| column_of(h, kind, own).is_some()).count()
}

/// The column that a header means. `own` maps folded headers of the user's to column names.
pub fn column_of(header: &str, kind: TableKind, own: &BTreeMap<String, String>) -> Option<&'static Column> {
    let (name, _) = split_header(header);
    let mapped = own.get(&fold(header)).or_else(|| own.get(&name)).map(|n| key(n));
    let whole = key(&fold(header));
    let name = key(&name);
    let matches = |column: &&Column, text: &str| key(column.name) == text || column.aliases.iter().any(|a| key(a) == text);
    let columns = kind.columns();
    if let Some(mapped) = mapped {
        return columns.iter().find(|c| key(c.name) == mapped);
    }
    columns.iter().find(|c| matches(c, &whole)).or_else(|| columns.iter().find(|c| matches(c, &name)))
}

/// What the reading of cells depends on.
#[derive(Debug, Clone)]
pub struct Context {
    /// Today and the fiscal year.
    pub dates: DateContext,
    /// Headers of the user's own, folded, by the column they stand for.
    pub headers: BTreeMap<TableKind, BTreeMap<String, String>>,
}

/// Holds a raw table against its columns. Problems go to `problems`; what could be read is returned.
pub fn typed(
    file: &Arc<str>,
    kind: TableKind,
    encoding: &'static str,
    raw: &RawTable,
    ctx: &Context,
    problems: &mut Vec<Problem>,
) -> Table {
    let none = BTreeMap::new();
    let own = ctx.headers.get(&kind).unwrap_or(&none);
    let header = headers(file, kind, raw, own, problems);
    let mut table = Table { file: file.clone(), kind, encoding, delimiter: raw.delimiter, headers: BTreeMap::new(), rows: Vec::new() };
    for (text, column) in raw.header.iter().zip(&header.columns) {
        if let Some(column) = column {
            table.headers.insert(column.name, text.clone());
        }
    }
    if raw.rows.is_empty() && matches!(kind, TableKind::Kpis | TableKind::Elements) {
        let place = Place::line(file, raw.header_line);
        problems.push(Problem { severity: Severity::Error, place, value: None, fault: Fault::NoRows });
    }
    let decimal = decimal_mark(raw, &header);
    for raw_row in &raw.rows {
        let row = read_row(&table, raw, raw_row, &header, &NumberContext { decimal, ..NumberContext::default() }, &ctx.dates, problems);
        table.rows.push(row);
    }
    table
}

fn decimal_mark(raw: &RawTable, header: &Header) -> crate::model::fault::DecimalMark {
    let numeric: Vec<usize> = header
        .columns
        .iter()
        .enumerate()
        .filter(|(_, c)| c.is_some_and(|c| matches!(c.reading, Reading::Amount | Reading::Change | Reading::Money | Reading::Weight)))
        .map(|(i, _)| i)
        .collect();
    let cells = raw.rows.iter().flat_map(|row| numeric.iter().filter_map(|&i| row.cells.get(i).map(String::as_str)));
    number::decimal_mark(cells, raw.delimiter == ';')
}

fn headers(file: &Arc<str>, kind: TableKind, raw: &RawTable, own: &BTreeMap<String, String>, problems: &mut Vec<Problem>) -> Header {
    let mut header = Header { columns: Vec::new(), units: Vec::new() };
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    let about = |severity, column, text: Option<&String>, fault| {
        let place = Place { column, header: text.cloned(), ..Place::line(file, raw.header_line) };
        Problem { severity, place, value: text.cloned(), fault }
    };
    for (i, text) in raw.header.iter().enumerate() {
        let column = column_of(text, kind, own);
        let unit = split_header(text).1.map(|unit| (Unit::parse(&unit), unit)).filter(|_| column.is_some());
        if let Some(column) = column
            && let Some(first) = at.insert(column.name, i)
        {
            problems.push(about(Severity::Error, Some(column.name), Some(text), Fault::DuplicateHeader { at: (first + 1, i + 1) }));
        }
        if column.is_none() && !text.is_empty() {
            let near = kind.columns().iter().map(|c| c.name).find(|name| strsim::jaro_winkler(name, &fold(text)) > 0.88);
            problems.push(about(Severity::Note, None, Some(text), Fault::UnknownColumn { near }));
        }
        header.columns.push(column);
        header.units.push(unit);
    }
    for column in kind.columns().iter().filter(|c| !at.contains_key(c.name)) {
        let similar: Vec<String> = raw
            .header
            .iter()
            .zip(&header.columns)
            .filter(|(text, c)| c.is_none() && contains(text, column))
            .map(|(text, _)| text.clone())
            .collect();
        if column.name == "target" && similar.len() > 1 {
            let fault = Fault::SeveralHeaders { column: column.name, headers: similar.clone() };
            problems.push(about(Severity::Error, Some(column.name), similar.first(), fault));
        } else if column.required {
            let accepted = std::iter::once(column.name).chain(column.aliases.iter().copied()).collect();
            let fault = Fault::MissingColumn { column: column.name, accepted, near: similar.first().cloned() };
            problems.push(about(Severity::Error, Some(column.name), None, fault));
        }
    }
    header
}

/// Whether a header contains a column's name or one of its aliases as a word (Chinese: anywhere).
fn contains(header: &str, column: &Column) -> bool {
    let folded = key(&fold(header));
    let mut names = std::iter::once(&column.name).chain(column.aliases);
    names.any(|name| folded.split(' ').any(|word| word == *name) || (!name.is_ascii() && folded.contains(name)))
}

fn read_row(
    table: &Table,
    raw: &RawTable,
    raw_row: &RawRow,
    header: &Header,
    numbers: &NumberContext,
    dates: &DateContext,
    problems: &mut Vec<Problem>,
) -> Row {
    let (found, expected) = (raw_row.cells.len(), raw.header.len());
    let mut row = Row { line: raw_row.line, cells: BTreeMap::new(), broken: Vec::new() };
    let whole = |severity, fault| Problem { severity, place: Place::line(&table.file, raw_row.line), value: None, fault };
    if found < expected {
        problems.push(whole(Severity::Warning, Fault::ShortRow { found, expected }));
    } else if raw_row.cells.iter().skip(expected).any(|c| !c.trim().is_empty()) {
        problems.push(whole(Severity::Error, Fault::LongRow { found, expected }));
    }
    let unit = row_unit(table, raw_row, header, problems);
    for ((cell, column), header_unit) in raw_row.cells.iter().zip(&header.columns).zip(&header.units) {
        let Some(column) = column else { continue };
        // The unit cell speaks for the row; where it is blank, the header's brackets do.
        let in_brackets = header_unit.as_ref().map(|(unit, _)| unit.clone());
        let unit = match column.reading {
            Reading::Money | Reading::Weight => in_brackets,
            _ => unit.clone().or(in_brackets),
        };
        let parsed = read_cell(cell, column.reading, &NumberContext { unit, ..numbers.clone() }, dates);
        let raw_text = value::text(cell);
        let place =
            Place { column: Some(column.name), header: table.headers.get(column.name).cloned(), ..Place::line(&table.file, row.line) };
        let broken = parsed.is_error();
        for (severity, fault) in parsed.faults {
            problems.push(Problem { severity, place: place.clone(), value: Some(raw_text.clone()), fault: Fault::Value(fault) });
        }
        match parsed.value {
            Some(cell) => {
                row.cells.insert(column.name, Filled { cell, raw: raw_text });
            }
            None if broken => row.broken.push(column.name),
            None => {}
        }
    }
    row
}

/// The unit cell of a row, held against the units in the headers of its amounts.
fn row_unit(table: &Table, raw_row: &RawRow, header: &Header, problems: &mut Vec<Problem>) -> Option<ParsedUnit> {
    let at = header.columns.iter().position(|c| c.is_some_and(|c| c.reading == Reading::Unit))?;
    let text = value::text(raw_row.cells.get(at)?);
    let Parsed { value: Some(Cell::Unit(unit, _)), .. } = read_unit(&text) else { return None };
    for (column, header_unit) in header.columns.iter().zip(&header.units) {
        if let (Some(column), Some((in_header, header_text))) = (column, header_unit)
            && matches!(column.reading, Reading::Amount | Reading::Change)
            && *in_header != unit
        {
            let place =
                Place { column: Some("unit"), header: table.headers.get("unit").cloned(), ..Place::line(&table.file, raw_row.line) };
            let fault = Fault::HeaderUnit { header: header_text.clone(), cell: text.clone() };
            problems.push(Problem { severity: Severity::Warning, place, value: Some(text.clone()), fault });
            break;
        }
    }
    Some(unit)
}

fn read_unit(text: &str) -> Parsed<Cell> {
    if text.is_empty() || words::is_missing(text) {
        return Parsed::blank();
    }
    Parsed::of(Cell::Unit(Unit::parse(text), text.to_owned()))
}

fn read_cell(cell: &str, reading: Reading, numbers: &NumberContext, dates: &DateContext) -> Parsed<Cell> {
    let number = |allow_range: bool, allow_comparator: bool| {
        let parsed = number::parse(cell, &NumberContext { allow_range, allow_comparator, ..numbers.clone() });
        let comparator = parsed.comparator;
        Parsed { value: parsed.value.map(|q| Cell::Number(q, comparator)), faults: parsed.faults }
    };
    match reading {
        Reading::Text => Some(value::text(cell)).filter(|t| !t.is_empty()).map_or_else(Parsed::blank, |t| Parsed::of(Cell::Text(t))),
        Reading::Names => {
            let text = value::text(cell);
            let names: Vec<String> =
                text.split([';', '；', '、', ',', '，', '/', '\n']).map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()).collect();
            if names.is_empty() || words::is_missing(&text) { Parsed::blank() } else { Parsed::of(Cell::Names(names)) }
        }
        Reading::Amount => number(false, true),
        Reading::Change => number(true, false),
        Reading::Money => number(false, false),
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
