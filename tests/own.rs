//! What people keep where reports go stays, or the run ends before anything has changed; what could not be printed is no success.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{Work, cache};

const ANALYZE: [&str; 6] = ["analyze", ".", "--out", "out", "--charts", "none"];

/// Two projects, so that files stand beside their reports too.
fn work() -> Work {
    let work = Work::new();
    work.write("kpis.csv", "department,kpi\nSales,New orders\nOps,Complaint rate\n");
    work.write("elements.csv", "project,element\nFair,Live stream\nDinner,Staff training\n");
    work.write("winwin.toml", "today = \"2026-11-16\"\ncatalog-only = true\nlang = \"en\"\n");
    work
}

fn reported() -> Work {
    let work = work();
    work.run(&ANALYZE).ended(0);
    work
}

/// Runs `analyze`, which is to refuse, and gives what it says; nothing may have changed.
fn refused(work: &Work) -> String {
    let before = work.files("out");
    let told = work.run(&ANALYZE).ended(1).err;
    assert!(work.files("out") == before, "{told}");
    assert!(fs::read_dir(work.path("out")).unwrap().all(|e| e.unwrap().file_name().len() != ".winwin-staged-abcdef".len()), "{told}");
    told
}

#[test]
fn a_folder_that_nobody_may_read_is_named_and_stays() {
    let work = reported();
    work.write("out/Fair/brief.md", "as it was");
    fs::create_dir(work.path("out/Fair/private")).unwrap();
    work.write("out/Fair/private/diary.txt", "mine");
    let program = work.path("winwin-copy");
    fs::copy(env!("CARGO_BIN_EXE_winwin"), &program).unwrap();
    fs::create_dir_all(work.path("cache/winwin")).unwrap();
    fs::copy(cache().join("winwin/vectors.bin"), work.path("cache/winwin/vectors.bin")).unwrap();
    // The tests may run as root, whom no permission stops: then somebody else owns everything, and runs.
    const NOBODY: u32 = 65_534;
    let root = give(&work.path("."), NOBODY);
    fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(work.path("out/Fair/private"), Permissions::from_mode(0o0)).unwrap();
    let mut command = Command::new(&program);
    command.args(ANALYZE).current_dir(work.path(".")).env("XDG_CACHE_HOME", work.path("cache")).stdin(Stdio::null());
    if root {
        command.uid(NOBODY).gid(NOBODY);
    }
    let run = command.output().unwrap();
    fs::set_permissions(work.path("out/Fair/private"), Permissions::from_mode(0o755)).unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("cannot keep out/Fair/private, which winwin did not write: permission denied. Move it away"), "{told}");
    assert_eq!(work.read("out/Fair/private/diary.txt"), "mine");
    assert_eq!(work.read("out/Fair/brief.md"), "as it was");
}

/// Gives everything below to somebody; `false` where only root could.
fn give(path: &Path, to: u32) -> bool {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path(), to);
        }
    }
    std::os::unix::fs::chown(path, Some(to), Some(to)).is_ok()
}

#[test]
fn pipes_and_sockets_are_named() {
    let work = reported();
    let socket = std::os::unix::net::UnixListener::bind(work.path("out/Fair/talk")).unwrap();
    let before = work.read("out/Dinner/brief.md");
    let told = work.run(&ANALYZE).ended(1).err;
    assert!(told.contains("cannot keep out/Fair/talk") && told.contains("neither a file nor a folder"), "{told}");
    drop(socket);
    fs::remove_file(work.path("out/Fair/talk")).unwrap();
    assert!(Command::new("mkfifo").arg(work.path("out/Fair/line")).status().unwrap().success());
    let told = work.run(&[&ANALYZE[..], &["--lang", "zh"]].concat()).ended(1).err;
    assert!(told.contains("out/Fair/line") && told.contains("请移开它"), "{told}");
    assert_eq!(work.read("out/Dinner/brief.md"), before);
    // One that has the name of the list is not waited for.
    fs::remove_file(work.path("out/Fair/.winwin-files")).unwrap();
    fs::rename(work.path("out/Fair/line"), work.path("out/Fair/.winwin-files")).unwrap();
    assert!(work.run(&ANALYZE).ended(1).err.contains("out/Fair/.winwin-files"));
}

