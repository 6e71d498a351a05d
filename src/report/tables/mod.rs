//! The pair table as CSV, Parquet and Arrow. The only folder that uses polars: here it is an output format, not the model.

pub mod stream;

use polars::prelude::{Column, DataFrame, IntoColumn, NamedFrom, PolarsResult, Series};
use polars_io::SerWriter;
use polars_io::prelude::{CsvWriter, ParquetCompression, ParquetWriter, QuoteStyle};

use crate::lang::{Lang, reasons};
use crate::model::Case;
use crate::score::{Scored, Scorer};

/// Columns of the pair table, in order.
pub const COLUMNS: [&str; 15] = [
    "project",
    "element_id",
    "element",
    "department",
    "kpi_id",
    "kpi",
    "overlap",
    "helps",
    "hurts",
    "semantic",
    "lexical",
    "driver",
    "share",
    "reason",
    "share_reason",
];

/// One row of the pair table; the fields are the columns.
#[derive(Debug, Clone, PartialEq)]
pub struct PairRow {
    /// Project of the element; empty for catalog entries.
    pub project: String,
    /// Element id, given or made.
    pub element_id: String,
    /// Element name.
    pub element: String,
    /// Department of the KPI.
    pub department: String,
    /// KPI id, given or made.
    pub kpi_id: String,
    /// KPI name.
    pub kpi: String,
    /// helps - hurts.
    pub overlap: f64,
    /// 0 to 1.
    pub helps: f64,
    /// 0 to 1.
    pub hurts: f64,
    /// 0 to 1.
    pub semantic: f64,
    /// 0 to 1.
    pub lexical: f64,
    /// -1 to 1.
    pub driver: f64,
    /// Share of the target; `None` when unknown.
    pub share: Option<f64>,
    /// Why the score.
    pub reason: String,
    /// Why no share.
    pub share_reason: String,
}

/// The row of a pair.
pub fn row(case: &Case, scorer: &Scorer, scored: Scored, lang: Lang) -> PairRow {
    let pair = scored.pair;
    let (k, e) = (case.kpi(pair.kpi), case.element(pair.element));
    PairRow {
        project: e.project.map_or(String::new(), |p| case.project(p).name.clone()),
        element_id: e.key.clone(),
        element: e.name.clone(),
        department: case.department(k.department).name.clone(),
        kpi_id: k.key.clone(),
        kpi: k.name.clone(),
        overlap: rounded(pair.overlap()),
        helps: rounded(pair.helps),
        hurts: rounded(pair.hurts),
        semantic: rounded(f64::from(pair.parts.semantic)),
        lexical: rounded(f64::from(pair.parts.lexical)),
        driver: rounded(f64::from(pair.parts.driver)),
        share: pair.share.known().map(|k| rounded(k.share())),
        reason: Some(reasons::of_pair(case, scorer, scored, lang))
            .filter(|reason| !reason.is_empty())
            .unwrap_or_else(|| reasons::as_a_whole(pair.overlap(), lang).to_owned()),
        share_reason: reasons::no_share(&pair.share, lang).to_owned(),
    }
}

/// Six decimals: more says nothing, and a fixed form keeps bytes the same on every machine.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6 + 0.0
}

fn frame(rows: &[PairRow], text_safe: bool) -> PolarsResult<DataFrame> {
    // A blank text is null, so that no format shows a pair of quotes for it.
    let text = |name: &str, of: &dyn Fn(&PairRow) -> &str| -> Column {
        let shown = |t: &str| if text_safe { neutral(t) } else { t.to_owned() };
        let values: Vec<Option<String>> = rows.iter().map(of).map(|t| (!t.is_empty()).then(|| shown(t))).collect();
        Series::new(name.into(), values).into_column()
    };
    let number = |name: &str, of: &dyn Fn(&PairRow) -> f64| -> Column {
        Series::new(name.into(), rows.iter().map(of).collect::<Vec<f64>>()).into_column()
    };
    let share: Vec<Option<f64>> = rows.iter().map(|r| r.share).collect();
    let columns = vec![
        text(COLUMNS[0], &|r| &r.project),
        text(COLUMNS[1], &|r| &r.element_id),
        text(COLUMNS[2], &|r| &r.element),
        text(COLUMNS[3], &|r| &r.department),
        text(COLUMNS[4], &|r| &r.kpi_id),
        text(COLUMNS[5], &|r| &r.kpi),
        number(COLUMNS[6], &|r| r.overlap),
        number(COLUMNS[7], &|r| r.helps),
        number(COLUMNS[8], &|r| r.hurts),
        number(COLUMNS[9], &|r| r.semantic),
        number(COLUMNS[10], &|r| r.lexical),
        number(COLUMNS[11], &|r| r.driver),
        Series::new(COLUMNS[12].into(), share).into_column(),
        text(COLUMNS[13], &|r| &r.reason),
        text(COLUMNS[14], &|r| &r.share_reason),
    ];
    DataFrame::new(rows.len(), columns)
}

