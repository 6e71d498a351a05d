//! A full disk: whatever was to be written, the run says that the disk is full and what to do, and all is as it was before.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{Work, cache};

const EXAMPLE: &str = "lifestyle-summit";
const SCORE: [&str; 7] = ["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--lang", "en"];

/// Every file below a folder with its bytes, and every folder.
fn everything(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let bytes = path.is_file().then(|| std::fs::read(&path).unwrap());
            found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), bytes);
            if path.is_dir() {
                open.push(path);
            }
        }
    }
    found
}

fn told(run: &Output) -> String {
    String::from_utf8(run.stderr.clone()).unwrap()
}

/// Runs the program where no file may be larger than so many kilobytes: it stops a write half-way as a full disk does.
fn limited(work: &Work, kilobytes: usize, args: &[&str]) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" \"$@\"");
    let mut command = Command::new("bash");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_winwin")]).args(args);
    command.env("XDG_CACHE_HOME", cache()).current_dir(work.path(".")).stdin(Stdio::null()).output().unwrap()
}

/// Runs a command within each of the limits, which are all too narrow for it: each time it fails, names a path below `to` and the way out, and
/// leaves everything as it was.
fn nothing_is_left(work: &Work, limits: &[usize], args: &[&str], to: &str) {
    let before = everything(&work.path("."));
    for &kilobytes in limits {
        let run = limited(work, kilobytes, args);
        let told = told(&run);
        assert_eq!(run.status.code(), Some(1), "{args:?}, {kilobytes}: {told}");
        let lines: Vec<&str> = told.lines().filter(|l| l.starts_with("winwin: ")).collect();
        let [line] = lines.as_slice() else { panic!("{args:?}, {kilobytes}: {told}") };
        assert!(line.starts_with(&format!("winwin: cannot write {to}")), "{args:?}, {kilobytes}: {told}");
        assert!(line.contains(": the disk is full. Make room there, or choose another "), "{args:?}, {kilobytes}: {told}");
        let now = everything(&work.path("."));
        assert_eq!(before.keys().collect::<Vec<_>>(), now.keys().collect::<Vec<_>>(), "{args:?}, {kilobytes}");
        assert!(before == now, "{args:?}, {kilobytes}: a file has changed");
    }
}

#[test]
fn scores_that_find_no_room_leave_the_earlier_table() {
    for ending in ["csv", "parquet", "arrow"] {
        let work = Work::of_example(EXAMPLE);
        let name = format!("x.{ending}");
        let args = [&SCORE[..], &["--out", &name]].concat();
        nothing_is_left(&work, &[0, 4, 12], &args, &name);
        work.run(&args).ended(0);
        nothing_is_left(&work, &[0, 4, 12], &args, &name);
    }
}

#[test]
fn partners_that_find_no_room_leave_the_earlier_ones() {
    let work = Work::of_example(EXAMPLE);
    let args = ["partners", ".", "--lang", "en", "--scale", "1", "--out", "met"];
    nothing_is_left(&work, &[0, 4, 12], &args, "met/partners/");
    work.run(&args).ended(0);
    nothing_is_left(&work, &[0, 4, 12], &args, "met/partners/");
}

#[test]
fn starter_tables_that_find_no_room_leave_no_folder() {
    let work = Work::new();
    for flags in [&["--lang", "en,zh"][..], &["--lang", "en"], &["--lang", "en,zh", "--partners"], &["--lang", "en", "--partners"]] {
        nothing_is_left(&work, &[0, 1], &[&["init", "new/deep"], flags].concat(), "new/deep/");
    }
    // A folder that was there before stays, however empty.
    std::fs::create_dir(work.path("mine")).unwrap();
    nothing_is_left(&work, &[0, 1], &["init", "mine", "--lang", "en,zh"], "mine/");
    nothing_is_left(&work, &[0, 1], &["init", "mine/deep", "--lang", "en"], "mine/deep/");
    assert!(work.path("mine").is_dir());
}

#[test]
fn manual_pages_that_find_no_room_leave_neither_folder_nor_page() {
    let work = Work::new();
    // In the widest of these there is room for all pages but one.
    nothing_is_left(&work, &[0, 1, 4], &["man", "--out", "new/deep"], "new/deep/");
    std::fs::create_dir(work.path("mine")).unwrap();
    work.write("mine/winwin.1", "an earlier page");
    nothing_is_left(&work, &[0, 1, 4], &["man", "--out", "mine"], "mine/");
}

