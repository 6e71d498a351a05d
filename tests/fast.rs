//! The fast encoder against the framework it was trained in, and who reads the texts of a run.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::fmt::Write as _;
use std::time::Instant;

use common::{Work, root, winwin_in};
use winwin::score::fast::head::Meaning;
use winwin::score::fast::{self, Fast, KpiText};

/// A line of tests/fast/outputs.tsv.
struct Line {
    kpi: bool,
    department: String,
    text: String,
    description: String,
    way: f32,
    numbers: Vec<f32>,
}

fn lines() -> Vec<Line> {
    let text = std::fs::read_to_string(root().join("tests/fast/outputs.tsv")).unwrap();
    let of = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let own = |n: usize| cells[n].to_owned();
        let numbers = cells[5].split(' ').map(|x| x.parse().unwrap()).collect();
        Line { kpi: cells[0] == "kpi", department: own(1), text: own(2), description: own(3), way: cells[4].parse().unwrap(), numbers }
    };
    text.lines().map(of).collect()
}

fn read(fast: &Fast, line: &Line) -> Meaning {
    let kpi = KpiText { name: &line.text, around: [&line.department, "", &line.description], way: line.way };
    let read = if line.kpi { fast.kpis(&[kpi]) } else { fast.elements(&[[&line.text, ""]]) };
    read.unwrap().remove(0)
}

#[test]
fn texts_are_read_as_in_training() {
    let (fast, lines) = (fast::embedded().unwrap(), lines());
    assert_eq!((lines.iter().filter(|l| l.kpi).count(), lines.len()), (100, 220));
    for line in &lines {
        let made = read(fast, line).numbers().to_vec();
        assert_eq!(made.len(), line.numbers.len());
        let (views, own) = made.split_at(made.len() - 2);
        for (a, b) in views.chunks_exact(views.len() / 3).zip(line.numbers.chunks_exact(views.len() / 3)) {
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| f64::from(x * y)).sum::<f64>();
            let cosine = dot(a, b) / (dot(a, a) * dot(b, b)).sqrt();
            assert!(cosine > 0.999, "{}: {cosine}", line.text);
        }
        for (a, b) in own.iter().zip(&line.numbers[views.len()..]) {
            assert!((a - b).abs() < 0.01, "{}: {a} for {b}", line.text);
        }
    }
}

#[test]
fn a_meaning_is_the_same_in_any_company() {
    let (fast, lines) = (fast::embedded().unwrap(), lines());
    let elements: Vec<[&str; 2]> = lines.iter().map(|l| [l.text.as_str(), l.description.as_str()]).collect();
    let kpi = |l: &'static str| KpiText { name: l, around: ["部门", "", ""], way: -1.0 };
    let kpis = ["员工流失率", "Waste per visitor", "", "客户满意度"].map(kpi);
    let (all, goals) = (fast.elements(&elements.repeat(9)).unwrap(), fast.kpis(&kpis).unwrap());
    let backwards: Vec<[&str; 2]> = elements.iter().rev().copied().collect();
    let turned = fast.elements(&backwards).unwrap();
    for (n, meaning) in turned.iter().rev().enumerate() {
        assert_eq!(*meaning, all[n], "{}", elements[n][0]);
        assert_eq!(*meaning, all[n + 8 * elements.len()], "{}", elements[n][0]);
    }
    let together = fast.block(&goals.iter().collect::<Vec<_>>(), &all.iter().collect::<Vec<_>>()).unwrap();
    assert_eq!(together.len(), goals.len() * all.len());
    for (n, element) in all.iter().enumerate().step_by(41) {
        for (k, goal) in goals.iter().enumerate() {
            let alone = fast.block(&[goal], &[element]).unwrap();
            assert_eq!(alone, [together[n * goals.len() + k]]);
            assert!([alone[0].helps, alone[0].hurts, alone[0].likeness].iter().all(|x| x.is_finite()));
        }
    }
}

/// Not of every pair, as a word table sees it, but on the whole.
#[test]
fn the_direction_of_a_kpi_is_read() {
    let fast = fast::embedded().unwrap();
    let pairs = [
        ("人均垃圾量", "减少一次性餐具", -1.0),
        ("Waste per visitor", "Reusable cups with a deposit", -1.0),
        ("员工流失率", "员工关怀计划", -1.0),
        ("Complaint rate", "Staff training in complaint handling", -1.0),
        ("设备故障停机时间", "设备预防性维护", -1.0),
        ("品牌知名度", "品牌宣传片全网投放", 1.0),
        ("客户满意度", "客户回访与问题跟进", 1.0),
        ("Training coverage", "Monthly training for all shift leaders", 1.0),
    ];
    let gains = pairs.map(|(goal, element, right)| {
        let element = fast.elements(&[[element, ""]]).unwrap();
        let helps = |way: f32| {
            let kpi = fast.kpis(&[KpiText { name: goal, around: ["", "", ""], way }]).unwrap();
            fast.block(&[&kpi[0]], &[&element[0]]).unwrap()[0].helps
        };
        helps(right) - helps(-right)
    });
    assert!(gains.iter().sum::<f32>() > 1.0 && gains.iter().filter(|g| **g > 0.0).count() >= 6, "{gains:?}");
}

