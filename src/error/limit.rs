//! What can be too much in a table.

/// Why a table is refused for its size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitFault {
    /// More rows than are read.
    Rows {
        /// Rows of the table.
        rows: usize,
        /// Most rows.
        most: usize,
    },
    /// More columns than a table can have.
    Columns {
        /// Cells of the row.
        columns: usize,
        /// Most columns.
        most: usize,
    },
    /// More cells than are kept of a table, blank ones too.
    TableCells {
        /// Most cells.
        most: usize,
    },
    /// A cell with more text than is read.
    LongCell {
        /// Its characters.
        characters: usize,
        /// Most characters.
        most: usize,
    },
    /// A workbook that unpacks to more than is read.
    Unpacked {
        /// Most megabytes.
        most: u64,
    },
    /// More filled cells than a sheet may have.
    Cells {
        /// Most cells.
        most: u64,
    },
    /// More texts than the cells of a workbook may share.
    Texts {
        /// Most texts.
        most: u64,
    },
    /// A part of a workbook with more tags than are read.
    Tags {
        /// Most tags.
        most: u64,
    },
    /// A cell so far from the others that the sheet between them is nearly all blank.
    FarCell {
        /// Its address.
        cell: String,
        /// Rows of the sheet up to it.
        rows: u64,
        /// Columns of the sheet up to it.
        columns: u64,
    },
}
