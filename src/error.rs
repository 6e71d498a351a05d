//! What can go wrong, as data. Words for people are given by `lang`, so that every message exists in Chinese and in English.
//!
//! Three kinds of failure decide the exit status: [`Error::Failed`] (1), [`Error::Usage`] (2), [`Error::Input`] (3). Problems in the
//! user's tables are collected, never thrown one by one: a person with twelve wrong cells wants to hear of twelve cells.

use std::sync::Arc;

pub use crate::model::Severity;
use crate::model::ValueFault;

/// Where a problem sits. `line` is the physical line of the file, counted from 1; `None` speaks of the whole file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as the user typed it.
    pub file: Arc<str>,
    /// Physical line, from 1.
    pub line: Option<u64>,
    /// The column's fixed name (`target`), if one cell is meant.
    pub column: Option<&'static str>,
    /// That column's header as written.
    pub header: Option<String>,
    /// Address of the cell, for tables from a workbook.
    pub cell: Option<String>,
}

impl Place {
    /// The whole file.
    pub fn file(file: &Arc<str>) -> Self {
        Place { file: file.clone(), line: None, column: None, header: None, cell: None }
    }

    /// One line of a file.
    pub fn line(file: &Arc<str>, line: u64) -> Self {
        Place { line: Some(line), ..Place::file(file) }
    }
}

/// One thing to say about the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// Where it sits.
    pub place: Place,
    /// What was found there, as written.
    pub value: Option<String>,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a table, a row or a cell. Faults of single values are [`ValueFault`].
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// A cell's text could not be read as its column wants it, or only with an assumption.
    Value(ValueFault),
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Lines in two encodings.
    MixedEncodings,
    /// Bytes that do not fit the encoding in use.
    BadBytes {
        /// The encoding.
        encoding: &'static str,
    },
    /// An encoding nobody knows.
    UnknownEncoding {
        /// As given.
        name: String,
    },
    /// An encoding other than UTF-8 was recognised.
    EncodingUsed {
        /// Its name.
        encoding: &'static str,
    },
    /// Rows above the header were passed over.
    HeaderBelow {
        /// How many lines.
        lines: u64,
    },
    /// Another delimiter than the comma was recognised, one that programs do not expect.
    WideDelimiter,
    /// Columns stand where rows should.
    Transposed,
    /// The workbook has no such sheet.
    NoSheet {
        /// The sheets it has.
        sheets: Vec<String>,
    },
    /// A workbook that cannot be opened.
    BadWorkbook {
        /// The reader's words.
        detail: String,
    },
    /// A zip or OLE workbook under a text file's name.
    WorkbookAsText,
    /// A NUL byte in a text file.
    NulByte,
    /// Nothing in the file.
    EmptyFile,
    /// A header, but no row under it.
    NoRows,
    /// A quote that is opened and never closed.
    OpenQuote,
    /// A required column is absent; `accepted` lists its headers.
    MissingColumn {
        /// The column's fixed name.
        column: &'static str,
        /// Headers that would be taken.
        accepted: Vec<&'static str>,
        /// A header of the file that looks like it.
        near: Option<String>,
    },
    /// Two headers for one column.
    DuplicateHeader {
        /// Positions of both, from 1.
        at: (usize, usize),
    },
    /// No exact header for a column, but several that contain its name (Q1 target, Q2 target).
    SeveralHeaders {
        /// The column's fixed name.
        column: &'static str,
        /// The headers found.
        headers: Vec<String>,
    },
    /// A header that no column knows: kept aside.
    UnknownColumn {
        /// A column it may have meant.
        near: Option<&'static str>,
    },
    /// The headers are those of another kind of table.
    OtherTable {
        /// What was expected.
        expected: &'static str,
        /// What it looks like.
        looks_like: &'static str,
    },
    /// Neither the name nor the headers tell what kind of table it is.
    UnknownTable,
    /// Fewer cells than headers.
    ShortRow {
        /// Cells in the row.
        found: usize,
        /// Headers.
        expected: usize,
    },
    /// More filled cells than headers.
    LongRow {
        /// Cells in the row.
        found: usize,
        /// Headers.
        expected: usize,
    },
    /// A required cell is blank.
    Blank,
    /// A blank cell under a filled one, read as merged with it.
    FilledDown,
    /// A second row with the same key.
    DuplicateKey {
        /// Line of the first.
        first_line: u64,
    },
    /// An id given twice.
    DuplicateId {
        /// Line of the first.
        first_line: u64,
    },
    /// Rows of one element that give different values for something it has once.
    DiffersFromFirst {
        /// Line of the first.
        first_line: u64,
    },
    /// The direction says one thing, baseline and target another.
    DirectionContradicts,
    /// A bound (at least, at most) that speaks against the direction.
    BoundContradicts,
    /// Direction left blank and taken from baseline and target, from the words, or by default.
    DirectionAssumed {
        /// `true` for decrease.
        decrease: bool,
        /// What it was taken from.
        from: DirectionSource,
    },
    /// Weights of a department that do not sum to 1 or 100 %.
    WeightSum {
        /// The department.
        department: String,
        /// The sum found.
        sum: f64,
    },
    /// A negative cost.
    NegativeCost,
    /// A bare number between 0 and 1 for a percent KPI: percents or a fraction.
    SmallPercent,
    /// A contribution without the metric it contributes to.
    MetricMissing,
    /// A metric that no KPI carries.
    MetricUnknown {
        /// The nearest metric or KPI.
        near: Option<String>,
    },
    /// A metric that several KPIs carry: applied to each.
    MetricShared {
        /// How many.
        count: usize,
    },
    /// A unit that cannot be converted into the KPI's.
    UnitMismatch {
        /// The cell's unit.
        found: String,
        /// The KPI's.
        expected: String,
    },
    /// The header's unit in brackets and the unit cell disagree.
    HeaderUnit {
        /// Unit in the header.
        header: String,
        /// Unit in the cell.
        cell: String,
    },
    /// A department that has no KPI.
    DepartmentUnknown {
        /// The nearest one.
        near: Option<String>,
    },
    /// A department listed twice.
    SecondOwn {
        /// Line of the first own department.
        first_line: u64,
    },
    /// `--own` names a department that is not in the tables.
    OwnUnknown {
        /// The nearest one.
        near: Option<String>,
    },
    /// An end before the start.
    EndBeforeStart,
    /// A claim made for a year against a target of a shorter period.
    ClaimLongerThanTarget,
    /// A key that winwin.toml does not have.
    ConfigKey {
        /// The nearest one.
        near: Option<String>,
    },
    /// winwin.toml is not TOML, or a value has the wrong type.
    ConfigValue {
        /// The parser's words.
        detail: String,
    },
    /// An id or label of a labelled set that leads nowhere.
    UnknownId,
    /// Nothing to analyse: no element in the plan.
    NoCore,
    /// Characters that no font at hand can draw: each is drawn as an empty box.
    MissingGlyphs,
    /// A file in the report's folder that the program did not write: kept.
    ForeignFile,
}

