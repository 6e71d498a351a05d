//! Dates and periods as people write them.
//!
//! Knows days, ISO weeks, months, quarters, halves, calendar and fiscal years, in Chinese and English, and
//! the serial numbers of spreadsheets. Invariant: `first <= last`, both exist; a period is worth its last day; nothing rolls over.
//! Limits: 1900..=2199; no relative dates (下周, next month), no ten-day periods (上旬), no clock times.
mod forms;

use super::{Parsed, overlong, spreadsheet_fault, unwrap_cell, words};
use crate::model::fault::{DateFlaw, Severity, ValueFault};
use crate::text::fold::{fold, narrow};
use forms::{Shape, Year};
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::Serialize;

/// What the reader knows about time.
#[derive(Debug, Clone, PartialEq)]
pub struct DateContext {
    /// Today, for dates without a year; `None` makes them errors.
    pub today: Option<Date>,
    /// The month (1..=12) and day on which the fiscal year ends.
    pub fiscal_year_end: (i8, i8),
}

impl Default for DateContext {
    fn default() -> Self {
        Self { today: None, fiscal_year_end: (12, 31) }
    }
}

/// How exact a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// One day.
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A quarter of the calendar year.
    Quarter,
    /// A half of the calendar year.
    Half,
    /// A calendar or fiscal year.
    Year,
}

/// A date or period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateValue {
    /// The first day.
    pub first: Date,
    /// The last day, which is what the period is worth as a date.
    pub last: Date,
    /// How exact it was written.
    pub precision: Precision,
}

/// Reads one cell.
pub fn parse(text: &str, ctx: &DateContext) -> Parsed<DateValue> {
    let narrow = narrow(text);
    let cell = unwrap_cell(&narrow);
    if cell.is_empty() {
        return Parsed::blank();
    }
    if let Some(text) = overlong(cell) {
        return Parsed::error(ValueFault::NotADate { text });
    }
    if let Some(fault) = spreadsheet_fault(cell) {
        return Parsed::error(fault);
    }
    if words::is_missing(cell) {
        return Parsed::blank().with(Severity::Warning, ValueFault::MissingMarker { text: cell.to_owned() });
    }
    let mut faults = Vec::new();
    match forms::shape(cell).and_then(|shape| settle(cell, shape, ctx, &mut faults)) {
        Ok(value) => Parsed { value: Some(value), faults },
        Err(fault) => Parsed::error(fault),
    }
}

/// Whether a cell of a numeric column holds a date: one with a year and marks that no number has.
pub(super) fn looks_like_date(cell: &str) -> bool {
    let cell = fold(cell);
    let marks = cell.matches(['-', '/', '.']).count();
    let four = cell.bytes().take_while(u8::is_ascii_digit).count() == 4;
    let digit = cell.starts_with(|c: char| c.is_ascii_digit());
    // 2024年 is a year, 3年 a length of time; 3月5日 is a day, 3个月 a length of time.
    let named = digit
        && ((cell.contains('年') && cell.contains(['月', '季']))
            || (four && cell.ends_with('年'))
            || (cell.contains('月') && cell.ends_with(['日', '号'])));
    let written = (four && marks == 2 && !cell.starts_with('0')) || (marks == 2 && cell.matches('/').count() == 2);
    (written || named) && !matches!(forms::shape(&cell), Err(ValueFault::NotADate { .. }))
}

