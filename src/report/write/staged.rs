//! Files and folders that are made beside their place. Each is locked by the run that makes it: whatever can be locked was left by a run that is gone.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile, TempDir};

use crate::report::write::stopped::Known;

/// Beginning of the names of staged files and folders; nothing of a person's is called so.
pub(super) const STAGED: &str = ".winwin-staged-";
/// Beginning of the name of an earlier report that has stepped aside; its own name follows.
const ASIDE: &str = ".winwin-aside-";
/// How often something is made once more that another run has swept away.
const TRIES: u32 = 64;

/// A folder that is being made.
#[derive(Debug)]
pub(super) struct Folder {
    folder: TempDir,
    // Dropped after the folder has gone, so that nobody else sweeps what is being removed.
    held: Hold,
}

/// What keeps others off something staged, and has it go with the run.
#[derive(Debug)]
pub(super) struct Hold {
    _known: Known,
    _lock: Option<File>,
}

impl Folder {
    /// Makes one in `out`.
    pub fn new(out: &Path) -> io::Result<Folder> {
        // Some systems lock no folders; there nobody sweeps them either.
        let lock = |folder: &TempDir| File::open(folder.path()).ok().filter(|f| f.lock().is_ok());
        let make = || made(|| Builder::new().prefix(STAGED).tempdir_in(out), TempDir::path, lock);
        let ((folder, lock), known) = Known::making(make, |(folder, _)| folder.path())?;
        Ok(Folder { folder, held: Hold { _known: known, _lock: lock } })
    }

    /// Where it stands.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Gives it out of hand: nobody removes it any more but a stop. It is held as long as the second part lives.
    pub fn keep(self) -> (PathBuf, Hold) {
        (self.folder.keep(), self.held)
    }
}

/// Makes a file beside the place it is for; its handle holds the lock.
pub(super) fn file(folder: &Path) -> io::Result<(NamedTempFile, Known)> {
    let lock = |file: &NamedTempFile| file.as_file().lock().is_ok();
    let make = || made(|| file_builder().tempfile_in(folder), NamedTempFile::path, lock);
    let ((file, _), known) = Known::making(make, |(file, _)| file.path())?;
    Ok((file, known))
}

/// A name to stage a file under, with the rights that any new file gets: all but what the user keeps to himself (umask).
fn file_builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(STAGED);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Makes something and locks it, once more where another run has swept it away in between.
fn made<T, L>(make: impl Fn() -> io::Result<T>, path: impl Fn(&T) -> &Path, lock: impl Fn(&T) -> L) -> io::Result<(T, L)> {
    let mut left = TRIES;
    loop {
        let staged = make()?;
        let lock = lock(&staged);
        left -= 1;
        if left == 0 || path(&staged).exists() {
            return Ok((staged, lock));
        }
    }
}

/// Whether a name is one that staging gives: the beginning and six letters or digits.
pub(super) fn is_staged(name: &str) -> bool {
    name.strip_prefix(STAGED).is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Where a report stands while a new one takes its place, on systems that exchange no folders.
pub(super) fn aside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!("{ASIDE}{name}"))
}

/// Puts back reports whose runs are gone before the new ones had moved in; where one stands, what had stepped aside goes. For whoever holds
/// the folder alone: of another run it would take the report away.
pub(super) fn put_back(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(report) = name.to_str().and_then(|name| name.strip_prefix(ASIDE)).filter(|report| !report.is_empty()) else { continue };
        let (path, target) = (entry.path(), folder.join(report));
        let _ = if target.symlink_metadata().is_ok() { discard(&path) } else { fs::rename(path, target) };
    }
}

/// Clears away what runs that are gone have left in a folder.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if !is_staged(name) {
            continue;
        }
        let (path, kind) = (entry.path(), entry.file_type());
        let Ok(kind) = kind.map(|k| (k.is_dir(), k.is_file())) else { continue };
        // A pipe would wait for ever to be opened.
        let Some(open) = (kind.0 || kind.1).then(|| File::open(&path).ok()).flatten() else { continue };
        if open.try_lock().is_ok() {
            let _ = if kind.0 { discard(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// Removes a folder, also where folders in it may not be written to.
pub(super) fn discard(folder: &Path) -> io::Result<()> {
    fs::remove_dir_all(folder).or_else(|_| {
        unlock(folder);
        fs::remove_dir_all(folder)
    })
}

#[cfg(unix)]
fn unlock(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            unlock(&entry.path());
        }
    }
}

#[cfg(not(unix))]
fn unlock(_: &Path) {}