/// What a blank direction was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectionSource {
    /// Target against baseline.
    Gap,
    /// A bound before the target (at most 5).
    Bound,
    /// Words in the KPI's name.
    Words,
    /// Nothing: increase by default.
    Default,
}

/// Why a run ended without its result.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// The tables have errors; every problem found, ordered by file and line.
    Input(Vec<Problem>),
    /// The command line asks for something that does not exist.
    Usage(Message),
    /// The machine said no (missing file, full disk, folder that cannot be written).
    Failed(Message),
}

impl Error {
    /// The process exit status of the contract: 1 failed, 2 usage, 3 input.
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Failed(_) => 1,
            Error::Usage(_) => 2,
            Error::Input(_) => 3,
        }
    }
}

/// A failure outside the tables.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A path that cannot be read.
    CannotRead {
        /// As typed.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A path that cannot be written.
    CannotWrite {
        /// As typed.
        path: String,
        /// The system's reason.
        reason: String,
    },
    /// A folder without the table that is needed.
    NoTable {
        /// The folder.
        folder: String,
        /// `kpis` or `elements`.
        table: &'static str,
    },
    /// Standard input named for two tables.
    TwoStdin,
    /// Neither a folder nor a flag names this table.
    TableNotGiven {
        /// `kpis` or `elements`.
        table: &'static str,
    },
    /// Two files of one kind in a folder.
    TwoTables {
        /// The two files.
        files: (String, String),
    },
    /// A flag's value that is out of range.
    BadFlag {
        /// The flag.
        flag: &'static str,
        /// What was given.
        value: String,
        /// What would be taken, in English.
        accepted: &'static str,
        /// What would be taken, in Chinese.
        accepted_zh: &'static str,
    },
    /// `explain` found no KPI or element by that text.
    NoSuchText {
        /// `kpi` or `element`.
        what: &'static str,
        /// What was asked for.
        text: String,
        /// Names that are there.
        near: Vec<String>,
    },
    /// A picture or table could not be made: a fault of the program, told with its cause.
    Internal {
        /// What was being made.
        what: String,
        /// The cause.
        reason: String,
    },
}

/// Puts problems in the order a person works through them: by file, line, then severity.
pub fn sort_problems(problems: &mut Vec<Problem>) {
    problems.sort_by(|a, b| {
        let key = |p: &Problem| (p.place.file.clone(), p.place.line.unwrap_or(0), std::cmp::Reverse(p.severity), p.place.column);
        key(a).cmp(&key(b))
    });
    problems.dedup();
}

/// Whether any of them stops the run.
pub fn any_error(problems: &[Problem]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_are_those_of_the_contract() {
        let io = Message::NoTable { folder: "x".into(), table: "kpis" };
        assert_eq!(Error::Failed(io.clone()).exit_code(), 1);
        assert_eq!(Error::Usage(io).exit_code(), 2);
        assert_eq!(Error::Input(vec![]).exit_code(), 3);
    }

    #[test]
    fn problems_are_ordered_by_file_and_line() {
        let at = |file: &str, line| Problem {
            severity: Severity::Warning,
            place: Place::line(&Arc::from(file), line),
            value: None,
            fault: Fault::Blank,
        };
        let mut all = vec![at("b.csv", 1), at("a.csv", 9), at("a.csv", 2), at("a.csv", 2)];
        sort_problems(&mut all);
        let order: Vec<_> = all.iter().map(|p| (p.place.file.to_string(), p.place.line)).collect();
        assert_eq!(order, [("a.csv".into(), Some(2)), ("a.csv".into(), Some(9)), ("b.csv".into(), Some(1))]);
    }
}
