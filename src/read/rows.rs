//! Rows with typed cells: a raw table held against its columns.
//!
//! Knows which header means which column and how each is read; nothing across rows but the decimal mark, which is settled per file. Rows
//! are typed when they are asked for, so that a large table never stands in memory twice. Invariant: a row keeps the text of every cell
//! it read, so that later faults can name what was written.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::error::{Fault, Place, Problem, Severity};
use crate::model::fault::DecimalMark;
use crate::model::{ParsedUnit, Quantity};
use crate::read::cells::{Cell, Filled, read_cell, read_unit};
use crate::read::columns::{Column, Reading, TableKind};
use crate::read::header::{self, Header};
use crate::read::table::{RawRow, RawTable};
use crate::read::value::date::DateContext;
use crate::read::value::number::{self, NumberContext};
use crate::read::value::{self, Parsed};

/// Rows typed at a time.
const CHUNK: usize = 8192;
/// Rows that share what was read of their cells.
const SHARING: usize = 2048;
/// Cells whose reading is kept.
const KEPT: usize = 1024;
/// Rows whose texts stand for the table when its language is told.
const SAMPLE_ROWS: usize = 500;

/// One row of a typed table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Physical line.
    pub line: u64,
    /// Filled cells by column name.
    cells: Vec<(&'static str, Filled)>,
    /// Columns whose cell is there but could not be read: their own error has been reported.
    pub broken: Vec<&'static str>,
}

impl Row {
    /// The cell of a column.
    pub fn get(&self, column: &str) -> Option<&Filled> {
        self.cells.iter().find(|(name, _)| *name == column).map(|(_, filled)| filled)
    }

    /// The text of a column; empty when blank.
    pub fn text(&self, column: &str) -> &str {
        match self.get(column).map(|f| &f.cell) {
            Some(Cell::Text(text)) => text,
            _ => "",
        }
    }

    /// The amount of a column.
    pub fn number(&self, column: &str) -> Option<&Quantity> {
        match &self.get(column)?.cell {
            Cell::Number(quantity, _) => Some(quantity),
            _ => None,
        }
    }

