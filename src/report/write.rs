//! Putting a report in place: staged in a sibling folder, then exchanged with the old one in one step of the system, so that a reader, also
//! after a run that was killed, sees the old report or the new one whole. Where a system knows no exchange (neither Linux nor macOS, and
//! some network folders) the old one steps aside just before, and comes back if the new one cannot move in.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::{Message, Refusal};
use crate::report::Artifact;

/// Name of the list of written files that every report carries, so that files of the user's own can be told apart.
const LIST: &str = ".winwin-files";

/// Beginning of the names of staged files and folders.
const STAGED: &str = ".winwin-";

/// A folder of reports that this run alone writes to, as long as this lives. Another run waits for it.
#[derive(Debug)]
pub struct Held(Option<fs::File>);

/// Makes the folder, waits for other runs that write to it, and clears away what killed ones have left.
///
/// # Errors
/// The folder cannot be made.
pub fn hold(out: &Path) -> Result<Held, Message> {
    fs::create_dir_all(out).map_err(|e| Message::CannotWrite { path: out.display().to_string(), reason: e.into() })?;
    // Some systems lock no folders: there, runs do not wait for each other.
    let held = fs::File::open(out).ok().filter(|folder| folder.lock().is_ok());
    if held.is_some() {
        for entry in fs::read_dir(out).into_iter().flatten().flatten() {
            let staged = entry.file_name().to_str().is_some_and(is_staged);
            match entry.file_type() {
                Ok(kind) if staged && kind.is_dir() => drop(fs::remove_dir_all(entry.path())),
                Ok(kind) if staged && kind.is_file() => drop(fs::remove_file(entry.path())),
                _ => {}
            }
        }
    }
    Ok(Held(held))
}

/// Whether a name is one that staging gives: the beginning and six letters or digits.
fn is_staged(name: &str) -> bool {
    name.strip_prefix(STAGED).is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

impl Held {
    /// Whether other runs wait.
    pub fn alone(&self) -> bool {
        self.0.is_some()
    }
}

/// Writes the artifacts as the folder `out/name`. Files in an earlier report that this program did not write are kept; their paths are
/// returned.
///
/// # Errors
/// The path that could not be written; the earlier report is then untouched and nothing is left beside it.
pub fn replace(out: &Path, name: &str, artifacts: &[Artifact]) -> Result<Vec<String>, Message> {
    let target = out.join(name);
    let refused = |path: &Path, e: &std::io::Error| Message::CannotWrite { path: path.display().to_string(), reason: e.into() };
    fs::create_dir_all(out).map_err(|e| refused(out, &e))?;
    if fs::symlink_metadata(&target).is_ok_and(|m| !m.is_dir()) {
        return Err(Message::CannotWrite { path: target.display().to_string(), reason: Refusal::NotAFolder });
    }
    let staged = tempfile::Builder::new().prefix(STAGED).tempdir_in(out).map_err(|e| refused(out, &e))?;
    let mut list: Vec<&str> = artifacts.iter().map(|a| a.path.as_str()).collect();
    list.sort_unstable();
    let list = list.join("\n") + "\n";
    let named = artifacts.iter().map(|a| (a.path.as_str(), a.bytes.as_slice())).chain([(LIST, list.as_bytes())]);
    for (path, bytes) in named {
        let path = staged.path().join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| refused(parent, &e))?;
        }
        fs::write(&path, bytes).map_err(|e| refused(&path, &e))?;
    }
    let foreign = foreign(&target, artifacts);
    for path in &foreign {
        let (from, to) = (target.join(path), staged.path().join(path));
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(|e| refused(parent, &e))?;
        }
        fs::copy(&from, &to).map_err(|e| refused(&to, &e))?;
    }
    swap(staged, &target).map_err(|e| refused(&target, &e))?;
    Ok(foreign)
}

