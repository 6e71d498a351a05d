//! Relations with departments on small tables: answers, days that have passed, whom to see, and the rows behind what is said.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, texts};
use serde_json::{Value, json};

const DEPARTMENTS: &str = "department,role,contact,power,interest,ask,needed_by,last_contact\n\
    Us,own,Ann,3,5,,,\n\
    IT,partner,Bo,5,4,Booking desk,2027-01-12,2026-12-30\n\
    Ads,partner,Cy,,4,Reach,2027-01-05,2026-12-30\n\
    Pay,partner,Di,4,4,Budget,2027-03-31,2026-12-30\n\
    Hotel,external,Ed,5,4,Rooms,2027-02-01,2026-12-30\n";

/// The page of tables in a folder, in English, as of a day.
fn page(tables: &[(&str, &str)], today: &str) -> String {
    let work = Work::new();
    for (name, text) in tables {
        work.write(&format!("{name}.csv"), text);
    }
    work.run(&["partners", ".", "--lang", "en", "--today", today]).ended(0).out
}

fn part<'a>(page: &'a str, title: &str) -> &'a str {
    let at = page.split(&format!("\n## {title}\n")).nth(1).unwrap_or_else(|| panic!("no {title} in {page}"));
    at.split("\n## ").next().unwrap()
}

#[test]
fn the_outcome_of_a_request_is_its_answer() {
    let now = |log: &str| {
        let log = format!("date,department,kind,what,outcome\n{log}");
        let page = page(&[("departments", DEPARTMENTS), ("log", &log)], "2026-12-31");
        part(&page, "Pre-selling plan").lines().find(|l| l.starts_with("| IT ")).unwrap().to_owned()
    };
    assert!(now("2026-12-20,IT,ask,Desk,\n").ends_with("| asked, answer awaited |"));
    assert!(now("2026-12-20,IT,ask,Desk,agreed and signed\n").ends_with("| answered: agreed and signed (log.csv line 2) |"));
    assert!(now("2026-12-20,IT,ask,Desk,declined: no budget\n").ends_with("| refused: declined: no budget (log.csv line 2) |"));
    let settled = "2026-12-20,IT,refusal,No room,\n2026-12-24,IT,meeting,Talk,agreed after all\n";
    assert!(now(settled).ends_with("| refused (log.csv line 2), settled since: agreed after all (log.csv line 3) |"));
}

#[test]
fn a_day_that_has_passed_is_told_for_all_departments() {
    let work = Work::of_example("lifestyle-summit-en");
    let page = work.run(&["partners", ".", "--today", "2026-12-31"]).ended(0).out;
    let plan = part(&page, "Pre-selling plan");
    let rows: Vec<&str> = plan.lines().filter(|l| l.contains("(departments.csv line")).collect();
    assert!(rows.len() >= 5 && rows.iter().all(|l| l.contains("days ago |") || l.contains("day ago |")), "{plan}");
    assert!(!plan.contains("formal request: ") && !plan.contains("co-create: "), "nothing is to be done before a day that is gone: {plan}");
    let escalation = part(&page, "Escalation");
    assert!(
        escalation.contains("and the day passed 33 days ago") && escalation.contains("was needed by 2026-11-28, 33 days ago"),
        "{escalation}"
    );
    assert!(!escalation.contains("Move it to"), "what it is needed for is over by then: {escalation}");
}

