//! The sentences about cells in English.
use super::bound;
use crate::model::fault::{DateFlaw, DecimalMark, Grouping, ValueFault, Vocabulary};

/// Message and help for a fault.
pub(super) fn sentence(fault: &ValueFault) -> (String, String) {
    use ValueFault::*;
    match fault {
        MissingMarker { text } => (format!("`{text}` is read as blank"), "leave the cell empty if there is no value".to_owned()),
        FormulaError { text } => (format!("`{text}` is a formula error from the spreadsheet"), "fix the cell and export again".to_owned()),
        ColumnTooNarrow { text } => {
            (format!("`{text}`: the column was too narrow when the file was exported"), "widen the column and export again".to_owned())
        }
        Formula { text } => (format!("`{text}` is a formula, not its result"), "write the result, or export values".to_owned()),
        NotANumber { text } => (format!("`{text}` is not a number"), "write one number, such as 1200, 12%, 3.5 h or 1.2M".to_owned()),
        NotOnlyANumber { text, part } => (format!("`{part}` in `{text}` cannot be read"), "write only a number and its unit".to_owned()),
        NotFinite { text } => (format!("`{text}` is not a finite number"), "write a number or leave the cell empty".to_owned()),
        TooLarge { text } => (format!("`{text}` is too large"), "check digits and scale".to_owned()),
        TooSmall { text } => (format!("`{text}` is too small to be told from zero"), "check the exponent, or write 0".to_owned()),
        Implausible { text, value } => {
            (format!("`{text}` is read as {value:e}, which is out of any usual range"), "check digits and scale".to_owned())
        }
        DoubledPercent { text } => (format!("`{text}` has more than one percent sign"), "write one %".to_owned()),
        DoubledSign { text } => (format!("`{text}` has more than one sign"), "write one + or -".to_owned()),
        ProgrammerForm { text } => {
            (format!("`{text}` is a programmer's way to write a number"), "write decimal digits, such as 1000 or 1,000".to_owned())
        }
        SpecialDigits { text } => (format!("`{text}` holds superscript, circled or fraction characters"), "write plain digits".to_owned()),
        OtherDecimalMark { text, file, accepted } => {
            let en = mark(*file);
            (format!("`{text}` has another decimal mark than this file, which uses the {en}"), format!("write {accepted}"))
        }
        AmbiguousMark { text, fraction, whole } => {
            (format!("`{text}` could be {fraction} or {whole}"), format!("write {fraction} or {whole}"))
        }
        BadGroups { text } => (
            format!("the digits of `{text}` are not grouped in any known way"),
            "group by threes, as in 1,234,567, or not at all".to_owned(),
        ),
        OddGroups { text, style, value } => {
            let en = match style {
                Grouping::Fours => "groups of four digits",
                Grouping::Indian => "Indian groups",
                Grouping::DecimalMark => "the decimal mark used for groups",
            };
            (format!("`{text}` has {en}; read as {value}"), format!("write {value}"))
        }
        DashAsMinus { text } => (format!("the dash in `{text}` is read as a minus sign"), "write a minus sign (-)".to_owned()),
        TrailingMinus { text, value } => (format!("`{text}` is read as {value}"), format!("write {value}")),
        SignWord { text, word, value } => (format!("`{word}` in `{text}` is read as a sign: {value}"), "write + or -".to_owned()),
        About { text, word } => {
            (format!("`{text}` says `{word}` (about); the number is taken as exact"), "write the number alone".to_owned())
        }
        Bound { text, comparator, value } => (
            format!("`{text}` is a bound ({}); {value} is taken", bound(*comparator)),
            "write the number alone; the direction has its own column".to_owned(),
        ),
        BoundNotAllowed { text, comparator } => {
            (format!("`{text}` is a bound ({}); one number is wanted here", bound(*comparator)), "write the number alone".to_owned())
        }
        RangeNotAllowed { text, low, high } => (
            format!("`{text}` is a range ({low} to {high}); one number is wanted here"),
            format!("give one number, such as {low} or {high}"),
        ),
        RangeReversed { text } => (format!("the range `{text}` runs from high to low"), "write the lower end first".to_owned()),
        RangeAmbiguous { text } => {
            (format!("the second - in `{text}` could be `to` or a minus sign"), "join the ends with ~, as in -8~-5".to_owned())
        }
        MixedUnits { text, one, other } => {
            (format!("`{text}` has two units that do not fit together: `{one}` and `{other}`"), "use one unit".to_owned())
        }
        IsDate { text } => (
            format!("`{text}` is a date; a number is wanted here"),
            "write a number; if the spreadsheet made it a date, set the column to number".to_owned(),
        ),
        IsTime { text } => {
            (format!("`{text}` is a clock time; a number is wanted here"), "write a duration, such as 90 min or 1.5 h".to_owned())
        }
        FractionOrPercent { text, as_percent, as_fraction } => {
            (format!("`{text}` is read as {as_percent}; it could also be {as_fraction}"), format!("write {as_fraction} or {as_percent}"))
        }
        ScaleTwice { text, unit, read } => {
            (format!("both `{text}` and the unit `{unit}` have a scale; it counts once: {read}"), "write the scale in one place".to_owned())
        }
        ScaleLeftOut { text, unit } => (
            format!("`{text}` is taken as written, without the scale of the column's unit `{unit}`"),
            format!("write the number alone if it counts in `{unit}`"),
        ),
        WAsWan { text, value } => {
            (format!("the w in `{text}` is read as 万 (ten thousand): {value}"), "write 万, or the full number; watts as `watt`".to_owned())
        }
        PointsAssumed { text } => (format!("`{text}` is read as percentage points"), "write pp to be clear".to_owned()),
        UnknownUnit { text, unit } => (
            format!("the unit `{}` of `{text}` is not known; it only compares with itself", unit.label()),
            "use a common unit if there is one".to_owned(),
        ),
        RemarkIgnored { text, remark } => (format!("`{remark}` in `{text}` is left aside"), "put remarks into the description".to_owned()),
        NotADate { text } => (format!("`{text}` is not a date"), "write it as 2026-03-31, 2026-03, 2026Q1 or 2026-W05".to_owned()),
        NoSuchDate { text, flaw: why } => {
            let en = flaw(*why);
            (format!("the date `{text}` does not exist: {en}"), "correct the date".to_owned())
        }
        AmbiguousDate { text, day_first, month_first } => {
            (format!("`{text}` could be {day_first} or {month_first}"), format!("write {day_first} or {month_first}"))
        }
        ShortYear { text } => {
            (format!("it is not clear which part of `{text}` is the year"), "write the year with four digits, as in 2026-03-31".to_owned())
        }
        CenturyAssumed { text, year } => (format!("`{text}` is taken to be in {year}"), "write the year with four digits".to_owned()),
        SerialDate { text, date } => {
            (format!("`{text}` is a spreadsheet's serial number, read as {date} (1900 date system)"), format!("write {date}"))
        }
        YearAssumed { text, year } => (format!("`{text}` has no year; {year} is assumed"), "write the year".to_owned()),
        YearMissing { text } => (format!("`{text}` has no year, and today is not known"), "write the year, or set `today`".to_owned()),
        FiscalYear { text, first, last } => {
            (format!("the fiscal year `{text}` runs from {first} to {last}"), "its end is set by `fiscal_year_end`".to_owned())
        }
        UnknownWord { text, vocabulary, accepted, near } => {
            let near = match near.as_slice() {
                [] => String::new(),
                near => format!("did you mean {}? ", near.join(", ")),
            };
            let en = vocabulary_name(*vocabulary);
            (format!("`{text}` is not a known {en}"), format!("{near}accepted: {}", accepted.join(", ")))
        }
        OutOfRange { text, low, high } => {
            (format!("`{text}` is not a whole number from {low} to {high}"), format!("write {low} to {high}, or high, medium, low"))
        }
        NegativeWeight { text } => (format!("the weight `{text}` is negative"), "write zero or a positive number".to_owned()),
        UnitNotAllowed { text, unit } => {
            (format!("`{text}` has the unit `{}`; a number or a percentage is wanted here", unit.label()), "leave the unit out".to_owned())
        }
    }
}

fn mark(mark: DecimalMark) -> &'static str {
    match mark {
        DecimalMark::Point => "point (1234.5)",
        DecimalMark::Comma => "comma (1234,5)",
    }
}

fn flaw(flaw: DateFlaw) -> String {
    match flaw {
        DateFlaw::Month(month) => format!("there is no month {month}"),
        DateFlaw::Day { last, .. } => format!("the month has {last} days"),
        DateFlaw::Week { last, .. } => format!("the year has {last} weeks"),
        DateFlaw::Quarter(quarter) => format!("there is no quarter {quarter}"),
        DateFlaw::Year(year) => format!("the year {year} is not within 1900 to 2199"),
    }
}

fn vocabulary_name(vocabulary: Vocabulary) -> &'static str {
    match vocabulary {
        Vocabulary::Direction => "direction",
        Vocabulary::ElementKind => "kind of element",
        Vocabulary::Role => "role",
        Vocabulary::FavorDirection => "direction of a favor",
        Vocabulary::LogKind => "kind of log entry",
        Vocabulary::Level => "level",
        Vocabulary::YesNo => "yes or no",
        Vocabulary::Period => "period",
    }
}
