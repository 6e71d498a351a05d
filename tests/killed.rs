//! A run that is killed, meets a full disk or another run leaves every report whole: the earlier one or its own.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

#[allow(dead_code)]
mod common;

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Work, cache};

/// Two days to speak from: the same tables, other reports.
const DAYS: [&str; 2] = ["2026-11-16", "2026-11-23"];
const EXAMPLE: &str = "lifestyle-summit";

type Files = BTreeMap<String, Vec<u8>>;

fn start(work: &Work, day: &str) -> Child {
    start_drawing(work, day, "none")
}

fn start_drawing(work: &Work, day: &str, charts: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winwin"));
    command.current_dir(work.path(".")).env("XDG_CACHE_HOME", cache());
    command.args(["analyze", ".", "--out", "out", "--charts", charts, "--scale", "1", "--today", day]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// What whole reports of each day hold, and how long a run takes.
fn whole() -> ([Files; 2], Duration) {
    whole_drawn("none")
}

fn whole_drawn(charts: &str) -> ([Files; 2], Duration) {
    let mut took = Duration::ZERO;
    let files = DAYS.map(|day| {
        let work = Work::of_example(EXAMPLE);
        let from = Instant::now();
        assert!(start_drawing(&work, day, charts).wait().unwrap().success());
        took = from.elapsed();
        work.files("out")
    });
    assert_ne!(files[0], files[1]);
    (files, took)
}

/// The files of one folder of reports, or those that stand beside them.
fn of(files: &Files, project: &str) -> Files {
    files
        .iter()
        .filter(|(path, _)| path.split_once('/').map_or("", |(top, _)| top) == project)
        .map(|(p, b)| (p.clone(), b.clone()))
        .collect()
}

fn projects(files: &Files) -> Vec<String> {
    let mut all: Vec<String> = files.keys().filter_map(|p| p.split_once('/')).map(|(top, _)| top.to_owned()).collect();
    all.dedup();
    all
}

fn staged(work: &Work) -> Vec<String> {
    let names = std::fs::read_dir(work.path("out")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.') && name != ".winwin-files").collect()
}

/// Files of the user's own in a report: carried along into each new one, they make the time in which something is staged last, however fast
/// the disk is.
const OWN: usize = 1000;

/// Waits until a run has staged something beside what earlier ones `left`, or has ended. What earlier ones left is swept away by a run before
/// it stages anything.
fn await_staged(work: &Work, left: &[String], run: &mut Child) {
    while !staged(work).iter().any(|name| !left.contains(name)) && run.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
}

/// Kills so many runs: a third at any moment, a third near the end, where the reports are written, and a third when something is staged, at
/// once or a moment later.
fn kill(times: u64, charts: &str) {
    let ([first, second], took) = whole_drawn(charts);
    let work = Work::of_example(EXAMPLE);
    assert!(start_drawing(&work, DAYS[0], charts).wait().unwrap().success());
    // Files of the user's own stay, whoever is killed.
    let project = projects(&first)[0].clone();
    let own: Files = (0..OWN).map(|n| (format!("{project}/notes/{n}.txt"), format!("mine {n}").into_bytes())).collect();
    std::fs::create_dir(work.path("out").join(format!("{project}/notes"))).unwrap();
    own.iter().for_each(|(path, bytes)| std::fs::write(work.path("out").join(path), bytes).unwrap());
    let mut seed = 20_261_128_u64;
    let mut part = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let (mut ended, mut met) = (0_u64, 0);
    for n in 0..times {
        let left = staged(&work);
        let mut run = start_drawing(&work, DAYS[usize::from(n % 4 < 2)], charts);
        match n % 3 {
            0 => std::thread::sleep(took.mul_f64(1.1 * part())),
            1 => std::thread::sleep(took.mul_f64(0.7 + 0.4 * part())),
            _ => {
                await_staged(&work, &left, &mut run);
                if n % 2 == 0 {
                    std::thread::sleep(Duration::from_millis(8).mul_f64(part()));
                }
            }
        }
        // Kill is SIGKILL: the run has no say in it.
        run.kill().unwrap();
        ended += u64::from(run.wait().unwrap().success());
        met += usize::from(staged(&work).iter().any(|name| !left.contains(name)));
        let mut now = work.files("out");
        assert!(own.iter().all(|(path, bytes)| now.remove(path).as_ref() == Some(bytes)), "kill {n}: a file of the user's has gone");
        for project in projects(&first) {
            let there = of(&now, &project);
            let which = [&first, &second].map(|day| of(day, &project) == there);
            assert!(which.contains(&true), "kill {n}: {project} is a mix: {:?}", there.keys());
        }
    }
    // Kills that came too late, or before anything was staged, show nothing.
    assert!(ended < times && met > 0, "{ended} of {times} had ended, {met} had something staged");
    assert!(start_drawing(&work, DAYS[1], charts).wait().unwrap().success());
    assert_eq!(staged(&work), [""; 0], "what killed runs left is cleared away");
    let mut now = work.files("out");
    now.retain(|path, _| !own.contains_key(path));
    assert_eq!(now, second);
}

#[test]
fn a_killed_run_leaves_every_report_whole() {
    kill(24, "none");
}

#[test]
fn a_run_killed_while_it_draws_leaves_every_report_whole() {
    kill(12, "all");
}

#[test]
#[ignore = "takes minutes"]
fn two_hundred_killed_runs_leave_every_report_whole() {
    kill(200, "none");
    kill(40, "all");
}

#[test]
fn a_run_that_is_stopped_leaves_nothing_half_written() {
    let (days, took) = whole();
    let work = Work::of_example(EXAMPLE);
    assert!(start(&work, DAYS[0]).wait().unwrap().success());
    let mut stopped = 0;
    for n in 0..20_u32 {
        let mut run = start(&work, DAYS[1 - (n % 2) as usize]);
        // At any moment, also near the end, and where the reports are being written.
        match n % 4 {
            0 | 1 => std::thread::sleep(took.mul_f64(0.2 + 0.045 * f64::from(n))),
            _ => await_staged(&work, &[], &mut run),
        }
        let signal = if n % 2 == 0 { "-INT" } else { "-TERM" };
        let _ = Command::new("kill").args([signal, &run.id().to_string()]).stderr(Stdio::null()).status().unwrap();
        stopped += u32::from(!run.wait().unwrap().success());
        assert_eq!(staged(&work), [""; 0], "stop {n}");
        let now = work.files("out");
        for project in projects(&days[0]) {
            let there = of(&now, &project);
            assert!(days.iter().any(|day| of(day, &project) == there), "stop {n}: {project} is a mix");
        }
    }
    assert!(stopped > 0, "the moments were badly chosen");
}

#[test]
fn two_runs_into_one_folder_do_not_mix() {
    let (days, _) = whole();
    for _ in 0..3 {
        let work = Work::of_example(EXAMPLE);
        let runs = DAYS.map(|day| start(&work, day));
        assert!(runs.into_iter().all(|mut run| run.wait().unwrap().success()));
        let now = work.files("out");
        assert!(days.contains(&now), "the reports and the comparison are all of one run");
        assert_eq!(staged(&work), [""; 0]);
    }
}

#[test]
fn a_full_disk_leaves_the_earlier_report_and_nothing_else() {
    let ([first, second], _) = whole();
    let largest = first.values().map(Vec::len).max().unwrap();
    // A limit on the size of files stops a write half-way as a full disk does.
    for kilobytes in [0, 4, 30, largest / 1024 - 1] {
        let work = Work::of_example(EXAMPLE);
        assert!(start(&work, DAYS[0]).wait().unwrap().success());
        let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" analyze . --out out --charts none --today {}", DAYS[1]);
        let run = Command::new("bash")
            .args(["-c", &script, env!("CARGO_BIN_EXE_winwin")])
            .env("XDG_CACHE_HOME", cache())
            .current_dir(work.path("."))
            .output()
            .unwrap();
        let told = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(1), "{kilobytes}: {told}");
        assert!(told.contains("out/"), "{told}");
        assert_eq!(staged(&work), [""; 0]);
        let now = work.files("out");
        for project in projects(&first) {
            let there = of(&now, &project);
            // Small files of a project may all fit; then its new report stands whole.
            let which = [&first, &second].map(|day| of(day, &project) == there);
            assert!(which.contains(&true), "{kilobytes}: {project} is a mix");
            assert!(which[0] || kilobytes > 30, "{kilobytes}: {project}");
        }
    }
}

/// Runs as somebody who may read the tables and write nowhere. The tests may run as root, whom no permission stops.
fn as_nobody(work: &Work) -> Option<std::process::Output> {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;

    let open = |path: &std::path::Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    let program = work.path("winwin-copy");
    std::fs::copy(env!("CARGO_BIN_EXE_winwin"), &program).unwrap();
    open(&program, 0o555);
    open(&work.path("."), 0o555);
    open(&work.path("out"), 0o555);
    let run = || {
        let mut command = Command::new(&program);
        command.args(["analyze", ".", "--out", "out", "--charts", "none", "--today", DAYS[1]]).current_dir(work.path("."));
        command.env("XDG_CACHE_HOME", work.path("cache")).stdin(Stdio::null());
        command
    };
    // Only root may become somebody else; anybody else is stopped by the permissions.
    let output = run().uid(65_534).gid(65_534).output().or_else(|_| run().output());
    open(&work.path("out"), 0o755);
    open(&work.path("."), 0o755);
    output.ok()
}

#[test]
fn a_folder_that_may_not_be_written_to_keeps_its_reports() {
    let work = Work::of_example(EXAMPLE);
    assert!(start(&work, DAYS[0]).wait().unwrap().success());
    std::fs::create_dir_all(work.path("cache/winwin")).unwrap();
    std::fs::copy(cache().join("winwin/vectors.bin"), work.path("cache/winwin/vectors.bin")).unwrap();
    let before = work.files("out");
    let run = as_nobody(&work).unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("无法写入 out：没有权限。请取得写入权限，或用 --out 换一个文件夹"), "{told}");
    assert_eq!(told.lines().filter(|l| l.starts_with("winwin:")).count(), 1, "{told}");
    assert!(work.files("out") == before && staged(&work) == [""; 0]);
}

