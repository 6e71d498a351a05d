//! A folder takes the place of another one, in one step where the system knows one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::report::write::staged::{self, Folder};
use crate::report::write::stopped;

/// Takes out of an old report what a person has saved there meanwhile; `false`: something could not be taken.
pub(super) type Late<'a> = &'a dyn Fn(&Path) -> bool;

/// Puts the staged folder where the target is; the old one is gone after that, or stands where the path that is returned says. `late` takes
/// out of the old one what has come into it since it was looked at; where that fails, the old one stays.
pub(super) fn swap(folder: Folder, target: &Path, late: Late) -> io::Result<Option<PathBuf>> {
    let (fresh, held) = folder.keep();
    let moving = stopped::put_off();
    let done = moved(&fresh, target, late);
    if done.is_err() {
        let _ = staged::discard(&fresh);
    }
    drop(moving);
    drop(held);
    done
}

fn moved(fresh: &Path, target: &Path, late: Late) -> io::Result<Option<PathBuf>> {
    // A temporary folder is private; a report is as open as any new folder.
    open_up(fresh, target)?;
    if !target.exists() {
        fs::rename(fresh, target).map(|()| None)
    } else if exchange(fresh, target).is_ok() {
        Ok(gone(fresh, late))
    } else {
        step_aside(fresh, target, late)
    }
}

/// Removes the old report. The new one stands: an old one that will not go away is no failure of the run, but is told.
fn gone(old: &Path, late: Late) -> Option<PathBuf> {
    if !late(old) {
        return Some(old.to_path_buf());
    }
    (staged::discard(old).is_err() && old.symlink_metadata().is_ok()).then(|| old.to_path_buf())
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

/// The same in two steps: between them the report is away. A run that is killed there leaves it under a name that the next one puts back.
pub(super) fn step_aside(fresh: &Path, target: &Path, late: Late) -> io::Result<Option<PathBuf>> {
    let aside = staged::aside(target);
    fs::rename(target, &aside)?;
    match fs::rename(fresh, target) {
        Ok(()) => Ok(gone(&aside, late)),
        Err(e) => fs::rename(&aside, target).and(Err(e)),
    }
}

#[cfg(unix)]
fn open_up(folder: &Path, target: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let rights = match fs::metadata(target) {
        Ok(about) => about.permissions(),
        Err(_) => of_a_new_folder(folder)?,
    };
    fs::set_permissions(folder, fs::Permissions::from_mode(rights.mode() & 0o7777))
}

/// What any new folder may be used by here: all but what the user keeps to himself (umask), which only a new folder tells.
#[cfg(unix)]
fn of_a_new_folder(inside: &Path) -> io::Result<fs::Permissions> {
    let probe = inside.join(".rights");
    fs::create_dir(&probe)?;
    let rights = fs::metadata(&probe).map(|about| about.permissions());
    fs::remove_dir(&probe)?;
    rights
}

#[cfg(not(unix))]
fn open_up(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}