#[test]
fn whoever_is_needed_most_is_to_be_seen() {
    let log = "date,department,kind,what\n2026-12-20,IT,ask,Desk\n2026-12-24,IT,refusal,No room\n";
    let found = page(&[("departments", DEPARTMENTS), ("log", log)], "2026-12-31");
    let seen = part(&found, "Resource map").split("**Whom to see this month**").nth(1).unwrap();
    assert!(seen.contains("- IT (Bo): the refusal stands, 2026-12-24 refusal: No room (log.csv line 3)"), "{seen}");
    assert!(
        seen.contains("- Ads (Cy): key moment, all in one talk (2026-12-31, departments.csv line 4)"),
        "a blank power hides nobody: {seen}"
    );
    assert!(!seen.contains("- Pay"), "{seen}");
    // The meeting inside the company is not the hotel's, nor is the decision.
    let breakfast = part(&found, "Fast track");
    // What is needed before the breakfast is no matter for it, nor what was asked.
    assert!(breakfast.contains("invite: IT (Bo)") && !breakfast.contains("Hotel") && !breakfast.contains("early word"), "{breakfast}");
    let escalation = part(&found, "Escalation");
    assert!(escalation.contains("Pay (Di), power 4") && !escalation.contains("Hotel"), "{escalation}");
    assert!(
        escalation.contains("We have approached them once; on record:") && escalation.contains("A question of priorities, not a complaint"),
        "{escalation}"
    );
    assert!(escalation.contains("Without IT's part") && escalation.contains("not known: estimate it first"), "{escalation}");
    assert!(!escalation.contains("no extra cost"), "{escalation}");
}

#[test]
fn parts_say_the_same() {
    let log = "date,department,kind,what\n2026-12-10,IT,contact,Coffee\n2026-12-20,IT,ask,Desk\n";
    let favors = "date,department,direction,what,weight,urgent\n2026-12-01,Ads,received,Hot line,1,yes\n";
    let found = page(&[("departments", DEPARTMENTS), ("log", log), ("favors", favors)], "2026-12-31");
    assert!(part(&found, "Escalation").contains("IT: a request has no answer and the day is near"));
    let committee = part(&found, "Standing committee");
    assert!(!committee.contains("nothing held up") && committee.contains("IT: 2026-12-20 request: Desk (log.csv line 3)"), "{committee}");
    // 29 January is the last Friday: what is needed until the end of February.
    assert!(
        committee.contains("60 min: needs of 2027-01-29 to 2027-02-28") && committee.contains("2027-02-01 Hotel: Rooms"),
        "{committee}"
    );
    let plan = part(&found, "Pre-selling plan");
    assert!(plan.contains("- No answer after 11 days, 12 days left (log.csv line 3): ask them in person this week"), "{plan}");
    assert!(
        plan.contains("- nothing can be given in advance in time (favor balance \u{2212}1 (favors.csv line 2)): say so openly"),
        "{plan}"
    );
    assert_eq!(plan.matches("emergency channel").count(), 1, "{plan}");
    // Who was never given or owed anything is told what may be asked, too.
    let bank = part(&found, "Favor bank");
    assert!(bank.contains("| Pay | 0 | 0 | 0 | less than one favor: deposit before you ask |"), "{bank}");
    assert!(!bank.contains("| Us |"), "{bank}");
    assert!(
        bank.contains("| IT | 0 | 0 | 0 | \"Booking desk\" was asked for, answer awaited (log.csv line 3); less than one favor"),
        "{bank}"
    );
    // Everything is said in one talk today: no part tells of a day before it.
    let overdrawn =
        "overdrawn by 1 with no time to deposit first: say so openly when you ask, and make good afterwards (departments.csv line 4) |";
    assert!(bank.contains(overdrawn) && bank.contains("their KPIs are not known yet"), "{bank}");
    assert!(!bank.contains("Deposit first") && bank.contains("No time to deposit first"), "{bank}");
    let ads = plan.split("**Ads (Cy)**").nth(1).unwrap().split("**").next().unwrap();
    assert!(!ads.contains("formal request") && !ads.contains("co-create") && ads.contains("- last: Reach by 2027-01-05"), "{plan}");
}

#[test]
fn counts_are_said_as_people_say_them() {
    let starter = Work::new();
    starter.run(&["init", "--partners", "start"]).ended(0);
    let page = starter.run(&["partners", "start/en", "--today", "2026-12-31"]).ended(0).out;
    assert!(page.contains("No partner is on the map yet") && !page.contains("Agenda of the monthly breakfast"), "{page}");
    assert!(page.contains("the departments table holds no ask yet"), "{page}");
    assert_eq!(page.matches("no talk on record").count(), 10, "{page}");
    let rows: String = (0..12).map(|i| format!("D{i},4,4\n")).collect();
    let many = page_of(&format!("department,power,interest\n{rows}"));
    assert!(many.contains("12 partners are on the map, more than the 10 to find."), "{many}");
    let favors: String = (1..=5).map(|i| format!("2026-12-0{i},IT,received,1,yes\n")).collect();
    let over = self::page(&[("favors", &format!("date,department,direction,weight,urgent\n{favors}"))], "2026-12-31");
    assert!(over.contains("Emergency channel: used 5 times in 2026, more than the 3 allowed"), "{over}");
}

