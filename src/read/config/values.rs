//! Values of winwin.toml that have a form of their own: titles, and the day on which the fiscal year ends.

use jiff::civil::Date;

use crate::error::Fault;
use crate::read::config::wrong;

/// Most titles of the user's own, in winwin.toml or by flags: each is scored against every KPI.
pub const MOST_TITLES: usize = 50;

/// One title, or a list of them.
pub(super) fn titles(value: &toml::Value) -> Result<Vec<String>, Fault> {
    let given = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    let title = |v: &toml::Value| v.as_str().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    given.iter().map(title).collect::<Option<_>>().ok_or_else(|| wrong("\"…\", [\"…\", \"…\"]"))
}

/// Month and day of `MM-DD`, and of nothing else: half of a date must not pass for another day.
pub(super) fn month_day(text: &str) -> Option<(i8, i8)> {
    let two = |part: &str| if part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()) { part.parse::<i8>().ok() } else { None };
    let (month, day) = text.split_once('-')?;
    let (month, day) = (two(month)?, two(day)?);
    // A leap year, so that 02-29 is a day.
    Date::new(2024, month, day).is_ok().then_some((month, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::columns::TableKind;
    use crate::read::config::parse;

    #[test]
    fn only_a_month_and_a_day_end_the_fiscal_year() {
        assert_eq!((month_day("03-31"), month_day("02-29"), month_day("12-31")), (Some((3, 31)), Some((2, 29)), Some((12, 31))));
        let others = ["x-03-31-y", "2026-03-31", "03--31", "-03-31", "03-31-", "3-31", "+3-31", "02-30", "13-01", "00-10", "0331", ""];
        for other in others.into_iter().chain(["٠٣-٣١", " 03-31"]) {
            assert_eq!(month_day(other), None, "{other}");
            let faults = parse(&format!("lang = \"zh\"\nfiscal_year_end = \"{other}\"\n")).unwrap_err();
            assert_eq!(faults, [(Some(2), "fiscal_year_end".to_owned(), wrong("\"03-31\""))], "{other}");
        }
        assert_eq!(parse("fiscal_year_end = \"03-31\"\n").map(|c| c.fiscal_year_end), Ok(Some((3, 31))));
    }

    #[test]
    fn titles_are_counted() {
        let config = |titles: usize| parse(&format!("title = [{}]\n", "\"A night out\", ".repeat(titles)));
        assert_eq!(config(MOST_TITLES).map(|c| c.title.len()), Ok(MOST_TITLES));
        let faults = config(MOST_TITLES + 1).unwrap_err();
        assert_eq!(faults, [(Some(1), "title × 51".to_owned(), wrong("1 … 50"))]);
    }

    #[test]
    fn a_header_without_words_is_told_with_its_line() {
        for blank in ["", "  ", "\u{200b}"] {
            let faults = parse(&format!("[columns.kpis]\nkpi = \"Ziel\"\ntarget = \"{blank}\"\n")).unwrap_err();
            assert_eq!(faults, [(Some(3), "target".to_owned(), wrong("\"…\""))], "{blank:?}");
        }
        let config = parse("[columns.kpis]\ntarget = \"Plan 2026\"\n").unwrap();
        assert_eq!(config.written[&TableKind::Kpis]["target"], "Plan 2026");
        assert_eq!(config.headers[&TableKind::Kpis]["plan 2026"], "target");
    }
}
