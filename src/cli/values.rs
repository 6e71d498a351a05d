//! What the texts of flags say: columns, days, shares and rates, and the day by the clock. The only place that knows the clock.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::error::{Error, Message};
use crate::read::columns::TableKind;

/// `--map` flags by folded header: `column=header`.
///
/// # Errors
/// A flag without `=` or with an unknown column.
pub fn maps(flags: &[String]) -> Result<BTreeMap<TableKind, BTreeMap<String, String>>, Error> {
    let mut maps: BTreeMap<TableKind, BTreeMap<String, String>> = BTreeMap::new();
    for flag in flags {
        let bad = || {
            let (accepted, accepted_zh) = ("COLUMN=HEADER with a column of the tables", "列名=表头，列名须为表中的列");
            Error::Usage(Message::BadFlag { flag: "--map", value: flag.clone(), accepted, accepted_zh })
        };
        let (column, header) = flag.split_once('=').ok_or_else(bad)?;
        let column = column.trim();
        let kinds: Vec<TableKind> = TableKind::ALL.into_iter().filter(|k| k.columns().iter().any(|c| c.name == column)).collect();
        if kinds.is_empty() || header.trim().is_empty() {
            return Err(bad());
        }
        for kind in kinds {
            maps.entry(kind).or_default().insert(crate::text::fold(header), column.to_owned());
        }
    }
    Ok(maps)
}

/// A day from a flag, or the clock's when none is given.
///
/// # Errors
/// Text that is no day.
pub fn day(flag: Option<&str>) -> Result<Option<Date>, Error> {
    let Some(text) = flag else { return Ok(None) };
    let bad = || {
        let (accepted, accepted_zh) = ("a day such as 2026-11-16", "日期，如 2026-11-16");
        Error::Usage(Message::BadFlag { flag: "--today", value: text.to_owned(), accepted, accepted_zh })
    };
    text.trim().parse().map(Some).map_err(|_| bad())
}

/// The day by the clock, in UTC so that no time zone table is needed.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// A share from a flag: 0 to 1.
///
/// # Errors
/// A number outside.
pub fn share(flag: &'static str, value: Option<f64>) -> Result<Option<f64>, Error> {
    within(flag, value, |v| (0.0..=1.0).contains(&v), ("a number from 0 to 1", "0 到 1 之间的数"))
}

/// Least overlap: −1 to 1.
///
/// # Errors
/// A number outside.
pub fn overlap(value: Option<f64>) -> Result<Option<f64>, Error> {
    within("--min-overlap", value, |v| (-1.0..=1.0).contains(&v), ("a number from -1 to 1", "-1 到 1 之间的数"))
}

/// A base rate: strictly between 0 and 1.
///
/// # Errors
/// A number outside.
pub fn base_rate(value: Option<f64>) -> Result<Option<f64>, Error> {
    within("--base-rate", value, |v| v > 0.0 && v < 1.0, ("a number between 0 and 1", "0 与 1 之间的数，不含两端"))
}

/// Titles from `--title`, without space at their ends.
///
/// # Errors
/// A title without words.
pub fn titles(flags: &[String]) -> Result<Vec<String>, Error> {
    let title = |text: &String| match text.trim() {
        "" => {
            let (accepted, accepted_zh) = ("a title in words", "题目文字");
            Err(Error::Usage(Message::BadFlag { flag: "--title", value: text.clone(), accepted, accepted_zh }))
        }
        title => Ok(title.to_owned()),
    };
    flags.iter().map(title).collect()
}

type Accepted = (&'static str, &'static str);

fn within(flag: &'static str, value: Option<f64>, good: impl Fn(f64) -> bool, says: Accepted) -> Result<Option<f64>, Error> {
    match value {
        Some(v) if !good(v) => Err(Error::Usage(Message::BadFlag { flag, value: v.to_string(), accepted: says.0, accepted_zh: says.1 })),
        v => Ok(v),
    }
}

/// `--keep`: `0.9` or `90%`; a bare number above 1 is a percentage.
///
/// # Errors
/// Text that is neither.
pub fn keep(value: Option<&str>) -> Result<Option<f64>, Error> {
    let Some(text) = value else { return Ok(None) };
    let trimmed = text.trim();
    let number: Option<f64> = trimmed.trim_end_matches('%').trim().parse().ok();
    let share = number.map(|n| if trimmed.ends_with('%') || n > 1.0 { n / 100.0 } else { n });
    match share {
        Some(s) if (0.0..=1.0).contains(&s) => Ok(Some(s)),
        _ => {
            let (accepted, accepted_zh) = ("a percentage such as 90%, or 0 to 1", "百分比，如 90%，或 0 到 1");
            Err(Error::Usage(Message::BadFlag { flag: "--keep", value: text.to_owned(), accepted, accepted_zh }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_checked() {
        assert_eq!(keep(Some("90%")), Ok(Some(0.9)));
        assert_eq!(keep(Some("0.9")), Ok(Some(0.9)));
        assert!(keep(Some("all")).is_err());
        assert!(share("--yes-line", Some(1.5)).is_err());
        assert!(base_rate(Some(0.0)).is_err());
        assert!([f64::NAN, 1.01, -1.01, f64::INFINITY].iter().all(|x| overlap(Some(*x)).is_err()));
        assert_eq!(overlap(Some(-1.0)), Ok(Some(-1.0)));
        assert_eq!(titles(&[" A ".into()]), Ok(vec!["A".to_owned()]));
        assert!(titles(&["A".into(), " ".into()]).is_err());
        assert!(day(Some("16/11/2026")).is_err());
        assert!(maps(&["target".into()]).is_err());
        assert_eq!(maps(&["target=2026 目标值".into()]).map(|m| m.len()), Ok(1));
    }
}
