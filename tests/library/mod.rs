//! Cases made in memory, for tests that ask the library itself.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use winwin::model::{Case, Lang};
use winwin::read::Source;
use winwin::read::check::{self, Setting};
use winwin::read::columns::TableKind;
use winwin::read::rows::Context;
use winwin::read::value::date::DateContext;
use winwin::score::Scorer;

/// The case that tables give, in order of kind and text; the test fails on any error in them.
pub fn case(tables: &[(TableKind, &str)], own: Option<&str>, today: Date, lang: Lang, embedded_catalog: bool) -> Case {
    let dates = DateContext { today: Some(today), fiscal_year_end: (12, 31) };
    let context = Context { dates, headers: BTreeMap::new(), encoding: None, most_rows: usize::MAX };
    let mut problems = Vec::new();
    let read: Vec<_> = tables
        .iter()
        .filter_map(|(kind, text)| {
            let file: Arc<str> = Arc::from(format!("{}.csv", kind.name()));
            winwin::read::table(&Source { file, sheet: None, bytes: text.as_bytes().to_vec() }, Some(*kind), &context, &mut problems)
        })
        .collect();
    let setting = Setting { own: own.map(str::to_owned), today, lang, embedded_catalog };
    let made = check::case(&read, &setting, &mut problems);
    made.unwrap_or_else(|| panic!("{problems:#?}"))
}

/// A scorer that has read the texts of the examples, one for all tests of a target.
pub fn scorer() -> &'static Scorer {
    static SCORER: OnceLock<Scorer> = OnceLock::new();
    SCORER.get_or_init(|| {
        let scorer = Scorer::new(0.10).unwrap();
        let vectors = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/judge/examples.bin")).unwrap();
        scorer.judge().unwrap().remember(&vectors);
        scorer
    })
}

/// Records as CSV text.
pub fn csv_text<R: AsRef<[String]>>(header: &str, records: &[R]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header.split(',')).unwrap();
    for record in records {
        writer.write_record(record.as_ref()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}
