//! Numbers as offices write them; the rows of the table stand in `rows`.

mod rows;

use super::*;
use proptest::prelude::*;
use rows::{GIVEN, MORE, Row};

fn context(text: &str) -> NumberContext {
    let (mark, unit) = text.split_once("; unit ").unwrap_or((text, ""));
    NumberContext {
        decimal: if mark == "comma" { DecimalMark::Comma } else { DecimalMark::Point },
        unit: (!unit.is_empty()).then(|| Unit::parse(unit)),
        allow_range: false,
        allow_comparator: true,
    }
}

/// What is wrong with one row, if anything.
fn judge((ctx, cell, value, unit, flag, outcome): &Row) -> Option<String> {
    let got = parse(cell, &context(ctx));
    let warned = got.faults.iter().any(|(severity, _)| *severity == Severity::Warning);
    let is = match (&got.value, got.is_error(), warned) {
        (Some(_), false, false) => "ok",
        (Some(_), false, true) => "warn",
        (None, false, _) if cell.trim().is_empty() => {
            if got.faults.is_empty() {
                "missing"
            } else {
                "noisy blank"
            }
        }
        (None, false, true) => "missing",
        (None, true, _) => "error",
        _ => "nonsense",
    };
    if !outcome.split('/').any(|o| o == is) {
        return Some(format!("{cell:?} ({ctx}): {is}, not {outcome}: {got:?}"));
    }
    let q = got.value?;
    let Some(value) = value else { return None };
    let wanted = (!unit.is_empty()).then(|| Unit::parse(unit).unit.unwrap());
    let ok = q.value == *value
        && q.unit == wanted
        && q.percent == matches!(*flag, "percent" | "permille")
        && q.points == (*flag == "points")
        && q.low == q.value
        && q.high == q.value;
    (!ok).then(|| format!("{cell:?} ({ctx}): {q:?}"))
}

