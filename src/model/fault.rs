//! What can be wrong with a cell, as data.
//!
//! Knows nothing of sentences: those are in `lang::value_faults`, one per variant and language.
//! Invariant: `text` is the cell (or the part at fault) as compared, in half width; numbers are already those
//! a reader would write. `accepted`, `low`, `high`, `read` and the like are texts that the parser takes.
use crate::model::unit::Unit;
use jiff::civil::Date;

/// How much a fault weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth saying, nothing to do.
    Note,
    /// Read, but perhaps not as meant; or read as blank.
    Warning,
    /// Not read.
    Error,
}

/// The character between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DecimalMark {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
}

/// A bound written with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `≥`, 不低于, at least.
    AtLeast,
    /// `≤`, 不超过, at most.
    AtMost,
    /// `>`, 超过, more than.
    Above,
    /// `<`, 低于, less than.
    Below,
}

/// How the digits of a number were grouped when not in threes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// `1,2345,6789`
    Fours,
    /// `12,34,567`, India.
    Indian,
    /// `1.000.000` where the point is the decimal mark (or the comma likewise).
    DecimalMark,
}

/// The closed vocabularies a cell can be held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// increase, decrease
    Direction,
    /// core, optional
    ElementKind,
    /// own, partner, external
    Role,
    /// given, received
    FavorDirection,
    /// contact, advice …
    LogKind,
    /// 1-5, high, medium, low
    Level,
    /// yes, no
    YesNo,
    /// year, quarter …
    Period,
}

/// Why a date does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateFlaw {
    /// No such month in a year.
    Month(i64),
    /// The month has fewer days.
    Day {
        /// The day written.
        day: i64,
        /// How many the month has.
        last: i8,
    },
    /// The ISO year has fewer weeks (or week 0).
    Week {
        /// The week written.
        week: i64,
        /// How many the year has, 52 or 53.
        last: i8,
    },
    /// No such quarter.
    Quarter(i64),
    /// Outside 1900..=2199.
    Year(i64),
}

/// What is wrong with a cell, with what would be accepted where that is known.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "every `text` is the cell, and the other fields are said in the line above their variant")]
pub enum ValueFault {
    /// A word for "nothing here", read as blank.
    MissingMarker { text: String },
    /// `#REF!` and the like.
    FormulaError { text: String },
    /// `########`: exported while the column was too narrow.
    ColumnTooNarrow { text: String },
    /// A formula instead of its result.
    Formula { text: String },
    /// No number.
    NotANumber { text: String },
    /// A number inside other words; `part` is what could not be read.
    NotOnlyANumber { text: String, part: String },
    /// `inf`, `NaN`.
    NotFinite { text: String },
    /// Beyond what a number can hold.
    TooLarge { text: String },
    /// Not zero, but too near to it to be told apart.
    TooSmall { text: String },
    /// So large that it must be a slip, and whole numbers are no longer exact.
    Implausible { text: String, value: f64 },
    /// `12%%`.
    DoubledPercent { text: String },
    /// `--5`.
    DoubledSign { text: String },
    /// `0x1F`, `1_000`.
    ProgrammerForm { text: String },
    /// `10²`, `½`, `①`.
    SpecialDigits { text: String },
    /// Written for the other decimal mark than the file's; `accepted` is the same number in the file's form.
    OtherDecimalMark { text: String, file: DecimalMark, accepted: String },
    /// One mark followed by other than three digits: a fraction or a group.
    AmbiguousMark { text: String, fraction: String, whole: String },
    /// Groups of digits that fit no custom.
    BadGroups { text: String },
    /// Read, though the groups are unusual.
    OddGroups { text: String, style: Grouping, value: f64 },
    /// A dash stood for the minus sign.
    DashAsMinus { text: String },
    /// `500-`.
    TrailingMinus { text: String, value: f64 },
    /// A word or an arrow stood for the sign.
    SignWord { text: String, word: String, value: f64 },
    /// 约, about.
    About { text: String, word: String },
    /// A bound where one number is wanted; the number was taken.
    Bound { text: String, comparator: Comparator, value: f64 },
    /// A bound where none may stand.
    BoundNotAllowed { text: String, comparator: Comparator },
    /// A range where one number is wanted.
    RangeNotAllowed { text: String, low: String, high: String },
    /// The first end is above the second.
    RangeReversed { text: String },
    /// `-5-8`: from -5 to 8 or from -5 to -8.
    RangeAmbiguous { text: String },
    /// Two units that have nothing to do with each other in one cell.
    MixedUnits { text: String, one: String, other: String },
    /// A date in a column of numbers.
    IsDate { text: String },
    /// A clock time in a column of numbers.
    IsTime { text: String },
    /// 0 < x < 1 under a percent unit: taken as `as_percent` (0.6 %), perhaps meant as `as_fraction` (60 %).
    FractionOrPercent { text: String, as_percent: String, as_fraction: String },
    /// Scale in the cell and in the unit: read once, as `read`.
    ScaleTwice { text: String, unit: String, read: String },
    /// The cell names the unit without the scale of its column: taken as written, without the scale.
    ScaleLeftOut { text: String, unit: String },
    /// `50w`, taken as 50万.
    WAsWan { text: String, value: f64 },
    /// `6 pts` where nothing says percent: taken as percentage points.
    PointsAssumed { text: String },
    /// A unit the registry does not know, kept as it is.
    UnknownUnit { text: String, unit: Unit },
    /// Words in brackets behind a number, left aside.
    RemarkIgnored { text: String, remark: String },
    /// No date.
    NotADate { text: String },
    /// A day, month or week that does not exist.
    NoSuchDate { text: String, flaw: DateFlaw },
    /// Day and month could change places.
    AmbiguousDate { text: String, day_first: Date, month_first: Date },
    /// The year has two digits, and another part could be the year.
    ShortYear { text: String },
    /// Two digits taken as a year of this century.
    CenturyAssumed { text: String, year: i16 },
    /// The serial number of a spreadsheet's 1900 date system.
    SerialDate { text: String, date: Date },
    /// No year written: taken from today.
    YearAssumed { text: String, year: i16 },
    /// No year written, and today is not known.
    YearMissing { text: String },
    /// A fiscal year: from first to last.
    FiscalYear { text: String, first: Date, last: Date },
    /// Not one of the words that may stand here.
    UnknownWord { text: String, vocabulary: Vocabulary, accepted: Vec<&'static str>, near: Vec<&'static str> },
    /// A number outside what is allowed, both ends included.
    OutOfRange { text: String, low: f64, high: f64 },
    /// A negative weight.
    NegativeWeight { text: String },
    /// A unit where a pure number or a percentage is wanted.
    UnitNotAllowed { text: String, unit: Unit },
}
