//! A person stops the run (Ctrl+C, a terminal that closes, or a system that shuts down): what is staged goes first, so that nothing half-written is left behind.
//!
//! Invariant: nothing is removed while something moves into its place. A run that is killed outright leaves what it staged; the next one
//! clears that away (staged.rs). Where a system has no such signals, that is all there is.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What this run has staged and not yet put in place.
static STAGED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn all() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    STAGED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something staged, as long as this lives.
#[derive(Debug)]
pub(super) struct Known(PathBuf);

impl Known {
    /// Makes something and notes where it stands; from now on it goes with the run. A stop waits until both are done, so that none finds the
    /// one without the other.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn making<T>(make: impl FnOnce() -> io::Result<T>, path: impl FnOnce(&T) -> &Path) -> io::Result<(T, Self)> {
        listen();
        let mut all = all();
        let made = make()?;
        let path = path(&made).to_path_buf();
        all.insert(path.clone());
        Ok((made, Known(path)))
    }
}

impl Drop for Known {
    fn drop(&mut self) {
        all().remove(&self.0);
    }
}

/// Puts a stop off until what is returned is dropped: something is moving into its place. Nothing may be staged or forgotten meanwhile.
pub(super) fn put_off() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    all()
}

/// Waits for a stop on a thread of its own, once.
#[cfg(unix)]
fn listen() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        // A system that grants no more threads or signals stops the run as ever.
        // What whoever started the run has it ignore (nohup) it goes on ignoring: listening would take that back.
        let heard = [SIGHUP, SIGINT, SIGQUIT, SIGTERM].into_iter().filter(|signal| !is_ignored(*signal));
        let Ok(mut signals) = signal_hook::iterator::Signals::new(heard) else { return };
        let stop = move || {
            for signal in signals.forever() {
                // Kept to the end: nothing moves any more.
                let staged = all();
                for path in staged.iter() {
                    let _ = if path.is_dir() { super::staged::discard(path) } else { std::fs::remove_file(path) };
                }
                // Ends the run as the signal would have, so that whoever called it knows why.
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        };
        let _ = std::thread::Builder::new().name("stop".to_owned()).spawn(stop);
    });
}

/// Whether a signal is ignored by this run already, as far as the system tells.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(not(unix))]
fn listen() {}