/// Texts of a CSV stand in quotes, always: a spreadsheet that parts cells by semicolons or tabs would else cut a text there, and run what
/// comes after as a formula.
const QUOTED: QuoteStyle = QuoteStyle::NonNumeric;

/// The first line of a CSV, with a mark in front, so that spreadsheets read Chinese. Plain names need no quotes.
fn header() -> String {
    format!("\u{feff}{}\n", COLUMNS.join(","))
}

/// Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers are never text here. So does what comes after a semicolon, a
/// tab or a line end, where some spreadsheets begin another cell in spite of the quotes.
pub fn neutral(text: &str) -> String {
    let mut made = String::with_capacity(text.len() + 1);
    let mut begins = true;
    for c in text.chars() {
        let runs = begins && matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
        if runs {
            made.push('\'');
        }
        made.push(c);
        begins = !runs && (matches!(c, ';' | '\t' | '\n' | '\r') || begins && c == ' ');
    }
    made
}

/// The rows as CSV in UTF-8 with a mark, so that spreadsheets read Chinese.
///
/// # Errors
/// The writer's words.
pub fn csv(rows: &[PairRow]) -> Result<Vec<u8>, String> {
    let mut bytes = header().into_bytes();
    let mut frame = frame(rows, true).map_err(|e| e.to_string())?;
    CsvWriter::new(&mut bytes).include_header(false).with_quote_style(QUOTED).finish(&mut frame).map_err(|e| e.to_string())?;
    Ok(bytes)
}

/// The rows as Parquet.
///
/// # Errors
/// The writer's words.
pub fn parquet(rows: &[PairRow]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut frame = frame(rows, false).map_err(|e| e.to_string())?;
    let writer = ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Zstd(None)).set_parallel(false);
    writer.finish(&mut frame).map_err(|e| e.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> PairRow {
        PairRow {
            project: "p".into(),
            element_id: "E1".into(),
            element: "=1+2".into(),
            department: "部门".into(),
            kpi_id: "K1".into(),
            kpi: "k;=2".into(),
            overlap: -0.25,
            helps: 0.25,
            hurts: 0.5,
            semantic: 0.0,
            lexical: 0.0,
            driver: -0.5,
            share: None,
            reason: String::new(),
            share_reason: "r".into(),
        }
    }

    #[test]
    fn csv_has_the_columns_and_runs_no_formula() {
        let text = String::from_utf8(csv(&[sample()]).unwrap()).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], COLUMNS.join(","));
        assert_eq!(lines[1], "\"p\",\"E1\",\"'=1+2\",\"部门\",\"K1\",\"k;'=2\",-0.25,0.25,0.5,0.0,0.0,-0.5,,,\"r\"");
    }

    #[test]
    fn parquet_has_its_mark() {
        assert_eq!(&parquet(&[sample()]).unwrap()[..4], b"PAR1");
        assert_eq!(parquet(&[sample()]).unwrap(), parquet(&[sample()]).unwrap());
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for formula in ["=1+2", "+1", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝cmd", "＋1", "－1", "＠SUM(A1)"] {
            assert_eq!(neutral(formula), format!("'{formula}"));
        }
        for text in ["", "1 = 1", "Sales", "（-5）"] {
            assert_eq!(neutral(text), text);
        }
    }
}
