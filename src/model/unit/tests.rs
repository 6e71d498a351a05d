//! Units as offices write them, and what they convert to.

use super::table::ROWS;
use super::*;

fn parse(text: &str) -> (f64, String) {
    let parsed = Unit::parse(text);
    let flag = match (parsed.percent, parsed.permille, parsed.points) {
        (true, false, false) => "percent",
        (false, true, false) => "permille",
        (false, false, true) => "points",
        _ => "",
    };
    (parsed.scale, parsed.unit.map_or(flag.to_owned(), |unit| unit.code().to_owned()))
}

#[test]
fn names_are_unique_and_folded() {
    let mut seen = std::collections::BTreeMap::new();
    for row in ROWS {
        let own = key(row.code);
        for name in row.names.split('|').filter(|n| !n.is_empty()).chain([own.as_str()]) {
            assert_eq!(name, key(name), "{name} of {} is not in folded form", row.code);
            let before = seen.insert(name.to_owned(), row.code);
            assert!(before.is_none_or(|code| code == row.code), "{name}: {before:?} and {}", row.code);
        }
        assert!(row.factor > 0.0 && row.factor.is_finite());
    }
}

#[test]
fn unit_cells_and_headers() {
    let rows: &[(&str, f64, &str)] = &[
        ("", 1.0, ""),
        ("元", 1.0, "CNY"),
        ("万元", 1e4, "CNY"),
        ("（万元）", 1e4, "CNY"),
        ("单位：亿元", 1e8, "CNY"),
        ("人民币", 1.0, "CNY"),
        ("RMB", 1.0, "CNY"),
        ("￥", 1.0, "CNY"),
        ("万美元", 1e4, "USD"),
        ("百万美元", 1e6, "USD"),
        ("US$", 1.0, "USD"),
        ("USD million", 1e6, "USD"),
        ("million USD", 1e6, "USD"),
        ("EUR", 1.0, "EUR"),
        ("k EUR", 1e3, "EUR"),
        ("kEUR", 1e3, "EUR"),
        ("k€", 1e3, "EUR"),
        ("€m", 1e6, "EUR"),
        ("$'000", 1e3, "USD"),
        ("£000s", 1e3, "GBP"),
        ("萬元", 1e4, "CNY"),
        ("新臺幣千元", 1e3, "TWD"),
        ("人民币万元", 1e4, "CNY"),
        ("港元", 1.0, "HKD"),
        ("日元", 1.0, "JPY"),
        ("％", 0.01, "percent"),
        ("percent", 0.01, "percent"),
        ("‰", 0.001, "permille"),
        ("百分点", 0.01, "points"),
        ("个百分点", 0.01, "points"),
        ("pp", 0.01, "points"),
        ("pts", 0.01, "points"),
        ("percentage points", 0.01, "points"),
        ("bps", 0.0001, "points"),
        ("小时", 1.0, "h"),
        ("小時", 1.0, "h"),
        ("Hours", 1.0, "h"),
        ("hrs.", 1.0, "h"),
        ("min", 1.0, "min"),
        ("minutes", 1.0, "min"),
        ("天", 1.0, "d"),
        ("个月", 1.0, "month"),
        ("months", 1.0, "month"),
        ("年", 1.0, "year"),
        ("m", 1.0, "m"),
        ("M", 1e6, ""),
        ("K", 1e3, ""),
        ("万", 1e4, ""),
        ("million", 1e6, ""),
        ("millions", 1e6, ""),
        ("万人", 1e4, "people"),
        ("people", 1.0, "people"),
        ("Persons", 1.0, "people"),
        ("人次", 1.0, "person-times"),
        ("万人次", 1e4, "person-times"),
        ("万次", 1e4, "times"),
        ("台次", 1.0, "unit-visits"),
        ("千克", 1.0, "kg"),
        ("千米", 1.0, "km"),
        ("千瓦时", 1.0, "kWh"),
        ("万千瓦时", 1e4, "kWh"),
        ("kwh", 1.0, "kWh"),
        ("万吨", 1e4, "t"),
        ("㎡", 1.0, "m2"),
        ("m²", 1.0, "m2"),
        ("orders", 1.0, "orders"),
        ("order", 1.0, "orders"),
        ("complaints", 1.0, "complaints"),
        ("entries", 1.0, "entries"),
        ("visits", 1.0, "visits"),
        ("nights", 1.0, "nights"),
        ("分", 1.0, "分"),
        ("元/人", 1.0, "CNY/people"),
        ("万元/年", 1e4, "CNY/year"),
        ("EUR per visitor", 1.0, "EUR/visitors"),
        ("kWh/m²", 1.0, "kWh/m2"),
        ("万达店", 1.0, "万达店"),
        ("Kits", 1.0, "kits"),
        ("单位", 1.0, "单位"),
        ("Widgets Sold", 1.0, "widgets sold"),
    ];
    for (text, scale, code) in rows {
        assert_eq!(parse(text), (*scale, (*code).to_owned()), "{text}");
    }
}

