//! Archives of a few hundred bytes that would fill the memory, or keep the reader for ever.

use super::*;
use crate::error::{Fault, LimitFault};
use crate::read::workbook::table;

/// A workbook with this content.
fn book(content: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, text) in [("mimetype", kind), ("META-INF/manifest.xml", "<manifest/>"), ("content.xml", content)] {
        writer.start_file(name, packed).unwrap();
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> Vec<u8> {
    book(&format!(r#"<office:document-content><table:table table:name="KPIs">{rows}</table:table></office:document-content>"#))
}

fn read(bytes: &[u8]) -> Result<Vec<(u64, Vec<String>)>, Failure> {
    let table = table(bytes, None, |h| h.len())?;
    Ok(table.rows().map(|r| (r.line, r.cells().map(str::to_owned).collect())).collect())
}

#[test]
fn repeated_cells_are_read_and_blank_ones_cost_nothing() {
    let rows = r#"<table:table-row><table:table-cell office:value-type="string"><text:p>kpi</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>unit</text:p></table:table-cell></table:table-row>
        "#.trim().to_owned()
        + r#"<table:table-row table:number-rows-repeated="2"><table:table-cell office:value="5" table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="16382"/></table:table-row>"#
        + r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let five = || vec!["5".to_owned(), "5".to_owned()];
    assert_eq!(read(&sheet(&rows)), Ok(vec![(2, five()), (3, five())]));
}

#[test]
fn what_is_repeated_beyond_the_memory_is_refused() {
    let cell = r#"<table:table-cell office:value="5" table:number-columns-repeated="16384"/>"#;
    let many = sheet(&format!(r#"<table:table-row table:number-rows-repeated="2000">{cell}</table:table-row>"#));
    let far = LimitFault::FarCell { cell: "XFD2000".to_owned(), rows: 2000, columns: 16_384 };
    assert_eq!(read(&many), Err((Fault::Limit(far), None)));
    // Blank rows between two filled ones are written out too.
    let row = format!("<table:table-row>{cell}</table:table-row>");
    let hole = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>"#;
    assert!(matches!(read(&sheet(&format!("{row}{hole}{row}"))), Err((Fault::Limit(LimitFault::FarCell { .. }), None))));
    let text = "x".repeat(1 << 20);
    let long = format!(
        r#"<table:table-row><table:table-cell table:number-columns-repeated="5000" office:value-type="string"><text:p>{text}</text:p></table:table-cell></table:table-row>"#
    );
    let unpacked = |most| Err((Fault::Limit(LimitFault::Unpacked { most }), None));
    assert_eq!(read(&sheet(&long)), unpacked(64));
    // A row that stands for several says it again.
    let cell = format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#);
    let rows = |times| sheet(&format!(r#"<table:table-row table:number-rows-repeated="{times}">{cell}</table:table-row>"#));
    assert_eq!(read(&rows(70)), unpacked(64));
    assert!(read(&rows(40)).is_ok());
    let blanks = r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="2000000000"/></text:p></table:table-cell></table:table-row>"#;
    assert_eq!(read(&sheet(blanks)), unpacked(512));
}

#[test]
fn a_table_or_a_note_without_its_end_is_damaged() {
    let row = r#"<table:table-row><table:table-cell office:value="5"/></table:table-row>"#;
    for content in [
        format!(r#"<table:table table:name="A">{row}"#),
        format!(r#"<table:table table:name="A">{row}<table:table-row><table:table-cell office:value-type="string"><office:annotation>"#),
        format!(r#"<table:table table:name="A" table:name="B">{row}</table:table>"#),
        r#"<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string"><text:s text:c="-5"/>"#.to_owned(),
    ] {
        assert_eq!(read(&book(&content)), Err(damaged()), "{content}");
    }
}

#[test]
fn a_tag_of_a_thousand_attributes_is_damaged() {
    // Each is compared with all before it: a million would take days.
    let attributes: String = (0..1_000).map(|n| format!(" a{n}=''")).collect();
    for (row, cell) in [(attributes.as_str(), ""), ("", attributes.as_str())] {
        let row = format!("<table:table-row{row}><table:table-cell{cell}/></table:table-row>");
        assert_eq!(look_over(&sheet(&row)), Err(damaged()));
    }
}
