//! Putting a report in place: staged in a sibling folder, then exchanged with the old one in one step of the system, so that a reader, also
//! after a run that was killed, sees the old report or the new one whole. Where a system knows no exchange (neither Linux nor macOS, and
//! some network folders) the old one steps aside just before, and comes back if the new one cannot move in. What a person keeps in a report's
//! folder moves along, and nothing is written over that this program did not write (own.rs).

pub mod made;
mod own;
mod staged;
mod stopped;
mod swap;

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::error::{Message, Refusal};
use crate::report::Artifact;
use made::Made;
use own::LIST;

/// A folder of reports that this run alone writes to, as long as this lives. Another run waits for it. Folders that this run has made go
/// again, if nothing came into them.
#[derive(Debug)]
pub struct Held {
    // Goes before the lock: no other run may have begun to write there.
    _made: Made,
    lock: Option<fs::File>,
}

/// Makes the folder, waits for other runs that write to it, and clears away what killed ones have left. `waits` is called before a wait.
///
/// # Errors
/// The folder cannot be made.
pub fn hold(out: &Path, waits: impl FnOnce()) -> Result<Held, Message> {
    let made = made::folders(out)?;
    // Some systems lock no folders: there, runs do not wait for each other.
    let lock = fs::File::open(out).ok().filter(|folder| match folder.try_lock() {
        Ok(()) => true,
        Err(fs::TryLockError::WouldBlock) => {
            waits();
            folder.lock().is_ok()
        }
        Err(fs::TryLockError::Error(_)) => false,
    });
    staged::put_back(out);
    staged::sweep(out);
    Ok(Held { _made: made, lock })
}

impl Held {
    /// Whether other runs wait.
    pub fn alone(&self) -> bool {
        self.lock.is_some()
    }
}

fn refused(path: &Path, reason: impl Into<Refusal>) -> Message {
    Message::CannotWrite { path: path.display().to_string(), reason: reason.into() }
}

fn paths(artifacts: &[Artifact]) -> Vec<&str> {
    artifacts.iter().map(|a| a.path.as_str()).collect()
}

/// Whether [`replace`] could keep what a person has in `out/name`, and would write over nothing of it.
///
/// # Errors
/// The path that stands in the way.
pub fn may_replace(out: &Path, name: &str, artifacts: &[Artifact]) -> Result<(), Message> {
    own::find(&out.join(name), &paths(artifacts)).map(drop)
}

/// What is to be said of a report that has been replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Paths in it that this program did not write; they are kept.
    pub kept: Vec<String>,
    /// Where the earlier report stands, if it could not be removed.
    pub left: Option<String>,
}

/// Writes the artifacts as the folder `out/name`. What an earlier report holds that this program did not write is kept.
///
/// # Errors
/// The path that could not be written or kept; the earlier report is then untouched and nothing is left beside it.
pub fn replace(out: &Path, name: &str, artifacts: &[Artifact]) -> Result<Replaced, Message> {
    let target = out.join(name);
    let _made = made::folders(out)?;
    let own = own::find(&target, &paths(artifacts))?;
    let staged = staged::Folder::new(out).map_err(|e| refused(out, e))?;
    let list = list(paths(artifacts));
    let named = artifacts.iter().map(|a| (a.path.as_str(), a.bytes.as_slice())).chain([(LIST, list.as_slice())]);
    for (path, bytes) in named {
        // What people are told is where the file was to stand: that it was staged somewhere else first is of no use to them.
        let (path, shown) = (staged.path().join(path), target.join(path));
        let made = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, bytes));
        made.map_err(|e| refused(&shown, e))?;
    }
    own::carry(&own, &target, staged.path())?;
    // What a person has saved there meanwhile comes along after the exchange.
    let late = |old: &Path| own::carry_late(&own, old, &target, &paths(artifacts)).is_ok();
    let left = swap::swap(staged, &target, &late).map_err(|e| refused(&target, e))?;
    Ok(Replaced { kept: own.iter().filter_map(own::Own::shown).collect(), left: left.map(|path| path.display().to_string()) })
}

/// The list of written files.
fn list<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<u8> {
    let sorted: BTreeSet<&str> = paths.into_iter().collect();
    sorted.into_iter().flat_map(|path| [path, "\n"]).collect::<String>().into_bytes()
}

