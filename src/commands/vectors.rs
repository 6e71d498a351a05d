//! Scores a case with the encoder that is asked for, and with the vectors that earlier runs made, kept in the user's cache folder.
//!
//! The folder may be deleted at any time; a run that cannot read or write it works without. Two runs at once may lose each other's new
//! vectors, never mix them: the file is replaced whole. The fast encoder keeps nothing: it is quicker than a disk.

use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::EncoderChoice;
use crate::commands::input::Loaded;
use crate::error::{Fault, Message, Place, Problem, Severity};
use crate::model::Case;
use crate::read::columns::TableKind;
use crate::read::files;
use crate::report::write;
use crate::score::knowledge::Knowledge;
use crate::score::learn::Learned;
use crate::score::reader::{Choice, Encoder, MOST_DEEP, different_of};
use crate::score::{Scorer, Scores, score_pairs};

/// Share of pairs that help, where nobody says otherwise.
pub const BASE_RATE: f64 = 0.10;

/// What a user says of the encoder: by the flag, else in winwin.toml.
pub fn choice(flag: Option<EncoderChoice>, config: Option<&str>) -> Choice {
    let flag = flag.map(|f| f.name());
    flag.as_deref().or(config).and_then(Choice::from_name).unwrap_or_default()
}

/// Who reads the texts of a case. That their number has chosen the fast encoder is noted in `loaded`.
pub fn encoder(case: &Case, loaded: &mut Loaded, flag: Option<EncoderChoice>) -> Encoder {
    let choice = choice(flag, loaded.config.encoder.as_deref());
    let texts = different_of(case);
    let file = loaded.tables.iter().find(|t| t.kind == TableKind::Elements).map(|t| &t.file);
    loaded.problems.extend(file.and_then(|file| note(choice, texts, file)));
    choice.encoder(texts)
}

/// The note that many texts are read by the fast encoder, where nobody has asked for it.
pub fn note(choice: Choice, texts: usize, file: &Arc<str>) -> Option<Problem> {
    let told = choice == Choice::Auto && choice.encoder(texts) == Encoder::Fast;
    let fault = Fault::FastEncoder { texts, most: MOST_DEEP };
    told.then(|| Problem { severity: Severity::Note, place: Place::file(file), value: None, fault })
}

/// Bytes of the file of vectors that are read: a file of ours is a fifth of it at most, and another's is not worth the memory.
const MOST_KEPT: u64 = 64 << 20;

/// A scorer that remembers what earlier runs read. `no_cache`: it starts with the built-in catalog alone.
///
/// # Errors
/// The embedded weights cannot be read.
pub fn scorer(encoder: Encoder, base_rate: f64, knowledge: Arc<Knowledge>, no_cache: bool) -> Result<Scorer, Message> {
    let scorer = Scorer::reading(encoder, base_rate, knowledge)?;
    if let Some(judge) = scorer.judge().filter(|_| !no_cache)
        && let Some(bytes) = file().filter(|f| f.is_file()).and_then(|f| files::bytes_up_to(&f, MOST_KEPT).ok().flatten())
    {
        judge.remember(&bytes);
    }
    Ok(scorer)
}

/// Scores every pair. `no_cache`: neither read nor write the user's cache folder; `learned`: what the scores are to follow.
///
/// # Errors
/// The judge cannot be run.
pub fn judged(
    case: &Case,
    encoder: Encoder,
    knowledge: Arc<Knowledge>,
    base_rate: Option<f64>,
    no_cache: bool,
    learned: Option<Learned>,
) -> Result<(Scorer, Scores), Message> {
    let scorer = scorer(encoder, base_rate.unwrap_or(BASE_RATE), knowledge, no_cache)?.following(learned);
    let scores = score_pairs(case, &scorer)?;
    keep(&scorer, no_cache);
    Ok((scorer, scores))
}

/// Writes the vectors that a run has made, if there are new ones, unless `no_cache`.
pub fn keep(scorer: &Scorer, no_cache: bool) {
    let file = if no_cache { None } else { file() };
    if let Some((file, bytes)) = file.and_then(|f| Some((f, scorer.judge()?.kept()?))) {
        // Without it the next run only takes longer.
        let _ = write::with_folders(&file, &bytes);
    }
}

/// Where vectors are kept between runs.
fn file() -> Option<PathBuf> {
    Some(dirs::cache_dir()?.join("winwin").join("vectors.bin"))
}
