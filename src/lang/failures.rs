//! What is said when a run fails for a reason outside the tables' cells, in both languages.

use crate::error::{Message, Refusal};
use crate::lang::{Lang, amounts, list, pick};
use crate::score::knowledge::Kind;

/// The tables a folder of knowledge may hold: `concepts.csv, guards.csv … or framings.csv`.
fn knowledge_files(lang: Lang) -> String {
    let names = Kind::ALL.map(Kind::file_name);
    let (last, others) = (names[names.len() - 1], &names[..names.len() - 1]);
    format!("{}{}{last}", list(lang, others), pick(lang, " 或 ", " or "))
}

/// Why the system refuses a path.
pub fn refusal(reason: &Refusal, lang: Lang) -> String {
    let (zh, en) = match reason {
        Refusal::Missing => ("没有这个文件或文件夹", "there is no such file or folder"),
        Refusal::Denied => ("没有权限", "permission denied"),
        Refusal::Full => ("磁盘空间不足", "the disk is full"),
        Refusal::ReadOnly => ("磁盘是只读的", "the disk is read-only"),
        Refusal::Folder => ("这是一个文件夹", "it is a folder"),
        Refusal::NotAFolder => ("这不是文件夹", "it is not a folder"),
        Refusal::Link => ("这是一个链接", "it is a link"),
        Refusal::Special => ("这既不是文件也不是文件夹", "it is neither a file nor a folder"),
        Refusal::Exists => ("同名文件或文件夹已存在", "something of that name is there already"),
        Refusal::LongName => ("名称过长", "the name is too long"),
        Refusal::NotOurs => ("它不是 winwin 写的", "it was not written by winwin"),
        Refusal::TooBig { most } => {
            return pick(
                lang,
                format!("它大于 {most} MB；请拆分，或只导出需要的行和列"),
                format!("it is bigger than {most} MB; split it, or export only the rows and columns that are needed"),
            );
        }
        Refusal::Other(words) => return words.clone(),
    };
    pick(lang, zh, en).to_owned()
}

/// What lets a path be written after all.
fn way_out(reason: &Refusal, lang: Lang) -> &'static str {
    match reason {
        Refusal::Denied | Refusal::ReadOnly => pick(lang, "取得写入权限", "Get the right to write there"),
        Refusal::Full => pick(lang, "腾出空间", "Make room there"),
        Refusal::Folder
        | Refusal::NotAFolder
        | Refusal::Link
        | Refusal::Special
        | Refusal::Exists
        | Refusal::NotOurs
        | Refusal::TooBig { .. } => pick(lang, "移开它", "Move it away"),
        Refusal::Missing => pick(lang, "先建好文件夹", "Make the folder first"),
        Refusal::LongName => pick(lang, "改用较短的名称", "Give a shorter name"),
        Refusal::Other(_) => pick(lang, "关闭占用它的程序", "Close the program that holds it"),
    }
}

/// What lets a path be read after all; `None` where the reason says it.
fn way_in(reason: &Refusal, lang: Lang) -> Option<&'static str> {
    match reason {
        Refusal::Missing => Some(pick(
            lang,
            "检查文件名和所在文件夹；它可能已被移走，或网络盘未连接",
            "Check its name and folder; it may have been moved, or its drive is not connected",
        )),
        Refusal::Denied => Some(pick(lang, "取得读取权限", "Get the right to read it")),
        Refusal::Folder => Some(pick(lang, "给出文件夹中的文件", "Name a file in it")),
        Refusal::NotAFolder => Some(pick(lang, "检查路径：其中有一段是文件", "Check the path: a part of it is a file")),
        Refusal::Other(_) => Some(pick(lang, "确认它能打开后重试", "See whether it can be opened, and try again")),
        _ => None,
    }
}