    /// The day of a column.
    pub fn day(&self, column: &str) -> Option<Date> {
        match self.get(column)?.cell {
            Cell::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The unit of the row.
    pub fn unit(&self) -> Option<(&ParsedUnit, &str)> {
        match &self.get("unit")?.cell {
            Cell::Unit(unit, text) => Some((unit, text)),
            _ => None,
        }
    }

    /// Whether a cell was written, readable or not.
    pub fn has(&self, column: &str) -> bool {
        self.get(column).is_some() || self.broken.contains(&column)
    }
}

/// Cells read so far in some rows. Units, directions, weights, days and many amounts recur all the time, and reading them anew is most of
/// the work of a large table.
#[derive(Debug, Default)]
struct Memo {
    read: BTreeMap<String, Parsed<Cell>>,
    key: String,
}

impl Memo {
    /// What `read` makes of a cell in a column, under the unit cell of its row.
    fn cell(&mut self, column: &str, unit: &str, cell: &str, read: impl FnOnce() -> Parsed<Cell>) -> Parsed<Cell> {
        self.key.clear();
        for part in [column, "\u{1f}", unit, "\u{1f}", cell] {
            self.key.push_str(part);
        }
        if let Some(known) = self.read.get(&self.key) {
            return known.clone();
        }
        let parsed = read();
        if self.read.len() < KEPT {
            self.read.insert(self.key.clone(), parsed.clone());
        }
        parsed
    }
}

/// What the reading of cells depends on.
#[derive(Debug, Clone)]
pub struct Context {
    /// Today and the fiscal year.
    pub dates: DateContext,
    /// Headers of the user's own, folded, by the column they stand for.
    pub headers: BTreeMap<TableKind, BTreeMap<String, String>>,
    /// The encoding the user named.
    pub encoding: Option<String>,
    /// Most rows of a table.
    pub most_rows: usize,
}

/// A table whose columns are known.
#[derive(Debug)]
pub struct Table {
    /// The file as typed.
    pub file: Arc<str>,
    /// What it is about.
    pub kind: TableKind,
    /// Encoding it was in, or the kind of workbook.
    pub encoding: &'static str,
    raw: RawTable,
    header: Header,
    decimal: DecimalMark,
    dates: DateContext,
}

impl Table {
    /// Holds a raw table against its columns; what is wrong with the header goes to `problems`.
    pub fn new(
        file: &Arc<str>,
        kind: TableKind,
        encoding: &'static str,
        raw: RawTable,
        ctx: &Context,
        problems: &mut Vec<Problem>,
    ) -> Table {
        let none = BTreeMap::new();
        let own = ctx.headers.get(&kind).unwrap_or(&none);
        let header = header::read(file, kind, &raw, own, problems);
        let at_header = |severity, fault| Problem { severity, place: Place::line(file, raw.header_line), value: None, fault };
        if raw.above > 0 {
            problems.push(at_header(Severity::Note, Fault::HeaderBelow { lines: raw.above }));
        }
        if raw.wide {
            problems.push(at_header(Severity::Note, Fault::WideDelimiter));
        }
        if raw.is_empty() && matches!(kind, TableKind::Kpis | TableKind::Elements) {
            problems.push(at_header(Severity::Error, Fault::NoRows));
        }
        let decimal = decimal_mark(&raw, &header);
        Table { file: file.clone(), kind, encoding, raw, header, decimal, dates: ctx.dates.clone() }
    }

    /// What parts the cells.
    pub fn delimiter(&self) -> char {
        self.raw.delimiter
    }

    /// Whether a column is missing without which the table says nothing.
    pub fn lacks_required(&self) -> bool {
        self.kind.columns().iter().any(|c| c.required && self.header.at(c.name).is_none())
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.raw.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The header of a column as written.
    pub fn header(&self, column: &str) -> Option<&str> {
        self.header.at(column).and_then(|i| self.raw.header.get(i)).map(String::as_str)
    }

    /// All headers in file order, each with the column it is.
    pub fn headers(&self) -> impl Iterator<Item = (&str, Option<&'static str>)> {
        self.raw.header.iter().zip(&self.header.columns).map(|(text, column)| (text.as_str(), column.map(|c| c.name)))
    }

    /// Some of its texts, for telling the language.
    pub fn sample(&self) -> impl Iterator<Item = &str> {
        let text = |c: &Option<&'static Column>| c.is_some_and(|c| matches!(c.reading, Reading::Text | Reading::Name));
        let columns: Vec<usize> = (0..self.header.columns.len()).filter(|i| text(&self.header.columns[*i])).collect();
        self.raw.rows().take(SAMPLE_ROWS).flat_map(move |row| columns.clone().into_iter().filter_map(move |i| row.get(i)))
    }

    /// Where a cell of this table stands.
    pub fn place(&self, line: u64, column: &'static str) -> Place {
        let cell = self.raw.sheet.as_ref().zip(self.header.at(column)).map(|(sheet, at)| sheet.address(at, line));
        Place { column: Some(column), header: self.header(column).map(str::to_owned), cell, ..Place::line(&self.file, line) }
    }

    /// The address of a row's first cell, for tables from a workbook.
    pub fn address(&self, line: u64) -> Option<String> {
        self.raw.sheet.as_ref().map(|sheet| sheet.address(0, line))
    }

    /// A problem in one cell of this table.
    pub fn problem(&self, severity: Severity, row: &Row, column: &'static str, fault: Fault) -> Problem {
        Problem { severity, place: self.place(row.line, column), value: row.get(column).map(Filled::written), fault }
    }

    /// Types every row in file order and hands it over, with what was found wrong with its cells.
    pub fn each(&self, mut take: impl FnMut(Row, Vec<Problem>)) {
        self.each_made(|row, problems| (row, problems), |(row, problems)| take(row, problems));
    }

    /// Types every row, makes of it what a row says by itself, and hands that over in file order. `make` runs on all cores and sees one
    /// row; what needs more than one belongs into `take`.
    pub fn each_made<T: Send>(&self, make: impl Fn(Row, Vec<Problem>) -> T + Sync, mut take: impl FnMut(T)) {
        for start in (0..self.len()).step_by(CHUNK) {
            let made: Vec<T> = (start..self.len().min(start + CHUNK))
                .into_par_iter()
                .with_min_len(SHARING)
                .map_init(Memo::default, |memo, i| {
                    let (row, problems) = self.typed(&self.raw.row(i), memo);
                    make(row, problems)
                })
                .collect();
            made.into_iter().for_each(&mut take);
        }
    }

    fn typed(&self, raw: &RawRow, memo: &mut Memo) -> (Row, Vec<Problem>) {
        let mut problems = Vec::new();
        let (found, expected) = (raw.len(), self.raw.header.len());
        let mut row = Row { line: raw.line, cells: Vec::new(), broken: Vec::new() };
        let whole = |severity, fault| Problem { severity, place: Place::line(&self.file, raw.line), value: None, fault };
        if found < expected && self.raw.sheet.is_none() {
            problems.push(whole(Severity::Warning, Fault::ShortRow { found, expected }));
        } else if raw.cells().skip(expected).any(|c| !c.trim().is_empty()) {
            problems.push(whole(Severity::Error, Fault::LongRow { found, expected }));
        }
        let unit = self.row_unit(raw, memo, &mut problems);
        let unit_cell = self.header.at("unit").and_then(|at| raw.get(at)).unwrap_or_default();
        for ((cell, column), header_unit) in raw.cells().zip(&self.header.columns).zip(&self.header.units) {
            let Some(column) = column else { continue };
            let written = cell;
            let read = || {
                // The unit cell speaks for the row; where it is blank, the header's brackets do.
                let in_brackets = || header_unit.as_ref().map(|(unit, _)| unit.clone());
                let unit = match column.reading {
                    Reading::Money | Reading::Weight => in_brackets(),
                    _ => unit.clone().or_else(in_brackets),
                };
                let context = NumberContext { unit, decimal: self.decimal, ..NumberContext::default() };
                read_cell(written, column.reading, &context, &self.dates)
            };
            let parsed = match column.reading {
                Reading::Text | Reading::Name | Reading::Names => read(),
                _ => memo.cell(column.name, unit_cell, written, read),
            };
            let broken = parsed.is_error();
            for (severity, fault) in parsed.faults {
                let place = self.place(row.line, column.name);
                problems.push(Problem { severity, place, value: Some(value::text(written)), fault: Fault::Value(fault) });
            }
            match parsed.value {
                Some(cell) => {
                    // A text cell is what was written; only what was read as something else needs its text beside it.
                    let raw = if matches!(cell, Cell::Text(_)) { String::new() } else { value::text(written) };
                    row.cells.push((column.name, Filled { cell, raw }));
                }
                None if broken => row.broken.push(column.name),
                None => {}
            }
        }
        (row, problems)
    }

    /// The unit cell of a row, held against the units in the headers of its amounts.
    fn row_unit(&self, raw: &RawRow, memo: &mut Memo, problems: &mut Vec<Problem>) -> Option<ParsedUnit> {
        let at = self.header.columns.iter().position(|c| c.is_some_and(|c| c.reading == Reading::Unit))?;
        let cell = raw.get(at)?;
        let parsed = memo.cell("unit", cell, cell, || read_unit(&value::text(cell)));
        let Parsed { value: Some(Cell::Unit(unit, text)), .. } = parsed else { return None };
        for (column, header_unit) in self.header.columns.iter().zip(&self.header.units) {
            if let (Some(column), Some((in_header, header_text))) = (column, header_unit)
                && matches!(column.reading, Reading::Amount | Reading::Change | Reading::Measured)
                && *in_header != unit
            {
                let fault = Fault::HeaderUnit { header: header_text.clone(), cell: text.clone() };
                problems.push(Problem {
                    severity: Severity::Warning,
                    place: self.place(raw.line, "unit"),
                    value: Some(text.clone()),
                    fault,
                });
                break;
            }
        }
        Some(unit)
    }
}

fn decimal_mark(raw: &RawTable, header: &Header) -> DecimalMark {
    // Where the comma parts cells, nobody writes it inside numbers but to group digits; a workbook's numbers are written with a point.
    if raw.delimiter == ',' {
        return DecimalMark::Point;
    }
    let numeric =
        |c: &Column| matches!(c.reading, Reading::Amount | Reading::Change | Reading::Measured | Reading::Money | Reading::Weight);
    let columns: Vec<usize> = (0..header.columns.len()).filter(|i| header.columns[*i].is_some_and(numeric)).collect();
    number::decimal_mark(raw.rows().flat_map(|row| columns.iter().filter_map(move |&i| row.get(i))), raw.delimiter == ';')
}
