//! Scores a case with the vectors that earlier runs made, kept in the user's cache folder.
//!
//! The folder may be deleted at any time; a run that cannot read or write it works without. Two runs at once may lose each other's new
//! vectors, never mix them: the file is replaced whole.

use std::path::PathBuf;
use std::sync::Arc;

use crate::error::Message;
use crate::model::Case;
use crate::read::files;
use crate::report::write;
use crate::score::knowledge::Knowledge;
use crate::score::learn::Learned;
use crate::score::{Scorer, Scores, score_pairs};

/// Share of pairs that help, where nobody says otherwise.
pub const BASE_RATE: f64 = 0.10;

/// A scorer that remembers what earlier runs read. `no_cache`: it starts with the built-in catalog alone.
///
/// # Errors
/// The embedded weights cannot be read.
pub fn scorer(base_rate: f64, knowledge: Arc<Knowledge>, no_cache: bool) -> Result<Scorer, Message> {
    let scorer = Scorer::knowing(base_rate, knowledge)?;
    let file = if no_cache { None } else { file() };
    if let Some(bytes) = file.filter(|f| f.is_file()).and_then(|f| files::bytes(&f).ok()) {
        scorer.judge().remember(&bytes);
    }
    Ok(scorer)
}

/// Scores every pair. `no_cache`: neither read nor write the user's cache folder; `learned`: what the scores are to follow.
///
/// # Errors
/// The judge cannot be run.
pub fn judged(
    case: &Case,
    knowledge: Arc<Knowledge>,
    base_rate: Option<f64>,
    no_cache: bool,
    learned: Option<Learned>,
) -> Result<(Scorer, Scores), Message> {
    let built_in = scorer(base_rate.unwrap_or(BASE_RATE), knowledge, no_cache)?;
    let scorer = match learned {
        Some(learned) => built_in.adapted(learned),
        None => built_in,
    };
    let scores = score_pairs(case, &scorer)?;
    keep(&scorer, no_cache);
    Ok((scorer, scores))
}

/// Writes the vectors that a run has made, if there are new ones, unless `no_cache`.
pub fn keep(scorer: &Scorer, no_cache: bool) {
    let file = if no_cache { None } else { file() };
    if let Some((file, bytes)) = file.and_then(|f| Some((f, scorer.judge().kept()?))) {
        // Without it the next run only takes longer.
        let _ = write::with_folders(&file, &bytes);
    }
}

/// Where vectors are kept between runs.
fn file() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("winwin").join("vectors.bin"))
}