/// Writes files into a folder that other things stand in too: all of them, or none. Each is written beside its place first; an earlier one
/// of the same name is kept until all have moved in, and comes back when one of them cannot.
///
/// # Errors
/// The path that could not be written; the earlier files then stand as before and nothing is left beside them.
pub fn together(out: &Path, artifacts: &[Artifact]) -> Result<(), Message> {
    let refused = |path: &Path, e: &std::io::Error| Message::CannotWrite { path: path.display().to_string(), reason: e.into() };
    fs::create_dir_all(out).map_err(|e| refused(out, &e))?;
    if let Some(folder) = artifacts.iter().map(|a| out.join(&a.path)).find(|p| p.is_dir()) {
        return Err(Message::CannotWrite { path: folder.display().to_string(), reason: Refusal::Folder });
    }
    let staged = tempfile::Builder::new().prefix(STAGED).tempdir_in(out).map_err(|e| refused(out, &e))?;
    let (fresh, aside) = (staged.path().join("new"), staged.path().join("old"));
    for folder in [&fresh, &aside] {
        fs::create_dir(folder).map_err(|e| refused(folder, &e))?;
    }
    for a in artifacts {
        let (path, target) = (fresh.join(&a.path), out.join(&a.path));
        fs::write(&path, &a.bytes).map_err(|e| refused(&path, &e))?;
        if target.exists() {
            fs::copy(&target, aside.join(&a.path)).map_err(|e| refused(&target, &e))?;
        }
    }
    for (done, a) in artifacts.iter().enumerate() {
        let target = out.join(&a.path);
        let Err(e) = fs::rename(fresh.join(&a.path), &target) else { continue };
        for earlier in &artifacts[..done] {
            let (kept, path) = (aside.join(&earlier.path), out.join(&earlier.path));
            let _ = if kept.exists() { fs::rename(kept, path) } else { fs::remove_file(path) };
        }
        return Err(refused(&target, &e));
    }
    Ok(())
}

/// Files of an earlier report that are neither on its list nor written anew.
fn foreign(target: &Path, artifacts: &[Artifact]) -> Vec<String> {
    let listed = fs::read_to_string(target.join(LIST)).unwrap_or_default();
    let ours = |path: &str| path == LIST || listed.lines().any(|l| l == path) || artifacts.iter().any(|a| a.path == path);
    let mut found = Vec::new();
    let mut folders = vec![(target.to_path_buf(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push((entry.path(), format!("{path}/"))),
                Ok(kind) if kind.is_file() && !ours(&path) => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Puts the staged folder where the target is; the old one is gone after that.
fn swap(staged: tempfile::TempDir, target: &Path) -> std::io::Result<()> {
    let fresh = staged.keep();
    // A temporary folder is private; a report is as open as any new folder.
    open_up(&fresh, target)?;
    let done = if !target.exists() {
        fs::rename(&fresh, target)
    } else if exchange(&fresh, target).is_ok() {
        // The new report stands; an old one that will not go away is no failure of the run.
        let _ = fs::remove_dir_all(&fresh);
        Ok(())
    } else {
        step_aside(&fresh, target)
    };
    if done.is_err() {
        let _ = fs::remove_dir_all(&fresh);
    }
    done
}

/// Two folders change places, in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(std::io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// The same in two steps: between them the report is away.
fn step_aside(fresh: &Path, target: &Path) -> std::io::Result<()> {
    let aside = PathBuf::from(format!("{}.old", fresh.display()));
    fs::rename(target, &aside)?;
    match fs::rename(fresh, target) {
        Ok(()) => {
            let _ = fs::remove_dir_all(&aside);
            Ok(())
        }
        Err(e) => fs::rename(&aside, target).and(Err(e)),
    }
}

#[cfg(unix)]
fn open_up(folder: &Path, target: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(target).map_or(0o755, |m| m.permissions().mode() & 0o7777);
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn open_up(_: &Path, _: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Writes one file, with the folders above it.
///
/// # Errors
/// The path that could not be written.
pub fn with_folders(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| Message::CannotWrite { path: folder.display().to_string(), reason: e.into() })?;
    }
    file(path, bytes)
}

/// Writes one file beside its place and moves it in.
///
/// # Errors
/// The path that could not be written.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    let refused = |e: std::io::Error| Message::CannotWrite { path: path.display().to_string(), reason: e.into() };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let staged = tempfile::Builder::new().prefix(STAGED).tempfile_in(folder).map_err(refused)?;
    fs::write(staged.path(), bytes).map_err(refused)?;
    open_file(staged.path()).map_err(refused)?;
    staged.persist(path).map_err(|e| refused(e.error))?;
    Ok(())
}

/// Writes one file beside its place, as `make` gives it, and moves it in when it is whole.
///
/// # Errors
/// The path that could not be written, or what `make` said; an earlier file then stands as before.
pub fn streamed(path: &Path, make: impl FnOnce(&mut BufWriter<fs::File>) -> Result<(), Message>) -> Result<(), Message> {
    let refused = |e: std::io::Error| Message::CannotWrite { path: path.display().to_string(), reason: e.into() };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let staged = tempfile::Builder::new().prefix(STAGED).tempfile_in(folder).map_err(refused)?;
    let mut file = BufWriter::with_capacity(1 << 20, staged.reopen().map_err(refused)?);
    make(&mut file)?;
    file.flush().map_err(refused)?;
    open_file(staged.path()).map_err(refused)?;
    staged.persist(path).map_err(|e| refused(e.error))?;
    Ok(())
}

/// Standard output, where a reader that has seen enough may close it: that is no failure.
#[derive(Debug, Clone, Copy)]
pub struct Pipe;

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        closed_is_done(std::io::stdout().write(bytes), bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        closed_is_done(std::io::stdout().flush(), ())
    }
}

fn closed_is_done<T>(outcome: std::io::Result<T>, done: T) -> std::io::Result<T> {
    outcome.or_else(|e| if e.kind() == std::io::ErrorKind::BrokenPipe { Ok(done) } else { Err(e) })
}

/// Removes a file; `false` when there is none.
///
/// # Errors
/// The path that could not be removed.
pub fn remove(path: &Path) -> Result<bool, Message> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(Message::CannotWrite { path: path.display().to_string(), reason: e.into() }),
    }
}

