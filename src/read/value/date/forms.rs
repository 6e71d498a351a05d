//! The shape of a date: which parts were written, before anything is known about the calendar.
use super::ValueFault;
use crate::read::value::chinese;

/// A year as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Year {
    /// Four digits.
    Full(i64),
    /// Two digits.
    Short(i64),
    /// None.
    Absent,
}

/// The parts of a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// Year, month, day.
    Day(Year, i64, i64),
    /// Year, and day and month in either order.
    Either(Year, i64, i64),
    /// Year and ISO week.
    Week(Year, i64),
    /// Year, first month, number of months (1, 3, 6, 12).
    Months(Year, i64, i8),
    /// A fiscal year, named by the year it ends in.
    Fiscal(Year),
    /// Days in a spreadsheet's 1900 system.
    Serial(i64),
}

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// One piece of a date text: a run of digits, or a run of letters or characters.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(i64, usize),
    Word(String),
    Mark(char),
}

use Token::{Mark, Number, Word};

/// The shape of half-width text.
pub(super) fn shape(cell: &str) -> Result<Shape, ValueFault> {
    let not_a_date = || ValueFault::NotADate { text: cell.to_owned() };
    let folded = cell.to_lowercase();
    let text = trim_words(strip_time(&folded));
    let tokens = tokens(text).ok_or_else(not_a_date)?;
    if let [Number(number, digits)] = tokens.as_slice() {
        return digits_only(*number, *digits).ok_or_else(not_a_date);
    }
    if let Some(shape) = numeric(cell, &tokens)? {
        return Ok(shape);
    }
    chinese_form(&tokens).or_else(|| named_month(&tokens)).or_else(|| lettered(&tokens)).ok_or_else(not_a_date)
}

/// Without a clock time at the end: `2024-03-01t00:00:00z`, `2024-03-01 08:30 pm`.
fn strip_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else {
        return text;
    };
    let head = text.get(..colon).unwrap_or("").trim_end_matches(|c: char| c.is_ascii_digit());
    let cut = head.strip_suffix('t').unwrap_or(head).trim_end();
    if cut.len() < text.len() && cut.contains(|c: char| c.is_ascii_digit()) { cut } else { text }
}

/// Without words that do not change the date: 前, 之前, by, a weekday in brackets.
fn trim_words(text: &str) -> &str {
    let text = text.trim_end_matches(['.', '。']);
    let text = ["截至", "截止", "by ", "before ", "until ", "due ", "end of ", "到", "于"]
        .iter()
        .find_map(|w| text.strip_prefix(w))
        .unwrap_or(text);
    let text = ["之前", "以前", "前", "止"].iter().find_map(|w| text.strip_suffix(w)).unwrap_or(text).trim();
    let open = text.find('(').filter(|_| text.ends_with(')'));
    match open.and_then(|at| text.split_at_checked(at)) {
        Some((date, day)) if ["周", "星期", "mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|w| day.contains(w)) => {
            date.trim()
        }
        _ => text,
    }
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = |test: fn(char) -> bool| rest.chars().take_while(|c| test(*c)).map(char::len_utf8).sum::<usize>();
        let end;
        if c.is_ascii_digit() {
            end = length(|c| c.is_ascii_digit());
            let digits = rest.get(..end)?;
            out.push(Number(digits.parse().ok()?, digits.len()));
        } else if c.is_ascii_alphabetic() {
            end = length(|c| c.is_ascii_alphabetic());
            out.push(Word(rest.get(..end)?.to_owned()));
        } else if let Some((value, length)) = chinese::leading(rest) {
            end = length;
            // Whole numbers below 10 000, so the cast is exact.
            let value = Some(value).filter(|v| v.fract() == 0.0 && *v < 10_000.0)? as i64;
            let digits = rest.get(..end)?.chars().count();
            out.push(Number(value, if digits == 4 { 4 } else { 2 }));
        } else {
            end = c.len_utf8();
            match c {
                ' ' | ',' | '\'' => out.push(Mark(' ')),
                '-' | '/' | '.' => out.push(Mark(c)),
                '–' | '—' => out.push(Mark('-')),
                '年' | '月' | '份' | '日' | '号' | '號' | '第' | '周' | '週' | '季' | '度' | '上' | '下' | '半' | '底' | '末' | '终'
                | '財' | '财' | '政' => {
                    out.push(Word(c.to_string()));
                }
                _ => return None,
            }
        }
        rest = rest.get(end..)?;
    }
    // A space only parts the others.
    out.retain(|token| *token != Mark(' '));
    Some(out)
}

