//! Sheets of workbooks (.xlsx, .xlsm, .xls, .ods) to cells; the only file that uses calamine.
//!
//! Numbers come out as people would have typed them: a date as a day, a cell shown in percent as a percentage, an error value by its name.
//! Invariant: `line` is the sheet's own row number. Limits: formulas come with the result saved last; hidden rows are read like others; an
//! .ods does not say which cells are shown in percent, so that 0.12 there draws the warning of a bare fraction.

mod errors;
mod ods;
mod unpack;
mod xls;

use std::borrow::Cow;
use std::cell::Cell as Flag;
use std::io::Cursor;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use calamine::{Cell, Data, DataRef, Range, Reader, Sheets, Xlsx, XlsxError, open_workbook_auto_from_rs};

use crate::error::{Fault, LimitFault};
use crate::read::table::{Grid, RawTable, Sheet};

/// Most filled cells of a sheet, and most texts that its cells share.
const MOST_CELLS: u64 = 4_000_000;
/// Most bytes of text that the cells of a sheet hold.
const MOST_TEXT: u64 = 1 << 28;
/// Most cells of a block that is nearly all blank.
const MOST_BLANK: u64 = 1 << 22;

type Failure = (Fault, Option<String>);

/// Reads a sheet by name, else the first one.
///
/// # Errors
/// A workbook that cannot be opened, a sheet it does not have (named), nothing on the sheet.
pub fn table(bytes: &[u8], sheet: Option<&str>, known: impl Fn(&[String]) -> usize) -> Result<RawTable, Failure> {
    unpack::look_over(bytes)?;
    xls::look_over(bytes)?;
    ods::look_over(bytes)?;
    let (grid, sheet) = unbroken(|| match grid(bytes, sheet)? {
        Some(read) => Ok(read),
        None => {
            let texts = errors::as_texts(bytes).ok_or_else(damaged)?;
            grid(&texts, sheet)?.ok_or_else(damaged)
        }
    })?;
    let mut table = grid.with_header(known).ok_or((Fault::EmptyFile, None))?;
    table.sheet = Some(sheet);
    Ok(table)
}

/// What `read` gives, or that the file is damaged: where its parts contradict each other the reader may break off in a panic.
fn unbroken<T>(read: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    thread_local!(static READING: Flag<bool> = const { Flag::new(false) });
    static QUIET: Once = Once::new();
    // Nobody is to see the words of a panic that is caught.
    QUIET.call_once(|| {
        let said = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !READING.get() {
                said(panic);
            }
        }));
    });
    READING.set(true);
    let read = panic::catch_unwind(AssertUnwindSafe(read));
    READING.set(false);
    read.unwrap_or_else(|_| Err(damaged()))
}

/// The filled rows of a sheet, and where they stand; `None` for a sheet with an error value that the reader does not know.
fn grid(bytes: &[u8], sheet: Option<&str>) -> Result<Option<(Grid, Sheet)>, Failure> {
    let mut book: Sheets<Cursor<&[u8]>> = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(wanted) => {
            let folded = crate::text::fold(wanted);
            let found = names.iter().find(|n| crate::text::fold(n) == folded).cloned();
            found.ok_or_else(|| (Fault::NoSheet { sheets: names.clone() }, Some(wanted.to_owned())))?
        }
        None => names.first().cloned().ok_or((Fault::EmptyFile, None))?,
    };
    if let Sheets::Xlsx(book) = &mut book {
        return rows(book, name);
    }
    let range = cells(&mut book, &name)?;
    let Some((first_row, first_column)) = range.start() else { return Err((Fault::EmptyFile, None)) };
    let styles = book.worksheet_style(&name).ok();
    let mut grid = Grid::keeping(usize::MAX);
    for (r, row) in range.rows().enumerate() {
        let line = first_row + r as u32;
        let cells: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(c, data)| {
                let format = styles.as_ref().and_then(|s| s.get((line, first_column + c as u32))).and_then(|s| s.number_format.as_ref());
                text(data, format.is_some_and(|f| f.format_code.contains('%')))
            })
            .collect();
        grid.push(u64::from(line) + 1, cells.iter().map(String::as_str));
    }
    Ok(Some((grid, Sheet { name, column: first_column })))
}

fn broken(e: impl Into<calamine::Error>) -> Failure {
    (Fault::BadWorkbook { detail: e.into().to_string() }, None)
}

fn damaged() -> Failure {
    (Fault::BadWorkbook { detail: String::new() }, None)
}

fn limit(fault: LimitFault) -> Failure {
    (Fault::Limit(fault), None)
}

fn too_much(most: u64) -> Failure {
    limit(LimitFault::Unpacked { most: most >> 20 })
}