#[test]
fn links_stay_links_and_a_report_that_is_one_is_refused() {
    let work = reported();
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, work.path(at)).unwrap();
    link("../../kpis.csv", "out/Fair/tables.csv");
    link("../Dinner", "out/Fair/other");
    fs::create_dir(work.path("out/Fair/empty")).unwrap();
    let told = work.run(&ANALYZE).ended(0).err;
    assert_eq!(fs::read_link(work.path("out/Fair/other")).unwrap(), Path::new("../Dinner"));
    assert_eq!(fs::read_link(work.path("out/Fair/tables.csv")).unwrap(), Path::new("../../kpis.csv"));
    assert!(work.path("out/Fair/empty").is_dir() && !told.contains("error"), "{told}");
    fs::rename(work.path("out/Fair"), work.path("elsewhere")).unwrap();
    link("../elsewhere", "out/Fair");
    let told = work.run(&ANALYZE).ended(1).err;
    assert!(told.contains("cannot write out/Fair: it is a link. Move it away"), "{told}");
    assert_eq!(fs::read_link(work.path("out/Fair")).unwrap(), Path::new("../elsewhere"));
    // The folder of reports itself may be one.
    fs::remove_file(work.path("out/Fair")).unwrap();
    fs::rename(work.path("out"), work.path("far")).unwrap();
    link("far", "out");
    work.run(&ANALYZE).ended(0);
    assert!(work.path("far/Fair/brief.md").is_file());
}

#[test]
fn files_of_the_same_names_are_not_written_over() {
    let work = work();
    fs::create_dir_all(work.path("out/Fair")).unwrap();
    work.write("out/Fair/brief.md", "mine");
    let told = refused(&work);
    assert!(told.contains("cannot write out/Fair/brief.md: it was not written by winwin. Move it away, or choose another --out"), "{told}");
    fs::rename(work.path("out/Fair/brief.md"), work.path("out/comparison.md")).unwrap();
    let told = refused(&work);
    assert!(told.contains("cannot write out/comparison.md: it was not written by winwin"), "{told}");
    fs::remove_file(work.path("out/comparison.md")).unwrap();
    // What this run would not draw may stand there.
    work.write("out/project-comparison.png", "mine");
    work.run(&ANALYZE).ended(0);
    assert_eq!(work.read("out/project-comparison.png"), "mine");
    assert_eq!(work.read("out/.winwin-files"), "comparison.json\ncomparison.md\nindex.html\n");
    work.run(&ANALYZE).ended(0);
    let drawn = work.run(&["analyze", ".", "--out", "out"]).ended(1);
    assert!(drawn.err.contains("out/project-comparison.png"), "{drawn:?}");
}

#[test]
fn a_list_that_is_no_text_is_named_and_nothing_is_taken_for_ours() {
    for list in ["out/.winwin-files", "out/Fair/.winwin-files"] {
        let work = reported();
        for bytes in [&b"brief.md\n\xff\xfe\n"[..], b"\xed\xa0\x80", &[0x80; 5_000]] {
            fs::write(work.path(list), bytes).unwrap();
            let told = refused(&work);
            assert!(told.contains(&format!("cannot keep {list}, which winwin did not write: ")), "{told}");
            assert!(told.contains("Move it away, or choose another --out") && told.len() < 500, "{told}");
        }
        fs::rename(work.path(list), work.path("list")).unwrap();
        // Without its list nothing there is known to be of this program.
        assert!(refused(&work).contains("it was not written by winwin"));
    }
}

#[test]
fn links_that_have_the_names_of_reports_are_not_followed() {
    for name in ["index.html", "comparison.md", "comparison.json", ".winwin-files", "Fair/brief.html", "Fair/.winwin-files"] {
        let work = reported();
        work.write("far.txt", "mine");
        fs::remove_file(work.path("out").join(name)).unwrap();
        // To a file of somebody's, to one that is not there yet, and to the folder above.
        for to in [work.path("far.txt"), work.path("new.txt"), work.path(".")] {
            let link = work.path("out").join(name);
            std::os::unix::fs::symlink(&to, &link).unwrap();
            let told = work.run(&ANALYZE).ended(1).err;
            assert!(told.contains(&format!("cannot write out/{name}: it was not written by winwin. Move it away")), "{told}");
            assert_eq!(fs::read_link(&link).unwrap(), to);
            assert!(work.read("far.txt") == "mine" && !work.path("new.txt").exists(), "{name}");
            fs::remove_file(link).unwrap();
        }
    }
}

