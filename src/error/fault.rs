//! What can be wrong with the input, as data.

use crate::error::Refusal;
use crate::error::judgement::JudgementFault;
use crate::error::limit::LimitFault;
use crate::error::look::LookFault;
use crate::model::ValueFault;
use crate::model::share::NoShare;

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
    /// So many texts that the fast encoder reads them.
    FastEncoder {
        /// Different texts.
        texts: usize,
        /// As many as are read closely.
        most: usize,
    },
    /// Elements that come in batches have no ids of their own.
    IdsNeeded,
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
        /// The reader's words; empty for a file whose parts contradict each other.
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
    /// A claim of which no share of the KPI can be told.
    NoShareTold {
        /// The KPI's name.
        kpi: String,
        /// Why.
        why: NoShare,
    },
    /// A claim that moves the KPI away from its target.
    MovesAway {
        /// The KPI's name.
        kpi: String,
    },
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
    /// A row of a knowledge table that cannot be used.
    Knowledge(KnowledgeFault),
    /// Something about an earlier run.
    Since(SinceFault),
    /// Something about actual results or the record of deliveries.
    Settle(SettleFault),
    /// A user's own judgements, or what was learned from them.
    Judgement(JudgementFault),
    /// A brand's colours or logo.
    Look(LookFault),
    /// More than a table may hold.
    Limit(LimitFault),
    /// An id or label of a labelled set that leads nowhere.
    UnknownId,
    /// Characters that no font at hand can draw: each is drawn as an empty box.
    MissingGlyphs,
    /// A file in the report's folder that the program did not write: kept.
    ForeignFile,
    /// The report that a new one replaced stands beside it and could not be removed.
    EarlierLeft,
    /// Files over several projects that an earlier run wrote, beside the report of one project.
    EarlierComparison,
}

/// What is wrong with a row of a knowledge table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KnowledgeFault {
    /// No such kind of concept, effect of a cue, or place of a cue.
    Word {
        /// What would be taken.
        accepted: &'static str,
    },
    /// A new concept or audience without a name in either language.
    NoName,
    /// A framing without a title in either language.
    NoTitle,
    /// A slot of a title that is not closed, not known, or could stay empty.
    Slot,
    /// An id that another row of the table has.
    IdTaken {
        /// Line of the first.
        first_line: u64,
    },
    /// A word of a form or an audience that another one has already.
    WordTaken {
        /// The other one.
        by: String,
    },
    /// A concept that stands in no table.
    UnknownConcept {
        /// One that is written alike.
        near: Option<String>,
    },
    /// A synonym that another concept has already.
    SynonymTaken {
        /// The other concept.
        by: String,
    },
    /// A weight that is no number from -1 to 1, or 0.
    Weight,
    /// A concept that drives itself.
    DrivesItself,
    /// One row says that it helps, another that it hurts.
    BothSigns {
        /// Line of the first.
        first_line: u64,
    },
    /// A guard that is a synonym itself.
    GuardIsSynonym {
        /// The concept.
        of: String,
    },
}

/// What is to be said about an earlier run that a report is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SinceFault {
    /// The folder holds no earlier run of the project.
    NoEarlierRun {
        /// The project.
        project: String,
        /// Projects of earlier runs that the tables no longer hold.
        others: Vec<String>,
    },
    /// A summary that the system does not give out.
    Unread {
        /// The system's reason.
        reason: Refusal,
    },
    /// A summary that cannot be understood.
    Unreadable {
        /// The reader's words.
        detail: String,
    },
    /// A summary of a newer version than this program writes.
    Newer {
        /// Its version.
        found: u32,
        /// The version written here.
        known: u32,
    },
    /// A summary without what it was reckoned from.
    NoInputs,
}

/// What can be wrong with actual results or the record of deliveries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettleFault {
    /// No project by this name.
    ProjectUnknown {
        /// The nearest one.
        near: Option<String>,
    },
    /// The project is blank, and there are several.
    ProjectMissing,
    /// The project has no element by this name.
    ElementUnknown {
        /// The nearest one.
        near: Option<String>,
    },
    /// Several elements of the project have this name.
    ElementAmbiguous,
    /// Neither the element nor a KPI knows this metric.
    MetricUnknown {
        /// The nearest one the element states, else the nearest KPI.
        near: Option<String>,
    },
    /// A KPI knows the metric, but the element stated nothing for it.
    Unplanned,
    /// A number of the record that cannot be.
    Record {
        /// What would be taken.
        accepted: &'static str,
    },
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
