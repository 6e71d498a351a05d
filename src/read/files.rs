//! Which files a run reads. The only place of `read` that touches the disk.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::{Message, Refusal};
use crate::read::Source;
use crate::read::columns::TableKind;

/// File name endings that are read as tables.
const ENDINGS: [&str; 7] = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"];
/// Those of workbooks.
const WORKBOOKS: [&str; 4] = ["xlsx", "xlsm", "xls", "ods"];
/// Most bytes of a file, or of standard input: more than any table within the other limits, few enough for an office machine's memory.
const MOST_BYTES: u64 = 2 << 30;
/// What is said beyond that.
const TOO_BIG: Refusal = Refusal::TooBig { most: MOST_BYTES >> 20 };
/// Name of standard input in messages.
const STDIN: &str = "<stdin>";

/// The name of a file as shown in messages, without the folders above it.
pub fn name(file: &str) -> String {
    Path::new(file).file_name().map_or_else(|| file.to_owned(), |n| n.to_string_lossy().into_owned())
}

/// Files of a run by kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// The tables.
    pub tables: BTreeMap<TableKind, PathBuf>,
    /// winwin.toml, if there is one.
    pub config: Option<PathBuf>,
}

/// Looks for the tables in a folder; `given` are files named by flags, which win.
///
/// # Errors
/// The folder cannot be read, two files of one kind, or no kpis or elements table.
pub fn find(folder: Option<&Path>, given: &BTreeMap<TableKind, PathBuf>) -> Result<Files, Message> {
    let mut files = look(folder, given)?;
    if let Some(kind) = [TableKind::Kpis, TableKind::Elements].into_iter().find(|k| !files.tables.contains_key(k)) {
        return Err(lacking(folder, kind));
    }
    if files.config.is_none() {
        let beside = files.tables.get(&TableKind::Kpis).and_then(|p| p.parent()).map(|p| p.join("winwin.toml"));
        files.config = beside.filter(|p| p.is_file());
    }
    Ok(files)
}

/// The same for a command that makes do with any table. winwin.toml is looked for beside the first of them.
///
/// # Errors
/// The folder cannot be read, two files of one kind, or no table at all.
pub fn find_any(folder: Option<&Path>, given: &BTreeMap<TableKind, PathBuf>) -> Result<Files, Message> {
    let mut files = look(folder, given)?;
    if files.tables.is_empty() {
        return Err(match folder {
            Some(folder) => Message::NoTables { folder: folder.display().to_string() },
            None => lacking(None, TableKind::Departments),
        });
    }
    if files.config.is_none() {
        let first = files.tables.values().find(|p| p.as_os_str() != "-");
        files.config = first.and_then(|p| p.parent()).map(|p| p.join("winwin.toml")).filter(|p| p.is_file());
    }
    Ok(files)
}

fn lacking(folder: Option<&Path>, kind: TableKind) -> Message {
    match folder {
        Some(folder) => Message::NoTable { folder: folder.display().to_string(), table: kind.name() },
        None => Message::TableNotGiven { table: kind.name() },
    }
}

/// What a folder holds, with the files given beside it.
fn look(folder: Option<&Path>, given: &BTreeMap<TableKind, PathBuf>) -> Result<Files, Message> {
    let mut files = Files { tables: given.clone(), config: None };
    if let Some(folder) = folder {
        for path in entries(folder)?.into_iter().filter(|p| p.is_file()) {
            let stem = path.file_stem().map(|s| crate::text::fold(&s.to_string_lossy())).unwrap_or_default();
            let ending = path.extension().map(|s| s.to_string_lossy().to_lowercase()).unwrap_or_default();
            if path.file_name().is_some_and(|n| n == "winwin.toml") {
                files.config = Some(path);
                continue;
            }
            let kind = TableKind::ALL.into_iter().find(|k| k.name() == stem);
            // Results are named by their flag: an analysis asks for none.
            let asked = |k: &TableKind| *k != TableKind::Actuals && !given.contains_key(k);
            if let Some(kind) = kind.filter(|k| ENDINGS.contains(&ending.as_str()) && asked(k))
                && let Some(first) = files.tables.insert(kind, path.clone())
            {
                return Err(Message::TwoTables { files: (first.display().to_string(), path.display().to_string()) });
            }
        }
    }
    Ok(files)
}

