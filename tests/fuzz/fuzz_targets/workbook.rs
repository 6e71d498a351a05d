//! Any bytes as a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods): its cells come with their place, or a fault says why there are none.
//!
//! The first character is a digit: an odd one for an archive that is packed here out of its parts, so that what is changed are the tables
//! and not their compression; each part stands below a line `--- NAME`. An even one for a workbook as it is. From 2 on, a sheet is named.
#![no_main]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::Arc;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use winwin::error::Severity;
use winwin::lang::{Lang, problems};
use winwin::read::columns::TableKind;
use winwin::read::limits::MOST_COLUMNS;
use winwin::read::rows::Context;
use winwin::read::value::date::DateContext;
use winwin::read::{Source, workbook};
use winwin::text::fold::is_blank;
use zip::write::SimpleFileOptions;

fuzz_target!(init: drop(std::panic::take_hook()), |data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let bytes = if choice & 1 == 0 { bytes.to_vec() } else { archive(bytes) };
    let sheet = (choice & 2 != 0).then(|| "KPIs".to_owned());
    if let Ok(table) = workbook::table(&bytes, sheet.as_deref(), |headers| headers.len()) {
        assert!(table.sheet.is_some() && table.header.len() <= MOST_COLUMNS);
        let mut above = table.header_line;
        for row in table.rows() {
            assert!(row.line > above && row.cells().any(|cell| !is_blank(cell)));
            above = row.line;
        }
    }
    let dates = DateContext { today: Some(date(2026, 11, 16)), fiscal_year_end: (12, 31) };
    let context = Context { dates, headers: BTreeMap::new(), encoding: None, most_rows: 100_000 };
    let source = Source { file: Arc::from("kpis.xlsx"), sheet, bytes };
    let mut found = Vec::new();
    let read = winwin::read::table(&source, Some(TableKind::Kpis), &context, &mut found);
    assert!(read.is_some() || found.iter().any(|p| p.severity == Severity::Error), "{found:?}");
    for problem in &found {
        let place = &problem.place;
        assert!(place.file == source.file && (place.cell.is_none() || place.line.is_some()), "{problem:?}");
        assert!([Lang::Zh, Lang::En].iter().all(|lang| problems::line(problem, *lang).contains("kpis.xlsx")), "{problem:?}");
    }
});

/// An archive of parts.
fn archive(parts: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut open = false;
    for line in parts.split_inclusive(|b| *b == b'\n') {
        if let Some(name) = line.strip_prefix(b"--- ") {
            let name = String::from_utf8_lossy(name.trim_ascii_end());
            open = archive.start_file(name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).is_ok();
        } else if open {
            // Writing into memory.
            let _ = archive.write_all(line);
        }
    }
    archive.finish().map(Cursor::into_inner).unwrap_or_default()
}
