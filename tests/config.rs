//! winwin.toml: it decides like flags do, a flag wins over it, and nothing in it is ignored.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, department, number, texts};
use serde_json::Value;

fn festival(config: &str) -> Work {
    let work = Work::of_example("harbor-festival");
    work.write("winwin.toml", config);
    work
}

fn summary(work: &Work, flags: &[&str]) -> Value {
    work.run(&[&["analyze", ".", "--out", "out", "--charts", "none"], flags].concat()).ended(0);
    work.summary("Harbor Festival")
}

#[test]
fn a_flag_wins_over_the_file_and_the_file_over_the_tables() {
    let work = festival("own = \"Tourism Board\"\ntoday = \"2027-03-15\"\nyes-line = 0.3\n");
    let by_file = summary(&work, &[]);
    assert_eq!((&by_file["own"], &by_file["today"], &by_file["yes_line"]), (&"Tourism Board".into(), &"2027-03-15".into(), &0.3.into()));
    assert_eq!(department(&by_file, "Tourism Board")["role"], "own");
    let by_flag = summary(&work, &["--own", "Youth Services", "--today", "2027-04-01", "--yes-line", "0.7"]);
    assert_eq!((&by_flag["own"], &by_flag["today"], &by_flag["yes_line"]), (&"Youth Services".into(), &"2027-04-01".into(), &0.7.into()));
    let by_table = summary(&festival("today = \"2027-03-15\"\n"), &[]);
    assert_eq!((&by_table["own"], &by_table["yes_line"]), (&"Harbor Events Office".into(), &0.5.into()));
}

#[test]
fn money_and_changes_are_kept_to() {
    let work = festival("today = \"2027-03-15\"\nbudget = 20000\nmax-changes = 2\n");
    let chosen = |flags: &[&str]| {
        let summary = summary(&work, flags);
        let package = summary["packages"].get(0).cloned().unwrap_or_default();
        let elements = if package.is_null() { Vec::new() } else { texts(&package["elements"]).into_iter().map(str::to_owned).collect() };
        (elements, package["cost"].as_f64().unwrap_or(0.0))
    };
    let (elements, cost) = chosen(&[]);
    assert!(!elements.is_empty() && elements.len() <= 2 && cost <= 20_000.0, "{elements:?} for {cost}");
    let (more, dear) = chosen(&["--budget", "200000", "--max-changes", "4"]);
    assert!(more.len() > elements.len() && more.len() <= 4 && dear > cost, "{more:?} for {dear}");
    assert_eq!(chosen(&["--max-changes", "0"]), (Vec::new(), 0.0));
}

#[test]
fn the_yes_line_counts_partners() {
    let over = |line: &str| {
        let summary = summary(&festival("today = \"2027-03-15\"\n"), &["--yes-line", line]);
        (summary["win_win"]["partners_over_line"].as_u64().unwrap(), summary["departments"].clone())
    };
    for line in ["0.2", "0.5", "1"] {
        let (count, departments) = over(line);
        let least: f64 = line.parse().unwrap();
        let partners = departments.as_array().unwrap().iter().filter(|d| d["role"] == "partner");
        assert_eq!(count, partners.filter(|d| number(d, "appeal_before") >= least).count() as u64, "{line}");
    }
}

#[test]
fn languages_are_chosen_by_flag_then_file_then_tables() {
    let work = festival("today = \"2027-03-15\"\nlang = \"zh\"\n");
    let brief = |work: &Work, flags: &[&str]| {
        summary(work, flags);
        work.read("out/Harbor Festival/brief.md")
    };
    let han = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    assert!(han(&brief(&work, &[])) > 200);
    assert_eq!(han(&brief(&work, &["--lang", "en"])), 0);
    assert_eq!(han(&brief(&festival("today = \"2027-03-15\"\n"), &[])), 0);
}

#[test]
fn headers_may_be_named_in_the_file() {
    let work = Work::new();
    work.write("kpis.csv", "Team,Ziel,Plan 2026,Stand\nSales,Grow orders,200,100\n");
    work.write("elements.csv", "project,element,metric,contribution,needs\nFair,Discount code,Grow orders,25,Sales\n");
    work.write("winwin.toml", "[columns.kpis]\ndepartment = \"Team\"\nkpi = \"Ziel\"\ntarget = \"Plan 2026\"\nbaseline = \"Stand\"\n");
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    let summary = work.summary("Fair");
    assert_eq!(number(&department(&summary, "Sales")["shares"][0], "share"), 0.25);
}

