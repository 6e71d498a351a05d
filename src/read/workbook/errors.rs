//! Workbooks (.xlsx) with an error value that the reader does not know: `#SPILL!`, `#CALC!` and what else newer spreadsheets write.
//!
//! The reader refuses the whole workbook for one such cell, so the workbook is written anew in memory with its error values declared as
//! texts, which are then read cell by cell like `#N/A`. Invariant: nothing but the kind of these cells changes. Limits: knows a tag by its
//! bytes, so that a cell written inside a comment or a quoted text is declared too, and one behind a `>` inside quotes is not.

use std::io::{BufRead, BufReader, Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most bytes between two tags that are kept to look at the second: more than any cell's text has.
const MOST_KEPT: u64 = 1 << 20;

/// The workbook with the error values of its cells as texts; `None` where it cannot be written anew.
pub(super) fn as_texts(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    for entry in 0..archive.len() {
        let name = archive.name_for_index(entry)?.ok()?.into_owned();
        if name.to_ascii_lowercase().ends_with(".xml") {
            // A part that cannot be unpacked is left out, and the reader says so if it needs it.
            let Ok(part) = archive.by_index(entry) else { continue };
            writer.start_file(name, packed).ok()?;
            declare(part, &mut writer).ok()?;
        } else {
            let part = archive.by_index_raw(entry).ok()?;
            writer.raw_copy_file(part).ok()?;
        }
    }
    Some(writer.finish().ok()?.into_inner())
}

/// Copies a part, its error values declared as texts. One that breaks off is copied up to there.
fn declare(part: impl Read, out: &mut impl Write) -> std::io::Result<()> {
    let mut part = BufReader::new(part);
    let mut piece = Vec::new();
    loop {
        piece.clear();
        // A text and the tag behind it.
        let read = part.by_ref().take(MOST_KEPT).read_until(b'>', &mut piece);
        if !matches!(read, Ok(1..)) {
            return Ok(());
        }
        let (text, tag) = piece.split_at(piece.iter().rposition(|b| *b == b'<').unwrap_or(0));
        out.write_all(text)?;
        match declared(tag) {
            Some(tag) => out.write_all(tag.as_bytes())?,
            None => out.write_all(tag)?,
        }
    }
}

/// The tag of a cell with an error value as that of a cell with a text; `None` for any other tag.
fn declared(tag: &[u8]) -> Option<String> {
    let tag = std::str::from_utf8(tag).ok()?;
    let (name, mut rest) = tag.strip_prefix('<')?.split_once(|c: char| c.is_ascii_whitespace())?;
    if name.rsplit(':').next() != Some("c") {
        return None;
    }
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = if after.starts_with('\'') { '\'' } else { '"' };
        let (value, more) = after.strip_prefix(quote)?.split_once(quote)?;
        if key.trim() == "t" {
            let end = tag.len() - more.len() - quote.len_utf8();
            let (before, behind) = (tag.get(..end - value.len())?, tag.get(end..)?);
            return (value == "e").then(|| format!("{before}str{behind}"));
        }
        rest = more;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::*;
    use crate::error::{Fault, Severity};
    use crate::model::ValueFault;
    use crate::read::Source;
    use crate::read::columns::TableKind;
    use crate::read::rows::Context;
    use crate::read::value::date::DateContext;
    use crate::read::workbook::table;

    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const NEWER: [&str; 10] =
        ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#GETTING_DATA", "#UNKNOWN!", "#PYTHON!", "#BUSY!", "#EXTERNAL!"];

    /// A workbook of one sheet: a header of three columns, and these cells on row 2.
    fn book(cells: &str) -> Vec<u8> {
        let header = ["department", "kpi", "target"].map(|h| format!("<c t=\"str\"><v>{h}</v></c>")).concat();
        let parts = [
            (
                "_rels/.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "<workbook xmlns=\"{SHEET}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "<Relationships xmlns=\"{PACKAGE}\"><Relationship Id=\"a\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/worksheets/s.xml",
                format!(
                    "<worksheet xmlns=\"{SHEET}\"><sheetData><row r=\"1\">{header}</row><row r=\"2\">{cells}</row></sheetData></worksheet>"
                ),
            ),
            ("xl/media/logo.png", "no picture".to_owned()),
        ];
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn newer_error_values_are_read_like_the_others() {
        for value in NEWER {
            let cells = format!(
                "<c r=\"A2\" t=\"str\"><v>Sales</v></c><c r='B2' s=\"0\" t='e' cm=\"1\"><f>A1:A9</f><v>{value}</v></c><c t=\"e\"><v>#N/A</v></c>"
            );
            let table = table(&book(&cells), None, |h| h.len()).unwrap();
            assert_eq!(table.row(0).cells().collect::<Vec<_>>(), ["Sales", value, "#N/A"]);
        }
    }

    #[test]
    fn each_is_told_at_its_cell() {
        let cells = "<c r=\"A2\" t=\"str\"><v>Sales</v></c><c r=\"B2\" t=\"str\"><v>Orders</v></c><c r=\"C2\" t=\"e\"><v>#SPILL!</v></c>";
        let source = Source { file: Arc::from("kpis.xlsx"), sheet: None, bytes: book(cells) };
        let context = Context { dates: DateContext::default(), headers: BTreeMap::new(), encoding: None, most_rows: 9 };
        let mut problems = Vec::new();
        let table = crate::read::table(&source, Some(TableKind::Kpis), &context, &mut problems).unwrap();
        table.each(|_, of_row| problems.extend(of_row));
        let told: Vec<_> = problems.iter().filter(|p| p.severity == Severity::Error).collect();
        assert_eq!(told.len(), 1, "{problems:?}");
        assert_eq!((told[0].place.cell.as_deref(), told[0].value.as_deref()), (Some("C2"), Some("#SPILL!")));
        assert!(matches!(&told[0].fault, Fault::Value(ValueFault::FormulaError { .. })), "{told:?}");
    }

    #[test]
    fn only_cells_with_an_error_value_change() {
        let changed = |tag: &str| declared(tag.as_bytes());
        assert_eq!(changed("<c r=\"A1\" t=\"e\">").as_deref(), Some("<c r=\"A1\" t=\"str\">"));
        assert_eq!(changed("<x:c t = 'e' s='1'/>").as_deref(), Some("<x:c t = 'str' s='1'/>"));
        for other in ["<c r=\"A1\">", "<c t=\"s\">", "<c>", "</c>", "<col t=\"e\">", "<c r=\"t='e'\">", "<c st=\"e\">", "<c t=e>", ""] {
            assert_eq!(changed(other), None, "{other}");
        }
        let mut out = Vec::new();
        declare("a > b<c t=\"e\"><v>#CALC!</v></c> end".as_bytes(), &mut out).unwrap();
        assert_eq!(out, b"a > b<c t=\"str\"><v>#CALC!</v></c> end");
        assert_eq!(as_texts(b"no archive"), None);
    }
}
