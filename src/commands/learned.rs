//! What was learned from a user's own judgements, as it stands beside the tables.

use std::path::{Path, PathBuf};

use crate::error::{Fault, JudgementFault, Message, Place, Problem, Severity};
use crate::read::files;
use crate::score::learn::{FILE, Learned, Unusable};
use crate::score::reader::Encoder;

/// Where it is kept: in the folder of the tables, else beside the KPI table.
pub fn place(dir: Option<&Path>, kpis: Option<&Path>) -> PathBuf {
    let beside = || kpis.and_then(Path::parent).filter(|p| !p.as_os_str().is_empty());
    dir.or_else(beside).unwrap_or_else(|| Path::new(".")).join(FILE)
}

/// What the scores of a run by an encoder are to follow, and a word on it among the problems. A file that cannot be used is passed over with a warning.
///
/// # Errors
/// The file is there but cannot be read.
pub fn of(
    encoder: Encoder,
    dir: Option<&Path>,
    kpis: Option<&Path>,
    ignored: bool,
    problems: &mut Vec<Problem>,
) -> Result<Option<Learned>, Message> {
    let path = place(dir, kpis);
    if ignored || !path.is_file() {
        return Ok(None);
    }
    let (severity, fault, learned) = match Learned::parse(&files::bytes(&path)?, encoder) {
        Ok(learned) => {
            let used = JudgementFault::Used { labels: learned.labels.total(), day: learned.day.clone() };
            (Severity::Note, used, Some(learned))
        }
        Err(Unusable::OtherModel) => (Severity::Warning, JudgementFault::OtherModel, None),
        Err(Unusable::Broken(detail)) => (Severity::Warning, JudgementFault::Broken { detail }, None),
    };
    problems.push(Problem { severity, place: Place::file(&files::shown(&path)), value: None, fault: Fault::Judgement(fault) });
    Ok(learned)
}