fn page_of(departments: &str) -> String {
    page(&[("departments", departments)], "2026-12-31")
}

#[test]
fn what_is_even_stays_even_in_the_report() {
    let favors = "date,department,direction,weight\n2026-12-01,IT,received,0.1\n2026-12-02,IT,received,0.2\n2026-12-03,IT,given,0.3\n";
    let found = page(&[("departments", DEPARTMENTS), ("favors", favors)], "2026-12-31");
    assert!(!found.contains("Overdrawn") && found.contains("| IT | 0.3 | 0.3 | 0 | less than one favor"), "{found}");
    assert!(!found.contains("| +0 |"), "{found}");
}

#[test]
fn the_summary_names_rows_texts_and_costs() {
    let work = Work::of_example("lifestyle-summit");
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let found: Value = work.summary("豪华车主生活方式峰会")["partners"].clone();
    let list = |name: &str| found[name].as_array().unwrap().clone();
    assert!(list("committee")[0]["results"].as_array().unwrap().iter().all(|r| r["source"].as_str().unwrap().contains("kpis.csv:")));
    assert_eq!(found["committee"][0]["until"], "2026-12-31");
    for level in list("levels").iter().filter(|l| l["because"] != "nothing") {
        assert!(!texts(&level["sources"]).is_empty(), "{level}");
    }
    for deposit in list("deposits") {
        let sources = texts(&deposit["sources"]);
        let (kpis, rows) = (texts(&deposit["kpis"]), sources.get(1..).unwrap());
        assert!(!kpis.is_empty() && rows.len() == kpis.len() && rows.iter().all(|r| r.contains("kpis.csv:")), "{deposit}");
        assert!(sources[0].contains(".csv:") || sources[0].contains("catalog"), "{deposit}");
        assert!(deposit["cost_assumed"].is_boolean(), "{deposit}");
    }
    for step in list("growth") {
        assert!(!step["action"].as_str().unwrap().is_empty() && step["source"].as_str().unwrap().contains("departments.csv:"), "{step}");
    }
    let escalation = &found["escalations"][0];
    assert!(escalation["question"].as_str().unwrap().contains("优先级，不是投诉"), "{escalation}");
    assert!(escalation["our_kpi"].is_string() && escalation["powers"] == json!([5, 5, 4]), "{escalation}");
    // What IT is asked for serves a KPI of its own.
    assert_eq!(escalation["shared_element"], "App报名与互动签到");
    assert!(escalation["options"].as_array().unwrap().iter().all(|o| !texts(&o["sources"]).is_empty()), "{escalation}");
    let plan = &found["presell"][0];
    assert!(plan["ask"].is_string() && plan["advice"].is_object() && plan["answer_source"].is_string(), "{plan}");
    assert!(found["map"][0]["strategy"].as_str().unwrap().contains("每月深谈"), "{}", found["map"][0]);
    assert_eq!(found["first_week"][0]["placed"], 6);
    assert!(!texts(&found["breakfast"]).is_empty());
}

