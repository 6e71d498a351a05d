//! What is said of a table that holds too much: the fault, and what would be accepted.

use crate::error::LimitFault;
use crate::lang::{Lang, pick};

/// What to do with a workbook that holds too much.
const SPLIT: (&str, &str) = (
    "请只保留需要的工作表另存，拆分表格，或导出 CSV UTF-8",
    "save it with the sheet that is needed alone, split the table, or export CSV UTF-8",
);

/// The sentence and the help.
pub fn words(fault: &LimitFault, lang: Lang) -> (String, String) {
    let say = |zh: String, zh_help: &str, en: String, en_help: &str| (pick(lang, zh, en), pick(lang, zh_help, en_help).to_owned());
    match fault {
        LimitFault::Rows { rows, most } => say(
            format!("有 {rows} 行，多于 {most} 行"),
            "请拆分表格，或用 --max-rows（winwin.toml 中为 max-rows）放宽上限（每百万行约需 1 GB 内存）",
            format!("{rows} rows, more than {most}"),
            "split the table, or raise the limit with --max-rows, in winwin.toml max-rows (a million rows take about 1 GB of memory)",
        ),
        LimitFault::Columns { columns, most } => say(
            format!("这一行有 {columns} 个单元格，多于表格软件的 {most} 列"),
            "请检查分隔符，或删除多余的列",
            format!("this row has {columns} cells, more than the {most} columns of a spreadsheet"),
            "check what parts the cells, or delete the columns that are too many",
        ),
        LimitFault::TableCells { most } => say(
            format!("到这一行为止，单元格已多于 {most} 个（空白的也算）"),
            "请删除空白的列，或拆分表格",
            format!("up to this row there are more than {most} cells, blank ones counted"),
            "delete blank columns, or split the table",
        ),
        LimitFault::LongCell { characters, most } => say(
            format!("单元格有 {characters} 个字符，多于 {most} 个"),
            "请缩短文字；也可能是缺了一个引号",
            format!("a cell of {characters} characters, more than {most}"),
            "shorten it; a quote may be missing",
        ),
        LimitFault::Unpacked { most } => say(
            format!("工作簿解压后超过 {most} MB"),
            "请只保留需要的工作表另存，或导出 CSV UTF-8",
            format!("the workbook unpacks to more than {most} MB"),
            "save it with the sheet that is needed alone, or export CSV UTF-8",
        ),
        LimitFault::Cells { most } => {
            say(format!("工作表有内容的单元格多于 {most} 个"), SPLIT.0, format!("the sheet has more than {most} filled cells"), SPLIT.1)
        }
        LimitFault::Texts { most } => {
            say(format!("工作簿中的文字多于 {most} 条"), SPLIT.0, format!("the workbook has more than {most} texts"), SPLIT.1)
        }
        LimitFault::Tags { most } => say(
            format!("工作簿的一个部分有多于 {most} 个标记"),
            SPLIT.0,
            format!("a part of the workbook has more than {most} tags"),
            SPLIT.1,
        ),
        LimitFault::FarCell { cell, rows, columns } => say(
            format!("单元格 {cell} 离表格太远，工作表因此有 {rows} 行 {columns} 列，几乎全空"),
            "请删除该处内容（或其间的空行空列）后保存",
            format!("cell {cell} stands far from the table, which makes a sheet of {rows} rows and {columns} columns, nearly all blank"),
            "delete what stands there, or the blank rows and columns before it, and save",
        ),
    }
}
