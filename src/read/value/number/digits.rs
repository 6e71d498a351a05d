//! The digits of one number: groups, decimal mark, exponent.
//!
//! Knows both customs (`1,234.5` and `1.234,5`); which of them holds is settled once per file. Invariant:
//! digits are never dropped, and a text that could be two numbers is an error or a warning.
//! Limits: ASCII digits only.
use crate::model::fault::{DecimalMark, Grouping, ValueFault};
use crate::text::fold::narrow;

/// Splits `text` into the digits at its start (with marks, groups and exponent) and the rest.
pub(super) fn split(text: &str) -> (&str, &str) {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while let Some(byte) = bytes.get(end) {
        let inside = match byte {
            b'0'..=b'9' | b'.' | b',' | b'_' => true,
            b' ' | b'\'' => end > 0 && digit(end - 1) && digit(end + 1),
            _ => false,
        };
        if !inside {
            break;
        }
        end += 1;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) && end > 0 {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if digit(end + 1 + sign) {
            end += 1 + sign;
            while digit(end) {
                end += 1;
            }
        }
    }
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Reads a token of [`split`]: plain decimal text that `f64` parses exactly, and how the groups were unusual.
pub(super) fn read(token: &str, mark: DecimalMark) -> Result<(String, Option<Grouping>), ValueFault> {
    let (point, comma) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let bad = || ValueFault::BadGroups { text: token.to_owned() };
    if !token.contains(|c: char| c.is_ascii_digit()) {
        return Err(ValueFault::NotANumber { text: token.to_owned() });
    }
    if token.contains('_') {
        return Err(ValueFault::ProgrammerForm { text: token.to_owned() });
    }
    let (mantissa, exponent) = match token.find(['e', 'E']) {
        Some(at) => token.split_at_checked(at).ok_or_else(bad)?,
        None => (token, ""),
    };
    let points = mantissa.matches(point).count();
    if points > 1 {
        // Several decimal marks can only be groups.
        let whole = grouped(mantissa, point).filter(|(_, style)| style.is_none()).ok_or_else(bad)?;
        return Ok((whole.0 + exponent, Some(Grouping::DecimalMark)));
    }
    let (whole, fraction) = mantissa.split_once(point).unwrap_or((mantissa, ""));
    if fraction.contains(|c: char| !c.is_ascii_digit()) {
        return Err(other_mark(token, mark).unwrap_or_else(bad));
    }
    if (whole.is_empty() && fraction.is_empty()) || (points == 1 && fraction.is_empty() && point == ',') {
        return Err(bad());
    }
    let separators: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    let Some(separator) = separators.first().copied() else {
        return Ok((plain(whole, fraction, exponent), None));
    };
    if separators.iter().any(|c| *c != separator) {
        return Err(other_mark(token, mark).unwrap_or_else(bad));
    }
    if let Some((digits, style)) = grouped(whole, separator)
        && !(style.is_some() && separator != comma)
        // `5.0000` where the comma is the mark looks too much like a fraction.
        && !(style == Some(Grouping::Fours) && mark == DecimalMark::Comma && separators.len() == 1)
    {
        return Ok((plain(&digits, fraction, exponent), style));
    }
    if separator == comma && separators.len() == 1 && points == 0 {
        return Err(ambiguous(whole, comma, point));
    }
    Err(bad())
}

fn plain(whole: &str, fraction: &str, exponent: &str) -> String {
    format!("0{whole}.{fraction}0{exponent}")
}

/// The digits without separators when the groups follow a custom: threes, else fours or the Indian twos.
fn grouped(text: &str, separator: char) -> Option<(String, Option<Grouping>)> {
    let groups: Vec<&str> = text.split(separator).collect();
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    // A group is no fraction: 0,850 is not 850.
    if !groups.iter().all(digits) || first.starts_with('0') {
        return None;
    }
    let all = |size: usize| rest.iter().all(|g| g.len() == size) && first.len() <= size;
    let style = if all(3) {
        None
    } else if all(4) {
        Some(Grouping::Fours)
    } else if last.len() == 3 && first.len() <= 2 && !middle.is_empty() && middle.iter().all(|g| g.len() == 2) {
        Some(Grouping::Indian)
    } else {
        return None;
    };
    Some((groups.concat(), style))
}

/// `1,5` where the point is the mark.
fn ambiguous(whole: &str, comma: char, point: char) -> ValueFault {
    let fraction = whole.replace(comma, &point.to_string());
    let fraction = if fraction.starts_with(point) { format!("0{fraction}") } else { fraction };
    ValueFault::AmbiguousMark { text: whole.to_owned(), fraction, whole: whole.replace(comma, "") }
}

/// The fault of a number that is well formed for the other mark.
fn other_mark(token: &str, file: DecimalMark) -> Option<ValueFault> {
    let (other, point) = match file {
        DecimalMark::Point => (DecimalMark::Comma, '.'),
        DecimalMark::Comma => (DecimalMark::Point, ','),
    };
    // Only one level deep: a number of the other custom holds both marks, so it is well formed there.
    let both = token.contains(['.']) || token.contains(' ');
    let mark = if other == DecimalMark::Comma { ',' } else { '.' };
    let at = token.rfind(mark).filter(|_| both || token.contains(','))?;
    let (whole, fraction) = token.split_at_checked(at)?;
    let fraction = fraction.get(1..)?;
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let separator = whole.chars().find(|c| !c.is_ascii_digit())?;
    let digits = grouped(whole, separator).filter(|(_, style)| style.is_none())?.0;
    Some(ValueFault::OtherDecimalMark { text: token.to_owned(), file, accepted: format!("{digits}{point}{fraction}") })
}

/// Settles the decimal mark of a file from its numeric cells.
///
/// A cell is evidence when its number can have one mark only: `1.234,56`, `0,85`, `1.000.000` for the comma;
/// `1,234.56`, `0.85`, `1,000,000` for the point; `1,234` and `5,0000` for neither. The comma holds when some cell
/// says so and none says otherwise. Without evidence, undecided cells follow the delimiter: files separated
/// by semicolons come from where the comma is the decimal mark.
pub fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>, semicolons: bool) -> DecimalMark {
    let (mut comma, mut point, mut open) = (false, false, false);
    for cell in cells {
        let cell = narrow(cell);
        let start = cell.find(|c: char| c.is_ascii_digit()).unwrap_or(cell.len());
        // `.5` and `,5`: the mark stands before the first digit.
        let start = start - usize::from(cell.get(..start).is_some_and(|head| head.ends_with(['.', ','])));
        let (token, rest) = split(cell.get(start..).unwrap_or(""));
        // A second run of digits: a date, a range, a version, none of them evidence.
        if rest.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        match evidence(token) {
            Evidence::Comma => comma = true,
            Evidence::Point => point = true,
            Evidence::Open => open = true,
            Evidence::None => {}
        }
    }
    if !point && (comma || (open && semicolons)) { DecimalMark::Comma } else { DecimalMark::Point }
}

