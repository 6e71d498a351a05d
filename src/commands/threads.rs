//! How many threads the work is spread over: a thread for each core, unless the user says otherwise.

use crate::error::{Error, Message};

/// Most threads that a flag may ask for.
const MOST: usize = 1024;
/// Threads for a core that the environment may ask for: the system would be busy with thousands for minutes.
const A_CORE: usize = 8;

/// Threads for everything that follows where no flag gives a number: those of `RAYON_NUM_THREADS`, at most [`A_CORE`] a core, else one a core.
pub fn by_the_system() {
    // The second is the name that the library had for it before, and still reads.
    let wanted = ["RAYON_NUM_THREADS", "RAYON_RS_NUM_CPUS"].iter().find_map(|name| std::env::var(name).ok()?.parse::<usize>().ok());
    let most = std::thread::available_parallelism().map_or(1, usize::from) * A_CORE;
    if wanted.is_some_and(|n| n > most) {
        // Where threads stand already, these are taken.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(most).build_global();
    }
}

/// The same with the number of a flag, where there is one.
///
/// # Errors
/// A number that is none, or too large a one.
pub fn of(count: Option<usize>) -> Result<(), Error> {
    let Some(count) = count else {
        by_the_system();
        return Ok(());
    };
    let (accepted, accepted_zh) = ("1 to 1024", "1 至 1024");
    let refused = || Error::Usage(Message::BadFlag { flag: "--threads", value: count.to_string(), accepted, accepted_zh });
    if !(1..=MOST).contains(&count) {
        return Err(refused());
    }
    rayon::ThreadPoolBuilder::new().num_threads(count).build_global().map_err(|_| refused())
}
