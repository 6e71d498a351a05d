//! The built-in catalog is sound: what data/catalog/check.py asks of it, so that no build ships an entry that nobody would advise.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use common::root;
use winwin::model::{FormKind, Lang};
use winwin::read::catalog;
use winwin::read::functions::Functions;

type Row = BTreeMap<String, String>;

/// Whose KPIs entries serve; also whose part they need.
const FUNCTIONS: [&str; 30] = [
    "marketing",
    "sales",
    "service",
    "aftersales",
    "training",
    "hr",
    "it",
    "data",
    "finance",
    "procurement",
    "supply",
    "rnd",
    "production",
    "quality",
    "operations",
    "safety",
    "legal",
    "risk",
    "admin",
    "strategy",
    "government",
    "esg",
    "partner",
    "public",
    "community",
    "health",
    "education",
    "tourism",
    "retail",
    "property",
];
const COLUMNS: [&str; 11] =
    ["id", "function", "element_zh", "description_zh", "element_en", "description_en", "cost_low", "cost_high", "needs", "fits", "deposit"];
/// Lengths of texts: characters in Chinese, words in English.
const LENGTHS: [(&str, RangeInclusive<usize>); 4] =
    [("element_zh", 4..=16), ("description_zh", 18..=42), ("element_en", 2..=8), ("description_en", 10..=28)];
/// Yuan; an entry above it would be a project of its own.
const MOST_COST: u32 = 200_000;
/// Share of three-character pieces from which two texts say the same.
const ALIKE: f64 = 0.5;
const LEAST_PER_FUNCTION: usize = 4;
const LEAST_PER_KIND: usize = 30;

fn rows() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("data/catalog/catalog.csv")).unwrap();
    assert_eq!(text.lines().next().unwrap().split(',').collect::<Vec<_>>(), COLUMNS);
    common::records(&text)
}

/// Faults of one row by itself.
fn faults(row: &Row, number: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut wrong = |holds: bool, what: String| {
        if !holds {
            found.push(format!("{}: {what}", row["id"]));
        }
    };
    wrong(row["id"] == format!("CAT{number:02}"), format!("expected CAT{number:02}"));
    for (column, cell) in row {
        wrong(cell == cell.trim() && (!cell.is_empty() || column == "needs"), format!("{column} is empty or has spaces around it"));
    }
    for column in ["function", "needs"] {
        let cell = row[column].as_str();
        wrong(cell.is_empty() || FUNCTIONS.contains(&cell), format!("{column} {cell:?} is unknown"));
    }
    let kinds: Vec<&str> = row["fits"].split('|').collect();
    let each_once = kinds.iter().collect::<BTreeSet<_>>().len() == kinds.len();
    let known = kinds.iter().all(|kind| FormKind::named(kind).is_some());
    wrong(kinds == ["any"] || (each_once && known), format!("fits {:?}", row["fits"]));
    wrong(["yes", "no"].contains(&row["deposit"].as_str()), format!("deposit {:?}", row["deposit"]));
    let costs: Option<(u32, u32)> = row["cost_low"].parse().ok().zip(row["cost_high"].parse().ok());
    let plausible = costs.is_some_and(|(low, high)| low <= high && (1..=MOST_COST).contains(&high));
    wrong(plausible, format!("costs {} to {}", row["cost_low"], row["cost_high"]));
    for (column, lengths) in LENGTHS {
        let chinese = column.ends_with("_zh");
        let size = if chinese { row[column].chars().count() } else { row[column].split_whitespace().count() };
        wrong(lengths.contains(&size), format!("{column} has a length of {size}"));
        let han = row[column].chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        wrong(han == chinese, format!("{column} is in the wrong language"));
    }
    found
}

/// Pieces of three characters, without case, spaces and punctuation.
fn pieces(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    if chars.len() < 3 { BTreeSet::from([chars.iter().collect()]) } else { chars.windows(3).map(|w| w.iter().collect()).collect() }
}

/// Rows that say nearly the same as an earlier one, in a name or in name and description, in either language.
fn alike(rows: &[Row]) -> Vec<String> {
    let mut found = Vec::new();
    for columns in [&["element_zh"][..], &["element_zh", "description_zh"], &["element_en"], &["element_en", "description_en"]] {
        let bags: Vec<BTreeSet<String>> =
            rows.iter().map(|row| pieces(&columns.iter().map(|c| row[*c].as_str()).collect::<Vec<_>>().join(" "))).collect();
        for (n, bag) in bags.iter().enumerate() {
            for (earlier, other) in bags[..n].iter().enumerate() {
                let share = bag.intersection(other).count() as f64 / bag.union(other).count() as f64;
                if share > ALIKE {
                    found.push(format!("{} and {} are alike in {columns:?}: {share:.2}", rows[n]["id"], rows[earlier]["id"]));
                }
            }
        }
    }
    found
}

