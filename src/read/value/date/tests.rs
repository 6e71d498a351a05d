//! Days and periods as offices write them.

use super::*;
use jiff::civil::date;

fn ctx() -> DateContext {
    DateContext { today: Some(date(2026, 11, 6)), fiscal_year_end: (12, 31) }
}

#[test]
fn dates_as_written() {
    use Precision::*;
    // The last severity: none, note or warning.
    let rows: &[(&str, &str, &str, Precision, &str)] = &[
        ("2024/3/1", "2024-03-01", "2024-03-01", Day, ""),
        ("2024-03-01", "2024-03-01", "2024-03-01", Day, ""),
        ("2024年3月5日", "2024-03-05", "2024-03-05", Day, ""),
        ("2024 年 3 月 5 号", "2024-03-05", "2024-03-05", Day, ""),
        ("2024年3月5日前", "2024-03-05", "2024-03-05", Day, ""),
        ("二〇二四年三月五日", "2024-03-05", "2024-03-05", Day, ""),
        ("２０２４－０３－０１", "2024-03-01", "2024-03-01", Day, ""),
        ("2024.3.7", "2024-03-07", "2024-03-07", Day, ""),
        ("20240301", "2024-03-01", "2024-03-01", Day, ""),
        ("2024-02-29", "2024-02-29", "2024-02-29", Day, ""),
        ("=\"2024-03-01\"", "2024-03-01", "2024-03-01", Day, ""),
        ("2024-03-01 00:00:00", "2024-03-01", "2024-03-01", Day, ""),
        ("2024-03-01T00:00", "2024-03-01", "2024-03-01", Day, ""),
        ("2024-03-01T08:30:00Z", "2024-03-01", "2024-03-01", Day, ""),
        ("2024/3/1 8:30", "2024-03-01", "2024-03-01", Day, ""),
        ("2024-03-01（周五）", "2024-03-01", "2024-03-01", Day, ""),
        ("1 Mar 2024", "2024-03-01", "2024-03-01", Day, ""),
        ("1-Mar-2024", "2024-03-01", "2024-03-01", Day, ""),
        ("1-Mar-24", "2024-03-01", "2024-03-01", Day, "note"),
        ("March 1, 2024", "2024-03-01", "2024-03-01", Day, ""),
        ("1st of March 2024", "2024-03-01", "2024-03-01", Day, ""),
        ("Sept. 3, 2024", "2024-09-03", "2024-09-03", Day, ""),
        ("25/12/2024", "2024-12-25", "2024-12-25", Day, ""),
        ("12/25/2024", "2024-12-25", "2024-12-25", Day, ""),
        ("4/4/2024", "2024-04-04", "2024-04-04", Day, ""),
        ("3.4.2024", "2024-04-03", "2024-04-03", Day, ""),
        ("3月5日", "2026-03-05", "2026-03-05", Day, "note"),
        ("24-Mar", "2026-03-24", "2026-03-24", Day, "note"),
        ("24年3月5日", "2024-03-05", "2024-03-05", Day, "note"),
        ("45717", "2025-03-01", "2025-03-01", Day, "warning"),
        ("44115", "2020-10-11", "2020-10-11", Day, "warning"),
        ("2024年3月", "2024-03-01", "2024-03-31", Month, ""),
        ("2024年3月底", "2024-03-01", "2024-03-31", Month, ""),
        ("2024年3月份", "2024-03-01", "2024-03-31", Month, ""),
        ("2024-03", "2024-03-01", "2024-03-31", Month, ""),
        ("2024.2", "2024-02-01", "2024-02-29", Month, ""),
        ("03/2024", "2024-03-01", "2024-03-31", Month, ""),
        ("202503", "2025-03-01", "2025-03-31", Month, ""),
        ("Mar-24", "2024-03-01", "2024-03-31", Month, "note"),
        ("Mar 2024", "2024-03-01", "2024-03-31", Month, ""),
        ("end of June 2024", "2024-06-01", "2024-06-30", Month, ""),
        ("6月底", "2026-06-01", "2026-06-30", Month, "note"),
        ("2026Q4", "2026-10-01", "2026-12-31", Quarter, ""),
        ("Q4 2026", "2026-10-01", "2026-12-31", Quarter, ""),
        ("2026-Q4", "2026-10-01", "2026-12-31", Quarter, ""),
        ("4Q26", "2026-10-01", "2026-12-31", Quarter, "note"),
        ("2026年第四季度", "2026-10-01", "2026-12-31", Quarter, ""),
        ("2026年Q4", "2026-10-01", "2026-12-31", Quarter, ""),
        ("四季度", "2026-10-01", "2026-12-31", Quarter, "note"),
        ("第一季度", "2026-01-01", "2026-03-31", Quarter, "note"),
        ("Q3", "2026-07-01", "2026-09-30", Quarter, "note"),
        ("2024上半年", "2024-01-01", "2024-06-30", Half, ""),
        ("2024年下半年", "2024-07-01", "2024-12-31", Half, ""),
        ("下半年", "2026-07-01", "2026-12-31", Half, "note"),
        ("H1 2024", "2024-01-01", "2024-06-30", Half, ""),
        ("2024-W05", "2024-01-29", "2024-02-04", Week, ""),
        ("2024年第5周", "2024-01-29", "2024-02-04", Week, ""),
        ("Week 5 2024", "2024-01-29", "2024-02-04", Week, ""),
        ("2020-W53", "2020-12-28", "2021-01-03", Week, ""),
        ("2024", "2024-01-01", "2024-12-31", Year, ""),
        ("2024年", "2024-01-01", "2024-12-31", Year, ""),
        ("2024年度", "2024-01-01", "2024-12-31", Year, ""),
        ("2024年底", "2024-01-01", "2024-12-31", Year, ""),
        ("2024年末", "2024-01-01", "2024-12-31", Year, ""),
        ("年底", "2026-01-01", "2026-12-31", Year, "note"),
        ("FY2024", "2024-01-01", "2024-12-31", Year, "note"),
        ("2024财年", "2024-01-01", "2024-12-31", Year, "note"),
        ("2024财政年度", "2024-01-01", "2024-12-31", Year, "note"),
    ];
    let mut wrong = Vec::new();
    for (text, first, last, precision, severity) in rows {
        let got = parse(text, &ctx());
        let (first, last) = (first.parse().unwrap(), last.parse().unwrap());
        let worst = got.faults.iter().map(|(s, _)| *s).max();
        let worst = match worst {
            None => "",
            Some(Severity::Note) => "note",
            Some(Severity::Warning) => "warning",
            Some(Severity::Error) => "error",
        };
        if got.value != Some(DateValue { first, last, precision: *precision }) || worst != *severity {
            wrong.push(format!("{text}: {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn fiscal_years_end_where_the_settings_say() {
    let spring = DateContext { fiscal_year_end: (3, 31), ..ctx() };
    let value = parse("FY24", &spring).value.unwrap();
    assert_eq!((value.first, value.last), (date(2023, 4, 1), date(2024, 3, 31)));
    let leap = DateContext { fiscal_year_end: (2, 29), ..ctx() };
    let value = parse("FY2025", &leap).value.unwrap();
    assert_eq!((value.first, value.last), (date(2024, 3, 1), date(2025, 2, 28)));
}

#[test]
fn impossible_dates_say_why() {
    let flaw = |text: &str| match parse(text, &ctx()).faults.pop() {
        Some((Severity::Error, ValueFault::NoSuchDate { flaw, .. })) => flaw,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(flaw("2023-02-29"), DateFlaw::Day { day: 29, last: 28 });
    assert_eq!(flaw("2024-13-01"), DateFlaw::Month(13));
    assert_eq!(flaw("2025-W53"), DateFlaw::Week { week: 53, last: 52 });
    assert_eq!(flaw("2024年2月30日"), DateFlaw::Day { day: 30, last: 29 });
    assert_eq!(flaw("20241301"), DateFlaw::Month(13));
    assert_eq!(flaw("202513"), DateFlaw::Month(13));
    assert_eq!(flaw("2024Q5"), DateFlaw::Quarter(5));
    assert_eq!(flaw("31/6/2024"), DateFlaw::Day { day: 31, last: 30 });
    assert_eq!(flaw("0024-03-01"), DateFlaw::Year(24));
    assert_eq!(flaw("2024-00-10"), DateFlaw::Month(0));
}

#[test]
fn what_could_be_two_dates_is_none() {
    let fault = parse("3/4/2024", &ctx()).faults.pop().unwrap().1;
    let (day_first, month_first) = (date(2024, 4, 3), date(2024, 3, 4));
    assert_eq!(fault, ValueFault::AmbiguousDate { text: "3/4/2024".into(), day_first, month_first });
    assert!(matches!(parse("01/02/24", &ctx()).faults[0].1, ValueFault::ShortYear { .. }));
    let timeless = DateContext::default();
    assert!(matches!(parse("Q3", &timeless).faults[0].1, ValueFault::YearMissing { .. }));
}

#[test]
fn no_dates() {
    for text in [
        "abc",
        "12",
        "300",
        "4571700",
        "soon",
        "2024年初",
        "3月中旬",
        "2024-03-01~2024-03-31",
        "Q",
        "H3 2024",
        "年",
        "#REF!",
        "########",
        "13:30",
        "二千",
    ] {
        let got = parse(text, &ctx());
        assert!(got.is_error() && got.value.is_none(), "{text}: {got:?}");
    }
    assert_eq!(parse("", &ctx()), Parsed::blank());
    let missing = parse("待定", &ctx());
    assert!(missing.value.is_none() && !missing.is_error() && missing.faults.len() == 1);
}

#[test]
fn only_dates_look_like_dates() {
    for text in ["2024/3/1", "2024-03-01", "2024.3.7", "2024年3月", "2024年", "3月1日", "3/4/2024", "2024-13-01"] {
        assert!(looks_like_date(text), "{text}");
    }
    for text in ["2024", "1.000.000", "5-8", "45717", "202503", "3/4", "24", "2024.5", "5000-8000"] {
        assert!(!looks_like_date(text), "{text}");
    }
}