#[test]
fn relations_alone_can_be_written_as_files() {
    let work = Work::new();
    work.write("departments.csv", DEPARTMENTS);
    work.write("favors.csv", "date,department,direction,weight\n2026-12-01,IT,received,1\n");
    let args = ["partners", ".", "--lang", "en", "--today", "2026-12-31", "--out", "out"];
    assert_eq!(work.run(&args).ended(0).out, "", "what goes to files is not printed");
    let files = |dir: &str| -> Vec<String> { work.files(dir).into_keys().collect() };
    let charts = ["charts/favor-balance.png", "charts/presell-timeline.png", "charts/resource-map.png"];
    let all = [".winwin-files", charts[0], charts[1], charts[2], "committee.ics", "partners.json", "partners.md", "presell.ics"];
    assert_eq!(files("out/partners"), all);
    let printed = work.run(&args[..6]).ended(0).out;
    let page = std::fs::read_to_string(work.path("out/partners/partners.md")).unwrap();
    assert!(page.starts_with(&printed) && page.contains("](charts/resource-map.png)\n"), "{page}");
    let parts: Value = serde_json::from_slice(&std::fs::read(work.path("out/partners/partners.json")).unwrap()).unwrap();
    assert_eq!(parts["favors"][0]["balance"], json!(-1.0));
    assert_eq!(parts["favors_quarters"], json!(["2026-01-01", "2026-04-01", "2026-07-01", "2026-10-01"]));
    assert_eq!(parts["breakfast_day"], json!("2027-01-08"));
    // A second run keeps what somebody put there; with projects each has a folder, in other formats where asked.
    work.write("out/partners/notes.txt", "mine");
    work.write("kpis.csv", "department,kpi,target\nUs,Sales,10\nIT,Digital scenes,5\n");
    work.write("elements.csv", "project,element\nFair,Booking desk\nGala,Live stream\npartners,Tombola\n");
    let run = work.run(&[&args[..], &["--format", "svg"]].concat()).ended(0);
    assert!(run.err.contains("notes.txt"), "{}", run.err);
    let found = files("out/partners");
    for path in ["notes.txt", "Fair/charts/resource-map.svg", "Gala/presell.ics", "partners/partners.md"] {
        assert!(found.contains(&path.to_owned()), "{path} in {found:?}");
    }
    assert!(!found.iter().any(|path| path.ends_with(".png")), "{found:?}");
    // The report of a project of that name stands beside the folder, not in its place.
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--today", "2026-12-31"]).ended(0);
    assert!(work.path("out/partners-2/brief.md").is_file() && work.path("out/partners/notes.txt").is_file());
}

#[test]
fn a_refusal_leads_where_it_can() {
    let log = "date,department,kind,what,outcome\n2026-12-01,Hotel,contact,Coffee,\n2026-12-20,Hotel,refusal,Full,\n2026-12-21,IT,ask,Desk,declined\n\
        2026-12-22,Pay,ask,Money,agreed\n";
    let found = page(
        &[("departments", DEPARTMENTS), ("log", log), ("favors", "date,department,direction\n2026-12-01,Pay,received\n")],
        "2026-12-31",
    );
    // Outside the company nobody sets priorities; one request that was turned down is no effort yet.
    assert!(!found.contains("\n## Escalation"), "{found}");
    let plan = part(&found, "Pre-selling plan");
    assert!(plan.contains("failing that, offer other terms or look for another partner"), "{plan}");
    assert!(plan.contains("no other effort of ours is on record yet: talk first, then take it further"), "{plan}");
    assert!(!plan.contains("see \"Escalation\""), "{plan}");
    assert!(!part(&found, "Standing committee").contains("Hotel: 2026-12-20"), "{found}");
    let bank = part(&found, "Favor bank");
    assert!(bank.contains("\"Budget\" is agreed to (log.csv line 5); deposit 1 first to be back at zero |"), "{bank}");
    assert!(bank.contains("\"Booking desk\" was refused: settle that first (log.csv line 4)"), "{bank}");
    assert!(bank.contains("\"Rooms\" was refused: settle that first (log.csv line 3)"), "{bank}");
}