/// What stands in a folder, files and folders, in the order of their names.
///
/// # Errors
/// The folder cannot be read.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>, Message> {
    let read = std::fs::read_dir(folder).map_err(|e| cannot_read(folder, &e))?;
    let mut all: Vec<PathBuf> = read.filter_map(Result::ok).map(|entry| entry.path()).collect();
    all.sort();
    Ok(all)
}

/// Reads a file, `-` for standard input, `book.xlsx#Sheet` for a sheet of a workbook.
///
/// # Errors
/// The file cannot be read; the system's reason is kept.
pub fn source(path: &Path) -> Result<Source, Message> {
    if path.as_os_str() == "-" {
        let refused = |reason: Refusal| Message::CannotRead { path: STDIN.to_owned(), reason };
        let read = up_to(std::io::stdin().lock(), MOST_BYTES).map_err(|e| refused(e.into()))?;
        let bytes = read.ok_or_else(|| refused(TOO_BIG))?;
        return Ok(Source { file: Arc::from(STDIN), sheet: None, bytes });
    }
    let typed = path.display().to_string();
    let (file, sheet) = split_sheet(path);
    let bytes = bytes(&file)?;
    Ok(Source { file: Arc::from(typed), sheet, bytes })
}

/// `book.xlsx#Sheet` as file and sheet; a file that is really called so is taken as it is.
fn split_sheet(path: &Path) -> (PathBuf, Option<String>) {
    let typed = path.to_string_lossy();
    match typed.rsplit_once('#') {
        Some((file, sheet)) if !path.exists() && is_workbook_name(file) && !sheet.is_empty() => {
            (PathBuf::from(file), Some(sheet.to_owned()))
        }
        _ => (path.to_path_buf(), None),
    }
}

/// Whether a file is a workbook by its name, also with `#Sheet` behind it.
pub fn is_workbook_name(file: &str) -> bool {
    let name = match file.rsplit_once('#') {
        Some((name, _)) if WORKBOOKS.iter().any(|e| name.to_lowercase().ends_with(&format!(".{e}"))) => name,
        _ => file,
    };
    Path::new(name).extension().is_some_and(|e| WORKBOOKS.contains(&e.to_string_lossy().to_lowercase().as_str()))
}

/// A file's bytes.
///
/// # Errors
/// The file cannot be read, with the system's reason; it is a device, or bigger than 2 GB.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Message> {
    bytes_up_to(path, MOST_BYTES)?.ok_or_else(|| refused(path, TOO_BIG))
}

/// A file's bytes, or `None` if it has more than `most`.
///
/// # Errors
/// The file cannot be read, with the system's reason; or it is a device.
pub fn bytes_up_to(path: &Path, most: u64) -> Result<Option<Vec<u8>>, Message> {
    let cannot = |e: std::io::Error| cannot_read(path, &e);
    if let Ok(about) = std::fs::metadata(path) {
        // A device such as /dev/zero has no end, and may wait for ever.
        if is_device(about.file_type()) {
            return Err(refused(path, Refusal::Special));
        }
        if about.is_file() && about.len() > most {
            return Ok(None);
        }
    }
    up_to(std::fs::File::open(path).map_err(cannot)?, most).map_err(cannot)
}

/// All that comes, or `None` if it is more than `most` bytes.
fn up_to(from: impl Read, most: u64) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|b| b.len() as u64 <= most))
}

/// Whether a file is none that is kept: what a shell hands over (`<(...)`) is a pipe, and is read.
fn is_device(kind: std::fs::FileType) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        kind.is_char_device() || kind.is_block_device() || kind.is_socket()
    }
    #[cfg(not(unix))]
    {
        !kind.is_file() && !kind.is_dir() && !kind.is_symlink()
    }
}

/// Whether two paths lead to one file that is there.
pub fn are_one(a: &Path, b: &Path) -> bool {
    std::fs::canonicalize(a).ok().zip(std::fs::canonicalize(b).ok()).is_some_and(|(a, b)| a == b)
}

/// A path as shown in messages.
pub fn shown(path: &Path) -> Arc<str> {
    Arc::from(path.display().to_string())
}

/// A file's name without folder and ending.
pub fn stem(file: &str) -> String {
    let file = if is_workbook_name(file) { file.split('#').next().unwrap_or(file) } else { file };
    Path::new(file).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_else(|| file.to_owned())
}

fn cannot_read(path: &Path, error: &std::io::Error) -> Message {
    refused(path, error.into())
}

fn refused(path: &Path, reason: Refusal) -> Message {
    Message::CannotRead { path: path.display().to_string(), reason }
}
