//! Sheets of workbooks (.xlsx, .xlsm, .xls, .ods) to cells; the only file that uses calamine.
//!
//! Numbers come out as people would have typed them: a date as a day, a cell shown in percent as a percentage, an error value by its name.
//! Invariant: `line` is the sheet's own row number. Limits: formulas come with the result saved last; hidden rows are read like others; an
//! .ods does not say which cells are shown in percent, so that 0.12 there draws the warning of a bare fraction.

use std::io::Cursor;

use calamine::{Data, Reader, Sheets, open_workbook_auto_from_rs};

use crate::error::Fault;
use crate::read::table::{Grid, RawTable, Sheet};

type Failure = (Fault, Option<String>);

/// Reads a sheet by name, else the first one.
///
/// # Errors
/// A workbook that cannot be opened, a sheet it does not have (named), nothing on the sheet.
pub fn table(bytes: &[u8], sheet: Option<&str>, known: impl Fn(&[String]) -> usize) -> Result<RawTable, Failure> {
    let broken = |e: calamine::Error| (Fault::BadWorkbook { detail: e.to_string() }, None);
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
    let range = book.worksheet_range(&name).map_err(broken)?;
    let Some((first_row, first_column)) = range.start() else { return Err((Fault::EmptyFile, None)) };
    let styles = book.worksheet_style(&name).ok();
    let mut grid = Grid::default();
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
    let mut table = grid.with_header(known).ok_or((Fault::EmptyFile, None))?;
    table.sheet = Some(Sheet { name, column: first_column });
    Ok(table)
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
    fn noise_is_no_workbook() {
        assert!(matches!(table(b"PK\x03\x04 nothing", None, |h| h.len()), Err((Fault::BadWorkbook { .. }, None))));
    }
}
