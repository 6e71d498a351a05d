//! Asks at the edges: what is ours though nobody filled in who needs it, what is agreed to, what has no words, and what another project asks
//! for where it would be put forward by the way.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, list};
use serde_json::Value;

/// What is written of a project among these tables, in English.
fn told(project: &str, today: &str, tables: &[(&str, &str)]) -> (Work, Value, String) {
    let work = Work::new();
    for (name, text) in tables {
        work.write(name, text);
    }
    let args = ["analyze", ".", "--lang", "en", "--today", today, "--catalog-only", "--out", "out", "--charts", "none"];
    work.run(&args).ended(0);
    let (summary, brief) = (work.summary(project), work.read(&format!("out/{project}/brief.md")));
    (work, summary, brief)
}

fn line<'a>(text: &'a str, start: &str) -> &'a str {
    text.lines().find(|l| l.starts_with(start)).unwrap_or_else(|| panic!("no line {start}: {text}"))
}

const KPIS: &str = "department,kpi,metric,baseline,target,actual,due\n\
    Us,Sales,sales,0,10,1,2028-12-31\n\
    IT,Digital scenes,scenes,0,5,1,2028-12-31\n\
    Law,Open cases,cases,20,10,15,2028-12-31\n";
const DEPARTMENTS: &str = "department,role,contact,ask,needed_by\n\
    Us,own,Ann,,\n\
    IT,partner,Bo,Overtime allowance,2027-01-08\n\
    Law,partner,Cy,Permit,2027-06-30\n";
const LOG: &str = "date,department,kind,what,outcome\n";

/// The fair beside a dinner, as of 31 December 2026.
fn fair(kpis: &str, departments: &str, log: &str, elements: &str) -> (Work, Value, String) {
    let elements = format!("project,element,kind,metric,contribution,needs\n{elements}");
    let log = format!("{LOG}{log}");
    let tables = [("kpis.csv", kpis), ("departments.csv", departments), ("log.csv", &log), ("elements.csv", &elements)];
    told("Fair", "2026-12-31", &tables)
}

const APART: &str = "Fair,Stage,core,sales,2,\nDinner,Gala,core,sales,2,IT\n";

#[test]
fn an_ask_that_our_own_element_speaks_of_is_ours_without_a_need_in_the_tables() {
    let there = "IT: nothing in this project needs them, but \"Dinner\" does: make the request there";
    assert!(fair(KPIS, DEPARTMENTS, "", APART).2.contains(there));
    for ours in [
        "Fair,Overtime shifts,core,sales,2,\nDinner,Gala,core,sales,2,IT\n",
        // An optional element may yet join; of two that say as much, neither project disowns the ask.
        "Fair,Stage,core,sales,2,\nFair,Overtime shifts,optional,sales,1,\nDinner,Gala,core,sales,2,IT\n",
        "Fair,Overtime shifts,core,sales,2,\nDinner,Overtime,core,sales,2,IT\n",
    ] {
        let (_, _, brief) = fair(KPIS, DEPARTMENTS, "", ours);
        assert!(!brief.contains("make the request there"), "{ours}: {brief}");
        assert!(brief.contains("- IT: asked ") || brief.contains("- IT: needed by 2027-01-08"), "{ours}: {brief}");
    }
    // Theirs says more of it.
    let (_, _, brief) = fair(KPIS, DEPARTMENTS, "", "Fair,Overtime shifts,core,sales,2,\nDinner,Overtime allowance,core,sales,2,IT\n");
    assert!(brief.contains(there), "{brief}");
}

#[test]
fn what_is_agreed_to_is_sent_nowhere() {
    let (_, summary, brief) = fair(KPIS, DEPARTMENTS, "2026-12-20,IT,ask,Overtime allowance,agreed\n", APART);
    assert!(!brief.contains("make the request there") && !brief.contains("put forward there"), "{brief}");
    let presell = list(&summary["partners"], "presell").iter().find(|p| p["department"] == "IT").unwrap();
    assert_eq!((&presell["need"], &presell["asked"]), (&"here".into(), &"answered".into()), "{presell}");
}

