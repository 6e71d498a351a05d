//! A user's own judgements: what is learned from them, when it is kept, what it changes, and that it can be undone.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;

use common::{Run, Work, department, number};
use serde_json::Value;

const KPIS: &str = "department,kpi,direction,baseline,target\n\
    Marketing,Brand awareness,increase,20,30\n\
    Marketing,Qualified leads,increase,100,200\n\
    Sales,Online orders,increase,500,800\n\
    Service,Customer satisfaction,increase,60,80\n\
    Service,Complaint rate,decrease,9,5\n\
    Finance,Cost per visitor,decrease,30,24\n";
const ELEMENTS: [&str; 18] = [
    "Live stream of the opening day",
    "Press breakfast with local media",
    "Discount code for online orders",
    "Loyalty card for regular customers",
    "Follow-up call after each visit",
    "Staff training on handling complaints",
    "Printed programme booklet",
    "Free coffee for visitors",
    "Volunteers as stewards",
    "Newsletter to subscribers",
    "Chatbot for questions on opening hours",
    "Survey at the exit",
    "Shorter queues at the entrance",
    "Personal advice at the stand",
    "Refund without questions asked",
    "Posters in the underground",
    "Storage of spare chairs",
    "Reminder of the car park exit",
];
/// The KPI that nothing helps in the user's view; the program thinks otherwise.
const NEVER: &str = "Customer satisfaction";
/// The one that half of the elements help in the user's view; the program makes little of any.
const OFTEN: &str = "Cost per visitor";
const FILE: &str = "winwin-learned.json";
const TABLES: [&str; 4] = ["--kpis", "kpis.csv", "--elements", "elements.csv"];

fn fair() -> Work {
    let work = Work::new();
    let rows: String = ELEMENTS.iter().map(|e| format!("Autumn fair,{e}\n")).collect();
    work.write("kpis.csv", KPIS).write("elements.csv", &format!("project,element\n{rows}"));
    work
}

fn score(work: &Work, more: &[&str]) -> Run {
    work.run(&[&["score"], TABLES.as_slice(), more].concat()).ended(0)
}

fn learn(work: &Work, more: &[&str]) -> Run {
    work.run(&[&["learn", ".", "--labels", "labels.csv", "--today", "2026-11-16"], more].concat())
}

/// Chances to help by KPI and element.
fn helps(run: &Run) -> BTreeMap<(String, String), f64> {
    let rows = common::records(&run.out);
    rows.iter().map(|r| ((r["kpi"].clone(), r["element"].clone()), r["helps"].parse().unwrap())).collect()
}

/// Labels of a user who agrees with the program but for two KPIs: nothing helps the one, half of the elements help the other. Of each other
/// KPI as many help as the chances add up to, spread over them: the one where the sum passes 0.5, 1.5 and so on.
fn labels(work: &Work) -> String {
    let scored = helps(&score(work, &["--no-learned"]));
    let mut out = String::from("kpi,element,label\n");
    for kpi in KPIS.lines().skip(1).map(|l| l.split(',').nth(1).unwrap()) {
        let mut own: Vec<(&str, f64)> = ELEMENTS.iter().map(|e| (*e, scored[&(kpi.to_owned(), (*e).to_owned())])).collect();
        own.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let mut sum = 0.5_f64;
        for (place, (element, chance)) in own.iter().enumerate() {
            let before = sum.floor();
            sum += chance;
            let helps = match kpi {
                NEVER => false,
                OFTEN => place < ELEMENTS.len() / 2,
                _ => sum.floor() > before,
            };
            out.push_str(&format!("{kpi},{element},{}\n", u8::from(helps)));
        }
    }
    out
}

fn file(work: &Work) -> Value {
    serde_json::from_str(&work.read(FILE)).unwrap()
}

