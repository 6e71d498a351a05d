//! How much a table may hold: what goes beyond is refused with the place, rather than read for minutes and written into every page.

use std::iter;
use std::sync::Arc;

use crate::error::{Fault, LimitFault, Place, Problem, Severity};
use crate::read::table::{MOST_CELLS, RawTable};

/// Most characters of a cell: more than any description, few enough for a page that repeats them.
pub const MOST_CHARACTERS: usize = 1_000_000;
/// Largest number that is read, either way: sums, differences and products of such are numbers still, while those of 1e308 are infinite.
pub const LARGEST: f64 = 1e100;
/// Most columns: those of a spreadsheet.
pub const MOST_COLUMNS: usize = 16_384;
/// Most rows unless the user asks for more; a million KPIs take 0.8 GB.
pub const MOST_ROWS: usize = 2_000_000;
/// Cells that are named; a file of nothing but long cells need not be told to its end.
const NAMED: usize = 20;
/// Characters shown of a cell that is too long.
const SHOWN: usize = 20;

/// What goes beyond the limits; empty for a table that may be read.
pub fn beyond(file: &Arc<str>, raw: &RawTable, rows: usize) -> Vec<Problem> {
    let problem = |place, value, fault| Problem { severity: Severity::Error, place, value, fault };
    if let Some((line, columns)) = raw.too_wide() {
        return vec![problem(Place::line(file, line), None, Fault::Limit(LimitFault::Columns { columns, most: MOST_COLUMNS }))];
    }
    if let Some(line) = raw.too_full() {
        return vec![problem(Place::line(file, line), None, Fault::Limit(LimitFault::TableCells { most: MOST_CELLS }))];
    }
    if raw.len() > rows {
        let fault = Fault::Limit(LimitFault::Rows { rows: raw.len(), most: rows });
        return vec![problem(Place::file(file), None, fault)];
    }
    // The header too: every place in the table shows the header of its column.
    let header = (raw.header_line, long(raw.header.iter().map(String::as_str)));
    let rows = raw.rows().map(|row| (row.line, long(row.cells())));
    let found = iter::once(header).chain(rows).flat_map(|(line, cells)| {
        cells.into_iter().map(move |(at, characters, text)| {
            let header = raw.header.get(at).map(|h| if h.len() > MOST_CHARACTERS { shown(h) } else { h.clone() });
            let cell = raw.sheet.as_ref().map(|s| s.address(at, line));
            let place = Place { header, cell, ..Place::line(file, line) };
            problem(place, Some(shown(text)), Fault::Limit(LimitFault::LongCell { characters, most: MOST_CHARACTERS }))
        })
    });
    found.take(NAMED).collect()
}

/// The cells of a row that are too long: where they stand, how long they are, and what they hold.
fn long<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<(usize, usize, &'a str)> {
    // Bytes are never fewer than characters, and counting them costs nothing.
    let cells = cells.enumerate().filter(|(_, c)| c.len() > MOST_CHARACTERS).map(|(at, c)| (at, c.chars().count(), c));
    cells.filter(|(_, characters, _)| *characters > MOST_CHARACTERS).collect()
}

/// The beginning of a text that is too long.
fn shown(text: &str) -> String {
    text.chars().take(SHOWN).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::table::Grid;

    #[test]
    fn a_header_is_held_against_the_limit_too() {
        let long = "x".repeat(MOST_CHARACTERS + 1);
        let mut grid = Grid::keeping(10);
        grid.push(3, ["kpi", long.as_str()].into_iter());
        grid.push(4, ["Orders", long.as_str()].into_iter());
        let raw = grid.with_header(|_| 0).unwrap();
        let found = beyond(&Arc::from("kpis.csv"), &raw, 10);
        let lines: Vec<_> = found.iter().map(|p| p.place.line).collect();
        assert_eq!(lines, [Some(3), Some(4)]);
        let start = Some(format!("{}…", "x".repeat(SHOWN)));
        assert!(found.iter().all(|p| p.place.header == start && p.value == start));
        let fault = Fault::Limit(LimitFault::LongCell { characters: MOST_CHARACTERS + 1, most: MOST_CHARACTERS });
        assert!(found.iter().all(|p| p.fault == fault));
    }
}
