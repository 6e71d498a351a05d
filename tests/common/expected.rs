//! What a case says that reading its tables gives: `expected.txt` beside the tables, held against `check --format json` and `score`.
//!
//! One statement a line; cells are parted by ` | `, `-` is a blank cell, `\n` a line end inside one:
//!
//! ```text
//! exit 3                                              the exit status
//! args --map kpi=Ziel                                 more arguments of `check`
//! kpis is GB18030 comma 2 rows                        encoding, delimiter, number of rows
//! kpis 2: department = 客服部 | baseline = 10 h       parsed cells of the row on that line
//! error kpis 3: column = target | value = #REF!       a problem; also warning, note. `kpis` alone: about the whole file
//! share Reply time / Chat bot = 0.25                  what `score` writes; `-` for none
//! ```
//!
//! Numbers are `VALUE`, or `LOW~VALUE~HIGH`, then the unit's code, `fraction` (a percentage) or `points`. Every error and warning of a run
//! must be among the statements; notes need not.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Run, records, winwin_in};

/// The day the cases speak from.
pub const TODAY: &str = "2025-01-15";

/// How `score` is told of a table.
const ROLES: [&str; 5] = ["kpis", "elements", "departments", "favors", "log"];

/// A case and where it does not hold, empty when it does; also how many statements of values and places it makes.
pub fn breaches(folder: &Path) -> (Vec<String>, usize) {
    let text = std::fs::read_to_string(folder.join("expected.txt")).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let tables = tables(folder);
    let said = |word: &str| text.lines().find_map(|l| l.strip_prefix(word)).map(str::trim);
    let code: i32 = said("exit ").and_then(|c| c.parse().ok()).unwrap_or_else(|| panic!("{}: no line `exit`", folder.display()));
    let mut args = vec!["check", "--format", "json", "--lang", "en", "--today", TODAY];
    args.extend(tables.iter().map(String::as_str));
    args.extend(said("args ").unwrap_or_default().split_whitespace());
    let run = winwin_in(folder, &args);
    let mut found = Vec::new();
    if run.code != code {
        found.push(format!("ended with {}", run.code));
    }
    let read = Read { document: run.json(), told: Vec::new() };
    let (breaches, made) = read.hold(&text, folder, &tables, &run);
    found.extend(breaches);
    (found, made)
}

/// The tables of a case, the KPIs first.
pub fn tables(folder: &Path) -> Vec<String> {
    let paths = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut names: Vec<String> = paths.map(|p| p.unwrap().file_name().into_string().unwrap()).filter(|n| role(n).is_some()).collect();
    names.sort_by_key(|n| (role(n), n.clone()));
    names
}

fn role(file: &str) -> Option<usize> {
    let stem = PathBuf::from(file).file_stem()?.to_str()?.to_owned();
    ROLES.iter().position(|r| *r == stem)
}

struct Read {
    document: Value,
    /// Problems that a statement spoke of, by their place in the document.
    told: Vec<usize>,
}

