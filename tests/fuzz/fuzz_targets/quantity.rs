//! One cell as a number, a day and a word: what is accepted is sound, and written out again it reads as the same value.
//!
//! The first byte chooses the decimal mark and what may stand in the column, the first line is the column's unit, the rest the cell.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use winwin::lang::{Lang, problems};
use winwin::model::{Quantity, Unit};
use winwin::read::value::date::{self, DateContext};
use winwin::read::value::number::{self, DecimalMark, NumberContext, Severity};
use winwin::read::value::{Parsed, words};
use winwin::text::narrow;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let (unit, cell) = text.split_once('\n').unwrap_or(("", &text));
    let numbers = NumberContext {
        decimal: if choice & 1 == 0 { DecimalMark::Point } else { DecimalMark::Comma },
        unit: (!unit.is_empty()).then(|| Unit::parse(unit)),
        allow_range: choice & 2 != 0,
        allow_comparator: choice & 4 != 0,
    };
    let read = number::parse(cell, &numbers);
    sound(cell, Parsed { value: read.value.clone(), faults: read.faults });
    if let Some(amount) = read.value {
        comes_back(&amount);
    }
    let dates = DateContext { today: (choice & 8 != 0).then(|| date(2026, 11, 16)), fiscal_year_end: (6, 30) };
    let day = date::parse(cell, &dates);
    if let Some(day) = day.value {
        assert!(day.first <= day.last, "{day:?}");
        for one in [day.first, day.last] {
            let again = date::parse(&one.to_string(), &DateContext::default());
            assert_eq!(again.value.map(|d| (d.first, d.last)), Some((one, one)), "{cell:?}");
        }
    }
    sound(cell, day);
    sound(cell, words::direction(cell));
    sound(cell, words::kind(cell));
    sound(cell, words::role(cell));
    sound(cell, words::favor_direction(cell));
    sound(cell, words::log_kind(cell));
    sound(cell, words::yes_no(cell));
    sound(cell, words::level(cell));
    sound(cell, words::period(cell));
    let weight = words::weight(cell, &numbers);
    assert!(weight.value.is_none_or(|w| w.is_finite() && w >= 0.0), "{weight:?}");
    sound(cell, weight);
});

/// A cell yields a value, or faults that say why not, and those can be told; a blank cell yields neither.
fn sound<T: std::fmt::Debug>(cell: &str, read: Parsed<T>) {
    assert!(read.value.is_none() || !read.is_error(), "{cell:?}: {read:?}");
    assert!(
        read.value.is_some() || !read.faults.is_empty() || narrow(cell).trim_matches(['=', '"', '\'', ' ']).is_empty(),
        "{cell:?}: {read:?}"
    );
    assert!(!narrow(cell).is_empty() || (read.value.is_none() && read.faults.is_empty()), "{cell:?}: {read:?}");
    for (severity, fault) in read.faults {
        let told = [Lang::Zh, Lang::En].map(|lang| problems::sentence(&winwin::error::Fault::Value(fault.clone()), None, lang).0);
        assert!(severity == Severity::Note || told.iter().all(|t| !t.is_empty()), "{cell:?}: {fault:?}");
    }
}

/// The amount keeps to its invariants, and written out it reads as the same amount.
fn comes_back(amount: &Quantity) {
    assert!(amount.low.is_finite() && amount.high.is_finite() && amount.low <= amount.value && amount.value <= amount.high, "{amount:?}");
    assert!(!(amount.percent && amount.points) && (amount.unit.is_none() || !amount.percent && !amount.points), "{amount:?}");
    assert!([amount.low, amount.value, amount.high].iter().all(|x| *x != 0.0 || x.is_sign_positive()), "{amount:?}");
    let Some(text) = written(amount).filter(|text| text.chars().count() < 120) else { return };
    let read = number::parse(&text, &NumberContext { allow_range: true, ..NumberContext::default() });
    let again = read.value.as_ref().unwrap_or_else(|| panic!("{text:?} for {amount:?}: {:?}", read.faults));
    // A share is written in hundredths; going there and back may cost the last digit.
    let near = |a: f64, b: f64| a == b || (amount.percent || amount.points) && (a - b).abs() <= 1e-15 * a.abs().max(1e-300);
    assert!(near(amount.low, again.low) && near(amount.high, again.high), "{text:?}: {again:?} for {amount:?}");
    assert_eq!((&again.unit, again.percent, again.points), (&amount.unit, amount.percent, amount.points), "{text:?}");
}

/// An amount as a person would write it; `None` for a unit that nobody but its column knows.
fn written(amount: &Quantity) -> Option<String> {
    let unit = match &amount.unit {
        // A column's header may hold a unit such as "x/5s+"; behind a number its sign would be the number's.
        Some(unit) => {
            let code = unit.dimension().map(|_| unit.code())?;
            let plain = |c: char| c.is_alphanumeric() || "/%°".contains(c);
            // Behind a number W is 万, unless the column holds watts.
            let code = if code == "W" { "瓦" } else { code };
            format!(" {}", Some(code).filter(|code| code.chars().all(plain))?)
        }
        None if amount.percent => "%".to_owned(),
        None if amount.points => "pp".to_owned(),
        None => String::new(),
    };
    let hundredths = if amount.percent || amount.points { 2 } else { 0 };
    let number = |x: f64| {
        let text = format!("{x:e}");
        let (digits, exponent) = text.split_once('e')?;
        Some(format!("{digits}e{}{unit}", exponent.parse::<i32>().ok()? + hundredths))
    };
    if amount.high.abs().max(amount.low.abs()) > 1e300 {
        return None;
    }
    if amount.is_range() { Some(format!("{}~{}", number(amount.low)?, number(amount.high)?)) } else { number(amount.value) }
}