enum Evidence {
    Comma,
    Point,
    Open,
    None,
}

fn evidence(token: &str) -> Evidence {
    let token = token.split(['e', 'E']).next().unwrap_or("");
    let comma = read(token, DecimalMark::Comma).is_ok_and(|(_, style)| style.is_none());
    let point = read(token, DecimalMark::Point).is_ok_and(|(_, style)| style.is_none());
    let marked = token.contains(['.', ',']);
    match (comma, point) {
        // 5,0000: four decimals or a group of four.
        (true, false) if token.split_once(',').is_some_and(|(_, f)| f.len() == 4) && !token.contains(['.', ' ']) => Evidence::None,
        (true, false) => Evidence::Comma,
        (false, true) => Evidence::Point,
        (true, true) if marked => Evidence::Open,
        _ => Evidence::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(token: &str, mark: DecimalMark) -> Option<f64> {
        read(token, mark).ok().and_then(|(digits, _)| digits.parse().ok())
    }

    #[test]
    fn both_customs() {
        use DecimalMark::{Comma, Point};
        for (token, mark, expected) in [
            ("1,234,567.89", Point, Some(1_234_567.89)),
            ("1 234.5", Point, Some(1234.5)),
            ("1'234.5", Point, Some(1234.5)),
            (".5", Point, Some(0.5)),
            ("5.", Point, Some(5.0)),
            ("1,23,45,678", Point, Some(12_345_678.0)),
            ("1,234,56", Point, None),
            ("0,850", Point, None),
            ("1,5", Point, None),
            (",5", Point, None),
            ("1.2.3", Point, None),
            ("1.2,345.6", Point, None),
            ("", Point, None),
            (".", Point, None),
            ("1.234.567,89", Comma, Some(1_234_567.89)),
            ("1.234", Comma, Some(1234.0)),
            (",5", Comma, Some(0.5)),
            ("1,5E3", Comma, Some(1500.0)),
            ("1.5", Comma, None),
            ("5.0000", Comma, None),
            ("1,234.5", Comma, None),
        ] {
            assert_eq!(value(token, mark), expected, "{token} {mark:?}");
        }
    }

    #[test]
    fn the_other_mark_is_named() {
        let fault = read("1.234,56", DecimalMark::Point).unwrap_err();
        let accepted = "1234.56".to_owned();
        assert_eq!(fault, ValueFault::OtherDecimalMark { text: "1.234,56".into(), file: DecimalMark::Point, accepted });
        let fault = read("1,5", DecimalMark::Point).unwrap_err();
        assert_eq!(fault, ValueFault::AmbiguousMark { text: "1,5".into(), fraction: "1.5".into(), whole: "15".into() });
    }

    #[test]
    fn the_mark_is_settled_per_file() {
        use DecimalMark::{Comma, Point};
        let mark = |cells: &[&str], semicolons| decimal_mark(cells.iter().copied(), semicolons);
        assert_eq!(mark(&["10,5", "4,25", "200"], true), Comma);
        assert_eq!(mark(&["0,85"], false), Comma);
        assert_eq!(mark(&["€ 1.234,56", "1.000"], false), Comma);
        assert_eq!(mark(&["0,85", "0.5"], false), Point);
        assert_eq!(mark(&["1.234,56", "1,234.56"], true), Point);
        assert_eq!(mark(&["5,000"], false), Point);
        assert_eq!(mark(&["5,000"], true), Comma);
        assert_eq!(mark(&["5,0000", "2024.3.7", "1.5-2"], true), Point);
        assert_eq!(mark(&["1,234,567", "5,5"], false), Point);
        assert_eq!(mark(&[], true), Point);
        assert_eq!(mark(&["-,5 %"], false), Comma);
    }
}