/// A failure outside the tables.
pub fn message(message: &Message, lang: Lang) -> String {
    match message {
        Message::CannotRead { path, reason } => {
            let (why, way) = (refusal(reason, lang), way_in(reason, lang));
            match way {
                Some(way) => pick(lang, format!("无法读取 {path}：{why}。请{way}"), format!("cannot read {path}: {why}. {way}")),
                None => pick(lang, format!("无法读取 {path}：{why}"), format!("cannot read {path}: {why}")),
            }
        }
        Message::CannotWrite { path, reason } => {
            let (why, way) = (refusal(reason, lang), way_out(reason, lang));
            pick(
                lang,
                format!("无法写入 {path}：{why}。请{way}，或用 --out 换一个文件夹"),
                format!("cannot write {path}: {why}. {way}, or choose another --out"),
            )
        }
        Message::CannotKeep { path, reason } => {
            let why = refusal(reason, lang);
            let way = if *reason == Refusal::Full { way_out(reason, lang) } else { pick(lang, "移开它", "Move it away") };
            pick(
                lang,
                format!("{path} 不是 winwin 写的，又无法随新报告保留：{why}。请{way}，或用 --out 换一个文件夹"),
                format!("cannot keep {path}, which winwin did not write: {why}. {way}, or choose another --out"),
            )
        }
        Message::CannotPrint { reason } => {
            let why = refusal(reason, lang);
            pick(lang, format!("无法写到标准输出：{why}"), format!("cannot write to standard output: {why}"))
        }
        Message::NoTable { folder, table } => pick(
            lang,
            format!("文件夹 {folder} 中没有 {table}.csv；也可用 --{table} 指定文件"),
            format!("no {table}.csv in {folder}; name the file with --{table} instead"),
        ),
        Message::NoTables { folder } => pick(
            lang,
            format!("文件夹 {folder} 中没有可读的表：departments.csv、favors.csv、log.csv 任有其一即可，也可用 --departments 等指定文件"),
            format!(
                "no table in {folder}: any one of departments.csv, favors.csv and log.csv will do; name a file with --departments and the like instead"
            ),
        ),
        Message::NoKnowledge { folder } => {
            pick(lang, format!("{folder} 中没有 {}", knowledge_files(lang)), format!("no {} in {folder}", knowledge_files(lang)))
        }
        Message::NoSets { folder } => pick(
            lang,
            format!("{folder} 中没有成套的标注表；每套须有 NAME/kpis.csv、NAME/elements.csv、NAME/labels.csv，或 NAME_kpis.csv 等三个文件"),
            format!(
                "no labelled set in {folder}; a set is NAME/kpis.csv, NAME/elements.csv and NAME/labels.csv, or NAME_kpis.csv and so on"
            ),
        ),
        Message::TableNotGiven { table } => {
            pick(lang, format!("请给出文件夹，或用 --{table} 指定文件"), format!("give a folder, or the file with --{table}"))
        }
        Message::Exists { path } => pick(
            lang,
            format!("{path} 已存在，未写入任何文件；请换一个文件夹"),
            format!("{path} is there already, nothing was written; choose another folder"),
        ),
        Message::TwoStdin => pick(lang, "只能有一个表来自标准输入（-）", "only one table can come from standard input (-)").to_owned(),
        Message::TwoTables { files: (a, b) } => {
            pick(lang, format!("{a} 和 {b} 是同一种表，请只留一个"), format!("{a} and {b} are the same table: keep one"))
        }
        Message::TooManyPairs { kpis, elements, most } => {
            let (pairs, most) = (amounts::number((kpis * elements) as f64, lang), amounts::number(*most as f64, lang));
            pick(
                lang,
                format!(
                    "{kpis} 项指标 × {elements} 个要素（含目录）共 {pairs} 对，多于一次分析能容纳的 {most} 对；请用 winwin score --top N 逐对打分，或拆分表格"
                ),
                format!(
                    "{kpis} KPIs x {elements} elements, catalog included, are {pairs} pairs, more than the {most} an analysis can hold: score them with winwin score --top N, or split the tables"
                ),
            )
        }
        Message::BadFlag { flag, value, accepted, accepted_zh } => pick(
            lang,
            format!("{flag} 的值“{value}”不可用；可用：{accepted_zh}"),
            format!("{flag} cannot be \"{value}\"; accepted: {accepted}"),
        ),
        Message::NoSuchText { what, text, near } => {
            let near = list(lang, near);
            pick(
                lang,
                format!("没有{}“{text}”；有：{near}", if *what == "kpi" { "指标" } else { "要素" }),
                format!("no {what} \"{text}\"; there are: {near}"),
            )
        }
        Message::Internal { what, reason } => pick(lang, format!("未能生成{what}：{reason}"), format!("could not make {what}: {reason}")),
    }
}

/// That a run waits for another one.
pub fn waits(folder: &str, lang: Lang) -> String {
    pick(lang, format!("另一次运行正在写入 {folder}，等它结束"), format!("waiting for another run that writes to {folder}"))
}

/// That a judge has scored the best pairs of a fast choice anew, and what it took.
pub fn judged_again(pairs: usize, texts: usize, lang: Lang) -> String {
    crate::lang::pick(
        lang,
        format!("细读模型重评了{pairs}对（读了{texts}段文字）"),
        format!("the judge scored {pairs} pairs again ({texts} texts asked for)"),
    )
}
/// That a run ended by what no code foresaw, in both languages: by then nobody knows which is wanted.
pub fn unforeseen(words: &str) -> String {
    let words: String = words.lines().next().unwrap_or_default().chars().take(300).collect();
    let scarce = ["thread", "Resource temporarily unavailable", "WouldBlock", "memory"].iter().any(|sign| words.contains(sign));
    let (zh, en) = if scarce {
        (
            "系统给的线程或内存不够：关闭其他程序，或放宽限制（ulimit），再运行一次",
            "the system grants too few threads or too little memory: close other programs or raise the limit (ulimit), and run it again",
        )
    } else {
        (
            "程序遇到未预料的情况，没有完成；原有的报告未受影响",
            "the program met something unforeseen and did not finish; earlier reports stand as they were",
        )
    };
    format!("winwin: {en} / {zh}（{words}）")
}
