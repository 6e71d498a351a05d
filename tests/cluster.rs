//! The program under Spark: workers that share the elements give the rows of one machine, also when one of them is killed.
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Work, records, root};

/// What the script runs with.
const PACKAGES: [&str; 3] = ["pyspark==4.3.0", "pyarrow==26.0.1", "pandas==3.1.1"];
const ELEMENTS: usize = 100_000;

/// A Python with the packages, made once beside the build.
fn python() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spark");
    let python = folder.join("bin/python");
    let ran = |command: &mut Command| assert!(command.status().unwrap().success(), "{command:?}");
    if !python.exists() {
        ran(Command::new("python3").args(["-m", "venv"]).arg(&folder));
    }
    ran(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES));
    python
}

/// Rows by element and KPI.
fn by_pair(text: &str) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    records(text).into_iter().map(|r| ((r["element_id"].clone(), r["kpi_id"].clone()), r)).collect()
}

/// `cargo test --test cluster -- --ignored` needs Python, Java and the packages' registry.
#[test]
#[ignore = "needs Spark"]
fn a_cluster_gives_the_rows_of_one_machine() {
    let python = python();
    let work = Work::new();
    let goals = ["降低客户投诉率", "Brand awareness", "提升培训覆盖率", "Waste per visitor", "销售线索数量"];
    let does =
        ["全程直播", "Weekly training for shift leaders", "取消客户热线", "Reusable cups with a deposit", "邀请老客户试驾", "Brand films"];
    let mut kpis = String::from("department,kpi,direction,kpi_id\n");
    for n in 0..40 {
        writeln!(kpis, "Dept {},{} {n},{},K{n:02}", n % 4, goals[n % 5], if n % 3 == 0 { "decrease" } else { "increase" }).unwrap();
    }
    let mut elements = String::from("project,element,element_id,description\n");
    for n in 0..ELEMENTS {
        // Cells that a careless hand-over would break.
        writeln!(elements, "Fair,{} {n},E{n:06},\"{}, \"\"so\"\" they say\"", does[n % 6], does[n / 6 % 6]).unwrap();
    }
    work.write("kpis.csv", &kpis).write("elements.csv", &elements);
    let one = [
        "score",
        "--kpis",
        "kpis.csv",
        "--elements",
        "elements.csv",
        "--encoder",
        "fast",
        "--per",
        "element",
        "--top",
        "2",
        "--lang",
        "en",
    ];
    work.run(&[&one[..], &["--out", "one.csv"]].concat()).ended(0);
    let expected = by_pair(&work.read("one.csv"));
    assert_eq!(expected.len(), 2 * ELEMENTS);
    for (more, out) in [(None, "many.csv"), (Some("--kill"), "killed.csv")] {
        let mut command = Command::new(&python);
        command.arg(root().join("tests/cluster/spark.py")).arg(env!("CARGO_BIN_EXE_winwin"));
        command.args(["kpis.csv", "elements.csv", out, "--top", "2", "--lang", "en"]).args(more).current_dir(work.path(""));
        let run = command.output().unwrap();
        let said = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
        assert!(more.is_none() || said.contains("one worker ended"), "nobody was killed: {said}");
        let found = by_pair(&work.read(out));
        assert_eq!(found.len(), expected.len(), "{out}");
        for (pair, row) in &expected {
            for (column, value) in row {
                let other = &found[pair][column];
                let same = value == other || value.parse::<f64>().ok().zip(other.parse::<f64>().ok()).is_some_and(|(a, b)| a == b);
                assert!(same, "{out} {pair:?} {column}: {other} for {value}");
            }
        }
    }
}
