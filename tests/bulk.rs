//! Tables of many pairs: the best of each KPI or element, streams of batches, threads.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use common::Work;
use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series};
use polars_io::prelude::{IpcReader, IpcStreamReader, IpcStreamWriter, ParquetReader};
use polars_io::{SerReader, SerWriter};

const GOALS: [&str; 6] = ["降低客户投诉率", "Brand awareness", "提升培训覆盖率", "Waste per visitor", "销售线索数量", "Staff turnover"];
const DOES: [&str; 7] = [
    "全程直播",
    "Weekly training for shift leaders",
    "取消客户热线",
    "Reusable cups with a deposit",
    "邀请老客户试驾",
    "Brand films",
    "Cut the night shift",
];

/// 30 KPIs and 90 elements, each with an id.
fn tables() -> Work {
    let work = Work::new();
    let mut kpis = String::from("department,kpi,direction,kpi_id\n");
    for n in 0..30 {
        writeln!(kpis, "Dept {},{} {n},{},K{n:02}", n % 4, GOALS[n % 6], if n % 3 == 0 { "decrease" } else { "increase" }).unwrap();
    }
    let mut elements = String::from("project,element,element_id\n");
    for n in 0..90 {
        writeln!(elements, "Fair,{} {},E{n:02}", DOES[n % 7], DOES[n / 7 % 7]).unwrap();
    }
    work.write("kpis.csv", &kpis).write("elements.csv", &elements);
    work
}

type Rows = Vec<BTreeMap<String, String>>;