/// Whether files of these names may be written into a folder that other things stand in too: none is there, or an earlier run wrote it.
///
/// # Errors
/// The file that is somebody's work.
pub fn may_stand<'a>(out: &Path, names: impl IntoIterator<Item = &'a str>) -> Result<(), Message> {
    let listed = own::listed(out)?;
    for name in names {
        let path = out.join(name);
        match fs::symlink_metadata(&path) {
            Ok(about) if about.is_dir() => return Err(refused(&path, Refusal::Folder)),
            Ok(about) if !about.is_file() || !listed.contains(Path::new(name)) => return Err(own::not_ours(&path)),
            _ => {}
        }
    }
    Ok(())
}

/// Which of these files an earlier run wrote beside the reports of a folder.
pub fn written<'a>(out: &Path, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let listed = own::listed(out).unwrap_or_default();
    names.into_iter().filter(|name| listed.contains(Path::new(name)) && out.join(name).is_file()).collect()
}

/// Writes files beside the reports of a folder, all of them or none, and lists them there, so that nothing else is ever written over.
///
/// # Errors
/// As [`may_stand`] and [`together`]; the earlier files then stand as before.
pub fn beside(out: &Path, artifacts: &[Artifact]) -> Result<(), Message> {
    let _made = made::folders(out)?;
    may_stand(out, paths(artifacts))?;
    // What an earlier run wrote and this one does not stays, and stays on the list.
    let earlier = own::listed(out)?.into_iter().filter(|path| out.join(path).is_file());
    let earlier: Vec<String> = earlier.filter_map(|path| path.into_os_string().into_string().ok()).collect();
    let bytes = list(paths(artifacts).into_iter().chain(earlier.iter().map(String::as_str)));
    // The list goes first: a run that is killed after it leaves no file of its own that the next one would not know.
    let all: Vec<Artifact> = std::iter::once(Artifact { path: LIST.to_owned(), bytes }).chain(artifacts.iter().cloned()).collect();
    together(out, &all)
}

/// Writes files into a folder that other things stand in too: all of them, or none. Each is written beside its place first; an earlier one
/// of the same name is kept until all have moved in, and comes back when one of them cannot.
///
/// # Errors
/// The path that could not be written; the earlier files then stand as before and nothing is left beside them.
pub fn together(out: &Path, artifacts: &[Artifact]) -> Result<(), Message> {
    let _made = made::folders(out)?;
    for path in artifacts.iter().map(|a| out.join(&a.path)) {
        match fs::symlink_metadata(&path) {
            Ok(about) if about.is_symlink() => return Err(refused(&path, Refusal::Link)),
            Ok(about) if about.is_dir() => return Err(refused(&path, Refusal::Folder)),
            Ok(about) if !about.is_file() => return Err(refused(&path, Refusal::Special)),
            _ => {}
        }
    }
    staged::sweep(out);
    let staged = staged::Folder::new(out).map_err(|e| refused(out, e))?;
    let (fresh, aside) = (staged.path().join("new"), staged.path().join("old"));
    for folder in [&fresh, &aside] {
        fs::create_dir(folder).map_err(|e| refused(folder, e))?;
    }
    for a in artifacts {
        let (path, target) = (fresh.join(&a.path), out.join(&a.path));
        // Through the handle that made it: the rights that it keeps may forbid to open it again.
        let mut file = fs::File::create(&path).map_err(|e| refused(&target, e))?;
        keep_rights(&path, &target).map_err(|e| refused(&target, e))?;
        file.write_all(&a.bytes).map_err(|e| refused(&target, e))?;
        if target.exists() {
            fs::copy(&target, aside.join(&a.path)).map_err(|e| refused(&target, e))?;
        }
    }
    let _moving = stopped::put_off();
    for (done, a) in artifacts.iter().enumerate() {
        let target = out.join(&a.path);
        let Err(e) = fs::rename(fresh.join(&a.path), &target) else { continue };
        for earlier in &artifacts[..done] {
            let (kept, path) = (aside.join(&earlier.path), out.join(&earlier.path));
            let _ = if kept.exists() { fs::rename(kept, path) } else { fs::remove_file(path) };
        }
        return Err(refused(&target, e));
    }
    Ok(())
}

