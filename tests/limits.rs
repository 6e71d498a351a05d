//! Tables that hold too much are refused with the place and what to do, in no time.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::io::{Cursor, Write};

use common::{Run, Work};

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of one sheet with these cells: address and text.
fn workbook(cells: &[(&str, &str)]) -> Vec<u8> {
    let row = |address: &str| address.trim_start_matches(char::is_alphabetic).to_owned();
    let cell = |(address, text): &(&str, &str)| {
        format!("<row r=\"{}\"><c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>", row(address))
    };
    book(&cells.iter().map(cell).collect::<String>(), None)
}

/// A workbook of one sheet with these rows, and its part of shared texts.
fn book(rows: &str, texts: Option<&str>) -> Vec<u8> {
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
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
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"a\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/s.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/s.xml",
            format!("<worksheet xmlns=\"{SHEET}\"><dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let texts = texts.map(|texts| ("xl/sharedStrings.xml", texts.to_owned()));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts.into_iter().chain(texts) {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn checked(file: &str, bytes: &[u8], flags: &[&str]) -> Run {
    let work = Work::new();
    std::fs::write(work.path(file), bytes).unwrap();
    work.run(&[&["check", file], flags].concat())
}

#[test]
fn a_stray_cell_far_below_is_named_instead_of_filling_the_memory() {
    let table = [("A1", "department"), ("B1", "kpi"), ("A2", "Sales"), ("B2", "New orders")];
    checked("kpis.xlsx", &workbook(&table), &[]).ended(0);
    let far = [&table[..], &[("XFD1048576", "x")]].concat();
    let told = checked("kpis.xlsx", &workbook(&far), &["--lang", "en"]).ended(3).out;
    assert!(told.contains("XFD1048576") && told.contains("1048576 rows and 16384 columns") && told.contains("delete"), "{told}");
    let told = checked("kpis.xlsx", &workbook(&far), &["--lang", "zh"]).ended(3).out;
    assert!(told.contains("XFD1048576") && told.contains("请删除"), "{told}");
    // A stray cell nearby is an ordinary cell.
    let near = [&table[..], &[("A90", "Ops"), ("B90", "Cost")]].concat();
    let told = checked("kpis.xlsx", &workbook(&near), &["--lang", "en"]).ended(0).out;
    assert!(told.contains("2 rows"), "{told}");
}

#[test]
fn rows_beyond_the_limit_are_counted_and_the_limit_can_be_moved() {
    let table = b"department,kpi\nSales,New orders\nOps,Cost per order\nIT,Uptime\n";
    let told = checked("kpis.csv", table, &["--max-rows", "2", "--lang", "en"]).ended(3).out;
    assert!(told.contains("3 rows, more than 2") && told.contains("--max-rows"), "{told}");
    checked("kpis.csv", table, &["--max-rows", "3"]).ended(0);
    let work = Work::new();
    work.write("kpis.csv", std::str::from_utf8(table).unwrap()).write("elements.csv", "project,element\nFair,Stand\n");
    work.write("winwin.toml", "max-rows = 2\ntoday = \"2026-11-16\"\n");
    let told = work.run(&["analyze", ".", "--charts", "none", "--lang", "zh"]).ended(3).err;
    assert!(told.contains("有 3 行，多于 2 行"), "{told}");
    work.run(&["analyze", ".", "--charts", "none", "--max-rows", "3"]).ended(0);
}

#[test]
fn a_cell_of_more_than_a_million_characters_is_named() {
    let table = |characters: usize| format!("department,kpi\nSales,{}\n", "指".repeat(characters)).into_bytes();
    checked("kpis.csv", &table(1_000_000), &[]).ended(0);
    let told = checked("kpis.csv", &table(1_000_001), &["--lang", "en"]).ended(3).out;
    assert!(told.contains("kpis.csv:2") && told.contains("kpi") && told.contains("1000001 characters") && told.len() < 500, "{told}");
}

#[test]
fn cells_of_ten_megabytes_are_refused_with_line_and_column() {
    let work = Work::new();
    let long = "a".repeat(10_000_000);
    work.write("kpis.csv", &format!("department,kpi\nSales,New orders\nOps,{long}\n"));
    work.write("elements.csv", &format!("project,element,description\nFair,Stand,\"{long}\"\n"));
    let run = work.run(&["check", "kpis.csv", "elements.csv", "--format", "json", "--lang", "en"]).ended(3);
    let places = |p: &serde_json::Value| (p["file"].to_string(), p["line"].as_u64(), p["header"].to_string());
    let problems: Vec<_> = run.json()["problems"].as_array().unwrap().iter().map(places).collect();
    let place = |file: &str, line, header: &str| (format!("\"{file}\""), Some(line), format!("\"{header}\""));
    assert_eq!(problems, [place("elements.csv", 2, "description"), place("kpis.csv", 3, "kpi")]);
    assert!(run.out.contains("a cell of 10000000 characters, more than 1000000") && run.out.len() < 2_000, "{} bytes", run.out.len());
    let tables = ["--kpis", "kpis.csv", "--elements", "elements.csv", "--lang", "en"];
    for args in [&["score", "--encoder", "fast"][..], &["analyze", "--out", "out"]] {
        let run = work.run(&[args, &tables[..]].concat()).ended(3);
        for place in ["kpis.csv:3", "elements.csv:2"] {
            assert!(
                run.err.lines().any(|l| l.starts_with(&format!("error {place}")) && l.contains("10000000 characters")),
                "{place}: {run:?}"
            );
        }
        assert!(run.out.is_empty() && run.err.len() < 2_000 && !work.path("out").exists());
    }
}

/// Whatever opens and is not closed, or opens a hundred thousand times, is read without climbing into it.
#[test]
fn a_hundred_thousand_quotes_end_in_a_sentence_or_in_scores() {
    const MANY: usize = 100_000;
    let scored = |kpi: &str, element: &str| {
        let work = Work::new();
        work.write("kpis.csv", &format!("department,kpi\nSales,New orders\nOps,{kpi}\n"));
        work.write("elements.csv", &format!("project,element\nFair,{element}\nFair,Stand\n"));
        work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--encoder", "fast", "--lang", "en"])
    };
    // In a cell that opens with one: a quote that stands twice is one, and the last closes the cell.
    let doubled = format!("\"{}\"", "\"\"".repeat(MANY));
    let nested = |open: &str, close: &str| format!("Orders{}{}", open.repeat(MANY / 2), close.repeat(MANY / 2));
    let read = [
        doubled,
        format!("Orders{}", "\"a".repeat(MANY)),
        format!("Orders{}", "“".repeat(MANY)),
        nested("“", "”"),
        nested("（「", "」）"),
        nested("([{", "}])"),
    ];
    for (n, text) in read.iter().enumerate() {
        for run in [scored(text, "Live stream"), scored("Uptime", text)] {
            let rows = common::records(&run.ended(0).out);
            assert_eq!(rows.len(), 4, "{n}");
            assert!(rows.iter().all(|r| r["overlap"].parse::<f64>().is_ok_and(|o| (-1.0..=1.0).contains(&o))), "{n}");
        }
    }
    for text in [format!("\"{}", "\"\"".repeat(MANY)), format!("\"{}", "\"a\"\"".repeat(MANY + 1)), "\"Orders,x\n".repeat(MANY + 1)] {
        let run = scored(&text, "Live stream").ended(3);
        assert!(run.err.contains("a quote that opens on this line is never closed; close it"), "{:?}", run.err.get(..500));
        assert!(run.err.starts_with("error kpis.csv:") && run.err.lines().count() < 5 && run.out.is_empty(), "{:?}", run.err.get(..500));
    }
}

#[test]
fn more_columns_than_a_spreadsheet_has_are_refused_at_once() {
    let table = |columns: usize| format!("department,kpi{}\nSales,New orders\n", ",x".repeat(columns - 2)).into_bytes();
    let told = checked("kpis.csv", &table(300_000), &["--lang", "en"]).ended(3).out;
    assert!(told.contains("kpis.csv:1") && told.contains("300000 cells"), "{told}");
}

#[test]
fn more_pairs_than_an_analysis_holds_are_refused_before_they_are_scored() {
    let work = Work::new();
    let rows = |what: &str, n: usize| (0..n).map(|i| format!("A,{what} {i}\n")).collect::<String>();
    work.write("kpis.csv", &format!("department,kpi\n{}", rows("Goal", 4_000)));
    work.write("elements.csv", &format!("project,element\n{}", rows("Deed", 2_501)));
    let run = work.run(&["analyze", ".", "--catalog-only", "--lang", "en"]).ended(1);
    assert!(run.err.contains("4000 KPIs x 2501 elements, catalog included, are 10,004,000 pairs, more than the 10,000,000"), "{run:?}");
    assert!(run.err.contains("winwin score --top N") && !work.path("reports").exists());
}

fn refused(rows: &str, texts: Option<&str>, words: &str) {
    let bytes = book(rows, texts);
    assert!(bytes.len() < 1 << 20, "{}", bytes.len());
    let told = checked("kpis.xlsx", &bytes, &["--lang", "en"]).ended(3).out;
    assert!(told.contains(words) && told.lines().count() < 5 && told.contains("export CSV UTF-8"), "{told}");
}

fn filled_row() -> String {
    format!("<row>{}</row>", "<c><v>1</v></c>".repeat(50))
}

#[test]
#[ignore = "takes a minute without optimisation"]
fn a_sheet_of_more_cells_than_are_read_is_refused() {
    refused(&filled_row().repeat(80_001), None, "more than 4000000 filled cells");
}

#[test]
fn workbooks_of_millions_of_tags_or_texts_are_refused_before_they_are_read() {
    let head = "<row/>";
    refused(&format!("{head}{}", filled_row().repeat(110_000)), None, "more than 20000000 tags");
    refused(head, Some(&format!("<sst xmlns=\"{SHEET}\">{}</sst>", "<si/>".repeat(4_000_001))), "more than 4000000 texts");
    // A claim for which there is no memory at all.
    refused(head, Some(&format!("<sst xmlns=\"{SHEET}\" uniqueCount=\"9999999999999\"></sst>")), "more than 4000000 texts");
}

#[test]
fn cells_of_a_workbook_stand_where_they_are_however_they_are_ordered() {
    let cell = |at: &str, text: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |n: u32, cells: &[String]| format!("<row r=\"{n}\">{}</row>", cells.concat());
    let head = row(2, &[cell("B2", "department"), cell("C2", "kpi"), cell("D2", "target")]);
    // The later row first, a cell written twice, a blank cell that has a format, a row that is left out.
    let rows =
        [row(5, &[cell("D5", "many"), cell("C5", "Uptime"), cell("B5", "IT")]), head, row(3, &[cell("C3", "old"), cell("C3", "Orders")])];
    let filled = row(3, &["<c r=\"B3\" s=\"0\"/>".to_owned(), cell("B3", "Sales"), "<c r=\"D3\"><v>12</v></c>".to_owned()]);
    let told = checked("kpis.xlsx", &book(&(rows.concat() + &filled), None), &["--lang", "en"]).ended(3).out;
    assert!(told.contains("kpis.xlsx:5 target: `many`") && told.contains("2 rows") && told.contains("1 error"), "{told}");
}

#[cfg(unix)]
#[test]
fn what_has_no_end_is_not_read() {
    let work = Work::new();
    for device in ["/dev/zero", "/dev/full", "/dev/null"] {
        let run = work.run(&["check", device, "--lang", "en"]).ended(1);
        assert!(run.err.contains(device) && run.err.contains("it is neither a file nor a folder"), "{run:?}");
    }
    // Three gigabytes that take no room on the disk.
    std::fs::File::create(work.path("kpis.csv")).unwrap().set_len(3 << 30).unwrap();
    let run = work.run(&["check", "kpis.csv", "--lang", "en"]).ended(1);
    assert!(run.err.contains("bigger than 2048 MB"), "{run:?}");
    // A pipe is read like a file: it is what a shell hands over.
    work.write("kpis.csv", "department,kpi\nOps,Cut waste\n");
    assert!(std::process::Command::new("mkfifo").arg(work.path("line.csv")).status().unwrap().success());
    let (table, line) = (work.path("kpis.csv"), work.path("line.csv"));
    let writer = std::thread::spawn(move || std::fs::write(line, std::fs::read(table).unwrap()).unwrap());
    work.run(&["check", "line.csv", "--lang", "en"]).ended(0);
    writer.join().unwrap();
}

/// A cell with a book in it is within the limits, and takes no longer than its first pages.
#[test]
fn a_very_long_description_is_scored_by_its_beginning() {
    let work = Work::new();
    let kpis = |more: &str| format!("department,kpi,description\nOps,Cut waste,{}\n", "客户满意度提升".repeat(3_000) + more);
    work.write("elements.csv", &format!("project,element,description\nFair,Stream,{}\n", "customer order ".repeat(60_000)));
    let scores = |more: &str, encoder: &str| {
        work.write("kpis.csv", &kpis(more));
        work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--encoder", encoder]).ended(0).out
    };
    for encoder in ["fast", "deep"] {
        assert_eq!(scores("", encoder), scores("直播", encoder), "{encoder}: beyond what is read");
    }
    work.run(&["analyze", ".", "--out", "out", "--catalog-only", "--charts", "none"]).ended(0);
}

#[test]
fn a_file_where_reports_are_to_go_is_told_before_the_work() {
    let work = Work::new();
    work.write("kpis.csv", "department,kpi\nOps,Cut waste\n").write("elements.csv", "project,element\nFair,Stream\n").write("out", "mine");
    let run = work.run(&["analyze", ".", "--out", "out", "--lang", "en"]).ended(1);
    assert!(run.err.contains("cannot write out: it is not a folder"), "{run:?}");
    assert_eq!(work.read("out"), "mine");
}

#[test]
fn pictures_of_a_large_plan_stay_far_below_the_largest_size() {
    let work = Work::new();
    let kpis: String = (0..60).map(|k| format!("Department {},Orders of product line {k},0,100\n", k % 12)).collect();
    let elements: String =
        (0..150).map(|e| format!("Fair,Campaign for product line {e},1000,Orders of product line {},10\n", e % 60)).collect();
    work.write("kpis.csv", &format!("department,kpi,baseline,target\n{kpis}"));
    work.write("elements.csv", &format!("project,element,cost,metric,contribution\n{elements}"));
    work.run(&["analyze", ".", "--scale", "4", "--today", "2026-11-16", "--out", "out"]).ended(0);
    let files = work.files("out");
    let side = |png: &[u8], at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    let sizes = files.iter().filter(|(path, _)| path.ends_with(".png")).map(|(path, png)| (path, side(png, 16), side(png, 20)));
    let sizes: Vec<_> = sizes.collect();
    assert!(sizes.len() > 16, "a page for each partner and the charts: {}", sizes.len());
    for (path, width, height) in sizes {
        assert!(u64::from(width) * u64::from(height) <= 24_000_000, "{path}: {width} x {height}");
    }
}

/// The environment may ask for more threads than any system starts in a minute.
#[test]
fn threads_stay_within_reason() {
    let work = Work::of_example("harbor-festival");
    let run = |threads: &str| {
        let args = ["analyze", ".", "--out", threads, "--charts", "none"];
        let run = common::winwin_with(&work.path("."), &args, &[("RAYON_NUM_THREADS", threads)]).ended(0);
        assert!(run.err.is_empty() || !run.err.contains("winwin:"), "{run:?}");
        work.files(threads)
    };
    assert_eq!(run("100000"), run("1"));
}