fn score(work: &Work, more: &[&str]) -> Rows {
    let args = [&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--lang", "en"], more].concat();
    common::records(&work.run(&args).ended(0).out).into_iter().map(|r| r.into_iter().collect()).collect()
}

fn overlap(row: &BTreeMap<String, String>) -> f64 {
    row["overlap"].parse().unwrap()
}

/// The rows of a full table that `--top` must leave, by the column they are the best of.
fn best(all: &Rows, of: &str, other: &str, top: usize, least: f64) -> Rows {
    let mut groups: BTreeMap<&str, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    for row in all.iter().filter(|r| overlap(r).abs() >= least) {
        groups.entry(&row[of]).or_default().push(row);
    }
    let mut rows = Rows::new();
    for (_, mut group) in groups {
        group.sort_by(|a, b| overlap(b).total_cmp(&overlap(a)).then(a[other].cmp(&b[other])));
        rows.extend(group.into_iter().take(top).cloned());
    }
    rows
}

/// The same overlaps in the same order, each row as it stands in the full table. Which of two rows comes first whose overlaps are
/// printed alike hangs on digits that are not printed.
fn assert_alike(found: &Rows, expected: &Rows, (all, of): (&Rows, &str)) {
    let outline = |rows: &Rows| rows.iter().map(|r| (r[of].clone(), r["overlap"].clone())).collect::<Vec<_>>();
    assert_eq!(outline(found), outline(expected));
    assert!(found.iter().all(|row| all.contains(row)));
    let pairs: BTreeSet<_> = found.iter().map(|r| (&r["kpi_id"], &r["element_id"])).collect();
    assert_eq!(pairs.len(), found.len());
}

#[test]
fn the_best_are_the_best_of_all() {
    let work = tables();
    for encoder in ["fast", "deep"] {
        let all = score(&work, &["--encoder", encoder]);
        assert_eq!(all.len(), 30 * 90);
        for (per, of, other) in [("kpi", "kpi_id", "element_id"), ("element", "element_id", "kpi_id")] {
            let few = score(&work, &["--encoder", encoder, "--per", per, "--top", "4"]);
            assert_alike(&few, &best(&all, of, other, 4, 0.0), (&all, of));
            let some = score(&work, &["--encoder", encoder, "--per", per, "--top", "9", "--min-overlap", "0.2"]);
            assert_alike(&some, &best(&all, of, other, 9, 0.2), (&all, of));
        }
        let strong = score(&work, &["--encoder", encoder, "--min-overlap", "0.3"]);
        let expected: Rows = all.iter().filter(|r| overlap(r).abs() >= 0.3).cloned().collect();
        assert!(strong == expected && !strong.is_empty(), "{encoder}");
    }
}

#[test]
fn threads_change_no_byte() {
    let work = tables();
    let run = |threads: &str| {
        let args = ["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--encoder", "fast", "--top", "5", "--threads", threads];
        work.run(&args).ended(0).out
    };
    assert!(run("1") == run("2") && run("1") == run("7"));
    let refused = work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--threads", "0"]).ended(2);
    assert!(refused.err.contains("1 to 1024"), "{refused:?}");
}

#[test]
fn the_judge_scores_the_chosen_ones_again() {
    let work = tables();
    let deep = score(&work, &["--encoder", "deep"]);
    let fast = score(&work, &["--encoder", "fast"]);
    // Those that single precision, too, must put among the ten best, and those that it may.
    let tenth =
        |kpi: &str| best(&fast, "kpi_id", "element_id", 10, 0.0).iter().filter(|r| r["kpi_id"] == kpi).map(overlap).fold(1.0, f64::min);
    let tenths: BTreeMap<String, f64> =
        fast.iter().map(|r| r["kpi_id"].clone()).collect::<BTreeSet<_>>().into_iter().map(|k| (k.clone(), tenth(&k))).collect();
    let beyond = |by: f64| -> Rows { fast.iter().filter(|r| overlap(r) >= tenths[&r["kpi_id"]] + by).cloned().collect() };
    let (sure, chosen) = (beyond(1e-5), beyond(-1e-5));
    let again = score(&work, &["--rerank", "10", "--top", "3"]);
    let of_pair = |rows: &Rows| -> BTreeMap<(String, String), String> {
        rows.iter().map(|r| ((r["kpi_id"].clone(), r["element_id"].clone()), r["overlap"].clone())).collect()
    };
    let (deep, sure, chosen) = (of_pair(&deep), of_pair(&sure), of_pair(&chosen));
    assert_eq!(again.len(), 90);
    for (n, row) in again.iter().enumerate() {
        let pair = (row["kpi_id"].clone(), row["element_id"].clone());
        assert!(row["overlap"] == deep[&pair] && chosen.contains_key(&pair), "{row:?}");
        assert!(n % 3 == 0 || overlap(&again[n - 1]) >= overlap(row));
    }
    // What is left out is no better than what is kept.
    for (pair, _) in sure.iter().filter(|(pair, _)| !again.iter().any(|r| (&r["kpi_id"], &r["element_id"]) == (&pair.0, &pair.1))) {
        let last = again.iter().filter(|r| r["kpi_id"] == pair.0).map(overlap).fold(f64::INFINITY, f64::min);
        assert!(deep[pair].parse::<f64>().unwrap() <= last);
    }
}

#[test]
fn a_judge_is_not_asked_to_choose_for_itself() {
    let work = tables();
    let run = work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--rerank", "5", "--encoder", "deep"]).ended(2);
    assert!(run.err.contains("--rerank"), "{run:?}");
}

/// A table that was cut short must not pass for a whole one.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_a_pipe_is_told() {
    let work = tables();
    let elements = stream(&work, true);
    for (args, input) in [(&["--elements", "elements.csv"][..], &[][..]), (&["--stdin-arrow", "--per", "element"], &elements)] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_winwin"));
        command.args(["score", "--kpis", "kpis.csv", "--encoder", "fast", "--lang", "en"]).args(args).current_dir(work.path(""));
        command.env("XDG_CACHE_HOME", common::cache()).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut running = command.stdout(std::fs::File::create("/dev/full").unwrap()).spawn().unwrap();
        drop(running.stdin.take().unwrap().write_all(input));
        let output = running.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
        assert!(said.contains("the disk is full") && !said.contains("internal"), "{args:?}: {said}");
    }
}