#[test]
fn a_currency_stands_before_a_scale_in_either_language() {
    assert_eq!(Unit::leading_money("RMB 3,000").map(|(u, n)| (u.code().to_owned(), n)), Some(("CNY".into(), 3)));
    assert_eq!(Unit::leading_money("人民币8亿元").map(|(u, n)| (u.code().to_owned(), n)), Some(("CNY".into(), 9)));
    assert_eq!(Unit::leading_money("US$5").map(|(u, n)| (u.code().to_owned(), n)), Some(("USD".into(), 3)));
    assert_eq!(Unit::leading_money("eurostar 5"), None);
    assert_eq!(Unit::leading_money("5 EUR"), None);
}

#[test]
fn conversion_inside_a_dimension_only() {
    let unit = |text: &str| Unit::parse(text).unit.unwrap();
    assert_eq!(convert(-90.0, &unit("min"), &unit("小时")), Some(-1.5));
    assert_eq!(convert(2.0, &unit("days"), &unit("h")), Some(48.0));
    assert_eq!(convert(2.0, &unit("年"), &unit("个月")), Some(24.0));
    assert_eq!(convert(2.0, &unit("month"), &unit("day")), None);
    assert_eq!(convert(1500.0, &unit("克"), &unit("公斤")), Some(1.5));
    assert_eq!(convert(3.0, &unit("亩"), &unit("平方米")), Some(2000.0));
    assert_eq!(convert(2.0, &unit("MWh"), &unit("度电")), Some(2000.0));
    assert_eq!(convert(5.0, &unit("USD"), &unit("元")), None);
    assert_eq!(convert(5.0, &unit("人"), &unit("people")), Some(5.0));
    assert_eq!(convert(5.0, &unit("人"), &unit("人次")), None);
    assert_eq!(convert(5.0, &unit("orders"), &unit("订单")), Some(5.0));
    assert_eq!(convert(30.0, &unit("min/order"), &unit("小时/单")), Some(0.5));
    assert_eq!(convert(30.0, &unit("min/order"), &unit("h")), None);
    assert_eq!(convert(1.0, &unit("kits"), &unit("Kits")), Some(1.0));
    assert_eq!(convert(1.0, &unit("°C"), &unit("°F")), None);
    assert_eq!(convert(f64::MAX, &unit("t"), &unit("mg")), None);
}

#[test]
fn labels_stay_as_written() {
    let unit = Unit::parse("万 人次").unit.unwrap();
    assert_eq!((unit.code(), unit.label()), ("person-times", "人次"));
    assert_eq!(Unit::parse("Kits").unit.unwrap().label(), "Kits");
    assert_eq!(Unit::parse("\u{200b}Kits\u{a0}").unit.unwrap().code(), "kits");
}

#[test]
fn a_unit_of_a_unit_of_a_unit_is_a_name_like_any_other() {
    for text in ["$ per mm/5", "元每人/月", "min/order/day", "元/人/月"] {
        assert_eq!(Unit::parse(text).unit.unwrap().dimension(), None, "{text}");
    }
    assert_eq!(Unit::parse("元/人").unit.unwrap().code(), "CNY/people");
}
