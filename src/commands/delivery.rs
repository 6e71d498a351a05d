//! The record of deliveries beside the tables, as an analysis uses it.

use std::path::Path;

use crate::analysis::settle::Delivery;
use crate::cli::Analyze;
use crate::commands::Told;
use crate::commands::input::Loaded;
use crate::error::Error;
use crate::read::delivery;

/// How far stated shares are trusted; `None` when nothing is settled. Faults of the record go to the problems of the run.
pub fn of(flags: &Analyze, loaded: &mut Loaded) -> Result<Option<Delivery>, Told> {
    let beside = flags.tables.kpis.as_deref().and_then(Path::parent);
    let Some(folder) = flags.dir.as_deref().or(beside) else { return Ok(None) };
    let records = delivery::read(&folder.join(delivery::FILE), &mut loaded.problems).map_err(|m| (Error::Failed(m), loaded.lang))?;
    Ok(Delivery::of(&records))
}