/// Everything below a folder, folders too, but what is in `out`.
fn beside(folder: &Path, out: &Path) -> Vec<std::path::PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path != out {
                open.push(path.clone());
            }
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn names_that_climb_lead_nowhere_outside_of_the_reports() {
    let top = Work::new();
    fs::create_dir_all(top.path("in/deep/out")).unwrap();
    let (folder, out) = (top.path("in/deep"), top.path("in/deep/out"));
    let whole = top.path("whole").display().to_string();
    let names = ["../../etc/x", "..\\..\\x", "..", ".", "../out2", "/", "C:\\x", "a/../../../y", "~", "~/x", &whole];
    let element = |name: &&str| format!("\"{name}\",Live stream\n");
    let kpi = |name: &&str| format!("\"{name}\",New orders\n");
    top.write("in/deep/kpis.csv", &format!("department,kpi\n{}", names.iter().map(kpi).collect::<String>()));
    top.write("in/deep/elements.csv", &format!("project,element\n{}", names.iter().map(element).collect::<String>()));
    top.write("in/deep/winwin.toml", "today = \"2026-11-16\"\ncatalog-only = true\nlang = \"en\"\n");
    let before = beside(&top.path("."), &out);
    let run = |args: &[&str]| common::winwin_with(&folder, args, &[("HOME", top.path(".").to_str().unwrap())]).ended(0);
    // Departments have pages of their own, which are named after them.
    run(&["analyze", ".", "--out", "out", "--format", "svg"]);
    let inside = common::files(&out);
    assert_eq!(inside.keys().filter(|path| path.ends_with("/summary.json")).count(), names.len(), "{:?}", inside.keys());
    assert!(inside.keys().any(|path| path.contains("/departments/")), "{:?}", inside.keys());
    run(&["partners", ".", "--out", "out", "--format", "svg"]);
    let inside = common::files(&out.join("partners"));
    assert_eq!(inside.keys().filter(|path| path.ends_with("/partners.json")).count(), names.len(), "{:?}", inside.keys());
    assert_eq!(beside(&top.path("."), &out), before);
    assert!(!Path::new(&whole).exists());
}

fn into(work: &Work, to: Stdio, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winwin"));
    command.args(args).current_dir(work.path(".")).env("XDG_CACHE_HOME", cache());
    command.stdin(Stdio::null()).stdout(to).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn what_could_not_be_printed_is_told_and_a_closed_pipe_is_not() {
    let work = work();
    let tables = ["--kpis", "kpis.csv", "--elements", "elements.csv"];
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["check", "kpis.csv", "--lang", "en"],
        vec!["licences"],
        vec!["man"],
        vec!["completions", "bash"],
        vec!["analyze", "--schema"],
        vec!["explain", "--kpi-text", "New orders", "--element-text", "Live stream", "--lang", "en"],
    ];
    commands.push([&["score"], &tables[..], &["--lang", "en"]].concat());
    commands.push([&["explain", "--kpi", "New orders", "--element", "Live stream", "--lang", "en"], &tables[..]].concat());
    for args in commands {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = into(&work, full.into(), &args);
        let told = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(1), "{args:?}: {told}");
        assert!(told.contains("cannot write to standard output: the disk is full") && !told.contains("--out"), "{args:?}: {told}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let run = into(&work, writer.into(), &args);
        assert_eq!((run.status.code(), String::from_utf8(run.stderr).unwrap()), (Some(0), String::new()), "{args:?}");
    }
}

#[test]
fn a_run_that_waits_says_for_whom() {
    let work = reported();
    let held = fs::File::open(work.path("out")).unwrap();
    held.lock().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_winwin"));
    command.args(ANALYZE).current_dir(work.path(".")).env("XDG_CACHE_HOME", cache());
    let mut run = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    let mut said = std::io::BufReader::new(run.stderr.take().unwrap());
    while !told.contains("waiting for another run that writes to out") {
        assert!(std::io::BufRead::read_line(&mut said, &mut told).unwrap() > 0, "{told}");
    }
    assert!(run.try_wait().unwrap().is_none());
    held.unlock().unwrap();
    std::io::copy(&mut said, &mut std::io::sink()).unwrap();
    assert!(run.wait().unwrap().success());
}