#[test]
fn a_kpi_seen_otherwise_is_adapted_kept_and_forgotten() {
    let work = fair();
    work.write("labels.csv", &labels(&work));
    let before = score(&work, &[]);
    assert!(before.err.is_empty(), "{before:?}");
    let run = learn(&work, &[]).ended(0);
    for said in [
        "108 judgements on 6 KPIs and 18 elements",
        "elements left out (18 elements",
        "log loss",
        "Brier score of helps",
        "AUC",
        "--forget",
    ] {
        assert!(run.out.contains(said), "{said}: {run:?}");
    }
    let kept = file(&work);
    assert_eq!((&kept["version"], &kept["day"], &kept["labels"]["hurts"]), (&1.into(), &"2026-11-16".into(), &0.into()));
    let loss = |which: &str| number(&kept["held_out"]["log_loss"], which);
    assert!(loss("after") < loss("before"), "{kept}");
    let brier = |which: &str| number(&kept["held_out"]["brier"], which);
    assert!(brier("after") < brier("before"), "{kept}");

    let after = score(&work, &[]);
    assert!(after.err.contains("scores adapted to 108 own judgements (2026-11-16)"), "{after:?}");
    let (old, new) = (helps(&before), helps(&after));
    let change = |of: &dyn Fn(&str) -> bool| {
        let part: Vec<f64> = old.iter().filter(|((kpi, _), _)| of(kpi)).map(|(pair, before)| new[pair] - before).collect();
        part.iter().sum::<f64>() / part.len() as f64
    };
    let (never, often, others) = (change(&|k| k == NEVER), change(&|k| k == OFTEN), change(&|k| k != NEVER && k != OFTEN));
    assert!(never < -0.1 && often > 0.1, "{never} {often}");
    assert!(others.abs() < 0.02, "{others}");
    let moved = |name: &str, up: bool| old.iter().filter(|((kpi, _), _)| kpi == name).all(|(pair, before)| (new[pair] > *before) == up);
    assert!(moved(NEVER, false) && moved(OFTEN, true));
    let mean = old.iter().filter(|((kpi, _), _)| kpi == NEVER).map(|(_, helps)| helps * 100.0 / 18.0).sum::<f64>();
    assert!(run.out.contains(&format!("\"{NEVER}\" (Service, 18 judgements) {mean:.0} % → ")), "{run:?}");

    // Twice the same is the same, and the order of rows changes nothing.
    let bytes = work.read(FILE);
    let mut rows: Vec<String> = work.read("labels.csv").lines().map(str::to_owned).collect();
    rows[1..].reverse();
    work.write("labels.csv", &(rows.join("\n") + "\n"));
    learn(&work, &[]).ended(0);
    assert_eq!(work.read(FILE), bytes);

    // Without it, and after it is forgotten, every byte is as it was.
    let passed = score(&work, &["--no-learned"]);
    assert_eq!((&passed.out, &passed.err), (&before.out, &before.err));
    let run = work.run(&["learn", ".", "--forget"]).ended(0);
    assert!(run.out.contains("removed") && !work.path(FILE).exists(), "{run:?}");
    let again = score(&work, &[]);
    assert_eq!((&again.out, &again.err), (&before.out, &before.err));
    assert!(work.run(&["learn", ".", "--forget", "--lang", "zh"]).ended(0).out.contains("无需删除"));
}

#[test]
fn a_pair_hangs_on_itself_and_a_stated_share_on_its_table() {
    let work = fair();
    work.write("labels.csv", &labels(&work));
    learn(&work, &[]).ended(0);
    let all = helps(&score(&work, &[]));
    // Half of the elements, and the KPIs the other way round.
    let half: String = ELEMENTS.iter().step_by(2).map(|e| format!("Autumn fair,{e}\n")).collect();
    let mut kpis: Vec<&str> = KPIS.lines().collect();
    kpis[1..].reverse();
    work.write("elements.csv", &format!("project,element\n{half}")).write("kpis.csv", &(kpis.join("\n") + "\n"));
    let part = helps(&score(&work, &[]));
    assert_eq!(part.len(), 6 * 9);
    assert!(part.iter().all(|(pair, helps)| all[pair] == *helps), "{part:?}");
    // The scores of the KPI fall, but what the table states still leads.
    let stated = "project,element,metric,contribution,needs\nAutumn fair,Storage of spare chairs,Customer satisfaction,5,Service\n";
    work.write("elements.csv", stated);
    work.run(&["analyze", ".", "--out", "out", "--charts", "none", "--today", "2026-11-16"]).ended(0);
    let summary = work.summary("Autumn fair");
    let lead = &department(&summary, "Service")["lead_elements"][0];
    assert_eq!((&lead["kpi"], &lead["evidence"], &lead["strength"]), (&NEVER.into(), &"stated".into(), &1.0.into()));
}