#[test]
fn what_another_project_asks_for_is_put_forward_nowhere_by_the_way() {
    let refused = "2026-12-18,IT,contact,Coffee,\n2026-12-20,IT,refusal,No hours,\n";
    let (work, summary, brief) = fair(KPIS, DEPARTMENTS, refused, APART);
    let whom = line(&brief, "- **For whom**");
    assert!(whom.contains("asking Law stays a favor; IT stays under the line"), "{whom}");
    assert!(!brief.contains("you said 'No hours'"), "{brief}");
    assert!(work.read("out/Dinner/brief.md").contains("you said 'No hours'. What would make it possible"), "asked there");
    let presell = list(&summary["partners"], "presell").iter().find(|p| p["department"] == "IT").unwrap();
    assert_eq!(presell["need"], "elsewhere", "{presell}");
    assert!(presell["next"].is_null() && presell["catch_up"].is_null() && list(presell, "new_days").is_empty(), "{presell}");
    let days = |project: &str| {
        work.read(&format!("out/{project}/presell.ics")).lines().filter(|l| l.starts_with("SUMMARY:") && l.contains(": IT")).count()
    };
    assert_eq!((days("Fair"), days("Dinner") > 0), (0, true), "its days are in the calendar of the dinner");
    // Nobody says that their part is needed.
    let kpis = KPIS.replace("IT,Digital scenes,scenes,0,5,1,2028-12-31\n", "");
    let (_, _, brief) = fair(&kpis, DEPARTMENTS, "", APART);
    assert!(brief.contains("- IT: the tables hold no KPI of it; left out of the figures"), "{brief}");
    assert!(!brief.contains("IT: its part is needed"), "{brief}");
    // Without words there is no request to make.
    let (_, _, brief) = fair(KPIS, &DEPARTMENTS.replace("Overtime allowance", ""), "", APART);
    assert!(brief.contains("nothing in this project needs them, but \"Dinner\" does: ask for their part there"), "{brief}");
}

const GALA_KPIS: &str = "department,kpi,metric,unit,direction,baseline,target,actual\n\
    Us,Income,income,EUR,increase,0,100,\n\
    Press,Reach,reach,views,increase,0,1000,\n\
    Stores,Savings,savings,EUR,increase,0,100,\n\
    Stores,Stock,stock,pieces,increase,0,1000,\n";
/// Gala hurts Stores and is to be dropped; 20 of 1,000 pieces leave them under the line all the same.
const GALA: &str = "project,element,kind,cost,needs,start,metric,contribution,unit\n\
    Fair,Alpha,core,1000 EUR,Press,2027-03-10,reach,50,views\n\
    Fair,Alpha,core,,,,income,5,EUR\n\
    Fair,Gala,core,2000 EUR,Stores,2027-03-12,savings,-5,EUR\n\
    Fair,Delta,optional,700 EUR,,,stock,20,pieces\n";
const STORES: &str = "department,role,power,interest,ask,needed_by\n\
    Us,own,,,,\n\
    Press,partner,4,4,A page,2027-03-10\n\
    Stores,partner,5,4,A counter,2027-03-12\n";

fn gala(departments: &str, log: &str) -> (Work, Value, String) {
    let log = format!("{LOG}{log}");
    let tables = [("kpis.csv", GALA_KPIS), ("departments.csv", departments), ("log.csv", &log), ("elements.csv", GALA)];
    told("Fair", "2027-02-20", &tables)
}

#[test]
fn an_ask_that_nobody_else_needs_is_checked_once_and_then_comes_after_the_drop() {
    let (work, _, brief) = gala(STORES, "");
    let gone = "without \"Gala\" (elements.csv:4) nothing in the plan needs them: see first whether \"A counter\" is still wanted, and withdraw it if not";
    assert!(brief.contains(&format!("- Stores: {gone}\n")), "{brief}");
    let asked = line(&brief, "- Stores: asked before");
    assert!(asked.contains("drop \"Gala\", and ask only if it is still needed; as advised ") && !asked.contains("see "), "{asked}");
    assert!(brief.contains("| Stores | A counter (if still needed) | 2027-03-12 ("), "{brief}");
    // The calendar has the title that every project's has, and says it in the text.
    let calendar = work.read("out/Fair/presell.ics").replace("\r\n ", "");
    assert!(calendar.contains("SUMMARY:needed: Stores\\, A counter\r\n"), "{calendar}");
    let text = calendar.lines().find(|l| l.starts_with("DESCRIPTION:without \"Gala\" (elements.csv:4) nothing in the plan needs them"));
    assert!(text.is_some_and(|l| l.contains("departments.csv line 4")), "{calendar}");
}