#[cfg(unix)]
fn open_file(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_file(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn artifact(path: &str, text: &str) -> Artifact {
        Artifact { path: path.into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn a_report_is_replaced_whole_and_own_files_are_kept() {
        let out = tempfile::tempdir().unwrap();
        let foreign = replace(out.path(), "p", &[artifact("brief.md", "one"), artifact("charts/a.png", "x")]).unwrap();
        assert!(foreign.is_empty());
        fs::write(out.path().join("p/my notes.txt"), "mine").unwrap();
        let foreign = replace(out.path(), "p", &[artifact("brief.md", "two")]).unwrap();
        assert_eq!(foreign, ["my notes.txt"]);
        assert_eq!(fs::read_to_string(out.path().join("p/brief.md")).unwrap(), "two");
        assert_eq!(fs::read_to_string(out.path().join("p/my notes.txt")).unwrap(), "mine");
        assert!(!out.path().join("p/charts/a.png").exists());
        let left: Vec<_> = fs::read_dir(out.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(left, ["p"]);
    }

    #[test]
    fn a_report_steps_aside_where_nothing_can_be_exchanged() {
        let out = tempfile::tempdir().unwrap();
        let (fresh, target) = (out.path().join(".winwin-x"), out.path().join("p"));
        for (folder, text) in [(&fresh, "new"), (&target, "old")] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("brief.md"), text).unwrap();
        }
        step_aside(&fresh, &target).unwrap();
        assert_eq!(fs::read_to_string(target.join("brief.md")).unwrap(), "new");
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
        // The new one is not there: the old one comes back.
        step_aside(&fresh, &target).unwrap_err();
        assert_eq!(fs::read_to_string(target.join("brief.md")).unwrap(), "new");
    }

    #[test]
    fn what_a_killed_run_left_goes_when_nobody_else_writes() {
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join("reports");
        let first = hold(&path).unwrap();
        fs::create_dir_all(path.join(".winwin-aB3xYz/charts")).unwrap();
        fs::create_dir(path.join(".winwin-my notes")).unwrap();
        if first.alone() {
            // Another run waits, so it does not take the staged folder of this one away.
            let other = fs::File::open(&path).unwrap();
            assert!(other.try_lock().is_err());
        }
        drop(first);
        let second = hold(&path).unwrap();
        assert_eq!(path.join(".winwin-aB3xYz").exists(), !second.alone());
        assert!(path.join(".winwin-my notes").exists());
        // What staging makes is what is looked for.
        let staged = tempfile::Builder::new().prefix(STAGED).tempdir_in(&path).unwrap();
        assert!(is_staged(staged.path().file_name().unwrap().to_str().unwrap()));
    }

    #[test]
    fn files_go_in_together_or_not_at_all() {
        let out = tempfile::tempdir().unwrap();
        fs::write(out.path().join("a.md"), "old").unwrap();
        fs::create_dir(out.path().join("b.json")).unwrap();
        let both = [artifact("a.md", "new"), artifact("b.json", "{}")];
        assert!(matches!(together(out.path(), &both), Err(Message::CannotWrite { .. })));
        assert_eq!(fs::read_to_string(out.path().join("a.md")).unwrap(), "old");
        fs::remove_dir(out.path().join("b.json")).unwrap();
        together(out.path(), &both).unwrap();
        assert_eq!(fs::read_to_string(out.path().join("a.md")).unwrap(), "new");
        let mut left: Vec<_> = fs::read_dir(out.path()).unwrap().flatten().map(|e| e.file_name()).collect();
        left.sort();
        assert_eq!(left, ["a.md", "b.json"]);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let out = tempfile::tempdir().unwrap();
        fs::write(out.path().join("p"), "a file").unwrap();
        assert!(matches!(replace(out.path(), "p", &[]), Err(Message::CannotWrite { .. })));
        assert_eq!(fs::read_to_string(out.path().join("p")).unwrap(), "a file");
    }
}