/// Runs the program on an Arrow stream and gives its exit status, output and complaints.
fn streamed(work: &Work, input: &[u8], more: &[&str]) -> (i32, Vec<u8>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winwin"));
    command.args(["score", "--stdin-arrow", "--kpis", "kpis.csv", "--lang", "en"]).args(more);
    command.current_dir(work.path("")).env("XDG_CACHE_HOME", common::cache());
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = running.stdin.take().unwrap();
    let input = input.to_vec();
    let feeding = std::thread::spawn(move || drop(pipe.write_all(&input)));
    let output = running.wait_with_output().unwrap();
    feeding.join().unwrap();
    (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

/// Elements of elements.csv as a stream; `ids`: with their ids.
fn stream(work: &Work, ids: bool) -> Vec<u8> {
    let rows: Vec<Vec<String>> = work.read("elements.csv").lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect();
    let column = |name: &str, n: usize| Series::new(name.into(), rows.iter().map(|r| r[n].as_str()).collect::<Vec<_>>()).into_column();
    let mut columns = vec![column("project", 0), column("element", 1)];
    if ids {
        columns.push(column("element_id", 2));
    }
    let mut bytes = Vec::new();
    IpcStreamWriter::new(&mut bytes).finish(&mut DataFrame::new(rows.len(), columns).unwrap()).unwrap();
    bytes
}

#[test]
fn a_stream_gives_the_rows_of_the_file() {
    let work = tables();
    let (code, out, err) = streamed(&work, &stream(&work, true), &["--per", "element", "--top", "3"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let frame = IpcStreamReader::new(std::io::Cursor::new(out)).finish().unwrap();
    same_rows(&frame, &score(&work, &["--encoder", "fast", "--per", "element", "--top", "3"]));
}

/// Whether a table of pairs read from a binary form is that of the CSV.
fn same_rows(frame: &DataFrame, rows: &[BTreeMap<String, String>]) {
    assert_eq!(frame.height(), rows.len());
    let names: Vec<&str> = frame.get_column_names().iter().map(|n| n.as_str()).collect();
    assert_eq!(names.len(), 15);
    for column in ["project", "element_id", "kpi_id", "department", "reason"] {
        let found = frame.column(column).unwrap().str().unwrap().iter().map(|x| x.unwrap_or_default().to_owned()).collect::<Vec<_>>();
        assert_eq!(found, rows.iter().map(|r| r[column].clone()).collect::<Vec<_>>(), "{column}");
    }
    for column in ["overlap", "helps", "hurts", "lexical", "driver"] {
        let found: Vec<f64> = frame.column(column).unwrap().f64().unwrap().iter().flatten().collect();
        assert_eq!(found, rows.iter().map(|r| r[column].parse().unwrap()).collect::<Vec<f64>>(), "{column}");
    }
}

#[test]
fn every_form_of_file_holds_the_same_rows() {
    let work = tables();
    let rows = score(&work, &["--encoder", "fast", "--top", "3"]);
    for name in ["x.parquet", "x.arrow"] {
        let args =
            ["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--encoder", "fast", "--top", "3", "--lang", "en", "--out", name];
        work.run(&args).ended(0);
        let bytes = std::io::Cursor::new(std::fs::read(work.path(name)).unwrap());
        let frame = if name == "x.arrow" { IpcReader::new(bytes).finish() } else { ParquetReader::new(bytes).finish() };
        same_rows(&frame.unwrap(), &rows);
    }
}

#[test]
fn the_tables_that_are_read_are_not_written_over() {
    let work = tables();
    let before = work.read("kpis.csv");
    for out in ["kpis.csv", "./kpis.csv"] {
        let run = work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--out", out, "--lang", "en"]).ended(2);
        assert!(run.err.contains("--out") && run.err.contains("a file that is none of the tables read"), "{run:?}");
        assert_eq!(work.read("kpis.csv"), before);
    }
    let own = "id,valence,kind,name_zh,name_en,zh,en\n";
    std::fs::create_dir(work.path("own")).unwrap();
    work.write("own/concepts.csv", own);
    let out =
        ["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--knowledge", "own", "--out", "own/concepts.csv", "--lang", "en"];
    let run = work.run(&out).ended(2);
    assert!(run.err.contains("a file that is none of the tables read"), "{run:?}");
    assert_eq!(work.read("own/concepts.csv"), own);
}

#[test]
fn what_a_stream_cannot_do_is_said() {
    let work = tables();
    let (code, out, err) = streamed(&work, &stream(&work, false), &["--per", "element", "--top", "3"]);
    assert!(code == 3 && err.contains("element_id"), "{code} {err}");
    assert!(IpcStreamReader::new(std::io::Cursor::new(out)).finish().map_or(true, |f| f.height() == 0));
    let (code, _, err) = streamed(&work, b"element,cost\na,1\n", &[]);
    assert!(code == 2 && err.contains("Arrow IPC stream"), "{code} {err}");
    for (more, said) in [
        (&["--top", "3"][..], "--per element"),
        (&["--elements", "elements.csv"], "standard input"),
        (&["--out", "x.csv"], "--stdin-arrow"),
        (&["--rerank", "3"], "--encoder deep"),
    ] {
        let (code, _, err) = streamed(&work, b"", more);
        assert!(code == 2 && err.contains(said), "{more:?}: {code} {err}");
    }
}

/// `cargo test --release --test bulk -- --ignored --nocapture` prints pairs a second, without the reading of texts: of the fast encoder's tiles, of bare
/// products of the same sizes, and of the judge's head.
#[test]
#[ignore = "a measurement, of the release build"]
fn pairs_a_second() {
    use std::time::Instant;
    use winwin::model::{Direction, Element, Kpi, Origin};
    use winwin::score::bulk::{Field, Per, Wanted};
    use winwin::score::reader::Encoder;
    use winwin::score::{Scorer, knowledge};

    let origin = || Origin { file: "-".into(), line: 1 };
    let quick = !cfg!(debug_assertions);
    let (k, e) = if quick { (5_000, 20_000) } else { (50, 200) };
    let kpis: Vec<Kpi> =
        (0..k).map(|n| Kpi::from_text("K", &format!("{} {n}", GOALS[n % 6]), Some(Direction::Increase), origin())).collect();
    let elements: Vec<Element> =
        (0..e).map(|n| Element::from_text("E", &format!("{} {} {n}", DOES[n % 7], DOES[n / 7 % 7]), origin())).collect();
    let million = |pairs: usize, began: Instant| pairs as f64 / began.elapsed().as_secs_f64() / 1e6;

    let scorer = Scorer::reading(Encoder::Fast, 0.1, knowledge::embedded()).unwrap();
    let began = Instant::now();
    let ks = scorer.kpis(&kpis.iter().map(|k| (k, "Dept")).collect::<Vec<_>>()).unwrap();
    let es = scorer.elements(&elements.iter().collect::<Vec<_>>()).unwrap();
    println!("fast: {:.0} texts a second, with words and concepts", (k + e) as f64 / began.elapsed().as_secs_f64());
    let began = Instant::now();
    let field = Field::new(&scorer, &ks, &es).unwrap();
    println!("prepared in {:.0} ms", began.elapsed().as_secs_f64() * 1e3);
    for per in [Per::Kpi, Per::Element] {
        let began = Instant::now();
        let found = field.candidates(0..field.count(per), Wanted { per, top: Some(10), least: None }).unwrap();
        println!("fast: {:.1} million pairs a second, best of each {per:?}", million(k * e, began));
        assert_eq!(found.len(), field.count(per));
    }

    let numbers = |rows: usize| -> Vec<f32> { (0..rows * 64).map(|i| (i * 31 % 97) as f32 / 97.0 - 0.5).collect() };
    let (a, b) = (numbers(k), numbers(e));
    let view = |numbers: &[f32]| ndarray::ArrayView2::from_shape((numbers.len() / 64, 64), numbers).unwrap().to_owned();
    let (ours, theirs): (Vec<_>, Vec<_>) = (a.chunks(64 * 64).map(view).collect(), b.chunks(1024 * 64).map(view).collect());
    let began = Instant::now();
    let half = |ours: &[ndarray::Array2<f32>]| -> f32 {
        let mut sum = 0.0;
        for (k, e) in ours.iter().flat_map(|k| theirs.iter().map(move |e| (k, e))) {
            let mut out = ndarray::Array2::<f32>::zeros((k.nrows(), e.nrows()));
            (0..3).for_each(|_| ndarray::linalg::general_mat_mul(1.0, k, &e.t(), 0.0, &mut out));
            sum += out[(0, 0)];
        }
        sum
    };
    let middle = ours.len() / 2;
    let (low, high) = rayon::join(|| half(&ours[..middle]), || half(&ours[middle..]));
    let sum = low + high;
    println!("bare products: {:.1} million pairs a second ({sum:.0})", million(k * e, began));

    let judge = Scorer::new(0.1).unwrap();
    let (k, e) = if quick { (500, 600) } else { (10, 10) };
    let ks = judge.kpis(&kpis[..k].iter().map(|k| (k, "Dept")).collect::<Vec<_>>()).unwrap();
    let es = judge.elements(&elements[..e].iter().collect::<Vec<_>>()).unwrap();
    let began = Instant::now();
    let parts = judge.parts(&ks, &es).unwrap();
    println!("judge: {:.2} million pairs a second, read before", million(k * e, began));
    assert_eq!(parts.len(), k * e);
}