fn digits_only(number: i64, digits: usize) -> Option<Shape> {
    match digits {
        8 => Some(Shape::Day(Year::Full(number / 10_000), number / 100 % 100, number % 100)),
        6 => Some(Shape::Months(Year::Full(number / 100), number % 100, 1)),
        // 1954 to 2119: what a planning table can mean.
        5 => Some(Shape::Serial(number)).filter(|_| (20_000..=80_000).contains(&number)),
        4 => Some(Shape::Months(Year::Full(number), 1, 12)),
        _ => None,
    }
}

fn year(number: i64, digits: usize) -> Option<Year> {
    match digits {
        4 => Some(Year::Full(number)),
        2 => Some(Year::Short(number)),
        _ => None,
    }
}

/// Numbers between marks: 2024-03-01, 2024.3, 3/4/2024, 03/2024.
fn numeric(cell: &str, tokens: &[Token]) -> Result<Option<Shape>, ValueFault> {
    Ok(match tokens {
        [Number(y, 4), Mark(a), Number(m, 1 | 2), Mark(b), Number(d, 1 | 2)] if a == b => Some(Shape::Day(Year::Full(*y), *m, *d)),
        [Number(y, 4), Number(m, 1 | 2), Number(d, 1 | 2)] => Some(Shape::Day(Year::Full(*y), *m, *d)),
        // With points the day comes first wherever that form is used.
        [Number(d, 1 | 2), Mark('.'), Number(m, 1 | 2), Mark('.'), Number(y, 4)] => Some(Shape::Day(Year::Full(*y), *m, *d)),
        [Number(a, 1 | 2), Mark(x), Number(b, 1 | 2), Mark(z), Number(y, 4)] if x == z => Some(Shape::Either(Year::Full(*y), *a, *b)),
        [Number(_, 1 | 2), Mark(a), Number(_, 1 | 2), Mark(b), Number(_, 1 | 2)] if a == b => {
            return Err(ValueFault::ShortYear { text: cell.to_owned() });
        }
        [Number(y, 4), Mark(_), Number(m, 1 | 2)] => Some(Shape::Months(Year::Full(*y), *m, 1)),
        [Number(m, 1 | 2), Mark(_), Number(y, 4)] => Some(Shape::Months(Year::Full(*y), *m, 1)),
        _ => None,
    })
}