fn settle(cell: &str, shape: Shape, ctx: &DateContext, faults: &mut Vec<(Severity, ValueFault)>) -> Result<DateValue, ValueFault> {
    let none = |flaw| ValueFault::NoSuchDate { text: cell.to_owned(), flaw };
    let mut year = |year: Year| -> Result<i16, ValueFault> {
        let text = cell.to_owned();
        let (number, note) = match year {
            Year::Full(year) => (year, None),
            Year::Short(short) => {
                let year = 2000 + short;
                (year, i16::try_from(year).ok().map(|year| ValueFault::CenturyAssumed { text, year }))
            }
            Year::Absent => {
                let year = ctx.today.ok_or_else(|| ValueFault::YearMissing { text: text.clone() })?.year();
                (i64::from(year), Some(ValueFault::YearAssumed { text, year }))
            }
        };
        faults.extend(note.map(|fault| (Severity::Note, fault)));
        i16::try_from(number).ok().filter(|y| (1900..=2199).contains(y)).ok_or_else(|| none(DateFlaw::Year(number)))
    };
    let span = |first: Option<Date>, last: Option<Date>, precision| match (first, last) {
        (Some(first), Some(last)) if first <= last => Ok(DateValue { first, last, precision }),
        _ => Err(ValueFault::NotADate { text: cell.to_owned() }),
    };
    match shape {
        Shape::Day(y, m, d) => {
            let day = day(year(y)?, m, d).map_err(none)?;
            span(Some(day), Some(day), Precision::Day)
        }
        Shape::Either(y, a, b) => {
            let y = year(y)?;
            match (day(y, b, a), day(y, a, b)) {
                (Ok(one), Ok(other)) if one != other => {
                    Err(ValueFault::AmbiguousDate { text: cell.to_owned(), day_first: one, month_first: other })
                }
                (Ok(day), _) | (_, Ok(day)) => span(Some(day), Some(day), Precision::Day),
                (Err(flaw), Err(other)) => Err(none(if matches!(flaw, DateFlaw::Month(_)) { other } else { flaw })),
            }
        }
        Shape::Week(y, week) => {
            let y = year(y)?;
            let monday = |w: i8| ISOWeekDate::new(y, w, Weekday::Monday).ok();
            let last = if monday(53).is_some() { 53 } else { 52 };
            let first = i8::try_from(week).ok().and_then(monday).ok_or_else(|| none(DateFlaw::Week { week, last }))?.date();
            span(Some(first), first.checked_add(6.days()).ok(), Precision::Week)
        }
        Shape::Months(y, from, count) => {
            let y = year(y)?;
            let month = i8::try_from(from)
                .ok()
                .filter(|m| (1..=12).contains(m))
                .ok_or_else(|| none(if count == 3 { DateFlaw::Quarter((from + 2) / 3) } else { DateFlaw::Month(from) }))?;
            let last = Date::new(y, month + count - 1, 1).ok().map(Date::last_of_month);
            let precision = match count {
                1 => Precision::Month,
                3 => Precision::Quarter,
                6 => Precision::Half,
                _ => Precision::Year,
            };
            span(Date::new(y, month, 1).ok(), last, precision)
        }
        Shape::Fiscal(y) => {
            let y = year(y)?;
            let (month, end) = ctx.fiscal_year_end;
            // 29 February in a common year, 31 in a short month: the last day there is.
            let close = |y: i16| {
                let first = Date::new(y, month, 1).ok()?;
                first.with().day(end.min(first.days_in_month())).build().ok()
            };
            let first = close(y - 1).and_then(|day| day.tomorrow().ok());
            let value = span(first, close(y), Precision::Year)?;
            faults.push((Severity::Note, ValueFault::FiscalYear { text: cell.to_owned(), first: value.first, last: value.last }));
            Ok(value)
        }
        Shape::Serial(serial) => {
            // Day 1 is 1900-01-01 and the system counts a 29 February 1900 that never was.
            let date = Date::new(1899, 12, 30).ok().and_then(|zero| zero.checked_add(serial.days()).ok());
            let value = span(date, date, Precision::Day)?;
            faults.push((Severity::Warning, ValueFault::SerialDate { text: cell.to_owned(), date: value.last }));
            Ok(value)
        }
    }
}

fn day(year: i16, month: i64, day: i64) -> Result<Date, DateFlaw> {
    let month = i8::try_from(month).ok().filter(|m| (1..=12).contains(m)).ok_or(DateFlaw::Month(month))?;
    let first = Date::new(year, month, 1).map_err(|_| DateFlaw::Year(i64::from(year)))?;
    let flaw = DateFlaw::Day { day, last: first.days_in_month() };
    i8::try_from(day).ok().and_then(|d| Date::new(year, month, d).ok()).ok_or(flaw)
}

#[cfg(test)]
mod tests;