/// Functions and kinds of projects with too few entries.
fn thin(rows: &[Row]) -> Vec<String> {
    let mut found = Vec::new();
    for function in FUNCTIONS {
        let count = rows.iter().filter(|row| row["function"] == function).count();
        if count < LEAST_PER_FUNCTION {
            found.push(format!("function {function}: {count} rows"));
        }
    }
    for (kind, _) in FormKind::NAMES {
        let count = rows.iter().filter(|row| row["fits"] == "any" || row["fits"].split('|').any(|k| k == kind)).count();
        if count < LEAST_PER_KIND {
            found.push(format!("kind {kind}: {count} rows"));
        }
    }
    found
}

fn check(rows: &[Row]) -> Vec<String> {
    let each = rows.iter().enumerate().flat_map(|(i, row)| faults(row, i + 1));
    each.chain(alike(rows)).chain(thin(rows)).collect()
}

#[test]
fn every_entry_is_sound() {
    let rows = rows();
    assert!(rows.len() >= 120, "{}", rows.len());
    let found = check(&rows);
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), found.join("\n"));
    // A function that no department's name can be told by would never be asked.
    let functions = Functions::embedded();
    let asked: BTreeSet<&str> = rows.iter().map(|row| row["needs"].as_str()).filter(|needs| !needs.is_empty()).collect();
    let unknown: Vec<&&str> = asked.iter().filter(|needs| !functions.knows(needs)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// What the program makes of the rows: every cost a range that is called an assumption, every kind known.
#[test]
fn every_entry_is_read_as_written() {
    let rows = rows();
    for (lang, name, description) in [(Lang::Zh, "element_zh", "description_zh"), (Lang::En, "element_en", "description_en")] {
        let entries = catalog::embedded(lang);
        assert_eq!(entries.len(), rows.len());
        for (entry, row) in entries.iter().zip(&rows) {
            assert_eq!((&entry.key, &entry.name, &entry.description), (&row["id"], &row[name], &row[description]));
            let cost = entry.cost.unwrap();
            assert!(cost.assumed && entry.contributions.is_empty(), "{entry:?}: nothing of the catalog is stated");
            let written = [&row["cost_low"], &row["cost_high"]].map(|cell| cell.parse::<f64>().unwrap());
            assert_eq!([cost.low, cost.high], written, "{}", entry.key);
            let kinds = if row["fits"] == "any" { 0 } else { row["fits"].split('|').count() };
            assert_eq!(entry.fits.len(), kinds, "{}", entry.key);
        }
    }
    let needs: Vec<(String, String)> = catalog::needs();
    let written = rows.iter().filter(|row| !row["needs"].is_empty()).map(|row| (row["id"].clone(), row["needs"].clone()));
    assert_eq!(needs, written.collect::<Vec<_>>());
}

/// Each check can fail.
#[test]
fn what_is_wrong_is_told() {
    let good = rows();
    let with = |column: &str, cell: &str| {
        let mut rows = good.clone();
        rows[1].insert(column.to_owned(), cell.to_owned());
        check(&rows)
    };
    for (column, cell, told) in [
        ("id", "CAT07", "expected CAT02"),
        ("function", "magic", "function \"magic\" is unknown"),
        ("needs", "magic", "needs \"magic\" is unknown"),
        ("fits", "event|event", "fits"),
        ("fits", "any|event", "fits"),
        ("deposit", "maybe", "deposit"),
        ("cost_low", "900000", "costs"),
        ("cost_high", "0", "costs"),
        ("cost_high", "a few", "costs"),
        ("element_zh", "直播", "element_zh has a length of 2"),
        ("element_en", "Live", "element_en has a length of 1"),
        ("description_en", "用英文写的说明", "description_en is in the wrong language"),
        ("description_zh", " ", "description_zh is empty"),
        ("element_zh", &good[0]["element_zh"], "CAT02 and CAT01 are alike"),
        ("description_en", &format!("{} ", good[1]["description_en"]), "spaces around"),
    ] {
        let found = with(column, cell);
        assert!(found.iter().any(|f| f.contains(told)), "{column} {cell}: {found:?}");
    }
    let few: Vec<Row> = good.iter().filter(|row| row["function"] != "tourism").cloned().collect();
    assert!(thin(&few).iter().any(|f| f == "function tourism: 0 rows"), "{:?}", thin(&few));
}

#[test]
fn a_deposit_can_be_given_before_anything_is_asked() {
    // What comes with the close, an acceptance, a quarter's results, a term or the holidays comes after the request.
    const LATER: [&str; 6] = ["结项", "验收", "每半年", "学期", "假期", "结果每季"];
    let deposits: Vec<Row> = rows().into_iter().filter(|row| row["deposit"] == "yes").collect();
    assert!(deposits.len() >= 12, "{}", deposits.len());
    for row in deposits {
        let text = format!("{}{}", row["element_zh"], row["description_zh"]);
        assert!(LATER.iter().all(|word| !text.contains(word)), "{text}");
    }
}