#[test]
fn a_header_that_a_table_does_not_have_is_told_and_the_built_in_one_stays() {
    let work = Work::new();
    work.write("kpis.csv", "department,kpi,target,baseline\nSales,Grow orders,200,100\n");
    work.write("elements.csv", "project,element,metric,contribution,needs\nFair,Discount code,Grow orders,25,Sales\n");
    work.write("winwin.toml", "[columns.kpis]\ntarget = \"2027 Goal\"\nbaseline = \"baseline\"\n");
    let told =
        "kpis.csv target: the value of \"columns.kpis.target = 2027 Goal\" cannot be used; accepted: department, kpi, target, baseline";
    let run = work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--lang", "en"]).ended(0);
    assert!(run.err.lines().any(|l| l.starts_with("warning ") && l.ends_with(told)), "{run:?}");
    assert!(!run.err.contains("columns.kpis.baseline"), "{run:?}");
    assert_eq!(number(&department(&work.summary("Fair"), "Sales")["shares"][0], "share"), 0.25);
    let run = work.run(&["check", "kpis.csv", "elements.csv", "--lang", "en"]).ended(0);
    assert!(run.out.contains(told), "{run:?}");
    // A flag that no table answers to is told once, one that some table answers to is not.
    work.write("winwin.toml", "");
    let run = work.run(&["check", "kpis.csv", "elements.csv", "--map", "target=Goal", "--map", "metric=metric", "--lang", "en"]).ended(0);
    assert!(run.out.matches("--map target=goal").count() == 1 && !run.out.contains("--map metric"), "{run:?}");
}

#[test]
fn more_than_fifty_titles_are_refused() {
    let titles = |count: usize| -> Vec<&str> { ["--title", "A night by the harbor"].repeat(count) };
    let refused = |flags: &[&str], toml: &str, status: i32| {
        festival(toml).run(&[&["analyze", ".", "--charts", "none", "--lang", "en"], flags].concat()).ended(status).err
    };
    let told = refused(&titles(51), "", 2);
    assert!(told.contains("--title") && told.contains("51") && told.contains("at most 50"), "{told}");
    let told = refused(&[], &format!("title = [{}]\n", "\"A night by the harbor\",".repeat(51)), 3);
    assert!(told.contains("winwin.toml:1") && told.contains("title × 51") && told.contains("1 … 50"), "{told}");
}

#[test]
fn what_the_file_says_wrong_is_told_with_its_line() {
    let work = festival("own = \"Tourism Board\"\nbudgte = 3\nkeep = \"all\"\nyes-line = 7\nbudget = -5\n");
    let run = work.run(&["analyze", ".", "--out", "out"]).ended(3);
    for place in ["winwin.toml:2", "winwin.toml:3", "winwin.toml:4", "winwin.toml:5", "\"budget\"", "4 errors"] {
        assert!(run.err.contains(place), "{place}: {run:?}");
    }
    let broken = festival("own = \n").run(&["analyze", "."]).ended(3);
    assert!(broken.err.contains("winwin.toml:1"), "{broken:?}");
}

#[test]
fn a_file_that_is_no_text_is_refused_by_its_line() {
    let work = festival("");
    for (bytes, line) in [(&b"today = \"2027-03-15\"\nown = \"\xff\xfe\"\n"[..], 2), (b"\xed\xa0\x80 = 1\n", 1)] {
        std::fs::write(work.path("winwin.toml"), bytes).unwrap();
        for command in [&["analyze", ".", "--out", "out"][..], &["partners", "."]] {
            let run = work.run(&[command, &["--lang", "en"]].concat()).ended(3);
            let named = format!("winwin.toml:{line}: ");
            let told = run.err.lines().find(|l| l.starts_with("error ") && l.contains(&named)).unwrap_or_else(|| panic!("{run:?}"));
            assert!(told.contains("is not UTF-8") && told.contains("save the file as"), "{told}");
            assert!(!work.path("out").exists() && run.out.is_empty());
        }
    }
}

#[test]
fn two_tables_of_one_kind_are_not_guessed_between() {
    let work = festival("");
    std::fs::copy(work.path("kpis.csv"), work.path("kpis.txt")).unwrap();
    let run = work.run(&["analyze", "."]).ended(1);
    assert!(run.err.contains("kpis.csv") && run.err.contains("kpis.txt"), "{run:?}");
    work.run(&["analyze", ".", "--kpis", "kpis.csv", "--today", "2027-03-15", "--out", "out"]).ended(0);
}

#[test]
fn the_built_in_catalog_can_be_left_out() {
    let work = festival("today = \"2027-03-15\"\ncatalog-only = true\n");
    work.write(
        "catalog.csv",
        "element,description,cost\nNight tram,Extra trams on festival nights so that visitors come without a car,4000\n",
    );
    let summary = summary(&work, &[]);
    let sources: Vec<&str> = summary["suggestions"].as_array().unwrap().iter().map(|s| s["source"].as_str().unwrap()).collect();
    assert!(!sources.is_empty() && sources.iter().all(|s| !s.contains("built-in")), "{sources:?}");
    let names: Vec<&Value> = summary["suggestions"].as_array().unwrap().iter().map(|s| &s["element"]).collect();
    assert!(names.contains(&&"Night tram".into()), "{names:?}");
    let assumed = summary["suggestions"].as_array().unwrap().iter().filter(|s| s["cost_assumed"] == true);
    assert_eq!(assumed.count(), 0);
}
