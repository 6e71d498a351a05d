//! Several projects in one folder: comparison.md, comparison.json and the last lines on standard error, with figures worked out by hand.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use common::{Work, number, texts};
use serde_json::{Value, json};

const KPIS: &str = "department,kpi,metric,unit,baseline,target,direction\n\
    Sales,Grow orders,orders,orders,0,1000,increase\n\
    Ops,Cut waste,waste,g,300,200,decrease\n\
    Brand,Reach people,reach,views,0,10000,increase\n";
/// Every element states something for every KPI, so that no figure hangs on the texts: 5 % of a target is full evidence.
const ELEMENTS: &str = "project,element,kind,cost,metric,contribution,needs\n\
    Dinner,Gala,core,300,orders,20,Ops;Brand\n\
    Dinner,Gala,core,300,waste,0,Ops;Brand\n\
    Dinner,Gala,core,300,reach,400,Ops;Brand\n\
    Fair,Cups,core,100,orders,50,Ops;Brand\n\
    Fair,Cups,core,100,waste,-3,Ops;Brand\n\
    Fair,Cups,core,100,reach,0,Ops;Brand\n\
    Fair,Stream,optional,50,orders,0,\n\
    Fair,Stream,optional,50,waste,0,\n\
    Fair,Stream,optional,50,reach,200,\n";

fn work() -> Work {
    let work = Work::new();
    work.write("kpis.csv", KPIS).write("elements.csv", ELEMENTS);
    work.write("winwin.toml", "own = \"Sales\"\ntoday = \"2026-11-16\"\ncatalog-only = true\n");
    work
}

fn document(work: &Work) -> Value {
    serde_json::from_str(&work.read("out/comparison.json")).unwrap()
}

fn near(value: &Value, key: &str, expected: f64) {
    assert!((number(value, key) - expected).abs() < 2e-6, "{key} is {}, not {expected}", value[key]);
}

#[test]
fn projects_stand_in_order_with_their_figures() {
    let work = work();
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let all = document(&work);
    let projects = all["projects"].as_array().unwrap();
    let names: Vec<&str> = projects.iter().map(|p| p["project"].as_str().unwrap()).collect();
    assert_eq!(names, ["Fair", "Dinner"], "one partner each, so the index decides");
    // Fair: own 1; Ops 3 % / 5 % = 0.6, Brand 0, then 2 % / 5 % = 0.4 with the stream.
    let fair = &projects[0];
    near(fair, "own_after", 1.0);
    near(fair, "index_before", 0.3_f64.sqrt());
    near(fair, "index_after", 0.5_f64.sqrt());
    assert_eq!((&fair["partners_over_line_before"], &fair["partners_over_line_after"]), (&json!(1), &json!(1)));
    assert_eq!((&fair["worst_off_department_before"], &fair["worst_off_department_after"]), (&json!("Brand"), &json!("Brand")));
    near(fair, "worst_off_after", 0.4);
    assert_eq!((number(fair, "cost_core"), number(fair, "cost_additions"), &fair["without_cost"]), (100.0, 50.0, &json!(0)));
    // Dinner: own 2 % / 5 % = 0.4; Ops 0, Brand 4 % / 5 % = 0.8.
    let dinner = &projects[1];
    near(dinner, "index_after", 0.4);
    near(dinner, "own_before", 0.4);
    assert_eq!((number(dinner, "cost_core"), number(dinner, "cost_additions")), (300.0, 0.0));
    let departments = all["departments"].as_array().unwrap();
    let order: Vec<&str> = departments.iter().map(|d| d["department"].as_str().unwrap()).collect();
    assert_eq!(order, ["Sales", "Brand", "Ops"], "own first, then by name");
    let (brand, ops) = (&departments[1], &departments[2]);
    assert_eq!((texts(&brand["yes"]), texts(&ops["yes"])), (vec!["Dinner"], vec!["Fair"]));
    assert_eq!(brand["appeal"][0], json!({"project": "Fair", "needed": true, "before": 0.0, "after": 0.4}));
    assert_eq!(all["best_for_own"], "Fair");
}

#[test]
fn a_project_that_needs_one_department_and_wins_it_stands_before_one_that_wins_half_of_two() {
    let work = work();
    let walk = "Walk,Round,core,10,orders,0,Ops\nWalk,Round,core,10,waste,-3,Ops\nWalk,Round,core,10,reach,0,Ops\n";
    let open = "Open,Day,core,10,orders,0,\nOpen,Day,core,10,waste,0,\nOpen,Day,core,10,reach,0,\n";
    work.write("elements.csv", &format!("{ELEMENTS}{walk}{open}"));
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let all = document(&work);
    let names: Vec<&str> = all["projects"].as_array().unwrap().iter().map(|p| p["project"].as_str().unwrap()).collect();
    assert_eq!(names, ["Walk", "Fair", "Dinner", "Open"]);
    let page = work.read("out/comparison.md");
    let told = "- \"Open\": nobody is named as needed, so all departments count as partners; give needs, and the ranks compare\n";
    assert!(page.contains(told), "{page}");
    let needs = "nobody is named as needed, so all 2 departments count as partners";
    assert!(work.read("out/Open/brief.md").contains(needs) && !work.read("out/Walk/brief.md").contains(needs));
    // Where no project names anybody, all are told in their own briefs, and the ranks compare.
    work.write("elements.csv", &(ELEMENTS.replace("Ops;Brand", "")));
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    assert!(!work.read("out/comparison.md").contains("nobody is named"));
}