#[test]
fn tables_that_have_vanished_leave_the_earlier_report() {
    let work = Work::of_example(EXAMPLE);
    assert!(start(&work, DAYS[0]).wait().unwrap().success());
    let before = work.files("out");
    std::fs::remove_file(work.path("elements.csv")).unwrap();
    assert_eq!(start(&work, DAYS[1]).wait().unwrap().code(), Some(2));
    let named = work.run(&["analyze", "--kpis", "kpis.csv", "--elements", "gone.csv", "--out", "out", "--lang", "en"]).ended(1);
    assert!(named.err.contains("cannot read gone.csv: there is no such file or folder"), "{named:?}");
    // Each run says what has vanished and what to do.
    let folder = work.run(&["analyze", ".", "--out", "out", "--lang", "en"]);
    assert!(folder.err.contains("no elements.csv in .") && folder.err.contains("--elements"), "{folder:?}");
    let commands = [
        &["analyze", "--kpis", "kpis.csv", "--elements", "gone.csv", "--out", "out"][..],
        &["score", "--kpis", "kpis.csv", "--elements", "gone.csv"],
        &["check", "kpis.csv", "gone.csv"],
        &["partners", ".", "--kpis", "gone.csv"],
    ];
    for (lang, reason) in
        [("en", "cannot read gone.csv: there is no such file or folder"), ("zh", "无法读取 gone.csv：没有这个文件或文件夹")]
    {
        for command in commands {
            let run = work.run(&[command, &["--lang", lang][..]].concat()).ended(1);
            let way = run.err.lines().find_map(|line| line.split_once(reason)).unwrap_or_else(|| panic!("{run:?}")).1;
            assert!(way.chars().filter(|c| c.is_alphabetic()).count() > 3, "{command:?} gives no way out: {run:?}");
        }
    }
    assert!(work.files("out") == before && staged(&work) == [""; 0]);
}

/// On Unix a file that is open can be replaced; whoever reads it goes on with the bytes it had.
#[test]
fn files_that_somebody_has_open_stop_nothing() {
    use std::io::Read;

    let (days, _) = whole();
    let work = Work::of_example(EXAMPLE);
    assert!(start(&work, DAYS[0]).wait().unwrap().success());
    let before = work.files("out");
    let mut open: Vec<(&String, std::fs::File)> =
        before.keys().map(|p| (p, std::fs::File::open(work.path("out").join(p)).unwrap())).collect();
    open.iter().for_each(|(_, file)| file.lock().unwrap());
    let folder = work.path("out").join(&projects(&before)[0]);
    let mut inside = Command::new("sleep").arg("600").current_dir(folder).spawn().unwrap();
    let run = start(&work, DAYS[1]).wait();
    inside.kill().unwrap();
    inside.wait().unwrap();
    assert!(run.unwrap().success());
    assert!(work.files("out") == days[1] && staged(&work) == [""; 0]);
    for (path, file) in &mut open {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        assert!(bytes == before[*path], "{path}");
    }
}