#[test]
fn an_ask_that_two_projects_drop_is_sent_to_neither() {
    let second = |rows: &str| {
        let elements = format!("{GALA}{rows}");
        let tables = [("kpis.csv", GALA_KPIS), ("departments.csv", STORES), ("log.csv", LOG), ("elements.csv", &elements)];
        told("Fair", "2027-02-20", &tables)
    };
    let income = "Ball,Beta,core,1000 EUR,,2027-04-10,income,5,EUR\n";
    // What the other keeps is where the ask belongs.
    let (work, summary, brief) = second(&format!("{income}Ball,Dance,core,900 EUR,Stores,2027-04-12,stock,20,pieces\n"));
    let need = |summary: &Value| {
        let presell = list(&summary["partners"], "presell").iter().find(|p| p["department"] == "Stores").unwrap();
        presell["need"].as_str().unwrap().to_owned()
    };
    assert!(brief.contains("A counter (as advised, left to \"Ball\")") && !brief.contains("if still needed"), "{brief}");
    assert_eq!((need(&summary).as_str(), need(&work.summary("Ball")).as_str()), ("if_still", "here"));
    let (work, summary, brief) = second(&format!("{income}Ball,Dance,core,900 EUR,Stores,2027-04-12,savings,-5,EUR\n"));
    let other = work.read("out/Ball/brief.md");
    for brief in [&brief, &other] {
        assert!(brief.contains("A counter (if still needed)") && !brief.contains("as advised, left to"), "{brief}");
    }
    assert_eq!((need(&summary).as_str(), need(&work.summary("Ball")).as_str()), ("if_still", "if_still"));
}

#[test]
fn an_ask_in_doubt_is_not_taken_further_and_one_agreed_to_is_in_no_doubt() {
    let refused = "2027-02-01,Stores,contact,Their year,\n2027-02-05,Stores,ask,A counter,\n2027-02-10,Stores,refusal,A counter,No room\n";
    let (_, summary, brief) = gala(STORES, refused);
    assert!(list(&summary["partners"], "escalations").is_empty() && !brief.contains("\n### Escalation\n"), "{brief}");
    assert!(brief.contains("go on only if this project still needs it") && !brief.contains("no other effort of ours"), "{brief}");
    let (_, summary, brief) = gala(STORES, "2027-02-01,Stores,contact,Their year,\n2027-02-05,Stores,ask,A counter,agreed\n");
    for word in ["if still needed", "still wanted", "withdraw", "is still needed"] {
        assert!(!brief.contains(word), "{word}: {brief}");
    }
    let presell = list(&summary["partners"], "presell").iter().find(|p| p["department"] == "Stores").unwrap();
    assert_eq!(presell["need"], "here", "{presell}");
}

#[test]
fn what_is_dropped_has_no_size_to_settle_and_no_words_are_no_ask() {
    let (_, _, brief) = gala(&STORES.replace("A counter", ""), "");
    assert!(
        brief.contains("without \"Gala\" (elements.csv:4) nothing in the plan needs them: see first whether their part is still wanted\n"),
        "{brief}"
    );
    let asked = line(&brief, "- Stores: asked before");
    assert!(asked.contains("drop \"Gala\", and ask only if it is still needed"), "{asked}");
    assert!(brief.contains("- early word: Stores: their part (if still needed), by 2027-03-12"), "{brief}");
    assert!(!brief.contains("settle the size") && !brief.contains("settle its size") && !brief.contains("withdraw"), "{brief}");
}