#[test]
fn the_last_lines_say_which_project_is_best_for_whom() {
    let run = work().run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let lines: Vec<&str> = run.err.lines().collect();
    let expected = [
        "Best to take forward: \"Fair\" (as advised 1 of 2 partners with a reason to say yes, win-win index 71 %), then \"Dinner\" (as advised 1 of 2 partners with a reason to say yes, win-win index 40 %)",
        "Best for Sales (our own side): \"Fair\", coverage 100 % as advised",
        "Brand has a reason to say yes to \"Dinner\" (appeal 80 %)",
        "Ops has a reason to say yes to \"Fair\" (appeal 60 %)",
        "  → out/comparison.md",
    ];
    assert_eq!(lines[lines.len() - 5..], expected, "{run:?}");
    let run = work().run(&["analyze", ".", "--out", "out", "--charts", "none", "--lang", "zh"]).ended(0);
    assert!(run.err.contains("Brand有理由答应“Dinner”（吸引力80%）\nOps有理由答应“Fair”（吸引力60%）\n"), "{run:?}");
}

#[test]
fn the_page_shows_both_tables() {
    let work = work();
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let page = work.read("out/comparison.md");
    for line in [
        "| 1 | Fair | 55 % → 71 % | 1 / 2 | Brand 0 % → Brand 40 % | 100 | 50 | 100 % |",
        "| 2 | Dinner | 40 % | 1 / 2 | Ops 0 % | 300 | 0 | 40 % |",
        "| Sales (own) | 100 % | 40 % |",
        "| Brand | 0 % → 40 % | 80 % |",
        "| Ops | 60 % | 0 % |",
    ] {
        assert!(page.lines().any(|l| l == line), "{line} is not in\n{page}");
    }
}

#[test]
fn a_single_project_is_compared_with_nothing() {
    let work = work();
    let fair: String = ELEMENTS.lines().filter(|l| !l.starts_with("Dinner")).map(|l| format!("{l}\n")).collect();
    work.write("elements.csv", &fair);
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    assert!(!work.path("out/comparison.md").exists() && !work.path("out/comparison.json").exists());
}

#[test]
fn a_folder_in_the_way_is_named_and_the_other_file_kept() {
    let work = work();
    work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
    let before = work.read("out/comparison.md");
    std::fs::remove_file(work.path("out/comparison.json")).unwrap();
    std::fs::create_dir(work.path("out/comparison.json")).unwrap();
    work.write("winwin.toml", "own = \"Ops\"\ntoday = \"2026-11-16\"\ncatalog-only = true\n");
    let run = work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(1);
    assert!(run.err.contains("comparison.json"), "{run:?}");
    assert_eq!(work.read("out/comparison.md"), before);
    let left: Vec<String> = std::fs::read_dir(work.path("out")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|n| !n.starts_with('.') || n == ".winwin-files"), "{left:?}");
}

#[test]
fn pictures_go_to_as_many_projects_as_asked_for() {
    let shown = |which: &[&str]| -> Vec<String> {
        let work = work();
        work.run(&[&["analyze", ".", "--out", "out"][..], which].concat()).ended(0);
        let page = work.read("out/comparison.md");
        let files = work.files("out");
        assert_eq!(page.contains("project-comparison.png"), files.contains_key("project-comparison.png"));
        for project in ["Fair", "Dinner"] {
            // Whatever is painted or not, the brief shows what is there and nothing else.
            let brief = work.read(&format!("out/{project}/brief.md"));
            let linked = brief.matches(".png)").count() + brief.matches(".png>)").count();
            let there = files.keys().filter(|f| f.starts_with(project) && f.ends_with(".png")).count();
            assert_eq!(linked, there, "{project}");
        }
        let mut tops: Vec<String> = files.keys().filter(|f| f.ends_with(".png")).map(|f| f.split('/').next().unwrap().to_owned()).collect();
        tops.dedup();
        tops
    };
    assert_eq!(shown(&["--charts", "none"]), [""; 0]);
    assert_eq!(shown(&["--charts", "top=1"]), ["Fair", "project-comparison.png"], "the best one");
    assert_eq!(shown(&["--charts", "top=20"]), ["Dinner", "Fair", "project-comparison.png"]);
    let run = work().run(&["analyze", ".", "--charts", "best"]).ended(2);
    assert!(run.err.contains("--charts") && run.err.contains("top=20"), "{}", run.err);
}