#[test]
fn a_full_disk_is_told_in_chinese_too() {
    let work = Work::of_example(EXAMPLE);
    for ending in ["csv", "parquet", "arrow"] {
        let name = format!("x.{ending}");
        let run = limited(&work, 4, &["score", "--kpis", "kpis.csv", "--elements", "elements.csv", "--lang", "zh", "--out", &name]);
        let told = told(&run);
        assert_eq!(run.status.code(), Some(1), "{told}");
        assert!(told.contains(&format!("无法写入 {name}：磁盘空间不足。请腾出空间，或用 --out 换一个文件夹")), "{told}");
    }
}

/// Disks of their own, which can be made as small as a test wants them.
#[cfg(target_os = "linux")]
mod small_disks {
    use super::*;

    /// Runs a script in the folder of `work`, where `disk` is a disk of so many kilobytes; in it `$program` is the program, and
    /// `fails` runs it and prints what it says, then its status. `None` where the system grants nobody a disk of his own.
    fn on_a_disk(work: &Work, kilobytes: usize, script: &str) -> Option<String> {
        std::fs::create_dir(work.path("disk")).unwrap();
        let mount = format!("mount -t tmpfs -o size={kilobytes}k tmpfs disk");
        let unshare = |script: &str| {
            let mut command = Command::new("unshare");
            command.args(["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_winwin")]).current_dir(work.path("."));
            command.env("XDG_CACHE_HOME", cache()).stdin(Stdio::null()).output()
        };
        if !unshare(&mount).is_ok_and(|run| run.status.success()) {
            eprintln!("no disk of its own is granted here: what happens on a full one was not tested");
            return None;
        }
        let fails = "fails() { \"$program\" \"$@\" 2>&1 >/dev/null; echo \"status $?\"; }";
        let run = unshare(&format!("program=$0; {mount} || exit; {fails}; {script}")).unwrap();
        assert!(run.status.success(), "{run:?}");
        Some(String::from_utf8(run.stdout).unwrap())
    }

    /// What a failed run has said: its one sentence and its status.
    fn failed(said: &str, to: &str) {
        let lines: Vec<&str> = said.lines().filter(|l| l.starts_with("winwin: ") || l.starts_with("status ")).collect();
        let [line, "status 1"] = lines.as_slice() else { panic!("{said}") };
        assert!(line.starts_with(&format!("winwin: cannot write {to}")), "{said}");
        assert!(line.contains(": the disk is full. Make room there, or choose another "), "{said}");
    }

    #[test]
    fn a_disk_that_is_full_takes_no_half_report() {
        let analyze = "analyze . --out disk/out --charts none --lang en --today";
        let first = Work::of_example(EXAMPLE);
        // Not even one report fits.
        let Some(said) = on_a_disk(&first, 300, &format!("fails {analyze} 2026-11-16; ls -A disk")) else { return };
        failed(&said, "disk/out/");
        assert_eq!(said.lines().last(), Some("status 1"), "nothing is left: {said}");
        // There is room for what stands there, and none for another report beside it.
        let second = Work::of_example(EXAMPLE);
        let shrink = "mount -o remount,size=$(($(du -sk disk | cut -f1) + 100))k disk || exit";
        let script = format!(
            "\"$program\" {analyze} 2026-11-16 2>/dev/null; cp -r disk/out before; {shrink}; fails {analyze} 2026-11-23; diff -r before disk/out && echo same"
        );
        let said = on_a_disk(&second, 50_000, &script).unwrap();
        failed(&said, "disk/out/");
        assert_eq!(said.lines().last(), Some("same"), "{said}");
        assert!(second.files("before").len() > 10);
    }

    #[test]
    fn tables_and_pages_meet_a_disk_that_is_full() {
        let cases: [(&str, usize, &str); 9] = [
            ("x.csv", 8, "score --kpis kpis.csv --elements elements.csv --lang en --out disk/x.csv"),
            ("x.parquet", 8, "score --kpis kpis.csv --elements elements.csv --lang en --out disk/x.parquet"),
            ("x.arrow", 8, "score --kpis kpis.csv --elements elements.csv --lang en --out disk/x.arrow"),
            ("met/partners/", 100, "partners . --lang en --scale 1 --out disk/met"),
            ("new/en/", 8, "init disk/new --lang en,zh"),
            // The tables of one language fit, those of the other do not.
            ("new/zh/", 36, "init disk/new --lang en,zh"),
            ("en/", 8, "init disk --lang en,zh"),
            ("man/", 8, "man --out disk/man"),
            // All pages but the last fit.
            ("man/", 48, "man --out disk/man"),
        ];
        for (to, kilobytes, command) in cases {
            let work = Work::of_example(EXAMPLE);
            let Some(said) = on_a_disk(&work, kilobytes, &format!("fails {command}; ls -A disk")) else { return };
            failed(&said, &format!("disk/{to}"));
            assert_eq!(said.lines().last(), Some("status 1"), "{command} leaves nothing: {said}");
        }
    }
}
