//! A folder takes the place of another one, in one step where the system knows one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::report::write::staged::{self, Folder};

/// Puts the staged folder where the target is; the old one is gone after that.
pub(super) fn swap(folder: Folder, target: &Path) -> io::Result<()> {
    let (fresh, lock) = folder.keep();
    let done = moved(&fresh, target);
    if done.is_err() {
        let _ = staged::discard(&fresh);
    }
    drop(lock);
    done
}

fn moved(fresh: &Path, target: &Path) -> io::Result<()> {
    // A temporary folder is private; a report is as open as any new folder.
    open_up(fresh, target)?;
    if !target.exists() {
        fs::rename(fresh, target)
    } else if exchange(fresh, target).is_ok() {
        // The new report stands; an old one that will not go away is no failure of the run.
        let _ = staged::discard(fresh);
        Ok(())
    } else {
        step_aside(fresh, target)
    }
}

/// Two folders change places, in one step.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The same in two steps: between them the report is away.
pub(super) fn step_aside(fresh: &Path, target: &Path) -> io::Result<()> {
    let aside = PathBuf::from(format!("{}.old", fresh.display()));
    fs::rename(target, &aside)?;
    match fs::rename(fresh, target) {
        Ok(()) => {
            let _ = staged::discard(&aside);
            Ok(())
        }
        Err(e) => fs::rename(&aside, target).and(Err(e)),
    }
}

#[cfg(unix)]
fn open_up(folder: &Path, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(about) = fs::metadata(target) else { return Ok(()) };
    fs::set_permissions(folder, fs::Permissions::from_mode(about.permissions().mode() & 0o7777))
}

#[cfg(not(unix))]
fn open_up(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