#[test]
fn the_brief_and_explain_say_whose_view_it_is() {
    let work = fair();
    work.write("labels.csv", &labels(&work));
    let analyze = ["analyze", ".", "--out", "out", "--charts", "none", "--today", "2026-11-16"];
    work.run(&analyze).ended(0);
    let plain = work.files("out");
    learn(&work, &[]).ended(0);
    let run = work.run(&analyze).ended(0);
    let said = "scores adapted to 108 own judgements (2026-11-16)";
    assert!(run.err.contains(said) && work.read("out/Autumn fair/brief.md").contains(said), "{run:?}");
    let warnings = work.summary("Autumn fair")["warnings"].clone();
    assert!(warnings.as_array().unwrap().iter().any(|w| w.as_str().unwrap().contains(said)), "{warnings}");
    assert!(work.files("out")["Autumn fair/overlap.csv"] != plain["Autumn fair/overlap.csv"]);
    work.run(&[analyze.as_slice(), &["--no-learned"]].concat()).ended(0);
    assert!(work.files("out") == plain, "without it every file is as before");

    let pair = ["explain", "--kpi", NEVER, "--element", "Loyalty card for regular customers"];
    let explain = |more: &[&str]| work.run(&[pair.as_slice(), &TABLES, more].concat()).ended(0);
    let (with, without) = (explain(&[]), explain(&["--no-learned"]));
    assert!(with.err.contains(said) && without.err.is_empty(), "{with:?}");
    let built_in = without.out.lines().nth(1).unwrap();
    assert!(with.out.contains(&format!("without your own judgements: {built_in}\n")), "{with:?} {without:?}");
    assert_ne!(with.out.lines().nth(1), without.out.lines().nth(1));
}

#[test]
fn labels_that_follow_nothing_are_not_kept_and_an_earlier_file_stays() {
    let work = fair();
    let mut state = 5_u32;
    let mut drawn = String::from("kpi,element,label\n");
    for kpi in KPIS.lines().skip(1).map(|l| l.split(',').nth(1).unwrap()) {
        for element in &ELEMENTS[..9] {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            drawn.push_str(&format!("{kpi},{element},{}\n", u8::from((state >> 16) & 7 < 3)));
        }
    }
    work.write("labels.csv", &drawn);
    let run = learn(&work, &[]).ended(0);
    assert!(run.out.contains("nothing kept") && !work.path(FILE).exists(), "{run:?}");
    assert!(learn(&work, &["--lang", "zh"]).ended(0).out.contains("未保存"));

    work.write("labels.csv", &labels(&work));
    learn(&work, &[]).ended(0);
    let kept = work.read(FILE);
    work.write("labels.csv", &drawn);
    let run = learn(&work, &[]).ended(0);
    assert!(run.out.contains("stays as it is"), "{run:?}");
    assert_eq!(work.read(FILE), kept);
}

