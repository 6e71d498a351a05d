//! Any bytes, taken for a table of any kind: reading and checking them may find faults, but never panics.
//!
//! The first byte chooses what the file is called and taken for, the rest is the file.
#![no_main]

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use winwin::model::Lang;
use winwin::read::Source;
use winwin::read::check::{self, Setting};
use winwin::read::columns::TableKind;
use winwin::read::rows::Context;
use winwin::read::value::date::DateContext;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let kind = TableKind::ALL.get(usize::from(choice & 7)).copied();
    let ending = if choice & 8 == 0 { "csv" } else { ["xlsx", "ods", "xls", "xlsm"][usize::from(choice >> 4) & 3] };
    let encoding = (choice & 0x88 == 0x80).then(|| ["GBK", "UTF-16BE", "Big5", "windows-1252"][usize::from(choice >> 4) & 3].to_owned());
    let today = date(2026, 11, 16);
    let dates = DateContext { today: Some(today), fiscal_year_end: (12, 31) };
    let context = Context { dates, headers: BTreeMap::new(), encoding, most_rows: usize::MAX };
    let source = Source { file: Arc::from(format!("table.{ending}")), sheet: None, bytes: bytes.to_vec() };
    let mut problems = Vec::new();
    let Some(table) = winwin::read::table(&source, kind, &context, &mut problems) else { return };
    // Cells keep to their invariants whatever was written.
    table.each(|row, _| {
        for column in ["baseline", "target", "actual", "contribution", "cost"] {
            if let Some(amount) = row.number(column) {
                assert!(amount.low.is_finite() && amount.high.is_finite() && amount.low <= amount.value && amount.value <= amount.high, "{amount:?}");
            }
        }
    });
    let setting = Setting { own: None, today, lang: Lang::En, embedded_catalog: false };
    let _ = check::case(&[table], &setting, &mut problems);
});