/// Forms with 年, 月, 日, 季, 周, 半年.
fn chinese_form(tokens: &[Token]) -> Option<Shape> {
    let word = |token: Option<&Token>, words: &[&str]| matches!(token, Some(Word(w)) if words.contains(&w.as_str()));
    let (mut when, mut rest) = (Year::Absent, tokens);
    if let [Number(y, digits), Word(w), more @ ..] = tokens
        && matches!(w.as_str(), "年" | "财" | "財")
    {
        when = year(*y, *digits)?;
        rest = more;
        if w != "年" {
            // 2024财年, 2024财政年度
            let named = rest.iter().all(|t| word(Some(t), &["政", "年", "度"])) && rest.iter().any(|t| word(Some(t), &["年"]));
            return named.then_some(Shape::Fiscal(when));
        }
    } else if let [Number(y, 4), more @ ..] = tokens
        && !more.is_empty()
    {
        // 2024上半年
        when = Year::Full(*y);
        rest = more;
    } else if word(tokens.first(), &["年"]) {
        rest = tokens.get(1..)?;
        // 年底 without a number; 年 alone is no date.
        if rest.is_empty() {
            return None;
        }
    }
    while word(rest.first(), &["度", "第"]) || matches!(rest.first(), Some(Mark(_))) {
        rest = rest.get(1..)?;
    }
    let dated = when != Year::Absent;
    match rest {
        [] if dated => Some(Shape::Months(when, 1, 12)),
        [Word(w)] if matches!(w.as_str(), "底" | "末" | "终") => Some(Shape::Months(when, 1, 12)),
        [Word(half), Word(b), more @ ..] if b == "半" && more.iter().all(|t| word(Some(t), &["年", "度"])) => match half.as_str() {
            "上" => Some(Shape::Months(when, 1, 6)),
            "下" => Some(Shape::Months(when, 7, 6)),
            _ => None,
        },
        [Word(q), Number(n, 1), ..] if dated && q == "q" && rest.len() == 2 => Some(Shape::Months(when, n * 3 - 2, 3)),
        [Number(n, 1 | 2), Word(w), more @ ..] => {
            let ends = more.iter().all(|t| word(Some(t), &["份", "度", "底", "末"]));
            match w.as_str() {
                "季" if ends => Some(Shape::Months(when, n * 3 - 2, 3)),
                "周" | "週" if more.is_empty() => Some(Shape::Week(when, *n)),
                "月" if ends => Some(Shape::Months(when, *n, 1)),
                "月" => match more {
                    [Number(d, 1 | 2)] => Some(Shape::Day(when, *n, *d)),
                    [Number(d, 1 | 2), Word(w)] if matches!(w.as_str(), "日" | "号" | "號") => Some(Shape::Day(when, *n, *d)),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// Forms with an English month.
fn named_month(tokens: &[Token]) -> Option<Shape> {
    let month = |w: &str| {
        let at = MONTHS.iter().position(|name| *name == w || (w.len() >= 3 && name.starts_with(w) && w.len() <= 4))?;
        i64::try_from(at + 1).ok()
    };
    let tokens: Vec<&Token> = tokens
        .iter()
        .filter(|t| !matches!(t, Mark('-' | '/' | '.')) && !matches!(t, Word(w) if ["st", "nd", "rd", "th", "of"].contains(&w.as_str())))
        .collect();
    let day = |d: &i64, digits: &usize| (*digits <= 2).then_some(*d);
    match tokens.as_slice() {
        [Word(m)] => Some(Shape::Months(Year::Absent, month(m)?, 1)),
        // Mar-24 is how a spreadsheet shows a month; 24-Mar how it shows a day.
        [Word(m), Number(y, digits)] => Some(Shape::Months(year(*y, *digits)?, month(m)?, 1)),
        [Number(y, 4), Word(m)] => Some(Shape::Months(Year::Full(*y), month(m)?, 1)),
        [Number(d, digits), Word(m)] => Some(Shape::Day(Year::Absent, month(m)?, day(d, digits)?)),
        [Number(y, 4), Word(m), Number(d, digits)] => Some(Shape::Day(Year::Full(*y), month(m)?, day(d, digits)?)),
        [Number(d, n), Word(m), Number(y, digits)] | [Word(m), Number(d, n), Number(y, digits)] => {
            Some(Shape::Day(year(*y, *digits)?, month(m)?, day(d, n)?))
        }
        _ => None,
    }
}

/// Q4, H1, W05, FY24 with the year on either side.
fn lettered(tokens: &[Token]) -> Option<Shape> {
    let tokens: Vec<&Token> = tokens.iter().filter(|t| !matches!(t, Mark('-' | '/'))).collect();
    let (letter, number, when) = match tokens.as_slice() {
        [Word(fy), Number(y, digits)] if matches!(fy.as_str(), "fy" | "fiscal") => {
            return Some(Shape::Fiscal(year(*y, *digits)?));
        }
        [Word(a), Word(b), Number(y, digits)] if a == "fiscal" && b == "year" => {
            return Some(Shape::Fiscal(year(*y, *digits)?));
        }
        [Word(w), Number(n, 1 | 2)] => (w, *n, Year::Absent),
        [Number(y, digits @ (2 | 4)), Word(w), Number(n, 1 | 2)] => (w, *n, year(*y, *digits)?),
        [Word(w), Number(n, 1 | 2), Number(y, digits @ (2 | 4))] => (w, *n, year(*y, *digits)?),
        [Number(n, 1), Word(w), Number(y, digits @ (2 | 4))] => (w, *n, year(*y, *digits)?),
        _ => return None,
    };
    match letter.as_str() {
        "q" | "quarter" => Some(Shape::Months(when, number * 3 - 2, 3)),
        "h" if (1..=2).contains(&number) => Some(Shape::Months(when, number * 6 - 5, 6)),
        "w" | "wk" | "week" | "cw" | "kw" => Some(Shape::Week(when, number)),
        _ => None,
    }
}
