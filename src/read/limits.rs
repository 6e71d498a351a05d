//! How much a table may hold: what goes beyond is refused with the place, rather than read for minutes and written into every page.

use std::sync::Arc;

use crate::error::{Fault, LimitFault, Place, Problem, Severity};
use crate::read::table::RawTable;

/// Most characters of a cell: more than any description, few enough for a page that repeats them.
pub const MOST_CHARACTERS: usize = 1_000_000;
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
    if raw.len() > rows {
        let fault = Fault::Limit(LimitFault::Rows { rows: raw.len(), most: rows });
        return vec![problem(Place::file(file), None, fault)];
    }
    let long = raw.rows().flat_map(|row| {
        let line = row.line;
        // Bytes are never fewer than characters, and counting them costs nothing.
        let cells = row.cells().enumerate().filter(|(_, c)| c.len() > MOST_CHARACTERS).map(|(at, c)| (at, c.chars().count(), c));
        let cells: Vec<_> = cells.filter(|(_, characters, _)| *characters > MOST_CHARACTERS).collect();
        cells.into_iter().map(move |(at, characters, text)| {
            let value = text.chars().take(SHOWN).chain(['…']).collect();
            let cell = raw.sheet.as_ref().map(|s| s.address(at, line));
            let place = Place { header: raw.header.get(at).cloned(), cell, ..Place::line(file, line) };
            problem(place, Some(value), Fault::Limit(LimitFault::LongCell { characters, most: MOST_CHARACTERS }))
        })
    });
    long.take(NAMED).collect()
}
