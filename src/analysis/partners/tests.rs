//! Cases from tables in memory, for the tests of relations.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::{Case, DepartmentId, Lang};
use crate::read::Source;
use crate::read::check::{self, Setting};
use crate::read::columns::TableKind;
use crate::read::rows::Context;
use crate::read::value::date::DateContext;

/// The case of tables by name, in English and without the embedded catalog; the test fails on any error in them.
pub fn case(tables: &[(&str, &str)], today: Date) -> Case {
    let dates = DateContext { today: Some(today), fiscal_year_end: (12, 31) };
    let context = Context { dates, headers: BTreeMap::new(), encoding: None, most_rows: usize::MAX };
    let mut problems = Vec::new();
    let read: Vec<_> = tables
        .iter()
        .filter_map(|(name, text)| {
            let file: Arc<str> = Arc::from(format!("{name}.csv"));
            let source = Source { file, sheet: None, bytes: text.as_bytes().to_vec() };
            crate::read::table(&source, TableKind::of_stem(name), &context, &mut problems)
        })
        .collect();
    let setting = Setting { own: None, today, lang: Lang::En, embedded_catalog: false };
    check::case(&read, &setting, &mut problems).unwrap_or_else(|| panic!("{problems:#?}"))
}

/// A department by name.
pub fn department(case: &Case, name: &str) -> DepartmentId {
    case.department_ids().find(|d| case.department(*d).name == name).unwrap()
}