impl Read {
    fn hold(mut self, text: &str, folder: &Path, tables: &[String], run: &Run) -> (Vec<String>, usize) {
        let (mut found, mut made) = (Vec::new(), 0);
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let outcome = match word {
                "exit" | "args" => continue,
                "error" | "warning" | "note" => self.problem(word, rest),
                "share" => share(folder, tables, rest),
                _ if rest.starts_with("is ") => self.table(word, &rest[3..]),
                _ => self.row(word, rest),
            };
            made += 1;
            found.extend(outcome.err().map(|why| format!("{line}: {why}")));
        }
        for (i, problem) in self.problems().iter().enumerate() {
            if problem["severity"] != "note" && !self.told.contains(&i) {
                found.push(format!("not expected: {problem}"));
            }
        }
        if run.out.contains('\u{fffd}') {
            found.push("a replacement character in the output".into());
        }
        (found, made)
    }

    fn problems(&self) -> &[Value] {
        self.document["problems"].as_array().map_or(&[], Vec::as_slice)
    }

    fn named(&self, name: &str) -> Result<&Value, String> {
        let of_name = |t: &&Value| t["file"].as_str().is_some_and(|f| f.split('.').next() == Some(name));
        self.document["tables"].as_array().and_then(|all| all.iter().find(of_name)).ok_or_else(|| format!("{name} was not read"))
    }

    fn table(&self, name: &str, rest: &str) -> Result<(), String> {
        let table = self.named(name)?;
        let delimiter = match table["delimiter"].as_str().unwrap_or_default() {
            "," => "comma",
            ";" => "semicolon",
            "\t" => "tab",
            "|" => "bar",
            "，" => "wide-comma",
            other => other,
        };
        let rows = table["rows"].as_array().map_or(0, Vec::len);
        same(&format!("{} {delimiter} {rows} rows", table["encoding"].as_str().unwrap_or_default()), rest)
    }

    fn row(&self, name: &str, rest: &str) -> Result<(), String> {
        let (line, cells) = rest.split_once(':').ok_or("no such statement")?;
        let line: u64 = line.parse().map_err(|_| "no line number")?;
        let rows = self.named(name)?["rows"].as_array().ok_or("no rows")?;
        let row = rows.iter().find(|r| r["line"] == line).ok_or("no such row")?;
        for (column, expected) in pairs(cells)? {
            let value = row.get(column).ok_or_else(|| format!("no column {column}"))?;
            same_cell(value, &expected).map_err(|why| format!("{column}: {why}"))?;
        }
        Ok(())
    }

    fn problem(&mut self, severity: &str, rest: &str) -> Result<(), String> {
        let (place, fields) = rest.split_once(':').unwrap_or((rest, ""));
        let (file, line) = place.split_once(' ').map_or((place, None), |(f, l)| (f, l.parse::<u64>().ok()));
        let fields = if fields.is_empty() { Vec::new() } else { pairs(fields)? };
        let fits = |p: &Value| {
            let text = |key: &str| p[key].as_str().unwrap_or("-").to_owned();
            p["severity"] == severity
                && text("file").split('.').next() == Some(file)
                && p["line"].as_u64() == line
                && fields.iter().all(|(key, expected)| match *key {
                    "says" => format!("{}; {}", text("message"), text("help")).contains(expected.as_str()),
                    _ => text(key) == *expected,
                })
        };
        let at: Vec<usize> = (0..self.problems().len()).filter(|&i| fits(&self.problems()[i]) && !self.told.contains(&i)).collect();
        match at.as_slice() {
            [] => Err(format!("not told; told is {:#?}", self.problems())),
            [first, ..] => {
                self.told.push(*first);
                Ok(())
            }
        }
    }
}

/// `a = b | c = d`.
fn pairs(text: &str) -> Result<Vec<(&str, String)>, String> {
    let pair = |part: &'_ str| -> Option<(usize, usize)> { part.find('=').map(|at| (at, at + 1)) };
    text.split(" | ")
        .map(|part| {
            let (end, start) = pair(part).ok_or_else(|| format!("no `=` in {part}"))?;
            Ok((part[..end].trim(), part[start..].trim().replace("\\n", "\n")))
        })
        .collect()
}

fn same(found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("is {found}")) }
}

fn same_cell(value: &Value, expected: &str) -> Result<(), String> {
    match value {
        Value::Null => same("-", expected),
        Value::String(text) => same(&text.replace("\r\n", "\n"), expected),
        Value::Array(texts) => same(&texts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("、"), expected),
        Value::Object(_) => same_number(value, expected),
        other => same(&other.to_string(), expected),
    }
}

fn same_number(value: &Value, expected: &str) -> Result<(), String> {
    let (numbers, unit) = expected.split_once(' ').unwrap_or((expected, ""));
    let numbers: Vec<f64> = numbers.split('~').map(|n| n.parse().map_err(|_| format!("{n} is no number"))).collect::<Result<_, _>>()?;
    let expected = match numbers.as_slice() {
        [one] => [*one; 3],
        [low, middle, high] => [*low, *middle, *high],
        _ => return Err("one number or three".into()),
    };
    let found = ["low", "value", "high"].map(|key| value[key].as_f64().unwrap_or(f64::NAN));
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * b.abs().max(1e-3);
    let kind = match (value["percent"] == true, value["points"] == true) {
        (true, _) => "fraction",
        (_, true) => "points",
        _ => value["unit"].as_str().unwrap_or_default(),
    };
    if found.iter().zip(&expected).all(close) && kind == unit { Ok(()) } else { Err(format!("is {value}")) }
}

fn share(folder: &Path, tables: &[String], rest: &str) -> Result<(), String> {
    let (pair, expected) = rest.rsplit_once(" = ").ok_or("no ` = `")?;
    let (kpi, element) = pair.split_once(" / ").ok_or("no ` / `")?;
    let run = winwin_in(folder, &["score", "--kpis", &tables[0], "--elements", &tables[1], "--out", "-"]);
    let rows = records(&run.out);
    let row = rows.iter().find(|r| r["kpi"] == kpi && r["element"] == element).ok_or_else(|| format!("no such pair: {run:?}"))?;
    let found = row["share"].as_str();
    match expected.parse::<f64>() {
        Ok(number) if found.parse::<f64>().is_ok_and(|f| (f - number).abs() < 1e-5) => Ok(()),
        Err(_) if found.is_empty() && expected == "-" => Ok(()),
        _ => Err(format!("is {found}: {}", row["share_reason"])),
    }
}