/// A cell of a sheet, its text in an arena.
struct Filled {
    at: (u32, u32),
    text: std::ops::Range<usize>,
}

/// The filled rows of an .xlsx sheet, read in one go, without the blank block around them; `None` as for [`grid`].
fn rows(book: &mut Xlsx<Cursor<&[u8]>>, name: String) -> Result<Option<(Grid, Sheet)>, Failure> {
    let mut reader = match book.worksheet_cells_reader(&name) {
        // A sheet of one chart.
        Err(XlsxError::NotAWorksheet(_)) => return Err((Fault::EmptyFile, None)),
        reader => reader.map_err(broken)?,
    };
    let percent: Vec<bool> =
        reader.styles().iter().map(|s| s.number_format.as_ref().is_some_and(|f| f.format_code.contains('%'))).collect();
    let (mut filled, mut texts, mut span) = (Vec::new(), String::new(), Span::default());
    loop {
        let (cell, style) = match reader.next_cell_with_style_id() {
            Ok(Some(read)) => read,
            Ok(None) => break,
            // The reader could go on, but does not say at which cell it stopped.
            Err(XlsxError::CellError(_)) => return Ok(None),
            Err(other) => return Err(broken(other)),
        };
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => Cow::Borrowed(*text),
            DataRef::String(text) => Cow::Borrowed(text.as_str()),
            value => Cow::Owned(text(&Data::from(value.clone()), percent.get(style).is_some_and(|p| *p))),
        };
        span.cell(cell.get_position());
        // A text that cells share is written out for each of them.
        if (texts.len() + text.len()) as u64 > MOST_TEXT {
            return Err(too_much(MOST_TEXT));
        }
        if span.cells > MOST_CELLS {
            return Err(limit(LimitFault::Cells { most: MOST_CELLS }));
        }
        let start = texts.len();
        texts.push_str(&text);
        filled.push(Filled { at: cell.get_position(), text: start..texts.len() });
    }
    span.fits(MOST_BLANK)?;
    let Some((_, first)) = span.first else { return Err((Fault::EmptyFile, None)) };
    // Nearly always in order already; of two at one place the later counts.
    filled.sort_by_key(|f| f.at);
    let mut grid = Grid::keeping(usize::MAX);
    let mut row = vec![0..0; (span.last.1 - first) as usize + 1];
    for cells in filled.chunk_by(|a, b| a.at.0 == b.at.0) {
        row.fill(0..0);
        for cell in cells {
            row[(cell.at.1 - first) as usize] = cell.text.clone();
        }
        grid.push(u64::from(cells[0].at.0) + 1, row.iter().map(|text| &texts[text.clone()]));
    }
    Ok(Some((grid, Sheet { name, column: first })))
}

/// The cells of another sheet that hold something, as the block they span.
fn cells(book: &mut Sheets<Cursor<&[u8]>>, name: &str) -> Result<Range<Data>, Failure> {
    let mut found: Vec<Cell<Data>> = Vec::new();
    let mut left = MOST_TEXT;
    let mut keep = |cell: Cell<DataRef>| {
        // A text that cells share is written out for each of them.
        let text = if let DataRef::SharedString(text) = cell.get_value() { text.len() as u64 } else { 0 };
        left = left.checked_sub(text).ok_or_else(|| too_much(MOST_TEXT))?;
        let (pos, value) = (cell.get_position(), Data::from(cell.get_value().clone()));
        if value != Data::Empty {
            found.push(Cell::new(pos, value));
        }
        if found.len() as u64 > MOST_CELLS {
            return Err(limit(LimitFault::Cells { most: MOST_CELLS }));
        }
        Ok(())
    };
    match book {
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
            while let Some(cell) = reader.next_cell().map_err(broken)? {
                keep(cell)?;
            }
        }
        // Looked over already.
        _ => return book.worksheet_range(name).map_err(broken),
    }
    near(&found)?;
    Ok(Range::from_sparse(found))
}

/// The block that the cells of a sheet span, or the blocks of several.
#[derive(Default)]
struct Span {
    cells: u64,
    /// Of the sheets before.
    blocks: u64,
    first: Option<(u32, u32)>,
    last: (u32, u32),
    /// The cell that makes it large.
    far: (u32, u32),
}

impl Span {
    /// Takes in a cell by its row and column.
    fn cell(&mut self, at: (u32, u32)) {
        self.cells += 1;
        self.reach(at);
    }