/// Whether a table may stand where a file is: nothing is there, or a table with the same first line.
///
/// # Errors
/// The file that is somebody's work, or cannot be read.
pub fn may_replace_table(path: &Path, table: &[u8]) -> Result<(), Message> {
    let first = |bytes: &[u8]| bytes.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_end().to_vec();
    match fs::read(path) {
        Ok(bytes) if first(&bytes) == first(table) => Ok(()),
        Ok(_) => Err(own::not_ours(path)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(refused(path, e)),
    }
}

/// Writes one file, with the folders above it.
///
/// # Errors
/// The path that could not be written.
pub fn with_folders(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    let _made = path.parent().map(made::folders).transpose()?;
    file(path, bytes)
}

/// Writes one file beside its place and moves it in.
///
/// # Errors
/// The path that could not be written.
pub fn file(path: &Path, bytes: &[u8]) -> Result<(), Message> {
    streamed(path, |to| to.write_all(bytes).map_err(|e| refused(path, e)))
}

/// Whether reports can go to a place at all, without making anything there.
///
/// # Errors
/// Something else than a folder stands there.
pub fn may_be_folder(out: &Path) -> Result<(), Message> {
    match fs::metadata(out) {
        Ok(about) if !about.is_dir() => Err(Message::CannotWrite { path: out.display().to_string(), reason: Refusal::NotAFolder }),
        _ => Ok(()),
    }
}

/// Writes one file beside its place, as `make` gives it, and moves it in when it is whole.
///
/// # Errors
/// The path that could not be written, or what `make` said; an earlier file then stands as before.
pub fn streamed(path: &Path, make: impl FnOnce(&mut BufWriter<fs::File>) -> Result<(), Message>) -> Result<(), Message> {
    // A pipe or a device that somebody set up is not turned into a file, nor is a link: what it leads to is written.
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => return Err(refused(path, Refusal::Folder)),
        Ok(about) if !about.is_file() => return straight(path, make),
        _ => {}
    }
    let real = fs::canonicalize(path);
    let path = real.as_deref().unwrap_or(path);
    let refused = |e: std::io::Error| refused(path, e);
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    staged::sweep(folder);
    let (staged, known) = staged::file(folder).map_err(refused)?;
    // Before anything is in it: nobody reads meanwhile what the file is to keep from him.
    keep_rights(staged.path(), path).map_err(refused)?;
    // The same opened file, since some systems let none but the one that holds the lock write.
    let mut file = BufWriter::with_capacity(1 << 20, staged.as_file().try_clone().map_err(refused)?);
    make(&mut file)?;
    file.flush().map_err(refused)?;
    drop(file);
    let moving = stopped::put_off();
    let done = staged.persist(path).map(drop).map_err(|e| refused(e.error));
    drop(moving);
    drop(known);
    done
}

/// Writes into a pipe or a device as it stands.
fn straight(path: &Path, make: impl FnOnce(&mut BufWriter<fs::File>) -> Result<(), Message>) -> Result<(), Message> {
    let to = fs::OpenOptions::new().write(true).open(path).map_err(|e| refused(path, e))?;
    let mut to = BufWriter::with_capacity(1 << 20, to);
    make(&mut to)?;
    to.flush().map_err(|e| refused(path, e))
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

/// Prints on standard output; a closed pipe ends the printing in silence.
///
/// # Errors
/// Anything else that keeps the text from arriving, a full disk above all.
pub fn print(bytes: &[u8]) -> Result<(), Message> {
    let printed = Pipe.write_all(bytes).and_then(|()| Pipe.flush());
    printed.map_err(|e| Message::CannotPrint { reason: e.into() })
}

/// Removes a file; `false` when there is none.
///
/// # Errors
/// The path that could not be removed.
pub fn remove(path: &Path) -> Result<bool, Message> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(e) => Err(refused(path, e)),
    }
}

/// Gives what takes the place of a file that file's rights: who keeps one to himself goes on doing so.
fn keep_rights(staged: &Path, target: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(target) {
        Ok(about) if about.is_file() => fs::set_permissions(staged, about.permissions()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