#[test]
fn too_few_labels_are_refused_with_the_reason() {
    let work = fair();
    let some = |labels: &[&str]| -> String {
        let pairs = ELEMENTS.iter().flat_map(|e| ["K1", "K2", "K5"].map(|k| (k, *e)));
        let rows: String = pairs.zip(labels).map(|((k, e), label)| format!("{k},{e},{label}\n")).collect();
        format!("kpi,element,label\n{rows}")
    };
    work.write("labels.csv", &some(&["1", "0"].repeat(15)[..29]));
    let run = learn(&work, &[]).ended(3);
    assert!(run.err.contains("29 judgements, at least 30 are needed: 1 more") && run.err.contains("chance"), "{run:?}");
    assert!(run.out.is_empty() && !work.path(FILE).exists());
    let run = learn(&work, &["--lang", "zh"]).ended(3);
    assert!(run.err.contains("只有29条判断，至少需要30条，还差1条"), "{run:?}");
    // The same pair twice alike is one judgement; a row without a label is none.
    let twice = some(&["1", "0"].repeat(15)[..29]);
    work.write("labels.csv", &format!("{twice}K1,{},1\nK3,{},\n", ELEMENTS[0], ELEMENTS[0]));
    let run = learn(&work, &[]).ended(3);
    assert!(run.err.contains("29 judgements"), "{run:?}");

    work.write("labels.csv", &some(&["2", "1"].repeat(20)));
    let run = learn(&work, &[]).ended(3);
    assert!(run.err.contains("0 judgements that an element does not help (0 or -1), at least 5 are needed"), "{run:?}");
    work.write("labels.csv", &some(&[["1"; 4].as_slice(), &["0"; 36]].concat()));
    let run = learn(&work, &[]).ended(3);
    assert!(run.err.contains("4 judgements that an element helps (1 or 2), at least 5 are needed: 1 more"), "{run:?}");
}

#[test]
fn every_fault_of_the_labels_is_told_with_its_line() {
    let work = fair();
    work.write("kpis.csv", &format!("{KPIS}Sales,Qualified leads,increase,10,20\n"));
    let rows = [
        "Brand awarness,,Free coffee for visitors,2",         // 2
        "Qualified leads,,Free coffee for visitors,1",        // 3
        "Qualified leads,Sales,Free coffee for visitors,1",   // 4: sound
        "Qualified leads,Service,Free coffee for visitors,1", // 5
        "Online orders,,Free cofee for visitors,1",           // 6
        "Online orders,,Free coffee for visitors,3",          // 7
        "Online orders,,Free coffee for visitors,1",          // 8: sound
        "K3,,E8,0",                                           // 9: the same pair by ids
        "Online orders,,,1",                                  // 10
        "Zebra,,Umbrella,helps",                              // 11: three faults
        "Online orders,,C99,",                                // 12: not judged yet
    ];
    work.write("labels.csv", &format!("kpi,department,element,label\n{}\n", rows.join("\n")));
    let run = learn(&work, &[]).ended(3);
    let told = [
        ("labels.csv:2 kpi: ", "did you mean \"Brand awareness\"?"),
        (
            "labels.csv:3 kpi: 2 KPIs are called \"Qualified leads\" (Marketing, Sales)",
            "fill in a column department, or write the kpi_id: K2, K7",
        ),
        ("labels.csv:5 department: the department \"Service\" has no such KPI", "it is in: Marketing, Sales"),
        ("labels.csv:6 element: ", "did you mean \"Free coffee for visitors\"?"),
        ("labels.csv:7 label: \"3\" is no label", "accepted: 2 delivers, 1 helps, 0 no effect, -1 works against"),
        ("labels.csv:9 label: the same pair has 1 on line 8 and \"0\" here", "keep one"),
        ("labels.csv:10 element: a required cell is blank", ""),
        ("labels.csv:11 kpi: the tables have no KPI \"Zebra\"", ""),
        ("labels.csv:11 element: the tables have no element \"Umbrella\"", ""),
        ("labels.csv:11 label: \"helps\" is no label", ""),
    ];
    for (place, help) in told {
        let line = run.err.lines().find(|l| l.starts_with(&format!("error {place}"))).unwrap_or_else(|| panic!("{place}: {run:?}"));
        assert!(line.contains(help), "{line}");
    }
    // Those, and that ten labels are too few.
    assert_eq!(run.err.lines().filter(|l| l.starts_with("error ")).count(), told.len() + 1, "{run:?}");
    assert!(run.err.contains("10 judgements, at least 30"), "{run:?}");

    work.write("labels.csv", "Kennzahl,Element,label\nOnline orders,Free coffee for visitors,1\n");
    let run = learn(&work, &[]).ended(3);
    assert!(run.err.contains("labels.csv:1 kpi: this column is missing; accepted headers: kpi, 指标"), "{run:?}");
    let run = learn(&work, &["--lang", "zh"]).ended(3);
    assert!(run.err.contains("缺少这一列") && run.err.contains("可用的表头：kpi、指标"), "{run:?}");
}