const KPIS: &str = "department,kpi,direction\n市场部,品牌知名度,increase\nOps,Waste per visitor,decrease\n";

fn score(work: &Work, more: &[&str]) -> common::Run {
    work.run(&[&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--no-cache"], more].concat()).ended(0)
}

#[test]
fn a_few_texts_are_read_closely_unless_asked_otherwise() {
    let work = Work::new();
    work.write("kpis.csv", KPIS).write("elements.csv", "project,element\nFair,邀请汽车媒体全程直播\nFair,Reusable cups with a deposit\n");
    let (auto, deep, fast) = (score(&work, &[]), score(&work, &["--encoder", "deep"]), score(&work, &["--encoder", "fast"]));
    assert_eq!(auto.out, deep.out);
    assert_ne!(fast.out, deep.out);
    assert!(auto.err.is_empty() && fast.err.is_empty(), "{auto:?} {fast:?}");
    work.write("winwin.toml", "encoder = \"fast\"\n");
    assert_eq!(score(&work, &[]).out, fast.out);
    assert_eq!(score(&work, &["--encoder", "auto"]).out, deep.out, "a flag wins");
    work.write("winwin.toml", "encoder = \"quick\"\n");
    let wrong = work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv"]).ended(3);
    assert!(wrong.err.contains("deep, fast, auto"), "{wrong:?}");
    assert!(work.run(&["score", "--encoder", "quick"]).ended(2).err.contains("quick"));
    // A pair by its texts alone.
    let pair = ["explain", "--kpi-text", "提升品牌知名度", "--element-text", "邀请汽车媒体全程直播"];
    let (deep, fast) = (work.run(&pair).ended(0), work.run(&[pair.as_slice(), &["--encoder", "fast"]].concat()).ended(0));
    assert!(fast.out.contains("重合度 +") && fast.out != deep.out, "{fast:?}");
}

#[test]
fn many_texts_are_read_fast_and_it_is_said() {
    let work = Work::new();
    let mut elements = String::from("project,element\n");
    for n in 0..5_001 {
        writeln!(elements, "Fair,Reusable cups with a deposit at stall {n}").unwrap();
    }
    work.write("kpis.csv", KPIS).write("elements.csv", &elements);
    let auto = score(&work, &["--top", "3"]);
    assert!(auto.err.contains("elements.csv: 5003 different texts, more than 5000"), "{}", auto.err);
    let fast = score(&work, &["--top", "3", "--encoder", "fast"]);
    assert_eq!(auto.out, fast.out);
    assert!(fast.err.is_empty(), "who asks for it need not be told: {}", fast.err);
}

/// Figures that a change may not lower: organisations that the training left aside, tests/fast/held.
#[test]
fn held_back_organisations_are_ranked_no_worse() {
    let folder = root().join("tests/fast/held");
    let file = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (kpis, elements, labels) = (file("kpis.csv"), file("elements.csv"), file("labels.csv"));
    let tables = ["eval", "--kpis", &kpis, "--elements", &elements, "--labels", &labels, "--encoder", "fast"];
    let run = |by: &str| winwin_in(root(), &[&tables[..], &["--by", by, "--format", "text"]].concat()).ended(0).out;
    let figure = |text: &str, name: &str| -> f64 {
        let line = text.lines().find(|l| l.starts_with(&format!("{name}  "))).unwrap_or_else(|| panic!("no {name} in {text}"));
        line[name.len()..].split_whitespace().next().unwrap().parse().unwrap()
    };
    let (score, words) = (run("overlap"), run("lexical"));
    for (name, least) in [("AUC inside a KPI", AUC), ("nDCG@5", NDCG), ("helper > opposite", OPPOSITE)] {
        assert!(figure(&score, name) >= least, "{name}: {} < {least}", figure(&score, name));
    }
    assert!(figure(&score, "AUC inside a KPI") > figure(&words, "AUC inside a KPI") + 0.1);
}

/// What the encoder that is built in reaches on tests/fast/held, less a hundredth.
const AUC: f64 = 0.78;
const NDCG: f64 = 0.64;
const OPPOSITE: f64 = 0.62;

/// `cargo test --release --test fast -- --ignored --nocapture` prints how many short texts a second one core reads, and how long the start takes.
#[test]
#[ignore = "a measurement, of the release build"]
fn texts_a_second() {
    let began = Instant::now();
    let fast = fast::embedded().unwrap();
    let start = began.elapsed();
    let (zh, en) = ("上线客户自助查询平台", "Weekly stock count at night");
    let texts: Vec<[String; 2]> = (0..200_000).map(|n| [format!("{} {n}", if n % 2 == 0 { zh } else { en }), String::new()]).collect();
    let texts: Vec<[&str; 2]> = texts.iter().map(|t| [t[0].as_str(), ""]).collect();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let began = Instant::now();
    let made = one.install(|| fast.elements(&texts)).unwrap();
    let took = began.elapsed().as_secs_f64();
    assert_eq!(made.len(), texts.len());
    println!("start {:.1} ms, {:.0} texts a second", start.as_secs_f64() * 1e3, texts.len() as f64 / took);
    // An unoptimised build says nothing of speed.
    if !cfg!(debug_assertions) {
        assert!(start.as_millis() < 10, "{start:?}");
        assert!(texts.len() as f64 / took > 100_000.0, "{took} s");
    }
}