#[test]
fn every_given_row() {
    assert_eq!(GIVEN.len(), 88);
    let wrong: Vec<String> = GIVEN.iter().filter_map(judge).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn further_rows() {
    assert!(MORE.len() >= 110);
    let wrong: Vec<String> = MORE.iter().filter_map(judge).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ranges_where_they_are_allowed() {
    let ctx = NumberContext { allow_range: true, ..NumberContext::default() };
    let read = |text: &str| {
        let got = parse(text, &ctx);
        let q = got.value.unwrap_or_else(|| panic!("{text}: {:?}", got.faults));
        (q.low, q.high, q.unit.map_or_else(String::new, |u| u.code().to_owned()), q.percent)
    };
    let rows: &[(&str, f64, f64, &str, bool)] = &[
        ("300万~500万次", 3e6, 5e6, "times", false),
        ("300~500万次", 3e6, 5e6, "times", false),
        ("5000~1万", 5000.0, 1e4, "", false),
        ("0.6M~0.9M", 6e5, 9e5, "", false),
        ("0.6M~0.9M people", 6e5, 9e5, "people", false),
        ("5-8%", 0.05, 0.08, "", true),
        ("5%-8%", 0.05, 0.08, "", true),
        ("5～8%", 0.05, 0.08, "", true),
        ("100 to 200", 100.0, 200.0, "", false),
        ("from 100 to 200 orders", 100.0, 200.0, "orders", false),
        ("between 1 and 2 million", 1e6, 2e6, "", false),
        ("三到五个", 3.0, 5.0, "items", false),
        ("1,000–2,000", 1000.0, 2000.0, "", false),
        ("-5~-8", -8.0, -5.0, "", false),
        ("-5~8", -5.0, 8.0, "", false),
        ("$1.2-1.5M", 1.2e6, 1.5e6, "USD", false),
        ("3-5k", 3000.0, 5000.0, "", false),
        ("1e3-2e3", 1000.0, 2000.0, "", false),
    ];
    for (text, low, high, unit, percent) in rows {
        assert_eq!(read(text), (*low, *high, (*unit).to_owned(), *percent), "{text}");
    }
    assert_eq!(parse("300万~500万次", &ctx).value.unwrap().value, 4e6);
    for text in ["-5", "-1,200", "1e-3", "-5%", "\u{2212}5"] {
        assert!(!parse(text, &ctx).value.unwrap().is_range(), "{text}");
    }
    for text in ["8-5%", "-5-8%", "5 h - 3 orders", "2024-03", "1-2-3"] {
        assert!(parse(text, &ctx).is_error(), "{text}");
    }
    let power = NumberContext { unit: Some(Unit::parse("kW")), ..ctx.clone() };
    let q = parse("300~500 W", &power).value.unwrap();
    assert_eq!((q.low, q.high, q.unit.unwrap().code()), (300.0, 500.0, "W"));
    let percent = NumberContext { unit: Some(Unit::parse("%")), ..ctx };
    let q = parse("5~8", &percent).value.unwrap();
    assert_eq!((q.low, q.high, q.percent), (0.05, 0.08, true));
}

#[test]
fn signs_and_bounds_are_kept() {
    let ctx = context("point");
    let signed = |text: &str| parse(text, &ctx).value.unwrap().signed;
    assert!(signed("+20%") && signed("-12") && signed("(5)") && !signed("20%"));
    assert_eq!(parse("≥95%", &ctx).comparator, Some(Comparator::AtLeast));
    assert_eq!(parse("低于4小时", &ctx).comparator, Some(Comparator::Below));
    let strict = NumberContext { allow_comparator: false, ..ctx };
    assert!(parse("≥95%", &strict).is_error());
}

#[test]
fn ambiguous_shares_name_both_readings() {
    let fault = parse("0.60", &context("point; unit %")).faults.pop().unwrap();
    let text = "0.60".to_owned();
    let both = ValueFault::FractionOrPercent { text, as_percent: "0.6%".into(), as_fraction: "60%".into() };
    assert_eq!(fault, (Severity::Warning, both));
}

fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

proptest! {
    #[test]
    fn plain_numbers_come_back(x in -1e15f64..1e15) {
        let got = parse(&format!("{x}"), &NumberContext::default());
        prop_assert!(got.faults.is_empty());
        prop_assert_eq!(got.value.unwrap().value, x);
    }

    #[test]
    fn thousands_come_back(n in 0u64..1_000_000_000_000) {
        let got = parse(&thousands(n), &NumberContext::default());
        prop_assert!(got.faults.is_empty());
        prop_assert_eq!(got.value.unwrap().value, n as f64);
    }

    #[test]
    fn wan_comes_back(n in 1u64..100_000_000) {
        // Four decimals of 万 are exact.
        let got = parse(&format!("{}.{:04}万元", n / 10_000, n % 10_000), &NumberContext::default());
        prop_assert!(got.faults.is_empty());
        let q = got.value.unwrap();
        prop_assert_eq!(q.value, n as f64);
        prop_assert_eq!(q.unit.unwrap().code().to_owned(), "CNY");
    }

    #[test]
    fn no_text_panics_or_gives_nan(text in "[-+0-9.,eE%万亿千百十一二三半成点年月~至()¥$#=' kMpts/:]{0,12}|\\PC{0,10}") {
        for ctx in ["point", "comma", "point; unit %", "point; unit 万元"] {
            let ctx = NumberContext { allow_range: true, ..context(ctx) };
            let got = parse(&text, &ctx);
            prop_assert!(got.value.is_none() || !got.is_error());
            if let Some(q) = got.value {
                prop_assert!(q.low.is_finite() && q.low <= q.value && q.value <= q.high && q.high.is_finite());
            }
        }
        let _ = crate::read::value::date::parse(&text, &crate::read::value::date::DateContext::default());
        let _ = decimal_mark([text.as_str()].into_iter(), true);
    }
}