#[test]
fn ids_and_names_must_agree_and_the_catalog_may_be_judged() {
    let work = fair();
    let catalog = std::fs::read_to_string(common::root().join("data/catalog/catalog.csv")).unwrap();
    let entry = common::records(&catalog).remove(0)["element_en"].clone();
    work.write(
        "labels.csv",
        &format!("kpi_id,kpi,element_id,element,label\nK1,Brand awareness,,\"{entry}\",1\nK2,Brand awareness,E1,{},1\nK9,Brand awareness,E1,,1\n", ELEMENTS[0]),
    );
    let run = learn(&work, &[]).ended(3);
    let errors: Vec<&str> = run.err.lines().filter(|l| l.starts_with("error ")).collect();
    assert!(errors.iter().any(|l| l.contains("labels.csv:3 kpi_id: the id \"K2\" is that of another KPI, \"Qualified leads\"")), "{run:?}");
    assert!(errors.iter().any(|l| l.contains("labels.csv:4 kpi_id: no KPI has the id \"K9\"")), "{run:?}");
    assert!(!run.err.contains("labels.csv:2"), "{run:?}");
}

#[test]
fn what_another_model_learned_is_passed_over_with_a_warning() {
    let work = fair();
    work.write("labels.csv", &labels(&work));
    let plain = score(&work, &[]);
    learn(&work, &[]).ended(0);
    let model = file(&work)["model"].as_str().unwrap().to_owned();
    assert_eq!(model.len(), 16);
    let kept = work.read(FILE);
    for (text, said) in [
        (kept.replace(&model, "0123456789abcdef"), "another version of the model"),
        (kept.replace("\"day\"", "\"date\""), "damaged"),
        (kept.replace("2026-11-16", "2026-11-16\\nerror kpis.csv:1: all is lost"), "damaged"),
    ] {
        work.write(FILE, &text);
        let run = score(&work, &[]);
        assert!(run.out == plain.out && run.err.starts_with("warning ") && run.err.contains(said), "{run:?}");
        assert!(!run.err.contains("all is lost"), "{run:?}");
        work.run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
        assert!(work.read("out/Autumn fair/brief.md").contains(said));
    }
    // Learned anew it counts again.
    learn(&work, &[]).ended(0);
    assert_eq!(work.read(FILE), kept);
}

#[test]
fn tables_named_one_by_one_keep_it_beside_the_kpis() {
    let work = fair();
    let labels = labels(&work);
    std::fs::create_dir(work.path("plan")).unwrap();
    for table in ["kpis.csv", "elements.csv"] {
        std::fs::rename(work.path(table), work.path(&format!("plan/{table}"))).unwrap();
    }
    work.write("labels.csv", &labels);
    let tables = ["--kpis", "plan/kpis.csv", "--elements", "plan/elements.csv"];
    work.run(&[&["learn", "--labels", "labels.csv"], tables.as_slice()].concat()).ended(0);
    assert!(work.path("plan").join(FILE).is_file() && !work.path(FILE).exists());
    let run = work.run(&[&["score"], tables.as_slice()].concat()).ended(0);
    assert!(run.err.contains("own judgements"), "{run:?}");
    let run = work.run(&["analyze", "plan", "--out", "out", "--charts", "none"]).ended(0);
    assert!(run.err.contains("own judgements"), "{run:?}");
    work.run(&["learn", "--kpis", "plan/kpis.csv", "--forget"]).ended(0);
    assert!(!work.path("plan").join(FILE).exists());
    work.run(&["learn", "--forget"]).ended(2);
    work.run(&["learn", "plan"]).ended(2);
    assert!(work.run(&["learn", "plan", "--labels", "no.csv"]).ended(1).err.contains("no.csv"));
}