    fn reach(&mut self, (row, column): (u32, u32)) {
        let first = self.first.unwrap_or((row, column));
        self.first = Some((first.0.min(row), first.1.min(column)));
        self.last = (self.last.0.max(row), self.last.1.max(column));
        let far = |(row, column): (u32, u32)| u64::from(row) * u64::from(column).max(1);
        if far((row, column)) >= far(self.far) {
            self.far = (row, column);
        }
    }

    fn next_sheet(&mut self) {
        *self = Span { cells: self.cells, blocks: self.blocks + self.block(), ..Span::default() };
    }

    fn block(&self) -> u64 {
        self.first.map_or(0, |(row, column)| (u64::from(self.last.0 - row) + 1) * (u64::from(self.last.1 - column) + 1))
    }

    /// Refuses too many cells, and blocks larger than `most` cells, or four times as many where some of them are filled.
    fn fits(&self, most: u64) -> Result<(), Failure> {
        if self.cells > MOST_CELLS {
            return Err(limit(LimitFault::Cells { most: MOST_CELLS }));
        }
        let room = most.max(self.cells.saturating_mul(16).min(4 * most));
        if self.blocks.saturating_add(self.block()) > room { Err(too_far(self.far)) } else { Ok(()) }
    }

    /// Refuses a size that a sheet claims to have, in rows and columns.
    fn room((rows, columns): (u32, u32)) -> Result<(), Failure> {
        let fits = u64::from(rows) * u64::from(columns) <= 4 * MOST_BLANK;
        if fits { Ok(()) } else { Err(too_far((rows - 1, columns - 1))) }
    }
}

fn too_far((row, column): (u32, u32)) -> Failure {
    let cell = Sheet { name: String::new(), column: 0 }.address(column as usize, u64::from(row) + 1);
    (Fault::Limit(LimitFault::FarCell { cell, rows: u64::from(row) + 1, columns: u64::from(column) + 1 }), None)
}

/// Refuses cells that span a block too large to be held, nearly all of it blank.
fn near(cells: &[Cell<Data>]) -> Result<(), Failure> {
    let mut span = Span::default();
    cells.iter().for_each(|c| span.cell(c.get_position()));
    span.fits(MOST_BLANK)
}

/// A cell as text. `percent`: the cell is shown in percent.
fn text(data: &Data, percent: bool) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(number) if percent => format!("{}%", decimal(*number as f64 * 100.0)),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if percent => format!("{}%", decimal(number * 100.0)),
        Data::Float(number) => decimal(*number),
        Data::Bool(true) => "yes".to_owned(),
        Data::Bool(false) => "no".to_owned(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(duration) => decimal(duration.as_f64()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(error) => error.to_string(),
    }
}

/// A number without the noise of binary fractions: 0.1 + 0.2 is 0.3, as the spreadsheet shows it (15 digits).
fn decimal(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{number}");
    }
    let short: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if short.abs() >= 1e15 { format!("{short:e}") } else { format!("{short}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::CellErrorType;

    #[test]
    fn cells_read_as_typed() {
        assert_eq!(text(&Data::Float(0.1 + 0.2), false), "0.3");
        assert_eq!(text(&Data::Float(0.12), true), "12%");
        assert_eq!(text(&Data::Int(1), true), "100%");
        assert_eq!(text(&Data::Int(i64::MAX), true), "9.22337203685478e20%");
        assert_eq!(text(&Data::Float(5_000_000.0), false), "5000000");
        assert_eq!(text(&Data::Error(CellErrorType::Div0), false), "#DIV/0!");
        assert_eq!(text(&Data::Empty, false), "");
    }

    #[test]
    fn a_cell_far_away_is_named_and_a_large_table_is_read() {
        let at = |row, column| Cell::new((row, column), Data::Bool(true));
        let (fault, _) = near(&[at(0, 0), at(1, 1), at(1_048_575, 16_383)]).unwrap_err();
        assert_eq!(fault, Fault::Limit(LimitFault::FarCell { cell: "XFD1048576".to_owned(), rows: 1_048_576, columns: 16_384 }));
        assert_eq!(near(&[at(0, 0), at(1_048_575, 3)]), Ok(()), "one column after another is no block to speak of");
        assert_eq!(near(&[]), Ok(()));
        let full = Span { cells: MOST_CELLS + 1, ..Span::default() };
        assert_eq!(full.fits(MOST_BLANK), Err(limit(LimitFault::Cells { most: MOST_CELLS })));
        let full: Vec<Cell<Data>> = (0..2000).map(|n| at(n * 500, n)).collect();
        assert!(near(&full).is_err());
    }

    #[test]
    fn noise_is_no_workbook() {
        assert!(matches!(table(b"PK\x03\x04 nothing", None, |h| h.len()), Err((Fault::BadWorkbook { .. }, None))));
    }
}
