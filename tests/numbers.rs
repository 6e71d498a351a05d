//! No output holds what is no number, whatever numbers the tables hold: reports, comparisons, scored pairs, partners and settlements.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;
#[allow(dead_code)]
mod library;

use std::cell::Cell;
use std::io::Cursor;

use common::{Run, Work, records};
use polars::prelude::DataFrame;
use polars_io::SerReader;
use polars_io::prelude::{IpcReader, ParquetReader};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

const CASES: u32 = 8;
const TABLES: [&str; 4] = ["--kpis", "kpis.csv", "--elements", "elements.csv"];
const DAY: [&str; 4] = ["--lang", "en", "--today", "2026-11-16"];
const LATER: [&str; 4] = ["--lang", "en", "--today", "2027-01-08"];

/// Words a table takes, of any script: not blank, one line.
fn name() -> impl Strategy<Value = String> {
    let words = [
        "brand awareness",
        "品牌知名度",
        "全程直播 a livestream",
        "降低费用率",
        "reduce overtime",
        "取消",
        "not",
        "%%%",
        "\u{202e}\u{200b}",
        "-1e309",
        "𠮷👍🏽",
        "a\u{301}\u{301}",
    ];
    let known = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    prop_oneof![2 => known, 1 => any::<String>()].prop_map(|t| format!("n{}", t.chars().filter(|c| !c.is_control()).collect::<String>()))
}

/// Numbers as no table should hold them: none, tiny, huge, or a percentage.
fn extreme() -> impl Strategy<Value = String> {
    let odd = ["0", "", "-0", "1e-300", "1e99", "-1e99", "1e50", "-3e-20", "5%", "100", "-7", "0.001"];
    prop_oneof![2 => prop::sample::select(odd.to_vec()).prop_map(str::to_owned), 1 => (-1000_i32..1000).prop_map(|n| n.to_string())]
}

/// An amount of which there cannot be less than none.
fn amount() -> impl Strategy<Value = String> {
    extreme().prop_map(|n| n.trim_start_matches('-').to_owned())
}

/// A KPI row: name, baseline, target, actual, weight.
type KpiRow = (String, String, String, String, String);
/// An element row: name, KPI it states an effect on, effect, cost, what was delivered.
type ElementRow = (String, usize, String, String, String);

/// Tables of two projects and three departments with these rows.
fn tables(kpis: &[KpiRow], elements: &[ElementRow], asks: &[String], favors: &[String]) -> Work {
    let work = Work::new();
    let text = |cells: &[&str]| cells.iter().map(|&c| c.to_owned()).collect::<Vec<String>>();
    let (mut k, mut e, mut r) = (Vec::new(), Vec::new(), Vec::new());
    for (i, (name, from, to, now, weight)) in kpis.iter().enumerate() {
        k.push(text(&[&format!("D{}", i % 3), &format!("{name} {i}"), &format!("metric {i}"), from, to, now, weight]));
    }
    for (i, (name, of, claim, cost, delivered)) in elements.iter().enumerate() {
        let (project, name, metric) = (["P", "Q"][i % 2], format!("{name} {i}"), format!("metric {}", of % kpis.len()));
        e.push(text(&[project, &name, &metric, claim, cost, "D1;D2"]));
        r.push(text(&[project, &name, &metric, delivered]));
    }
    let mut d = vec![text(&["D0", "own", "3", "3", "", ""])];
    d.extend(asks.iter().enumerate().map(|(i, cost)| text(&[&format!("D{}", i + 1), "partner", "5", "1", "a crew", cost])));
    let way = |i: usize| ["given", "received"][i % 2];
    let f = favors.iter().enumerate().map(|(i, weight)| text(&["2026-10-01", &format!("D{}", 1 + i / 2), way(i), "desks", weight, "no"]));
    work.write("kpis.csv", &library::csv_text("department,kpi,metric,baseline,target,actual,weight", &k));
    work.write("elements.csv", &library::csv_text("project,element,metric,contribution,cost,needs", &e));
    work.write("departments.csv", &library::csv_text("department,role,power,interest,ask,ask_cost", &d));
    work.write("favors.csv", &library::csv_text("date,department,direction,what,weight,urgent", &f.collect::<Vec<_>>()));
    work.write("results.csv", &library::csv_text("project,element,metric,delivered", &r));
    work
}

