//! A work folder with tables, the program run on it, and its outputs read back.

pub mod expected;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The three worked examples under data/.
pub const EXAMPLES: [&str; 4] = ["lifestyle-summit", "harbor-festival", "home-service", "lifestyle-summit-en"];

/// Root of the project.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Run {
    /// Exit status.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Run {
    /// The same run; the test fails here unless it ended with `code`.
    pub fn ended(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{self:?}");
        self
    }

    /// Standard output as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }
}

/// Runs the program in `folder`, with nothing on standard input.
pub fn winwin_in(folder: &Path, args: &[&str]) -> Run {
    winwin_with(folder, args, &[])
}

/// A cache folder that begins with the committed vectors of the examples. With them a run takes no time, and its bytes are the same
/// on processors that add up in another order.
pub fn cache() -> &'static Path {
    static CACHE: OnceLock<PathBuf> = OnceLock::new();
    CACHE.get_or_init(|| {
        let name = std::env::current_exe().unwrap().file_stem().unwrap().to_owned();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache").join(name);
        std::fs::create_dir_all(folder.join("winwin")).unwrap();
        std::fs::copy(root().join("tests/judge/examples.bin"), folder.join("winwin/vectors.bin")).unwrap();
        folder
    })
}

/// Runs the program in `folder` with changed environment variables.
pub fn winwin_with(folder: &Path, args: &[&str], env: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winwin"));
    command.env("XDG_CACHE_HOME", cache());
    command.current_dir(folder).args(args).envs(env.iter().copied()).stdin(Stdio::null());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// A folder to work in.
pub struct Work {
    folder: PathBuf,
    /// Removed with the value; `None` for one that stands below the target folder and is begun anew by the next run.
    _temporary: Option<tempfile::TempDir>,
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, there).unwrap();
        }
    }
}

impl Work {
    /// An empty folder.
    pub fn new() -> Work {
        let temporary = tempfile::tempdir().unwrap();
        Work { folder: temporary.path().to_path_buf(), _temporary: Some(temporary) }
    }

    /// A folder with the tables of an example and its reports in `out`, made once for all tests of a target: only to be read.
    pub fn analysed(name: &str) -> &'static Work {
        static MADE: [OnceLock<Work>; EXAMPLES.len()] = [const { OnceLock::new() }; EXAMPLES.len()];
        let at = EXAMPLES.iter().position(|e| *e == name).unwrap();
        MADE[at].get_or_init(|| {
            let target = std::env::current_exe().unwrap().file_stem().unwrap().to_owned();
            let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("analysed").join(target).join(name);
            if folder.exists() {
                fs::remove_dir_all(&folder).unwrap();
            }
            copy(&root().join("data").join(name), &folder);
            let work = Work { folder, _temporary: None };
            work.run(&["analyze", ".", "--out", "out"]).ended(0);
            work
        })
    }

    /// A folder with the tables of an example.
    pub fn of_example(name: &str) -> Work {
        let work = Work::new();
        copy(&root().join("data").join(name), &work.path("."));
        work
    }

    /// The summit, whose dinner needs Finance as well: what is asked of Finance stays its own though the drinks are to go.
    pub fn with_finance_needed() -> Work {
        let work = Work::of_example("lifestyle-summit");
        let elements = work.read("elements.csv");
        let needs_both = elements.replacen("2个百分点,,2026-12-12,2026-12-12,营销部", "2个百分点,,2026-12-12,2026-12-12,营销部;财务部", 1);
        assert_ne!(elements, needs_both);
        work.write("elements.csv", &needs_both).run(&["analyze", ".", "--out", "out", "--charts", "none"]).ended(0);
        work
    }

    /// A path inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) -> &Work {
        fs::write(self.path(name), text).unwrap();
        self
    }

    /// Reads a file as text.
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program here.
    pub fn run(&self, args: &[&str]) -> Run {
        winwin_in(&self.folder, args)
    }

    /// The summary of a project that was written to `out`.
    pub fn summary(&self, project: &str) -> Value {
        summary_in(&self.path("out"), project)
    }

    /// Every file below `name` with its bytes.
    pub fn files(&self, name: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.path(name))
    }
}

/// summary.json of a project in a folder of reports.
pub fn summary_in(out: &Path, project: &str) -> Value {
    let path = out.join(project).join("summary.json");
    serde_json::from_str(&fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))).unwrap()
}

/// Every file below a folder by its path from there, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|e| panic!("{}: {e}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Records of a CSV text, each by header. The byte order mark that spreadsheets want is taken off.
pub fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// The department of a summary by name.
pub fn department<'a>(summary: &'a Value, name: &str) -> &'a Value {
    let all = summary["departments"].as_array().unwrap();
    all.iter().find(|d| d["department"] == name).unwrap_or_else(|| panic!("no department {name} in {all:?}"))
}

/// A number of a JSON object.
pub fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} is no number in {value}"))
}

/// The entries of a list in a JSON object.
pub fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("no list {name} in {value}"))
}

/// The strings of a JSON array.
pub fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
}