#[test]
fn ten_partners_to_fill_in_are_read_as_they_are() {
    let work = Work::new();
    let run = work.run(&["init", "--partners", "start"]).ended(0);
    assert!(run.out.contains("winwin partners start/zh") && run.out.contains("winwin partners start/en"), "{run:?}");
    assert_eq!(work.files("start").len(), 6);
    for (folder, lacking, own) in
        [("start/zh", "尚未定位（权力或利益为空）", "我的部门"), ("start/en", "Not placed yet (power or interest blank)", "Our department")]
    {
        let names: Vec<String> = ["departments", "favors", "log"].map(|t| format!("{folder}/{t}.csv")).to_vec();
        work.run(&[vec!["check"], names.iter().map(String::as_str).collect()].concat()).ended(0);
        let page = work.run(&["partners", folder, "--today", "2026-12-31"]).ended(0);
        assert!(
            page.err.is_empty() && page.out.contains(lacking) && page.out.contains("2027-01-29") && !page.out.contains(own),
            "{page:?}"
        );
        let listed = page.out.lines().find(|l| l.starts_with(lacking)).unwrap();
        assert_eq!(listed.matches("departments.csv").count(), 10, "{listed}");
    }
    work.run(&["init", "--partners", "start"]).ended(1);
    // Filled in, they carry the plan of a need in a leap year.
    let table = work.read("start/en/departments.csv").replace("IT,partner,,,,,,,", "IT,partner,Ann,4,3,Booking desk,,2028-03-01,");
    work.write("start/en/departments.csv", &table);
    let page = work.run(&["partners", "start/en", "--today", "2027-12-31"]).ended(0).out;
    // 1 January 2028 is a Saturday, the 16th a Sunday.
    let row = "| IT | Booking desk | 2028-03-01 (departments.csv line 9) | 2028-01-03 to 2028-01-14 | 2028-01-17 to 2028-02-09 | 2028-02-16 | next: probe, 61 days left |";
    assert!(page.contains(row), "{page}");
}

#[test]
fn levels_rest_on_what_is_stated_and_on_talks() {
    let departments = "department,role,contact,power,interest,ask,needed_by,last_contact\n\
        Us,own,Ann,3,5,,,\nIT,partner,Bo,5,4,Desk,2027-02-12,\nAds,partner,Cy,4,4,Reach,2027-02-15,\n";
    let kpis = "department,kpi,metric,unit,baseline,target,actual,due\n\
        IT,Live scenes,scenes,scenes,0,10,2,2027-12-31\nAds,Brand awareness,views,views,0,1000,,2026-11-30\nUs,Sales,sales,pcs,0,10,1,2027-12-31\n";
    let elements = "project,element,metric,contribution,needs\nFair,Booking page,scenes,2,IT\nFair,Live stream,,,Ads\n";
    let told = |log: &str| {
        let log = format!("date,department,kind,what,outcome\n{log}");
        page(&[("departments", departments), ("kpis", kpis), ("elements", elements), ("log", &log)], "2026-12-31")
    };
    let level = |page: &str, name: &str| {
        part(page, "Level of collaboration").lines().find(|l| l.starts_with(&format!("| {name} "))).unwrap().to_owned()
    };
    // A stated gain and a talk make a shared goal; asking is no talk, and nobody is close while a refusal stands.
    let close = told("2026-12-20,IT,contact,Coffee,\n");
    assert!(level(&close, "IT").contains("| value (a shared goal) | the plan states that \"Booking page\" brings 2 of 10 scenes = 20.0 % for \"Live scenes\" (elements.csv line 2)"), "{close}");
    let asked = told("2026-12-20,IT,ask,Desk,\n");
    assert!(level(&asked, "IT").contains("| transaction (asking) |"), "{asked}");
    let refused = told("2026-12-20,IT,contact,Coffee,\n2026-12-21,IT,refusal,No room,\n");
    assert!(
        level(&refused, "IT").contains("| relationship (helping first) |")
            && level(&refused, "IT").contains("| settle the refusal first: 2026-12-21")
    );
    // Help that follows from words alone is to be agreed on.
    let inferred = told("2026-12-20,Ads,contact,Coffee,\n");
    assert!(level(&inferred, "Ads").contains("agree on a number"), "{inferred}");
    // Their KPI was due a month ago and has no actual value.
    assert!(part(&close, "Pre-selling plan").contains("was due 2026-11-30: ask what they are judged by in the new period"), "{close}");
    assert!(part(&inferred, "Standing committee").contains("1 KPI has no actual value yet (kpis.csv line 3)"), "{inferred}");
    // What is held up is a reason to see them.
    let held = told("2026-12-28,IT,blocked,Test room taken,\n");
    assert!(
        part(&held, "Resource map").contains("held up, clear that first")
            && part(&held, "Pre-selling plan").contains("held up (log.csv line 2)"),
        "{held}"
    );
}