/// Nothing in a text is a word for what is no number.
fn hold(what: &str, text: &str) {
    // Letters of an embedded font may spell anything.
    let text = text.split("base64,").enumerate().map(|(i, part)| if i == 0 { part } else { part.split_once(['"', ')']).unwrap().1 });
    let text = text.collect::<String>().to_lowercase();
    let word = text.split(|c: char| !c.is_alphanumeric()).find(|w| ["nan", "inf", "infinity"].contains(w));
    assert!(word.is_none(), "{word:?} in {what}");
}

/// Every figure of a table of pairs is one.
fn hold_pairs(what: &str, pairs: &DataFrame) {
    for name in ["overlap", "helps", "hurts", "semantic", "lexical", "driver", "share"] {
        let column = pairs.column(name).unwrap_or_else(|_| panic!("no {name} in {what}: {:?}", pairs.get_column_names()));
        assert!(column.f64().unwrap().iter().flatten().all(f64::is_finite), "{name} in {what}");
    }
}

/// The chances of a table of pairs are chances.
fn hold_chances(what: &str, csv: &str) {
    let rows = records(csv);
    assert!(!rows.is_empty(), "{what}");
    for row in rows {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        assert!((0.0..=1.0).contains(&number("helps")) && (0.0..=1.0).contains(&number("hurts")), "{what}: {row:?}");
        assert!((-1.0..=1.0).contains(&number("overlap")), "{what}: {row:?}");
    }
}

/// Runs what reads these tables; `None` where a cell is refused.
fn ran(work: &Work) -> Option<Vec<Run>> {
    let analyze = work.run(&[&["analyze", ".", "--out", "out", "--format", "svg"][..], &DAY].concat());
    // A number that cannot be used is refused by its cell.
    if analyze.code == 3 {
        assert!(analyze.err.lines().any(|l| l.starts_with("error ") && l.contains(".csv:")), "{analyze:?}");
        assert!(!work.path("out").exists(), "{analyze:?}");
        return None;
    }
    let mut runs = vec![analyze];
    for to in ["scores.csv", "scores.parquet", "scores.arrow", "-"] {
        runs.push(work.run(&[&["score", "--encoder", "fast", "--out", to][..], &TABLES].concat()));
    }
    runs.push(work.run(&[&["partners", ".", "--out", "met", "--format", "svg"][..], &DAY].concat()));
    runs.push(work.run(&[&["partners", "."][..], &DAY].concat()));
    runs.push(work.run(&[&["settle", ".", "--actuals", "results.csv"][..], &LATER].concat()));
    // With the record of deliveries, and what moved since.
    runs.push(work.run(&[&["analyze", ".", "--since", "out", "--out", "later", "--charts", "none"][..], &LATER].concat()));
    Some(runs)
}

/// Whether tables come to reports; these then hold numbers alone.
fn comes_to_numbers(work: &Work) -> bool {
    let Some(runs) = ran(work) else {
        return false;
    };
    for (n, run) in runs.into_iter().enumerate() {
        let run = run.ended(0);
        hold(&format!("what run {n} says"), &(run.out + &run.err));
    }
    let files = work.files(".");
    let there = |name: &str| files.contains_key(name);
    for name in ["brief.html", "summary.json", "overlap.csv", "overlap.parquet"] {
        assert!(["out/P", "out/Q", "later/P"].iter().all(|folder| there(&format!("{folder}/{name}"))), "{name}: {:?}", files.keys());
    }
    for name in ["out/comparison.json", "met/partners/P/partners.json", "delivery.csv", "scores.csv"] {
        assert!(there(name), "{name}: {:?}", files.keys());
    }
    for folder in ["out/P/", "out/project-comparison", "met/partners/P/"] {
        assert!(files.keys().any(|path| path.starts_with(folder) && path.ends_with(".svg")), "{folder}: {:?}", files.keys());
    }
    for (path, bytes) in &files {
        match path.rsplit_once('.').unwrap().1 {
            "parquet" => hold_pairs(path, &ParquetReader::new(Cursor::new(bytes)).finish().unwrap()),
            "arrow" => hold_pairs(path, &IpcReader::new(Cursor::new(bytes)).finish().unwrap()),
            _ => {
                let text = std::str::from_utf8(bytes).unwrap();
                hold(path, text);
                if path.ends_with("overlap.csv") || path == "scores.csv" {
                    hold_chances(path, text);
                }
                if path.ends_with(".json") {
                    serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|e| panic!("{path}: {e}"));
                }
            }
        }
    }
    true
}