#[test]
fn a_table_in_the_making_outlives_another_run_and_not_its_own_end() {
    let work = reported();
    let staged = work.path("out/.winwin-staged-aB3xYz");
    work.write("out/.winwin-staged-aB3xYz", "half a table");
    let owner = fs::File::open(&staged).unwrap();
    owner.lock().unwrap();
    work.run(&ANALYZE).ended(0);
    let score = ["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--out", "out/x.csv"];
    work.run(&score).ended(0);
    assert!(staged.exists());
    drop(owner);
    work.run(&score).ended(0);
    assert!(!staged.exists() && work.path("out/x.csv").exists());
}

#[test]
fn advice_fits_what_is_in_the_way() {
    let work = reported();
    let score =
        |out: &str| work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--lang", "en", "--out", out]).ended(1).err;
    assert!(score("gone/x.csv").contains("there is no such file or folder. Make the folder first"));
    assert!(score(&format!("{}.csv", "x".repeat(300))).contains("the name is too long. Give a shorter name"));
    work.write("taken", "a file");
    let told = work.run(&["analyze", ".", "--out", "taken", "--charts", "none"]).ended(1).err;
    assert!(told.contains("it is not a folder. Move it away"), "{told}");
}

#[test]
fn texts_and_bounds_that_say_nothing_are_wrong_usage() {
    let work = work();
    let run = work.run(&["explain", "--kpi-text", "", "--element-text", "", "--lang", "en"]).ended(2);
    assert!(run.err.contains("--kpi-text and --element-text"), "{run:?}");
    work.run(&["explain", "--kpi-text", "New orders", "--element-text", " "]).ended(2);
    for bound in ["nan", "1.5", "-2", "inf"] {
        let bound = format!("--min-overlap={bound}");
        let run = work.run(&["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--lang", "en", &bound]).ended(2);
        assert!(run.err.contains("--min-overlap") && run.err.contains("from -1 to 1"), "{run:?}");
    }
}

#[test]
fn numbers_beyond_reason_reach_no_output() {
    let work = work();
    work.write("elements.csv", "project,element,metric,contribution\nFair,Live stream,New orders,5\n");
    work.write("kpis.csv", "department,kpi,baseline,target\nSales,New orders,-1e308,1e308\n");
    let told = work.run(&ANALYZE).ended(3).err;
    assert!(told.contains("`-1e308` is too large") && told.contains("`1e308` is too large"), "{told}");
    // The largest that are read, the smallest way between two numbers, and an amount that no share can be told of.
    let rows = "Sales,New orders,-1e100,1e100,0\nOps,Complaint rate,0,5e-324,1e100\nIT,Uptime,1,1.0000000000000002,1e100\n";
    work.write("kpis.csv", &format!("department,kpi,baseline,target,actual\n{rows}"));
    let element = |metric: &str| format!("Fair,Deed {metric},{metric},1e100\nFair,Part {metric},{metric},1e100%\n");
    let elements: String = ["New orders", "Complaint rate", "Uptime"].map(element).concat();
    work.write("elements.csv", &format!("project,element,metric,contribution\n{elements}"));
    work.write("departments.csv", "department,interest,power\nSales,3,3\nOps,3,3\nIT,3,3\n");
    work.run(&ANALYZE).ended(0);
    for file in ["brief.md", "summary.json", "overlap.csv", "brief.html"] {
        let text = work.read(&format!("out/Fair/{file}")).to_lowercase();
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        assert!(!words.any(|w| ["inf", "nan", "infinity"].contains(&w)), "{file}");
    }
}

#[test]
fn long_names_of_any_script_make_folders() {
    let work = work();
    let family = "👨\u{200d}👩\u{200d}👧\u{200d}👦".repeat(50);
    work.write("elements.csv", &format!("project,element\n{family},Live stream\n{family} 2,Live stream\n"));
    work.write("kpis.csv", &format!("department,kpi\n{family},New orders\n{family}!,New orders\n"));
    work.run(&["analyze", ".", "--out", "out"]).ended(0);
    let folders = fs::read_dir(work.path("out")).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(folders, 2);
}
