//! What people keep where reports go: files, folders and links that this program did not write. They move into the new report as they are,
//! or the run ends before anything has changed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use crate::error::{Message, Refusal};

/// Name of the list of written files that every report carries, so that files of the user's own can be told apart.
pub(super) const LIST: &str = ".winwin-files";

/// Something of the user's own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Own {
    /// From the report's folder.
    pub path: PathBuf,
    kind: Kind,
    /// Length and time of the last change, of a file.
    stamp: Option<(u64, Option<Duration>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Folder { empty: bool },
    File,
    Link,
}

impl Own {
    /// Its path for people; `None` for a folder that is named by what is in it.
    pub fn shown(&self) -> Option<String> {
        let path = self.path.display();
        match self.kind {
            Kind::Folder { empty: false } => None,
            Kind::Folder { empty: true } => Some(format!("{path}/")),
            Kind::File | Kind::Link => Some(path.to_string()),
        }
    }
}

fn not_kept(path: &Path, reason: impl Into<Refusal>) -> Message {
    Message::CannotKeep { path: path.display().to_string(), reason: reason.into() }
}

/// That a path cannot be written, since it is somebody's work.
pub(super) fn not_ours(path: &Path) -> Message {
    Message::CannotWrite { path: path.display().to_string(), reason: Refusal::NotOurs }
}

/// The paths on the list of a folder; none where there is no list.
///
/// # Errors
/// A list that cannot be read: everything in the folder may then be the user's.
pub(super) fn listed(folder: &Path) -> Result<BTreeSet<PathBuf>, Message> {
    let list = folder.join(LIST);
    match fs::symlink_metadata(&list) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(e) => return Err(not_kept(&list, e)),
        Ok(about) if !about.is_file() => return Err(not_ours(&list)),
        Ok(_) => {}
    }
    let text = fs::read_to_string(&list).map_err(|e| not_kept(&list, e))?;
    Ok(text.lines().filter(|l| !l.is_empty()).map(PathBuf::from).collect())
}

/// The user's own things in an earlier report, folders before what is in them. `names`: the files that are to be written.
///
/// # Errors
/// Something that cannot be kept, or that stands where a file is to be written.
pub(super) fn find(target: &Path, names: &[&str]) -> Result<Vec<Own>, Message> {
    match fs::symlink_metadata(target) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Ok(about) if about.is_dir() => {}
        Ok(about) => {
            let reason = if about.is_symlink() { Refusal::Link } else { Refusal::NotAFolder };
            return Err(Message::CannotWrite { path: target.display().to_string(), reason });
        }
        Err(e) => return Err(Message::CannotWrite { path: target.display().to_string(), reason: e.into() }),
    }
    let listed = listed(target)?;
    let names: BTreeSet<&Path> = names.iter().map(Path::new).collect();
    let above = |paths: &mut dyn Iterator<Item = &Path>| -> BTreeSet<PathBuf> {
        paths.flat_map(|p| p.ancestors().skip(1)).map(Path::to_path_buf).collect()
    };
    let (old_folders, new_folders) = (above(&mut listed.iter().map(PathBuf::as_path)), above(&mut names.iter().copied()));
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let at = target.join(&folder);
        let mut empty = true;
        for entry in fs::read_dir(&at).map_err(|e| not_kept(&at, e))? {
            let entry = entry.map_err(|e| not_kept(&at, e))?;
            empty = false;
            let (path, place) = (folder.join(entry.file_name()), entry.path());
            let kind = entry.file_type().map_err(|e| not_kept(&place, e))?;
            let ours = path == Path::new(LIST) || listed.contains(&path);
            if kind.is_file() && ours {
                continue;
            }
            // Neither may a file of ours stand where the user has something, nor a folder of ours where it is no folder.
            if names.contains(path.as_path()) || !kind.is_dir() && new_folders.contains(&path) {
                return Err(not_ours(&place));
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let about = entry.metadata().map_err(|e| not_kept(&place, e))?;
                let changed = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                found.push(Own { path, kind: Kind::File, stamp: Some((about.len(), changed)) });
            } else if kind.is_symlink() {
                found.push(Own { path, kind: Kind::Link, stamp: None });
            } else {
                return Err(not_kept(&place, Refusal::Special));
            }
        }
        if !old_folders.contains(&folder) && !folder.as_os_str().is_empty() {
            found.push(Own { path: folder, kind: Kind::Folder { empty }, stamp: None });
        }
    }
    found.sort();
    Ok(found)
}

/// Puts the user's own things of one folder into another one too.
///
/// # Errors
/// What could not be kept.
pub(super) fn carry(own: &[Own], from: &Path, to: &Path) -> Result<(), Message> {
    for thing in own {
        let (old, new) = (from.join(&thing.path), to.join(&thing.path));
        let folder = if matches!(thing.kind, Kind::Folder { .. }) { Some(new.as_path()) } else { new.parent() };
        folder.map_or(Ok(()), fs::create_dir_all).map_err(|e| not_kept(&old, e))?;
        // On a disk that does not tell capitals, `Brief.md` is `brief.md`.
        if folder != Some(&new) && fs::symlink_metadata(&new).is_ok() {
            return Err(not_ours(&old));
        }
        match thing.kind {
            Kind::Folder { .. } => Ok(()),
            Kind::File => same(&old, &new),
            Kind::Link => fs::read_link(&old).and_then(|to| link(&to, &new)),
        }
        .map_err(|e| not_kept(&old, e))?;
    }
    // Last, and from within: into a folder that may only be read nothing could have been put.
    for folder in own.iter().rev().filter(|o| matches!(o.kind, Kind::Folder { .. })) {
        let old = from.join(&folder.path);
        let rights = fs::metadata(&old).map(|m| m.permissions());
        rights.and_then(|rights| fs::set_permissions(to.join(&folder.path), rights)).map_err(|e| not_kept(&old, e))?;
    }
    Ok(())
}

/// Moves what has come into an old report, or has changed there, since `own` was found into the new one, which stands already.
///
/// # Errors
/// Something that could not be moved; it stands in the old report still.
pub(super) fn carry_late(own: &[Own], old: &Path, new: &Path, names: &[&str]) -> Result<(), Message> {
    for thing in find(old, names)?.iter().filter(|thing| !own.contains(thing)) {
        let (from, to) = (old.join(&thing.path), new.join(&thing.path));
        let folder = if matches!(thing.kind, Kind::Folder { .. }) { Some(to.as_path()) } else { to.parent() };
        folder.map_or(Ok(()), fs::create_dir_all).map_err(|e| not_kept(&from, e))?;
        if !matches!(thing.kind, Kind::Folder { .. }) {
            // The earlier state of the same file was carried along; anything else that stands there is newer still.
            let carried = own.iter().any(|o| o.path == thing.path);
            if !carried && fs::symlink_metadata(&to).is_ok() {
                return Err(not_ours(&to));
            }
            fs::rename(&from, &to).map_err(|e| not_kept(&from, e))?;
        }
    }
    Ok(())
}

/// The very same file, with its dates and rights; a copy where a disk gives a file no second name.
fn same(old: &Path, new: &Path) -> io::Result<()> {
    fs::hard_link(old, new).or_else(|_| fs::copy(old, new).map(drop))
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(windows)]
fn link(to: &Path, at: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(to, at)
}

#[cfg(not(any(unix, windows)))]
fn link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