#[test]
fn no_file_holds_what_is_no_number() {
    let config =
        ProptestConfig { cases: CASES, rng_seed: RngSeed::Fixed(20_261_116), failure_persistence: None, ..ProptestConfig::default() };
    let weight = prop::sample::select(vec!["", "0", "1e-300", "1e99", "3", "40%"]).prop_map(str::to_owned);
    let rows = (
        prop::collection::vec((name(), extreme(), extreme(), extreme(), weight), 2..6),
        prop::collection::vec((name(), 0_usize..20, extreme(), amount(), extreme()), 2..7),
        prop::collection::vec(amount(), 2),
        prop::collection::vec(prop::sample::select(vec!["", "1", "3", "1e-300", "1e99"]).prop_map(str::to_owned), 4),
    );
    let reported = Cell::new(0);
    let tried = TestRunner::new(config).run(&rows, |(kpis, elements, asks, favors)| {
        reported.set(reported.get() + u32::from(comes_to_numbers(&tables(&kpis, &elements, &asks, &favors))));
        Ok(())
    });
    tried.unwrap_or_else(|e| panic!("{e}"));
    // Tables that are refused show nothing of what reports hold.
    assert!(reported.get() >= CASES - 1, "{} of {CASES} came to a report", reported.get());
}

/// The largest that can be held against each other, the smallest there are, and targets that are where they began.
#[test]
fn huge_tiny_negative_and_zero_numbers_come_to_numbers() {
    let kpi = |row: [&str; 5]| -> KpiRow { row.map(str::to_owned).into() };
    let kpis = [
        ["New orders", "-4e99", "4e99", "0", "1e99"],
        ["Complaint rate", "0", "5e-324", "9e99", "1e-300"],
        ["Uptime", "1", "1.0000000000000002", "1", ""],
        ["Refunds", "0", "0", "0", "0"],
        ["Overtime", "-1e99", "-1e-300", "", "5"],
        ["Tickets", "-7", "0", "-0", "2"],
    ];
    let element = |(i, [name, claim, cost, delivered]): (usize, [&str; 4])| -> ElementRow {
        (name.to_owned(), i / 2, claim.to_owned(), cost.to_owned(), delivered.to_owned())
    };
    // One after the other goes to either project.
    let elements = [
        ["Live stream", "4e99", "9e98", "-9e99"],
        ["Stand", "-9e99", "0", "4e99"],
        ["Quiz", "5e-324", "5e-324", "9e99"],
        ["Talk", "9e99", "9e98", "5e-324"],
        ["Tour", "9e99%", "1", "-0"],
        ["Dinner", "-3e-20", "1e50", "1e-300"],
        ["Help desk", "-3e-20", "7", "-1e-300"],
        ["Raffle", "0", "7", "0"],
        ["Crew", "9e99%", "7", "-9e99"],
        ["Buses", "1e-300", "7", "9e99"],
        ["Desk", "-0", "7", "-0"],
        ["Films", "9e99", "7", "0"],
    ];
    let rows: Vec<ElementRow> = elements.into_iter().enumerate().map(element).collect();
    let work =
        tables(&kpis.map(kpi), &rows, &["9e99", "5e-324"].map(str::to_owned), &["9e99", "9e99", "1e-300", "9e98"].map(str::to_owned));
    work.write("winwin.toml", "budget = 5e-324\n");
    assert!(comes_to_numbers(&work));
    // The earlier summary was read: there is something to say of both days.
    let summary = common::summary_in(&work.path("later"), "P");
    assert_eq!(summary["since"]["found"], true, "{}", summary["since"]);
    let why =
        work.run(&[&["explain", "--kpi", "New orders 0", "--element", "Live stream 0", "--lang", "en"][..], &TABLES].concat()).ended(0);
    assert!(why.out.contains("share of target: 50.0 %"), "{why:?}");
    hold("explain", &(why.out + &why.err));
}
